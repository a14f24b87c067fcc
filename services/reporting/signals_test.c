/* S17, 不走过场: questions about inspections, with the inspections they are about. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "reporting/stage_test.h"

#define PHOTO       "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
#define OTHER_PHOTO "0000000000000000000000000000000000000000000000000000000000000001"

static void register_at (const char *premises, int64_t latitude, int64_t longitude)
{
    static const char *const categories[] = { "warehouse" };
    say ("intake", premises_registered_record, premises,
         &(struct premises_registered){ .premises = premises,
                                        .name = premises,
                                        .categories = categories,
                                        .categories_count = 1,
                                        .community = "c01",
                                        .department = "office",
                                        .latitude_e6 = latitude,
                                        .longitude_e6 = longitude });
}

static enum inspection_kind kind = inspection_official;
static size_t items = 1; /* each with the photo */

static void inspect (int number, const char *inspector, const char *premises, instant at,
                     size_t found, const char *photo)
{
    const char *inspectors[] = { inspector };
    static const char *const hazards[] = { "H-2021-000001" };
    const struct inspection_item item = { .item = "exit", .outcome = item_ok, .photo = photo };
    const struct inspection_item list[] = { item, item };
    const char *ref = arena_format (arena, "I-2021-%06d", number);
    say ("intake", inspection_reported_record, ref,
         &(struct inspection_reported){ .inspection = ref,
                                        .premises = premises,
                                        .premises_name = premises,
                                        .community = "c01",
                                        .checklist = "general",
                                        .inspectors = inspectors,
                                        .inspectors_count = 1,
                                        .at = at,
                                        .kind = kind,
                                        .items = list,
                                        .items_count = items,
                                        .hazards = hazards,
                                        .hazards_count = found });
}

static const char *signals (enum signal signal, instant as_of)
{
    return ask (signals_list_record, &(struct signals_list){ .signal = signal,
                                                             .from = INSTANT_ABSENT,
                                                             .to = INSTANT_ABSENT,
                                                             .as_of = as_of });
}

static size_t count_of (const char *answer, const char *what)
{
    size_t count = 0;
    for (const char *at = answer; (at = strstr (at, what)) != NULL; at++)
        count++;
    return count;
}

static void who_never_finds_anything_is_asked (void **state)
{
    (void)state;
    turn_begin (SECOND_MS);
    for (int i = 1; i <= 12; i++)
        inspect (i, "甲", "P-1", START - (40 - i) * (instant)HOUR_MS, 0, NULL);
    for (int i = 21; i <= 32; i++) /* broken by one finding: neither part is long enough */
        inspect (i, "乙", "P-1", START - (60 - i) * (instant)HOUR_MS, i == 26, NULL);
    turn_end();
    const char *shown = signals (signal_zero_streak, INSTANT_ABSENT);
    assert_int_equal (count_of (shown, "zero_streak"), 1);
    assert_non_null (strstr (shown, "\"inspector\":\"甲\",\"inspections\":[\"I-2021-000001\","));
    assert_non_null (strstr (shown, "\"I-2021-000011\",\"I-2021-000012\"],\"count\":12"));
}

static void who_answered_nothing_is_asked (void **state)
{
    (void)state;
    turn_begin (SECOND_MS);
    inspect (1, "甲", "P-1", START - HOUR_MS, 0, NULL);
    items = 0;
    inspect (2, "乙", "P-1", START - MINUTE_MS, 1, NULL);
    items = 1;
    turn_end();
    const char *shown = signals (signal_nothing_answered, INSTANT_ABSENT);
    assert_int_equal (count_of (shown, "\"signal\""), 1);
    assert_non_null (strstr (shown, "\"inspector\":\"乙\",\"inspections\":[\"I-2021-000002\"]"));
}

static void one_photo_in_several_inspections (void **state)
{
    (void)state;
    turn_begin (SECOND_MS);
    inspect (1, "甲", "P-1", START - HOUR_MS, 0, PHOTO);
    turn_end();
    instant then = now;
    assert_int_equal (count_of (signals (signal_same_photo, INSTANT_ABSENT), "same_photo"), 0);
    turn_begin (SECOND_MS);
    inspect (2, "乙", "P-2", START - MINUTE_MS, 0, PHOTO);
    turn_end();
    assert_non_null (strstr (signals (signal_same_photo, INSTANT_ABSENT),
                             "\"inspections\":[\"I-2021-000001\",\"I-2021-000002\"]"));
    assert_int_equal (count_of (signals (signal_absent, then), "\"signal\""), 0);
}

static void one_photo_in_two_returns_of_units_and_twice_in_one (void **state)
{
    (void)state;
    turn_begin (SECOND_MS);
    kind = inspection_self;
    inspect (1, "厂长", "P-1", START - HOUR_MS, 0, PHOTO);
    inspect (2, "经理", "P-2", START - MINUTE_MS, 0, PHOTO);
    turn_end();
    const char *shown = signals (signal_absent, INSTANT_ABSENT);
    assert_int_equal (count_of (shown, "\"signal\""), 1);
    assert_non_null (
        strstr (shown, "\"inspections\":[\"I-2021-000001\",\"I-2021-000002\"],\"uses\":2"));
    turn_begin (SECOND_MS);
    kind = inspection_official;
    items = 2;
    inspect (3, "甲", "P-1", START - HOUR_MS, 0, OTHER_PHOTO);
    items = 1;
    turn_end();
    shown = signals (signal_same_photo, INSTANT_ABSENT);
    assert_int_equal (count_of (shown, "same_photo"), 2);
    assert_non_null (strstr (shown, "\"inspections\":[\"I-2021-000003\"],\"uses\":2,\"question\":"
                                    "\"同一张照片在一次检查中用于多项"));
}

/* Some 11 km to the north in ten minutes; the same way in an hour is a drive. */
static void too_far_for_the_time_between (void **state)
{
    (void)state;
    turn_begin (SECOND_MS);
    register_at ("P-1", 39080000, 117360000);
    register_at ("P-2", 39180000, 117360000);
    register_at ("P-3", NUMBER_ABSENT, NUMBER_ABSENT);
    inspect (1, "甲", "P-1", START - 3 * HOUR_MS, 0, NULL);
    inspect (2, "甲", "P-2", START - 3 * HOUR_MS + 10 * MINUTE_MS, 0, NULL);
    inspect (3, "甲", "P-1", START - 2 * HOUR_MS + 10 * MINUTE_MS, 0, NULL);
    inspect (4, "甲", "P-3", START - 2 * HOUR_MS + 11 * MINUTE_MS, 0, NULL);
    inspect (5, "乙", "P-2", START - 2 * HOUR_MS + 12 * MINUTE_MS, 0, NULL);
    turn_end();
    const char *shown = signals (signal_absent, INSTANT_ABSENT);
    assert_int_equal (count_of (shown, "\"signal\""), 1);
    assert_non_null (
        strstr (shown, "\"inspections\":[\"I-2021-000001\",\"I-2021-000002\"],\"metres\":11132,"
                       "\"minutes\":10"));
}

static void find (const char *hazard, const char *inspector, const char *premises)
{
    const char *inspectors[] = { inspector };
    static const struct treatment at_once = { .kind = treatment_immediate,
                                              .proof = "p",
                                              .due = INSTANT_ABSENT,
                                              .working_days = NUMBER_ABSENT };
    say ("intake", hazard_opened_record, hazard,
         &(struct hazard_opened){ .hazard = hazard,
                                  .premises = premises,
                                  .premises_name = premises,
                                  .community = "c01",
                                  .department = "office",
                                  .category = "blocked_evacuation",
                                  .severity = severity_general,
                                  .description = "d",
                                  .treatment = &at_once,
                                  .inspectors = inspectors,
                                  .inspectors_count = 1,
                                  .origin = origin_inspection,
                                  .found = INSTANT_ABSENT });
}

/* Found without a checklist is found too. */
static void who_reports_findings_finds_something (void **state)
{
    (void)state;
    turn_begin (SECOND_MS);
    for (int i = 1; i <= 6; i++)
        inspect (i, "甲", "P-1", START - (40 - i) * (instant)HOUR_MS, 0, NULL);
    find ("H-2021-000001", "甲", "P-1");
    turn_end();
    turn_begin (20 * (instant)HOUR_MS);
    for (int i = 8; i <= 13; i++)
        inspect (i, "甲", "P-1", START + i * (instant)HOUR_MS, 0, NULL);
    turn_end();
    assert_int_equal (count_of (signals (signal_absent, INSTANT_ABSENT), "\"signal\""), 0);
}

/* S17: a unit that returns the same nothing again and again, or a blank, is asked too. */
static void a_unit_is_asked_about_what_it_returns (void **state)
{
    (void)state;
    turn_begin (SECOND_MS);
    kind = inspection_self;
    for (int i = 1; i <= 12; i++)
        inspect (i, i % 2 ? "厂长" : "经理", "P-1", START - (40 - i) * (instant)HOUR_MS, 0, NULL);
    items = 0;
    inspect (20, "厂长", "P-2", START - HOUR_MS, 0, NULL);
    items = 1;
    kind = inspection_official;
    turn_end();
    const char *shown = signals (signal_absent, INSTANT_ABSENT);
    assert_int_equal (count_of (shown, "\"signal\""), 2);
    assert_int_equal (count_of (shown, "\"premises\":\"P-1\",\"inspections\":[\"I-2021-000001\","),
                      1);
    assert_int_equal (count_of (shown, "\"signal\":\"nothing_answered\",\"premises\":\"P-2\""), 1);
}

/* The way is from the last place that is known. */
static void a_stop_without_a_place_hides_no_way (void **state)
{
    (void)state;
    turn_begin (SECOND_MS);
    register_at ("P-1", 39080000, 117360000);
    register_at ("P-2", NUMBER_ABSENT, NUMBER_ABSENT);
    register_at ("P-3", 39580000, 117360000);
    inspect (1, "甲", "P-1", START - HOUR_MS, 0, NULL);
    inspect (2, "甲", "P-2", START - HOUR_MS + MINUTE_MS, 0, NULL);
    inspect (3, "甲", "P-3", START - HOUR_MS + 2 * MINUTE_MS, 0, NULL);
    turn_end();
    assert_int_equal (count_of (signals (signal_too_close, INSTANT_ABSENT),
                                "\"inspections\":[\"I-2021-000001\",\"I-2021-000003\"]"),
                      1);
}

static void what_was_entered_days_later_is_asked (void **state)
{
    (void)state;
    turn_begin (SECOND_MS);
    inspect (1, "甲", "P-1", now - 3 * (instant)DAY_MS, 0, NULL);
    inspect (2, "乙", "P-1", START - 4 * (instant)DAY_MS, 0, NULL);
    turn_end();
    const char *shown = signals (signal_entered_late, INSTANT_ABSENT);
    assert_int_equal (count_of (shown, "\"signal\""), 1);
    assert_int_equal (count_of (shown, "\"inspector\":\"乙\",\"inspections\":[\"I-2021-000002\"],"
                                       "\"days\":4"),
                      1);
}

int main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown (who_never_finds_anything_is_asked, begin, end),
        cmocka_unit_test_setup_teardown (who_answered_nothing_is_asked, begin, end),
        cmocka_unit_test_setup_teardown (one_photo_in_several_inspections, begin, end),
        cmocka_unit_test_setup_teardown (one_photo_in_two_returns_of_units_and_twice_in_one, begin,
                                         end),
        cmocka_unit_test_setup_teardown (too_far_for_the_time_between, begin, end),
        cmocka_unit_test_setup_teardown (who_reports_findings_finds_something, begin, end),
        cmocka_unit_test_setup_teardown (a_unit_is_asked_about_what_it_returns, begin, end),
        cmocka_unit_test_setup_teardown (a_stop_without_a_place_hides_no_way, begin, end),
        cmocka_unit_test_setup_teardown (what_was_entered_days_later_is_asked, begin, end),
    };
    return cmocka_run_group_tests (tests, NULL, NULL);
}
