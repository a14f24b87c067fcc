/* Campaigns as they were configured (S0), and the office beside them, in versions: next year's in
   the place of this one's does not change what is answered about this one. Before the first was
   heard of, it was the first; what is not known from the journal at all is the configuration's. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "office/configured.h"
#include "reporting/view.h"
#include "words/intake.h"

#define COLUMNS "campaign, since, until, \"from\", definition"

enum { END, PUT, NAMED, BEGUN, FIRST, PUT_OFFICE, OFFICE, MAJORS, STATEMENTS };
static const struct sql statements[STATEMENTS] = {
    [END] = { "UPDATE campaign_view SET until = :as_of WHERE campaign = :campaign AND until > "
              ":as_of",
              view_by_record, NULL },
    [PUT] = { "INSERT OR REPLACE INTO campaign_view (" COLUMNS ") VALUES (:campaign, :since, "
              ":until, :from, :definition)",
              campaign_view_record, NULL },
    /* As of then; before it was heard of, as it was first. */
    [NAMED] = { "SELECT " COLUMNS " FROM campaign_view WHERE campaign = :campaign AND (since <= "
                ":as_of OR since = (SELECT min (since) FROM campaign_view WHERE campaign = "
                ":campaign)) ORDER BY since DESC LIMIT 1",
                view_by_record, campaign_view_record },
    [BEGUN] = { "SELECT " COLUMNS " FROM campaign_view WHERE since <= :as_of AND until > :as_of "
                "AND \"from\" <= :number ORDER BY \"from\" DESC, since DESC LIMIT 1",
                view_by_record, campaign_view_record },
    [FIRST] = { "SELECT " COLUMNS " FROM campaign_view ORDER BY since, campaign LIMIT 1", NULL,
                campaign_view_record },
    [PUT_OFFICE] = { "INSERT OR REPLACE INTO office_view (since, office) VALUES (:since, :office)",
                     office_view_record, NULL },
    [OFFICE] = { "SELECT since, office FROM office_view WHERE since <= :as_of OR since = (SELECT "
                 "min (since) FROM office_view) ORDER BY since DESC LIMIT 1",
                 view_by_record, office_view_record },
    [MAJORS] = { "SELECT since, office FROM office_view WHERE json_extract (office, "
                 "'$.office.majors') IS NOT NULL ORDER BY since LIMIT 1",
                 NULL, office_view_record },
};
const struct sql_table campaign_view_sql = { statements, STATEMENTS };

static void fold_configured (const struct view_fact *fact)
{
    const struct campaign_configured *event = fact->event;
    struct view_by by = view_by_nothing();
    by.campaign = event->campaign;
    by.as_of = fact->recorded;
    store_write (fact->store, &statements[END], &by);
    store_write (fact->store, &statements[PUT],
                 &(struct campaign_view){ .campaign = event->campaign,
                                          .since = fact->recorded,
                                          .until = VIEW_HOLDS,
                                          .from = event->definition->from,
                                          .definition = event->definition });
    if (event->office)
        store_write (fact->store, &statements[PUT_OFFICE],
                     &(struct office_view){ .since = fact->recorded, .office = event->office });
}

static const struct view_row rows[] = {
    { .word = campaign_configured_record, .fold = fold_configured },
};
const struct view_rows campaign_view_rows = { rows, sizeof rows / sizeof *rows };

static bool find (const struct scene *scene, const struct view_by *by, struct campaign_view *view)
{
    if (by->campaign)
        return store_read (scene->store, &statements[NAMED], by, scene->arena, view);
    return store_read (scene->store, &statements[BEGUN], by, scene->arena, view) ||
           store_read (scene->store, &statements[FIRST], NULL, scene->arena, view);
}

static const struct office *office_at (const struct scene *scene, instant as_of)
{
    struct view_by by = view_by_nothing();
    struct office_view view, later;
    by.as_of = as_of;
    if (!store_read (scene->store, &statements[OFFICE], &by, scene->arena, &view))
        return scene->office;
    struct office_configured so = *view.office;
    if (!so.majors && store_read (scene->store, &statements[MAJORS], NULL, scene->arena, &later))
        so.majors = later.office->majors; /* before they were heard of, they were the first */
    return office_as_it_was (scene->office, &so, scene->arena);
}

/* Of one that is named and over, what was configured at its end. */
static const struct scene *as_it_was (const struct scene *scene, const struct campaign *campaign,
                                      bool is_named, instant as_of)
{
    const instant end = day_start (campaign->to + 1) - 1;
    struct office *office = arena_take (scene->arena, sizeof *office);
    struct scene *then = arena_take (scene->arena, sizeof *then);
    *office = *office_at (scene, is_named && end < as_of ? end : as_of);
    office->campaign = campaign;
    *then = *scene;
    then->office = office;
    return then;
}

const struct scene *view_campaign (const struct scene *scene, const char *campaign, instant as_of,
                                   struct refusals *refusals)
{
    struct view_by by = view_by_nothing();
    struct campaign_view view;
    by.campaign = campaign;
    by.as_of = as_of;
    by.number = day_of (as_of);
    if (!find (scene, &by, &view)) {
        if (!campaign || text_same (campaign, scene->office->campaign->id))
            return as_it_was (scene, scene->office->campaign, campaign, as_of);
        refusals_add (refusals, REFUSAL_NOT_FOUND, "/campaign", "there was no campaign %s here",
                      campaign);
        return NULL;
    }
    return as_it_was (scene, view.definition, campaign, as_of);
}
