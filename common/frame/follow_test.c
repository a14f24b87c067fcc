/* The reader's side of the handoff. Pasts that do not agree are follow_past_test.c. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "frame/try_follow.h"

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
    follow_move (follow, reply);
    store_rollback (own.store);
    follow_forget (follow);
    assert_int_equal (stands_at(), 0);
    assert_int_equal (read_on(), -1); /* the disk is full: not at once */
    steady = follow_next (follow);
    assert_int_equal (read_on(), 2);
    assert_int_equal (stands_at(), 2);
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
    };
    return cmocka_run_group_tests (tests, NULL, NULL);
}
