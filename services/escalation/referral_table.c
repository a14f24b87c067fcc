/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "escalation/ladder.h"
#include "escalation/referral.h"
#include "words/intake.h"
#include "frame/page.h"
#include "words/words.h"

enum { REFERRALS_OF_A_CASE_MAX = 64 };

#define COLUMNS                                                                                    \
    "referral, number, ref, \"to\", state, instrument, reason, basis, edition, document, answer, " \
    "premises, premises_name, community, department, at, by, large_effect, "                       \
    "judged_by, judged, overruled, on_the_spot, done"

enum { SEE, CASE, LIST, PUT, SEND, SETTLE, WITHDRAW, OVERRULE, STATEMENTS };
static const struct sql statements[STATEMENTS] = {
    [SEE] = { "SELECT " COLUMNS " FROM referral WHERE referral = :key", ladder_by_record,
              referral_row_record },
    [CASE] = { "SELECT " COLUMNS " FROM referral WHERE ref = :key ORDER BY number",
               ladder_by_record, referral_row_record },
    [LIST] = { "SELECT " COLUMNS " FROM referral WHERE (:key IS NULL OR ref = :key) AND (:state IS "
               "NULL OR state = :state) AND referral > :after ORDER BY referral LIMIT :limit",
               ladder_by_record, referral_row_record },
    [PUT] = { "INSERT INTO referral (" COLUMNS
              ") VALUES (:referral, :number, :ref, :to, :state, :instrument, :reason, :basis, "
              ":edition, "
              ":document, :answer, :premises, :premises_name, :community, :department, :at, :by, "
              ":large_effect, :judged_by, :judged, :overruled, :on_the_spot, :done)",
              referral_row_record, NULL },
    [SEND] = { "UPDATE referral SET state = :state, document = :document, at = :at, by = :by "
               "WHERE referral = :referral",
               referral_row_record, NULL },
    [SETTLE] = { "UPDATE referral SET state = :state, answer = :answer, at = :at WHERE referral = "
                 ":referral",
                 referral_row_record, NULL },
    [WITHDRAW] = { "UPDATE referral SET state = :state, at = :at, by = :by WHERE referral = "
                   ":referral",
                   referral_row_record, NULL },
    [OVERRULE] = { "UPDATE referral SET overruled = :overruled WHERE ref = :ref AND instrument = "
                   ":instrument AND large_effect = 1 AND overruled IS NULL",
                   referral_row_record, NULL },
};
const struct sql_table referral_sql = { statements, STATEMENTS };

static struct ladder_by by_key (const char *key)
{
    return (struct ladder_by){ .key = key, .limit = NUMBER_ABSENT, .now = INSTANT_ABSENT };
}

/* ---- see ---- */

static struct referral_seen *see (const struct scene *scene)
{
    struct referral_seen *seen = arena_take (scene->arena, sizeof *seen);
    *seen = (struct referral_seen){ .office = scene->office,
                                    .now = scene->now,
                                    .time = scene->time,
                                    .skew_ms = scene->office->policy->skew_minutes * MINUTE_MS };
    return seen;
}

static const struct referral_row *see_one (const struct scene *scene, const char *referral)
{
    struct referral_row *row = arena_take (scene->arena, sizeof *row);
    const struct ladder_by by = by_key (referral);
    return store_read (scene->store, &statements[SEE], &by, scene->arena, row) ? row : NULL;
}

const void *referral_see_answered (const struct scene *scene, const void *said)
{
    struct referral_seen *seen = see (scene);
    seen->referral = see_one (scene, ((const struct referral_answered *)said)->referral);
    return seen;
}

const void *referral_see_draft (const struct scene *scene, const void *said)
{
    struct referral_seen *seen = see (scene);
    const char *ref = ((const struct referral_draft *)said)->ref;
    seen->matter = case_see (scene, ref);
    seen->referrals = referral_see_ref (scene, ref);
    return seen;
}

const void *referral_see_send (const struct scene *scene, const void *said)
{
    struct referral_seen *seen = see (scene);
    seen->referral = see_one (scene, ((const struct referral_send *)said)->referral);
    return seen;
}

const void *referral_see_withdraw (const struct scene *scene, const void *said)
{
    struct referral_seen *seen = see (scene);
    seen->referral = see_one (scene, ((const struct referral_withdraw *)said)->referral);
    return seen;
}

struct referrals referral_see_ref (const struct scene *scene, const char *ref)
{
    const struct ladder_by by = by_key (ref);
    const void *rows;
    size_t count = store_list (scene->store, &statements[CASE], &by, scene->arena,
                               REFERRALS_OF_A_CASE_MAX, &rows);
    return (struct referrals){ .list = rows, .count = count };
}

/* ---- ask ---- */

static const char *key_of (const void *item)
{
    return ((const struct referral_row *)item)->referral;
}

static void mask (const struct scene *scene, const void *by, void *item_void)
{
    (void)by;
    struct referral_row *item = item_void;
    if (case_hides (scene, item->ref))
        item->reason = item->answer = item->document = WORDS_HIDDEN;
}

void referral_ask_list (const struct scene *scene, const void *asked_void, struct text *answer,
                        struct refusals *refusals)
{
    (void)refusals;
    const struct referrals_list *asked = asked_void;
    int64_t limit = page_limit (asked->limit);
    const struct ladder_by by = { .key = asked->ref,
                                  .state = asked->state,
                                  .after = asked->after ? asked->after : "",
                                  .limit = limit + 1,
                                  .now = INSTANT_ABSENT };
    page_put (scene,
              &(struct page){ .sql = &statements[LIST],
                              .by = &by,
                              .item = referral_row_record(),
                              .key = key_of,
                              .mask = mask,
                              .limit = limit },
              answer);
}

/* ---- apply ---- */

void referral_apply_drafted (struct store *store, const struct fact *fact, const void *event_void,
                             struct arena *arena)
{
    (void)arena;
    const struct referral_drafted *event = event_void;
    store_write (
        store, &statements[PUT],
        &(struct referral_row){ .referral = event->referral,
                                .number = event->number,
                                .ref = event->ref,
                                .to = event->to,
                                .state = referral_state_drafted,
                                .instrument = event->instrument,
                                .on_the_spot = event->on_the_spot,
                                .done = event->on_the_spot ? event->done : INSTANT_ABSENT,
                                .reason = event->reason,
                                .basis = event->basis,
                                .edition = event->edition,
                                .premises = event->premises,
                                .premises_name = event->premises_name,
                                .community = event->community,
                                .department = event->department,
                                .at = fact->time,
                                .by = event->by,
                                .large_effect = event->large_effect,
                                .judged_by = event->judged_by,
                                .judged = event->large_effect ? fact->time : INSTANT_ABSENT });
}

void referral_apply_sent (struct store *store, const struct fact *fact, const void *event_void,
                          struct arena *arena)
{
    (void)fact, (void)arena;
    const struct referral_sent *event = event_void;
    store_write (store, &statements[SEND],
                 &(struct referral_row){ .referral = event->referral,
                                         .state = referral_state_sent,
                                         .document = event->document,
                                         .at = event->at,
                                         .by = event->by });
}

static enum referral_state state_after (enum referral_outcome outcome)
{
    switch (outcome) {
    case referral_accepted:
        return referral_state_accepted;
    case referral_declined:
        return referral_state_declined;
    case referral_done:
        return referral_state_done;
    case referral_outcome_absent:
        break;
    }
    return referral_state_absent;
}

void referral_apply_settled (struct store *store, const struct fact *fact, const void *event_void,
                             struct arena *arena)
{
    (void)arena;
    const struct referral_settled *event = event_void;
    store_write (store, &statements[SETTLE],
                 &(struct referral_row){ .referral = event->referral,
                                         .state = state_after (event->outcome),
                                         .answer = event->reason,
                                         .at = fact->time });
}

void referral_apply_withdrawn (struct store *store, const struct fact *fact, const void *event_void,
                               struct arena *arena)
{
    (void)arena;
    const struct referral_withdrawn *event = event_void;
    store_write (store, &statements[WITHDRAW],
                 &(struct referral_row){ .referral = event->referral,
                                         .state = referral_state_withdrawn,
                                         .at = fact->time,
                                         .by = event->by });
}

void referral_apply_overruled (struct store *store, const char *ref, enum instrument instrument,
                               const char *by)
{
    store_write (store, &statements[OVERRULE],
                 &(struct referral_row){ .ref = ref, .instrument = instrument, .overruled = by });
}
