/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "scheduling/supervision.h"
#include "scheduling/arm.h"
#include "words/escalation.h"

void supervision_decide_listed (const void *said_void, const void *seen_void,
                                struct decision *decision)
{
    const struct supervision_listed *said = said_void;
    const struct case_seen *seen = seen_void;
    arm (&(struct arming){ .ref = said->ref,
                           .clock = CLOCK_SUPERVISION,
                           .cycle = said->number,
                           .from = seen->time,
                           .reached = seen->recorded,
                           .due = said->due,
                           .working_days = NUMBER_ABSENT,
                           .premises = said->premises,
                           .premises_name = said->premises_name,
                           .community = said->community,
                           .department = said->department,
                           .category = said->category },
         seen, decision);
}

/* Acceptance on site is what the time limit is for; coming off the list is an act of the office. */
void supervision_decide_accepted (const void *said_void, const void *seen_void,
                                  struct decision *decision)
{
    const struct supervision_accepted *said = said_void;
    const struct case_seen *seen = seen_void;
    deadline_meet_clock (seen, CLOCK_SUPERVISION, said->number, seen->time, decision);
}
