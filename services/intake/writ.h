/* What is written about a hazard and brought to somebody: the notice of 限期改正 to the unit, once
   in each cycle (消防监督检查规定 19); the report of a major hazard to the government, before which
   experts may be heard once (21). None of it moves the case on. Not here: until when it is due
   (scheduling). */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#pragma once
#include "frame/service.h"
#include "intake/rows.h"
#include "office/office.h"

struct writ_seen {
    const struct office *office;
    const struct hazard_row *hazard; /* NULL: no such case */
    struct writ_row writ;            /* zero: nothing was written yet */
    instant time;
};
void notice_decide_serve (const void *said, const void *seen, struct decision *decision);
void government_decide_report (const void *said, const void *seen, struct decision *decision);
void experts_decide_convene (const void *said, const void *seen, struct decision *decision);

const void *notice_see_serve (const struct scene *scene, const void *said);
const void *government_see_report (const struct scene *scene, const void *said);
const void *experts_see_convene (const struct scene *scene, const void *said);

void notice_apply_served (struct store *store, const struct fact *fact, const void *event,
                          struct arena *arena);
void government_apply_reported (struct store *store, const struct fact *fact, const void *event,
                                struct arena *arena);
void experts_apply_convened (struct store *store, const struct fact *fact, const void *event,
                             struct arena *arena);
extern const struct sql_table writ_sql;
