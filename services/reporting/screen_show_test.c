/* S20, S21: the public board shows what was published and stands, figures that are those of the
   final report, and nobody's private things. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "reporting/stage_test.h"
#include "words/words.h"

#define KEPT "独居老人李某"

static const char *show (instant as_of)
{
    return ask (screen_show_record, &(struct screen_show){ .as_of = as_of });
}

static void shows (const char *answer, const char *part, bool is_there)
{
    if ((strstr (answer, part) != NULL) != is_there)
        fail_msg ("%s is%s in %s", part, is_there ? " not" : "", answer);
}

static void say_premises (const char *code, const char *name, bool home)
{
    static const char *const shop[] = { "market" }, *const people[] = { "vulnerable" };
    static const struct unit unit = { .contact = "负责人孙某", .phone = "13800000001" };
    say ("intake", premises_registered_record, code,
         &(struct premises_registered){ .premises = code,
                                        .name = name,
                                        .categories = home ? people : shop,
                                        .categories_count = 1,
                                        .community = "c03",
                                        .department = "office",
                                        .unit = &unit,
                                        .private = home,
                                        .latitude_e6 = NUMBER_ABSENT,
                                        .longitude_e6 = NUMBER_ABSENT });
}

static void say_found (const char *hazard, const char *premises, const char *name)
{
    static const struct watcher watcher = { .name = "盯守人赵某", .phone = "13800000002" };
    static const struct treatment treatment = { .kind = treatment_deferred,
                                                .measures = "设警戒线",
                                                .watcher = &watcher,
                                                .tracker = "c03",
                                                .due = INSTANT_ABSENT,
                                                .working_days = 3 };
    say ("intake", hazard_opened_record, hazard,
         &(struct hazard_opened){ .hazard = hazard,
                                  .premises = premises,
                                  .premises_name = name,
                                  .community = "c03",
                                  .department = "office",
                                  .category = "blocked_evacuation",
                                  .severity = severity_major,
                                  .description = "堵塞",
                                  .treatment = &treatment,
                                  .origin = origin_inspection,
                                  .found = INSTANT_ABSENT });
}

static void say_inspected (const char *premises)
{
    static const char *const inspectors[] = { "检查员甲" };
    say ("intake", inspection_reported_record, "I-2021-000001",
         &(struct inspection_reported){ .inspection = "I-2021-000001",
                                        .premises = premises,
                                        .premises_name = premises,
                                        .community = "c03",
                                        .checklist = "general",
                                        .inspectors = inspectors,
                                        .inspectors_count = 1,
                                        .at = now - MINUTE_MS,
                                        .kind = inspection_official });
}

static void say_proposed (const char *mention, enum mention_kind kind, const char *party,
                          const char *premises, const char *reason)
{
    say ("escalation", mention_proposed_record, mention,
         &(struct mention_proposed){ .mention = mention,
                                     .kind = kind,
                                     .party = party,
                                     .premises = premises,
                                     .reason = reason,
                                     .evidence = "卷宗三",
                                     .by = "office" });
}

static void say_moved (const char *mention, enum mention_state state)
{
    say ("escalation", mention_moved_record, mention,
         &(struct mention_moved){ .mention = mention,
                                  .kind = mention_exposure,
                                  .state = state,
                                  .by = "leader",
                                  .where = "街道公示栏" });
}

static void say_listed (const char *hazard, const char *premises, const char *name)
{
    say ("escalation", supervision_listed_record, hazard,
         &(struct supervision_listed){ .ref = hazard,
                                       .number = 1,
                                       .level = "street",
                                       .goal = "通道畅通",
                                       .measures = "清理",
                                       .money_yuan = 20000,
                                       .responsible = "负责人孙某",
                                       .due = day_start (day_of (now) + 8),
                                       .contingency = "值守",
                                       .by = "office",
                                       .premises = premises,
                                       .premises_name = name,
                                       .community = "c03",
                                       .department = "office",
                                       .category = "blocked_evacuation" });
}

static void say_published (const char *hazard, bool delisting)
{
    say ("escalation", supervision_published_record, hazard,
         &(struct supervision_published){ .ref = hazard,
                                          .number = 1,
                                          .delisting = delisting,
                                          .where = "社区公示栏",
                                          .by = "office" });
}

static void say_delisted (const char *hazard)
{
    say ("escalation", supervision_delisted_record, hazard,
         &(struct supervision_delisted){
             .ref = hazard, .number = 1, .by = "office", .spent_yuan = NUMBER_ABSENT });
}

/* S21: proposed and approved is not yet published; withdrawn is not there any more; and as of then
   it is. */
static void a_mention_is_shown_from_publication_to_withdrawal (void **state)
{
    (void)state;
    static const struct {
        enum mention_state state;
        bool shown;
    } rows[] = {
        { mention_state_proposed, false },
        { mention_state_approved, false },
        { mention_state_published, true },
        { mention_state_withdrawn, false },
    };
    instant then[COUNT (rows)];
    turn_begin (SECOND_MS);
    say_proposed ("M-2021-000001", mention_exposure, "c22", NULL, "五件逾期");
    turn_end();
    for (size_t i = 0; i < COUNT (rows); i++) {
        turn_begin (HOUR_MS);
        if (i > 0)
            say_moved ("M-2021-000001", rows[i].state);
        turn_end();
        then[i] = now;
        shows (show (INSTANT_ABSENT), "五件逾期", rows[i].shown);
    }
    rebuild();
    for (size_t i = 0; i < COUNT (rows); i++)
        shows (show (then[i]), "五件逾期", rows[i].shown);
    const char *shown = show (then[2]);
    shows (shown, "\"praise\":[],\"exposure\":[{\"party\":\"", true);
    shows (shown, "\"c22\"", false); /* by its name */
}

/* S6: listed and not published, published, off the list, and that published. */
static void a_listing_is_shown_when_it_is_published (void **state)
{
    (void)state;
    turn_begin (SECOND_MS);
    say_premises ("P1", "某商场", false);
    say_found ("H-2021-000001", "P1", "某商场");
    say_listed ("H-2021-000001", "P1", "某商场");
    turn_end();
    shows (show (INSTANT_ABSENT), "\"listed\":[],\"delisted\":[]", true);
    turn_begin (HOUR_MS);
    say_published ("H-2021-000001", false);
    turn_end();
    const instant published = now;
    const char *shown = show (INSTANT_ABSENT);
    shows (shown, "\"listed\":[{\"premises\":\"某商场\",\"community\":\"", true);
    shows (shown, "\"due\":\"2021-02-18T00:00:00+08:00\"", true);
    shows (shown, "\"delisted\":[]", true);
    turn_begin (HOUR_MS);
    say_delisted ("H-2021-000001");
    turn_end();
    shows (show (INSTANT_ABSENT), "\"listed\":[],\"delisted\":[]", true);
    turn_begin (HOUR_MS);
    say_published ("H-2021-000001", true);
    turn_end();
    shows (show (INSTANT_ABSENT), "\"listed\":[],\"delisted\":[{\"premises\":\"某商场\"", true);
    assert_string_equal (show (published), shown);
}

/* domain.md 5: withdrawn by authority, it was no hazard; the listing waits for its end elsewhere.
 */
static void a_listing_of_no_hazard_is_not_shown (void **state)
{
    (void)state;
    turn_begin (SECOND_MS);
    say_premises ("P1", "某商场", false);
    say_found ("H-2021-000001", "P1", "某商场");
    say_listed ("H-2021-000001", "P1", "某商场");
    say_published ("H-2021-000001", false);
    turn_end();
    const instant published = now;
    turn_begin (HOUR_MS);
    say ("intake", hazard_closed_record, "H-2021-000001",
         &(struct hazard_closed){
             .hazard = "H-2021-000001", .cycle = 1, .reason = closing_withdrawn });
    turn_end();
    shows (show (INSTANT_ABSENT), "\"listed\":[],", true);
    shows (show (published), "\"listed\":[{\"premises\":\"某商场\"", true);
}

/* S21: a reason is typed; who answers for the unit, and how that one is reached, is not for all. */
static void a_reason_that_names_a_person_is_left_out (void **state)
{
    (void)state;
    static const struct {
        const char *premises, *reason;
        bool shown;
    } rows[] = {
        { "P1", "五件逾期未改", true },
        { "P1", "负责人孙某拒不整改", false },
        { "P1", "电话13800000001无人接听", false },
        { "P1", "电话 138-0000 0001 无人接听", false },
        { "P1", "电话13800000009无人接听", true }, /* not of the register */
        { NULL, "负责人孙某拒不整改", true },      /* of no unit */
    };
    turn_begin (SECOND_MS);
    say_premises ("P1", "某商场", false);
    for (size_t i = 0; i < COUNT (rows); i++)
        say_proposed (arena_format (arena, "M-2021-00000%zu", i + 1), mention_exposure, "某商场",
                      rows[i].premises, arena_format (arena, "%zu：%s", i, rows[i].reason));
    turn_end();
    turn_begin (HOUR_MS);
    for (size_t i = 0; i < COUNT (rows); i++)
        say_moved (arena_format (arena, "M-2021-00000%zu", i + 1), mention_state_published);
    turn_end();
    const char *shown = show (INSTANT_ABSENT);
    for (size_t i = 0; i < COUNT (rows); i++)
        shows (shown, arena_format (arena, "%zu：%s", i, rows[i].reason), rows[i].shown);
    shows (shown, "\"party\":\"某商场\",\"reason\":\"\"", true);
}

/* Who may see people at home sees none of them on the board either, nor a name or a telephone of
   anybody. */
static void nothing_private_is_shown (void **state)
{
    (void)state;
    static const char *const kept[] = { KEPT,   "V-1",    "邻居何某", "盯守人赵某", "1380000000",
                                        "孙某", "检查员", "卷宗三",   "告密人",     "20000" };
    static const struct informant informant = { .name = "告密人", .phone = "13800000003" };
    turn_begin (SECOND_MS);
    say_premises ("P1", "某商场", false);
    say_premises ("V-1", KEPT "家", true);
    say_found ("H-2021-000001", "P1", "某商场");
    say_found ("H-2021-000002", "V-1", KEPT "家");
    say_inspected ("V-1");
    say ("intake", tipoff_reported_record, "T-2021-000001",
         &(struct tipoff_reported){ .tipoff = "T-2021-000001",
                                    .text = KEPT "存放液化气罐",
                                    .premises = "V-1",
                                    .community = "c03",
                                    .department = "office",
                                    .private = true,
                                    .informant = &informant });
    say_listed ("H-2021-000001", "P1", "某商场");
    say_listed ("H-2021-000002", NULL, WORDS_HIDDEN);
    say_listed ("H-2021-000003", "V-1", KEPT "家");   /* as an older version said it */
    say_listed ("H-2021-000004", NULL, WORDS_HIDDEN); /* of a case not heard of yet */
    say_proposed ("M-2021-000001", mention_praise, "邻居何某", "V-1", "照看" KEPT);
    say_proposed ("M-2021-000002", mention_praise, "c07", NULL, "自查主动");
    turn_end();
    turn_begin (HOUR_MS);
    for (int i = 1; i <= 4; i++)
        say_published (arena_format (arena, "H-2021-00000%d", i), false);
    say_moved ("M-2021-000001", mention_state_published);
    say_moved ("M-2021-000002", mention_state_published);
    turn_end();
    sees_private = true;
    const char *shown = show (INSTANT_ABSENT);
    sees_private = false;
    assert_string_equal (show (INSTANT_ABSENT), shown);
    for (size_t i = 0; i < COUNT (kept); i++)
        shows (shown, kept[i], false);
    shows (shown, "某商场", true);
    shows (shown, "自查主动", true);
    shows (shown, WORDS_HIDDEN, false);
    shows (shown, "\"registered\":1,\"inspected\":0", true);
}

/* They agree with the report of the same moment. */
static void its_figures_are_those_of_the_final_report (void **state)
{
    (void)state;
    turn_begin (SECOND_MS);
    say_premises ("P1", "一", false);
    say_premises ("P2", "二", false);
    say_inspected ("P1");
    say_found ("H-2021-000001", "P1", "一");
    say_found ("H-2021-000002", "P2", "二");
    say ("intake", hazard_closed_record, "H-2021-000001",
         &(struct hazard_closed){
             .hazard = "H-2021-000001", .cycle = 1, .reason = closing_reinspection });
    say ("intake", tipoff_reported_record, "T-2021-000001",
         &(struct tipoff_reported){
             .tipoff = "T-2021-000001", .text = "t", .community = "c03", .department = "office" });
    turn_end();
    turn_begin (HOUR_MS);
    turn_end();
    const char *report =
        ask (final_report_show_record, &(struct final_report_show){ .as_of = INSTANT_ABSENT });
    shows (report, "\"registered\":2,\"inspected\":1", true);
    shows (report, "\"found\":2,\"carried\":0,\"rectified\":1", true);
    shows (report, "\"received\":1,\"founded\":0,\"unfounded\":0,\"waiting\":1", true);
    shows (show (INSTANT_ABSENT),
           "\"figures\":{\"registered\":2,\"inspected\":1,\"hazards_carried\":0,"
           "\"hazards_found\":2,\"hazards_rectified\":1,\"tipoffs_carried\":0,"
           "\"tipoffs_received\":1,\"tipoffs_verified\":0}",
           true);
}

static void the_last_twelve_are_shown_the_newest_first (void **state)
{
    (void)state;
    for (int i = 10; i < 24; i++) {
        turn_begin (HOUR_MS);
        const char *mention = arena_format (arena, "M-2021-0000%d", i);
        say_proposed (mention, mention_exposure, "c22", NULL, mention);
        say_moved (mention, mention_state_published);
        turn_end();
    }
    const char *shown = show (INSTANT_ABSENT);
    shows (shown, "M-2021-000011", false);
    assert_true (strstr (shown, "M-2021-000023") < strstr (shown, "M-2021-000012"));
}

/* S0, S20: the campaign that was known then says what it said then. */
static void it_says_what_the_campaign_says (void **state)
{
    (void)state;
    const instant winter = day_start (day_from (2021, 2, 10)) + 10 * HOUR_MS;
    const char *shown = show (winter);
    shows (shown, "\"days_left\":49", true);
    shows (shown, "\"phases\":[\"组织实施阶段\"]", true);
    shows (shown, "发现火情请拨打119", true);
    shows (shown, "\"number\":\"84372008\"", true);
    turn_begin (SECOND_MS);
    struct campaign silent = *office->campaign;
    silent.screen = NULL;
    say ("intake", campaign_configured_record, silent.id,
         &(struct campaign_configured){ .campaign = silent.id, .definition = &silent });
    turn_end();
    shows (show (INSTANT_ABSENT), "\"screen\"", false);
}

/* Neither refused nor counted before its first day; over, it has no days left. */
static void a_board_has_something_to_show_on_any_day (void **state)
{
    (void)state;
    const char *before = show (day_start (day_from (2020, 10, 1)));
    assert_int_equal (refused.count, 0);
    shows (before, "\"figures\"", false);
    shows (before, "\"days_left\"", false);
    now = day_start (day_from (2021, 5, 1));
    shows (show (INSTANT_ABSENT), "\"days_left\"", false);
    shows (show (INSTANT_ABSENT), "\"figures\"", true);
    show (now + HOUR_MS);
    assert_int_equal (refused.count, 1);
}

int main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown (a_mention_is_shown_from_publication_to_withdrawal, begin,
                                         end),
        cmocka_unit_test_setup_teardown (a_listing_is_shown_when_it_is_published, begin, end),
        cmocka_unit_test_setup_teardown (a_listing_of_no_hazard_is_not_shown, begin, end),
        cmocka_unit_test_setup_teardown (nothing_private_is_shown, begin, end),
        cmocka_unit_test_setup_teardown (a_reason_that_names_a_person_is_left_out, begin, end),
        cmocka_unit_test_setup_teardown (its_figures_are_those_of_the_final_report, begin, end),
        cmocka_unit_test_setup_teardown (the_last_twelve_are_shown_the_newest_first, begin, end),
        cmocka_unit_test_setup_teardown (it_says_what_the_campaign_says, begin, end),
        cmocka_unit_test_setup_teardown (a_board_has_something_to_show_on_any_day, begin, end),
    };
    return cmocka_run_group_tests (tests, NULL, NULL);
}
