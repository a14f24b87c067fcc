/* The ladder: when a deadline was missed, rung after rung of the policy answers for it, until it is
   met, cancelled or extended. A case has one for each of its clocks: what is missed later, watch
   after watch, joins it where it stands. The rung that was reached is told again and again
   meanwhile: an escalation never falls silent (domain.md 6). The last rung may draft an order. Also
   here: what is remembered of a case, so that nothing is raised about one that is closed but by the
   clocks that outlive it. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#pragma once
#include "escalation/accountability.h"
#include "escalation/order.h"
#include "escalation/supervision.h"

enum { LADDER_LATE_MS = 10 * MINUTE_MS };

/* What hearing something about a case must know. */
struct ladder_seen {
    const struct office *office;
    const struct ladder_row
        *ladders; /* of the case, those that stand first; or the one that is due */
    size_t count;
    const struct answered_row *answered; /* of the case, those that are not over first */
    size_t answered_count;
    struct orders orders;
    struct orders linked; /* in force, of the cases that are linked to it */
    struct referrals referrals;
    const struct supervision_row *supervision; /* the last; NULL: never listed */
    const struct matter_row *matter;           /* the case; NULL: nobody heard of it */
    struct late late;                          /* what is heard, after a fire */
    instant entered;                           /* what is heard, at its source; an hour: absent */
    instant now;
};
const void *ladder_see_case (const struct scene *scene,
                             const void *said); /* by the subject of the fact */
const void *ladder_see_opened (const struct scene *scene, const void *said);
void ladder_decide_hazard_opened (const void *said, const void *seen, struct decision *decision);
void ladder_decide_hazard_closed (const void *said, const void *seen, struct decision *decision);
/* Linked hazards: it is a case of its own again. */
void ladder_decide_hazard_split (const void *said, const void *seen, struct decision *decision);
/* Transferred and sent back: it goes on. */
void ladder_decide_hazard_reopened (const void *said, const void *seen, struct decision *decision);
void ladder_decide_reinspection_reported (const void *said, const void *seen,
                                          struct decision *decision);
void ladder_decide_deadline_missed (const void *said, const void *seen, struct decision *decision);
void ladder_decide_deadline_met (const void *said, const void *seen, struct decision *decision);
void ladder_decide_deadline_cancelled (const void *said, const void *seen,
                                       struct decision *decision);
void ladder_decide_deadline_moved (const void *said, const void *seen, struct decision *decision);
void ladder_decide_deadline_extended (const void *said, const void *seen,
                                      struct decision *decision);

/* What is known of the case REF, or NULL. */
const struct matter_row *case_see (const struct scene *scene, const char *ref);
/* Whether what was written about case REF is kept from the asker: it is about people at home. */
bool case_hides (const struct scene *scene, const char *ref);

instant ladder_next (const struct scene *scene);
const void *ladder_see_hour (const struct scene *scene, const void *said);
void ladder_decide_hour (const void *said, const void *seen, struct decision *decision);

void ladder_apply_raised (struct store *store, const struct fact *fact, const void *event,
                          struct arena *arena);
void ladder_apply_climbed (struct store *store, const struct fact *fact, const void *event,
                           struct arena *arena);
void ladder_apply_repeated (struct store *store, const struct fact *fact, const void *event,
                            struct arena *arena);
void ladder_apply_joined (struct store *store, const struct fact *fact, const void *event,
                          struct arena *arena);
void ladder_apply_left (struct store *store, const struct fact *fact, const void *event,
                        struct arena *arena);
void ladder_apply_planned (struct store *store, const struct fact *fact, const void *event,
                           struct arena *arena);
void ladder_apply_ended (struct store *store, const struct fact *fact, const void *event,
                         struct arena *arena);
void case_apply_noted (struct store *store, const struct fact *fact, const void *event,
                       struct arena *arena);
void case_apply_ended (struct store *store, const struct fact *fact, const void *event,
                       struct arena *arena);
void case_apply_resumed (struct store *store, const struct fact *fact, const void *event,
                         struct arena *arena);
extern const struct sql_table ladder_sql;
