/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "scheduling/referral.h"
#include "office/authority.h"
#include "scheduling/arm.h"
#include "words/escalation.h"
#include <string.h>

/* Drafts are not owed reminders of the time before they were heard of. */
static struct arming arming (const char *clock, int64_t number, const struct case_seen *seen)
{
    return (struct arming){ .clock = clock,
                            .cycle = number,
                            .from = seen->time,
                            .reached = seen->recorded,
                            .due = INSTANT_ABSENT,
                            .working_days = NUMBER_ABSENT };
}

void referral_decide_drafted (const void *said_void, const void *seen_void,
                              struct decision *decision)
{
    const struct referral_drafted *said = said_void;
    const struct case_seen *seen = seen_void;
    struct arming sending = arming (CLOCK_REFERRAL_SENDING, said->number, seen);
    sending.ref = said->ref;
    sending.premises = said->premises;
    sending.premises_name = said->premises_name;
    sending.community = said->community;
    sending.department = said->department;
    arm (&sending, seen, decision);
}

/* As authority.yaml has it for who must answer. */
static void set_length (struct arming *waiting, const struct referral_clock *clock)
{
    const struct clock_rule rule = { .kind = clock->hours != NUMBER_ABSENT ? clock_hours
                                             : clock->working_days != NUMBER_ABSENT
                                                 ? clock_working_days
                                                 : clock_calendar_days,
                                     .length = clock->hours != NUMBER_ABSENT ? clock->hours
                                               : clock->working_days != NUMBER_ABSENT
                                                   ? clock->working_days
                                                   : clock->calendar_days,
                                     .moved_from_holiday = true,
                                     .source = clock->source };
    waiting->rule = rule;
}

void referral_decide_sent (const void *said_void, const void *seen_void, struct decision *decision)
{
    const struct referral_sent *said = said_void;
    const struct case_seen *seen = seen_void;
    struct arming waiting = arming (CLOCK_REFERRAL, said->number, seen);
    deadline_meet_clock (seen, CLOCK_REFERRAL_SENDING, said->number, said->at, decision);
    waiting.ref = said->ref;
    waiting.from = said->at;
    waiting.premises = said->premises;
    waiting.premises_name = said->premises_name;
    waiting.community = said->community;
    waiting.department = said->department;
    set_length (&waiting, authority_clock (seen->office, said->to, said->instrument));
    arm (&waiting, seen, decision);
}

void referral_decide_settled (const void *said_void, const void *seen_void,
                              struct decision *decision)
{
    const struct referral_settled *said = said_void;
    const struct case_seen *seen = seen_void;
    deadline_meet_clock (seen, CLOCK_REFERRAL, said->number, seen->time, decision);
}

void referral_decide_withdrawn (const void *said_void, const void *seen_void,
                                struct decision *decision)
{
    const struct referral_withdrawn *said = said_void;
    const struct case_seen *seen = seen_void;
    deadline_cancel_clock (seen, CLOCK_REFERRAL_SENDING, said->number, "移送已撤回", decision);
}
