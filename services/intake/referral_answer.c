/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "intake/referral_answer.h"
#include "base/id.h"
#include <string.h>

const char *referral_case (const char *referral, struct arena *arena)
{
    const char *last = strrchr (referral, '-');
    int64_t number;
    if (referral[0] != 'R' || !last || last[1] == '\0' ||
        strspn (last + 1, "0123456789") != strlen (last + 1))
        return NULL;
    char *ref = arena_copy (arena, referral, (size_t)(last - referral));
    ref[0] = 'H';
    return ref_parse (ref, 'H', &number) ? ref : NULL;
}

void referral_decide_answer (const void *said_void, const void *seen_void,
                             struct decision *decision)
{
    const struct referral_answer *said = said_void;
    const struct referral_answer_seen *seen = seen_void;
    if (!seen->ref || !seen->hazard)
        decision_refuse (decision, REFUSAL_NOT_FOUND, "/referral", "there is no referral %s",
                         said->referral);
    else if (said->outcome == referral_declined && !said->reason)
        decision_refuse (decision, REFUSAL_INVALID, "/reason",
                         "is missing; who declines says why, so that it can go to somebody else");
    else
        decision_event (decision, referral_answered_record, seen->ref,
                        &(struct referral_answered){ .referral = said->referral,
                                                     .ref = seen->ref,
                                                     .outcome = said->outcome,
                                                     .reason = said->reason,
                                                     .document = said->document });
}

void referral_apply_answered (struct store *store, const struct fact *fact, const void *event,
                              struct arena *arena)
{
    (void)store, (void)fact, (void)event, (void)arena; /* escalation keeps what follows */
}
