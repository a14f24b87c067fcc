/* Orders that wait, on a real store: who urges when, and what ends it. By the office's own policy.
 */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "escalation/urging.h"
#include "escalation/stage_test.h"

#define HOURS(n) ((n) * (instant)HOUR_MS)

static const struct order_urged *last_urged (void)
{
    return last_said (order_urged_record);
}

/* ---- who urges ---- */

static void test_role_after_role (void **state)
{
    static const char *const roles[] = { "office", "office",           "deputy",
                                         "deputy", "executive_deputy", "executive_deputy",
                                         "leader", "leader",           "leader",
                                         "leader" };
    (void)state;
    for (size_t i = 0; i < COUNT (roles); i++)
        assert_string_equal (office_urging_role (office->policy, (int64_t)i + 1), roles[i]);
}

static void test_a_ladder_of_one_rung (void **state)
{
    (void)state;
    struct policy policy = *office->policy;
    policy.ladder_count = 1;
    assert_string_equal (office_urging_role (&policy, 1), "office");
    assert_string_equal (office_urging_role (&policy, 100), "office");
}

static void test_two_rungs_of_one_role (void **state)
{
    (void)state;
    struct ladder_step rungs[] = { { .role = "office" },
                                   { .role = "office" },
                                   { .role = "leader" } };
    const struct urging_policy urging = { .hours = 24, .times = 1 };
    const struct policy policy = { .ladder = rungs,
                                   .ladder_count = COUNT (rungs),
                                   .urging = &urging };
    assert_string_equal (office_urging_role (&policy, 2), "leader");
}

/* ---- when ---- */

static void test_a_draft_is_urged_until_it_is_decided (void **state)
{
    (void)state;
    open_hazard (treatment_suspension);
    for (int i = 1; i <= 9; i++) {
        assert_int_equal (next_hour ("urging"), START + HOURS (24 * i));
        now = START + HOURS (24 * i);
        strike ("urging");
        assert_int_equal (count_said (order_urged_record), i);
        assert_int_equal (last_urged()->number, i);
        assert_int_equal (last_urged()->waits_for, waiting_notice); /* it cannot be decided yet */
        assert_int_equal (last_urged()->since, START);
        assert_false (last_urged()->late);
    }
    assert_string_equal (last_urged()->role, "leader");
    assert_int_equal (
        command (order_reject_record, &(struct order_reject){ .order = "O-2021-000017-1",
                                                              .by = "leader",
                                                              .at = INSTANT_ABSENT,
                                                              .reason = "r" }),
        REFUSAL_NONE);
    assert_true (next_hour ("urging") == INSTANT_NEVER);
}

static void tell_the_unit (void)
{
    assert_int_equal (command (order_notify_record,
                               &(struct order_notify){ .order = "O-2021-000017-1",
                                                       .by = "office",
                                                       .inspectors = two_inspectors,
                                                       .inspectors_count = COUNT (two_inspectors),
                                                       .evidence = "送达回证",
                                                       .at = INSTANT_ABSENT }),
                      REFUSAL_NONE);
}

/* 行政处罚法 63, 64: nobody is asked to decide what the law lets nobody decide yet. */
static void test_a_draft_is_not_urged_while_the_unit_may_ask (void **state)
{
    (void)state;
    now = day_start (day_from (2021, 3, 1)) + HOURS (10); /* a Monday */
    open_hazard (treatment_suspension);
    tell_the_unit();
    const instant end_of_thursday = day_start (day_from (2021, 3, 5));
    assert_int_equal (next_hour ("urging"), end_of_thursday);
    now = end_of_thursday;
    strike ("urging");
    assert_int_equal (count_said (order_urged_record), 1);
    assert_int_equal (last_urged()->waits_for, waiting_decision);
    assert_int_equal (last_urged()->since, end_of_thursday);
    assert_int_equal (next_hour ("urging"), now + HOURS (24));
}

static void test_nor_while_the_hearing_is_being_prepared (void **state)
{
    (void)state;
    now = day_start (day_from (2021, 3, 1)) + HOURS (10);
    open_hazard (treatment_suspension);
    tell_the_unit();
    assert_int_equal (
        command (hearing_request_record, &(struct hearing_request){ .order = "O-2021-000017-1",
                                                                    .by = "office",
                                                                    .at = INSTANT_ABSENT }),
        REFUSAL_NONE);
    const instant earliest = day_start (day_from (2021, 3, 11)); /* seven working days */
    assert_int_equal (next_hour ("urging"), earliest);
    now = earliest;
    strike ("urging");
    assert_int_equal (last_urged()->waits_for, waiting_hearing);
    assert_int_equal (
        command (hearing_waive_record, &(struct hearing_waive){ .order = "O-2021-000017-1",
                                                                .by = "office",
                                                                .evidence = "放弃听证书",
                                                                .at = INSTANT_ABSENT }),
        REFUSAL_NONE);
    assert_int_equal (next_hour ("urging"), now + HOURS (24));
    now += HOURS (24);
    strike ("urging");
    assert_int_equal (last_urged()->waits_for, waiting_decision);
}

/* domain.md 3: told on 2020-01-23; the holidays were made longer on 01-27, and the time ends with
   02-05 instead of 02-03. */
static void test_a_longer_holiday_puts_the_urging_off (void **state)
{
    (void)state;
    now = day_start (day_from (2020, 1, 23)) + HOURS (10);
    open_hazard (treatment_suspension);
    tell_the_unit();
    now = day_start (day_from (2020, 2, 4));
    assert_int_equal (next_hour ("urging"), now);
    strike ("urging");
    assert_int_equal (count_said (order_urged_record), 0);
    const struct hearing_counted *counted = last_said (hearing_counted_record);
    assert_int_equal (counted->until, day_start (day_from (2020, 2, 6)));
    assert_int_equal (next_hour ("urging"), counted->until);
    const struct scene scene = scene_now (NULL);
    assert_int_equal (order_see (&scene, "O-2021-000017-1")->hearing_until, counted->until);
    now = counted->until;
    strike ("urging");
    assert_int_equal (last_urged()->waits_for, waiting_decision);
}

static void test_an_approved_one_is_urged_until_it_is_served (void **state)
{
    (void)state;
    open_hazard (treatment_suspension);
    now = START + HOURS (25);
    strike ("urging");
    approve();
    assert_int_equal (next_hour ("urging"), now + HOURS (24));
    now += HOURS (24);
    strike ("urging");
    assert_int_equal (last_urged()->waits_for, waiting_service);
    assert_int_equal (last_urged()->number, 1);
    assert_string_equal (last_urged()->role, "office");
    assert_int_equal (last_urged()->since, START + HOURS (25));
    assert_int_equal (serve(), REFUSAL_NONE);
    assert_true (next_hour ("urging") == INSTANT_NEVER);
}

static void test_withdrawn_with_its_hazard (void **state)
{
    (void)state;
    open_hazard (treatment_suspension);
    close_hazard();
    assert_true (next_hour ("urging") == INSTANT_NEVER);
}

static void test_an_outage_is_one_urging (void **state)
{
    (void)state;
    open_hazard (treatment_suspension);
    now = START + HOURS (24) + URGING_LATE_MS - 1;
    strike ("urging");
    assert_false (last_urged()->late);
    assert_int_equal (next_hour ("urging"), START + HOURS (48));
    now = START + HOURS (48) + URGING_LATE_MS;
    strike ("urging");
    assert_true (last_urged()->late);
    now += HOURS (200);
    strike ("urging");
    assert_int_equal (count_said (order_urged_record), 3);
    assert_true (last_urged()->late);
    assert_int_equal (next_hour ("urging"), now + HOURS (24));
}

/* ---- what stood before orders were urged ---- */

static void test_an_old_draft_is_urged_at_once (void **state)
{
    (void)state;
    const struct order_drafted drafted = { .edition = DAY_ABSENT,
                                           .order = "O-2021-000017-1",
                                           .ref = CASE,
                                           .instrument = instrument_suspension,
                                           .ground = order_ground_treatment,
                                           .community = "c01",
                                           .department = "office",
                                           .next = INSTANT_ABSENT };
    struct decision decision = decision_in (arena);
    decision_event (&decision, order_drafted_record, CASE, &drafted);
    keep (&decision);
    assert_int_equal (next_hour ("urging"), now);
    strike ("urging");
    assert_int_equal (next_hour ("urging"), now + HOURS (24));
}

#define ON_A_STAGE(test) cmocka_unit_test_setup_teardown (test, begin, end)
int main (void)
{
    const struct CMUnitTest tests[] = {
        ON_A_STAGE (test_role_after_role),
        ON_A_STAGE (test_a_ladder_of_one_rung),
        ON_A_STAGE (test_two_rungs_of_one_role),
        ON_A_STAGE (test_a_draft_is_urged_until_it_is_decided),
        ON_A_STAGE (test_a_draft_is_not_urged_while_the_unit_may_ask),
        ON_A_STAGE (test_nor_while_the_hearing_is_being_prepared),
        ON_A_STAGE (test_a_longer_holiday_puts_the_urging_off),
        ON_A_STAGE (test_an_approved_one_is_urged_until_it_is_served),
        ON_A_STAGE (test_withdrawn_with_its_hazard),
        ON_A_STAGE (test_an_outage_is_one_urging),
        ON_A_STAGE (test_an_old_draft_is_urged_at_once),
    };
    return cmocka_run_group_tests (tests, NULL, NULL);
}
