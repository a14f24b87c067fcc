/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "escalation/ladder.h"
#include "escalation/supervision.h"
#include "frame/page.h"
#include "words/words.h"

#define COLUMNS                                                                                    \
    "ref, number, state, level, goal, measures, money_yuan, money, responsible, due, contingency," \
    " listed, published, accepted, delisted, delisting_published, by"

enum { LAST, LIST, PUT, PUBLISH, PUBLISH_DELISTING, ACCEPT, DELIST, STATEMENTS };
static const struct sql statements[STATEMENTS] = {
    [LAST] = { "SELECT " COLUMNS " FROM supervision WHERE ref = :key ORDER BY number DESC LIMIT 1",
               ladder_by_record, supervision_row_record },
    [LIST] = { "SELECT " COLUMNS " FROM supervision WHERE (:key IS NULL OR ref = :key) AND (:state "
               "IS NULL OR state = :state) AND ref > :after ORDER BY ref, number LIMIT :limit",
               ladder_by_record, supervision_row_record },
    [PUT] = { "INSERT INTO supervision (" COLUMNS
              ") VALUES (:ref, :number, :state, :level, :goal, :measures, :money_yuan, :money, "
              ":responsible, :due, :contingency, :listed, :published, :accepted, :delisted, "
              ":delisting_published, :by)",
              supervision_row_record, NULL },
    [PUBLISH] = { "UPDATE supervision SET published = :published WHERE ref = :ref AND number = "
                  ":number",
                  supervision_row_record, NULL },
    [PUBLISH_DELISTING] = { "UPDATE supervision SET delisting_published = :published WHERE ref = "
                            ":ref AND number = :number",
                            supervision_row_record, NULL },
    [ACCEPT] = { "UPDATE supervision SET state = :state, accepted = :accepted WHERE ref = :ref AND "
                 "number = :number",
                 supervision_row_record, NULL },
    [DELIST] = { "UPDATE supervision SET state = :state, delisted = :delisted WHERE ref = :ref AND "
                 "number = :number",
                 supervision_row_record, NULL },
};
const struct sql_table supervision_sql = { statements, STATEMENTS };

/* ---- see ---- */

const struct supervision_row *supervision_see_ref (const struct scene *scene, const char *ref)
{
    struct supervision_row *row = arena_take (scene->arena, sizeof *row);
    const struct ladder_by by = { .key = ref, .limit = NUMBER_ABSENT, .now = INSTANT_ABSENT };
    return store_read (scene->store, &statements[LAST], &by, scene->arena, row) ? row : NULL;
}

static struct supervision_seen *see (const struct scene *scene, const char *hazard)
{
    struct supervision_seen *seen = arena_take (scene->arena, sizeof *seen);
    *seen = (struct supervision_seen){ .office = scene->office,
                                       .matter = case_see (scene, hazard),
                                       .supervision = supervision_see_ref (scene, hazard),
                                       .money_yuan = NUMBER_ABSENT,
                                       .now = scene->now };
    return seen;
}

const void *supervision_see_list (const struct scene *scene, const void *said)
{
    const struct json_t *money = ((const struct supervision_list *)said)->money;
    struct supervision_seen *seen = see (scene, ((const struct supervision_list *)said)->hazard);
    seen->money = json_words (money);
    if (!seen->money && !json_number (money, &seen->money_yuan))
        seen->money_yuan = NUMBER_ABSENT;
    return seen;
}

const void *supervision_see_publish (const struct scene *scene, const void *said)
{
    return see (scene, ((const struct supervision_publish *)said)->hazard);
}

const void *supervision_see_delist (const struct scene *scene, const void *said)
{
    return see (scene, ((const struct supervision_delist *)said)->hazard);
}

/* ---- ask ---- */

static const char *key_of (const void *item)
{
    return ((const struct supervision_row *)item)->ref;
}

static void mask (const struct scene *scene, const void *by, void *item_void)
{
    (void)by;
    struct supervision_row *item = item_void;
    if (case_hides (scene, item->ref))
        item->goal = item->measures = item->responsible = item->contingency = WORDS_HIDDEN;
}

void supervision_ask_list (const struct scene *scene, const void *asked_void, struct text *answer,
                           struct refusals *refusals)
{
    (void)refusals;
    const struct supervisions_list *asked = asked_void;
    int64_t limit = page_limit (asked->limit);
    const struct ladder_by by = { .key = asked->ref,
                                  .state = asked->state,
                                  .after = asked->after ? asked->after : "",
                                  .limit = limit + 1,
                                  .now = INSTANT_ABSENT };
    page_put (scene,
              &(struct page){ .sql = &statements[LIST],
                              .by = &by,
                              .item = supervision_row_record(),
                              .key = key_of,
                              .mask = mask,
                              .limit = limit },
              answer);
}

/* ---- apply ---- */

void supervision_apply_listed (struct store *store, const struct fact *fact, const void *event_void,
                               struct arena *arena)
{
    (void)arena;
    const struct supervision_listed *event = event_void;
    store_write (store, &statements[PUT],
                 &(struct supervision_row){ .ref = event->ref,
                                            .number = event->number,
                                            .state = supervision_state_listed,
                                            .level = event->level,
                                            .goal = event->goal,
                                            .measures = event->measures,
                                            .money_yuan = event->money_yuan,
                                            .money = event->money,
                                            .responsible = event->responsible,
                                            .due = event->due,
                                            .contingency = event->contingency,
                                            .listed = fact->time,
                                            .published = INSTANT_ABSENT,
                                            .accepted = INSTANT_ABSENT,
                                            .delisted = INSTANT_ABSENT,
                                            .delisting_published = INSTANT_ABSENT,
                                            .by = event->by });
}

void supervision_apply_published (struct store *store, const struct fact *fact,
                                  const void *event_void, struct arena *arena)
{
    (void)arena;
    const struct supervision_published *event = event_void;
    store_write (store, &statements[event->delisting ? PUBLISH_DELISTING : PUBLISH],
                 &(struct supervision_row){
                     .ref = event->ref, .number = event->number, .published = fact->time });
}

void supervision_apply_accepted (struct store *store, const struct fact *fact,
                                 const void *event_void, struct arena *arena)
{
    (void)arena;
    const struct supervision_accepted *event = event_void;
    store_write (store, &statements[ACCEPT],
                 &(struct supervision_row){ .ref = event->ref,
                                            .number = event->number,
                                            .state = supervision_state_accepted,
                                            .accepted = fact->time });
}

void supervision_apply_delisted (struct store *store, const struct fact *fact,
                                 const void *event_void, struct arena *arena)
{
    (void)arena;
    const struct supervision_delisted *event = event_void;
    store_write (store, &statements[DELIST],
                 &(struct supervision_row){ .ref = event->ref,
                                            .number = event->number,
                                            .state = supervision_state_delisted,
                                            .delisted = fact->time });
}
