/* S0, and "every one with as_of": next year's campaign in the place of this one's changes nothing
   that is answered about this one. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "office/configured.h"
#include "reporting/stage_test.h"

static void configure (const struct campaign *campaign)
{
    turn_begin (HOUR_MS);
    say ("intake", campaign_configured_record, campaign->id,
         &(struct campaign_configured){ .campaign = campaign->id,
                                        .definition = campaign,
                                        .office = office_as_configured (office, arena) });
    turn_end();
}

/* What the questions of the campaign answer about AS_OF; CAMPAIGN may be NULL. */
static const char *answers (const char *campaign, instant as_of)
{
    static const struct {
        const struct record *(*word) (void);
        const char *more;
    } questions[] = {
        { campaign_show_record, "" },
        { deliverables_list_record, "" },
        { final_report_show_record, "" },
        { statistics_show_record, "" },
        { ranking_list_record, "" },
        { comparison_show_record, "" },
        { signals_list_record, "" },
        { coverage_list_record, "" },
        { coverage_list_record, ",\"window\":\"new_year\"" },
        { window_tasks_list_record, ",\"window\":\"new_year\"" },
    };
    struct text all = text_in (arena);
    char text[INSTANT_TEXT_SIZE];
    for (size_t i = 0; i < COUNT (questions); i++) {
        struct refusals wrong = refusals_in (arena);
        const char *asked =
            campaign ? arena_format (arena, "{\"campaign\":\"%s\"%s}", campaign, questions[i].more)
                     : arena_format (arena, "{\"as_of\":\"%s\"%s}", instant_text (as_of, text),
                                     questions[i].more);
        const void *question =
            record_from_text (questions[i].word(), asked, strlen (asked), arena, &wrong);
        assert_non_null (question);
        text_format (&all, "%s\n", ask (questions[i].word, question));
        if (refused.count > 0)
            fail_msg ("%s: %s: %s", asked, refused.list[0].path, refused.list[0].sentence);
    }
    return all.bytes;
}

static void holds (const char *answer, const char *part, bool is_there)
{
    if ((strstr (answer, part) != NULL) != is_there)
        fail_msg ("%s is%s in %s", part, is_there ? " not" : "", answer);
}

static void next_years_campaign_leaves_this_ones_answers (void **state)
{
    (void)state;
    const struct office *shipped = office;
    const instant winter = day_start (day_from (2021, 2, 10)),
                  summer = day_start (day_from (2021, 7, 1));
    now = day_start (day_from (2020, 11, 6));
    configure (shipped->campaign);
    now = summer;
    const char *before = answers (NULL, winter);
    holds (before, "\"from\":\"2020-11-06T00:00:00+08:00\"", true);

    struct campaign next = *shipped->campaign;
    struct office changed = *shipped;
    next.id = "winter-2021";
    next.from = day_from (2021, 11, 6);
    next.to = day_from (2022, 3, 31);
    changed.campaign = &next;
    office = &changed;
    configure (&next);
    assert_string_equal (answers (NULL, winter), before);
    holds (answers (NULL, now), "2021-11-06", false); /* it has not begun */
    holds (ask (campaign_show_record,
                &(struct campaign_show){ .campaign = "winter-2021", .as_of = INSTANT_ABSENT }),
           "\"id\":\"winter-2021\"", true);
    now = day_start (day_from (2021, 11, 7));
    assert_string_equal (answers (NULL, winter), before);
    holds (answers (NULL, now), "\"from\":\"2021-11-06T00:00:00+08:00\"", true);
    holds (answers ("winter-2020", 0), "\"from\":\"2020-11-06T00:00:00+08:00\"", true);
    holds (answers ("winter-2020", 0), "\"to\":\"2021-04-01T00:00:00+08:00\"", true);
    rebuild();
    assert_string_equal (answers (NULL, winter), before);
    office = shipped;
}

static void a_change_holds_from_then_on (void **state)
{
    (void)state;
    struct campaign changed = *office->campaign;
    const instant winter = day_start (day_from (2021, 2, 10));
    now = day_start (day_from (2020, 11, 6));
    configure (office->campaign);
    now = day_start (day_from (2021, 3, 1));
    changed.name = "另一名称";
    configure (&changed);
    holds (answers (NULL, winter), "另一名称", false);
    holds (answers (NULL, now), "另一名称", true);
    /* Asked about a time of which nothing is known, it was what it was first. */
    holds (answers (NULL, day_start (day_from (2020, 11, 6)) + HOUR_MS / 2), "另一名称", false);
}

/* OFFICE with a community of another name and one more, the ranking weighed otherwise, people asked
   later, and a calendar of 2021 in which 4 January is no working day. */
static const struct office *changed_from (const struct office *before)
{
    static struct office changed;
    static struct organisation organisation;
    static struct policy policy;
    static struct ranking_policy ranking;
    static struct signal_policy signals;
    static struct calendar calendar;
    static struct party communities[500];
    static struct calendar_edition editions[100];
    static const struct marked_day off[] = { { .holiday = "元旦" } };
    const size_t count = before->organisation->communities_count;
    memcpy (communities, before->organisation->communities, count * sizeof *communities);
    communities[0].name = "改名社区";
    communities[count] = (struct party){ .id = "c99", .name = "新社区" };
    organisation = *before->organisation;
    organisation.communities = communities;
    organisation.communities_count = count + 1;
    ranking = *before->policy->ranking;
    ranking.found += 7;
    signals = *before->policy->signals;
    signals.zero_streak = 2;
    policy = *before->policy;
    policy.ranking = &ranking;
    policy.signals = &signals;
    memcpy (editions, before->calendar->editions,
            before->calendar->editions_count * sizeof *editions);
    editions[before->calendar->editions_count] =
        (struct calendar_edition){ .year = 2021,
                                   .published = day_from (2020, 12, 1),
                                   .source = "s",
                                   .days = off,
                                   .days_count = 0 };
    calendar = (struct calendar){ editions, before->calendar->editions_count + 1 };
    changed = *before;
    changed.organisation = &organisation;
    changed.policy = &policy;
    changed.calendar = &calendar;
    return &changed;
}

/* Issue 10: who is named, who is ranked and owes, by which weights, on which days: as it was
   configured then, and of a campaign that is over as on its last day. */
static void another_office_leaves_the_answers_of_then (void **state)
{
    (void)state;
    const struct office *shipped = office;
    const struct office *changed = changed_from (office);
    const instant winter = day_start (day_from (2021, 2, 10)),
                  summer = day_start (day_from (2021, 7, 1));
    struct deliverables_list of_new = { .party = "c99", .as_of = winter, .limit = NUMBER_ABSENT };
    now = day_start (day_from (2020, 11, 6));
    configure (office->campaign);
    now = summer;
    const char *before = answers (NULL, winter);
    const char *last_winter = answers ("winter-2020", 0);
    holds (before, "改名社区", false);

    office = changed;
    configure (office->campaign);
    now = summer;
    assert_string_equal (answers (NULL, winter), before);
    assert_string_equal (answers ("winter-2020", 0), last_winter);
    ask (deliverables_list_record, &of_new);
    assert_int_equal (refused.count, 1);
    now += 2 * HOUR_MS;
    holds (answers (NULL, now), "改名社区", true);
    holds (answers (NULL, now), "新社区", true);
    holds (answers ("winter-2020", 0), "改名社区", false); /* it was over */
    holds (answers ("winter-2020", 0), "新社区", false);
    of_new.as_of = now;
    ask (deliverables_list_record, &of_new);
    assert_int_equal (refused.count, 0);
    rebuild();
    assert_string_equal (answers (NULL, winter), before);
    office = shipped;
    assert_string_equal (answers (NULL, winter), before);
}

/* PARTY hands in its plan, which OBLIGATION asks for, on DAY. */
static void hand_in (const char *deliverable, const char *obligation, const char *party, day on)
{
    static const char digest[] = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    now = day_start (on);
    turn_begin (HOUR_MS);
    say ("intake", deliverable_submitted_record, deliverable,
         &(struct deliverable_submitted){ .deliverable = deliverable,
                                          .campaign = office->campaign->id,
                                          .kind = "plan",
                                          .party = party,
                                          .version = 1,
                                          .digest = digest,
                                          .stamped = true,
                                          .confirmed_by = "office" });
    say ("scheduling", obligation_met_record, obligation,
         &(struct obligation_met){ .obligation = obligation,
                                   .kind = obligation_deliverable,
                                   .party = party,
                                   .by_what = deliverable });
    turn_end();
}

static void ask_for_plans (const char *first, const char *second, day last)
{
    configure (office->campaign);
    turn_begin (HOUR_MS);
    say_owed (first, obligation_deliverable, "plan", "c01", last);
    say_owed (second, obligation_deliverable, "plan", "c02", last);
    turn_end();
}

/* S0: who was missing and late a year before, by what that year's campaign asked for; before there
   was one, it is not known. */
static void what_was_missing_is_compared_with_the_year_before (void **state)
{
    (void)state;
    /* The days of 2020 still stand in the second year's file: more is late by them. */
    static const char *const figures[] = {
        "\"deliverables\",\"figure\":\"owed\",\"this\":104,\"before\":104,\"change\":0",
        "\"deliverables\",\"figure\":\"missing\",\"this\":102,\"before\":103,\"change\":-1",
        "\"deliverables\",\"figure\":\"late\",\"this\":102,\"before\":78,"
        "\"change\":24",
        "\"obligations\",\"figure\":\"due\",\"this\":2,\"before\":2,\"change\":0",
        "\"obligations\",\"figure\":\"met\",\"this\":2,\"before\":1,\"change\":1",
        "\"obligations\",\"figure\":\"met_late\",\"this\":1,\"before\":0,\"change\":1",
        "\"obligations\",\"figure\":\"missed\",\"this\":0,\"before\":1,\"change\":-1",
    };
    struct comparison_show asked = { .from = INSTANT_ABSENT,
                                     .to = INSTANT_ABSENT,
                                     .as_of = INSTANT_ABSENT };
    const struct office *shipped = office;
    struct campaign next = *office->campaign;
    struct office changed = *office;
    next.id = "winter-2021";
    next.from = day_from (2021, 11, 6);
    next.to = day_from (2022, 3, 31);
    changed.campaign = &next;
    now = day_start (day_from (2020, 11, 6));
    ask_for_plans ("B-2020-000001", "B-2020-000002", day_from (2020, 11, 30));
    hand_in ("D-2020-000001", "B-2020-000001", "c01", day_from (2020, 11, 20));
    now = day_start (day_from (2020, 12, 10));
    holds (ask (comparison_show_record, &asked),
           "\"figure\":\"missing\",\"this\":103,\"before\":null", true);
    holds (ask (comparison_show_record, &asked), "\"figure\":\"missed\",\"this\":1,\"before\":null",
           true);
    office = &changed;
    now = day_start (day_from (2021, 11, 6));
    ask_for_plans ("B-2021-000001", "B-2021-000002", day_from (2021, 11, 30));
    hand_in ("D-2021-000001", "B-2021-000001", "c01", day_from (2021, 11, 20));
    hand_in ("D-2021-000002", "B-2021-000002", "c02", day_from (2021, 12, 2));
    now = day_start (day_from (2021, 12, 10));
    const char *answer = ask (comparison_show_record, &asked);
    for (size_t i = 0; i < COUNT (figures); i++)
        holds (answer, figures[i], true);
    asked.campaign = "winter-2021";
    assert_string_equal (ask (comparison_show_record, &asked), answer);
    office = shipped;
}

static void there_is_no_such_campaign (void **state)
{
    (void)state;
    ask (campaign_show_record,
         &(struct campaign_show){ .campaign = "winter-1999", .as_of = INSTANT_ABSENT });
    assert_int_equal (refused.count, 1);
    assert_string_equal (refused.list[0].path, "/campaign");
}

int main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown (next_years_campaign_leaves_this_ones_answers, begin, end),
        cmocka_unit_test_setup_teardown (a_change_holds_from_then_on, begin, end),
        cmocka_unit_test_setup_teardown (another_office_leaves_the_answers_of_then, begin, end),
        cmocka_unit_test_setup_teardown (what_was_missing_is_compared_with_the_year_before, begin,
                                         end),
        cmocka_unit_test_setup_teardown (there_is_no_such_campaign, begin, end),
    };
    return cmocka_run_group_tests (tests, NULL, NULL);
}
