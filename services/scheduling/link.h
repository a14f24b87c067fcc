/* Linked tip-offs (domain.md 5): one verification answers all, so one clock is enough, and the
   strictest governs: settled anew whenever one of them is linked, split, triaged, paused, resumed,
   extended or moved (but for links that are older than
   tipoff.grouped). Split, each has its clock back: from when it was received, though that be over
   by now. Not here: the links themselves (services/intake/tipoff.h). */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#pragma once
#include "scheduling/deadline.h"

enum { LINKED_MAX = 32 }; /* together; one verification answers them (services/intake/tipoff.h) */

struct link_seen {
    struct case_seen own;           /* of the tip-off that is linked or split off */
    const struct case_seen *others; /* of those that it joins, or leaves */
    size_t count;
};
void link_decide_linked (const void *said, const void *seen, struct decision *decision);
void link_decide_split (const void *said, const void *seen, struct decision *decision);
/* S22: its category was put right, and its clock is that of the category, from when it was
   received. */
void link_decide_triaged (const void *said, const void *seen, struct decision *decision);
/* A clock of SEEN was changed, and is AFTER now: another one of those that are linked may govern.
 */
void link_govern (const struct deadline_row *after, const struct case_seen *seen,
                  struct decision *decision);
/* Fills in which cases SEEN, of REF, is linked with. */
void link_see_together (const struct scene *scene, const char *ref, struct case_seen *seen);
const void *link_see_triaged (const struct scene *scene, const void *said);
const void *link_see_linked (const struct scene *scene, const void *said);
const void *link_see_split (const struct scene *scene, const void *said);
void link_apply_grouped (struct store *store, const struct fact *fact, const void *event,
                         struct arena *arena);
extern const struct sql_table link_sql;
