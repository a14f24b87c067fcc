/* What a deadline does when: the steps of the policy before, at and after the due moment, the due moment itself, and
   then overdue reminders at growing gaps, for ever. One calendar for the deadline and its steps. Pure. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#pragma once
#include "office/office.h"
#include "scheduling/rows.h"

enum plan_kind { PLAN_NOTHING, PLAN_STEP, PLAN_MISS, PLAN_REPEAT };
struct plan_point {
    enum plan_kind kind;
    instant moment;
    int64_t place; /* PLAN_STEP: of the step in its policy */
};

/* What comes next for DEADLINE; CLOCK NULL (the policy no longer knows it): only the due moment. */
struct plan_point plan_next (const struct deadline_row *deadline, const struct clock_policy *clock,
                             const struct calendar *calendar, day known);
/* The same, as the `next` of a row or event: INSTANT_ABSENT when nothing does. */
instant plan_next_moment (const struct deadline_row *deadline, const struct office *office, day known);
/* When STEP of a deadline at DUE is to be told. Steps in working days are told at 09:00. */
instant plan_step_moment (const struct reminder_step *step, instant due, const struct calendar *calendar, day known);
