/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/log.h"
#include "base/stop.h"
#include "frame/fetch.h"
#include "frame/permit.h"
#include "words/words.h"
#include <assert.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum { FETCH_BYTES_MAX = 2048, LOOKERS_MAX = 56, WAITING_MAX = 64, NAME_BYTES = 65 };
enum { READERS_MAX = WAITING_MAX - LOOKERS_MAX }; /* as many as services could be (may_read_as) */
/* A parked request is answered with nothing after a while, so that its asker knows we live. */
enum { PARKED_MS = FETCH_PATIENCE_MS / 2 };

static const char schema[] = "CREATE TABLE IF NOT EXISTS reader (name TEXT PRIMARY KEY,"
                             " after INTEGER NOT NULL) STRICT, WITHOUT ROWID;";
enum { READ, WRITE, STATEMENTS };
static const struct sql statements[STATEMENTS] = {
    [READ] = { "SELECT name, after FROM reader WHERE name = :name", journal_name_record,
               reader_record },
    [WRITE] = { "INSERT INTO reader (name, after) VALUES (:name, :after)"
                " ON CONFLICT (name) DO UPDATE SET after = max (after, excluded.after)",
                reader_record, NULL },
};
static const struct sql_table table = { statements, STATEMENTS };

/* A request that waits. */
struct waiting {
    bool used, unwritten;
    const char *diverged; /* why nothing can be given; asked once: the past does not change */
    struct peer peer;
    char name[NAME_BYTES];
    char epoch[NAME_BYTES];
    bool looks; /* no reader: a look from outside */
    bool at_once;
    int64_t taken, fetch, after, events, bytes, furthest;
    unsigned char chain[CHAIN_BYTES];
};
/* How far a reader has come, as the store has it: asked for with every request. */
struct progress {
    char name[NAME_BYTES];
    int64_t after;
};
struct serve {
    struct journal *journal;
    struct store *store;
    const char *service;
    int64_t broken; /* the last link that was found broken; 0: none */
    struct waiting waiting[WAITING_MAX];
    struct progress readers[READERS_MAX];
    size_t readers_count;
};

struct serve *serve_new (struct journal *journal, struct store *store, const char *service)
{
    struct serve *serve = calloc (1, sizeof *serve);
    if (!serve)
        stop (STOP_OS, "memory", "no memory for readers");
    *serve = (struct serve){ .journal = journal, .store = store, .service = service };
    store_script (store, schema);
    store_prepare (store, &table);
    return serve;
}

void serve_destroy (struct serve **serve)
{
    free (*serve);
    *serve = NULL;
}

static bool is_same_peer (const struct peer *a, const struct peer *b)
{
    return a->socket == b->socket && a->size == b->size && memcmp (a->id, b->id, a->size) == 0;
}

/* Where the last request of the same asker stands, or a free place; NULL: all are taken. */
static struct waiting *place_for (struct serve *serve, const struct fetch *fetch,
                                  const struct peer *peer)
{
    struct waiting *free_place = NULL;
    for (size_t i = 0; i < WAITING_MAX; i++) {
        struct waiting *place = &serve->waiting[i];
        bool looks = !fetch->chain;
        if (place->used && place->looks == looks &&
            (looks ? is_same_peer (&place->peer, peer) : strcmp (place->name, fetch->name) == 0))
            return place;
        /* Lookers leave room for every service. */
        if (!place->used && !free_place && (i < LOOKERS_MAX || !looks))
            free_place = place;
    }
    return free_place;
}

/* Readers are remembered for ever, and stop when they are told of a past they do not know: nobody
   may speak in another's name. */
static bool may_read_as (const struct request *request, const struct fetch *fetch)
{
    bool is_himself =
        strcmp (request->actor, ACTOR_LOCAL) == 0 || strcmp (request->actor, fetch->name) == 0;
    return !fetch->chain || (words_of (fetch->name) && is_himself);
}

static const struct fetch *read_fetch (const struct request *request, struct arena *arena)
{
    struct refusals refusals = refusals_in (arena);
    if (request->size > FETCH_BYTES_MAX) {
        log_line (LOG_WARN, "serve.garbage", "a request to the journal has %zu bytes",
                  request->size);
        return NULL;
    }
    const struct fetch *fetch =
        record_from_text (fetch_record(), request->bytes, request->size, arena, &refusals);
    if (!fetch)
        log_line (LOG_WARN, "serve.garbage", "a request to the journal is no fetch: %s %s",
                  refusals.list[0].path, refusals.list[0].sentence);
    else if (!may_read_as (request, fetch)) {
        log_line (LOG_WARN, "serve.stranger",
                  "%s reads the journal as %s, which it is not; without `chain` it may look",
                  request->actor, fetch->name);
        return NULL;
    }
    return fetch;
}

static const char *divergence (struct serve *serve, const struct waiting *place,
                               struct arena *arena)
{
    if (place->looks || !place->epoch[0])
        return NULL;
    if (strcmp (place->epoch, journal_epoch (serve->journal)) != 0)
        return "this is another journal than the one that was read before (its epoch differs)";
    if (!journal_agrees (serve->journal, place->after, place->chain, arena))
        return "what was read before is not what stands here now: this journal was restored or "
               "rewound";
    return NULL;
}

static struct progress *progress_of (struct serve *serve, const char *reader, struct arena *arena)
{
    const struct journal_name name = { .name = reader };
    struct reader row = { .after = 0 };
    for (size_t i = 0; i < serve->readers_count; i++)
        if (strcmp (serve->readers[i].name, reader) == 0)
            return &serve->readers[i];
    assert (serve->readers_count < READERS_MAX);
    struct progress *progress = &serve->readers[serve->readers_count++];
    store_read (serve->store, &statements[READ], &name, arena, &row);
    progress->after = row.after;
    memcpy (progress->name, reader, strnlen (reader, NAME_BYTES - 1));
    return progress;
}

/* How far the reader came before, and whether this is further. */
static void compare (struct serve *serve, struct waiting *place, struct arena *arena)
{
    if (place->looks)
        return;
    place->furthest = progress_of (serve, place->name, arena)->after;
    place->diverged = divergence (serve, place, arena);
    /* Only what this journal did give: a lie must not be remembered as a reader's progress. */
    place->unwritten = place->epoch[0] && place->after > place->furthest && !place->diverged;
}

void serve_take (struct serve *serve, const struct request *request, int64_t steady,
                 struct arena *arena)
{
    const struct fetch *fetch = read_fetch (request, arena);
    struct waiting *place = fetch ? place_for (serve, fetch, request->peer) : NULL;
    if (fetch && !place)
        log_line (LOG_WARN, "serve.crowded", "%d look at the journal already; %s waits in vain",
                  LOOKERS_MAX, request->actor);
    if (!place)
        return;
    *place = (struct waiting){ .used = true,
                               .peer = *request->peer,
                               .looks = !fetch->chain,
                               .at_once = fetch->now,
                               .taken = steady,
                               .fetch = fetch->fetch,
                               .after = fetch->after,
                               .events = fetch->events,
                               .bytes = fetch->bytes };
    memcpy (place->name, fetch->name, strnlen (fetch->name, NAME_BYTES - 1));
    if (fetch->epoch)
        memcpy (place->epoch, fetch->epoch, strnlen (fetch->epoch, NAME_BYTES - 1));
    if (fetch->chain && !text_unhex (place->chain, CHAIN_BYTES, fetch->chain))
        place->used = false;
    compare (serve, place, arena);
}

bool serve_wants_to_write (const struct serve *serve)
{
    for (size_t i = 0; i < WAITING_MAX; i++)
        if (serve->waiting[i].used && serve->waiting[i].unwritten)
            return true;
    return false;
}

void serve_write (struct serve *serve)
{
    for (size_t i = 0; i < WAITING_MAX; i++) {
        struct waiting *place = &serve->waiting[i];
        if (!place->used || !place->unwritten)
            continue;
        const struct reader reader = { .name = place->name, .after = place->after };
        store_write (serve->store, &statements[WRITE], &reader);
    }
}

void serve_settle (struct serve *serve)
{
    for (size_t i = 0; i < WAITING_MAX; i++) {
        struct waiting *place = &serve->waiting[i];
        for (size_t n = 0; place->unwritten && n < serve->readers_count; n++)
            if (strcmp (serve->readers[n].name, place->name) == 0)
                serve->readers[n].after = place->after;
        place->unwritten = false;
    }
}

static void put_member (struct text *text, const char *name, const char *words)
{
    text_say (text, name);
    text_put_json (text, words);
}

static void write_fact (const struct fact *fact, struct text *text, struct arena *arena)
{
    char time[INSTANT_TEXT_SIZE], chain[2 * CHAIN_BYTES + 1];
    const struct record *word = words_find (fact->type);
    const char *data = word && record_is_private (word)
                           ? record_public_text (word, fact->data, arena)
                           : fact->data;
    text_say (text, "{\"seq\":");
    text_number (text, fact->seq);
    put_member (text, ",\"type\":", fact->type);
    put_member (text, ",\"subject\":", fact->subject);
    put_member (text, ",\"time\":", instant_text (fact->time, time));
    put_member (text, ",\"recorded\":", instant_text (fact->recorded, time));
    if (fact->actor)
        put_member (text, ",\"actor\":", fact->actor);
    if (fact->cause)
        put_member (text, ",\"cause\":", fact->cause);
    text_hex (chain, fact->chain, CHAIN_BYTES);
    put_member (text, ",\"chain\":", chain);
    text_say (text, ",\"data\":");
    text_say (text, data);
    text_say (text, "}");
}

/* Says once that what stands at SEQ is not what was written there. */
static void tell_broken (struct serve *serve, int64_t seq)
{
    if (serve->broken == seq)
        return;
    serve->broken = seq;
    log_line (LOG_ERROR, "serve.broken",
              "the chain is broken at seq %" PRId64 ": the store was changed from outside or is "
              "damaged. Nobody is given what stands there, or behind it; restore the last backup",
              seq);
}

/* What follows, link by link: what is damaged on our disk is not passed on. *broken: whether that
   is why there is no more. Returns how many there are. */
static int64_t write_facts (struct serve *serve, const struct waiting *place, struct text *text,
                            struct arena *arena, bool *broken)
{
    size_t begin = text->length;
    int64_t count = 0;
    struct fact fact;
    unsigned char before[CHAIN_BYTES];
    *broken = false;
    if (!journal_chain (serve->journal, place->after, arena, before))
        return 0; /* beyond the head */
    journal_walk (serve->journal, place->after);
    while (journal_walk_next (serve->journal, arena, &fact)) {
        *broken = !journal_links (&fact, before);
        memcpy (before, fact.chain, CHAIN_BYTES);
        if (*broken)
            tell_broken (serve, fact.seq);
        else {
            text_say (text, count++ > 0 ? "," : "");
            write_fact (&fact, text, arena);
        }
        if (*broken || count == place->events || (int64_t)(text->length - begin) >= place->bytes) {
            journal_walk_end (serve->journal);
            break;
        }
    }
    return count;
}

static void put_number (struct text *text, const char *name, int64_t number)
{
    text_say (text, name);
    text_number (text, number);
}

static void reply (struct serve *serve, const struct waiting *place, struct text *text,
                   struct arena *arena)
{
    bool broken = false;
    const char *diverged = place->diverged;
    struct text facts = text_in (arena);
    text_say (&facts, "");
    if (!diverged && write_facts (serve, place, &facts, arena, &broken) == 0 && broken)
        diverged = "what follows is damaged there: the chain of the journal is broken";
    put_number (text, "{\"fetch\":", place->fetch);
    put_member (text, ",\"epoch\":", journal_epoch (serve->journal));
    put_number (text, ",\"head\":", journal_head (serve->journal));
    put_number (text, ",\"after\":", place->after);
    put_number (text, ",\"furthest\":", place->furthest);
    if (diverged) {
        put_member (text, ",\"diverged\":", diverged);
    } else {
        text_say (text, ",\"events\":[");
        text_put (text, facts.bytes, facts.length);
        text_say (text, "]");
    }
    text_say (text, "}");
}

void serve_due (struct serve *serve, int64_t steady, struct arena *arena,
                void (*answer) (void *self, const struct peer *peer, const char *bytes,
                                size_t size),
                void *self)
{
    for (size_t i = 0; i < WAITING_MAX; i++) {
        struct waiting *place = &serve->waiting[i];
        if (!place->used || place->unwritten)
            continue;
        bool nothing = !place->diverged && place->after >= journal_head (serve->journal);
        /* A reader that never read, or has come less far than it once had, must hear that at once.
         */
        bool must =
            place->at_once || place->furthest > place->after || steady >= place->taken + PARKED_MS;
        if (nothing && !must)
            continue;
        struct text text = text_in (arena);
        reply (serve, place, &text, arena);
        place->used = false;
        answer (self, &place->peer, text.bytes, text.length);
    }
}

int64_t serve_next (const struct serve *serve)
{
    int64_t next = INSTANT_NEVER;
    for (size_t i = 0; i < WAITING_MAX; i++)
        if (serve->waiting[i].used && serve->waiting[i].taken + PARKED_MS < next)
            next = serve->waiting[i].taken + PARKED_MS;
    return next;
}
