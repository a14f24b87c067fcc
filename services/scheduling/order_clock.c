/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "scheduling/order_clock.h"
#include "scheduling/arm.h"
#include <stdlib.h>
#include <string.h>

/* "O-2021-000017-2": of the case's orders. */
static int64_t number_of (const char *order)
{
    const char *last = strrchr (order, '-');
    return last ? strtoll (last + 1, NULL, 10) : 0;
}

void order_clock_drafted (const struct order_drafted *said, const struct case_seen *seen,
                          struct decision *decision)
{
    if (said->instrument != instrument_sealing)
        return;
    struct arming arming = deadline_again (seen, CLOCK_SEALING_DECISION, number_of (said->order),
                                           said->done == INSTANT_ABSENT ? seen->time : said->done);
    arming.urgent = said->on_the_spot;
    arm (&arming, seen, decision);
}

void order_clock_decided (const char *order, instant at, const struct case_seen *seen,
                          struct decision *decision)
{
    deadline_meet_clock (seen, CLOCK_SEALING_DECISION, number_of (order), at, decision);
}

void order_clock_withdrawn (const char *order, const struct case_seen *seen,
                            struct decision *decision)
{
    deadline_cancel_clock (seen, CLOCK_SEALING_DECISION, number_of (order), "文书已撤回", decision);
}

/* To be decided while a day is left: renewed or lifted. */
static void watch_end (int64_t term, instant from, instant until, const struct case_seen *seen,
                       struct decision *decision)
{
    struct arming arming = deadline_again (seen, CLOCK_ORDER_END, term, from);
    const struct clock_policy *clock = office_clock (seen->office, CLOCK_ORDER_END);
    const struct clock_rule_row *rule =
        clock ? office_clock_rule (clock, &(struct clock_case){ .on = day_of (from) }) : NULL;
    arming.due = until - DAY_MS;
    arming.given_by =
        arena_format (decision->arena, "%s；期满 %s，其前一日前处理",
                      rule ? rule->source : "文书期限", clock_moment (until, decision->arena));
    arm (&arming, seen, decision);
}

void order_clock_served (const struct order_served *said, const struct case_seen *seen,
                         struct decision *decision)
{
    if (said->until != INSTANT_ABSENT)
        watch_end (said->term, said->from == INSTANT_ABSENT ? said->at : said->from, said->until,
                   seen, decision);
}

void order_clock_renewed (const struct order_renewed *said, const struct case_seen *seen,
                          struct decision *decision)
{
    deadline_meet_clock (seen, CLOCK_ORDER_END, said->before, said->at, decision);
    watch_end (said->term, said->at, said->until, seen, decision);
}

void order_clock_lapsed (const struct order_lapsed *said, const struct case_seen *seen,
                         struct decision *decision)
{
    static const char reason[] = "文书期限届满，已失效";
    deadline_cancel_clock (seen, CLOCK_ORDER_END, said->term, reason, decision);
    deadline_cancel_clock (seen, CLOCK_RESUMPTION_DECISION, number_of (said->order), reason,
                           decision);
    for (size_t i = 0; i < seen->count && !said->others; i++)
        if (strcmp (seen->deadlines[i].clock, CLOCK_RESUMPTION_CHECK) == 0)
            deadline_cancel_clock (seen, CLOCK_RESUMPTION_CHECK, seen->deadlines[i].cycle, reason,
                                   decision);
}

void order_clock_lifted (const struct order_lifted *said, const struct case_seen *seen,
                         struct decision *decision)
{
    deadline_meet_clock (seen, CLOCK_ORDER_END, said->term, said->at, decision);
    deadline_meet_clock (seen, CLOCK_RESUMPTION_DECISION, said->number, said->at, decision);
    /* Of one whose hazard is closed: nobody inspects that again. Any other order of the case has a
       decision of its own to wait for by now. */
    order_clock_checked (seen, decision);
}

void order_clock_applied (const struct resumption_applied *said, const struct case_seen *seen,
                          struct decision *decision)
{
    const struct arming arming =
        deadline_again (seen, CLOCK_RESUMPTION_CHECK, said->application, said->at);
    arm (&arming, seen, decision);
}

void order_clock_checked (const struct case_seen *seen, struct decision *decision)
{
    for (size_t i = 0; i < seen->count; i++)
        if (strcmp (seen->deadlines[i].clock, CLOCK_RESUMPTION_CHECK) == 0)
            deadline_meet_clock (seen, CLOCK_RESUMPTION_CHECK, seen->deadlines[i].cycle, seen->time,
                                 decision);
}

/* Order NUMBER is to be decided on, unless that is awaited already. Each time it is asked for anew
   it is another deadline, with an id of its own. */
static void await_decision (int64_t number, const struct case_seen *seen, struct decision *decision)
{
    const struct deadline_row *last = deadline_find (seen, CLOCK_RESUMPTION_DECISION, number);
    if (last && deadline_is_open (last->state))
        return;
    struct arming arming = deadline_again (seen, CLOCK_RESUMPTION_DECISION, number, seen->time);
    for (size_t i = 0; i < seen->count; i++)
        arming.extension += strcmp (seen->deadlines[i].clock, CLOCK_RESUMPTION_DECISION) == 0 &&
                            seen->deadlines[i].cycle == number;
    arm (&arming, seen, decision);
}

void order_clock_orphaned (const struct order_orphaned *said, const struct case_seen *seen,
                           struct decision *decision)
{
    await_decision (said->number, seen, decision);
}

void order_clock_decide_regained (const void *said_void, const void *seen,
                                  struct decision *decision)
{
    const struct order_regained *said = said_void;
    if (!said->failed)
        deadline_cancel_clock (seen, CLOCK_RESUMPTION_DECISION, said->number,
                               "移送被退回，隐患恢复，复查后再决定是否恢复", decision);
}

void order_clock_decide_checked (const void *said, const void *seen_void, struct decision *decision)
{
    const struct case_seen *seen = seen_void;
    order_clock_checked (seen, decision);
    await_decision (((const struct resumption_checked *)said)->number, seen, decision);
}

void order_clock_refused (const struct resumption_refused *said, const struct case_seen *seen,
                          struct decision *decision)
{
    deadline_meet_clock (seen, CLOCK_RESUMPTION_CHECK, said->application, said->at, decision);
    deadline_meet_clock (seen, CLOCK_RESUMPTION_DECISION, said->number, said->at, decision);
}

void order_clock_decide_reinspected (const void *said_void, const void *seen_void,
                                     struct decision *decision)
{
    const struct order_reinspected *said = said_void;
    const struct case_seen *seen = seen_void;
    if (said->number == NUMBER_ABSENT) /* of an old journal, and over by now */
        return;
    order_clock_checked (seen, decision); /* applied for before it was heard of */
    await_decision (said->number, seen, decision);
}
