/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "intake/publicity.h"
#include "base/id.h"
#include "intake/digest.h"
#include "intake/happened.h"

void publicity_decide_report (const void *said_void, const void *seen_void,
                              struct decision *decision)
{
    const struct publicity_report *said = said_void;
    const struct publicity_seen *seen = seen_void;
    if (!seen->registered && !office_party (seen->office, said->party))
        decision_refuse (decision, REFUSAL_INVALID, "/party",
                         "%s is nobody of config/organisation.yaml, and no premises of the "
                         "register that shows anything; name the community",
                         said->party);
    happened_check (said->at, seen->now, seen->office->policy, decision);
    digest_check (said->evidence, "/evidence", decision);
    const char *ref = ref_text (decision->arena, 'P', ref_next (seen->last, seen->now));
    decision_event (
        decision, publicity_reported_record, ref,
        &(struct publicity_reported){ .publicity = ref,
                                      .party = said->party,
                                      .form = said->form,
                                      .place = said->place,
                                      .at = said->at,
                                      .evidence = digest_kept (said->evidence, decision->arena),
                                      .reached = said->reached,
                                      .note = said->note });
}
