/* What the plan asks of a treatment before it is one. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#pragma once
#include "frame/decision.h"
#include "office/office.h"

/* Refuses a treatment that lacks what its kind needs, naming the field under PATH; TIME: when it
 * was ordered. */
void treatment_check (const struct treatment *treatment, const struct office *office, instant time,
                      const char *path, struct decision *decision);
