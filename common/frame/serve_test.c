/* The producer's side of the handoff, asked as a stranger would: by requests spelled here. The two
   sides together are follow_test.c. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "frame/try_journal.h"

enum { LONG_MS = 60000 };

static struct try_journal own;
static struct serve *serve;
static const struct reply *answers[8];
static struct peer answered[8];
static size_t count;

static int open_serve (void **state)
{
    if (try_begin (state) != 0)
        return -1;
    own = try_journal ("intake", "intake", "first");
    serve = serve_new (own.journal, own.store, "intake");
    return 0;
}

static int close_serve (void **state)
{
    serve_destroy (&serve);
    serve_destroy (&serve);
    try_journal_close (&own);
    return try_end (state);
}

static void answer (void *self, const struct peer *peer, const char *bytes, size_t size)
{
    struct refusals refusals = refusals_in (arena);
    assert_ptr_equal (self, &own);
    assert_true (count < COUNT (answers));
    answered[count] = *peer;
    answers[count++] = record_from_text (reply_record(), bytes, size, arena, &refusals);
    assert_int_equal (refusals.count, 0);
}

static void ask (const char *actor, unsigned char peer, const char *bytes)
{
    const struct peer asker = { .size = 1, .id = { peer } };
    serve_take (
        serve,
        &(struct request){ .peer = &asker, .actor = actor, .bytes = bytes, .size = strlen (bytes) },
        0, arena);
}

/* A turn that a full disk undid: it is still to be remembered. */
static bool is_to_be_written_after_an_undone_turn (void)
{
    if (!serve_wants_to_write (serve))
        return false;
    store_begin (own.store);
    serve_write (serve);
    store_rollback (own.store);
    return serve_wants_to_write (serve);
}

/* One turn: what is to be remembered, then what is to be said. Returns the only answer, or NULL. */
static const struct reply *turn (int64_t steady)
{
    if (serve_wants_to_write (serve)) {
        store_begin (own.store);
        serve_write (serve);
        assert_true (store_commit (own.store));
        serve_settle (serve);
    }
    count = 0;
    serve_due (serve, steady, arena, answer, &own);
    return count == 1 ? answers[0] : NULL;
}

static const char *chain_of (int64_t seq)
{
    char hex[2 * CHAIN_BYTES + 1];
    struct fact fact;
    assert_true (journal_read (own.journal, seq, arena, &fact));
    text_hex (hex, fact.chain, CHAIN_BYTES);
    return arena_text (arena, hex);
}

static const char *reading (const char *name, const char *epoch, int64_t after, const char *chain)
{
    return arena_format (arena,
                         "{\"fetch\":7,\"name\":\"%s\",\"epoch\":\"%s\",\"after\":%d,\"chain\":"
                         "\"%s\",\"events\":500,\"bytes\":500000}",
                         name, epoch, (int)after, chain);
}

#define LOOK "{\"fetch\":7,\"name\":\"x\",\"events\":2,\"bytes\":9000,\"after\":"

static void a_look_is_given_what_follows_within_its_credit (void **state)
{
    (void)state;
    static const struct {
        const char *request;
        size_t events;
        int64_t after;
    } rows[] = {
        { LOOK "0}", 2, 0 },
        { LOOK "3}", 1, 3 },
        { LOOK "4,\"now\":true}", 0, 4 },
        { LOOK "9,\"now\":true}", 0, 9 },
        { "{\"fetch\":7,\"name\":\"x\",\"after\":0,\"events\":9,\"bytes\":1}", 1, 0 },
        { "{\"fetch\":7,\"name\":\"x\",\"after\":0,\"events\":9,\"bytes\":9000}", 4, 0 },
    };
    try_say (&own, 4, "hazard.opened", "{\"a\":1}");
    for (size_t i = 0; i < COUNT (rows); i++) {
        ask ("grid", 1, rows[i].request);
        const struct reply *reply = turn (0);
        assert_non_null (reply);
        assert_int_equal (reply->fetch, 7);
        assert_string_equal (reply->epoch, "first");
        assert_int_equal (reply->head, 4);
        assert_int_equal (reply->after, rows[i].after);
        assert_int_equal (reply->events_count, rows[i].events);
        for (size_t e = 0; e < reply->events_count; e++) {
            assert_int_equal (reply->events[e].seq, rows[i].after + 1 + (int64_t)e);
            assert_string_equal (reply->events[e].chain, chain_of (reply->events[e].seq));
            assert_string_equal (json_text (reply->events[e].data, arena), "{\"a\":1}");
            assert_string_equal (reply->events[e].cause, "1 //test");
        }
        assert_null (turn (LONG_MS)); /* each is answered once */
    }
}

static void a_request_waits_until_there_is_something (void **state)
{
    (void)state;
    assert_int_equal (serve_next (serve), INSTANT_NEVER);
    ask ("local", 1, LOOK "0}");
    assert_null (turn (0));
    const int64_t patience = serve_next (serve);
    assert_in_range (patience, 1, FETCH_PATIENCE_MS);
    assert_null (turn (patience - 1));
    const struct reply *reply = turn (patience); /* a sign of life */
    assert_non_null (reply);
    assert_int_equal (reply->events_count, 0);
    assert_int_equal (serve_next (serve), INSTANT_NEVER);
    ask ("local", 1, LOOK "0}");
    assert_null (turn (0));
    try_say (&own, 1, "hazard.opened", "{}");
    reply = turn (0);
    assert_int_equal (reply->events_count, 1);
}

static void a_later_request_takes_the_place_of_an_earlier_one (void **state)
{
    (void)state;
    const char *chain = "0000000000000000000000000000000000000000000000000000000000000000";
    const char *first = arena_format (arena,
                                      "{\"fetch\":1,\"name\":\"reporting\",\"after\":0,\"chain\":"
                                      "\"%s\",\"events\":1,\"bytes\":1}",
                                      chain);
    ask ("local", 1, first);
    ask ("local", 2, first); /* the reader again, by a new socket */
    ask ("local", 3, LOOK "0}");
    ask ("local", 3, LOOK "0}");
    try_say (&own, 1, "hazard.opened", "{}");
    turn (0);
    assert_int_equal (count, 2);
    assert_int_equal (answered[0].id[0] + answered[1].id[0], 2 + 3);
}

/* Who spoke is protected: that never leaves the service that heard it. */
static void what_is_private_is_not_told (void **state)
{
    (void)state;
    try_say (&own, 1, "tipoff.reported",
             "{\"tipoff\":\"T-1\",\"text\":\"smoke\",\"community\":\"c01\",\"department\":\"d\","
             "\"informant\":{\"name\":\"Li\",\"phone\":\"139\"}}");
    ask ("grid", 1, LOOK "0}");
    const struct reply *reply = turn (0);
    const char *data = json_text (reply->events[0].data, arena);
    assert_non_null (strstr (data, "smoke"));
    assert_null (strstr (data, "Li"));
    assert_null (strstr (data, "139"));
}

static void who_read_another_past_is_told_so (void **state)
{
    (void)state;
    try_say (&own, 3, "hazard.opened", "{}");
    const struct {
        const char *request;
        bool diverged;
    } rows[] = {
        { reading ("reporting", "first", 2, chain_of (2)), false },
        { reading ("reporting", "second", 2, chain_of (2)), true },
        { reading ("reporting", "first", 2, chain_of (3)), true },
        { reading ("reporting", "first", 9, chain_of (3)), true },
    };
    for (size_t i = 0; i < COUNT (rows); i++) {
        ask ("local", 1, rows[i].request);
        const struct reply *reply = turn (0);
        assert_int_equal (reply->diverged != NULL, rows[i].diverged);
        assert_int_equal (reply->events_count, rows[i].diverged ? 0 : 1);
    }
}

static void how_far_a_reader_came_is_remembered (void **state)
{
    (void)state;
    try_say (&own, 3, "hazard.opened", "{}");
    ask ("local", 1, reading ("reporting", "second", 3, chain_of (3)));
    assert_false (serve_wants_to_write (serve)); /* a lie is no progress */
    turn (0);
    ask ("local", 1, reading ("reporting", "first", 3, chain_of (3)));
    assert_true (serve_wants_to_write (serve));
    assert_true (is_to_be_written_after_an_undone_turn());
    turn (0);
    serve_destroy (&serve);
    serve = serve_new (own.journal, own.store, "intake");
    ask ("local", 1, reading ("reporting", "first", 1, chain_of (1)));
    assert_false (serve_wants_to_write (serve));
    assert_int_equal (turn (0)->furthest, 3);
    ask ("local", 1, reading ("scheduling", "first", 1, chain_of (1)));
    assert_true (turn (0)->furthest < 3);
}

static void nobody_reads_in_anothers_name (void **state)
{
    (void)state;
    try_say (&own, 2, "hazard.opened", "{}");
    const struct {
        const char *actor, *name;
        bool heard;
    } rows[] = {
        { "local", "reporting", true }, { "reporting", "reporting", true },
        { "grid", "reporting", false }, { "scheduling", "reporting", false },
        { "grid", "grid", false },      { "local", "nobody", false },
    };
    for (size_t i = 0; i < COUNT (rows); i++) {
        ask (rows[i].actor, 1, reading (rows[i].name, "first", 1, chain_of (1)));
        if ((turn (LONG_MS) != NULL) != rows[i].heard)
            fail_msg ("%s as %s", rows[i].actor, rows[i].name);
    }
}

static void garbage_is_not_answered (void **state)
{
    (void)state;
    char large[4000];
    memset (large, ' ', sizeof large - 1);
    memcpy (large, LOOK "0,\"now\":true}", strlen (LOOK "0,\"now\":true}"));
    large[sizeof large - 1] = '\0';
    const char *const requests[] = {
        "",
        "hello",
        "[]",
        "{\"fetch\":1}",
        LOOK "-1,\"now\":true}",
        LOOK "0,\"now\":true,\"more\":1}",
        large,
        "{\"fetch\":7,\"name\":\"intake\",\"after\":0,\"chain\":"
        "\"zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz\",\"events\":2,"
        "\"bytes\":9}",
    };
    for (size_t i = 0; i < COUNT (requests); i++) {
        ask ("local", 1, requests[i]);
        turn (LONG_MS);
        if (count > 0)
            fail_msg ("%s was answered", requests[i]);
    }
}

static void a_crowd_that_looks_keeps_no_reader_out (void **state)
{
    (void)state;
    for (int i = 0; i < 200; i++)
        ask ("grid", (unsigned char)i, LOOK "9}");
    try_say (&own, 2, "hazard.opened", "{}");
    ask ("local", 201, reading ("reporting", "first", 1, chain_of (1)));
    const struct reply *reply = turn (0);
    assert_non_null (reply);
    assert_int_equal (answered[0].id[0], 201);
}

#define EACH(test) cmocka_unit_test_setup_teardown (test, open_serve, close_serve)

/* One letter of an old fact is another: what stands before it is given, to readers and to those who
   look; of what follows nothing, and the reader is told why. */
static void what_is_damaged_is_not_passed_on (void **state)
{
    (void)state;
    char beginning[2 * CHAIN_BYTES + 1];
    unsigned char chain[CHAIN_BYTES];
    try_say (&own, 4, "hazard.opened", "{\"a\":1}");
    store_script (own.store, "DROP TRIGGER journal_no_update;"
                             "UPDATE journal SET subject = 'x' || subject WHERE seq = 3;");
    assert_true (journal_chain (own.journal, 0, arena, chain));
    text_hex (beginning, chain, CHAIN_BYTES);
    ask ("local", 1, reading ("reporting", "first", 0, beginning));
    const struct reply *reply = turn (1);
    assert_non_null (reply);
    assert_null (reply->diverged);
    assert_int_equal (reply->events_count, 2);
    ask ("local", 1, reading ("reporting", "first", 2, chain_of (2)));
    reply = turn (2);
    assert_non_null (reply);
    assert_int_equal (reply->events_count, 0);
    assert_non_null (strstr (reply->diverged, "damaged"));
    ask ("local", 2, LOOK "2}");
    reply = turn (3);
    assert_non_null (reply->diverged);
}

int main (void)
{
    const struct CMUnitTest tests[] = {
        EACH (a_look_is_given_what_follows_within_its_credit),
        EACH (a_request_waits_until_there_is_something),
        EACH (a_later_request_takes_the_place_of_an_earlier_one),
        EACH (what_is_private_is_not_told),
        EACH (who_read_another_past_is_told_so),
        EACH (how_far_a_reader_came_is_remembered),
        EACH (nobody_reads_in_anothers_name),
        EACH (garbage_is_not_answered),
        EACH (a_crowd_that_looks_keeps_no_reader_out),
        EACH (what_is_damaged_is_not_passed_on),
    };
    return cmocka_run_group_tests (tests, NULL, NULL);
}
