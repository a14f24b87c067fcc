/* domain.md 4: a referral carries the other authority's clock, and silence is a missed deadline. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "scheduling/stage_test.h"

#define H        "H-2021-000001"
#define REFERRAL "R-2021-000001-1"

static const char *hear_drafted (struct stage *stage)
{
    return hear (stage, referral_drafted_record, H, stage->now,
                 &(struct referral_drafted){ .edition = DAY_ABSENT,
                                             .referral = REFERRAL,
                                             .number = 1,
                                             .ref = H,
                                             .to = "fire_rescue",
                                             .ground = referral_ground_no_power,
                                             .instrument = instrument_suspension,
                                             .reason = "无权",
                                             .community = "c01",
                                             .department = "office" });
}

static const char *hear_sent_about (struct stage *stage, enum instrument instrument,
                                    bool on_the_spot, instant done)
{
    return hear (stage, referral_sent_record, H, stage->now,
                 &(struct referral_sent){ .referral = REFERRAL,
                                          .number = 1,
                                          .ref = H,
                                          .to = "fire_rescue",
                                          .instrument = instrument,
                                          .on_the_spot = on_the_spot,
                                          .done = done,
                                          .by = "office",
                                          .at = stage->now,
                                          .document = "3号",
                                          .community = "c01",
                                          .department = "office" });
}

static const char *hear_sent (struct stage *stage)
{
    return hear_sent_about (stage, instrument_suspension, false, INSTANT_ABSENT);
}

static struct stage with_draft (void)
{
    struct stage stage = stage_new();
    stage.now = at ("2021-02-03 10:00"); /* a Wednesday before the Spring Festival */
    assert_string_equal (hear_drafted (&stage), "armed " H "/referral_sending/1 2021-02-04 24:00");
    return stage;
}

static void the_foreign_clock_starts_when_it_was_sent (void **state)
{
    (void)state;
    struct stage stage = with_draft();
    stage.now = at ("2021-02-03 16:00");
    /* Seven working days of the fire-rescue agency: 02-07 is made up, 02-11..17 are off. */
    assert_string_equal (hear_sent (&stage),
                         "met " H "/referral_sending/1; armed " H "/referral/1 2021-02-18 24:00");
    assert_string_equal (hear_sent (&stage), ""); /* heard again */
    stage_destroy (&stage);
}

/* 消防监督检查规定 23, domain.md 3: three working days, 24 hours when it was done on the spot. */
static void a_sealing_on_the_spot_has_its_24_hours (void **state)
{
    static const struct {
        bool on_the_spot;
        const char *done, *due;
    } rows[] = {
        { false, NULL, "2021-02-07 24:00" },
        { true, NULL, "2021-02-04 16:00" }, /* of an old journal */
        { true, "2021-02-03 09:30", "2021-02-04 09:30" },
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct stage stage = with_draft();
        stage.now = at ("2021-02-03 16:00");
        const char *said = hear_sent_about (&stage, instrument_sealing, rows[i].on_the_spot,
                                            rows[i].done ? at (rows[i].done) : INSTANT_ABSENT);
        if (!strstr (said, arena_format (stage.arena, "armed " H "/referral/1 %s", rows[i].due)))
            fail_msg ("row %zu: %s", i, said);
        stage_destroy (&stage);
    }
}

/* And to be sent within the same hours. */
static void what_is_sealed_is_sent_within_its_24_hours (void **state)
{
    (void)state;
    struct stage stage = stage_new();
    stage.now = at ("2021-02-03 11:00");
    assert_string_equal (hear (&stage, referral_drafted_record, H, stage.now,
                               &(struct referral_drafted){ .edition = DAY_ABSENT,
                                                           .referral = REFERRAL,
                                                           .number = 1,
                                                           .ref = H,
                                                           .to = "fire_rescue",
                                                           .ground = referral_ground_no_power,
                                                           .instrument = instrument_sealing,
                                                           .on_the_spot = true,
                                                           .done = at ("2021-02-03 09:30"),
                                                           .reason = "无权",
                                                           .community = "c01",
                                                           .department = "office" }),
                         "armed " H "/referral_sending/1 2021-02-04 09:30");
    stage_destroy (&stage);
}

static void silence_is_missed_and_an_answer_meets (void **state)
{
    (void)state;
    struct stage stage = with_draft();
    const struct referral_settled settled = { .referral = REFERRAL,
                                              .number = 1,
                                              .ref = H,
                                              .to = "fire_rescue",
                                              .outcome = referral_accepted };
    hear_sent (&stage);
    assert_non_null (
        strstr (strike (&stage, "deadline", at ("2021-02-20 09:00")), "missed " H "/referral/1"));
    assert_string_equal (hear (&stage, referral_settled_record, H, stage.now, &settled),
                         "met " H "/referral/1 late; armed " H
                         "/referral_result/1 2021-03-05 24:00");
    stage_destroy (&stage);
}

/* domain.md 4: the case is closed as transferred, and the other authority's silence is watched on;
   closed otherwise, nobody waits for it. */
static void a_transferred_case_waits_for_its_end (void **state)
{
    static const struct {
        enum closing closing;
        const char *said, *done;
    } rows[] = {
        { closing_transferred, "", "met " H "/referral_result/1" },
        { closing_reinspection, "cancelled " H "/referral_result/1", "" },
        { closing_withdrawn, "cancelled " H "/referral_result/1", "" },
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct stage stage = with_draft();
        struct referral_settled settled = { .referral = REFERRAL,
                                            .number = 1,
                                            .ref = H,
                                            .to = "fire_rescue",
                                            .outcome = referral_accepted };
        hear_sent (&stage);
        hear (&stage, referral_settled_record, H, stage.now, &settled);
        assert_string_equal (
            hear (&stage, hazard_closed_record, H, stage.now,
                  &(struct hazard_closed){ .hazard = H, .cycle = 1, .reason = rows[i].closing }),
            rows[i].said);
        settled.outcome = referral_done;
        assert_string_equal (hear (&stage, referral_settled_record, H, stage.now, &settled),
                             rows[i].done);
        stage_destroy (&stage);
    }
}

/* Accepted is not the end: their silence after it is missed too, until it is done or sent back. */
static void after_it_was_accepted_silence_is_missed_again (void **state)
{
    (void)state;
    static const struct {
        enum referral_outcome first, second; /* absent: nothing more is heard */
        const char *said_first, *said_second;
    } rows[] = {
        { referral_accepted, referral_done,
          "met " H "/referral/1; armed " H "/referral_result/1 2021-02-24 24:00",
          "met " H "/referral_result/1 late" },
        { referral_accepted, referral_declined,
          "met " H "/referral/1; armed " H "/referral_result/1 2021-02-24 24:00",
          "met " H "/referral_result/1 late; notice " REFERRAL "/declined to=2" },
        { referral_done, referral_outcome_absent, "met " H "/referral/1", NULL },
        { referral_declined, referral_outcome_absent,
          "met " H "/referral/1; notice " REFERRAL "/declined to=2", NULL },
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct stage stage = with_draft();
        struct referral_settled settled = { .referral = REFERRAL,
                                            .number = 1,
                                            .ref = H,
                                            .to = "fire_rescue",
                                            .outcome = rows[i].first,
                                            .reason = "不属本队管辖" };
        hear_sent (&stage);
        stage.now = at ("2021-02-05 10:00");
        assert_string_equal (hear (&stage, referral_settled_record, H, stage.now, &settled),
                             rows[i].said_first);
        assert_string_equal (hear (&stage, referral_settled_record, H, stage.now, &settled),
                             ""); /* heard again */
        stage_destroy (&stage);
        if (!rows[i].said_second)
            continue;
        stage = with_draft();
        hear_sent (&stage);
        stage.now = at ("2021-02-05 10:00");
        hear (&stage, referral_settled_record, H, stage.now, &settled);
        assert_non_null (strstr (strike (&stage, "deadline", at ("2021-02-26 09:00")),
                                 "missed " H "/referral_result/1"));
        settled.outcome = rows[i].second;
        assert_string_equal (hear (&stage, referral_settled_record, H, stage.now, &settled),
                             rows[i].said_second);
        if (settled.outcome == referral_declined)
            assert_non_null (
                strstr (((const struct notice_raised *)stage.last)->text, "理由：不属本队管辖"));
        stage_destroy (&stage);
    }
}

static void a_draft_that_is_not_sent_is_missed (void **state)
{
    (void)state;
    struct stage stage = with_draft();
    const struct referral_withdrawn withdrawn = {
        .referral = REFERRAL, .number = 1, .ref = H, .reason = "已整改"
    };
    assert_non_null (strstr (strike (&stage, "deadline", at ("2021-02-05 09:00")),
                             "missed " H "/referral_sending/1"));
    assert_string_equal (hear (&stage, referral_withdrawn_record, H, stage.now, &withdrawn),
                         "cancelled " H "/referral_sending/1");
    stage_destroy (&stage);
}

static void other_clocks_do_not_forget_what_they_know_of_the_case (void **state)
{
    (void)state;
    struct stage stage = stage_new();
    stage.now = at ("2021-03-01 10:00");
    hear_drafted (&stage); /* the other journal came first */
    hear_opened (&stage, treatment_deferred, severity_general, at ("2021-03-06 00:00"));
    stage.now = at ("2021-03-01 11:00");
    hear_rectified (&stage, 1);
    const struct deadline_armed *armed = stage.last;
    assert_string_equal (armed->clock, "reinspection");
    assert_non_null (armed->category);
    assert_non_null (armed->tracker);
    stage_destroy (&stage);
}

int main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (the_foreign_clock_starts_when_it_was_sent),
        cmocka_unit_test (a_sealing_on_the_spot_has_its_24_hours),
        cmocka_unit_test (what_is_sealed_is_sent_within_its_24_hours),
        cmocka_unit_test (silence_is_missed_and_an_answer_meets),
        cmocka_unit_test (a_transferred_case_waits_for_its_end),
        cmocka_unit_test (after_it_was_accepted_silence_is_missed_again),
        cmocka_unit_test (a_draft_that_is_not_sent_is_missed),
        cmocka_unit_test (other_clocks_do_not_forget_what_they_know_of_the_case),
    };
    return cmocka_run_group_tests (tests, NULL, NULL);
}
