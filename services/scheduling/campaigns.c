/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "scheduling/campaigns.h"

void campaigns_decide_configured (const void *said_void, const void *seen_void,
                                  struct decision *decision)
{
    const struct campaign_configured *said = said_void;
    const struct campaigns_seen *seen = seen_void;
    if (!seen->is_noted)
        decision_event (
            decision, campaign_noted_record, said->campaign,
            &(struct campaign_noted){ .campaign = said->campaign, .definition = said->definition });
}
