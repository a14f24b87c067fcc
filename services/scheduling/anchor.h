/* An anchor: an event of the campaign whose date is announced later, and may be announced again.
   The leading group, the office and all of whom something hangs on it are told of each date. Not
   here: what hangs on it for whom
   (reporting shows the deliverables). */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#pragma once
#include "frame/service.h"
#include "office/campaign.h"
#include "scheduling/rows.h"

struct anchor_seen {
    const struct office *office; /* with the campaign that it is of */
    struct anchored anchored;    /* the others, and this one as it was resolved before */
    instant now;
    const char *campaigns; /* there is none of the id that was said; these are there */
    day date;              /* as it is known; DAY_ABSENT: it waits for the event */
};
void anchor_decide_resolve (const void *said, const void *seen, struct decision *decision);
/* The dates that people resolved. */
struct anchored anchor_see_all (const struct scene *scene);
/* What people said of ANCHOR in the campaign; NULL: nothing yet. */
const struct announced *anchor_see_announced (const struct scene *scene, const char *anchor);
const void *anchor_see_resolve (const struct scene *scene, const void *said);
void anchor_apply_resolved (struct store *store, const struct fact *fact, const void *event,
                            struct arena *arena);
extern const struct sql_table anchor_sql;
