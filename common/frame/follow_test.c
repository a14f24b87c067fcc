/* The reader's side of the handoff, wired to a real producer in this process: two stores, no socket
   between them. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "frame/try_journal.h"

static struct try_journal source, own;
static struct serve *serve;
static struct follow *follow;
static const char *reply_bytes; /* the last that serve said */
static int64_t steady;

static void open_source (const char *name, const char *epoch)
{
    source = try_journal (name, "intake", epoch);
    serve = serve_new (source.journal, source.store, "intake");
}

static void close_source (void)
{
    serve_destroy (&serve);
    try_journal_close (&source);
}

static void open_own (const char *name)
{
    own = try_journal (name, "reporting", "of the reader");
    follow = follow_new (own.journal, "reporting", "intake");
}

static void close_own (void)
{
    follow_destroy (&follow);
    follow_destroy (&follow);
    try_journal_close (&own);
}

static int open_both (void **state)
{
    if (try_begin (state) != 0)
        return -1;
    steady = 1000;
    open_source ("source", "first");
    open_own ("own");
    return 0;
}

static int close_both (void **state)
{
    close_own();
    close_source();
    return try_end (state);
}

static void keep (void *self, const struct peer *peer, const char *bytes, size_t size)
{
    (void)self, (void)peer;
    reply_bytes = arena_copy (arena, bytes, size);
}

/* The reply of the source, now or when its patience ends; NULL: nothing was asked. */
static const char *fetch (void)
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
    }
    reply_bytes = NULL;
    serve_due (serve, steady, arena, keep, NULL);
    if (!reply_bytes)
        serve_due (serve, serve_next (serve), arena, keep, NULL);
    return reply_bytes;
}

static const struct reply *take (const char *bytes)
{
    return follow_take (follow, bytes, strlen (bytes), arena);
}

/* One exchange, settled. Returns how many facts came; -1: nothing was asked. */
static int64_t read_on (void)
{
    const char *bytes = fetch();
    const struct reply *reply = bytes ? take (bytes) : NULL;
    if (!reply)
        return bytes ? 0 : -1;
    store_begin (own.store);
    follow_move (follow, reply, arena);
    assert_true (store_commit (own.store));
    follow_settle (follow);
    return (int64_t)reply->events_count;
}

static void read_all (void)
{
    while (read_on() > 0)
        continue;
}

static int64_t stands_at (void)
{
    return follow_state (follow, steady).after;
}

static void it_reads_on_to_the_end (void **state)
{
    (void)state;
    assert_string_equal (follow_source (follow), "intake");
    assert_int_equal (follow_state (follow, steady).head, -1);
    assert_false (follow_state (follow, steady).reached);
    try_say (&source, CREDIT_EVENTS + 7, "hazard.opened", "{}");
    assert_int_equal (read_on(), CREDIT_EVENTS);
    assert_false (follow_is_caught_up (follow));
    assert_int_equal (follow_state (follow, steady).head, CREDIT_EVENTS + 7);
    assert_true (follow_state (follow, steady).reached);
    assert_int_equal (read_on(), 7);
    assert_true (follow_is_caught_up (follow));
    assert_int_equal (stands_at(), CREDIT_EVENTS + 7);
    try_say (&source, 1, "hazard.opened", "{}");
    assert_int_equal (read_on(), 1);
    assert_true (follow_is_caught_up (follow));
    assert_false (follow_state (follow, steady + 100 * FETCH_PATIENCE_MS).reached);
}

static void nothing_to_read_is_caught_up_too (void **state)
{
    (void)state;
    assert_int_equal (read_on(), 0);
    assert_true (follow_is_caught_up (follow));
}

static void a_start_goes_on_where_it_was (void **state)
{
    (void)state;
    try_say (&source, 3, "hazard.opened", "{}");
    read_all();
    close_own();
    open_own ("own");
    assert_int_equal (stands_at(), 3);
    assert_false (follow_is_caught_up (follow)); /* not before it is told so again */
    try_say (&source, 1, "hazard.opened", "{}");
    assert_int_equal (read_on(), 1);
    assert_int_equal (stands_at(), 4);
    assert_null (follow_state (follow, steady).diverged);
}

static void one_request_is_on_its_way (void **state)
{
    (void)state;
    bool afresh;
    const char *first = fetch();
    assert_null (follow_request (follow, steady, arena, &afresh));
    steady = follow_next (follow);
    assert_null (follow_request (follow, steady - 1, arena, &afresh));
    assert_non_null (follow_request (follow, steady, arena, &afresh));
    assert_true (afresh); /* by a new socket: the old one may be dead */
    assert_null (take (first));
    assert_false (follow_is_caught_up (follow)); /* the late answer is of no use */
}

static void what_could_not_be_sent_is_asked_again_soon (void **state)
{
    (void)state;
    bool afresh;
    assert_non_null (follow_request (follow, steady, arena, &afresh));
    assert_false (afresh);
    follow_unsent (follow, steady);
    assert_in_range (follow_next (follow), steady + 1, steady + 1000);
    assert_null (follow_request (follow, follow_next (follow) - 1, arena, &afresh));
    assert_non_null (follow_request (follow, follow_next (follow), arena, &afresh));
    assert_false (afresh);
}

static void what_was_undone_is_asked_for_again (void **state)
{
    (void)state;
    try_say (&source, 2, "hazard.opened", "{}");
    const struct reply *reply = take (fetch());
    store_begin (own.store);
    follow_move (follow, reply, arena);
    store_rollback (own.store);
    follow_forget (follow);
    assert_int_equal (stands_at(), 0);
    assert_int_equal (read_on(), -1); /* the disk is full: not at once */
    steady = follow_next (follow);
    assert_int_equal (read_on(), 2);
    assert_int_equal (stands_at(), 2);
}

static const char *told (int64_t seq)
{
    return arena_format (arena,
                         "{\"seq\":%d,\"type\":\"t\",\"subject\":\"s\",\"time\":"
                         "\"2021-02-10T09:00:00+08:00\",\"recorded\":\"2021-02-10T09:00:00+08:00\","
                         "\"data\":{},\"chain\":"
                         "\"0000000000000000000000000000000000000000000000000000000000000000\"}",
                         (int)seq);
}

static const char *reply (int64_t number, int64_t after, const char *events)
{
    return arena_format (
        arena, "{\"fetch\":%d,\"epoch\":\"first\",\"head\":9,\"after\":%d,\"events\":[%s]}",
        (int)number, (int)after, events);
}

/* Two facts were read; the third request is on its way. */
static void a_reply_of_no_use_moves_nothing (void **state)
{
    (void)state;
    bool afresh;
    try_say (&source, 2, "hazard.opened", "{}");
    read_all();
    const char *request = follow_request (follow, steady, arena, &afresh);
    int number = 0;
    assert_int_equal (sscanf (request, "{\"fetch\":%d,", &number), 1);
    const char *const replies[] = {
        "hello",
        "[]",
        "{}",
        reply (number - 1, 2, told (3)),
        reply (number + 1, 2, told (3)),
        reply (number, 2, "{\"seq\":3}"),
    };
    for (size_t i = 0; i < COUNT (replies); i++)
        assert_null (take (replies[i]));
    assert_null (follow_request (follow, steady, arena, &afresh)); /* it is still on its way */
    assert_non_null (take (reply (number, 2, told (3))));
    assert_null (take (reply (number, 2, told (3)))); /* the same once more */
    assert_int_equal (stands_at(), 2);
}

static void a_reply_that_does_not_follow_the_cursor_is_not_taken (void **state)
{
    (void)state;
    const char *const events[] = { told (4), arena_format (arena, "%s,%s", told (3), told (5)),
                                   arena_format (arena, "%s,%s", told (3), told (3)), told (1) };
    bool afresh;
    try_say (&source, 2, "hazard.opened", "{}");
    read_all();
    for (size_t i = 0; i < COUNT (events) + 1; i++) {
        int number = 0;
        steady = follow_next (follow);
        sscanf (follow_request (follow, steady, arena, &afresh), "{\"fetch\":%d,", &number);
        assert_null (
            take (i < COUNT (events) ? reply (number, 2, events[i]) : reply (number, 1, told (2))));
        assert_int_equal (stands_at(), 2);
    }
    steady = follow_next (follow);
    try_say (&source, 1, "hazard.opened", "{}");
    assert_int_equal (read_on(), 1); /* it goes on */
}

/* ---- pasts that do not agree ---- */

static void has_diverged (void)
{
    assert_int_equal (read_on(), 0);
    assert_non_null (follow_state (follow, steady).diverged);
    assert_int_equal (read_on(), -1);
}

static void another_journal_is_noticed (void **state)
{
    (void)state;
    try_say (&source, 3, "hazard.opened", "{}");
    read_all();
    close_source();
    open_source ("another", "second");
    try_say (&source, 5, "hazard.opened", "{}");
    has_diverged();
    assert_int_equal (stands_at(), 3);
    close_source();
    open_source ("source", "first"); /* the right one is back */
    try_say (&source, 1, "hazard.opened", "{}");
    steady = follow_next (follow);
    assert_int_equal (read_on(), 1);
    assert_null (follow_state (follow, steady).diverged);
}

static void a_rewound_source_is_noticed (void **state)
{
    (void)state;
    try_say (&source, 3, "hazard.opened", "{}");
    read_all();
    close_source();
    open_source ("rewound", "first"); /* the same name, another past */
    try_say (&source, 9, "hazard.opened", "{\"a\":2}");
    has_diverged();
}

static void a_source_that_lost_its_end_is_noticed (void **state)
{
    (void)state;
    try_say (&source, 3, "hazard.opened", "{}");
    read_all();
    close_source();
    open_source ("shorter", "first");
    try_say (&source, 2, "hazard.opened", "{}");
    has_diverged();
}

static void a_reader_from_an_old_copy_is_noticed (void **state)
{
    (void)state;
    try_say (&source, 2, "hazard.opened", "{}");
    read_all();
    close_own();
    assert_int_equal (system (arena_format (arena, "cp -r %s/own %s/copy", folder, folder)), 0);
    open_own ("own");
    try_say (&source, 2, "hazard.opened", "{}");
    read_all();
    assert_int_equal (read_on(), 0); /* says how far it came */
    close_own();
    open_own ("copy");
    assert_int_equal (stands_at(), 2);
    has_diverged();
    close_own();
    open_own ("empty");
    has_diverged();
}

#define EACH(test) cmocka_unit_test_setup_teardown (test, open_both, close_both)

int main (void)
{
    const struct CMUnitTest tests[] = {
        EACH (it_reads_on_to_the_end),
        EACH (nothing_to_read_is_caught_up_too),
        EACH (a_start_goes_on_where_it_was),
        EACH (one_request_is_on_its_way),
        EACH (what_could_not_be_sent_is_asked_again_soon),
        EACH (what_was_undone_is_asked_for_again),
        EACH (a_reply_of_no_use_moves_nothing),
        EACH (a_reply_that_does_not_follow_the_cursor_is_not_taken),
        EACH (another_journal_is_noticed),
        EACH (a_rewound_source_is_noticed),
        EACH (a_source_that_lost_its_end_is_noticed),
        EACH (a_reader_from_an_old_copy_is_noticed),
    };
    return cmocka_run_group_tests (tests, NULL, NULL);
}
