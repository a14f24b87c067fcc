/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "scheduling/recount.h"

enum { OLDEST, NEXT, STATEMENTS };
static const struct sql statements[STATEMENTS] = {
    /* One index holds both: what a calendar decides, by what was known of it. */
    [OLDEST] = { "SELECT min (known) AS known FROM deadline WHERE working_days IS NOT NULL AND "
                 "state "
                 "= 'armed'",
                 NULL, known_day_record },
    [NEXT] = { "SELECT deadline AS reminder, deadline FROM deadline WHERE working_days IS NOT NULL "
               "AND state = 'armed' ORDER BY known, deadline LIMIT 1",
               NULL, reminder_row_record },
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
    return store_read (scene->store, &statements[NEXT], NULL, scene->arena, &first)
               ? deadline_see_one (scene, first.deadline)
               : NULL;
}
