/* What was handed over and is sent back: its clocks, its letter. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "scheduling/returned.h"
#include "scheduling/stage_test.h"

#define H "H-2021-000001"
#define R "R-2021-000001-1"

static const struct deadline_row *row_of (struct stage *stage, const char *deadline)
{
    const struct scene scene = stage_scene (stage);
    return deadline_see (&scene, deadline);
}

/* Found on a Monday, 1 March; DUE and WORKING_DAYS as in treatment. */
static struct stage with_hazard (enum severity severity, instant due, int64_t working_days)
{
    struct stage stage = stage_new();
    const struct treatment treatment = {
        .kind = treatment_deferred, .tracker = "c01", .due = due, .working_days = working_days
    };
    stage.now = at ("2021-03-01 10:00");
    hear (&stage, hazard_opened_record, H, stage.now,
          &(struct hazard_opened){ .hazard = H,
                                   .premises = "p1",
                                   .premises_name = "某仓库",
                                   .community = "c01",
                                   .department = "office",
                                   .category = "unauthorised_wiring",
                                   .severity = severity,
                                   .description = "飞线",
                                   .treatment = &treatment,
                                   .origin = origin_inspection,
                                   .found = INSTANT_ABSENT });
    return stage;
}

static void hear_served (struct stage *stage)
{
    hear (stage, notice_served_record, H, stage->now,
          &(struct notice_served){ .hazard = H, .cycle = 1, .by = "c01", .evidence = "回证" });
}

static const char *hand_over_and_send_back (struct stage *stage, const char *when)
{
    const struct hazard_reopened sent_back = {
        .hazard = H, .cycle = 2, .due = INSTANT_ABSENT, .referral = R
    };
    hear (stage, hazard_closed_record, H, stage->now,
          &(struct hazard_closed){ .hazard = H, .cycle = 1, .reason = closing_transferred });
    stage->now = at (when);
    const char *said = hear (stage, hazard_reopened_record, H, stage->now, &sent_back);
    assert_string_equal (hear (stage, hazard_reopened_record, H, stage->now, &sent_back), "");
    return said;
}

/* domain.md 5: it is somebody's again from then on; the day that the unit was told holds while it
   lies ahead, and what was named otherwise runs anew. */
static void sent_back_its_clocks_go_on (void **state)
{
    static const struct {
        enum severity severity;
        const char *due;
        int64_t working_days;
        bool served, reported; /* before it was handed over */
        const char *back, *limit, *watch, *report, *notice, *why;
    } rows[] = {
        { severity_general, "2021-03-06 00:00", NUMBER_ABSENT, true, false, "2021-03-03 10:00",
          "2021-03-05 24:00", "2021-03-04 10:00", "", "", "移送 " R " 被退回，恢复原期限" },
        { severity_general, "2021-03-06 00:00", NUMBER_ABSENT, false, false, "2021-03-03 10:00",
          "2021-03-05 24:00", "2021-03-04 10:00", "", "; armed " H "/notice/2 2021-03-04 24:00",
          "移送 " R " 被退回，恢复原期限" },
        { severity_general, NULL, 30, true, false, "2021-03-03 10:00", "2021-04-13 24:00",
          "2021-03-04 10:00", "", "", "移送 " R " 被退回，恢复原期限" },
        { severity_general, NULL, 30, true, false, "2021-04-14 10:00", "2021-05-27 24:00",
          "2021-04-15 10:00", "", "; armed " H "/notice/2 2021-04-19 24:00",
          "移送 " R " 被退回，原期限已过，自退回时起按原时限重新计算" },
        { severity_general, "2021-03-06 00:00", NUMBER_ABSENT, true, false, "2021-03-08 10:00",
          "2021-03-17 24:00", "2021-03-09 10:00", "", "; armed " H "/notice/2 2021-03-11 24:00",
          "移送 " R " 被退回，原期限已过，自退回时起重新计算" },
        { severity_major, NULL, 5, true, false, "2021-03-03 10:00", "2021-03-08 24:00",
          "2021-03-03 22:00", "; armed " H "/government_report/1x1 2021-03-10 24:00", "",
          "移送 " R " 被退回，恢复原期限" },
        { severity_major, NULL, 5, true, true, "2021-03-03 10:00", "2021-03-08 24:00",
          "2021-03-03 22:00", "", "", "移送 " R " 被退回，恢复原期限" },
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct stage stage =
            with_hazard (rows[i].severity, rows[i].due ? at (rows[i].due) : INSTANT_ABSENT,
                         rows[i].working_days);
        const struct government_reported reported = { .hazard = H, .by = "office" };
        if (rows[i].served)
            hear_served (&stage);
        if (rows[i].reported)
            hear (&stage, government_reported_record, H, stage.now, &reported);
        const char *said = hand_over_and_send_back (&stage, rows[i].back);
        const char *wanted =
            arena_format (stage.arena,
                          "armed " H "/rectification/2 %s; armed " H "/watch/2 %s%s; "
                          "notice " R "/returned to=2%s",
                          rows[i].limit, rows[i].watch, rows[i].report, rows[i].notice);
        if (strcmp (said, wanted) != 0)
            fail_msg ("row %zu: %s, not %s", i, said, wanted);
        const struct deadline_row *limit = row_of (&stage, H "/rectification/2");
        assert_string_equal (limit->explanation[0], rows[i].why);
        stage_destroy (&stage);
    }
}

/* What stood still does so again, and is as much later. */
static void sent_back_it_stands_still_as_it_did (void **state)
{
    (void)state;
    struct stage stage = with_hazard (severity_general, INSTANT_ABSENT, 5);
    hear_served (&stage);
    lend_time (stage.office);
    tell (&stage, deadline_pause_record,
          &(struct deadline_pause){ .deadline = H "/rectification/1",
                                    .until = at ("2021-03-20 00:00"),
                                    .reason = "停工",
                                    .by = "leader" });
    hand_over_and_send_back (&stage, "2021-03-10 10:00");
    const struct deadline_row *limit = row_of (&stage, H "/rectification/2");
    assert_int_equal (limit->state, deadline_state_paused);
    assert_int_equal (limit->resumes, at ("2021-03-20 00:00"));
    stage_destroy (&stage);
}

/* The days that it stood through are counted as they will be when it goes on: two working days from
   a Friday are over on the next Tuesday. */
static void sent_back_its_day_is_the_one_that_is_counted (void **state)
{
    (void)state;
    struct stage stage = with_hazard (severity_general, INSTANT_ABSENT, 4); /* Friday, the 5th */
    hear_served (&stage);
    lend_time (stage.office);
    stage.now = at ("2021-03-03 10:00");
    tell (&stage, deadline_pause_record,
          &(struct deadline_pause){ .deadline = H "/rectification/1",
                                    .until = at ("2021-03-05 10:00"),
                                    .reason = "停工",
                                    .by = "leader" });
    hand_over_and_send_back (&stage, "2021-03-08 10:00");
    const struct deadline_row *limit = row_of (&stage, H "/rectification/2");
    assert_string_equal (limit->explanation[0], "移送 " R " 被退回，恢复原期限");
    assert_int_equal (limit->state, deadline_state_paused);
    assert_int_equal (limit->due, at ("2021-03-06 00:00"));
    stage_destroy (&stage);
}

/* What the law counts is not counted anew each time. */
static void sent_back_twice_the_report_is_due_when_it_was (void **state)
{
    (void)state;
    struct stage stage = with_hazard (severity_major, INSTANT_ABSENT, 20);
    hear_served (&stage);
    hand_over_and_send_back (&stage, "2021-03-11 10:00"); /* the first was due the day before */
    const instant due = row_of (&stage, H "/government_report/1x1")->due;
    hear (&stage, hazard_closed_record, H, stage.now,
          &(struct hazard_closed){ .hazard = H, .cycle = 2, .reason = closing_transferred });
    stage.now = at ("2021-03-12 10:00");
    hear (&stage, hazard_reopened_record, H, stage.now,
          &(struct hazard_reopened){
              .hazard = H, .cycle = 3, .due = INSTANT_ABSENT, .referral = "R-2021-000001-2" });
    assert_true (due > stage.now);
    assert_int_equal (row_of (&stage, H "/government_report/1x2")->due, due);
    stage_destroy (&stage);
}

#define STRICTER "H-2021-000002"

static const char *link_stricter (struct stage *stage)
{
    hear (stage, hazard_opened_record, STRICTER, stage->now,
          &(struct hazard_opened){ .hazard = STRICTER,
                                   .premises = "p1",
                                   .premises_name = "某仓库",
                                   .community = "c01",
                                   .department = "office",
                                   .category = "unauthorised_wiring",
                                   .severity = severity_general,
                                   .description = "堵塞",
                                   .treatment = &(struct treatment){ .kind = treatment_deferred,
                                                                     .tracker = "c01",
                                                                     .due = INSTANT_ABSENT,
                                                                     .working_days = 15 },
                                   .origin = origin_inspection,
                                   .found = INSTANT_ABSENT });
    return hear (stage, hazard_linked_record, STRICTER, stage->now,
                 &(struct hazard_linked){ .hazard = STRICTER, .to = H, .reason = "r", .by = "o" });
}

static const char *split_off (struct stage *stage)
{
    return hear (stage, hazard_split_off_record, STRICTER, stage->now,
                 &(struct hazard_split_off){
                     .hazard = STRICTER, .from = H, .cycle = 2, .reason = "r", .by = "office" });
}

/* domain.md 5: the strictest govern while they are linked, though it was sent back meanwhile. */
static void sent_back_its_own_day_is_remembered (void **state)
{
    (void)state;
    for (int given = 0; given < 2; given++) {
        struct stage stage =
            with_hazard (severity_general, given ? at ("2021-03-27 18:00") : INSTANT_ABSENT,
                         given ? NUMBER_ABSENT : 20);
        hear_served (&stage);
        assert_non_null (
            strstr (link_stricter (&stage), "moved " H "/rectification/1 2021-03-22 24:00"));
        hand_over_and_send_back (&stage, "2021-03-03 10:00");
        assert_int_equal (row_of (&stage, H "/rectification/2")->due, at ("2021-03-23 00:00"));
        assert_non_null (
            strstr (split_off (&stage), given ? "moved " H "/rectification/2 2021-03-27 18:00"
                                              : "moved " H "/rectification/2 2021-03-29 24:00"));
        stage_destroy (&stage);
    }
}

static void sent_back_both_days_are_as_much_later_as_it_stood (void **state)
{
    (void)state;
    struct stage stage = with_hazard (severity_general, INSTANT_ABSENT, 20);
    hear_served (&stage);
    link_stricter (&stage);
    lend_time (stage.office);
    stage.now = at ("2021-03-01 12:00");
    tell (&stage, deadline_pause_record,
          &(struct deadline_pause){ .deadline = H "/rectification/1",
                                    .until = at ("2021-03-20 00:00"),
                                    .reason = "停工",
                                    .by = "leader" });
    stage.now = at ("2021-03-03 10:00");
    tell (&stage, deadline_resume_record,
          &(struct deadline_resume){
              .deadline = H "/rectification/1", .reason = "复工", .by = "leader" });
    const struct deadline_row *before = row_of (&stage, H "/rectification/1");
    assert_int_equal (before->due, at ("2021-03-24 00:00"));
    hand_over_and_send_back (&stage, "2021-03-04 10:00");
    const struct deadline_row *limit = row_of (&stage, H "/rectification/2");
    assert_int_equal (limit->due, before->due);
    stage_destroy (&stage);
}

static void sent_back_whoever_was_split_off_governs_no_more (void **state)
{
    static const char *const when[] = { "2021-03-03 10:00", "2021-03-24 10:00" };
    (void)state;
    for (size_t i = 0; i < 2; i++) { /* also when that one's day is over */
        struct stage stage = with_hazard (severity_general, INSTANT_ABSENT, 20);
        hear_served (&stage);
        link_stricter (&stage);
        hear (&stage, hazard_closed_record, H, stage.now,
              &(struct hazard_closed){ .hazard = H, .cycle = 1, .reason = closing_transferred });
        split_off (&stage);
        stage.now = at (when[i]);
        hear (&stage, hazard_reopened_record, H, stage.now,
              &(struct hazard_reopened){
                  .hazard = H, .cycle = 2, .due = INSTANT_ABSENT, .referral = R });
        const struct deadline_row *limit = row_of (&stage, H "/rectification/2");
        assert_int_equal (limit->due, at ("2021-03-30 00:00"));
        assert_int_equal (limit->own, INSTANT_ABSENT);
        stage_destroy (&stage);
    }
}

/* S6: what fell with it is not given again by itself. */
static void its_letter_lists_what_is_to_be_given_again (void **state)
{
    (void)state;
    struct stage stage = with_hazard (severity_general, INSTANT_ABSENT, 5);
    const struct task_fallen tasks[] = { { "construction", "拆除隔断" }, { "c01", "清理通道" } };
    const struct referral_fallen referrals[] = { { "R-2021-000001-2", "police_station" } };
    hear_served (&stage);
    hear (&stage, hazard_closed_record, H, stage.now,
          &(struct hazard_closed){ .hazard = H, .cycle = 1, .reason = closing_transferred });
    hear (&stage, hazard_reopened_record, H, stage.now,
          &(struct hazard_reopened){ .hazard = H,
                                     .cycle = 2,
                                     .due = INSTANT_ABSENT,
                                     .referral = R,
                                     .tasks = tasks,
                                     .tasks_count = 2,
                                     .referrals = referrals,
                                     .referrals_count = 1 });
    const struct notice_raised *letter = stage.last;
    assert_non_null (strstr (letter->text,
                             "整改期限：2021-03-08 24:00\n"
                             "以下已随销号撤销，仍需办理的请重新下达（联合整治：joint.open）：\n"
                             "联合整治任务（城市建设办公室）：拆除隔断\n"
                             "联合整治任务（第一社区）：清理通道\n"
                             "移送（派出所）：R-2021-000001-2\n"));
    bool lead = false;
    for (size_t i = 0; i < letter->notices_count; i++)
        lead |= strcmp (letter->notices[i].party, "construction") == 0;
    assert_true (lead); /* of a hazard that is not that department's */
    stage_destroy (&stage);
}

int main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (sent_back_its_clocks_go_on),
        cmocka_unit_test (its_letter_lists_what_is_to_be_given_again),
        cmocka_unit_test (sent_back_it_stands_still_as_it_did),
        cmocka_unit_test (sent_back_its_day_is_the_one_that_is_counted),
        cmocka_unit_test (sent_back_twice_the_report_is_due_when_it_was),
        cmocka_unit_test (sent_back_its_own_day_is_remembered),
        cmocka_unit_test (sent_back_both_days_are_as_much_later_as_it_stood),
        cmocka_unit_test (sent_back_whoever_was_split_off_governs_no_more),
    };
    return cmocka_run_group_tests (tests, NULL, NULL);
}
