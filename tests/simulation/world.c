/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "world.h"
#include "frame/daytime.h"
#include "base/fault.h"
#include "base/log.h"
#include "base/stop.h"
#include "caller.h"
#include "overhear.h"
#include "versions.h"
#include "watch.h"
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    STEPS_MAX = 60000,
    REBUILD_STEPS = 400,
    SLEEP_MS = 40 * 3600 * 1000,
    NAP_MS = 2 * 3600 * 1000,
    CALM_MS = 30 * 60 * 1000,
    SKEW_MS = 5 * 60 * 1000
};
static struct world *playing; /* for the stop hook, which has no other way to know */

void world_fail (struct world *world, const char *format, ...)
{
    va_list values;
    if (world->failed)
        return;
    world->failed = true;
    va_start (values, format);
    vsnprintf (world->reason, sizeof world->reason, format, values);
    va_end (values);
}

/* ---- the network ---- */

static void put_one (struct world *world, const struct message *message)
{
    struct message copy = *message;
    uint64_t slow = world->calm ? 0 : random_below (&world->random, 100);
    copy.when.at = world->now + 1 +
                   (int64_t)random_below (&world->random, slow > 97   ? 20000
                                                          : slow > 85 ? 900
                                                                      : 20);
    wire_put (&world->wire, &copy);
}

void world_send (struct world *world, const struct message *message, bool surely)
{
    if (!surely && !world->calm && random_chance (&world->random, 6)) {
        world->totals.dropped++;
        return;
    }
    put_one (world, message);
    if (!surely && !world->calm && random_chance (&world->random, 6)) {
        world->totals.repeated++;
        put_one (world, message);
    }
}

/* ---- a machine's outlets ---- */

static bool speaks (const struct machine *machine)
{
    return !losing_vfs_is_off (machine->vfs); /* after the power went nothing was said */
}

static void note_answer (struct machine *machine, const struct message *message)
{
    struct said **end = &machine->said;
    while (*end)
        end = &(*end)->next;
    *end = arena_take (playing->arena, sizeof **end);
    (*end)->bytes = arena_copy (playing->arena, message->bytes, message->size);
    (*end)->size = message->size;
}

static void send (void *self, const struct message *message)
{
    struct machine *machine = self;
    struct message sent = *message;
    sent.life = machine->life;
    if (message->kind == MESSAGE_ANSWER && playing->direct)
        playing->answered = arena_copy (playing->arena, message->bytes, message->size);
    else if (speaks (machine)) {
        if (message->kind == MESSAGE_ANSWER)
            note_answer (machine, message);
        world_send (playing, &sent, message->kind == MESSAGE_OUTCOME);
    }
}

/* An outcome after a while, if the process lives to hear it. */
static enum post_result post (void *self, const void *letter)
{
    (void)self, (void)letter;
    uint64_t luck = playing->calm ? 0 : random_below (&playing->random, 10);
    return luck < 7 ? post_sent : luck < 9 ? post_failed : post_refused;
}

/* ---- life and death ---- */

static void stopped (enum stop_code code)
{
    struct machine *machine = playing->running;
    bool blamed = machine && !losing_vfs_is_off (machine->vfs);
    /* An I/O error is meant to stop the process; everything else on a machine with power is a
     * mistake. */
    if (blamed && code != STOP_IO)
        world_fail (playing, "%s stopped with %d though its disk was well", machine->service->name,
                    (int)code);
    if (!machine)
        abort();
    longjmp (playing->dead, 1);
}

static void bury (struct world *world, struct machine *machine)
{
    turn_destroy (&machine->turn);
    store_destroy (&machine->store);
    if (!losing_vfs_is_off (machine->vfs))
        losing_vfs_kill (machine->vfs);
    machine->alive = machine->armed = false;
    machine->next =
        world->now + 1 + (int64_t)random_below (&world->random, world->calm ? 100 : 60000);
    if (world->loud)
        fprintf (stderr, "%" PRId64 " %s is dead\n", world->now, machine->service->name);
}

static void start (struct world *world, struct machine *machine)
{
    static const char epochs[] = "abcdefgh";
    struct store *volatile store = NULL;
    versions_upgrade (world, machine);
    if (losing_vfs_is_off (machine->vfs))
        losing_vfs_start (machine->vfs);
    if (!world->calm && random_chance (&world->random, 10)) /* again, in the middle of recovery */
        losing_vfs_lose_after (machine->vfs, 1 + random_below (&world->random, 12));
    machine->outlet = (struct outlet){ .machine = (int)(machine - world->machines),
                                       .arena = world->arena,
                                       .self = machine,
                                       .send = send,
                                       .post = post };
    world->running = machine;
    if (setjmp (world->dead) == 0) {
        store = store_open (&(struct store_options){ .folder = machine->service->name,
                                                     .vfs = losing_vfs_name (machine->vfs),
                                                     .room_for_work = 200000,
                                                     .room_at_all = 60000 });
        machine->store = store;
        machine->turn = turn_new (&(struct turn_setup){
            .service = machine->service,
            .store = store,
            .office = world->office,
            .epoch = arena_format (world->arena, "%c%" PRId64, epochs[machine - world->machines],
                                   machine->life),
            .started = world->now,
            .skew_ms = SKEW_MS,
            .sources_grace_ms = 30000,
            .outlets = wire_outlets (&machine->outlet) });
        machine->alive = !losing_vfs_is_off (machine->vfs);
    }
    world->running = NULL;
    machine->life++;
    machine->ran = false;
    machine->lean = 0; /* a process that starts has nothing to doubt its clock by */
    machine->next = world->now;
    if (!machine->alive) {
        world->totals.losses++;
        bury (world, machine);
    } else
        watch_start (world, machine);
}

/* ---- turns ---- */

/* Its clock is set wrong for a while: minutes or hours, to either side. */
static void lean (struct world *world, struct machine *machine)
{
    int64_t size = 2 * DAYTIME_JUMP_MS + (int64_t)random_below (&world->random, 12 * HOUR_MS);
    machine->lean = random_chance (&world->random, 70) ? size : -size;
    machine->leans_until = world->now + (int64_t)random_below (&world->random, DAYTIME_HOLD_MS);
    world->totals.leans++;
}

static void meddle (struct world *world, struct machine *machine)
{
    uint64_t luck = world->calm ? 1000 : random_below (&world->random, 1000);
    if (world->loud && luck < 40)
        fprintf (stderr, "%" PRId64 " %s is meddled with: %" PRIu64 "\n", world->now,
                 machine->service->name, luck);
    if (luck < 12 && !machine->armed) {
        losing_vfs_lose_after (machine->vfs, 1 + random_below (&world->random, 60));
        machine->armed = true;
    } else if (luck < 14) {
        losing_vfs_fail_after (machine->vfs, 1 + random_below (&world->random, 20),
                               random_chance (&world->random, 30));
        world->totals.errors++;
    } else if (luck < 16) {
        losing_vfs_limit_bytes (machine->vfs, losing_vfs_used_bytes (machine->vfs) +
                                                  (int64_t)random_below (&world->random, 300000));
        world->totals.fulls++;
    } else if (luck < 40)
        losing_vfs_limit_bytes (machine->vfs, INT64_MAX);
    else if (luck < 44 && machine->ran)
        lean (world, machine);
}

void world_turn (struct world *world, struct machine *machine)
{
    if (world->calm || world->now >= machine->leans_until)
        machine->lean = 0;
    int64_t wait = turn_run (machine->turn, world->now + machine->lean, world->now);
    machine->ran = true;
    machine->next = wait == TURN_RESTS ? INSTANT_NEVER : world->now + wait;
    if (turn_now (machine->turn) > world->now + DAYTIME_JUMP_MS)
        world_fail (world, "%s believed a clock that only jumped", machine->service->name);
}

/* One turn with everything that waits for this machine now. */
static void run (struct world *world, struct machine *machine)
{
    volatile bool whole = false;
    meddle (world, machine);
    losing_vfs_set_clock (machine->vfs, world->now);
    machine->said = NULL;
    machine->done = 0;
    machine->before = machine->watched;
    world->running = machine;
    if (setjmp (world->dead) == 0) {
        world_turn (world, machine);
        whole = true;
    }
    world->running = NULL;
    world->totals.turns++;
    if (!whole || losing_vfs_is_off (machine->vfs)) {
        world->totals.losses += losing_vfs_is_off (machine->vfs);
        losing_vfs_fail_after (machine->vfs, 0, false);
        bury (world, machine);
    } else {
        watch_turn (world, machine);
        overhear (world, machine);
    }
}

static void take_due (struct world *world)
{
    bool touched[MACHINES] = { false };
    while (wire_next (&world->wire) <= world->now) {
        struct message message = wire_take (&world->wire);
        struct machine *machine = message.to < MACHINES ? &world->machines[message.to] : NULL;
        if (!machine)
            caller_hear (world, message.bytes, message.size);
        else if (machine->alive) {
            bool is_late = message.kind == MESSAGE_OUTCOME && message.life != machine->life;
            if (!is_late)
                wire_deliver (machine->turn, &message);
            touched[message.to] = true;
        }
        free (message.bytes);
    }
    for (int i = 0; i < MACHINES; i++) {
        struct machine *machine = &world->machines[i];
        if (!machine->alive && machine->next <= world->now)
            start (world, machine);
        else if (machine->alive && (touched[i] || machine->next <= world->now))
            run (world, machine);
    }
}

static void kill_somebody (struct world *world)
{
    struct machine *machine = &world->machines[random_below (&world->random, MACHINES)];
    if (!machine->alive)
        return;
    world->totals.kills++;
    bury (world, machine);
}

/* As an operator does, or a new version; the power may go meanwhile. */
static void rebuild_somebody (struct world *world)
{
    struct machine *machine = &world->machines[random_below (&world->random, MACHINES)];
    if (!machine->alive)
        return;
    losing_vfs_fail_after (machine->vfs, 0, false);
    if (random_chance (&world->random, 25))
        losing_vfs_lose_after (machine->vfs, 1 + random_below (&world->random, 20));
    if (watch_rebuild (world, machine))
        return;
    world->totals.losses++;
    bury (world, machine);
}

static instant next_instant (const struct world *world)
{
    instant next = wire_next (&world->wire);
    for (int i = 0; i < MACHINES; i++)
        if (world->machines[i].next < next)
            next = world->machines[i].next;
    return caller_next (world) < next ? caller_next (world) : next;
}

/* All machines stand still together, as they do when the lid is closed: otherwise the asking and
   answering of the services would fill a run, and no deadline would ever pass. */
static int64_t sleep_ms (struct world *world)
{
    if (world->calm || !random_chance (&world->random, 2))
        return 0;
    uint64_t most = random_chance (&world->random, 70) ? NAP_MS : SLEEP_MS;
    int64_t slept = (int64_t)random_below (&world->random, most);
    world->totals.slept_ms += slept;
    return slept;
}

static void step (struct world *world)
{
    instant next = next_instant (world);
    world->now = (next > world->now ? next : world->now + 1) + sleep_ms (world);
    log_now (world->now);
    arena_reset (world->arena);
    if (caller_next (world) <= world->now)
        caller_act (world);
    take_due (world);
    if (!world->calm && random_chance (&world->random, 1))
        kill_somebody (world);
    if (!world->calm && random_below (&world->random, REBUILD_STEPS) == 0)
        rebuild_somebody (world);
}

/* ---- the play ---- */

static void calm_down (struct world *world)
{
    world->calm = true;
    for (int i = 0; i < MACHINES; i++) {
        losing_vfs_lose_after (world->machines[i].vfs, 0);
        world->machines[i].armed = false;
        losing_vfs_fail_after (world->machines[i].vfs, 0, false);
        losing_vfs_limit_bytes (world->machines[i].vfs, INT64_MAX);
        if (world->machines[i].alive && versions_is_old (world, &world->machines[i]))
            bury (world, &world->machines[i]); /* to start as what it is now */
    }
}

static bool all_alive (const struct world *world)
{
    for (int i = 0; i < MACHINES; i++)
        if (!world->machines[i].alive)
            return false;
    return true;
}

/* Until everything is answered, read and sent; at most CALM_MS more. */
static void settle (struct world *world)
{
    instant latest = world->now + CALM_MS;
    calm_down (world);
    for (int i = 0; i < STEPS_MAX && !world->failed && world->now < latest; i++) {
        step (world);
        if (i % 16 == 0 && world->now > latest - CALM_MS / 2 && all_alive (world) &&
            !caller_has_open (world) && !watch_lag (world))
            return;
    }
    if (!world->failed)
        world_fail (world, "it never came to rest: %s",
                    !all_alive (world)        ? "somebody is dead"
                    : caller_has_open (world) ? "a command is not answered"
                                              : watch_lag (world));
}

/* A store from an older copy: somebody must notice, whatever it was. */
static void restore_one (struct world *world)
{
    int which = (int)random_below (&world->random, MACHINES);
    struct machine *machine = &world->machines[which];
    struct losing_copy *copy = losing_vfs_copy (machine->vfs);
    int64_t head = journal_head (turn_journal (machine->turn));
    instant until = world->now + 6 * HOUR_MS;
    world->calm = false;
    caller_go_on (world);
    for (int i = 0; i < 4000 && !world->failed && world->now < until; i++)
        step (world);
    settle (world);
    bool moved = !world->failed && journal_head (turn_journal (machine->turn)) > head;
    if (moved) {
        bury (world, machine);
        losing_vfs_restore (machine->vfs, copy);
        machine->watched = -1; /* what was seen is gone, by order */
        world->totals.restores++;
        until = world->now + 10 * MINUTE_MS;
        while (!world->failed && world->now < until && !watch_sees_divergence (world))
            step (world);
        if (!world->failed && !watch_sees_divergence (world))
            world_fail (world, "%s was restored from an older copy, and nobody noticed",
                        machine->service->name);
    }
    losing_copy_destroy (&copy);
}

static void play (struct world *world)
{
    int64_t steps = 400 + (int64_t)random_below (&world->random, 1600);
    for (int64_t i = 0; i < steps && !world->failed; i++)
        step (world);
    settle (world);
    if (world->failed)
        return;
    watch_quiet (world);
    caller_quiet (world);
    versions_quiet (world);
    for (int i = 0; i < MACHINES && !world->failed; i++)
        if (!watch_rebuild (world, &world->machines[i]))
            world_fail (world, "%s cannot be rebuilt", machine_word (i));
    if (!world->failed && random_chance (&world->random, 40))
        restore_one (world);
}

bool world_play (struct world *world, uint64_t seed, const struct office *office, bool loud)
{
    *world = (struct world){ .seed = seed,
                             .random = random_from (seed),
                             .office = office,
                             .arena = arena_new(),
                             .now = day_start (day_from (2021, 2, 1)) + 8 * HOUR_MS,
                             .loud = loud,
                             .wire = wire_new() };
    playing = world;
    stop_hook (stopped);
    losing_vfs_seed_sqlite ((uint32_t)seed | 1);
    world->watch = watch_new();
    world->caller = caller_new();
    for (int i = 0; i < MACHINES; i++) {
        struct machine *machine = &world->machines[i];
        *machine = (struct machine){ .service = wire_services[i], .next = world->now };
        snprintf (machine->name, sizeof machine->name, "machine-%d", i);
        machine->vfs = losing_vfs_new (machine->name, random_next (&world->random));
    }
    versions_begin (world);
    play (world);
    stop_hook (NULL);
    for (int i = 0; i < MACHINES; i++) {
        turn_destroy (&world->machines[i].turn);
        store_destroy (&world->machines[i].store);
        losing_vfs_destroy (&world->machines[i].vfs);
    }
    wire_empty (&world->wire);
    watch_destroy (&world->watch);
    caller_destroy (&world->caller);
    arena_destroy (&world->arena);
    return !world->failed;
}
