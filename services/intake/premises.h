/* Premises: a place in the register, under the code that its caller gave it. Registering a known
   code again changes what the register says of it; both are on record. Where people live who are
   looked after, their code stays theirs: what comes to be there is registered under another. Not
   here: coverage (reporting), imports (firewarden). */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#pragma once
#include "frame/service.h"
#include "intake/rows.h"
#include "intake/task.h"

/* What a decision about a new entry must know. */
struct premises_seen {
    const struct office *office;
    const struct premises_row *before; /* as it is registered; NULL: it is new, or nobody asked */
    const struct premises_brief *now;  /* in brief, closed or not; NULL: nobody ever entered it */
    bool cases; /* it is open to all, and a hazard, a tip-off or a visit that was planned, done or
                   not, names it; asked for a home alone */
    const struct task_row *visits; /* that plans ask for there */
    size_t visits_count;
};

/* Whether SAID makes it a home of people who are looked after (S4). */
bool premises_is_home (const struct premises_register *said, const struct office *office);
/* Refuses a PLACE that is nowhere, or that PREMISES (NULL: none named, or not in the register) has
   otherwise. */
void premises_check_place (const struct place *place, const struct premises_brief *premises,
                           const struct office *office, struct decision *decision);
void premises_decide_register (const void *said, const void *seen, struct decision *decision);
void premises_decide_close (const void *said, const void *seen, struct decision *decision);

const void *premises_see_register (const struct scene *scene, const void *said);
const void *premises_see_close (const struct scene *scene, const void *said);
/* The row of PREMISES (may be NULL); NULL: not in the register. */
const struct premises_brief *premises_see (const struct scene *scene, const char *premises);
/* The same, though it was closed: what happened there did. */
const struct premises_brief *premises_see_ever (const struct scene *scene, const char *premises);
/* All that the register has of it. */
const struct premises_row *premises_see_whole (const struct scene *scene, const char *premises);
const struct premises_row *premises_see_whole_ever (const struct scene *scene,
                                                    const char *premises);
void premises_apply_registered (struct store *store, const struct fact *fact, const void *event,
                                struct arena *arena);
void premises_apply_closed (struct store *store, const struct fact *fact, const void *event,
                            struct arena *arena);
extern const struct sql_table premises_sql;
