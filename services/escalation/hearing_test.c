/* S16 and domain.md 4: an order that stops a business is preceded by two inspectors, a notice and
   the time to ask for a hearing. On the shipped configuration, by real dates. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "escalation/hearing.h"
#include "escalation/stage_test.h"

#define ORDER "O-2021-000017-1"

static instant moment (const char *text)
{
    char whole[INSTANT_TEXT_SIZE];
    instant at = 0;
    snprintf (whole, sizeof whole, "%.10sT%.5s:00+08:00", text, text + 11);
    assert_true (instant_parse (whole, &at));
    return at;
}

static enum refusal_code notify (size_t inspectors)
{
    return command (order_notify_record, &(struct order_notify){ .order = ORDER,
                                                                 .by = "office",
                                                                 .inspectors = two_inspectors,
                                                                 .inspectors_count = inspectors,
                                                                 .evidence = "送达回证",
                                                                 .at = INSTANT_ABSENT });
}

static enum refusal_code decide_approval (void)
{
    return command (
        order_approve_record,
        &(struct order_approve){ .order = ORDER, .by = "leader", .at = INSTANT_ABSENT });
}

static enum refusal_code hand_over (size_t inspectors)
{
    return command (order_serve_record, &(struct order_serve){ .order = ORDER,
                                                               .by = "office",
                                                               .evidence = "送达回证",
                                                               .inspectors = two_inspectors,
                                                               .inspectors_count = inspectors,
                                                               .at = INSTANT_ABSENT });
}

static enum refusal_code request (void)
{
    return command (
        hearing_request_record,
        &(struct hearing_request){ .order = ORDER, .by = "office", .at = INSTANT_ABSENT });
}

static enum refusal_code waive (void)
{
    return command (hearing_waive_record, &(struct hearing_waive){ .order = ORDER,
                                                                   .by = "office",
                                                                   .evidence = "放弃听证书",
                                                                   .at = INSTANT_ABSENT });
}

static enum refusal_code hold (const char *announced)
{
    return command (hearing_hold_record, &(struct hearing_hold){ .order = ORDER,
                                                                 .by = "office",
                                                                 .announced = moment (announced),
                                                                 .evidence = "听证笔录",
                                                                 .at = INSTANT_ABSENT });
}

static bool list_says (const char *what)
{
    const struct orders_list asked = { .ref = CASE, .limit = NUMBER_ABSENT };
    const struct scene scene = scene_now (NULL);
    struct text answer = text_in (arena);
    struct refusals refusals = refusals_in (arena);
    order_ask_list (&scene, &asked, &answer, &refusals);
    return strstr (answer.bytes, what);
}

static void draft (const char *when)
{
    now = moment (when);
    open_hazard (treatment_suspension);
    assert_int_equal (count_said (order_drafted_record), 1);
}

static void test_not_without_a_notice (void **state)
{
    (void)state;
    draft ("2021-02-03 10:00");
    assert_int_equal (decide_approval(), REFUSAL_CONFLICT);
    assert_int_equal (notify (1), REFUSAL_INVALID);
    assert_int_equal (notify (2), REFUSAL_NONE);
    assert_int_equal (notify (2), REFUSAL_CONFLICT);
}

/* Three working days of the law of that winter: 02-04, 02-05, and Sunday 02-07, which was made up.
 */
static void test_not_while_a_hearing_may_be_asked_for (void **state)
{
    (void)state;
    draft ("2021-02-03 10:00");
    notify (2);
    const struct order_notified *notified = last_said (order_notified_record);
    assert_int_equal (notified->until, moment ("2021-02-08 00:00"));
    now = moment ("2021-02-07 23:59");
    assert_int_equal (decide_approval(), REFUSAL_CONFLICT);
    now = moment ("2021-02-08 00:00");
    assert_int_equal (request(), REFUSAL_CONFLICT); /* too late */
    /* Nor dated back into it. */
    assert_int_equal (command (order_approve_record,
                               &(struct order_approve){ .order = ORDER,
                                                        .by = "leader",
                                                        .at = moment ("2021-02-05 12:00") }),
                      REFUSAL_CONFLICT);
    assert_int_equal (decide_approval(), REFUSAL_NONE);
}

static void test_since_july_2021_five_days (void **state)
{
    (void)state;
    draft ("2021-07-15 10:00"); /* a Thursday */
    notify (2);
    const struct order_notified *notified = last_said (order_notified_record);
    assert_int_equal (notified->until, moment ("2021-07-23 00:00"));
}

static void test_given_up_in_writing (void **state)
{
    (void)state;
    draft ("2021-02-03 10:00");
    assert_int_equal (waive(), REFUSAL_CONFLICT); /* there is no right yet */
    notify (2);
    assert_int_equal (waive(), REFUSAL_NONE);
    assert_int_equal (decide_approval(), REFUSAL_NONE);
    assert_int_equal (hand_over (1), REFUSAL_INVALID);
    assert_int_equal (hand_over (2), REFUSAL_NONE);
}

static void test_asked_for_and_held (void **state)
{
    (void)state;
    draft ("2021-03-01 10:00"); /* a Monday */
    notify (2);
    assert_int_equal (hold ("2021-03-01 10:00"), REFUSAL_CONFLICT); /* nobody asked */
    assert_int_equal (request(), REFUSAL_NONE);
    assert_int_equal (request(), REFUSAL_CONFLICT);
    now = moment ("2021-03-10 10:00");
    assert_int_equal (decide_approval(), REFUSAL_CONFLICT);
    assert_int_equal (hold ("2021-03-02 10:00"), REFUSAL_CONFLICT); /* seven working days: 03-11 */
    now = moment ("2021-03-12 10:00");
    assert_int_equal (hold ("2019-01-01 00:00"), REFUSAL_INVALID); /* before anybody asked */
    assert_int_equal (hold ("2021-03-01 09:00"), REFUSAL_INVALID);
    assert_int_equal (hold ("2021-03-12 11:00"), REFUSAL_INVALID); /* after it was held */
    assert_int_equal (hold ("2021-03-02 10:00"), REFUSAL_NONE);
    assert_int_equal (decide_approval(), REFUSAL_NONE);
}

/* One person who is named twice is one. */
static void test_two_inspectors_are_two_people (void **state)
{
    (void)state;
    static const char *const names[][3] = {
        { "甲", "甲", "甲" }, { "甲", " 甲 ", "甲" }, { "甲", "", " " }, { "甲", "甲", "乙" }
    };
    draft ("2021-02-03 10:00");
    for (size_t i = 0; i < COUNT (names); i++) {
        enum refusal_code code = i + 1 < COUNT (names) ? REFUSAL_INVALID : REFUSAL_NONE;
        assert_int_equal (
            command (order_notify_record, &(struct order_notify){ .order = ORDER,
                                                                  .by = "office",
                                                                  .inspectors = names[i],
                                                                  .inspectors_count = 3,
                                                                  .evidence = "送达回证",
                                                                  .at = INSTANT_ABSENT }),
            code);
    }
    assert_int_equal (waive(), REFUSAL_NONE);
    assert_int_equal (decide_approval(), REFUSAL_NONE);
    for (size_t i = 0; i < COUNT (names); i++)
        assert_int_equal (
            command (order_serve_record, &(struct order_serve){ .order = ORDER,
                                                                .by = "office",
                                                                .evidence = "送达回证",
                                                                .inspectors = names[i],
                                                                .inspectors_count = 3,
                                                                .at = INSTANT_ABSENT }),
            i + 1 < COUNT (names) ? REFUSAL_INVALID : REFUSAL_NONE);
}

/* domain.md 3: told on 2020-01-23, three working days ended with 02-03, until the holidays were
   made longer on 01-27: they end with 02-05. */
static void test_a_longer_holiday_gives_the_unit_more_time (void **state)
{
    (void)state;
    draft ("2020-01-23 10:00");
    assert_int_equal (notify (2), REFUSAL_NONE);
    assert_int_equal (((const struct order_notified *)last_said (order_notified_record))->until,
                      moment ("2020-02-04 00:00"));
    assert_true (list_says ("\"hearing_until\":\"2020-02-04T00:00:00+08:00\""));
    now = moment ("2020-02-05 10:00");
    assert_int_equal (decide_approval(), REFUSAL_CONFLICT);
    assert_true (list_says ("\"hearing_until\":\"2020-02-06T00:00:00+08:00\"")); /* as refused */
    assert_true (list_says ("2020-02-05 周三  计第3个工作日"));
    assert_int_equal (request(), REFUSAL_NONE);
    assert_int_equal (waive(), REFUSAL_NONE);
}

/* The holidays of 2027 are not announced: what reaches into them may move. */
static void test_a_time_beyond_the_last_edition_is_provisional (void **state)
{
    (void)state;
    draft ("2026-12-30 10:00");
    assert_int_equal (notify (2), REFUSAL_NONE);
    const struct order_notified *notified = last_said (order_notified_record);
    assert_true (notified->provisional);
    assert_true (notified->explanation_count > 5);
    assert_true (list_says ("\"hearing_provisional\":true"));
}

static void test_the_longer_time_ends_too (void **state)
{
    (void)state;
    draft ("2020-01-23 10:00");
    assert_int_equal (notify (2), REFUSAL_NONE);
    now = moment ("2020-02-06 00:00");
    assert_int_equal (request(), REFUSAL_CONFLICT);
    assert_int_equal (decide_approval(), REFUSAL_NONE);
}

/* What is refused says where the order stands, and what is possible. */
static void test_a_conflict_says_what_is_possible (void **state)
{
    (void)state;
    static const struct {
        bool notified, given_up;
        const char *says, *possible;
    } rows[] = {
        { false, false, "is drafted, and no right to a hearing was opened",
          "possible now: order.notify" },
        { true, true, "is drafted, and the unit gave the hearing up",
          "possible now: order.approve, order.reject" },
    };
    for (size_t i = 0; i < COUNT (rows); i++) {
        draft ("2021-02-03 10:00");
        if (rows[i].notified)
            notify (2);
        if (rows[i].given_up)
            waive();
        const struct hearing_waive given_up = { .order = ORDER,
                                                .by = "office",
                                                .at = INSTANT_ABSENT };
        const struct scene scene = scene_now (NULL);
        struct decision decision = decision_in (arena);
        hearing_decide_waive (&given_up, hearing_see_waive (&scene, &given_up), &decision);
        assert_int_equal (decision.refusal.code, REFUSAL_CONFLICT);
        assert_non_null (strstr (decision.refusal.sentence, rows[i].says));
        assert_non_null (strstr (decision.refusal.sentence, rows[i].possible));
        end (state);
        begin (state);
    }
}

/* ---- coercive measures: this street's table refers them, so the guard is asked itself ---- */

static bool may_enforce (const char *at, bool urgent, const char *reason)
{
    const struct order_row order = { .order = ORDER,
                                     .instrument = instrument_sealing,
                                     .done = INSTANT_ABSENT };
    const struct order_seen seen = {
        .office = office, .order = &order, .now = moment (at), .time = moment (at)
    };
    struct decision decision = decision_in (arena);
    bool allowed = hearing_allows_enforcement (&seen, moment (at), urgent, reason, &decision);
    assert_int_equal (decision.refusal.code, allowed ? REFUSAL_NONE : REFUSAL_CONFLICT);
    return allowed;
}

static void test_neither_at_night_nor_on_a_holiday (void **state)
{
    (void)state;
    assert_true (may_enforce ("2021-02-10 10:00", false, NULL));
    assert_false (may_enforce ("2021-02-10 23:00", false, NULL));
    assert_false (may_enforce ("2021-02-10 23:00", true, NULL));
    assert_true (may_enforce ("2021-02-10 23:00", true, "正在起火"));
    assert_false (may_enforce ("2021-02-12 10:00", false, NULL)); /* 春节 */
    assert_true (may_enforce ("2021-02-20 10:00", false, NULL));  /* a Saturday that is worked */
    assert_true (may_enforce ("2021-02-27 10:00", false, NULL));  /* a Saturday is no holiday */
}

int main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown (test_not_without_a_notice, begin, end),
        cmocka_unit_test_setup_teardown (test_not_while_a_hearing_may_be_asked_for, begin, end),
        cmocka_unit_test_setup_teardown (test_since_july_2021_five_days, begin, end),
        cmocka_unit_test_setup_teardown (test_given_up_in_writing, begin, end),
        cmocka_unit_test_setup_teardown (test_asked_for_and_held, begin, end),
        cmocka_unit_test_setup_teardown (test_two_inspectors_are_two_people, begin, end),
        cmocka_unit_test_setup_teardown (test_a_longer_holiday_gives_the_unit_more_time, begin,
                                         end),
        cmocka_unit_test_setup_teardown (test_a_time_beyond_the_last_edition_is_provisional, begin,
                                         end),
        cmocka_unit_test_setup_teardown (test_the_longer_time_ends_too, begin, end),
        cmocka_unit_test_setup_teardown (test_a_conflict_says_what_is_possible, begin, end),
        cmocka_unit_test_setup_teardown (test_neither_at_night_nor_on_a_holiday, begin, end),
    };
    return cmocka_run_group_tests (tests, NULL, NULL);
}
