/* A version that hears more of a neighbour than the one before it finds what was said meanwhile. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "frame/try_turn.h"
#include "losing_vfs.h"
#include "words/scheduling.h"

static struct losing_vfs *disk;
static struct service older, newer;
static struct handler of_older[COUNT (handlers)], of_newer[COUNT (handlers) + 1];

/* Without the row for any fact: the older hears of moved obligations, the newer of anchors too. */
static void make_versions (void)
{
    const size_t commands = COUNT (handlers) - 1;
    memcpy (of_older, handlers, commands * sizeof *handlers);
    of_older[commands] =
        (struct handler){ .word = obligation_moved_record, .see = see_fact, .decide = decide_fact };
    memcpy (of_newer, of_older, sizeof of_older);
    of_newer[commands + 1] =
        (struct handler){ .word = anchor_resolved_record, .see = see_fact, .decide = decide_fact };
    older = newer = small;
    older.handlers = of_older;
    older.handlers_count = COUNT (of_older);
    newer.handlers = of_newer;
    newer.handlers_count = COUNT (of_newer);
}

static void start (const struct service *version)
{
    tried = version;
    try_turn_close();
    try_turn_open (&(struct store_options){ .folder = "small", .vfs = "small" }, NULL);
    try_run (SECOND_MS);
}

static int open_turn (void **state)
{
    if (try_begin (state) != 0)
        return -1;
    disk = losing_vfs_new ("small", 1);
    make_versions();
    start (&older);
    return 0;
}

static int close_turn (void **state)
{
    tried = &small;
    try_turn_close();
    losing_vfs_destroy (&disk);
    return try_end (state);
}

static const char *moved (int64_t seq)
{
    return try_told (seq, "obligation.moved", "B-1",
                     "{\"obligation\":\"B-1\",\"last\":\"2021-03-01\"}");
}

static const char *resolved (int64_t seq)
{
    return try_told (
        seq, "anchor.resolved", "lantern",
        "{\"anchor\":\"lantern\",\"name\":\"n\",\"date\":\"2021-02-26\",\"by\":\"office\"}");
}

/* Two of each, and the older version has heard its own two. */
static void read_by_the_older (void)
{
    try_hear (try_reply (
        arena_format (arena, "%s,%s,%s,%s", resolved (1), moved (2), resolved (3), moved (4))));
    assert_int_equal (try_head(), 2);
    assert_int_equal (try_number_in ("after"), 4);
}

static const char *cause_of (int64_t seq)
{
    struct fact fact;
    assert_true (journal_read (turn_journal (turn), seq, arena, &fact));
    return fact.cause;
}

static void what_was_passed_over_is_heard_in_order_and_the_rest_once (void **state)
{
    (void)state;
    read_by_the_older();
    start (&newer);
    assert_int_equal (try_number_in ("after"), 0);
    try_hear (try_reply (arena_format (arena, "%s,%s", resolved (1), moved (2))));
    assert_int_equal (try_head(), 3);
    assert_string_equal (cause_of (3), "000000000001 journal:scheduling");
    try_hear (try_reply (arena_format (arena, "%s,%s,%s", resolved (3), moved (4), moved (5))));
    assert_int_equal (try_head(), 5);
    assert_string_equal (cause_of (4), "000000000003 journal:scheduling");
    assert_string_equal (cause_of (5), "000000000005 journal:scheduling");
    start (&newer);
    assert_int_equal (try_number_in ("after"), 5);
    assert_int_equal (turn_rebuild (turn), 5);
}

static void decide_nothing (const void *said, const void *seen, struct decision *decision)
{
    (void)said, (void)seen, (void)decision;
}

/* What was heard and had no effect then has none now, whatever the case has become. */
static void what_had_no_effect_is_not_asked_again (void **state)
{
    (void)state;
    of_older[COUNT (handlers) - 1].decide = decide_nothing;
    try_hear (try_reply (arena_format (arena, "%s,%s", resolved (1), moved (2))));
    assert_int_equal (try_head(), 0);
    start (&newer);
    try_hear (try_reply (arena_format (arena, "%s,%s", resolved (1), moved (2))));
    assert_int_equal (try_head(), 1);
    assert_string_equal (cause_of (1), "000000000001 journal:scheduling");
}

static void a_crash_in_between_loses_nothing (void **state)
{
    (void)state;
    read_by_the_older();
    start (&newer);
    try_hear (try_reply (resolved (1)));
    losing_vfs_lose (disk);
    turn_destroy (&turn);
    store_destroy (&store);
    losing_vfs_start (disk);
    start (&newer);
    assert_int_equal (try_number_in ("after"), 1);
    try_hear (try_reply (arena_format (arena, "%s,%s,%s", moved (2), resolved (3), moved (4))));
    assert_int_equal (try_head(), 4);
    start (&newer);
    assert_int_equal (try_number_in ("after"), 4);
}

/* A number says of a word that it is heard for more than before; of stores that are older than the
   note, that they did not hear it. */
static void a_number_says_that_a_word_is_heard_for_more (void **state)
{
    (void)state;
    start (&newer);
    try_hear (try_reply (arena_format (arena, "%s,%s", resolved (1), moved (2))));
    assert_int_equal (try_head(), 2);
    of_newer[COUNT (handlers)].since = 1;
    start (&newer);
    assert_int_equal (try_number_in ("after"), 0);
    try_hear (try_reply (arena_format (arena, "%s,%s", resolved (1), moved (2))));
    assert_int_equal (try_head(), 2); /* both had their effect */
    assert_int_equal (try_number_in ("after"), 2);
    store_begin (store);
    store_script (store, "DELETE FROM note WHERE name = 'heard';");
    assert_true (store_commit (store));
    start (&newer);
    assert_int_equal (try_number_in ("after"), 0);
}

/* Where a source knows that this store came further, it came so far before it was set back. */
static void it_is_no_older_copy_of_itself (void **state)
{
    (void)state;
    read_by_the_older();
    start (&newer);
    const char *told = arena_format (arena,
                                     "{\"fetch\":%lld,\"epoch\":\"theirs\",\"head\":9,\"after\":0,"
                                     "\"furthest\":4,\"events\":[%s]}",
                                     (long long)try_number_in ("fetch"), resolved (1));
    try_hear (told);
    assert_int_equal (try_head(), 3);
    told = arena_format (arena,
                         "{\"fetch\":%lld,\"epoch\":\"theirs\",\"head\":9,\"after\":1,\"furthest\":"
                         "5,\"events\":[%s]}",
                         (long long)try_number_in ("fetch"), moved (2));
    try_hear (told);
    assert_int_equal (try_head(), 3);
    try_contains (try_say_to ("local", try_event ("s", "service.status", NULL)), "older copy");
}

#define EACH(test) cmocka_unit_test_setup_teardown (test, open_turn, close_turn)

int main (void)
{
    const struct CMUnitTest tests[] = {
        EACH (what_was_passed_over_is_heard_in_order_and_the_rest_once),
        EACH (what_had_no_effect_is_not_asked_again),
        EACH (a_crash_in_between_loses_nothing),
        EACH (a_number_says_that_a_word_is_heard_for_more),
        EACH (it_is_no_older_copy_of_itself),
    };
    return cmocka_run_group_tests (tests, NULL, NULL);
}
