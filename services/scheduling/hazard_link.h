/* Linked hazards (domain.md 5): one thing has one set of clocks, and the strictest govern. The case
   that governs has them; where the linked one was due earlier, so is that now. Split off, each has
   its own again, though they be over by now. Not here: the links themselves
   (services/intake/hazard_link.h), and tip-offs (link.h). */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#pragma once
#include "scheduling/arm.h"

struct hazard_link_seen {
    struct case_seen own;           /* of the hazard that is linked or split off */
    struct case_seen governing;     /* of the case that governs, or did */
    const struct case_seen *others; /* splitting: of those that stay linked to it */
    size_t count;
};
/* Who gave the end that holds again when no stricter case is linked any more. */
#define HAZARD_LINK_BEFORE "关联以前的期限"

void hazard_link_decide_linked (const void *said, const void *seen, struct decision *decision);
void hazard_link_decide_split (const void *said, const void *seen, struct decision *decision);
/* DEADLINE, which stood still, goes on until SET. Cases that were linked to its own meanwhile may
   be stricter: then it ends as the strictest does, and why is the answer; NULL: none is. Those that
   were linked before stood still with it. Of one that did not stand still (`paused` absent), all
   that are linked to it are asked. */
const char *hazard_link_govern (const struct deadline_row *deadline, const struct case_seen *seen,
                                struct set_end *set, struct arena *arena);
/* Into SEEN, the case of DEADLINE, which cases gave way to it, if it stands still. */
void hazard_link_see_given_way (const struct scene *scene, const struct deadline_row *deadline,
                                struct case_seen *seen);
extern const struct sql_table gave_way_sql;
/* A case that is sent back, with those that are linked to it still. */
const void *hazard_link_see_reopened (const struct scene *scene, const void *said);
const void *hazard_link_see_linked (const struct scene *scene, const void *said);
const void *hazard_link_see_split (const struct scene *scene, const void *said);
