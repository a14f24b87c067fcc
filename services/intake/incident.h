/* An incident: a fire, with its toll and the class that follows from it (domain.md 5). The toll may
   change for days, and the class with it. Not here: what an inquiry makes of it (escalation). */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#pragma once
#include "frame/service.h"
#include "intake/rows.h"
#include "office/office.h"

struct incident_seen {
    const struct office *office;
    const struct premises_brief *premises; /* that are named; NULL: none, or not in the register */
    const struct incident_row *incident;   /* to amend; NULL: no such one */
    int64_t last;
    instant now, time; /* it is told; it happened, as the sender has it */
};
struct toll {
    int64_t dead, injured, loss_yuan;
};
/* The gravest class that one of the three reaches. */
enum fire_class incident_class (const struct office *office, const struct toll *toll);

void incident_decide_report (const void *said, const void *seen, struct decision *decision);
void incident_decide_amend (const void *said, const void *seen, struct decision *decision);
void incident_decide_withdraw (const void *said, const void *seen, struct decision *decision);
const void *incident_see_report (const struct scene *scene, const void *said);
const void *incident_see_amend (const struct scene *scene, const void *said);
const void *incident_see_withdraw (const struct scene *scene, const void *said);
void incident_apply_reported (struct store *store, const struct fact *fact, const void *event,
                              struct arena *arena);
void incident_apply_amended (struct store *store, const struct fact *fact, const void *event,
                             struct arena *arena);
void incident_apply_withdrawn (struct store *store, const struct fact *fact, const void *event,
                               struct arena *arena);
extern const struct sql_table incident_sql;
