/* The whole system in one thread: four services with a disk each, a network that loses, repeats,
   delays and reorders, a client that retries, a clock that steps to whatever comes next; all from
   one seed. World lets time pass; what must hold is said in watch.h, and what is asked of the
   system in caller.h. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#pragma once
#include "losing_vfs.h"
#include "base/random.h"
#include "rehearsal/wire.h"
#include <setjmp.h>

enum { REASON_BYTES = 1024 };

struct said {
    struct said *next;
    const char *bytes;
    size_t size;
};
struct machine {
    const struct service *service;
    char name[32]; /* of its VFS */
    struct losing_vfs *vfs;
    struct store *store;
    struct turn *turn;
    struct outlet outlet;
    bool alive, armed, ran; /* armed: its power will go; ran: a turn since it started */
    bool upgraded;          /* it may read a past again from its beginning, till that is noted */
    instant next;           /* when it has something to do by itself; dead: when it starts again */
    int64_t lean;           /* how wrong its time of day is */
    instant leans_until;
    int64_t life;      /* counts starts: what the post held dies with the process */
    struct said *said; /* answers of this turn, in order */
    /* what the watch remembers */
    int64_t watched; /* facts that were seen on disk */
    int64_t before;  /* the same when this turn began */
    int64_t done;    /* commands that had their effect since then */
    unsigned char chain[CHAIN_BYTES];
    int64_t after[MACHINES]; /* cursors, as status told */
    int64_t heard[MACHINES]; /* the same, but not set back while a past is read again */
};

struct totals {
    int64_t turns, losses, kills, errors, fulls, restores, dropped, repeated, commands, rebuilds,
        leans, slept_ms, facts, upgrades;
};
struct world {
    uint64_t seed;
    struct random random;
    struct random versions; /* who is upgraded when */
    const struct office *office;
    struct arena *arena; /* of one step */
    instant now;
    bool calm; /* no faults any more */
    bool loud; /* says what happens */
    struct machine machines[MACHINES];
    struct wire wire;
    struct watch *watch;
    struct caller *caller;
    struct totals totals;
    bool failed;
    char reason[REASON_BYTES];
    bool direct;          /* answers go no further than here */
    const char *answered; /* the last of them */
    jmp_buf dead;         /* where a process that stops ends up */
    struct machine *running;
};

/* Plays SEED to its end. False: world->reason says what did not hold. */
bool world_play (struct world *world, uint64_t seed, const struct office *office, bool loud);
void world_fail (struct world *world, const char *format, ...)
    __attribute__ ((format (printf, 2, 3)));
/* Puts a message on its way, which may be lost or doubled, unless SURELY. */
void world_send (struct world *world, const struct message *message, bool surely);
/* A turn of MACHINE with what it has taken, by its own clock. */
void world_turn (struct world *world, struct machine *machine);
