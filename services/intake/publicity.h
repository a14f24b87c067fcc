/* The log of publicity (S11, S20): what was put up or shown, by whom, where, with a photo's digest.
 */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#pragma once
#include "frame/service.h"
#include "intake/rows.h"
#include "office/office.h"

struct publicity_seen {
    const struct office *office;
    bool registered; /* the party is premises of the register, and nobody's home */
    int64_t last;    /* the last number; 0: none */
    instant now;
};
void publicity_decide_report (const void *said, const void *seen, struct decision *decision);
const void *publicity_see_report (const struct scene *scene, const void *said);
void publicity_apply_reported (struct store *store, const struct fact *fact, const void *event,
                               struct arena *arena);
extern const struct sql_table publicity_sql;
