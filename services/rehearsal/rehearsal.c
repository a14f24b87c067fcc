/* Follows between services are never timed here: a request that finds nothing waits in the other
   service until there is something, however long, so nothing happens between two hours. A reader
   that wakes after its patience asks anew, which is answered at once. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "rehearsal/rehearsal.h"
#include "base/log.h"
#include "base/stop.h"
#include "rehearsal/copy.h"
#include "store/memory_disk.h"
#include "words/words.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ROUNDS: of turns that follow one another without anything waiting for a time; far more than any
   day has, and reached only by services that make each other speak for ever. */
enum { GRACE_MS = 30000, ROUNDS_MAX = 1000000 };

struct player {
    struct rehearsal *rehearsal;
    const struct service *service;
    struct store *store;
    struct turn *turn; /* NULL: does not run */
    struct outlet outlet;
    char epoch[40];
    instant next;    /* when it has something to do by itself */
    bool touched;    /* something was brought to it */
    int64_t counted; /* lines of its journal */
};
struct rehearsal {
    struct rehearsal_setup setup;
    struct memory_disk *disk;
    struct wire wire;
    struct player players[MACHINES];
    struct arena *arena;   /* of what is handed on */
    struct arena *answers; /* of the caller of rehearsal_say */
    const char *answer;
    instant now;
    struct rehearsal_totals totals;
};

/* ---- what is said ---- */

static void send (void *self, const struct message *message)
{
    struct player *player = self;
    struct rehearsal *rehearsal = player->rehearsal;
    struct message sent = *message;
    sent.when.at = rehearsal->now + 1;
    if (message->kind == MESSAGE_ANSWER && rehearsal->answers)
        rehearsal->answer = arena_copy (rehearsal->answers, message->bytes, message->size);
    else if (message->to < MACHINES && rehearsal->players[message->to].turn)
        wire_put (&rehearsal->wire, &sent);
}

static enum post_result post (void *self, const void *letter)
{
    (void)letter;
    ((struct player *)self)->rehearsal->totals.letters++;
    return post_sent;
}

const void *heard_event (const struct heard *heard)
{
    struct refusals refusals = refusals_in (heard->arena);
    const char *data = heard->fact->data;
    if (heard->word && !*heard->event)
        *heard->event =
            record_from_text (heard->word, data, strlen (data), heard->arena, &refusals);
    return *heard->event;
}

/* EVENT: NULL when nobody has read it yet. */
static void hand_on (struct player *player, const struct fact *fact, const struct record *word,
                     const void *event)
{
    struct rehearsal *rehearsal = player->rehearsal;
    struct heard heard = { .event = &event,
                           .machine = (int)(player - rehearsal->players),
                           .fact = fact,
                           .word = word,
                           .arena = rehearsal->arena };
    rehearsal->setup.hear (rehearsal->setup.self, &heard);
    arena_reset (rehearsal->arena);
}

static void tell (void *self, const struct fact *fact, const struct record *word, const void *event)
{
    const struct outlet *outlet = self;
    hand_on (outlet->self, fact, word, event);
}

static bool is_heard (const struct player *player)
{
    return player->rehearsal->setup.hear && player->service != wire_services[REPORTING];
}

/* What its journal held before. */
static void hear_old (struct player *player)
{
    struct journal *journal = turn_journal (player->turn);
    struct arena *arena = arena_new();
    struct fact fact;
    player->counted = journal_head (journal);
    if (is_heard (player)) {
        journal_walk (journal, 0);
        while (journal_walk_next (journal, arena, &fact)) {
            hand_on (player, &fact, words_find (fact.type), NULL);
            arena_reset (arena);
        }
    }
    arena_destroy (&arena);
}

/* ---- turns ---- */

static void run (struct rehearsal *rehearsal, struct player *player)
{
    int64_t wait = turn_run (player->turn, rehearsal->now, rehearsal->now);
    instant hour = turn_next_hour (player->turn);
    /* Due, and not done: it is held back, or was too much for one turn. */
    player->next = hour > rehearsal->now ? hour : rehearsal->now + (wait > 1 ? wait : 1);
    player->touched = false;
    rehearsal->totals.turns++;
    rehearsal->totals.facts += journal_head (turn_journal (player->turn)) - player->counted;
    player->counted = journal_head (turn_journal (player->turn));
}

static void bring (struct rehearsal *rehearsal)
{
    while (wire_next (&rehearsal->wire) <= rehearsal->now) {
        struct message message = wire_take (&rehearsal->wire);
        struct player *player = &rehearsal->players[message.to];
        if (player->turn) {
            wire_deliver (player->turn, &message);
            player->touched = true;
        }
        free (message.bytes);
    }
}

instant rehearsal_next (const struct rehearsal *rehearsal)
{
    instant next = wire_next (&rehearsal->wire);
    for (int i = 0; i < MACHINES; i++) {
        const struct player *player = &rehearsal->players[i];
        instant own = !player->turn     ? INSTANT_NEVER
                      : player->touched ? rehearsal->now
                                        : player->next;
        if (own < next)
            next = own;
    }
    return next;
}

/* Everything that happens at one moment; no two turns of a service share theirs. */
static void step (struct rehearsal *rehearsal, instant at)
{
    rehearsal->now = at > rehearsal->now ? at : rehearsal->now + 1;
    log_now (rehearsal->now);
    bring (rehearsal);
    for (int i = 0; i < MACHINES; i++) {
        struct player *player = &rehearsal->players[i];
        if (player->turn && (player->touched || player->next <= rehearsal->now))
            run (rehearsal, player);
    }
}

void rehearsal_run (struct rehearsal *rehearsal, instant until)
{
    instant next, still_since = rehearsal->now;
    for (int64_t rounds = 0; (next = rehearsal_next (rehearsal)) <= until; rounds++) {
        if (next > rehearsal->now + SECOND_MS)
            still_since = next, rounds = 0;
        if (rounds > ROUNDS_MAX)
            stop (STOP_BUG, "rehearsal.endless", "since %lld nothing came to rest",
                  (long long)still_since);
        step (rehearsal, next);
    }
    if (until > rehearsal->now)
        rehearsal->now = until;
}

/* What follows at once from what was just said: until nothing is on its way. */
static void settle (struct rehearsal *rehearsal)
{
    instant next;
    while ((next = rehearsal_next (rehearsal)) <= rehearsal->now + 1)
        step (rehearsal, next);
}

static const char *say (struct rehearsal *rehearsal, int machine, const char *bytes, bool elsewhere,
                        struct arena *arena)
{
    struct player *player = &rehearsal->players[machine];
    if (!player->turn)
        return NULL;
    rehearsal->answers = arena;
    rehearsal->answer = NULL;
    wire_put (&rehearsal->wire, &(struct message){ .when.at = rehearsal->now,
                                                   .kind = MESSAGE_COMMAND,
                                                   .from = CALLER,
                                                   .to = machine,
                                                   .elsewhere = elsewhere,
                                                   .bytes = (char *)(uintptr_t)bytes,
                                                   .size = strlen (bytes) });
    settle (rehearsal);
    rehearsal->answers = NULL;
    return rehearsal->answer;
}

const char *rehearsal_say (struct rehearsal *rehearsal, int machine, const char *bytes,
                           struct arena *arena)
{
    return say (rehearsal, machine, bytes, false, arena);
}

const char *rehearsal_say_elsewhere (struct rehearsal *rehearsal, int machine, const char *bytes,
                                     struct arena *arena)
{
    return say (rehearsal, machine, bytes, true, arena);
}

/* ---- life ---- */

static void open_store (struct rehearsal *rehearsal, struct player *player)
{
    const char *name = player->service->name;
    player->store = store_open (&(struct store_options){
        .folder = name, .vfs = memory_disk_name (rehearsal->disk), .is_passing = true });
    snprintf (player->epoch, sizeof player->epoch, "rehearsal-%s", name);
}

static void start (struct rehearsal *rehearsal, struct player *player)
{
    struct turn_outlets outlets = wire_outlets (&player->outlet);
    if (is_heard (player))
        outlets.tell = tell;
    player->turn = turn_new (
        &(struct turn_setup){ .service = player->service,
                              .store = player->store,
                              .office = rehearsal->setup.office,
                              .epoch = player->epoch,
                              .started = rehearsal->now,
                              .skew_ms = rehearsal->setup.office->policy->skew_minutes * MINUTE_MS,
                              .sources_grace_ms = GRACE_MS,
                              .outlets = outlets });
    player->touched = true;
}

void rehearsal_stop (struct rehearsal *rehearsal, int machine)
{
    struct player *player = &rehearsal->players[machine];
    turn_destroy (&player->turn);
    store_destroy (&player->store);
}

void rehearsal_start (struct rehearsal *rehearsal, int machine)
{
    if (rehearsal->players[machine].turn)
        return;
    open_store (rehearsal, &rehearsal->players[machine]);
    start (rehearsal, &rehearsal->players[machine]);
    /* What the others had asked of it was lost with it: they ask again when they lose patience. */
    for (int i = 0; i < MACHINES; i++)
        if (rehearsal->players[i].next > rehearsal->now + FETCH_PATIENCE_MS)
            rehearsal->players[i].next = rehearsal->now + FETCH_PATIENCE_MS;
    settle (rehearsal);
}

/* Behind the last line of its journal: what that holds has happened. */
static void put_time_behind (struct rehearsal *rehearsal, const struct player *player)
{
    struct journal *journal = journal_new (player->store, player->service->name, player->epoch);
    if (journal_recorded (journal) >= rehearsal->now)
        rehearsal->now = journal_recorded (journal) + 1;
    journal_destroy (&journal);
}

static void start_all (struct rehearsal *rehearsal)
{
    int machines = rehearsal->setup.answers ? MACHINES : REPORTING;
    for (int i = 0; i < machines; i++) {
        struct player *player = &rehearsal->players[i];
        *player = (struct player){ .rehearsal = rehearsal, .service = wire_services[i] };
        player->outlet = (struct outlet){
            .machine = i, .arena = rehearsal->arena, .self = player, .send = send, .post = post
        };
        open_store (rehearsal, player);
        put_time_behind (rehearsal, player);
    }
    for (int i = 0; i < machines; i++) {
        start (rehearsal, &rehearsal->players[i]);
        hear_old (&rehearsal->players[i]);
    }
    rehearsal->totals.facts = 0;
}

struct rehearsal *rehearsal_new (const struct rehearsal_setup *setup, struct refusals *refusals)
{
    struct rehearsal *rehearsal = calloc (1, sizeof *rehearsal);
    if (!rehearsal)
        stop (STOP_OS, "memory.rehearsal", "no memory");
    rehearsal->setup = *setup;
    rehearsal->disk = memory_disk_new ("rehearsal");
    rehearsal->wire = wire_new();
    rehearsal->arena = arena_new();
    rehearsal->now = setup->from;
    if (setup->journals && !copy_journals (rehearsal->disk, setup->journals, refusals)) {
        rehearsal_destroy (&rehearsal);
        return NULL;
    }
    start_all (rehearsal);
    return rehearsal;
}

void rehearsal_destroy (struct rehearsal **reference)
{
    struct rehearsal *rehearsal = *reference;
    if (!rehearsal)
        return;
    for (int i = 0; i < MACHINES; i++)
        rehearsal_stop (rehearsal, i);
    wire_empty (&rehearsal->wire);
    memory_disk_destroy (&rehearsal->disk);
    arena_destroy (&rehearsal->arena);
    free (rehearsal);
    *reference = NULL;
}

instant rehearsal_now (const struct rehearsal *rehearsal)
{
    return rehearsal->now;
}

struct rehearsal_totals rehearsal_totals (const struct rehearsal *rehearsal)
{
    return rehearsal->totals;
}
