/* Hazards that are linked: one thing found twice (domain.md 5). */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "intake/hazard_link.h"
#include "intake/stage_test.h"
#include "words/escalation.h"

#define FIRST  "H-2021-000001"
#define SECOND "H-2021-000002"
#define THIRD  "H-2021-000003"

static const char *found_of (const char *premises, const char *category, enum severity severity)
{
    static const struct watcher watcher = { .name = "张三" };
    const struct treatment treatment = { .kind = treatment_deferred,
                                         .measures = "断电",
                                         .watcher = &watcher,
                                         .tracker = "office",
                                         .due = INSTANT_ABSENT,
                                         .working_days = 5 };
    return tell (finding_report_record, &(struct finding_report){ .premises = premises,
                                                                  .category = category,
                                                                  .severity = severity,
                                                                  .description = "堵塞",
                                                                  .treatment = &treatment });
}

static const char *found (const char *premises, enum severity severity)
{
    return found_of (premises, "blocked_evacuation", severity);
}

/* Three of the same place, by three inspectors. */
static void three (void)
{
    register_premises ("P1", "c01");
    for (int i = 0; i < 3; i++)
        assert_null (found ("P1", severity_general));
}

static const char *link_to (const char *hazard, const char *to)
{
    return tell (
        hazard_link_record,
        &(struct hazard_link){ .hazard = hazard, .to = to, .reason = "同一处", .by = "office" });
}

static const char *split (const char *hazard)
{
    return tell (hazard_split_record,
                 &(struct hazard_split){ .hazard = hazard, .reason = "不同楼层", .by = "office" });
}

static const char *rectify (const char *hazard)
{
    return tell (rectification_report_record,
                 &(struct rectification_report){
                     .hazard = hazard, .proof = "已清空", .spent_yuan = NUMBER_ABSENT });
}

static const char *pass (const char *hazard)
{
    static const char *const inspectors[] = { "甲", "乙" };
    return tell (reinspection_report_record,
                 &(struct reinspection_report){ .hazard = hazard,
                                                .outcome = reinspection_passed,
                                                .inspectors = inspectors,
                                                .inspectors_count = 2,
                                                .due = INSTANT_ABSENT });
}

static void assert_says (const char *words)
{
    if (!strstr (decision.refusal.sentence, words))
        fail_msg ("%s", decision.refusal.sentence);
}

static void the_linked_one_ends_with_the_one_that_governs (void **state)
{
    (void)state;
    three();
    assert_null (link_to (SECOND, FIRST));
    assert_int_equal (decision.count, 2);
    assert_string_equal (decision.events[0].subject, SECOND);
    const struct hazard_closed *closed = decision.events[1].event;
    assert_int_equal (closed->reason, closing_linked);
    assert_string_equal (closed->linked, FIRST);
    assert_string_equal (rectify (SECOND), "/hazard");
    assert_says ("linked to " FIRST ", which governs");
    assert_string_equal (
        tell (watch_report_record, &(struct watch_report){ .hazard = SECOND, .watcher = "张三" }),
        "/hazard");
    assert_null (rectify (FIRST));
    assert_null (pass (FIRST));
    assert_string_equal (split (SECOND), "/hazard");
    assert_says (FIRST ", which governs, is closed");
}

static void split_off_it_is_open_again_in_a_new_cycle (void **state)
{
    (void)state;
    three();
    assert_string_equal (split (SECOND), "/hazard");
    assert_null (link_to (SECOND, FIRST));
    assert_null (link_to (THIRD, FIRST));
    now += HOUR_MS;
    assert_string_equal (
        tell (hazard_split_record,
              &(struct hazard_split){ .hazard = SECOND, .reason = "r", .by = "construction" }),
        "/by");
    assert_says ("construction has no part in this case");
    assert_null (split (SECOND));
    const struct hazard_split_off *off = decision.events[0].event;
    assert_string_equal (off->from, FIRST);
    assert_int_equal (off->cycle, 2);
    assert_int_equal (off->others_count, 1);
    assert_string_equal (off->others[0], THIRD);
    assert_null (rectify (SECOND));
    assert_int_equal (((const struct rectification_reported *)decision.events[0].event)->cycle, 2);
    assert_null (pass (SECOND));
    assert_null (rectify (FIRST));
}

/* What is not linked, and what is said of it. */
static void only_what_is_open_and_stands_alone_is_linked (void **state)
{
    (void)state;
    three();
    assert_string_equal (link_to ("H-2021-000009", FIRST), "/hazard");
    assert_string_equal (link_to (FIRST, "H-2021-000009"), "/to");
    assert_string_equal (link_to (FIRST, FIRST), "/to");
    assert_null (link_to (SECOND, FIRST));
    assert_string_equal (link_to (SECOND, THIRD), "/hazard");
    assert_says ("linked to " FIRST);
    assert_string_equal (link_to (THIRD, SECOND), "/to");
    assert_says ("hazard.link to " FIRST);
    assert_string_equal (link_to (FIRST, THIRD), "/hazard");
    assert_says (SECOND " is linked to " FIRST);
    assert_null (rectify (THIRD));
    assert_string_equal (link_to (THIRD, FIRST), "/hazard");
    assert_says ("is rectified");
    assert_null (found ("P1", severity_general));
    assert_string_equal (link_to ("H-2021-000004", THIRD), "/to");
    assert_says ("is rectified");
    assert_string_equal (tell (hazard_link_record, &(struct hazard_link){ .hazard = "H-2021-000004",
                                                                          .to = FIRST,
                                                                          .reason = "r",
                                                                          .by = "c01" }),
                         "/by");
}

static void one_thing_is_at_one_place_and_the_graver_governs (void **state)
{
    (void)state;
    three();
    register_premises ("P2", "c01");
    assert_null (found ("P2", severity_general));
    assert_null (found ("P1", severity_major));
    assert_string_equal (link_to ("H-2021-000004", FIRST), "/to");
    assert_says ("at other premises");
    assert_string_equal (link_to ("H-2021-000005", FIRST), "/to");
    assert_says ("the other way round");
    assert_null (link_to (FIRST, "H-2021-000005"));
}

/* 方案 S6: each who takes part does his task before the case may end. */
static void a_joint_case_is_not_linked_while_a_task_is_open (void **state)
{
    (void)state;
    three();
    const struct task_given given[] = {
        { .party = "construction", .text = "拆除", .due = INSTANT_ABSENT, .working_days = 3 },
        { .party = "c01", .text = "入户告知", .due = INSTANT_ABSENT, .working_days = 3 },
    };
    assert_null (tell (joint_open_record, &(struct joint_open){ .hazard = SECOND,
                                                                .lead = "construction",
                                                                .tasks = given,
                                                                .tasks_count = COUNT (given),
                                                                .by = "leader" }));
    assert_string_equal (link_to (SECOND, FIRST), "/hazard");
    assert_says ("task.report");
    assert_null (link_to (FIRST, SECOND));
}

#define ON_A_STAGE(test) cmocka_unit_test_setup_teardown (test, stage_begin, stage_end)
/* It would stand about a case that is none any more; which things do, hold_test.c says. */
static void what_stands_about_it_holds_it (void **state)
{
    (void)state;
    const struct order_drafted drafted = { .edition = DAY_ABSENT,
                                           .order = "O-2021-000002-1",
                                           .ref = SECOND };
    const struct order_rejected rejected = { .order = "O-2021-000002-1", .ref = SECOND };
    three();
    tell (order_drafted_record, &drafted);
    assert_string_equal (link_to (SECOND, FIRST), "/hazard");
    assert_says ("O-2021-000002-1 stands about H-2021-000002");
    tell (order_rejected_record, &rejected);
    assert_null (link_to (SECOND, FIRST));
    tell (
        order_drafted_record,
        &(struct order_drafted){ .edition = DAY_ABSENT, .order = "O-2021-000001-1", .ref = FIRST });
    assert_null (link_to (THIRD, FIRST)); /* of the one that governs it goes on */
}

/* What was entered by mistake takes nothing along. */
static void who_governs_is_not_withdrawn (void **state)
{
    (void)state;
    const struct hazard_close mistake = {
        .hazard = FIRST, .reason = ending_withdrawn, .evidence = "误报", .by = "leader"
    };
    three();
    assert_null (link_to (SECOND, FIRST));
    assert_string_equal (tell (hazard_close_record, &mistake), "/hazard");
    assert_says ("hazard.split");
    assert_null (split (SECOND));
    assert_null (tell (hazard_close_record, &mistake));
}

static void two_things_of_other_kinds_are_two (void **state)
{
    (void)state;
    three();
    assert_null (found_of ("P1", "unauthorised_wiring", severity_general));
    assert_string_equal (link_to ("H-2021-000004", FIRST), "/to");
    assert_says ("two things");
}

int main (void)
{
    const struct CMUnitTest tests[] = {
        ON_A_STAGE (what_stands_about_it_holds_it),
        ON_A_STAGE (two_things_of_other_kinds_are_two),
        ON_A_STAGE (who_governs_is_not_withdrawn),
        ON_A_STAGE (the_linked_one_ends_with_the_one_that_governs),
        ON_A_STAGE (split_off_it_is_open_again_in_a_new_cycle),
        ON_A_STAGE (only_what_is_open_and_stands_alone_is_linked),
        ON_A_STAGE (one_thing_is_at_one_place_and_the_graver_governs),
        ON_A_STAGE (a_joint_case_is_not_linked_while_a_task_is_open),
    };
    return cmocka_run_group_tests (tests, NULL, NULL);
}
