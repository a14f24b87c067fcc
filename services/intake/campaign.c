/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "intake/campaign.h"

void campaign_decide_hour (const void *said, const void *seen_void, struct decision *decision)
{
    (void)said;
    const struct campaign_seen *seen = seen_void;
    const struct campaign *campaign = seen->campaign;
    if (!seen->is_configured)
        decision_event (decision, campaign_configured_record, campaign->id,
                        &(struct campaign_configured){ .campaign = campaign->id,
                                                       .definition = campaign,
                                                       .office = seen->office });
}
