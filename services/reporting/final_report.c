/* final_report.show: what the campaign leaves (S12, S26), in one answer; and comparison.show: a
   period beside the same days a year before (S0, S2). Both are made of the other lists, so that
   they cannot differ. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "reporting/view.h"
#include "words/reporting.h"

enum { FIRES, STATEMENTS };
static const struct sql statements[STATEMENTS] = {
    [FIRES] = { "SELECT count (*) AS fires, coalesce (sum (state <> 'general'), 0) AS "
                "larger_or_worse, coalesce (sum (json_extract (data, '$.dead')), 0) AS dead, "
                "coalesce (sum (json_extract (data, '$.injured')), 0) AS injured, coalesce (sum "
                "(json_extract (data, '$.loss_yuan')), 0) AS loss_yuan FROM ledger WHERE ledger = "
                "'fires' AND since <= :as_of AND until > :as_of AND at >= :from AND at < :to",
                view_by_record, fire_figures_record },
};
const struct sql_table final_report_sql = { statements, STATEMENTS };

static void put_fires (const struct scene *scene, const struct view_by *by, struct text *answer)
{
    struct fire_figures figures = { .fires = 0 };
    store_read (scene->store, &statements[FIRES], by, scene->arena, &figures);
    text_say (answer, ",\"fires\":");
    record_to_json (fire_figures_record(), &figures, answer);
}

void final_report_ask (const struct scene *scene, const void *asked_void, struct text *answer,
                       struct refusals *refusals)
{
    const struct final_report_show *asked = asked_void;
    struct view_by by = view_by_nothing();
    if (!view_as_of (scene, asked->as_of, &by.as_of, refusals))
        return;
    scene = view_campaign (scene, asked->campaign, by.as_of, refusals);
    if (!scene)
        return;
    const struct campaign *campaign = scene->office->campaign;
    if (!view_period (scene, &(struct view_asked){ campaign->id, INSTANT_ABSENT, INSTANT_ABSENT },
                      &by, refusals))
        return;
    view_put_as_of (by.as_of, answer);
    view_put_period (&by, answer);
    text_say (answer, ",\"campaign\":");
    text_put_json (answer, campaign->name);
    put_fires (scene, &by, answer);
    text_say (answer, ",\"figures\":{");
    statistics_ask (scene,
                    &(struct statistics_show){ .from = by.from, .to = by.to, .as_of = by.as_of },
                    answer, refusals);
    text_say (answer, "},\"ranking\":{");
    ranking_list_ask (scene,
                      &(struct ranking_list){ .from = by.from, .to = by.to, .as_of = by.as_of },
                      answer, refusals);
    text_say (answer, "},\"missing\":{");
    deliverables_list_ask (scene,
                           &(struct deliverables_list){ .state = deliverable_missing,
                                                        .campaign = campaign->id,
                                                        .as_of = by.as_of,
                                                        .limit = INT64_MAX },
                           answer, refusals);
    text_say (answer, "},\"hazards\":{");
    overview_ask (scene, &(struct overview_show){ .from = by.from, .to = by.to, .as_of = by.as_of },
                  answer, refusals);
    text_say (answer, "}");
}

/* The same day and hour of the year before; 29 February becomes 1 March. */
static instant a_year_before (instant at)
{
    int year, month, dom;
    day d = day_of (at);
    day_split (d, &year, &month, &dom);
    return day_start (day_from (year - 1, month, dom)) + (at - day_start (d));
}

static void put_side (const struct scene *scene, const struct view_by *by, const char *name,
                      struct text *answer, struct refusals *refusals)
{
    text_format (answer, ",\"%s\":{", name);
    statistics_ask (scene,
                    &(struct statistics_show){ .from = by->from, .to = by->to, .as_of = by->as_of },
                    answer, refusals);
    put_fires (scene, by, answer);
    text_say (answer, "}");
}

void comparison_ask (const struct scene *scene, const void *asked_void, struct text *answer,
                     struct refusals *refusals)
{
    const struct comparison_show *asked = asked_void;
    struct view_by by = view_by_nothing();
    if (!view_as_of (scene, asked->as_of, &by.as_of, refusals) ||
        !view_period (scene, &(struct view_asked){ asked->campaign, asked->from, asked->to }, &by,
                      refusals))
        return;
    struct view_by before = by;
    before.from = a_year_before (by.from);
    before.to = a_year_before (by.to);
    view_put_as_of (by.as_of, answer);
    put_side (scene, &by, "this", answer, refusals);
    put_side (scene, &before, "before", answer, refusals);
}
