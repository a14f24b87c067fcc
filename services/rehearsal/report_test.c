/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "rehearsal/stage_test.h"

static day day_at (const char *text)
{
    day d;
    assert_true (day_parse (text, &d));
    return d;
}

static void an_absence_is_of_a_party_or_of_its_role (void **state)
{
    (void)state;
    const struct absence list[] = {
        { "deputy", day_at ("2021-02-10"), day_at ("2021-02-12") },
        { "c05", day_at ("2021-01-01"), day_at ("2021-01-01") },
    };
    const struct absences absences = { list, 2 };
    static const struct {
        const char *who, *role, *at;
        bool away;
    } rows[] = {
        { "deputy_1", "deputy", "2021-02-10T00:00:00+08:00", true },
        { "deputy_1", "deputy", "2021-02-12T23:59:59+08:00", true },
        { "deputy_1", "deputy", "2021-02-13T00:00:00+08:00", false },
        { "deputy_1", "deputy", "2021-02-09T23:59:59+08:00", false },
        { "leader", "leader", "2021-02-11T12:00:00+08:00", false },
        { "c05", "community", "2021-01-01T12:00:00+08:00", true },
        { "c06", "community", "2021-01-01T12:00:00+08:00", false },
        { "c05", NULL, "2021-01-01T12:00:00+08:00", true },
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_int_equal (
            absences_hold (&absences, rows[i].who, rows[i].role, stage_moment (rows[i].at)),
            rows[i].away);
}

static const struct rehearsed_recipient *find (const struct rehearsed *rehearsed, const char *party)
{
    for (size_t i = 0; i < rehearsed->recipients_count; i++)
        if (strcmp (rehearsed->recipients[i].party, party) == 0)
            return &rehearsed->recipients[i];
    fail_msg ("%s is not among those told", party);
    return NULL;
}

/* The deadline of this case alone: other things of the campaign may be told beside it. */
static size_t count_letters (const struct rehearsed *rehearsed, const char *party, const char *ref)
{
    size_t count = 0;
    for (size_t i = 0; i < rehearsed->letters_count; i++)
        for (size_t n = 0; n < rehearsed->letters[i].refs_count; n++)
            count += strcmp (rehearsed->letters[i].party, party) == 0 &&
                     strcmp (rehearsed->letters[i].refs[n], ref) == 0;
    return count;
}

static const struct rehearsed_clock *clock_of (const struct rehearsed *rehearsed, const char *id)
{
    for (size_t i = 0; i < rehearsed->clocks_count; i++)
        if (strcmp (rehearsed->clocks[i].clock, id) == 0)
            return &rehearsed->clocks[i];
    fail_msg ("the clock %s never ran", id);
    return NULL;
}

static const struct rehearsed_backlog *week_of (const struct rehearsed *rehearsed, const char *week)
{
    for (size_t i = 0; i < rehearsed->backlog_count; i++)
        if (rehearsed->backlog[i].week == day_at (week) &&
            strcmp (rehearsed->backlog[i].clock, CLOCK_TIPOFF_VERIFICATION) == 0)
            return &rehearsed->backlog[i];
    fail_msg ("nothing in the week of %s", week);
    return NULL;
}

/* Tue 1 December 09:00: a locked exit, which nobody verifies until Mon 7 December; a second one,
 * which is verified at once. */
static struct rehearsed play (struct stage *stage, struct report *report)
{
    struct refusals refusals = refusals_in (stage->arena);
    struct rehearsal *rehearsal =
        rehearsal_new (&(struct rehearsal_setup){ .office = stage->office,
                                                  .from = day_start (day_at ("2020-12-01")),
                                                  .self = report,
                                                  .hear = report_hear },
                       &refusals);
    report_begin (report, rehearsal_now (rehearsal));
    rehearsal_run (rehearsal, stage_moment ("2020-12-01T09:00:00+08:00"));
    stage_accepts (stage, rehearsal, "premises.register", STAGE_PREMISES);
    stage_accepts (stage, rehearsal, "tipoff.report", STAGE_TIPOFF);
    stage_accepts (stage, rehearsal, "tipoff.report", STAGE_TIPOFF);
    stage_accepts (stage, rehearsal, "tipoff.verify",
                   "{\"tipoff\":\"T-2020-000002\",\"outcome\":\"unfounded\",\"reason\":\"r\","
                   "\"inspectors\":[\"i\"]}");
    rehearsal_run (rehearsal, stage_moment ("2020-12-07T10:00:00+08:00"));
    stage_accepts (stage, rehearsal, "tipoff.verify",
                   "{\"tipoff\":\"T-2020-000001\",\"outcome\":\"unfounded\",\"reason\":\"r\","
                   "\"inspectors\":[\"i\"]}");
    rehearsal_run (rehearsal, stage_moment ("2020-12-12T00:00:00+08:00"));
    struct rehearsed rehearsed = report_end (report, rehearsal_now (rehearsal));
    rehearsal_destroy (&rehearsal);
    return rehearsed;
}

static void it_says_who_was_told_and_what_was_missed (void **state)
{
    struct stage *stage = *state;
    const struct absence away = { "deputy", day_at ("2020-12-01"), day_at ("2020-12-31") };
    const struct absences absences = { &away, 1 };
    struct report *report = report_new (stage->office, &absences, stage->arena);
    struct rehearsed rehearsed = play (stage, report);
    const struct rehearsed_clock *clock = clock_of (&rehearsed, CLOCK_TIPOFF_VERIFICATION);
    assert_int_equal (clock->before, 0);
    assert_int_equal (clock->armed, 2);
    assert_int_equal (clock->met, 1);
    assert_int_equal (clock->missed, 1);
    assert_int_equal (clock->late, 1);
    assert_int_equal (clock->open, 0);
    /* 6 h before; due; repeats after 12, 36, 84 h; the rung `office` at once and `deputy` a day
     * later tell the community or not as the policy says. */
    assert_true (count_letters (&rehearsed, "c01", "T-2020-000001") >= 5);
    assert_int_equal (count_letters (&rehearsed, "c02", "T-2020-000001"), 0);
    assert_true (count_letters (&rehearsed, "leader", "T-2020-000001") >= 1); /* after 120 h */
    /* Two tip-offs, the summary, two turns of its meeting, and the inspections before the shopping
     * peak, which nobody reports. */
    assert_int_equal (find (&rehearsed, "c01")->deadlines, 6);
    assert_int_equal (find (&rehearsed, "c01")->missed, 3);
    assert_true (find (&rehearsed, "deputy_1")->letters > 0);
    assert_int_equal (find (&rehearsed, "deputy_1")->unread,
                      find (&rehearsed, "deputy_1")->letters);
    assert_int_equal (find (&rehearsed, "leader")->unread, 0);
    size_t climbs = 0;
    const struct rehearsed_climb *last = NULL;
    for (size_t i = 0; i < rehearsed.climbed_count; i++)
        if (strcmp (rehearsed.climbed[i].ref, "T-2020-000001") == 0) {
            last = &rehearsed.climbed[i];
            climbs++;
        }
    assert_int_equal (climbs, 4); /* office, deputy, executive deputy, leader */
    assert_string_equal (last->role, "leader");
    assert_true (last->at == stage_moment ("2020-12-07T09:00:00+08:00"));
    /* The tip-off; the window of the community that has a warehouse; the office's meeting of the
     * turn that ended on 3 December, those of 24 communities and 6 departments of the one that
     * ended on the 5th. */
    assert_int_equal (rehearsed.missed_count, 1 + 1 + 1 + 30);
    report_destroy (&report);
    assert_null (report);
}

static void it_counts_by_week_and_day (void **state)
{
    struct stage *stage = *state;
    const struct absences nobody = { .count = 0 };
    struct report *report = report_new (stage->office, &nobody, stage->arena);
    struct rehearsed rehearsed = play (stage, report);
    const struct rehearsed_backlog *first = week_of (&rehearsed, "2020-11-30");
    assert_int_equal (first->armed, 2);
    assert_int_equal (first->ended, 1);
    assert_int_equal (first->open, 1);
    assert_int_equal (first->overdue, 1);
    const struct rehearsed_backlog *second = week_of (&rehearsed, "2020-12-07");
    assert_int_equal (second->armed, 0);
    assert_int_equal (second->ended, 1);
    assert_int_equal (second->open, 0);
    assert_int_equal (second->overdue, 0);
    int64_t letters = 0;
    for (size_t i = 0; i < rehearsed.days_count; i++) {
        letters += rehearsed.days[i].letters;
        assert_true (rehearsed.days[i].recipients <= rehearsed.days[i].letters);
    }
    assert_int_equal (letters, rehearsed.letters_count);
    for (size_t i = 1; i < rehearsed.letters_count; i++) {
        instant from = rehearsed.letters[i - 1].at, to = rehearsed.letters[i].at;
        assert_true (from <= to && (to - from) / HOUR_MS <= rehearsed.silence->hours);
    }
    report_destroy (&report);
}

/* Each that ran is in one column: what was triaged anew is cancelled and armed again. */
static void the_rows_of_the_clocks_add_up (void **state)
{
    struct stage *stage = *state;
    struct refusals refusals = refusals_in (stage->arena);
    const struct absences nobody = { .count = 0 };
    struct report *report = report_new (stage->office, &nobody, stage->arena);
    struct rehearsal *rehearsal =
        rehearsal_new (&(struct rehearsal_setup){ .office = stage->office,
                                                  .from = day_start (day_at ("2020-12-01")),
                                                  .self = report,
                                                  .hear = report_hear },
                       &refusals);
    report_begin (report, rehearsal_now (rehearsal));
    rehearsal_run (rehearsal, stage_moment ("2020-12-01T09:00:00+08:00"));
    stage_accepts (stage, rehearsal, "premises.register", STAGE_PREMISES);
    stage_accepts (stage, rehearsal, "tipoff.report", STAGE_TIPOFF);
    stage_accepts (
        stage, rehearsal, "tipoff.triage",
        "{\"tipoff\":\"T-2020-000001\",\"category\":\"colour_steel\",\"by\":\"office\"}");
    rehearsal_run (rehearsal, stage_moment ("2020-12-12T00:00:00+08:00"));
    struct rehearsed rehearsed = report_end (report, rehearsal_now (rehearsal));
    rehearsal_destroy (&rehearsal);
    const struct rehearsed_clock *clock = clock_of (&rehearsed, CLOCK_TIPOFF_VERIFICATION);
    assert_int_equal (clock->armed, 2);
    assert_int_equal (clock->cancelled, 1);
    assert_int_equal (clock->open, 1);
    assert_int_equal (clock->missed, 1); /* and open */
    for (size_t i = 0; i < rehearsed.clocks_count; i++) {
        clock = &rehearsed.clocks[i];
        assert_int_equal (clock->before + clock->armed,
                          clock->met + clock->late + clock->cancelled + clock->open);
    }
    report_destroy (&report);
}

/* Missed on Wed 2 December, and on the 3rd given until the 10th. */
/* As if its length were the street's own, and more time could be given. */
static void lend_time (const struct office *office)
{
    struct clock_policy *clocks = (struct clock_policy *)office->policy->clocks;
    for (size_t i = 0; i < office->policy->clocks_count; i++)
        clocks[i].statutory = false;
}

static void what_is_extended_is_not_overdue (void **state)
{
    struct stage *stage = *state;
    struct refusals refusals = refusals_in (stage->arena);
    const struct absences nobody = { .count = 0 };
    struct report *report = report_new (stage->office, &nobody, stage->arena);
    struct rehearsal *rehearsal =
        rehearsal_new (&(struct rehearsal_setup){ .office = stage->office,
                                                  .from = day_start (day_at ("2020-12-01")),
                                                  .self = report,
                                                  .hear = report_hear },
                       &refusals);
    report_begin (report, rehearsal_now (rehearsal));
    rehearsal_run (rehearsal, stage_moment ("2020-12-01T09:00:00+08:00"));
    stage_accepts (stage, rehearsal, "premises.register", STAGE_PREMISES);
    stage_accepts (stage, rehearsal, "tipoff.report", STAGE_TIPOFF);
    rehearsal_run (rehearsal, stage_moment ("2020-12-03T09:00:00+08:00"));
    lend_time (stage->office);
    stage_accepts (stage, rehearsal, "deadline.extend",
                   "{\"deadline\":\"T-2020-000001/tipoff_verification/1\",\"working_days\":5,"
                   "\"reason\":\"r\",\"by\":\"leader\"}");
    rehearsal_run (rehearsal, stage_moment ("2020-12-12T00:00:00+08:00"));
    struct rehearsed rehearsed = report_end (report, rehearsal_now (rehearsal));
    rehearsal_destroy (&rehearsal);
    assert_int_equal (week_of (&rehearsed, "2020-11-30")->missed, 1);
    assert_int_equal (week_of (&rehearsed, "2020-11-30")->overdue, 0);
    assert_int_equal (week_of (&rehearsed, "2020-12-07")->missed, 1);
    assert_int_equal (week_of (&rehearsed, "2020-12-07")->overdue, 1);
    assert_int_equal (clock_of (&rehearsed, CLOCK_TIPOFF_VERIFICATION)->missed, 2);
    report_destroy (&report);
}

#define PLAYED(test) cmocka_unit_test_setup_teardown (test, stage_new, stage_destroy)

int main (void)
{
    const struct CMUnitTest tests[] = {
        PLAYED (an_absence_is_of_a_party_or_of_its_role),  PLAYED (the_rows_of_the_clocks_add_up),
        PLAYED (it_says_who_was_told_and_what_was_missed), PLAYED (it_counts_by_week_and_day),
        PLAYED (what_is_extended_is_not_overdue),
    };
    log_open ("test", LOG_NOTHING);
    return cmocka_run_group_tests (tests, NULL, NULL);
}
