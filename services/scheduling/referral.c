/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "scheduling/referral.h"
#include "office/authority.h"
#include "scheduling/arm.h"
#include "scheduling/telling.h"
#include "scheduling/wording.h"
#include "words/escalation.h"
#include <string.h>

enum { NAME_CHARACTERS = 60, REASON_CHARACTERS = 2000 };

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

/* 消防监督检查规定 23: what is there already is decided within its hours from when it was sealed,
   whoever decides, and whenever the paper went out. */
static instant sealed (bool on_the_spot, instant done, instant otherwise)
{
    return on_the_spot && done != INSTANT_ABSENT ? done : otherwise;
}

void referral_decide_drafted (const void *said_void, const void *seen_void,
                              struct decision *decision)
{
    const struct referral_drafted *said = said_void;
    const struct case_seen *seen = seen_void;
    struct arming sending = arming (CLOCK_REFERRAL_SENDING, said->number, seen);
    sending.urgent = said->on_the_spot;
    sending.from = sealed (said->on_the_spot, said->done, seen->time);
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
    waiting.from = sealed (said->on_the_spot, said->done, said->at);
    waiting.premises = said->premises;
    waiting.premises_name = said->premises_name;
    waiting.community = said->community;
    waiting.department = said->department;
    set_length (&waiting,
                authority_clock (seen->office, said->to, said->instrument, said->on_the_spot));
    arm (&waiting, seen, decision);
}

/* Sent back: the office must turn to somebody else, or act itself. */
static void tell_declined (const struct referral_settled *said, const struct deadline_row *deadline,
                           const struct office *office, struct decision *decision)
{
    struct arena *arena = decision->arena;
    const char *to = text_shortened (wording_party (office, said->to), NAME_CHARACTERS, arena);
    telling (deadline, office, arena_format (arena, "%s/declined", said->referral),
             arena_format (arena, "【移送被退回】%s 不予受理 %s：%s（%s）", to, said->referral,
                           telling_about (deadline, arena), said->ref),
             arena_format (arena,
                           "移送：%s\n案号：%s\n受移送单位：%s\n理由：%s\n文号：%s\n"
                           "隐患仍未消除，请另行移送（referral.draft）或继续督促整改；"
                           "已按移交销号的即行恢复，期限另行通知。\n",
                           said->referral, said->ref, to,
                           said->reason ? text_shortened (deadline_prose (deadline, said->reason),
                                                          REASON_CHARACTERS, arena)
                                        : "（未说明）",
                           said->document ? said->document : "（无）"),
             decision);
}

/* Taken over is not done: their silence is watched on. */
static void watch_result (const struct referral_settled *said, const struct deadline_row *answer,
                          const struct case_seen *seen, struct decision *decision)
{
    struct arming result = arming_like (answer);
    result.clock = CLOCK_REFERRAL_RESULT;
    result.cycle = said->number;
    result.from = seen->time;
    result.reached = seen->recorded;
    arm (&result, seen, decision);
}

void referral_decide_settled (const void *said_void, const void *seen_void,
                              struct decision *decision)
{
    const struct referral_settled *said = said_void;
    const struct case_seen *seen = seen_void;
    const struct deadline_row *answer = deadline_find (seen, CLOCK_REFERRAL, said->number);
    const struct deadline_row *result = deadline_find (seen, CLOCK_REFERRAL_RESULT, said->number);
    const struct deadline_row *open = result ? result : answer;
    if (!open || !deadline_is_open (open->state) || (result && said->outcome == referral_accepted))
        return; /* heard again, or the hazard is closed */
    deadline_meet_clock (seen, open->clock, said->number, seen->time, decision);
    if (said->outcome == referral_accepted)
        watch_result (said, answer, seen, decision);
    if (said->outcome == referral_declined)
        tell_declined (said, open, seen->office, decision);
}

void referral_decide_withdrawn (const void *said_void, const void *seen_void,
                                struct decision *decision)
{
    const struct referral_withdrawn *said = said_void;
    const struct case_seen *seen = seen_void;
    deadline_cancel_clock (seen, CLOCK_REFERRAL_SENDING, said->number, "移送已撤回", decision);
}
