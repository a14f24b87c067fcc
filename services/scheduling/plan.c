/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "scheduling/plan.h"
#include "calendar/calendar.h"

enum { MORNING_HOURS = 9 };

static day working_days_after (const struct calendar *calendar, day d, int64_t n, day known)
{
    while (n > 0)
        n -= workday_on (calendar, ++d, known).works;
    return d;
}

instant plan_step_moment (const struct reminder_step *step, instant due, const struct calendar *calendar, day known)
{
    bool before = step->when == step_before;
    if (step->when == step_at)
        return due;
    if (step->hours != NUMBER_ABSENT)
        return due + (before ? -1 : 1) * step->hours * HOUR_MS;
    day last = day_of (due - 1); /* a due of 00:00 ends the day before */
    day told = before ? workday_before (calendar, last, step->working_days, known)
                      : working_days_after (calendar, last, step->working_days, known);
    return day_start (told) + MORNING_HOURS * HOUR_MS;
}

static bool comes_after (instant moment, int64_t place, const struct deadline_row *deadline)
{
    return moment > deadline->reached || (moment == deadline->reached && place > deadline->place);
}

static void take_earlier (struct plan_point *best, enum plan_kind kind, instant moment, int64_t place)
{
    if (best->kind == PLAN_NOTHING || moment < best->moment)
        *best = (struct plan_point){ kind, moment, place };
}

struct plan_point plan_next (const struct deadline_row *deadline, const struct clock_policy *clock,
                             const struct calendar *calendar, day known)
{
    struct plan_point best = { .kind = PLAN_NOTHING };
    bool armed = deadline->state == deadline_state_armed;
    if (!armed && deadline->state != deadline_state_missed)
        return best;
    if (armed) /* first, so that on equal moments the miss is on record before it is told */
        take_earlier (&best, PLAN_MISS, deadline->due, 0);
    for (size_t i = 0; clock && i < clock->steps_count; i++) {
        instant moment = plan_step_moment (&clock->steps[i], deadline->due, calendar, known);
        if (comes_after (moment, (int64_t)i, deadline))
            take_earlier (&best, PLAN_STEP, moment, (int64_t)i);
    }
    if (!armed && deadline->repeat != INSTANT_ABSENT)
        take_earlier (&best, PLAN_REPEAT, deadline->repeat, 0);
    return best;
}

instant plan_next_moment (const struct deadline_row *deadline, const struct office *office, day known)
{
    struct plan_point point = plan_next (deadline, office_clock (office, deadline->clock), office->calendar, known);
    return point.kind == PLAN_NOTHING ? INSTANT_ABSENT : point.moment;
}
