/* domain.md 3: Spring Festival 2020 was extended on 27 January; a deadline that was open then moved
   from Mon 3 to Wed 5 February, and those concerned were told both days. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "scheduling/recount.h"
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
        cmocka_unit_test (hours_do_not_ask_a_calendar),
        cmocka_unit_test (what_has_its_outcome_stays),
    };
    return cmocka_run_group_tests (tests, NULL, NULL);
}
