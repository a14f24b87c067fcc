/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "intake/referral_answer.h"

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

void referral_decide_answer (const void *said_void, const void *seen, struct decision *decision)
{
    const struct referral_answer *said = said_void;
    const struct transfer_row *transfer = seen;
    if (!is_waited_for (said, transfer, decision))
        return;
    if (said->outcome == referral_declined && !said->reason)
        decision_refuse (decision, REFUSAL_INVALID, "/reason",
                         "is missing; who declines says why, so that it can go to somebody else");
    decision_event (decision, referral_answered_record, transfer->ref,
                    &(struct referral_answered){ .referral = said->referral,
                                                 .ref = transfer->ref,
                                                 .outcome = said->outcome,
                                                 .reason = said->reason,
                                                 .document = said->document });
}
