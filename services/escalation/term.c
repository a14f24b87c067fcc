/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "escalation/term.h"
#include "calendar/clock.h"
#include "escalation/hearing.h"
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

/* INSTANT_ABSENT: it has no end. */
static instant end_of (const struct office *office, const struct safeguard *safeguard, instant from,
                       instant now, struct arena *arena)
{
    if (!safeguard || safeguard->calendar_days == NUMBER_ABSENT)
        return INSTANT_ABSENT;
    /* A longest time does not move to the day after a holiday: that would make it longer. */
    const struct clock_rule rule = { .kind = clock_calendar_days,
                                     .length = safeguard->calendar_days };
    return clock_run (office->calendar, &rule, from, day_of (now), arena).due;
}

struct term term_begin (const struct order_seen *seen, instant at, instant from,
                        struct arena *arena)
{
    const struct safeguard *safeguard =
        authority_safeguard (seen->office, seen->order->instrument, day_of (at));
    instant until = end_of (seen->office, safeguard, from, seen->now, arena);
    return (struct term){ until,
                          until == INSTANT_ABSENT ? NUMBER_ABSENT : next_term (&seen->orders) };
}

bool term_of_service (const struct order_seen *seen, instant at, struct term *term,
                      struct decision *decision)
{
    const struct order_row *order = seen->order;
    instant from = order->done == INSTANT_ABSENT ? at : order->done;
    *term = term_begin (seen, from, from, decision->arena);
    if (term->until == INSTANT_ABSENT || at < term->until)
        return true;
    decision_refuse (decision, REFUSAL_CONFLICT, "/order",
                     "%s is approved; what was done on the spot at %s ended by law at %s; possible "
                     "now: order.reject; order.propose, which drafts another",
                     order->order, clock_moment (from, decision->arena),
                     clock_moment (term->until, decision->arena));
    return false;
}

/* ---- people ---- */

/* A sealing that was done already, when, and whether then it might be. AT: INSTANT_ABSENT, nothing
   was done yet. */
static bool may_have_been_done (const struct order_propose *said, const struct proposal_seen *seen,
                                instant at, struct decision *decision)
{
    if (!said->on_the_spot) {
        if (said->at != INSTANT_ABSENT)
            decision_refuse (decision, REFUSAL_INVALID, "/at",
                             "is when something was done on the spot; give it with `on_the_spot`");
    } else if (said->instrument != instrument_sealing)
        decision_refuse (decision, REFUSAL_INVALID, "/on_the_spot",
                         "only a sealing is done on the spot and decided afterwards");
    else if (at > seen->now + seen->skew_ms)
        decision_refuse (decision, REFUSAL_INVALID, "/at",
                         "lies in the future; send what has happened");
    else {
        const struct safeguard *safeguard =
            authority_safeguard (seen->office, said->instrument, day_of (at));
        instant end = end_of (seen->office, safeguard, at, seen->now, decision->arena);
        const char *closed = hearing_closed_time (seen->office, safeguard, at, seen->now);
        if (end != INSTANT_ABSENT && end <= seen->now)
            decision_refuse (decision, REFUSAL_INVALID, "/at",
                             "is so long ago that such a sealing ended by law at %s",
                             clock_moment (end, decision->arena));
        else if (closed && !(said->urgent && said->reason && !text_is_blank (said->reason)))
            decision_refuse (decision, REFUSAL_CONFLICT, "/at",
                             "nothing is sealed %s (%s); possible now: with `urgent` true and a "
                             "`reason`",
                             closed, seen->office->authority->night->basis);
    }
    return decision->refusal.code == REFUSAL_NONE;
}

/* 消防法 70: what was judged large stays the government's until somebody who decides on orders says
   by name that it is not. While the government has it, nobody says so. */
static bool overrules (const struct order_propose *said, const struct proposal_seen *seen,
                       struct decision *decision)
{
    const struct referral_row *judgement = referral_judgement (&seen->referrals, said->instrument);
    if (!judgement || said->large_effect ||
        referral_is_awaited (&seen->referrals, said->instrument))
        return false;
    if (office_may (seen->office, said->judged_by, "order.approve"))
        return true;
    decision_refuse (decision, REFUSAL_CONFLICT, "/judged_by",
                     "%s is open, and the effect of this instrument was judged large by %s on %s "
                     "(%s, 消防法 70); possible now: order.propose with `large_effect`, which "
                     "refers it again; or with `judged_by` one who may do order.approve (%s), who "
                     "judges that it is not large, and why in `grounds`",
                     said->ref, judgement->judged_by ? judgement->judged_by : "people",
                     clock_moment (judgement->judged, decision->arena), judgement->referral,
                     office_may_text (seen->office, "order.approve", decision->arena));
    return false;
}

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
    instant done = !said->on_the_spot           ? INSTANT_ABSENT
                   : said->at == INSTANT_ABSENT ? seen->time
                                                : said->at;
    if (!may_have_been_done (said, seen, done, decision))
        return;
    if (!order_weighs_effect (said->instrument, said->large_effect, decision))
        return;
    bool overruled = overrules (said, seen, decision);
    const char *judge = order_judge (said->large_effect, said->judged_by, said->by);
    if (decision->refusal.code != REFUSAL_NONE || !order_is_judged (seen->office, judge, decision))
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
                                  .judged_by = judge,
                                  .overrules = overruled,
                                  .done = done,
                                  .urgent = said->on_the_spot && said->urgent,
                                  .urgent_reason = said->on_the_spot ? said->reason : NULL,
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

/* 行政强制法 25: 30 days, and then so many again. What was renewed already has not begun yet, and
   is not renewed further in advance. False: refused. */
static bool draws_near (const struct order_seen *seen, instant at, struct decision *decision)
{
    const struct order_row *order = seen->order;
    const struct safeguard *safeguard =
        authority_safeguard (seen->office, order->instrument, day_of (at));
    if (!safeguard || safeguard->calendar_days == NUMBER_ABSENT)
        return true;
    int64_t days = safeguard->renewal_days == NUMBER_ABSENT ? safeguard->calendar_days
                                                            : safeguard->renewal_days;
    instant first = order->until - days * DAY_MS;
    if (at >= first)
        return true;
    decision_refuse (decision, REFUSAL_CONFLICT, "/at",
                     "%s is served until %s, and is renewed at most %" PRId64
                     " days before that (%s); possible now: order.lift, after a passed "
                     "re-inspection; order.renew, from %s on",
                     order->order, clock_moment (order->until, decision->arena), days,
                     safeguard->basis, clock_moment (first, decision->arena));
    return false;
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
    if (!order_has_power (seen, act.at, decision) || !draws_near (seen, act.at, decision))
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

/* Of an application. */
static const char *awaited (const struct order_row *order)
{
    return order->failed != INSTANT_ABSENT || order->orphaned != INSTANT_ABSENT
               ? "resumption.refuse; order.lift, after a passed re-inspection"
               : "reinspection.report; then order.lift or resumption.refuse";
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
    if (seen->order->applied != INSTANT_ABSENT) {
        decision_refuse (decision, REFUSAL_CONFLICT, "/order",
                         "%s is served, and what was applied for at %s was not answered yet; "
                         "possible now: %s",
                         said->order, clock_moment (seen->order->applied, decision->arena),
                         awaited (seen->order));
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

/* It was applied for, and checked; what passed is lifted. */
static bool may_be_refused (const struct order_row *order, struct decision *decision)
{
    if (order->applied == INSTANT_ABSENT)
        decision_refuse (decision, REFUSAL_CONFLICT, "/order",
                         "%s is served, and no application of its unit waits for an answer; "
                         "possible now: resumption.apply",
                         order->order);
    else if (order->reinspected != INSTANT_ABSENT)
        decision_refuse (decision, REFUSAL_CONFLICT, "/order",
                         "%s is served and its hazard passed the re-inspection; possible now: "
                         "order.lift",
                         order->order);
    else if (order->failed == INSTANT_ABSENT && order->orphaned == INSTANT_ABSENT)
        decision_refuse (decision, REFUSAL_CONFLICT, "/order",
                         "%s is served, and was not checked since its unit applied; possible now: "
                         "%s",
                         order->order, awaited (order));
    return decision->refusal.code == REFUSAL_NONE;
}

void term_decide_refuse (const void *said_void, const void *seen_void, struct decision *decision)
{
    const struct resumption_refuse *said = said_void;
    const struct order_seen *seen = seen_void;
    struct order_act_of_people act = { ORDER_APPLY, "resumption.refuse", said->order, said->by,
                                       said->at };
    if (order_allows (&act, seen, decision) && may_be_refused (seen->order, decision))
        decision_event (decision, resumption_refused_record, seen->order->ref,
                        &(struct resumption_refused){ .order = said->order,
                                                      .ref = seen->order->ref,
                                                      .by = said->by,
                                                      .at = act.at,
                                                      .evidence = said->evidence,
                                                      .reason = said->reason,
                                                      .number = order_number (said->order),
                                                      .application = seen->order->application });
}

void term_check (const struct orders *orders, const char *const *inspectors, size_t count,
                 struct decision *decision)
{
    for (size_t i = 0; i < orders->count; i++) {
        const struct order_row *order = &orders->list[i];
        if (order->state == order_state_served && order->applied != INSTANT_ABSENT &&
            order->failed == INSTANT_ABSENT)
            decision_event (decision, resumption_checked_record, order->ref,
                            &(struct resumption_checked){ .order = order->order,
                                                          .ref = order->ref,
                                                          .number = order_number (order->order),
                                                          .application = order->application,
                                                          .inspectors = inspectors,
                                                          .inspectors_count = count });
    }
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
