/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "escalation/term.h"
#include "calendar/clock.h"
#include "office/authority.h"
#include <inttypes.h>

static int64_t or_none (int64_t number)
{
    return number == NUMBER_ABSENT ? 0 : number;
}

static int64_t next_term (const struct orders *orders)
{
    int64_t last = 0;
    for (size_t i = 0; i < orders->count; i++)
        if (or_none (orders->list[i].term) > last)
            last = orders->list[i].term;
    return last + 1;
}

static int64_t next_application (const struct orders *orders)
{
    int64_t last = 0;
    for (size_t i = 0; i < orders->count; i++)
        if (or_none (orders->list[i].application) > last)
            last = orders->list[i].application;
    return last + 1;
}

struct term term_begin (const struct order_seen *seen, instant at, instant from,
                        struct arena *arena)
{
    const struct safeguard *safeguard =
        authority_safeguard (seen->office, seen->order->instrument, day_of (at));
    if (!safeguard || safeguard->calendar_days == NUMBER_ABSENT)
        return (struct term){ INSTANT_ABSENT, NUMBER_ABSENT };
    /* A longest time does not move to the day after a holiday: that would make it longer. */
    const struct clock_rule rule = { .kind = clock_calendar_days,
                                     .length = safeguard->calendar_days };
    return (struct term){
        clock_run (seen->office->calendar, &rule, from, day_of (seen->now), arena).due,
        next_term (&seen->orders)
    };
}

/* ---- people ---- */

void term_decide_propose (const void *said_void, const void *seen_void, struct decision *decision)
{
    const struct order_propose *said = said_void;
    const struct proposal_seen *seen = seen_void;
    const struct matter_row *matter = seen->matter;
    if (!matter || !matter->premises) {
        decision_refuse (decision, REFUSAL_NOT_FOUND, "/ref", "there is no hazard %s", said->ref);
        return;
    }
    if (!decision_allows (decision, seen->office, said->by, "order.propose"))
        return;
    if (matter->ended) {
        decision_refuse (decision, REFUSAL_CONFLICT, "/ref",
                         "%s is closed, and an order needs a hazard that is open; possible now: "
                         "nothing; finding.report opens another",
                         said->ref);
        return;
    }
    if (said->on_the_spot && said->instrument != instrument_sealing) {
        decision_refuse (decision, REFUSAL_INVALID, "/on_the_spot",
                         "only a sealing is done on the spot and decided afterwards");
        return;
    }
    if (!order_weighs_effect (said->instrument, said->large_effect, decision))
        return;
    order_draft (&(struct draft){ .office = seen->office,
                                  .ref = said->ref,
                                  .issue = matter->category,
                                  .grounds = said->grounds,
                                  .premises = matter->premises,
                                  .premises_name = matter->premises_name,
                                  .community = matter->community,
                                  .department = matter->department,
                                  .instrument = said->instrument,
                                  .ground = order_ground_proposal,
                                  .private = matter->private,
                                  .on_the_spot = said->on_the_spot,
                                  .large_effect = said->large_effect,
                                  .judged_by = said->large_effect && !said->judged_by
                                                   ? said->by
                                                   : said->judged_by,
                                  .now = seen->now },
                 &seen->orders, &seen->referrals, decision);
    if (decision->count == 0)
        decision_refuse (decision, REFUSAL_CONFLICT, "/instrument",
                         "%s is open, and an order of this instrument, or a referral for one, "
                         "stands already; possible now: %swhat it waits for, which orders.list "
                         "and referrals.list with this `ref` show",
                         said->ref,
                         said->large_effect ? "order.reject of it with `large_effect`; " : "");
}

void term_decide_renew (const void *said_void, const void *seen_void, struct decision *decision)
{
    const struct order_renew *said = said_void;
    const struct order_seen *seen = seen_void;
    struct order_act_of_people act = { ORDER_RENEW, "order.renew", said->order, said->by,
                                       said->at };
    if (!order_allows (&act, seen, decision))
        return;
    if (seen->order->until == INSTANT_ABSENT) {
        decision_refuse (
            decision, REFUSAL_CONFLICT, "/order",
            "%s is served and has no end to put off; possible now: resumption.apply; order.lift, "
            "after a passed re-inspection",
            said->order);
        return;
    }
    if (act.at >= seen->order->until) {
        decision_refuse (decision, REFUSAL_CONFLICT, "/at",
                         "%s is served, and its time ended on %s; possible now: order.propose, "
                         "which drafts another",
                         said->order, clock_moment (seen->order->until, decision->arena));
        return;
    }
    if (!order_has_power (seen, act.at, decision))
        return;
    /* From the last day that it had: its end is the first instant of the day after. */
    const struct term term = term_begin (seen, act.at, seen->order->until - 1, decision->arena);
    decision_event (decision, order_renewed_record, seen->order->ref,
                    &(struct order_renewed){ .order = said->order,
                                             .ref = seen->order->ref,
                                             .by = said->by,
                                             .at = act.at,
                                             .evidence = said->evidence,
                                             .reason = said->reason,
                                             .until = term.until,
                                             .term = term.number,
                                             .before = seen->order->term });
}

void term_decide_apply (const void *said_void, const void *seen_void, struct decision *decision)
{
    const struct resumption_apply *said = said_void;
    const struct order_seen *seen = seen_void;
    struct order_act_of_people act = { ORDER_APPLY, "resumption.apply", said->order, said->by,
                                       said->at };
    if (!order_allows (&act, seen, decision))
        return;
    if (seen->order->reinspected != INSTANT_ABSENT) {
        decision_refuse (decision, REFUSAL_CONFLICT, "/order",
                         "%s is served and its hazard passed the re-inspection; possible now: "
                         "order.lift",
                         said->order);
        return;
    }
    decision_event (
        decision, resumption_applied_record, seen->order->ref,
        &(struct resumption_applied){ .order = said->order,
                                      .ref = seen->order->ref,
                                      .by = said->by,
                                      .at = act.at,
                                      .evidence = said->evidence,
                                      .application = next_application (&seen->orders) });
}

/* ---- time ---- */

static bool others_in_force (const struct orders *orders, const struct order_row *order)
{
    for (size_t i = 0; i < orders->count; i++)
        if (orders->list[i].state == order_state_served &&
            !text_same (orders->list[i].order, order->order))
            return true;
    return false;
}

void term_decide_hour (const void *said, const void *seen_void, struct decision *decision)
{
    (void)said;
    const struct order_seen *seen = seen_void;
    const struct order_row *order = seen->order;
    decision_event (decision, order_lapsed_record, order->ref,
                    &(struct order_lapsed){ .order = order->order,
                                            .ref = order->ref,
                                            .at = order->until,
                                            .term = order->term,
                                            .others = others_in_force (&seen->orders, order) });
}
