/* What comes to a turn by itself: the facts of a neighbour, the hours, those who read our journal.
 */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "frame/try_turn.h"
#include "losing_vfs.h"

static struct losing_vfs *disk;

static void open_again (void)
{
    try_turn_close();
    try_turn_open (&(struct store_options){ .folder = "small", .vfs = "small" }, NULL);
    try_run (SECOND_MS);
}

static int open_turn (void **state)
{
    if (try_begin (state) != 0)
        return -1;
    disk = losing_vfs_new ("small", 1);
    open_again();
    return 0;
}

static int close_turn (void **state)
{
    try_turn_close();
    losing_vfs_destroy (&disk);
    return try_end (state);
}

/* ---- facts ---- */

static const char *status (void)
{
    return try_say_to ("local", try_event ("s", "service.status", NULL));
}

static void a_fact_is_heard_once (void **state)
{
    (void)state;
    struct fact fact;
    assert_int_equal (try_number_in ("after"), 0);
    const char *first = try_reply (try_told (1, "deadline.met", "H-1", "{}"));
    try_hear (first);
    assert_int_equal (try_head(), 1);
    assert_true (journal_read (turn_journal (turn), 1, arena, &fact));
    assert_string_equal (fact.subject, "H-1");
    assert_string_equal (fact.cause, "000000000001 journal:scheduling");
    assert_int_equal (fact.time, NOW);
    assert_null (fact.actor);
    assert_int_equal (asked, 1); /* at once for the next */
    assert_int_equal (try_number_in ("after"), 1);
    try_hear (first);
    assert_int_equal (try_head(), 1);
    open_again();
    assert_int_equal (try_number_in ("after"), 1);
    assert_int_equal (turn_rebuild (turn), 1);
    try_hear (try_reply (try_told (2, "deadline.met", "H-1", "{}")));
    assert_int_equal (try_head(), 2);
}

/* Effect and cursor are of one commit: where one is, the other is. */
static void a_crash_keeps_effect_and_cursor_or_neither (void **state)
{
    (void)state;
    try_hear (try_reply (try_told (1, "deadline.met", "H-1", "{}")));
    const char *second = try_reply (try_told (2, "deadline.met", "H-1", "{}"));
    losing_vfs_limit_bytes (disk, losing_vfs_used_bytes (disk));
    try_hear (second);
    assert_int_equal (try_head(), 1);
    losing_vfs_limit_bytes (disk, INT64_MAX);
    asked = 0;
    while (asked == 0) /* it rests a little before it asks again */
        try_run (SECOND_MS);
    assert_int_equal (try_number_in ("after"), 1);
    try_hear (try_reply (try_told (2, "deadline.met", "H-1", "{}")));
    assert_int_equal (try_head(), 2);
    losing_vfs_lose (disk);
    turn_destroy (&turn);
    store_destroy (&store);
    losing_vfs_start (disk);
    open_again();
    assert_int_equal (try_head(), 2);
    assert_int_equal (try_number_in ("after"), 2);
}

static void what_cannot_be_handled_waits_with_its_case_and_the_rest_goes_on (void **state)
{
    (void)state;
    try_hear (try_reply (arena_format (
        arena, "%s,%s,%s", try_told (1, "deadline.missed", "H-1", "{}"),
        try_told (2, "deadline.met", "H-1", "{}"), try_told (3, "deadline.met", "H-2", "{}"))));
    assert_int_equal (try_head(), 1);
    struct fact fact;
    assert_true (journal_read (turn_journal (turn), 1, arena, &fact));
    assert_string_equal (fact.subject, "H-2");
    assert_int_equal (try_number_in ("after"), 3);
    try_contains (status(), "\"parked\":2");
    try_contains (status(), "\"after\":3");
    try_hear (try_reply (try_told (4, "deadline.met", "H-1", "{}")));
    assert_int_equal (try_head(), 1);
    try_contains (status(), "\"parked\":3");
}

static const char *tend_parked (const char *word, const char *data)
{
    return try_say_to ("local", try_event ("t", word, data));
}

static void park_two (void)
{
    try_hear (try_reply (arena_format (
        arena, "%s,%s,%s", try_told (1, "deadline.missed", "H-1", "{}"),
        try_told (2, "deadline.met", "H-1", "{}"), try_told (3, "deadline.missed", "H-2", "{}"))));
    assert_int_equal (try_head(), 0);
}

static void what_waits_is_heard_in_order_when_it_can_be (void **state)
{
    (void)state;
    park_two();
    const char *listed = tend_parked ("parked.list", "{}");
    try_contains (listed, "\"seq\":1,\"type\":\"deadline.missed\",\"subject\":\"H-1\","
                          "\"reason\":\"it was not missed\"}");
    try_contains (tend_parked ("parked.list", "{\"source\":\"scheduling\",\"seq\":2}"),
                  "\"fact\":{\"seq\":2,");
    try_contains (tend_parked ("parked.retry", "{}"), "\"handled\":0,\"waiting\":3");
    assert_int_equal (try_head(), 0);
    understands_missed = true;
    try_contains (tend_parked ("parked.retry", "{\"source\":\"scheduling\",\"seq\":2}"),
                  "\"handled\":2,\"waiting\":0");
    assert_int_equal (try_head(), 2);
    struct fact fact;
    assert_true (journal_read (turn_journal (turn), 1, arena, &fact));
    assert_string_equal (fact.cause, "000000000001 journal:scheduling");
    try_contains (tend_parked ("parked.retry", "{}"), "\"handled\":1,\"waiting\":0");
    try_contains (tend_parked ("parked.retry", "{}"), "\"handled\":0,\"waiting\":0");
    assert_int_equal (try_head(), 3);
    assert_int_equal (turn_rebuild (turn), 3);
    try_hear (try_reply (try_told (4, "deadline.met", "H-1", "{}")));
    assert_int_equal (try_head(), 4); /* nothing of the case waits */
    understands_missed = false;
}

static void what_is_dropped_lets_the_rest_of_its_case_go_on (void **state)
{
    (void)state;
    park_two();
    try_contains (tend_parked ("parked.drop", "{\"source\":\"scheduling\",\"seq\":1}"),
                  "\"path\":\"/data/reason\"");
    try_contains (
        tend_parked ("parked.drop",
                     "{\"source\":\"scheduling\",\"seq\":9,\"reason\":\"r\",\"by\":\"b\"}"),
        "not_found");
    try_contains (
        tend_parked ("parked.drop",
                     "{\"source\":\"scheduling\",\"seq\":1,\"reason\":\"r\",\"by\":\"b\"}"),
        "\"dropped\":1");
    try_contains (tend_parked ("parked.retry", "{}"), "\"handled\":1,\"waiting\":1");
    assert_int_equal (try_head(), 1);
    try_contains (tend_parked ("parked.list", "{}"), "\"reason\":\"r\",\"by\":\"b\"");
    try_contains (try_say_to ("stranger", try_event ("t", "parked.retry", "{}")), "forbidden");
}

/* Nothing of it is kept when the disk is full, and it still waits. */
static void a_full_disk_leaves_what_waits (void **state)
{
    (void)state;
    park_two();
    understands_missed = true;
    losing_vfs_limit_bytes (disk, losing_vfs_used_bytes (disk));
    try_contains (tend_parked ("parked.retry", "{}"), "\"code\":\"busy\"");
    losing_vfs_limit_bytes (disk, INT64_MAX);
    assert_int_equal (try_head(), 0);
    try_contains (tend_parked ("parked.retry", "{}"), "\"handled\":3,\"waiting\":0");
    assert_int_equal (try_head(), 3);
    understands_missed = false;
}

/* ---- hours ---- */

/* H-1 is watched; its alarm rings an hour after NOW + elapsed. */
static void set_alarm (void)
{
    const char *data = "{\"hazard\":\"H-1\",\"watcher\":\"w\",\"note\":\"ring\"}";
    try_contains (try_say_to ("local", try_event ("1", "watch.report", data)), "\"accepted\"");
}

/* Most turns change nothing, and do not look for what is next. */
static void an_hour_is_looked_for_after_a_change (void **state)
{
    (void)state;
    try_hear (try_reply (try_told (1, "deadline.met", "H-1", "{}"))); /* and so has caught up */
    set_alarm();
    looked = 0;
    for (int i = 0; i < 5; i++)
        try_run (SECOND_MS);
    assert_int_equal (looked, 0);
    try_contains (try_say_to ("local", try_watch ("2", "H-2", "w")), "\"accepted\"");
    assert_in_range (looked, 1, 2);
    assert_true (turn_next_hour (turn) < INSTANT_NEVER);
    looked = 0;
    turn_rebuild (turn);
    assert_true (turn_next_hour (turn) < INSTANT_NEVER);
    assert_int_equal (looked, 1);
    int64_t head = try_head();
    try_run (HOUR_MS);
    assert_int_equal (try_head(), head + 1); /* it rang */
    assert_int_equal (turn_next_hour (turn), INSTANT_NEVER);
    looked = 0;
    try_run (DAY_MS); /* another day may have an hour of its own */
    assert_int_equal (looked, 1);
}

/* One that waits for the configuration is asked at the start and when it has come; what struck in a
   turn that was undone strikes again. */
static void an_hour_of_the_configuration_is_looked_for_at_the_start (void **state)
{
    (void)state;
    struct hour of_configuration = hours[0];
    struct service service = small;
    of_configuration.of_configuration = true;
    service.hours = &of_configuration;
    try_hear (try_reply (""));
    set_alarm();
    tried = &service;
    open_again();
    try_hear (try_reply (""));
    looked = 0;
    try_contains (try_say_to ("local", try_watch ("2", "H-2", "w")), "\"accepted\"");
    assert_int_equal (looked, 0);
    int64_t head = try_head();
    losing_vfs_limit_bytes (disk, losing_vfs_used_bytes (disk));
    try_run (HOUR_MS);
    assert_int_equal (try_head(), head);
    losing_vfs_limit_bytes (disk, INT64_MAX);
    try_run (SECOND_MS);
    assert_int_equal (try_head(), head + 1);
    tried = &small;
    open_again();
}

static void an_hour_strikes_once (void **state)
{
    (void)state;
    try_hear (try_reply ("")); /* caught up with the neighbour */
    set_alarm();
    int64_t rests = try_run (0);
    assert_in_range (rests, 1, HOUR_MS);
    try_run (HOUR_MS - 2 * SECOND_MS);
    assert_int_equal (try_head(), 1);
    try_run (2 * SECOND_MS);
    assert_int_equal (try_head(), 2);
    struct fact fact;
    assert_true (journal_read (turn_journal (turn), 2, arena, &fact));
    assert_string_equal (fact.type, "hazard.closed");
    assert_null (fact.actor);
    assert_null (fact.cause);
    assert_int_equal (fact.time, turn_now (turn));
    try_run (HOUR_MS);
    open_again();
    try_run (HOUR_MS);
    assert_int_equal (try_head(), 2);
}

static void one_that_struck_meanwhile_strikes_after_the_start (void **state)
{
    (void)state;
    try_hear (try_reply (""));
    set_alarm();
    elapsed += 3 * HOUR_MS;
    open_again();
    try_hear (try_reply (""));
    assert_int_equal (try_head(), 2);
}

/* The neighbour may have said what makes the hour void: it is waited for, but not for ever. */
static void an_hour_waits_for_the_neighbours (void **state)
{
    (void)state;
    set_alarm();
    elapsed += 2 * HOUR_MS;
    open_again();
    int64_t rests = try_run (SECOND_MS);
    assert_int_equal (try_head(), 1);
    assert_in_range (rests, 0, SECOND_MS);
    try_hear (try_reply (
        try_told (1, "deadline.met", "H-1", "{}"))); /* a round: there is no alarm any more */
    try_hear (arena_format (
        arena, "{\"fetch\":%lld,\"epoch\":\"theirs\",\"head\":1,\"after\":1,\"events\":[]}",
        (long long)try_number_in ("fetch")));
    try_run (SECOND_MS);
    assert_int_equal (try_head(), 2);
}

static void nor_for_ever (void **state)
{
    (void)state;
    set_alarm();
    elapsed += 2 * HOUR_MS;
    open_again();
    try_run (SECOND_MS);
    assert_int_equal (try_head(), 1);
    try_run (MINUTE_MS);
    assert_int_equal (try_head(), 2);
}

static void no_hour_strikes_while_the_clock_is_in_doubt (void **state)
{
    (void)state;
    try_hear (try_reply (""));
    set_alarm();
    try_run (HOUR_MS - 5 * SECOND_MS);
    elapsed += 10 * SECOND_MS;
    turn_run (turn, NOW + elapsed + 5 * HOUR_MS, elapsed);
    assert_int_equal (try_head(), 1);
    try_run (SECOND_MS); /* the clock is right again */
    assert_int_equal (try_head(), 2);
}

/* ---- those who read ---- */

static void a_reader_is_told_what_was_done (void **state)
{
    (void)state;
    const struct peer peer = { .size = 1 };
    const char *look = "{\"fetch\":1,\"name\":\"x\",\"after\":0,\"events\":9,\"bytes\":9000}";
    served[0] = '\0';
    turn_take_fetch (turn, &(struct request){
                               .peer = &peer, .actor = "x", .bytes = look, .size = strlen (look) });
    try_run (SECOND_MS);
    assert_string_equal (served, "");
    try_say_to ("local", try_watch ("1", "H-1", "w"));
    try_contains (served, "\"epoch\":\"epoch\",\"head\":1,\"after\":0");
    try_contains (served, "\"type\":\"watch.reported\",\"subject\":\"H-1\"");
    try_contains (served, "\"cause\":\"1 s\"");
}

#define EACH(test) cmocka_unit_test_setup_teardown (test, open_turn, close_turn)

int main (void)
{
    const struct CMUnitTest tests[] = {
        EACH (a_fact_is_heard_once),
        EACH (a_crash_keeps_effect_and_cursor_or_neither),
        EACH (what_cannot_be_handled_waits_with_its_case_and_the_rest_goes_on),
        EACH (what_waits_is_heard_in_order_when_it_can_be),
        EACH (what_is_dropped_lets_the_rest_of_its_case_go_on),
        EACH (a_full_disk_leaves_what_waits),
        EACH (an_hour_is_looked_for_after_a_change),
        EACH (an_hour_of_the_configuration_is_looked_for_at_the_start),
        EACH (an_hour_strikes_once),
        EACH (one_that_struck_meanwhile_strikes_after_the_start),
        EACH (an_hour_waits_for_the_neighbours),
        EACH (nor_for_ever),
        EACH (no_hour_strikes_while_the_clock_is_in_doubt),
        EACH (a_reader_is_told_what_was_done),
    };
    return cmocka_run_group_tests (tests, NULL, NULL);
}
