/* What the files of the turn share: the words of a turn and where they stand. Nobody else's
 * business. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#pragma once
#include "frame/daytime.h"
#include "frame/envelope.h"
#include "frame/parking.h"
#include "frame/turn.h"

/* The numbers of the frame. A turn is as large as makes one fdatasync worth while, and no larger
   than keeps the last answer of it under some ten milliseconds. */
enum {
    FOLLOWS_MAX = 8,
    HOURS_MAX = 16,
    TURN_ITEMS = 512,      /* commands in one transaction; one frame may exceed it by BATCH_MAX */
    TURN_BYTES = 32 << 20, /* of memory for what came in; one frame may exceed it */
    TURN_HOURS = 512       /* things of one kind that strike in one turn; the rest in the next */
};

/* A line that was written in this turn. */
struct written {
    struct written *next;
    struct fact fact;
    const struct record *word;
    const void *event;
};

/* One message of the door. Its words are items first … first + count - 1. */
struct frame {
    struct frame *next;
    struct peer peer;
    const char *actor;
    const char *bytes; /* NULL: too large, or of several parts */
    size_t size;
    bool parts, is_array;
    struct item **items;
    size_t items_count;
    struct refusals refusals; /* of the frame as a whole */
};

enum item_kind { ITEM_COMMAND, ITEM_QUERY, ITEM_FACT, ITEM_OUTCOME };
/* What tends the service itself. */
enum tending {
    TEND_NOT,
    TEND_STATUS,
    TEND_PARKED, /* from here on only from this machine */
    TEND_DROP,
    TEND_RETRY, /* from here on it holds the service up */
    TEND_VERIFY,
    TEND_REBUILD
};
struct item {
    enum item_kind kind;
    size_t number;
    const char *path; /* of the word in its frame: "", "/3" */
    const char *id;   /* to answer by; may be NULL */
    const char *actor;
    const struct handler *handler;
    const struct asker *asker;
    const struct json_t *json; /* of the door: the envelope */
    const struct record *word; /* that it names; NULL: none of ours */
    const void *said;
    instant time;
    struct known known;
    bool is_known;
    bool heard;           /* decided in this turn: what it rests on may be undone with it */
    struct item *repeats; /* the same id earlier in this turn */
    struct refusals refusals;
    int64_t first_seq; /* of what it caused; 0: nothing */
    const char *ref;
    const struct told *told;   /* ITEM_FACT */
    const struct json_t *data; /* of it, read */
    const char *source;
    enum tending tend;
};

/* An outcome of the post that a full disk would not take: it comes once, so it is kept for the next
 * turn. */
struct kept_outcome {
    struct kept_outcome *next;
    const struct record *(*word) (void);
    char *json;
};

/* What an hour's `next` said, and of what. */
struct known_hour {
    instant next;
    day on;
    int64_t changes;
};

struct turn {
    struct turn_setup setup;
    struct arena *arena, *answers; /* answers: of one frame */
    struct journal *journal;
    struct parking *parking;
    struct serve *serve;
    struct follow *follows[FOLLOWS_MAX];
    const struct reply *replies[FOLLOWS_MAX];
    size_t follows_count;
    struct frame *frames, *frames_last;
    struct item **items, **sorted;
    size_t items_count, items_room, sorted_count;
    size_t load;   /* what the turn has taken on, in commands */
    size_t tended; /* words that hold the service up; one is enough */
    struct kept_outcome *kept;
    struct written *written, *written_last; /* this turn, while somebody listens */
    const void **posts;
    size_t posts_count, posts_room;
    struct known_hour hours[HOURS_MAX];
    int64_t changes; /* of the tables, counted from 1 */
    struct daytime daytime;
    int64_t steady, started_steady; /* of transport: no deadline hangs on it */
    enum store_room room;
    bool wrote;
};

/* turn_take.c */
struct item *item_add (struct turn *turn, enum item_kind kind);

/* turn_life.c */
struct scene turn_scene (const struct turn *turn);

/* door_words.c: frames of the door into items, and items into answers */
void door_read (struct turn *turn, struct frame *frame);
void door_decode (struct turn *turn);
void door_answer (struct turn *turn);

/* hear.c: one word through see, decide, append, apply */
void item_hear (struct turn *turn, struct item *item);
void hour_strike (struct turn *turn, const struct hour *hour, const void *seen);
void facts_read (struct turn *turn, const struct follow *follow, const struct reply *reply);
bool facts_wait (const struct turn *turn);
/* Inside a transaction, what was parked once more. NULL: it is dealt with; else why not. */
const char *fact_hear_parked (struct turn *turn, const struct parked *parked);

/* parked.c: what waits because it could not be handled. Members of an answer, or refused. */
const struct record *parked_word (enum tending tend); /* NULL: TEND says nothing more */
void parked_tend (struct turn *turn, const struct item *item, struct text *members,
                  struct refusals *refusals);

/* turn_ids.c: what was heard before, and what is from now on */
void ids_look_up (struct turn *turn);
void ids_learn (struct turn *turn);

/* turn_hours.c */
void time_begin (struct turn *turn);
void time_tell (struct turn *turn, instant wall, int64_t steady);
bool hours_may_strike (const struct turn *turn);
bool hours_are_due (struct turn *turn);
bool hours_strike (struct turn *turn);

/* turn_full.c: when nothing of the turn was kept */
void turn_undo (struct turn *turn);
void kept_take (struct turn *turn); /* into this turn, what the last one could not keep */
void kept_forget (struct turn *turn);

/* rebuild.c */
void rebuild_if_changed (struct turn *turn);
