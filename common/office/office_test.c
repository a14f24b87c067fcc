/* The lookups, on a small office written down as structs. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "office/campaign.h"
#include "office/office.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>
#include <string.h>

#define COUNT(list) (sizeof (list) / sizeof *(list))

static const struct party leading[] = {
    { .id = "leader", .name = "组长", .role = role_leader },
    { .id = "deputy_1", .name = "副组长", .role = role_deputy },
    { .id = "deputy_2", .name = "副组长", .role = role_deputy },
};
static const struct party bureau = { .id = "bureau", .name = "办公室" };
static const struct party departments[] = { { .id = "construction", .name = "建设" } };
static const struct party communities[] = { { .id = "c01", .name = "一" },
                                            { .id = "c02", .name = "二" } };
static const struct party outside[] = { { .id = "fire_rescue", .name = "消防" } };
static const struct organisation organisation = {
    .name = "街道",
    .leading_group = leading,
    .leading_group_count = COUNT (leading),
    .office = &bureau,
    .departments = departments,
    .departments_count = COUNT (departments),
    .communities = communities,
    .communities_count = COUNT (communities),
    .outside = outside,
    .outside_count = COUNT (outside),
};

static const struct hazard_category hazards[] = {
    { .id = "compartment", .name = "防火分隔", .department = "construction" },
    { .id = "blocked", .name = "堵塞", .department = "bureau", .urgent = true },
};
static const struct premises_category premises[] = {
    { .id = "school", .name = "学校", .department = "bureau" },
    { .id = "high_rise", .name = "高层", .department = "construction" },
};
static const struct categories categories = {
    .hazards = hazards,
    .hazards_count = COUNT (hazards),
    .premises = premises,
    .premises_count = COUNT (premises),
};

enum { OLD = 15000, NEW = 18000 };
static const char *const built[] = { "compartment", "pipe_shaft" };
static const struct clock_rule_row rules[] = {
    { .urgent = true, .severity = severity_major, .hours = 1, .effective = OLD },
    { .urgent = true, .hours = 2, .effective = OLD },
    { .categories = built, .categories_count = COUNT (built), .hours = 3, .effective = OLD },
    { .experts = true, .severity = severity_major, .hours = 7, .effective = NEW },
    { .severity = severity_major, .hours = 4, .effective = NEW },
    { .severity = severity_major, .hours = 5, .effective = OLD },
    { .hours = 6, .effective = OLD },
};
static const struct repeat repeats[] = { { 12 }, { 24 }, { 72 } };
static const struct clock_policy clocks[] = {
    { .id = "watch", .rules = rules, .rules_count = COUNT (rules) },
    { .id = "rectification",
      .rules = rules,
      .rules_count = COUNT (rules),
      .repeats = repeats,
      .repeats_count = COUNT (repeats) },
};
static const char *const approvers[] = { "leader", "deputy" };
static const char *const servers[] = { "office", "department", "c02" };
static const struct act_policy acts[] = {
    { .act = "order.approve", .roles = approvers, .roles_count = COUNT (approvers) },
    { .act = "order.serve", .roles = servers, .roles_count = COUNT (servers) },
};
static const struct policy policy = {
    .clocks = clocks,
    .clocks_count = COUNT (clocks),
    .acts = acts,
    .acts_count = COUNT (acts),
};
static const struct office office = {
    .organisation = &organisation,
    .categories = &categories,
    .policy = &policy,
};

/* 民法典 203: what is to be done ends on the day after a holiday; what may last so long at most
   does not. */
static void a_row_says_how_it_is_counted (void **state)
{
    (void)state;
    static const struct {
        struct clock_rule_row row;
        enum clock_kind kind;
        int64_t length;
        bool moved;
    } ways[] = {
        { { .hours = 24, .working_days = NUMBER_ABSENT, .calendar_days = NUMBER_ABSENT },
          clock_hours,
          24,
          false },
        { { .hours = NUMBER_ABSENT, .working_days = 3, .calendar_days = NUMBER_ABSENT },
          clock_working_days,
          3,
          false },
        { { .hours = NUMBER_ABSENT, .working_days = NUMBER_ABSENT, .calendar_days = 30 },
          clock_calendar_days,
          30,
          true },
        { { .hours = NUMBER_ABSENT,
            .working_days = NUMBER_ABSENT,
            .calendar_days = 30,
            .longest = true },
          clock_calendar_days,
          30,
          false },
    };
    for (size_t i = 0; i < COUNT (ways); i++) {
        const struct clock_rule rule = office_counts_by (&ways[i].row);
        assert_int_equal (rule.kind, ways[i].kind);
        assert_int_equal (rule.length, ways[i].length);
        assert_int_equal (rule.moved_from_holiday, ways[i].moved);
    }
}

static void parties_are_found_in_every_list (void **state)
{
    (void)state;
    static const struct {
        const char *id;
        enum role role;
        bool community, department, actor;
    } rows[] = {
        { "leader", role_leader, false, false, true },
        { "deputy_2", role_deputy, false, false, true },
        { "bureau", role_office, false, true, true },
        { "construction", role_department, false, true, true },
        { "c02", role_community, true, false, true },
        { "fire_rescue", role_outside, false, false, false },
        /* words of roles are no parties; they act when somebody holds them */
        { "deputy", role_absent, false, false, true },
        { "office", role_absent, false, false, true },
        { "department", role_absent, false, false, true },
        { "community", role_absent, false, false, true },
        { "executive_deputy", role_absent, false, false, false },
        { "member", role_absent, false, false, false },
        { "outside", role_absent, false, false, false },
        { "tracker", role_absent, false, false, false },
        { "c03", role_absent, false, false, false },
        { "", role_absent, false, false, false },
        { NULL, role_absent, false, false, false },
    };
    for (size_t i = 0; i < COUNT (rows); i++) {
        const struct party *party = office_party (&office, rows[i].id);
        assert_int_equal (party != NULL, rows[i].role != role_absent);
        if (party)
            assert_string_equal (party->id, rows[i].id);
        assert_int_equal (office_role (&office, rows[i].id), rows[i].role);
        assert_int_equal (office_is_community (&office, rows[i].id), rows[i].community);
        assert_int_equal (office_is_department (&office, rows[i].id), rows[i].department);
        assert_int_equal (office_knows_actor (&office, rows[i].id), rows[i].actor);
    }
}

static void an_act_is_for_its_roles (void **state)
{
    (void)state;
    static const struct {
        const char *by, *act;
        bool may;
    } rows[] = {
        { "leader", "order.approve", true },     { "deputy", "order.approve", true },
        { "deputy_1", "order.approve", true },   { "bureau", "order.approve", false },
        { "c01", "order.approve", false },       { "fire_rescue", "order.approve", false },
        { "bureau", "order.serve", true },       { "office", "order.serve", true },
        { "construction", "order.serve", true }, { "department", "order.serve", true },
        { "c01", "order.serve", false },         { "c02", "order.serve", true },
        { "leader", "order.serve", false },      { "leader", "order.lift", false },
        { "somebody", "order.approve", false },  { NULL, "order.approve", false },
    };
    for (size_t i = 0; i < COUNT (rows); i++)
        assert_int_equal (office_may (&office, rows[i].by, rows[i].act), rows[i].may);
    struct arena *arena = arena_new();
    assert_string_equal (office_may_text (&office, "order.approve", arena), "leader, deputy");
    assert_string_equal (office_may_text (&office, "order.lift", arena), "nobody");
    arena_destroy (&arena);
}

static void a_category_has_a_department (void **state)
{
    (void)state;
    assert_string_equal (office_hazard_category (&office, "blocked")->name, "堵塞");
    assert_null (office_hazard_category (&office, "school"));
    assert_null (office_hazard_category (&office, NULL));
    assert_string_equal (office_premises_category (&office, "school")->name, "学校");
    assert_null (office_premises_category (&office, "blocked"));
    assert_string_equal (office_department_of_hazard (&office, "compartment"), "construction");
    assert_string_equal (office_department_of_hazard (&office, NULL), "bureau");
    static const char *const both[] = { "unheard_of", "high_rise", "school" };
    assert_string_equal (office_department_of_premises (&office, both, 3), "construction");
    assert_string_equal (office_department_of_premises (&office, both, 1), "bureau");
    assert_string_equal (office_department_of_premises (&office, NULL, 0), "bureau");
}

static void the_first_rule_that_matches_governs (void **state)
{
    (void)state;
    static const struct {
        struct clock_case about;
        int64_t hours;
    } rows[] = {
        { { "blocked", severity_major, true, false, NEW }, 1 },
        { { "blocked", severity_general, true, false, NEW }, 2 },
        { { "blocked", severity_absent, true, false, NEW }, 2 },
        { { "compartment", severity_major, false, false, NEW }, 3 },
        { { "wiring", severity_major, false, false, NEW }, 4 },
        { { "wiring", severity_major, false, true, NEW }, 7 },
        { { "wiring", severity_general, false, true, NEW }, 6 },
        { { "wiring", severity_major, false, false, NEW - 1 }, 5 },
        { { "wiring", severity_general, false, false, NEW }, 6 },
        { { NULL, severity_absent, false, false, NEW }, 6 },
        { { "blocked", severity_major, true, false, OLD - 1 }, 6 },
    };
    const struct clock_policy *clock = office_clock (&office, "rectification");
    for (size_t i = 0; i < COUNT (rows); i++)
        assert_int_equal (office_clock_rule (clock, &rows[i].about)->hours, rows[i].hours);
    assert_null (office_clock (&office, "sealing"));
}

static void the_last_gap_repeats_for_ever (void **state)
{
    (void)state;
    const struct clock_policy *clock = office_clock (&office, "rectification");
    static const int64_t hours[] = { 12, 24, 72, 72, 72 };
    for (size_t i = 0; i < COUNT (hours); i++)
        assert_int_equal (office_repeat_hours (clock, (int64_t)i + 1), hours[i]);
    assert_int_equal (office_repeat_hours (clock, 1000000), 72);
}

static void a_rung_has_its_conditions_and_hours (void **state)
{
    (void)state;
    static const char *const two[] = { "rectification", "watch" };
    const struct ladder_step any = { .after_hours = 48, .danger_after_hours = NUMBER_ABSENT };
    const struct ladder_step narrow = { .after_hours = 48,
                                        .danger_after_hours = 0,
                                        .severity = severity_major,
                                        .clocks = two,
                                        .clocks_count = COUNT (two) };
    assert_true (office_ladder_applies (&any, "reinspection", severity_absent));
    assert_true (office_ladder_applies (&narrow, "watch", severity_major));
    assert_false (office_ladder_applies (&narrow, "reinspection", severity_major));
    assert_false (office_ladder_applies (&narrow, "watch", severity_general));
    assert_false (office_ladder_applies (&narrow, "watch", severity_absent));
    assert_int_equal (office_ladder_hours (&any, true), 48);
    assert_int_equal (office_ladder_hours (&narrow, true), 0);
    assert_int_equal (office_ladder_hours (&narrow, false), 48);
}

/* The ids of PARTIES with a blank before each. */
static const char *parties_text (const struct office_parties *parties, struct arena *arena)
{
    struct text text = text_in (arena);
    text_say (&text, "");
    for (size_t i = 0; i < parties->count; i++)
        text_format (&text, " %s", parties->list[i]->id);
    return text.bytes;
}

static void a_word_means_parties_of_the_case (void **state)
{
    (void)state;
    static const struct {
        const char *words[3];
        struct office_case about;
        const char *parties;
    } rows[] = {
        { { "community" }, { .community = "c02" }, " c02" },
        { { "department" }, { .department = "construction" }, " construction" },
        { { "watcher" }, { .community = "c01" }, " c01" },
        { { "tracker" }, { .tracker = "c01" }, " c01" },
        { { "tracker" }, { .tracker = "deputy" }, " deputy_1 deputy_2" },
        { { "tracker" }, { .tracker = "office" }, " bureau" },
        { { "tracker" }, { .tracker = "community", .community = "c02" }, " c02" },
        { { "tracker" },
          { .tracker = "department", .department = "construction" },
          " construction" },
        { { "tracker" }, { .tracker = "tracker" }, " bureau" },
        { { "tracker" }, { .tracker = NULL }, " bureau" },
        { { "leader" }, { 0 }, " leader" },
        { { "deputy" }, { 0 }, " deputy_1 deputy_2" },
        { { "fire_rescue" }, { 0 }, " fire_rescue" },
        { { "office" }, { 0 }, " bureau" },
        { { "member" }, { 0 }, " bureau" },
        { { "community" }, { .community = "gone" }, " bureau" },
        { { "community", "tracker", "watcher" }, { .community = "c01", .tracker = "c01" }, " c01" },
        { { "leader", "deputy", "deputy_1" }, { 0 }, " leader deputy_1 deputy_2" },
    };
    struct arena *arena = arena_new();
    for (size_t i = 0; i < COUNT (rows); i++) {
        struct office_parties parties = { .count = 0 };
        for (size_t w = 0; w < 3 && rows[i].words[w]; w++)
            office_resolve (&office, rows[i].words[w], &rows[i].about, &parties);
        assert_string_equal (parties_text (&parties, arena), rows[i].parties);
    }
    arena_destroy (&arena);
}

/* Who decides on what was asked is not who asked, by whichever of his words. */
static void a_post_and_who_holds_it_may_be_one (void **state)
{
    (void)state;
    static const struct {
        const char *one, *other;
        bool may;
    } rows[] = {
        { "deputy_1", "deputy", true },   { "deputy", "deputy_1", true },
        { "deputy_1", "deputy_1", true }, { "deputy_1", "deputy_2", false },
        { "bureau", "office", true },     { "office", "leader", false },
        { "c01", "c02", false },
    };
    for (size_t i = 0; i < COUNT (rows); i++)
        assert_int_equal (office_may_be_one (&office, rows[i].one, rows[i].other), rows[i].may);
}

/* domain.md 2: "Plans without a date are due at the end of phase 1"; "The issue date is a
 * parameter". */
static void what_says_no_day_has_the_campaigns (void **state)
{
    (void)state;
    struct arena *own = arena_new();
    struct campaign_phase phase = { .id = "one", .to = "2020-11-30" };
    const struct campaign_deliverable plan = { .id = "plan" };
    const struct campaign_deliverable dated = { .id = "plan", .due = "2020-12-02" };
    const struct campaign campaign = { .from = day_from (2020, 11, 9),
                                       .phases = &phase,
                                       .phases_count = 1 };
    assert_string_equal (office_due (&campaign, &plan), "2020-11-30");
    assert_string_equal (office_due (&campaign, &dated), "2020-12-02");
    assert_string_equal (office_phase_from (&campaign, &phase, own), "2020-11-09");
    phase.from = "2020-11-10";
    assert_string_equal (office_phase_from (&campaign, &phase, own), "2020-11-10");
    arena_destroy (&own);
}

int main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (a_row_says_how_it_is_counted),
        cmocka_unit_test (parties_are_found_in_every_list),
        cmocka_unit_test (an_act_is_for_its_roles),
        cmocka_unit_test (a_category_has_a_department),
        cmocka_unit_test (the_first_rule_that_matches_governs),
        cmocka_unit_test (the_last_gap_repeats_for_ever),
        cmocka_unit_test (a_rung_has_its_conditions_and_hours),
        cmocka_unit_test (a_post_and_who_holds_it_may_be_one),
        cmocka_unit_test (a_word_means_parties_of_the_case),
        cmocka_unit_test (what_says_no_day_has_the_campaigns),
    };
    return cmocka_run_group_tests (tests, NULL, NULL);
}
