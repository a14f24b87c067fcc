/* The services of one process, and the messages between them: what a turn says becomes a message
   with a time, and is brought to the turn it is for when that time has come. Shared by the
   rehearsal, whose wire is perfect, and the simulation, which loses and doubles what it is given.
   Not here: when time passes, and who lives (rehearsal.h, tests/simulation/world.h). */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#pragma once
#include "frame/turn.h"
#include "post/post.h"
#include "rehearsal/timeline.h"

enum machine_name { INTAKE, SCHEDULING, ESCALATION, REPORTING, MACHINES, CALLER = MACHINES };
extern const struct service *const wire_services[MACHINES];
const char *machine_word (int machine); /* "intake" … "caller" */
int machine_of (const char *service);   /* MACHINES: none of them */
int machine_hearing (const char *word); /* at whose door it is said; MACHINES: at nobody's */

enum message_kind {
    MESSAGE_COMMAND,
    MESSAGE_ANSWER,
    MESSAGE_FETCH,
    MESSAGE_REPLY,
    MESSAGE_OUTCOME
};
struct message {
    struct timed when; /* it arrives */
    enum message_kind kind;
    int from, to;
    bool elsewhere; /* a command over tcp, by a key that nothing was given to */
    int64_t life;   /* of the process it was for: what the post held dies with it */
    char *bytes;
    size_t size;
};

struct wire {
    struct timeline messages;
};

struct wire wire_new (void);
/* Puts a copy of MESSAGE on its way, to arrive at message->when.at. */
void wire_put (struct wire *wire, const struct message *message);
instant wire_next (const struct wire *wire); /* INSTANT_NEVER: nothing is on its way */
/* The first that arrives; there is one. The caller frees its bytes. */
struct message wire_take (struct wire *wire);
void wire_empty (struct wire *wire);
/* Gives MESSAGE, which is not an answer, to TURN as an input of its next run. */
void wire_deliver (struct turn *turn, const struct message *message);

/* Where what a turn says becomes messages. SEND is given each, its bytes borrowed for the call and
   without a time; POST says what becomes of a letter, which comes back as an outcome. */
struct outlet {
    int machine;
    struct arena *arena; /* for what is made to be sent */
    void *self;
    void (*send) (void *self, const struct message *message);
    enum post_result (*post) (void *self, const void *letter);
};
struct turn_outlets wire_outlets (struct outlet *outlet);
