/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "scheduling/anchor.h"
#include "words/scheduling.h"

enum { SEE, PUT, STATEMENTS };
static const struct sql statements[STATEMENTS] = {
    [SEE] = { "SELECT anchor, date FROM anchor WHERE anchor = :anchor", anchor_row_record,
              anchor_row_record },
    [PUT] = { "INSERT OR REPLACE INTO anchor (anchor, date) VALUES (:anchor, :date)",
              anchor_row_record, NULL },
};
const struct sql_table anchor_sql = { statements, STATEMENTS };

const void *anchor_see_resolve (const struct scene *scene, const void *said)
{
    const char *anchor = ((const struct anchor_resolve *)said)->anchor;
    struct anchor_seen *seen = arena_take (scene->arena, sizeof *seen);
    const struct anchor_row by = { .anchor = anchor };
    struct anchor_row row = { .date = office_anchor_date (scene->office, anchor) };
    store_read (scene->store, &statements[SEE], &by, scene->arena, &row);
    *seen = (struct anchor_seen){ .office = scene->office, .date = row.date };
    return seen;
}

void anchor_apply_resolved (struct store *store, const struct fact *fact, const void *event_void,
                            struct arena *arena)
{
    (void)fact, (void)arena;
    const struct anchor_resolved *event = event_void;
    store_write (store, &statements[PUT],
                 &(struct anchor_row){ .anchor = event->anchor, .date = event->date });
}
