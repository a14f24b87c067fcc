/* domain.md 3: Spring Festival 2020 was extended on 27 January; a deadline that was open then moved
   from Mon 3 to Wed 5 February, and those concerned were told both days. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "scheduling/recount.h"
#include "scheduling/arm.h"
#include "scheduling/stage_test.h"

#define VERIFICATION "T-2020-000001/tipoff_verification/1"

static const char *hear_tipoff (struct stage *stage, const char *now, bool urgent)
{
    stage->now = at (now);
    return hear (stage, tipoff_reported_record, "T-2020-000001", stage->now,
                 &(struct tipoff_reported){ .tipoff = "T-2020-000001",
                                            .text = "电线",
                                            .address = "一号",
                                            .community = "c01",
                                            .department = "office",
                                            .category = urgent ? "blocked_evacuation"
                                                               : "unauthorised_wiring",
                                            .urgent = urgent });
}

static void a_new_edition_moves_what_is_open (void **state)
{
    (void)state;
    struct stage stage = stage_new();
    assert_string_equal (hear_tipoff (&stage, "2020-01-23 10:00", false),
                         "armed " VERIFICATION " 2020-02-03 24:00");
    assert_true (stage_next (&stage, "recount") == at ("2020-01-27 00:00"));
    strike (&stage, "recount", at ("2020-01-27 09:00"));
    assert_string_equal (stage.said.bytes,
                         "moved " VERIFICATION " 2020-02-05 24:00; notice " VERIFICATION
                         "/moved/1 to=2");
    const struct notice_raised *notice = stage.last;
    assert_non_null (strstr (notice->subject, "原2020-02-03 24:00，现2020-02-05 24:00"));
    assert_true (stage_next (&stage, "recount") > at ("2020-02-05 00:00"));
    stage_destroy (&stage);
}

/* Set on Mon 28 December 2020 nothing new is published before its end; set on Mon 23 November, its
   days are in 2020 alone, and the edition of 25 November changes nothing: it is looked at once. */
static void what_does_not_move_is_looked_at_once (void **state)
{
    (void)state;
    struct stage stage = stage_new();
    hear_tipoff (&stage, "2020-11-23 10:00", false);
    strike (&stage, "recount", at ("2020-11-25 00:00"));
    assert_string_equal (stage.said.bytes, "recounted " VERIFICATION);
    assert_true (stage_next (&stage, "recount") > at ("2020-12-31 00:00"));
    stage_destroy (&stage);
}

/* A file is installed days after its publication: what was counted meanwhile is counted again. */
static void an_edition_that_comes_late_is_not_missed (void **state)
{
    (void)state;
    struct stage stage = stage_new();
    const struct calendar *whole = stage.office->calendar;
    struct calendar_edition without[64];
    struct calendar calendar = { .editions = without };
    for (size_t i = 0; i < whole->editions_count; i++)
        if (whole->editions[i].published != day_from (2020, 1, 27))
            without[calendar.editions_count++] = whole->editions[i];
    struct office office = *stage.office;
    office.calendar = &calendar;
    stage.office = &office;
    strike (&stage, "editions", at ("2020-01-29 08:00"));
    assert_true (stage_next (&stage, "editions") == INSTANT_NEVER);
    assert_string_equal (hear_tipoff (&stage, "2020-01-29 10:00", false),
                         "armed " VERIFICATION " 2020-02-03 24:00");
    office.calendar = whole;
    strike (&stage, "editions", at ("2020-01-31 09:00"));
    assert_true (stage_next (&stage, "editions") == INSTANT_NEVER);
    strike (&stage, "recount", at ("2020-01-31 09:00"));
    assert_non_null (strstr (stage.said.bytes, "moved " VERIFICATION " 2020-02-05 24:00"));
    assert_true (stage_next (&stage, "recount") > at ("2020-02-05 00:00"));
    stage_destroy (&stage);
}

/* ---- calendar days ---- */

#define ANSWER "H-2020-000001/referral/1"

static const char *set_calendar_days (struct stage *stage, const char *now, int64_t days,
                                      bool moved_from_holiday)
{
    stage->now = at (now);
    const struct case_seen seen = { .office = stage->office, .now = stage->now };
    struct scene scene = stage_scene (stage);
    struct decision decision = decision_in (stage->arena);
    arm (&(struct arming){ .ref = "H-2020-000001",
                           .clock = CLOCK_REFERRAL,
                           .cycle = 1,
                           .from = stage->now,
                           .reached = stage->now,
                           .due = INSTANT_ABSENT,
                           .working_days = NUMBER_ABSENT,
                           .community = "c01",
                           .department = "office",
                           .rule = { .kind = clock_calendar_days,
                                     .length = days,
                                     .moved_from_holiday = moved_from_holiday,
                                     .source = "来函" } },
         &seen, &decision);
    stage->said = text_in (stage->arena);
    store_begin (stage->store);
    stage_fold (stage, &decision, &scene);
    assert_true (store_commit (stage->store));
    return stage->said.bytes;
}

/* 民法典 203: on Fri 31 January 2020 when it was set, and from 27 January a holiday. */
static void calendar_days_are_counted_again (void **state)
{
    (void)state;
    struct stage stage = stage_new();
    assert_string_equal (set_calendar_days (&stage, "2020-01-01 10:00", 30, true),
                         "armed " ANSWER " 2020-01-31 24:00");
    assert_true (stage_next (&stage, "recount") == at ("2020-01-27 00:00"));
    strike (&stage, "recount", at ("2020-01-27 00:00"));
    assert_non_null (strstr (stage.said.bytes, "moved " ANSWER " 2020-02-03 24:00"));
    assert_non_null (
        strstr (((const struct notice_raised *)stage.last)->text, "末日遇放假，顺延（春节）"));
    stage_destroy (&stage);
}

static void calendar_days_beyond_the_last_edition_are_provisional (void **state)
{
    (void)state;
    struct stage stage = stage_new();
    assert_string_equal (set_calendar_days (&stage, "2020-11-20 10:00", 42, true),
                         "armed " ANSWER " 2021-01-01 24:00");
    assert_true (((const struct deadline_armed *)stage.last)->provisional);
    strike (&stage, "recount", at ("2020-11-25 00:00"));
    assert_non_null (strstr (stage.said.bytes, "moved " ANSWER " 2021-01-04 24:00"));
    stage_destroy (&stage);
}

/* What lasts so long at most asks no calendar. */
static void the_longest_time_is_not_counted_again (void **state)
{
    (void)state;
    struct stage stage = stage_new();
    set_calendar_days (&stage, "2020-01-01 10:00", 30, false);
    assert_true (stage_next (&stage, "recount") == INSTANT_NEVER);
    stage_destroy (&stage);
}

/* ---- what stood still ---- */

static const char *stand_still (struct stage *stage, const char *deadline, const char *until)
{
    return tell (stage, deadline_pause_record,
                 &(struct deadline_pause){
                     .deadline = deadline, .until = at (until), .reason = "封控", .by = "deputy" });
}

/* Three working days from Wed 22 January, and one more for the 23rd: Mon 3 February; by the edition
   of 27 January Wed 5 February. It is not forgotten when it is counted again. */
static void a_clock_that_stood_is_counted_again (void **state)
{
    (void)state;
    struct stage stage = stage_new();
    lend_time (stage.office);
    hear_tipoff (&stage, "2020-01-22 10:00", false);
    stage.now = at ("2020-01-23 10:00");
    stand_still (&stage, VERIFICATION, "2020-01-24 09:00");
    strike (&stage, "deadline", at ("2020-01-24 09:00"));
    assert_non_null (strstr (stage.said.bytes, "moved " VERIFICATION " 2020-02-03 24:00"));
    assert_true (stage_next (&stage, "recount") == at ("2020-01-27 00:00"));
    strike (&stage, "recount", at ("2020-01-27 09:00"));
    assert_non_null (strstr (stage.said.bytes, "moved " VERIFICATION " 2020-02-05 24:00"));
    const struct deadline_seen *seen = deadline_see_one (
        &(struct scene){ .store = stage.store, .arena = stage.arena, .office = stage.office },
        VERIFICATION);
    assert_string_equal (seen->deadline->stood[0], "2020-01-23/2020-01-24");
    assert_string_equal (seen->deadline->explanation[0],
                         "中止：2020-01-23/2020-01-24，顺延1个工作日");
    stage_destroy (&stage);
}

/* Calendar days stand through calendar days, and end at 24:00 still; extended, its length is
   another, and what it stood through is over. */
static void calendar_days_stand_through_days (void **state)
{
    (void)state;
    struct stage stage = stage_new();
    set_calendar_days (&stage, "2020-03-02 10:00", 10, true);
    stage.now = at ("2020-03-04 10:30");
    stand_still (&stage, ANSWER, "2020-03-07 15:00");
    strike (&stage, "deadline", at ("2020-03-07 15:00"));
    assert_non_null (strstr (stage.said.bytes, "moved " ANSWER " 2020-03-15 24:00"));
    assert_string_equal (tell (&stage, deadline_extend_record,
                               &(struct deadline_extend){ .deadline = ANSWER,
                                                          .due = INSTANT_ABSENT,
                                                          .working_days = 2,
                                                          .reason = "r",
                                                          .by = "leader" }),
                         "extended " ANSWER " 2020-03-17 24:00; notice " ANSWER "/extended/1 to=2");
    stage.now = at ("2020-03-09 10:00");
    stand_still (&stage, ANSWER, "2020-03-11 10:00");
    strike (&stage, "deadline", at ("2020-03-11 10:00"));
    assert_non_null (strstr (stage.said.bytes, "moved " ANSWER " 2020-03-19 24:00"));
    stage_destroy (&stage);
}

/* On its last day: it has that day again, the first worked after the pause. */
static void the_last_day_is_given_back (void **state)
{
    (void)state;
    struct stage stage = stage_new();
    lend_time (stage.office);
    hear_tipoff (&stage, "2020-03-03 10:00", false);
    stage.now = at ("2020-03-06 10:00");
    stand_still (&stage, VERIFICATION, "2020-03-08 10:00");
    strike (&stage, "deadline", at ("2020-03-08 10:00"));
    assert_non_null (strstr (stage.said.bytes, "moved " VERIFICATION " 2020-03-09 24:00"));
    stage_destroy (&stage);
}

static void hours_do_not_ask_a_calendar (void **state)
{
    (void)state;
    struct stage stage = stage_new();
    hear_tipoff (&stage, "2020-01-23 10:00", true);
    assert_true (stage_next (&stage, "recount") == INSTANT_NEVER);
    stage_destroy (&stage);
}

static void what_has_its_outcome_stays (void **state)
{
    (void)state;
    struct stage stage = stage_new();
    hear_tipoff (&stage, "2020-01-23 10:00", false);
    hear (&stage, tipoff_verified_record, "T-2020-000001", stage.now,
          &(struct tipoff_verified){
              .tipoff = "T-2020-000001", .outcome = verification_unfounded, .reason = "r" });
    assert_true (stage_next (&stage, "recount") == INSTANT_NEVER);
    stage_destroy (&stage);
}

int main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (a_new_edition_moves_what_is_open),
        cmocka_unit_test (what_does_not_move_is_looked_at_once),
        cmocka_unit_test (an_edition_that_comes_late_is_not_missed),
        cmocka_unit_test (calendar_days_are_counted_again),
        cmocka_unit_test (calendar_days_beyond_the_last_edition_are_provisional),
        cmocka_unit_test (the_longest_time_is_not_counted_again),
        cmocka_unit_test (a_clock_that_stood_is_counted_again),
        cmocka_unit_test (calendar_days_stand_through_days),
        cmocka_unit_test (the_last_day_is_given_back),
        cmocka_unit_test (hours_do_not_ask_a_calendar),
        cmocka_unit_test (what_has_its_outcome_stays),
    };
    return cmocka_run_group_tests (tests, NULL, NULL);
}
