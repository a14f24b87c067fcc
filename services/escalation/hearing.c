/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "escalation/hearing.h"
#include "calendar/clock.h"
#include "office/authority.h"
#include <inttypes.h>

/* As it was in effect AT: when the act was done, not when it was sent. */
static const struct safeguard *safeguard_of (const struct order_seen *seen, instant at)
{
    return authority_safeguard (seen->office, seen->order->instrument, day_of (at));
}

/* ---- guards ---- */

bool hearing_has_inspectors (const struct order_seen *seen, instant at, size_t inspectors,
                             struct decision *decision)
{
    const struct safeguard *safeguard = safeguard_of (seen, at);
    if (!safeguard || (int64_t)inspectors >= safeguard->inspectors)
        return true;
    decision_refuse (decision, REFUSAL_INVALID, "/inspectors",
                     "%zu named; at least %" PRId64 " must be there (%s)", inspectors,
                     safeguard->inspectors, safeguard->basis);
    return false;
}

bool hearing_allows_approval (const struct order_seen *seen, instant at, struct decision *decision)
{
    const struct order_row *order = seen->order;
    const struct safeguard *safeguard = safeguard_of (seen, at);
    bool asked_for = safeguard && safeguard->hearing_working_days != NUMBER_ABSENT;
    if (!asked_for || order->hearing == hearing_waived || order->hearing == hearing_held)
        return true;
    if (order->notified == INSTANT_ABSENT)
        decision_refuse (decision, REFUSAL_CONFLICT, "/order",
                         "%s: the unit was not told yet what is intended and that it may ask for a "
                         "hearing (%s); possible now: order.notify, order.reject",
                         order->order, safeguard->basis);
    else if (order->hearing == hearing_requested)
        decision_refuse (decision, REFUSAL_CONFLICT, "/order",
                         "%s: the unit asked for a hearing; possible now: hearing.hold, "
                         "hearing.waive, order.reject",
                         order->order);
    else if (at < order->hearing_until)
        decision_refuse (decision, REFUSAL_CONFLICT, "/order",
                         "%s: the unit may ask for a hearing until %s; possible now: "
                         "hearing.request, hearing.waive, order.reject",
                         order->order, clock_moment (order->hearing_until, decision->arena));
    return decision->refusal.code == REFUSAL_NONE;
}

static bool is_statutory_holiday (const struct order_seen *seen, instant at)
{
    day date = day_of (at);
    struct workday workday = workday_on (seen->office->calendar, date, day_of (seen->now));
    return workday.marked && !workday.works;
}

bool hearing_allows_enforcement (const struct order_seen *seen, instant at, bool urgent,
                                 const char *reason, struct decision *decision)
{
    const struct safeguard *safeguard = safeguard_of (seen, at);
    if (!safeguard || !safeguard->coercive)
        return true;
    bool night = authority_is_night (seen->office, at);
    if ((!night && !is_statutory_holiday (seen, at)) || (urgent && reason))
        return true;
    decision_refuse (decision, REFUSAL_CONFLICT, "/at",
                     "not %s (%s), unless `urgent` is true and `reason` says why",
                     night ? "at night" : "on a statutory holiday",
                     seen->office->authority->night->basis);
    return false;
}

/* ---- what is done ---- */

/* The end of the time in which a hearing may be asked for. */
static instant ends (const struct order_seen *seen, instant at, struct order_notified *event,
                     struct arena *arena)
{
    const struct safeguard *safeguard = safeguard_of (seen, at);
    if (!safeguard || safeguard->hearing_working_days == NUMBER_ABSENT)
        return INSTANT_ABSENT;
    const struct clock_rule rule = { .kind = clock_working_days,
                                     .length = safeguard->hearing_working_days,
                                     .source = safeguard->basis };
    const struct clock_end end =
        clock_run (seen->office->calendar, &rule, at, day_of (seen->now), arena);
    const char **line = arena_take (arena, sizeof *line);
    line[0] = arena_format (arena, "%s：自送达起 %" PRId64 " 个工作日，至 %s", safeguard->basis,
                            safeguard->hearing_working_days, clock_moment (end.due, arena));
    event->explanation = line;
    event->explanation_count = 1;
    return end.due;
}

void hearing_decide_notify (const void *said_void, const void *seen_void, struct decision *decision)
{
    const struct order_notify *said = said_void;
    const struct order_seen *seen = seen_void;
    struct order_act_of_people act = { ORDER_NOTIFY, "order.notify", said->order, said->by,
                                       said->at };
    if (!order_allows (&act, seen, decision) ||
        !hearing_has_inspectors (seen, act.at, said->inspectors_count, decision))
        return;
    if (seen->order->notified != INSTANT_ABSENT) {
        decision_refuse (decision, REFUSAL_CONFLICT, "/order", "%s: the unit was told on %s",
                         said->order, clock_moment (seen->order->notified, decision->arena));
        return;
    }
    struct order_notified event = { .order = said->order,
                                    .ref = seen->order->ref,
                                    .by = said->by,
                                    .at = act.at,
                                    .inspectors = said->inspectors,
                                    .inspectors_count = said->inspectors_count,
                                    .evidence = said->evidence };
    event.until = ends (seen, act.at, &event, decision->arena);
    decision_event (decision, order_notified_record, seen->order->ref, &event);
}

struct hearing_act {
    enum hearing_state to;
    const char *evidence;
    instant announced;
};

static void move (const struct hearing_act *hearing, struct order_act_of_people *act,
                  const struct order_seen *seen, struct decision *decision)
{
    decision_event (decision, hearing_moved_record, seen->order->ref,
                    &(struct hearing_moved){ .order = act->order,
                                             .ref = seen->order->ref,
                                             .state = hearing->to,
                                             .by = act->by,
                                             .at = act->at,
                                             .announced = hearing->announced,
                                             .evidence = hearing->evidence });
}

/* The hearing stands where FROM or OTHER says. */
static bool stands (const struct order_seen *seen, enum hearing_state from,
                    enum hearing_state other, struct decision *decision)
{
    enum hearing_state state = seen->order->hearing;
    if (state != hearing_state_absent && (state == from || state == other))
        return true;
    decision_refuse (decision, REFUSAL_CONFLICT, "/order", "%s: %s", seen->order->order,
                     state == hearing_state_absent ? "no hearing right was opened; it begins with "
                                                     "order.notify"
                     : state == hearing_open       ? "nobody asked for a hearing"
                     : state == hearing_requested  ? "a hearing was asked for already"
                     : state == hearing_waived     ? "the unit gave the hearing up"
                                                   : "the hearing was held");
    return false;
}

void hearing_decide_request (const void *said_void, const void *seen_void,
                             struct decision *decision)
{
    const struct hearing_request *said = said_void;
    const struct order_seen *seen = seen_void;
    struct order_act_of_people act = { ORDER_NOTIFY, "hearing.request", said->order, said->by,
                                       said->at };
    if (!order_allows (&act, seen, decision) ||
        !stands (seen, hearing_open, hearing_open, decision))
        return;
    if (act.at >= seen->order->hearing_until)
        decision_refuse (decision, REFUSAL_CONFLICT, "/at", "the time to ask for it ended at %s",
                         clock_moment (seen->order->hearing_until, decision->arena));
    else
        move (&(struct hearing_act){ hearing_requested, said->evidence, INSTANT_ABSENT }, &act,
              seen, decision);
}

void hearing_decide_waive (const void *said_void, const void *seen_void, struct decision *decision)
{
    const struct hearing_waive *said = said_void;
    const struct order_seen *seen = seen_void;
    struct order_act_of_people act = { ORDER_NOTIFY, "hearing.waive", said->order, said->by,
                                       said->at };
    if (order_allows (&act, seen, decision) &&
        stands (seen, hearing_open, hearing_requested, decision))
        move (&(struct hearing_act){ hearing_waived, said->evidence, INSTANT_ABSENT }, &act, seen,
              decision);
}

static bool was_announced_in_time (const struct hearing_hold *said, instant at,
                                   const struct order_seen *seen, struct decision *decision)
{
    const struct safeguard *safeguard = safeguard_of (seen, at);
    if (!safeguard || safeguard->hearing_notice_working_days == NUMBER_ABSENT)
        return true;
    const struct clock_rule rule = { .kind = clock_working_days,
                                     .length = safeguard->hearing_notice_working_days };
    instant earliest = clock_run (seen->office->calendar, &rule, said->announced,
                                  day_of (seen->now), decision->arena)
                           .due;
    if (at >= earliest)
        return true;
    decision_refuse (decision, REFUSAL_CONFLICT, "/announced",
                     "a hearing is announced %" PRId64 " working days before it is held (%s): not "
                     "before %s",
                     safeguard->hearing_notice_working_days, safeguard->basis,
                     clock_moment (earliest, decision->arena));
    return false;
}

void hearing_decide_hold (const void *said_void, const void *seen_void, struct decision *decision)
{
    const struct hearing_hold *said = said_void;
    const struct order_seen *seen = seen_void;
    struct order_act_of_people act = { ORDER_NOTIFY, "hearing.hold", said->order, said->by,
                                       said->at };
    if (order_allows (&act, seen, decision) &&
        stands (seen, hearing_requested, hearing_requested, decision) &&
        was_announced_in_time (said, act.at, seen, decision))
        move (&(struct hearing_act){ hearing_held, said->evidence, said->announced }, &act, seen,
              decision);
}
