/* An inspection: premises gone through by a checklist (S5 to S9), by officials or by the unit
   itself (S17). What it found stands in it and opens its cases with it, all or nothing. Not here:
   which premises were not inspected (reporting). */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#pragma once
#include "intake/hazard.h"

struct inspection_seen {
    struct finding_seen finding;         /* of the premises */
    const struct premises_row *premises; /* as the register has it; NULL: it has not */
    int64_t last;                        /* the last inspection's number; 0: none */
};
void inspection_decide_report (const void *said, const void *seen, struct decision *decision);
const void *inspection_see_report (const struct scene *scene, const void *said);
void inspection_apply_reported (struct store *store, const struct fact *fact, const void *event,
                                struct arena *arena);
extern const struct sql_table inspection_sql;
