/* A journal that was rewound, replaced or restored, on either side, is noticed before a fact is
   taken from it. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "frame/try_follow.h"

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

/* Even when the producer does not say so himself. */
static void another_epoch_is_noticed (void **state)
{
    (void)state;
    bool afresh;
    int number = 0;
    try_say (&source, 2, "hazard.opened", "{}");
    read_all();
    sscanf (follow_request (follow, steady, arena, &afresh), "{\"fetch\":%d,", &number);
    assert_null (take (arena_format (
        arena, "{\"fetch\":%d,\"epoch\":\"second\",\"head\":9,\"after\":2,\"events\":[%s]}", number,
        told (3))));
    assert_non_null (follow_state (follow, steady).diverged);
    assert_int_equal (stands_at(), 2);
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
        EACH (another_journal_is_noticed),           EACH (another_epoch_is_noticed),
        EACH (a_rewound_source_is_noticed),          EACH (a_source_that_lost_its_end_is_noticed),
        EACH (a_reader_from_an_old_copy_is_noticed),
    };
    return cmocka_run_group_tests (tests, NULL, NULL);
}
