/* A clock that stands still: with a reason, an owner and an end, and then as much later as it
 * stood. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "scheduling/move.h"
#include "scheduling/stage_test.h"

#define RECTIFICATION "H-2021-000001/rectification/1"

static const char *suspended (struct stage *stage, const char *now)
{
    stage->now = at (now);
    return hear_opened (stage, treatment_suspension, severity_general, INSTANT_ABSENT);
}

static const char *stand_still (struct stage *stage, const char *deadline, const char *until)
{
    return tell (stage, deadline_pause_record,
                 &(struct deadline_pause){
                     .deadline = deadline, .until = at (until), .reason = "封控", .by = "deputy" });
}

static const char *resume (struct stage *stage)
{
    return tell (
        stage, deadline_resume_record,
        &(struct deadline_resume){ .deadline = RECTIFICATION, .reason = "解封", .by = "office" });
}

/* Seven working days from Mon 4 January: Wed 13 January. Stood still from Wed 6 until the end of
   Fri 8: two working days later, Fri 15. */
static void it_goes_on_by_itself_as_much_later (void **state)
{
    static const char *const told[] = {
        "2021-01-05 周二  计第1个工作日", "2021-01-06 周三  中止，不计",
        "2021-01-07 周四  中止，不计",    "2021-01-08 周五  计第2个工作日",
        "2021-01-09 周六  周末，不计",    "2021-01-15 周五  计第7个工作日",
    };
    (void)state;
    struct stage stage = stage_new();
    assert_non_null (strstr (suspended (&stage, "2021-01-04 10:00"),
                             "armed " RECTIFICATION " 2021-01-13 24:00"));
    stage.now = at ("2021-01-06 10:00");
    assert_string_equal (stand_still (&stage, RECTIFICATION, "2021-01-08 18:00"),
                         "notice " RECTIFICATION "/paused/1 to=3");
    assert_non_null (strstr (((const struct notice_raised *)stage.last)->text, "2021-01-08 18:00"));
    strike (&stage, "deadline", at ("2021-01-08 17:59"));
    assert_null (strstr (stage.said.bytes, RECTIFICATION));
    strike (&stage, "deadline", at ("2021-01-08 18:00"));
    assert_non_null (strstr (stage.said.bytes, "moved " RECTIFICATION " 2021-01-15 24:00"));
    assert_non_null (strstr (stage.said.bytes, "notice " RECTIFICATION "/moved/1"));
    const char *text = ((const struct notice_raised *)stage.last)->text;
    for (size_t i = 0; i < sizeof told / sizeof *told; i++)
        if (!strstr (text, told[i]))
            fail_msg ("%s is not in %s", told[i], text);
    assert_null (strstr (text, "计第8个工作日"));
    stage_destroy (&stage);
}

/* 民法典 201: the day of the event never counted, so that nothing is owed for having stood still on
   it. Three working days from Mon 7 December: Thu 10. */
static void the_day_of_the_event_is_not_stood_through (void **state)
{
    static const struct {
        const char *paused, *until, *due;
    } rows[] = {
        { "2020-12-07 11:00", "2020-12-09 09:00", "2020-12-11 24:00" }, /* the Tuesday alone */
        { "2020-12-07 11:00", "2020-12-08 09:00", "2020-12-10 24:00" },
        { "2020-12-07 11:00", "2020-12-07 15:00", "2020-12-10 24:00" },
        { "2020-12-08 11:00", "2020-12-09 09:00", "2020-12-11 24:00" },
        { "2020-12-08 11:00", "2020-12-08 15:00", "2020-12-10 24:00" },
        { "2020-12-08 11:00", "2020-12-10 09:00", "2020-12-14 24:00" },
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct stage stage = stage_new();
        lend_time (stage.office);
        stage.now = at ("2020-12-07 10:00");
        hear_opened (&stage, treatment_deferred, severity_general, at ("2021-01-07 00:00"));
        stage.now = at (rows[i].paused);
        stand_still (&stage, "H-2021-000001/notice/1", rows[i].until);
        strike (&stage, "deadline", at (rows[i].until));
        const char *moved =
            arena_format (stage.arena, "moved H-2021-000001/notice/1 %s", rows[i].due);
        if (!strstr (stage.said.bytes, moved))
            fail_msg ("row %zu: %s", i, stage.said.bytes);
        stage_destroy (&stage);
    }
}

/* domain.md 3: what was given as a date ends at 24:00 of its last day, also after it stood still;
   what was given as a moment, or counts hours, ends at another moment. */
static void a_date_stays_a_date (void **state)
{
    static const struct {
        const char *given, *paused, *until, *due;
    } rows[] = {
        { "2021-01-21 00:00", "2021-01-07 17:00", "2021-01-08 09:00", "2021-01-21 24:00" },
        { "2021-01-21 00:00", "2021-01-07 09:00", "2021-01-09 17:00", "2021-01-22 24:00" },
        { "2021-01-21 00:00", "2021-01-07 09:00", "2021-01-07 17:00", "2021-01-20 24:00" },
        { "2021-01-20 12:00", "2021-01-07 17:00", "2021-01-08 09:00", "2021-01-21 04:00" },
        { "2021-01-21 00:00", "2021-01-07 09:00", "2021-01-10 09:00", "2021-01-23 24:00" },
        /* Spring Festival: 民法典 203 */
        { "2021-02-09 00:00", "2021-02-03 09:00", "2021-02-08 09:00", "2021-02-18 24:00" },
        { "2021-02-09 12:00", "2021-02-03 09:00", "2021-02-08 09:00", "2021-02-14 12:00" },
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct stage stage = stage_new();
        stage.now = at ("2021-01-04 10:00");
        hear_opened (&stage, treatment_suspension, severity_general, at (rows[i].given));
        stage.now = at (rows[i].paused);
        stand_still (&stage, RECTIFICATION, rows[i].until);
        strike (&stage, "deadline", at (rows[i].until));
        if (!strstr (stage.said.bytes,
                     arena_format (stage.arena, "moved " RECTIFICATION " %s", rows[i].due)))
            fail_msg ("row %zu: %s", i, stage.said.bytes);
        stage_destroy (&stage);
    }
}

/* domain.md 3: "hour clocks run through nights", also one that ends at 24:00 because it began at
   0:00: it moves by as long as it stood, not by days. */
static void hours_that_end_with_a_day_move_by_hours (void **state)
{
    static const struct {
        const char *paused, *until, *due;
    } rows[] = {
        { "2021-01-05 09:00", "2021-01-05 15:00", "2021-01-06 06:00" },
        { "2021-01-05 09:00", "2021-01-06 10:30", "2021-01-07 01:30" },
        { "2021-01-05 22:00", "2021-01-06 22:00", "2021-01-06 24:00" },
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct stage stage = stage_new();
        lend_time (stage.office);
        stage.now = at ("2021-01-05 00:00");
        hear (&stage, tipoff_reported_record, "T-2021-000001", stage.now,
              &(struct tipoff_reported){ .tipoff = "T-2021-000001",
                                         .text = "堵塞",
                                         .community = "c01",
                                         .department = "office",
                                         .urgent = true });
        stage.now = at (rows[i].paused);
        stand_still (&stage, "T-2021-000001/tipoff_verification/1", rows[i].until);
        assert_int_equal (stage.refusal.code, REFUSAL_NONE);
        strike (&stage, "deadline", at (rows[i].until));
        if (!strstr (stage.said.bytes,
                     arena_format (stage.arena, "moved T-2021-000001/tipoff_verification/1 %s",
                                   rows[i].due)))
            fail_msg ("row %zu: %s", i, stage.said.bytes);
        stage_destroy (&stage);
    }
}

/* Pauses are not chained without end: thirty days in all of them, a part of a day for one; of what
   is counted by a calendar, and of hours. */
static void it_stands_still_so_long_in_all (void **state)
{
    static const char *const deadlines[] = { "H-2021-000001/government_report/1",
                                             "T-2021-000001/tipoff_verification/1" };
    (void)state;
    for (size_t i = 0; i < sizeof deadlines / sizeof *deadlines; i++) {
        struct stage stage = stage_new();
        lend_time (stage.office);
        stage.now = at ("2021-01-04 10:00");
        hear_opened (&stage, treatment_suspension, severity_major, INSTANT_ABSENT);
        hear (&stage, tipoff_reported_record, "T-2021-000001", stage.now,
              &(struct tipoff_reported){ .tipoff = "T-2021-000001",
                                         .text = "堵塞",
                                         .community = "c01",
                                         .department = "office",
                                         .urgent = true });
        stage.now = at ("2021-01-05 08:00");
        stand_still (&stage, deadlines[i], "2021-01-05 09:00"); /* one day */
        strike (&stage, "deadline", at ("2021-01-05 09:00"));
        stage.now = at ("2021-01-05 10:00");
        stand_still (&stage, deadlines[i], "2021-02-04 10:00");
        assert_int_equal (stage.refusal.code, REFUSAL_INVALID);
        assert_non_null (strstr (stage.refusal.sentence, "at most 29 days"));
        stand_still (&stage, deadlines[i], "2021-02-03 10:00");
        assert_int_equal (stage.refusal.code, REFUSAL_NONE);
        strike (&stage, "deadline", at ("2021-02-03 10:00"));
        stage.now = at ("2021-02-03 10:30");
        stand_still (&stage, deadlines[i], "2021-02-03 12:00");
        assert_int_equal (stage.refusal.code, REFUSAL_CONFLICT);
        assert_non_null (strstr (stage.refusal.sentence, "stood still for 30 days in 2 pauses"));
        stage_destroy (&stage);
    }
}

/* What is done while it stands still is not late, though its day has passed. */
static void what_is_met_while_it_stands_is_not_late (void **state)
{
    (void)state;
    struct stage stage = stage_new();
    suspended (&stage, "2021-01-04 10:00"); /* until the 13th */
    stage.now = at ("2021-01-06 10:00");
    stand_still (&stage, RECTIFICATION, "2021-01-20 00:00");
    stage.now = at ("2021-01-15 10:00");
    hear_rectified (&stage, 1);
    assert_non_null (strstr (stage.said.bytes, "met " RECTIFICATION ";"));
    stage_destroy (&stage);
}

static void it_is_resumed_before_by_people (void **state)
{
    (void)state;
    struct stage stage = stage_new();
    suspended (&stage, "2021-01-04 10:00");
    stage.now = at ("2021-01-06 10:00");
    stand_still (&stage, RECTIFICATION, "2021-01-20 00:00");
    stage.now = at ("2021-01-07 10:00");
    assert_non_null (strstr (resume (&stage), "moved " RECTIFICATION " 2021-01-14 24:00"));
    resume (&stage);
    assert_int_equal (stage.refusal.code, REFUSAL_CONFLICT);
    stage_destroy (&stage);
}

/* Reminders of a deadline that moved are told again, under names of their own. */
static void its_reminders_are_new_ones (void **state)
{
    (void)state;
    struct stage stage = stage_new();
    suspended (&stage, "2021-01-04 10:00");
    stage.now = at ("2021-01-06 10:00");
    stand_still (&stage, RECTIFICATION, "2021-01-07 00:00");
    strike (&stage, "deadline", at ("2021-01-07 00:00"));
    strike (&stage, "deadline", at ("2021-01-14 10:00"));
    assert_non_null (strstr (stage.said.bytes, RECTIFICATION "/m1.soon"));
    stage_destroy (&stage);
}

static void what_was_done_meanwhile_is_done (void **state)
{
    (void)state;
    struct stage stage = stage_new();
    suspended (&stage, "2021-01-04 10:00");
    stage.now = at ("2021-01-06 10:00");
    stand_still (&stage, RECTIFICATION, "2021-01-20 00:00");
    assert_non_null (strstr (hear_rectified (&stage, 1), "met " RECTIFICATION));
    stage_destroy (&stage);
}

static const struct {
    const char *deadline, *until, *by;
    enum refusal_code code;
} wrong[] = {
    { "H-2021-000001/watch/1", "2021-01-08 00:00", "deputy", REFUSAL_CONFLICT },
    { "H-2021-000009/watch/1", "2021-01-08 00:00", "deputy", REFUSAL_NOT_FOUND },
    { RECTIFICATION, "2021-01-08 00:00", "c01", REFUSAL_FORBIDDEN },
    { RECTIFICATION, "2021-01-03 00:00", "deputy", REFUSAL_INVALID },
    { RECTIFICATION, "2021-03-08 00:00", "deputy", REFUSAL_INVALID },
};

static void what_may_not_stand_still (void **state)
{
    (void)state;
    struct stage stage = stage_new();
    suspended (&stage, "2021-01-04 10:00");
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        tell (&stage, deadline_pause_record,
              &(struct deadline_pause){ .deadline = wrong[i].deadline,
                                        .until = at (wrong[i].until),
                                        .reason = "r",
                                        .by = wrong[i].by });
        if (stage.refusal.code != wrong[i].code)
            fail_msg ("row %zu: %s", i, stage.refusal.sentence);
    }
    strike (&stage, "deadline", at ("2021-01-14 00:00"));
    stand_still (&stage, RECTIFICATION, "2021-01-20 00:00");
    assert_int_equal (stage.refusal.code, REFUSAL_CONFLICT); /* missed */
    stage_destroy (&stage);
}

/* What the law sets stands still only where the law stops it, and the letter says by which text. */
static void what_the_law_sets_stands_where_the_law_stops_it (void **state)
{
    static const char *const deadlines[] = { "H-2021-000001/notice/1",
                                             "H-2021-000001/government_report/1",
                                             "T-2021-000001/tipoff_verification/1" };
    (void)state;
    for (size_t i = 0; i < sizeof deadlines / sizeof *deadlines; i++) {
        struct stage stage = stage_new();
        stage.now = at ("2021-01-04 10:00");
        hear_opened (&stage, treatment_deferred, severity_major, at ("2021-01-20 00:00"));
        hear (&stage, tipoff_reported_record, "T-2021-000001", stage.now,
              &(struct tipoff_reported){ .tipoff = "T-2021-000001",
                                         .text = "安全出口上锁",
                                         .community = "c01",
                                         .department = "office",
                                         .urgent = true });
        stand_still (&stage, deadlines[i], "2021-01-05 09:00");
        assert_string_equal (stage.said.bytes, "");
        assert_int_equal (stage.refusal.code, REFUSAL_CONFLICT);
        assert_string_equal (stage.refusal.path, "/deadline");
        assert_non_null (strstr (stage.refusal.sentence, "《消防监督检查规定》"));
        assert_non_null (strstr (stage.refusal.sentence, "possible now: what meets it"));
        struct clock_policy *clocks = (struct clock_policy *)stage.office->policy->clocks;
        for (size_t j = 0; j < stage.office->policy->clocks_count; j++)
            clocks[j].may_stand = "《某法》第九条：鉴定的期间不计入";
        stand_still (&stage, deadlines[i], "2021-01-05 09:00");
        assert_int_equal (stage.refusal.code, REFUSAL_NONE);
        assert_non_null (strstr (((const struct notice_raised *)stage.last)->text,
                                 "依据：《某法》第九条：鉴定的期间不计入\n"));
        stage_destroy (&stage);
    }
}

int main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (it_goes_on_by_itself_as_much_later),
        cmocka_unit_test (the_day_of_the_event_is_not_stood_through),
        cmocka_unit_test (a_date_stays_a_date),
        cmocka_unit_test (hours_that_end_with_a_day_move_by_hours),
        cmocka_unit_test (it_stands_still_so_long_in_all),
        cmocka_unit_test (what_is_met_while_it_stands_is_not_late),
        cmocka_unit_test (it_is_resumed_before_by_people),
        cmocka_unit_test (its_reminders_are_new_ones),
        cmocka_unit_test (what_was_done_meanwhile_is_done),
        cmocka_unit_test (what_may_not_stand_still),
        cmocka_unit_test (what_the_law_sets_stands_where_the_law_stops_it),
    };
    return cmocka_run_group_tests (tests, NULL, NULL);
}
