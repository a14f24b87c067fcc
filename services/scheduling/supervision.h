/* The time limit of a listed supervision (挂牌督办), beside the hazard's other clocks; the time in
   which what was accepted on site comes off the list; and that in which the listing, and later the
   delisting, is published. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#pragma once
#include "scheduling/deadline.h"
#include "words/intake.h"

/* The hazard ended otherwise than by a re-inspection, as SAID: what is listed still has to come
 * off.
 */
void supervision_closed (const struct hazard_closed *said, const struct case_seen *seen,
                         struct decision *decision);
void supervision_decide_listed (const void *said, const void *seen, struct decision *decision);
void supervision_decide_accepted (const void *said, const void *seen, struct decision *decision);
void supervision_decide_delisted (const void *said, const void *seen, struct decision *decision);
void supervision_decide_published (const void *said, const void *seen, struct decision *decision);
