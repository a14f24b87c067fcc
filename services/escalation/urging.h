/* Urging (催办): an order that waits for people, a draft for a decision or an approved one for its
   service, is told again and again, by one role of the ladder after the other, until somebody acts.
   Not here: the acts themselves (order.h), and how the letters leave (scheduling). */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#pragma once
#include "escalation/order.h"

enum { URGING_LATE_MS = 10 * MINUTE_MS };

struct urging_seen {
    const struct office *office;
    const struct order_row *order; /* that is drafted or approved, and due */
    instant now;
};
instant urging_next (const struct scene *scene);
const void *urging_see_hour (const struct scene *scene, const void *said);
void urging_decide_hour (const void *said, const void *seen, struct decision *decision);
void order_apply_urged (struct store *store, const struct fact *fact, const void *event,
                        struct arena *arena);
extern const struct sql_table urging_sql;
