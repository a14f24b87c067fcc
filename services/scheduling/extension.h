/* Extending a deadline: somebody who may gives it more time, once or twice, by so many working days
   at most. One that was missed becomes armed again, its reminders new ones; the re-inspection that
   the miss of a rectification had set falls. Not here: the deadline's life otherwise (deadline.h),
   and the end of its ladder (escalation hears of it). */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#pragma once
#include "scheduling/deadline.h"

/* Whether more time can be given: not to a watch over a danger (S15: only who looks ends it), nor
   where the law sets the length, nor past the end of an order, whose time its own acts change.
   False: refused. */
bool extension_is_ours (const struct deadline_row *deadline, const struct office *office,
                        struct decision *decision);
/* The same, as a command says it or a request that is granted; who is concerned is told by the
   caller. NULL: refused. */
const struct deadline_extended *deadline_extend_by (const struct deadline_extend *said,
                                                    const struct deadline_seen *seen,
                                                    const char *act, struct decision *decision);
/* The old end, the new one, and why that is when it is. */
void extension_say_ends (const struct deadline_extended *extended, struct text *text);
void deadline_decide_extend (const void *said, const void *seen, struct decision *decision);
const void *deadline_see_extend (const struct scene *scene, const void *said);
void deadline_apply_extended (struct store *store, const struct fact *fact, const void *event,
                              struct arena *arena);
extern const struct sql_table extension_sql;
