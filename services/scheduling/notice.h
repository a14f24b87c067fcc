/* A notice about what escalation said: a rung that was climbed, an order and what became of it.
   Each is raised once. Not here: reminders of deadlines (reminder.h), how letters leave (letter.h).
 */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#pragma once
#include "scheduling/deadline.h"
#include "words/escalation.h"

struct notice_seen {
    const struct office *office;
    struct case_seen of_case;
    const struct deadline_row
        *like;      /* a deadline of the case, for its community and department; may be NULL */
    const char *id; /* of the notice */
    bool known;     /* raised already */
};

/* "DEADLINE/ladder/RUNG/DUE": after an extension the same rung may be climbed again. DUE in seconds
 * since 1970. */
const char *notice_id_of_rung (const struct ladder_climbed *climbed, struct arena *arena);
/* The same, "…/again/NUMBER". */
const char *notice_id_of_repeat (const struct ladder_repeated *repeated, struct arena *arena);
/* "ORDER/STEP", STEP being drafted, approved …, "urged/service/3" */
const char *notice_id_of_order (const char *order, const char *step, struct arena *arena);

void notice_decide_ladder_climbed (const void *said, const void *seen, struct decision *decision);
void notice_decide_ladder_repeated (const void *said, const void *seen, struct decision *decision);
void notice_decide_accountability_opened (const void *said, const void *seen,
                                          struct decision *decision);
void notice_decide_accountability_judged (const void *said, const void *seen,
                                          struct decision *decision);
void notice_decide_accountability_voided (const void *said, const void *seen,
                                          struct decision *decision);
const void *notice_see_accountability_voided (const struct scene *scene, const void *said);
const void *notice_see_accountability_opened (const struct scene *scene, const void *said);
const void *notice_see_accountability_judged (const struct scene *scene, const void *said);
void notice_decide_order_drafted (const void *said, const void *seen, struct decision *decision);
void notice_decide_order_urged (const void *said, const void *seen, struct decision *decision);
void notice_decide_order_approved (const void *said, const void *seen, struct decision *decision);
void notice_decide_order_rejected (const void *said, const void *seen, struct decision *decision);
void notice_decide_order_served (const void *said, const void *seen, struct decision *decision);
void notice_decide_order_lifted (const void *said, const void *seen, struct decision *decision);
void notice_decide_order_renewed (const void *said, const void *seen, struct decision *decision);
void notice_decide_order_lapsed (const void *said, const void *seen, struct decision *decision);
void notice_decide_resumption_applied (const void *said, const void *seen,
                                       struct decision *decision);
void notice_decide_resumption_refused (const void *said, const void *seen,
                                       struct decision *decision);
void notice_decide_order_orphaned (const void *said, const void *seen, struct decision *decision);
void notice_decide_order_withdrawn (const void *said, const void *seen, struct decision *decision);

const void *notice_see_ladder_climbed (const struct scene *scene, const void *said);
const void *notice_see_ladder_repeated (const struct scene *scene, const void *said);
const void *notice_see_order_drafted (const struct scene *scene, const void *said);
const void *notice_see_order_urged (const struct scene *scene, const void *said);
const void *notice_see_order_approved (const struct scene *scene, const void *said);
const void *notice_see_order_rejected (const struct scene *scene, const void *said);
const void *notice_see_order_served (const struct scene *scene, const void *said);
const void *notice_see_order_lifted (const struct scene *scene, const void *said);
const void *notice_see_order_renewed (const struct scene *scene, const void *said);
const void *notice_see_order_lapsed (const struct scene *scene, const void *said);
const void *notice_see_resumption_applied (const struct scene *scene, const void *said);
const void *notice_see_resumption_refused (const struct scene *scene, const void *said);
const void *notice_see_order_orphaned (const struct scene *scene, const void *said);
const void *notice_see_order_withdrawn (const struct scene *scene, const void *said);

void notice_apply_raised (struct store *store, const struct fact *fact, const void *event,
                          struct arena *arena);
extern const struct sql_table notice_sql;
