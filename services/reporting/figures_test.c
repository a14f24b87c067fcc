/* S4, S11, S23 and domain.md 5: what was not inspected, who comes first, and the monthly form; by
   hand-made histories whose figures a reader can count. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "frame/page.h"
#include "reporting/stage_test.h"
#include "words/words.h"

static const char digest[] = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

static void say_premises (const char *code, const char *community, const char *const *categories,
                          size_t count)
{
    say ("intake", premises_registered_record, code,
         &(struct premises_registered){ .premises = code,
                                        .name = code,
                                        .categories = categories,
                                        .categories_count = count,
                                        .community = community,
                                        .department = "office",
                                        .private = strcmp (categories[0], "vulnerable") == 0 });
}

static void say_found_at (const char *hazard, const char *premises, const char *community,
                          enum severity severity, instant found)
{
    static const struct treatment treatment = { .kind = treatment_deferred,
                                                .measures = "设警戒线",
                                                .tracker = "c01",
                                                .due = INSTANT_ABSENT,
                                                .working_days = 3 };
    static const char *const who[] = { "李某" };
    say ("intake", hazard_opened_record, hazard,
         &(struct hazard_opened){ .hazard = hazard,
                                  .premises = premises,
                                  .premises_name = premises,
                                  .community = community,
                                  .department = "office",
                                  .category = "blocked_evacuation",
                                  .severity = severity,
                                  .description = "堵塞",
                                  .treatment = &treatment,
                                  .inspectors = who,
                                  .inspectors_count = 1,
                                  .origin = origin_inspection,
                                  .found = found });
}

static void say_found (const char *hazard, const char *premises, const char *community,
                       enum severity severity)
{
    say_found_at (hazard, premises, community, severity, INSTANT_ABSENT);
}

static void say_gone (const char *hazard)
{
    say ("intake", hazard_closed_record, hazard,
         &(struct hazard_closed){ .hazard = hazard, .cycle = 1, .reason = closing_reinspection });
}

static void say_ended (const char *hazard, enum closing reason)
{
    say ("intake", hazard_closed_record, hazard,
         &(struct hazard_closed){
             .hazard = hazard, .cycle = 1, .reason = reason, .by = "office", .evidence = "e" });
}

static void say_late (const char *hazard, const char *deadline)
{
    say ("scheduling", deadline_missed_record, hazard,
         &(struct deadline_missed){ .deadline = deadline,
                                    .ref = hazard,
                                    .clock = "rectification",
                                    .cycle = 1,
                                    .due = now - HOUR_MS,
                                    .community = "c02",
                                    .department = "office",
                                    .repeat = INSTANT_ABSENT,
                                    .next = INSTANT_ABSENT });
}

static const char *const warehouse[] = { "warehouse", "key_unit" };
static const char *const market[] = { "market" };
static const char *const home[] = { "vulnerable" };

/* Three warehouses and a market in two communities, a household that nobody may name; one of them
   inspected, twice. */
static void live_a_week (void)
{
    turn_begin (HOUR_MS);
    say_premises ("W-1", "c01", warehouse, 2);
    say_premises ("W-2", "c01", warehouse, 2);
    say_premises ("W-3", "c02", warehouse, 1);
    say_premises ("S-1", "c02", market, 1);
    say_premises ("V-1", "c02", home, 1);
    turn_end();
    turn_begin (HOUR_MS);
    say_found ("H-2021-000001", "W-1", "c01", severity_major);
    say_found ("H-2021-000002", "W-1", "c01", severity_general);
    say_found ("H-2021-000003", "W-3", "c02", severity_major);
    turn_end();
    turn_begin (DAY_MS);
    say_gone ("H-2021-000002");
    say_late ("H-2021-000003", "H-2021-000003/rectification/1");
    turn_end();
}

static void holds (const char *answer, const char *part)
{
    if (!strstr (answer, part))
        fail_msg ("%s\nis not in\n%s", part, answer);
}

static struct coverage_list everything (void)
{
    return (struct coverage_list){ .from = INSTANT_ABSENT,
                                   .to = INSTANT_ABSENT,
                                   .as_of = INSTANT_ABSENT,
                                   .limit = NUMBER_ABSENT };
}

static void test_what_nobody_has_inspected (void **state)
{
    (void)state;
    struct coverage_list asked = everything();
    live_a_week();
    const char *answer = ask (coverage_list_record, &asked);
    holds (answer, "\"total\":4,\"inspected\":2,\"percent\":\"50.0\",\"by_checklist\":0,\"self_"
                   "inspected\":0,");
    holds (answer, "\"people_at_home\":\"left out of premises and visits\"");
    holds (answer,
           "{\"name\":\"c01\",\"total\":2,\"inspected\":1,\"percent\":\"50.0\",\"by_checklist\":0,"
           "\"self_inspected\":0}");
    holds (answer, "{\"name\":\"warehouse\",\"total\":3,\"inspected\":2,\"percent\":\"66.7\",");
    holds (answer, "\"premises\":\"W-2\"");
    holds (answer, "\"premises\":\"S-1\"");
    assert_null (strstr (answer, "\"premises\":\"W-1\""));
    assert_null (strstr (answer, "V-1")); /* people at home are not named */
    asked.state = coverage_inspected;
    answer = ask (coverage_list_record, &asked);
    holds (answer, "\"premises\":\"W-1\"");
    assert_null (strstr (answer, "\"premises\":\"W-2\""));
}

static void test_coverage_by_filter_page_and_window (void **state)
{
    (void)state;
    struct coverage_list asked = everything();
    live_a_week();
    asked.community = "c02";
    asked.category = "market";
    holds (ask (coverage_list_record, &asked), "\"total\":1,\"inspected\":0,\"percent\":\"0.0\"");
    asked = everything();
    asked.limit = 1;
    holds (ask (coverage_list_record, &asked), "\"next\":\"S-1\"");
    asked.after = "S-1";
    holds (ask (coverage_list_record, &asked), "\"premises\":\"W-2\"");
    asked = everything();
    asked.from = now; /* nobody was anywhere since */
    asked.to = now + 1;
    holds (ask (coverage_list_record, &asked), "\"total\":4,\"inspected\":0");
    asked.to = asked.from;
    ask (coverage_list_record, &asked);
    assert_int_equal (refused.list[0].code, REFUSAL_INVALID);
}

/* Of what is misspelt nothing would be missing: no comfort. */
static void test_coverage_of_what_there_is_not (void **state)
{
    (void)state;
    struct coverage_list asked = everything();
    live_a_week();
    asked.community = "c77";
    asked.category = "markt";
    ask (coverage_list_record, &asked);
    assert_int_equal (refused.count, 2);
    assert_string_equal (refused.list[0].path, "/community");
    assert_string_equal (refused.list[1].path, "/category");
    asked.community = "c04"; /* has none: no mistake */
    asked.category = NULL;
    holds (ask (coverage_list_record, &asked), "\"total\":0");
}

static void say_inspected_at (const char *inspection, const char *premises, const char *checklist,
                              enum inspection_kind kind, instant at)
{
    static const char *const who[] = { "李某" };
    say ("intake", inspection_reported_record, inspection,
         &(struct inspection_reported){ .inspection = inspection,
                                        .premises = premises,
                                        .premises_name = premises,
                                        .community = "c01",
                                        .checklist = checklist,
                                        .inspectors = who,
                                        .inspectors_count = 1,
                                        .at = at,
                                        .kind = kind });
}

static void say_inspected (const char *inspection, const char *premises, const char *checklist,
                           enum inspection_kind kind)
{
    say_inspected_at (inspection, premises, checklist, kind, now - MINUTE_MS);
}

/* S17: it is counted beside, and nobody else was there. */
static void test_what_a_unit_returns_is_no_inspection (void **state)
{
    (void)state;
    struct coverage_list asked = everything();
    turn_begin (HOUR_MS);
    say_premises ("W-1", "c01", warehouse, 2);
    say_premises ("W-2", "c01", warehouse, 2);
    say_inspected ("I-2021-000001", "W-1", "warehouse", inspection_self);
    say_inspected ("I-2021-000002", "W-2", "warehouse", inspection_official);
    turn_end();
    const char *answer = ask (coverage_list_record, &asked);
    holds (answer, "\"total\":2,\"inspected\":1,\"percent\":\"50.0\",\"by_checklist\":1,"
                   "\"self_inspected\":1");
    holds (answer, "\"items\":[{\"premises\":\"W-1\"");
    assert_null (strstr (answer, "\"premises\":\"W-2\""));
    asked.state = coverage_returned;
    answer = ask (coverage_list_record, &asked);
    holds (answer, "\"items\":[{\"premises\":\"W-1\"");
    holds (answer, "\"self_inspected\":\"2021-02-10T10:59:00+08:00\"}],\"next\":null");
    asked.state = coverage_unreturned;
    holds (ask (coverage_list_record, &asked), "\"items\":[{\"premises\":\"W-2\"");
    holds (ask (statistics_show_record, &(struct statistics_show){ .from = INSTANT_ABSENT,
                                                                   .to = INSTANT_ABSENT,
                                                                   .as_of = INSTANT_ABSENT }),
           "\"inspected\":1,\"by_checklist\":1,\"self_inspected\":1");
}

/* S4, S9: its days, its premises, its checklist. */
static void test_coverage_of_a_window (void **state)
{
    (void)state;
    static const char *const hotel[] = { "hotel" };
    struct coverage_list asked = everything();
    now = day_start (day_from (2020, 12, 4));
    turn_begin (HOUR_MS); /* before it begins */
    say_premises ("W-1", "c01", warehouse, 2);
    say_premises ("W-2", "c01", warehouse, 2);
    say_premises ("S-1", "c02", market, 1);
    say_premises ("H-1", "c02", hotel, 1);
    say_inspected ("I-2020-000001", "W-2", "warehouse", inspection_official);
    turn_end();
    turn_begin (4 * (instant)DAY_MS);
    say_inspected ("I-2020-000002", "W-1", "warehouse", inspection_official);
    say_inspected ("I-2020-000003", "S-1", "general", inspection_official);
    turn_end();
    asked.window = "shopping";
    const char *answer = ask (coverage_list_record, &asked);
    holds (answer, "\"from\":\"2020-12-07T00:00:00+08:00\",\"to\":\"2020-12-12T00:00:00+08:00\"");
    holds (answer, "\"total\":3,\"inspected\":1,\"percent\":\"33.3\"");
    holds (answer, "\"items\":[{\"premises\":\"S-1\"");
    holds (answer, "{\"premises\":\"W-2\"");
    asked.from = now;
    ask (coverage_list_record, &asked);
    assert_string_equal (refused.list[0].path, "/window");
    asked = everything();
    asked.window = "harvest";
    ask (coverage_list_record, &asked);
    assert_int_equal (refused.list[0].code, REFUSAL_INVALID);
}

/* S4: each grid worker sees what is not inspected in his own. */
static void test_coverage_of_a_grid (void **state)
{
    (void)state;
    struct coverage_list asked = everything();
    live_a_week();
    turn_begin (HOUR_MS);
    say ("intake", premises_registered_record, "W-9",
         &(struct premises_registered){ .premises = "W-9",
                                        .name = "W-9",
                                        .categories = warehouse,
                                        .categories_count = 1,
                                        .community = "c01",
                                        .department = "office",
                                        .grid = "三号网格" });
    turn_end();
    asked.grid = "三号网格";
    const char *answer = ask (coverage_list_record, &asked);
    holds (answer, "\"total\":1,\"inspected\":0");
    holds (answer, "\"department\":\"office\",\"grid\":\"三号网格\"");
}

static void test_who_comes_first_and_why (void **state)
{
    (void)state;
    const struct ranking_list asked = { .from = INSTANT_ABSENT,
                                        .to = INSTANT_ABSENT,
                                        .as_of = INSTANT_ABSENT };
    live_a_week();
    const char *answer = ask (ranking_list_record, &asked);
    holds (answer, "+1 × found +2 × rectified -1 × rectified_late -3 × overdue -5 × major_overdue");
    /* c01: two found, one closed: 2 + 2. c02: one found, overdue and major: 1 - 3 - 5. */
    holds (answer, "{\"place\":1,\"community\":\"c01\",\"name\":\"第一社区\",\"points\":4,");
    holds (answer, "\"community\":\"c02\",\"name\":\"第二社区\",\"points\":-7,");
    holds (answer, "{\"place\":2,\"community\":\"c03\""); /* nothing found, before who is late */
    holds (answer, "{\"place\":2,\"community\":\"c04\"");
}

static void say_armed (const char *hazard, const char *deadline)
{
    say ("scheduling", deadline_armed_record, hazard,
         &(struct deadline_armed){ .granted = INSTANT_ABSENT,
                                   .deadline = deadline,
                                   .ref = hazard,
                                   .clock = "rectification",
                                   .cycle = 1,
                                   .from = now - HOUR_MS,
                                   .due = now + HOUR_MS,
                                   .rule = "3 working days",
                                   .community = "c02",
                                   .department = "office",
                                   .reached = now,
                                   .published = DAY_ABSENT,
                                   .working_days = 3,
                                   .calendar_days = NUMBER_ABSENT,
                                   .hours = NUMBER_ABSENT,
                                   .counted_from = INSTANT_ABSENT,
                                   .next = INSTANT_ABSENT });
}

static void say_met (const char *hazard, const char *deadline, bool late)
{
    say ("scheduling", deadline_met_record, hazard,
         &(struct deadline_met){ .deadline = deadline, .ref = hazard, .at = now, .late = late });
}

/* Late is who put it right late, not whom the office looked at late. A new time limit is a new
   chance. */
static void test_who_was_late_is_told_by_the_rectification (void **state)
{
    (void)state;
    const struct ranking_list asked = { .from = INSTANT_ABSENT,
                                        .to = INSTANT_ABSENT,
                                        .as_of = INSTANT_ABSENT };
    turn_begin (HOUR_MS);
    say_found ("H-2021-000001", "W-1", "c01", severity_major);
    say_armed ("H-2021-000001", "H-2021-000001/rectification/1");
    say_found ("H-2021-000002", "W-2", "c02", severity_major);
    say_armed ("H-2021-000002", "H-2021-000002/rectification/1");
    say_found ("H-2021-000003", "W-3", "c03", severity_major);
    say_armed ("H-2021-000003", "H-2021-000003/rectification/1");
    turn_end();
    turn_begin (2 * (instant)HOUR_MS);
    say_met ("H-2021-000001", "H-2021-000001/rectification/1", false);
    say_met ("H-2021-000002", "H-2021-000002/rectification/1", true);
    say_met ("H-2021-000002", "H-2021-000002/watch/1", false);
    say_met ("H-2021-000003", "H-2021-000003/rectification/1", true);
    turn_end();
    turn_begin (2 * (instant)DAY_MS);
    say_gone ("H-2021-000001");
    say_gone ("H-2021-000002");
    say_armed ("H-2021-000003", "H-2021-000003/rectification/2");
    say_met ("H-2021-000003", "H-2021-000003/rectification/2", false);
    say_gone ("H-2021-000003");
    turn_end();
    turn_begin (HOUR_MS);
    turn_end();
    const char *answer = ask (ranking_list_record, &asked);
    holds (answer, "\"points\":3,\"found\":1,\"rectified\":1,\"rectified_late\":0,");
    holds (answer, "\"community\":\"c02\",\"name\":\"第二社区\",\"points\":2,\"found\":1,"
                   "\"rectified\":1,\"rectified_late\":1,");
    holds (answer, "\"community\":\"c03\",\"name\":\"第三社区\",\"points\":3,");
}

static void say_listed (const char *hazard, int64_t money_yuan, const char *money)
{
    say ("escalation", supervision_listed_record, hazard,
         &(struct supervision_listed){ .ref = hazard,
                                       .number = 1,
                                       .level = "street",
                                       .goal = "通道畅通",
                                       .measures = "拆除",
                                       .money_yuan = money_yuan,
                                       .money = money,
                                       .responsible = "某商场",
                                       .due = now + DAY_MS,
                                       .contingency = "值守",
                                       .by = "office",
                                       .community = "c02",
                                       .department = "office" });
}

/* S11: while the campaign works, what is found, closed and inspected week by week. */
static void test_the_monthly_form_and_the_weeks (void **state)
{
    (void)state;
    struct statistics_show asked = { .from = INSTANT_ABSENT,
                                     .to = INSTANT_ABSENT,
                                     .as_of = INSTANT_ABSENT };
    live_a_week();
    turn_begin (HOUR_MS);
    say_listed ("H-2021-000003", 50000, NULL);
    turn_end();
    turn_begin (HOUR_MS);
    turn_end();
    const char *answer = ask (statistics_show_record, &asked);
    holds (answer,
           "\"monthly\":{\"inspected\":2,\"by_checklist\":0,\"self_inspected\":0,\"general_"
           "carried\":0,\"general_found\":1,\"general_rectified\":1,\"general_transferred\":0,"
           "\"general_open\":0,\"major_carried\":0,\"major_found\":2,\"major_cleared\":0,"
           "\"major_transferred\":0,\"major_open\":2,\"withdrawn\":0,\"in_treatment\":2,\"five_in_"
           "place\":1,\"listed\":1,\"money_planned_yuan\":50000,"
           "\"money_planned_in_words\":0,\"money_spent_yuan\":0}");
    holds (answer, "\"general_rate\":\"100.0\",\"major_rate\":\"0.0\"");
    holds (answer,
           "{\"monday\":\"2021-02-08\",\"found\":3,\"rectified\":1,\"transferred\":0,\"visits\":"
           "2,\"self_inspections\":0,\"publicity\":0,\"reached\":0}]");
    asked.community = "c01";
    holds (ask (statistics_show_record, &asked),
           "\"inspected\":1,\"by_checklist\":0,\"self_inspected\":0,\"general_carried\":0,"
           "\"general_found\":1");
}

/* S11, S14: of the week in which it was found, and fixed at once, whenever that was entered. */
static void test_the_week_is_that_of_the_inspection (void **state)
{
    (void)state;
    const struct statistics_show asked = { .from = INSTANT_ABSENT,
                                           .to = INSTANT_ABSENT,
                                           .as_of = INSTANT_ABSENT };
    live_a_week();
    turn_begin (HOUR_MS);
    say_found_at ("H-2021-000004", "W-1", "c01", severity_general, now - 8 * DAY_MS);
    say_ended ("H-2021-000004", closing_at_once);
    turn_end();
    turn_begin (HOUR_MS);
    turn_end();
    holds (ask (statistics_show_record, &asked),
           "{\"monday\":\"2021-02-01\",\"found\":1,\"rectified\":1,");
}

/* domain.md 5: found in one month and accepted in the next is in both forms, each by what happened
   in it; off the list is no longer with the five in place; what was spent is not what was planned.
 */
static void test_what_one_month_leaves_to_the_next (void **state)
{
    (void)state;
    turn_begin (HOUR_MS);
    say_premises ("W-1", "c02", warehouse, 2);
    say_found ("H-2021-000001", "W-1", "c02", severity_major);
    say_found ("H-2021-000002", "W-1", "c02", severity_general);
    turn_end();
    turn_begin (HOUR_MS);
    say_listed ("H-2021-000001", 50000, NULL);
    say_listed ("H-2021-000002", NUMBER_ABSENT, "五万元");
    turn_end();
    const instant new_month = now + DAY_MS;
    turn_begin (2 * (instant)DAY_MS);
    say ("intake", rectification_reported_record, "H-2021-000001",
         &(struct rectification_reported){
             .hazard = "H-2021-000001", .cycle = 1, .proof = "照片", .spent_yuan = 3000 });
    say_gone ("H-2021-000001");
    say ("escalation", supervision_delisted_record, "H-2021-000001",
         &(struct supervision_delisted){
             .ref = "H-2021-000001", .number = 1, .by = "office", .spent_yuan = 48000 });
    turn_end();
    turn_begin (DAY_MS);
    turn_end();
    struct statistics_show asked = { .from = INSTANT_ABSENT,
                                     .to = new_month,
                                     .as_of = INSTANT_ABSENT };
    const char *answer = ask (statistics_show_record, &asked);
    holds (answer, "\"general_carried\":0,\"general_found\":1,\"general_rectified\":0,\"general_"
                   "transferred\":0,\"general_open\":1,\"major_carried\":0,"
                   "\"major_found\":1,\"major_cleared\":0,\"major_transferred\":0,\"major_open\":1,"
                   "\"withdrawn\":0,\"in_treatment\":2,\"five_in_place\":2,"
                   "\"listed\":2,\"money_planned_yuan\":50000,\"money_planned_in_words\":1,"
                   "\"money_spent_yuan\":0}");
    asked.from = new_month;
    asked.to = now;
    answer = ask (statistics_show_record, &asked);
    holds (answer, "\"general_carried\":1,\"general_found\":0,\"general_rectified\":0,\"general_"
                   "transferred\":0,\"general_open\":1,\"major_carried\":1,"
                   "\"major_found\":0,\"major_cleared\":1,\"major_transferred\":0,\"major_open\":0,"
                   "\"withdrawn\":0,\"in_treatment\":1,\"five_in_place\":1,"
                   "\"listed\":0,\"money_planned_yuan\":0,\"money_planned_in_words\":0,"
                   "\"money_spent_yuan\":51000}");
    holds (answer, "\"general_rate\":\"0.0\",\"major_rate\":\"100.0\","
                   "\"rate_base\":\"carried + found\"");
}

/* domain.md 5: what was withdrawn by authority was no hazard, and is in no column of the form that
   counts hazards: neither found nor listed, nor is money planned for it. The visit took place all
   the same, and is in coverage (S4); and what was spent is spent. What was transferred is found,
   and not rectified. */
static void test_only_what_was_rectified_counts_as_such (void **state)
{
    (void)state;
    const struct statistics_show asked = { .from = INSTANT_ABSENT,
                                           .to = INSTANT_ABSENT,
                                           .as_of = INSTANT_ABSENT };
    const struct ranking_list ranked = { .from = INSTANT_ABSENT,
                                         .to = INSTANT_ABSENT,
                                         .as_of = INSTANT_ABSENT };
    const struct coverage_list covered = everything();
    live_a_week();
    turn_begin (HOUR_MS);
    say_listed ("H-2021-000003", 50000, NULL);
    say ("escalation", supervision_delisted_record, "H-2021-000003",
         &(struct supervision_delisted){
             .ref = "H-2021-000003", .number = 1, .by = "office", .spent_yuan = 700 });
    say_ended ("H-2021-000001", closing_transferred);
    say_ended ("H-2021-000003", closing_withdrawn);
    turn_end();
    turn_begin (HOUR_MS);
    turn_end();
    holds (ask (statistics_show_record, &asked),
           "\"general_found\":1,\"general_rectified\":1,\"general_transferred\":0,\"general_"
           "open\":0,\"major_carried\":0,\"major_found\":1,\"major_cleared\":0,"
           "\"major_transferred\":1,\"major_open\":0,\"withdrawn\":1,\"in_treatment\":0,"
           "\"five_in_place\":0,\"listed\":0,\"money_planned_yuan\":0,"
           "\"money_planned_in_words\":0,\"money_spent_yuan\":700}");
    holds (ask (statistics_show_record, &asked),
           "\"found\":2,\"rectified\":1,\"transferred\":1,\"visits\":2,");
    holds (ask (coverage_list_record, &covered), "{\"name\":\"c02\",\"total\":2,\"inspected\":1");
    /* c01: two found, one of them rectified: 2 + 2. c02's was none. */
    holds (ask (ranking_list_record, &ranked), "\"name\":\"第一社区\",\"points\":4,");
    holds (ask (ranking_list_record, &ranked), "\"name\":\"第二社区\",\"points\":0,");
}

/* domain.md 5: what was found twice is counted once, and twice again when it is split off; the case
   that governs tells of it. */
static void test_what_is_linked_is_counted_once (void **state)
{
    (void)state;
    const struct statistics_show asked = { .from = INSTANT_ABSENT,
                                           .to = INSTANT_ABSENT,
                                           .as_of = INSTANT_ABSENT };
    const struct ranking_list ranked = { .from = INSTANT_ABSENT,
                                         .to = INSTANT_ABSENT,
                                         .as_of = INSTANT_ABSENT };
    const struct overview_show now_open = { .from = INSTANT_ABSENT,
                                            .to = INSTANT_ABSENT,
                                            .as_of = INSTANT_ABSENT };
    struct hazards_list listed = { .as_of = INSTANT_ABSENT, .limit = NUMBER_ABSENT };
    turn_begin (HOUR_MS);
    say_premises ("W-1", "c02", warehouse, 2);
    say_found ("H-2021-000001", "W-1", "c02", severity_major);
    say_found ("H-2021-000002", "W-1", "c02", severity_major);
    turn_end();
    turn_begin (HOUR_MS);
    say_listed ("H-2021-000002", 50000, NULL);
    say ("intake", hazard_linked_record, "H-2021-000002",
         &(struct hazard_linked){
             .hazard = "H-2021-000002", .to = "H-2021-000001", .reason = "r", .by = "office" });
    say ("intake", hazard_closed_record, "H-2021-000002",
         &(struct hazard_closed){ .hazard = "H-2021-000002",
                                  .cycle = 1,
                                  .reason = closing_linked,
                                  .by = "office",
                                  .linked = "H-2021-000001" });
    turn_end();
    const instant linked = now;
    turn_begin (HOUR_MS);
    turn_end();
    holds (ask (statistics_show_record, &asked), "\"major_found\":1,\"major_cleared\":0");
    holds (ask (statistics_show_record, &asked), "\"found\":1,\"rectified\":0");
    holds (ask (statistics_show_record, &asked), "\"listed\":0,\"money_planned_yuan\":0,");
    holds (ask (ranking_list_record, &ranked), "\"name\":\"第二社区\",\"points\":1,");
    holds (ask (overview_show_record, &now_open), "\"open\":1,\"overdue\":0,\"closed\":0");
    holds (ask (hazards_list_record, &listed),
           "\"closing\":\"linked\",\"linked\":\"H-2021-000001\"");
    holds (ask (case_show_record,
                &(struct case_show){ .ref = "H-2021-000001", .as_of = INSTANT_ABSENT }),
           "hazard.linked");
    turn_begin (HOUR_MS);
    say ("intake", hazard_split_off_record, "H-2021-000002",
         &(struct hazard_split_off){ .hazard = "H-2021-000002",
                                     .from = "H-2021-000001",
                                     .cycle = 2,
                                     .reason = "r",
                                     .by = "office" });
    turn_end();
    turn_begin (HOUR_MS);
    turn_end();
    holds (ask (statistics_show_record, &asked), "\"major_found\":2,\"major_cleared\":0");
    holds (ask (statistics_show_record, &asked), "\"listed\":1,\"money_planned_yuan\":50000,");
    holds (ask (overview_show_record, &now_open), "\"open\":2,\"overdue\":0,\"closed\":0");
    assert_null (strstr (ask (hazards_list_record, &listed), "\"closing\""));
    listed.as_of = linked + 1;
    holds (ask (hazards_list_record, &listed), "\"closing\":\"linked\"");
}

/* The figures of one period add up, and to those of the others: carried + found = open + closed,
   closed = rectified + transferred. What comes after it is not in it, however late it is asked. */
static void test_the_figures_of_a_period_add_up (void **state)
{
    (void)state;
    turn_begin (HOUR_MS);
    say_found ("H-2021-000001", "W-1", "c01", severity_general); /* carried in, rectified */
    say_found ("H-2021-000002", "W-1", "c01", severity_major);   /* gone before it begins */
    say_found ("H-2021-000003", "W-3", "c02", severity_major);   /* carried in, and out */
    turn_end();
    turn_begin (HOUR_MS);
    say_gone ("H-2021-000002");
    turn_end();
    const instant from = now + HOUR_MS;
    turn_begin (DAY_MS);
    say_found ("H-2021-000004", "W-1", "c01", severity_general); /* transferred */
    say_found ("H-2021-000005", "W-3", "c02", severity_general); /* withdrawn */
    say_found ("H-2021-000006", "W-3", "c02", severity_major);   /* rectified after it */
    say_late ("H-2021-000006", "H-2021-000006/rectification/1");
    say_found ("H-2021-000008", "W-3", "c02", severity_general); /* withdrawn after it */
    turn_end();
    turn_begin (HOUR_MS);
    say_gone ("H-2021-000001");
    say_ended ("H-2021-000004", closing_transferred);
    say_ended ("H-2021-000005", closing_withdrawn);
    turn_end();
    const instant to = now + HOUR_MS;
    turn_begin (DAY_MS);
    say_met ("H-2021-000006", "H-2021-000006/rectification/1", true);
    say_gone ("H-2021-000006");
    say_ended ("H-2021-000008", closing_withdrawn);
    say_found ("H-2021-000007", "W-1", "c01", severity_major);
    turn_end();
    turn_begin (HOUR_MS);
    turn_end();
    const char *answer =
        ask (statistics_show_record,
             &(struct statistics_show){ .from = from, .to = to, .as_of = INSTANT_ABSENT });
    holds (answer,
           "\"general_carried\":1,\"general_found\":1,\"general_rectified\":1,\"general_"
           "transferred\":1,\"general_open\":0,\"major_carried\":1,\"major_found\":1,\"major_"
           "cleared\":0,\"major_transferred\":0,\"major_open\":2,\"withdrawn\":1,");
    holds (answer, "\"found\":2,\"rectified\":1,\"transferred\":1,");
    answer = ask (overview_show_record,
                  &(struct overview_show){ .from = from, .to = to, .as_of = INSTANT_ABSENT });
    holds (answer, "\"open\":2,\"overdue\":1,\"closed\":2,\"carried\":2,\"found\":2,\"rectified\":"
                   "1,\"transferred\":1,\"withdrawn\":1,\"counts\":\"carried + found = open + "
                   "closed; closed = rectified + transferred;");
    holds (answer, "{\"name\":\"major\",\"open\":2,\"overdue\":1,\"closed\":0,\"carried\":1,"
                   "\"found\":1,\"rectified\":0,\"transferred\":0,\"withdrawn\":0}");
    holds (answer, "\"late\":[{\"hazard\":\"H-2021-000006\"");
    answer = ask (ranking_list_record,
                  &(struct ranking_list){ .from = from, .to = to, .as_of = INSTANT_ABSENT });
    /* 1 found, 1 rectified; 1 found, and a major one overdue: 1 - 3 - 5 */
    holds (answer, "\"points\":3,\"found\":1,\"rectified\":1,\"rectified_late\":0,\"overdue\":0,");
    holds (answer, "\"points\":-7,\"found\":1,\"rectified\":0,\"rectified_late\":0,\"overdue\":1,");
    answer = ask (overview_show_record, &(struct overview_show){ .from = INSTANT_ABSENT,
                                                                 .to = INSTANT_ABSENT,
                                                                 .as_of = INSTANT_ABSENT });
    holds (answer, "\"open\":2,\"overdue\":0,\"closed\":4,\"carried\":0,\"found\":6,");
}

/* domain.md 5: transferred *and accepted*; what is sent back was open all the while, and is carried
   on. Who asks as of before is told what was known then. */
static void test_what_is_sent_back_was_not_transferred (void **state)
{
    (void)state;
    turn_begin (HOUR_MS);
    const instant from = now;
    say_found ("H-2021-000001", "W-1", "c01", severity_general);
    turn_end();
    turn_begin (HOUR_MS);
    say_ended ("H-2021-000001", closing_transferred);
    turn_end();
    const instant to = now + HOUR_MS;
    turn_begin (DAY_MS);
    say ("intake", hazard_reopened_record, "H-2021-000001",
         &(struct hazard_reopened){
             .hazard = "H-2021-000001", .cycle = 2, .due = INSTANT_ABSENT, .referral = "R" });
    turn_end();
    turn_begin (HOUR_MS);
    turn_end();
    struct overview_show asked = { .from = from, .to = to, .as_of = to };
    holds (ask (overview_show_record, &asked), "\"open\":0,\"overdue\":0,\"closed\":1");
    asked.as_of = INSTANT_ABSENT;
    holds (ask (overview_show_record, &asked), "\"open\":1,\"overdue\":0,\"closed\":0");
    asked.from = to;
    asked.to = INSTANT_ABSENT;
    holds (ask (overview_show_record, &asked),
           "\"open\":1,\"overdue\":0,\"closed\":0,\"carried\":1,\"found\":0");
    assert_null (strstr (
        ask (hazards_list_record, &(struct hazards_list){ .limit = 10, .as_of = INSTANT_ABSENT }),
        "\"closing\""));
}

/* S11: inspect, educate; week by week, and nothing is said to be nothing. One premises on one day
   is one visit, however often it is written down. */
static void test_every_week_of_the_period (void **state)
{
    (void)state;
    static const char photo[] = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    now = day_start (day_from (2021, 1, 4));
    turn_begin (9 * (instant)HOUR_MS);
    say_premises ("W-1", "c01", warehouse, 1);
    say_found ("H-2021-000001", "W-1", "c01", severity_general);
    turn_end();
    turn_begin (MINUTE_MS);
    say_found ("H-2021-000002", "W-1", "c01", severity_general);
    turn_end();
    turn_begin (MINUTE_MS);
    say_found ("H-2021-000003", "W-1", "c01", severity_general);
    say_inspected ("I-2021-000001", "W-1", "warehouse", inspection_official);
    say_inspected ("I-2021-000002", "W-1", "warehouse", inspection_self);
    turn_end();
    turn_begin (14 * (instant)DAY_MS);
    say ("intake", publicity_reported_record, "P-2021-000001",
         &(struct publicity_reported){ .publicity = "P-2021-000001",
                                       .party = "c01",
                                       .form = publicity_training,
                                       .place = "社区",
                                       .at = now - HOUR_MS,
                                       .evidence = photo,
                                       .reached = 40 });
    turn_end();
    turn_begin (3 * (instant)DAY_MS);
    turn_end();
    const char *answer =
        ask (statistics_show_record,
             &(struct statistics_show){ .from = day_start (day_from (2021, 1, 4)),
                                        .to = day_start (day_from (2021, 2, 1)), /* not yet over */
                                        .as_of = INSTANT_ABSENT });
    holds (answer,
           "\"weekly\":["
           "{\"monday\":\"2021-01-04\",\"found\":3,\"rectified\":0,\"transferred\":0,\"visits\":1,"
           "\"self_inspections\":1,\"publicity\":0,\"reached\":0},"
           "{\"monday\":\"2021-01-11\",\"found\":0,\"rectified\":0,\"transferred\":0,\"visits\":0,"
           "\"self_inspections\":0,\"publicity\":0,\"reached\":0},"
           "{\"monday\":\"2021-01-18\",\"found\":0,\"rectified\":0,\"transferred\":0,\"visits\":0,"
           "\"self_inspections\":0,\"publicity\":1,\"reached\":40}]");
}

/* S4: somebody was there, whatever for, when they are named; what was written to the office is no
   visit. */
static void test_who_was_there (void **state)
{
    (void)state;
    static const char *const who[] = { "李某", "王某" };
    static const struct treatment at_once = { .kind = treatment_immediate,
                                              .proof = "p",
                                              .due = INSTANT_ABSENT,
                                              .working_days = NUMBER_ABSENT };
    static const struct {
        const char *premises;
        enum origin origin;
        size_t named;
    } found[] = { { "A-1", origin_external, 2 },
                  { "A-2", origin_inspection, 0 },
                  { "A-3", origin_inspection, 2 },
                  { "A-4", origin_tipoff, 2 } };
    turn_begin (HOUR_MS);
    for (size_t i = 0; i < COUNT (found); i++) {
        const char *hazard = arena_format (arena, "H-2021-00000%zu", i + 1);
        say_premises (found[i].premises, "c01", market, 1);
        say ("intake", hazard_opened_record, hazard,
             &(struct hazard_opened){ .hazard = hazard,
                                      .premises = found[i].premises,
                                      .premises_name = "n",
                                      .community = "c01",
                                      .department = "office",
                                      .category = "blocked_evacuation",
                                      .severity = severity_general,
                                      .description = "d",
                                      .treatment = &at_once,
                                      .inspectors = who,
                                      .inspectors_count = found[i].named,
                                      .found = INSTANT_ABSENT,
                                      .origin = found[i].origin });
    }
    say_premises ("A-5", "c01", market, 1);
    say_premises ("A-6", "c01", market, 1);
    say ("intake", tipoff_verified_record, "T-2021-000001",
         &(struct tipoff_verified){ .tipoff = "T-2021-000001",
                                    .outcome = verification_unfounded,
                                    .reason = "r",
                                    .inspectors = who,
                                    .inspectors_count = 2,
                                    .premises = "A-5" });
    say ("intake", tipoff_verified_record, "T-2021-000002",
         &(struct tipoff_verified){ .tipoff = "T-2021-000002",
                                    .outcome = verification_unfounded,
                                    .reason = "r",
                                    .inspectors = who,
                                    .inspectors_count = 2,
                                    .premises = "A-6",
                                    .with = "T-2021-000001" });
    turn_end();
    struct coverage_list asked = everything();
    holds (ask (coverage_list_record, &asked), "\"total\":6,\"inspected\":3,");
    turn_begin (HOUR_MS);
    say ("intake", reinspection_reported_record, "H-2021-000001",
         &(struct reinspection_reported){ .hazard = "H-2021-000001",
                                          .cycle = 1,
                                          .outcome = reinspection_passed,
                                          .inspectors = who,
                                          .inspectors_count = 2 });
    say_inspected ("I-2021-000001", "A-2", "general", inspection_official);
    turn_end();
    turn_begin (HOUR_MS);
    turn_end();
    const char *answer = ask (coverage_list_record, &asked);
    holds (answer, "\"total\":6,\"inspected\":5,\"percent\":\"83.3\",\"by_checklist\":1,");
    holds (answer, "\"items\":[{\"premises\":\"A-6\"");
    asked.state = coverage_unchecked;
    answer = ask (coverage_list_record, &asked);
    holds (answer, "\"premises\":\"A-1\"");
    assert_null (strstr (answer, "\"premises\":\"A-2\""));
    holds (ask (statistics_show_record, &(struct statistics_show){ .from = INSTANT_ABSENT,
                                                                   .to = INSTANT_ABSENT,
                                                                   .as_of = INSTANT_ABSENT }),
           "\"inspected\":5,\"by_checklist\":1,");
}

/* S4: a number by a narrow filter would be a household. */
static void test_people_at_home_are_in_no_number (void **state)
{
    (void)state;
    struct coverage_list asked = everything();
    live_a_week();
    asked.category = "vulnerable";
    holds (ask (coverage_list_record, &asked), "\"total\":0,");
    assert_null (strstr (ask (coverage_list_record, &asked), "\"name\":\"vulnerable\""));
    sees_private = true;
    const char *answer = ask (coverage_list_record, &asked);
    sees_private = false;
    holds (answer, "\"total\":1,");
    holds (answer, "\"people_at_home\":\"counted\"");
}

/* A hazard at a home is one of its community's, in every figure, for who may not see the home too:
   the figures add up with each other and with the list, and none says where. */
static void test_hazards_at_homes_are_in_every_figure (void **state)
{
    (void)state;
    const struct {
        const struct record *(*word) (void);
        const void *asked;
        const char *part;
    } rows[] = {
        { hazards_list_record,
          &(struct hazards_list){ .as_of = INSTANT_ABSENT, .limit = NUMBER_ABSENT },
          "\"hazard\":\"H-2021-000001\"" },
        { overview_show_record,
          &(struct overview_show){
              .from = INSTANT_ABSENT, .to = INSTANT_ABSENT, .as_of = INSTANT_ABSENT },
          "\"communities\":[{\"name\":\"c01\",\"open\":2,\"overdue\":1," },
        { ranking_list_record,
          &(struct ranking_list){
              .from = INSTANT_ABSENT, .to = INSTANT_ABSENT, .as_of = INSTANT_ABSENT },
          "\"found\":2,\"rectified\":0,\"rectified_late\":0,\"overdue\":1," },
        { statistics_show_record,
          &(struct statistics_show){ .community = "c01",
                                     .from = INSTANT_ABSENT,
                                     .to = INSTANT_ABSENT,
                                     .as_of = INSTANT_ABSENT },
          "\"general_found\":2," },
        { comparison_show_record,
          &(struct comparison_show){
              .from = INSTANT_ABSENT, .to = INSTANT_ABSENT, .as_of = INSTANT_ABSENT },
          "\"figure\":\"overdue\",\"this\":1," },
        { final_report_show_record, &(struct final_report_show){ .as_of = INSTANT_ABSENT },
          "\"hazards\":{\"found\":2,\"carried\":0," },
    };
    turn_begin (HOUR_MS);
    say_premises ("V-1", "c01", home, 1);
    say_premises ("W-1", "c01", warehouse, 1);
    say_found ("H-2021-000001", "V-1", "c01", severity_general);
    say_found ("H-2021-000002", "W-1", "c01", severity_general);
    turn_end();
    turn_begin (DAY_MS);
    say_late ("H-2021-000001", "H-2021-000001/rectification/1");
    turn_end();
    turn_begin (HOUR_MS);
    turn_end();
    for (size_t i = 0; i < 2 * COUNT (rows); i++) {
        sees_private = i % 2 == 1;
        const char *answer = ask (rows[i / 2].word, rows[i / 2].asked);
        holds (answer, rows[i / 2].part);
        assert_true (sees_private || !strstr (answer, "V-1"));
    }
    sees_private = false;
}

/* Nor in the form, nor in the weeks and indicators: the difference would be the homes. What was
   closed in the period, and what was written into the register after it, all answers count alike.
 */
static void test_all_answers_count_the_same_visits (void **state)
{
    (void)state;
    struct coverage_list coverage = everything();
    struct statistics_show statistics = { .from = INSTANT_ABSENT,
                                          .to = INSTANT_ABSENT,
                                          .as_of = INSTANT_ABSENT };
    struct comparison_show comparison = { .from = INSTANT_ABSENT,
                                          .to = INSTANT_ABSENT,
                                          .as_of = INSTANT_ABSENT };
    turn_begin (DAY_MS);
    say_premises ("V-1", "c01", home, 1);
    say_premises ("W-1", "c01", warehouse, 1);
    say_premises ("W-2", "c01", warehouse, 1);
    say_premises ("W-3", "c01", warehouse, 1);
    say_inspected ("I-2021-000001", "V-1", "general", inspection_official);
    say_inspected ("I-2021-000002", "W-1", "general", inspection_official);
    say_inspected ("I-2021-000003", "W-2", "general", inspection_official);
    say_inspected ("I-2021-000004", "V-1", "general", inspection_self);
    turn_end();
    turn_begin (DAY_MS);
    say ("intake", premises_closed_record, "W-2",
         &(struct premises_closed){
             .premises = "W-2", .community = "c01", .reason = "r", .by = "c01" });
    turn_end();
    turn_begin (DAY_MS);
    turn_end();
    const instant over = now;
    static const struct {
        bool sees_private;
        const char *covered, *counted, *weekly, *registered;
    } rows[] = {
        { false, "\"total\":2,\"inspected\":1,", "\"by_checklist\":1,\"self_inspected\":0",
          "\"visits\":2,\"self_inspections\":0", "\"figure\":\"registered\",\"this\":2," },
        { true, "\"total\":3,\"inspected\":2,", "\"by_checklist\":2,\"self_inspected\":1",
          "\"visits\":3,\"self_inspections\":1", "\"figure\":\"registered\",\"this\":3," },
    };
    for (int later = 0; later < 2; later++) {
        for (size_t i = 0; i < COUNT (rows); i++) {
            const char *inspected = arena_format (arena, "\"inspected\":%zu,", i + 1);
            sees_private = rows[i].sees_private;
            holds (ask (coverage_list_record, &coverage), rows[i].covered);
            holds (ask (coverage_list_record, &coverage), rows[i].counted);
            const char *answer = ask (statistics_show_record, &statistics);
            holds (answer, inspected);
            holds (answer, rows[i].counted);
            holds (answer, rows[i].weekly);
            answer = ask (comparison_show_record, &comparison);
            holds (answer, rows[i].registered);
            holds (answer, arena_format (arena, "\"figure\":\"inspected\",\"this\":%zu,", i + 1));
            holds (answer, arena_format (arena, "\"figure\":\"visits\",\"this\":%zu,", i + 2));
        }
        sees_private = false;
        /* The same period, when W-1 is closed as well, and W-4 was never looked at. */
        turn_begin (DAY_MS);
        say ("intake", premises_closed_record, "W-1",
             &(struct premises_closed){
                 .premises = "W-1", .community = "c01", .reason = "r", .by = "c01" });
        say_premises ("W-4", "c01", warehouse, 1);
        turn_end();
        turn_begin (DAY_MS);
        turn_end();
        coverage.to = statistics.to = comparison.to = over;
    }
    /* That somebody was at W-5 is written down late, and W-5 with it. */
    turn_begin (DAY_MS);
    say_premises ("W-5", "c01", warehouse, 1);
    say_inspected_at ("I-2021-000005", "W-5", "general", inspection_official, over - HOUR_MS);
    turn_end();
    turn_begin (DAY_MS);
    turn_end();
    holds (ask (coverage_list_record, &coverage), "\"total\":3,\"inspected\":2,");
    holds (ask (statistics_show_record, &statistics), "\"monthly\":{\"inspected\":2,");
    holds (ask (statistics_show_record, &statistics), "\"visits\":3,\"self_inspections\":0");
}

/* S10: of twenty-four communities three hand in their plan, one of them late. */
static void test_who_is_missing (void **state)
{
    (void)state;
    struct deliverables_list asked = { .kind = "plan",
                                       .as_of = INSTANT_ABSENT,
                                       .limit = NUMBER_ABSENT };
    now = day_start (day_from (2020, 11, 30));
    for (int i = 0; i < 3; i++) {
        turn_begin (i == 2 ? 2 * (instant)DAY_MS : HOUR_MS);
        say ("intake", deliverable_submitted_record, arena_format (arena, "D-2020-%06d", i + 1),
             &(struct deliverable_submitted){ .deliverable =
                                                  arena_format (arena, "D-2020-%06d", i + 1),
                                              .kind = "plan",
                                              .party = arena_format (arena, "c%02d", i + 1),
                                              .version = 1,
                                              .digest = digest,
                                              .stamped = true,
                                              .confirmed_by = "office" });
        turn_end();
    }
    turn_begin (HOUR_MS);
    turn_end();
    size_t communities = office->organisation->communities_count;
    const char *answer = ask (deliverables_list_record, &asked);
    holds (answer, arena_format (arena, "\"owed\":%zu,\"submitted\":3,\"missing\":%zu,\"late\":%zu",
                                 communities, communities - 3, communities - 2));
    asked.state = deliverable_missing;
    answer = ask (deliverables_list_record, &asked);
    holds (answer, "\"party\":\"c04\",\"name\":\"第四社区\",\"state\":\"missing\",\"late\":true");
    assert_null (strstr (answer, "\"party\":\"c01\""));
    asked = (struct deliverables_list){ .kind = "final_report",
                                        .as_of = INSTANT_ABSENT,
                                        .limit = NUMBER_ABSENT };
    holds (ask (deliverables_list_record, &asked),
           "\"waits_for\":\"two_sessions_close\""); /* S26 */
}

/* One that stands still is not late until it goes on; nor is what is handed in meanwhile. */
static void test_what_is_paused_is_not_late (void **state)
{
    (void)state;
    const struct deliverables_list asked = {
        .kind = "plan", .party = "c01", .as_of = INSTANT_ABSENT, .limit = NUMBER_ABSENT
    };
    const day last = day_from (2020, 11, 30);
    now = day_start (day_from (2020, 11, 20));
    turn_begin (HOUR_MS);
    say_owed ("B-2020-000001", obligation_deliverable, "plan", "c01", last);
    say_paused ("B-2020-000001", day_start (last + 10));
    turn_end();
    turn_begin (12 * (instant)DAY_MS);
    turn_end();
    const char *answer = ask (deliverables_list_record, &asked);
    holds (answer, "\"state\":\"missing\",\"late\":false,\"paused\":true");
    holds (answer, "\"missing\":1,\"late\":0");
    turn_begin (8 * (instant)DAY_MS);
    say_goes_on ("B-2020-000001", day_start (last + 1), day_start (last + 11));
    turn_end();
    holds (ask (deliverables_list_record, &asked), "\"state\":\"missing\",\"late\":false,\"due\"");
    turn_begin (2 * (instant)DAY_MS);
    turn_end();
    holds (ask (deliverables_list_record, &asked), "\"state\":\"missing\",\"late\":true,\"due\"");
}

/* Handed in while it stood still, it was in time, and its day is still the one that was set; asked
   for anew it has another. */
static void test_what_was_met_standing_keeps_its_day (void **state)
{
    (void)state;
    const struct deliverables_list asked = {
        .kind = "plan", .party = "c01", .as_of = INSTANT_ABSENT, .limit = NUMBER_ABSENT
    };
    const day last = day_from (2020, 11, 30);
    now = day_start (day_from (2020, 11, 20));
    turn_begin (HOUR_MS);
    say_owed ("B-2020-000001", obligation_deliverable, "plan", "c01", last);
    say_paused ("B-2020-000001", day_start (last + 10));
    turn_end();
    turn_begin (15 * (instant)DAY_MS);
    say ("intake", deliverable_submitted_record, "D-2020-000001",
         &(struct deliverable_submitted){ .deliverable = "D-2020-000001",
                                          .kind = "plan",
                                          .party = "c01",
                                          .version = 1,
                                          .digest = digest });
    say_owed_met ("B-2020-000001", obligation_deliverable, "c01");
    turn_end();
    turn_begin (HOUR_MS);
    turn_end();
    holds (ask (deliverables_list_record, &asked),
           "\"state\":\"submitted\",\"late\":false,\"due\":\"2020-12-01T00:00:00+08:00\"");
    turn_begin (HOUR_MS);
    say_goes_on ("B-2020-000001", day_start (last + 1), day_start (last + 2));
    turn_end();
    holds (ask (deliverables_list_record, &asked),
           "\"late\":true,\"due\":\"2020-12-02T00:00:00+08:00\"");
}

/* Its time does not end while it stands still: it is in no figure of the period, until it was met,
   in time. */
static void test_what_is_paused_is_not_missed (void **state)
{
    static const struct {
        const char *figure;
        int paused, met;
    } rows[] = { { "due", 1, 2 }, { "met", 0, 1 }, { "met_late", 0, 0 }, { "missed", 1, 1 } };
    const day last = day_from (2020, 11, 30);
    const struct comparison_show asked = { .from = day_start (last - 10),
                                           .to = day_start (last + 10),
                                           .as_of = INSTANT_ABSENT };
    (void)state;
    now = day_start (last - 10);
    turn_begin (HOUR_MS);
    say_owed ("B-2020-000001", obligation_deliverable, "plan", "c01", last);
    say_owed ("B-2020-000002", obligation_deliverable, "plan", "c02", last);
    say_paused ("B-2020-000001", day_start (last + 10));
    turn_end();
    for (int met = 0; met < 2; met++) {
        turn_begin (6 * (instant)DAY_MS);
        if (met)
            say_owed_met ("B-2020-000001", obligation_deliverable, "c01");
        turn_end();
        turn_begin (6 * (instant)DAY_MS);
        turn_end();
        const char *answer = ask (comparison_show_record, &asked);
        for (size_t i = 0; i < COUNT (rows); i++)
            holds (answer, arena_format (arena, "\"obligations\",\"figure\":\"%s\",\"this\":%d,",
                                         rows[i].figure, met ? rows[i].met : rows[i].paused));
    }
}

/* Page by page it is the same list, each once, and each page has the counts of all; what a page
   ended with may have been handed in before the next is asked for. */
static void test_who_is_missing_page_by_page (void **state)
{
    (void)state;
    struct deliverables_list asked = { .state = deliverable_missing,
                                       .as_of = INSTANT_ABSENT,
                                       .limit = NUMBER_ABSENT };
    now = day_start (day_from (2020, 12, 2));
    const char *all = ask (deliverables_list_record, &asked);
    holds (all, "\"next\":\"summary/c21\""); /* a hundred, as every list gives unasked */
    asked.limit = 60;
    const char *first = ask (deliverables_list_record, &asked);
    holds (first, "\"next\":\"inspection_plan/c05\",\"owed\":104,");
    turn_begin (HOUR_MS);
    say ("intake", deliverable_submitted_record, "D-2020-000001",
         &(struct deliverable_submitted){ .deliverable = "D-2020-000001",
                                          .kind = "inspection_plan",
                                          .party = "c05",
                                          .version = 1,
                                          .digest = digest });
    turn_end();
    asked.after = "inspection_plan/c05";
    const char *second = ask (deliverables_list_record, &asked);
    holds (second, "{\"kind\":\"inspection_plan\",\"party\":\"c06\"");
    holds (second, "\"party\":\"office\"");
    holds (second, "\"next\":null,\"owed\":104,");
    assert_null (
        strstr (second, "\"party\":\"c05\",\"name\":\"第五社区\",\"state\":\"submitted\""));
    assert_null (strstr (second, "{\"kind\":\"plan\""));
    asked.after = "plan/c99";
    ask (deliverables_list_record, &asked);
    assert_string_equal (refused.list[0].path, "/after");
}

/* S13: which premises owe their inspection plan, each by its name; asked by them or by community.
 */
static void test_which_premises_are_missing (void **state)
{
    static const char *const key_unit[] = { "key_unit" };
    struct deliverables_list asked = { .kind = "inspection_plan",
                                       .state = deliverable_missing,
                                       .party = "c01",
                                       .as_of = INSTANT_ABSENT,
                                       .limit = NUMBER_ABSENT };
    (void)state;
    now = day_start (day_from (2020, 11, 20));
    turn_begin (HOUR_MS);
    say_premises ("K-1", "c01", key_unit, 1);
    say_premises ("K-2", "c01", key_unit, 1);
    say_premises ("K-3", "c02", key_unit, 1);
    say_premises ("W-1", "c01", warehouse, 1);
    say ("intake", deliverable_submitted_record, "D-2020-000001",
         &(struct deliverable_submitted){ .deliverable = "D-2020-000001",
                                          .kind = "inspection_plan",
                                          .party = "K-1",
                                          .version = 1,
                                          .digest = digest,
                                          .of_premises = true });
    turn_end();
    turn_begin (11 * (instant)DAY_MS);
    say_premises ("K-4", "c01", key_unit, 1); /* when its day was over */
    turn_end();
    turn_begin (HOUR_MS);
    turn_end();
    const char *answer = ask (deliverables_list_record, &asked);
    holds (answer, "\"party\":\"c01\",\"name\":\"第一社区\",\"state\":\"missing\"");
    holds (answer, "\"party\":\"K-2\",\"name\":\"K-2\",\"community\":\"c01\",\"state\":"
                   "\"missing\",\"late\":true");
    holds (answer, "\"owed\":3,\"submitted\":1,\"missing\":2,\"late\":2");
    asked.party = "K-3";
    holds (ask (deliverables_list_record, &asked), "\"owed\":1,\"submitted\":0,\"missing\":1");
    /* Nobody asked K-4, and what it hands in is shown. */
    turn_begin (HOUR_MS);
    say ("intake", deliverable_submitted_record, "D-2020-000004",
         &(struct deliverable_submitted){ .deliverable = "D-2020-000004",
                                          .kind = "inspection_plan",
                                          .party = "K-4",
                                          .version = 1,
                                          .digest = digest });
    turn_end();
    asked.party = "K-4";
    holds (ask (deliverables_list_record, &asked), "\"owed\":1,\"submitted\":1,\"missing\":0");
    asked.kind = "plan";
    holds (ask (deliverables_list_record, &asked), "\"owed\":0");
}

/* S13: what was missed stays the task of who had the premises then, as scheduling has it. */
static void test_what_moves_after_its_day_is_missing_where_it_was (void **state)
{
    static const char *const key_unit[] = { "key_unit" };
    static const struct {
        const char *party;
        int owed; /* its own plan among them */
    } rows[] = { { "c01", 1 }, { "c02", 4 } };
    (void)state;
    now = day_start (day_from (2020, 11, 20));
    turn_begin (HOUR_MS);
    say_premises ("K-1", "c01", key_unit, 1);
    say_premises ("K-2", "c02", key_unit, 1);
    say_premises ("K-3", "c02", key_unit, 1);
    turn_end();
    turn_begin (HOUR_MS);
    say_premises ("K-1", "c02", key_unit, 1); /* in time */
    turn_end();
    turn_begin (11 * (instant)DAY_MS);
    say_premises ("K-2", "c01", key_unit, 1); /* too late, as is what K-3 is now */
    say_premises ("K-3", "c02", warehouse, 1);
    turn_end();
    turn_begin (HOUR_MS);
    turn_end();
    for (size_t i = 0; i < COUNT (rows); i++) {
        const struct deliverables_list asked = { .kind = "inspection_plan",
                                                 .party = rows[i].party,
                                                 .as_of = INSTANT_ABSENT,
                                                 .limit = NUMBER_ABSENT };
        holds (ask (deliverables_list_record, &asked),
               arena_format (arena, "\"owed\":%d,", rows[i].owed));
    }
}

/* S13: the sums are of all that owe, however many. */
static void test_more_premises_are_missing_than_fit_a_page (void **state)
{
    static const char *const key_unit[] = { "key_unit" };
    const struct deliverables_list asked = { .kind = "inspection_plan",
                                             .state = deliverable_missing,
                                             .party = "c01",
                                             .limit = NUMBER_ABSENT,
                                             .as_of = INSTANT_ABSENT };
    (void)state;
    now = day_start (day_from (2020, 11, 20));
    turn_begin (HOUR_MS);
    for (int i = 0; i < 2500; i++)
        say_premises (arena_format (arena, "K-%04d", i), "c01", key_unit, 1);
    turn_end();
    turn_begin (HOUR_MS);
    turn_end();
    holds (ask (deliverables_list_record, &asked),
           "\"owed\":2501,\"submitted\":0,\"missing\":2501,");
}

/* S12, S26: as a part of the report its list has room of its own; what does not fit is elsewhere.
 */
static void test_the_missing_of_the_report_have_their_room (void **state)
{
    static const char *const key_unit[] = { "key_unit" };
    const struct deliverables_list asked = { .state = deliverable_missing,
                                             .limit = NUMBER_ABSENT,
                                             .as_of = INSTANT_ABSENT };
    (void)state;
    const struct scene scene = {
        .store = store, .arena = arena, .office = office, .now = now, .time = now
    };
    struct text answer = text_in (arena);
    refused = refusals_in (arena);
    while (answer.length <= PAGE_BYTES_MAX)
        text_say (&answer, "                                                                ");
    deliverables_list_ask (&scene, &asked, &answer, &refused);
    holds (answer.bytes, "\"items\":[{\"kind\":");
    now = day_start (day_from (2020, 11, 20));
    turn_begin (HOUR_MS);
    for (int i = 0; i < 8000; i++)
        say_premises (arena_format (arena, "K-%04d", i), "c01", key_unit, 1);
    turn_end();
    turn_begin (HOUR_MS);
    turn_end();
    const char *report =
        ask (final_report_show_record, &(struct final_report_show){ .as_of = INSTANT_ABSENT });
    const char *next = strstr (report, "\"next\":\"inspection_plan/K-");
    holds (report, "\"rest\":\"deliverables.list, with state=missing, ");
    assert_non_null (next);
    struct deliverables_list rest = asked;
    rest.after = arena_format (arena, "%.*s", (int)strcspn (next + 8, "\""), next + 8);
    holds (ask (deliverables_list_record, &rest), "\"items\":[{\"kind\":\"inspection_plan\"");
    assert_int_equal (refused.count, 0);
}

static void submit_report (int64_t version)
{
    const char *id = arena_format (arena, "D-2021-%06d", (int)version);
    turn_begin (HOUR_MS);
    say ("intake", deliverable_submitted_record, id,
         &(struct deliverable_submitted){ .deliverable = id,
                                          .kind = "final_report",
                                          .party = office->organisation->office->id,
                                          .version = version,
                                          .digest = digest,
                                          .stamped = true,
                                          .confirmed_by = "leader" });
    turn_end();
}

static void resolve (day date)
{
    turn_begin (HOUR_MS);
    say ("scheduling", anchor_resolved_record, "two_sessions_close",
         &(struct anchor_resolved){ .anchor = "two_sessions_close",
                                    .name = "两会",
                                    .date = date,
                                    .before = DAY_ABSENT,
                                    .by = "office" });
    turn_end();
}

/* S26: the gate opens when the day is known, and stays open when it is another one later. */
static void test_what_came_before_the_gate_opened_is_missing (void **state)
{
    (void)state;
    const struct deliverables_list asked = { .kind = "final_report",
                                             .as_of = INSTANT_ABSENT,
                                             .limit = NUMBER_ABSENT };
    now = day_start (day_from (2021, 3, 1));
    submit_report (1);
    holds (ask (deliverables_list_record, &asked), "\"state\":\"missing\",\"late\":false,");
    holds (ask (deliverables_list_record, &asked), "\"early\":true");
    resolve (day_from (2021, 3, 10));
    holds (ask (deliverables_list_record, &asked), "\"state\":\"missing\",\"late\":false,");
    submit_report (2); /* it is not over yet */
    holds (ask (deliverables_list_record, &asked), "\"early\":true");
    now = day_start (day_from (2021, 3, 10));
    submit_report (3);
    holds (ask (deliverables_list_record, &asked), "\"state\":\"submitted\"");
    resolve (day_from (2021, 3, 11)); /* handed in before that: the real one is asked for */
    holds (ask (deliverables_list_record, &asked), "\"early\":true");
    now = day_start (day_from (2021, 3, 12));
    submit_report (4);
    holds (ask (deliverables_list_record, &asked), "\"submitted\":1,\"missing\":0,\"late\":0");
    resolve (day_from (2021, 3, 10));
    holds (ask (deliverables_list_record, &asked), "\"submitted\":1,\"missing\":0,\"late\":0");
}

static void submit_plan (const char *party, const char *kind, int64_t version, bool of_premises,
                         day on)
{
    const char *id = arena_format (arena, "D-%s-%d", party, (int)version);
    now = day_start (on);
    turn_begin (HOUR_MS);
    say ("intake", deliverable_submitted_record, id,
         &(struct deliverable_submitted){ .deliverable = id,
                                          .kind = kind,
                                          .party = party,
                                          .version = version,
                                          .digest = digest,
                                          .of_premises = of_premises,
                                          .confirmed_by = "office" });
    turn_end();
}

/* S10: late by the version that was the first, and by the obligation's own day when it was
   extended; what was withdrawn is missing nowhere. */
static void test_late_and_missing_are_the_obligations (void **state)
{
    static const char *const key_unit[] = { "key_unit" };
    static const struct {
        const char *party, *kind, *state, *part;
    } rows[] = {
        { "c01", "plan", "submitted", "\"late\":false" },
        { "c01", "plan", "submitted", "\"first_at\":\"2020-11-20T" },
        { "c01", "plan", "submitted", "\"at\":\"2020-12-10T" },
        { "c02", "plan", "submitted", "\"late\":false,\"due\":\"2020-12-08T00:00:00" },
        { "c03", "plan", "missing", "\"late\":true" },
        { "c04", "plan", "withdrawn", "\"late\":false" },
        { "c05", "plan", "submitted", "\"late\":true" },
        { "K-1", "inspection_plan", "withdrawn", "\"late\":false" },
        { "K-2", "inspection_plan", "submitted", "\"late\":false,\"due\":\"2020-12-08T00:00:00" },
        { "K-3", "inspection_plan", "missing", "\"late\":true,\"due\":\"2020-12-08T00:00:00" },
    };
    const day last = day_from (2020, 11, 30);
    (void)state;
    now = day_start (day_from (2020, 11, 6));
    turn_begin (HOUR_MS);
    for (int i = 1; i <= 5; i++)
        say_owed (arena_format (arena, "B-2020-00000%d", i), obligation_deliverable, "plan",
                  arena_format (arena, "c%02d", i), last);
    say_premises ("K-1", "c01", key_unit, 1);
    say_premises ("K-2", "c02", key_unit, 1);
    say_premises ("K-3", "c02", key_unit, 1);
    say_owed ("B-2020-000011", obligation_collection, "inspection_plan", "c01", last);
    say_owed ("B-2020-000012", obligation_collection, "inspection_plan", "c02", last);
    say_longer ("B-2020-000002", day_start (day_from (2020, 12, 8)));
    say_longer ("B-2020-000012", day_start (day_from (2020, 12, 8)));
    turn_end();
    submit_plan ("c01", "plan", 1, false, day_from (2020, 11, 20));
    submit_plan ("c02", "plan", 1, false, day_from (2020, 12, 3));
    submit_plan ("c05", "plan", 1, false, day_from (2020, 12, 3));
    submit_plan ("K-2", "inspection_plan", 1, true, day_from (2020, 12, 3));
    submit_plan ("c01", "plan", 2, false, day_from (2020, 12, 10));
    const instant before = now;
    turn_begin (HOUR_MS);
    say_owed_no_more ("B-2020-000004", obligation_deliverable, "c04");
    say_owed_no_more ("B-2020-000011", obligation_collection, "c01");
    turn_end();
    turn_begin (HOUR_MS);
    turn_end();
    for (size_t i = 0; i < COUNT (rows); i++) {
        const char *answer =
            ask (deliverables_list_record, &(struct deliverables_list){ .kind = rows[i].kind,
                                                                        .party = rows[i].party,
                                                                        .as_of = INSTANT_ABSENT,
                                                                        .limit = NUMBER_ABSENT });
        holds (answer, arena_format (arena, "\"state\":\"%s\"", rows[i].state));
        holds (answer, rows[i].part);
    }
    struct deliverables_list asked = { .kind = "plan",
                                       .state = deliverable_missing,
                                       .as_of = INSTANT_ABSENT,
                                       .limit = NUMBER_ABSENT };
    const char *answer = ask (deliverables_list_record, &asked);
    holds (answer, "\"owed\":23,\"submitted\":3,\"missing\":20,\"late\":21,\"withdrawn\":1");
    assert_null (strstr (answer, "\"c04\""));
    asked.as_of = before;
    holds (ask (deliverables_list_record, &asked), "\"party\":\"c04\"");
    asked = (struct deliverables_list){ .state = deliverable_withdrawn,
                                        .as_of = INSTANT_ABSENT,
                                        .limit = NUMBER_ABSENT };
    holds (ask (deliverables_list_record, &asked), "\"party\":\"K-1\"");
}

/* S0: what the campaign rests on, and what it asks for. */
static void test_what_the_campaign_rests_on_and_asks_for (void **state)
{
    (void)state;
    turn_begin (SECOND_MS);
    turn_end();
    const char *answer =
        ask (campaign_show_record, &(struct campaign_show){ .as_of = INSTANT_ABSENT });
    holds (answer, "\"basis\":[\"《国务院安委会办公室关于加强冬春火灾防控工作的通知》");
    holds (answer, "{\"id\":\"plan\",\"name\":\"冬春火灾防控工作方案\",\"clause\":\"S10\",\"of\":"
                   "[\"communities\"],\"due\":\"2020-11-30\",\"stamped\":true}");
    holds (answer, "\"of\":[\"office\"],\"waits_for\":\"two_sessions_close\",\"stamped\":true}");
    holds (answer, "\"clause\":\"S18\",\"every_days\":14}");
    holds (answer, "{\"id\":\"kick_off\",\"name\":\"动员部署会议\",\"clause\":\"S10\"}");
}

/* domain.md 3: ten working days before the Spring Festival lie in 2021, which was announced on 25
   November: the same day then, since the 11th is off and Sun 7 is worked. */
static void test_days_of_a_year_not_announced_are_provisional (void **state)
{
    (void)state;
    static const struct {
        int day; /* of November 2020 */
        const char *window;
    } rows[] = {
        { 24, "\"from\":\"2021-01-29\",\"to\":\"2021-02-10\",\"provisional\":true,\"now\":false" },
        { 25, "\"from\":\"2021-01-29\",\"to\":\"2021-02-10\",\"now\":false" },
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        now = day_start (day_from (2020, 11, rows[i].day));
        turn_begin (HOUR_MS);
        turn_end();
        holds (ask (campaign_show_record, &(struct campaign_show){ .as_of = INSTANT_ABSENT }),
               rows[i].window);
    }
}

/* What each question is asked with, beside as_of; a word that is not here needs nothing. */
static const struct {
    const char *word, *with;
} questions[] = {
    { "case.show", "\"case\":\"H-2021-000003\"," },
    { "meeting.show", "\"meeting\":\"G-2021-000001\"," },
    { "coverage.list", "\"window\":\"spring_festival\"," },
    { "coverage.list", "\"state\":\"returned\"," },
    { "window_tasks.list", "\"window\":\"spring_festival\"," },
    { "ledger.list", "\"ledger\":\"inventory\"," },
    { "ledger.list", "\"ledger\":\"tasks\"," },
    { "ledger.list", "\"ledger\":\"meetings\"," },
    { "ledger.list", "\"ledger\":\"publicity\"," },
    { "ledger.list", "\"ledger\":\"accountability\"," },
    { "ledger.list", "\"ledger\":\"fires\"," },
    { "ledger.list", "\"ledger\":\"obligations\"," },
    { "ledger.list", "\"ledger\":\"supervisions\"," },
    { "ledger.list", "\"ledger\":\"mentions\"," },
    { "ledger.list", "\"ledger\":\"orders\"," },
    { "ledger.list", "\"ledger\":\"referrals\"," },
};
enum { ANSWERS_MAX = 64 };

/* Its answer, or it is in REFUSED. */
static const char *try_with (const struct record *(*word) (void), const char *with, instant as_of)
{
    char moment[INSTANT_TEXT_SIZE];
    struct refusals refusals = refusals_in (arena);
    const char *data =
        arena_format (arena, "{%s\"as_of\":\"%s\"}", with, instant_text (as_of, moment));
    const void *asked =
        record_from_text (word(), arena_text (arena, data), strlen (data), arena, &refusals);
    if (!asked)
        fail_msg ("%s %s: %s", word()->head->word, data, refusals.list[0].sentence);
    return ask (word, asked);
}

static const char *ask_with (const struct record *(*word) (void), const char *with, instant as_of)
{
    const char *answer = try_with (word, with, as_of);
    if (refused.count > 0)
        fail_msg ("%s %s: %s", word()->head->word, with, refused.list[0].sentence);
    return answer;
}

/* A reference to what is not there is invalid with its path, in every list: of what is misspelt
   nothing would be open or missing, no comfort. What the configuration has no more is still there
   while something that was known then names it. */
static void test_no_list_answers_of_what_there_is_not (void **state)
{
    static const struct {
        const struct record *(*word) (void);
        const char *with, *path; /* NULL: answered, maybe with nothing */
    } rows[] = {
        { hazards_list_record, "\"community\":\"c77\",", "/community" },
        { hazards_list_record, "\"category\":\"smoke\",", "/category" },
        { hazards_list_record, "\"community\":\"c04\",\"category\":\"pipe_shaft\",", NULL },
        { hazards_list_record, "\"community\":\"closed_down\",", NULL },
        { hazards_list_record, "\"premises\":\"W-77\",", NULL }, /* may be heard of later */
        { tipoffs_list_record, "\"community\":\"c77\",", "/community" },
        { responsibilities_list_record, "\"community\":\"c77\",", "/community" },
        { responsibilities_list_record, "\"category\":\"smoke\",", "/category" },
        { statistics_show_record, "\"community\":\"c77\",", "/community" },
        { statistics_show_record, "\"community\":\"c04\",", NULL },
        { suspicions_list_record, "\"community\":\"c77\",", "/community" },
        { suspicions_list_record, "\"community\":\"closed_down\",", NULL },
        { coverage_list_record, "\"category\":\"markt\",", "/category" },
        { coverage_list_record, "\"category\":\"market\",", NULL },
        { ledger_list_record, "\"ledger\":\"tasks\",\"party\":\"c77\",", "/party" },
        { ledger_list_record, "\"ledger\":\"tasks\",\"party\":\"construction\",", NULL },
        { ledger_list_record, "\"ledger\":\"tasks\",\"party\":\"leader\",", NULL },
        { window_tasks_list_record, "\"window\":\"spring_festival\",\"party\":\"c77\",", "/party" },
        { window_tasks_list_record, "\"window\":\"spring_festival\",\"party\":\"c04\",", NULL },
        { deliverables_list_record, "\"party\":\"c77\",", "/party" },
        { deliverables_list_record, "\"party\":\"c04\",", NULL },
        { deliverables_list_record, "\"party\":\"W-1\",", NULL },
        { deliverables_list_record, "\"party\":\"V-1\",", "/party" }, /* as nobody's */
    };
    (void)state;
    live_a_week();
    turn_begin (HOUR_MS);
    say_found ("H-2021-000008", "W-8", "closed_down", severity_general);
    turn_end();
    for (size_t i = 0; i < COUNT (rows); i++) {
        try_with (rows[i].word, rows[i].with, now);
        if ((refused.count == 0) != (rows[i].path == NULL) ||
            (rows[i].path && (refused.list[0].code != REFUSAL_INVALID ||
                              strcmp (refused.list[0].path, rows[i].path) != 0)))
            fail_msg ("row %zu: %s", i, refused.count > 0 ? refused.list[0].path : "answered");
    }
}

/* Every question there is. */
static size_t ask_everything (instant as_of, const char *answers[ANSWERS_MAX])
{
    const struct vocabulary *vocabulary = words_of ("reporting");
    size_t count = 0;
    for (size_t w = 0; w < vocabulary->count; w++) {
        const struct record *(*word) (void) = vocabulary->words[w];
        bool asked = word()->head->kind != RECORD_QUERY;
        for (size_t i = 0; i < COUNT (questions); i++)
            if (strcmp (word()->head->word, questions[i].word) == 0) {
                answers[count++] = ask_with (word, questions[i].with, as_of);
                asked = true;
            }
        if (!asked)
            answers[count++] = ask_with (word, "", as_of);
    }
    return count;
}

static void say_what_changes_every_list (int64_t version)
{
    static const char *const attended[] = { "leader" };
    say ("intake", inventory_recorded_record, "C-2021-000001",
         &(struct inventory_recorded){ .item = "C-2021-000001",
                                       .version = version,
                                       .premises = "W-3",
                                       .premises_name = "W-3",
                                       .community = "c02",
                                       .place = "东侧",
                                       .area_m2 = 100 * version,
                                       .use = "仓储",
                                       .core = core_combustible });
    say ("intake", incident_reported_record, arena_format (arena, "F-2021-00000%d", (int)version),
         &(struct incident_reported){ .incident =
                                          arena_format (arena, "F-2021-00000%d", (int)version),
                                      .at = now - HOUR_MS,
                                      .community = "c02",
                                      .dead = version,
                                      .class = fire_general });
    say (
        "intake", meeting_reported_record, arena_format (arena, "G-2021-00000%d", (int)version),
        &(struct meeting_reported){ .meeting = arena_format (arena, "G-2021-00000%d", (int)version),
                                    .kind = "regular",
                                    .at = now - HOUR_MS,
                                    .attended = attended,
                                    .attended_count = 1,
                                    .by = "office" });
    say_inspected (arena_format (arena, "I-2021-00000%d", (int)version), "W-3", "general",
                   inspection_self);
    say_listed ("H-2021-000003", 1000, NULL);
    say ("escalation", supervision_delisted_record, "H-2021-000003",
         &(struct supervision_delisted){
             .ref = "H-2021-000003", .number = 1, .by = "office", .spent_yuan = 100 * version });
}

/* domain: every list and figure, as of an instant, is the same for ever, whatever comes later and
   however often the tables are made again. */
static void test_every_answer_is_the_same_when_asked_again (void **state)
{
    (void)state;
    const char *before[ANSWERS_MAX], *after[ANSWERS_MAX], *present[ANSWERS_MAX];
    size_t changed = 0;
    live_a_week();
    turn_begin (HOUR_MS);
    say_what_changes_every_list (1);
    turn_end();
    instant then = now;
    size_t count = ask_everything (then, before);
    turn_begin (DAY_MS);
    say_what_changes_every_list (2);
    say_premises ("W-2", "c02", market, 1);
    say_found ("H-2021-000009", "W-2", "c02", severity_major);
    say_gone ("H-2021-000001");
    say ("scheduling", anchor_resolved_record, "two_sessions_close",
         &(struct anchor_resolved){ .anchor = "two_sessions_close",
                                    .name = "两会",
                                    .date = day_from (2021, 3, 11),
                                    .before = DAY_ABSENT,
                                    .by = "office" });
    turn_end();
    rebuild();
    assert_int_equal (ask_everything (then, after), count);
    ask_everything (now, present);
    for (size_t i = 0; i < count; i++) {
        assert_string_equal (after[i], before[i]);
        changed += strcmp (present[i], before[i]) != 0;
    }
    assert_int_equal (changed, count); /* by as_of at the least */
}

static void register_with (const char *contact)
{
    const struct unit unit = { .name = "红星物流", .contact = contact };
    say ("intake", premises_registered_record, "W-1",
         &(struct premises_registered){ .premises = "W-1",
                                        .name = "W-1",
                                        .categories = warehouse,
                                        .categories_count = 1,
                                        .community = "c01",
                                        .department = "office",
                                        .unit = &unit });
}

/* S8: row for row: both lists say what it is and who answers for fire safety there, as of any day.
 */
static void test_both_lists_say_what_it_is_and_who_answers (void **state)
{
    (void)state;
    struct hazards_list hazards = { .as_of = INSTANT_ABSENT, .limit = NUMBER_ABSENT };
    struct responsibilities_list who = { .as_of = INSTANT_ABSENT, .limit = NUMBER_ABSENT };
    turn_begin (HOUR_MS);
    register_with ("张某");
    say_found ("H-2021-000001", "W-1", "c01", severity_major);
    turn_end();
    const instant then = now;
    turn_begin (HOUR_MS);
    register_with ("孙某");
    turn_end();
    holds (ask (hazards_list_record, &hazards), "\"responsible\":\"孙某\"");
    holds (ask (responsibilities_list_record, &who),
           "\"category\":\"blocked_evacuation\",\"severity\":\"major\",\"description\":\"堵塞\","
           "\"responsible\":\"孙某\"");
    hazards.as_of = who.as_of = then;
    holds (ask (hazards_list_record, &hazards), "\"responsible\":\"张某\"");
    holds (ask (responsibilities_list_record, &who), "\"responsible\":\"张某\"");
}

/* S4: people at home are shown to those alone who have that duty. */
static void test_people_at_home_are_not_shown (void **state)
{
    (void)state;
    turn_begin (SECOND_MS);
    say_premises ("V-1", "c01", home, 1);
    say_premises ("W-1", "c01", warehouse, 1);
    say_found ("H-2021-000001", "V-1", "c01", severity_general);
    say_found ("H-2021-000002", "W-1", "c01", severity_general);
    turn_end();
    const struct hazards_list hazards = { .as_of = INSTANT_ABSENT, .limit = NUMBER_ABSENT };
    const struct responsibilities_list who = { .as_of = INSTANT_ABSENT, .limit = NUMBER_ABSENT };
    const struct case_show story = { .ref = "H-2021-000001", .as_of = INSTANT_ABSENT };
    const char *shown = ask (hazards_list_record, &hazards);
    assert_null (strstr (shown, "V-1"));
    assert_non_null (strstr (shown, "H-2021-000001"));
    assert_non_null (strstr (shown, "W-1"));
    assert_null (strstr (ask (responsibilities_list_record, &who), "V-1"));
    ask (case_show_record, &story);
    assert_int_equal (refused.list[0].code, REFUSAL_FORBIDDEN);
    sees_private = true;
    assert_non_null (strstr (ask (hazards_list_record, &hazards), "V-1"));
    assert_non_null (strstr (ask (responsibilities_list_record, &who), "V-1"));
    assert_non_null (strstr (ask (case_show_record, &story), "V-1"));
    assert_int_equal (refused.count, 0);
    sees_private = false;
}

static void say_tip (const char *tipoff, const char *premises, enum verification_outcome outcome)
{
    static const char *const inspectors[] = { "甲" };
    say ("intake", tipoff_reported_record, tipoff,
         &(struct tipoff_reported){ .tipoff = tipoff,
                                    .text = "堵了",
                                    .premises = premises,
                                    .community = "c01",
                                    .department = "office" });
    say ("intake", tipoff_verified_record, tipoff,
         &(struct tipoff_verified){ .tipoff = tipoff,
                                    .outcome = outcome,
                                    .reason = "r",
                                    .inspectors = inspectors,
                                    .inspectors_count = 1,
                                    .premises = premises,
                                    .hazard =
                                        outcome == verification_founded ? "H-2021-000001" : NULL });
}

static size_t count_in (const char *text, const char *part)
{
    size_t count = 0;
    for (; (text = strstr (text, part)) != NULL; text++)
        count++;
    return count;
}

/* domain.md 5: "Each keeps its order and informant (the first valid one is rewarded)". */
static void test_the_first_valid_tipoff (void **state)
{
    (void)state;
    static const char *const all[] = { "T-2021-000001", "T-2021-000002", "T-2021-000003" };
    struct tipoffs_list asked = { .as_of = INSTANT_ABSENT, .limit = NUMBER_ABSENT };
    turn_begin (SECOND_MS);
    say_premises ("V-1", "c01", home, 1);
    say_tip (all[0], "W-1", verification_unfounded);
    say_tip (all[1], "W-1", verification_founded);
    say_tip (all[2], "V-1", verification_founded);
    say ("intake", tipoff_linked_record, all[2],
         &(struct tipoff_linked){ .tipoff = all[2],
                                  .to = all[0],
                                  .others = all,
                                  .others_count = 2,
                                  .reason = "r",
                                  .by = "office" });
    turn_end();
    const instant then = now;
    const char *shown = ask (tipoffs_list_record, &asked);
    assert_int_equal (count_in (shown, "\"first_valid\":true"), 1);
    assert_int_equal (count_in (shown, "\"linked\":\"T-2021-000001\""), 3);
    assert_null (strstr (shown, "V-1"));
    assert_non_null (strstr (strstr (shown, all[1]), "\"first_valid\":true"));
    asked.state = tipoff_view_unfounded;
    assert_int_equal (count_in (ask (tipoffs_list_record, &asked), "\"tipoff\""), 1);
    turn_begin (DAY_MS);
    say ("intake", tipoff_split_off_record, all[2],
         &(struct tipoff_split_off){ .tipoff = all[2],
                                     .from = all[0],
                                     .others = all,
                                     .others_count = 2,
                                     .reason = "r",
                                     .by = "office" });
    turn_end();
    asked.state = tipoff_view_state_absent;
    assert_int_equal (count_in (ask (tipoffs_list_record, &asked), "\"first_valid\":true"), 2);
    asked.as_of = then;
    assert_int_equal (count_in (ask (tipoffs_list_record, &asked), "\"first_valid\":true"), 1);
}

/* Nor when the place becomes another later, or is closed. */
static void test_who_lived_there_stays_hidden (void **state)
{
    (void)state;
    const struct hazards_list hazards = { .as_of = INSTANT_ABSENT, .limit = NUMBER_ABSENT };
    const struct coverage_list coverage = { .as_of = INSTANT_ABSENT,
                                            .limit = NUMBER_ABSENT,
                                            .from = day_from (2021, 1, 1),
                                            .to = DAY_ABSENT };
    turn_begin (SECOND_MS);
    say_premises ("V-1", "c01", home, 1);
    say_premises ("W-1", "c01", warehouse, 1);
    say_found ("H-2021-000001", "V-1", "c01", severity_general);
    turn_end();
    turn_begin (DAY_MS);
    say_premises ("V-1", "c01", market, 1);
    turn_end();
    assert_null (strstr (ask (hazards_list_record, &hazards), "V-1"));
    turn_begin (DAY_MS);
    say ("intake", premises_closed_record, "V-1",
         &(struct premises_closed){
             .premises = "V-1", .community = "c01", .reason = "r", .by = "c01" });
    turn_end();
    assert_null (strstr (ask (hazards_list_record, &hazards), "V-1"));
    assert_non_null (strstr (ask (coverage_list_record, &coverage), "\"total\":1"));
    turn_begin (DAY_MS);
    say_premises ("V-1", "c02", market, 1);
    turn_end();
    assert_null (strstr (ask (hazards_list_record, &hazards), "V-1"));
    assert_non_null (strstr (ask (coverage_list_record, &coverage), "\"total\":2"));
}

int main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown (test_what_nobody_has_inspected, begin, end),
        cmocka_unit_test_setup_teardown (test_coverage_by_filter_page_and_window, begin, end),
        cmocka_unit_test_setup_teardown (test_coverage_of_what_there_is_not, begin, end),
        cmocka_unit_test_setup_teardown (test_no_list_answers_of_what_there_is_not, begin, end),
        cmocka_unit_test_setup_teardown (test_what_a_unit_returns_is_no_inspection, begin, end),
        cmocka_unit_test_setup_teardown (test_coverage_of_a_window, begin, end),
        cmocka_unit_test_setup_teardown (test_coverage_of_a_grid, begin, end),
        cmocka_unit_test_setup_teardown (test_who_comes_first_and_why, begin, end),
        cmocka_unit_test_setup_teardown (test_who_was_late_is_told_by_the_rectification, begin,
                                         end),
        cmocka_unit_test_setup_teardown (test_the_monthly_form_and_the_weeks, begin, end),
        cmocka_unit_test_setup_teardown (test_the_week_is_that_of_the_inspection, begin, end),
        cmocka_unit_test_setup_teardown (test_what_one_month_leaves_to_the_next, begin, end),
        cmocka_unit_test_setup_teardown (test_what_is_linked_is_counted_once, begin, end),
        cmocka_unit_test_setup_teardown (test_only_what_was_rectified_counts_as_such, begin, end),
        cmocka_unit_test_setup_teardown (test_the_figures_of_a_period_add_up, begin, end),
        cmocka_unit_test_setup_teardown (test_what_is_sent_back_was_not_transferred, begin, end),
        cmocka_unit_test_setup_teardown (test_every_week_of_the_period, begin, end),
        cmocka_unit_test_setup_teardown (test_who_was_there, begin, end),
        cmocka_unit_test_setup_teardown (test_people_at_home_are_in_no_number, begin, end),
        cmocka_unit_test_setup_teardown (test_hazards_at_homes_are_in_every_figure, begin, end),
        cmocka_unit_test_setup_teardown (test_all_answers_count_the_same_visits, begin, end),
        cmocka_unit_test_setup_teardown (test_who_is_missing, begin, end),
        cmocka_unit_test_setup_teardown (test_what_is_paused_is_not_late, begin, end),
        cmocka_unit_test_setup_teardown (test_what_was_met_standing_keeps_its_day, begin, end),
        cmocka_unit_test_setup_teardown (test_what_is_paused_is_not_missed, begin, end),
        cmocka_unit_test_setup_teardown (test_days_of_a_year_not_announced_are_provisional, begin,
                                         end),
        cmocka_unit_test_setup_teardown (test_who_is_missing_page_by_page, begin, end),
        cmocka_unit_test_setup_teardown (test_which_premises_are_missing, begin, end),
        cmocka_unit_test_setup_teardown (test_what_moves_after_its_day_is_missing_where_it_was,
                                         begin, end),
        cmocka_unit_test_setup_teardown (test_more_premises_are_missing_than_fit_a_page, begin,
                                         end),
        cmocka_unit_test_setup_teardown (test_the_missing_of_the_report_have_their_room, begin,
                                         end),
        cmocka_unit_test_setup_teardown (test_what_came_before_the_gate_opened_is_missing, begin,
                                         end),
        cmocka_unit_test_setup_teardown (test_late_and_missing_are_the_obligations, begin, end),
        cmocka_unit_test_setup_teardown (test_what_the_campaign_rests_on_and_asks_for, begin, end),
        cmocka_unit_test_setup_teardown (test_every_answer_is_the_same_when_asked_again, begin,
                                         end),
        cmocka_unit_test_setup_teardown (test_both_lists_say_what_it_is_and_who_answers, begin,
                                         end),
        cmocka_unit_test_setup_teardown (test_people_at_home_are_not_shown, begin, end),
        cmocka_unit_test_setup_teardown (test_who_lived_there_stays_hidden, begin, end),
        cmocka_unit_test_setup_teardown (test_the_first_valid_tipoff, begin, end),
    };
    return cmocka_run_group_tests (tests, NULL, NULL);
}
