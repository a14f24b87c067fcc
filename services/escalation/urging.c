/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "escalation/urging.h"
#include "escalation/hearing.h"
#include <assert.h>

static enum order_waiting waits_for (const struct urging_seen *seen)
{
    enum order_state state = seen->order->state;
    assert (state == order_state_drafted || state == order_state_approved);
    return state == order_state_drafted ? hearing_awaits (seen->office, seen->order, seen->now)
                                        : waiting_service;
}

void urging_decide_hour (const void *said, const void *seen_void, struct decision *decision)
{
    (void)said;
    const struct urging_seen *seen = seen_void;
    const struct order_row *order = seen->order;
    const struct policy *policy = seen->office->policy;
    const struct hearing_wait wait =
        hearing_waits (seen->office, order, seen->now, decision->arena);
    if (wait.until > seen->now) { /* the holidays were made longer, or it was told of long ago */
        decision_event (decision, hearing_counted_record, order->ref,
                        &(struct hearing_counted){ .order = order->order,
                                                   .ref = order->ref,
                                                   .state = order->hearing,
                                                   .until = wait.until,
                                                   .provisional = wait.provisional,
                                                   .explanation = wait.explanation,
                                                   .explanation_count = wait.explanation_count });
        return;
    }
    /* After an outage once, for all that it swallowed, and not soon again. */
    bool late = order->next + URGING_LATE_MS <= seen->now;
    decision_event (decision, order_urged_record, order->ref,
                    &(struct order_urged){ .order = order->order,
                                           .ref = order->ref,
                                           .instrument = order->instrument,
                                           .waits_for = waits_for (seen),
                                           .since = wait.until > order->at ? wait.until : order->at,
                                           .number = order->urged + 1,
                                           .role = office_urging_role (policy, order->urged + 1),
                                           .late = late,
                                           .premises_name = order->premises_name,
                                           .community = order->community,
                                           .department = order->department,
                                           .next = order_urging_after (
                                               seen->office, late ? seen->now : order->next) });
}
