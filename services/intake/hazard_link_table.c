/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "intake/hazard_link.h"
#include "base/id.h"
#include "intake/hold.h"
#include "intake/task.h"
#include <assert.h>

enum { LINKED, LINK, SPLIT, STATEMENTS };
static const struct sql statements[STATEMENTS] = {
    [LINKED] = { "SELECT number, stage, cycle, round, watched, major, premises, linked, "
                 "closing, category, community, department, tracker, watcher, last FROM hazard "
                 "WHERE linked > 0 AND linked = :number ORDER BY number",
                 row_key_record, hazard_row_record },
    [LINK] = { "UPDATE hazard SET linked = :linked WHERE number = :number", hazard_row_record,
               NULL },
    [SPLIT] = { "UPDATE hazard SET stage = :stage, closing = NULL, cycle = :cycle, linked = 0, "
                "last = max "
                "(last, :last) WHERE number = :number",
                hazard_row_record, NULL },
};
const struct sql_table hazard_link_sql = { statements, STATEMENTS };

/* ---- see ---- */

static struct hazard_links linked_to (const struct scene *scene, const struct hazard_row *hazard)
{
    const struct row_key key = { .number = hazard ? hazard->number : 0 };
    const void *rows = NULL;
    size_t count = hazard ? store_list (scene->store, &statements[LINKED], &key, scene->arena,
                                        HAZARDS_LINKED_MAX, &rows)
                          : 0;
    return (struct hazard_links){ rows, count };
}

int64_t hazard_link_see_first (const struct scene *scene, const struct hazard_row *hazard)
{
    const struct hazard_links links = linked_to (scene, hazard);
    return links.count > 0 ? links.list[0].number : 0;
}

const void *hazard_see_link (const struct scene *scene, const void *said_void)
{
    const struct hazard_link *said = said_void;
    struct hazard_link_seen *seen = arena_take (scene->arena, sizeof *seen);
    *seen = (struct hazard_link_seen){ .office = scene->office,
                                       .hazard = hazard_see (scene, said->hazard),
                                       .to = hazard_see (scene, said->to),
                                       .time = scene->time };
    seen->own = linked_to (scene, seen->hazard);
    seen->others = linked_to (scene, seen->to);
    seen->tasks_count = task_see_all (scene, said->hazard, &seen->tasks);
    seen->hold = hold_see (scene, said->hazard);
    return seen;
}

const void *hazard_see_split (const struct scene *scene, const void *said_void)
{
    const struct hazard_split *said = said_void;
    struct hazard_link_seen *seen = arena_take (scene->arena, sizeof *seen);
    *seen = (struct hazard_link_seen){ .office = scene->office,
                                       .hazard = hazard_see (scene, said->hazard),
                                       .time = scene->time };
    if (seen->hazard && seen->hazard->linked > 0)
        seen->to = hazard_see (scene, ref_text (scene->arena, 'H', seen->hazard->linked));
    seen->others = linked_to (scene, seen->to);
    return seen;
}

/* ---- apply ---- */

static struct hazard_row row_of (const char *ref)
{
    struct hazard_row row = { .number = 0 };
    bool is_ref = ref_parse (ref, 'H', &row.number);
    assert (is_ref);
    return row;
}

void hazard_apply_linked (struct store *store, const struct fact *fact, const void *event_void,
                          struct arena *arena)
{
    (void)fact, (void)arena;
    const struct hazard_linked *event = event_void;
    struct hazard_row row = row_of (event->hazard);
    row.linked = row_of (event->to).number;
    store_write (store, &statements[LINK], &row);
}

void hazard_apply_split_off (struct store *store, const struct fact *fact, const void *event_void,
                             struct arena *arena)
{
    (void)arena;
    const struct hazard_split_off *event = event_void;
    struct hazard_row row = row_of (event->hazard);
    row.stage = hazard_stage_open;
    row.cycle = event->cycle;
    row.last = fact->time;
    store_write (store, &statements[SPLIT], &row);
}
