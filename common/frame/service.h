/* What a service is: a value. Which words it takes and how it sees, decides and applies each; what
   it does when an hour strikes; whose journals it reads. The frame drives it, over sockets (loop.c)
   or in the simulation, and never the other way. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#pragma once
#include "frame/decision.h"
#include "journal/journal.h"
#include "store/store.h"

struct office;
struct post;

/* What surrounds a word while it is seen: everything a `see` may look at. */
struct scene {
    struct store *store;
    struct arena *arena;
    const struct office *office; /* the configuration of the office */
    instant now;                 /* of this turn; `recorded` of what is appended */
    instant time;    /* when it happened: of the envelope, or of the neighbour's fact; hours: now */
    instant started; /* when this process began: what was in hand before is in doubt */
    bool reads_again;  /* a past is heard again (frame/again.h): what is not here may be to come */
    bool sees_private; /* a question: people at home are shown */
    const char *actor; /* who speaks, as the door knows him; NULL: the service itself */
    const struct fact
        *heard; /* a neighbour's fact, but for its data; NULL: a command, or an hour */
    const struct json_t *heard_data; /* its data, as it was told */
    const char *source;              /* whose fact: "intake"; NULL like heard */
};

/* Assembles what the decision must know, in the arena: a plain struct of values. */
typedef const void *see_fn (const struct scene *scene, const void *said);
/* Pure. SAID is the struct of the word, SEEN what `see` gave. */
typedef void decide_fn (const void *said, const void *seen, struct decision *decision);
/* Folds one event into tables; the only writer. ARENA dies with the turn. */
typedef void apply_fn (struct store *store, const struct fact *fact, const void *event,
                       struct arena *arena);
/* Writes the answer's members ("items":[…]) into ANSWER, without braces, or refuses. */
typedef void ask_fn (const struct scene *scene, const void *asked, struct text *answer,
                     struct refusals *refusals);

/* A command of the door, a neighbour's fact, or the post's outcome. */
struct handler {
    const struct record *(*word) (
        void); /* NULL: any fact of a neighbour that has no row of its own */
    see_fn *see;
    decide_fn *decide;
    /* 0: heard since the first version. A word that came to be heard later, or that is heard for
       more than before, says so here by the next number: stores of before hear its past again
       (frame/again.h), in order; what had an effect is known and has no second one. So whoever
       hears it bears to be told what is old. Every new row for a neighbour's word says 1, though
       the word be new too: where the neighbour is of the new version some minutes before this one
       is, the old one passes it over. */
    int since;
    bool begins; /* begins something new: refused first when the disk fills */
    /* What the sender must be told besides, whatever becomes of the command: "call 119". Pure;
       NULL: none ever; returns NULL: nothing. */
    const char *(*advise) (const void *said, const struct office *office);
};
struct applier {
    const struct record *(*word) (void);
    apply_fn *apply;
};
struct asker {
    const struct record *(*word) (void);
    ask_fn *ask;
};
/* Time-driven work of one kind. */
struct hour {
    const char *name;
    /* The moment the first thing of this kind is due; INSTANT_NEVER: nothing waits. Until that
       moment it follows from the tables, the configuration and the day alone, and is not asked
       again before one of them is another. */
    instant (*next) (const struct scene *scene);
    /* The thing that is due at scene->now, or NULL. Deciding it must append an event that moves it
     * on. */
    see_fn *see;
    decide_fn *decide;
    /* It waits for the configuration alone, and the day, and what it says itself: no other change
       of the tables is a reason to ask it anew. */
    bool of_configuration;
};

struct service {
    const char *name;
    const char *const *follows;            /* NULL-ended: the services whose journals it reads */
    const char *schema;                    /* SQL of the tables; a change of it rebuilds them */
    const struct sql_table *const *tables; /* NULL-ended: all statements */
    const struct handler *handlers;
    size_t handlers_count;
    const struct applier *appliers;
    size_t appliers_count;
    const struct asker *askers;
    size_t askers_count;
    const struct hour *hours;
    size_t hours_count;
    const struct record *(*posted) (
        void); /* events of this word are handed to the post; NULL: none */
    /* Hands such an EVENT over at NOW; never blocks. */
    void (*hand_over) (struct post *post, const void *event, instant now);
};

/* Stops the start (70) when a row of the service contradicts its vocabulary: a command without a
   handler, an event without an applier, a row without a function, a word twice. */
void service_check (const struct service *service);
const struct handler *service_handler (const struct service *service, const char *word);
const struct applier *service_applier (const struct service *service, const char *word);
const struct asker *service_asker (const struct service *service, const char *word);
