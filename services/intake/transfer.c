/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "intake/transfer.h"
#include "words/escalation.h"

enum { STATES = transfer_withdrawn + 1, OUTCOMES = referral_done + 1 };

static const enum transfer_state next_state[STATES][OUTCOMES] = {
    [transfer_sent] = { [referral_accepted] = transfer_accepted,
                        [referral_declined] = transfer_declined,
                        [referral_done] = transfer_done },
    [transfer_accepted] = { [referral_declined] = transfer_declined,
                            [referral_done] = transfer_done },
};

enum transfer_state transfer_next (enum transfer_state state, enum referral_outcome outcome)
{
    return next_state[state][outcome];
}

const char *transfer_possible (enum transfer_state state)
{
    static const char *const words[STATES] = {
        [transfer_drafted] = "referral.send; it is answered when it was sent",
        [transfer_sent] = "referral.answer",
        [transfer_accepted] = "referral.answer with outcome done or declined",
        [transfer_declined] = "nothing; refer it anew, or to somebody else, with referral.draft",
        [transfer_done] = "nothing; it is at its end",
        [transfer_withdrawn] = "nothing; it was withdrawn before it was sent",
    };
    return words[state];
}

static void note (const struct referral_noted *noted, struct decision *decision)
{
    decision_event (decision, referral_noted_record, noted->ref, noted);
}

static bool is_before_sending (const struct transfer_row *row)
{
    return !row || row->state == transfer_drafted;
}

void transfer_decide_drafted (const void *said_void, const void *seen, struct decision *decision)
{
    const struct referral_drafted *said = said_void;
    if (!seen)
        note (&(struct referral_noted){ .referral = said->referral,
                                        .ref = said->ref,
                                        .state = transfer_drafted,
                                        .at = INSTANT_ABSENT,
                                        .to = said->to },
              decision);
}

void transfer_decide_sent (const void *said_void, const void *seen, struct decision *decision)
{
    const struct referral_sent *said = said_void;
    if (is_before_sending (seen))
        note (&(struct referral_noted){ .referral = said->referral,
                                        .ref = said->ref,
                                        .state = transfer_sent,
                                        .at = said->at,
                                        .to = said->to },
              decision);
}

void transfer_decide_withdrawn (const void *said_void, const void *seen, struct decision *decision)
{
    const struct referral_withdrawn *said = said_void;
    const struct transfer_row *row = seen;
    if (is_before_sending (row))
        note (&(struct referral_noted){ .referral = said->referral,
                                        .ref = said->ref,
                                        .state = transfer_withdrawn,
                                        .at = INSTANT_ABSENT,
                                        .to = row ? row->party : NULL,
                                        .fell = !said->by },
              decision);
}

/* Of a time before answers were judged here; else the row is as far already. */
void transfer_decide_settled (const void *said_void, const void *seen, struct decision *decision)
{
    const struct referral_settled *said = said_void;
    const struct transfer_row *row = seen;
    enum transfer_state next = transfer_next (row ? row->state : transfer_sent, said->outcome);
    if (next != transfer_state_absent)
        note (&(struct referral_noted){ .referral = said->referral,
                                        .ref = said->ref,
                                        .state = next,
                                        .at = INSTANT_ABSENT,
                                        .to = said->to },
              decision);
}
