/* A transfer (移送): what must be known here of a referral to judge what is answered to it, and
   whether its case may be closed as transferred. Drafted, sent and withdrawn it is by escalation,
   which is followed for that; past that only answers move it, and they are taken here. Not here:
   the referral itself (services/escalation/referral.h). */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#pragma once
#include "frame/service.h"
#include "intake/rows.h"

/* Where an answer leads from STATE; _absent: not possible. */
enum transfer_state transfer_next (enum transfer_state state, enum referral_outcome outcome);
/* What is possible in STATE, for the sentence of a refusal. */
const char *transfer_possible (enum transfer_state state);

/* Heard of escalation; SEEN is the row, NULL: never heard of. What does not lead on is passed over:
   it was heard before, or an answer was taken here meanwhile. */
void transfer_decide_drafted (const void *said, const void *seen, struct decision *decision);
void transfer_decide_sent (const void *said, const void *seen, struct decision *decision);
void transfer_decide_settled (const void *said, const void *seen, struct decision *decision);
void transfer_decide_withdrawn (const void *said, const void *seen, struct decision *decision);

const struct transfer_row *transfer_see (const struct scene *scene, const char *referral);
/* A referral of HAZARD that was answered accepted, or done, other than BUT (NULL: whichever); NULL:
   none was. */
const char *transfer_see_accepted (const struct scene *scene, const char *hazard, const char *but);
const void *transfer_see_drafted (const struct scene *scene, const void *said);
const void *transfer_see_sent (const struct scene *scene, const void *said);
const void *transfer_see_settled (const struct scene *scene, const void *said);
const void *transfer_see_withdrawn (const struct scene *scene, const void *said);

void transfer_apply_noted (struct store *store, const struct fact *fact, const void *event,
                           struct arena *arena);
/* Its case REF is open again: what had fallen with it was told. */
void transfer_apply_resumed (struct store *store, const char *ref);
void transfer_apply_answered (struct store *store, const struct fact *fact, const void *event,
                              struct arena *arena);
extern const struct sql_table transfer_sql;
