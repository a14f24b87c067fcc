/* What the two tables of an obligation share: what the hour sees, and the rest. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#pragma once
#include "scheduling/obligation.h"

#define OBLIGATION_COLUMNS                                                                         \
    "number, campaign, kind, what, party, cycle, met, last, round, met_at, settled"

/* Of the scene's campaign, and asks for nothing yet. */
struct deadline_by obligation_by_nothing (const struct scene *scene);
int64_t obligation_last_number (const struct scene *scene); /* 0: none */
