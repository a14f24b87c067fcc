/* What a deadline does when: the steps of the policy before, at and after the due moment, the due
   moment itself, and then overdue reminders at growing gaps, for ever. A deadline and its steps
   rest on the same calendar, as it was known when the deadline was set. Pure. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#pragma once
#include "office/office.h"
#include "scheduling/rows.h"

enum plan_kind { PLAN_NOTHING, PLAN_STEP, PLAN_MISS, PLAN_REPEAT, PLAN_RESUME };
struct plan_point {
    enum plan_kind kind;
    instant moment;
    int64_t place; /* PLAN_STEP: of the step in its policy */
};

/* What comes next for DEADLINE, which may lie in the past. */
struct plan_point plan_next (const struct deadline_row *deadline, const struct office *office);
/* The same, as the `next` of a row or event: INSTANT_ABSENT when nothing does. */
instant plan_next_moment (const struct deadline_row *deadline, const struct office *office);
/* When STEP of a deadline at DUE is to be told. Steps in working days are told at 09:00. */
instant plan_step_moment (const struct reminder_step *step, instant due,
                          const struct calendar *calendar, day known);
/* Up to which moment the steps of a deadline set at SET are not owed: those before are past, the
 * due moment never is. */
instant plan_reached (instant set, instant due);
