/* How long an order stands. The shipped office may not seal, so a power of its own is lent to it
   here: what is served then has an end. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "escalation/stage_test.h"
#include "escalation/term.h"
#include "office/authority.h"

static struct authority lent;
static struct authority_row lent_rows[2];
static struct office lending;

/* An office like ours, with the power of sealing, and of suspension too. */
static void lend_sealing (void)
{
    static const enum instrument instruments[] = { instrument_sealing, instrument_suspension };
    lent = *office->authority;
    for (size_t i = 0; i < COUNT (instruments); i++)
        lent_rows[i] = (struct authority_row){ .instrument = instruments[i],
                                               .from = day_from (2009, 5, 1),
                                               .to = DAY_ABSENT,
                                               .power = power_own,
                                               .basis = "《消防法》第五十四条" };
    lent.rows = lent_rows;
    lent.rows_count = COUNT (instruments);
    lending = *office;
    lending.authority = &lent;
    office = &lending;
}

static enum refusal_code propose (enum instrument instrument, const char *by)
{
    return command (order_propose_record, &(struct order_propose){ .ref = CASE,
                                                                   .instrument = instrument,
                                                                   .grounds = "g",
                                                                   .by = by,
                                                                   .at = INSTANT_ABSENT });
}

static enum refusal_code propose_done (enum instrument instrument, instant at, const char *reason)
{
    return command (order_propose_record, &(struct order_propose){ .ref = CASE,
                                                                   .instrument = instrument,
                                                                   .grounds = "g",
                                                                   .on_the_spot = true,
                                                                   .by = "office",
                                                                   .at = at,
                                                                   .urgent = reason != NULL,
                                                                   .reason = reason });
}

static enum refusal_code approved (const char *order)
{
    return command (
        order_approve_record,
        &(struct order_approve){ .order = order, .by = "leader", .at = INSTANT_ABSENT });
}

static enum refusal_code served_with (const char *order, const char *inventory)
{
    static const char *const inspectors[] = { "甲", "乙" };
    return command (order_serve_record, &(struct order_serve){ .order = order,
                                                               .by = "leader",
                                                               .at = INSTANT_ABSENT,
                                                               .evidence = "e",
                                                               .inventory = inventory,
                                                               .inspectors = inspectors,
                                                               .inspectors_count = 2 });
}

static enum refusal_code served_by_two (const char *order)
{
    return served_with (order, "三楼包厢区域，电闸一处");
}

static enum refusal_code renew (const char *order)
{
    return command (
        order_renew_record,
        &(struct order_renew){
            .order = order, .by = "leader", .at = INSTANT_ABSENT, .evidence = "e", .reason = "r" });
}

static enum refusal_code apply_to_resume (const char *order)
{
    return command (resumption_apply_record,
                    &(struct resumption_apply){
                        .order = order, .by = "office", .at = INSTANT_ABSENT, .evidence = "e" });
}

static enum refusal_code refuse_to_resume (const char *order)
{
    return command (
        resumption_refuse_record,
        &(struct resumption_refuse){
            .order = order, .by = "office", .at = INSTANT_ABSENT, .evidence = "e", .reason = "r" });
}

static void fail_reinspection (void)
{
    hear (reinspection_reported_record, CASE,
          &(struct reinspection_reported){ .hazard = CASE,
                                           .cycle = 1,
                                           .outcome = reinspection_failed,
                                           .inspectors = two_inspectors,
                                           .inspectors_count = 2 });
}

/* domain.md 3: sealed on Wed 2021-01-13, 30 calendar days end with Fri 2021-02-12, a holiday. */
static void test_a_sealing_ends_is_renewed_and_lapses (void **state)
{
    (void)state;
    const char *order = "O-2021-000017-1";
    const instant first = day_start (day_from (2021, 2, 13)),
                  second = day_start (day_from (2021, 3, 15));
    lend_sealing();
    now = day_start (day_from (2021, 1, 13)) + 10 * HOUR_MS;
    open_hazard (treatment_deferred);
    assert_int_equal (propose (instrument_sealing, "c01"), REFUSAL_FORBIDDEN);
    assert_int_equal (propose (instrument_sealing, "office"), REFUSAL_NONE);
    assert_int_equal (propose (instrument_sealing, "office"), REFUSAL_CONFLICT);
    assert_int_equal (approved (order), REFUSAL_NONE);
    assert_int_equal (renew (order), REFUSAL_CONFLICT);            /* not served yet */
    assert_int_equal (served_with (order, NULL), REFUSAL_INVALID); /* 行政强制法 24 */
    assert_int_equal (served_with (order, " "), REFUSAL_INVALID);
    assert_int_equal (served_by_two (order), REFUSAL_NONE);
    const struct order_served *served = last_said (order_served_record);
    assert_string_equal (served->inventory, "三楼包厢区域，电闸一处");
    assert_int_equal (served->until, first);
    assert_int_equal (served->term, 1);
    assert_int_equal (next_hour ("term"), first);
    now = first - HOUR_MS;
    assert_int_equal (renew (order), REFUSAL_NONE);
    const struct order_renewed *renewed = last_said (order_renewed_record);
    assert_int_equal (renewed->until, second);
    assert_int_equal (renewed->term, 2);
    assert_int_equal (renewed->before, 1);
    now = first;
    strike ("term");
    assert_int_equal (count_said (order_lapsed_record), 0);
    now = second;
    assert_int_equal (renew (order), REFUSAL_CONFLICT); /* it is over, and only not yet said */
    strike ("term");
    assert_int_equal (((const struct order_lapsed *)last_said (order_lapsed_record))->at, second);
    assert_false (((const struct order_lapsed *)last_said (order_lapsed_record))->others);
    assert_int_equal (next_hour ("term"), INSTANT_NEVER);
    assert_int_equal (renew (order), REFUSAL_CONFLICT);
    assert_int_equal (apply_to_resume (order), REFUSAL_CONFLICT);
    assert_int_equal (propose (instrument_sealing, "office"), REFUSAL_NONE); /* nothing stands */
}

/* domain.md 4: the power that a draft was made by may end before it is used. */
static void test_a_power_that_ended_is_not_used (void **state)
{
    (void)state;
    const char *order = "O-2021-000017-1";
    lend_sealing();
    now = day_start (day_from (2021, 1, 13)) + 10 * HOUR_MS;
    open_hazard (treatment_deferred);
    assert_int_equal (propose (instrument_sealing, "office"), REFUSAL_NONE);
    lent_rows[0].to = day_from (2021, 1, 12);
    assert_int_equal (approved (order), REFUSAL_CONFLICT);
    lent_rows[0].to = day_from (2021, 1, 13);
    assert_int_equal (approved (order), REFUSAL_NONE);
    now += DAY_MS;
    assert_int_equal (served_by_two (order), REFUSAL_CONFLICT);
    lent_rows[0].to = DAY_ABSENT;
    assert_int_equal (served_by_two (order), REFUSAL_NONE);
    lent_rows[0].instrument = instrument_suspension; /* the row is gone */
    assert_int_equal (renew (order), REFUSAL_CONFLICT);
}

/* An approval is taken back: the order could not be served any more, and would be urged for ever.
 */
static void test_an_approved_order_is_rejected_when_its_power_ended (void **state)
{
    (void)state;
    const char *order = "O-2021-000017-1";
    lend_sealing();
    open_hazard (treatment_deferred);
    assert_int_equal (propose (instrument_sealing, "office"), REFUSAL_NONE);
    assert_int_equal (approved (order), REFUSAL_NONE);
    lent_rows[0].to = day_from (2021, 2, 9);
    const struct order_serve serve = { .order = order, .by = "leader", .at = INSTANT_ABSENT };
    const struct scene scene = scene_now (NULL);
    struct decision decision = decision_in (arena);
    order_decide_serve (&serve, order_see_serve (&scene, &serve), &decision);
    assert_non_null (strstr (decision.refusal.sentence, "is approved"));
    assert_non_null (strstr (decision.refusal.sentence, "order.reject; referral.draft to "));
    assert_int_equal (command (order_reject_record, &(struct order_reject){ .order = order,
                                                                            .by = "leader",
                                                                            .reason = "r",
                                                                            .at = INSTANT_ABSENT }),
                      REFUSAL_NONE);
    assert_int_equal (next_hour ("urging"), INSTANT_NEVER);
}

static const struct order_rejected *reject (const char *order)
{
    assert_int_equal (command (order_reject_record, &(struct order_reject){ .order = order,
                                                                            .by = "leader",
                                                                            .reason = "r",
                                                                            .at = INSTANT_ABSENT }),
                      REFUSAL_NONE);
    return last_said (order_rejected_record);
}

/* 消防监督检查规定 23: only a sealing is done on the spot, and decided afterwards. */
static void test_what_was_done_on_the_spot_says_so (void **state)
{
    (void)state;
    lend_sealing();
    open_hazard (treatment_deferred);
    assert_int_equal (propose_done (instrument_suspension, INSTANT_ABSENT, NULL), REFUSAL_INVALID);
    assert_int_equal (propose_done (instrument_sealing, INSTANT_ABSENT, NULL), REFUSAL_NONE);
    assert_int_equal (count_said (order_drafted_record), 1);
    const struct order_rejected *rejected = reject ("O-2021-000017-1");
    assert_true (rejected->on_the_spot); /* the seal is there still */
    assert_int_equal (propose (instrument_sealing, "office"), REFUSAL_NONE);
    rejected = reject ("O-2021-000017-2");
    assert_false (rejected->on_the_spot);
    assert_int_equal (propose_done (instrument_sealing, INSTANT_ABSENT, NULL), REFUSAL_NONE);
    hear (hazard_closed_record, CASE, &(struct hazard_closed){ .hazard = CASE });
    const struct order_withdrawn *withdrawn = last_said (order_withdrawn_record);
    assert_true (withdrawn->on_the_spot);
}

/* domain.md 3: sealed on the spot, the decision has its 24 hours with whoever has the power. */
static void test_what_was_done_on_the_spot_is_referred_so (void **state)
{
    (void)state;
    open_hazard (treatment_deferred);
    const instant sealed = now - HOUR_MS;
    assert_int_equal (propose_done (instrument_sealing, sealed, NULL), REFUSAL_NONE);
    const struct referral_drafted *drafted = last_said (referral_drafted_record);
    assert_true (drafted->on_the_spot);
    assert_true (drafted->done == sealed);
    assert_int_equal (
        command (referral_send_record, &(struct referral_send){ .referral = drafted->referral,
                                                                .by = "office",
                                                                .document = "d",
                                                                .at = INSTANT_ABSENT }),
        REFUSAL_NONE);
    const struct referral_sent *sent = last_said (referral_sent_record);
    assert_true (sent->on_the_spot);
    assert_true (sent->done == sealed);
}

/* domain.md 3: thirty days from the sealing itself, Wed 2021-01-13, whenever its paper is served;
   and 行政强制法 43 asks about that night, not about the day of the paper. */
static void test_a_sealing_on_the_spot_is_counted_from_when_it_was_done (void **state)
{
    (void)state;
    const char *order = "O-2021-000017-1";
    const instant sealed = day_start (day_from (2021, 1, 13)) + 23 * HOUR_MS + 30 * MINUTE_MS;
    lend_sealing();
    now = sealed;
    open_hazard (treatment_deferred);
    assert_int_equal (propose_done (instrument_sealing, INSTANT_ABSENT, NULL), REFUSAL_CONFLICT);
    now += 10 * HOUR_MS; /* and entered in the morning */
    assert_int_equal (propose_done (instrument_sealing, sealed, NULL), REFUSAL_CONFLICT);
    assert_int_equal (propose_done (instrument_sealing, sealed, " "), REFUSAL_CONFLICT);
    assert_int_equal (propose_done (instrument_sealing, now + DAY_MS, "r"), REFUSAL_INVALID);
    assert_int_equal (propose_done (instrument_sealing, sealed - INT64_C (31) * DAY_MS, "r"),
                      REFUSAL_INVALID); /* over by law */
    assert_int_equal (propose_done (instrument_sealing, sealed, "随时可能起火"), REFUSAL_NONE);
    const struct order_drafted *drafted = last_said (order_drafted_record);
    assert_int_equal (drafted->done, sealed);
    assert_true (drafted->urgent);
    assert_string_equal (drafted->urgent_reason, "随时可能起火");
    assert_int_equal (approved (order), REFUSAL_NONE);
    now = sealed + DAY_MS; /* at night: it is the paper that is handed over */
    assert_int_equal (served_by_two (order), REFUSAL_NONE);
    const struct order_served *served = last_said (order_served_record);
    assert_int_equal (served->until, day_start (day_from (2021, 2, 13)));
    assert_int_equal (served->from, sealed);
}

static void test_a_sealing_that_ended_before_its_paper_is_not_served (void **state)
{
    (void)state;
    lend_sealing();
    now = day_start (day_from (2021, 1, 13)) + 10 * HOUR_MS;
    open_hazard (treatment_deferred);
    assert_int_equal (propose_done (instrument_sealing, INSTANT_ABSENT, NULL), REFUSAL_NONE);
    assert_int_equal (approved ("O-2021-000017-1"), REFUSAL_NONE);
    now = day_start (day_from (2021, 2, 13));
    assert_int_equal (served_by_two ("O-2021-000017-1"), REFUSAL_CONFLICT);
}

/* 行政强制法 25: thirty days, and then again; not a winter in one morning. */
static void test_a_time_is_renewed_when_it_draws_near (void **state)
{
    (void)state;
    const char *order = "O-2021-000017-1";
    const instant first = day_start (day_from (2021, 2, 13)),
                  second = day_start (day_from (2021, 3, 15));
    struct safeguard safeguards[8];
    lend_sealing();
    now = day_start (day_from (2021, 1, 13)) + 10 * HOUR_MS;
    open_hazard (treatment_deferred);
    assert_int_equal (propose (instrument_sealing, "office"), REFUSAL_NONE);
    assert_int_equal (approved (order), REFUSAL_NONE);
    assert_int_equal (served_by_two (order), REFUSAL_NONE);
    const int64_t days =
        authority_safeguard (office, instrument_sealing, day_of (now))->renewal_days;
    assert_int_equal (renew (order), REFUSAL_CONFLICT);
    now = first - days * DAY_MS - 1;
    assert_int_equal (renew (order), REFUSAL_CONFLICT);
    now++;
    assert_int_equal (renew (order), REFUSAL_NONE);
    assert_int_equal (renew (order), REFUSAL_CONFLICT);
    now = first; /* it began, and is not near its end */
    assert_int_equal (renew (order), REFUSAL_CONFLICT);
    for (size_t i = 0; i < lent.safeguards_count; i++) {
        safeguards[i] = lent.safeguards[i];
        safeguards[i].renewal_days = NUMBER_ABSENT; /* once it began */
    }
    lent.safeguards = safeguards;
    assert_int_equal (renew (order), REFUSAL_NONE);
    assert_int_equal (((const struct order_renewed *)last_said (order_renewed_record))->until,
                      second + INT64_C (30) * DAY_MS);
    assert_int_equal (renew (order), REFUSAL_CONFLICT);
}

/* What this office may not do is referred, by whatever way it was asked for. */
static void test_a_proposal_without_the_power_is_a_referral (void **state)
{
    (void)state;
    open_hazard (treatment_deferred);
    assert_int_equal (propose (instrument_sealing, "office"), REFUSAL_NONE);
    assert_int_equal (count_said (order_drafted_record), 0);
    assert_int_equal (count_said (referral_drafted_record), 1);
    assert_int_equal (propose (instrument_sealing, "office"), REFUSAL_CONFLICT);
    const struct order_propose nowhere = {
        .ref = "H-2021-999999", .instrument = instrument_sealing, .grounds = "g", .by = "office"
    };
    assert_int_equal (command (order_propose_record, &nowhere), REFUSAL_NOT_FOUND);
    hear (hazard_closed_record, CASE, &(struct hazard_closed){ .hazard = CASE });
    assert_int_equal (propose (instrument_suspension, "office"), REFUSAL_CONFLICT);
}

/* 消防法 70: judged so once, it is ordered here by nobody any more, not by the ladder either. */
static void test_what_was_judged_large_stays_the_governments (void **state)
{
    (void)state;
    struct order_propose large = { .ref = CASE,
                                   .instrument = instrument_sealing,
                                   .grounds = "g",
                                   .large_effect = true,
                                   .by = "office",
                                   .at = INSTANT_ABSENT };
    open_hazard (treatment_deferred);
    assert_int_equal (command (order_propose_record, &large), REFUSAL_INVALID);
    large.instrument = instrument_suspension;
    assert_int_equal (command (order_propose_record, &large), REFUSAL_FORBIDDEN); /* the office? */
    large.judged_by = "领导小组会议";
    assert_int_equal (command (order_propose_record, &large), REFUSAL_FORBIDDEN);
    large.large_effect = false; /* nor that it is not */
    assert_int_equal (command (order_propose_record, &large), REFUSAL_FORBIDDEN);
    large.large_effect = true;
    large.judged_by = "leader";
    assert_int_equal (command (order_propose_record, &large), REFUSAL_NONE);
    const struct referral_drafted *drafted = last_said (referral_drafted_record);
    assert_string_equal (drafted->to, "district_government");
    assert_string_equal (drafted->judged_by, "leader");
    assert_int_equal (propose (instrument_suspension, "office"), REFUSAL_CONFLICT);
    large.large_effect = false;
    large.judged_by = "deputy";
    assert_int_equal (command (order_propose_record, &large),
                      REFUSAL_CONFLICT); /* referred still */
    miss_one (CASE, CLOCK_RECTIFICATION, severity_major, now);
    now += 30 * (instant)DAY_MS;
    strike ("ladder");
    assert_int_equal (count_said (order_drafted_record), 0);
    assert_int_equal (count_said (referral_drafted_record), 1);
    assert_int_equal (command (referral_withdraw_record,
                               &(struct referral_withdraw){ .referral = drafted->referral,
                                                            .by = "leader",
                                                            .reason = "重拟" }),
                      REFUSAL_NONE);
    now += 30 * (instant)DAY_MS;
    strike ("ladder");
    assert_int_equal (count_said (referral_drafted_record), 1); /* once on a ladder */
    assert_int_equal (propose (instrument_suspension, "leader"), REFUSAL_CONFLICT);
    static const struct {
        const char *judged_by;
        enum refusal_code code;
    } judges[] = {
        { "office", REFUSAL_CONFLICT },       { "fire_rescue", REFUSAL_CONFLICT },
        { "领导小组会议", REFUSAL_CONFLICT }, { "deputy", REFUSAL_NONE },
        { "deputy", REFUSAL_CONFLICT }, /* it stands */
    };
    for (size_t i = 0; i < sizeof judges / sizeof *judges; i++) {
        large.judged_by = judges[i].judged_by;
        assert_int_equal (command (order_propose_record, &large), judges[i].code);
    }
    assert_int_equal (count_said (order_drafted_record), 1);
    const struct order_drafted *order = last_said (order_drafted_record);
    assert_string_equal (order->judged_by, "deputy");
    reject (order->order);
    assert_int_equal (propose (instrument_suspension, "office"), REFUSAL_NONE); /* judged anew */
    assert_int_equal (count_said (order_drafted_record), 2);
}

/* 消防法 70: a suspension has no end; the unit applies, and may again, until it passed. */
static void test_a_suspension_stands_until_lifted (void **state)
{
    (void)state;
    const char *order = "O-2021-000017-1";
    static const char *const inspectors[] = { "甲", "乙" };
    open_hazard (treatment_suspension);
    command (order_notify_record, &(struct order_notify){ .order = order,
                                                          .by = "office",
                                                          .at = INSTANT_ABSENT,
                                                          .inspectors = inspectors,
                                                          .inspectors_count = 2,
                                                          .evidence = "e" });
    command (hearing_waive_record,
             &(struct hearing_waive){
                 .order = order, .by = "office", .at = INSTANT_ABSENT, .evidence = "e" });
    assert_int_equal (approved (order), REFUSAL_NONE);
    assert_int_equal (apply_to_resume (order), REFUSAL_CONFLICT);
    assert_int_equal (served_by_two (order), REFUSAL_NONE);
    assert_int_equal (((const struct order_served *)last_said (order_served_record))->until,
                      INSTANT_ABSENT);
    assert_int_equal (renew (order), REFUSAL_CONFLICT);
    assert_int_equal (next_hour ("term"), INSTANT_NEVER);
    assert_int_equal (refuse_to_resume (order), REFUSAL_CONFLICT); /* nobody applied */
    for (int i = 1; i <= 2; i++) {
        now += HOUR_MS;
        assert_int_equal (apply_to_resume (order), REFUSAL_NONE);
        const struct resumption_applied *applied = last_said (resumption_applied_record);
        assert_int_equal (applied->application, i);
        assert_int_equal (apply_to_resume (order), REFUSAL_CONFLICT);  /* to be answered first */
        assert_int_equal (refuse_to_resume (order), REFUSAL_CONFLICT); /* and checked before */
        fail_reinspection();
        assert_int_equal (count_said (resumption_checked_record), i);
        const struct resumption_checked *checked = last_said (resumption_checked_record);
        assert_int_equal (checked->application, i);
        assert_int_equal (checked->number, 1);
        fail_reinspection(); /* said once */
        assert_int_equal (count_said (resumption_checked_record), i);
        assert_int_equal (refuse_to_resume (order), REFUSAL_NONE);
        assert_int_equal (refuse_to_resume (order), REFUSAL_CONFLICT);
        const struct resumption_refused *refused = last_said (resumption_refused_record);
        assert_int_equal (refused->application, i);
    }
    assert_int_equal (apply_to_resume (order), REFUSAL_NONE);
    hear (reinspection_reported_record, CASE,
          &(struct reinspection_reported){ .hazard = CASE,
                                           .cycle = 1,
                                           .outcome = reinspection_passed,
                                           .inspectors = inspectors,
                                           .inspectors_count = 2 });
    assert_int_equal (
        ((const struct order_reinspected *)last_said (order_reinspected_record))->number, 1);
    assert_int_equal (apply_to_resume (order), REFUSAL_CONFLICT);
    assert_int_equal (refuse_to_resume (order), REFUSAL_CONFLICT); /* it is lifted */
}

/* domain.md 5: handed over and sent back, each that fell is drafted again, once; where the power is
   gone meanwhile, it is referred. */
static void each_of_a_case_that_is_sent_back_is_drafted_again (void **state)
{
    (void)state;
    lend_sealing();
    open_hazard (treatment_suspension);
    assert_int_equal (propose (instrument_sealing, "office"), REFUSAL_NONE);
    for (int times = 1; times <= 3; times++) {
        hear (hazard_closed_record, CASE,
              &(struct hazard_closed){
                  .hazard = CASE, .cycle = times, .reason = closing_transferred, .by = "office" });
        assert_int_equal (count_said (order_withdrawn_record), 2 * times);
        if (times == 3)
            lent.rows_count = 0;
        for (int twice = 0; twice < 2; twice++)
            hear (hazard_reopened_record, CASE,
                  &(struct hazard_reopened){
                      .hazard = CASE, .cycle = times + 1, .due = INSTANT_ABSENT, .referral = "R" });
    }
    assert_int_equal (count_said (order_drafted_record), 2 + 2 * 2);
    assert_string_equal (((const struct order_drafted *)last_said (order_drafted_record))->order,
                         "O-2021-000017-6");
    assert_int_equal (count_said (referral_drafted_record), 2);
    assert_int_equal (
        ((const struct referral_drafted *)last_said (referral_drafted_record))->number, 2);
}

int main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown (each_of_a_case_that_is_sent_back_is_drafted_again, begin,
                                         end),
        cmocka_unit_test_setup_teardown (test_what_was_done_on_the_spot_says_so, begin, end),
        cmocka_unit_test_setup_teardown (test_what_was_done_on_the_spot_is_referred_so, begin, end),
        cmocka_unit_test_setup_teardown (
            test_a_sealing_on_the_spot_is_counted_from_when_it_was_done, begin, end),
        cmocka_unit_test_setup_teardown (test_a_sealing_that_ended_before_its_paper_is_not_served,
                                         begin, end),
        cmocka_unit_test_setup_teardown (test_a_time_is_renewed_when_it_draws_near, begin, end),
        cmocka_unit_test_setup_teardown (test_a_sealing_ends_is_renewed_and_lapses, begin, end),
        cmocka_unit_test_setup_teardown (test_a_power_that_ended_is_not_used, begin, end),
        cmocka_unit_test_setup_teardown (test_an_approved_order_is_rejected_when_its_power_ended,
                                         begin, end),
        cmocka_unit_test_setup_teardown (test_a_proposal_without_the_power_is_a_referral, begin,
                                         end),
        cmocka_unit_test_setup_teardown (test_what_was_judged_large_stays_the_governments, begin,
                                         end),
        cmocka_unit_test_setup_teardown (test_a_suspension_stands_until_lifted, begin, end),
    };
    return cmocka_run_group_tests (tests, NULL, NULL);
}
