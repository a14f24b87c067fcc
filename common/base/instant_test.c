/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/instant.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define COUNT(list) (sizeof (list) / sizeof *(list))

enum { FIRST_YEAR = 2000, LAST_YEAR = 2199, MONTHS = 12 };

static bool is_leap (int year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

static int month_days (int year, int month)
{
    static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    return month == 2 && is_leap (year) ? 29 : days[month - 1];
}

/* Counted on by hand from a day that everybody knows: 2000-01-01 was a Saturday, and day 10957. */
static void every_day_goes_there_and_back (void **state)
{
    (void)state;
    day counted = 10957;
    int weekday = 6;
    for (int year = FIRST_YEAR; year <= LAST_YEAR; year++)
        for (int month = 1; month <= MONTHS; month++)
            for (int dom = 1; dom <= month_days (year, month); dom++) {
                char wanted[DAY_TEXT_SIZE + 32], text[DAY_TEXT_SIZE];
                int y, m, d;
                day again;
                assert_int_equal (day_from (year, month, dom), counted);
                day_split (counted, &y, &m, &d);
                assert_true (y == year && m == month && d == dom);
                snprintf (wanted, sizeof wanted, "%04d-%02d-%02d", year, month, dom);
                assert_string_equal (day_text (counted, text), wanted);
                assert_true (day_parse (wanted, &again));
                assert_int_equal (again, counted);
                assert_int_equal (day_weekday (counted), weekday);
                assert_int_equal (day_of (day_start (counted)), counted);
                assert_int_equal (day_of (day_start (counted) - 1), counted - 1);
                assert_int_equal (day_of (day_start (counted + 1) - 1), counted);
                counted++;
                weekday = weekday % 7 + 1;
            }
    assert_int_equal (counted, day_from (LAST_YEAR + 1, 1, 1));
}

static void days_before_1970_are_days_too (void **state)
{
    (void)state;
    static const struct {
        int year, month, dom;
        day d;
        int weekday;
    } rows[] = {
        { 1970, 1, 1, 0, 4 },    { 1969, 12, 31, -1, 3 },   { 1969, 12, 29, -3, 1 },
        { 1969, 12, 28, -4, 7 }, { 1900, 3, 1, -25508, 4 }, { 1600, 2, 29, -135081, 2 },
        { 1, 1, 1, -719162, 1 }, { 0, 2, 29, -719469, 2 },
    };
    for (size_t i = 0; i < COUNT (rows); i++) {
        int year, month, dom;
        assert_int_equal (day_from (rows[i].year, rows[i].month, rows[i].dom), rows[i].d);
        day_split (rows[i].d, &year, &month, &dom);
        assert_true (year == rows[i].year && month == rows[i].month && dom == rows[i].dom);
        assert_int_equal (day_weekday (rows[i].d), rows[i].weekday);
        assert_int_equal (day_of (day_start (rows[i].d)), rows[i].d);
        assert_int_equal (day_of (day_start (rows[i].d) - 1), rows[i].d - 1);
    }
}

static void what_is_no_date_is_refused (void **state)
{
    (void)state;
    static const char *const rows[] = {
        "",           "2021",       "2021-2-10",   "2021-02-1",   "2021-02-100", "2021-02-29",
        "2100-02-29", "2021-04-31", "2021-00-10",  "2021-13-10",  "2021-02-00",  "2021-02-32",
        "2021/02/10", "2021-02 10", " 2021-02-10", "2021-02-10 ", "+021-02-10",  "202a-02-10",
        "1999-12-31", "2200-01-01", "-001-01-01",  "0000-00-00",  "２021-02-10",
    };
    for (size_t i = 0; i < COUNT (rows); i++) {
        day d = 42;
        print_message ("'%s'\n", rows[i]);
        assert_false (day_parse (rows[i], &d));
        assert_int_equal (d, 42);
    }
}

static void moments_are_read_and_written_at_08_00 (void **state)
{
    (void)state;
    static const struct {
        const char *said, *written;
    } rows[] = {
        { "2021-02-10T09:30:00+08:00", "2021-02-10T09:30:00+08:00" },
        { "2021-02-10T01:30:00Z", "2021-02-10T09:30:00+08:00" },
        { "2021-02-10t01:30:00z", "2021-02-10T09:30:00+08:00" },
        { "2021-02-09T20:30:00-05:00", "2021-02-10T09:30:00+08:00" },
        { "2021-02-10T07:00:00+05:30", "2021-02-10T09:30:00+08:00" },
        { "2021-02-10T01:30:00-00:00", "2021-02-10T09:30:00+08:00" },
        { "2021-02-10T16:00:00Z", "2021-02-11T00:00:00+08:00" },
        { "2021-02-10T15:59:59.999Z", "2021-02-10T23:59:59.999+08:00" },
        { "2021-02-10T09:30:00.1+08:00", "2021-02-10T09:30:00.100+08:00" },
        { "2021-02-10T09:30:00.05+08:00", "2021-02-10T09:30:00.050+08:00" },
        { "2021-02-10T09:30:00.000+08:00", "2021-02-10T09:30:00+08:00" },
        { "2021-02-10T09:30:00.1239999+08:00", "2021-02-10T09:30:00.123+08:00" },
        { "2021-02-10T09:30:00.00099999999999+08:00", "2021-02-10T09:30:00+08:00" },
        { "2016-12-31T23:59:60Z", "2017-01-01T08:00:00+08:00" }, /* a leap second */
        { "2020-02-29T23:59:59-23:59", "2020-03-02T07:58:59+08:00" },
        { "2000-01-01T00:00:00+08:00", "2000-01-01T00:00:00+08:00" },
        { "1999-12-31T16:00:00Z", "2000-01-01T00:00:00+08:00" },
        { "2199-12-31T23:59:59.999+08:00", "2199-12-31T23:59:59.999+08:00" },
        { "2200-01-01T00:00:00+08:00", "2200-01-01T00:00:00+08:00" }, /* the end of a date alone */
    };
    for (size_t i = 0; i < COUNT (rows); i++) {
        char text[INSTANT_TEXT_SIZE];
        instant at, again;
        print_message ("%s\n", rows[i].said);
        assert_true (instant_parse (rows[i].said, &at));
        assert_string_equal (instant_text (at, text), rows[i].written);
        assert_true (instant_parse (text, &again));
        assert_int_equal (again, at);
    }
    instant zero;
    assert_true (instant_parse ("2001-09-09T01:46:40Z", &zero));
    assert_int_equal (zero, INT64_C (1000000000000));
}

static void what_is_no_moment_is_refused (void **state)
{
    (void)state;
    static const char *const rows[] = {
        "",
        "2021-02-10",
        "2021-02-10T09:30:00",
        "2021-02-10 09:30:00+08:00",
        "2021-02-10T09:30+08:00",
        "2021-02-10T24:00:00+08:00",
        "2021-02-10T09:60:00+08:00",
        "2021-02-10T09:30:61+08:00",
        "2021-02-10T9:30:00+08:00",
        "2021-02-10T09:30:00.+08:00",
        "2021-02-10T09:30:00,5+08:00",
        "2021-02-10T09:30:00.5",
        "2021-02-10T09:30:00+0800",
        "2021-02-10T09:30:00+08",
        "2021-02-10T09:30:00+24:00",
        "2021-02-10T09:30:00+08:60",
        "2021-02-10T09:30:00 08:00",
        "2021-02-10T09:30:00Zulu",
        "2021-02-10T09:30:00+08:00 ",
        "2021-02-29T09:30:00+08:00",
        "2021-02-10T-9:30:00+08:00",
        "2021-02-10T09:30:00.0000000000000000+08:00",
        /* Outside the years at +08:00, whatever year is written: it could not be read again. */
        "1999-12-31T23:59:59.999+08:00",
        "2000-01-01T00:00:00+08:01",
        "2000-01-01T00:00:00+14:00",
        "2199-12-31T23:59:59-12:00",
        "2199-12-31T16:00:01Z",
        "2200-01-01T00:00:00.001+08:00",
        "9999-12-31T23:59:59Z",
        "0000-01-01T00:00:00Z",
    };
    for (size_t i = 0; i < COUNT (rows); i++) {
        instant at = 42;
        print_message ("'%s'\n", rows[i]);
        assert_false (instant_parse (rows[i], &at));
        assert_int_equal (at, 42);
    }
}

/* Steps of a prime number of milliseconds meet every hour, minute, second and fraction. */
static void moments_go_there_and_back (void **state)
{
    (void)state;
    const instant end = day_start (day_from (LAST_YEAR + 1, 1, 1));
    for (instant at = day_start (day_from (FIRST_YEAR, 1, 1)); at < end; at += 63999979) {
        char text[INSTANT_TEXT_SIZE];
        instant again;
        assert_true (strlen (instant_text (at, text)) < INSTANT_TEXT_SIZE);
        assert_true (instant_parse (text, &again));
        assert_int_equal (again, at);
    }
}

int main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (every_day_goes_there_and_back),
        cmocka_unit_test (days_before_1970_are_days_too),
        cmocka_unit_test (what_is_no_date_is_refused),
        cmocka_unit_test (moments_are_read_and_written_at_08_00),
        cmocka_unit_test (what_is_no_moment_is_refused),
        cmocka_unit_test (moments_go_there_and_back),
    };
    return cmocka_run_group_tests (tests, NULL, NULL);
}
