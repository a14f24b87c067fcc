/* The indicators of a period (S2), one number each; and comparison.show: beside those of the same
   days a year before, with what changed (S0). What was not known then is not nought. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "reporting/counted.h"
#include "reporting/view.h"
#include "words/reporting.h"
#include <inttypes.h>

#define ROW(kind, name, from)                                                                      \
    "SELECT '" kind "' AS kind, '" name "' AS name, " name " AS count FROM " from
#define AND_ROW(kind, name, from) " UNION ALL " ROW (kind, name, from)
#define FIRES_COUNTED                                                                              \
    "SELECT count (*) AS fires, coalesce (sum (state <> 'general'), 0) AS larger_or_worse, "       \
    "coalesce (sum (json_extract (data, '$.dead')), 0) AS dead, coalesce (sum (json_extract "      \
    "(data, '$.injured')), 0) AS injured, coalesce (sum (json_extract (data, '$.loss_yuan')), "    \
    "0) AS loss_yuan FROM ledger WHERE ledger = 'fires' AND state <> 'withdrawn' AND since <= "    \
    ":as_of AND until > :as_of "                                                                   \
    "AND at >= :from AND at < :to"
#define INSPECTED_PERCENT                                                                          \
    " UNION ALL SELECT 'premises', 'inspected_percent', inspected * 100 / registered FROM f "      \
    "WHERE registered > 0"
#define PREMISES_AND_VISITS                                                                        \
    "SELECT * FROM (" PREMISES_COUNTED "), (SELECT count (*) AS visits FROM (SELECT 1 " VISITS     \
    " AND v.self = 0" BY_DAY "))"

/* The first number of a kind says whether anything of it is known. */
enum {
    FIRES,
    OF_FIRES,
    FIRST_OF_KINDS = OF_FIRES,
    OF_HAZARDS,
    OF_PREMISES,
    OF_TIPOFFS,
    OF_PUBLICITY,
    BEGUN,
    OF_OBLIGATIONS,
    STATEMENTS
};
static const struct sql statements[STATEMENTS] = {
    [FIRES] = { FIRES_COUNTED, view_by_record, fire_figures_record },
    [OF_FIRES] = { "WITH f AS (" FIRES_COUNTED ") " ROW ("fires", "fires", "f")
                       AND_ROW ("fires", "larger_or_worse", "f") AND_ROW ("fires", "dead", "f")
                           AND_ROW ("fires", "injured", "f") AND_ROW ("fires", "loss_yuan", "f"),
                   view_by_record, indicator_record },
    [OF_HAZARDS] = { "WITH f AS (SELECT " HAZARD_FIGURES
                     " " HAZARDS_JUDGED ("") ") " ROW ("hazards", "found", "f") AND_ROW (
                         "hazards", "carried", "f") AND_ROW ("hazards", "rectified", "f")
                         AND_ROW ("hazards", "transferred", "f") AND_ROW ("hazards", "open", "f")
                             AND_ROW ("hazards", "overdue",
                                      "f") " UNION ALL SELECT 'hazards', 'rectified_percent', "
                                           "rectified * 100 / "
                                           "(carried + found) FROM f WHERE carried + found > 0",
                     view_by_record, indicator_record },
    [OF_PREMISES] = { "WITH f AS (" PREMISES_AND_VISITS ") " ROW ("premises", "visits", "f")
                          AND_ROW ("premises", "registered", "f")
                              AND_ROW ("premises", "inspected", "f")
                                  AND_ROW ("premises", "by_checklist", "f")
                                      AND_ROW ("premises", "self_inspected", "f") INSPECTED_PERCENT,
                      view_by_record, indicator_record },
    [OF_TIPOFFS] = { "WITH f AS (" TIPOFFS_COUNTED ") " ROW ("tipoffs", "received", "f")
                         AND_ROW ("tipoffs", "founded", "f") AND_ROW ("tipoffs", "unfounded", "f")
                             AND_ROW ("tipoffs", "waiting", "f"),
                     view_by_record, indicator_record },
    [OF_PUBLICITY] = { "WITH p AS (SELECT count (*) AS actions, coalesce (sum (json_extract "
                       "(l.data, '$.reached')), 0) AS reached " PUBLICITY
                       ") " ROW ("publicity", "actions", "p") AND_ROW ("publicity", "reached", "p"),
                       view_by_record, indicator_record },
    /* Nothing is done without premises: the first registration is when this began to be used. */
    [BEGUN] = { "SELECT min (since) AS count FROM premises_view WHERE since <= :as_of HAVING min "
                "(since) IS NOT NULL",
                view_by_record, view_count_record },
    /* Those whose time ended in the period: due = met + missed, met_late of those met. Of one that
       stands still it did not end, until it was met. */
    [OF_OBLIGATIONS] = { "WITH o AS (SELECT coalesce (max (w.due, w.stood_until + 1), w.due) AS "
                         "due, CASE WHEN l.state = 'met' THEN unixepoch "
                         "(json_extract (l.data, '$.met.time')) * 1000 END AS met FROM owed AS w "
                         "JOIN ledger AS l ON l.ledger = 'obligations' AND l.ref = w.obligation "
                         "AND l.since <= :as_of AND l.until > :as_of WHERE w.number = (SELECT max "
                         "(b.number) FROM owed AS b WHERE b.obligation = w.obligation AND "
                         "b.recorded <= :as_of) AND NOT w.withdrawn AND NOT w.paused), f AS "
                         "(SELECT count (*) AS due, " COUNT_OF "met < :to) AS met, " COUNT_OF
                         "met < :to AND met > due) AS met_late, " COUNT_OF
                         "met IS NULL OR met >= :to) AS missed FROM o WHERE due > :from AND due <= "
                         ":to) " ROW ("obligations", "due", "f") AND_ROW ("obligations", "met", "f")
                             AND_ROW ("obligations", "met_late", "f")
                                 AND_ROW ("obligations", "missed", "f"),
                         view_by_record, indicator_record },
};
const struct sql_table indicators_sql = { statements, STATEMENTS };

enum { INDICATORS_MAX = 64 };
struct indicators {
    struct indicator list[INDICATORS_MAX];
    size_t count;
};

static void take_part (const struct scene *scene, int part, const struct view_by *by,
                       struct indicators *taken)
{
    store_walk (scene->store, &statements[part], by);
    while (taken->count < INDICATORS_MAX &&
           store_next (scene->store, &statements[part], scene->arena, &taken->list[taken->count]))
        taken->count++;
}

static struct indicators *take (const struct scene *scene, const struct view_by *by)
{
    struct indicators *taken = arena_take (scene->arena, sizeof *taken);
    taken->count = 0;
    for (int part = FIRST_OF_KINDS; part < BEGUN; part++)
        take_part (scene, part, by, taken);
    return taken;
}

/* What the scene's campaign asked for and got by END, as deliverables.list has it. */
static void take_deliverables (const struct scene *scene, instant end, struct indicators *taken)
{
    const struct deliverable_counts counts = view_deliverables (scene, end);
    const struct indicator figures[] = { { "deliverables", "owed", counts.owed },
                                         { "deliverables", "submitted", counts.submitted },
                                         { "deliverables", "missing", counts.missing },
                                         { "deliverables", "late", counts.late } };
    const size_t count = sizeof figures / sizeof *figures;
    for (size_t i = 0; i < count && taken->count < INDICATORS_MAX; i++)
        taken->list[taken->count++] = figures[i];
}

void fires_put (const struct scene *scene, const struct view_by *by, struct text *answer)
{
    struct fire_figures figures = { .fires = 0 };
    store_read (scene->store, &statements[FIRES], by, scene->arena, &figures);
    text_say (answer, ",\"fires\":");
    record_to_json (fire_figures_record(), &figures, answer);
}

/* The same for every asker but who may see people at home. */
static struct view_by by_duty (const struct scene *scene, const struct view_by *by)
{
    struct view_by own = *by;
    own.number = scene->sees_private;
    return own;
}

void indicators_put (const struct scene *scene, const struct view_by *by, struct text *answer)
{
    const struct view_by own = by_duty (scene, by);
    struct indicators *taken = take (scene, &own);
    const char *kind = NULL;
    take_deliverables (scene, by->as_of, taken);
    text_say (answer, ",\"indicators\":{");
    for (size_t i = 0; i < taken->count; i++) {
        const struct indicator *one = &taken->list[i];
        if (!text_same (kind, one->kind))
            text_format (answer, "%s\"%s\":{", kind ? "}," : "", one->kind);
        else
            text_say (answer, ",");
        text_format (answer, "\"%s\":%" PRId64, one->name, one->count);
        kind = one->kind;
    }
    text_say (answer, kind ? "}}" : "}");
}

/* ---- beside the year before ---- */

/* The same day and hour of the year before; 29 February becomes 1 March. */
static instant a_year_before (instant at)
{
    int year, month, dom;
    day d = day_of (at);
    day_split (d, &year, &month, &dom);
    return day_start (day_from (year - 1, month, dom)) + (at - day_start (d));
}

/* The campaign that CAMPAIGN names, or else (NULL) the last that had begun when BY's period ended,
   when some of its days are of that period; NULL: there was none. */
static const struct scene *campaign_of (const struct scene *scene, const struct view_by *by,
                                        const char *campaign, instant end)
{
    struct refusals refusals = refusals_in (scene->arena);
    const struct scene *of = view_campaign (scene, campaign, end, &refusals);
    if (of && !campaign)
        of = view_campaign (scene, of->office->campaign->id, end, &refusals);
    return of && day_start (of->office->campaign->from) < by->to &&
                   day_start (of->office->campaign->to + 1) > by->from
               ? of
               : NULL;
}

/* What the campaign of BY's period asked for: nothing is added when there was none. */
static void take_asked (const struct scene *scene, const struct view_by *by, const char *campaign,
                        struct indicators *taken)
{
    const instant end = by->to < by->as_of ? by->to : by->as_of;
    const struct scene *then = campaign_of (scene, by, campaign, end);
    if (!then)
        return;
    take_deliverables (then, end, taken);
    take_part (scene, OF_OBLIGATIONS, by, taken);
}

static const struct indicator *find (const struct indicators *among, const struct indicator *wanted)
{
    for (size_t i = 0; i < among->count; i++)
        if (text_same (among->list[i].kind, wanted->kind) &&
            text_same (among->list[i].name, wanted->name))
            return &among->list[i];
    return NULL;
}

/* Before this was in use nothing is known of a kind, unless something was entered of it since. */
static bool is_known (const struct indicators *among, const char *kind, bool in_use)
{
    for (size_t i = 0; i < among->count; i++)
        if (text_same (among->list[i].kind, kind))
            return in_use || among->list[i].count > 0;
    return false;
}

static void put_change (const struct indicator *one, const struct indicator *before,
                        struct text *answer)
{
    text_format (answer, ",\"before\":%" PRId64 ",\"change\":%" PRId64, before->count,
                 one->count - before->count);
    if (before->count > 0) {
        const int64_t change = one->count - before->count;
        const int64_t size = change < 0 ? -change : change;
        const int64_t tenths = (size * 1000 + before->count / 2) / before->count;
        text_format (answer, ",\"percent\":\"%s%" PRId64 ".%" PRId64 "\"", change < 0 ? "-" : "+",
                     tenths / 10, tenths % 10);
    }
}

static void put_figures (const struct indicators *now, const struct indicators *before, bool in_use,
                         struct text *answer)
{
    text_say (answer, ",\"figures\":[");
    for (size_t i = 0; i < now->count; i++) {
        const struct indicator *one = &now->list[i], *then = find (before, one);
        text_format (answer, "%s{\"kind\":\"%s\",\"figure\":\"%s\",\"this\":%" PRId64,
                     i > 0 ? "," : "", one->kind, one->name, one->count);
        if (then && is_known (before, one->kind, in_use))
            put_change (one, then, answer);
        else
            text_say (answer, ",\"before\":null");
        text_say (answer, "}");
    }
    text_say (answer, "]");
}

/* Its own period, and whether this was in use then. */
static void put_side (const struct scene *scene, const struct view_by *by, const char *name,
                      const char *known, bool fires, struct text *answer)
{
    char from[INSTANT_TEXT_SIZE], to[INSTANT_TEXT_SIZE];
    text_format (answer, ",\"%s\":{\"from\":\"%s\",\"to\":\"%s\",\"known\":\"%s\"", name,
                 instant_text (by->from, from), instant_text (by->to, to), known);
    if (fires)
        fires_put (scene, by, answer);
    text_say (answer, "}");
}

static const char *known_in (const struct view_by *by, instant begun)
{
    return begun >= by->to ? "no" : begun > by->from ? "partly" : "yes";
}

void comparison_ask (const struct scene *scene, const void *asked_void, struct text *answer,
                     struct refusals *refusals)
{
    const struct comparison_show *asked = asked_void;
    struct view_by by = view_by_nothing();
    struct view_count begun = { .count = INSTANT_NEVER };
    if (!view_as_of (scene, asked->as_of, &by.as_of, refusals) ||
        !view_period (scene, &(struct view_asked){ asked->campaign, asked->from, asked->to }, &by,
                      refusals))
        return;
    by = by_duty (scene, &by);
    struct view_by earlier = by;
    earlier.from = a_year_before (by.from);
    earlier.to = a_year_before (by.to);
    store_read (scene->store, &statements[BEGUN], &by, scene->arena, &begun);
    const bool in_use = begun.count < earlier.to;
    struct indicators *now = take (scene, &by), *before = take (scene, &earlier);
    take_asked (scene, &by, asked->campaign, now);
    take_asked (scene, &earlier, NULL, before);
    view_put_as_of (by.as_of, answer);
    put_side (scene, &by, "this", known_in (&by, begun.count), true, answer);
    put_side (scene, &earlier, "before", known_in (&earlier, begun.count),
              is_known (before, "fires", in_use), answer);
    put_figures (now, before, in_use, answer);
    text_say (answer, ",\"counts\":");
    text_put_json (answer, "before: null where nothing is known of that time; percent: the change, "
                           "of what it was before; deliverables: of the campaign of "
                           "that time, as they stood at the end of the period; obligations: those "
                           "whose time ended in it, due = met + missed; " COUNTS_SENTENCE
                           "; " VISITS_SENTENCE);
}
