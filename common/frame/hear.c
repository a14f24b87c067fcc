/* One word on its way: see, decide, append, apply. Commands, facts of neighbours, outcomes of the
   post and hours all come by here; nothing else appends, and nothing else applies. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/fault.h"
#include "base/log.h"
#include "base/stop.h"
#include "frame/inside.h"
#include <assert.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* ---- append and apply ---- */

static void hand_to_post (struct turn *turn, const void *event)
{
    if (turn->posts_count == turn->posts_room) {
        turn->posts_room = turn->posts_room ? 2 * turn->posts_room : 64;
        turn->posts = realloc (turn->posts, turn->posts_room * sizeof *turn->posts);
        if (!turn->posts)
            stop (STOP_OS, "memory", "no memory for letters");
    }
    turn->posts[turn->posts_count++] = event;
}

static void note_written (struct turn *turn, const struct fact *fact, const struct decided *decided)
{
    struct written *written = arena_take (turn->arena, sizeof *written);
    *written = (struct written){ .fact = *fact, .word = decided->word(), .event = decided->event };
    *(turn->written ? &turn->written_last->next : &turn->written) = written;
    turn->written_last = written;
}

static const struct applier *find_applier (const struct service *service,
                                           const struct decided *decided)
{
    for (size_t i = 0; i < service->appliers_count; i++)
        if (service->appliers[i].word == decided->word)
            return &service->appliers[i];
    stop (STOP_BUG, "turn.applier", "%s decided %s, which it may not say", service->name,
          decided->word()->head->word);
}

static int64_t append (struct turn *turn, const struct decided *decided, const struct scene *scene,
                       const char *cause, bool silently)
{
    struct text data = text_in (turn->arena);
    record_to_json (decided->word(), decided->event, &data);
    struct fact fact = { .type = decided->word()->head->word,
                         .subject = decided->subject,
                         .time = scene->time,
                         .recorded = turn->daytime.now,
                         .actor = scene->actor,
                         .cause = cause,
                         .data = data.bytes };
    if (silently)
        fact.seq = journal_head (turn->journal) + 1;
    else
        journal_append (turn->journal, &fact);
    find_applier (turn->setup.service, decided)
        ->apply (turn->setup.store, &fact, decided->event, turn->arena);
    turn->changes++;
    if (turn->setup.outlets.tell)
        note_written (turn, &fact, decided);
    if (turn->setup.service->posted == decided->word)
        hand_to_post (turn, decided->event);
    return fact.seq;
}

static int64_t append_all (struct turn *turn, const struct decision *decision,
                           const struct scene *scene, const char *cause)
{
    int64_t first = 0;
    for (size_t i = 0; i < decision->count; i++) {
        int64_t seq = append (turn, &decision->events[i], scene, cause,
                              i > 0 && FAULT (FAULT_APPLY_WITHOUT_EVENT));
        first = first ? first : seq;
    }
    return first;
}

static void spoil_clock (struct scene *scene)
{
    if (!FAULT (FAULT_CLOCK_IN_DECISION))
        return;
    struct timespec now;
    clock_gettime (CLOCK_REALTIME, &now);
    scene->now = scene->time = (instant)now.tv_sec * SECOND_MS + now.tv_nsec / 1000000;
}

/* ---- commands ---- */

static void refuse_busy (struct item *item, enum store_room room)
{
    refusals_add (
        &item->refusals, REFUSAL_BUSY, item->path, "%s",
        room == STORE_NO_ROOM
            ? "the disk is full: nothing is taken until there is room; send it again later"
            : "the disk is nearly full: what was begun can still be finished, nothing "
              "new is taken; send it again later");
}

static bool has_room (const struct turn *turn, const struct item *item)
{
    return turn->room == STORE_ROOM ||
           (turn->room == STORE_ROOM_FOR_WORK && !item->handler->begins);
}

static const char *refused_path (const struct item *item, const struct decision *decision)
{
    return arena_format (decision->arena, "%s%s%s", item->path,
                         decision->refuses_envelope ? "" : "/data", decision->refusal.path);
}

static void hear_command (struct turn *turn, struct item *item)
{
    struct scene scene = turn_scene (turn);
    struct decision decision = decision_in (turn->arena);
    scene.actor = item->actor;
    scene.time = item->time;
    spoil_clock (&scene);
    if (!has_room (turn, item)) {
        refuse_busy (item, turn->room);
        return;
    }
    item->handler->decide (item->said, item->handler->see (&scene, item->said), &decision);
    if (decision.refusal.code != REFUSAL_NONE) {
        refusals_add (&item->refusals, decision.refusal.code, refused_path (item, &decision), "%s",
                      decision.refusal.sentence);
        return;
    }
    /* Without a fact nobody could tell later that it was accepted. */
    assert (decision.count > 0);
    item->first_seq = append_all (turn, &decision, &scene, cause_text (&item->known, turn->arena));
    item->ref = decision.events[0].subject;
}

/* ---- facts ---- */

static void park (struct turn *turn, const struct item *item, const char *reason)
{
    struct text whole = text_in (turn->arena);
    record_to_json (told_record(), item->told, &whole);
    parking_put (turn->parking, &(struct parked){ .source = item->source,
                                                  .seq = item->told->seq,
                                                  .type = item->told->type,
                                                  .subject = item->told->subject,
                                                  .reason = reason,
                                                  .fact = whole.bytes });
}

/* NULL: it had its effect, which may be none; else why it could not be handled. */
static const char *decide_fact (struct turn *turn, struct item *item)
{
    if (item->refusals.count > 0)
        return arena_format (turn->arena, "%s: %s", item->refusals.list[0].path,
                             item->refusals.list[0].sentence);
    struct fact fact = { .seq = item->told->seq,
                         .type = item->told->type,
                         .subject = item->told->subject,
                         .time = item->told->time,
                         .recorded = item->told->recorded,
                         .actor = item->told->actor,
                         .cause = item->told->cause };
    text_unhex (fact.chain, CHAIN_BYTES, item->told->chain);
    struct scene scene = turn_scene (turn);
    struct decision decision = decision_in (turn->arena);
    scene.heard = &fact;
    scene.heard_data = item->data;
    scene.source = item->source;
    scene.time = item->told->time;
    spoil_clock (&scene);
    item->handler->decide (item->said, item->handler->see (&scene, item->said), &decision);
    if (decision.refusal.code != REFUSAL_NONE)
        return decision.refusal.sentence;
    item->first_seq = append_all (turn, &decision, &scene, cause_text (&item->known, turn->arena));
    return NULL;
}

static void hear_fact (struct turn *turn, struct item *item)
{
    const char *why = parking_holds (turn->parking, item->source, item->told->subject, turn->arena)
                          ? "an earlier fact of this case waits"
                          : decide_fact (turn, item);
    if (why)
        park (turn, item, why);
}

static void fill_fact (struct turn *turn, const struct handler *handler, const char *source,
                       const struct told *told, struct item *item)
{
    item->handler = handler;
    item->told = told;
    item->source = source;
    /* By its seq, in the order of the index: the chain vouches that it is the same journal. */
    item->known = (struct known){ .id = arena_format (turn->arena, "%012" PRId64, told->seq),
                                  .source = arena_format (turn->arena, "journal:%s", source) };
    struct refusal refusal;
    item->data = json_held (told->data, turn->arena, &refusal);
    if (!item->data)
        refusals_add (&item->refusals, refusal.code, refusal.path, "%s", refusal.sentence);
    else if (handler->word)
        item->said =
            record_from_json (handler->word(), item->data, turn->arena, "", &item->refusals);
}

static void read_fact (struct turn *turn, const struct follow *follow, const struct told *told)
{
    const struct handler *handler = service_handler (turn->setup.service, told->type);
    if (handler && !follow_passes_over (follow, told)) /* else not of our business: passed over */
        fill_fact (turn, handler, follow_source (follow), told, item_add (turn, ITEM_FACT));
}

const char *fact_hear_parked (struct turn *turn, const struct parked *parked)
{
    struct item item = { .kind = ITEM_FACT, .refusals = refusals_in (turn->arena) };
    struct refusals refusals = refusals_in (turn->arena);
    const struct told *told = record_from_text (told_record(), parked->fact, strlen (parked->fact),
                                                turn->arena, &refusals);
    const struct handler *handler = service_handler (turn->setup.service, parked->type);
    if (!told)
        return "what was kept of it cannot be read";
    if (!handler)
        return "this version does not hear it; a newer one may, or it is dropped";
    fill_fact (turn, handler, parked->source, told, &item);
    if (journal_knows (turn->journal, &item.known, turn->arena))
        return NULL;
    const char *why = decide_fact (turn, &item);
    item.known.seq = item.first_seq;
    if (!why && item.first_seq > 0)
        journal_learn (turn->journal, &item.known);
    return why;
}

void facts_read (struct turn *turn, const struct follow *follow, const struct reply *reply)
{
    for (size_t i = 0; i < reply->events_count; i++)
        read_fact (turn, follow, &reply->events[i]);
}

bool facts_wait (const struct turn *turn)
{
    for (size_t i = 0; i < turn->follows_count; i++)
        if (turn->replies[i])
            return true;
    return false;
}

/* ---- outcomes and hours ---- */

static void hear_outcome (struct turn *turn, struct item *item)
{
    struct scene scene = turn_scene (turn);
    struct decision decision = decision_in (turn->arena);
    item->handler->decide (item->said, item->handler->see (&scene, item->said), &decision);
    if (decision.refusal.code != REFUSAL_NONE)
        log_line (LOG_WARN, "turn.outcome", "an outcome of the post was not understood: %s",
                  decision.refusal.sentence);
    append_all (turn, &decision, &scene, NULL);
}

void hour_strike (struct turn *turn, const struct hour *hour, const void *seen)
{
    struct scene scene = turn_scene (turn);
    struct decision decision = decision_in (turn->arena);
    spoil_clock (&scene);
    hour->decide (NULL, seen, &decision);
    if (decision.refusal.code != REFUSAL_NONE || decision.count == 0)
        stop (STOP_BUG, "turn.hour", "%s: the hour `%s` struck and moved nothing on: %s",
              turn->setup.service->name, hour->name, decision.refusal.sentence);
    append_all (turn, &decision, &scene, NULL);
    if (FAULT (FAULT_TIMER_TWICE))
        append_all (turn, &decision, &scene, NULL);
}

void item_hear (struct turn *turn, struct item *item)
{
    const struct item *before = item->repeats;
    if (before && (before->first_seq > 0 || before->is_known) && !FAULT (FAULT_NO_DEDUP)) {
        item->is_known = true;
        item->known.seq = before->first_seq > 0 ? before->first_seq : before->known.seq;
    }
    if (item->is_known)
        return;
    switch (item->kind) {
    case ITEM_COMMAND:
        if (item->handler && item->refusals.count == 0) {
            item->heard = true;
            hear_command (turn, item);
        }
        break;
    case ITEM_FACT:
        hear_fact (turn, item);
        break;
    case ITEM_OUTCOME:
        hear_outcome (turn, item);
        break;
    case ITEM_QUERY:
        break;
    }
}
