/* How notices leave: together, tried again, in doubt after a crash, and visibly dead at last. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "scheduling/letter.h"
#include "scheduling/stage_test.h"

enum { MORE_THAN_FIT = 60 };

/* COUNT notices n00, n01 … with TEXT are queued now; each to a party of its own, or all to one. */
static void queue (struct stage *stage, int count, const char *text, bool to_one)
{
    store_begin (stage->store);
    for (int i = 0; i < count; i++) {
        const struct notice notice = { .notice = arena_format (stage->arena, "n%02d", i),
                                       .channel = "mail",
                                       .party =
                                           to_one ? "p" : arena_format (stage->arena, "p%02d", i),
                                       .address = "p@subdistrict.example" };
        letter_queue (stage->store,
                      &(struct queueing){ .said = i + 1,
                                          .ref = i % 2 ? "H-2021-000001" : "H-2021-000002",
                                          .subject = "某事",
                                          .text = text,
                                          .notices = &notice,
                                          .count = 1,
                                          .when = stage->now });
    }
    assert_true (store_commit (stage->store));
}

static struct stage with_notices (int count, const char *text, bool to_one)
{
    struct stage stage = stage_new();
    stage.now = stage.started = at ("2021-03-01 10:00");
    queue (&stage, count, text, to_one);
    return stage;
}

static const char *came_back (struct stage *stage, const char *letter, enum post_result result)
{
    return tell (stage, post_outcome_record,
                 &(struct post_outcome){ .id = letter, .result = result, .detail = "250" });
}

/* ---- leaving ---- */

static void one_leaves_as_it_is (void **state)
{
    (void)state;
    struct stage stage = with_notices (1, "请办理。", true);
    assert_int_equal (stage_next (&stage, "letter"), stage.now);
    assert_string_equal (strike (&stage, "letter", stage.now), "attempted n00/1 notices=1");
    const struct letter_attempted *letter = stage.decided;
    assert_string_equal (letter->subject, "某事");
    assert_string_equal (letter->text, "请办理。");
    assert_int_equal (stage_next (&stage, "letter"), INSTANT_NEVER);
    assert_string_equal (came_back (&stage, "n00/1", post_sent), "sent n00/1");
    assert_string_equal (came_back (&stage, "n00/1", post_failed), "");
    stage_destroy (&stage);
}

static void several_leave_together (void **state)
{
    (void)state;
    struct stage stage = with_notices (3, "请办理。", true);
    assert_string_equal (strike (&stage, "letter", stage.now), "attempted n00/1 notices=3");
    const struct letter_attempted *letter = stage.decided;
    assert_string_equal (letter->subject, "消防隐患提醒：3 项");
    assert_int_equal (letter->refs_count, 2);
    assert_non_null (strstr (letter->text, "（3/3）某事\n请办理。\n"));
    queue (&stage, 3, "请办理。", true); /* queued before: nothing new */
    assert_int_equal (stage_next (&stage, "letter"), INSTANT_NEVER);
    stage_destroy (&stage);
}

/* After an outage: what other services say of it a moment later is in the same letter. */
static void what_is_late_is_gathered (void **state)
{
    (void)state;
    struct stage stage = stage_new();
    stage.started = at ("2021-03-01 10:00");
    for (int i = 0; i < 2; i++) {
        const struct notice notice = { .notice = arena_format (stage.arena, "n%02d", i),
                                       .channel = "mail",
                                       .party = "p",
                                       .address = "p@subdistrict.example" };
        stage.now = at ("2021-03-01 10:00") + (5 + 40 * i) * SECOND_MS;
        store_begin (stage.store);
        letter_queue (stage.store, &(struct queueing){ .said = i + 1,
                                                       .ref = "H-2021-000001",
                                                       .subject = "某事",
                                                       .text = "（补发）请办理。",
                                                       .notices = &notice,
                                                       .count = 1,
                                                       .when = stage.now,
                                                       .late = true });
        assert_true (store_commit (stage.store));
        assert_int_equal (stage_next (&stage, "letter"), at ("2021-03-01 10:02"));
    }
    assert_string_equal (strike (&stage, "letter", at ("2021-03-01 10:02")),
                         "attempted n00/1 notices=2");
    stage_destroy (&stage);
}

static void a_letter_holds_so_much (void **state)
{
    (void)state;
    struct stage stage = with_notices (MORE_THAN_FIT, "请办理。", true);
    assert_string_equal (strike (&stage, "letter", stage.now),
                         "attempted n00/1 notices=50; attempted n50/1 notices=10");
    stage_destroy (&stage);
}

static void long_texts_leave_apart (void **state)
{
    char words[4001];
    (void)state;
    memset (words, 'a', sizeof words - 1);
    words[sizeof words - 1] = '\0';
    struct stage stage = with_notices (20, words, true);
    assert_string_equal (strike (&stage, "letter", stage.now),
                         "attempted n00/1 notices=12; attempted n12/1 notices=8");
    stage_destroy (&stage);
}

static void only_so_many_are_in_hand (void **state)
{
    (void)state;
    struct stage stage = with_notices (POST_IN_HAND_MAX + 1, "请办理。", false);
    strike (&stage, "letter", stage.now);
    assert_string_equal (((const struct letter_attempted *)stage.last)->letter, "n15/1");
    assert_int_equal (stage_next (&stage, "letter"), INSTANT_NEVER);
    came_back (&stage, "n03/1", post_sent);
    assert_string_equal (strike (&stage, "letter", stage.now), "attempted n16/1 notices=1");
    stage_destroy (&stage);
}

static void a_channel_that_hangs_holds_up_itself_alone (void **state)
{
    (void)state;
    struct stage stage = with_notices (POST_IN_HAND_MAX + 1, "请办理。", false);
    strike (&stage, "letter", stage.now);
    const struct notice robot = { .notice = "r", .party = "p", .channel = "robot", .address = "x" };
    store_begin (stage.store);
    letter_queue (stage.store, &(struct queueing){ .said = POST_IN_HAND_MAX + 2,
                                                   .ref = "H-2021-000001",
                                                   .subject = "某事",
                                                   .text = "请办理。",
                                                   .notices = &robot,
                                                   .count = 1,
                                                   .when = stage.now });
    assert_true (store_commit (stage.store));
    assert_int_equal (stage_next (&stage, "letter"), stage.now);
    assert_string_equal (strike (&stage, "letter", stage.now), "attempted r/1 notices=1");
    assert_int_equal (stage_next (&stage, "letter"), INSTANT_NEVER);
    stage_destroy (&stage);
}

/* ---- failing ---- */

static void it_is_tried_again_later_and_later (void **state)
{
    static const struct {
        int64_t attempts;
        int minutes;
    } rows[] = { { 0, 1 },  { 1, 1 },  { 2, 2 },  { 3, 5 },    { 4, 15 },
                 { 5, 30 }, { 6, 60 }, { 7, 60 }, { 1000, 60 } };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_int_equal (letter_back_off_ms (rows[i].attempts),
                          rows[i].minutes * (int64_t)MINUTE_MS);

    struct stage stage = with_notices (2, "请办理。", true);
    strike (&stage, "letter", stage.now);
    assert_string_equal (came_back (&stage, "n00/1", post_failed), "failed n00/1");
    assert_int_equal (stage_next (&stage, "letter"), at ("2021-03-01 10:01"));
    assert_string_equal (strike (&stage, "letter", at ("2021-03-01 10:01")),
                         "attempted n00/2 notices=2");
    came_back (&stage, "n00/2", post_failed);
    assert_int_equal (stage_next (&stage, "letter"), at ("2021-03-01 10:03"));
    stage_destroy (&stage);
}

static const char *refuse_again (struct stage *stage, int attempt, const char *when)
{
    strike (stage, "letter", at (when));
    return came_back (stage, arena_format (stage->arena, "n00/%d", attempt), post_refused);
}

static void refused_for_a_day_it_is_given_up (void **state)
{
    (void)state;
    struct stage stage = with_notices (1, "请办理。", true);
    assert_string_equal (refuse_again (&stage, 1, "2021-03-01 10:00"), "failed n00/1");
    assert_string_equal (refuse_again (&stage, 2, "2021-03-01 10:01"), "failed n00/2");
    assert_string_equal (refuse_again (&stage, 3, "2021-03-01 10:03"), "failed n00/3");
    assert_string_equal (refuse_again (&stage, 4, "2021-03-02 09:59"), "failed n00/4");
    assert_string_equal (refuse_again (&stage, 5, "2021-03-02 11:00"), "failed n00/5 dead");
    assert_int_equal (stage_next (&stage, "letter"), INSTANT_NEVER);
    stage_destroy (&stage);
}

/* Two in a letter: the older one was refused for a day, the other is new. */
static void each_notice_counts_for_itself (void **state)
{
    (void)state;
    struct stage stage = with_notices (1, "请办理。", true);
    refuse_again (&stage, 1, "2021-03-01 10:00");
    refuse_again (&stage, 2, "2021-03-01 10:01");
    stage.now = at ("2021-03-02 12:00");
    queue (&stage, 2, "请办理。", true); /* n00 is there already */
    assert_string_equal (strike (&stage, "letter", stage.now), "attempted n00/3 notices=2");
    assert_string_equal (came_back (&stage, "n00/3", post_refused), "failed n00/3 dead");
    const struct letter_failed *failed = stage.last;
    assert_int_equal (failed->dead_count, 1);
    assert_string_equal (failed->dead[0], "n00");
    assert_int_not_equal (failed->again, INSTANT_ABSENT);
    assert_string_equal (strike (&stage, "letter", at ("2021-03-02 12:10")),
                         "attempted n01/2 notices=1");
    stage_destroy (&stage);
}

static void a_server_that_refuses_everything_is_waited_for (void **state)
{
    (void)state;
    struct stage stage = with_notices (1, "请办理。", true);
    for (int i = 1; i < 9; i++) {
        strike (&stage, "letter", at (arena_format (stage.arena, "2021-03-%02d 12:00", i)));
        const char *letter = arena_format (stage.arena, "n00/%d", i);
        assert_string_equal (came_back (&stage, letter, post_failed),
                             arena_format (stage.arena, "failed %s", letter));
    }
    assert_int_not_equal (stage_next (&stage, "letter"), INSTANT_NEVER);
    stage_destroy (&stage);
}

/* Tried for ever, it must not fill the journal with what it says. */
static void what_it_says_is_written_once (void **state)
{
    (void)state;
    struct stage stage = with_notices (1, "请办理。", true);
    struct text written = text_in (stage.arena);
    strike (&stage, "letter", stage.now);
    const struct letter_attempted *attempted = stage.decided;
    assert_string_equal (attempted->text, "请办理。");
    record_to_json (letter_attempted_record(), attempted, &written);
    assert_null (strstr (written.bytes, "请办理"));
    stage_destroy (&stage);
}

/* ---- in doubt ---- */

static void a_crash_leaves_a_doubt (void **state)
{
    (void)state;
    struct stage stage = with_notices (1, "请办理。", true);
    strike (&stage, "letter", stage.now);
    assert_int_equal (stage_next (&stage, "doubt"), INSTANT_NEVER);
    for (int starts = 2; starts < 4; starts++) {
        stage.started = stage.now + MINUTE_MS;
        assert_string_equal (strike (&stage, "doubt", stage.started + MINUTE_MS),
                             starts == 2 ? "attempted n00/2 notices=1 repeated"
                                         : "attempted n00/3 notices=1 repeated");
        assert_string_equal (((const struct letter_attempted *)stage.decided)->text,
                             "（可能重复）\n请办理。");
        /* For the receiver it is the first one again. */
        assert_string_equal (((const struct letter_attempted *)stage.decided)->key, "n00/1");
        assert_int_equal (stage_next (&stage, "doubt"), INSTANT_NEVER);
    }
    assert_string_equal (came_back (&stage, "n00/2", post_sent), ""); /* given up meanwhile */
    assert_string_equal (came_back (&stage, "n00/3", post_sent), "sent n00/3");
    stage_destroy (&stage);
}

int main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (one_leaves_as_it_is),
        cmocka_unit_test (several_leave_together),
        cmocka_unit_test (what_is_late_is_gathered),
        cmocka_unit_test (a_letter_holds_so_much),
        cmocka_unit_test (long_texts_leave_apart),
        cmocka_unit_test (only_so_many_are_in_hand),
        cmocka_unit_test (a_channel_that_hangs_holds_up_itself_alone),
        cmocka_unit_test (it_is_tried_again_later_and_later),
        cmocka_unit_test (refused_for_a_day_it_is_given_up),
        cmocka_unit_test (each_notice_counts_for_itself),
        cmocka_unit_test (a_server_that_refuses_everything_is_waited_for),
        cmocka_unit_test (what_it_says_is_written_once),
        cmocka_unit_test (a_crash_leaves_a_doubt),
    };
    return cmocka_run_group_tests (tests, NULL, NULL);
}
