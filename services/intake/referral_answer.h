/* The answer of another authority to a referral. It is taken down here, as all that comes from
   outside; what it does to the referral is escalation's to decide (services/escalation/referral.h).
 */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#pragma once
#include "intake/hazard.h"

struct referral_answer_seen {
    const char *ref; /* the case that the referral's number names; NULL: it is none */
    const struct hazard_row *hazard; /* NULL: there is no such case */
};
void referral_decide_answer (const void *said, const void *seen, struct decision *decision);
const void *referral_see_answer (const struct scene *scene, const void *said);
void referral_apply_answered (struct store *store, const struct fact *fact, const void *event,
                              struct arena *arena);
/* "R-2021-000017-1" → "H-2021-000017"; NULL: it is no such number. */
const char *referral_case (const char *referral, struct arena *arena);
