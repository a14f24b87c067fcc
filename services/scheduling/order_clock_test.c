/* The clocks of an order in force: its end, and what its unit is owed that applied to resume. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "scheduling/order_clock.h"
#include "scheduling/stage_test.h"

#define H "H-2021-000001"
#define O "O-2021-000001-1"

static struct stage with_hazard (const char *now)
{
    struct stage stage = stage_new();
    stage.now = at (now);
    hear_opened (&stage, treatment_deferred, severity_general, at ("2021-03-31 00:00"));
    return stage;
}

static const char *hear_served (struct stage *stage, instant until)
{
    return hear (stage, order_served_record, H, stage->now,
                 &(struct order_served){ .order = O,
                                         .ref = H,
                                         .by = "leader",
                                         .at = stage->now,
                                         .from = INSTANT_ABSENT,
                                         .until = until,
                                         .term = until == INSTANT_ABSENT ? NUMBER_ABSENT : 1 });
}

static const char *hear_applied (struct stage *stage, int64_t application)
{
    return hear (stage, resumption_applied_record, H, stage->now,
                 &(struct resumption_applied){ .order = O,
                                               .ref = H,
                                               .by = "office",
                                               .at = stage->now,
                                               .evidence = "申请书",
                                               .application = application });
}

static const char *hear_reinspected (struct stage *stage, int64_t number)
{
    static const char *const inspectors[] = { "甲", "乙" };
    return hear (stage, order_reinspected_record, H, stage->now,
                 &(struct order_reinspected){ .order = O,
                                              .ref = H,
                                              .inspectors = inspectors,
                                              .inspectors_count = 2,
                                              .number = number });
}

static const char *hear_inspected (struct stage *stage, enum reinspection_outcome outcome)
{
    return hear (stage, reinspection_reported_record, H, stage->now,
                 &(struct reinspection_reported){ .hazard = H, .cycle = 1, .outcome = outcome });
}

static const char *hear_lifted (struct stage *stage, int64_t term)
{
    return hear (
        stage, order_lifted_record, H, stage->now,
        &(struct order_lifted){
            .order = O, .ref = H, .by = "leader", .at = stage->now, .number = 1, .term = term });
}

/* Sealed on 13 January until the end of 12 February: decided by the end of the 11th. */
static void an_end_is_decided_on_while_a_day_is_left (void **state)
{
    (void)state;
    struct stage stage = with_hazard ("2021-01-13 10:00");
    assert_string_equal (hear_served (&stage, at ("2021-02-13 00:00")),
                         "notice " O "/served to=3; armed " H "/order_end/1 2021-02-11 24:00");
    stage.now = at ("2021-02-10 09:00");
    const struct order_renewed renewed = { .order = O,
                                           .ref = H,
                                           .by = "leader",
                                           .at = stage.now,
                                           .evidence = "决定书",
                                           .reason = "尚未整改",
                                           .until = at ("2021-03-15 00:00"),
                                           .term = 2,
                                           .before = 1 };
    assert_string_equal (hear (&stage, order_renewed_record, H, stage.now, &renewed),
                         "notice " O "/renewed/2 to=3; met " H "/order_end/1; armed " H
                         "/order_end/2 2021-03-13 24:00");
    stage.now = at ("2021-03-15 00:00");
    const struct order_lapsed lapsed = { .order = O, .ref = H, .at = stage.now, .term = 2 };
    assert_string_equal (hear (&stage, order_lapsed_record, H, stage.now, &lapsed),
                         "notice " O "/lapsed to=3; cancelled " H "/order_end/2");
    stage_destroy (&stage);
}

/* A suspension has no end; three working days to check, and three to decide, over the holiday. */
static void an_applicant_is_checked_and_answered (void **state)
{
    (void)state;
    struct stage stage = with_hazard ("2021-02-01 10:00");
    assert_string_equal (hear_served (&stage, INSTANT_ABSENT), "notice " O "/served to=3");
    stage.now = at ("2021-02-08 10:00");
    assert_string_equal (hear_applied (&stage, 1), "notice " O "/applied/1 to=3; armed " H
                                                   "/resumption_check/1 2021-02-18 24:00");
    stage.now = at ("2021-02-09 10:00");
    assert_non_null (
        strstr (hear_inspected (&stage, reinspection_failed), "met " H "/resumption_check/1"));
    assert_non_null (strstr (hear_applied (&stage, 2), "armed " H "/resumption_check/2"));
    stage.now = at ("2021-02-10 10:00");
    assert_non_null (
        strstr (hear_inspected (&stage, reinspection_passed), "met " H "/resumption_check/2"));
    assert_string_equal (hear_reinspected (&stage, 1),
                         "armed " H "/resumption_decision/1 2021-02-20 24:00");
    /* The hazard is gone; the order is not. */
    assert_null (strstr (hear_closed (&stage), "resumption_decision"));
    assert_string_equal (hear_lifted (&stage, NUMBER_ABSENT),
                         "notice " O "/lifted to=3; met " H "/resumption_decision/1");
    stage_destroy (&stage);
}

static const char *hear_checked (struct stage *stage, int64_t application)
{
    return hear (stage, resumption_checked_record, H, stage->now,
                 &(struct resumption_checked){
                     .order = O, .ref = H, .number = 1, .application = application });
}

static const char *hear_refused (struct stage *stage, int64_t application)
{
    return hear (stage, resumption_refused_record, H, stage->now,
                 &(struct resumption_refused){ .order = O,
                                               .ref = H,
                                               .by = "office",
                                               .at = stage->now,
                                               .evidence = "决定书",
                                               .reason = "仍有堆放",
                                               .number = 1,
                                               .application = application });
}

/* 消防法 70: the check failed, and the unit is told so too, within three working days; each time.
 */
static void an_applicant_that_failed_is_answered (void **state)
{
    (void)state;
    struct stage stage = with_hazard ("2021-03-01 10:00");
    hear_served (&stage, INSTANT_ABSENT);
    hear_applied (&stage, 1);
    stage.now = at ("2021-03-02 10:00");
    hear_inspected (&stage, reinspection_failed);
    assert_string_equal (hear_checked (&stage, 1), "armed " H "/resumption_decision/1 2021-03-05 "
                                                   "24:00");
    stage.now = at ("2021-03-03 10:00");
    assert_string_equal (hear_refused (&stage, 1),
                         "notice " O "/refused/1 to=3; met " H "/resumption_decision/1");
    hear_applied (&stage, 2);
    /* Heard before the inspection was. */
    assert_string_equal (hear_checked (&stage, 2), "met " H "/resumption_check/2; armed " H
                                                   "/resumption_decision/1x1 2021-03-08 24:00");
    stage.now = at ("2021-03-04 10:00"); /* it passed before that was answered: one answer */
    assert_string_equal (hear_reinspected (&stage, 1), "");
    assert_string_equal (hear_lifted (&stage, NUMBER_ABSENT),
                         "notice " O "/lifted to=3; met " H "/resumption_decision/1x1");
    stage_destroy (&stage);
}

/* domain.md 5: closed otherwise than by a re-inspection; three working days to lift it. */
static void an_order_that_lost_its_hazard_is_decided_on (void **state)
{
    (void)state;
    struct stage stage = with_hazard ("2021-02-01 10:00");
    hear_served (&stage, INSTANT_ABSENT);
    stage.now = at ("2021-02-08 10:00");
    hear_closed (&stage);
    assert_string_equal (
        hear (&stage, order_orphaned_record, H, stage.now,
              &(struct order_orphaned){
                  .order = O, .ref = H, .number = 1, .closing = closing_withdrawn }),
        "notice " O "/orphaned to=3; armed " H "/resumption_decision/1 2021-02-18 24:00");
    assert_string_equal (hear_lifted (&stage, NUMBER_ABSENT),
                         "notice " O "/lifted to=3; met " H "/resumption_decision/1");
    stage_destroy (&stage);
}

/* domain.md 5: handed over and sent back, it waits for the check again; what that finds is decided
   within a time of its own. What failed its check before is to be answered still. */
static void an_order_that_has_its_hazard_again_waits_for_the_check (void **state)
{
    static const struct {
        bool failed, missed;
        const char *regained, *checked;
    } rows[] = {
        { false, false, "cancelled " H "/resumption_decision/1",
          "met " H "/resumption_check/1 late; armed " H
          "/resumption_decision/1x1 2021-02-26 24:00" },
        { false, true, "cancelled " H "/resumption_decision/1",
          "met " H "/resumption_check/1 late; armed " H
          "/resumption_decision/1x1 2021-02-26 24:00" },
        { true, false, "", "met " H "/resumption_check/1 late" },
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct stage stage = with_hazard ("2021-02-01 10:00");
        hear_served (&stage, INSTANT_ABSENT);
        stage.now = at ("2021-02-08 10:00");
        hear_applied (&stage, 1);
        hear (&stage, order_orphaned_record, H, stage.now,
              &(struct order_orphaned){
                  .order = O, .ref = H, .number = 1, .closing = closing_transferred });
        if (rows[i].missed)
            strike (&stage, "deadline", at ("2021-02-19 00:00"));
        stage.now = at ("2021-02-23 10:00");
        assert_string_equal (
            hear (&stage, order_regained_record, H, stage.now,
                  &(struct order_regained){
                      .order = O, .ref = H, .number = 1, .failed = rows[i].failed }),
            rows[i].regained);
        assert_string_equal (
            hear (&stage, resumption_checked_record, H, stage.now,
                  &(struct resumption_checked){ .order = O, .ref = H, .number = 1 }),
            rows[i].checked);
        stage_destroy (&stage);
    }
}

/* Applied for when nobody inspects its hazard any more: lifted or lapsed, nothing goes on ringing.
 */
static void what_ends_an_order_ends_its_clocks (void **state)
{
    static const struct {
        bool lapses, others;
        const char *ended;
    } rows[] = {
        { false, false,
          "notice " O "/lifted to=3; met " H "/order_end/1; met " H "/resumption_decision/1; met " H
          "/resumption_check/1" },
        { true, false,
          "notice " O "/lapsed to=3; cancelled " H "/order_end/1; cancelled " H
          "/resumption_decision/1; cancelled " H "/resumption_check/1" },
        { true, true,
          "notice " O "/lapsed to=3; cancelled " H "/order_end/1; cancelled " H
          "/resumption_decision/1" },
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct stage stage = with_hazard ("2021-01-13 10:00");
        hear_served (&stage, at ("2021-02-13 00:00"));
        hear_closed (&stage);
        hear (&stage, order_orphaned_record, H, stage.now,
              &(struct order_orphaned){
                  .order = O, .ref = H, .number = 1, .closing = closing_withdrawn });
        hear_applied (&stage, 1);
        if (rows[i].lapses)
            hear (&stage, order_lapsed_record, H, stage.now,
                  &(struct order_lapsed){
                      .order = O, .ref = H, .at = stage.now, .term = 1, .others = rows[i].others });
        else
            hear_lifted (&stage, 1);
        assert_string_equal (stage.said.bytes, rows[i].ended);
        stage_destroy (&stage);
    }
}

/* The journals of two services come in any order. */
static void an_application_heard_after_the_inspection_is_checked (void **state)
{
    (void)state;
    struct stage stage = with_hazard ("2021-02-01 10:00");
    hear_served (&stage, INSTANT_ABSENT);
    hear_inspected (&stage, reinspection_passed);
    hear_closed (&stage);
    hear_applied (&stage, 1);
    assert_string_equal (hear_reinspected (&stage, 1), "met " H "/resumption_check/1; armed " H
                                                       "/resumption_decision/1 2021-02-04 24:00");
    stage_destroy (&stage);
}

/* What an older version said had no number. */
static void an_old_reinspection_sets_nothing (void **state)
{
    (void)state;
    struct stage stage = with_hazard ("2021-02-01 10:00");
    assert_string_equal (hear_reinspected (&stage, NUMBER_ABSENT), "");
    stage_destroy (&stage);
}

/* 消防监督检查规定 23: three working days, over the Spring Festival; 24 hours when done on the
 * spot. */
static void a_sealing_is_decided_in_time (void **state)
{
    static const struct {
        enum instrument instrument;
        bool on_the_spot;
        const char *drafted, *approved, *rejected, *withdrawn;
    } rows[] = {
#define CLOCK H "/sealing_decision/1"
        { instrument_sealing, false, "notice " O "/drafted to=5; armed " CLOCK " 2021-02-19 24:00",
          "notice " O "/approved to=3; met " CLOCK, "notice " O "/rejected to=3; met " CLOCK,
          "notice " O "/withdrawn to=3; cancelled " CLOCK },
        { instrument_sealing, true, "notice " O "/drafted to=5; armed " CLOCK " 2021-02-10 10:00",
          "notice " O "/approved to=3; met " CLOCK, "notice " O "/rejected to=3; met " CLOCK,
          "notice " O "/withdrawn to=3; cancelled " CLOCK },
        { instrument_suspension, false, "notice " O "/drafted to=5", "notice " O "/approved to=3",
          "notice " O "/rejected to=3", "notice " O "/withdrawn to=3" },
#undef CLOCK
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct order_drafted drafted = { .edition = DAY_ABSENT,
                                               .order = O,
                                               .ref = H,
                                               .instrument = rows[i].instrument,
                                               .ground = order_ground_proposal,
                                               .community = "c01",
                                               .department = "construction",
                                               .on_the_spot = rows[i].on_the_spot,
                                               .done = INSTANT_ABSENT };
        for (int end = 0; end < 3; end++) {
            struct stage stage = with_hazard ("2021-02-09 10:00");
            assert_string_equal (hear (&stage, order_drafted_record, H, stage.now, &drafted),
                                 rows[i].drafted);
            if (end == 0)
                hear (&stage, order_approved_record, H, stage.now,
                      &(struct order_approved){
                          .order = O, .ref = H, .by = "leader", .at = stage.now });
            else if (end == 1)
                hear (&stage, order_rejected_record, H, stage.now,
                      &(struct order_rejected){
                          .order = O, .ref = H, .by = "leader", .at = stage.now, .reason = "r" });
            else
                hear (&stage, order_withdrawn_record, H, stage.now,
                      &(struct order_withdrawn){ .order = O, .ref = H, .reason = "r" });
            assert_string_equal (stage.said.bytes, end == 0   ? rows[i].approved
                                                   : end == 1 ? rows[i].rejected
                                                              : rows[i].withdrawn);
            stage_destroy (&stage);
        }
    }
}

/* Sealed in the evening, entered in the morning, decided in time, and that entered later: by when
   things were done. */
static void what_was_done_counts_and_not_when_it_was_entered (void **state)
{
    (void)state;
    struct stage stage = with_hazard ("2021-02-08 20:00");
    stage.now = at ("2021-02-09 10:00");
    assert_string_equal (hear (&stage, order_drafted_record, H, stage.now,
                               &(struct order_drafted){ .edition = DAY_ABSENT,
                                                        .order = O,
                                                        .ref = H,
                                                        .instrument = instrument_sealing,
                                                        .ground = order_ground_proposal,
                                                        .community = "c01",
                                                        .department = "construction",
                                                        .on_the_spot = true,
                                                        .done = at ("2021-02-08 21:30") }),
                         "notice " O "/drafted to=5; armed " H
                         "/sealing_decision/1 2021-02-09 21:30");
    stage.now = at ("2021-02-10 10:00");
    assert_string_equal (
        hear (&stage, order_approved_record, H, stage.now,
              &(struct order_approved){
                  .order = O, .ref = H, .by = "leader", .at = at ("2021-02-09 17:00") }),
        "notice " O "/approved to=3; met " H "/sealing_decision/1");
    hear (&stage, order_served_record, H, stage.now,
          &(struct order_served){ .order = O,
                                  .ref = H,
                                  .by = "leader",
                                  .at = stage.now,
                                  .from = at ("2021-02-08 21:30"),
                                  .until = at ("2021-03-11 00:00"),
                                  .term = 1 });
    const struct scene scene = stage_scene (&stage);
    const struct deadline_row *end = deadline_see (&scene, H "/order_end/1");
    assert_int_equal (end->from, at ("2021-02-08 21:30"));
    assert_non_null (strstr (end->rule, "《行政强制法》第二十五条"));
    assert_non_null (strstr (end->explanation[0], "期满 2021-03-10 24:00"));
    stage_destroy (&stage);
}

int main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (a_sealing_is_decided_in_time),
        cmocka_unit_test (an_end_is_decided_on_while_a_day_is_left),
        cmocka_unit_test (an_applicant_is_checked_and_answered),
        cmocka_unit_test (an_applicant_that_failed_is_answered),
        cmocka_unit_test (an_order_that_lost_its_hazard_is_decided_on),
        cmocka_unit_test (an_order_that_has_its_hazard_again_waits_for_the_check),
        cmocka_unit_test (what_ends_an_order_ends_its_clocks),
        cmocka_unit_test (an_application_heard_after_the_inspection_is_checked),
        cmocka_unit_test (an_old_reinspection_sets_nothing),
        cmocka_unit_test (what_was_done_counts_and_not_when_it_was_entered),
    };
    return cmocka_run_group_tests (tests, NULL, NULL);
}
