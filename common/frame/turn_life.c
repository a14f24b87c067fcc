/* Making a turn, ending it, and what others may ask of it. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/stop.h"
#include "frame/again.h"
#include "frame/inside.h"
#include <assert.h>
#include <stdlib.h>

struct turn *turn_new (const struct turn_setup *setup)
{
    struct turn *turn = calloc (1, sizeof *turn);
    if (!turn)
        stop (STOP_OS, "memory", "no memory for a turn");
    turn->setup = *setup;
    turn->arena = arena_new();
    turn->answers = arena_new();
    turn->changes = 1;
    service_check (setup->service);
    assert (setup->service->hours_count <= HOURS_MAX);
    turn->journal = journal_new (setup->store, setup->service->name, setup->epoch);
    turn->parking = parking_new (setup->store);
    rebuild_if_changed (turn);
    again_begin (turn->journal, setup->store, setup->service);
    turn->serve = serve_new (turn->journal, setup->store, setup->service->name);
    for (size_t i = 0; setup->service->follows && setup->service->follows[i]; i++) {
        assert (i < FOLLOWS_MAX);
        turn->follows[turn->follows_count++] =
            follow_new (turn->journal, setup->service->name, setup->service->follows[i]);
    }
    time_begin (turn);
    return turn;
}

void turn_destroy (struct turn **reference)
{
    struct turn *turn = *reference;
    if (!turn)
        return;
    kept_forget (turn);
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
    bool reads_again = false;
    for (size_t i = 0; i < turn->follows_count; i++)
        reads_again |= follow_reads_again (turn->follows[i]);
    return (struct scene){ .store = turn->setup.store,
                           .arena = turn->arena,
                           .office = turn->setup.office,
                           .now = turn->daytime.now,
                           .time = turn->daytime.now,
                           .started = turn->setup.started,
                           .reads_again = reads_again };
}
