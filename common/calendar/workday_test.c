/* Which days are worked: a small calendar made here for the rules, and the shipped one for every
   day of 2019 to 2026, against the sums of the State Council's notices. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "calendar/calendar.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

#define COUNT(list) (sizeof (list) / sizeof *(list))

enum { FIRST_YEAR = 2019, LAST_YEAR = 2026, FRIDAY = 5 };

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

static day date_or_absent (const char *text)
{
    return text ? date (text) : INT64_MIN;
}

static const char *show (day d)
{
    char text[DAY_TEXT_SIZE];
    return d == INT64_MIN ? "none" : arena_text (arena, day_text (d, text));
}

/* 2030 was announced twice, 2031 once, with a New Year that begins in December. */
static const struct calendar *small_calendar (void)
{
    struct marked_day *days = arena_take (arena, 5 * sizeof *days);
    days[0] = (struct marked_day){ date ("2030-05-01"), false, "first" };
    days[1] = (struct marked_day){ date ("2030-05-04"), true, "first" };
    days[2] = (struct marked_day){ date ("2030-05-02"), false, "second" };
    days[3] = (struct marked_day){ date ("2030-12-31"), false, "new year" };
    days[4] = (struct marked_day){ date ("2031-01-01"), false, "new year" };
    struct calendar_edition *editions = arena_take (arena, 3 * sizeof *editions);
    /* Not in the order of publication: the calendar promises none. */
    editions[0] = (struct calendar_edition){ 2030, date ("2030-03-01"), "b", days + 2, 1 };
    editions[1] = (struct calendar_edition){ 2031, date ("2030-11-01"), "c", days + 3, 2 };
    editions[2] = (struct calendar_edition){ 2030, date ("2029-11-01"), "a", days, 2 };
    struct calendar *calendar = arena_take (arena, sizeof *calendar);
    *calendar = (struct calendar){ editions, 3 };
    return calendar;
}

static void an_edition_governs_from_its_publication (void **state)
{
    (void)state;
    static const struct {
        const char *date, *known;
        bool works, provisional, marked;
        const char *published, *holiday;
    } rows[] = {
        /* Nobody has announced 2030 yet: its weekday, and said so. */
        { "2030-05-01", "2029-10-31", true, true, false, NULL, NULL },
        { "2030-05-04", "2029-10-31", false, true, false, NULL, NULL },
        { "2030-05-01", "2029-11-01", false, false, true, "2029-11-01", "first" },
        { "2030-05-04", "2029-11-01", true, false, true, "2029-11-01", "first" },
        { "2030-05-02", "2030-02-28", true, false, false, "2029-11-01", NULL },
        /* The second replaces the first whole: what it does not mark goes by its weekday. */
        { "2030-05-02", "2030-03-01", false, false, true, "2030-03-01", "second" },
        { "2030-05-01", "2030-03-01", true, false, false, "2030-03-01", NULL },
        { "2030-05-04", "2030-03-01", false, false, false, "2030-03-01", NULL },
        /* A day of 2030 that the edition of 2031 marks. */
        { "2030-12-31", "2030-10-31", true, false, false, "2030-03-01", NULL },
        { "2030-12-31", "2030-11-01", false, false, true, "2030-11-01", "new year" },
        { "2031-01-01", "2030-10-31", true, true, false, NULL, NULL },
        { "2031-01-01", "2030-11-01", false, false, true, "2030-11-01", "new year" },
        { "2032-01-01", "2040-01-01", true, true, false, NULL, NULL },
        { "2032-01-03", "2040-01-01", false, true, false, NULL, NULL },
    };
    const struct calendar *calendar = small_calendar();
    for (size_t i = 0; i < COUNT (rows); i++) {
        print_message ("%s as known on %s\n", rows[i].date, rows[i].known);
        struct workday workday = workday_on (calendar, date (rows[i].date), date (rows[i].known));
        assert_int_equal (workday.works, rows[i].works);
        assert_int_equal (workday.provisional, rows[i].provisional);
        assert_int_equal (workday.marked, rows[i].marked);
        assert_string_equal (show (workday.published), show (date_or_absent (rows[i].published)));
        assert_true (text_same (workday.holiday, rows[i].holiday));
    }
}

/* The sums come from the notices, counted apart from this program. */
static void every_shipped_year_sums_up (void **state)
{
    (void)state;
    static const struct {
        int year;
        const char *known;
        int64_t worked, off_marks, make_up_marks;
    } rows[] = {
        { 2019, "2019-03-21", 250, 19, 4 }, { 2019, "2019-03-22", 250, 22, 6 },
        { 2020, "2020-01-26", 251, 27, 7 }, { 2020, "2026-01-01", 249, 30, 6 },
        { 2021, "2026-01-01", 250, 31, 7 }, { 2022, "2022-12-07", 249, 31, 7 },
        { 2022, "2026-01-01", 249, 32, 7 }, { 2023, "2026-01-01", 249, 26, 7 },
        { 2024, "2026-01-01", 251, 28, 8 }, { 2025, "2026-01-01", 248, 28, 5 },
        { 2026, "2026-01-01", 248, 33, 6 },
    };
    for (size_t i = 0; i < COUNT (rows); i++) {
        print_message ("%d as known on %s\n", rows[i].year, rows[i].known);
        day first = day_from (rows[i].year, 1, 1), last = day_from (rows[i].year, 12, 31);
        int64_t off = 0, make_up = 0;
        for (day d = first; d <= last; d++) {
            struct workday workday = workday_on (shipped, d, date (rows[i].known));
            off += workday.marked && !workday.works;
            make_up += workday.marked && workday.works;
            assert_false (workday.provisional);
            assert_int_equal (workday.marked, workday.holiday != NULL);
            if (!workday.marked)
                assert_int_equal (workday.works, day_weekday (d) <= FRIDAY);
            if (workday.marked && workday.works)
                assert_true (day_weekday (d) > FRIDAY);
        }
        assert_int_equal (off, rows[i].off_marks);
        assert_int_equal (make_up, rows[i].make_up_marks);
        assert_int_equal (workdays_between (shipped, first, last, date (rows[i].known)),
                          rows[i].worked);
    }
}

static void a_year_is_provisional_until_it_is_announced (void **state)
{
    (void)state;
    static const char *const announced[] = {
        "2018-12-06", "2019-11-21", "2020-11-25", "2021-10-25",
        "2022-12-08", "2023-10-25", "2024-11-12", "2025-11-04"
    };
    for (int year = FIRST_YEAR; year <= LAST_YEAR; year++) {
        day published = date (announced[year - FIRST_YEAR]);
        for (day d = day_from (year, 1, 1); d <= day_from (year, 12, 31); d++) {
            struct workday before = workday_on (shipped, d, published - 1);
            assert_true (before.provisional);
            assert_false (before.marked);
            assert_int_equal (before.works, day_weekday (d) <= FRIDAY);
            assert_false (workday_on (shipped, d, published).provisional);
        }
    }
    for (day d = day_from (LAST_YEAR + 1, 1, 1); d <= day_from (LAST_YEAR + 1, 12, 31); d++)
        assert_true (workday_on (shipped, d, d).provisional);
}

static void days_between_include_both_ends (void **state)
{
    (void)state;
    static const struct {
        const char *from, *to;
        int64_t days;
    } rows[] = {
        { "2020-11-30", "2021-03-25", 80 }, /* domain: the operating phase of the plan */
        { "2021-02-10", "2021-02-10", 1 },  { "2021-02-11", "2021-02-11", 0 },
        { "2021-02-20", "2021-02-20", 1 }, /* a Saturday, made up */
        { "2021-02-10", "2021-02-20", 4 },  { "2021-02-10", "2021-02-09", 0 },
    };
    for (size_t i = 0; i < COUNT (rows); i++) {
        print_message ("%s to %s\n", rows[i].from, rows[i].to);
        assert_int_equal (
            workdays_between (shipped, date (rows[i].from), date (rows[i].to), date ("2020-11-25")),
            rows[i].days);
    }
}

static void days_before_go_by_the_same_calendar (void **state)
{
    (void)state;
    static const struct {
        const char *date;
        int64_t n;
        const char *before;
    } rows[] = {
        { "2021-02-19", 0, "2021-02-19" }, { "2021-02-14", 0, "2021-02-14" },
        { "2021-02-18", 1, "2021-02-10" }, { "2021-02-22", 1, "2021-02-20" },
        { "2021-02-08", 1, "2021-02-07" }, { "2021-02-22", 4, "2021-02-10" },
    };
    for (size_t i = 0; i < COUNT (rows); i++) {
        print_message ("%d before %s\n", (int)rows[i].n, rows[i].date);
        assert_string_equal (
            show (workday_before (shipped, date (rows[i].date), rows[i].n, date ("2021-01-01"))),
            rows[i].before);
    }
}

static void days_before_and_between_agree_on_every_day (void **state)
{
    (void)state;
    day known = date ("2026-01-01");
    for (day d = day_from (FIRST_YEAR, 2, 1); d <= day_from (LAST_YEAR, 12, 31); d++)
        for (int64_t n = 1; n <= 10; n += 3) {
            day before = workday_before (shipped, d, n, known);
            assert_true (workday_on (shipped, before, known).works);
            assert_int_equal (workdays_between (shipped, before, d - 1, known), n);
        }
}

int main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (an_edition_governs_from_its_publication),
        cmocka_unit_test (every_shipped_year_sums_up),
        cmocka_unit_test (a_year_is_provisional_until_it_is_announced),
        cmocka_unit_test (days_between_include_both_ends),
        cmocka_unit_test (days_before_go_by_the_same_calendar),
        cmocka_unit_test (days_before_and_between_agree_on_every_day),
    };
    return cmocka_run_group_tests (tests, read_shipped, forget_shipped);
}
