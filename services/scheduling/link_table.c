/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "scheduling/link.h"
#include "words/intake.h"

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
