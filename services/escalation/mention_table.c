/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/id.h"
#include "escalation/mention.h"
#include "escalation/place.h"
#include "frame/page.h"
#include "words/words.h"

#define COLUMNS                                                                                    \
    "number, mention, kind, state, party, premises, reason, evidence, proposed, approved, "        \
    "published, \"where\", withdrawn, why, unverified, at, by"

enum { SEE, LAST, LIST, PUT, MOVE, VERIFY, STATEMENTS };
static const struct sql statements[STATEMENTS] = {
    [SEE] = { "SELECT " COLUMNS " FROM mention WHERE mention = :key", ladder_by_record,
              mention_row_record },
    [LAST] = { "SELECT " COLUMNS " FROM mention ORDER BY number DESC LIMIT 1", NULL,
               mention_row_record },
    [LIST] = { "SELECT " COLUMNS " FROM mention WHERE (:key IS NULL OR kind = :key) AND (:state IS "
               "NULL OR state = :state) AND mention > :after ORDER BY mention LIMIT :limit",
               ladder_by_record, mention_row_record },
    [PUT] = { "INSERT INTO mention (" COLUMNS
              ") VALUES (:number, :mention, :kind, :state, :party, :premises, :reason, :evidence, "
              ":proposed, :approved, :published, :where, :withdrawn, :why, :unverified, "
              ":at, :by)",
              mention_row_record, NULL },
    [MOVE] = { "UPDATE mention SET state = :state, approved = coalesce (approved, :approved), "
               "published = coalesce (published, :published), \"where\" = coalesce (\"where\", "
               ":where), withdrawn = coalesce (withdrawn, :withdrawn), why = coalesce (why, :why), "
               "at = :at WHERE mention = :mention",
               mention_row_record, NULL },
    [VERIFY] = { "UPDATE mention SET unverified = 0 WHERE premises = :key AND unverified = 1",
                 ladder_by_record, NULL },
};
const struct sql_table mention_sql = { statements, STATEMENTS };

/* ---- see ---- */

static struct mention_seen *see (const struct scene *scene)
{
    struct mention_seen *seen = arena_take (scene->arena, sizeof *seen);
    *seen = (struct mention_seen){ .office = scene->office,
                                   .now = scene->now,
                                   .time = scene->time,
                                   .skew_ms = scene->office->policy->skew_minutes * MINUTE_MS };
    return seen;
}

const void *mention_see_propose (const struct scene *scene, const void *said)
{
    struct mention_seen *seen = see (scene);
    struct mention_row last = { .number = 0 };
    store_read (scene->store, &statements[LAST], NULL, scene->arena, &last);
    seen->last = last.number;
    seen->known = place_see (scene, ((const struct mention_propose *)said)->premises) != NULL;
    return seen;
}

static const void *see_one (const struct scene *scene, const char *mention)
{
    struct mention_seen *seen = see (scene);
    struct mention_row *row = arena_take (scene->arena, sizeof *row);
    const struct ladder_by by = { .key = mention, .limit = NUMBER_ABSENT, .now = INSTANT_ABSENT };
    if (store_read (scene->store, &statements[SEE], &by, scene->arena, row))
        seen->mention = row;
    return seen;
}

const void *mention_see_approve (const struct scene *scene, const void *said)
{
    return see_one (scene, ((const struct mention_approve *)said)->mention);
}

const void *mention_see_refuse (const struct scene *scene, const void *said)
{
    return see_one (scene, ((const struct mention_refuse *)said)->mention);
}

const void *mention_see_publish (const struct scene *scene, const void *said)
{
    return see_one (scene, ((const struct mention_publish *)said)->mention);
}

const void *mention_see_withdraw (const struct scene *scene, const void *said)
{
    return see_one (scene, ((const struct mention_withdraw *)said)->mention);
}

/* ---- ask ---- */

static const char *key_of (const void *item)
{
    return ((const struct mention_row *)item)->mention;
}

static void mask (const struct scene *scene, const void *by, void *item_void)
{
    (void)by;
    struct mention_row *item = item_void;
    if (place_hides (scene, item->premises))
        item->party = item->premises = item->reason = item->evidence = item->why = WORDS_HIDDEN;
}

void mention_ask_list (const struct scene *scene, const void *asked_void, struct text *answer,
                       struct refusals *refusals)
{
    (void)refusals;
    const struct mentions_list *asked = asked_void;
    int64_t limit = page_limit (asked->limit);
    const struct ladder_by by = {
        .key = asked->kind ? choice_word (mention_kind_choices(), (int)asked->kind) : NULL,
        .state = asked->state,
        .after = asked->after ? asked->after : "",
        .limit = limit + 1,
        .now = INSTANT_ABSENT
    };
    page_put (scene,
              &(struct page){ .sql = &statements[LIST],
                              .by = &by,
                              .item = mention_row_record(),
                              .key = key_of,
                              .mask = mask,
                              .limit = limit },
              answer);
}

/* ---- apply ---- */

static struct mention_row nothing (void)
{
    return (struct mention_row){ .proposed = INSTANT_ABSENT,
                                 .approved = INSTANT_ABSENT,
                                 .published = INSTANT_ABSENT,
                                 .withdrawn = INSTANT_ABSENT };
}

void mention_apply_proposed (struct store *store, const struct fact *fact, const void *event_void,
                             struct arena *arena)
{
    (void)arena;
    const struct mention_proposed *event = event_void;
    struct mention_row row = nothing();
    ref_parse (event->mention, 'M', &row.number);
    row.mention = event->mention;
    row.kind = event->kind;
    row.state = mention_state_proposed;
    row.party = event->party;
    row.premises = event->premises;
    row.reason = event->reason;
    row.evidence = event->evidence;
    row.unverified = event->unverified;
    row.proposed = row.at = fact->time;
    row.by = event->by;
    store_write (store, &statements[PUT], &row);
}

void mention_apply_moved (struct store *store, const struct fact *fact, const void *event_void,
                          struct arena *arena)
{
    (void)arena;
    const struct mention_moved *event = event_void;
    struct mention_row row = nothing();
    row.mention = event->mention;
    row.state = event->state;
    row.at = fact->time;
    row.where = event->where;
    row.why = event->reason;
    if (event->state == mention_state_approved)
        row.approved = fact->time;
    if (event->state == mention_state_published)
        row.published = fact->time;
    if (event->state == mention_state_withdrawn)
        row.withdrawn = fact->time;
    store_write (store, &statements[MOVE], &row);
}

void mention_note_registered (struct store *store, const char *premises)
{
    store_write (
        store, &statements[VERIFY],
        &(struct ladder_by){ .key = premises, .limit = NUMBER_ABSENT, .now = INSTANT_ABSENT });
}
