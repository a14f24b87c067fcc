/* Suspected major hazards (domain.md 5): by the method of the day, with the elements that count. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "office/configured.h"
#include "reporting/stage_test.h"

static void register_as (const char *premises, const char *category)
{
    const char *categories[] = { category };
    say ("intake", premises_registered_record, premises,
         &(struct premises_registered){ .premises = premises,
                                        .name = premises,
                                        .categories = categories,
                                        .categories_count = 1,
                                        .community = "c01",
                                        .department = "office",
                                        .private = strcmp (category, "vulnerable") == 0,
                                        .latitude_e6 = NUMBER_ABSENT,
                                        .longitude_e6 = NUMBER_ABSENT });
}

static void find (int number, const char *premises, const char *category)
{
    const struct treatment treatment = { .kind = treatment_deferred,
                                         .due = INSTANT_ABSENT,
                                         .working_days = 3 };
    const char *hazard = arena_format (arena, "H-2021-%06d", number);
    say ("intake", hazard_opened_record, hazard,
         &(struct hazard_opened){ .hazard = hazard,
                                  .premises = premises,
                                  .premises_name = premises,
                                  .community = "c01",
                                  .department = "office",
                                  .category = category,
                                  .severity = severity_general,
                                  .description = "d",
                                  .treatment = &treatment,
                                  .origin = origin_inspection,
                                  .found = INSTANT_ABSENT });
}

static const char *suspicions (instant as_of)
{
    return ask (suspicions_list_record, &(struct suspicions_list){ .as_of = as_of });
}

static size_t count_of (const char *answer, const char *what)
{
    size_t count = 0;
    for (const char *at = answer; (at = strstr (at, what)) != NULL; at++)
        count++;
    return count;
}

/* A hotel with three different elements; a warehouse needs four; two hazards of one element count
 * once. */
static void so_many_elements_of_such_premises (void **state)
{
    (void)state;
    turn_begin (SECOND_MS);
    register_as ("HOTEL", "hotel");
    register_as ("STORE", "warehouse");
    find (1, "HOTEL", "blocked_evacuation");
    find (2, "HOTEL", "blocked_evacuation");
    find (3, "HOTEL", "unauthorised_wiring");
    find (4, "STORE", "blocked_evacuation");
    find (5, "STORE", "unauthorised_wiring");
    find (6, "STORE", "broken_facility");
    turn_end();
    instant before = now;
    assert_int_equal (count_of (suspicions (INSTANT_ABSENT), "\"premises\":"), 0);
    turn_begin (HOUR_MS);
    find (7, "HOTEL", "broken_facility");
    turn_end();
    const char *shown = suspicions (INSTANT_ABSENT);
    assert_int_equal (count_of (shown, "\"premises\":"), 1);
    assert_non_null (strstr (shown, "\"premises\":\"HOTEL\""));
    assert_non_null (strstr (shown, "\"count\":3"));
    assert_non_null (strstr (shown, "\"hazards\":[\"H-2021-000001\",\"H-2021-000002\"]"));
    assert_non_null (strstr (shown, "GB 35181-2017"));
    assert_int_equal (count_of (suspicions (before), "\"premises\":"), 0);
    turn_begin (HOUR_MS);
    say ("intake", hazard_closed_record, "H-2021-000007",
         &(struct hazard_closed){
             .hazard = "H-2021-000007", .cycle = 1, .reason = closing_reinspection });
    turn_end();
    assert_int_equal (count_of (suspicions (INSTANT_ABSENT), "\"premises\":"), 0);
}

/* 直接判定: one is enough, at premises that it is for; the dwelling of sandwich panels is two
 * findings. */
static void one_direct_element_is_enough (void **state)
{
    (void)state;
    turn_begin (SECOND_MS);
    register_as ("FACTORY", "labour_intensive");
    register_as ("HALL", "public_entertainment");
    register_as ("STORE", "warehouse");
    find (1, "FACTORY", "colour_steel");
    find (2, "STORE", "colour_steel");
    find (3, "STORE", "illegal_dwelling");
    find (4, "STORE", "explosives");
    turn_end();
    assert_int_equal (count_of (suspicions (INSTANT_ABSENT), "\"premises\":"), 0);
    turn_begin (HOUR_MS);
    find (5, "FACTORY", "illegal_dwelling");
    find (6, "HALL", "exits_too_few");
    turn_end();
    const char *shown = suspicions (INSTANT_ABSENT);
    assert_int_equal (count_of (shown, "\"premises\":"), 2);
    assert_non_null (strstr (shown, "\"premises\":\"FACTORY\""));
    assert_non_null (strstr (shown, "\"hazards\":[\"H-2021-000001\",\"H-2021-000005\"]"));
    assert_non_null (strstr (shown, "\"premises\":\"HALL\""));
    assert_int_equal (count_of (shown, "\"direct\":true,\"count\""), 2);
}

/* Each direct element has a category that says it, at whatever premises it is found; by the edition
   of the day. */
static const struct {
    const char *category, *element, *clause;
} direct[] = {
    { "dangerous_goods_siting", "siting", "第6.1）" },
    { "dangerous_goods_neighbours", "neighbours", "第6.2）" },
    { "filling_station_size", "filling_station", "第6.3）" },
    { "hazardous_basement", "basement", "第6.4）" },
    { "tank_facilities", "tanks", "第6.7）" },
    { "vulnerable_floor", "floor", "第6.9）" },
};
enum { DIRECT = sizeof direct / sizeof *direct };

static void see_each_direct_element (day on, const char *edition)
{
    now = day_start (on);
    turn_begin (SECOND_MS);
    for (int i = 0; i < DIRECT; i++) {
        register_as (arena_format (arena, "PLACE-%d", i), "business");
        find (i + 1, arena_format (arena, "PLACE-%d", i), direct[i].category);
    }
    turn_end();
    const char *shown = suspicions (INSTANT_ABSENT);
    assert_non_null (strstr (shown, edition));
    assert_int_equal (count_of (shown, "\"direct\":true,\"count\":1"), DIRECT);
    for (int i = 0; i < DIRECT; i++) {
        const char *element =
            strstr (shown, arena_format (arena, "{\"element\":\"%s\"", direct[i].element));
        assert_non_null (element);
        const char *end = strchr (element, '}');
        const char *said = arena_copy (arena, element, (size_t)(end - element));
        assert_non_null (strstr (said, direct[i].clause));
        assert_non_null (
            strstr (said, arena_format (arena, "\"hazards\":[\"H-2021-%06d\"]", i + 1)));
    }
}

static void each_direct_element_by_the_edition_of_2017 (void **state)
{
    (void)state;
    see_each_direct_element (day_from (2021, 1, 18), "GB 35181-2017");
}

static void each_direct_element_by_the_edition_of_2025 (void **state)
{
    (void)state;
    see_each_direct_element (day_from (2025, 12, 1), "GB 35181-2025");
}

/* Exits of a crowded place are judged directly below ground too; beds in a warehouse count as one
   of several. */
static void what_is_below_ground_and_who_sleeps_in_a_warehouse (void **state)
{
    (void)state;
    turn_begin (SECOND_MS);
    register_as ("CELLAR", "underground_crowded");
    register_as ("STORE", "warehouse");
    find (1, "CELLAR", "exits_too_few");
    find (2, "STORE", "illegal_dwelling");
    find (3, "STORE", "compartment");
    find (4, "STORE", "fire_rating");
    turn_end();
    assert_int_equal (count_of (suspicions (INSTANT_ABSENT), "\"premises\":"), 1);
    turn_begin (HOUR_MS);
    find (5, "STORE", "blocked_evacuation");
    turn_end();
    const char *shown = suspicions (INSTANT_ABSENT);
    assert_non_null (strstr (shown, "\"premises\":\"STORE\""));
    assert_non_null (strstr (shown, "第7.1.3"));
    assert_non_null (strstr (shown, "\"direct\":false,\"count\":4"));
}

/* The same hazards, on the last day of the one edition and the first of the next. */
static void the_edition_is_that_of_the_day (void **state)
{
    (void)state;
    now = day_start (day_from (2025, 10, 30));
    turn_begin (SECOND_MS);
    register_as ("HALL", "public_entertainment");
    find (1, "HALL", "exits_too_few");
    turn_end();
    turn_begin (5 * (instant)DAY_MS);
    turn_end();
    const char *old = suspicions (day_start (day_from (2025, 11, 1)) - 1);
    const char *new = suspicions (day_start (day_from (2025, 11, 1)));
    assert_non_null (strstr (old, "GB 35181-2017"));
    assert_null (strstr (old, "GB 35181-2025"));
    assert_non_null (strstr (new, "GB 35181-2025"));
    assert_null (strstr (new, "GB 35181-2017"));
    assert_int_equal (count_of (old, "\"premises\":\"HALL\""), 1);
    assert_int_equal (count_of (new, "\"premises\":\"HALL\""), 1);
}

static void on_a_day_without_a_method_there_is_none (void **state)
{
    (void)state;
    now = day_start (day_from (2018, 6, 30)); /* the first edition begins the day after */
    turn_begin (SECOND_MS);
    turn_end();
    assert_non_null (strstr (suspicions (INSTANT_ABSENT), "\"edition\":null"));
}

static void configure (const struct office *then, bool with_majors)
{
    struct office_configured so = *office_as_configured (then, arena);
    if (!with_majors)
        so.majors = NULL; /* of an older version */
    turn_begin (HOUR_MS);
    say ("intake", campaign_configured_record, then->campaign->id,
         &(struct campaign_configured){
             .campaign = then->campaign->id, .definition = then->campaign, .office = &so });
    turn_end();
}

/* OFFICE with the table of 2017 put right: fewer elements are enough, and one is worded otherwise.
 */
static const struct office *put_right (const struct office *before)
{
    struct office *after = arena_take (arena, sizeof *after);
    struct checklists *checklists = arena_take (arena, sizeof *checklists);
    struct major_edition *edition = arena_take (arena, sizeof *edition);
    struct major_element *elements =
        arena_take (arena, before->checklists->majors->elements_count * sizeof *elements);
    struct major_rule *rules =
        arena_take (arena, before->checklists->majors->rules_count * sizeof *rules);
    *edition = before->checklists->majors[0];
    for (size_t i = 0; i < edition->elements_count; i++) {
        elements[i] = edition->elements[i];
        elements[i].text = "更正的要素";
    }
    for (size_t i = 0; i < edition->rules_count; i++) {
        rules[i] = edition->rules[i];
        rules[i].elements = 2;
    }
    edition->elements = elements;
    edition->rules = rules;
    *checklists = *before->checklists;
    checklists->majors = edition;
    checklists->majors_count = 1;
    *after = *before;
    after->checklists = checklists;
    return after;
}

static const struct office *without_majors (const struct office *before)
{
    struct office *after = arena_take (arena, sizeof *after);
    struct checklists *checklists = arena_take (arena, sizeof *checklists);
    *checklists = *before->checklists;
    checklists->majors = NULL;
    checklists->majors_count = 0;
    *after = *before;
    after->checklists = checklists;
    return after;
}

static void put_hazards (void)
{
    turn_begin (SECOND_MS);
    register_as ("HOTEL", "hotel");
    register_as ("STORE", "warehouse");
    find (1, "HOTEL", "blocked_evacuation");
    find (2, "HOTEL", "unauthorised_wiring");
    find (3, "HOTEL", "broken_facility");
    find (4, "STORE", "blocked_evacuation");
    find (5, "STORE", "broken_facility");
    turn_end();
}

/* Issue 10: what was answered by the table of then is answered so again, whatever is put right. */
static void a_table_put_right_leaves_the_answers_of_then (void **state)
{
    (void)state;
    const struct office *shipped = office, *corrected = put_right (office);
    configure (shipped, true);
    put_hazards();
    const instant then = now;
    const char *before = suspicions (then);
    assert_int_equal (count_of (before, "\"premises\":"), 1);
    turn_begin (HOUR_MS);
    turn_end();

    office = corrected;
    configure (corrected, true);
    const instant after = now;
    const char *by_corrected = suspicions (after);
    assert_int_equal (count_of (by_corrected, "\"premises\":"), 2);
    assert_non_null (strstr (by_corrected, "更正的要素"));
    assert_string_equal (suspicions (then), before);

    office = without_majors (shipped);
    configure (office, true);
    assert_non_null (strstr (suspicions (now), "\"edition\":null"));
    assert_string_equal (suspicions (then), before);
    assert_string_equal (suspicions (after), by_corrected);
    rebuild();
    assert_string_equal (suspicions (then), before);
    assert_string_equal (suspicions (after), by_corrected);
    office = shipped;
    assert_non_null (strstr (suspicions (now), "\"edition\":null"));
}

/* A journal in which the tables were not kept yet: as they are; and once they are, as they were
   first. */
static void of_an_older_version_by_the_first_table_that_is_known (void **state)
{
    (void)state;
    const struct office *shipped = office, *corrected = put_right (office);
    configure (shipped, false);
    put_hazards();
    const instant then = now;
    const char *before = suspicions (then);
    assert_int_equal (count_of (before, "\"premises\":"), 1);
    office = corrected;
    assert_int_equal (count_of (suspicions (then), "\"premises\":"), 2);
    office = shipped;
    configure (shipped, true);
    office = corrected;
    configure (corrected, true);
    assert_string_equal (suspicions (then), before);
    rebuild();
    assert_string_equal (suspicions (then), before);
    office = shipped;
}

int main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown (so_many_elements_of_such_premises, begin, end),
        cmocka_unit_test_setup_teardown (one_direct_element_is_enough, begin, end),
        cmocka_unit_test_setup_teardown (each_direct_element_by_the_edition_of_2017, begin, end),
        cmocka_unit_test_setup_teardown (each_direct_element_by_the_edition_of_2025, begin, end),
        cmocka_unit_test_setup_teardown (what_is_below_ground_and_who_sleeps_in_a_warehouse, begin,
                                         end),
        cmocka_unit_test_setup_teardown (the_edition_is_that_of_the_day, begin, end),
        cmocka_unit_test_setup_teardown (a_table_put_right_leaves_the_answers_of_then, begin, end),
        cmocka_unit_test_setup_teardown (of_an_older_version_by_the_first_table_that_is_known,
                                         begin, end),
        cmocka_unit_test_setup_teardown (on_a_day_without_a_method_there_is_none, begin, end),
    };
    return cmocka_run_group_tests (tests, NULL, NULL);
}
