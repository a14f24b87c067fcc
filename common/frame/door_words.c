/* Frames of the door into words, and what became of the words into answers: one frame each way. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/fault.h"
#include "frame/inside.h"
#include "office/office.h"
#include "words/words.h"
#include <inttypes.h>
#include <string.h>

#define STATUS_WORD "service.status"

/* Words that every service takes. */
static const char *const tending_words[] = {
    [TEND_STATUS] = STATUS_WORD,      [TEND_PARKED] = "parked.list",
    [TEND_DROP] = "parked.drop",      [TEND_RETRY] = "parked.retry",
    [TEND_VERIFY] = "journal.verify", [TEND_REBUILD] = "tables.rebuild",
};

/* A list takes as long as many commands, and its answer as much room. */
enum { QUERY_LOAD = 64, ANSWER_BYTES_MAX = 1 << 20 };

/* ---- in ---- */

static const struct record *find_word (const struct turn *turn, const char *type)
{
    const struct vocabulary *vocabulary = words_of (turn->setup.service->name);
    for (size_t i = 0; i < vocabulary->count; i++) {
        const struct record *word = vocabulary->words[i]();
        if (strcmp (word->head->word, type) == 0 &&
            (word->head->kind == RECORD_COMMAND || word->head->kind == RECORD_QUERY))
            return word;
    }
    return NULL;
}

static void read_word (struct turn *turn, struct item *item)
{
    const struct json_t *type = json_member (item->json, "type");
    const char *words = type ? json_words (type) : NULL;
    item->word = words ? find_word (turn, words) : NULL;
    if (item->word && item->word->head->kind == RECORD_QUERY) {
        item->kind = ITEM_QUERY;
        turn->load += QUERY_LOAD;
    }
}

static void read_words (struct turn *turn, struct frame *frame, const struct json_t *json)
{
    size_t count = json_count (json);
    frame->is_array = count != SIZE_MAX;
    frame->items_count = frame->is_array ? count : 1;
    if (frame->is_array && count > BATCH_MAX) {
        refusals_add (&frame->refusals, REFUSAL_TOO_LARGE, "",
                      "%zu events in one array; send at most %d", count, BATCH_MAX);
        frame->items_count = 0;
        frame->is_array = false;
        return;
    }
    frame->items = arena_take (turn->arena, (frame->items_count + 1) * sizeof *frame->items);
    for (size_t i = 0; i < frame->items_count; i++) {
        struct item *item = item_add (turn, ITEM_COMMAND);
        item->json = frame->is_array ? json_element (json, i) : json;
        item->path = frame->is_array ? arena_format (turn->arena, "/%zu", i) : "";
        item->actor = frame->actor;
        read_word (turn, item);
        frame->items[i] = item;
    }
}

void door_read (struct turn *turn, struct frame *frame)
{
    struct refusal refusal;
    frame->refusals = refusals_in (turn->arena);
    if (turn->frames_last)
        turn->frames_last->next = frame;
    else
        turn->frames = frame;
    turn->frames_last = frame;
    turn->load++;
    if (frame->parts) {
        refusals_add (&frame->refusals, REFUSAL_MALFORMED, "",
                      "a request is one frame; several came");
        return;
    }
    if (!frame->bytes) {
        refusals_add (&frame->refusals, REFUSAL_TOO_LARGE, "",
                      "%zu bytes; a request has at most %d", frame->size, FRAME_BYTES_MAX);
        return;
    }
    const struct json_t *json = json_parse (frame->bytes, frame->size, turn->arena, &refusal);
    if (json)
        read_words (turn, frame, json);
    else
        refusals_add (&frame->refusals, refusal.code, refusal.path, "%s", refusal.sentence);
}

static void refuse_unknown (const struct turn *turn, struct item *item, const char *type)
{
    const struct vocabulary *vocabulary = words_of (turn->setup.service->name);
    struct text known = text_in (turn->arena);
    for (size_t i = 0; i < vocabulary->count; i++) {
        const struct record_head *head = vocabulary->words[i]()->head;
        if (head->kind == RECORD_COMMAND || head->kind == RECORD_QUERY)
            text_format (&known, "%s, ", head->word);
    }
    refusals_add (&item->refusals, REFUSAL_UNKNOWN_TYPE,
                  arena_format (turn->arena, "%s/type", item->path),
                  "%s is not a word of %s; it takes: %s" STATUS_WORD, type,
                  turn->setup.service->name, known.bytes);
}

static enum tending tending (const char *type)
{
    for (size_t i = TEND_STATUS; i < sizeof tending_words / sizeof *tending_words; i++)
        if (strcmp (tending_words[i], type) == 0)
            return (enum tending)i;
    return TEND_NOT;
}

static const struct json_t *data_of (struct turn *turn, struct item *item,
                                     const struct envelope *envelope, const struct record *word)
{
    struct refusal refusal;
    if (envelope->data)
        return envelope->data;
    if (word->head->kind == RECORD_QUERY)
        return json_parse ("{}", 2, turn->arena, &refusal);
    refusals_add (&item->refusals, REFUSAL_INVALID,
                  arena_format (turn->arena, "%s/data", item->path), "is missing; it is required");
    return NULL;
}

static bool is_local (const struct item *item)
{
    return strcmp (item->actor, ACTOR_LOCAL) == 0;
}

/* A key that is let in may report; what the policy gives to certain people alone it may send for
   those whom clients.yaml names. On this machine the file mode of the socket is the guard. */
static void refuse_foreign_act (const struct turn *turn, struct item *item,
                                const struct json_t *data)
{
    const struct office *office = turn->setup.office;
    const char *act = item->word->head->word;
    if (!turn->setup.permit || is_local (item) || !office || !office_is_act (office, act))
        return;
    const struct json_t *member = json_member (data, "by");
    const char *by = member ? json_words (member) : NULL;
    by = by ? by : office->organisation->office->id; /* who acts when nobody is named */
    if (!permit_speaks_for (turn->setup.permit, item->actor, by))
        refusals_add (
            &item->refusals, REFUSAL_FORBIDDEN,
            arena_format (turn->arena, "%s/data/by", item->path),
            "%s may not send %s for %s; `speaks_for` in clients.yaml says for whom it may",
            item->actor, act, by);
}

static void decode (struct turn *turn, struct item *item)
{
    const struct service *service = turn->setup.service;
    item->id = envelope_id (item->json);
    const struct envelope *envelope = envelope_read (item->json, item->path, turn->daytime.now,
                                                     turn->setup.skew_ms, &item->refusals);
    if (!envelope)
        return;
    if (turn->setup.permit && !is_local (item) && !permit_knows (turn->setup.permit, item->actor)) {
        refusals_add (&item->refusals, REFUSAL_FORBIDDEN, item->path,
                      "%s is no longer enrolled here", item->actor);
        return;
    }
    item->time = envelope->time == INSTANT_ABSENT ? turn->daytime.now : envelope->time;
    item->tend = tending (envelope->type);
    if (item->tend)
        item->kind = ITEM_QUERY;
    if (item->tend > TEND_STATUS && !is_local (item))
        refusals_add (&item->refusals, REFUSAL_FORBIDDEN,
                      arena_format (turn->arena, "%s/type", item->path),
                      "%s is for those who sit at the machine", envelope->type);
    else if (item->tend >= TEND_RETRY && turn->tended++ > 0)
        refusals_add (&item->refusals, REFUSAL_BUSY, item->path,
                      "it holds the service up, which did as much a moment ago; ask again");
    const struct record *word = item->tend ? parked_word (item->tend) : item->word;
    if (item->tend && !word)
        return;
    if (!word) {
        refuse_unknown (turn, item, envelope->type);
        return;
    }
    const struct json_t *data = data_of (turn, item, envelope, word);
    if (data)
        item->said = record_from_outside (
            word, data, turn->arena,
            item->path[0] ? arena_format (turn->arena, "%s/data", item->path) : "/data",
            &item->refusals);
    if (!item->said)
        return;
    if (item->tend)
        return;
    if (item->kind == ITEM_COMMAND)
        refuse_foreign_act (turn, item, data);
    if (item->kind == ITEM_QUERY)
        item->asker = service_asker (service, envelope->type);
    else {
        item->handler = service_handler (service, envelope->type);
        item->known = (struct known){ .id = envelope->id, .source = envelope->source };
    }
}

void door_decode (struct turn *turn)
{
    for (size_t i = 0; i < turn->items_count; i++)
        if (turn->items[i]->json)
            decode (turn, turn->items[i]);
}

/* ---- out ---- */

static void tend_tables (struct turn *turn, struct text *members, struct refusals *refusals)
{
    int64_t events = turn_rebuild (turn);
    if (events < 0)
        refusals_add (refusals, REFUSAL_BUSY, "",
                      "no room on the disk to make the tables again; nothing was changed");
    else
        text_format (members, "\"events\":%" PRId64, events);
}

static const char *ask (struct turn *turn, struct item *item)
{
    struct text members = text_in (turn->answers);
    struct refusals refusals = refusals_in (turn->answers);
    struct scene scene = turn_scene (turn);
    scene.arena = turn->answers;
    scene.actor = item->actor;
    scene.sees_private = is_local (item) || (turn->setup.permit &&
                                             permit_sees_private (turn->setup.permit, item->actor));
    text_say (&members, "");
    switch (item->tend) {
    case TEND_NOT:
        item->asker->ask (&scene, item->said, &members, &refusals);
        break;
    case TEND_STATUS:
        turn_status (turn, &members);
        break;
    case TEND_PARKED:
    case TEND_DROP:
    case TEND_RETRY:
        parked_tend (turn, item, &members, &refusals);
        break;
    case TEND_VERIFY:
        turn_verify (turn, &members);
        break;
    case TEND_REBUILD:
        tend_tables (turn, &members, &refusals);
        break;
    }
    for (size_t i = 0; i < refusals.count; i++)
        refusals_add (&item->refusals, refusals.list[i].code,
                      arena_format (turn->arena, "%s/data%s", item->path, refusals.list[i].path),
                      "%s", refusals.list[i].sentence);
    return members.bytes;
}

/* What it is called that a command sent again had caused: the subject of its first fact. */
static void recall (struct turn *turn, struct item *item)
{
    struct fact fact;
    item->first_seq = item->known.seq;
    if (journal_read (turn->journal, item->known.seq, turn->arena, &fact))
        item->ref = fact.subject;
}

static void write_answer (struct turn *turn, struct item *item, struct text *text)
{
    struct answer answer = { .id = item->id, .status = STATUS_ACCEPTED };
    if (item->kind == ITEM_QUERY && item->refusals.count == 0) {
        answer.members = ask (turn, item);
        answer.status = STATUS_OK;
    } else if (item->is_known) {
        recall (turn, item);
        answer.status = STATUS_DUPLICATE;
    }
    if (FAULT (FAULT_EFFECT_REJECTED) && item->first_seq % 5 == 4 && !item->is_known)
        refusals_add (&item->refusals, REFUSAL_CONFLICT, "/data", "it was done all the same");
    if (item->refusals.count > 0)
        answer = (struct answer){ .id = item->id,
                                  .status = STATUS_REJECTED,
                                  .refusals = &item->refusals };
    else if (item->kind != ITEM_QUERY) {
        answer.ref = item->ref;
        answer.seq = item->first_seq;
    }
    if (item->handler && item->handler->advise && item->said)
        answer.advice = item->handler->advise (item->said, turn->setup.office);
    answer_write (&answer, text);
}

static void write_frame (struct turn *turn, const struct frame *frame, struct text *text)
{
    if (frame->refusals.count > 0) {
        answer_write (&(struct answer){ .status = STATUS_REJECTED, .refusals = &frame->refusals },
                      text);
        return;
    }
    text_say (text, frame->is_array ? "[" : "");
    for (size_t i = 0; i < frame->items_count; i++) {
        struct item *item = frame->items[i];
        if (i > 0)
            text_say (text, ",");
        if (item->kind == ITEM_QUERY && text->length > ANSWER_BYTES_MAX)
            refusals_add (&item->refusals, REFUSAL_TOO_LARGE, item->path,
                          "the answers before it fill this frame; ask it in one of its own");
        write_answer (turn, item, text);
    }
    text_say (text, frame->is_array ? "]" : "");
}

void door_answer (struct turn *turn)
{
    for (const struct frame *frame = turn->frames; frame; frame = frame->next) {
        struct text text = text_in (turn->answers);
        write_frame (turn, frame, &text);
        turn->setup.outlets.answer (turn->setup.outlets.self, &frame->peer, text.bytes,
                                    text.length);
        arena_reset (turn->answers);
    }
}
