/* Ledgers: row for row as of any instant, each thing under its number (S6, S8, S18, S20). */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "reporting/stage_test.h"

static void record_shed (const char *item, int64_t version, bool gone)
{
    say ("intake", inventory_recorded_record, item,
         &(struct inventory_recorded){ .item = item,
                                       .version = version,
                                       .premises = "P1",
                                       .premises_name = "某仓库",
                                       .community = "c03",
                                       .place = "东侧",
                                       .area_m2 = 240,
                                       .use = "仓储",
                                       .core = core_combustible,
                                       .gone = gone });
}

static const char *list (enum ledger ledger, const char *state, instant as_of)
{
    return ask (ledger_list_record,
                &(struct ledger_list){
                    .ledger = ledger, .state = state, .as_of = as_of, .limit = NUMBER_ABSENT });
}

static size_t count_of (const char *answer, const char *what)
{
    size_t count = 0;
    for (const char *at = answer; (at = strstr (at, what)) != NULL; at++)
        count++;
    return count;
}

static void the_inventory_is_as_it_was_then (void **state)
{
    (void)state;
    turn_begin (SECOND_MS);
    record_shed ("C-2021-000001", 1, false);
    record_shed ("C-2021-000002", 1, false);
    turn_end();
    instant then = now;
    const char *before = list (ledger_inventory, NULL, then);
    turn_begin (HOUR_MS);
    record_shed ("C-2021-000001", 2, true);
    turn_end();
    assert_int_equal (count_of (list (ledger_inventory, "standing", INSTANT_ABSENT), "\"ref\""), 1);
    assert_int_equal (count_of (list (ledger_inventory, "gone", INSTANT_ABSENT), "\"ref\""), 1);
    assert_string_equal (list (ledger_inventory, NULL, then), before);
    rebuild();
    assert_string_equal (list (ledger_inventory, NULL, then), before);
}

/* What was done to an obligation stands under its name, with who did it and why. */
static void an_obligation_tells_what_was_done (void **state)
{
    (void)state;
    turn_begin (SECOND_MS);
    say ("scheduling", obligation_opened_record, "B-2021-000001",
         &(struct obligation_opened){ .obligation = "B-2021-000001",
                                      .kind = obligation_deliverable,
                                      .campaign = "winter-2020",
                                      .what = "plan",
                                      .party = "c03",
                                      .cycle = 1,
                                      .name = "n",
                                      .last = day_from (2021, 3, 1) });
    say ("scheduling", obligation_met_record, "B-2021-000001",
         &(struct obligation_met){ .obligation = "B-2021-000001",
                                   .kind = obligation_deliverable,
                                   .party = "c03",
                                   .proof = "已交",
                                   .by = "c03" });
    turn_end();
    turn_begin (DAY_MS);
    say ("scheduling", obligation_reopened_record, "B-2021-000001",
         &(struct obligation_reopened){ .obligation = "B-2021-000001",
                                        .kind = obligation_deliverable,
                                        .party = "c03",
                                        .round = 2,
                                        .last = day_from (2021, 3, 9),
                                        .reason = "改期" });
    say ("scheduling", obligation_withdrawn_record, "B-2021-000001",
         &(struct obligation_withdrawn){ .obligation = "B-2021-000001",
                                         .kind = obligation_deliverable,
                                         .party = "c03",
                                         .reason = "不再需要",
                                         .by = "office" });
    turn_end();
    const char *shown = list (ledger_obligations, "withdrawn", INSTANT_ABSENT);
    assert_int_equal (count_of (shown, "\"met\":{\"time\":"), 1);
    assert_int_equal (count_of (shown, "\"proof\":\"已交\",\"by\":\"c03\""), 1);
    assert_int_equal (count_of (shown, "\"reason\":\"改期\""), 1);
    assert_int_equal (count_of (shown, "\"reason\":\"不再需要\",\"by\":\"office\""), 1);
    assert_int_equal (count_of (shown, "\"name\":\"n\",\"last\":\"2021-03-09\""), 1);
}

static void a_task_is_open_until_it_is_done (void **state)
{
    (void)state;
    turn_begin (SECOND_MS);
    say ("intake", task_set_record, "H-2021-000001",
         &(struct task_set){ .task = "H-2021-000001/joint/1",
                             .ref = "H-2021-000001",
                             .kind = task_joint,
                             .number = 1,
                             .party = "enforcement",
                             .text = "拆除地锁",
                             .due = INSTANT_ABSENT,
                             .working_days = NUMBER_ABSENT });
    turn_end();
    assert_int_equal (count_of (list (ledger_tasks, "open", INSTANT_ABSENT), "拆除地锁"), 1);
    turn_begin (SECOND_MS);
    say ("intake", task_reported_record, "H-2021-000001",
         &(struct task_reported){ .task = "H-2021-000001/joint/1",
                                  .at = INSTANT_ABSENT,
                                  .ref = "H-2021-000001",
                                  .kind = task_joint,
                                  .number = 1,
                                  .party = "enforcement",
                                  .proof = "照片",
                                  .by = "enforcement" });
    turn_end();
    assert_int_equal (count_of (list (ledger_tasks, "open", INSTANT_ABSENT), "\"ref\""), 0);
    const char *done = list (ledger_tasks, "done", INSTANT_ABSENT);
    assert_int_equal (count_of (done, "拆除地锁"), 1);
    assert_int_equal (count_of (done, "\"done\":{\"time\":"), 1);
    assert_int_equal (count_of (done, "\"proof\":\"照片\",\"by\":\"enforcement\""), 1);
    turn_begin (SECOND_MS);
    say ("intake", task_dropped_record, "H-2021-000001",
         &(struct task_dropped){ .task = "H-2021-000001/joint/1",
                                 .ref = "H-2021-000001",
                                 .kind = task_joint,
                                 .number = 1,
                                 .party = "enforcement" });
    turn_end();
    assert_int_equal (count_of (list (ledger_tasks, "dropped", INSTANT_ABSENT), "拆除地锁"), 1);
}

/* S6: who leads a joint case, and who takes part, until its hazard is closed. */
static void a_joint_case_names_its_lead (void **state)
{
    (void)state;
    static const char *const others[] = { "enforcement", "c03" };
    turn_begin (SECOND_MS);
    say ("intake", joint_opened_record, "H-2021-000001",
         &(struct joint_opened){ .hazard = "H-2021-000001",
                                 .lead = "public_management",
                                 .by = "office",
                                 .others = others,
                                 .others_count = 2 });
    turn_end();
    const char *open = list (ledger_joint, "open", INSTANT_ABSENT);
    assert_int_equal (count_of (open, "\"party\":\"public_management\""), 1);
    assert_int_equal (count_of (open, "[\"enforcement\",\"c03\"]"), 1);
    turn_begin (SECOND_MS);
    say ("intake", hazard_closed_record, "H-2021-000001",
         &(struct hazard_closed){
             .hazard = "H-2021-000001", .cycle = 1, .reason = closing_reinspection });
    turn_end();
    assert_int_equal (count_of (list (ledger_joint, "open", INSTANT_ABSENT), "\"ref\""), 0);
    assert_int_equal (count_of (list (ledger_joint, "closed", INSTANT_ABSENT), "\"ref\""), 1);
}

static void a_meeting_has_the_analysis_of_its_hour (void **state)
{
    (void)state;
    static const char *const attended[] = { "leader" };
    turn_begin (HOUR_MS);
    say ("intake", meeting_reported_record, "G-2021-000001",
         &(struct meeting_reported){ .meeting = "G-2021-000001",
                                     .kind = "regular",
                                     .at = now - MINUTE_MS,
                                     .attended = attended,
                                     .attended_count = 1,
                                     .actions = 0,
                                     .by = "office" });
    turn_end();
    const char *shown =
        ask (meeting_show_record,
             &(struct meeting_show){ .meeting = "G-2021-000001", .as_of = INSTANT_ABSENT });
    assert_int_equal (refused.count, 0);
    char at[INSTANT_TEXT_SIZE];
    assert_non_null (
        strstr (shown, arena_format (arena, "\"analysis\":{\"as_of\":\"%s\",\"open\":0",
                                     instant_text (now - MINUTE_MS, at))));
    ask (meeting_show_record,
         &(struct meeting_show){ .meeting = "G-2021-000009", .as_of = INSTANT_ABSENT });
    assert_int_equal (refused.count, 1);
}

/* S26: the day moved with its anchor; what was asked before it did is as it was. */
static void an_obligation_has_the_day_that_it_moved_to (void **state)
{
    (void)state;
    turn_begin (SECOND_MS);
    say ("scheduling", obligation_opened_record, "B-2021-000001",
         &(struct obligation_opened){ .obligation = "B-2021-000001",
                                      .kind = obligation_deliverable,
                                      .campaign = "winter-2020",
                                      .what = "final_report",
                                      .party = "office",
                                      .cycle = 1,
                                      .name = "整体工作情况",
                                      .last = day_from (2021, 3, 24) });
    turn_end();
    instant then = now;
    turn_begin (HOUR_MS);
    say ("scheduling", obligation_moved_record, "B-2021-000001",
         &(struct obligation_moved){ .obligation = "B-2021-000001",
                                     .last = day_from (2021, 3, 25) });
    turn_end();
    const char *shown = list (ledger_obligations, "open", INSTANT_ABSENT);
    assert_non_null (strstr (shown, "\"last\":\"2021-03-25\""));
    assert_non_null (strstr (shown, "\"what\":\"final_report\""));
    assert_non_null (strstr (list (ledger_obligations, "open", then), "\"last\":\"2021-03-24\""));
}

static void an_obligation_that_stands_still_says_so (void **state)
{
    (void)state;
    const day last = day_from (2021, 3, 25);
    turn_begin (SECOND_MS);
    say_owed ("B-2021-000001", obligation_deliverable, "final_report", "office", last);
    say_paused ("B-2021-000001", day_start (last + 10));
    turn_end();
    assert_non_null (strstr (list (ledger_obligations, "open", INSTANT_ABSENT),
                             "\"until\":\"2021-04-04T00:00:00+08:00\""));
    turn_begin (HOUR_MS);
    say_goes_on ("B-2021-000001", day_start (last + 1), day_start (last + 11));
    turn_end();
    assert_null (strstr (list (ledger_obligations, "open", INSTANT_ABSENT), "\"paused\""));
}

/* It stands still until it goes on, or is over; asked for anew it has another day. */
static void an_obligation_that_is_over_stands_still_no_more (void **state)
{
    (void)state;
    const day last = day_from (2021, 3, 25);
    turn_begin (SECOND_MS);
    for (int i = 1; i <= 2; i++) {
        const char *obligation = arena_format (arena, "B-2021-%06d", i);
        say_owed (obligation, obligation_deliverable, "final_report", "office", last);
        say_paused (obligation, day_start (last + 10));
    }
    turn_end();
    const instant then = now;
    turn_begin (HOUR_MS);
    say_owed_met ("B-2021-000001", obligation_deliverable, "office");
    say_owed_no_more ("B-2021-000002", obligation_deliverable, "office");
    turn_end();
    assert_int_equal (count_of (list (ledger_obligations, NULL, INSTANT_ABSENT), "\"paused\""), 0);
    assert_int_equal (count_of (list (ledger_obligations, NULL, then), "\"paused\""), 2);
    turn_begin (HOUR_MS);
    say ("scheduling", obligation_reopened_record, "B-2021-000001",
         &(struct obligation_reopened){ .obligation = "B-2021-000001",
                                        .kind = obligation_deliverable,
                                        .party = "office",
                                        .round = 2,
                                        .last = last + 5,
                                        .reason = "改期" });
    turn_end();
    const char *shown = list (ledger_obligations, "open", INSTANT_ABSENT);
    assert_int_equal (count_of (shown, "\"state\":\"open\""), 1);
    assert_int_equal (count_of (shown, "\"paused\""), 0);
}

static void burn (const char *incident, instant at, int64_t dead, enum fire_class class)
{
    say ("intake", incident_reported_record, incident,
         &(struct incident_reported){ .incident = incident,
                                      .at = at,
                                      .community = "c03",
                                      .dead = dead,
                                      .injured = 1,
                                      .loss_yuan = 1000,
                                      .class = class });
}

/* S24: judged again as the toll changes, and concluded: the file says so, and since when it is one.
 */
static void a_file_says_how_it_was_judged (void **state)
{
    (void)state;
    char opened[INSTANT_TEXT_SIZE];
    turn_begin (SECOND_MS);
    instant_text (now - SECOND_MS, opened);
    say ("escalation", accountability_opened_record, "A-2021-000001",
         &(struct accountability_opened){ .file = "A-2021-000001",
                                          .kind = accountability_fire,
                                          .party = "c03",
                                          .reason = "r",
                                          .incident = "F-2021-000001",
                                          .class = fire_larger,
                                          .known_at = now - HOUR_MS,
                                          .weighed = INSTANT_ABSENT });
    turn_end();
    const instant first = now;
    turn_begin (DAY_MS);
    say ("escalation", accountability_judged_record, "A-2021-000001",
         &(struct accountability_judged){
             .file = "A-2021-000001", .class = fire_major, .before = fire_larger, .stands = true });
    turn_end();
    const char *judged = list (ledger_accountability, "open", INSTANT_ABSENT);
    assert_int_equal (count_of (judged, ",\"class\":\"major\""), 2);
    assert_int_equal (count_of (judged, "\"judged\":{\"time\":"), 1);
    assert_int_equal (count_of (judged, "\"before\":\"larger\",\"stands\":true"), 1);
    turn_begin (DAY_MS);
    say ("escalation", accountability_concluded_record, "A-2021-000001",
         &(struct accountability_concluded){
             .file = "A-2021-000001", .conclusion = "移送区级", .by = "leader" });
    turn_end();
    const char *concluded = list (ledger_accountability, "concluded", INSTANT_ABSENT);
    assert_int_equal (count_of (concluded, "\"conclusion\":\"移送区级\",\"by\":\"leader\""), 1);
    assert_int_equal (count_of (concluded, arena_format (arena, "\"at\":\"%s\"", opened)), 1);
    assert_int_equal (
        count_of (list (ledger_accountability, "open", first), "\"class\":\"larger\""), 1);
}

static void say_moved (enum mention_state state, const char *by)
{
    say ("escalation", mention_moved_record, "M-2021-000001",
         &(struct mention_moved){ .mention = "M-2021-000001",
                                  .kind = mention_exposure,
                                  .state = state,
                                  .by = by,
                                  .where = state == mention_state_published ? "宣传栏" : NULL });
}

/* S21: praise and exposure as of any day. */
static void what_was_published_on_a_day (void **state)
{
    (void)state;
    turn_begin (SECOND_MS);
    say ("escalation", mention_proposed_record, "M-2021-000001",
         &(struct mention_proposed){ .mention = "M-2021-000001",
                                     .kind = mention_exposure,
                                     .party = "红星仓库",
                                     .reason = "r",
                                     .evidence = "e",
                                     .by = "office" });
    turn_end();
    const instant proposed = now;
    turn_begin (DAY_MS);
    say_moved (mention_state_approved, "leader");
    turn_end();
    turn_begin (DAY_MS);
    say_moved (mention_state_published, "office");
    turn_end();
    const instant published = now;
    turn_begin (DAY_MS);
    say_moved (mention_state_withdrawn, "leader");
    turn_end();
    rebuild();
    assert_int_equal (count_of (list (ledger_mentions, "proposed", proposed), "\"ref\""), 1);
    const char *then = list (ledger_mentions, "published", published);
    assert_int_equal (count_of (then, "\"party\":\"红星仓库\""), 2);
    assert_int_equal (count_of (then, "\"where\":\"宣传栏\""), 1);
    assert_int_equal (count_of (then, "\"approved\":{\"time\":"), 1);
    assert_int_equal (count_of (list (ledger_mentions, "published", INSTANT_ABSENT), "\"ref\""), 0);
    assert_int_equal (count_of (list (ledger_mentions, "withdrawn", INSTANT_ABSENT), "\"ref\""), 1);
}

static void a_mention_is_of_the_register_once_its_premises_are (void **state)
{
    static const char *const market[] = { "market" };
    (void)state;
    turn_begin (SECOND_MS);
    say ("escalation", mention_proposed_record, "M-2021-000001",
         &(struct mention_proposed){ .mention = "M-2021-000001",
                                     .kind = mention_exposure,
                                     .party = "某店",
                                     .premises = "K-1",
                                     .reason = "r",
                                     .evidence = "e",
                                     .unverified = true,
                                     .by = "office" });
    turn_end();
    const instant proposed = now;
    turn_begin (DAY_MS);
    say ("intake", premises_registered_record, "K-1",
         &(struct premises_registered){ .premises = "K-1",
                                        .name = "某店",
                                        .categories = market,
                                        .categories_count = 1,
                                        .community = "c03",
                                        .department = "office",
                                        .latitude_e6 = NUMBER_ABSENT,
                                        .longitude_e6 = NUMBER_ABSENT });
    turn_end();
    const char *then = list (ledger_mentions, NULL, proposed);
    assert_int_equal (count_of (then, "\"unverified\":true"), 1);
    const char *shown = list (ledger_mentions, NULL, INSTANT_ABSENT);
    assert_int_equal (count_of (shown, "\"mention\":\"M-2021-000001\""), 1);
    assert_int_equal (count_of (shown, "\"unverified\""), 0);
}

/* S4: who cares for a neighbour is not shown, nor found by name. */
static void a_mention_at_a_home_is_hidden (void **state)
{
    (void)state;
    static const char *const home[] = { "vulnerable" }, *const market[] = { "market" };
    turn_begin (SECOND_MS);
    say ("intake", premises_registered_record, "V-1",
         &(struct premises_registered){ .premises = "V-1",
                                        .name = "n",
                                        .categories = home,
                                        .categories_count = 1,
                                        .community = "c03",
                                        .department = "office",
                                        .private = true });
    say ("escalation", mention_proposed_record, "M-2021-000001",
         &(struct mention_proposed){ .mention = "M-2021-000001",
                                     .kind = mention_praise,
                                     .party = "何某",
                                     .premises = "V-1",
                                     .reason = "r",
                                     .evidence = "e",
                                     .by = "office" });
    turn_end();
    struct ledger_list asked = { .ledger = ledger_mentions,
                                 .as_of = INSTANT_ABSENT,
                                 .limit = NUMBER_ABSENT };
    const char *shown = ask (ledger_list_record, &asked);
    assert_int_equal (count_of (shown, "\"ref\""), 1);
    assert_int_equal (count_of (shown, "何某"), 0);
    asked.party = "何某";
    assert_int_equal (count_of (ask (ledger_list_record, &asked), "\"ref\""), 0);
    assert_int_equal (refused.count, 1); /* as of a name that nobody ever gave */
    sees_private = true;
    assert_int_equal (count_of (ask (ledger_list_record, &asked), "何某"), 2);
    assert_int_equal (refused.count, 0);
    sees_private = false;
    turn_begin (SECOND_MS);
    say ("intake", premises_registered_record, "V-1",
         &(struct premises_registered){ .premises = "V-1",
                                        .name = "n",
                                        .categories = market,
                                        .categories_count = 1,
                                        .community = "c03",
                                        .department = "office" });
    turn_end();
    ask (ledger_list_record, &asked);
    assert_int_equal (refused.count, 1); /* whoever lives there now */
}

/* S16, S6: orders, referrals and listings as they were, each act with its actor. */
static void orders_referrals_and_listings_as_they_were (void **state)
{
    (void)state;
    turn_begin (SECOND_MS);
    say ("escalation", order_drafted_record, "O-2021-000001-1",
         &(struct order_drafted){ .edition = DAY_ABSENT,
                                  .order = "O-2021-000001-1",
                                  .ref = "H-2021-000001",
                                  .instrument = instrument_suspension,
                                  .ground = order_ground_treatment,
                                  .community = "c03",
                                  .department = "office",
                                  .done = INSTANT_ABSENT,
                                  .next = INSTANT_ABSENT });
    say ("escalation", referral_drafted_record, "H-2021-000001",
         &(struct referral_drafted){ .edition = DAY_ABSENT,
                                     .done = INSTANT_ABSENT,
                                     .referral = "R-2021-000001-1",
                                     .number = 1,
                                     .ref = "H-2021-000001",
                                     .to = "fire_rescue",
                                     .ground = referral_ground_asked,
                                     .reason = "r",
                                     .community = "c03",
                                     .department = "office" });
    say ("escalation", supervision_listed_record, "H-2021-000001",
         &(struct supervision_listed){ .ref = "H-2021-000001",
                                       .number = 1,
                                       .level = "street",
                                       .goal = "g",
                                       .measures = "m",
                                       .money_yuan = 5,
                                       .responsible = "r",
                                       .due = now + DAY_MS,
                                       .contingency = "c",
                                       .by = "office",
                                       .community = "c03",
                                       .department = "office" });
    turn_end();
    const instant then = now;
    turn_begin (HOUR_MS);
    say ("escalation", order_approved_record, "O-2021-000001-1",
         &(struct order_approved){ .order = "O-2021-000001-1",
                                   .ref = "H-2021-000001",
                                   .by = "leader",
                                   .at = now,
                                   .next = INSTANT_ABSENT });
    say ("escalation", referral_sent_record, "H-2021-000001",
         &(struct referral_sent){ .done = INSTANT_ABSENT,
                                  .referral = "R-2021-000001-1",
                                  .number = 1,
                                  .ref = "H-2021-000001",
                                  .to = "fire_rescue",
                                  .by = "office",
                                  .at = now,
                                  .document = "移送1号",
                                  .community = "c03",
                                  .department = "office" });
    say ("escalation", supervision_published_record, "H-2021-000001",
         &(struct supervision_published){
             .ref = "H-2021-000001", .number = 1, .where = "公告栏", .by = "office" });
    turn_end();
    rebuild();
    static const struct {
        enum ledger ledger;
        const char *before, *now, *says;
    } cases[] = {
        { ledger_orders, "drafted", "approved", "\"by\":\"leader\"" },
        { ledger_referrals, "drafted", "sent", "\"document\":\"移送1号\"" },
        { ledger_supervisions, "listed", "listed", "\"where\":\"公告栏\"" },
    };
    for (size_t i = 0; i < COUNT (cases); i++) {
        const char *before = list (cases[i].ledger, cases[i].before, then);
        const char *shown = list (cases[i].ledger, cases[i].now, INSTANT_ABSENT);
        assert_int_equal (count_of (before, cases[i].says), 0);
        assert_int_equal (count_of (shown, cases[i].says), 1);
        assert_int_equal (count_of (before, "\"ref\":\"H-2021-000001\""), 1);
    }
}

/* S0, S2, S26: fires of this winter beside those of the last; the toll is what is known of it by
 * then. */
static void fires_are_counted_beside_those_of_a_year_before (void **state)
{
    (void)state;
    instant then = START - 366 * (instant)DAY_MS;
    turn_begin (SECOND_MS);
    burn ("F-2020-000001", then, 5, fire_larger);
    burn ("F-2020-000002", then - HOUR_MS, 0, fire_general);
    burn ("F-2021-000001", START - HOUR_MS, 2, fire_general);
    turn_end();
    instant before = now;
    turn_begin (HOUR_MS);
    say ("intake", incident_amended_record, "F-2021-000001",
         &(struct incident_amended){ .incident = "F-2021-000001",
                                     .premises = "W-1",
                                     .dead = 3,
                                     .injured = 1,
                                     .loss_yuan = 1000,
                                     .class = fire_larger,
                                     .before = fire_general });
    turn_end();
    struct comparison_show asked = { .from = INSTANT_ABSENT,
                                     .to = INSTANT_ABSENT,
                                     .as_of = INSTANT_ABSENT };
    const char *shown = ask (comparison_show_record, &asked);
    assert_int_equal (refused.count, 0);
    assert_non_null (strstr (shown, "\"fires\":{\"fires\":1,\"larger_or_worse\":1,\"dead\":3,"
                                    "\"injured\":1,\"loss_yuan\":1000}},\"before\""));
    assert_non_null (strstr (shown, "\"fires\":{\"fires\":2,\"larger_or_worse\":1,\"dead\":5,"));
    assert_non_null (strstr (shown,
                             "{\"kind\":\"fires\",\"figure\":\"fires\",\"this\":1,\"before\":2,"
                             "\"change\":-1,\"percent\":\"-50.0\"}"));
    assert_non_null (strstr (shown, "\"figure\":\"dead\",\"this\":3,\"before\":5,\"change\":-2,"
                                    "\"percent\":\"-40.0\"}"));
    /* This was not in use then: what was not entered since is not known. */
    assert_non_null (strstr (shown, "\"known\":\"no\",\"fires\""));
    assert_non_null (strstr (shown, "\"figure\":\"found\",\"this\":0,\"before\":null}"));
    assert_non_null (strstr (shown, "\"figure\":\"actions\",\"this\":0,\"before\":null}"));
    turn_begin (HOUR_MS);
    burn ("F-2021-000002", START - HOUR_MS, 3, fire_larger);
    say ("intake", incident_withdrawn_record, "F-2021-000002",
         &(struct incident_withdrawn){
             .incident = "F-2021-000002", .reason = "重复上报", .by = "office" });
    turn_end();
    assert_non_null (strstr (ask (comparison_show_record, &asked),
                             "\"fires\":{\"fires\":1,\"larger_or_worse\":1,\"dead\":3,"));
    assert_non_null (strstr (list (ledger_fires, "withdrawn", INSTANT_ABSENT), "重复上报"));
    asked.as_of = before;
    assert_non_null (strstr (ask (comparison_show_record, &asked), "\"dead\":2,"));
    shown = list (ledger_fires, "larger", INSTANT_ABSENT);
    assert_int_equal (count_of (shown, "\"ref\""), 2);
    assert_int_equal (count_of (shown, "\"community\":\"c03\""), 2); /* where it burned stays */
    assert_int_equal (count_of (shown, "\"premises\":\"W-1\""), 2);  /* found out later */
}

/* S0, S2: the second year is compared in everything; nought is nought then, and has no percent. */
static void the_second_year_is_compared_in_everything (void **state)
{
    (void)state;
    static const char *const market[] = { "market" };
    static const char *const who[] = { "李某" };
    struct comparison_show asked = { .from = START + 366 * (instant)DAY_MS,
                                     .to = START + 380 * (instant)DAY_MS,
                                     .as_of = INSTANT_ABSENT };
    turn_begin (SECOND_MS);
    for (int i = 1; i <= 2; i++) {
        const char *code = arena_format (arena, "S-%d", i);
        say ("intake", premises_registered_record, code,
             &(struct premises_registered){ .premises = code,
                                            .name = "n",
                                            .categories = market,
                                            .categories_count = 1,
                                            .community = "c03",
                                            .department = "office" });
    }
    turn_end();
    for (int year = 0; year < 2; year++) {
        turn_begin (year == 0 ? 2 * (instant)DAY_MS : 366 * (instant)DAY_MS);
        for (int i = 0; i <= year; i++) {
            const char *inspection = arena_format (arena, "I-202%d-00000%d", year + 1, i);
            say ("intake", inspection_reported_record, inspection,
                 &(struct inspection_reported){ .inspection = inspection,
                                                .premises = i ? "S-1" : "S-2",
                                                .premises_name = "n",
                                                .community = "c03",
                                                .checklist = "general",
                                                .inspectors = who,
                                                .inspectors_count = 1,
                                                .at = now - MINUTE_MS,
                                                .kind = inspection_official });
        }
        turn_end();
    }
    turn_begin (15 * (instant)DAY_MS);
    turn_end();
    const char *shown = ask (comparison_show_record, &asked);
    assert_int_equal (refused.count, 0);
    assert_non_null (strstr (shown,
                             "\"before\":{\"from\":\"2021-02-11T10:00:00+08:00\",\"to\":\"2021-"
                             "02-25T10:00:00+08:00\",\"known\":\"yes\""));
    assert_non_null (strstr (shown, "\"figure\":\"visits\",\"this\":2,\"before\":1,\"change\":1,"
                                    "\"percent\":\"+100.0\"}"));
    assert_non_null (
        strstr (shown, "\"figure\":\"inspected_percent\",\"this\":100,\"before\":50,"));
    assert_non_null (strstr (shown, "\"figure\":\"fires\",\"this\":0,\"before\":0,\"change\":0}"));
}

static void enter_late (const char *ref, enum late_kind what)
{
    const struct late_entry entry = {
        .ref = ref, .what = what, .dated = START - HOUR_MS, .entered = START + HOUR_MS
    };
    say ("escalation", accountability_entered_record, "A-2021-000001",
         &(struct accountability_entered){ .file = "A-2021-000001", .entry = &entry });
}

/* S24: what was entered after the fire stands in the file; so does that its fire was withdrawn. */
static void a_file_tells_what_was_entered_after_the_fire (void **state)
{
    (void)state;
    turn_begin (SECOND_MS);
    say ("escalation", accountability_opened_record, "A-2021-000001",
         &(struct accountability_opened){ .file = "A-2021-000001",
                                          .kind = accountability_fire,
                                          .party = "construction",
                                          .reason = "r",
                                          .class = fire_larger,
                                          .known_at = START,
                                          .weighed = INSTANT_ABSENT });
    turn_end();
    instant then = now;
    const char *before = list (ledger_accountability, NULL, then);
    turn_begin (SECOND_MS);
    enter_late ("H-2021-000001", late_closed);
    enter_late ("T-2021-000001", late_verified);
    turn_end();
    const char *shown = list (ledger_accountability, "open", INSTANT_ABSENT);
    assert_non_null (strstr (shown, "\"later\":[{\"ref\":\"H-2021-000001\",\"what\":\"closed\""));
    assert_non_null (strstr (shown, "},{\"ref\":\"T-2021-000001\",\"what\":\"verified\""));
    turn_begin (SECOND_MS);
    say ("escalation", accountability_voided_record, "A-2021-000001",
         &(struct accountability_voided){ .file = "A-2021-000001",
                                          .incident_withdrawn = "F-2021-000001",
                                          .withdrawn_because = "重复上报",
                                          .withdrawn_by = "office" });
    turn_end();
    shown = list (ledger_accountability, "open", INSTANT_ABSENT);
    assert_non_null (strstr (shown, "\"withdrawn_because\":\"重复上报\""));
    assert_string_equal (list (ledger_accountability, NULL, then), before);
}

/* S12, S26: one answer, made of the lists, and the same when it is asked again. */
static void the_final_report_is_the_same_when_asked_again (void **state)
{
    (void)state;
    turn_begin (SECOND_MS);
    burn ("F-2021-000001", START - HOUR_MS, 3, fire_larger);
    turn_end();
    const struct final_report_show asked = { .as_of = now };
    const char *report = ask (final_report_show_record, &asked);
    assert_int_equal (refused.count, 0);
    static const char *const parts[] = { "\"fires\":{\"fires\":1",
                                         "\"indicators\":{\"fires\":{",
                                         "\"publicity\":{\"actions\":0",
                                         "\"figures\":{",
                                         "\"monthly\":",
                                         "\"ranking\":{",
                                         "\"missing\":{",
                                         "\"hazards\":{" };
    for (size_t i = 0; i < COUNT (parts); i++)
        assert_non_null (strstr (report, parts[i]));
    turn_begin (HOUR_MS);
    burn ("F-2021-000002", START - HOUR_MS, 1, fire_general);
    turn_end();
    assert_string_equal (ask (final_report_show_record, &asked), report);
    rebuild();
    assert_string_equal (ask (final_report_show_record, &asked), report);
}

/* S9, S12: unresolved anchors show as waiting. */
static void the_campaign_shows_what_it_waits_for (void **state)
{
    (void)state;
    const struct campaign_show asked = { .as_of = INSTANT_ABSENT };
    const char *shown = ask (campaign_show_record, &asked);
    assert_non_null (strstr (shown, "\"waits_for\":\"two_sessions_close\",\"now\":true"));
    turn_begin (SECOND_MS);
    say ("scheduling", anchor_resolved_record, "two_sessions_close",
         &(struct anchor_resolved){ .anchor = "two_sessions_close",
                                    .name = "n",
                                    .date = day_from (2021, 3, 11),
                                    .before = DAY_ABSENT,
                                    .by = "office" });
    turn_end();
    assert_non_null (
        strstr (ask (campaign_show_record, &asked), "\"to\":\"2021-03-11\",\"now\":true"));
}

/* S0: cloned for the next year on the same data, nothing is inherited: not the date of an anchor,
   not what was handed in. What was said before events named their campaign is of the year it was
   said in. */
static void the_next_campaign_inherits_nothing (void **state)
{
    (void)state;
    static const char digest[] = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    const struct campaign_show shown = { .as_of = INSTANT_ABSENT };
    const struct deliverables_list listed = { .kind = "summary",
                                              .as_of = INSTANT_ABSENT,
                                              .limit = NUMBER_ABSENT };
    turn_begin (SECOND_MS);
    for (int old = 0; old < 2; old++) {
        say ("scheduling", anchor_resolved_record, "two_sessions_close",
             &(struct anchor_resolved){ .anchor = "two_sessions_close",
                                        .campaign = old ? NULL : office->campaign->id,
                                        .name = "n",
                                        .date = day_from (2021, 2, 1),
                                        .before = DAY_ABSENT,
                                        .by = "office" });
        say (
            "intake", deliverable_submitted_record, "D-2021-000001",
            &(struct deliverable_submitted){ .deliverable = old ? "D-2021-000001" : "D-2021-000002",
                                             .campaign = old ? NULL : office->campaign->id,
                                             .kind = "summary",
                                             .party = old ? "c01" : "c02",
                                             .version = 1,
                                             .digest = digest,
                                             .stamped = true });
    }
    turn_end();
    assert_int_equal (count_of (ask (deliverables_list_record, &listed), "\"submitted\",\"late\""),
                      2);
    const struct office *first = office;
    struct campaign campaign = *office->campaign;
    struct office next = *office;
    campaign.id = "winter-2021";
    campaign.from = day_from (2021, 11, 6);
    campaign.to = day_from (2022, 3, 31);
    next.campaign = &campaign;
    office = &next;
    now = day_start (day_from (2021, 11, 8));
    assert_non_null (strstr (ask (campaign_show_record, &shown), "\"waiting\":true"));
    assert_non_null (strstr (ask (deliverables_list_record, &listed), "\"submitted\":0"));
    office = first;
    assert_null (strstr (ask (campaign_show_record, &shown), "\"waiting\":true"));
}

int main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown (the_inventory_is_as_it_was_then, begin, end),
        cmocka_unit_test_setup_teardown (an_obligation_tells_what_was_done, begin, end),
        cmocka_unit_test_setup_teardown (a_task_is_open_until_it_is_done, begin, end),
        cmocka_unit_test_setup_teardown (a_joint_case_names_its_lead, begin, end),
        cmocka_unit_test_setup_teardown (a_meeting_has_the_analysis_of_its_hour, begin, end),
        cmocka_unit_test_setup_teardown (an_obligation_has_the_day_that_it_moved_to, begin, end),
        cmocka_unit_test_setup_teardown (an_obligation_that_stands_still_says_so, begin, end),
        cmocka_unit_test_setup_teardown (an_obligation_that_is_over_stands_still_no_more, begin,
                                         end),
        cmocka_unit_test_setup_teardown (a_file_says_how_it_was_judged, begin, end),
        cmocka_unit_test_setup_teardown (what_was_published_on_a_day, begin, end),
        cmocka_unit_test_setup_teardown (a_mention_is_of_the_register_once_its_premises_are, begin,
                                         end),
        cmocka_unit_test_setup_teardown (a_mention_at_a_home_is_hidden, begin, end),
        cmocka_unit_test_setup_teardown (orders_referrals_and_listings_as_they_were, begin, end),
        cmocka_unit_test_setup_teardown (fires_are_counted_beside_those_of_a_year_before, begin,
                                         end),
        cmocka_unit_test_setup_teardown (the_second_year_is_compared_in_everything, begin, end),
        cmocka_unit_test_setup_teardown (a_file_tells_what_was_entered_after_the_fire, begin, end),
        cmocka_unit_test_setup_teardown (the_final_report_is_the_same_when_asked_again, begin, end),
        cmocka_unit_test_setup_teardown (the_campaign_shows_what_it_waits_for, begin, end),
        cmocka_unit_test_setup_teardown (the_next_campaign_inherits_nothing, begin, end),
    };
    return cmocka_run_group_tests (tests, NULL, NULL);
}
