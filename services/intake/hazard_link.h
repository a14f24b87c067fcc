/* Hazards that are linked: one thing that was found twice (domain.md 5). The case that governs goes
   on, the other ends as linked to it, and is open again when it is split off. Not here: the clocks
   (services/scheduling/hazard_link.h), and tip-offs, which are linked before there is a case
   (tipoff.h). */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#pragma once
#include "intake/hazard.h"

enum { HAZARDS_LINKED_MAX = 31 }; /* to one */

struct hazard_links {
    const struct hazard_row *list;
    size_t count;
};
struct hazard_link_seen {
    const struct office *office;
    const struct hazard_row *hazard; /* NULL: no such case */
    const struct hazard_row *to;  /* linking: the case that is to govern; splitting: that governs */
    struct hazard_links own;      /* linking: to the hazard */
    struct hazard_links others;   /* to the case that governs */
    const struct task_row *tasks; /* of the hazard's joint case (S6) */
    size_t tasks_count;
    const char *hold; /* what stands about the hazard (hold.h); NULL: nothing */
    instant time;
};
void hazard_decide_link (const void *said, const void *seen, struct decision *decision);
void hazard_decide_split (const void *said, const void *seen, struct decision *decision);
/* The number of the first that is linked to HAZARD (may be NULL); 0: none is. */
int64_t hazard_link_see_first (const struct scene *scene, const struct hazard_row *hazard);
const void *hazard_see_link (const struct scene *scene, const void *said);
const void *hazard_see_split (const struct scene *scene, const void *said);
void hazard_apply_linked (struct store *store, const struct fact *fact, const void *event,
                          struct arena *arena);
void hazard_apply_split_off (struct store *store, const struct fact *fact, const void *event,
                             struct arena *arena);
extern const struct sql_table hazard_link_sql;
