/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "intake/inventory.h"
#include "base/id.h"
#include "intake/premises.h"

#define COLUMNS "number, version, premises, place, gone"

enum { SEE, SAME, LAST, PUT, STATEMENTS };
static const struct sql statements[STATEMENTS] = {
    [SEE] = { "SELECT " COLUMNS " FROM inventory WHERE number = :number", row_key_record,
              inventory_row_record },
    [SAME] = { "SELECT " COLUMNS " FROM inventory WHERE premises = :premises AND place = :place "
               "AND gone = 0 ORDER BY number LIMIT 1",
               inventory_row_record, inventory_row_record },
    [LAST] = { "SELECT number FROM inventory ORDER BY number DESC LIMIT 1", NULL,
               number_row_record },
    [PUT] = { "INSERT OR REPLACE INTO inventory (" COLUMNS ") VALUES (:number, :version, "
              ":premises, :place, :gone)",
              inventory_row_record, NULL },
};
const struct sql_table inventory_sql = { statements, STATEMENTS };

const void *inventory_see_record (const struct scene *scene, const void *said_void)
{
    const struct inventory_record *said = said_void;
    struct inventory_seen *seen = arena_take (scene->arena, sizeof *seen);
    struct inventory_row *item = arena_take (scene->arena, sizeof *item);
    struct inventory_row *same = arena_take (scene->arena, sizeof *same);
    const struct inventory_row where = { .premises = said->premises,
                                         .place = text_trimmed (said->place, scene->arena) };
    struct number_row last = { .number = 0 };
    struct row_key key = { .premises = NULL };
    bool known = said->item && ref_parse (said->item, 'C', &key.number) &&
                 store_read (scene->store, &statements[SEE], &key, scene->arena, item);
    bool stands = store_read (scene->store, &statements[SAME], &where, scene->arena, same);
    store_read (scene->store, &statements[LAST], NULL, scene->arena, &last);
    *seen =
        (struct inventory_seen){ .office = scene->office,
                                 .premises = said->gone ? premises_see_ever (scene, said->premises)
                                                        : premises_see (scene, said->premises),
                                 .item = known ? item : NULL,
                                 .same = stands ? same : NULL,
                                 .last = last.number,
                                 .now = scene->now };
    return seen;
}

void inventory_apply_recorded (struct store *store, const struct fact *fact, const void *event_void,
                               struct arena *arena)
{
    (void)fact;
    const struct inventory_recorded *event = event_void;
    struct inventory_row row = { .version = event->version,
                                 .premises = event->premises,
                                 .place = text_trimmed (event->place, arena),
                                 .gone = event->gone };
    ref_parse (event->item, 'C', &row.number);
    store_write (store, &statements[PUT], &row);
}
