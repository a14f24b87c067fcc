/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "rehearsal/wire.h"
#include "base/stop.h"
#include "escalation/service.h"
#include "intake/service.h"
#include "reporting/service.h"
#include "scheduling/service.h"
#include "words/scheduling.h"
#include "words/words.h"
#include <stdlib.h>
#include <string.h>

const struct service *const wire_services[MACHINES] = { [INTAKE] = &intake,
                                                        [SCHEDULING] = &scheduling,
                                                        [ESCALATION] = &escalation,
                                                        [REPORTING] = &reporting };

const char *machine_word (int machine)
{
    return machine < MACHINES ? wire_services[machine]->name : "caller";
}

int machine_of (const char *service)
{
    int machine = 0;
    while (machine < MACHINES && strcmp (wire_services[machine]->name, service) != 0)
        machine++;
    return machine;
}

int machine_hearing (const char *word)
{
    for (int machine = 0; machine < MACHINES; machine++) {
        const struct vocabulary *vocabulary = words_of (machine_word (machine));
        for (size_t i = 0; i < vocabulary->count; i++)
            if (strcmp (vocabulary->words[i]()->head->word, word) == 0)
                return machine;
    }
    return MACHINES;
}

/* ---- messages on their way ---- */

struct wire wire_new (void)
{
    return (struct wire){ .messages = timeline_of (sizeof (struct message)) };
}

void wire_put (struct wire *wire, const struct message *message)
{
    struct message copy = *message;
    copy.bytes = malloc (message->size + 1);
    if (!copy.bytes)
        stop (STOP_OS, "memory.wire", "no memory for a message of %zu bytes", message->size);
    memcpy (copy.bytes, message->bytes, message->size);
    copy.bytes[message->size] = '\0';
    timeline_put (&wire->messages, &copy);
}

instant wire_next (const struct wire *wire)
{
    return timeline_next (&wire->messages);
}

struct message wire_take (struct wire *wire)
{
    struct message message;
    timeline_take (&wire->messages, &message);
    return message;
}

void wire_empty (struct wire *wire)
{
    while (wire_next (wire) < INSTANT_NEVER) {
        struct message message = wire_take (wire);
        free (message.bytes);
    }
    timeline_empty (&wire->messages);
}

/* ---- into a turn ---- */

static void take_outcome (struct turn *turn, const struct message *message)
{
    struct arena *arena = turn_arena (turn);
    struct refusals refusals = refusals_in (arena);
    const char *copy = arena_copy (arena, message->bytes, message->size);
    turn_take_outcome (
        turn, post_outcome_record,
        record_from_text (post_outcome_record(), copy, message->size, arena, &refusals));
}

void wire_deliver (struct turn *turn, const struct message *message)
{
    struct peer peer = { .size = 1, .id = { (unsigned char)message->from } };
    switch (message->kind) {
    case MESSAGE_COMMAND:
        turn_take_frame (turn, &peer, message->elsewhere ? "elsewhere" : ACTOR_LOCAL,
                         message->bytes, message->size);
        return;
    case MESSAGE_FETCH:
        turn_take_fetch (turn, &(struct request){ .peer = &peer,
                                                  .actor = ACTOR_LOCAL,
                                                  .bytes = message->bytes,
                                                  .size = message->size });
        return;
    case MESSAGE_REPLY:
        turn_take_reply (turn, machine_word (message->from), message->bytes, message->size);
        return;
    case MESSAGE_OUTCOME:
        take_outcome (turn, message);
        return;
    case MESSAGE_ANSWER:
        return;
    }
}

/* ---- out of a turn ---- */

static void send (const struct outlet *outlet, enum message_kind kind, int to, const char *bytes,
                  size_t size)
{
    outlet->send (outlet->self, &(struct message){ .kind = kind,
                                                   .from = outlet->machine,
                                                   .to = to,
                                                   .bytes = (char *)(uintptr_t)bytes,
                                                   .size = size });
}

static void answer (void *self, const struct peer *peer, const char *bytes, size_t size)
{
    (void)peer; /* there is one caller */
    send (self, MESSAGE_ANSWER, CALLER, bytes, size);
}

static void serve (void *self, const struct peer *peer, const char *bytes, size_t size)
{
    send (self, MESSAGE_REPLY, peer->id[0], bytes, size);
}

static bool ask (void *self, const char *source, const char *bytes, size_t size, bool afresh)
{
    (void)afresh;
    send (self, MESSAGE_FETCH, machine_of (source), bytes, size);
    return true;
}

/* The worker of the post, as far as its service can tell. */
static void post (void *self, const void *event)
{
    const struct outlet *outlet = self;
    const struct letter_attempted *letter = event;
    struct text text = text_in (outlet->arena);
    record_to_json (post_outcome_record(),
                    &(struct post_outcome){ .id = letter->letter,
                                            .result = outlet->post (outlet->self, letter),
                                            .detail = "rehearsed" },
                    &text);
    send (outlet, MESSAGE_OUTCOME, outlet->machine, text.bytes, text.length);
}

struct turn_outlets wire_outlets (struct outlet *outlet)
{
    return (struct turn_outlets){
        .self = outlet, .answer = answer, .serve = serve, .ask = ask, .post = post
    };
}
