/* A tip-off: what somebody outside says there is. It is verified on the spot (S22): founded, it
   becomes a case; unfounded, it ends with a reason. Who said it stays in this service. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#pragma once
#include "intake/hazard.h"

struct tipoff_report_seen {
    const struct office *office;
    const struct premises_brief
        *premises; /* of the place; NULL: none given, or not in the register */
    int64_t last;
    instant now;
};
struct tipoff_verify_seen {
    const struct tipoff_row *tipoff; /* NULL: no such tip-off */
    const char *premises;            /* of the finding, or else of the tip-off */
    struct finding_seen finding;
};

void tipoff_decide_report (const void *said, const void *seen, struct decision *decision);
void tipoff_decide_verify (const void *said, const void *seen, struct decision *decision);
const void *tipoff_see_report (const struct scene *scene, const void *said);
const void *tipoff_see_verify (const struct scene *scene, const void *said);
void tipoff_apply_reported (struct store *store, const struct fact *fact, const void *event,
                            struct arena *arena);
void tipoff_apply_verified (struct store *store, const struct fact *fact, const void *event,
                            struct arena *arena);
extern const struct sql_table tipoff_sql;
