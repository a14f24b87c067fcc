/* final_report.show: what the campaign leaves (S12, S26), in one answer, made of the other lists,
   so that they cannot differ. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "reporting/view.h"
#include "words/reporting.h"

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
    if (!asked->campaign) /* the last is looked up as one that is named: of its own days */
        scene = view_campaign (scene, campaign->id, by.as_of, refusals);
    if (!view_period (scene, &(struct view_asked){ campaign->id, INSTANT_ABSENT, INSTANT_ABSENT },
                      &by, refusals))
        return;
    view_put_as_of (by.as_of, answer);
    view_put_period (&by, answer);
    text_say (answer, ",\"campaign\":");
    text_put_json (answer, campaign->name);
    fires_put (scene, &by, answer);
    indicators_put (scene, &by, answer);
    text_say (answer, ",\"figures\":{");
    statistics_ask (scene,
                    &(struct statistics_show){ .from = by.from, .to = by.to, .as_of = by.as_of },
                    answer, refusals);
    text_say (answer, "},\"ranking\":{");
    ranking_list_ask (
        scene,
        &(struct ranking_list){
            .campaign = campaign->id, .from = by.from, .to = by.to, .as_of = by.as_of },
        answer, refusals);
    text_say (answer, "},\"missing\":{");
    deliverables_list_ask (scene,
                           &(struct deliverables_list){ .state = deliverable_missing,
                                                        .campaign = campaign->id,
                                                        .as_of = by.as_of,
                                                        .limit = INT64_MAX },
                           answer, refusals);
    text_say (answer,
              ",\"rest\":\"deliverables.list, with state=missing, this campaign and after=next\"");
    text_say (answer, "},\"hazards\":{");
    overview_ask (scene, &(struct overview_show){ .from = by.from, .to = by.to, .as_of = by.as_of },
                  answer, refusals);
    text_say (answer, "}");
}
