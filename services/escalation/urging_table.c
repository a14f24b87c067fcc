/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "escalation/urging.h"

enum { NEXT, DUE, URGE, STATEMENTS };
static const struct sql statements[STATEMENTS] = {
    [NEXT] = { "SELECT min (next) AS next FROM orders WHERE next IS NOT NULL", NULL,
               ladder_moment_record },
    [DUE] = { "SELECT \"order\" FROM orders WHERE next <= :now ORDER BY next, \"order\" LIMIT 1",
              ladder_by_record, urging_row_record },
    [URGE] = { "UPDATE orders SET urged = :urged, next = :next WHERE \"order\" = :order",
               order_row_record, NULL },
};
const struct sql_table urging_sql = { statements, STATEMENTS };

instant urging_next (const struct scene *scene)
{
    struct ladder_moment first = { .next = INSTANT_ABSENT };
    store_read (scene->store, &statements[NEXT], NULL, scene->arena, &first);
    return first.next == INSTANT_ABSENT ? INSTANT_NEVER : first.next;
}

const void *urging_see_hour (const struct scene *scene, const void *said)
{
    (void)said;
    struct urging_row due;
    const struct ladder_by by = { .now = scene->now, .limit = NUMBER_ABSENT };
    if (!store_read (scene->store, &statements[DUE], &by, scene->arena, &due))
        return NULL;
    struct urging_seen *seen = arena_take (scene->arena, sizeof *seen);
    *seen = (struct urging_seen){ .office = scene->office,
                                  .order = order_see (scene, due.order),
                                  .now = scene->now };
    return seen;
}

void order_apply_urged (struct store *store, const struct fact *fact, const void *event_void,
                        struct arena *arena)
{
    (void)fact, (void)arena;
    const struct order_urged *event = event_void;
    store_write (
        store, &statements[URGE],
        &(struct order_row){ .order = event->order, .urged = event->number, .next = event->next });
}
