/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "scheduling/anchor.h"
#include "scheduling/obligation.h"
#include "scheduling/share.h"
#include "words/intake.h"
#include <stdlib.h>

#define COLUMNS "premises, name, categories, community, department, hidden, since, heard"
/* A list stands in its column as {"categories":[…]} (record/row.c). */
#define ASKED_OF(table)                                                                            \
    " FROM " table                                                                                 \
    " AS p WHERE (:community IS NULL OR p.community = :community) AND (:department "               \
    "IS NULL OR p.department = :department) AND p.since < :to AND (:categories IS NULL OR EXISTS " \
    "(SELECT 1 FROM json_each (p.categories, '$.categories') AS has JOIN json_each (:categories, " \
    "'$.categories') AS wanted ON wanted.value = has.value))"
/* Those that are there, each as it was at the end of what is asked, when that is over: who had it
   then had to see to it. */
#define THEN                                                                                       \
    "(SELECT " COLUMNS " FROM premises AS p WHERE NOT EXISTS (SELECT 1 FROM former AS f WHERE "    \
    "f.premises = p.premises AND f.until >= :to) UNION ALL SELECT p.premises, p.name, "            \
    "f.categories, f.community, f.department, p.hidden, p.since, p.heard FROM former AS f JOIN "   \
    "premises AS p ON p.premises = f.premises WHERE f.until >= :to AND NOT EXISTS (SELECT 1 FROM " \
    "former AS g WHERE g.premises = f.premises AND g.until >= :to AND g.until < f.until))"
#define ASKED ASKED_OF (THEN)
#define DONE                                                                                       \
    "EXISTS (SELECT 1 FROM done AS d WHERE d.premises = p.premises AND d.campaign = :campaign "    \
    "AND "                                                                                         \
    "d.kind = :kind AND (:what IS NULL OR d.what = :what) AND d.at >= :from)"

enum {
    ONE,
    AT,
    COUNT,
    LEFT,
    ANY,
    GONE,
    OWNERS,
    TRADES,
    LEAVE,
    NOTE,
    CLOSED,
    CLOSE,
    DROP,
    DO,
    WAKE,
    CASES,
    STATEMENTS
};
static const struct sql statements[STATEMENTS] = {
    /* A task is its party's, wherever it is. */
    [CASES] = { "SELECT ref, min (community) AS community FROM deadline WHERE premises = :premises "
                "AND state IN ('armed', 'missed', 'paused') AND community <> :community AND clock "
                "NOT IN ('joint', 'action', 'visit') GROUP BY ref ORDER BY ref LIMIT 50",
                share_by_record, share_case_record },
    [ONE] = { "SELECT " COLUMNS " FROM premises WHERE premises = :premises", share_by_record,
              share_row_record },
    [AT] = { "SELECT " COLUMNS " FROM " THEN " AS p WHERE p.premises = :premises", share_by_record,
             share_row_record },
    [COUNT] = { "SELECT count (*) AS \"of\", coalesce (sum (" DONE "), 0) AS done" ASKED,
                share_by_record, share_count_record },
    [LEFT] = { "SELECT " COLUMNS ASKED " AND NOT " DONE " ORDER BY p.premises LIMIT 20",
               share_by_record, share_row_record },
    [ANY] = { "SELECT " COLUMNS ASKED
              " AND (:premises IS NULL OR p.premises <> :premises) AND NOT " DONE " LIMIT 1",
              share_by_record, share_row_record },
    [GONE] = { "SELECT count (*) AS \"of\", 0 AS done" ASKED_OF ("former") " AND p.until >= :from",
               share_by_record, share_count_record },
    [OWNERS] = { "SELECT p.premises AS premises, p.name AS name, p.categories AS categories, "
                 "p.community AS community, p.department AS department, p.hidden AS hidden, "
                 "min (p.since) AS since, 0 AS heard" ASKED
                 " GROUP BY p.community ORDER BY p.community",
                 share_by_record, share_row_record },
    [TRADES] = { "SELECT p.premises AS premises, p.name AS name, p.categories AS categories, "
                 "p.community AS community, p.department AS department, p.hidden AS hidden, "
                 "min (p.since) AS since, 0 AS heard" ASKED
                 " GROUP BY p.department ORDER BY p.department",
                 share_by_record, share_row_record },
    /* As it was, until it was registered otherwise. */
    [LEAVE] = { "INSERT INTO former (premises, categories, community, department, since, until) "
                "SELECT premises, categories, community, department, since, :since FROM premises "
                "WHERE premises = :premises AND NOT (categories = :categories AND community = "
                ":community AND department = :department) ON CONFLICT DO NOTHING",
                share_row_record, NULL },
    /* Registered again, it was there since the first time. */
    [NOTE] = { "INSERT INTO premises (" COLUMNS ") VALUES (:premises, :name, :categories, "
               ":community, :department, :hidden, :since, :heard) ON CONFLICT (premises) DO UPDATE "
               "SET "
               "name = :name, categories = :categories, community = :community, department = "
               ":department, hidden = :hidden, heard = :heard",
               share_row_record, NULL },
    /* The last closing, by its seq in intake's journal. */
    [CLOSED] = { "SELECT coalesce (max (heard), 0) AS \"of\", 0 AS done FROM former WHERE premises "
                 "= :premises",
                 share_left_row_record, share_count_record },
    [CLOSE] = { "INSERT INTO former (premises, categories, community, department, since, until, "
                "heard) SELECT premises, categories, community, department, since, :until, :heard "
                "FROM premises WHERE premises = :premises ON CONFLICT DO UPDATE SET heard = "
                ":heard",
                share_left_row_record, NULL },
    [DROP] = { "DELETE FROM premises WHERE premises = :premises", share_left_row_record, NULL },
    [DO] = { "INSERT OR IGNORE INTO done (premises, campaign, kind, what, at) VALUES (:premises, "
             ":campaign, :kind, :what, :at)",
             share_done_row_record, NULL },
    /* What leaves a party's list may have been the last that was left; what joins it may be the
       first, until the campaign is over (+08:00). */
    [WAKE] = { "UPDATE campaign SET next = :next WHERE EXISTS (SELECT 1 FROM obligation AS o WHERE "
               "o.campaign = campaign.campaign AND o.kind IN ('window', 'collection', "
               "'deliverable') AND o.met = 0) OR NOT EXISTS (SELECT 1 FROM noted AS n WHERE "
               "n.campaign = campaign.campaign AND json_extract (n.definition, '$.definition.to') "
               "< date (:next / 1000 + 28800, 'unixepoch'))",
               deadline_moment_record, NULL },
};
const struct sql_table share_sql = { statements, STATEMENTS };

static struct share_by by_asked (const struct scene *scene, const struct share_asked *asked)
{
    return (struct share_by){ .campaign = scene->office->campaign->id,
                              .kind = choice_word (obligation_kind_choices(), (int)asked->kind),
                              .what = asked->what,
                              .categories = asked->categories,
                              .categories_count = asked->categories_count,
                              .community = asked->community,
                              .department = asked->department,
                              .from = asked->from,
                              .to = asked->to };
}

struct shares_left share_see_left (const struct scene *scene, const struct share_asked *asked)
{
    const struct share_by by = by_asked (scene, asked);
    struct share_count count = { .of = 0 };
    const void *rows;
    store_read (scene->store, &statements[COUNT], &by, scene->arena, &count);
    struct shares_left left = { .kind = asked->kind, .of = count.of, .done = count.done };
    left.count =
        store_list (scene->store, &statements[LEFT], &by, scene->arena, SHARES_NAMED_MAX, &rows);
    left.list = rows;
    return left;
}

bool share_any_left (const struct scene *scene, const struct share_asked *asked, const char *except)
{
    struct share_by by = by_asked (scene, asked);
    struct share_row row;
    by.premises = except;
    return store_read (scene->store, &statements[ANY], &by, scene->arena, &row);
}

bool share_any_gone (const struct scene *scene, const struct share_asked *asked)
{
    const struct share_by by = by_asked (scene, asked);
    struct share_count count = { .of = 0 };
    store_read (scene->store, &statements[GONE], &by, scene->arena, &count);
    return count.of > 0;
}

const struct share_row *share_see_premises (const struct scene *scene, const char *premises)
{
    const struct share_by by = { .premises = premises,
                                 .from = INSTANT_ABSENT,
                                 .to = INSTANT_ABSENT };
    struct share_row *row = arena_take (scene->arena, sizeof *row);
    return store_read (scene->store, &statements[ONE], &by, scene->arena, row) ? row : NULL;
}

const struct share_row *share_see_asked (const struct scene *scene, const char *premises,
                                         const struct share_asked *asked)
{
    const struct share_by by = { .premises = premises, .from = INSTANT_ABSENT, .to = asked->to };
    struct share_row *row = arena_take (scene->arena, sizeof *row);
    return store_read (scene->store, &statements[AT], &by, scene->arena, row) ? row : NULL;
}

enum { OWNERS_MAX = 1000 }; /* of one thing */

/* Of the thing ROW, whoever's it is. */
static void add_owners (const struct scene *scene, const struct obligation_row *row,
                        enum owed_by of, const struct anchored *anchored,
                        struct share_owners *owners)
{
    struct share_asked asked;
    const void *found;
    if (!share_asked_by (row, scene->office, anchored, day_of (scene->now), scene->arena, &asked))
        return;
    const struct share_by by = by_asked (scene, &asked);
    const struct sql *grouped = &statements[of == owed_by_departments ? TRADES : OWNERS];
    size_t count = store_list (scene->store, grouped, &by, scene->arena, OWNERS_MAX, &found);
    const struct share_row *rows = found;
    struct share_owner *list =
        arena_take (scene->arena, (owners->count + count + 1) * sizeof *list);
    for (size_t i = 0; i < owners->count; i++)
        list[i] = owners->list[i];
    for (size_t i = 0; i < count; i++)
        list[owners->count++] =
            (struct share_owner){ .kind = row->kind,
                                  .what = row->what,
                                  .party = of == owed_by_communities ? rows[i].community
                                           : of == owed_by_departments
                                               ? rows[i].department
                                               : scene->office->organisation->office->id };
    owners->list = list;
}

struct share_owners share_see_owners (const struct scene *scene, const struct anchored *anchored)
{
    const struct campaign *campaign = scene->office->campaign;
    struct share_owners owners = { .count = 0 };
    for (size_t i = 0; i < campaign->deliverables_count; i++)
        add_owners (scene,
                    &(struct obligation_row){ .kind = obligation_collection,
                                              .what = campaign->deliverables[i].id },
                    owed_by_communities, anchored, &owners);
    for (size_t i = 0; i < campaign->windows_count; i++)
        add_owners (
            scene,
            &(struct obligation_row){ .kind = obligation_window, .what = campaign->windows[i].id },
            campaign->windows[i].of, anchored, &owners);
    return owners;
}

static struct share_seen *see_entry (const struct scene *scene, const char *premises)
{
    struct share_seen *seen = arena_take (scene->arena, sizeof *seen);
    const struct share_left_row by = { .premises = premises, .until = INSTANT_ABSENT };
    struct share_count closed = { .of = 0 };
    store_read (scene->store, &statements[CLOSED], &by, scene->arena, &closed);
    *seen = (struct share_seen){ .office = scene->office,
                                 .premises = share_see_premises (scene, premises),
                                 .closed = closed.of,
                                 .heard = scene->heard->seq,
                                 .recorded = scene->heard->recorded };
    return seen;
}

const void *share_see_registered (const struct scene *scene, const void *said_void)
{
    const struct premises_registered *said = said_void;
    struct share_seen *seen = see_entry (scene, said->premises);
    const struct share_by by = { .premises = said->premises,
                                 .community = said->community,
                                 .from = INSTANT_ABSENT,
                                 .to = INSTANT_ABSENT };
    const void *found;
    if (scene->reads_again || !seen->premises ||
        text_same (seen->premises->community, said->community))
        return seen;
    seen->cases_count =
        store_list (scene->store, &statements[CASES], &by, scene->arena, SHARE_CASES_MAX, &found);
    seen->cases = found;
    return seen;
}

const void *share_see_closed (const struct scene *scene, const void *said)
{
    return see_entry (scene, ((const struct premises_closed *)said)->premises);
}

/* The obligation of WINDOW that only waits for PREMISES to be inspected, or NULL. */
static const struct obligation_seen *see_finished (const struct scene *scene,
                                                   const struct campaign_window *window,
                                                   const struct inspection_reported *said,
                                                   const struct anchored *anchored)
{
    const struct obligation_row of_window = { .kind = obligation_window, .what = window->id };
    struct share_asked asked;
    if (scene->reads_again ||
        (window->checklist && !text_same (window->checklist, said->checklist)) ||
        !share_asked_by (&of_window, scene->office, anchored, day_of (scene->now), scene->arena,
                         &asked))
        return NULL;
    const struct share_row *premises = share_see_asked (scene, said->premises, &asked);
    if (!premises)
        return NULL;
    const char *party = window->of == owed_by_communities ? premises->community
                        : window->of == owed_by_departments
                            ? premises->department
                            : scene->office->organisation->office->id;
    const struct obligation_seen *seen =
        obligation_see_one (scene, obligation_window, window->id, party);
    if (!seen->obligation || seen->obligation->met ||
        !share_asked_by (seen->obligation, scene->office, anchored, day_of (scene->now),
                         scene->arena, &asked) ||
        said->at < asked.from || share_any_left (scene, &asked, premises->premises) ||
        !share_any_left (scene, &asked, NULL)) /* it is none of those */
        return NULL;
    struct obligation_seen *finished = arena_take (scene->arena, sizeof *finished);
    *finished = *seen;
    finished->time = said->at; /* reported days later, it was in time */
    return finished;
}

const void *share_see_inspected (const struct scene *configured, const void *said_void)
{
    const struct inspection_reported *said = said_void;
    const struct scene *scene = campaigns_scene_at (configured, said->at);
    const struct campaign *campaign = scene->office->campaign;
    const struct anchored anchored = anchor_see_all (scene);
    struct share_seen *seen = arena_take (scene->arena, sizeof *seen);
    const struct obligation_seen **finished =
        arena_take (scene->arena, (campaign->windows_count + 1) * sizeof *finished);
    *seen = (struct share_seen){ .office = scene->office,
                                 .premises = share_see_premises (scene, said->premises),
                                 .finished = finished };
    for (size_t i = 0; seen->premises && i < campaign->windows_count; i++) {
        const struct obligation_seen *one =
            see_finished (scene, &campaign->windows[i], said, &anchored);
        if (one && seen->finished_count < OBLIGATIONS_FINISHED_MAX)
            finished[seen->finished_count++] = one;
    }
    return seen;
}

/* ---- apply ---- */

void share_apply_noted (struct store *store, const struct fact *fact, const void *event_void,
                        struct arena *arena)
{
    const struct premises_noted *event = event_void;
    const struct known registered = cause_known (fact, arena);
    const struct share_row row = { .premises = event->premises,
                                   .name = event->name,
                                   .categories = event->categories,
                                   .categories_count = event->categories_count,
                                   .community = event->community,
                                   .department = event->department,
                                   .hidden = event->private,
                                   .since = event->registered == INSTANT_ABSENT ? fact->recorded
                                                                                : event->registered,
                                   .heard = strtoll (registered.id, NULL, 10) };
    store_write (store, &statements[LEAVE], &row);
    store_write (store, &statements[NOTE], &row);
    store_write (store, &statements[WAKE], &(struct deadline_moment){ .next = fact->recorded });
}

void share_apply_left (struct store *store, const struct fact *fact, const void *event_void,
                       struct arena *arena)
{
    const struct premises_left *event = event_void;
    const struct known closed = cause_known (fact, arena);
    const struct share_left_row row = { .premises = event->premises,
                                        .until = fact->time,
                                        .heard = strtoll (closed.id, NULL, 10) };
    store_write (store, &statements[CLOSE], &row);
    store_write (store, &statements[DROP], &row);
    store_write (store, &statements[WAKE], &(struct deadline_moment){ .next = fact->recorded });
}

void share_apply_done (struct store *store, const struct fact *fact, const void *event_void,
                       struct arena *arena)
{
    (void)fact, (void)arena;
    const struct premises_done *event = event_void;
    store_write (store, &statements[DO],
                 &(struct share_done_row){ .premises = event->premises,
                                           .campaign = event->campaign,
                                           .kind = event->kind,
                                           .what = event->what,
                                           .at = event->at });
}
