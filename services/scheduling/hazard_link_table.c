/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "scheduling/hazard_link.h"
#include "words/intake.h"

enum { GAVE_WAY_MAX = 128 }; /* at a time 31 are linked to one (services/intake/hazard_link.h) */
enum { GAVE_WAY, STATEMENTS };
static const struct sql statements[STATEMENTS] = {
    [GAVE_WAY] = { "SELECT DISTINCT ref AS tipoff, linked AS first FROM deadline WHERE linked = "
                   ":ref AND gave_way >= :started LIMIT 128",
                   deadline_by_record, linked_row_record },
};
const struct sql_table gave_way_sql = { statements, STATEMENTS };

static void see_given_way (const struct scene *scene, const char *ref, instant since,
                           struct case_seen *seen)
{
    const struct deadline_by by = {
        .ref = ref, .cycle = NUMBER_ABSENT, .now = INSTANT_ABSENT, .started = since
    };
    const void *rows;
    size_t count =
        store_list (scene->store, &statements[GAVE_WAY], &by, scene->arena, GAVE_WAY_MAX, &rows);
    struct case_seen *list = arena_take (scene->arena, (count + 1) * sizeof *list);
    for (size_t i = 0; i < count; i++)
        list[i] = deadline_see_ref (scene, ((const struct linked_row *)rows)[i].tipoff);
    seen->gave_way = list;
    seen->gave_way_count = count;
}

void hazard_link_see_given_way (const struct scene *scene, const struct deadline_row *deadline,
                                struct case_seen *seen)
{
    if (deadline->state == deadline_state_paused)
        see_given_way (scene, deadline->ref, deadline->paused, seen);
}

const void *hazard_link_see_reopened (const struct scene *scene, const void *said_void)
{
    const struct hazard_reopened *said = said_void;
    struct case_seen *seen = arena_take (scene->arena, sizeof *seen);
    *seen = deadline_see_ref (scene, said->hazard);
    if (said->referral)
        see_given_way (scene, said->hazard, 0, seen);
    return seen;
}

const void *hazard_link_see_linked (const struct scene *scene, const void *said_void)
{
    const struct hazard_linked *said = said_void;
    struct hazard_link_seen *seen = arena_take (scene->arena, sizeof *seen);
    *seen = (struct hazard_link_seen){ .own = deadline_see_ref (scene, said->hazard),
                                       .governing = deadline_see_ref (scene, said->to) };
    return seen;
}

const void *hazard_link_see_split (const struct scene *scene, const void *said_void)
{
    const struct hazard_split_off *said = said_void;
    struct hazard_link_seen *seen = arena_take (scene->arena, sizeof *seen);
    struct case_seen *others = arena_take (scene->arena, (said->others_count + 1) * sizeof *others);
    for (size_t i = 0; i < said->others_count; i++)
        others[i] = deadline_see_ref (scene, said->others[i]);
    *seen = (struct hazard_link_seen){ .own = deadline_see_ref (scene, said->hazard),
                                       .governing = deadline_see_ref (scene, said->from),
                                       .others = others,
                                       .count = said->others_count };
    return seen;
}
