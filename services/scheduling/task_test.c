/* S6, S18: each task has its own clock, told to the party that has it; done late is late. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "scheduling/task.h"
#include "scheduling/stage_test.h"
#include "words/escalation.h"

static const char *hear_set (struct stage *stage, enum task_kind kind, int64_t number,
                             const char *party, instant due, int64_t working_days)
{
    const char *ref = kind == task_joint ? "H-2021-000001" : "G-2021-000001";
    return hear (stage, task_set_record, ref, stage->now,
                 &(struct task_set){ .task = "t",
                                     .ref = ref,
                                     .kind = kind,
                                     .number = number,
                                     .party = party,
                                     .text = "清理占道车辆",
                                     .due = due,
                                     .working_days = working_days });
}

static const char *hear_reported (struct stage *stage, enum task_kind kind, int64_t number)
{
    const char *ref = kind == task_joint ? "H-2021-000001" : "G-2021-000001";
    return hear (stage, task_reported_record, ref, stage->now,
                 &(struct task_reported){ .task = "t",
                                          .at = INSTANT_ABSENT,
                                          .ref = ref,
                                          .kind = kind,
                                          .number = number,
                                          .party = "c03",
                                          .proof = "照片",
                                          .by = "c03" });
}

static void each_of_a_joint_case_has_its_own_clock (void **state)
{
    (void)state;
    struct stage stage = stage_new();
    stage.now = at ("2021-01-04 10:00");
    hear_opened (&stage, treatment_deferred, severity_general, at ("2021-01-20 00:00"));
    assert_string_equal (hear_set (&stage, task_joint, 1, "enforcement", INSTANT_ABSENT, 2),
                         "armed H-2021-000001/joint/1 2021-01-06 24:00");
    assert_string_equal (
        hear_set (&stage, task_joint, 2, "c03", at ("2021-01-09 00:00"), NUMBER_ABSENT),
        "armed H-2021-000001/joint/2 2021-01-08 24:00");
    assert_string_equal (
        hear_set (&stage, task_joint, 3, "construction", INSTANT_ABSENT, NUMBER_ABSENT),
        "armed H-2021-000001/joint/3 2021-01-11 24:00");
    const struct deadline_armed *armed = stage.last;
    assert_string_equal (armed->premises_name, "某仓库");
    assert_string_equal (armed->tracker, "construction");
    assert_string_equal (hear_reported (&stage, task_joint, 2), "met H-2021-000001/joint/2");
    stage_destroy (&stage);
}

/* S15: what a task or a listing says of itself is not said of the hazard's next clocks. */
static void the_case_stays_its_own (void **state)
{
    (void)state;
    struct stage stage = stage_new();
    stage.now = at ("2021-01-04 10:00");
    hear_opened (&stage, treatment_deferred, severity_major, at ("2021-01-06 00:00"));
    for (int64_t number = 1; number <= 3; number++)
        hear_set (&stage, task_joint, number, "enforcement", INSTANT_ABSENT, 2);
    hear (&stage, supervision_listed_record, "H-2021-000001", stage.now,
          &(struct supervision_listed){ .ref = "H-2021-000001",
                                        .number = 4,
                                        .level = "street",
                                        .due = at ("2021-01-26 00:00"),
                                        .premises_name = "某仓库",
                                        .community = "c01",
                                        .department = "construction",
                                        .category = "combustible_storage",
                                        .by = "office" });
    const struct deadline_armed *armed = stage.last;
    assert_int_equal (armed->severity, severity_major); /* its ladder reaches as far */
    assert_null (armed->tracker);
    stage.now = at ("2021-01-04 12:00");
    assert_string_equal (hear_watch (&stage, stage.now),
                         "met H-2021-000001/watch/1; armed H-2021-000001/watch/2 2021-01-04 24:00");
    armed = stage.last;
    assert_string_equal (armed->watcher, "张三");
    assert_string_equal (armed->tracker, "construction");
    assert_null (armed->matter);
    assert_string_equal (
        hear (&stage, hazard_reopened_record, "H-2021-000001", stage.now,
              &(struct hazard_reopened){
                  .hazard = "H-2021-000001", .cycle = 2, .due = INSTANT_ABSENT }),
        "armed H-2021-000001/rectification/2 2021-01-07 24:00; armed H-2021-000001/notice/2 "
        "2021-01-07 24:00");
    stage_destroy (&stage);
}

static void its_party_is_told_what_it_has_to_do (void **state)
{
    (void)state;
    struct stage stage = stage_new();
    stage.now = at ("2021-01-04 10:00");
    assert_string_equal (hear_set (&stage, task_action, 1, "c03", INSTANT_ABSENT, 2),
                         "armed G-2021-000001/action/1 2021-01-06 24:00");
    strike (&stage, "deadline", at ("2021-01-05 09:00"));
    const struct reminder_raised *raised = stage.last;
    assert_string_equal (raised->reminder, "G-2021-000001/action/1/soon");
    assert_int_equal (raised->notices_count, 1);
    assert_string_equal (raised->notices[0].party, "c03");
    assert_non_null (strstr (raised->subject, "清理占道车辆"));
    assert_non_null (strstr (raised->text, "内容：清理占道车辆"));
    stage_destroy (&stage);
}

static void done_after_its_day_is_late (void **state)
{
    (void)state;
    struct stage stage = stage_new();
    stage.now = at ("2021-01-04 10:00");
    hear_set (&stage, task_action, 1, "c03", INSTANT_ABSENT, 1);
    strike (&stage, "deadline", at ("2021-01-06 00:00"));
    assert_non_null (strstr (stage.said.bytes, "missed G-2021-000001/action/1"));
    stage.now += HOUR_MS;
    assert_string_equal (hear_reported (&stage, task_action, 1), "met G-2021-000001/action/1 late");
    stage_destroy (&stage);
}

/* S13: entered days later, it was in time; with another plan it falls. */
static void a_visit_counts_when_it_was_made (void **state)
{
    (void)state;
    struct stage stage = stage_new();
    stage.now = at ("2021-01-04 10:00");
    assert_string_equal (hear_set (&stage, task_visit, 1, "c03", INSTANT_ABSENT, 1),
                         "armed G-2021-000001/visit/1 2021-01-05 24:00");
    hear_set (&stage, task_visit, 2, "c03", INSTANT_ABSENT, 1);
    strike (&stage, "deadline", at ("2021-01-06 00:00"));
    stage.now = at ("2021-01-07 10:00");
    assert_string_equal (hear (&stage, task_reported_record, "G-2021-000001", stage.now,
                               &(struct task_reported){ .task = "t",
                                                        .ref = "G-2021-000001",
                                                        .kind = task_visit,
                                                        .number = 1,
                                                        .party = "c03",
                                                        .proof = "检查记录 I-2021-000001",
                                                        .by = "c03",
                                                        .at = at ("2021-01-05 16:00") }),
                         "met G-2021-000001/visit/1");
    assert_string_equal (hear (&stage, task_dropped_record, "G-2021-000001", stage.now,
                               &(struct task_dropped){ .task = "t",
                                                       .ref = "G-2021-000001",
                                                       .kind = task_visit,
                                                       .number = 2,
                                                       .party = "c03",
                                                       .replaced = true }),
                         "cancelled G-2021-000001/visit/2");
    stage_destroy (&stage);
}

/* S6, S13: its premises were closed, its hazard is another's; who had it is told, and nobody else
   is. */
static void fallen_its_party_is_told (void **state)
{
    (void)state;
    struct stage stage = stage_new();
    const struct task_dropped visit = { .task = "G-2021-000001/visit/1",
                                        .ref = "G-2021-000001",
                                        .kind = task_visit,
                                        .number = 1,
                                        .party = "c03",
                                        .reason = "场所已注销" };
    const struct task_dropped joint = { .task = "H-2021-000001/joint/1",
                                        .ref = "H-2021-000001",
                                        .kind = task_joint,
                                        .number = 1,
                                        .party = "enforcement",
                                        .reason = "隐患已移送" };
    stage.now = at ("2021-01-04 10:00");
    hear_set (&stage, task_visit, 1, "c03", INSTANT_ABSENT, 5);
    assert_string_equal (
        hear (&stage, task_dropped_record, visit.ref, stage.now, &visit),
        "cancelled G-2021-000001/visit/1; notice G-2021-000001/visit/1/fallen to=1");
    assert_string_equal (hear (&stage, task_dropped_record, visit.ref, stage.now, &visit), "");
    hear_opened (&stage, treatment_deferred, severity_general, at ("2021-01-20 00:00"));
    hear_set (&stage, task_joint, 1, "enforcement", INSTANT_ABSENT, 5);
    assert_string_equal (hear (&stage, task_dropped_record, joint.ref, stage.now, &joint),
                         "notice H-2021-000001/joint/1/fallen to=1");
    const struct notice_raised *raised = stage.last;
    assert_string_equal (raised->notices[0].party, "enforcement");
    assert_non_null (strstr (raised->text, "原因：隐患已移送\n"));
    stage_destroy (&stage);
}

/* S18: given by mistake; who had it is told, once. */
static void withdrawn_its_party_is_told (void **state)
{
    (void)state;
    struct stage stage = stage_new();
    struct task_dropped dropped = { .task = "G-2021-000001/action/1",
                                    .ref = "G-2021-000001",
                                    .kind = task_action,
                                    .number = 1,
                                    .party = "c03" };
    stage.now = at ("2021-01-04 10:00");
    hear_set (&stage, task_action, 1, "c03", INSTANT_ABSENT, 5);
    dropped.reason = "交办有误";
    dropped.by = "deputy";
    assert_string_equal (hear (&stage, task_dropped_record, "G-2021-000001", stage.now, &dropped),
                         "cancelled G-2021-000001/action/1; "
                         "notice G-2021-000001/action/1/withdrawn to=2");
    assert_non_null (strstr (((const struct notice_raised *)stage.last)->text, "撤回人：副组长"));
    assert_string_equal (hear (&stage, task_dropped_record, "G-2021-000001", stage.now, &dropped),
                         "");
    stage_destroy (&stage);
}

int main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (each_of_a_joint_case_has_its_own_clock),
        cmocka_unit_test (the_case_stays_its_own),
        cmocka_unit_test (its_party_is_told_what_it_has_to_do),
        cmocka_unit_test (done_after_its_day_is_late),
        cmocka_unit_test (a_visit_counts_when_it_was_made),
        cmocka_unit_test (withdrawn_its_party_is_told),
        cmocka_unit_test (fallen_its_party_is_told),
    };
    return cmocka_run_group_tests (tests, NULL, NULL);
}
