/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "scheduling/campaigns.h"

enum { CAMPAIGNS_MAX = 100 }; /* one a year */

enum { SAME, OTHERS, PUT, STATEMENTS };
static const struct sql statements[STATEMENTS] = {
    [SAME] = { "SELECT campaign FROM noted WHERE campaign = :campaign AND definition = "
               ":definition",
               noted_row_record, noted_id_record },
    [OTHERS] = { "SELECT campaign, definition FROM noted WHERE campaign <> :campaign ORDER BY "
                 "campaign LIMIT 100",
                 noted_id_record, noted_row_record },
    [PUT] = { "INSERT OR REPLACE INTO noted (campaign, definition) VALUES (:campaign, :definition)",
              noted_row_record, NULL },
};
const struct sql_table campaigns_sql = { statements, STATEMENTS };

const void *campaigns_see_configured (const struct scene *scene, const void *said_void)
{
    const struct campaign_configured *said = said_void;
    const struct noted_row row = { .campaign = said->campaign, .definition = said->definition };
    struct campaigns_seen *seen = arena_take (scene->arena, sizeof *seen);
    struct noted_id same;
    seen->is_noted = store_read (scene->store, &statements[SAME], &row, scene->arena, &same);
    return seen;
}

struct campaigns campaigns_see (const struct scene *scene)
{
    const struct noted_id by = { .campaign = scene->office->campaign->id };
    const void *found;
    size_t count =
        store_list (scene->store, &statements[OTHERS], &by, scene->arena, CAMPAIGNS_MAX, &found);
    const struct campaign **list = arena_take (scene->arena, (count + 1) * sizeof *list);
    for (size_t i = 0; i < count; i++)
        list[i] = ((const struct noted_row *)found)[i].definition;
    list[count] = scene->office->campaign;
    return (struct campaigns){ list, count + 1 };
}

static const struct scene *of (const struct scene *scene, const struct campaign *campaign)
{
    struct office *office = arena_take (scene->arena, sizeof *office);
    struct scene *then = arena_take (scene->arena, sizeof *then);
    if (campaign == scene->office->campaign)
        return scene;
    *office = *scene->office;
    office->campaign = campaign;
    *then = *scene;
    then->office = office;
    return then;
}

const struct scene *campaigns_scene (const struct scene *scene, const char *campaign)
{
    if (text_same (campaign, scene->office->campaign->id))
        return scene;
    const struct campaigns campaigns = campaigns_see (scene);
    const struct campaign *found = office_campaign (&campaigns, campaign);
    return found ? of (scene, found) : NULL;
}

const struct scene *campaigns_scene_at (const struct scene *scene, instant at)
{
    const struct campaigns campaigns = campaigns_see (scene);
    const struct campaign *found = office_campaign_at (&campaigns, day_of (at));
    return found ? of (scene, found) : scene;
}

void campaigns_apply_noted (struct store *store, const struct fact *fact, const void *event_void,
                            struct arena *arena)
{
    (void)fact, (void)arena;
    const struct campaign_noted *event = event_void;
    store_write (
        store, &statements[PUT],
        &(struct noted_row){ .campaign = event->campaign, .definition = event->definition });
}
