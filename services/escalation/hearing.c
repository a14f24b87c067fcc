/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "escalation/hearing.h"
#include "calendar/clock.h"
#include "office/authority.h"
#include <inttypes.h>
#include <string.h>

/* As it was in effect AT: when the act was done, not when it was sent. */
static const struct safeguard *safeguard_of (const struct order_seen *seen, instant at)
{
    return authority_safeguard (seen->office, seen->order->instrument, day_of (at));
}

enum { EXPLANATION_MAX = 100 };

/* ---- guards ---- */

static size_t trim (const char **text)
{
    *text += strspn (*text, " ");
    size_t length = strlen (*text);
    while (length > 0 && (*text)[length - 1] == ' ')
        length--;
    return length;
}

static bool is_same_name (const char *left, const char *right)
{
    size_t length = trim (&left);
    return length == trim (&right) && strncmp (left, right, length) == 0;
}

int64_t hearing_people (const char *const *names, size_t count)
{
    int64_t people = 0;
    for (size_t i = 0; i < count; i++) {
        bool counts = !text_is_blank (names[i]);
        for (size_t earlier = 0; earlier < i; earlier++)
            counts = counts && !is_same_name (names[i], names[earlier]);
        people += counts;
    }
    return people;
}

bool hearing_has_inspectors (const struct order_seen *seen, instant at,
                             const char *const *inspectors, size_t count, struct decision *decision)
{
    const struct safeguard *safeguard = safeguard_of (seen, at);
    int64_t people = hearing_people (inspectors, count);
    if (!safeguard || people >= safeguard->inspectors)
        return true;
    decision_refuse (decision, REFUSAL_INVALID, "/inspectors",
                     "names %" PRId64 "; at least %" PRId64 " different people must be there (%s)",
                     people, safeguard->inspectors, safeguard->basis);
    return false;
}

bool hearing_has_inventory (const struct order_seen *seen, instant at, const char *inventory,
                            struct decision *decision)
{
    const struct safeguard *safeguard = safeguard_of (seen, at);
    if (!safeguard || !safeguard->inventory || (inventory && !text_is_blank (inventory)))
        return true;
    decision_refuse (decision, REFUSAL_INVALID, "/inventory",
                     "is missing; list what is sealed, on the spot (%s)", safeguard->basis);
    return false;
}

/* WORKING_DAYS of the safeguard from FROM, with how they were counted. */
static struct hearing_wait count (const struct office *office, const struct safeguard *safeguard,
                                  int64_t working_days, instant from, instant now,
                                  struct arena *arena)
{
    const struct clock_rule rule = { .kind = clock_working_days,
                                     .length = working_days,
                                     .source = safeguard->basis };
    const struct clock_end end = clock_run (office->calendar, &rule, from, day_of (now), arena);
    struct hearing_wait wait = { .until = end.due, .provisional = end.provisional };
    struct text text = text_in (arena);
    clock_explain (&rule, from, &end, true, &text);
    wait.explanation = text_lines (text.bytes, &wait.explanation_count, arena);
    if (wait.explanation_count > EXPLANATION_MAX)
        wait.explanation_count = EXPLANATION_MAX;
    return wait;
}

/* The time in which a hearing may be asked for: as the unit was told, or as the calendar has it
   now, whichever ends later. */
static struct hearing_wait window (const struct office *office, const struct order_row *order,
                                   instant now, struct arena *arena)
{
    const struct safeguard *safeguard =
        authority_safeguard (office, order->instrument, day_of (order->notified));
    const struct hearing_wait told = { .until = order->hearing_until,
                                       .provisional = order->hearing_provisional,
                                       .explanation = order->hearing_explanation,
                                       .explanation_count = order->hearing_explanation_count };
    if (!safeguard || safeguard->hearing_working_days == NUMBER_ABSENT)
        return told;
    const struct hearing_wait counted =
        count (office, safeguard, safeguard->hearing_working_days, order->notified, now, arena);
    return counted.until >= told.until ? counted : told;
}

struct hearing_wait hearing_waits (const struct office *office, const struct order_row *order,
                                   instant now, struct arena *arena)
{
    const struct hearing_wait nothing = { .until = INSTANT_ABSENT };
    const struct safeguard *safeguard =
        authority_safeguard (office, order->instrument, day_of (now));
    if (order->state != order_state_drafted)
        return nothing;
    if (order->hearing == hearing_open)
        return window (office, order, now, arena);
    /* Announced on the day that it was asked for. */
    if (order->hearing == hearing_requested && safeguard &&
        safeguard->hearing_notice_working_days != NUMBER_ABSENT)
        return count (office, safeguard, safeguard->hearing_notice_working_days, order->at, now,
                      arena);
    return nothing;
}

enum order_waiting hearing_awaits (const struct office *office, const struct order_row *order,
                                   instant now)
{
    const struct safeguard *safeguard =
        authority_safeguard (office, order->instrument, day_of (now));
    if (order->hearing == hearing_requested)
        return waiting_hearing;
    return order->notified == INSTANT_ABSENT && safeguard &&
                   safeguard->hearing_working_days != NUMBER_ABSENT
               ? waiting_notice
               : waiting_decision;
}

void hearing_count_again (const struct office *office, struct order_row *row, instant now,
                          struct arena *arena)
{
    if (row->state != order_state_drafted || row->hearing != hearing_open)
        return;
    const struct hearing_wait wait = window (office, row, now, arena);
    row->hearing_until = wait.until;
    row->hearing_provisional = wait.provisional;
    row->hearing_explanation = wait.explanation;
    row->hearing_explanation_count = wait.explanation_count;
}

static instant asked_until (const struct order_seen *seen, struct arena *arena)
{
    return window (seen->office, seen->order, seen->now, arena).until;
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
                         "%s is drafted, and the unit was not told yet what is intended and that "
                         "it may ask for a "
                         "hearing (%s); possible now: order.notify, order.reject",
                         order->order, safeguard->basis);
    else if (order->hearing == hearing_requested)
        decision_refuse (
            decision, REFUSAL_CONFLICT, "/order",
            "%s is drafted, and the unit asked for a hearing; possible now: hearing.hold, "
            "hearing.waive, order.reject",
            order->order);
    else if (at < asked_until (seen, decision->arena))
        decision_refuse (
            decision, REFUSAL_CONFLICT, "/order",
            "%s is drafted, and the unit may ask for a hearing until %s; possible now: "
            "hearing.request, hearing.waive, order.reject",
            order->order, clock_moment (asked_until (seen, decision->arena), decision->arena));
    return decision->refusal.code == REFUSAL_NONE;
}

static bool is_statutory_holiday (const struct office *office, instant at, instant now)
{
    struct workday workday = workday_on (office->calendar, day_of (at), day_of (now));
    return workday.marked && !workday.works;
}

const char *hearing_closed_time (const struct office *office, const struct safeguard *safeguard,
                                 instant at, instant now)
{
    if (!safeguard || !safeguard->coercive)
        return NULL;
    return authority_is_night (office, at)          ? "at night"
           : is_statutory_holiday (office, at, now) ? "on a statutory holiday"
                                                    : NULL;
}

bool hearing_allows_enforcement (const struct order_seen *seen, instant at, bool urgent,
                                 const char *reason, struct decision *decision)
{
    const char *closed = hearing_closed_time (seen->office, safeguard_of (seen, at), at, seen->now);
    bool was_done = seen->order->done != INSTANT_ABSENT; /* and asked about then: order.propose */
    if (!closed || was_done || (urgent && reason))
        return true;
    decision_refuse (decision, REFUSAL_CONFLICT, "/at",
                     "%s is approved, and not served %s (%s); possible now: to serve it at another "
                     "time, or with `urgent` true and a `reason`",
                     seen->order->order, closed, seen->office->authority->night->basis);
    return false;
}

/* ---- what is done ---- */

/* The time in which a hearing may be asked for, and before which nobody is urged to decide. */
static void open_window (const struct order_seen *seen, struct order_notified *event,
                         struct arena *arena)
{
    const struct safeguard *safeguard = safeguard_of (seen, event->at);
    event->until = event->next = INSTANT_ABSENT;
    if (!safeguard || safeguard->hearing_working_days == NUMBER_ABSENT)
        return;
    const struct hearing_wait wait = count (
        seen->office, safeguard, safeguard->hearing_working_days, event->at, seen->now, arena);
    event->until = event->next = wait.until;
    event->provisional = wait.provisional;
    event->explanation = wait.explanation;
    event->explanation_count = wait.explanation_count;
}

/* Of a draft, once the unit was told. */
static const char *possible (enum hearing_state state)
{
    switch (state) {
    case hearing_open:
        return "hearing.request, hearing.waive, order.reject; order.approve, when the time to ask "
               "for a hearing is over";
    case hearing_requested:
        return "hearing.hold, hearing.waive, order.reject";
    case hearing_waived:
    case hearing_held:
    case hearing_state_absent:
        break;
    }
    return "order.approve, order.reject";
}

void hearing_decide_notify (const void *said_void, const void *seen_void, struct decision *decision)
{
    const struct order_notify *said = said_void;
    const struct order_seen *seen = seen_void;
    struct order_act_of_people act = { ORDER_NOTIFY, "order.notify", said->order, said->by,
                                       said->at };
    if (!order_allows (&act, seen, decision) ||
        !hearing_has_inspectors (seen, act.at, said->inspectors, said->inspectors_count, decision))
        return;
    if (seen->order->notified != INSTANT_ABSENT) {
        decision_refuse (decision, REFUSAL_CONFLICT, "/order",
                         "%s is drafted, and the unit was told on %s; possible now: %s",
                         said->order, clock_moment (seen->order->notified, decision->arena),
                         possible (seen->order->hearing));
        return;
    }
    struct order_notified event = { .order = said->order,
                                    .ref = seen->order->ref,
                                    .by = said->by,
                                    .at = act.at,
                                    .inspectors = said->inspectors,
                                    .inspectors_count = said->inspectors_count,
                                    .evidence = said->evidence };
    open_window (seen, &event, decision->arena);
    decision_event (decision, order_notified_record, seen->order->ref, &event);
}

struct hearing_act {
    enum hearing_state to;
    const char *evidence;
    instant announced;
};

/* A hearing is not held before it could be; a decision that became possible is urged like a draft.
 */
static instant urged_after (const struct hearing_act *hearing, instant at,
                            const struct order_seen *seen, struct arena *arena)
{
    struct order_row after = *seen->order;
    after.hearing = hearing->to;
    after.at = at;
    instant until = hearing_waits (seen->office, &after, seen->now, arena).until;
    return until > seen->now ? until : order_urging_after (seen->office, seen->now);
}

static void move (const struct hearing_act *hearing, struct order_act_of_people *act,
                  const struct order_seen *seen, struct decision *decision)
{
    decision_event (
        decision, hearing_moved_record, seen->order->ref,
        &(struct hearing_moved){ .order = act->order,
                                 .ref = seen->order->ref,
                                 .state = hearing->to,
                                 .by = act->by,
                                 .at = act->at,
                                 .announced = hearing->announced,
                                 .evidence = hearing->evidence,
                                 .next = urged_after (hearing, act->at, seen, decision->arena) });
}

static const char *stand_of (enum hearing_state state)
{
    switch (state) {
    case hearing_open:
        return "nobody asked for a hearing";
    case hearing_requested:
        return "a hearing was asked for";
    case hearing_waived:
        return "the unit gave the hearing up";
    case hearing_held:
        return "the hearing was held";
    case hearing_state_absent:
        break;
    }
    return "no right to a hearing was opened";
}

/* The hearing stands where FROM or OTHER says. */
static bool stands (const struct order_seen *seen, enum hearing_state from,
                    enum hearing_state other, struct decision *decision)
{
    enum hearing_state state = seen->order->hearing;
    if (state != hearing_state_absent && (state == from || state == other))
        return true;
    decision_refuse (decision, REFUSAL_CONFLICT, "/order",
                     "%s is drafted, and %s; possible now: %s", seen->order->order,
                     stand_of (state),
                     state == hearing_state_absent && seen->order->notified == INSTANT_ABSENT
                         ? "order.notify, order.reject"
                         : possible (state));
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
    instant until = asked_until (seen, decision->arena);
    if (act.at >= until)
        decision_refuse (decision, REFUSAL_CONFLICT, "/at",
                         "%s is drafted, and the time to ask for a hearing ended at %s; possible "
                         "now: order.approve, order.reject",
                         said->order, clock_moment (until, decision->arena));
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
    instant requested = seen->order->at; /* nothing was done about the order since */
    if (said->announced + seen->skew_ms < requested || said->announced > at) {
        decision_refuse (
            decision, REFUSAL_INVALID, "/announced",
            "must lie between when the hearing was asked for, %s, and when it was held",
            clock_moment (requested, decision->arena));
        return false;
    }
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
                     "%s is drafted, and a hearing is announced %" PRId64
                     " working days before it is held (%s); possible now: hearing.waive, "
                     "order.reject; hearing.hold, from %s on",
                     seen->order->order, safeguard->hearing_notice_working_days, safeguard->basis,
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
