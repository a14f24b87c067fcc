/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "intake/writ.h"
#include "base/id.h"
#include "intake/hazard.h"

#define COLUMNS "number, cycle, reported, convened"

enum { SEE, SERVED, REPORTED, CONVENED, STATEMENTS };
static const struct sql statements[STATEMENTS] = {
    [SEE] = { "SELECT " COLUMNS " FROM writ WHERE number = :number", row_key_record,
              writ_row_record },
    [SERVED] = { "INSERT INTO writ (" COLUMNS ") VALUES (:number, :cycle, 0, 0)"
                 " ON CONFLICT (number) DO UPDATE SET cycle = :cycle",
                 writ_row_record, NULL },
    [REPORTED] = { "INSERT INTO writ (" COLUMNS ") VALUES (:number, 0, 1, 0)"
                   " ON CONFLICT (number) DO UPDATE SET reported = 1",
                   row_key_record, NULL },
    [CONVENED] = { "INSERT INTO writ (" COLUMNS ") VALUES (:number, 0, 0, 1)"
                   " ON CONFLICT (number) DO UPDATE SET convened = 1",
                   row_key_record, NULL },
};
const struct sql_table writ_sql = { statements, STATEMENTS };

/* ---- see ---- */

static const void *see (const struct scene *scene, const char *ref)
{
    struct writ_seen *seen = arena_take (scene->arena, sizeof *seen);
    struct row_key key = { .premises = NULL };
    *seen = (struct writ_seen){ .office = scene->office,
                                .hazard = hazard_see (scene, ref),
                                .time = scene->time };
    if (ref_parse (ref, 'H', &key.number))
        store_read (scene->store, &statements[SEE], &key, scene->arena, &seen->writ);
    return seen;
}

const void *notice_see_serve (const struct scene *scene, const void *said)
{
    return see (scene, ((const struct notice_serve *)said)->hazard);
}

const void *government_see_report (const struct scene *scene, const void *said)
{
    return see (scene, ((const struct government_report *)said)->hazard);
}

const void *experts_see_convene (const struct scene *scene, const void *said)
{
    return see (scene, ((const struct experts_convene *)said)->hazard);
}

/* ---- apply ---- */

void notice_apply_served (struct store *store, const struct fact *fact, const void *event_void,
                          struct arena *arena)
{
    (void)fact, (void)arena;
    const struct notice_served *event = event_void;
    struct writ_row row = { .cycle = event->cycle };
    ref_parse (event->hazard, 'H', &row.number);
    store_write (store, &statements[SERVED], &row);
}

static void mark (struct store *store, int statement, const char *ref)
{
    struct row_key key = { .premises = NULL };
    ref_parse (ref, 'H', &key.number);
    store_write (store, &statements[statement], &key);
}

void government_apply_reported (struct store *store, const struct fact *fact, const void *event,
                                struct arena *arena)
{
    (void)fact, (void)arena;
    mark (store, REPORTED, ((const struct government_reported *)event)->hazard);
}

void experts_apply_convened (struct store *store, const struct fact *fact, const void *event,
                             struct arena *arena)
{
    (void)fact, (void)arena;
    mark (store, CONVENED, ((const struct experts_convened *)event)->hazard);
}
