/* domain.md 4, S16: an order that this office may not issue becomes a referral, never an order; and
   what becomes of a referral. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "escalation/stage_test.h"

#define REFERRAL "R-2021-000017-1"

static void open_case (const char *category, enum treatment_kind kind)
{
    issue = category;
    open_hazard (kind);
}

static enum refusal_code send (const char *by, instant at)
{
    return command (referral_send_record, &(struct referral_send){ .referral = REFERRAL,
                                                                   .by = by,
                                                                   .document = "街安移〔2021〕3号",
                                                                   .at = at });
}

static void test_without_a_power_there_is_a_referral_and_no_order (void **state)
{
    (void)state;
    open_case ("automatic_system", treatment_suspension);
    assert_int_equal (count_said (order_drafted_record), 0);
    const struct referral_drafted *drafted = last_said (referral_drafted_record);
    assert_string_equal (drafted->referral, REFERRAL);
    assert_string_equal (drafted->to, "fire_rescue");
    assert_int_equal (drafted->ground, referral_ground_no_power);
    assert_int_equal (drafted->instrument, instrument_suspension);
    assert_non_null (strstr (drafted->reason, "无权责令停产停业整改"));
    assert_non_null (strstr (drafted->reason, "疏散通道全部锁闭"));
    assert_non_null (strstr (drafted->basis, "消防法"));
}

static void test_with_a_power_there_is_an_order_that_names_it (void **state)
{
    (void)state;
    open_case ("blocked_evacuation", treatment_suspension);
    const struct order_drafted *drafted = last_said (order_drafted_record);
    assert_int_equal (drafted->power, power_delegated);
    assert_non_null (strstr (drafted->basis, "行政处罚法"));
    assert_int_equal (count_said (referral_drafted_record), 0);
}

static void test_the_ladders_last_step_refers_too (void **state)
{
    (void)state;
    open_case ("automatic_system", treatment_deferred);
    miss (CASE, CLOCK_RECTIFICATION, 1, severity_major, now);
    now += (instant)30 * DAY_MS;
    strike ("ladder");
    assert_int_equal (count_said (order_drafted_record), 0);
    assert_int_equal (count_said (referral_drafted_record), 1);
}

static void test_one_to_the_same_about_the_same (void **state)
{
    (void)state;
    open_case ("automatic_system", treatment_suspension);
    miss (CASE, CLOCK_RECTIFICATION, 1, severity_major, now);
    now += (instant)30 * DAY_MS;
    strike ("ladder");
    assert_int_equal (count_said (referral_drafted_record), 1);
}

static void test_who_may_send_and_when (void **state)
{
    (void)state;
    open_case ("automatic_system", treatment_suspension);
    assert_int_equal (send ("c01", INSTANT_ABSENT), REFUSAL_FORBIDDEN);
    assert_int_equal (send ("nobody", INSTANT_ABSENT), REFUSAL_INVALID);
    assert_int_equal (send ("office", now + DAY_MS), REFUSAL_INVALID);
    assert_int_equal (send ("office", now - DAY_MS), REFUSAL_INVALID);
    assert_int_equal (send ("office", INSTANT_ABSENT), REFUSAL_NONE);
    const struct referral_sent *sent = last_said (referral_sent_record);
    assert_string_equal (sent->to, "fire_rescue");
    assert_int_equal (sent->at, now);
    assert_int_equal (send ("office", INSTANT_ABSENT), REFUSAL_CONFLICT);
}

static enum refusal_code draft (const char *ref, const char *to, const char *by)
{
    return command (
        referral_draft_record,
        &(struct referral_draft){ .ref = ref, .to = to, .reason = "属消防救援机构职权", .by = by });
}

static void test_people_may_refer (void **state)
{
    (void)state;
    open_case ("blocked_fire_lane", treatment_deferred);
    assert_int_equal (draft ("H-2021-000099", "fire_rescue", "office"), REFUSAL_NOT_FOUND);
    assert_int_equal (draft (CASE, "office", "office"), REFUSAL_INVALID);
    assert_int_equal (draft (CASE, "urban_management", "c01"), REFUSAL_FORBIDDEN);
    assert_int_equal (draft (CASE, "urban_management", "office"), REFUSAL_NONE);
    assert_int_equal (draft (CASE, "urban_management", "office"), REFUSAL_CONFLICT);
    assert_int_equal (draft (CASE, "fire_rescue", "office"), REFUSAL_NONE);
    const struct referral_drafted *drafted = last_said (referral_drafted_record);
    assert_string_equal (drafted->referral, "R-2021-000017-2");
    assert_string_equal (drafted->premises_name, "某商场");
    assert_int_equal (drafted->ground, referral_ground_asked);
}

static void test_what_was_not_sent_falls_with_the_hazard (void **state)
{
    (void)state;
    const struct hazard_closed closed = { .hazard = CASE,
                                          .cycle = 1,
                                          .reason = closing_reinspection };
    open_case ("automatic_system", treatment_suspension);
    hear (hazard_closed_record, CASE, &closed);
    assert_int_equal (count_said (referral_withdrawn_record), 1);
    assert_int_equal (send ("office", INSTANT_ABSENT), REFUSAL_CONFLICT);
    assert_int_equal (draft (CASE, "fire_rescue", "office"), REFUSAL_CONFLICT);
}

static void answer (enum referral_outcome outcome)
{
    hear (referral_answered_record, CASE,
          &(struct referral_answered){
              .referral = REFERRAL, .ref = CASE, .outcome = outcome, .reason = "已收悉" });
}

static void test_what_the_other_authority_answers (void **state)
{
    (void)state;
    open_case ("automatic_system", treatment_suspension);
    answer (referral_accepted); /* to what was not sent yet: it changes nothing */
    assert_int_equal (count_said (referral_settled_record), 0);
    send ("office", INSTANT_ABSENT);
    answer (referral_accepted);
    answer (referral_accepted); /* heard again */
    assert_int_equal (count_said (referral_settled_record), 1);
    answer (referral_done);
    const struct referral_settled *settled = last_said (referral_settled_record);
    assert_int_equal (settled->outcome, referral_done);
    assert_string_equal (settled->to, "fire_rescue");
    answer (referral_declined);
    assert_int_equal (count_said (referral_settled_record), 2);
}

static void test_each_state_with_each_act (void **state)
{
    (void)state;
    static const struct {
        enum referral_state from;
        enum referral_act act;
        enum referral_state to;
    } moves[] = {
        { referral_state_drafted, REFERRAL_SEND, referral_state_sent },
        { referral_state_drafted, REFERRAL_WITHDRAW, referral_state_withdrawn },
        { referral_state_sent, REFERRAL_ACCEPT, referral_state_accepted },
        { referral_state_sent, REFERRAL_DECLINE, referral_state_declined },
        { referral_state_sent, REFERRAL_FINISH, referral_state_done },
        { referral_state_accepted, REFERRAL_DECLINE, referral_state_declined },
        { referral_state_accepted, REFERRAL_FINISH, referral_state_done },
    };
    int allowed = 0;
    for (int from = referral_state_absent; from <= referral_state_withdrawn; from++)
        for (int act = 0; act < REFERRAL_ACTS; act++)
            allowed += referral_next ((enum referral_state)from, (enum referral_act)act) !=
                       referral_state_absent;
    assert_int_equal (allowed, COUNT (moves));
    for (size_t i = 0; i < COUNT (moves); i++)
        assert_int_equal (referral_next (moves[i].from, moves[i].act), moves[i].to);
}

/* ---- the edition of the row ---- */

#define LAST_OWN day_from (2021, 2, 14)

/* One row of the authority table in two editions: own until LAST_OWN, another's after it. */
static void in_two_editions (void)
{
    static struct authority_row rows[2];
    static struct authority authority;
    static struct office lent;
    rows[0] = (struct authority_row){ .instrument = instrument_suspension,
                                      .from = day_from (2019, 1, 1),
                                      .to = LAST_OWN,
                                      .power = power_own,
                                      .basis = "赋权清单（2019）" };
    rows[1] = (struct authority_row){ .instrument = instrument_suspension,
                                      .from = LAST_OWN + 1,
                                      .to = DAY_ABSENT,
                                      .power = power_refer,
                                      .party = "fire_rescue",
                                      .basis = "赋权清单（2021）" };
    authority = *office->authority;
    authority.rows = rows;
    authority.rows_count = COUNT (rows);
    lent = *office;
    lent.authority = &authority;
    office = &lent;
}

static const char *listed (const struct record *(*word) (void))
{
    const struct orders_list orders = { .limit = NUMBER_ABSENT };
    const struct referrals_list referrals = { .limit = NUMBER_ABSENT };
    const struct scene scene = scene_now (NULL);
    struct text answer = text_in (arena);
    struct refusals refusals = refusals_in (arena);
    if (word == orders_list_record)
        order_ask_list (&scene, &orders, &answer, &refusals);
    else
        referral_ask_list (&scene, &referrals, &answer, &refusals);
    return answer.bytes;
}

static void assert_lists (const struct record *(*word) (void), const char *what)
{
    if (!strstr (listed (word), what))
        fail_msg ("%s: no %s in %s", word()->head->word, what, listed (word));
}

static void test_an_order_names_the_edition_of_its_power (void **state)
{
    (void)state;
    in_two_editions();
    now = day_start (LAST_OWN) + 10 * HOUR_MS;
    open_case ("blocked_evacuation", treatment_suspension);
    assert_int_equal (count_said (referral_drafted_record), 0);
    const struct order_drafted *drafted = last_said (order_drafted_record);
    assert_int_equal (drafted->power, power_own);
    assert_int_equal (drafted->edition, day_from (2019, 1, 1));
    now += (instant)2 * DAY_MS; /* the other edition governs by now; the order keeps its own */
    assert_lists (orders_list_record, "\"power\":\"own\",\"basis\":\"赋权清单（2019）\","
                                      "\"edition\":\"2019-01-01\"");
}

static void test_a_referral_names_the_edition_that_refers (void **state)
{
    (void)state;
    in_two_editions();
    now = day_start (LAST_OWN + 1) + 10 * HOUR_MS;
    open_case ("blocked_evacuation", treatment_suspension);
    assert_int_equal (count_said (order_drafted_record), 0);
    const struct referral_drafted *drafted = last_said (referral_drafted_record);
    assert_int_equal (drafted->edition, day_from (2021, 2, 15));
    assert_lists (referrals_list_record,
                  "\"basis\":\"赋权清单（2021）\",\"edition\":\"2021-02-15\"");
}

/* Nor does a referral that people ask for. */
static void test_an_old_journal_names_no_edition (void **state)
{
    (void)state;
    struct decision decision = decision_in (arena);
    decision_event (&decision, order_drafted_record, CASE,
                    &(struct order_drafted){ .order = "O-2021-000017-1",
                                             .ref = CASE,
                                             .instrument = instrument_suspension,
                                             .ground = order_ground_treatment,
                                             .basis = "b",
                                             .edition = DAY_ABSENT,
                                             .community = "c01",
                                             .department = "office",
                                             .next = INSTANT_ABSENT });
    keep (&decision);
    assert_lists (orders_list_record, "\"basis\":\"b\",\"state\"");
    open_case ("blocked_evacuation", treatment_deferred);
    assert_int_equal (draft (CASE, "fire_rescue", "office"), REFUSAL_NONE);
    assert_null (strstr (listed (referrals_list_record), "edition"));
}

int main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown (test_without_a_power_there_is_a_referral_and_no_order,
                                         begin, end),
        cmocka_unit_test_setup_teardown (test_with_a_power_there_is_an_order_that_names_it, begin,
                                         end),
        cmocka_unit_test_setup_teardown (test_the_ladders_last_step_refers_too, begin, end),
        cmocka_unit_test_setup_teardown (test_one_to_the_same_about_the_same, begin, end),
        cmocka_unit_test_setup_teardown (test_who_may_send_and_when, begin, end),
        cmocka_unit_test_setup_teardown (test_people_may_refer, begin, end),
        cmocka_unit_test_setup_teardown (test_what_was_not_sent_falls_with_the_hazard, begin, end),
        cmocka_unit_test_setup_teardown (test_what_the_other_authority_answers, begin, end),
        cmocka_unit_test (test_each_state_with_each_act),
        cmocka_unit_test_setup_teardown (test_an_order_names_the_edition_of_its_power, begin, end),
        cmocka_unit_test_setup_teardown (test_a_referral_names_the_edition_that_refers, begin, end),
        cmocka_unit_test_setup_teardown (test_an_old_journal_names_no_edition, begin, end),
    };
    return cmocka_run_group_tests (tests, NULL, NULL);
}
