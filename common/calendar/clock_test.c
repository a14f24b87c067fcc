/* Deadlines: the office's table of examples row by row, the explanations word by word, and what
   must hold for a clock that starts on any day of 2019 to 2026. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "calendar/clock.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

#define COUNT(list) (sizeof (list) / sizeof *(list))

static struct arena *arena;
static const struct calendar *shipped;

static int read_shipped (void **state)
{
    (void)state;
    arena = arena_new();
    struct refusals refusals = refusals_in (arena);
    shipped = calendar_read (arena_format (arena, "%s/config/calendars", getenv ("SOURCE")), arena,
                             &refusals);
    return shipped ? 0 : -1;
}

static int forget_shipped (void **state)
{
    (void)state;
    arena_destroy (&arena);
    return 0;
}

static day date (const char *text)
{
    day d = 0;
    assert_true (day_parse (text, &d));
    return d;
}

static instant moment (const char *text)
{
    instant at = 0;
    assert_true (instant_parse (text, &at));
    return at;
}

static const char *show (instant at)
{
    char text[INSTANT_TEXT_SIZE];
    return arena_text (arena, instant_text (at, text));
}

static void ends_are_those_of_the_table (void **state)
{
    (void)state;
    static const struct {
        const char *from, *known;
        struct clock_rule rule;
        const char *due;
        bool provisional;
        const char *published; /* NULL: none */
    } rows[] = {
#define WORKING(days) { .kind = clock_working_days, .length = days }
#define CALENDAR(days)                                                                             \
    {                                                                                              \
        .kind = clock_calendar_days, .length = days                                                \
    }
#define MOVED(days)                                                                                \
    {                                                                                              \
        .kind = clock_calendar_days, .length = days, .moved_from_holiday = true                    \
    }
#define HOURS(hours)                                                                               \
    {                                                                                              \
        .kind = clock_hours, .length = hours                                                       \
    }
        { "2021-02-05T09:30:00+08:00", "2021-01-01", WORKING (3), "2021-02-10T00:00:00+08:00",
          false, "2020-11-25" },
        { "2021-02-06T09:30:00+08:00", "2021-01-01", WORKING (1), "2021-02-08T00:00:00+08:00",
          false, "2020-11-25" },
        { "2021-02-09T09:30:00+08:00", "2021-01-01", WORKING (3), "2021-02-20T00:00:00+08:00",
          false, "2020-11-25" },
        { "2021-02-10T09:30:00+08:00", "2021-01-01", WORKING (3), "2021-02-21T00:00:00+08:00",
          false, "2020-11-25" },
        { "2021-02-18T09:30:00+08:00", "2021-01-01", WORKING (3), "2021-02-23T00:00:00+08:00",
          false, "2020-11-25" },
        { "2021-02-03T09:30:00+08:00", "2021-01-01", WORKING (7), "2021-02-19T00:00:00+08:00",
          false, "2020-11-25" },
        { "2020-12-30T09:30:00+08:00", "2020-12-30", WORKING (3), "2021-01-06T00:00:00+08:00",
          false, "2020-11-25" },
        { "2021-03-11T09:30:00+08:00", "2021-01-01", WORKING (5), "2021-03-19T00:00:00+08:00",
          false, "2020-11-25" },
        /* The edition of 2020-01-27 moves what began before it. */
        { "2020-01-23T09:30:00+08:00", "2020-01-23", WORKING (3), "2020-02-04T00:00:00+08:00",
          false, "2019-11-21" },
        { "2020-01-23T09:30:00+08:00", "2020-01-26", WORKING (3), "2020-02-04T00:00:00+08:00",
          false, "2019-11-21" },
        { "2020-01-23T09:30:00+08:00", "2020-01-27", WORKING (3), "2020-02-06T00:00:00+08:00",
          false, "2020-01-27" },
        { "2021-01-13T09:30:00+08:00", "2021-01-01", CALENDAR (30), "2021-02-13T00:00:00+08:00",
          false, NULL },
        /* The same sealing, moved: the holiday ends on 02-17. */
        { "2021-01-13T09:30:00+08:00", "2021-01-01", MOVED (30), "2021-02-19T00:00:00+08:00", false,
          "2020-11-25" },
        { "2021-01-13T09:30:00+08:00", "2021-01-01", MOVED (28), "2021-02-11T00:00:00+08:00", false,
          "2020-11-25" },
        /* A plain weekend is not a holiday of an edition, so it does not move. */
        { "2021-03-10T09:30:00+08:00", "2021-01-01", MOVED (3), "2021-03-14T00:00:00+08:00", false,
          "2020-11-25" },
        /* The day of the event ends at midnight here, not in Greenwich. */
        { "2021-02-04T23:59:59.999+08:00", "2021-01-01", WORKING (1), "2021-02-06T00:00:00+08:00",
          false, "2020-11-25" },
        { "2021-02-05T00:00:00+08:00", "2021-01-01", WORKING (1), "2021-02-08T00:00:00+08:00",
          false, "2020-11-25" },
        { "2021-02-04T16:30:00Z", "2021-01-01", WORKING (1), "2021-02-08T00:00:00+08:00", false,
          "2020-11-25" },
        /* Hours run through the holiday, to the millisecond. */
        { "2021-02-10T09:30:00.123+08:00", "2021-01-01", HOURS (24),
          "2021-02-11T09:30:00.123+08:00", false, NULL },
        { "2020-02-28T20:00:00+08:00", "2020-03-01", HOURS (36), "2020-03-01T08:00:00+08:00", false,
          NULL },
        { "2028-02-10T20:00:00+08:00", "2021-01-01", HOURS (1), "2028-02-10T21:00:00+08:00", false,
          NULL },
        /* 2021 was not announced on 2020-11-24. */
        { "2020-12-30T09:30:00+08:00", "2020-11-24", WORKING (1), "2021-01-01T00:00:00+08:00",
          false, "2020-01-27" },
        { "2020-12-30T09:30:00+08:00", "2020-11-24", WORKING (3), "2021-01-05T00:00:00+08:00", true,
          "2020-01-27" },
        { "2020-12-30T09:30:00+08:00", "2020-11-24", CALENDAR (3), "2021-01-03T00:00:00+08:00",
          false, NULL },
        { "2020-12-30T09:30:00+08:00", "2020-11-24", MOVED (3), "2021-01-03T00:00:00+08:00", true,
          NULL },
        { "2020-12-30T09:30:00+08:00", "2020-11-25", MOVED (3), "2021-01-05T00:00:00+08:00", false,
          "2020-11-25" },
        { "2026-12-30T09:30:00+08:00", "2026-12-30", WORKING (2), "2027-01-02T00:00:00+08:00", true,
          "2025-11-04" },
#undef WORKING
#undef CALENDAR
#undef MOVED
#undef HOURS
    };
    for (size_t i = 0; i < COUNT (rows); i++) {
        print_message ("row %zu: %s as known on %s\n", i, rows[i].from, rows[i].known);
        struct clock_end end =
            clock_run (shipped, &rows[i].rule, moment (rows[i].from), date (rows[i].known), arena);
        assert_string_equal (show (end.due), rows[i].due);
        assert_int_equal (end.provisional, rows[i].provisional);
        assert_int_equal (end.published, rows[i].published ? date (rows[i].published) : INT64_MIN);
    }
}

static void explanations_name_every_day (void **state)
{
    (void)state;
    static const struct {
        const char *from, *known;
        struct clock_rule rule;
        bool chinese;
        const char *words;
    } rows[] = {
        { "2021-02-10T09:30:00+08:00",
          "2021-01-01",
          { .kind = clock_working_days, .length = 3, .source = "rule 18(1)(2)" },
          false,
          "length: 3 working days (rule 18(1)(2))\n"
          "from: 2021-02-10 09:30 (that day is not counted)\n"
          "2021-02-11 Thu  skipped: holiday (春节)\n"
          "2021-02-12 Fri  skipped: holiday (春节)\n"
          "2021-02-13 Sat  skipped: holiday (春节)\n"
          "2021-02-14 Sun  skipped: holiday (春节)\n"
          "2021-02-15 Mon  skipped: holiday (春节)\n"
          "2021-02-16 Tue  skipped: holiday (春节)\n"
          "2021-02-17 Wed  skipped: holiday (春节)\n"
          "2021-02-18 Thu  counts: working day 1\n"
          "2021-02-19 Fri  counts: working day 2\n"
          "2021-02-20 Sat  counts: working day 3, a make-up day (春节)\n"
          "due: 2021-02-20 24:00\n"
          "edition: holidays published on 2020-11-25\n" },
        { "2020-12-31T00:00:00+08:00",
          "2020-11-24",
          { .kind = clock_working_days, .length = 2, .source = "第18条" },
          true,
          "时限：2个工作日（第18条）\n"
          "起算：2020-12-31 00:00（当日不计入）\n"
          "2021-01-01 周五  计第1个工作日（该年放假安排尚未公布，暂按星期推算）\n"
          "2021-01-02 周六  周末，不计（该年放假安排尚未公布，暂按星期推算）\n"
          "2021-01-03 周日  周末，不计（该年放假安排尚未公布，暂按星期推算）\n"
          "2021-01-04 周一  计第2个工作日（该年放假安排尚未公布，暂按星期推算）\n"
          "到期：2021-01-04 24:00\n" },
        { "2021-02-06T10:00:00+08:00",
          "2021-01-01",
          { .kind = clock_working_days, .length = 1 },
          true,
          "时限：1个工作日\n"
          "起算：2021-02-06 10:00（当日不计入）\n"
          "2021-02-07 周日  调休上班，计第1个工作日（春节）\n"
          "到期：2021-02-07 24:00\n"
          "依据：2020-11-25公布的放假安排\n" },
        { "2021-02-10T23:30:00+08:00",
          "2021-01-01",
          { .kind = clock_hours, .length = 24 },
          false,
          "length: 24 hours\n"
          "from: 2021-02-10 23:30\n"
          "due: 2021-02-11 23:30\n" },
        { "2020-12-29T08:00:00+08:00",
          "2020-11-25",
          { .kind = clock_calendar_days, .length = 4, .moved_from_holiday = true },
          false,
          "length: 4 calendar days\n"
          "from: 2020-12-29 08:00 (that day is not counted)\n"
          "2021-01-02 Sat  the last day is a holiday, moved on (元旦)\n"
          "2021-01-03 Sun  the last day is a holiday, moved on (元旦)\n"
          "due: 2021-01-04 24:00\n"
          "edition: holidays published on 2020-11-25\n" },
        /* Provisional is never silent, though no day stands in the list. */
        { "2020-12-29T08:00:00+08:00",
          "2020-11-24",
          { .kind = clock_calendar_days, .length = 4, .moved_from_holiday = true },
          false,
          "length: 4 calendar days\n"
          "from: 2020-12-29 08:00 (that day is not counted)\n"
          "due: 2021-01-02 24:00\n"
          "provisional: the holidays of the last day's year are not announced yet\n" },
    };
    for (size_t i = 0; i < COUNT (rows); i++) {
        instant from = moment (rows[i].from);
        struct clock_end end =
            clock_run (shipped, &rows[i].rule, from, date (rows[i].known), arena);
        struct text text = text_in (arena);
        clock_explain (&rows[i].rule, from, &end, rows[i].chinese, &text);
        assert_string_equal (text.bytes, rows[i].words);
    }
}

static void moments_end_at_24_00 (void **state)
{
    (void)state;
    static const struct {
        const char *at, *words;
    } rows[] = {
        { "2021-02-10T00:00:00+08:00", "2021-02-09 24:00" },
        { "2021-01-01T00:00:00+08:00", "2020-12-31 24:00" },
        { "2021-02-10T00:00:00.001+08:00", "2021-02-10 00:00" },
        { "2021-02-10T09:05:59+08:00", "2021-02-10 09:05" },
        { "2021-02-10T16:00:00Z", "2021-02-10 24:00" },
    };
    for (size_t i = 0; i < COUNT (rows); i++)
        assert_string_equal (clock_moment (moment (rows[i].at), arena), rows[i].words);
}

static void check_steps (const struct clock_end *end, day start, int64_t length)
{
    int64_t number = 0;
    for (size_t i = 0; i < end->steps_count; i++) {
        const struct clock_step *step = &end->steps[i];
        assert_int_equal (step->date, start + 1 + (int64_t)i);
        number += step->kind == clock_counted || step->kind == clock_make_up;
        assert_int_equal (step->number, number);
        if (step->kind == clock_make_up || step->kind == clock_holiday)
            assert_non_null (step->holiday);
    }
    assert_int_equal (number, length);
    assert_int_equal (end->due, day_start (start + (int64_t)end->steps_count + 1));
}

/* A later start never ends earlier, and the explanation adds up to the end, on every day. */
static void working_days_hold_on_every_day (void **state)
{
    (void)state;
    static const int64_t lengths[] = { 1, 3, 7, 30 };
    day known = date ("2026-01-01");
    struct arena *turn = arena_new();
    for (size_t i = 0; i < COUNT (lengths); i++) {
        const struct clock_rule rule = { .kind = clock_working_days, .length = lengths[i] };
        instant before = 0;
        for (day d = date ("2019-01-01"); d <= date ("2026-12-31"); d++) {
            struct clock_end end =
                clock_run (shipped, &rule, day_start (d) + 9 * HOUR_MS, known, turn);
            day last = day_of (end.due) - 1;
            check_steps (&end, d, lengths[i]);
            assert_true (workday_on (shipped, last, known).works);
            assert_int_equal (workdays_between (shipped, d + 1, last, known), lengths[i]);
            assert_int_equal (end.provisional, last >= date ("2027-01-01"));
            assert_true (end.due >= before);
            before = end.due;
            arena_reset (turn);
        }
    }
    arena_destroy (&turn);
}

static void the_longest_clock_is_explained_whole (void **state)
{
    (void)state;
    const struct clock_rule rule = { .kind = clock_working_days, .length = CLOCK_LENGTH_MAX };
    day start = date ("2019-01-01");
    struct clock_end end = clock_run (shipped, &rule, day_start (start), start, arena);
    assert_true (end.provisional);
    check_steps (&end, start, CLOCK_LENGTH_MAX);
}

/* Fri 5 February 2021 and three working days, of which Sun 7 (a make-up day) and Mon 8 were stood
   through: they are not numbered, and a weekend is one still. */
static void what_stood_still_is_not_numbered (void **state)
{
    static const struct {
        const char *date;
        enum clock_step_kind kind;
        int64_t number;
    } rows[] = {
        { "2021-02-06", clock_weekend, 0 }, { "2021-02-07", clock_stood, 0 },
        { "2021-02-08", clock_stood, 0 },   { "2021-02-09", clock_counted, 1 },
        { "2021-02-10", clock_counted, 2 },
    };
    (void)state;
    const struct clock_rule rule = { .kind = clock_working_days, .length = 4 };
    struct clock_end end = clock_run (shipped, &rule, moment ("2021-02-05T10:00:00+08:00"),
                                      date ("2021-02-05"), arena);
    clock_stand (&end, date ("2021-02-06"), date ("2021-02-09"), arena);
    assert_int_equal (end.steps_count, COUNT (rows));
    for (size_t i = 0; i < COUNT (rows); i++) {
        assert_int_equal (end.steps[i].date, date (rows[i].date));
        assert_int_equal (end.steps[i].kind, rows[i].kind);
        assert_int_equal (end.steps[i].number, rows[i].number);
    }
}

int main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (what_stood_still_is_not_numbered),
        cmocka_unit_test (ends_are_those_of_the_table),
        cmocka_unit_test (explanations_name_every_day),
        cmocka_unit_test (moments_end_at_24_00),
        cmocka_unit_test (working_days_hold_on_every_day),
        cmocka_unit_test (the_longest_clock_is_explained_whole),
    };
    return cmocka_run_group_tests (tests, read_shipped, forget_shipped);
}
