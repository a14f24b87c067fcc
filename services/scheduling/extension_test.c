/* Who may extend what, how far, and what follows. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "scheduling/extension.h"
#include "scheduling/stage_test.h"

#define H    "H-2021-000001"
#define TOLD "; notice " H "/rectification/1/extended/"

static struct stage with_hazard (void)
{
    struct stage stage = stage_new();
    stage.now = at ("2021-03-01 10:00"); /* a Monday */
    hear_opened (&stage, treatment_deferred, severity_general, at ("2021-03-06 00:00"));
    return stage;
}

static struct deadline_extend extend_until (const char *due)
{
    return (struct deadline_extend){ .deadline = H "/rectification/1",
                                     .due = at (due),
                                     .working_days = NUMBER_ABSENT,
                                     .reason = "等配件",
                                     .by = "deputy" };
}

static void extensions_are_judged (void **state)
{
    static const struct {
        const char *deadline, *by, *due;
        int64_t working_days;
        enum refusal_code code;
        const char *path, *said;
    } rows[] = {
        { H "/rectification/9", "deputy", NULL, 3, REFUSAL_NOT_FOUND, "/deadline", "" },
        { H "/rectification/1", "nobody", NULL, 3, REFUSAL_INVALID, "/by", "" },
        { H "/rectification/1", "fire_rescue", NULL, 3, REFUSAL_INVALID, "/by", "" },
        { H "/rectification/1", "c01", NULL, 3, REFUSAL_FORBIDDEN, "/by", "" },
        { H "/rectification/1", "deputy", NULL, NUMBER_ABSENT, REFUSAL_INVALID, "/due", "" },
        { H "/rectification/1", "deputy", "2021-03-10 00:00", 3, REFUSAL_INVALID, "/working_days",
          "" },
        { H "/rectification/1", "deputy", "2021-03-06 00:00", NUMBER_ABSENT, REFUSAL_CONFLICT,
          "/due", "" },
        { H "/rectification/1", "deputy", "2021-03-21 00:00", NUMBER_ABSENT, REFUSAL_CONFLICT,
          "/due", "" },
        { H "/rectification/1", "deputy", NULL, 11, REFUSAL_CONFLICT, "/working_days", "" },
        { H "/rectification/1", "deputy", NULL, 10, REFUSAL_NONE, NULL,
          "extended " H "/rectification/1 2021-03-19 24:00" TOLD "1 to=3" },
        { H "/rectification/1", "office", "2021-03-20 00:00", NUMBER_ABSENT, REFUSAL_NONE, NULL,
          "extended " H "/rectification/1 2021-03-19 24:00" TOLD "1 to=3" },
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct stage stage = with_hazard();
        const struct deadline_extend extend = { .deadline = rows[i].deadline,
                                                .by = rows[i].by,
                                                .reason = "等配件",
                                                .due =
                                                    rows[i].due ? at (rows[i].due) : INSTANT_ABSENT,
                                                .working_days = rows[i].working_days };
        assert_string_equal (tell (&stage, deadline_extend_record, &extend), rows[i].said);
        assert_int_equal (stage.refusal.code, rows[i].code);
        if (rows[i].path)
            assert_string_equal (stage.refusal.path, rows[i].path);
        stage_destroy (&stage);
    }
}

static void a_met_one_is_not_extended (void **state)
{
    (void)state;
    struct stage stage = with_hazard();
    const struct deadline_extend extend = extend_until ("2021-03-10 00:00");
    hear_rectified (&stage, 1);
    tell (&stage, deadline_extend_record, &extend);
    assert_int_equal (stage.refusal.code, REFUSAL_CONFLICT);
    assert_non_null (strstr (stage.refusal.sentence, "is met"));
    stage_destroy (&stage);
}

static void a_missed_one_is_extended_from_today_at_most_twice (void **state)
{
    (void)state;
    struct stage stage = with_hazard();
    struct deadline_extend extend = extend_until ("2021-04-03 00:00");
    strike (&stage, "deadline", at ("2021-03-22 12:00"));
    assert_string_equal (tell (&stage, deadline_extend_record, &extend),
                         "extended " H "/rectification/1 2021-04-02 24:00; cancelled " H
                         "/reinspection/1" TOLD "1 to=3");
    stage_destroy (&stage);

    stage = with_hazard();
    extend = extend_until ("2021-03-09 00:00");
    assert_string_equal (tell (&stage, deadline_extend_record, &extend),
                         "extended " H "/rectification/1 2021-03-08 24:00" TOLD "1 to=3");
    extend = extend_until ("2021-03-10 00:00");
    assert_string_equal (tell (&stage, deadline_extend_record, &extend),
                         "extended " H "/rectification/1 2021-03-09 24:00" TOLD "2 to=3");
    extend = extend_until ("2021-03-11 00:00");
    assert_string_equal (tell (&stage, deadline_extend_record, &extend), "");
    assert_int_equal (stage.refusal.code, REFUSAL_CONFLICT);
    assert_string_equal (stage.refusal.sentence,
                         H "/rectification/1 is armed and was extended 2 times, which is all that "
                           "the policy allows; possible now: what meets it, deadline.pause");
    stage_destroy (&stage);
}

/* Who is concerned is told the old end, the new one, why that is when it is, and by whom; once. */
static void the_new_day_is_told (void **state)
{
    static const char *const lines[] = { "决定人：副组长",
                                         "理由：等配件\n",
                                         "原到期：2021-03-05 24:00\n",
                                         "现到期：2021-03-10 24:00\n",
                                         "计算：\n",
                                         "2021-03-10 周三  计第3个工作日" };
    (void)state;
    struct stage stage = with_hazard();
    const struct deadline_extend extend = { .deadline = H "/rectification/1",
                                            .due = INSTANT_ABSENT,
                                            .working_days = 3,
                                            .reason = "等配件",
                                            .by = "deputy" };
    assert_string_equal (tell (&stage, deadline_extend_record, &extend),
                         "extended " H "/rectification/1 2021-03-10 24:00" TOLD "1 to=3");
    const struct notice_raised *told = stage.last;
    assert_non_null (strstr (told->subject, "原2021-03-05 24:00，现2021-03-10 24:00"));
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
        if (!strstr (told->text, lines[i]))
            fail_msg ("%s is not in %s", lines[i], told->text);
    stage_destroy (&stage);
}

static const char *tell_at (struct stage *stage, instant time, const struct deadline_extend *extend)
{
    struct scene scene = stage_scene (stage);
    scene.time = time;
    stage_do (stage, &scene, "deadline.extend", extend);
    return stage->said.bytes;
}

static void an_extension_does_not_slip_behind_the_miss (void **state)
{
    (void)state;
    struct stage stage = with_hazard();
    const struct deadline_extend extend = extend_until ("2021-03-10 00:00");
    strike (&stage, "deadline", at ("2021-03-06 00:00"));
    stage.now = at ("2021-03-08 09:00");
    tell_at (&stage, at ("2021-03-05 16:00"), &extend);
    assert_int_equal (stage.refusal.code, REFUSAL_INVALID);
    assert_string_equal (stage.refusal.path, "/time");
    assert_non_null (strstr (stage.refusal.sentence, "2021-03-06T00:00:00+08:00"));
    assert_non_null (strstr (tell_at (&stage, at ("2021-03-05 23:55"), &extend), "extended "));
    stage_destroy (&stage);
}

static const char *hear_passed (struct stage *stage)
{
    static const char *const inspectors[] = { "甲" };
    return hear (stage, reinspection_reported_record, H, stage->now,
                 &(struct reinspection_reported){ .hazard = H,
                                                  .cycle = 1,
                                                  .outcome = reinspection_passed,
                                                  .inspectors = inspectors,
                                                  .inspectors_count = 1 });
}

/* The miss had set a re-inspection; with more time there is nothing to inspect yet. Each id has one
   outcome, so what is set anew has another id. */
static void the_reinspection_waits_for_the_new_time_limit (void **state)
{
    static const struct {
        bool rectified;
        const char *when, *said;
    } rows[] = {
        { true, "2021-03-09 10:00",
          "met " H "/rectification/1; armed " H "/reinspection/1x1 2021-03-12 24:00" },
        { false, "2021-03-10 00:00",
          "missed " H "/rectification/1; armed " H "/reinspection/1x1 2021-03-12 24:00" },
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct stage stage = with_hazard();
        const struct deadline_extend extend = extend_until ("2021-03-10 00:00");
        strike (&stage, "deadline", at ("2021-03-06 00:00"));
        stage.now = at ("2021-03-08 09:00");
        assert_string_equal (tell (&stage, deadline_extend_record, &extend),
                             "extended " H "/rectification/1 2021-03-09 24:00; cancelled " H
                             "/reinspection/1" TOLD "1 to=3");
        stage.now = at (rows[i].when);
        const char *said =
            rows[i].rectified ? hear_rectified (&stage, 1) : strike (&stage, "deadline", stage.now);
        assert_non_null (strstr (said, rows[i].said));
        assert_null (strstr (hear_rectified (&stage, 1), "armed "));
        assert_non_null (strstr (hear_passed (&stage), "met " H "/reinspection/1x1"));
        stage_destroy (&stage);
    }
}

static void call_danger (const struct office *office, bool danger)
{
    struct clock_policy *clocks = (struct clock_policy *)office->policy->clocks;
    for (size_t i = 0; i < office->policy->clocks_count; i++)
        if (strcmp (clocks[i].id, CLOCK_WATCH) == 0)
            clocks[i].danger = danger;
}

/* The watches that were missed later ring for an earlier one, unless that was given more time: by
   an office whose watch was no danger then. */
static void an_extended_watch_is_not_hushed (void **state)
{
    (void)state;
    struct stage stage = with_hazard();
    call_danger (stage.office, false);
    const struct deadline_extend extend = { .deadline = H "/watch/1",
                                            .due = INSTANT_ABSENT,
                                            .working_days = 2,
                                            .reason = "已断电清空",
                                            .by = "office" };
    strike (&stage, "deadline", at ("2021-03-02 10:00"));
    assert_string_equal (tell (&stage, deadline_extend_record, &extend),
                         "extended " H "/watch/1 2021-03-04 24:00; notice " H
                         "/watch/1/extended/1 to=3");
    call_danger (stage.office, true);
    const char *said = strike (&stage, "deadline", at ("2021-03-03 10:00"));
    assert_non_null (strstr (said, "missed " H "/watch/2 danger"));
    said = strike (&stage, "deadline", at ("2021-03-05 00:00"));
    assert_non_null (strstr (said, "missed " H "/watch/1 danger"));
    stage_destroy (&stage);
}

static const char *extend_by (struct stage *stage, const char *deadline, const char *by)
{
    return tell (stage, deadline_extend_record,
                 &(struct deadline_extend){ .deadline = deadline,
                                            .by = by,
                                            .reason = "忙",
                                            .due = INSTANT_ABSENT,
                                            .working_days = 5 });
}

/* The law's own times, and the end of an order: nobody here makes them longer. */
static void what_the_law_sets_is_not_extended (void **state)
{
    static const struct {
        const char *deadline, *possible;
    } rows[] = {
        { H "/notice/1", "what meets it" },
        { H "/government_report/1", "what meets it" },
        { H "/sealing_decision/1", "what meets it" },
        { H "/resumption_check/1", "what meets it" },
        { H "/order_end/1", "order.renew, order.lift" },
    };
    (void)state;
    struct stage stage = stage_new();
    stage.now = at ("2021-03-01 10:00");
    hear_opened (&stage, treatment_deferred, severity_major, at ("2021-03-06 00:00"));
    hear (&stage, order_drafted_record, H, stage.now,
          &(struct order_drafted){ .edition = DAY_ABSENT,
                                   .order = "O-2021-000001-1",
                                   .ref = H,
                                   .instrument = instrument_sealing,
                                   .community = "c01",
                                   .department = "office",
                                   .on_the_spot = true,
                                   .done = stage.now });
    hear (&stage, order_served_record, H, stage.now,
          &(struct order_served){ .order = "O-2021-000001-1",
                                  .ref = H,
                                  .by = "leader",
                                  .at = stage.now,
                                  .from = INSTANT_ABSENT,
                                  .until = at ("2021-04-01 00:00"),
                                  .term = 1 });
    hear (&stage, resumption_applied_record, H, stage.now,
          &(struct resumption_applied){ .order = "O-2021-000001-1",
                                        .ref = H,
                                        .by = "office",
                                        .at = stage.now,
                                        .evidence = "申请书",
                                        .application = 1 });
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        assert_string_equal (extend_by (&stage, rows[i].deadline, "leader"), "");
        assert_int_equal (stage.refusal.code, REFUSAL_CONFLICT);
        assert_non_null (strstr (stage.refusal.sentence, rows[i].possible));
        tell (&stage, extension_ask_record,
              &(struct extension_ask){ .deadline = rows[i].deadline,
                                       .due = INSTANT_ABSENT,
                                       .working_days = 2,
                                       .reason = "忙",
                                       .by = "office" });
        assert_int_equal (stage.refusal.code, REFUSAL_CONFLICT);
    }
    tell (&stage, deadline_pause_record,
          &(struct deadline_pause){ .deadline = H "/order_end/1",
                                    .until = at ("2021-03-10 00:00"),
                                    .reason = "r",
                                    .by = "leader" });
    assert_int_equal (stage.refusal.code, REFUSAL_CONFLICT);
    assert_non_null (strstr (stage.refusal.sentence, "order.renew, order.lift"));
    stage_destroy (&stage);
}

/* S15: a watch over a danger is put off by nobody, before its miss or after it, nor by asking. */
static void a_watch_over_a_danger_is_not_put_off (void **state)
{
    (void)state;
    for (int missed = 0; missed < 2; missed++) {
        struct stage stage = with_hazard();
        if (missed)
            strike (&stage, "deadline", at ("2021-03-02 10:00"));
        assert_string_equal (extend_by (&stage, H "/watch/1", "leader"), "");
        assert_int_equal (stage.refusal.code, REFUSAL_CONFLICT);
        assert_non_null (strstr (stage.refusal.sentence, "watch.report"));
        assert_string_equal (tell (&stage, extension_ask_record,
                                   &(struct extension_ask){ .deadline = H "/watch/1",
                                                            .due = INSTANT_ABSENT,
                                                            .working_days = 2,
                                                            .reason = "忙",
                                                            .by = "office" }),
                             "");
        assert_int_equal (stage.refusal.code, REFUSAL_CONFLICT);
        stage_destroy (&stage);
    }
}

/* Its tracker, or without one whom its first reminder tells. */
static void who_owes_it_gives_itself_no_more_time (void **state)
{
    (void)state;
    struct stage stage = with_hazard();
    hear (&stage, supervision_listed_record, H, stage.now,
          &(struct supervision_listed){ .ref = H,
                                        .number = 1,
                                        .level = "street",
                                        .due = at ("2021-03-20 00:00"),
                                        .by = "office",
                                        .community = "c01",
                                        .department = "construction" });
    extend_by (&stage, H "/publication/1", "office");
    assert_int_equal (stage.refusal.code, REFUSAL_FORBIDDEN);
    assert_string_equal (stage.refusal.path, "/by");
    assert_non_null (strstr (stage.refusal.sentence, "extension.ask"));
    extend_by (&stage, H "/publication/1", "deputy");
    assert_int_equal (stage.refusal.code, REFUSAL_NONE);
    hear (&stage, task_set_record, H, stage.now,
          &(struct task_set){ .task = H "/joint/1",
                              .ref = H,
                              .kind = task_joint,
                              .number = 1,
                              .party = "office",
                              .text = "清理",
                              .due = INSTANT_ABSENT,
                              .working_days = 5 });
    extend_by (&stage, H "/joint/1", "office");
    assert_int_equal (stage.refusal.code, REFUSAL_FORBIDDEN);
    extend_by (&stage, H "/joint/1", "leader");
    assert_int_equal (stage.refusal.code, REFUSAL_NONE);
    stage_destroy (&stage);
}

int main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (extensions_are_judged),
        cmocka_unit_test (the_new_day_is_told),
        cmocka_unit_test (a_met_one_is_not_extended),
        cmocka_unit_test (what_the_law_sets_is_not_extended),
        cmocka_unit_test (a_watch_over_a_danger_is_not_put_off),
        cmocka_unit_test (who_owes_it_gives_itself_no_more_time),
        cmocka_unit_test (a_missed_one_is_extended_from_today_at_most_twice),
        cmocka_unit_test (the_reinspection_waits_for_the_new_time_limit),
        cmocka_unit_test (an_extended_watch_is_not_hushed),
        cmocka_unit_test (an_extension_does_not_slip_behind_the_miss),
    };
    return cmocka_run_group_tests (tests, NULL, NULL);
}
