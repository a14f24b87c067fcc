/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "scheduling/anchor.h"
#include "words/scheduling.h"

enum { ALL, PUT, WAKE, STATEMENTS };
static const struct sql statements[STATEMENTS] = {
    [ALL] = { "SELECT anchor, date FROM anchor ORDER BY anchor LIMIT 32", NULL, anchor_row_record },
    [PUT] = { "INSERT OR REPLACE INTO anchor (anchor, date) VALUES (:anchor, :date)",
              anchor_row_record, NULL },
    [WAKE] = { "UPDATE campaign SET next = :next", deadline_moment_record, NULL },
};
const struct sql_table anchor_sql = { statements, STATEMENTS };

struct anchored anchor_see_all (const struct scene *scene)
{
    const void *found;
    size_t count = store_list (scene->store, &statements[ALL], NULL, scene->arena,
                               CAMPAIGN_ANCHORS_MAX, &found);
    const struct anchor_row *rows = found;
    struct anchor_date *list = arena_take (scene->arena, (count + 1) * sizeof *list);
    for (size_t i = 0; i < count; i++)
        list[i] = (struct anchor_date){ rows[i].anchor, rows[i].date };
    return (struct anchored){ list, count };
}

const void *anchor_see_resolve (const struct scene *scene, const void *said)
{
    const struct anchored anchored = anchor_see_all (scene);
    struct anchor_seen *seen = arena_take (scene->arena, sizeof *seen);
    *seen = (struct anchor_seen){ .office = scene->office,
                                  .now = scene->now,
                                  .date = office_anchor_date (
                                      scene->office, ((const struct anchor_resolve *)said)->anchor,
                                      &anchored) };
    return seen;
}

void anchor_apply_resolved (struct store *store, const struct fact *fact, const void *event_void,
                            struct arena *arena)
{
    (void)arena;
    const struct anchor_resolved *event = event_void;
    store_write (store, &statements[PUT],
                 &(struct anchor_row){ .anchor = event->anchor, .date = event->date });
    /* What hangs on it is set, or moved, next. */
    store_write (store, &statements[WAKE], &(struct deadline_moment){ .next = fact->recorded });
}
