/* The clock of a task: a part of a joint case (S6), what a meeting decided (S18), what an
   inspection plan plans (S13). It is tracked by
   the party that has it. Not here: the task itself (services/intake/task.h). */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#pragma once
#include "scheduling/deadline.h"

struct arming;
/* Whom ARMING reaches when PARTY alone answers for it: the party as community or department, the
   office as the other, and the party as tracker. */
void task_is_of (struct arming *arming, const struct office *office, const char *party);

void task_decide_set (const void *said, const void *seen, struct decision *decision);
void task_decide_reported (const void *said, const void *seen, struct decision *decision);
void task_decide_dropped (const void *said, const void *seen, struct decision *decision);
