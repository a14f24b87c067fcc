/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "scheduling/link.h"
#include "words/intake.h"

enum { TOGETHER, PUT, STATEMENTS };
static const struct sql statements[STATEMENTS] = {
    [TOGETHER] = { "SELECT tipoff, first FROM linked WHERE first = (SELECT first FROM linked WHERE "
                   "tipoff = :ref) AND tipoff <> :ref ORDER BY tipoff LIMIT 31",
                   deadline_by_record, linked_row_record },
    [PUT] = { "INSERT OR REPLACE INTO linked (tipoff, first) VALUES (:tipoff, :first)",
              linked_row_record, NULL },
};
const struct sql_table link_sql = { statements, STATEMENTS };

void link_see_together (const struct scene *scene, const char *ref, struct case_seen *seen)
{
    const struct deadline_by by = { .ref = ref, .cycle = NUMBER_ABSENT, .now = INSTANT_ABSENT };
    const void *rows;
    size_t count =
        store_list (scene->store, &statements[TOGETHER], &by, scene->arena, LINKED_MAX, &rows);
    struct case_seen *list = arena_take (scene->arena, (count + 1) * sizeof *list);
    for (size_t i = 0; i < count; i++)
        list[i] = deadline_see_ref (scene, ((const struct linked_row *)rows)[i].tipoff);
    seen->linked = list;
    seen->linked_count = count;
}

static const void *see (const struct scene *scene, const char *tipoff, const char *const *others,
                        size_t count)
{
    struct link_seen *seen = arena_take (scene->arena, sizeof *seen);
    struct case_seen *list = arena_take (scene->arena, (count + 1) * sizeof *list);
    for (size_t i = 0; i < count; i++)
        list[i] = deadline_see_ref (scene, others[i]);
    *seen = (struct link_seen){ deadline_see_ref (scene, tipoff), list, count };
    return seen;
}

const void *link_see_linked (const struct scene *scene, const void *said_void)
{
    const struct tipoff_linked *said = said_void;
    return see (scene, said->tipoff, said->others, said->others_count);
}

const void *link_see_split (const struct scene *scene, const void *said_void)
{
    const struct tipoff_split_off *said = said_void;
    return see (scene, said->tipoff, said->others, said->others_count);
}

const void *link_see_triaged (const struct scene *scene, const void *said_void)
{
    const struct tipoff_triaged *said = said_void;
    return see (scene, said->tipoff, said->others, said->others_count);
}

/* One alone is the first of itself. */
void link_apply_grouped (struct store *store, const struct fact *fact, const void *event_void,
                         struct arena *arena)
{
    (void)fact, (void)arena;
    const struct tipoff_grouped *event = event_void;
    for (size_t i = 0; i < event->tipoffs_count; i++)
        store_write (
            store, &statements[PUT],
            &(struct linked_row){ .tipoff = event->tipoffs[i], .first = event->tipoffs[0] });
}
