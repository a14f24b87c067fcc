/* The handoff between journals: a reader pulls what follows its cursor. The producer keeps no state
   of a reader but how far it ever came, so that a reader restored from an old copy notices it.
   serve: the producer's side. follow: the reader's. Both without sockets; what time they go by is
   the steady clock, in milliseconds. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#pragma once
#include "journal/journal.h"

#include "record/declare_structs.h"
#include "frame/fetch.def"
#include "record/declare_end.h"

enum { CREDIT_EVENTS = 500, CREDIT_BYTES = 512 << 10, FETCH_PATIENCE_MS = 5000 };

/* ---- the producer (serve.c) ---- */

struct peer {
    unsigned char socket; /* which of the sockets it came by: the loop's own number */
    unsigned char size;
    bool delimiter; /* an empty frame stood before the request, and goes before the answer */
    unsigned char id[255];
};
struct serve;
struct serve *serve_new (struct journal *journal, struct store *store, const char *service);
void serve_destroy (struct serve **serve);
/* A request as it came: ACTOR is whom the socket knows PEER to be. */
struct request {
    const struct peer *peer;
    const char *actor;
    const void *bytes;
    size_t size;
};
/* Takes a request; it is answered by serve_due, or stays parked there till there is something to
   give. A reader is a service of ours, in person or from this machine; everybody else who is let in
   may look. Who asks has one request: a later one takes the place of an earlier one. */
void serve_take (struct serve *serve, const struct request *request, int64_t steady,
                 struct arena *arena);
/* Inside the turn's transaction: remembers how far each reader came. False: nothing to write. */
bool serve_wants_to_write (const struct serve *serve);
void serve_write (struct serve *serve);
/* What was written is on disk. */
void serve_settle (struct serve *serve);
/* Answers what can be answered, each once, through ANSWER, after the commit. */
void serve_due (struct serve *serve, int64_t steady, struct arena *arena,
                void (*answer) (void *self, const struct peer *peer, const char *bytes,
                                size_t size),
                void *self);
/* The moment serve_due has something to say although nothing happened. */
int64_t serve_next (const struct serve *serve);

/* ---- the reader (follow.c) ---- */

struct follow;
/* READER reads the journal of SOURCE, on from its cursor. */
struct follow *follow_new (struct journal *journal, const char *reader, const char *source);
void follow_destroy (struct follow **follow);
const char *follow_source (const struct follow *follow);
/* The request to send now, or NULL: one is on its way, or the source has diverged. *afresh: the
   last one was not answered in time, so the socket may be dead. */
const char *follow_request (struct follow *follow, int64_t steady, struct arena *arena,
                            bool *afresh);
/* It could not be sent: nobody is there. Asked again soon. */
void follow_unsent (struct follow *follow, int64_t steady);
/* Nothing more is asked for before STEADY: there is no room for it. */
void follow_rest (struct follow *follow, int64_t steady);
/* The moment follow_request has something to say again. */
int64_t follow_next (const struct follow *follow);
/* The facts of a reply that come next after the cursor; NULL: nothing of use (late, repeated, with
   a gap, not JSON, diverged). Until follow_moved the cursor stays. */
const struct reply *follow_take (struct follow *follow, const void *bytes, size_t size,
                                 struct arena *arena);
/* The reply's facts are dealt with: moves the cursor inside the transaction. follow_settle when it
   is on disk; follow_forget when it was undone, so that the same facts are asked for again. */
void follow_move (struct follow *follow, const struct reply *reply);
void follow_settle (struct follow *follow);
void follow_forget (struct follow *follow);

struct follow_state {
    const char *source;
    int64_t after, head;  /* head: of the source, as it last said; -1: it never answered */
    bool reached;         /* answered within the last FETCH_PATIENCE_MS * 4 */
    const char *diverged; /* NULL: no */
};
struct follow_state follow_state (const struct follow *follow, int64_t steady);
/* Said once that there is nothing more since this process began. */
bool follow_is_caught_up (const struct follow *follow);
/* It is in the past of its source once more (frame/again.h); whether TOLD was dealt with when it
   was read the first time. */
bool follow_reads_again (const struct follow *follow);
bool follow_passes_over (const struct follow *follow, const struct told *told);
