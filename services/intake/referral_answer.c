/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "intake/referral_answer.h"
#include "office/office.h"

static bool is_waited_for (const struct referral_answer *said, const struct transfer_row *transfer,
                           struct decision *decision)
{
    if (!transfer)
        decision_refuse (decision, REFUSAL_NOT_FOUND, "/referral", "there is no referral %s",
                         said->referral);
    else if (transfer_next (transfer->state, said->outcome) == transfer_state_absent)
        decision_refuse (decision, REFUSAL_CONFLICT, "/referral", "%s is %s; possible now: %s",
                         said->referral,
                         choice_word (transfer_state_choices(), (int)transfer->state),
                         transfer_possible (transfer->state));
    return decision->refusal.code == REFUSAL_NONE;
}

/* Nobody answers what he has not got yet. */
static bool comes_after (const struct referral_answer_seen *seen, struct decision *decision)
{
    char since[INSTANT_TEXT_SIZE], answered[INSTANT_TEXT_SIZE];
    const struct transfer_row *transfer = seen->transfer;
    if (transfer->at == INSTANT_ABSENT || seen->time + seen->skew_ms >= transfer->at)
        return true;
    decision->refuses_envelope = true;
    decision_refuse (decision, REFUSAL_CONFLICT, "/time",
                     "%s is %s since %s, and this answer is of %s, before that; possible now: "
                     "referral.answer with the time at which it came, or without time: then it is "
                     "now",
                     transfer->referral,
                     choice_word (transfer_state_choices(), (int)transfer->state),
                     instant_text (transfer->at, since), instant_text (seen->time, answered));
    return false;
}

/* Nobody answers for another authority: it does itself, or the office enters its paper. Of one that
   was noted before its addressee was, any authority may be it. */
static bool may_answer (const struct referral_answer *said, const struct referral_answer_seen *seen,
                        struct decision *decision)
{
    const char *to = seen->transfer->party, *by = said->by;
    if (!by || text_same (by, to) || (!to && office_role (seen->office, by) == role_outside) ||
        (office_knows_actor (seen->office, by) && office_speaks_for (seen->office, by, to)))
        return true;
    decision_refuse (decision, REFUSAL_FORBIDDEN, "/by",
                     "%s may not answer %s; these may: %s, to which it was sent, or the office, "
                     "which enters its paper",
                     by, said->referral, to ? to : "the authority");
    return false;
}

void referral_decide_answer (const void *said_void, const void *seen_void,
                             struct decision *decision)
{
    const struct referral_answer *said = said_void;
    const struct referral_answer_seen *seen = seen_void;
    const struct transfer_row *transfer = seen->transfer;
    if (!is_waited_for (said, transfer, decision) || !may_answer (said, seen, decision) ||
        !comes_after (seen, decision))
        return;
    if (said->outcome == referral_declined && !said->reason)
        decision_refuse (decision, REFUSAL_INVALID, "/reason",
                         "is missing; who declines says why, so that it can go to somebody else");
    decision_event (decision, referral_answered_record, transfer->ref,
                    &(struct referral_answered){ .referral = said->referral,
                                                 .ref = transfer->ref,
                                                 .outcome = said->outcome,
                                                 .reason = said->reason,
                                                 .document = said->document,
                                                 .by = said->by });
    if (said->outcome == referral_declined && !seen->another)
        hazard_return (seen->hazard, &seen->fallen, said->referral, seen->time, seen->skew_ms,
                       decision);
}
