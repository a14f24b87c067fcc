/* A deliverable: a plan, a record of a meeting, a summary, as the campaign asks for it of each
   party (S10, S12, S13, S25, S26). What must bear a stamp and does not is refused. Not here: who is
   missing (reporting). An inspection plan may name the premises: they become tasks (S13). */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#pragma once
#include "frame/service.h"
#include "intake/rows.h"
#include "intake/task.h"
#include "office/campaign.h"

struct deliverable_seen {
    const struct office *office;
    const struct premises_row *premises; /* that hand it in; NULL: a party does */
    int64_t last;                        /* the last number; 0: none */
    /* The campaigns there were, the configured one last, and the last of this kind and party in
       each; version 0: none. */
    struct campaigns campaigns;
    const struct deliverable_row *handed_in;
    instant now, time;
    const struct premises_row *const
        *places;                    /* of the visits it plans, each; NULL: not registered */
    const struct task_row *earlier; /* the open visits of the plans whose place it takes */
    size_t earlier_count;
};
/* Where in the list of campaigns it belongs; -1: nowhere. */
int deliverable_campaign_of (const struct deliverable_submit *said,
                             const struct deliverable_seen *seen);
void deliverable_decide_submit (const void *said, const void *seen, struct decision *decision);
const void *deliverable_see_submit (const struct scene *scene, const void *said);
void deliverable_apply_submitted (struct store *store, const struct fact *fact, const void *event,
                                  struct arena *arena);
extern const struct sql_table deliverable_sql;
