/* One turn of a service, in the order of the house: what came in is decoded, known ids are looked
   up, each word is permitted, seen, decided, appended and applied; then the hours; then one commit;
   then the answers. No socket and no clock: loop.c brings them, or the simulation. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#pragma once
#include "frame/fetch.h"
#include "frame/permit.h"
#include "frame/service.h"

struct turn;

/* Where things leave to, all after the commit. Bytes are borrowed for the call. */
struct turn_outlets {
    void *self;
    void (*answer) (void *self, const struct peer *peer, const char *bytes, size_t size);
    void (*serve) (void *self, const struct peer *peer, const char *bytes, size_t size);
    /* AFRESH: by a new socket, the last request was lost. False: nobody is there to be asked. */
    bool (*ask) (void *self, const char *source, const char *bytes, size_t size, bool afresh);
    /* A struct of service->posted. NULL: the service posts nothing. */
    void (*post) (void *self, const void *event);
    /* Each line of the journal as it was written, in order; EVENT is a struct of WORD. NULL: nobody
       listens but the readers. */
    void (*tell) (void *self, const struct fact *fact, const struct record *word,
                  const void *event);
};
struct turn_setup {
    const struct service *service;
    struct store *store;         /* borrowed */
    const struct office *office; /* borrowed; NULL only in tests */
    const struct permit *permit; /* NULL: everybody may */
    const char *epoch;           /* of a journal that begins now: fresh and random */
    instant started;
    int64_t skew_ms,
        sources_grace_ms; /* how long hours wait for the sources to be caught up with */
    struct turn_outlets outlets;
};

/* Opens the journal in the store; rebuilds the tables when the schema is not the one they were made
 * by. */
struct turn *turn_new (const struct turn_setup *setup);
void turn_destroy (struct turn **turn);

/* Inputs of the next turn; bytes are copied. ACTOR: whom the socket knows the peer to be. */
void turn_take_frame (struct turn *turn, const struct peer *peer, const char *actor,
                      const void *bytes, size_t size);
/* More than one part came, which nobody should send. */
void turn_take_garbage (struct turn *turn, const struct peer *peer, const char *actor);
void turn_take_fetch (struct turn *turn, const struct request *request);
void turn_take_reply (struct turn *turn, const char *source, const void *bytes, size_t size);
/* What became of something handed to the post; OUTCOME, in turn_arena, is a struct of WORD. */
void turn_take_outcome (struct turn *turn, const struct record *(*word) (void),
                        const void *outcome);
struct arena *turn_arena (struct turn *turn);
/* Enough for one commit: run before taking more. */
bool turn_is_full (const struct turn *turn);
/* WALL: the time of day; STEADY: milliseconds that no one sets. Returns in how many of them
   something is due although nothing came in; TURN_RESTS: nothing is. */
#define TURN_RESTS INT64_MAX
int64_t turn_run (struct turn *turn, instant wall, int64_t steady);
instant turn_now (const struct turn *turn);
/* When the first hour of the service strikes, between two runs; INSTANT_NEVER: it waits for nothing
   but words. */
instant turn_next_hour (struct turn *turn);

/* For maintenance and tests. */
struct journal *turn_journal (struct turn *turn);
struct store *turn_store (struct turn *turn);
/* Tables from the journal, in one transaction. Returns the events folded; -1: the disk is full, and
   nothing was changed. */
int64_t turn_rebuild (struct turn *turn);
/* Goes through the chain of the journal: members of a JSON object, "events" and "broken_at" (0:
   whole). Returns the latter. */
int64_t turn_verify (struct turn *turn, struct text *text);
/* How the service is: members of a JSON object. */
void turn_status (struct turn *turn, struct text *text);
