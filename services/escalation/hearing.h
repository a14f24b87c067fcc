/* The safeguards before an order (行政处罚法 42, 44, 63, 64): two inspectors, a notice, the time in
   which a hearing may be asked for, and the hearing. As authority.yaml has them for the instrument
   on the day. Pure but for see and apply. Not here: the order's own states (order.h). */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#pragma once
#include "escalation/order.h"

/* Until when the law lets nobody approve a draft, by the calendar of NOW: a hearing may be asked
   for, or the one that was is not held before. INSTANT_ABSENT: nothing has to be waited for. */
struct hearing_wait {
    instant until;
    bool provisional;
    const char *const *explanation;
    size_t explanation_count;
};
struct hearing_wait hearing_waits (const struct office *office, const struct order_row *order,
                                   instant now, struct arena *arena);
/* What a draft waits for, when it is not that: its notice, its hearing, its decision. */
enum order_waiting hearing_awaits (const struct office *office, const struct order_row *order,
                                   instant now);
/* The time to ask for a hearing of ROW, as it is shown. */
void hearing_count_again (const struct office *office, struct order_row *row, instant now,
                          struct arena *arena);
/* Whether ORDER may be approved at TIME as far as notice and hearing go. False: refused as a
   conflict that says what is missing, and until when. */
bool hearing_allows_approval (const struct order_seen *seen, instant at, struct decision *decision);
/* How many different people NAMES are. */
int64_t hearing_people (const char *const *names, size_t count);
/* Whether INSPECTORS are as many people as the instrument asks for; one who is named twice is one.
   False: refused at /inspectors. */
bool hearing_has_inspectors (const struct order_seen *seen, instant at,
                             const char *const *inspectors, size_t count,
                             struct decision *decision);
/* Whether what was sealed is listed as the instrument asks for (行政强制法 24). False: refused at
   /inventory. */
bool hearing_has_inventory (const struct order_seen *seen, instant at, const char *inventory,
                            struct decision *decision);
/* "at night", "on a statutory holiday": when what SAFEGUARD (may be NULL) is about is not carried
   out, unless it is urgent (行政强制法 43). NULL: AT is no such time. */
const char *hearing_closed_time (const struct office *office, const struct safeguard *safeguard,
                                 instant at, instant now);
/* Whether the order may be carried out at AT, or was before, on the spot: coercive ones at no
   closed time, unless URGENT with a REASON. False: refused at /at. */
bool hearing_allows_enforcement (const struct order_seen *seen, instant at, bool urgent,
                                 const char *reason, struct decision *decision);

void hearing_decide_notify (const void *said, const void *seen, struct decision *decision);
void hearing_decide_request (const void *said, const void *seen, struct decision *decision);
void hearing_decide_waive (const void *said, const void *seen, struct decision *decision);
void hearing_decide_hold (const void *said, const void *seen, struct decision *decision);

const void *hearing_see_notify (const struct scene *scene, const void *said);
const void *hearing_see_request (const struct scene *scene, const void *said);
const void *hearing_see_waive (const struct scene *scene, const void *said);
const void *hearing_see_hold (const struct scene *scene, const void *said);
void order_apply_notified (struct store *store, const struct fact *fact, const void *event,
                           struct arena *arena);
void hearing_apply_moved (struct store *store, const struct fact *fact, const void *event,
                          struct arena *arena);
void hearing_apply_counted (struct store *store, const struct fact *fact, const void *event,
                            struct arena *arena);
extern const struct sql_table hearing_sql;
