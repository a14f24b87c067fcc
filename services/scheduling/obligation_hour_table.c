/* What the hour sees of a campaign: when it is looked at next, and what is not as it should be. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/id.h"
#include "scheduling/anchor.h"
#include "scheduling/obligation_place.h"
#include "scheduling/obligation_rows.h"
#include "scheduling/recount.h"

enum { CAMPAIGN, EARLIER, ALL, OPEN, ENDED, AGAIN, HANDED, STATEMENTS };
static const struct sql statements[STATEMENTS] = {
    [CAMPAIGN] = { "SELECT campaign, began, planned, next FROM campaign WHERE campaign = :campaign",
                   deadline_by_record, campaign_row_record },
    /* Those that the configuration has no more, and that are known. */
    [EARLIER] = { "SELECT c.campaign AS campaign, began, planned, next FROM campaign AS c JOIN "
                  "noted AS n ON n.campaign = c.campaign WHERE c.campaign <> :campaign ORDER BY "
                  "c.campaign LIMIT 100",
                  deadline_by_record, campaign_row_record },
    [ALL] = { "SELECT " OBLIGATION_COLUMNS
              " FROM obligation WHERE campaign = :campaign ORDER BY kind, what, "
              "cycle, party LIMIT 20000",
              deadline_by_record, obligation_row_record },
    /* +: walked by their numbers, from where the last one was; by the campaign's index each step
       would sort all of them. */
    [OPEN] = { "SELECT " OBLIGATION_COLUMNS
               " FROM obligation WHERE +campaign = :campaign AND met = 0 AND number "
               "> :number ORDER BY number LIMIT 1",
               deadline_by_record, obligation_row_record },
    [ENDED] = { "SELECT " OBLIGATION_COLUMNS
                " FROM obligation WHERE campaign = :campaign AND met = 1 AND "
                "settled = 0 AND kind <> 'meeting' AND number > :number ORDER BY number LIMIT 1",
                deadline_by_record, obligation_row_record },
    [AGAIN] = { "SELECT " OBLIGATION_COLUMNS
                " FROM obligation WHERE +campaign = :campaign AND met = 0 AND kind = "
                "'deliverable' AND number > :number AND EXISTS (SELECT 1 FROM handed AS h WHERE "
                "h.campaign = obligation.campaign AND h.kind = obligation.what AND h.party = "
                "obligation.party) ORDER BY number LIMIT 1",
                deadline_by_record, obligation_row_record },
    [HANDED] = { "SELECT campaign, kind, party, deliverable, at FROM handed WHERE campaign = "
                 ":campaign AND kind = :what AND party = :party ORDER BY at, deliverable LIMIT "
                 "1000",
                 deadline_by_record, handed_row_record },
};
const struct sql_table obligation_hour_sql = { statements, STATEMENTS };

static const struct campaign_row *see_campaign (const struct scene *scene)
{
    struct campaign_row *row = arena_take (scene->arena, sizeof *row);
    const struct deadline_by by = obligation_by_nothing (scene);
    return store_read (scene->store, &statements[CAMPAIGN], &by, scene->arena, row) ? row : NULL;
}

static instant next_look (const struct scene *scene, const struct campaign_row *row)
{
    if (row->planned < scene->started)
        return scene->started;
    return row->next == INSTANT_ABSENT ? INSTANT_NEVER : row->next;
}

static bool is_open (const struct scene *scene, const char *campaign)
{
    struct deadline_by by = obligation_by_nothing (scene);
    struct obligation_row row;
    by.campaign = campaign;
    by.number = 0;
    return store_read (scene->store, &statements[OPEN], &by, scene->arena, &row);
}

/* A day in working days is another one when an edition of the calendar begins to govern: until the
   LAST day of a campaign for what is yet to be asked, and then for what is open of it. */
static instant next_count (const struct scene *scene, const struct campaign_row *row, day last)
{
    const day published = recount_edition_after (scene->office->calendar, day_of (row->planned));
    return published != INT64_MAX && (published <= last || is_open (scene, row->campaign))
               ? day_start (published)
               : INSTANT_NEVER;
}

static instant earlier_of (instant one, instant other)
{
    return one < other ? one : other;
}

/* Looked at once after each start, since campaign.yaml may be another one; then when something is
 * next. */
static instant next_of_configured (const struct scene *scene)
{
    const struct campaign *campaign = scene->office->campaign;
    const struct campaign_row *row = see_campaign (scene);
    /* What begins here after the campaign is over has nothing to ask for; what waits for an anchor,
       which may be announced after the last day, was planned before. */
    if (!row)
        return scene->now < day_start (campaign->to + 1) ? day_start (campaign->from)
                                                         : INSTANT_NEVER;
    return earlier_of (next_look (scene, row), next_count (scene, row, campaign->to));
}

/* The earlier one that is looked at next, if before NEXT, which becomes its moment; else NULL. */
static const char *see_earlier (const struct scene *scene, instant *next)
{
    enum { EARLIER_MAX = 100 };
    const struct deadline_by by = obligation_by_nothing (scene);
    const char *earlier = NULL;
    const void *found;
    size_t count =
        store_list (scene->store, &statements[EARLIER], &by, scene->arena, EARLIER_MAX, &found);
    for (size_t i = 0; i < count; i++) {
        const struct campaign_row *row = (const struct campaign_row *)found + i;
        const instant looked =
            earlier_of (next_look (scene, row), next_count (scene, row, INT64_MIN));
        if (looked < *next) {
            *next = looked;
            earlier = row->campaign;
        }
    }
    return earlier;
}

instant obligation_next (const struct scene *scene)
{
    if (scene->reads_again) /* what seems to be done may only not be registered here yet */
        return INSTANT_NEVER;
    instant next = next_of_configured (scene);
    see_earlier (scene, &next);
    return next;
}

/* The deadline of the first open one that its expression has elsewhere by now, or counts
   otherwise. */
static const struct deadline_seen *see_misplaced (const struct scene *scene,
                                                  const struct anchored *anchored)
{
    struct deadline_by by = obligation_by_nothing (scene);
    struct obligation_row row;
    for (by.number = 0; store_read (scene->store, &statements[OPEN], &by, scene->arena, &row);
         by.number = row.number) {
        day last =
            obligation_last_day (scene->office, &row, anchored, day_of (scene->now), scene->arena);
        bool stays = last == row.last;
        if (last == DAY_ABSENT ||
            (stays && !obligation_is_counted (scene->office, &row, scene->arena)))
            continue;
        struct deadline_seen *seen = arena_take (scene->arena, sizeof *seen);
        seen->of_case = deadline_see_ref (scene, ref_text (scene->arena, 'B', row.number));
        if (seen->of_case.count == 0 || seen->of_case.deadlines[0].state == deadline_state_paused)
            continue;
        seen->deadline = &seen->of_case.deadlines[0];
        const struct placing placing = { scene->office, &row, *anchored };
        if (stays &&
            (seen->deadline->state != deadline_state_armed ||
             obligation_is_explained (&placing, seen->deadline, day_of (scene->now), scene->arena)))
            continue;
        return seen;
    }
    return NULL;
}

/* The first open one of which no premises are left: by what was registered otherwise, or by days
 * that moved. One that never had any is its party's to report. */
static const struct obligation_seen *see_finished (const struct scene *scene,
                                                   const struct anchored *anchored)
{
    struct deadline_by by = obligation_by_nothing (scene);
    struct obligation_seen *seen = arena_take (scene->arena, sizeof *seen);
    struct obligation_row row;
    struct share_asked asked;
    for (by.number = 0; store_read (scene->store, &statements[OPEN], &by, scene->arena, &row);
         by.number = row.number) {
        if (!share_asked_by (&row, scene->office, anchored, day_of (scene->now), scene->arena,
                             &asked) ||
            share_any_left (scene, &asked, NULL))
            continue;
        const struct shares_left left = share_see_left (scene, &asked);
        if (left.of == 0 && !share_any_gone (scene, &asked))
            continue;
        *seen = *obligation_see_one (scene, row.kind, row.what, row.party);
        seen->left = left;
        return seen;
    }
    return NULL;
}

/* The first version of ROW's deliverable that is what is asked for; *HANDED: how many there are.
   NULL: none is. */
static const struct handed_row *see_handed (const struct scene *scene,
                                            const struct obligation_row *row,
                                            const struct anchored *anchored, size_t *handed)
{
    enum { VERSIONS_MAX = 1000 };
    const struct campaign_deliverable *wanted = office_deliverable (scene->office, row->what);
    const day known = day_of (scene->now);
    struct deadline_by by = obligation_by_nothing (scene);
    const void *found;
    by.what = row->what;
    by.party = row->party;
    *handed = wanted ? store_list (scene->store, &statements[HANDED], &by, scene->arena,
                                   VERSIONS_MAX, &found)
                     : 0;
    if (*handed == 0)
        return NULL;
    const char *anchor = office_awaits (scene->office, wanted, known, scene->arena);
    const struct announced *announced = anchor ? anchor_see_announced (scene, anchor) : NULL;
    const struct handed_row *list = found;
    for (size_t i = 0; i < *handed; i++)
        if (!office_came_early (scene->office, wanted,
                                &(struct handed_in){ list[i].at, list[i].at }, anchored, announced,
                                known, scene->arena))
            return &list[i];
    return NULL;
}

/* The first open one of which that was handed in what is asked for by now (S26). */
static const struct obligation_seen *see_redone (const struct scene *scene,
                                                 const struct anchored *anchored)
{
    struct deadline_by by = obligation_by_nothing (scene);
    struct obligation_seen *seen = arena_take (scene->arena, sizeof *seen);
    struct obligation_row row;
    size_t count;
    for (by.number = 0; store_read (scene->store, &statements[AGAIN], &by, scene->arena, &row);
         by.number = row.number) {
        const struct handed_row *handed = see_handed (scene, &row, anchored, &count);
        if (!handed)
            continue;
        *seen = *obligation_see_one (scene, row.kind, row.what, row.party);
        seen->handed = handed->deliverable;
        seen->time = handed->at;
        return seen;
    }
    return NULL;
}

static bool is_undone (const struct scene *scene, const struct obligation_row *row,
                       const struct anchored *anchored)
{
    struct share_asked asked;
    if (row->met_at == INSTANT_ABSENT ||
        obligation_last_day (scene->office, row, anchored, day_of (scene->now), scene->arena) ==
            DAY_ABSENT)
        return false;
    size_t handed;
    if (row->kind == obligation_deliverable)
        return !see_handed (scene, row, anchored, &handed) && handed > 0;
    return share_asked_by (row, scene->office, anchored, day_of (scene->now), scene->arena,
                           &asked) &&
           asked.from <= scene->now && scene->now < asked.to &&
           share_any_left (scene, &asked, NULL);
}

/* The first met one that is not done any more. */
static const struct obligation_seen *see_undone (const struct scene *scene,
                                                 const struct anchored *anchored)
{
    struct deadline_by by = obligation_by_nothing (scene);
    struct obligation_row row;
    for (by.number = 0; store_read (scene->store, &statements[ENDED], &by, scene->arena, &row);
         by.number = row.number)
        if (is_undone (scene, &row, anchored))
            return obligation_see_one (scene, row.kind, row.what, row.party);
    return NULL;
}

const void *obligation_see_hour (const struct scene *configured, const void *said)
{
    (void)said;
    instant next = next_of_configured (configured);
    const char *earlier = see_earlier (configured, &next);
    const struct scene *scene = earlier ? campaigns_scene (configured, earlier) : configured;
    const struct campaign *last = configured->office->campaign;
    struct campaign_seen *seen = arena_take (scene->arena, sizeof *seen);
    const struct deadline_by by = obligation_by_nothing (scene);
    const void *rows;
    *seen = (struct campaign_seen){ .office = scene->office,
                                    .anchored = anchor_see_all (scene),
                                    .campaign = see_campaign (scene),
                                    .last = obligation_last_number (scene),
                                    .is_followed = earlier && day_start (last->from) <= scene->now,
                                    .now = scene->now };
    seen->count =
        store_list (scene->store, &statements[ALL], &by, scene->arena, OBLIGATIONS_MAX, &rows);
    seen->opened = rows;
    seen->misplaced = see_misplaced (scene, &seen->anchored);
    seen->owners = share_see_owners (scene, &seen->anchored);
    seen->finished = see_finished (scene, &seen->anchored);
    seen->undone = see_undone (scene, &seen->anchored);
    seen->redone = see_redone (scene, &seen->anchored);
    return seen;
}
