/* ranking.list: the communities by what they found and put right in a period. The points and their
   formula are the policy's, and stand in the answer. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "office/office.h"
#include "reporting/counted.h"
#include "reporting/view.h"
#include "words/reporting.h"
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum { COUNT, STATEMENTS };
static const struct sql statements[STATEMENTS] = {
    /* Nobody is praised for what was transferred. */
    [COUNT] = { "SELECT community, " COUNT_OF "is_found) AS found, " COUNT_OF
                "is_rectified) AS rectified, " COUNT_OF
                "is_rectified AND rectified_late) AS rectified_late, " COUNT_OF
                "is_overdue) AS overdue, " COUNT_OF
                "is_overdue AND severity = 'major') AS major_overdue " HAZARDS_JUDGED (
                    "") " GROUP BY community ORDER BY community",
                view_by_record, ranked_record },
};
const struct sql_table ranking_sql = { statements, STATEMENTS };

struct ranked_place {
    struct ranked counts;
    const char *name;
    int64_t points;
};

static int64_t points_of (const struct ranked *counts, const struct ranking_policy *weights)
{
    return counts->found * weights->found + counts->rectified * weights->rectified +
           counts->rectified_late * weights->rectified_late + counts->overdue * weights->overdue +
           counts->major_overdue * weights->major_overdue;
}

static int by_points (const void *left, const void *right)
{
    const struct ranked_place *a = left, *b = right;
    if (a->points != b->points)
        return a->points < b->points ? 1 : -1;
    return strcmp (a->counts.community, b->counts.community);
}

/* Every community of the organisation: one that did nothing has a place too. */
static size_t rank (const struct scene *scene, const struct view_by *by,
                    struct ranked_place *places)
{
    const struct organisation *organisation = scene->office->organisation;
    struct ranked counts;
    for (size_t i = 0; i < organisation->communities_count; i++)
        places[i] =
            (struct ranked_place){ .counts = { .community = organisation->communities[i].id },
                                   .name = organisation->communities[i].name };
    store_walk (scene->store, &statements[COUNT], by);
    while (store_next (scene->store, &statements[COUNT], scene->arena, &counts))
        for (size_t i = 0; i < organisation->communities_count; i++)
            if (strcmp (places[i].counts.community, counts.community) == 0)
                places[i].counts = counts;
    for (size_t i = 0; i < organisation->communities_count; i++)
        places[i].points = points_of (&places[i].counts, scene->office->policy->ranking);
    qsort (places, organisation->communities_count, sizeof *places, by_points);
    return organisation->communities_count;
}

static void put_formula (const struct ranking_policy *weights, struct text *answer)
{
    text_format (answer,
                 ",\"formula\":\"%+" PRId64 " × found %+" PRId64 " × rectified %+" PRId64
                 " × rectified_late %+" PRId64 " × overdue %+" PRId64 " × major_overdue\"",
                 weights->found, weights->rectified, weights->rectified_late, weights->overdue,
                 weights->major_overdue);
    text_say (answer, ",\"source\":");
    text_put_json (answer, weights->source);
    text_say (answer, ",\"counts\":\"rectified_late: after the time limit, whenever it was "
                      "re-inspected; overdue: at the end of the period; hazards at people's homes "
                      "are among them, without their place\"");
}

/* Equal points share a place. */
static void put_places (const struct ranked_place *places, size_t count, struct text *answer)
{
    size_t place = 0;
    text_say (answer, ",\"items\":[");
    for (size_t i = 0; i < count; i++) {
        const struct ranked *counts = &places[i].counts;
        if (i == 0 || places[i].points != places[i - 1].points)
            place = i + 1;
        text_format (answer, "%s{\"place\":%zu,\"community\":", i > 0 ? "," : "", place);
        text_put_json (answer, counts->community);
        text_say (answer, ",\"name\":");
        text_put_json (answer, places[i].name);
        text_format (answer,
                     ",\"points\":%" PRId64 ",\"found\":%" PRId64 ",\"rectified\":%" PRId64
                     ",\"rectified_late\":%" PRId64 ",\"overdue\":%" PRId64
                     ",\"major_overdue\":%" PRId64 "}",
                     places[i].points, counts->found, counts->rectified, counts->rectified_late,
                     counts->overdue, counts->major_overdue);
    }
    text_say (answer, "],\"next\":null");
}

void ranking_list_ask (const struct scene *scene, const void *asked_void, struct text *answer,
                       struct refusals *refusals)
{
    const struct ranking_list *asked = asked_void;
    struct view_by by = view_by_nothing();
    if (!view_as_of (scene, asked->as_of, &by.as_of, refusals) ||
        !view_period (scene, &(struct view_asked){ asked->campaign, asked->from, asked->to }, &by,
                      refusals) ||
        !(scene = view_campaign (scene, asked->campaign, by.as_of, refusals)))
        return;
    struct ranked_place *places =
        arena_take (scene->arena, scene->office->organisation->communities_count * sizeof *places);
    size_t count = rank (scene, &by, places);
    view_put_as_of (by.as_of, answer);
    view_put_period (&by, answer);
    put_formula (scene->office->policy->ranking, answer);
    put_places (places, count, answer);
}
