/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/id.h"
#include "intake/premises.h"
#include "intake/publicity.h"

enum { LAST, PUT, STATEMENTS };
static const struct sql statements[STATEMENTS] = {
    [LAST] = { "SELECT number FROM publicity ORDER BY number DESC LIMIT 1", NULL,
               number_row_record },
    [PUT] = { "INSERT INTO publicity (number) VALUES (:number)", number_row_record, NULL },
};
const struct sql_table publicity_sql = { statements, STATEMENTS };

const void *publicity_see_report (const struct scene *scene, const void *said)
{
    const char *party = ((const struct publicity_report *)said)->party;
    struct publicity_seen *seen = arena_take (scene->arena, sizeof *seen);
    const struct premises_brief *premises = premises_see (scene, party);
    struct number_row last = { .number = 0 };
    store_read (scene->store, &statements[LAST], NULL, scene->arena, &last);
    *seen = (struct publicity_seen){ .office = scene->office,
                                     .registered = premises && !premises->private,
                                     .last = last.number,
                                     .now = scene->now };
    return seen;
}

void publicity_apply_reported (struct store *store, const struct fact *fact, const void *event,
                               struct arena *arena)
{
    (void)fact, (void)arena;
    struct number_row row = { .number = 0 };
    ref_parse (((const struct publicity_reported *)event)->publicity, 'P', &row.number);
    store_write (store, &statements[PUT], &row);
}
