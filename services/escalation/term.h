/* How long an order stands: proposed by people, served for a time (行政强制法 25: a sealing, 30
   calendar days at most), renewed or lapsed, and the unit's application to resume (消防法 70).
   Not here: approval, service and lifting (order.h). */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#pragma once
#include "escalation/order.h"

struct matter_row;

/* The time of an order that is served or renewed. */
struct term {
    instant until;  /* INSTANT_ABSENT: it stands until it is lifted */
    int64_t number; /* among those of the case's orders; NUMBER_ABSENT without an end */
};
/* The time that begins at FROM, by the safeguard in effect AT the act. */
struct term term_begin (const struct order_seen *seen, instant at, instant from,
                        struct arena *arena);
/* The time of an order that is served AT: what was done on the spot is counted from when it was
   done (行政强制法 25). False: that time is over by then, and it is refused. */
bool term_of_service (const struct order_seen *seen, instant at, struct term *term,
                      struct decision *decision);

struct proposal_seen {
    const struct office *office;
    const struct matter_row *matter; /* NULL: no such case */
    struct orders orders;
    struct referrals referrals;
    instant now, time;
    int64_t skew_ms;
};
/* Drafts an order of the instrument asked for, or the referral to who has that power. */
void term_decide_propose (const void *said, const void *seen, struct decision *decision);
void term_decide_renew (const void *said, const void *seen, struct decision *decision);
void term_decide_apply (const void *said, const void *seen, struct decision *decision);
void term_decide_refuse (const void *said, const void *seen, struct decision *decision);
/* The case failed its re-inspection: what was applied for of ORDERS is to be answered. */
void term_check (const struct orders *orders, const char *const *inspectors, size_t count,
                 struct decision *decision);
void term_decide_hour (const void *said, const void *seen, struct decision *decision);

const void *term_see_propose (const struct scene *scene, const void *said);
const void *term_see_renew (const struct scene *scene, const void *said);
const void *term_see_apply (const struct scene *scene, const void *said);
const void *term_see_refuse (const struct scene *scene, const void *said);
instant term_next (const struct scene *scene);
const void *term_see_hour (const struct scene *scene, const void *said);

void term_apply_renewed (struct store *store, const struct fact *fact, const void *event,
                         struct arena *arena);
void term_apply_lapsed (struct store *store, const struct fact *fact, const void *event,
                        struct arena *arena);
void term_apply_applied (struct store *store, const struct fact *fact, const void *event,
                         struct arena *arena);
void term_apply_checked (struct store *store, const struct fact *fact, const void *event,
                         struct arena *arena);
void term_apply_refused (struct store *store, const struct fact *fact, const void *event,
                         struct arena *arena);
extern const struct sql_table term_sql;
