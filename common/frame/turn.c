/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "frame/turn.h"
#include "base/fault.h"
#include "base/log.h"
#include "base/stop.h"
#include "frame/inside.h"
#include <assert.h>
#include <stdlib.h>
#include <string.h>

/* The numbers of the frame. A turn is as large as makes one fdatasync worth while, and no larger
   than keeps the last answer of it under some ten milliseconds. */
enum {
    TURN_ITEMS = 512,      /* commands in one transaction; one frame may exceed it by BATCH_MAX */
    TURN_BYTES = 32 << 20, /* of memory for what came in; one frame may exceed it */
    TURN_HOURS = 512       /* things of one kind that strike in one turn; the rest in the next */
};

static void forget_kept (struct turn *turn);

static void begin_time (struct turn *turn)
{
    instant recorded = journal_recorded (turn->journal);
    turn->daytime = daytime_after (recorded);
    turn->started_steady = STEADY_UNKNOWN;
    if (turn->setup.started > recorded)
        return;
    /* What was in hand when we went away is still from before. */
    log_line (LOG_WARN, "turn.behind",
              "the clock of this machine is %lld s behind the last thing recorded here: one of the "
              "two was wrong; nothing becomes due until it has passed that moment",
              (long long)((recorded - turn->setup.started) / SECOND_MS));
    turn->setup.started = recorded + 1;
}

struct turn *turn_new (const struct turn_setup *setup)
{
    struct turn *turn = calloc (1, sizeof *turn);
    if (!turn)
        stop (STOP_OS, "memory", "no memory for a turn");
    turn->setup = *setup;
    turn->arena = arena_new();
    turn->answers = arena_new();
    service_check (setup->service);
    turn->journal = journal_new (setup->store, setup->service->name, setup->epoch);
    turn->parking = parking_new (setup->store);
    rebuild_if_changed (turn);
    turn->serve = serve_new (turn->journal, setup->store, setup->service->name);
    for (size_t i = 0; setup->service->follows && setup->service->follows[i]; i++) {
        assert (i < FOLLOWS_MAX);
        turn->follows[turn->follows_count++] =
            follow_new (turn->journal, setup->service->name, setup->service->follows[i]);
    }
    begin_time (turn);
    return turn;
}

void turn_destroy (struct turn **reference)
{
    struct turn *turn = *reference;
    if (!turn)
        return;
    forget_kept (turn);
    for (size_t i = 0; i < turn->follows_count; i++)
        follow_destroy (&turn->follows[i]);
    serve_destroy (&turn->serve);
    parking_destroy (&turn->parking);
    journal_destroy (&turn->journal);
    arena_destroy (&turn->answers);
    arena_destroy (&turn->arena);
    free (turn->items);
    free (turn->sorted);
    free (turn->posts);
    free (turn);
    *reference = NULL;
}

/* ---- what comes in ---- */

void turn_take_frame (struct turn *turn, const struct peer *peer, const char *actor,
                      const void *bytes, size_t size)
{
    struct frame *frame = arena_take (turn->arena, sizeof *frame);
    *frame =
        (struct frame){ .peer = *peer, .actor = arena_text (turn->arena, actor), .size = size };
    if (size <= FRAME_BYTES_MAX)
        frame->bytes = arena_copy (turn->arena, bytes, size);
    door_read (turn, frame);
}

void turn_take_garbage (struct turn *turn, const struct peer *peer, const char *actor)
{
    struct frame *frame = arena_take (turn->arena, sizeof *frame);
    *frame =
        (struct frame){ .peer = *peer, .actor = arena_text (turn->arena, actor), .parts = true };
    door_read (turn, frame);
}

void turn_take_fetch (struct turn *turn, const struct request *request)
{
    serve_take (turn->serve, request, turn->steady, turn->arena);
}

void turn_take_reply (struct turn *turn, const char *source, const void *bytes, size_t size)
{
    for (size_t i = 0; i < turn->follows_count; i++) {
        struct follow *follow = turn->follows[i];
        if (strcmp (follow_source (follow), source) != 0 || turn->replies[i])
            continue;
        turn->replies[i] =
            follow_take (follow, arena_copy (turn->arena, bytes, size), size, turn->arena);
        if (turn->replies[i])
            facts_read (turn, source, turn->replies[i]);
    }
}

void turn_take_outcome (struct turn *turn, const struct record *(*word) (void), const void *outcome)
{
    struct item *item = item_add (turn, ITEM_OUTCOME);
    item->handler = service_handler (turn->setup.service, word()->head->word);
    item->said = outcome;
    item->time = INSTANT_ABSENT;
    assert (item->handler);
}

struct arena *turn_arena (struct turn *turn)
{
    return turn->arena;
}

bool turn_is_full (const struct turn *turn)
{
    return turn->load >= TURN_ITEMS || arena_used_bytes (turn->arena) >= TURN_BYTES;
}

struct item *item_add (struct turn *turn, enum item_kind kind)
{
    if (turn->items_count == turn->items_room) {
        turn->items_room = turn->items_room ? 2 * turn->items_room : TURN_ITEMS;
        turn->items = realloc (turn->items, turn->items_room * sizeof *turn->items);
        turn->sorted = realloc (turn->sorted, turn->items_room * sizeof *turn->sorted);
        if (!turn->items || !turn->sorted)
            stop (STOP_OS, "memory", "no memory for %zu words", turn->items_room);
    }
    struct item *item = arena_take (turn->arena, sizeof *item);
    item->kind = kind;
    item->refusals = refusals_in (turn->arena);
    item->number = turn->items_count;
    turn->items[turn->items_count++] = item;
    turn->load++;
    return item;
}

/* ---- the turn ---- */

/* Commands and facts in the order of the id index: a sorted run fills it fast, and brings what was
   sent twice in one turn side by side. */
static int by_id (const void *left, const void *right)
{
    const struct item *const *a = left, *const *b = right;
    int order = strcmp ((*a)->known.id, (*b)->known.id);
    if (order == 0)
        order = strcmp ((*a)->known.source, (*b)->known.source);
    return order ? order : ((*a)->number > (*b)->number) - ((*a)->number < (*b)->number);
}

static bool same_id (const struct item *a, const struct item *b)
{
    return strcmp (a->known.id, b->known.id) == 0 && strcmp (a->known.source, b->known.source) == 0;
}

static void look_up (struct turn *turn)
{
    turn->sorted_count = 0;
    for (size_t i = 0; i < turn->items_count; i++)
        if (turn->items[i]->known.id && turn->items[i]->refusals.count == 0)
            turn->sorted[turn->sorted_count++] = turn->items[i];
    if (turn->sorted_count > 0)
        qsort (turn->sorted, turn->sorted_count, sizeof *turn->sorted, by_id);
    for (size_t i = 0; i < turn->sorted_count; i++) {
        struct item *item = turn->sorted[i];
        if (i > 0 && same_id (turn->sorted[i - 1], item))
            item->repeats = turn->sorted[i - 1];
        else
            item->is_known =
                !FAULT (FAULT_NO_DEDUP) && journal_knows (turn->journal, &item->known, turn->arena);
    }
}

static void learn (struct turn *turn)
{
    for (size_t i = 0; i < turn->sorted_count; i++) {
        struct item *item = turn->sorted[i];
        bool has_effect =
            item->first_seq > 0 || (FAULT (FAULT_REJECTED_HAS_EFFECT) && item->refusals.count > 0);
        if (!has_effect || item->is_known || FAULT (FAULT_NO_DEDUP))
            continue;
        item->known.seq = item->first_seq > 0 ? item->first_seq : 1;
        journal_learn (turn->journal, &item->known);
    }
}

static void hear_all (struct turn *turn)
{
    for (size_t i = 0; i < turn->items_count; i++)
        item_hear (turn, turn->items[i]);
    learn (turn);
}

static bool may_strike (const struct turn *turn)
{
    if (turn->room == STORE_NO_ROOM || turn->daytime.doubted)
        return false;
    bool caught_up = true;
    for (size_t i = 0; i < turn->follows_count; i++)
        caught_up &= follow_is_caught_up (turn->follows[i]);
    /* A source may hold the very fact that makes this hour void; it is waited for, but not for
     * ever. */
    return caught_up || turn->steady >= turn->started_steady + turn->setup.sources_grace_ms;
}

static bool strike (struct turn *turn)
{
    const struct service *service = turn->setup.service;
    struct scene scene = turn_scene (turn);
    bool struck = false;
    if (!may_strike (turn))
        return false;
    for (size_t i = 0; i < service->hours_count; i++)
        for (size_t n = 0; n < TURN_HOURS && service->hours[i].next (&scene) <= turn->daytime.now;
             n++) {
            const void *seen = service->hours[i].see (&scene, NULL);
            if (!seen)
                break;
            hour_strike (turn, &service->hours[i], seen);
            struck = true;
        }
    return struck;
}

static bool something_to_write (const struct turn *turn)
{
    for (size_t i = 0; i < turn->items_count; i++)
        if (turn->items[i]->handler && turn->items[i]->refusals.count == 0)
            return true;
    return false;
}

instant turn_next_hour (const struct turn *turn)
{
    struct scene scene = turn_scene (turn);
    const struct service *service = turn->setup.service;
    instant first = INSTANT_NEVER;
    for (size_t i = 0; i < service->hours_count; i++) {
        instant next = service->hours[i].next (&scene);
        if (next < first)
            first = next;
    }
    return first;
}

static bool hours_are_due (const struct turn *turn)
{
    return may_strike (turn) && turn_next_hour (turn) <= turn->daytime.now;
}

static void move_cursors (struct turn *turn)
{
    for (size_t i = 0; i < turn->follows_count; i++)
        if (turn->replies[i])
            follow_move (turn->follows[i], turn->replies[i]);
}

/* Everything of this turn is on disk, or nothing is. */
static bool write_all (struct turn *turn)
{
    store_begin (turn->setup.store);
    move_cursors (turn);
    if (FAULT (FAULT_CURSOR_APART)) {
        store_commit (turn->setup.store);
        store_begin (turn->setup.store);
    }
    hear_all (turn);
    strike (turn);
    serve_write (turn->serve);
    if (FAULT (FAULT_ANSWER_BEFORE_COMMIT))
        door_answer (turn);
    return store_commit (turn->setup.store);
}

static void keep_outcome (struct turn *turn, const struct item *item)
{
    struct text json = text_in (turn->arena);
    struct kept_outcome *kept = calloc (1, sizeof *kept);
    record_to_json (item->handler->word(), item->said, &json);
    if (!kept || !(kept->json = strdup (json.bytes)))
        stop (STOP_OS, "memory", "no memory for an outcome");
    kept->word = item->handler->word;
    struct kept_outcome **end = &turn->kept;
    while (*end) /* in the order in which they came */
        end = &(*end)->next;
    *end = kept;
}

static void forget_kept (struct turn *turn)
{
    while (turn->kept) {
        struct kept_outcome *next = turn->kept->next;
        free (turn->kept->json);
        free (turn->kept);
        turn->kept = next;
    }
}

static void take_kept (struct turn *turn)
{
    for (const struct kept_outcome *kept = turn->kept; kept; kept = kept->next) {
        struct refusals refusals = refusals_in (turn->arena);
        const void *outcome = record_from_text (kept->word(), kept->json, strlen (kept->json),
                                                turn->arena, &refusals);
        assert (outcome); /* our own words */
        turn_take_outcome (turn, kept->word, outcome);
    }
    forget_kept (turn);
}

static void undo (struct turn *turn)
{
    log_line (LOG_ERROR, "turn.full",
              "the disk is full: nothing of this turn was kept, senders were told "
              "`busy`; make room, the service goes on by itself");
    journal_forget (turn->journal);
    for (size_t i = 0; i < turn->items_count; i++) {
        struct item *item = turn->items[i];
        item->first_seq = 0;
        if (item->repeats) /* of what was not done after all, or of what was done long ago */
            item->is_known = item->repeats->is_known;
        item->repeats = NULL;
        if (item->kind == ITEM_OUTCOME)
            keep_outcome (turn, item);
        if (item->kind == ITEM_COMMAND && (item->heard || item->refusals.count == 0) &&
            !item->is_known) {
            item->refusals = refusals_in (turn->arena); /* a conflict with what never was */
            refusals_add (&item->refusals, REFUSAL_BUSY, item->path,
                          "no room on the disk; send it again later");
        }
    }
    for (size_t i = 0; i < turn->follows_count; i++)
        if (turn->replies[i])
            follow_forget (turn->follows[i]);
    turn->posts_count = 0;
}

static void settle (struct turn *turn)
{
    serve_settle (turn->serve);
    for (size_t i = 0; i < turn->follows_count; i++)
        if (turn->replies[i])
            follow_settle (turn->follows[i]);
}

static void send_all (struct turn *turn)
{
    const struct turn_outlets *out = &turn->setup.outlets;
    if (!FAULT (FAULT_ANSWER_BEFORE_COMMIT) || !turn->wrote)
        door_answer (turn);
    for (size_t i = 0; i < turn->posts_count; i++)
        out->post (out->self, turn->posts[i]);
    serve_due (turn->serve, turn->steady, turn->arena, out->serve, out->self);
    for (size_t i = 0; i < turn->follows_count; i++) {
        bool afresh;
        if (turn->room == STORE_NO_ROOM)
            follow_rest (turn->follows[i], turn->steady + SECOND_MS);
        const char *request = follow_request (turn->follows[i], turn->steady, turn->arena, &afresh);
        if (request && !out->ask (out->self, follow_source (turn->follows[i]), request,
                                  strlen (request), afresh))
            follow_unsent (turn->follows[i], turn->steady);
    }
}

static void tell_time (struct turn *turn, instant wall, int64_t steady)
{
    enum daytime_news news = daytime_tell (&turn->daytime, wall, steady);
    if (turn->started_steady == STEADY_UNKNOWN)
        turn->started_steady = steady;
    turn->steady = steady;
    log_now (turn->daytime.now);
    switch (news) {
    case DAYTIME_GOES_ON:
        return;
    case DAYTIME_JUMPED:
        log_line (LOG_WARN, "turn.clock",
                  "the clock of this machine jumped by %lld s; time goes on without it, and what "
                  "only time decides is held, until it has lasted for %d s",
                  (long long)(turn->daytime.jump / SECOND_MS), DAYTIME_HOLD_MS / SECOND_MS);
        return;
    case DAYTIME_CAME_BACK:
        log_line (LOG_INFO, "turn.clock", "the clock of this machine is right again");
        return;
    case DAYTIME_BELIEVED:
        log_line (LOG_WARN, "turn.clock",
                  "the new time of this machine has lasted: it is believed");
        return;
    }
}

static int64_t sooner (int64_t wait, int64_t moment, int64_t now)
{
    int64_t other = moment == INSTANT_NEVER ? TURN_RESTS : moment > now ? moment - now : 0;
    return other < wait ? other : wait;
}

static int64_t rest (struct turn *turn)
{
    int64_t wait = sooner (TURN_RESTS, serve_next (turn->serve), turn->steady);
    for (size_t i = 0; i < turn->follows_count; i++)
        wait = sooner (wait, follow_next (turn->follows[i]), turn->steady);
    if (turn->room == STORE_NO_ROOM || turn->daytime.doubted || turn->kept)
        return wait < SECOND_MS ? wait : SECOND_MS;
    instant hour = turn_next_hour (turn);
    /* Due but held back (sources are not caught up with): look again soon. */
    if (hour <= turn->daytime.now && !may_strike (turn))
        hour = turn->daytime.now + SECOND_MS / 10;
    return sooner (wait, hour, turn->daytime.now);
}

static void forget_all (struct turn *turn)
{
    turn->items_count = turn->sorted_count = turn->posts_count = 0;
    turn->load = turn->tended = 0;
    turn->frames = turn->frames_last = NULL;
    memset (turn->replies, 0, sizeof turn->replies);
    arena_reset (turn->arena);
}

int64_t turn_run (struct turn *turn, instant wall, int64_t steady)
{
    tell_time (turn, wall, steady);
    turn->room = store_room (turn->setup.store);
    take_kept (turn);
    door_decode (turn);
    look_up (turn);
    turn->wrote = something_to_write (turn) || hours_are_due (turn) ||
                  serve_wants_to_write (turn->serve) || facts_wait (turn);
    if (turn->wrote && write_all (turn))
        settle (turn);
    else if (turn->wrote)
        undo (turn);
    send_all (turn);
    int64_t wait = rest (turn);
    forget_all (turn);
    return wait;
}

instant turn_now (const struct turn *turn)
{
    return turn->daytime.now;
}

struct journal *turn_journal (struct turn *turn)
{
    return turn->journal;
}

struct store *turn_store (struct turn *turn)
{
    return turn->setup.store;
}

struct scene turn_scene (const struct turn *turn)
{
    return (struct scene){ .store = turn->setup.store,
                           .arena = turn->arena,
                           .office = turn->setup.office,
                           .now = turn->daytime.now,
                           .time = turn->daytime.now,
                           .started = turn->setup.started };
}
