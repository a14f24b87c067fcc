/* What rings when: steps once each and in order, overdue reminders until somebody acts, after an
 * outage too. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "scheduling/reminder.h"
#include "scheduling/stage_test.h"

#define D "T-2021-000001/tipoff_verification/1"

/* Reported Monday, 1 March 2021, 10:00; due Thursday 24:00; soon 6 hours before; overdue after 12,
 * 24, 48, 72 hours. */
static struct stage with_tipoff (void)
{
    struct stage stage = stage_new();
    stage.now = at ("2021-03-01 10:00");
    hear (&stage, tipoff_reported_record, "T-2021-000001", stage.now,
          &(struct tipoff_reported){ .tipoff = "T-2021-000001",
                                     .text = "堵塞",
                                     .premises_name = "某商场",
                                     .community = "c01",
                                     .department = "construction",
                                     .category = "unauthorised_wiring" });
    return stage;
}

static void each_step_rings_once (void **state)
{
    static const struct {
        const char *now, *said, *next;
    } rows[] = {
        { "2021-03-04 17:59", "", "2021-03-04 18:00" },
        { "2021-03-04 18:00", "reminder " D "/soon to=2", "2021-03-05 00:00" },
        { "2021-03-04 18:01", "", "2021-03-05 00:00" },
        { "2021-03-05 00:00", "missed " D "; reminder " D "/due to=3", "2021-03-05 12:00" },
        { "2021-03-05 12:00", "reminder " D "/overdue_1 to=3", "2021-03-06 12:00" },
        { "2021-03-06 12:00", "reminder " D "/overdue_2 to=3", "2021-03-08 12:00" },
        { "2021-03-08 12:00", "reminder " D "/overdue_3 to=3", "2021-03-11 12:00" },
        { "2021-03-11 12:00", "reminder " D "/overdue_4 to=3", "2021-03-14 12:00" },
        { "2021-03-14 12:00", "reminder " D "/overdue_5 to=3", "2021-03-17 12:00" },
    };
    (void)state;
    struct stage stage = with_tipoff();
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        assert_string_equal (strike (&stage, "deadline", at (rows[i].now)), rows[i].said);
        assert_int_equal (stage_next (&stage, "deadline"), at (rows[i].next));
    }
    stage_destroy (&stage);
}

static void after_an_outage (void **state)
{
    (void)state;
    struct stage stage = with_tipoff();
    assert_string_equal (strike (&stage, "deadline", at ("2021-03-12 10:00")),
                         "reminder " D "/soon late to=2; missed " D "; reminder " D
                         "/due late to=3; "
                         "reminder " D "/overdue_4 late silent=3 to=3");
    assert_non_null (strstr (((const struct reminder_raised *)stage.last)->text,
                             "补发：本提醒应于 2021-03-05 12:00"));
    assert_int_equal (stage_next (&stage, "deadline"), at ("2021-03-15 10:00"));
    stage_destroy (&stage);
}

static void it_says_what_is_due_when_and_why (void **state)
{
    static const char *const parts[] = { "案号：T-2021-000001\n",
                                         "地点：某商场\n",
                                         "第一社区",
                                         "城市建设办公室",
                                         "到期：2021-03-04 24:00\n",
                                         "第十八条第一款第二项",
                                         "2021-03-04 周四  计第3个工作日" };
    (void)state;
    struct stage stage = with_tipoff();
    strike (&stage, "deadline", at ("2021-03-04 18:00"));
    const struct reminder_raised *raised = stage.last;
    assert_string_equal (raised->subject,
                         "【提醒】举报核查 2021-03-04 24:00到期：某商场（T-2021-000001）");
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        assert_non_null (strstr (raised->text, parts[i]));
    assert_string_equal (raised->notices[0].notice, D "/soon/c01/mail");
    stage_destroy (&stage);
}

static void danger_is_said_first (void **state)
{
    (void)state;
    struct stage stage = stage_new();
    stage.now = at ("2021-03-01 10:00");
    hear_opened (&stage, treatment_deferred, severity_major, at ("2021-03-06 00:00"));
    strike (&stage, "deadline", at ("2021-03-01 22:00"));
    const struct reminder_raised *raised = stage.last;
    assert_int_equal (strncmp (raised->subject, "【危险】", strlen ("【危险】")), 0);
    assert_int_equal (strncmp (raised->text, "盯守报告中断", strlen ("盯守报告中断")), 0);
    stage_destroy (&stage);
}

/* ---- extended ---- */

static void an_extended_one_rings_anew (void **state)
{
    (void)state;
    struct stage stage = with_tipoff();
    const struct deadline_extend extend = { .deadline = D,
                                            .due = INSTANT_ABSENT,
                                            .working_days = 2,
                                            .reason = "人员外出",
                                            .by = "office" };
    lend_time (stage.office);
    strike (&stage, "deadline", at ("2021-03-05 13:00"));
    assert_string_equal (tell (&stage, deadline_extend_record, &extend),
                         "extended " D " 2021-03-09 24:00; notice " D "/extended/1 to=3");
    assert_string_equal (strike (&stage, "deadline", at ("2021-03-09 18:00")),
                         "reminder " D "/x1.soon to=2");
    assert_string_equal (strike (&stage, "deadline", at ("2021-03-10 12:00")),
                         "missed " D "; reminder " D "/x1.due late to=3; reminder " D
                         "/x1.overdue_1 to=3");
    stage_destroy (&stage);
}

/* ---- acknowledged ---- */

static const char *acknowledge (struct stage *stage, const char *reminder, const char *by,
                                const char *now)
{
    stage->now = at (now);
    return tell (
        stage, reminder_acknowledge_record,
        &(struct reminder_acknowledge){ .reminder = reminder, .by = by, .reason = "现场有人" });
}

static void an_acknowledgement_silences_for_a_while (void **state)
{
    (void)state;
    struct stage stage = with_tipoff();
    strike (&stage, "deadline", at ("2021-03-05 00:00"));
    strike (&stage, "deadline", at ("2021-03-05 12:00"));
    assert_string_equal (acknowledge (&stage, D "/overdue_1", "office", "2021-03-05 13:00"),
                         "acknowledged " D "/overdue_1 until 2021-03-07 13:00; notice " D
                         "/silenced/1615093200 to=3");
    assert_int_equal (stage_next (&stage, "deadline"), at ("2021-03-07 13:00"));
    assert_string_equal (strike (&stage, "deadline", at ("2021-03-07 12:59")), "");
    assert_string_equal (strike (&stage, "deadline", at ("2021-03-07 13:00")),
                         "reminder " D "/overdue_2 to=3");
    assert_int_equal (stage_next (&stage, "deadline"), at ("2021-03-09 13:00"));
    stage_destroy (&stage);
}

/* domain.md 6: an escalation is not acknowledged away. Silent from 5 March 13:00 for 48 hours. */
static void it_rings_before_it_is_silenced_again (void **state)
{
    static const struct {
        const char *reminder, *now, *sentence; /* NULL: accepted */
    } rows[] = {
        { D "/overdue_1", "2021-03-06 13:00",
          "its deadline " D " is silent until 2021-03-07 13:00 by the acknowledgement of c01; "
          "possible then: to acknowledge what is told after it" },
        { D "/due", "2021-03-07 12:59",
          "its deadline " D " is silent until 2021-03-07 13:00 by the acknowledgement of c01; "
          "possible then: to acknowledge what is told after it" },
        { D "/overdue_1", "2021-03-07 13:00",
          "it was told before the acknowledgement of c01 expired on 2021-03-07 13:00; possible "
          "now: to acknowledge what deadline " D " told after it, or tells next" },
        { D "/overdue_1", "2021-03-20 10:00",
          "it was told before the acknowledgement of c01 expired on 2021-03-07 13:00; possible "
          "now: to acknowledge what deadline " D " told after it, or tells next" },
        { D "/overdue_2", "2021-03-07 13:00", NULL },
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct stage stage = with_tipoff();
        strike (&stage, "deadline", at ("2021-03-05 00:00"));
        strike (&stage, "deadline", at ("2021-03-05 12:00"));
        acknowledge (&stage, D "/overdue_1", "c01", "2021-03-05 13:00");
        if (at (rows[i].now) >= at ("2021-03-07 13:00"))
            strike (&stage, "deadline", at (rows[i].now));
        acknowledge (&stage, rows[i].reminder, "construction", rows[i].now);
        assert_int_equal (stage.refusal.code, rows[i].sentence ? REFUSAL_CONFLICT : REFUSAL_NONE);
        if (rows[i].sentence)
            assert_string_equal (stage.refusal.sentence, rows[i].sentence);
        stage_destroy (&stage);
    }
}

/* domain.md 6: a mute has an owner, a reason and an end, and says when it ends. */
static void who_silences_says_why_and_until_when (void **state)
{
    static const struct {
        const char *reason, *line;
    } rows[] = {
        { "现场已断电，等待施工", "知悉人：领导小组办公室\n理由：现场已断电，等待施工\n"
                                  "重复提醒暂停至：2021-03-06 19:00" },
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct stage stage = with_tipoff();
        strike (&stage, "deadline", at ("2021-03-04 18:00"));
        stage.now = at ("2021-03-04 19:00");
        tell (&stage, reminder_acknowledge_record,
              &(struct reminder_acknowledge){
                  .reminder = D "/soon", .by = "office", .reason = rows[i].reason });
        const struct notice_raised *told = stage.last;
        assert_non_null (strstr (told->subject, "重复提醒暂停至 2021-03-06 19:00"));
        if (!strstr (told->text, rows[i].line))
            fail_msg ("row %zu: %s", i, told->text);
        strike (&stage, "deadline", at ("2021-03-05 00:00"));
        assert_non_null (strstr (((const struct reminder_raised *)stage.last)->text,
                                 "重复提醒已暂停至 2021-03-06 19:00"));
        strike (&stage, "deadline", at ("2021-03-06 19:00"));
        assert_null (strstr (((const struct reminder_raised *)stage.last)->text, "暂停"));
        stage_destroy (&stage);
    }
}

static const char *acknowledge_for_itself (struct stage *stage, const char *reminder,
                                           const char *now)
{
    stage->now = at (now);
    return tell (
        stage, reminder_acknowledge_record,
        &(struct reminder_acknowledge){ .reminder = reminder, .by = "c01", .reason = " " });
}

/* domain.md 6: a mute has a reason; who gives none is left alone for a while, and nobody else. */
static void without_a_reason_it_silences_who_gave_it (void **state)
{
    (void)state;
    struct stage stage = with_tipoff();
    strike (&stage, "deadline", at ("2021-03-05 12:00"));
    assert_string_equal (acknowledge_for_itself (&stage, D "/overdue_1", "2021-03-05 13:00"),
                         "acknowledged " D "/overdue_1 until 2021-03-07 13:00; notice " D
                         "/silenced/1615093200/c01 to=3");
    assert_non_null (strstr (((const struct notice_raised *)stage.last)->text, "其他人照常提醒"));
    assert_string_equal (strike (&stage, "deadline", at ("2021-03-06 12:00")),
                         "reminder " D "/overdue_2 to=2");
    acknowledge_for_itself (&stage, D "/overdue_2", "2021-03-06 13:00");
    assert_int_equal (stage.refusal.code, REFUSAL_CONFLICT); /* it rings for c01 first */
    assert_string_equal (strike (&stage, "deadline", at ("2021-03-08 12:00")),
                         "reminder " D "/overdue_3 to=3");
    assert_string_equal (acknowledge (&stage, D "/overdue_3", "c01", "2021-03-08 13:00"),
                         "acknowledged " D "/overdue_3 until 2021-03-10 13:00; notice " D
                         "/silenced/1615352400 to=3");
    stage_destroy (&stage);
}

static void it_never_silences_the_due_moment (void **state)
{
    (void)state;
    struct stage stage = with_tipoff();
    strike (&stage, "deadline", at ("2021-03-04 18:00"));
    acknowledge (&stage, D "/soon", "office", "2021-03-04 19:00");
    assert_string_equal (strike (&stage, "deadline", at ("2021-03-05 00:00")),
                         "missed " D "; reminder " D "/due to=3");
    assert_int_equal (stage_next (&stage, "deadline"), at ("2021-03-06 19:00"));
    stage_destroy (&stage);
}

static void an_earlier_watch_stays_hushed (void **state)
{
    (void)state;
    struct stage stage = stage_new();
    stage.now = at ("2021-03-01 10:00");
    hear_opened (&stage, treatment_deferred, severity_general, at ("2021-03-13 00:00"));
    strike (&stage, "deadline", at ("2021-03-02 10:00"));
    const char *said = strike (&stage, "deadline", at ("2021-03-03 10:00"));
    assert_non_null (strstr (said, "missed H-2021-000001/watch/2 danger"));
    acknowledge (&stage, "H-2021-000001/watch/1/due", "office", "2021-03-03 10:30");
    struct scene scene = stage_scene (&stage);
    const struct deadline_row *earlier = deadline_see (&scene, "H-2021-000001/watch/1");
    assert_int_equal (earlier->silenced, at ("2021-03-05 10:30"));
    assert_int_equal (earlier->next, INSTANT_ABSENT);
    stage_destroy (&stage);
}

static void acknowledgements_are_judged (void **state)
{
    static const struct {
        const char *reminder, *by;
        bool verified;
        enum refusal_code code;
        const char *path;
    } rows[] = {
        { D "/soon", "office", false, REFUSAL_NONE, NULL },
        { D "/late", "office", false, REFUSAL_NOT_FOUND, "/reminder" },
        { D "/soon", "nobody", false, REFUSAL_INVALID, "/by" },
        { D "/soon", "c01", false, REFUSAL_NONE, NULL },
        { D "/soon", "construction", false, REFUSAL_NONE, NULL },
        { D "/soon", "c17", false, REFUSAL_FORBIDDEN, "/by" }, /* of another community */
        { D "/soon", "office", true, REFUSAL_CONFLICT, "/reminder" },
    };
    static const char *const inspectors[] = { "甲" };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct stage stage = with_tipoff();
        strike (&stage, "deadline", at ("2021-03-04 18:00"));
        if (rows[i].verified)
            hear (&stage, tipoff_verified_record, "T-2021-000001", stage.now,
                  &(struct tipoff_verified){ .tipoff = "T-2021-000001",
                                             .outcome = verification_unfounded,
                                             .reason = "无",
                                             .inspectors = inspectors,
                                             .inspectors_count = 1 });
        acknowledge (&stage, rows[i].reminder, rows[i].by, "2021-03-04 19:00");
        assert_int_equal (stage.refusal.code, rows[i].code);
        if (rows[i].path)
            assert_string_equal (stage.refusal.path, rows[i].path);
        if (rows[i].verified)
            assert_string_equal (stage.refusal.sentence,
                                 "its deadline " D " is met; only what is armed, missed or paused "
                                 "still rings, and can be silenced");
        stage_destroy (&stage);
    }
}

/* ---- the policy was changed ---- */

static void a_step_that_is_no_more (void **state)
{
    (void)state;
    struct stage stage = with_tipoff();
    struct office office = *stage.office;
    struct policy policy = *office.policy;
    struct clock_policy clock = *office_clock (&office, CLOCK_TIPOFF_VERIFICATION);
    clock.steps = &clock.steps[1];
    clock.steps_count = 1;
    policy.clocks = &clock;
    policy.clocks_count = 1;
    office.policy = &policy;
    stage.office = &office;
    assert_string_equal (strike (&stage, "deadline", at ("2021-03-04 18:00")), "planned " D);
    assert_int_equal (stage_next (&stage, "deadline"), at ("2021-03-05 00:00"));
    assert_string_equal (strike (&stage, "deadline", at ("2021-03-05 00:00")),
                         "missed " D "; reminder " D "/due to=3");
    stage_destroy (&stage);
}

int main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (each_step_rings_once),
        cmocka_unit_test (after_an_outage),
        cmocka_unit_test (it_says_what_is_due_when_and_why),
        cmocka_unit_test (danger_is_said_first),
        cmocka_unit_test (an_extended_one_rings_anew),
        cmocka_unit_test (an_acknowledgement_silences_for_a_while),
        cmocka_unit_test (it_rings_before_it_is_silenced_again),
        cmocka_unit_test (without_a_reason_it_silences_who_gave_it),
        cmocka_unit_test (it_never_silences_the_due_moment),
        cmocka_unit_test (an_earlier_watch_stays_hushed),
        cmocka_unit_test (who_silences_says_why_and_until_when),
        cmocka_unit_test (acknowledgements_are_judged),
        cmocka_unit_test (a_step_that_is_no_more),
    };
    return cmocka_run_group_tests (tests, NULL, NULL);
}
