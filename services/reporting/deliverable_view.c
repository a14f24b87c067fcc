/* deliverables.list: of each deliverable of the campaign and each party that owes it, whether it
   was handed in, when, and who is missing (S10, S12, S13, S25, S26). */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "frame/page.h"
#include "office/campaign.h"
#include "reporting/view.h"
#include "words/intake.h"
#include "words/reporting.h"
#include "words/scheduling.h"
#include <inttypes.h>
#include <string.h>

#define SUBMITTED "campaign, kind, party, version, deliverable, digest, at, recorded"
/* Of the campaign that is asked about; before events said of which, of the one that had begun. */
#define OURS " AND (campaign = :campaign OR (campaign IS NULL AND at >= :from))"

enum { PUT, SEE, VERSION, ANCHOR, ANCHORED, KNOWN, MOVED, OWING, STATEMENTS };
static const struct sql statements[STATEMENTS] = {
    [PUT] = { "INSERT OR IGNORE INTO submitted (" SUBMITTED ") VALUES (:campaign, :kind, :party, "
              ":version, :deliverable, :digest, :at, :recorded)",
              submitted_row_record, NULL },
    [SEE] = { "SELECT " SUBMITTED " FROM submitted WHERE kind = :key AND party = :other AND "
              "recorded <= :as_of" OURS " ORDER BY version DESC LIMIT 1",
              view_by_record, submitted_row_record },
    [VERSION] = { "SELECT " SUBMITTED " FROM submitted WHERE kind = :key AND party = :other AND "
                  "recorded <= :as_of AND version > :number" OURS " ORDER BY version LIMIT 1",
                  view_by_record, submitted_row_record },
    [ANCHOR] = { "INSERT INTO anchored (number, anchor, campaign, at, recorded, date) VALUES "
                 "(:number, :anchor, :campaign, :at, :recorded, :date)",
                 anchored_row_record, NULL },
    /* The last date of each, as it was announced by then. */
    [ANCHORED] = { "SELECT max (number) AS number, anchor, campaign, at, recorded, date FROM "
                   "anchored WHERE recorded <= :as_of" OURS
                   " GROUP BY anchor ORDER BY anchor LIMIT 32",
                   view_by_record, anchored_row_record },
    /* When the first date of one was announced. */
    [KNOWN] = { "SELECT number, anchor, campaign, at, recorded, date FROM anchored WHERE anchor = "
                ":key AND recorded <= :as_of" OURS " ORDER BY number LIMIT 1",
                view_by_record, anchored_row_record },
    /* And the last. */
    [MOVED] = { "SELECT number, anchor, campaign, at, recorded, date FROM anchored WHERE anchor = "
                ":key AND recorded <= :as_of" OURS " ORDER BY number DESC LIMIT 1",
                view_by_record, anchored_row_record },
    /* As for a window: in the register before its day was over, of whom and what they were then
       (window_tasks.c); or handed in all the same. */
    [OWING] = { "SELECT p.premises AS premises, p.name AS name, coalesce (t.community, "
                "p.community) AS community FROM premises_view AS p LEFT JOIN premises_view AS t ON "
                "t.premises = p.premises AND t.since <= min (:as_of, :to - 1) AND t.until > min "
                "(:as_of, :to - 1) WHERE p.since <= :as_of AND p.until > :as_of AND (p.hidden = 0 "
                "OR :number = 1) AND (:key = '' OR p.premises = :key OR coalesce (t.community, "
                "p.community) = :key) AND p.premises > :other AND (EXISTS (SELECT 1 FROM "
                "premises_view AS first WHERE first.premises = p.premises AND first.since < :to) "
                "OR EXISTS (SELECT 1 FROM submitted WHERE kind = :kind AND party = p.premises AND "
                "recorded <= :as_of AND (campaign = :campaign OR (campaign IS NULL AND at >= "
                ":from)))) AND EXISTS (SELECT 1 FROM json_each (coalesce (t.categories, "
                "p.categories), '$.categories') AS has JOIN json_each (:categories, "
                "'$.categories') AS wanted ON wanted.value = has.value) ORDER BY p.premises LIMIT "
                ":limit",
                window_by_record, owing_row_record },
};
const struct sql_table deliverable_view_sql = { statements, STATEMENTS };

static void fold_submitted (const struct view_fact *fact)
{
    const struct deliverable_submitted *event = fact->event;
    store_write (fact->store, &statements[PUT],
                 &(struct submitted_row){ .campaign = event->campaign,
                                          .kind = event->kind,
                                          .party = event->party,
                                          .version = event->version,
                                          .deliverable = event->deliverable,
                                          .digest = event->digest,
                                          .at = fact->time,
                                          .recorded = fact->recorded });
}

static void fold_resolved (const struct view_fact *fact)
{
    const struct anchor_resolved *event = fact->event;
    store_write (fact->store, &statements[ANCHOR],
                 &(struct anchored_row){ .number = fact->seq,
                                         .anchor = event->anchor,
                                         .campaign = event->campaign,
                                         .at = fact->time,
                                         .recorded = fact->recorded,
                                         .date = event->date });
}

static const struct view_row rows[] = {
    { .word = anchor_resolved_record, .fold = fold_resolved },
    { .word = deliverable_submitted_record, .fold = fold_submitted },
};
const struct view_rows deliverable_view_rows = { rows, sizeof rows / sizeof *rows };

/* ---- answering ---- */

/* What is of the campaign that the configuration has. */
static struct view_by by_campaign (const struct scene *scene, instant as_of)
{
    struct view_by by = view_by_nothing();
    by.as_of = as_of;
    by.campaign = scene->office->campaign->id;
    by.from = day_start (scene->office->campaign->from);
    return by;
}

struct anchored view_anchored (const struct scene *scene, instant as_of)
{
    const struct view_by by = by_campaign (scene, as_of);
    const void *found;
    size_t count = store_list (scene->store, &statements[ANCHORED], &by, scene->arena,
                               CAMPAIGN_ANCHORS_MAX, &found);
    const struct anchored_row *rows_found = found;
    struct anchor_date *list = arena_take (scene->arena, (count + 1) * sizeof *list);
    for (size_t i = 0; i < count; i++)
        list[i] = (struct anchor_date){ rows_found[i].anchor, rows_found[i].date };
    return (struct anchored){ list, count };
}

struct listing {
    const struct deliverables_list *asked;
    struct view_by by;
    struct anchored anchored;
    /* late: handed in after its day, or not yet and over; withdrawn: not handed in, nor owed. */
    struct deliverable_counts counts;
    int64_t limit, count;     /* of the page */
    const char *after, *last; /* what the page begins and ends after; NULL: nothing */
    size_t began;             /* where in the answer, of which it may be a part */
    bool more;
};

/* Whether that of KEY stands on the page. What it begins after may be none of those ASKED for by
   now: it was missing, and was handed in. */
static bool is_on_page (struct listing *listing, const char *key, bool asked,
                        const struct text *answer)
{
    if (listing->after) {
        if (text_same (listing->after, key))
            listing->after = NULL;
        return false;
    }
    bool full =
        listing->count == listing->limit || answer->length - listing->began > PAGE_BYTES_MAX;
    listing->more |= asked && full;
    if (!asked || full)
        return false;
    listing->last = key;
    return ++listing->count > 0;
}

struct standing {
    bool submitted, late, withdrawn, paused;
};

static bool is_asked (const struct listing *listing, const struct standing *standing)
{
    switch (listing->asked->state) {
    case deliverable_state_absent:
        return true;
    case deliverable_missing:
        return !standing->submitted && !standing->withdrawn;
    case deliverable_submitted_state:
        return standing->submitted;
    case deliverable_late:
        return standing->late;
    case deliverable_withdrawn:
        return standing->withdrawn;
    }
    return true;
}

static void count (struct listing *listing, const struct standing *standing)
{
    listing->counts.owed += !standing->withdrawn;
    listing->counts.submitted += standing->submitted;
    listing->counts.missing += !standing->submitted && !standing->withdrawn;
    listing->counts.late += standing->late;
    listing->counts.withdrawn += standing->withdrawn;
}

static void put_moment (const char *name, instant at, struct text *answer)
{
    char text[INSTANT_TEXT_SIZE];
    if (at != INSTANT_ABSENT)
        text_format (answer, ",\"%s\":\"%s\"", name, instant_text (at, text));
}

/* S12, S26: as scheduling has it. */
static bool is_early (const struct scene *scene, const struct listing *listing,
                      const struct campaign_deliverable *wanted, const struct submitted_row *row)
{
    struct view_by by = listing->by;
    struct anchored_row first, last;
    struct announced announced = { .date = DAY_ABSENT };
    by.key = office_awaits (scene->office, wanted, day_of (by.as_of), scene->arena);
    const bool is_announced =
        by.key && store_read (scene->store, &statements[KNOWN], &by, scene->arena, &first) &&
        store_read (scene->store, &statements[MOVED], &by, scene->arena, &last);
    if (is_announced)
        announced = (struct announced){ first.recorded, last.recorded, last.date };
    return office_came_early (scene->office, wanted, &(struct handed_in){ row->at, row->recorded },
                              &listing->anchored, is_announced ? &announced : NULL,
                              day_of (by.as_of), scene->arena);
}

/* When it was handed in first as it was asked for; INSTANT_ABSENT: not yet. A later version makes
   nothing late. */
static instant first_that_counts (const struct scene *scene, const struct listing *listing,
                                  const struct campaign_deliverable *wanted)
{
    struct view_by by = listing->by;
    struct submitted_row row;
    for (by.number = 0; store_read (scene->store, &statements[VERSION], &by, scene->arena, &row);
         by.number = row.version)
        if (!is_early (scene, listing, wanted, &row))
            return row.at;
    return INSTANT_ABSENT;
}

/* Of premises their community collects it. */
static struct owed_row see_owed (const struct scene *scene, const struct listing *listing,
                                 const struct campaign_deliverable *wanted,
                                 const struct owing_row *party)
{
    return party->community ? view_owed (scene, obligation_collection, wanted->id, party->community,
                                         listing->by.as_of)
                            : view_owed (scene, obligation_deliverable, wanted->id, party->premises,
                                         listing->by.as_of);
}

static void put_party (const struct scene *scene, struct listing *listing,
                       const struct campaign_deliverable *wanted, const struct owing_row *party,
                       struct text *answer)
{
    struct submitted_row row = { .at = INSTANT_ABSENT };
    const char *waits_for = NULL;
    const struct owed_row owed = see_owed (scene, listing, wanted, party);
    day last =
        office_moment (scene->office, office_due (scene->office->campaign, wanted),
                       &listing->anchored, day_of (listing->by.as_of), scene->arena, &waits_for);
    instant due = owed.due != INSTANT_ABSENT ? owed.due
                  : last == DAY_ABSENT       ? INSTANT_ABSENT
                                             : day_start (last + 1);
    listing->by.key = wanted->id;
    listing->by.other = party->premises;
    bool there = store_read (scene->store, &statements[SEE], &listing->by, scene->arena, &row);
    instant first = there ? first_that_counts (scene, listing, wanted) : INSTANT_ABSENT;
    struct standing standing = { .submitted = first != INSTANT_ABSENT };
    standing.withdrawn = owed.withdrawn && !standing.submitted;
    standing.paused = owed.paused && !owed.withdrawn && !standing.submitted;
    standing.late = due != INSTANT_ABSENT && !owed.withdrawn && !owed.paused &&
                    (standing.submitted ? first : listing->by.as_of) >
                        (due > owed.stood_until ? due : owed.stood_until);
    count (listing, &standing);
    const char *key = arena_format (scene->arena, "%s/%s", wanted->id, party->premises);
    if (!is_on_page (listing, key, is_asked (listing, &standing), answer))
        return;
    text_format (answer,
                 "%s{\"kind\":\"%s\",\"party\":\"%s\",\"name\":", listing->count > 1 ? "," : "",
                 wanted->id, party->premises);
    text_put_json (answer, party->name);
    if (party->community)
        text_format (answer, ",\"community\":\"%s\"", party->community);
    text_format (answer, ",\"state\":\"%s\",\"late\":%s",
                 standing.submitted   ? "submitted"
                 : standing.withdrawn ? "withdrawn"
                                      : "missing",
                 standing.late ? "true" : "false");
    text_say (answer, standing.paused ? ",\"paused\":true" : "");
    put_moment ("due", due, answer);
    if (waits_for)
        text_format (answer, ",\"waits_for\":\"%s\"", waits_for);
    text_say (answer, there && !standing.submitted ? ",\"early\":true" : "");
    if (there) {
        if (first != row.at)
            put_moment ("first_at", first, answer);
        put_moment ("at", row.at, answer);
        text_format (answer, ",\"deliverable\":\"%s\",\"version\":%" PRId64 ",\"digest\":\"%s\"",
                     row.deliverable, row.version, row.digest);
    }
    text_say (answer, "}");
}

/* Of premises, each its own; asked by `party` as premises, or as their community. */
static void put_premises (const struct scene *scene, struct listing *listing,
                          const struct campaign_deliverable *wanted, struct text *answer)
{
    enum { BATCH = 1000 };
    day last = office_moment (scene->office, office_due (scene->office->campaign, wanted),
                              &listing->anchored, day_of (listing->by.as_of), scene->arena, NULL);
    struct window_by by = { .key = listing->asked->party ? listing->asked->party : "",
                            .as_of = listing->by.as_of,
                            .from = listing->by.from,
                            .campaign = listing->by.campaign,
                            .kind = wanted->id,
                            .to = last == DAY_ABSENT ? INSTANT_NEVER : day_start (last + 1),
                            .categories = wanted->premises,
                            .categories_count = wanted->premises_count,
                            .number = scene->sees_private,
                            .limit = BATCH };
    by.other = "";
    for (size_t count = wanted->premises_count > 0 ? BATCH : 0; count == BATCH;) {
        const void *found;
        count = store_list (scene->store, &statements[OWING], &by, scene->arena, BATCH, &found);
        const struct owing_row *list = found;
        for (size_t i = 0; i < count; i++)
            put_party (scene, listing, wanted, &list[i], answer);
        if (count > 0)
            by.other = list[count - 1].premises;
    }
}

static void put_kind (const struct scene *scene, struct listing *listing,
                      const struct campaign_deliverable *wanted, struct text *answer)
{
    struct office_section sections[OFFICE_SECTIONS];
    office_sections (scene->office->organisation, sections);
    for (size_t s = 0; s < OFFICE_SECTIONS; s++)
        for (size_t i = 0; i < sections[s].count; i++) {
            const struct party *party = &sections[s].list[i];
            bool asked = !listing->asked->party || strcmp (listing->asked->party, party->id) == 0;
            if (asked && office_owes_deliverable (scene->office, wanted, party->id))
                put_party (scene, listing, wanted,
                           &(struct owing_row){ .premises = party->id, .name = party->name },
                           answer);
        }
    put_premises (scene, listing, wanted, answer);
}

struct deliverable_counts view_deliverables (const struct scene *scene, instant as_of)
{
    const struct campaign *campaign = scene->office->campaign;
    const struct deliverables_list all = { .as_of = as_of };
    struct text nothing = text_in (scene->arena);
    struct listing listing = { .asked = &all, .by = by_campaign (scene, as_of), .limit = 0 };
    listing.anchored = view_anchored (scene, as_of);
    for (size_t i = 0; i < campaign->deliverables_count; i++)
        put_kind (scene, &listing, &campaign->deliverables[i], &nothing);
    return listing.counts;
}

void deliverables_list_ask (const struct scene *scene, const void *asked_void, struct text *answer,
                            struct refusals *refusals)
{
    struct listing listing = { .asked = asked_void };
    instant as_of;
    if (!view_as_of (scene, listing.asked->as_of, &as_of, refusals) ||
        !(scene = view_campaign (scene, listing.asked->campaign, as_of, refusals)))
        return;
    const struct campaign *campaign = scene->office->campaign;
    listing.by = by_campaign (scene, as_of);
    if (listing.asked->kind && !office_deliverable (scene->office, listing.asked->kind)) {
        refusals_add (refusals, REFUSAL_INVALID, "/kind",
                      "%s is none of the campaign's deliverables", listing.asked->kind);
        return;
    }
    const struct view_reference reference = { .party = listing.asked->party, .then = scene };
    if (!view_knows (scene, &reference, as_of, refusals))
        return;
    listing.anchored = view_anchored (scene, listing.by.as_of);
    listing.limit = page_limit (listing.asked->limit);
    listing.after = listing.asked->after;
    listing.began = answer->length;
    view_put_as_of (listing.by.as_of, answer);
    text_say (answer, ",\"items\":[");
    for (size_t i = 0; i < campaign->deliverables_count; i++)
        if (!listing.asked->kind || text_same (listing.asked->kind, campaign->deliverables[i].id))
            put_kind (scene, &listing, &campaign->deliverables[i], answer);
    if (listing.after)
        refusals_add (refusals, REFUSAL_INVALID, "/after",
                      "%s is none of these now; ask again from the beginning", listing.after);
    text_say (answer, "],\"next\":");
    if (listing.more)
        text_put_json (answer, listing.last);
    else
        text_say (answer, "null");
    text_format (answer,
                 ",\"owed\":%" PRId64 ",\"submitted\":%" PRId64 ",\"missing\":%" PRId64
                 ",\"late\":%" PRId64 ",\"withdrawn\":%" PRId64,
                 listing.counts.owed, listing.counts.submitted, listing.counts.missing,
                 listing.counts.late, listing.counts.withdrawn);
}
