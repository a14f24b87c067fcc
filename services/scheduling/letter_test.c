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
                      &(struct queueing){ .ref = i % 2 ? "H-2021-000001" : "H-2021-000002",
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
    const struct letter_attempted *letter = stage.last;
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
    const struct letter_attempted *letter = stage.last;
    assert_string_equal (letter->subject, "消防隐患提醒：3 项");
    assert_int_equal (letter->refs_count, 2);
    assert_non_null (strstr (letter->text, "（3/3）某事\n请办理。\n"));
    queue (&stage, 3, "请办理。", true); /* queued before: nothing new */
    assert_int_equal (stage_next (&stage, "letter"), INSTANT_NEVER);
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

static void the_third_refusal_is_the_last (void **state)
{
    (void)state;
    struct stage stage = with_notices (1, "请办理。", true);
    strike (&stage, "letter", stage.now);
    assert_string_equal (came_back (&stage, "n00/1", post_refused), "failed n00/1");
    strike (&stage, "letter", at ("2021-03-01 10:01"));
    assert_string_equal (came_back (&stage, "n00/2", post_failed), "failed n00/2");
    strike (&stage, "letter", at ("2021-03-01 10:03"));
    assert_string_equal (came_back (&stage, "n00/3", post_refused), "failed n00/3");
    strike (&stage, "letter", at ("2021-03-01 10:08"));
    assert_string_equal (came_back (&stage, "n00/4", post_refused), "failed n00/4 dead");
    assert_int_equal (stage_next (&stage, "letter"), INSTANT_NEVER);
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
        assert_string_equal (((const struct letter_attempted *)stage.last)->text,
                             "（可能重复）\n请办理。");
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
        cmocka_unit_test (a_letter_holds_so_much),
        cmocka_unit_test (long_texts_leave_apart),
        cmocka_unit_test (only_so_many_are_in_hand),
        cmocka_unit_test (it_is_tried_again_later_and_later),
        cmocka_unit_test (the_third_refusal_is_the_last),
        cmocka_unit_test (a_crash_leaves_a_doubt),
    };
    return cmocka_run_group_tests (tests, NULL, NULL);
}
