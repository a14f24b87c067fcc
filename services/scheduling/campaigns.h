/* The campaigns there were here (S0), each as it was configured last: what an earlier one still has
   open goes on by its own days when next year's has taken its place in the configuration. Not here:
   what is opened and met of one (obligation.h). */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#pragma once
#include "frame/service.h"
#include "office/campaign.h"
#include "scheduling/rows.h"

struct campaigns_seen {
    bool is_noted; /* as it is said */
};
void campaigns_decide_configured (const void *said, const void *seen, struct decision *decision);
const void *campaigns_see_configured (const struct scene *scene, const void *said);
void campaigns_apply_noted (struct store *store, const struct fact *fact, const void *event,
                            struct arena *arena);
extern const struct sql_table campaigns_sql;

/* By their ids; the one that is configured last. */
struct campaigns campaigns_see (const struct scene *scene);
/* SCENE with CAMPAIGN as its office's; NULL: it is not known here. */
const struct scene *campaigns_scene (const struct scene *scene, const char *campaign);
/* The same, of the campaign whose days hold AT; of none: of the one that is configured. */
const struct scene *campaigns_scene_at (const struct scene *scene, instant at);
