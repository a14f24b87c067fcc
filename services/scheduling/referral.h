/* The clocks of a referral: it must be sent in writing at once, and then the other authority is
   expected to answer, and once it took the matter over, to be done. Silence on either side is a
   missed deadline, and climbs; what is sent back is told. Not here: the
   referral itself (services/escalation/referral.h). */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#pragma once
#include "scheduling/deadline.h"

void referral_decide_drafted (const void *said, const void *seen, struct decision *decision);
void referral_decide_sent (const void *said, const void *seen, struct decision *decision);
void referral_decide_settled (const void *said, const void *seen, struct decision *decision);
void referral_decide_withdrawn (const void *said, const void *seen, struct decision *decision);
