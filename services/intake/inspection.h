/* An inspection: premises gone through by a checklist (S5 to S9), by officials or by the unit
   itself (S17). What it found stands in it and opens its cases with it, all or nothing. Not here:
   which premises were not inspected (reporting). */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#pragma once
#include "intake/hazard.h"
#include "intake/task.h"

struct inspection_seen {
    struct finding_seen finding;         /* of the premises, closed or not */
    const struct premises_row *premises; /* as the register has it; NULL: it never had */
    int64_t last;                        /* the last inspection's number; 0: none */
    const struct task_row *visits;       /* that plans ask for here, and nobody made yet */
    size_t visits_count;
};
/* A checklist without premises of its own is for any; a key window may ask it of more (S9). */
bool inspection_suits (const struct checklist *checklist, const struct premises_row *premises,
                       const struct campaign *campaign);
void inspection_decide_report (const void *said, const void *seen, struct decision *decision);
const void *inspection_see_report (const struct scene *scene, const void *said);
void inspection_apply_reported (struct store *store, const struct fact *fact, const void *event,
                                struct arena *arena);
extern const struct sql_table inspection_sql;
