/* screen.show (S20, S21): what a public board may show, and nothing that is not public, whoever
   asks: what the campaign says of itself, figures counted as everywhere else (counted.h), and what
   was published and stands. Homes are in no number of premises; of nobody a name, a telephone or
   an evidence that was not given for the public. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "reporting/counted.h"
#include "reporting/view.h"
#include "words/reporting.h"
#include "words/words.h"
#include <inttypes.h>

enum { SHOWN_MAX = 12, REASON_CHARACTERS = 200 };

#define ITEM "SELECT ref, state, party, premises, at, data FROM ledger WHERE ledger = "
/* What was done to a thing stands in its row under its name, with its time. */
#define NEWEST(done)                                                                               \
    " AND since <= :as_of AND until > :as_of AND json_extract (data, '$." done                     \
    ".time') IS NOT NULL ORDER BY json_extract (data, '$." done ".time') DESC, ref DESC"

enum { FIGURES, MENTIONS, LISTED, DELISTED, STATEMENTS };
static const struct sql statements[STATEMENTS] = {
    [FIGURES] = { "SELECT p.registered AS registered, p.inspected AS inspected, h.carried AS "
                  "hazards_carried, h.found AS hazards_found, h.rectified AS hazards_rectified, "
                  "t.carried AS tipoffs_carried, t.received AS tipoffs_received, t.verified AS "
                  "tipoffs_verified FROM (" PREMISES_COUNTED ") AS p, (SELECT " HAZARD_FIGURES
                  " " HAZARDS_JUDGED ("") ") AS h, (" TIPOFFS_COUNTED ") AS t",
                  view_by_record, screen_figures_record },
    [MENTIONS] = { ITEM "'mentions' AND state = 'published' AND json_extract (data, '$.kind') = "
                        ":key" NEWEST ("published"),
                   view_by_record, ledger_item_record },
    /* What was no hazard after all is not held against anybody until it is taken off the list. */
    [LISTED] = { ITEM "'supervisions' AND state IN ('listed', 'accepted') AND NOT EXISTS (SELECT 1 "
                      "FROM hazard_view AS h WHERE h.premises = ledger.premises AND h.hazard = "
                      "json_extract (data, '$.ref') AND "
                      "h.closing = 'withdrawn' AND h.since <= :as_of AND h.until > "
                      ":as_of)" NEWEST ("published"),
                 view_by_record, ledger_item_record },
    /* Since the campaign began: what is over is not shown for ever. */
    [DELISTED] = { ITEM "'supervisions' AND state = 'delisted' AND json_extract (data, "
                        "'$.delisting_published.time') >= :other" NEWEST ("delisting_published"),
                   view_by_record, ledger_item_record },
};
const struct sql_table screen_sql = { statements, STATEMENTS };

/* ---- the campaign ---- */

static void put_text (const char *name, const char *value, struct text *answer)
{
    text_format (answer, "\"%s\":", name);
    text_put_json (answer, value);
}

/* The phases of that day: of one that they share, both. */
static void put_phases (const struct scene *scene, instant as_of, struct text *answer)
{
    const struct campaign *campaign = scene->office->campaign;
    const struct anchored anchored = view_anchored (scene, as_of);
    const day today = day_of (as_of);
    const char *before = "";
    text_say (answer, ",\"phases\":[");
    for (size_t i = 0; i < campaign->phases_count; i++) {
        const struct campaign_phase *phase = &campaign->phases[i];
        const day first =
            office_moment (scene->office, office_phase_from (campaign, phase, scene->arena),
                           &anchored, today, scene->arena, NULL);
        const day last =
            office_moment (scene->office, phase->to, &anchored, today, scene->arena, NULL);
        if (today > campaign->to || first == DAY_ABSENT || first > today ||
            (last != DAY_ABSENT && last < today))
            continue;
        text_say (answer, before);
        text_put_json (answer, phase->name);
        before = ",";
    }
    text_say (answer, "]");
}

static void put_campaign (const struct scene *scene, instant as_of, struct text *answer)
{
    const struct campaign *campaign = scene->office->campaign;
    const day today = day_of (as_of);
    char from[DAY_TEXT_SIZE], to[DAY_TEXT_SIZE];
    text_say (answer, ",");
    put_text ("organisation", scene->office->organisation->name, answer);
    text_say (answer, ",\"campaign\":{");
    put_text ("name", campaign->name, answer);
    text_format (answer, ",\"from\":\"%s\",\"to\":\"%s\"", day_text (campaign->from, from),
                 day_text (campaign->to, to));
    put_phases (scene, as_of, answer);
    if (today >= campaign->from && today <= campaign->to)
        text_format (answer, ",\"days_left\":%" PRId64, (int64_t)(campaign->to - today));
    text_say (answer, "}");
    if (campaign->screen) {
        text_say (answer, ",\"screen\":");
        record_to_json (campaign_screen_record(), campaign->screen, answer);
    }
}

/* ---- figures ---- */

static void put_figures (const struct scene *scene, const struct view_by *by, struct text *answer)
{
    struct screen_figures figures = { .registered = 0 };
    if (by->from >= by->to) /* it has not begun */
        return;
    store_read (scene->store, &statements[FIGURES], by, scene->arena, &figures);
    text_say (answer, ",\"figures\":");
    record_to_json (screen_figures_record(), &figures, answer);
}

/* ---- what was published ---- */

typedef void put_fn (const struct scene *scene, const struct ledger_item *item, instant as_of,
                     struct text *answer);

static const char *said (const struct ledger_item *item, const char *name)
{
    return json_words (json_member (item->data, name));
}

/* When NAME was done. */
static void put_time (const char *as, const struct ledger_item *item, const char *name,
                      struct text *answer)
{
    text_say (answer, ",");
    put_text (as, json_words (json_member (json_member (item->data, name), "time")), answer);
}

/* By its name, when it is a party of ours. */
static void put_party (const struct scene *scene, const char *name, const char *id,
                       struct text *answer)
{
    const struct party *party = office_party (scene->office, id);
    put_text (name, party ? party->name : id, answer);
}

/* A reason is typed for who approves it; one that names a person of the unit is not for all. */
static void put_mention (const struct scene *scene, const struct ledger_item *item, instant as_of,
                         struct text *answer)
{
    const char *reason = said (item, "reason");
    put_party (scene, "party", item->party, answer);
    text_say (answer, ",");
    if (premises_view_names (scene, ledger_premises (scene, item, as_of), reason, as_of))
        reason = "";
    put_text ("reason", text_shortened (reason, REASON_CHARACTERS, scene->arena), answer);
    put_time ("published", item, "published", answer);
}

static void put_supervision (const struct scene *scene, const struct ledger_item *item,
                             struct text *answer)
{
    const char *id = said (item, "category");
    const struct hazard_category *category = id ? office_hazard_category (scene->office, id) : NULL;
    const char *place = said (item, "premises_name");
    put_text ("premises", place ? place : item->premises ? item->premises : "", answer);
    text_say (answer, ",");
    put_party (scene, "community", item->party, answer);
    text_say (answer, ",");
    put_text ("category", category ? category->name : id ? id : "", answer);
}

static void put_listed (const struct scene *scene, const struct ledger_item *item, instant as_of,
                        struct text *answer)
{
    (void)as_of;
    put_supervision (scene, item, answer);
    text_say (answer, ",");
    put_text ("due", said (item, "due"), answer);
    put_time ("published", item, "published", answer);
}

static void put_delisted (const struct scene *scene, const struct ledger_item *item, instant as_of,
                          struct text *answer)
{
    (void)as_of;
    put_supervision (scene, item, answer);
    put_time ("delisted", item, "delisted", answer);
    put_time ("published", item, "delisting_published", answer);
}

/* Where people are at home, whoever publishes it and whoever asks. */
static bool is_at_home (const struct scene *scene, const struct ledger_item *item, instant as_of)
{
    return text_same (said (item, "premises_name"), WORDS_HIDDEN) ||
           premises_view_hides (scene, ledger_premises (scene, item, as_of), as_of);
}

static void put_newest (const struct scene *scene, int statement, const struct view_by *by,
                        const char *name, put_fn *put, struct text *answer)
{
    struct ledger_item item;
    size_t count = 0;
    text_format (answer, ",\"%s\":[", name);
    store_walk (scene->store, &statements[statement], by);
    while (count < SHOWN_MAX &&
           store_next (scene->store, &statements[statement], scene->arena, &item)) {
        if (is_at_home (scene, &item, by->as_of))
            continue;
        text_say (answer, count++ > 0 ? ",{" : "{");
        put (scene, &item, by->as_of, answer);
        text_say (answer, "}");
    }
    store_end (scene->store, &statements[statement]);
    text_say (answer, "]");
}

void screen_ask (const struct scene *scene, const void *asked_void, struct text *answer,
                 struct refusals *refusals)
{
    const struct screen_show *asked = asked_void;
    struct view_by by = view_by_nothing();
    if (!view_as_of (scene, asked->as_of, &by.as_of, refusals) ||
        !(scene = view_campaign (scene, NULL, by.as_of, refusals)))
        return;
    struct scene public = *scene;
    char from[INSTANT_TEXT_SIZE];
    const struct campaign *campaign = scene->office->campaign;
    const instant end = day_start (campaign->to + 1);
    public.sees_private = false;
    by.number = 0;
    by.from = day_start (campaign->from);
    by.to = end < by.as_of ? end : by.as_of;
    by.other = instant_text (by.from, from);
    view_put_as_of (by.as_of, answer);
    put_campaign (&public, by.as_of, answer);
    put_figures (&public, &by, answer);
    by.key = choice_word (mention_kind_choices(), mention_praise);
    put_newest (&public, MENTIONS, &by, "praise", put_mention, answer);
    by.key = choice_word (mention_kind_choices(), mention_exposure);
    put_newest (&public, MENTIONS, &by, "exposure", put_mention, answer);
    put_newest (&public, LISTED, &by, "listed", put_listed, answer);
    put_newest (&public, DELISTED, &by, "delisted", put_delisted, answer);
}
