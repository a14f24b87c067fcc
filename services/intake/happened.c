/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "intake/happened.h"
#include <inttypes.h>

void happened_check (instant at, instant now, const struct policy *policy,
                     struct decision *decision)
{
    const int64_t back = policy->plausible_days->inspection_back;
    if (at == INSTANT_ABSENT)
        return;
    if (at > now + policy->skew_minutes * MINUTE_MS)
        decision_refuse (decision, REFUSAL_INVALID, "/at",
                         "lies in the future; send what has happened");
    else if (at < now - back * DAY_MS)
        decision_refuse (decision, REFUSAL_INVALID, "/at",
                         "lies more than %" PRId64 " days back; is its year right?", back);
}
