/* A meeting that was held (S10, S18), of a kind that the campaign of its day has (of no campaign's
   day: the one that is configured), whenever it is entered; what it decided becomes tasks. Not
   here: the analysis it had before it (reporting, meeting.show). */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#pragma once
#include "frame/service.h"
#include "intake/deliverable.h"
#include "intake/rows.h"
#include "office/campaign.h"
#include "office/office.h"

struct meeting_seen {
    const struct office *office;           /* with the campaign whose kinds count */
    const char *campaign;                  /* in whose days it was held; NULL: in none */
    int64_t last;                          /* the last number; 0: none */
    const struct deliverable_seen *record; /* of the record of it; NULL: none is owed */
    instant now, time;
};
void meeting_decide_report (const void *said, const void *seen, struct decision *decision);
const void *meeting_see_report (const struct scene *scene, const void *said);
void meeting_apply_reported (struct store *store, const struct fact *fact, const void *event,
                             struct arena *arena);
extern const struct sql_table meeting_sql;
