/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "intake/campaign.h"
#include "intake/rows.h"

enum { CAMPAIGNS_MAX = 100 }; /* one a year */

enum { SAME, OTHERS, PUT, SAME_OFFICE, PUT_OFFICE, STATEMENTS };
static const struct sql statements[STATEMENTS] = {
    [SAME] = { "SELECT count (*) AS count FROM campaign WHERE campaign = :campaign AND definition "
               "= :definition",
               configured_row_record, configured_count_record },
    [OTHERS] = { "SELECT campaign, definition FROM campaign WHERE campaign <> :campaign ORDER BY "
                 "campaign LIMIT 100",
                 configured_id_record, configured_row_record },
    [PUT] = { "INSERT OR REPLACE INTO campaign (campaign, definition) VALUES (:campaign, "
              ":definition)",
              configured_row_record, NULL },
    [SAME_OFFICE] = { "SELECT count (*) AS count FROM office WHERE one = :one AND office = :office",
                      configured_office_record, configured_count_record },
    [PUT_OFFICE] = { "INSERT OR REPLACE INTO office (one, office) VALUES (:one, :office)",
                     configured_office_record, NULL },
};
const struct sql_table campaign_sql = { statements, STATEMENTS };

static bool is_configured (const struct scene *scene, const struct office_configured *office)
{
    const struct campaign *campaign = scene->office->campaign;
    struct configured_count same = { .count = 0 }, same_office = { .count = 0 };
    store_read (scene->store, &statements[SAME],
                &(struct configured_row){ .campaign = campaign->id, .definition = campaign },
                scene->arena, &same);
    store_read (scene->store, &statements[SAME_OFFICE],
                &(struct configured_office){ .one = 1, .office = office }, scene->arena,
                &same_office);
    return same.count > 0 && same_office.count > 0;
}

/* It comes with the configuration (service.h). */
instant campaign_next (const struct scene *scene)
{
    const struct office_configured *office = office_as_configured (scene->office, scene->arena);
    return is_configured (scene, office) ? INSTANT_NEVER : scene->now;
}

const void *campaign_see_hour (const struct scene *scene, const void *said)
{
    (void)said;
    struct campaign_seen *seen = arena_take (scene->arena, sizeof *seen);
    seen->campaign = scene->office->campaign;
    seen->office = office_as_configured (scene->office, scene->arena);
    seen->is_configured = is_configured (scene, seen->office);
    return seen;
}

struct campaigns campaign_see_all (const struct scene *scene)
{
    const struct configured_id by = { .campaign = scene->office->campaign->id };
    const void *found;
    size_t count =
        store_list (scene->store, &statements[OTHERS], &by, scene->arena, CAMPAIGNS_MAX, &found);
    const struct campaign **list = arena_take (scene->arena, (count + 1) * sizeof *list);
    for (size_t i = 0; i < count; i++)
        list[i] = ((const struct configured_row *)found)[i].definition;
    list[count] = scene->office->campaign;
    return (struct campaigns){ list, count + 1 };
}

void campaign_apply_configured (struct store *store, const struct fact *fact,
                                const void *event_void, struct arena *arena)
{
    (void)fact, (void)arena;
    const struct campaign_configured *event = event_void;
    store_write (
        store, &statements[PUT],
        &(struct configured_row){ .campaign = event->campaign, .definition = event->definition });
    if (event->office)
        store_write (store, &statements[PUT_OFFICE],
                     &(struct configured_office){ .one = 1, .office = event->office });
}
