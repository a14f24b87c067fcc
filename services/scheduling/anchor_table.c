/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "scheduling/anchor.h"
#include "scheduling/campaigns.h"
#include "words/scheduling.h"

#define COLUMNS "number, anchor, campaign, at, date"
/* Before events said in which campaign, it was the one that had begun. */
#define OURS "(campaign = :campaign OR (campaign IS NULL AND at >= :started))"

enum { ALL, FIRST, LAST, PUT, WAKE, STATEMENTS };
static const struct sql statements[STATEMENTS] = {
    /* The last date that each was given in this campaign: the number grows with each. */
    [ALL] = { "SELECT max (number) AS number, anchor, campaign, at, date FROM anchor WHERE " OURS
              " GROUP BY anchor ORDER BY anchor LIMIT 32",
              deadline_by_record, anchor_row_record },
    [FIRST] = { "SELECT " COLUMNS " FROM anchor WHERE anchor = :what AND " OURS
                " ORDER BY number LIMIT 1",
                deadline_by_record, anchor_row_record },
    [LAST] = { "SELECT " COLUMNS " FROM anchor WHERE anchor = :what AND " OURS
               " ORDER BY number DESC LIMIT 1",
               deadline_by_record, anchor_row_record },
    [PUT] = { "INSERT INTO anchor (number, anchor, campaign, at, date) VALUES (:number, :anchor, "
              ":campaign, :at, :date)",
              anchor_row_record, NULL },
    [WAKE] = { "UPDATE campaign SET next = :next", deadline_moment_record, NULL },
};
const struct sql_table anchor_sql = { statements, STATEMENTS };

static struct deadline_by by_campaign (const struct scene *scene)
{
    const struct campaign *campaign = scene->office->campaign;
    return (struct deadline_by){ .campaign = campaign->id,
                                 .cycle = NUMBER_ABSENT,
                                 .number = NUMBER_ABSENT,
                                 .now = INSTANT_ABSENT,
                                 .started = day_start (campaign->from),
                                 .day = DAY_ABSENT };
}

struct anchored anchor_see_all (const struct scene *scene)
{
    const struct deadline_by by = by_campaign (scene);
    const void *found;
    size_t count = store_list (scene->store, &statements[ALL], &by, scene->arena,
                               CAMPAIGN_ANCHORS_MAX, &found);
    const struct anchor_row *rows = found;
    struct anchor_date *list = arena_take (scene->arena, (count + 1) * sizeof *list);
    for (size_t i = 0; i < count; i++)
        list[i] = (struct anchor_date){ rows[i].anchor, rows[i].date };
    return (struct anchored){ list, count };
}

const struct announced *anchor_see_announced (const struct scene *scene, const char *anchor)
{
    struct anchor_row first, last;
    struct deadline_by by = by_campaign (scene);
    by.what = anchor;
    if (!store_read (scene->store, &statements[FIRST], &by, scene->arena, &first) ||
        !store_read (scene->store, &statements[LAST], &by, scene->arena, &last))
        return NULL;
    struct announced *announced = arena_take (scene->arena, sizeof *announced);
    *announced = (struct announced){ first.at, last.at, last.date };
    return announced;
}

/* Of the campaign that is named, or whose days hold the date, or else that is configured. */
const void *anchor_see_resolve (const struct scene *configured, const void *said_void)
{
    const struct anchor_resolve *said = said_void;
    const struct campaigns campaigns = campaigns_see (configured);
    const struct scene *scene = said->campaign
                                    ? campaigns_scene (configured, said->campaign)
                                    : campaigns_scene_at (configured, day_start (said->date));
    struct anchor_seen *seen = arena_take (configured->arena, sizeof *seen);
    *seen =
        (struct anchor_seen){ .office = configured->office,
                              .now = configured->now,
                              .campaigns = office_campaigns_text (&campaigns, configured->arena) };
    if (!scene)
        return seen;
    const struct anchored anchored = anchor_see_all (scene);
    seen->office = scene->office;
    seen->campaigns = NULL;
    seen->date = office_anchor_date (scene->office, said->anchor, &anchored);
    seen->anchored = anchored;
    return seen;
}

void anchor_apply_resolved (struct store *store, const struct fact *fact, const void *event_void,
                            struct arena *arena)
{
    (void)arena;
    const struct anchor_resolved *event = event_void;
    store_write (store, &statements[PUT],
                 &(struct anchor_row){ .number = fact->seq,
                                       .anchor = event->anchor,
                                       .campaign = event->campaign,
                                       .at = fact->time,
                                       .date = event->date });
    /* What hangs on it is set, or moved, next. */
    store_write (store, &statements[WAKE], &(struct deadline_moment){ .next = fact->recorded });
}
