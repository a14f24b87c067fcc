/* The turn and its door: one small service, one real store; the full disk is the simulation's,
   whose room can be set. Facts of neighbours and hours are turn_hears_test.c. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "frame/try_turn.h"
#include "losing_vfs.h"

static struct store_options options;

static int open_turn (void **state)
{
    if (try_begin (state) != 0)
        return -1;
    options = (struct store_options){ .folder = try_path ("store") };
    try_turn_open (&options, NULL);
    return 0;
}

static int close_turn (void **state)
{
    try_turn_close();
    return try_end (state);
}

static const char *say (const char *frame)
{
    return try_say_to ("local", frame);
}

static void a_command_is_on_record_before_it_is_answered (void **state)
{
    (void)state;
    struct fact fact;
    const char *answer =
        say ("{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"s\",\"type\":\"watch.report\","
             "\"time\":\"2021-02-10T08:00:00+08:00\",\"data\":{\"hazard\":\"H-1\",\"watcher\":"
             "\"w\"}}");
    assert_string_equal (answer,
                         "{\"id\":\"1\",\"status\":\"accepted\",\"ref\":\"H-1\",\"seq\":1}");
    assert_true (journal_read (turn_journal (turn), 1, arena, &fact));
    assert_string_equal (fact.type, "watch.reported");
    assert_string_equal (fact.actor, "local");
    assert_string_equal (fact.cause, "1 s");
    assert_int_equal (fact.time, NOW - HOUR_MS);
    assert_int_equal (fact.recorded, turn_now (turn));
    assert_int_equal (posted, 1);
}

/* ---- once ---- */

static const char done[] = "{\"id\":\"1\",\"status\":\"duplicate\",\"ref\":\"H-1\",\"seq\":1}";

static void what_comes_again_is_done_once (void **state)
{
    (void)state;
    const char *same = try_watch ("1", "H-1", "w");
    try_take_from ("local", arena_format (arena, "[%s,%s]", same, try_watch ("2", "H-2", "w")));
    try_take_from ("local", same);
    try_run (SECOND_MS);
    assert_string_equal (answers[0], "[{\"id\":\"1\",\"status\":\"accepted\",\"ref\":\"H-1\","
                                     "\"seq\":1},{\"id\":\"2\",\"status\":\"accepted\",\"ref\":"
                                     "\"H-2\",\"seq\":2}]");
    assert_string_equal (answers[1], done);
    assert_string_equal (say (same), done);
    assert_string_equal (say (try_watch ("1", "H-9", "other data")), done);
    try_turn_close();
    try_turn_open (&options, NULL);
    assert_string_equal (say (same), done);
    assert_int_equal (turn_rebuild (turn), 2);
    assert_string_equal (say (same), done);
    assert_int_equal (try_head(), 2);
}

static void another_sender_has_ids_of_his_own (void **state)
{
    (void)state;
    say (try_watch ("1", "H-1", "w"));
    try_contains (say ("{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"t\",\"type\":"
                       "\"watch.report\",\"data\":{\"hazard\":\"H-1\",\"watcher\":\"w\"}}"),
                  "\"accepted\"");
    assert_int_equal (try_head(), 2);
}

static void what_is_refused_leaves_nothing (void **state)
{
    (void)state;
    const char *wrong = try_watch ("1", "H-1", "nobody"), *right = try_watch ("1", "H-1", "w");
    try_contains (say (wrong), "\"rejected\",\"error\":{\"code\":\"conflict\",\"path\":\"/data/"
                               "watcher\",\"message\":\"nobody watches\"}");
    assert_int_equal (posted, 0);
    try_contains (say (arena_format (arena, "[%s]", wrong)), "\"path\":\"/0/data/watcher\"");
    assert_int_equal (try_head(), 0);
    /* Set right it is a command like another, even beside the wrong one. */
    const char *both = say (arena_format (arena, "[%s,%s,%s]", wrong, right, right));
    try_contains (both, "[{\"id\":\"1\",\"status\":\"rejected\"");
    try_contains (both, "{\"id\":\"1\",\"status\":\"accepted\",\"ref\":\"H-1\",\"seq\":1},");
    try_contains (both, done);
    assert_int_equal (try_head(), 1);
}

/* ---- what is no good ---- */

static void a_refusal_says_what_and_where (void **state)
{
    (void)state;
    struct text batch = text_in (arena);
    text_say (&batch, "[1");
    for (int i = 0; i < BATCH_MAX; i++)
        text_say (&batch, ",1");
    text_say (&batch, "]");
    char *large = arena_take (arena, FRAME_BYTES_MAX + 2);
    memset (large, ' ', FRAME_BYTES_MAX + 1);
    const struct {
        const char *frame, *code, *path;
    } rows[] = {
        { "hello", "malformed", "" },
        { large, "too_large", "\"\"" },
        { batch.bytes, "too_large", "\"\"" },
        { "7", "invalid", "" },
        { "[7]", "invalid", "\"/0\"" },
        { "{}", "invalid", "\"/specversion\"" },
        { try_event ("1", "no.word", "{}"), "unknown_type", "\"/type\"" },
        { try_event ("1", "watch.reported", "{}"), "unknown_type", "\"/type\"" },
        { try_event ("1", "post.outcome", "{}"), "unknown_type", "\"/type\"" },
        { try_event ("1", "watch.report", NULL), "invalid", "\"/data\"" },
        { try_event ("1", "watch.report", "{\"hazard\":\"H-1\",\"watcher\":\" \"}"), "invalid",
          "\"/data/watcher\"" },
        { try_event ("1", "watch.report", "{\"hazard\":\"H-1\"}"), "invalid", "\"/data/watcher\"" },
        { try_event ("1", "watch.report", "{\"hazard\":\"H\",\"watcher\":\"w\",\"x\":1}"),
          "invalid", "\"/data/x\"" },
    };
    for (size_t i = 0; i < COUNT (rows); i++) {
        const char *answer = say (rows[i].frame);
        try_contains (answer, "\"status\":\"rejected\"");
        try_contains (answer, arena_format (arena, "\"code\":\"%s\",\"path\":%s", rows[i].code,
                                            rows[i].path));
    }
    assert_string_equal (say ("[]"), "[]");
    turn_take_garbage (turn, &(struct peer){ .size = 1 }, "local");
    try_run (SECOND_MS);
    try_contains (answers[0], "\"code\":\"malformed\"");
    assert_int_equal (try_head(), 0);
}

static void who_was_struck_off_may_not_speak (void **state)
{
    (void)state;
    const char *files[] = { try_path ("clients.yaml"), NULL };
    try_put ("clients.yaml", "clients:\n  - {key: gggggggggggggggggggggggggggggggggggggggg, name: "
                             "grid}\n");
    struct permit *permit = permit_new (files);
    try_turn_close();
    try_turn_open (&options, permit);
    try_contains (try_say_to ("grid", try_watch ("1", "H-1", "w")), "\"accepted\"");
    try_put ("clients.yaml", "clients: []\n");
    permit_refresh (permit);
    try_contains (try_say_to ("grid", try_watch ("2", "H-1", "w")), "\"code\":\"forbidden\"");
    try_contains (say (try_watch ("2", "H-1", "w")), "\"accepted\"");
    permit_destroy (&permit);
}

static void a_service_is_tended_from_its_own_machine (void **state)
{
    (void)state;
    say (try_watch ("1", "H-1", "w"));
    const char *verify = try_event ("2", "journal.verify", NULL);
    const char *rebuild = try_event ("3", "tables.rebuild", NULL);
    try_contains (try_say_to ("grid", verify), "\"code\":\"forbidden\"");
    try_contains (try_say_to ("grid", rebuild), "\"code\":\"forbidden\"");
    try_contains (say (verify), "\"status\":\"ok\",\"events\":1,\"broken_at\":0}");
    try_contains (say (rebuild), "\"status\":\"ok\",\"events\":1}");
    const char *status = try_say_to ("grid", try_event ("4", "service.status", NULL));
    try_contains (status, "\"service\":\"intake\"");
    try_contains (status, "\"seq\":1");
}

/* ---- little room, and none ---- */

static void with_little_room_only_what_was_begun_goes_on (void **state)
{
    (void)state;
    const char *begin = try_event ("1", "premises.register",
                                   "{\"premises\":\"P\",\"name\":\"n\",\"categories\":[\"c\"],"
                                   "\"community\":\"c\"}");
    const char *go_on = try_watch ("2", "H-1", "w"),
               *status = try_event ("3", "service.status", "{}");
    const struct {
        int64_t for_work, at_all;
        bool begins, goes_on;
    } rows[] = { { INT64_MAX, INT64_MAX, false, false },
                 { INT64_MAX, 0, false, true },
                 { 0, 0, true, true } };
    for (size_t i = 0; i < COUNT (rows); i++) {
        try_turn_close();
        options.room_for_work = rows[i].for_work;
        options.room_at_all = rows[i].at_all;
        try_turn_open (&options, NULL);
        try_contains (say (begin), rows[i].begins ? "\"accepted\"" : "\"code\":\"busy\"");
        try_contains (say (go_on), !rows[i].goes_on ? "\"code\":\"busy\""
                                   : rows[i].begins ? "\"duplicate\""
                                                    : "\"accepted\"");
        if (!rows[i].begins)
            try_contains (say (begin),
                          rows[i].goes_on ? "can still be finished" : "nothing is taken");
        try_contains (say (status), "\"status\":\"ok\"");
    }
}

/* The commit finds the disk full: nothing of the turn was, and everybody is told so. */
static void what_a_full_disk_would_not_take_was_never_said (void **state)
{
    (void)state;
    struct losing_vfs *disk = losing_vfs_new ("small", 1);
    try_turn_close();
    try_turn_open (&(struct store_options){ .folder = "small", .vfs = "small" }, NULL);
    try_contains (say (try_watch ("1", "H-1", "w")), "\"accepted\"");
    const char *known = try_watch ("1", "H-1", "w"), *fresh = try_watch ("2", "H-2", "w");
    struct post_outcome outcome = { .id = "L-1", .result = post_sent };

    losing_vfs_limit_bytes (disk, losing_vfs_used_bytes (disk));
    /* The last is a conflict, which may rest on what was undone. */
    try_take_from ("local", arena_format (arena, "[%s,%s,%s,%s]", fresh, fresh, known,
                                          try_watch ("3", "H-2", "nobody")));
    turn_take_outcome (turn, post_outcome_record, &outcome);
    int64_t rests = try_run (SECOND_MS);
    assert_int_equal (answers_count, 1);
    try_contains (answers[0],
                  "[{\"id\":\"2\",\"status\":\"rejected\",\"error\":{\"code\":\"busy\"");
    try_contains (answers[0],
                  "},{\"id\":\"2\",\"status\":\"rejected\",\"error\":{\"code\":\"busy\"");
    try_contains (answers[0], done);
    try_contains (answers[0], "{\"id\":\"3\",\"status\":\"rejected\",\"error\":{\"code\":\"busy\"");
    assert_int_equal (posted, 0);
    assert_int_equal (try_head(), 1);
    assert_in_range (rests, 0, SECOND_MS); /* the outcome waits for room */

    outcome.id = "gone";
    losing_vfs_limit_bytes (disk, INT64_MAX);
    try_run (SECOND_MS);
    assert_int_equal (try_head(), 2); /* the outcome, though it came only once */
    struct fact fact;
    assert_true (journal_read (turn_journal (turn), 2, arena, &fact));
    assert_string_equal (fact.subject, "L-1");
    try_contains (say (fresh), "\"status\":\"accepted\",\"ref\":\"H-2\",\"seq\":3");
    assert_int_equal (journal_verify (turn_journal (turn), arena), 0);
    try_turn_close();
    losing_vfs_destroy (&disk);
}

#define EACH(test) cmocka_unit_test_setup_teardown (test, open_turn, close_turn)

int main (void)
{
    const struct CMUnitTest tests[] = {
        EACH (a_command_is_on_record_before_it_is_answered),
        EACH (what_comes_again_is_done_once),
        EACH (another_sender_has_ids_of_his_own),
        EACH (what_is_refused_leaves_nothing),
        EACH (a_refusal_says_what_and_where),
        EACH (who_was_struck_off_may_not_speak),
        EACH (a_service_is_tended_from_its_own_machine),
        EACH (with_little_room_only_what_was_begun_goes_on),
        EACH (what_a_full_disk_would_not_take_was_never_said),
    };
    return cmocka_run_group_tests (tests, NULL, NULL);
}
