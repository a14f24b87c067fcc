/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "scheduling/recount.h"
#include "scheduling/obligation_place.h"

enum { EDITIONS_MAX = 400 };

enum { OLDEST, NEXT, NOTED, NOTE, FORGET, STATEMENTS };
/* What a calendar decides. */
#define COUNTED "(working_days IS NOT NULL OR calendar_days IS NOT NULL) AND state = 'armed'"

static const struct sql statements[STATEMENTS] = {
    /* One index holds both: what a calendar decides, by what was known of it. */
    [OLDEST] = { "SELECT min (known) AS known FROM deadline WHERE " COUNTED, NULL,
                 known_day_record },
    [NEXT] = { "SELECT deadline AS reminder, deadline, NULL AS told FROM deadline WHERE " COUNTED
               " ORDER BY known, deadline LIMIT 1",
               NULL, reminder_row_record },
    [NOTED] = { "SELECT edition FROM edition ORDER BY edition LIMIT 400", NULL,
                edition_row_record },
    [NOTE] = { "INSERT OR IGNORE INTO edition (edition) VALUES (:edition)", edition_row_record,
               NULL },
    /* What was counted since its publication was counted without it. */
    [FORGET] = { "UPDATE deadline SET known = :known - 1 WHERE " COUNTED " AND known >= :known",
                 known_day_record, NULL },
};
const struct sql_table recount_sql = { statements, STATEMENTS };

instant recount_next (const struct scene *scene)
{
    struct known_day oldest = { .known = DAY_ABSENT };
    store_read (scene->store, &statements[OLDEST], NULL, scene->arena, &oldest);
    if (oldest.known == DAY_ABSENT)
        return INSTANT_NEVER;
    day published = recount_edition_after (scene->office->calendar, oldest.known);
    return published == INT64_MAX ? INSTANT_NEVER : day_start (published);
}

const void *recount_see_hour (const struct scene *scene, const void *said)
{
    (void)said;
    struct reminder_row first;
    struct deadline_seen *seen = arena_take (scene->arena, sizeof *seen);
    if (!store_read (scene->store, &statements[NEXT], NULL, scene->arena, &first))
        return NULL;
    *seen = *deadline_see_one (scene, first.deadline);
    seen->of_case.placing = obligation_see_placing (scene, seen->deadline->ref);
    return seen;
}

/* ---- editions ---- */

const void *recount_see_editions (const struct scene *scene, const void *said)
{
    (void)said;
    struct editions_seen *seen = arena_take (scene->arena, sizeof *seen);
    const void *rows;
    *seen = (struct editions_seen){ .calendar = scene->office->calendar, .now = scene->now };
    seen->count =
        store_list (scene->store, &statements[NOTED], NULL, scene->arena, EDITIONS_MAX, &rows);
    seen->noted = rows;
    return seen;
}

/* Editions come with the configuration, and by the day (service.h); one is looked for by reading.
 */
instant recount_next_editions (const struct scene *scene)
{
    struct decision decision = decision_in (scene->arena);
    recount_decide_editions (NULL, recount_see_editions (scene, NULL), &decision);
    return decision.count > 0 ? scene->now : INSTANT_NEVER;
}

void recount_apply_noted (struct store *store, const struct fact *fact, const void *event_void,
                          struct arena *arena)
{
    (void)fact, (void)arena;
    const struct calendar_noted *event = event_void;
    for (size_t i = 0; i < event->editions_count; i++)
        store_write (store, &statements[NOTE],
                     &(struct edition_row){ .edition = event->editions[i] });
    store_write (store, &statements[FORGET], &(struct known_day){ .known = event->earliest });
}
