/* When what people report happened: not to come, and not so long ago that its year must be wrong.
 * Pure.
 */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#pragma once
#include "frame/decision.h"
#include "office/office.h"

/* AT (INSTANT_ABSENT: not said) must lie in the days before NOW that the policy takes for
   plausible; else it is refused, at "/at". */
void happened_check (instant at, instant now, const struct policy *policy,
                     struct decision *decision);
