/* Listed supervision (挂牌督办, S6): a grave hazard is put on a list that is published, with goal,
   measures, money, responsible body, time limit and contingency plan (五到位), and comes off it
   only after acceptance on site, which a passed re-inspection is. Not here: its clock (scheduling).
 */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#pragma once
#include "escalation/rows.h"
#include "frame/service.h"
#include "office/office.h"

struct supervision_seen {
    const struct office *office;
    const struct matter_row *matter;           /* the hazard; NULL: nobody heard of it */
    const struct supervision_row *supervision; /* the last of the hazard; NULL: never listed */
    const char *money;                         /* as it was said: a text, */
    int64_t money_yuan;                        /* or a number; NUMBER_ABSENT: neither */
    instant now;
};
void supervision_decide_list (const void *said, const void *seen, struct decision *decision);
void supervision_decide_publish (const void *said, const void *seen, struct decision *decision);
void supervision_decide_delist (const void *said, const void *seen, struct decision *decision);
/* The hazard passed re-inspection: what is listed may come off. SUPERVISION may be NULL. */
void supervision_accept (const struct supervision_row *supervision, const char *const *inspectors,
                         size_t count, struct decision *decision);

const void *supervision_see_list (const struct scene *scene, const void *said);
const void *supervision_see_publish (const struct scene *scene, const void *said);
const void *supervision_see_delist (const struct scene *scene, const void *said);
/* The last one of hazard REF, or NULL. */
const struct supervision_row *supervision_see_ref (const struct scene *scene, const char *ref);
void supervision_ask_list (const struct scene *scene, const void *asked, struct text *answer,
                           struct refusals *refusals);

void supervision_apply_listed (struct store *store, const struct fact *fact, const void *event,
                               struct arena *arena);
void supervision_apply_published (struct store *store, const struct fact *fact, const void *event,
                                  struct arena *arena);
void supervision_apply_accepted (struct store *store, const struct fact *fact, const void *event,
                                 struct arena *arena);
void supervision_apply_delisted (struct store *store, const struct fact *fact, const void *event,
                                 struct arena *arena);
extern const struct sql_table supervision_sql;
