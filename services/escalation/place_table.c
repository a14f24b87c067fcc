/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "escalation/place.h"
#include "escalation/mention.h"
#include "words/intake.h"

enum { SEE, HOMES, PUT, STATEMENTS };
static const struct sql statements[STATEMENTS] = {
    [SEE] = { "SELECT premises, private FROM place WHERE premises = :key", ladder_by_record,
              place_row_record },
    [HOMES] = { "SELECT count (*) AS count FROM (SELECT premises FROM place WHERE premises = :key "
                "AND private = 1 UNION ALL SELECT premises FROM matter WHERE premises = :key AND "
                "private = 1)",
                ladder_by_record, number_of_record },
    [PUT] = { "INSERT OR REPLACE INTO place (premises, private) VALUES (:premises, :private)",
              place_row_record, NULL },
};
const struct sql_table place_sql = { statements, STATEMENTS };

static struct ladder_by by_key (const char *key)
{
    return (struct ladder_by){ .key = key, .limit = NUMBER_ABSENT, .now = INSTANT_ABSENT };
}

/* ---- see ---- */

const struct place_row *place_see (const struct scene *scene, const char *premises)
{
    const struct ladder_by by = by_key (premises);
    struct place_row *place = arena_take (scene->arena, sizeof *place);
    return store_read (scene->store, &statements[SEE], &by, scene->arena, place) ? place : NULL;
}

bool place_hides (const struct scene *scene, const char *premises)
{
    struct number_of homes = { .count = 0 };
    const struct ladder_by by = by_key (premises);
    if (!scene->sees_private)
        store_read (scene->store, &statements[HOMES], &by, scene->arena, &homes);
    return homes.count > 0;
}

const void *place_see_registered (const struct scene *scene, const void *said)
{
    struct place_seen *seen = arena_take (scene->arena, sizeof *seen);
    seen->place = place_see (scene, ((const struct premises_registered *)said)->premises);
    return seen;
}

/* ---- apply ---- */

void place_apply_noted (struct store *store, const struct fact *fact, const void *event_void,
                        struct arena *arena)
{
    (void)fact, (void)arena;
    const struct place_noted *event = event_void;
    store_write (store, &statements[PUT],
                 &(struct place_row){ .premises = event->premises, .private = event->private });
    mention_note_registered (store, event->premises);
}
