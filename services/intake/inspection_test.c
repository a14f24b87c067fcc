/* S5 to S9 by the shipped checklists, S14 to S17: what an inspection must say, and what follows. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "intake/inspection.h"
#include "intake/service.h"
#include "office/office.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define COUNT(list) (sizeof (list) / sizeof *(list))
#define NOW         INT64_C (1612918800000) /* 2021-02-10T09:00+08:00 */

static struct arena *arena;
static const struct office *office;
static const struct premises_brief premises = { .premises = "W-1",
                                                .name = "红星仓库",
                                                .community = "c01" };
static const char *const inspectors[] = { "甲", "乙" };
static const struct treatment suspension = { .kind = treatment_suspension,
                                             .grounds = "g",
                                             .due = INSTANT_ABSENT,
                                             .working_days = NUMBER_ABSENT };
static const struct treatment unproved = { .kind = treatment_immediate,
                                           .due = INSTANT_ABSENT,
                                           .working_days = NUMBER_ABSENT };
static const struct treatment fixed_at_once = { .kind = treatment_immediate,
                                                .proof = "照片",
                                                .due = INSTANT_ABSENT,
                                                .working_days = NUMBER_ABSENT };

static int read_shipped (void **state)
{
    (void)state;
    arena = arena_new();
    struct refusals refusals = refusals_in (arena);
    office = office_read (arena_format (arena, "%s/config", getenv ("SOURCE")), arena, &refusals);
    for (size_t i = 0; i < refusals.count; i++)
        print_error ("%s: %s\n", refusals.list[i].path, refusals.list[i].sentence);
    return office ? 0 : -1;
}

static int forget_shipped (void **state)
{
    (void)state;
    arena_destroy (&arena);
    return 0;
}

static struct inspection_report whole (void)
{
    return (struct inspection_report){ .premises = "W-1",
                                       .checklist = "warehouse",
                                       .inspectors = inspectors,
                                       .inspectors_count = COUNT (inspectors),
                                       .at = NOW - HOUR_MS };
}

static struct decision decide (const struct inspection_report *said, bool known)
{
    const struct inspection_seen seen = { .finding = { .office = office,
                                                       .premises = known ? &premises : NULL,
                                                       .last = 2021000000016,
                                                       .now = NOW,
                                                       .time = NOW },
                                          .last = 2021000000004 };
    struct decision decision = decision_in (arena);
    inspection_decide_report (said, &seen, &decision);
    return decision;
}

static void is_refused (const struct inspection_report *said, const char *path)
{
    struct decision decision = decide (said, true);
    assert_int_equal (decision.refusal.code, REFUSAL_INVALID);
    assert_string_equal (decision.refusal.path, path);
    assert_int_equal (decision.count, 0);
}

static void nothing_found_is_an_inspection_too (void **state)
{
    (void)state;
    struct inspection_item items[] = {
        { .item = "compartments",
          .outcome = item_ok,
          .photo = "ABABABABABABABABABABABABABABABABABABABABABABABABABABABABABABABAB" },
        { .item = "rating", .outcome = item_not_applicable }
    };
    struct inspection_report said = whole();
    said.items = items;
    said.items_count = COUNT (items);
    struct decision decision = decide (&said, true);
    assert_int_equal (decision.count, 1);
    assert_string_equal (decision.events[0].subject, "I-2021-000005");
    const struct inspection_reported *reported = decision.events[0].event;
    assert_string_equal (reported->premises_name, "红星仓库");
    assert_int_equal (reported->kind, inspection_official);
    assert_int_equal (reported->hazards_count, 0);
    assert_string_equal (reported->items[0].photo,
                         "abababababababababababababababababababababababababababababababab");
    items[0].photo = "no photo";
    is_refused (&said, "/items/0/photo");
}

/* Nothing that happened is lost: who was there before it was closed may say so after. */
static void before_it_was_closed_it_was_inspected (void **state)
{
    static const struct {
        instant after;
        enum refusal_code code;
    } rows[] = {
        { -1, REFUSAL_NONE },
        { 0, REFUSAL_CONFLICT },
        { DAY_MS, REFUSAL_CONFLICT },
    };
    (void)state;
    for (size_t i = 0; i < COUNT (rows); i++) {
        const struct inspection_report said = whole();
        struct premises_brief closed = premises;
        closed.closed = true;
        closed.closed_at = said.at - rows[i].after;
        const struct inspection_seen seen = { .finding = { .office = office,
                                                           .premises = &closed,
                                                           .last = 2021000000016,
                                                           .now = NOW,
                                                           .time = NOW },
                                              .last = 2021000000004 };
        struct decision decision = decision_in (arena);
        inspection_decide_report (&said, &seen, &decision);
        assert_int_equal (decision.refusal.code, rows[i].code);
        assert_int_equal (decision.count, rows[i].code == REFUSAL_NONE);
    }
}

/* "10 09:30", of December 2020. */
static instant at (const char *day_and_time)
{
    const char *text =
        arena_format (arena, "2020-12-%.2sT%s:00+08:00", day_and_time, day_and_time + 3);
    instant out = 0;
    assert_true (instant_parse (text, &out));
    return out;
}

/* Who finds them open again enters them only then. */
static void on_the_day_of_its_return_it_was_inspected (void **state)
{
    static const struct {
        const char *at;
        enum refusal_code code;
    } rows[] = {
        { "03 09:59", REFUSAL_NONE },     { "03 10:00", REFUSAL_CONFLICT },
        { "09 23:59", REFUSAL_CONFLICT }, { "10 00:00", REFUSAL_NONE },
        { "10 09:30", REFUSAL_NONE },
    };
    (void)state;
    for (size_t i = 0; i < COUNT (rows); i++) {
        struct inspection_report said = whole();
        struct premises_brief back = premises;
        said.at = at (rows[i].at);
        back.closed_at = at ("03 10:00");
        back.back_at = at ("10 10:00");
        const struct inspection_seen seen = { .finding = { .office = office,
                                                           .premises = &back,
                                                           .last = 2021000000016,
                                                           .now = at ("10 10:05"),
                                                           .time = at ("10 10:05") },
                                              .last = 2021000000004 };
        struct decision decision = decision_in (arena);
        inspection_decide_report (&said, &seen, &decision);
        assert_int_equal (decision.refusal.code, rows[i].code);
    }
}

/* S14: found, fixed and proved in one visit, and still a case. S16 beside it. */
static void each_finding_opens_its_case (void **state)
{
    (void)state;
    const struct inspection_item items[] = { { .item = "routes", .outcome = item_fault } };
    const struct tipoff_finding findings[] = {
        { .category = "blocked_evacuation",
          .severity = severity_major,
          .description = "d",
          .treatment = &suspension },
        { .category = "compartment",
          .severity = severity_general,
          .description = "d",
          .treatment = &fixed_at_once },
    };
    struct inspection_report said = whole();
    said.items = items;
    said.items_count = 1;
    said.findings = findings;
    said.findings_count = 2;
    said.kind = inspection_self;
    struct decision decision = decide (&said, true);
    assert_int_equal (decision.refusal.code, REFUSAL_NONE);
    assert_int_equal (decision.count, 4); /* the inspection, two cases, one of them closed */
    const struct inspection_reported *reported = decision.events[0].event;
    const struct hazard_opened *opened = decision.events[1].event;
    assert_int_equal (reported->hazards_count, 2);
    assert_string_equal (reported->hazards[0], "H-2021-000017");
    assert_string_equal (reported->hazards[1], "H-2021-000018");
    assert_string_equal (opened->hazard, "H-2021-000017");
    assert_string_equal (opened->inspection, "I-2021-000005");
    assert_int_equal (opened->origin, origin_self_inspection); /* S17 */
    assert_int_equal (opened->inspectors_count, 2);
    assert_int_equal (opened->found, said.at);
    assert_ptr_equal (decision.events[3].word, hazard_closed_record);
}

/* Entered days later, it stands as it was said: its time limit lies after the inspection. */
static void what_was_found_is_judged_by_the_inspection (void **state)
{
    static const struct watcher watcher = { .name = "张三" };
    const struct treatment deferred = { .kind = treatment_deferred,
                                        .measures = "m",
                                        .watcher = &watcher,
                                        .tracker = "c01",
                                        .due = NOW - DAY_MS,
                                        .working_days = NUMBER_ABSENT };
    const struct tipoff_finding finding = { .category = "compartment",
                                            .severity = severity_general,
                                            .description = "d",
                                            .treatment = &deferred };
    struct inspection_report said = whole();
    (void)state;
    said.findings = &finding;
    said.findings_count = 1;
    is_refused (&said, "/findings/0/treatment/due");
    said.at = NOW - 4 * DAY_MS;
    assert_int_equal (decide (&said, true).refusal.code, REFUSAL_NONE);
}

static void an_item_is_answered_once (void **state)
{
    (void)state;
    const struct inspection_item items[] = { { .item = "routes", .outcome = item_ok },
                                             { .item = "rating", .outcome = item_ok },
                                             { .item = "routes", .outcome = item_ok } };
    struct inspection_report said = whole();
    said.items = items;
    said.items_count = COUNT (items);
    is_refused (&said, "/items/2/item");
}

/* S5 to S9: what is asked of a warehouse is not asked of a hotel; S7's list is for any. */
static void a_checklist_is_for_its_premises (void **state)
{
    static const char *const both[] = { "hotel", "parcel_point" };
    static const struct {
        const char *checklist;
        size_t categories;
        bool taken;
    } cases[] = { { "warehouse", 1, false }, { "warehouse", 2, true }, { "general", 1, true } };
    static const char *const market[] = { "market" }; /* by the window `shopping` */
    (void)state;
    for (size_t i = 0; i <= COUNT (cases); i++) {
        bool is_market = i == COUNT (cases);
        const struct premises_row row = { .categories = is_market ? market : both,
                                          .categories_count = is_market ? 1 : cases[i].categories };
        struct inspection_report said = whole();
        said.checklist = is_market ? "warehouse" : cases[i].checklist;
        const struct inspection_seen seen = {
            .finding = { .office = office, .premises = &premises, .now = NOW, .time = NOW },
            .premises = &row
        };
        struct decision decision = decision_in (arena);
        inspection_decide_report (&said, &seen, &decision);
        assert_int_equal (decision.count, is_market || cases[i].taken);
        if (decision.count == 0)
            assert_string_equal (decision.refusal.path, "/checklist");
    }
}

static void what_is_wrong_is_said_at_its_place (void **state)
{
    (void)state;
    const struct inspection_item unknown = { .item = "shafts", .outcome = item_ok };
    const struct inspection_item fault = { .item = "routes", .outcome = item_fault };
    const struct tipoff_finding bare = { .category = "blocked_evacuation",
                                         .severity = severity_major,
                                         .description = "d",
                                         .treatment = &unproved };
    struct tipoff_finding elsewhere = bare;
    struct inspection_report said = whole();
    said.checklist = "nothing";
    is_refused (&said, "/checklist");
    said = whole();
    said.at = NOW + HOUR_MS;
    is_refused (&said, "/at");
    said.at = NOW - 367 * (instant)DAY_MS; /* a wrong year */
    is_refused (&said, "/at");
    said = whole();
    said.items = &unknown;
    said.items_count = 1;
    is_refused (&said, "/items/0/item");
    said.items = &fault; /* a tick alone would hide it */
    is_refused (&said, "/items/0/outcome");
    said.findings = &bare;
    said.findings_count = 1;
    is_refused (&said, "/findings/0/treatment/proof");
    elsewhere.premises = "W-2";
    elsewhere.treatment = &suspension;
    said.findings = &elsewhere;
    is_refused (&said, "/findings/0/premises");
    said = whole();
    assert_int_equal (decide (&said, false).refusal.code, REFUSAL_NOT_FOUND);
}

/* S5, S6, S7, S8, S9: the plan's five, each with items that belong to a category. */
static void the_plans_checklists_are_there (void **state)
{
    (void)state;
    static const struct {
        const char *id, *clause;
    } rows[] = { { "high_rise", "S5" },
                 { "fire_lane", "S6" },
                 { "general", "S7" },
                 { "colour_steel", "S8" },
                 { "warehouse", "S9" } };
    for (size_t i = 0; i < COUNT (rows); i++) {
        const struct checklist *checklist = office_checklist (office, rows[i].id);
        assert_non_null (checklist);
        assert_string_equal (checklist->clause, rows[i].clause);
        assert_true (checklist->items_count >= 2);
    }
    assert_null (office_checklist (office, "another"));
}

int main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (nothing_found_is_an_inspection_too),
        cmocka_unit_test (before_it_was_closed_it_was_inspected),
        cmocka_unit_test (on_the_day_of_its_return_it_was_inspected),
        cmocka_unit_test (each_finding_opens_its_case),
        cmocka_unit_test (what_was_found_is_judged_by_the_inspection),
        cmocka_unit_test (an_item_is_answered_once),
        cmocka_unit_test (a_checklist_is_for_its_premises),
        cmocka_unit_test (what_is_wrong_is_said_at_its_place),
        cmocka_unit_test (the_plans_checklists_are_there),
    };
    return cmocka_run_group_tests (tests, read_shipped, forget_shipped);
}
