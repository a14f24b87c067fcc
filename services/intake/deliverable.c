/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "intake/deliverable.h"
#include "base/id.h"
#include "intake/digest.h"
#include "office/campaign.h"

static const char *kinds_of (const struct campaign *campaign, struct arena *arena)
{
    struct text kinds = text_in (arena);
    text_say (&kinds, "");
    for (size_t i = 0; i < campaign->deliverables_count; i++)
        text_format (&kinds, "%s%s", i > 0 ? ", " : "", campaign->deliverables[i].id);
    return kinds.bytes;
}

/* 方案 五(四): 加盖公章. */
static void check_stamp (const struct deliverable_submit *said,
                         const struct campaign_deliverable *wanted, struct decision *decision)
{
    if (wanted->stamped && !said->stamped)
        decision_refuse (decision, REFUSAL_INVALID, "/stamped",
                         "must be true: %s bears the seal of who hands it in (方案 五(四))",
                         wanted->name);
    else if (said->stamped && !said->confirmed_by)
        decision_refuse (decision, REFUSAL_INVALID, "/confirmed_by",
                         "is missing; say who has seen the stamp");
}

static bool owes (const struct deliverable_submit *said, const struct deliverable_seen *seen,
                  const struct campaign_deliverable *wanted)
{
    const struct premises_row *premises = seen->premises;
    return premises
               ? office_owed_by_premises (wanted, premises->categories, premises->categories_count)
               : office_owes_deliverable (seen->office, wanted, said->party);
}

static void check (const struct deliverable_submit *said, const struct deliverable_seen *seen,
                   const struct campaign_deliverable *wanted, struct decision *decision)
{
    if (!wanted)
        decision_refuse (decision, REFUSAL_INVALID, "/kind",
                         "%s is none of the campaign's deliverables: %s", said->kind,
                         kinds_of (seen->office->campaign, decision->arena));
    else if (!owes (said, seen, wanted))
        decision_refuse (decision, REFUSAL_INVALID, "/party",
                         "%s owes no %s; config/campaign.yaml says of whom it is asked",
                         said->party, said->kind);
    else
        check_stamp (said, wanted, decision);
    digest_check (said->digest, "/digest", decision);
}

void deliverable_decide_submit (const void *said_void, const void *seen_void,
                                struct decision *decision)
{
    const struct deliverable_submit *said = said_void;
    const struct deliverable_seen *seen = seen_void;
    check (said, seen, office_deliverable (seen->office, said->kind), decision);
    if (decision->refusal.code != REFUSAL_NONE)
        return;
    const char *ref = ref_text (decision->arena, 'D', ref_next (seen->last, seen->now));
    decision_event (decision, deliverable_submitted_record, ref,
                    &(struct deliverable_submitted){ .deliverable = ref,
                                                     .campaign = seen->office->campaign->id,
                                                     .kind = said->kind,
                                                     .party = said->party,
                                                     .version = seen->version + 1,
                                                     .digest = said->digest,
                                                     .stamped = said->stamped,
                                                     .confirmed_by = said->confirmed_by,
                                                     .note = said->note,
                                                     .of_premises = seen->premises != NULL });
}
