/* The answer of another authority to a referral. It is taken down here, as all that comes from
   outside, when the referral waits for it (transfer.h); what it does to the referral is
   escalation's to decide (services/escalation/referral.h). */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#pragma once
#include "intake/hazard.h"
#include "intake/transfer.h"

struct referral_answer_seen {
    const struct office *office;
    const struct transfer_row *transfer; /* NULL: there is no such referral */
    instant time;
    int64_t skew_ms;
    const struct hazard_row *hazard; /* its case; NULL: it is none, or of another kind */
    const char *another;             /* of the same case, that was accepted; NULL: none */
    struct fallen fallen;            /* with its case */
};
void referral_decide_answer (const void *said, const void *seen, struct decision *decision);
const void *referral_see_answer (const struct scene *scene, const void *said);
