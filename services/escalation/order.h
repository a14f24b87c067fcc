/* An order that closes premises. It is drafted by the system, decided on by people who may, served,
   and lifted after a passed re-inspection; every act has an actor, a time and evidence. Not here:
   how those are urged who let it wait (urging.h), how long it lasts (term.h), and which authority
   may issue which instrument (office/authority.h). */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#pragma once
#include "escalation/referral.h"
#include "escalation/rows.h"
#include "frame/service.h"
#include "office/office.h"

enum order_act {
    ORDER_APPROVE,
    ORDER_REJECT,
    ORDER_SERVE,
    ORDER_LIFT,
    ORDER_WITHDRAW,
    ORDER_NOTIFY, /* and what belongs to the hearing: it stays a draft */
    ORDER_RENEW,
    ORDER_APPLY, /* the unit, to resume */
    ORDER_LAPSE,
    ORDER_ACTS
};
/* Where ACT leads from STATE; _absent: not allowed. */
enum order_state order_next (enum order_state state, enum order_act act);

/* All orders of a case. */
struct orders {
    const struct order_row *list;
    size_t count;
};
struct order_seen {
    const struct office *office;
    const struct order_row *order;   /* NULL: no such order */
    struct orders orders;            /* of its case, itself among them */
    struct referrals referrals;      /* of its case */
    const struct matter_row *matter; /* its case; NULL: nobody heard of it */
    instant now, time;
    int64_t skew_ms;
};
/* An act of people: the commands have the same fields, and this is what the guards ask of each. */
struct order_act_of_people {
    enum order_act act;
    const char *word, *order, *by;
    instant at; /* INSTANT_ABSENT: the command's own time, which order_allows puts here */
};
/* Whether it is possible in the order's state, by one who may, at a time that fits. */
bool order_allows (struct order_act_of_people *act, const struct order_seen *seen,
                   struct decision *decision);

/* Whether this office still has the power for the order on the day of AT: a row of authority.yaml
   may have ended, or been taken out, since the draft (行政处罚法 38). False: refused. */
bool order_has_power (const struct order_seen *seen, instant at, struct decision *decision);

void order_decide_approve (const void *said, const void *seen, struct decision *decision);
void order_decide_reject (const void *said, const void *seen, struct decision *decision);
void order_decide_serve (const void *said, const void *seen, struct decision *decision);
void order_decide_lift (const void *said, const void *seen, struct decision *decision);

/* What an order is drafted for. */
struct draft {
    const struct office *office;
    const char *ref, *issue, *grounds, *deadline, *premises, *premises_name, *community,
        *department;
    enum instrument instrument;
    enum order_ground ground;
    bool private;
    instant now;
    bool on_the_spot;  /* sealed already */
    bool large_effect; /* on economy and society, as JUDGED_BY judged it (NULL: nobody was asked) */
    const char *judged_by;
    bool overrules; /* who judged otherwise before */
    instant done;   /* then; INSTANT_ABSENT: not on the spot */
    bool urgent;
    const char *urgent_reason;
};
/* Drafts an order, unless one of the same instrument stands for the case. Without a power of this
   office (authority.yaml) no order is drafted, ever, but a referral to who has it; and where the
   effect was judged large, by whatever way it was asked for, to who decides on that. */
void order_draft (const struct draft *wanted, const struct orders *orders,
                  const struct referrals *referrals, struct decision *decision);
/* Whether an order by INSTRUMENT is one of those whose effect is judged, when it was judged LARGE.
   False: refused. */
bool order_weighs_effect (enum instrument instrument, bool large, struct decision *decision);
/* Who judged that effect, as a command says in `judged_by`; absent, when it is LARGE: BY. */
const char *order_judge (bool large, const char *judged_by, const char *by);
/* Whether JUDGE (NULL: it was not judged) may judge that effect: who may approve orders may. False:
   refused, at /judged_by. */
bool order_is_judged (const struct office *office, const char *judge, struct decision *decision);
/* The case passed re-inspection: orders that are served may be lifted; with a reason, when it did
   so before that (their papers cross). */
void order_reinspect (const struct orders *orders, const char *const *inspectors, size_t count,
                      struct decision *decision);
/* The case was closed without that, as CLOSING: what is in force has lost its ground, and stands
   until people lift it. */
void order_orphan (const struct orders *orders, enum closing closing, struct decision *decision);
/* It is open again: what was orphaned is not any more. */
void order_regain (const struct orders *orders, struct decision *decision);
/* The hazard is gone, by REASON: what was not served yet falls. */
void order_withdraw (const struct orders *orders, const char *reason, struct decision *decision);

/* Of the orders of a case, from 1: what stands behind the last dash of its id. */
int64_t order_number (const char *order);

/* When an order is urged that began to wait for people at MOMENT, or was urged then. */
instant order_urging_after (const struct office *office, instant moment);

/* The row of ORDER, or NULL. */
const struct order_row *order_see (const struct scene *scene, const char *order);
/* A struct order_seen of ORDER. */
const void *order_see_act (const struct scene *scene, const char *order);
const void *order_see_approve (const struct scene *scene, const void *said);
const void *order_see_reject (const struct scene *scene, const void *said);
const void *order_see_serve (const struct scene *scene, const void *said);
const void *order_see_lift (const struct scene *scene, const void *said);
struct orders order_see_ref (const struct scene *scene, const char *ref);
/* Those in force, of the cases that are linked to REF: nobody inspects these by themselves. */
struct orders order_see_linked (const struct scene *scene, const char *ref);
void order_ask_list (const struct scene *scene, const void *asked, struct text *answer,
                     struct refusals *refusals);

void order_apply_drafted (struct store *store, const struct fact *fact, const void *event,
                          struct arena *arena);
void order_apply_approved (struct store *store, const struct fact *fact, const void *event,
                           struct arena *arena);
void order_apply_rejected (struct store *store, const struct fact *fact, const void *event,
                           struct arena *arena);
void order_apply_served (struct store *store, const struct fact *fact, const void *event,
                         struct arena *arena);
void order_apply_reinspected (struct store *store, const struct fact *fact, const void *event,
                              struct arena *arena);
void order_apply_lifted (struct store *store, const struct fact *fact, const void *event,
                         struct arena *arena);
void order_apply_orphaned (struct store *store, const struct fact *fact, const void *event,
                           struct arena *arena);
void order_apply_regained (struct store *store, const struct fact *fact, const void *event,
                           struct arena *arena);
/* The case REF stands again: its orders have their ground, which a link took in old journals. */
void order_apply_resumed (struct store *store, const char *ref);
void order_apply_withdrawn (struct store *store, const struct fact *fact, const void *event,
                            struct arena *arena);
extern const struct sql_table order_sql;
