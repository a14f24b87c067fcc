/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "scheduling/hazard_link.h"
#include "words/intake.h"

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
