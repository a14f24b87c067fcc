/* A campaign as it was configured (S0), and the office beside it: written down once, and again when
   it is changed, so that next year's in its place does not take away what this one asked, nor
   change whom it names and what it is weighed by. Not here: what it asks of whom
   (office/campaign.h). */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#pragma once
#include "frame/service.h"
#include "office/campaign.h"
#include "office/configured.h"

struct campaign_seen {
    const struct campaign *campaign;
    const struct office_configured *office;
    bool is_configured; /* both so, on record already */
};
void campaign_decide_hour (const void *said, const void *seen, struct decision *decision);
instant campaign_next (const struct scene *scene);
const void *campaign_see_hour (const struct scene *scene, const void *said);
/* All that were, by their ids; the one that is configured last. */
struct campaigns campaign_see_all (const struct scene *scene);
void campaign_apply_configured (struct store *store, const struct fact *fact, const void *event,
                                struct arena *arena);
extern const struct sql_table campaign_sql;
