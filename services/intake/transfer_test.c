/* domain.md 4: how a referral stands, as it is heard of escalation and answered here. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "intake/transfer.h"
#include "intake/hazard.h"
#include "intake/stage_test.h"
#include "words/escalation.h"

#define R "R-2021-000001-1"
#define H "H-2021-000001"

static void hear_drafted (void)
{
    tell (referral_drafted_record,
          &(struct referral_drafted){
              .edition = DAY_ABSENT, .referral = R, .ref = H, .to = "fire_rescue" });
}

static void hear_sent (void)
{
    tell (referral_sent_record,
          &(struct referral_sent){ .referral = R, .ref = H, .to = "fire_rescue" });
}

static void hear_settled (enum referral_outcome outcome)
{
    tell (referral_settled_record,
          &(struct referral_settled){ .referral = R, .ref = H, .outcome = outcome });
}

static void hear_withdrawn (void)
{
    tell (referral_withdrawn_record, &(struct referral_withdrawn){ .referral = R, .ref = H });
}

static const char *answer (enum referral_outcome outcome)
{
    return tell (referral_answer_record,
                 &(struct referral_answer){ .referral = R, .outcome = outcome, .reason = "r" });
}

static const char *answer_by (const char *by)
{
    return tell (referral_answer_record,
                 &(struct referral_answer){ .referral = R, .outcome = referral_done, .by = by });
}

static enum transfer_state stands (void)
{
    const struct scene scene = { .store = store, .arena = arena, .office = office };
    const struct transfer_row *row = transfer_see (&scene, R);
    return row ? row->state : transfer_state_absent;
}

static void an_answer_waits_for_the_sending (void **state)
{
    (void)state;
    assert_string_equal (answer (referral_done), "/referral");
    hear_drafted();
    assert_string_equal (answer (referral_done), "/referral");
    hear_sent();
    assert_string_equal (answer_by ("police_station"), "/by"); /* to whom it was not sent */
    assert_null (answer (referral_accepted));
    assert_string_equal (answer_by ("police_station"), "/by");
    assert_int_equal (stands(), transfer_accepted);
    assert_null (answer (referral_done));
    assert_string_equal (answer (referral_done), "/referral");
    /* Escalation's echo of both comes after them. */
    hear_settled (referral_accepted);
    hear_settled (referral_done);
    assert_int_equal (stands(), transfer_done);
}

static void what_is_heard_again_changes_nothing (void **state)
{
    (void)state;
    hear_drafted();
    hear_sent();
    hear_drafted();
    assert_int_equal (stands(), transfer_sent);
    assert_null (answer (referral_accepted));
    hear_sent();
    assert_int_equal (stands(), transfer_accepted);
}

static void a_withdrawn_one_is_not_answered (void **state)
{
    (void)state;
    hear_drafted();
    hear_withdrawn();
    assert_int_equal (stands(), transfer_withdrawn);
    assert_string_equal (answer (referral_accepted), "/referral");
}

static void it_is_not_answered_before_it_was_sent (void **state)
{
    (void)state;
    hear_drafted();
    tell (referral_sent_record,
          &(struct referral_sent){ .referral = R, .ref = H, .at = now + HOUR_MS });
    assert_string_equal (answer (referral_done), "/time");
    now += HOUR_MS;
    assert_null (answer (referral_accepted));
    now -= HOUR_MS;
    assert_string_equal (answer (referral_done), "/time"); /* nor before it was accepted */
}

static enum hazard_stage stage_of_case (void)
{
    const struct scene scene = { .store = store, .arena = arena, .office = office };
    return hazard_see (&scene, H)->stage;
}

static const char *close_transferred (void)
{
    return tell (hazard_close_record, &(struct hazard_close){ .hazard = H,
                                                              .reason = ending_transferred,
                                                              .by = "office",
                                                              .evidence = "移送回执" });
}

/* domain.md 5: sent back, it is a case as any: rectified, or handed to somebody else. */
static void a_case_that_is_sent_back_goes_on (void **state)
{
    (void)state;
    register_premises ("p1", "c01");
    find_hazard ("p1", "blocked_evacuation");
    hear_drafted();
    hear_sent();
    assert_string_equal (close_transferred(), "/reason");
    assert_null (answer (referral_accepted));
    assert_null (close_transferred());
    assert_int_equal (stage_of_case(), hazard_stage_closed);
    assert_null (answer (referral_declined));
    assert_int_equal (stage_of_case(), hazard_stage_open);
    assert_string_equal (close_transferred(), "/reason");
    assert_null (
        tell (rectification_report_record,
              &(struct rectification_report){ .hazard = H, .proof = "p", .by = "某公司" }));
    assert_int_equal (((const struct rectification_reported *)decision.events[0].event)->cycle, 2);
}

static void hear_second (const char *withdrawn_by)
{
    const char *second = withdrawn_by ? "R-2021-000001-3" : "R-2021-000001-2";
    tell (referral_drafted_record,
          &(struct referral_drafted){
              .edition = DAY_ABSENT, .referral = second, .ref = H, .to = "police_station" });
    tell (referral_withdrawn_record,
          &(struct referral_withdrawn){ .referral = second, .ref = H, .by = withdrawn_by });
}

/* What fell with it is told, once; what people had withdrawn, and what was done, is not. */
static void what_fell_is_told_when_it_is_sent_back (void **state)
{
    (void)state;
    const struct task_given tasks[] = {
        { "construction", "拆除隔断", INSTANT_ABSENT, NUMBER_ABSENT },
        { "enforcement", "清理通道", INSTANT_ABSENT, NUMBER_ABSENT },
        { "c01", "盯守", INSTANT_ABSENT, NUMBER_ABSENT },
    };
    register_premises ("p1", "c01");
    find_hazard ("p1", "blocked_evacuation");
    assert_null (tell (joint_open_record, &(struct joint_open){ .hazard = H,
                                                                .lead = "construction",
                                                                .tasks = tasks,
                                                                .tasks_count = 3,
                                                                .by = "office" }));
    assert_null (
        tell (task_report_record,
              &(struct task_report){ .task = H "/joint/1", .proof = "p", .by = "construction" }));
    assert_null (
        tell (task_withdraw_record,
              &(struct task_withdraw){ .task = H "/joint/3", .reason = "r", .by = "office" }));
    hear_second ("office");
    hear_drafted();
    hear_sent();
    assert_null (answer (referral_accepted));
    assert_null (close_transferred());
    hear_second (NULL);
    for (int64_t cycle = 2; cycle <= 3; cycle++) {
        assert_null (answer (referral_declined));
        const struct hazard_reopened *reopened = decision.events[1].event;
        assert_int_equal (reopened->cycle, cycle);
        assert_int_equal (reopened->tasks_count, cycle == 2);
        assert_int_equal (reopened->referrals_count, cycle == 2);
        if (cycle > 2)
            break;
        assert_string_equal (reopened->tasks[0].party, "enforcement");
        assert_string_equal (reopened->tasks[0].text, "清理通道");
        assert_string_equal (reopened->referrals[0].referral, "R-2021-000001-2");
        assert_string_equal (reopened->referrals[0].to, "police_station");
        store_begin (store);
        transfer_apply_noted (store, &(struct fact){ .time = 0 },
                              &(struct referral_noted){ .referral = R,
                                                        .ref = H,
                                                        .state = transfer_accepted,
                                                        .at = INSTANT_ABSENT,
                                                        .to = "fire_rescue" },
                              arena);
        assert_true (store_commit (store));
        assert_null (close_transferred());
    }
}

/* An answer of an old journal that fitted no state then stands there; what counts is what
   escalation made of it. */
static void an_old_journal_is_caught_up_with (void **state)
{
    const struct referral_answered ignored = { .referral = R, .ref = H, .outcome = referral_done };
    const struct fact fact = { .type = "referral.answered" };
    (void)state;
    store_begin (store);
    transfer_apply_answered (store, &fact, &ignored, arena);
    assert_true (store_commit (store));
    hear_drafted();
    hear_sent();
    assert_int_equal (stands(), transfer_sent);
    hear_settled (referral_accepted);
    hear_settled (referral_declined);
    assert_int_equal (stands(), transfer_declined);
}

int main (void)
{
    const struct CMUnitTest tests[] = {
#define ON_A_STAGE(test) cmocka_unit_test_setup_teardown (test, stage_begin, stage_end)
        ON_A_STAGE (an_answer_waits_for_the_sending),
        ON_A_STAGE (what_is_heard_again_changes_nothing),
        ON_A_STAGE (a_withdrawn_one_is_not_answered),
        ON_A_STAGE (it_is_not_answered_before_it_was_sent),
        ON_A_STAGE (an_old_journal_is_caught_up_with),
        ON_A_STAGE (a_case_that_is_sent_back_goes_on),
        ON_A_STAGE (what_fell_is_told_when_it_is_sent_back),
    };
    return cmocka_run_group_tests (tests, NULL, NULL);
}
