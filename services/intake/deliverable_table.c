/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/id.h"
#include "intake/campaign.h"
#include "intake/deliverable.h"
#include "intake/premises.h"

#define COLUMNS "number, ref, kind, party, version, campaign, at"

enum { LAST, SAME, VISITS, PUT, STATEMENTS };
static const struct sql statements[STATEMENTS] = {
    [LAST] = { "SELECT number FROM deliverable ORDER BY number DESC LIMIT 1", NULL,
               number_row_record },
    /* In this campaign; before events said in which, it was the one that had begun. */
    [SAME] = { "SELECT " COLUMNS " FROM deliverable WHERE kind = :kind AND party = :party AND "
               "(campaign = :campaign OR (campaign IS NULL AND at >= :at)) ORDER BY version DESC "
               "LIMIT 1",
               deliverable_row_record, deliverable_row_record },
    [VISITS] = { "SELECT t.task AS task, t.ref AS ref, t.kind AS kind, t.number AS number, t.party "
                 "AS "
                 "party, t.text AS text, t.premises AS premises, t.checklist AS checklist, "
                 "t.set_at AS "
                 "set_at, t.given_by AS given_by, t.done AS done, t.fell AS fell FROM deliverable "
                 "AS d JOIN task "
                 "AS t ON t.ref = d.ref "
                 "WHERE d.kind = :kind AND "
                 "d.party = :party AND d.campaign = :campaign AND t.done = 0 ORDER BY t.task LIMIT "
                 "200",
                 deliverable_row_record, task_row_record },
    [PUT] = { "INSERT INTO deliverable (" COLUMNS
              ") VALUES (:number, :ref, :kind, :party, :version, "
              ":campaign, :at)",
              deliverable_row_record, NULL },
};
const struct sql_table deliverable_sql = { statements, STATEMENTS };

static const struct premises_row *const *see_places (const struct scene *scene,
                                                     const struct deliverable_submit *said)
{
    const struct premises_row **places =
        arena_take (scene->arena, (said->visits_count + 1) * sizeof *places);
    for (size_t i = 0; i < said->visits_count; i++)
        places[i] = premises_see_whole (scene, said->visits[i].premises);
    return places;
}

/* The last of this kind and party in each of the campaigns; number and version 0: none. */
static const struct deliverable_row *last_of (const struct scene *scene,
                                              const struct deliverable_submit *said,
                                              const struct campaigns *campaigns)
{
    struct deliverable_row *last = arena_take (scene->arena, campaigns->count * sizeof *last);
    for (size_t i = 0; i < campaigns->count; i++) {
        const struct deliverable_row by = { .kind = said->kind,
                                            .party = said->party,
                                            .campaign = campaigns->list[i]->id,
                                            .at = day_start (campaigns->list[i]->from) };
        last[i] = (struct deliverable_row){ .version = 0 };
        store_read (scene->store, &statements[SAME], &by, scene->arena, &last[i]);
    }
    return last;
}

/* That are open, of all versions of this plan in CAMPAIGN. */
static size_t see_visits (const struct scene *scene, const struct deliverable_submit *said,
                          const char *campaign, const struct task_row **visits)
{
    const struct deliverable_row by = {
        .kind = said->kind, .party = said->party, .campaign = campaign, .at = INSTANT_ABSENT
    };
    const void *rows;
    size_t count =
        store_list (scene->store, &statements[VISITS], &by, scene->arena, TASKS_MAX, &rows);
    *visits = rows;
    return count;
}

const void *deliverable_see_submit (const struct scene *scene, const void *said_void)
{
    const struct deliverable_submit *said = said_void;
    struct deliverable_seen *seen = arena_take (scene->arena, sizeof *seen);
    const struct campaigns campaigns = campaign_see_all (scene);
    const struct deliverable_row *handed_in = last_of (scene, said, &campaigns);
    struct number_row last = { .number = 0 };
    store_read (scene->store, &statements[LAST], NULL, scene->arena, &last);
    *seen = (struct deliverable_seen){ .office = scene->office,
                                       .premises = office_party (scene->office, said->party)
                                                       ? NULL
                                                       : premises_see_whole (scene, said->party),
                                       .last = last.number,
                                       .campaigns = campaigns,
                                       .handed_in = handed_in,
                                       .now = scene->now,
                                       .time = scene->time,
                                       .places = see_places (scene, said) };
    int which = deliverable_campaign_of (said, seen);
    if (which >= 0 && said->visits_count > 0)
        seen->earlier_count = see_visits (scene, said, campaigns.list[which]->id, &seen->earlier);
    return seen;
}

void deliverable_apply_submitted (struct store *store, const struct fact *fact,
                                  const void *event_void, struct arena *arena)
{
    (void)arena;
    const struct deliverable_submitted *event = event_void;
    struct deliverable_row row = { .ref = event->deliverable,
                                   .kind = event->kind,
                                   .party = event->party,
                                   .version = event->version,
                                   .campaign = event->campaign,
                                   .at = fact->time };
    ref_parse (event->deliverable, 'D', &row.number);
    store_write (store, &statements[PUT], &row);
}
