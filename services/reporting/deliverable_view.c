/* deliverables.list: of each deliverable of the campaign and each party that owes it, whether it
   was handed in, when, and who is missing (S10, S12, S13, S25, S26). */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "office/office.h"
#include "reporting/view.h"
#include "words/intake.h"
#include "words/reporting.h"
#include "words/scheduling.h"
#include <inttypes.h>
#include <string.h>

enum { PUT, SEE, ANCHOR, ANCHORED, STATEMENTS };
static const struct sql statements[STATEMENTS] = {
    [PUT] = { "INSERT OR IGNORE INTO submitted (kind, party, version, deliverable, digest, at, "
              "recorded) VALUES (:kind, :party, :version, :deliverable, :digest, :at, :recorded)",
              submitted_row_record, NULL },
    [SEE] = { "SELECT kind, party, version, deliverable, digest, at, recorded FROM submitted WHERE "
              "kind = :key AND party = :other AND recorded <= :as_of ORDER BY version DESC LIMIT 1",
              view_by_record, submitted_row_record },
    [ANCHOR] = { "INSERT OR REPLACE INTO anchored (anchor, recorded, date) VALUES (:anchor, "
                 ":recorded, :date)",
                 anchored_row_record, NULL },
    [ANCHORED] = { "SELECT anchor, recorded, date FROM anchored WHERE anchor = :key AND recorded "
                   "<= "
                   ":as_of ORDER BY recorded DESC LIMIT 1",
                   view_by_record, anchored_row_record },
};
const struct sql_table deliverable_view_sql = { statements, STATEMENTS };

static void fold_submitted (const struct view_fact *fact)
{
    const struct deliverable_submitted *event = fact->event;
    store_write (fact->store, &statements[PUT],
                 &(struct submitted_row){ .kind = event->kind,
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
                 &(struct anchored_row){
                     .anchor = event->anchor, .recorded = fact->recorded, .date = event->date });
}

static const struct view_row rows[] = {
    { .word = anchor_resolved_record, .fold = fold_resolved },
    { .word = deliverable_submitted_record, .fold = fold_submitted },
};
const struct view_rows deliverable_view_rows = { rows, sizeof rows / sizeof *rows };

/* ---- answering ---- */

struct listing {
    const struct deliverables_list *asked;
    struct view_by by;
    int64_t owed, submitted, late, missing; /* late: handed in after its day, or not yet and over */
    const char *before;
};

/* As it was announced by then, or else as config/campaign.yaml has it. */
static day anchor_date (const struct scene *scene, const char *anchor, instant as_of)
{
    struct anchored_row row = { .date = office_anchor_date (scene->office, anchor) };
    struct view_by by = view_by_nothing();
    by.key = anchor;
    by.as_of = as_of;
    store_read (scene->store, &statements[ANCHORED], &by, scene->arena, &row);
    return row.date;
}

/* The end of the day it is due; INSTANT_ABSENT: it waits for its anchor. */
static instant due_of (const struct scene *scene, const struct campaign_deliverable *wanted,
                       instant as_of)
{
    day due = wanted->due;
    if (due == DAY_ABSENT && wanted->due_anchor)
        due = anchor_date (scene, wanted->due_anchor, as_of);
    return due == DAY_ABSENT ? INSTANT_ABSENT : day_start (due + 1);
}

static bool is_asked (const struct listing *listing, bool submitted, bool late)
{
    switch (listing->asked->state) {
    case deliverable_state_absent:
        return true;
    case deliverable_missing:
        return !submitted;
    case deliverable_submitted_state:
        return submitted;
    case deliverable_late:
        return late;
    }
    return true;
}

static void put_moment (const char *name, instant at, struct text *answer)
{
    char text[INSTANT_TEXT_SIZE];
    if (at != INSTANT_ABSENT)
        text_format (answer, ",\"%s\":\"%s\"", name, instant_text (at, text));
}

static void put_party (const struct scene *scene, struct listing *listing,
                       const struct campaign_deliverable *wanted, const struct party *party,
                       struct text *answer)
{
    struct submitted_row row = { .at = INSTANT_ABSENT };
    instant due = due_of (scene, wanted, listing->by.as_of);
    listing->by.key = wanted->id;
    listing->by.other = party->id;
    bool submitted = store_read (scene->store, &statements[SEE], &listing->by, scene->arena, &row);
    bool late = due != INSTANT_ABSENT && (submitted ? row.at : listing->by.as_of) > due;
    listing->owed++;
    listing->submitted += submitted;
    listing->missing += !submitted;
    listing->late += late;
    if (!is_asked (listing, submitted, late))
        return;
    text_format (answer, "%s{\"kind\":\"%s\",\"party\":\"%s\",\"name\":", listing->before,
                 wanted->id, party->id);
    text_put_json (answer, party->name);
    text_format (answer, ",\"state\":\"%s\",\"late\":%s", submitted ? "submitted" : "missing",
                 late ? "true" : "false");
    put_moment ("due", due, answer);
    if (due == INSTANT_ABSENT && wanted->due_anchor)
        text_format (answer, ",\"waits_for\":\"%s\"", wanted->due_anchor);
    if (submitted) {
        put_moment ("at", row.at, answer);
        text_format (answer, ",\"deliverable\":\"%s\",\"version\":%" PRId64 ",\"digest\":\"%s\"",
                     row.deliverable, row.version, row.digest);
    }
    text_say (answer, "}");
    listing->before = ",";
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
            if (asked && office_owes (scene->office, wanted, party->id))
                put_party (scene, listing, wanted, party, answer);
        }
}

void deliverables_list_ask (const struct scene *scene, const void *asked_void, struct text *answer,
                            struct refusals *refusals)
{
    const struct campaign *campaign = scene->office->campaign;
    struct listing listing = { .asked = asked_void, .by = view_by_nothing(), .before = "" };
    if (!view_as_of (scene, listing.asked->as_of, &listing.by.as_of, refusals))
        return;
    if (listing.asked->kind && !office_deliverable (scene->office, listing.asked->kind)) {
        refusals_add (refusals, REFUSAL_INVALID, "/kind",
                      "%s is none of the campaign's deliverables", listing.asked->kind);
        return;
    }
    view_put_as_of (listing.by.as_of, answer);
    text_say (answer, ",\"items\":[");
    for (size_t i = 0; i < campaign->deliverables_count; i++)
        if (!listing.asked->kind || text_same (listing.asked->kind, campaign->deliverables[i].id))
            put_kind (scene, &listing, &campaign->deliverables[i], answer);
    text_format (answer,
                 "],\"next\":null,\"owed\":%" PRId64 ",\"submitted\":%" PRId64
                 ",\"missing\":%" PRId64 ",\"late\":%" PRId64,
                 listing.owed, listing.submitted, listing.missing, listing.late);
}
