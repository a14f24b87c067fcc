/* What the plan asks of a treatment before it is one. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#pragma once
#include "frame/decision.h"
#include "office/office.h"

/* What a treatment is for. */
struct treated {
    const struct office *office;
    const char *category;
    enum severity severity;
    instant time; /* when it was ordered */
    day known;    /* the calendar as it is known */
};
/* Refuses a treatment that lacks what its kind needs, naming the field under PATH. */
void treatment_check (const struct treatment *treatment, const struct treated *treated,
                      const char *path, struct decision *decision);
/* False, and refused: DUE, given at PATH, lies beyond the longest time limit that the policy's
   table has for the category and severity. A row that says none bounds nothing. */
bool treatment_is_within_table (instant due, const struct treated *treated, const char *path,
                                struct decision *decision);
