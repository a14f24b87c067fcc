/* A reader wired to a real producer in this process: two stores, no socket between them. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#pragma once
#include "frame/try_journal.h"

static struct try_journal source, own;
static struct serve *serve;
static struct follow *follow;
static const char *reply_bytes; /* the last that serve said */
static int64_t steady;

static inline void open_source (const char *name, const char *epoch)
{
    source = try_journal (name, "intake", epoch);
    serve = serve_new (source.journal, source.store, "intake");
}

static inline void close_source (void)
{
    serve_destroy (&serve);
    try_journal_close (&source);
}

static inline void open_own (const char *name)
{
    own = try_journal (name, "reporting", "of the reader");
    follow = follow_new (own.journal, "reporting", "intake");
}

static inline void close_own (void)
{
    follow_destroy (&follow);
    follow_destroy (&follow);
    try_journal_close (&own);
}

static inline int open_both (void **state)
{
    if (try_begin (state) != 0)
        return -1;
    steady = 1000;
    open_source ("source", "first");
    open_own ("own");
    return 0;
}

static inline int close_both (void **state)
{
    close_own();
    close_source();
    return try_end (state);
}

static inline void keep (void *self, const struct peer *peer, const char *bytes, size_t size)
{
    (void)self, (void)peer;
    reply_bytes = arena_copy (arena, bytes, size);
}

/* The reply of the source, now or when its patience ends; NULL: nothing was asked. */
static inline const char *fetch (void)
{
    static const struct peer peer = { .size = 1 };
    bool afresh;
    const char *request = follow_request (follow, steady, arena, &afresh);
    if (!request)
        return NULL;
    serve_take (serve,
                &(struct request){
                    .peer = &peer, .actor = "local", .bytes = request, .size = strlen (request) },
                steady, arena);
    if (serve_wants_to_write (serve)) {
        store_begin (source.store);
        serve_write (serve);
        assert_true (store_commit (source.store));
        serve_settle (serve);
    }
    reply_bytes = NULL;
    serve_due (serve, steady, arena, keep, NULL);
    if (!reply_bytes)
        serve_due (serve, serve_next (serve), arena, keep, NULL);
    return reply_bytes;
}

static inline const struct reply *take (const char *bytes)
{
    return follow_take (follow, bytes, strlen (bytes), arena);
}

/* One exchange, settled. Returns how many facts came; -1: nothing was asked. */
static inline int64_t read_on (void)
{
    const char *bytes = fetch();
    const struct reply *reply = bytes ? take (bytes) : NULL;
    if (!reply)
        return bytes ? 0 : -1;
    store_begin (own.store);
    follow_move (follow, reply);
    assert_true (store_commit (own.store));
    follow_settle (follow);
    return (int64_t)reply->events_count;
}

static inline void read_all (void)
{
    while (read_on() > 0)
        continue;
}

static inline int64_t stands_at (void)
{
    return follow_state (follow, steady).after;
}

/* ---- a reply, spelled here ---- */

static inline const char *told (int64_t seq)
{
    return arena_format (arena,
                         "{\"seq\":%d,\"type\":\"t\",\"subject\":\"s\",\"time\":"
                         "\"2021-02-10T09:00:00+08:00\",\"recorded\":\"2021-02-10T09:00:00+08:00\","
                         "\"data\":{},\"chain\":"
                         "\"0000000000000000000000000000000000000000000000000000000000000000\"}",
                         (int)seq);
}

static inline const char *reply (int64_t number, int64_t after, const char *events)
{
    return arena_format (
        arena, "{\"fetch\":%d,\"epoch\":\"first\",\"head\":9,\"after\":%d,\"events\":[%s]}",
        (int)number, (int)after, events);
}
