/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "reporting/fact.h"
#include "words/reporting.h"

void fact_decide_heard (const void *said, const void *seen_void, struct decision *decision)
{
    (void)said;
    const struct fact_recorded *seen = seen_void;
    decision_event (decision, fact_recorded_record, seen->subject, seen);
}
