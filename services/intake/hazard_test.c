/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "intake/hazard.h"
#include "intake/treatment.h"
#include "intake/service.h"
#include "office/office.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static struct arena *arena;
static const struct office *office;
#define NOW INT64_C (1612918800000) /* 2021-02-10T09:00+08:00 */

/* Every stage with every act, as the workflow in intake.def has it. */
static void the_lifecycle_is_this (void **state)
{
    static const enum hazard_stage expected[][HAZARD_ACTS] = {
        [hazard_stage_open] = { hazard_stage_rectified, hazard_stage_closed, hazard_stage_open,
                                hazard_stage_open, hazard_stage_closed, hazard_stage_closed },
        [hazard_stage_rectified] = { hazard_stage_absent, hazard_stage_closed, hazard_stage_open,
                                     hazard_stage_rectified, hazard_stage_closed },
        [hazard_stage_closed] = { [HAZARD_SPLIT] = hazard_stage_open,
                                  [HAZARD_RETURN] = hazard_stage_open },
    };
    (void)state;
    for (int stage = hazard_stage_open; stage <= (int)hazard_stage_closed; stage++)
        for (int act = 0; act < HAZARD_ACTS; act++)
            assert_int_equal (hazard_next ((enum hazard_stage)stage, (enum hazard_act)act),
                              expected[stage][act]);
}

static struct decision report (const struct treatment *treatment, const char *category, bool known)
{
    static const struct premises_brief premises = { .premises = "P1",
                                                    .name = "n",
                                                    .community = "c01" };
    const struct finding_report said = { .premises = "P1",
                                         .category = category,
                                         .severity = severity_major,
                                         .description = "d",
                                         .treatment = treatment };
    const struct finding_seen seen = { .office = office,
                                       .premises = known ? &premises : NULL,
                                       .last = 2021000000016,
                                       .now = NOW,
                                       .time = NOW };
    struct decision decision = decision_in (arena);
    hazard_decide_report (&said, &seen, &decision);
    return decision;
}

static const struct watcher watcher = { .name = "w" };
#define ABSENT .due = INSTANT_ABSENT, .working_days = NUMBER_ABSENT
#define WHOLE  .kind = treatment_deferred, .measures = "m", .watcher = &watcher, .tracker = "c01"

/* 方案 S14, S15, S16: what each treatment needs; PATH NULL: it is whole. */
static const struct {
    struct treatment treatment;
    const char *path;
} treatments[] = {
    { { .kind = treatment_immediate, .proof = "p", ABSENT }, NULL },
    { { .kind = treatment_immediate, ABSENT }, "/treatment/proof" },
    { { .kind = treatment_suspension, .grounds = "g", ABSENT }, NULL },
    { { .kind = treatment_suspension, ABSENT }, "/treatment/grounds" },
    { { WHOLE, .due = INSTANT_ABSENT, .working_days = 3 }, NULL },
    { { WHOLE, .due = NOW + 1, .working_days = NUMBER_ABSENT }, NULL },
    { { WHOLE, ABSENT }, "/treatment/due" },
    { { WHOLE, .due = NOW, .working_days = NUMBER_ABSENT }, "/treatment/due" },
    { { WHOLE, .due = NOW + 1, .working_days = 3 }, "/treatment/working_days" },
    { { .kind = treatment_deferred,
        .watcher = &watcher,
        .tracker = "c01",
        .due = INSTANT_ABSENT,
        .working_days = 3 },
      "/treatment/measures" },
    { { .kind = treatment_deferred,
        .measures = "m",
        .tracker = "c01",
        .due = INSTANT_ABSENT,
        .working_days = 3 },
      "/treatment/watcher" },
    { { .kind = treatment_deferred,
        .measures = "m",
        .watcher = &watcher,
        .due = INSTANT_ABSENT,
        .working_days = 3 },
      "/treatment/tracker" },
    { { .kind = treatment_deferred,
        .measures = "m",
        .watcher = &watcher,
        .tracker = "nobody",
        .due = INSTANT_ABSENT,
        .working_days = 3 },
      "/treatment/tracker" },
};

static void a_treatment_has_all_it_needs (void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof treatments / sizeof *treatments; i++) {
        struct decision decision = report (&treatments[i].treatment, "blocked_evacuation", true);
        const char *path = decision.refusal.code == REFUSAL_NONE ? NULL : decision.refusal.path;
        if (!text_same (path, treatments[i].path))
            fail_msg ("treatment %zu: %s instead of %s", i, path ? path : "whole",
                      treatments[i].path ? treatments[i].path : "whole");
        assert_int_equal (decision.count > 0, treatments[i].path == NULL);
    }
}

/* domain.md 2: lengths of 限期 come from a table by category and severity; here of major hazards,
   on Wed 10 February 2021. */
static void a_time_limit_is_within_the_table (void **state)
{
    static const struct {
        const char *category;
        struct treatment treatment;
        const char *path, *says; /* NULL: it is taken */
    } rows[] = {
        { "blocked_evacuation",
          { WHOLE, .due = NOW + 30 * (instant)DAY_MS, .working_days = NUMBER_ABSENT },
          NULL,
          NULL },
        { "blocked_evacuation",
          { WHOLE, .due = INT64_C (4070880000000), .working_days = NUMBER_ABSENT }, /* 2099 */
          "/treatment/due",
          "30 days at most, until 2021-03-12 24:00" },
        { "blocked_evacuation",
          { WHOLE, .due = INSTANT_ABSENT, .working_days = 366 },
          "/treatment/working_days",
          "extension.ask" },
        { "blocked_evacuation", { WHOLE, .due = INSTANT_ABSENT, .working_days = 15 }, NULL, NULL },
        { "compartment", { WHOLE, .due = INSTANT_ABSENT, .working_days = 60 }, NULL, NULL },
        { "compartment",
          { WHOLE, .due = INSTANT_ABSENT, .working_days = 366 },
          "/treatment/working_days",
          "180 days at most" },
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct decision decision = report (&rows[i].treatment, rows[i].category, true);
        const char *path = decision.refusal.code == REFUSAL_NONE ? NULL : decision.refusal.path;
        if (!text_same (path, rows[i].path))
            fail_msg ("row %zu: %s", i, path ? decision.refusal.sentence : "taken");
        if (path)
            assert_non_null (strstr (decision.refusal.sentence, rows[i].says));
    }
}

/* A site whose table says none has no bound. */
static void a_table_that_says_none_bounds_nothing (void **state)
{
    (void)state;
    struct clock_policy clocks[64];
    struct clock_rule_row rules[64];
    struct policy policy = *office->policy;
    struct office other = *office;
    for (size_t i = 0; i < policy.clocks_count; i++) {
        clocks[i] = policy.clocks[i];
        if (strcmp (clocks[i].id, CLOCK_RECTIFICATION) != 0)
            continue;
        for (size_t j = 0; j < clocks[i].rules_count; j++) {
            rules[j] = clocks[i].rules[j];
            rules[j].deferred_days_max = NUMBER_ABSENT;
        }
        clocks[i].rules = rules;
    }
    policy.clocks = clocks;
    other.policy = &policy;
    struct decision decision = decision_in (arena);
    const struct treated treated = {
        .office = &other, .category = "compartment", .severity = severity_major, .time = NOW
    };
    assert_true (treatment_is_within_table (INT64_C (4070880000000), &treated, "/due", &decision));
}

/* So it is when a re-inspection failed. */
static void a_new_time_limit_is_within_the_table (void **state)
{
    static const char *const inspectors[] = { "甲" };
    static const struct {
        bool major;
        instant due;
        bool taken;
    } rows[] = { { true, NOW + 30 * (instant)DAY_MS, true },
                 { true, NOW + 40 * (instant)DAY_MS, false },
                 { false, NOW + 40 * (instant)DAY_MS, true },
                 { false, INT64_C (4070880000000), false } };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct hazard_row hazard = { .number = 2021000000017,
                                           .stage = hazard_stage_rectified,
                                           .cycle = 1,
                                           .major = rows[i].major,
                                           .category = "blocked_evacuation" };
        const struct reinspection_report said = { .hazard = "H-2021-000017",
                                                  .outcome = reinspection_failed,
                                                  .inspectors = inspectors,
                                                  .inspectors_count = 1,
                                                  .due = rows[i].due };
        const struct hazard_seen seen = { .office = office, .hazard = &hazard, .time = NOW };
        struct decision decision = decision_in (arena);
        reinspection_decide_report (&said, &seen, &decision);
        if ((decision.refusal.code == REFUSAL_NONE) != rows[i].taken)
            fail_msg ("row %zu: %s", i, decision.refusal.sentence);
    }
}

static void all_that_is_missing_is_named_at_once (void **state)
{
    (void)state;
    const struct treatment nothing = { .kind = treatment_deferred, ABSENT };
    struct decision decision = report (&nothing, "blocked_evacuation", true);
    assert_string_equal (decision.refusal.path, "/treatment/measures");
    static const char *const others[] = { "watcher is missing", "tracker is missing",
                                          "due is missing" };
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        assert_non_null (strstr (decision.refusal.sentence, others[i]));
}

static void a_finding_opens_a_case (void **state)
{
    (void)state;
    struct decision deferred = report (&treatments[4].treatment, "blocked_evacuation", true);
    assert_int_equal (deferred.count, 1);
    assert_string_equal (deferred.events[0].subject, "H-2021-000017");
    const struct hazard_opened *opened = deferred.events[0].event;
    assert_string_equal (opened->community, "c01");
    assert_int_equal (opened->origin, origin_inspection);

    struct decision immediate = report (&treatments[0].treatment, "blocked_evacuation", true);
    assert_int_equal (immediate.count, 2);
    assert_ptr_equal (immediate.events[1].word, hazard_closed_record);

    assert_int_equal (report (&treatments[4].treatment, "blocked_evacuation", false).refusal.code,
                      REFUSAL_NOT_FOUND);
    assert_string_equal (report (&treatments[4].treatment, "nonsense", true).refusal.path,
                         "/category");
}

static struct decision reinspect (enum hazard_stage stage, enum reinspection_outcome outcome,
                                  instant due)
{
    static const char *const inspectors[] = { "i" };
    const struct hazard_row hazard = { .number = 2021000000017, .stage = stage, .cycle = 2 };
    const struct reinspection_report said = { .hazard = "H-2021-000017",
                                              .outcome = outcome,
                                              .inspectors = inspectors,
                                              .inspectors_count = 1,
                                              .due = due };
    const struct hazard_seen seen = { .office = office,
                                      .hazard = stage ? &hazard : NULL,
                                      .time = NOW };
    struct decision decision = decision_in (arena);
    reinspection_decide_report (&said, &seen, &decision);
    return decision;
}

static void a_reinspection_closes_or_reopens (void **state)
{
    (void)state;
    struct decision passed =
        reinspect (hazard_stage_rectified, reinspection_passed, INSTANT_ABSENT);
    assert_int_equal (passed.count, 2);
    assert_int_equal (((const struct hazard_closed *)passed.events[1].event)->cycle, 2);

    struct decision failed = reinspect (hazard_stage_rectified, reinspection_failed, NOW + DAY_MS);
    assert_int_equal (((const struct hazard_reopened *)failed.events[1].event)->cycle, 3);
    assert_int_equal (((const struct hazard_reopened *)failed.events[1].event)->due, NOW + DAY_MS);

    assert_string_equal (reinspect (hazard_stage_open, reinspection_passed, NOW + 1).refusal.path,
                         "/due");
    assert_string_equal (reinspect (hazard_stage_open, reinspection_failed, NOW).refusal.path,
                         "/due");
    assert_int_equal (
        reinspect (hazard_stage_closed, reinspection_passed, INSTANT_ABSENT).refusal.code,
        REFUSAL_CONFLICT);
    assert_int_equal (
        reinspect (hazard_stage_absent, reinspection_passed, INSTANT_ABSENT).refusal.code,
        REFUSAL_NOT_FOUND);
}

/* domain.md 5: 销号 is an act with an actor and evidence; transferred only when it was accepted. */
static const struct {
    enum hazard_stage stage; /* absent: no such hazard */
    enum ending reason;
    const char *by, *transfer;
    enum refusal_code code;
    const char *path, *says;
} endings[] = {
    { hazard_stage_open, ending_withdrawn, "office", NULL, REFUSAL_NONE, NULL, NULL },
    { hazard_stage_rectified, ending_withdrawn, "leader", NULL, REFUSAL_NONE, NULL, NULL },
    { hazard_stage_open, ending_transferred, "office", "R-2021-000017-1", REFUSAL_NONE, NULL,
      NULL },
    { hazard_stage_open, ending_transferred, "office", NULL, REFUSAL_CONFLICT, "/reason",
      "referral.answer with outcome accepted or done" },
    { hazard_stage_open, ending_withdrawn, "c01", NULL, REFUSAL_FORBIDDEN, "/by", "office" },
    { hazard_stage_open, ending_withdrawn, "nobody", NULL, REFUSAL_INVALID, "/by", "nobody" },
    { hazard_stage_closed, ending_withdrawn, "office", NULL, REFUSAL_CONFLICT, "/hazard",
      "is closed; possible now: nothing" },
    { hazard_stage_absent, ending_withdrawn, "office", NULL, REFUSAL_NOT_FOUND, "/hazard",
      "there is no hazard" },
};

/* S15 专人盯守: the named one, or another with a reason, which is shown. */
static void the_named_one_watches (void **state)
{
    static const struct {
        const char *named, *watcher, *note;
        enum refusal_code code;
        const char *instead_of;
    } rows[] = {
        { "王某", "王某", NULL, REFUSAL_NONE, NULL },
        { "王某", "路人甲", NULL, REFUSAL_CONFLICT, NULL },
        { "王某", "路人甲", " ", REFUSAL_CONFLICT, NULL },
        { "王某", "李某", "王某请病假，由李某代班", REFUSAL_NONE, "王某" },
        { NULL, "李某", NULL, REFUSAL_NONE, NULL }, /* a suspension names none */
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct hazard_row hazard = { .number = 2021000000017,
                                           .stage = hazard_stage_open,
                                           .cycle = 1,
                                           .watcher = rows[i].named };
        const struct watch_report said = { .hazard = "H-2021-000017",
                                           .watcher = rows[i].watcher,
                                           .note = rows[i].note };
        const struct hazard_seen seen = { .office = office, .hazard = &hazard, .time = NOW };
        struct decision decision = decision_in (arena);
        watch_decide_report (&said, &seen, &decision);
        assert_int_equal (decision.refusal.code, rows[i].code);
        if (rows[i].code != REFUSAL_NONE) {
            assert_string_equal (decision.refusal.path, "/watcher");
            assert_null (strstr (decision.refusal.sentence, "王某")); /* it may be of a home */
            continue;
        }
        const struct watch_reported *reported = decision.events[0].event;
        assert_true (text_same (reported->instead_of, rows[i].instead_of));
    }
}

static void a_case_ends_otherwise_by_an_act (void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        const struct hazard_row hazard = { .number = 2021000000017,
                                           .stage = endings[i].stage,
                                           .cycle = 2 };
        const struct hazard_close said = { .hazard = "H-2021-000017",
                                           .reason = endings[i].reason,
                                           .by = endings[i].by,
                                           .evidence = "会议纪要" };
        const struct hazard_seen seen = { .office = office,
                                          .hazard = endings[i].stage ? &hazard : NULL,
                                          .transfer = endings[i].transfer,
                                          .time = NOW };
        struct decision decision = decision_in (arena);
        hazard_decide_close (&said, &seen, &decision);
        if (decision.refusal.code != endings[i].code)
            fail_msg ("ending %zu: %s", i, decision.refusal.sentence);
        if (endings[i].code != REFUSAL_NONE) {
            assert_string_equal (decision.refusal.path, endings[i].path);
            assert_non_null (strstr (decision.refusal.sentence, endings[i].says));
            continue;
        }
        const struct hazard_closed *closed = decision.events[0].event;
        assert_int_equal (closed->reason, endings[i].reason == ending_withdrawn
                                              ? closing_withdrawn
                                              : closing_transferred);
        assert_string_equal (closed->by, endings[i].by);
        assert_string_equal (closed->evidence, "会议纪要");
        assert_int_equal (closed->cycle, 2);
    }
}

/* ---- the order of time ---- */

static const char *const one[] = { "i" };
static const struct rectification_report rectification = { .hazard = "H-2021-000017",
                                                           .proof = "p" };
static const struct reinspection_report passing = { .hazard = "H-2021-000017",
                                                    .outcome = reinspection_passed,
                                                    .inspectors = one,
                                                    .inspectors_count = 1,
                                                    .due = INSTANT_ABSENT };
static const struct hazard_close withdrawing = {
    .hazard = "H-2021-000017", .reason = ending_withdrawn, .by = "office", .evidence = "e"
};
static const struct watch_report watch = { .hazard = "H-2021-000017", .watcher = "w" };

/* NOW is when the case moved last. A sender's clock may be behind by five minutes. */
static const struct {
    decide_fn *decide;
    const void *said;
    enum hazard_stage stage;
    instant time;
    bool refused;
} late_entries[] = {
    { rectification_decide_report, &rectification, hazard_stage_open, NOW + DAY_MS, false },
    { rectification_decide_report, &rectification, hazard_stage_open, NOW, false },
    { rectification_decide_report, &rectification, hazard_stage_open, NOW - 5 * MINUTE_MS, false },
    { rectification_decide_report, &rectification, hazard_stage_open, NOW - 5 * MINUTE_MS - 1,
      true },
    { reinspection_decide_report, &passing, hazard_stage_rectified, NOW, false },
    { reinspection_decide_report, &passing, hazard_stage_rectified, NOW - DAY_MS, true },
    { watch_decide_report, &watch, hazard_stage_rectified, NOW - DAY_MS, false },
    { hazard_decide_close, &withdrawing, hazard_stage_open, NOW, false },
    { hazard_decide_close, &withdrawing, hazard_stage_open, NOW - DAY_MS, true },
};

static void what_moves_a_case_comes_in_order (void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof late_entries / sizeof *late_entries; i++) {
        const struct hazard_row hazard = {
            .number = 2021000000017, .stage = late_entries[i].stage, .cycle = 1, .last = NOW
        };
        const struct hazard_seen seen = { .office = office,
                                          .hazard = &hazard,
                                          .time = late_entries[i].time };
        struct decision decision = decision_in (arena);
        late_entries[i].decide (late_entries[i].said, &seen, &decision);
        if ((decision.count == 0) != late_entries[i].refused)
            fail_msg ("late entry %zu: %s", i, late_entries[i].refused ? "taken" : "refused");
        if (!late_entries[i].refused)
            continue;
        assert_int_equal (decision.refusal.code, REFUSAL_INVALID);
        assert_true (decision.refuses_envelope);
        assert_string_equal (decision.refusal.path, "/time");
        assert_non_null (strstr (decision.refusal.sentence, "2021-02-10T09:00:00+08:00"));
        assert_non_null (strstr (decision.refusal.sentence, "leave time out"));
    }
}

/* What the table keeps of it. */
static void fold (struct store *store, instant time, const struct record *(*word) (void),
                  const void *event)
{
    const struct fact fact = { .type = word()->head->word, .time = time, .recorded = time };
    store_begin (store);
    service_applier (&intake, fact.type)->apply (store, &fact, event, arena);
    assert_true (store_commit (store));
}

static instant last_of (struct store *store)
{
    const struct scene scene = { .store = store, .arena = arena, .office = office };
    const struct hazard_seen *seen = rectification_see_report (&scene, &rectification);
    return seen->hazard->last;
}

static void the_last_move_is_remembered (void **state)
{
    (void)state;
    char folder[] = "/tmp/firewarden-intake-XXXXXX";
    assert_non_null (mkdtemp (folder));
    struct store *store = store_open (
        &(struct store_options){ .folder = arena_text (arena, folder), .any_file_system = true });
    store_script (store, intake_schema);
    for (size_t i = 0; intake.tables[i]; i++)
        store_prepare (store, intake.tables[i]);
    assert_int_equal (system (arena_format (arena, "rm -r %s", folder)), 0); /* it stays open */
    const char *const hazard = "H-2021-000017";
    const struct treatment treatment = { .kind = treatment_suspension, .grounds = "g" };
    fold (
        store, NOW, hazard_opened_record,
        &(struct hazard_opened){
            .hazard = hazard, .premises = "P1", .treatment = &treatment, .found = INSTANT_ABSENT });
    assert_int_equal (last_of (store), NOW);
    fold (store, NOW, hazard_opened_record, /* what happened since it was found comes after it */
          &(struct hazard_opened){ .hazard = "H-2021-000016",
                                   .premises = "P1",
                                   .treatment = &treatment,
                                   .found = NOW - DAY_MS });
    assert_int_equal (
        hazard_see (&(struct scene){ .store = store, .arena = arena }, "H-2021-000016")->last,
        NOW - DAY_MS);
    fold (store, NOW + 3, watch_reported_record,
          &(struct watch_reported){ .hazard = hazard, .round = 1, .watcher = "w" });
    assert_int_equal (last_of (store), NOW);
    fold (store, NOW + 2, rectification_reported_record,
          &(struct rectification_reported){ .hazard = hazard, .cycle = 1, .proof = "p" });
    assert_int_equal (last_of (store), NOW + 2);
    fold (store, NOW + 1, hazard_reopened_record, /* by a clock that is behind */
          &(struct hazard_reopened){ .hazard = hazard, .cycle = 2, .due = INSTANT_ABSENT });
    assert_int_equal (last_of (store), NOW + 2);
    fold (store, NOW + 1, rectification_reported_record,
          &(struct rectification_reported){ .hazard = hazard, .cycle = 2, .proof = "p" });
    assert_int_equal (last_of (store), NOW + 2);
    fold (store, NOW + 4, hazard_closed_record,
          &(struct hazard_closed){ .hazard = hazard, .cycle = 2, .reason = closing_reinspection });
    assert_int_equal (last_of (store), NOW + 4);
    store_destroy (&store);
}

int main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (the_lifecycle_is_this),
        cmocka_unit_test (a_treatment_has_all_it_needs),
        cmocka_unit_test (a_time_limit_is_within_the_table),
        cmocka_unit_test (a_table_that_says_none_bounds_nothing),
        cmocka_unit_test (a_new_time_limit_is_within_the_table),
        cmocka_unit_test (all_that_is_missing_is_named_at_once),
        cmocka_unit_test (a_finding_opens_a_case),
        cmocka_unit_test (a_reinspection_closes_or_reopens),
        cmocka_unit_test (the_named_one_watches),
        cmocka_unit_test (a_case_ends_otherwise_by_an_act),
        cmocka_unit_test (what_moves_a_case_comes_in_order),
        cmocka_unit_test (the_last_move_is_remembered),
    };
    arena = arena_new();
    struct refusals refusals = refusals_in (arena);
    office = office_read (arena_format (arena, "%s/config", getenv ("SOURCE")), arena, &refusals);
    int failed = office ? cmocka_run_group_tests (tests, NULL, NULL) : 1;
    arena_destroy (&arena);
    return failed;
}
