/* The life of deadlines: by the table, by what is heard, and by what people ask for. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "scheduling/deadline.h"
#include "scheduling/stage_test.h"

#define H "H-2021-000001"

/* ---- the lifecycle ---- */

static void every_state_and_act (void **state)
{
    static const struct {
        enum deadline_state from, meets, misses, cancels, extends;
        bool open;
    } rows[] = {
        { deadline_state_absent, 0, 0, 0, 0, false },
        { deadline_state_armed, deadline_state_met, deadline_state_missed, deadline_state_cancelled,
          deadline_state_armed, true },
        { deadline_state_missed, deadline_state_met, 0, deadline_state_cancelled,
          deadline_state_armed, true },
        { deadline_state_met, 0, 0, 0, 0, false },
        { deadline_state_cancelled, 0, 0, 0, 0, false },
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        assert_int_equal (deadline_next (rows[i].from, DEADLINE_MEET), rows[i].meets);
        assert_int_equal (deadline_next (rows[i].from, DEADLINE_MISS), rows[i].misses);
        assert_int_equal (deadline_next (rows[i].from, DEADLINE_CANCEL), rows[i].cancels);
        assert_int_equal (deadline_next (rows[i].from, DEADLINE_EXTEND), rows[i].extends);
        assert_int_equal (deadline_is_open (rows[i].from), rows[i].open);
    }
}

/* ---- tip-offs ---- */

static const char *hear_tipoff (struct stage *stage, bool urgent)
{
    return hear (stage, tipoff_reported_record, "T-2021-000001", stage->now,
                 &(struct tipoff_reported){ .tipoff = "T-2021-000001",
                                            .text = "堵塞",
                                            .address = "某路",
                                            .community = "c01",
                                            .department = "office",
                                            .category = urgent ? "blocked_evacuation"
                                                               : "unauthorised_wiring",
                                            .urgent = urgent });
}

static const char *hear_verified (struct stage *stage, instant time)
{
    static const char *const inspectors[] = { "甲" };
    return hear (stage, tipoff_verified_record, "T-2021-000001", time,
                 &(struct tipoff_verified){ .tipoff = "T-2021-000001",
                                            .outcome = verification_unfounded,
                                            .reason = "无",
                                            .inspectors = inspectors,
                                            .inspectors_count = 1 });
}

static void tipoffs_are_verified_in_time (void **state)
{
    static const struct {
        bool urgent;
        const char *verified, *armed, *met;
    } rows[] = {
        /* The Spring Festival: 11 to 17 February are off, the 9th, 10th and 18th count. */
        { false, "2021-02-18 23:59", "armed T-2021-000001/tipoff_verification/1 2021-02-18 24:00",
          "met T-2021-000001/tipoff_verification/1" },
        { false, "2021-02-19 00:01", "armed T-2021-000001/tipoff_verification/1 2021-02-18 24:00",
          "met T-2021-000001/tipoff_verification/1 late" },
        { true, "2021-02-09 10:00", "armed T-2021-000001/tipoff_verification/1 2021-02-09 10:00",
          "met T-2021-000001/tipoff_verification/1" },
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct stage stage = stage_new();
        stage.now = at ("2021-02-08 10:00");
        assert_string_equal (hear_tipoff (&stage, rows[i].urgent), rows[i].armed);
        assert_string_equal (hear_tipoff (&stage, rows[i].urgent), "");
        stage.now = at (rows[i].verified);
        assert_string_equal (hear_verified (&stage, stage.now), rows[i].met);
        assert_string_equal (hear_verified (&stage, stage.now), "");
        assert_int_equal (stage_next (&stage, "deadline"), INSTANT_NEVER);
        stage_destroy (&stage);
    }
}

/* domain.md 3: nobody knows the category yet, and it may be a locked exit: 24 hours, and who may is
   asked to triage it, once. */
static void one_without_a_category_has_the_strictest_time (void **state)
{
    (void)state;
    struct stage stage = stage_new();
    const struct tipoff_reported said = { .tipoff = "T-2021-000001",
                                          .text = "有隐患",
                                          .address = "某路",
                                          .community = "c01",
                                          .department = "office" };
    stage.now = at ("2021-02-08 10:00");
    assert_string_equal (
        hear (&stage, tipoff_reported_record, "T-2021-000001", stage.now, &said),
        "armed T-2021-000001/tipoff_verification/1 2021-02-09 10:00; notice T-2021-000001/triage "
        "to=2");
    const struct notice_raised *asked = stage.last;
    assert_non_null (strstr (asked->subject, "【举报待分类】2021-02-09 10:00前核查"));
    assert_non_null (strstr (asked->text, "tipoff.triage"));
    const struct deadline_row *row = deadline_see (
        &(struct scene){ .store = stage.store, .arena = stage.arena, .office = stage.office },
        "T-2021-000001/tipoff_verification/1");
    assert_string_equal (row->explanation[0], "类别未定，按最严的时限计算");
    assert_non_null (strstr (row->rule, "第十八条第一款第一项"));
    assert_string_equal (hear (&stage, tipoff_reported_record, "T-2021-000001", stage.now, &said),
                         "");
    stage_destroy (&stage);
}

/* An address may be longer than the name of premises; characters are cut, never bytes. */
static void a_long_address_is_read_back (void **state)
{
    (void)state;
    struct stage stage = stage_new();
    struct text address = text_in (stage.arena);
    stage.now = at ("2021-02-08 10:00");
    for (int i = 0; i < 100; i++)
        text_say (&address, "a路口");
    hear (&stage, tipoff_reported_record, "T-2021-000001", stage.now,
          &(struct tipoff_reported){ .tipoff = "T-2021-000001",
                                     .text = "堵塞",
                                     .address = address.bytes,
                                     .community = "c01",
                                     .department = "office",
                                     .category = "unauthorised_wiring" });
    const struct deadline_armed *armed = stage.last;
    assert_int_equal (text_characters (armed->premises_name), 200);
    assert_string_equal (strike (&stage, "deadline", at ("2021-02-18 18:00")),
                         "reminder T-2021-000001/tipoff_verification/1/soon to=2");
    stage_destroy (&stage);
}

/* ---- hazards ---- */

static void a_hazard_arms_its_clocks (void **state)
{
    static const struct {
        enum treatment_kind kind;
        enum severity severity;
        const char *due; /* NULL: none given */
        const char *said;
    } rows[] = {
        { treatment_immediate, severity_general, NULL, "" },
        { treatment_deferred, severity_general, "2021-02-20 00:00",
          "armed " H "/rectification/1 2021-02-19 24:00; armed " H
          "/watch/1 2021-02-09 10:00; armed " H "/notice/1 2021-02-18 24:00" },
        { treatment_deferred, severity_major, "2021-02-20 00:00",
          "armed " H "/rectification/1 2021-02-19 24:00; armed " H
          "/watch/1 2021-02-08 22:00; armed " H "/notice/1 2021-02-18 24:00; armed " H
          "/government_report/1 2021-02-23 24:00" },
        { treatment_suspension, severity_major, NULL,
          "armed " H "/rectification/1 2021-02-18 24:00; armed " H
          "/watch/1 2021-02-08 22:00; armed " H "/government_report/1 2021-02-23 24:00" },
        { treatment_immediate, severity_major, NULL, "" },
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct stage stage = stage_new();
        instant due = rows[i].due ? at (rows[i].due) : INSTANT_ABSENT;
        stage.now = at ("2021-02-08 10:00");
        assert_string_equal (hear_opened (&stage, rows[i].kind, rows[i].severity, due),
                             rows[i].said);
        assert_string_equal (hear_opened (&stage, rows[i].kind, rows[i].severity, due), "");
        stage_destroy (&stage);
    }
}

/* 民法典 203: the thirtieth day is Fri 12 February, in the Spring Festival. */
static void a_holiday_moves_the_end_of_calendar_days (void **state)
{
    (void)state;
    struct stage stage = stage_new();
    const struct treatment treatment = { .kind = treatment_suspension,
                                         .due = INSTANT_ABSENT,
                                         .working_days = NUMBER_ABSENT };
    stage.now = at ("2021-01-13 10:00");
    assert_non_null (strstr (hear (&stage, hazard_opened_record, H, stage.now,
                                   &(struct hazard_opened){ .hazard = H,
                                                            .premises = "p1",
                                                            .premises_name = "某仓库",
                                                            .community = "c01",
                                                            .department = "construction",
                                                            .category = "colour_steel",
                                                            .severity = severity_general,
                                                            .description = "彩钢板",
                                                            .treatment = &treatment,
                                                            .origin = origin_inspection,
                                                            .found = INSTANT_ABSENT }),
                             "armed " H "/rectification/1 2021-02-18 24:00"));
    const struct deadline_seen *seen = deadline_see_one (
        &(struct scene){ .store = stage.store, .arena = stage.arena, .office = stage.office },
        H "/rectification/1");
    assert_int_equal (seen->deadline->calendar_days, 30);
    assert_string_equal (seen->deadline->explanation[2],
                         "2021-02-12 周五  末日遇放假，顺延（春节）");
    stage_destroy (&stage);
}

static const char *hear_notice (struct stage *stage, int64_t cycle)
{
    return hear (stage, notice_served_record, H, stage->now,
                 &(struct notice_served){
                     .hazard = H, .cycle = cycle, .by = "c01", .evidence = "送达回证" });
}

/* Its notice served at once. */
static struct stage with_hazard (enum severity severity)
{
    struct stage stage = stage_new();
    stage.now = at ("2021-03-01 10:00"); /* a Monday */
    hear_opened (&stage, treatment_deferred, severity, at ("2021-03-06 00:00"));
    hear_notice (&stage, 1);
    return stage;
}

static const char *hear_reinspected (struct stage *stage, int64_t cycle,
                                     enum reinspection_outcome outcome)
{
    static const char *const inspectors[] = { "甲" };
    return hear (stage, reinspection_reported_record, H, stage->now,
                 &(struct reinspection_reported){ .hazard = H,
                                                  .cycle = cycle,
                                                  .outcome = outcome,
                                                  .inspectors = inspectors,
                                                  .inspectors_count = 1 });
}

static void rectified_reinspected_closed (void **state)
{
    (void)state;
    struct stage stage = with_hazard (severity_general);
    stage.now = at ("2021-03-03 15:00");
    assert_string_equal (hear_rectified (&stage, 1),
                         "met " H "/rectification/1; armed " H "/reinspection/1 2021-03-08 24:00");
    assert_string_equal (hear_rectified (&stage, 1), "");
    stage.now = at ("2021-03-09 09:00");
    assert_string_equal (hear_reinspected (&stage, 1, reinspection_passed),
                         "met " H "/reinspection/1 late");
    assert_string_equal (hear_reinspected (&stage, 1, reinspection_passed), "");
    assert_string_equal (hear_closed (&stage), "cancelled " H "/watch/1");
    assert_string_equal (hear_closed (&stage), "");
    assert_int_equal (stage_next (&stage, "deadline"), INSTANT_NEVER);
    assert_string_equal (hear_watch (&stage, stage.now), "");
    stage_destroy (&stage);
}

static void passed_before_it_was_reported (void **state)
{
    (void)state;
    struct stage stage = with_hazard (severity_general);
    assert_string_equal (hear_reinspected (&stage, 1, reinspection_passed),
                         "met " H "/rectification/1");
    stage_destroy (&stage);
}

static void failed_and_reopened (void **state)
{
    (void)state;
    struct stage stage = with_hazard (severity_general);
    hear_rectified (&stage, 1);
    assert_string_equal (hear_reinspected (&stage, 1, reinspection_failed),
                         "met " H "/reinspection/1");
    const struct hazard_reopened given = { .hazard = H,
                                           .cycle = 2,
                                           .due = at ("2021-03-13 00:00") };
    const struct hazard_reopened by_policy = { .hazard = H, .cycle = 3, .due = INSTANT_ABSENT };
    assert_string_equal (hear (&stage, hazard_reopened_record, H, stage.now, &given),
                         "armed " H "/rectification/2 2021-03-12 24:00; armed " H
                         "/notice/2 2021-03-04 24:00");
    assert_string_equal (hear (&stage, hazard_reopened_record, H, stage.now, &given), "");
    assert_string_equal (hear_reinspected (&stage, 2, reinspection_failed),
                         "cancelled " H "/rectification/2; cancelled " H "/notice/2");
    assert_string_equal (hear (&stage, hazard_reopened_record, H, stage.now, &by_policy),
                         "armed " H "/rectification/3 2021-03-10 24:00; armed " H
                         "/notice/3 2021-03-04 24:00");
    stage_destroy (&stage);
}

static void a_missed_rectification_is_reinspected (void **state)
{
    (void)state;
    struct stage stage = with_hazard (severity_general);
    hear_watch (&stage, at ("2021-03-05 12:00"));
    const char *said = strike (&stage, "deadline", at ("2021-03-06 00:00"));
    assert_non_null (
        strstr (said, "missed " H "/rectification/1; armed " H "/reinspection/1 2021-03-10 24:00"));
    stage.now = at ("2021-03-06 11:00");
    assert_string_equal (hear_rectified (&stage, 1), "met " H "/rectification/1 late");
    stage_destroy (&stage);
}

/* 消防监督检查规定 20: three working days from the expiry, whose day is not counted. */
static void a_reinspection_counts_from_the_day_of_expiry (void **state)
{
    static const struct {
        const char *due, *armed;
    } rows[] = {
        { "2020-12-04 00:00", "2020-12-08 24:00" }, /* until Thursday 24:00 */
        { "2020-12-03 15:00", "2020-12-08 24:00" }, { "2020-12-03 00:00", "2020-12-07 24:00" },
        { "2020-12-05 00:00", "2020-12-09 24:00" }, /* until Friday 24:00 */
        { "2020-12-06 00:00", "2020-12-09 24:00" }, /* until Saturday 24:00 */
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct stage stage = stage_new();
        stage.now = at ("2020-12-01 10:00");
        hear_opened (&stage, treatment_deferred, severity_general, at (rows[i].due));
        const char *said = strike (&stage, "deadline", at (rows[i].due));
        const char *armed =
            arena_format (stage.arena, "armed " H "/reinspection/1 %s", rows[i].armed);
        if (!strstr (said, armed))
            fail_msg ("row %zu: %s", i, said);
        stage_destroy (&stage);
    }
}

/* domain.md 3: the clocks of what an inspection found run from the inspection, whenever it is
   entered: here on Monday 7 December at 10:00. S15: the watch too, unless its first round was over
   by then. */
static void clocks_run_from_when_it_was_found (void **state)
{
    static const struct {
        const char *found;
        enum severity severity;
        const char *said;
    } rows[] = {
        { "2020-12-03 10:00", severity_major,
          "armed " H "/rectification/1 2020-12-10 24:00; armed " H
          "/watch/1 2020-12-07 22:00; armed " H "/notice/1 2020-12-08 24:00; armed " H
          "/government_report/1 2020-12-14 24:00" },
        { "2020-12-07 08:00", severity_general,
          "armed " H "/rectification/1 2020-12-10 24:00; armed " H
          "/watch/1 2020-12-08 08:00; armed " H "/notice/1 2020-12-10 24:00" },
        { "2020-12-06 10:00", severity_general,
          "armed " H "/rectification/1 2020-12-10 24:00; armed " H
          "/watch/1 2020-12-08 10:00; armed " H "/notice/1 2020-12-09 24:00" },
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct stage stage = stage_new();
        stage.now = at ("2020-12-07 10:00");
        assert_string_equal (hear_found (&stage, treatment_deferred, rows[i].severity,
                                         at ("2020-12-11 00:00"), at (rows[i].found)),
                             rows[i].said);
        assert_string_equal (strike (&stage, "deadline", stage.now), "");
        stage_destroy (&stage);
    }
}

/* Entered after the notice was due: that is on record, and rung for, at once; the watch is not. */
static void what_was_due_before_the_entry_is_missed (void **state)
{
    (void)state;
    struct stage stage = stage_new();
    stage.now = at ("2020-12-11 10:00");
    hear_found (&stage, treatment_deferred, severity_general, at ("2020-12-10 00:00"),
                at ("2020-12-03 10:00"));
    const char *said = strike (&stage, "deadline", stage.now);
    assert_non_null (strstr (said, "missed " H "/notice/1"));
    assert_non_null (
        strstr (said, "missed " H "/rectification/1; armed " H "/reinspection/1 2020-12-14 24:00"));
    assert_null (strstr (said, "/watch/"));
    stage_destroy (&stage);
}

/* ---- what is written ---- */

static const char *hear_reported (struct stage *stage)
{
    return hear (stage, government_reported_record, H, stage->now,
                 &(struct government_reported){ .hazard = H, .by = "office", .document = "3号" });
}

static const char *hear_convened (struct stage *stage)
{
    return hear (stage, experts_convened_record, H, stage->now,
                 &(struct experts_convened){ .hazard = H, .by = "office", .reason = "情况复杂" });
}

/* domain.md 3, with its table of days: 消防监督检查规定 19, the notice within three working days;
   21, the report within seven, and ten more with experts. */
static void what_is_written_is_due_by_the_calendar (void **state)
{
    static const struct {
        const char *found;
        bool convened;
        const char *armed;
    } rows[] = {
        { "2021-02-05 10:00", false, "/notice/1 2021-02-09 24:00" },
        { "2021-02-09 10:00", false, "/notice/1 2021-02-19 24:00" },
        { "2021-02-10 10:00", false, "/notice/1 2021-02-20 24:00" },
        { "2021-02-18 10:00", false, "/notice/1 2021-02-22 24:00" },
        { "2020-12-30 10:00", false, "/notice/1 2021-01-05 24:00" },
        { "2021-02-03 10:00", false, "/government_report/1 2021-02-18 24:00" },
        { "2021-02-03 10:00", true, "/government_report/2 2021-03-03 24:00" },
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct stage stage = stage_new();
        stage.now = at (rows[i].found);
        const char *said =
            hear_opened (&stage, treatment_deferred, severity_major, at ("2021-05-01 00:00"));
        said = arena_text (stage.arena, said);
        if (rows[i].convened)
            said = hear_convened (&stage);
        if (!strstr (said, rows[i].armed))
            fail_msg ("%s instead of %s", said, rows[i].armed);
        stage_destroy (&stage);
    }
}

static void a_notice_is_served_in_each_cycle (void **state)
{
    (void)state;
    struct stage stage = stage_new();
    stage.now = at ("2021-03-01 10:00");
    hear_opened (&stage, treatment_deferred, severity_general, at ("2021-03-13 00:00"));
    hear_watch (&stage, at ("2021-03-04 12:00"));
    const char *said = strike (&stage, "deadline", at ("2021-03-05 00:00"));
    assert_non_null (strstr (said, "missed " H "/notice/1; reminder " H "/notice/1/due"));
    stage.now = at ("2021-03-05 09:00");
    assert_string_equal (hear_notice (&stage, 1), "met " H "/notice/1 late");
    assert_string_equal (hear_notice (&stage, 1), "");
    hear_rectified (&stage, 1);
    hear_reinspected (&stage, 1, reinspection_failed);
    hear (&stage, hazard_reopened_record, H, stage.now,
          &(struct hazard_reopened){ .hazard = H, .cycle = 2, .due = at ("2021-03-20 00:00") });
    assert_string_equal (hear_notice (&stage, 1), "");
    assert_string_equal (hear_notice (&stage, 2), "met " H "/notice/2");
    stage_destroy (&stage);
}

/* What no notice was owed of is reopened without one: a suspension is ordered. */
static void a_suspension_has_no_notice (void **state)
{
    (void)state;
    struct stage stage = stage_new();
    stage.now = at ("2021-03-01 10:00");
    hear_opened (&stage, treatment_suspension, severity_general, INSTANT_ABSENT);
    hear_reinspected (&stage, 1, reinspection_failed);
    assert_string_equal (
        hear (&stage, hazard_reopened_record, H, stage.now,
              &(struct hazard_reopened){ .hazard = H, .cycle = 2, .due = at ("2021-03-13 00:00") }),
        "armed " H "/rectification/2 2021-03-12 24:00");
    assert_string_equal (hear_notice (&stage, 2), "");
    stage_destroy (&stage);
}

#define REPORT H "/government_report/"

static void experts_give_ten_working_days_once (void **state)
{
    static const struct {
        const char *convened, *said, *reported;
    } rows[] = {
        /* Mon 1 March: seven working days are over on the 10th, seventeen on the 24th. */
        { "2021-03-05 10:00", "cancelled " REPORT "1; armed " REPORT "2 2021-03-24 24:00",
          "met " REPORT "2" },
        /* Too late for the first, in time for the second. */
        { "2021-03-12 10:00", "cancelled " REPORT "1; armed " REPORT "2 2021-03-24 24:00",
          "met " REPORT "2" },
        { "2021-03-25 10:00", "", "met " REPORT "1 late" },
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct stage stage = stage_new();
        stage.now = at ("2021-03-01 10:00");
        hear_opened (&stage, treatment_suspension, severity_major, at ("2021-05-01 00:00"));
        strike (&stage, "deadline", at (rows[i].convened));
        stage.now = at (rows[i].convened);
        assert_string_equal (hear_convened (&stage), rows[i].said);
        if (rows[i].said[0]) {
            const struct deadline_armed *armed = stage.last;
            assert_string_equal (armed->explanation[0], "组织专家论证：情况复杂");
            assert_non_null (strstr (armed->rule, "第二十一条"));
        }
        assert_string_equal (hear_convened (&stage), "");
        assert_string_equal (hear_reported (&stage), rows[i].reported);
        assert_string_equal (hear_reported (&stage), "");
        assert_string_equal (hear_convened (&stage), "");
        stage_destroy (&stage);
    }
}

/* A clock that stood still keeps the days of that, with experts too: Wed 3 and Thu 4 March. */
static void what_stood_still_stays_counted (void **state)
{
    (void)state;
    struct stage stage = stage_new();
    lend_time (stage.office);
    stage.now = at ("2021-03-01 10:00");
    hear_opened (&stage, treatment_suspension, severity_major, at ("2021-05-01 00:00"));
    stage.now = at ("2021-03-03 10:00");
    tell (&stage, deadline_pause_record,
          &(struct deadline_pause){ .deadline = REPORT "1",
                                    .until = at ("2021-03-05 10:00"),
                                    .reason = "会议改期",
                                    .by = "leader" });
    assert_non_null (strstr (strike (&stage, "deadline", at ("2021-03-05 10:00")),
                             "moved " REPORT "1 2021-03-12 24:00"));
    stage.now = at ("2021-03-05 11:00");
    assert_string_equal (hear_convened (&stage),
                         "cancelled " REPORT "1; armed " REPORT "2 2021-03-26 24:00");
    stage_destroy (&stage);
}

/* Convened while the clock stands still, from Wed 3 to Fri 5 March: the days of that are taken off
   all the same, when it goes on by itself or before; until then it stands. */
static void what_stands_still_goes_on_standing (void **state)
{
    static const struct {
        const char *resumed, *moved; /* NULL: by itself */
    } rows[] = {
        { NULL, "moved " REPORT "2 2021-03-26 24:00" },
        { "2021-03-04 10:00", "moved " REPORT "2 2021-03-25 24:00" },
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct stage stage = stage_new();
        lend_time (stage.office);
        stage.now = at ("2021-03-01 10:00");
        hear_opened (&stage, treatment_suspension, severity_major, at ("2021-05-01 00:00"));
        stage.now = at ("2021-03-03 10:00");
        tell (&stage, deadline_pause_record,
              &(struct deadline_pause){ .deadline = REPORT "1",
                                        .until = at ("2021-03-05 10:00"),
                                        .reason = "会议改期",
                                        .by = "leader" });
        stage.now = at ("2021-03-03 15:00");
        assert_string_equal (hear_convened (&stage),
                             "cancelled " REPORT "1; armed " REPORT "2 2021-03-24 24:00");
        struct scene scene = stage_scene (&stage);
        assert_int_equal (deadline_see (&scene, REPORT "2")->state, deadline_state_paused);
        stage.now = at (rows[i].resumed ? rows[i].resumed : "2021-03-05 10:00");
        if (rows[i].resumed)
            tell (&stage, deadline_resume_record,
                  &(struct deadline_resume){
                      .deadline = REPORT "2", .reason = "会已开", .by = "leader" });
        else
            strike (&stage, "deadline", stage.now);
        if (!strstr (stage.said.bytes, rows[i].moved))
            fail_msg ("row %zu: %s", i, stage.said.bytes);
        stage_destroy (&stage);
    }
}

/* ---- the watch ---- */

static void a_watch_goes_on (void **state)
{
    (void)state;
    struct stage stage = with_hazard (severity_general);
    assert_string_equal (hear_watch (&stage, at ("2021-03-02 09:00")),
                         "met " H "/watch/1; armed " H "/watch/2 2021-03-03 09:00");
    assert_string_equal (hear_watch (&stage, at ("2021-03-02 09:00")), "");
    stage_destroy (&stage);
}

static void a_missed_watch_is_danger (void **state)
{
    (void)state;
    struct stage stage = with_hazard (severity_general);
    const char *said = strike (&stage, "deadline", at ("2021-03-02 10:00"));
    assert_non_null (
        strstr (said, "missed " H "/watch/1 danger; armed " H "/watch/2 2021-03-03 10:00"));
    /* Somebody had been there, and it is entered late: the present watch is another one. */
    assert_string_equal (hear_watch (&stage, at ("2021-03-02 09:00")), "met " H "/watch/1");
    said = strike (&stage, "deadline", at ("2021-03-03 10:00"));
    assert_non_null (strstr (said, "missed " H "/watch/2 danger"));
    assert_string_equal (hear_watch (&stage, at ("2021-03-03 18:00")),
                         "met " H "/watch/3; met " H "/watch/2 late; armed " H
                         "/watch/4 2021-03-04 18:00");
    stage_destroy (&stage);
}

static void a_watch_that_nobody_keeps (void **state)
{
    (void)state;
    struct stage stage = with_hazard (severity_major);
    bool gave_up = false;
    for (instant now = at ("2021-03-01 11:00"); now < at ("2021-04-20 00:00"); now += HOUR_MS)
        gave_up |= strstr (strike (&stage, "deadline", now), "cancelled " H "/watch/1;") != NULL;
    assert_true (gave_up);
    const char *said = hear_closed (&stage);
    int ended = 0;
    for (; (said = strstr (said, "cancelled")) != NULL; said++)
        ended++;
    assert_int_equal (ended, DEADLINE_WATCHES_MISSED_MAX + 1 +
                                 3); /* and the rectification, its re-inspection, the report */
    assert_int_equal (stage_next (&stage, "deadline"), INSTANT_NEVER);
    stage_destroy (&stage);
}

/* A watch of months must not make each decision of its case slower. */
static void decisions_see_no_past_watch (void **state)
{
    (void)state;
    struct stage stage = with_hazard (severity_general);
    struct text seen = text_in (stage.arena), answer = text_in (stage.arena);
    struct refusals refusals = refusals_in (stage.arena);
    for (int i = 0; i < 5; i++)
        hear_watch (&stage, at ("2021-03-01 12:00") + i * HOUR_MS);
    strike (&stage, "deadline", at ("2021-03-02 16:00"));
    hear_closed (&stage);
    struct scene scene = stage_scene (&stage);
    struct case_seen of_case = deadline_see_ref (&scene, H);
    for (size_t i = 0; i < of_case.count; i++)
        text_format (&seen, "%s ", strrchr (of_case.deadlines[i].deadline, 'H') + strlen (H));
    assert_string_equal (seen.bytes, "/watch/7 /notice/1 /rectification/1 /watch/1 ");
    deadline_ask_list (&scene, &(struct deadlines_list){ .ref = H }, &answer, &refusals);
    assert_non_null (strstr (answer.bytes, "\"deadline\":\"" H "/watch/4\""));
    stage_destroy (&stage);
}

/* ---- asking ---- */

static void the_answer_explains (void **state)
{
    (void)state;
    struct stage stage = with_hazard (severity_general);
    struct scene scene = stage_scene (&stage);
    struct text answer = text_in (stage.arena);
    struct refusals refusals = refusals_in (stage.arena);
    deadline_ask_list (&scene, &(struct deadlines_list){ .ref = H }, &answer, &refusals);
    assert_int_equal (refusals.count, 0);
    assert_non_null (strstr (answer.bytes, "\"deadline\":\"" H "/watch/1\""));
    assert_non_null (strstr (answer.bytes, "\"state\":\"armed\""));
    assert_non_null (strstr (answer.bytes, "\"next\":\"2021-03-02T09:00:00+08:00\""));
    assert_non_null (strstr (answer.bytes, "\"explanation\":[\"时限：24小时"));
    deadline_ask_list (&scene, &(struct deadlines_list){ .deadline = H "/none/1" }, &answer,
                       &refusals);
    assert_int_equal (refusals.list[0].code, REFUSAL_NOT_FOUND);
    deadline_ask_list (&scene, &(struct deadlines_list){ .ref = NULL }, &answer, &refusals);
    assert_int_equal (refusals.list[1].code, REFUSAL_INVALID);
    stage_destroy (&stage);
}

int main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (every_state_and_act),
        cmocka_unit_test (tipoffs_are_verified_in_time),
        cmocka_unit_test (one_without_a_category_has_the_strictest_time),
        cmocka_unit_test (a_long_address_is_read_back),
        cmocka_unit_test (a_hazard_arms_its_clocks),
        cmocka_unit_test (a_holiday_moves_the_end_of_calendar_days),
        cmocka_unit_test (rectified_reinspected_closed),
        cmocka_unit_test (passed_before_it_was_reported),
        cmocka_unit_test (failed_and_reopened),
        cmocka_unit_test (a_missed_rectification_is_reinspected),
        cmocka_unit_test (a_reinspection_counts_from_the_day_of_expiry),
        cmocka_unit_test (clocks_run_from_when_it_was_found),
        cmocka_unit_test (what_was_due_before_the_entry_is_missed),
        cmocka_unit_test (what_is_written_is_due_by_the_calendar),
        cmocka_unit_test (a_notice_is_served_in_each_cycle),
        cmocka_unit_test (a_suspension_has_no_notice),
        cmocka_unit_test (experts_give_ten_working_days_once),
        cmocka_unit_test (what_stood_still_stays_counted),
        cmocka_unit_test (what_stands_still_goes_on_standing),
        cmocka_unit_test (a_watch_goes_on),
        cmocka_unit_test (a_missed_watch_is_danger),
        cmocka_unit_test (a_watch_that_nobody_keeps),
        cmocka_unit_test (decisions_see_no_past_watch),
        cmocka_unit_test (the_answer_explains),
    };
    return cmocka_run_group_tests (tests, NULL, NULL);
}
