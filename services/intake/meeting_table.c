/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/id.h"
#include "intake/campaign.h"
#include "intake/meeting.h"

enum { LAST, PUT, STATEMENTS };
static const struct sql statements[STATEMENTS] = {
    [LAST] = { "SELECT number FROM meeting ORDER BY number DESC LIMIT 1", NULL, number_row_record },
    [PUT] = { "INSERT INTO meeting (number) VALUES (:number)", number_row_record, NULL },
};
const struct sql_table meeting_sql = { statements, STATEMENTS };

const void *meeting_see_report (const struct scene *scene, const void *said_void)
{
    const struct meeting_report *said = said_void;
    const struct campaigns campaigns = campaign_see_all (scene);
    const struct campaign *campaign = office_campaign_at (
        &campaigns, day_of (said->at == INSTANT_ABSENT ? scene->time : said->at));
    struct office *office = arena_take (scene->arena, sizeof *office);
    *office = *scene->office;
    office->campaign = campaign ? campaign : scene->office->campaign;
    const struct campaign_deliverable *wanted = office_record_of (office, said->kind, said->by);
    struct meeting_seen *seen = arena_take (scene->arena, sizeof *seen);
    struct number_row last = { .number = 0 };
    store_read (scene->store, &statements[LAST], NULL, scene->arena, &last);
    *seen = (struct meeting_seen){ .office = office,
                                   .campaign = campaign ? campaign->id : NULL,
                                   .last = last.number,
                                   .now = scene->now,
                                   .time = scene->time };
    if (wanted)
        seen->record = deliverable_see_submit (
            scene, &(struct deliverable_submit){
                       .campaign = seen->campaign, .kind = wanted->id, .party = said->by });
    return seen;
}

void meeting_apply_reported (struct store *store, const struct fact *fact, const void *event,
                             struct arena *arena)
{
    (void)fact, (void)arena;
    struct number_row row = { .number = 0 };
    ref_parse (((const struct meeting_reported *)event)->meeting, 'G', &row.number);
    store_write (store, &statements[PUT], &row);
}
