/* The inventory of colour-steel buildings (S8, 摸清底数): each keeps its number for good. What is
   said of it again is its next version; what is gone stays on record. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#pragma once
#include "frame/service.h"
#include "intake/rows.h"
#include "office/office.h"

struct inventory_seen {
    const struct office *office;
    const struct premises_brief *premises; /* NULL: not in the register; closed, of what is gone */
    const struct inventory_row *item;      /* NULL: no such item, or none was named */
    const struct inventory_row *same;      /* that stands at that place; NULL: none */
    int64_t last;                          /* the last number; 0: none */
    instant now;
};
void inventory_decide_record (const void *said, const void *seen, struct decision *decision);
const void *inventory_see_record (const struct scene *scene, const void *said);
void inventory_apply_recorded (struct store *store, const struct fact *fact, const void *event,
                               struct arena *arena);
extern const struct sql_table inventory_sql;
