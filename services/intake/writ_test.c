/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "intake/writ.h"
#include "intake/hazard.h"
#include "intake/stage_test.h"

#define HAZARD "H-2021-000001"

static const struct notice_serve serve = { .hazard = HAZARD, .by = "c01", .evidence = "送达回证" };
static const struct government_report tell_government = { .hazard = HAZARD,
                                                          .by = "office",
                                                          .document = "街安〔2021〕3号" };
static const struct experts_convene convene = { .hazard = HAZARD,
                                                .by = "office",
                                                .reason = "情况复杂" };
static const struct notice_serve served_by_others = { .hazard = HAZARD,
                                                      .by = "police",
                                                      .evidence = "送达回证" };
static const struct notice_serve served_elsewhere = { .hazard = HAZARD,
                                                      .by = "c17",
                                                      .evidence = "送达回证" };
static const struct government_report told_by_others = { .hazard = HAZARD,
                                                         .by = "c01",
                                                         .document = "3号" };
static const struct experts_convene convened_by_others = { .hazard = HAZARD,
                                                           .by = "c01",
                                                           .reason = "情况复杂" };

/* The case moved last at NOON: it was opened then, or reopened, or rectified. */
#define NOON INT64_C (1612929600000) /* 2021-02-10T12:00+08:00 */

#define OPEN(n)      .stage = hazard_stage_open, .cycle = n, .major = true
#define RECTIFIED(n) .stage = hazard_stage_rectified, .cycle = n, .major = true
#define SERVE        notice_decide_serve, &serve
#define TELL         government_decide_report, &tell_government
#define CONVENE      experts_decide_convene, &convene

static const struct {
    decide_fn *decide;
    const void *said;
    struct hazard_row hazard; /* without a stage: no such case */
    struct writ_row writ;
    instant before;          /* of NOON */
    const char *path, *says; /* NULL: it is taken */
    enum refusal_code code;
} rows[] = {
    { SERVE, { OPEN (1) }, { .cycle = 0 }, 0, NULL, NULL, REFUSAL_NONE },
    { SERVE, { RECTIFIED (1) }, { .cycle = 0 }, 0, NULL, NULL, REFUSAL_NONE },
    { SERVE, { OPEN (2) }, { .cycle = 1 }, 0, NULL, NULL, REFUSAL_NONE },
    { SERVE,
      { OPEN (2) },
      { .cycle = 2 },
      0,
      "/hazard",
      "after reinspection.report with outcome failed",
      REFUSAL_CONFLICT },
    { SERVE,
      { .stage = hazard_stage_closed },
      { .cycle = 0 },
      0,
      "/hazard",
      "closed; possible now: nothing",
      REFUSAL_CONFLICT },
    { SERVE,
      { .cycle = 0 },
      { .cycle = 0 },
      0,
      "/hazard",
      "there is no hazard",
      REFUSAL_NOT_FOUND },
    { notice_decide_serve,
      &served_by_others,
      { OPEN (1) },
      { .cycle = 0 },
      0,
      "/by",
      "police",
      REFUSAL_INVALID },
    { notice_decide_serve,
      &served_elsewhere,
      { OPEN (1) },
      { .cycle = 0 },
      0,
      "/by",
      "c17 has no part in this case; these have: c01, construction",
      REFUSAL_FORBIDDEN },
    /* Not before the finding; of what was rectified meanwhile it may be entered late. */
    { SERVE,
      { OPEN (1) },
      { .cycle = 0 },
      HOUR_MS,
      "/time",
      "2021-02-10T12:00:00",
      REFUSAL_INVALID },
    { SERVE, { RECTIFIED (1) }, { .cycle = 0 }, HOUR_MS, NULL, NULL, REFUSAL_NONE },
    { TELL, { OPEN (1) }, { .cycle = 1 }, 0, NULL, NULL, REFUSAL_NONE },
    { TELL, { RECTIFIED (1) }, { .convened = true }, 0, NULL, NULL, REFUSAL_NONE },
    { TELL,
      { .stage = hazard_stage_open, .cycle = 1 },
      { .cycle = 1 },
      0,
      "/hazard",
      "only a major hazard",
      REFUSAL_CONFLICT },
    { TELL,
      { OPEN (2) },
      { .reported = true },
      0,
      "/hazard",
      "once and for all",
      REFUSAL_CONFLICT },
    { TELL,
      { .stage = hazard_stage_closed },
      { .cycle = 1 },
      0,
      "/hazard",
      "possible now: nothing",
      REFUSAL_CONFLICT },
    { TELL, { .cycle = 0 }, { .cycle = 0 }, 0, "/hazard", "there is no hazard", REFUSAL_NOT_FOUND },
    { government_decide_report,
      &told_by_others,
      { OPEN (1) },
      { .cycle = 0 },
      0,
      "/by",
      "office",
      REFUSAL_FORBIDDEN },
    { TELL,
      { OPEN (1) },
      { .cycle = 0 },
      HOUR_MS,
      "/time",
      "2021-02-10T12:00:00",
      REFUSAL_INVALID },
    { TELL, { OPEN (2) }, { .cycle = 0 }, HOUR_MS, NULL, NULL, REFUSAL_NONE },
    { CONVENE, { OPEN (1) }, { .cycle = 1 }, 0, NULL, NULL, REFUSAL_NONE },
    { CONVENE,
      { OPEN (1) },
      { .convened = true },
      0,
      "/hazard",
      "already; possible now: government.report",
      REFUSAL_CONFLICT },
    { CONVENE,
      { OPEN (1) },
      { .reported = true },
      0,
      "/hazard",
      "was reported to the government",
      REFUSAL_CONFLICT },
    { CONVENE,
      { .stage = hazard_stage_open, .cycle = 1 },
      { .cycle = 1 },
      0,
      "/hazard",
      "only a major hazard",
      REFUSAL_CONFLICT },
    { experts_decide_convene,
      &convened_by_others,
      { OPEN (1) },
      { .cycle = 1 },
      0,
      "/by",
      "office",
      REFUSAL_FORBIDDEN },
};

static void each_is_written_once_and_in_time (void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT (rows); i++) {
        struct hazard_row hazard = rows[i].hazard;
        hazard.last = NOON;
        hazard.community = "c01";
        hazard.department = "construction";
        const struct writ_seen seen = { .office = office,
                                        .hazard = hazard.stage ? &hazard : NULL,
                                        .writ = rows[i].writ,
                                        .time = NOON - rows[i].before };
        struct decision decided = decision_in (arena);
        rows[i].decide (rows[i].said, &seen, &decided);
        if (decided.refusal.code != rows[i].code)
            fail_msg ("row %zu: %s", i, decided.refusal.sentence);
        assert_int_equal (decided.count, rows[i].code == REFUSAL_NONE);
        if (rows[i].code == REFUSAL_NONE)
            continue;
        assert_string_equal (decided.refusal.path, rows[i].path);
        if (!strstr (decided.refusal.sentence, rows[i].says))
            fail_msg ("row %zu: %s", i, decided.refusal.sentence);
    }
}

/* 消防监督检查规定 19: what is said carries the cycle, and the table keeps it. */
static void a_notice_is_of_a_cycle (void **state)
{
    (void)state;
    static const char *const inspectors[] = { "甲" };
    const struct reinspection_report failed = { .hazard = HAZARD,
                                                .outcome = reinspection_failed,
                                                .inspectors = inspectors,
                                                .inspectors_count = 1,
                                                .due = INSTANT_ABSENT };
    register_premises ("P1", "c01");
    find_hazard ("P1", "blocked_evacuation");
    for (int64_t cycle = 1; cycle <= 2; cycle++) {
        assert_null (tell (notice_serve_record, &serve));
        const struct notice_served *served = decision.events[0].event;
        assert_int_equal (served->cycle, cycle);
        assert_string_equal (served->by, "c01");
        assert_string_equal (served->evidence, "送达回证");
        assert_string_equal (tell (notice_serve_record, &serve), "/hazard");
        assert_null (tell (reinspection_report_record, &failed));
    }
    assert_string_equal (tell (government_report_record, &tell_government), "/hazard");
}

/* 消防监督检查规定 21: the table knows a major one, and keeps what was said of it apart. */
static void a_major_hazard_is_reported_once (void **state)
{
    (void)state;
    const struct treatment treatment = { .kind = treatment_suspension,
                                         .grounds = "不能保证安全",
                                         .due = INSTANT_ABSENT,
                                         .working_days = NUMBER_ABSENT };
    register_premises ("P1", "c01");
    assert_null (
        tell (finding_report_record, &(struct finding_report){ .premises = "P1",
                                                               .category = "blocked_evacuation",
                                                               .severity = severity_major,
                                                               .description = "堵塞",
                                                               .treatment = &treatment }));
    assert_null (tell (experts_convene_record, &convene));
    assert_string_equal (((const struct experts_convened *)decision.events[0].event)->reason,
                         "情况复杂");
    assert_string_equal (tell (experts_convene_record, &convene), "/hazard");
    assert_null (tell (government_report_record, &tell_government));
    assert_string_equal (((const struct government_reported *)decision.events[0].event)->document,
                         "街安〔2021〕3号");
    assert_string_equal (tell (government_report_record, &tell_government), "/hazard");
    assert_null (tell (notice_serve_record, &serve));
    assert_string_equal (tell (government_report_record, &tell_government), "/hazard");
    assert_string_equal (tell (notice_serve_record, &serve), "/hazard");
}

int main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown (each_is_written_once_and_in_time, stage_begin, stage_end),
        cmocka_unit_test_setup_teardown (a_notice_is_of_a_cycle, stage_begin, stage_end),
        cmocka_unit_test_setup_teardown (a_major_hazard_is_reported_once, stage_begin, stage_end),
    };
    return cmocka_run_group_tests (tests, NULL, NULL);
}
