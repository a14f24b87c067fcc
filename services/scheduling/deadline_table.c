/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "scheduling/deadline.h"
#include "scheduling/hazard_link.h"
#include "scheduling/link.h"
#include "scheduling/request.h"
#include <stdlib.h>
#include <string.h>

/* Of a case: what decisions see of it, and what of it is looked through for that. */
enum { CASE_DEADLINES_MAX = 256, CASE_ROWS_MAX = 4096 };

#define COLUMNS                                                                                    \
    "deadline, ref, clock, cycle, state, \"from\", due, extensions, provisional, rule, "           \
    "explanation, premises,"                                                                       \
    " premises_name, community, department, category, severity, tracker, watcher, matter, known, " \
    "reached, place,"                                                                              \
    " repeats, repeat, silenced, silenced_by, moves, working_days, calendar_days, hours, stood, "  \
    "counted_from, "                                                                               \
    "paused, "                                                                                     \
    "resumes, linked, gave_way, own, alone, granted, last, next"

/* The words of the index deadline_case, which holds a case without its past watches. */
#define NOT_PAST "(clock <> 'watch' OR state = 'armed' OR state = 'missed' OR state = 'paused')"
#define OPEN_FIRST                                                                                 \
    "ORDER BY state NOT IN ('armed', 'missed', 'paused'), cycle DESC, clock LIMIT 256"

enum { SEE, CASE, WHOLE_CASE, PUT, MISS, HUSH, PLAN, END, STATEMENTS };
static const struct sql statements[STATEMENTS] = {
    [SEE] = { "SELECT " COLUMNS " FROM deadline WHERE deadline = :key", deadline_by_record,
              deadline_row_record },
    /* Of a watch, decisions need the open ones, the last, and that there was a first; a long watch
       has very many more, and none of them is read. Put in order by us: SQLite would copy every
       column twice to sort three rows. */
    [CASE] = { "SELECT " COLUMNS " FROM deadline WHERE ref = :ref AND " NOT_PAST
               " UNION ALL SELECT " COLUMNS " FROM deadline WHERE ref = :ref AND clock = 'watch' "
               "AND cycle = 1 AND NOT " NOT_PAST " UNION ALL SELECT " COLUMNS
               " FROM deadline WHERE ref = :ref AND clock = 'watch' AND cycle > 1 AND cycle = "
               "(SELECT max (cycle) FROM deadline WHERE ref = :ref AND clock = 'watch') AND "
               "NOT " NOT_PAST,
               deadline_by_record, deadline_row_record },
    [WHOLE_CASE] = { "SELECT " COLUMNS " FROM deadline WHERE ref = :ref " OPEN_FIRST,
                     deadline_by_record, deadline_row_record },
    [PUT] = { "INSERT OR IGNORE INTO deadline (" COLUMNS
              ") VALUES (:deadline, :ref, :clock, :cycle, :state, :from, :due,"
              " :extensions, :provisional, :rule, :explanation, :premises, :premises_name, "
              ":community, :department,"
              " :category, :severity, :tracker, :watcher, :matter, :known, :reached, :place, "
              ":repeats, :repeat,"
              " :silenced, :silenced_by, :moves, :working_days, :calendar_days, :hours, :stood, "
              ":counted_from, :paused, "
              ":resumes, :linked, :gave_way, :own, :alone, :granted, :last, :next)",
              deadline_row_record, NULL },
    [MISS] = { "UPDATE deadline SET state = :state, repeat = :repeat, last = max (last, :last), "
               "next = :next WHERE deadline = :deadline",
               deadline_row_record, NULL },
    /* The reminders of a watch that was missed later speak for the earlier ones too. */
    [HUSH] = { "UPDATE deadline SET next = NULL WHERE ref = :ref AND clock = :clock AND clock = "
               "'watch' AND cycle < :cycle"
               " AND state = 'missed' AND " NOT_PAST,
               deadline_by_record, NULL },
    [PLAN] = { "UPDATE deadline SET next = :next WHERE deadline = :deadline", deadline_row_record,
               NULL },
    [END] = { "UPDATE deadline SET state = :state, linked = :linked, gave_way = :gave_way, next = "
              "NULL WHERE deadline = :deadline",
              deadline_row_record, NULL },
};
const struct sql_table deadline_sql = { statements, STATEMENTS };

/* ---- see ---- */

const struct deadline_row *deadline_see (const struct scene *scene, const char *deadline)
{
    struct deadline_row *row = arena_take (scene->arena, sizeof *row);
    const struct deadline_by by = { .key = deadline,
                                    .cycle = NUMBER_ABSENT,
                                    .now = INSTANT_ABSENT };
    return store_read (scene->store, &statements[SEE], &by, scene->arena, row) ? row : NULL;
}

static struct case_seen see (const struct scene *scene, const char *ref, const struct sql *sql,
                             size_t max)
{
    const struct deadline_by by = { .ref = ref, .cycle = NUMBER_ABSENT, .now = INSTANT_ABSENT };
    const void *rows;
    struct case_seen seen = { .office = scene->office,
                              .now = scene->now,
                              .time = scene->time,
                              .recorded = scene->heard ? scene->heard->recorded : scene->now };
    seen.count = store_list (scene->store, sql, &by, scene->arena, max, &rows);
    seen.deadlines = rows;
    return seen;
}

/* As OPEN_FIRST has them. */
static int open_first (const void *left, const void *right)
{
    const struct deadline_row *a = left, *b = right;
    const bool open = deadline_is_open (a->state);
    if (open != deadline_is_open (b->state))
        return open ? -1 : 1;
    if (a->cycle != b->cycle)
        return a->cycle < b->cycle ? 1 : -1;
    return strcmp (a->clock, b->clock);
}

struct case_seen deadline_see_ref (const struct scene *scene, const char *ref)
{
    struct case_seen seen = see (scene, ref, &statements[CASE], CASE_ROWS_MAX);
    if (seen.count > 1)
        qsort ((void *)(uintptr_t)seen.deadlines, seen.count, sizeof *seen.deadlines, open_first);
    if (seen.count > CASE_DEADLINES_MAX)
        seen.count = CASE_DEADLINES_MAX;
    return seen;
}

const struct deadline_seen *deadline_see_one (const struct scene *scene, const char *deadline)
{
    struct deadline_seen *seen = arena_take (scene->arena, sizeof *seen);
    seen->deadline = deadline_see (scene, deadline);
    seen->of_case = deadline_see_ref (scene, seen->deadline ? seen->deadline->ref : "");
    if (seen->deadline) {
        link_see_together (scene, seen->deadline->ref, &seen->of_case);
        hazard_link_see_given_way (scene, seen->deadline, &seen->of_case);
    }
    return seen;
}

const void *deadline_see_case (const struct scene *scene, const void *said)
{
    (void)said;
    struct case_seen *seen = arena_take (scene->arena, sizeof *seen);
    *seen = deadline_see_ref (scene, scene->heard->subject);
    return seen;
}

/* ---- apply ---- */

void deadline_apply_armed (struct store *store, const struct fact *fact, const void *event_void,
                           struct arena *arena)
{
    (void)arena;
    const struct deadline_armed *event = event_void;
    store_write (store, &statements[PUT],
                 &(struct deadline_row){ .deadline = event->deadline,
                                         .ref = event->ref,
                                         .clock = event->clock,
                                         .cycle = event->cycle,
                                         .state = deadline_state_armed,
                                         .from = event->from,
                                         .due = event->due,
                                         .extensions = 0,
                                         .provisional = event->provisional,
                                         .rule = event->rule,
                                         .explanation = event->explanation,
                                         .explanation_count = event->explanation_count,
                                         .premises = event->premises,
                                         .premises_name = event->premises_name,
                                         .community = event->community,
                                         .department = event->department,
                                         .category = event->category,
                                         .severity = event->severity,
                                         .tracker = event->tracker,
                                         .watcher = event->watcher,
                                         .matter = event->matter,
                                         .known = day_of (fact->recorded),
                                         .reached = event->reached,
                                         .place = -1,
                                         .repeats = 0,
                                         .repeat = INSTANT_ABSENT,
                                         .silenced = INSTANT_ABSENT,
                                         .working_days = event->working_days,
                                         .calendar_days = event->calendar_days,
                                         .hours = event->hours,
                                         .stood = event->stood,
                                         .stood_count = event->stood_count,
                                         .counted_from = event->counted_from != INSTANT_ABSENT
                                                             ? event->counted_from
                                                             : event->from,
                                         .paused = INSTANT_ABSENT,
                                         .resumes = INSTANT_ABSENT,
                                         .gave_way = INSTANT_ABSENT,
                                         .own = INSTANT_ABSENT,
                                         .alone = INSTANT_ABSENT,
                                         .granted = event->granted,
                                         .last = fact->time,
                                         .next = event->next });
}

void deadline_apply_missed (struct store *store, const struct fact *fact, const void *event_void,
                            struct arena *arena)
{
    (void)arena;
    const struct deadline_missed *event = event_void;
    store_write (store, &statements[MISS],
                 &(struct deadline_row){ .deadline = event->deadline,
                                         .state = deadline_state_missed,
                                         .repeat = event->repeat,
                                         .last = fact->time,
                                         .next = event->next });
    store_write (store, &statements[HUSH],
                 &(struct deadline_by){ .ref = event->ref,
                                        .clock = event->clock,
                                        .cycle = event->cycle,
                                        .now = INSTANT_ABSENT });
}

void deadline_apply_planned (struct store *store, const struct fact *fact, const void *event_void,
                             struct arena *arena)
{
    (void)fact, (void)arena;
    const struct deadline_planned *event = event_void;
    store_write (store, &statements[PLAN],
                 &(struct deadline_row){ .deadline = event->deadline, .next = event->next });
}

static void end (struct store *store, const struct deadline_row *ended)
{
    store_write (store, &statements[END], ended);
    request_lapse (store, ended->deadline);
}

void deadline_apply_met (struct store *store, const struct fact *fact, const void *event,
                         struct arena *arena)
{
    (void)fact, (void)arena;
    end (store, &(struct deadline_row){ .deadline = ((const struct deadline_met *)event)->deadline,
                                        .state = deadline_state_met,
                                        .gave_way = INSTANT_ABSENT });
}

void deadline_apply_cancelled (struct store *store, const struct fact *fact, const void *event_void,
                               struct arena *arena)
{
    (void)arena;
    const struct deadline_cancelled *event = event_void;
    end (store,
         &(struct deadline_row){ .deadline = event->deadline,
                                 .state = deadline_state_cancelled,
                                 .linked = event->linked,
                                 .gave_way = event->linked ? fact->recorded : INSTANT_ABSENT });
}

/* ---- ask ---- */

void deadline_ask_list (const struct scene *scene, const void *asked_void, struct text *answer,
                        struct refusals *refusals)
{
    const struct deadlines_list *asked = asked_void;
    struct case_seen seen = { .count = 0 };
    if (!asked->ref == !asked->deadline) {
        refusals_add (refusals, REFUSAL_INVALID, "/ref",
                      "give ref (a case) or deadline, one of them");
        return;
    }
    if (asked->ref)
        seen = see (scene, asked->ref, &statements[WHOLE_CASE], CASE_DEADLINES_MAX);
    else if ((seen.deadlines = deadline_see (scene, asked->deadline)) != NULL)
        seen.count = 1;
    if (seen.count == 0) {
        refusals_add (refusals, REFUSAL_NOT_FOUND, asked->ref ? "/ref" : "/deadline",
                      "nothing is due there, and never was");
        return;
    }
    text_say (answer, "\"items\":[");
    for (size_t i = 0; i < seen.count; i++) {
        text_say (answer, i > 0 ? "," : "");
        struct deadline_row shown = seen.deadlines[i];
        if (!scene->sees_private)
            shown.matter = deadline_prose (&shown, shown.matter);
        record_to_json (deadline_row_record(), &shown, answer);
    }
    text_say (answer, "]");
}
