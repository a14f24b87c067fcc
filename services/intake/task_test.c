/* S6: a joint case is its tasks, and its hazard is not closed while one of them is open. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "intake/task.h"
#include "intake/stage_test.h"
#include "words/escalation.h"

#define ABSENT .due = INSTANT_ABSENT, .working_days = NUMBER_ABSENT

static const struct task_given four[] = {
    { .party = "public_management", .text = "清理占道车辆", ABSENT },
    { .party = "enforcement", .text = "拆除地锁", .due = INSTANT_ABSENT, .working_days = 2 },
    { .party = "c03", .text = "入户告知", ABSENT },
    { .party = "construction", .text = "划线", ABSENT },
};
static const struct joint_open opening = { .hazard = "H-2021-000001",
                                           .lead = "public_management",
                                           .tasks = four,
                                           .tasks_count = COUNT (four),
                                           .by = "office" };

static void begin (void)
{
    register_premises ("P1", "c03");
    find_hazard ("P1", "blocked_fire_lane");
}

static const char *report (const char *task, const char *by)
{
    return tell (task_report_record,
                 &(struct task_report){ .task = task, .proof = "照片", .by = by });
}

static const char *reinspect (enum reinspection_outcome outcome)
{
    static const char *const inspectors[] = { "甲", "乙" };
    return tell (reinspection_report_record,
                 &(struct reinspection_report){ .hazard = "H-2021-000001",
                                                .outcome = outcome,
                                                .inspectors = inspectors,
                                                .inspectors_count = 2,
                                                .due = INSTANT_ABSENT });
}

static void each_who_takes_part_has_a_task (void **state)
{
    (void)state;
    begin();
    assert_null (tell (joint_open_record, &opening));
    assert_int_equal (decision.count, 5);
    const struct joint_opened *opened = decision.events[0].event;
    assert_int_equal (opened->others_count, 3);
    assert_string_equal (opened->others[0], "enforcement");
    const struct task_set *second = decision.events[2].event;
    assert_string_equal (second->task, "H-2021-000001/joint/2");
    assert_string_equal (second->party, "enforcement");
    assert_int_equal (second->working_days, 2);
}

static void one_party_alone_is_no_joint_case (void **state)
{
    (void)state;
    static const struct task_given own[] = {
        { .party = "public_management", .text = "清理占道车辆", ABSENT },
        { .party = "public_management", .text = "划线", ABSENT },
    };
    struct joint_open alone = opening;
    alone.tasks = own;
    alone.tasks_count = COUNT (own);
    begin();
    assert_string_equal (tell (joint_open_record, &alone), "/tasks");
    assert_int_equal (decision.refusal.code, REFUSAL_INVALID);
    assert_int_equal (decision.count, 0);
}

static void it_is_not_closed_while_a_task_is_open (void **state)
{
    (void)state;
    begin();
    tell (joint_open_record, &opening);
    for (int64_t i = 1; i <= 4; i++) {
        assert_string_equal (reinspect (reinspection_passed), "/outcome");
        assert_int_equal (decision.refusal.code, REFUSAL_CONFLICT);
        assert_null (report (arena_format (arena, "H-2021-000001/joint/%d", (int)i), "office"));
    }
    assert_null (reinspect (reinspection_passed));
}

static const char *close_as (enum ending reason)
{
    return tell (hazard_close_record, &(struct hazard_close){ .hazard = "H-2021-000001",
                                                              .reason = reason,
                                                              .by = "office",
                                                              .evidence = "会议纪要" });
}

static void hear_accepted (void)
{
    static const char *const referral = "R-2021-000001-1";
    tell (referral_sent_record,
          &(struct referral_sent){ .referral = referral, .ref = "H-2021-000001" });
    assert_null (
        tell (referral_answer_record,
              &(struct referral_answer){ .referral = referral, .outcome = referral_accepted }));
}

/* S6: what another authority has, or what was none, takes its tasks with it. */
static void closing_takes_the_tasks (enum ending reason)
{
    begin();
    tell (joint_open_record, &opening);
    hear_accepted();
    assert_null (report ("H-2021-000001/joint/2", "enforcement"));
    assert_null (close_as (reason));
    assert_int_equal (decision.count, 4);
    assert_string_equal (((const struct task_dropped *)decision.events[1].event)->task,
                         "H-2021-000001/joint/3");
    assert_string_equal (report ("H-2021-000001/joint/3", "c03"), "/task");
}

static void closed_as_withdrawn_its_tasks_fall (void **state)
{
    (void)state;
    closing_takes_the_tasks (ending_withdrawn);
}

static void closed_as_transferred_its_tasks_fall (void **state)
{
    (void)state;
    closing_takes_the_tasks (ending_transferred);
}

static const char *withdraw (const char *task, const char *by)
{
    return tell (task_withdraw_record,
                 &(struct task_withdraw){ .task = task, .reason = "交办有误", .by = by });
}

/* S6, S18: who gave it, or the office; nobody has to say that it was done. */
static void what_was_given_by_mistake_is_withdrawn (void **state)
{
    static const struct task_given given[] = { { .party = "construction", .text = "t", ABSENT },
                                               { .party = "c02", .text = "u", ABSENT } };
    static const char *const attended[] = { "张三" };
    (void)state;
    begin();
    tell (joint_open_record, &opening);
    assert_string_equal (withdraw ("H-2021-000001/joint/9", "office"), "/task");
    assert_string_equal (withdraw ("H-2021-000001/joint/3", "c03"), "/by"); /* who has it */
    assert_string_equal (withdraw ("H-2021-000001/joint/3", "某人"), "/by");
    assert_null (withdraw ("H-2021-000001/joint/3", "office"));
    const struct task_dropped *dropped = decision.events[0].event;
    assert_string_equal (dropped->party, "c03");
    assert_string_equal (dropped->reason, "交办有误");
    assert_string_equal (dropped->by, "office");
    assert_string_equal (withdraw ("H-2021-000001/joint/3", "office"), "/task");
    assert_string_equal (report ("H-2021-000001/joint/3", "c03"), "/task");
    assert_null (tell (meeting_report_record, &(struct meeting_report){ .kind = "regular",
                                                                        .at = INSTANT_ABSENT,
                                                                        .attended = attended,
                                                                        .attended_count = 1,
                                                                        .actions = given,
                                                                        .actions_count = 2,
                                                                        .by = "construction" }));
    assert_string_equal (withdraw ("G-2021-000001/action/2", "c02"), "/by");
    assert_null (withdraw ("G-2021-000001/action/2", "construction"));
    assert_null (withdraw ("G-2021-000001/action/1", "deputy"));
}

/* A community gives itself something to do. */
static void a_community_gives_tasks_to_itself (void **state)
{
    static const struct {
        const char *by, *party, *path;
    } rows[] = {
        { "c03", "c03", NULL },
        { "c03", "leader", "/actions/0/party" },
        { "c03", "c02", "/actions/0/party" },
        { "community", "c02", "/actions/0/party" }, /* whichever it is */
        { "construction", "c02", NULL },
        { "office", "leader", NULL },
    };
    static const char *const attended[] = { "张三" };
    (void)state;
    for (size_t i = 0; i < COUNT (rows); i++) {
        const struct task_given given = { .party = rows[i].party, .text = "t", ABSENT };
        const struct meeting_report said = { .kind = "regular",
                                             .at = INSTANT_ABSENT,
                                             .attended = attended,
                                             .attended_count = 1,
                                             .actions = &given,
                                             .actions_count = 1,
                                             .by = rows[i].by };
        if (!text_same (tell (meeting_report_record, &said), rows[i].path))
            fail_msg ("row %zu: %s", i, decision.refusal.sentence);
    }
}

static void a_case_is_closed_as_transferred (void **state)
{
    (void)state;
    begin();
    assert_string_equal (close_as (ending_transferred), "/reason");
    hear_accepted();
    assert_null (close_as (ending_transferred));
    assert_string_equal (close_as (ending_withdrawn), "/hazard");
}

static void failing_does_not_wait_for_tasks (void **state)
{
    (void)state;
    begin();
    tell (joint_open_record, &opening);
    assert_null (reinspect (reinspection_failed));
}

static void a_task_is_reported_by_its_party_once (void **state)
{
    (void)state;
    begin();
    tell (joint_open_record, &opening);
    assert_string_equal (report ("H-2021-000001/joint/2", "construction"), "/by");
    assert_string_equal (report ("H-2021-000001/joint/2", "police"), "/by");
    assert_null (report ("H-2021-000001/joint/2", "enforcement"));
    assert_string_equal (report ("H-2021-000001/joint/2", "enforcement"), "/task");
    assert_string_equal (report ("H-2021-000001/joint/9", "office"), "/task");
}

static void tasks_are_numbered_on (void **state)
{
    (void)state;
    begin();
    tell (joint_open_record, &opening);
    assert_string_equal (tell (joint_open_record, &opening), "/hazard");
    for (int64_t i = 1; i <= 4; i++)
        report (arena_format (arena, "H-2021-000001/joint/%d", (int)i), "office");
    assert_null (tell (joint_open_record, &opening));
    assert_string_equal (((const struct task_set *)decision.events[1].event)->task,
                         "H-2021-000001/joint/5");
}

static const struct {
    const char *hazard, *lead, *by, *party;
    instant due;
    int64_t working_days;
    const char *path;
} wrong[] = {
    { "H-2021-000009", "office", "office", "office", INSTANT_ABSENT, NUMBER_ABSENT, "/hazard" },
    { "H-2021-000001", "nobody", "office", "office", INSTANT_ABSENT, NUMBER_ABSENT, "/lead" },
    { "H-2021-000001", "fire_rescue", "office", "office", INSTANT_ABSENT, NUMBER_ABSENT, "/lead" },
    { "H-2021-000001", "office", "c03", "office", INSTANT_ABSENT, NUMBER_ABSENT, "/by" },
    { "H-2021-000001", "office", "office", "c03", INSTANT_ABSENT, NUMBER_ABSENT, "/tasks" },
    { "H-2021-000001", "office", "office", "nobody", INSTANT_ABSENT, NUMBER_ABSENT, "/tasks" },
    { "H-2021-000001", "office", "office", "office", 1, NUMBER_ABSENT, "/tasks/0/due" },
    { "H-2021-000001", "office", "office", "office", INT64_C (1712918800000), 3,
      "/tasks/0/working_days" },
};

/* S6: the other authorities are asked in writing. */
static void nobody_outside_has_a_task (void **state)
{
    (void)state;
    const struct task_given tasks[] = { { .party = "office", .text = "t", ABSENT },
                                        { .party = "fire_rescue", .text = "t", ABSENT } };
    begin();
    assert_string_equal (tell (joint_open_record, &(struct joint_open){ .hazard = "H-2021-000001",
                                                                        .lead = "office",
                                                                        .tasks = tasks,
                                                                        .tasks_count = 2,
                                                                        .by = "office" }),
                         "/tasks/1/party");
    assert_non_null (strstr (decision.refusal.sentence, "referral.draft"));
}

static void what_is_wrong_is_named (void **state)
{
    (void)state;
    begin();
    for (size_t i = 0; i < COUNT (wrong); i++) {
        const struct task_given given[] = { { .party = wrong[i].party,
                                              .text = "t",
                                              .due = wrong[i].due,
                                              .working_days = wrong[i].working_days },
                                            { .party = "c03", .text = "t", ABSENT } };
        const char *path =
            tell (joint_open_record, &(struct joint_open){ .hazard = wrong[i].hazard,
                                                           .lead = wrong[i].lead,
                                                           .tasks = given,
                                                           .tasks_count = COUNT (given),
                                                           .by = wrong[i].by });
        if (!text_same (path, wrong[i].path))
            fail_msg ("row %zu: %s %s", i, path ? path : "taken", decision.refusal.sentence);
    }
}

int main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown (each_who_takes_part_has_a_task, stage_begin, stage_end),
        cmocka_unit_test_setup_teardown (one_party_alone_is_no_joint_case, stage_begin, stage_end),
        cmocka_unit_test_setup_teardown (it_is_not_closed_while_a_task_is_open, stage_begin,
                                         stage_end),
        cmocka_unit_test_setup_teardown (closed_as_withdrawn_its_tasks_fall, stage_begin,
                                         stage_end),
        cmocka_unit_test_setup_teardown (closed_as_transferred_its_tasks_fall, stage_begin,
                                         stage_end),
        cmocka_unit_test_setup_teardown (what_was_given_by_mistake_is_withdrawn, stage_begin,
                                         stage_end),
        cmocka_unit_test_setup_teardown (a_community_gives_tasks_to_itself, stage_begin, stage_end),
        cmocka_unit_test_setup_teardown (a_case_is_closed_as_transferred, stage_begin, stage_end),
        cmocka_unit_test_setup_teardown (failing_does_not_wait_for_tasks, stage_begin, stage_end),
        cmocka_unit_test_setup_teardown (a_task_is_reported_by_its_party_once, stage_begin,
                                         stage_end),
        cmocka_unit_test_setup_teardown (tasks_are_numbered_on, stage_begin, stage_end),
        cmocka_unit_test_setup_teardown (nobody_outside_has_a_task, stage_begin, stage_end),
        cmocka_unit_test_setup_teardown (what_is_wrong_is_named, stage_begin, stage_end),
    };
    return cmocka_run_group_tests (tests, NULL, NULL);
}
