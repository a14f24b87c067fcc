/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "scheduling/plan.h"
#include "base/fault.h"
#include "calendar/calendar.h"

enum { MORNING_HOURS = 9 };

instant plan_step_moment (const struct reminder_step *step, instant due,
                          const struct calendar *calendar, day known)
{
    bool before = step->when == step_before;
    if (step->when == step_at)
        return due;
    if (step->hours != NUMBER_ABSENT)
        return due + (before ? -1 : 1) * step->hours * HOUR_MS;
    day last = day_of (due - 1); /* a due of 00:00 ends the day before */
    day told = before ? workday_before (calendar, last, step->working_days, known)
                      : workday_after (calendar, last, step->working_days, known);
    return day_start (told) + MORNING_HOURS * HOUR_MS;
}

instant plan_reached (instant set, instant due)
{
    return set < due ? set : due - 1;
}

static bool comes_after (instant moment, int64_t place, const struct deadline_row *deadline)
{
    return moment > deadline->reached || (moment == deadline->reached && place > deadline->place);
}

static void take_earlier (struct plan_point *best, const struct plan_point *point)
{
    if (best->kind == PLAN_NOTHING || point->moment < best->moment)
        *best = *point;
}

static void take_steps (struct plan_point *best, const struct deadline_row *deadline,
                        const struct office *office)
{
    const struct clock_policy *clock = office_clock (office, deadline->clock);
    for (size_t i = 0; clock && i < clock->steps_count; i++) {
        struct plan_point point = { .kind = PLAN_STEP, .place = (int64_t)i };
        point.moment =
            plan_step_moment (&clock->steps[i], deadline->due, office->calendar, deadline->known);
        if (FAULT (FAULT_NO_STEP_BEFORE) && clock->steps[i].when == step_before)
            continue;
        if (comes_after (point.moment, point.place, deadline))
            take_earlier (best, &point);
    }
}

struct plan_point plan_next (const struct deadline_row *deadline, const struct office *office)
{
    struct plan_point best = { .kind = PLAN_NOTHING };
    if (deadline->state == deadline_state_paused)
        return (struct plan_point){ .kind = PLAN_RESUME, .moment = deadline->resumes };
    bool armed = deadline->state == deadline_state_armed;
    if (!armed && deadline->state != deadline_state_missed)
        return best;
    if (armed) /* first, so that on equal moments the miss is on record before it is told */
        best = (struct plan_point){ .kind = PLAN_MISS, .moment = deadline->due };
    take_steps (&best, deadline, office);
    if (!armed && deadline->repeat != INSTANT_ABSENT && !FAULT (FAULT_REPEATS_STOP))
        take_earlier (&best,
                      &(struct plan_point){ .kind = PLAN_REPEAT, .moment = deadline->repeat });
    return best;
}

instant plan_next_moment (const struct deadline_row *deadline, const struct office *office)
{
    struct plan_point point = plan_next (deadline, office);
    return point.kind == PLAN_NOTHING ? INSTANT_ABSENT : point.moment;
}
