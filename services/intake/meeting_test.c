/* S10, S18: meetings of the campaign, and what they decide becomes tasks with a day. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "intake/meeting.h"
#include "intake/stage_test.h"

static const char *const attended[] = { "leader", "office" };

static struct meeting_report regular (void)
{
    return (struct meeting_report){ .kind = "regular",
                                    .at = now - HOUR_MS,
                                    .attended = attended,
                                    .attended_count = 2,
                                    .by = "office" };
}

static void its_actions_become_tasks (void **state)
{
    (void)state;
    static const struct task_given action = {
        .party = "c03", .text = "排查群租房", .due = INSTANT_ABSENT, .working_days = 3
    };
    struct meeting_report said = regular();
    said.actions = &action;
    said.actions_count = 1;
    assert_null (tell (meeting_report_record, &said));
    assert_int_equal (decision.count, 2);
    const struct task_set *set = decision.events[1].event;
    assert_string_equal (set->task, "G-2021-000001/action/1");
    assert_null (tell (meeting_report_record, &said));
    assert_string_equal (((const struct meeting_reported *)decision.events[0].event)->meeting,
                         "G-2021-000002");
    assert_null (tell (
        task_report_record,
        &(struct task_report){ .task = "G-2021-000001/action/1", .proof = "已排查", .by = "c03" }));
}

static void what_is_wrong_is_named (void **state)
{
    (void)state;
    struct meeting_report said = regular();
    said.kind = "tea";
    assert_string_equal (tell (meeting_report_record, &said), "/kind");
    assert_non_null (strstr (decision.refusal.sentence, "regular, kick_off"));
    said = regular();
    said.at = now + HOUR_MS;
    assert_string_equal (tell (meeting_report_record, &said), "/at");
    said = regular();
    said.minutes = "zz";
    assert_string_equal (tell (meeting_report_record, &said), "/minutes");
    said = regular();
    said.by = "fire_rescue";
    assert_string_equal (tell (meeting_report_record, &said), "/by");
}

int main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown (its_actions_become_tasks, stage_begin, stage_end),
        cmocka_unit_test_setup_teardown (what_is_wrong_is_named, stage_begin, stage_end),
    };
    return cmocka_run_group_tests (tests, NULL, NULL);
}
