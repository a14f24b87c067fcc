/* A deadline that moves without an extension, and a clock that stands still (中止) with a reason,
   an owner and an end, and then goes on. Those concerned are told the old day and the new one. Not
   here: why it moves (recount.h, obligation.h); more time given by people (extension.h). */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#pragma once
#include "scheduling/arm.h"

/* Moves DEADLINE, a row of SEEN, to the end that SET has, for a REASON that people read; BY NULL:
   the system. Nothing, when it is there already. */
void move_to (const struct deadline_row *deadline, const struct case_seen *seen,
              const struct set_end *set, const char *reason, const char *by,
              struct decision *decision);
/* DEADLINE, which stands still, goes on: as much later as it stood; a length in working days by the
   working days it stood through. */
void move_resume (const struct deadline_row *deadline, const struct case_seen *seen,
                  const char *reason, const char *by, struct decision *decision);

/* When DEADLINE is due: one that stands still, when it goes on as it is to. */
instant move_due (const struct deadline_row *deadline, const struct case_seen *seen,
                  struct arena *arena);

/* DUE, when the clock of another case ended that gave way to DEADLINE on the day SINCE: as much
   later as DEADLINE stood still from then on. */
instant move_stood_with (instant due, const struct deadline_row *deadline, day since,
                         const struct case_seen *seen, struct arena *arena);

/* DEADLINE, which stands still, as it will be counted when it goes on at END: without the days that
   it stood through. */
struct deadline_row move_without (const struct deadline_row *deadline, instant end,
                                  struct arena *arena);

/* What takes the place of BEFORE, which stands still, stands still too, since when and until when
   that one did: it is as much later when it goes on. Nothing, when BEFORE does not stand still. */
void move_stand_on (const struct deadline_row *before, const char *deadline, const char *reason,
                    const char *by, struct decision *decision);

/* END so many DAYS later, none when there are none; a last day that is a holiday moves to the day
   after it (民法典 203). */
struct clock_end move_days_on (const struct clock_end *end, const struct clock_rule *days,
                               const struct office *office, day known, struct arena *arena);

void move_decide_pause (const void *said, const void *seen, struct decision *decision);
void move_decide_resume (const void *said, const void *seen, struct decision *decision);
const void *move_see_pause (const struct scene *scene, const void *said);
const void *move_see_resume (const struct scene *scene, const void *said);

void move_apply_paused (struct store *store, const struct fact *fact, const void *event,
                        struct arena *arena);
void move_apply_moved (struct store *store, const struct fact *fact, const void *event,
                       struct arena *arena);
void move_apply_recounted (struct store *store, const struct fact *fact, const void *event,
                           struct arena *arena);
extern const struct sql_table move_sql;
