/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/id.h"
#include "scheduling/anchor.h"
#include "scheduling/obligation_place.h"
#include "scheduling/obligation_rows.h"
#include "words/intake.h"

enum { PLAN, ONE, HELD, NUMBERED, LAST, PUT, MOVED, MET, REOPENED, WAKE, HAND, MET_BY, STATEMENTS };
static const struct sql statements[STATEMENTS] = {
    [PLAN] = { "INSERT INTO campaign (campaign, began, planned, next) VALUES (:campaign, :began, "
               ":planned, :next) ON CONFLICT (campaign) DO UPDATE SET planned = :planned, next = "
               ":next",
               campaign_row_record, NULL },
    [ONE] = { "SELECT " OBLIGATION_COLUMNS
              " FROM obligation WHERE campaign = :campaign AND kind = :kind AND "
              "what = :what AND party = :party AND cycle = :cycle",
              deadline_by_record, obligation_row_record },
    /* Of another campaign (of :key, or of any), the turn that DAY falls into. */
    [HELD] = { "SELECT " OBLIGATION_COLUMNS
               " FROM obligation WHERE campaign <> :campaign AND (:key IS NULL "
               "OR campaign = :key) AND kind = :kind AND what = :what AND party = :party AND last "
               ">= :day ORDER BY last LIMIT 1",
               deadline_by_record, obligation_row_record },
    [NUMBERED] = { "SELECT " OBLIGATION_COLUMNS " FROM obligation WHERE number = :number",
                   deadline_by_record, obligation_row_record },
    [LAST] = { "SELECT " OBLIGATION_COLUMNS " FROM obligation ORDER BY number DESC LIMIT 1", NULL,
               obligation_row_record },
    [PUT] = { "INSERT INTO obligation (" OBLIGATION_COLUMNS
              ") VALUES (:number, :campaign, :kind, :what, "
              ":party, :cycle, :met, :last, :round, :met_at, :settled)",
              obligation_row_record, NULL },
    [MOVED] = { "UPDATE obligation SET last = :last WHERE number = :number", obligation_row_record,
                NULL },
    [MET] = { "UPDATE obligation SET met = 1, met_at = :met_at, settled = :settled WHERE number = "
              ":number",
              obligation_row_record, NULL },
    [REOPENED] = { "UPDATE obligation SET met = 0, met_at = NULL, round = :round, last = :last "
                   "WHERE number = :number",
                   obligation_row_record, NULL },
    [HAND] = { "INSERT OR IGNORE INTO handed (campaign, kind, party, deliverable, at) VALUES "
               "(:campaign, :kind, :party, :deliverable, :at)",
               handed_row_record, NULL },
    /* What met it again was handed in before. */
    [MET_BY] = { "INSERT OR IGNORE INTO handed (campaign, kind, party, deliverable, at) SELECT "
                 "campaign, what, party, :what, :now FROM obligation WHERE number = :number AND "
                 "kind = 'deliverable' AND :what IS NOT NULL",
                 deadline_by_record, NULL },
    [WAKE] = { "UPDATE campaign SET next = :now WHERE campaign = (SELECT campaign FROM obligation "
               "WHERE number = :number)",
               deadline_by_record, NULL },
};
const struct sql_table obligation_sql = { statements, STATEMENTS };

struct deadline_by obligation_by_nothing (const struct scene *scene)
{
    return (struct deadline_by){ .campaign = scene->office->campaign->id,
                                 .cycle = NUMBER_ABSENT,
                                 .number = NUMBER_ABSENT,
                                 .now = INSTANT_ABSENT,
                                 .started = INSTANT_ABSENT,
                                 .day = DAY_ABSENT };
}

int64_t obligation_last_number (const struct scene *scene)
{
    struct obligation_row last = { .number = 0 };
    store_read (scene->store, &statements[LAST], NULL, scene->arena, &last);
    return last.number;
}

static struct shares_left left_of (const struct scene *scene, const struct obligation_row *row)
{
    const struct anchored anchored = anchor_see_all (scene);
    struct share_asked asked;
    return share_asked_by (row, scene->office, &anchored, day_of (scene->now), scene->arena, &asked)
               ? share_see_left (scene, &asked)
               : (struct shares_left){ .of = 0 };
}

struct shares_left obligation_see_left (const struct scene *scene, const char *ref)
{
    struct deadline_by by = obligation_by_nothing (scene);
    struct obligation_row row;
    bool is_there = ref_parse (ref, 'B', &by.number) &&
                    store_read (scene->store, &statements[NUMBERED], &by, scene->arena, &row);
    scene = is_there ? campaigns_scene (scene, row.campaign) : NULL;
    return scene ? left_of (scene, &row) : (struct shares_left){ .of = 0 };
}

const struct placing *obligation_see_placing (const struct scene *scene, const char *ref)
{
    struct deadline_by by = obligation_by_nothing (scene);
    struct obligation_row *row = arena_take (scene->arena, sizeof *row);
    struct placing *placing = arena_take (scene->arena, sizeof *placing);
    bool is_open = ref_parse (ref, 'B', &by.number) &&
                   store_read (scene->store, &statements[NUMBERED], &by, scene->arena, row) &&
                   !row->met;
    scene = is_open ? campaigns_scene (scene, row->campaign) : NULL;
    if (!scene)
        return NULL;
    *placing = (struct placing){ scene->office, row, anchor_see_all (scene) };
    return placing;
}

/* ---- what meets one ---- */

static struct obligation_seen *see (const struct scene *scene, int which,
                                    const struct deadline_by *by)
{
    struct obligation_seen *seen = arena_take (scene->arena, sizeof *seen);
    struct obligation_row *row = arena_take (scene->arena, sizeof *row);
    bool known = store_read (scene->store, &statements[which], by, scene->arena, row);
    *seen = (struct obligation_seen){ .office = scene->office,
                                      .obligation = known ? row : NULL,
                                      .anchored = anchor_see_all (scene),
                                      .last = obligation_last_number (scene),
                                      .is_known = true,
                                      .now = scene->now,
                                      .time = scene->time };
    if (known)
        seen->of_case = deadline_see_ref (scene, ref_text (scene->arena, 'B', row->number));
    return seen;
}

static struct deadline_by by_party (const struct scene *scene, enum obligation_kind kind,
                                    const char *what, const char *party, int64_t cycle)
{
    struct deadline_by by = obligation_by_nothing (scene);
    by.kind = choice_word (obligation_kind_choices(), (int)kind);
    by.what = what;
    by.party = party;
    by.cycle = cycle;
    return by;
}

static struct obligation_seen *see_party (const struct scene *scene, enum obligation_kind kind,
                                          const char *what, const char *party, int64_t cycle)
{
    const struct deadline_by by = by_party (scene, kind, what, party, cycle);
    return see (scene, ONE, &by);
}

const struct obligation_seen *obligation_see_one (const struct scene *scene,
                                                  enum obligation_kind kind, const char *what,
                                                  const char *party)
{
    return see_party (scene, kind, what, party, 1);
}

static const struct obligation_seen *with_left (const struct scene *scene,
                                                struct obligation_seen *seen)
{
    if (seen->obligation)
        seen->left = left_of (scene, seen->obligation);
    return seen;
}

/* The campaign whose days hold the moment, or else the last where it is open. */
static const struct scene *scene_where_open (const struct scene *scene, enum obligation_kind kind,
                                             const char *what, const char *party)
{
    const struct campaigns campaigns = campaigns_see (scene);
    struct deadline_by by = by_party (scene, kind, what, party, 1);
    struct obligation_row row;
    if (office_campaign_at (&campaigns, day_of (scene->time)))
        return campaigns_scene_at (scene, scene->time);
    for (size_t i = campaigns.count; i > 0; i--) {
        by.campaign = campaigns.list[i - 1]->id;
        if (store_read (scene->store, &statements[ONE], &by, scene->arena, &row) && !row.met)
            return campaigns_scene (scene, by.campaign);
    }
    return scene;
}

static const void *see_of_window (const struct scene *scene, const struct obligation_report *said)
{
    const struct scene *then =
        said->campaign ? campaigns_scene (scene, said->campaign)
                       : scene_where_open (scene, obligation_window, said->window, said->party);
    if (then)
        return with_left (then, see_party (then, obligation_window, said->window, said->party, 1));
    struct obligation_seen *seen = arena_take (scene->arena, sizeof *seen);
    *seen = (struct obligation_seen){ .office = scene->office };
    return seen;
}

/* By its number; of a campaign that is not known here what it leaves is not either. */
static struct obligation_seen *see_numbered (const struct scene *scene, const char *ref)
{
    struct deadline_by by = obligation_by_nothing (scene);
    if (!ref || !ref_parse (ref, 'B', &by.number))
        by.number = 0; /* nobody's */
    struct obligation_seen *seen = see (scene, NUMBERED, &by);
    const struct scene *then =
        seen->obligation ? campaigns_scene (scene, seen->obligation->campaign) : NULL;
    if (then)
        seen->left = left_of (then, seen->obligation);
    return seen;
}

const void *obligation_see_report (const struct scene *scene, const void *said)
{
    const struct obligation_report *report = said;
    return report->window && report->party ? see_of_window (scene, report)
                                           : see_numbered (scene, report->obligation);
}

const void *obligation_see_withdraw (const struct scene *scene, const void *said)
{
    return see_numbered (scene, ((const struct obligation_withdraw *)said)->obligation);
}

/* Of the community whose premises hand it in. */
static const struct obligation_seen *see_collection (const struct scene *scene,
                                                     const struct deliverable_submitted *said)
{
    const struct obligation_row of = { .kind = obligation_collection, .what = said->kind };
    const struct anchored anchored = anchor_see_all (scene);
    struct share_asked asked;
    const struct share_row *premises =
        share_asked_by (&of, scene->office, &anchored, day_of (scene->now), scene->arena, &asked)
            ? share_see_asked (scene, said->party, &asked)
            : share_see_premises (scene, said->party);
    struct obligation_seen *seen = see_party (scene, obligation_collection, said->kind,
                                              premises ? premises->community : "", 1);
    seen->last_share = seen->obligation && !seen->obligation->met &&
                       share_asked_by (seen->obligation, scene->office, &seen->anchored,
                                       day_of (scene->now), scene->arena, &asked) &&
                       share_any_left (scene, &asked, NULL) &&
                       !share_any_left (scene, &asked, said->party);
    return seen;
}

/* Before events said of which campaign, it was the one that was configured. */
const void *obligation_see_submitted (const struct scene *scene, const void *said_void)
{
    const struct deliverable_submitted *said = said_void;
    const struct scene *then = said->campaign ? campaigns_scene (scene, said->campaign) : scene;
    if (then && said->of_premises)
        return see_collection (then, said);
    struct deadline_by by =
        by_party (then ? then : scene, obligation_deliverable, said->kind, said->party, 1);
    if (said->campaign)
        by.campaign = said->campaign;
    struct obligation_seen *seen = see (then ? then : scene, ONE, &by);
    seen->is_known = then != NULL;
    return seen;
}

/* Heard after the campaign was changed here, or held before this one began: it is of a turn of the
   one before. What that said of its meetings is not known any more; their last days are. */
static const struct obligation_seen *see_held_before (const struct scene *scene,
                                                      const struct meeting_reported *said,
                                                      const char *party, int64_t every_days)
{
    struct deadline_by by = by_party (scene, obligation_meeting, said->kind, party, NUMBER_ABSENT);
    by.day = day_of (said->at);
    if (said->campaign && !text_same (said->campaign, by.campaign))
        by.key = said->campaign;
    struct obligation_seen *seen = see (scene, HELD, &by);
    if (seen->obligation && every_days != NUMBER_ABSENT &&
        by.day <= seen->obligation->last - every_days)
        seen->obligation = NULL; /* before the first of its turns */
    return seen;
}

const void *obligation_see_meeting (const struct scene *configured, const void *said_void)
{
    const struct meeting_reported *said = said_void;
    const struct scene *said_of =
        said->campaign ? campaigns_scene (configured, said->campaign) : NULL;
    const struct scene *scene = said_of ? said_of : configured;
    const struct campaign_meeting *meeting = office_meeting (scene->office, said->kind);
    const char *party = meeting ? office_meeting_party (scene->office, meeting, said->by) : NULL;
    int64_t cycle = obligation_turn (scene->office, said);
    if (!party)
        party = meeting ? "" : said->by;
    return cycle > 0 ? see_party (scene, obligation_meeting, said->kind, party, cycle)
                     : see_held_before (scene, said, party,
                                        meeting ? meeting->every_days : NUMBER_ABSENT);
}

/* ---- apply ---- */

void obligation_apply_opened (struct store *store, const struct fact *fact, const void *event_void,
                              struct arena *arena)
{
    (void)fact, (void)arena;
    const struct obligation_opened *event = event_void;
    struct obligation_row row = { .campaign = event->campaign,
                                  .kind = event->kind,
                                  .what = event->what,
                                  .party = event->party,
                                  .cycle = event->cycle,
                                  .last = event->last,
                                  .round = 1,
                                  .met_at = INSTANT_ABSENT };
    ref_parse (event->obligation, 'B', &row.number);
    store_write (store, &statements[PUT], &row);
}

static void end (struct store *store, const char *obligation, instant at, bool settled)
{
    struct obligation_row row = { .met_at = at, .settled = settled, .last = DAY_ABSENT };
    ref_parse (obligation, 'B', &row.number);
    store_write (store, &statements[MET], &row);
}

void obligation_apply_met (struct store *store, const struct fact *fact, const void *event_void,
                           struct arena *arena)
{
    (void)arena;
    const struct obligation_met *event = event_void;
    struct deadline_by by = { .what = event->by_what,
                              .now = fact->time,
                              .cycle = NUMBER_ABSENT,
                              .started = INSTANT_ABSENT,
                              .day = DAY_ABSENT };
    end (store, event->obligation, fact->time, event->by != NULL);
    if (ref_parse (event->obligation, 'B', &by.number))
        store_write (store, &statements[MET_BY], &by);
}

void obligation_apply_noted (struct store *store, const struct fact *fact, const void *event_void,
                             struct arena *arena)
{
    (void)fact, (void)arena;
    const struct deliverable_noted *event = event_void;
    store_write (store, &statements[HAND],
                 &(struct handed_row){ .campaign = event->campaign,
                                       .kind = event->kind,
                                       .party = event->party,
                                       .deliverable = event->deliverable,
                                       .at = event->at });
}

void obligation_apply_withdrawn (struct store *store, const struct fact *fact,
                                 const void *event_void, struct arena *arena)
{
    (void)arena;
    end (store, ((const struct obligation_withdrawn *)event_void)->obligation, fact->time, true);
}

void obligation_apply_reopened (struct store *store, const struct fact *fact,
                                const void *event_void, struct arena *arena)
{
    (void)fact, (void)arena;
    const struct obligation_reopened *event = event_void;
    struct obligation_row row = { .round = event->round,
                                  .last = event->last,
                                  .met_at = INSTANT_ABSENT };
    ref_parse (event->obligation, 'B', &row.number);
    store_write (store, &statements[REOPENED], &row);
}

void obligation_apply_moved (struct store *store, const struct fact *fact, const void *event_void,
                             struct arena *arena)
{
    (void)fact, (void)arena;
    const struct obligation_moved *event = event_void;
    struct obligation_row row = { .last = event->last, .met_at = INSTANT_ABSENT };
    ref_parse (event->obligation, 'B', &row.number);
    store_write (store, &statements[MOVED], &row);
}

void obligation_goes_on (struct store *store, const char *ref, instant at)
{
    struct deadline_by by = { .cycle = NUMBER_ABSENT, .now = at, .started = INSTANT_ABSENT };
    if (ref_parse (ref, 'B', &by.number))
        store_write (store, &statements[WAKE], &by);
}

void obligation_apply_planned (struct store *store, const struct fact *fact, const void *event_void,
                               struct arena *arena)
{
    (void)arena;
    const struct campaign_planned *event = event_void;
    store_write (store, &statements[PLAN],
                 &(struct campaign_row){ .campaign = event->campaign,
                                         .began = fact->recorded,
                                         .planned = fact->recorded,
                                         .next = event->next });
}
