/* The shipped calendars are clean, and each mistake in a file is found at its line. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "calendar/calendar.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#define COUNT(list) (sizeof (list) / sizeof *(list))

static struct arena *arena;
static char folder[64];

static int make_folder (void **state)
{
    (void)state;
    arena = arena_new();
    strcpy (folder, "/tmp/edition.XXXXXX");
    return mkdtemp (folder) ? 0 : -1;
}

static int remove_folder (void **state)
{
    (void)state;
    static const char *const names[] = { "2030.yaml", "2031.yaml", "notes.txt" };
    for (size_t i = 0; i < COUNT (names); i++)
        unlink (arena_format (arena, "%s/%s", folder, names[i]));
    arena_destroy (&arena);
    return rmdir (folder);
}

static void write_file (const char *name, const char *words)
{
    FILE *file = fopen (arena_format (arena, "%s/%s", folder, name), "w");
    assert_non_null (file);
    assert_int_equal (fwrite (words, 1, strlen (words), file), strlen (words));
    assert_int_equal (fclose (file), 0);
}

static day date (const char *text)
{
    day d = 0;
    assert_true (day_parse (text, &d));
    return d;
}

static void the_shipped_calendars_are_clean (void **state)
{
    (void)state;
    struct refusals refusals = refusals_in (arena);
    const struct calendar *calendar = calendar_read (
        arena_format (arena, "%s/config/calendars", getenv ("SOURCE")), arena, &refusals);
    for (size_t i = 0; i < refusals.count; i++)
        print_message ("%s: %s\n", refusals.list[i].path, refusals.list[i].sentence);
    assert_non_null (calendar);
    assert_int_equal (calendar->editions_count, 10);
    for (size_t i = 0; i < calendar->editions_count; i++) {
        const struct calendar_edition *edition = &calendar->editions[i];
        assert_non_null (strstr (edition->source, "国办发明电〔"));
        for (size_t j = 1; j < edition->days_count; j++)
            assert_true (edition->days[j - 1].date < edition->days[j].date);
    }
}

static void a_file_becomes_editions (void **state)
{
    (void)state;
    write_file (
        "2030.yaml",
        "year: 2030\n"
        "editions:\n"
        "  - published: 2029-11-01\n"
        "    source: one\n"
        "    holidays:\n"
        "      - {name: may, off: [2030-05-02, 2030-05-01], worked: [2030-05-04]}\n"
        "      - {name: new year, off: [2029-12-31]}\n"
        "  - {published: 2030-03-01, source: two, holidays: [{name: may, off: [2030-05-01]}]}\n");
    write_file ("notes.txt", "not a calendar\n");
    static const struct {
        int year;
        const char *published, *source;
        size_t days;
    } rows[] = { { 2030, "2029-11-01", "one", 4 }, { 2030, "2030-03-01", "two", 1 } };
    struct refusals refusals = refusals_in (arena);
    const struct calendar *calendar = calendar_read (folder, arena, &refusals);
    assert_non_null (calendar);
    assert_int_equal (calendar->editions_count, COUNT (rows));
    for (size_t i = 0; i < COUNT (rows); i++) {
        assert_int_equal (calendar->editions[i].year, rows[i].year);
        assert_int_equal (calendar->editions[i].published, date (rows[i].published));
        assert_string_equal (calendar->editions[i].source, rows[i].source);
        assert_int_equal (calendar->editions[i].days_count, rows[i].days);
    }
    const struct marked_day *first = calendar->editions[0].days;
    assert_int_equal (first[0].date, date ("2029-12-31"));
    assert_string_equal (first[0].holiday, "new year");
    assert_int_equal (first[1].date, date ("2030-05-01"));
    assert_false (first[1].works);
    assert_int_equal (first[3].date, date ("2030-05-04"));
    assert_true (first[3].works);
}

static void each_mistake_is_found_at_its_line (void **state)
{
    (void)state;
    static const struct {
        const char *published, *marks, *at, *says;
    } rows[] = {
        { "2029-11-01", "off: [2030-05-01, tomorrow]", ":7:27", "must be a date" },
        { "2029-11-01", "off: [2030-02-30]", ":7:15", "must be a date" },
        { "2029-11-01", "off: [2030-05-01, 2030-05-01]", ":7:27", "marked twice" },
        { "2029-11-01", "off: [2030-05-04]\n        worked: [2030-05-04]", ":8:18",
          "marked twice" },
        { "2029-11-01", "off: [2030-05-01]\n        worked: [2030-05-03]", ":8:18",
          "no weekend day" },
        { "2029-11-01", "off: [2031-02-01]", ":7:15", "too far" },
        { "2029-11-01", "off: [2029-11-30]", ":7:15", "too far" },
        { "2028-12-31", "off: [2030-05-01]", ":3:5", "must lie in 2029 or 2030" },
        { "2031-01-01", "off: [2030-05-01]", ":3:5", "must lie in 2029 or 2030" },
        { "2029-11-01", "off: []", ":7:9", "entries" },
        { "2029-11-01", "off: [2030-05-01]\n        on: [2030-05-04]", ":8:9", "not a field" },
    };
    for (size_t i = 0; i < COUNT (rows); i++) {
        print_message ("row %zu: %s\n", i, rows[i].marks);
        write_file ("2030.yaml", arena_format (arena,
                                               "year: 2030\n"
                                               "editions:\n"
                                               "  - published: %s\n"
                                               "    source: one\n"
                                               "    holidays:\n"
                                               "      - name: may\n"
                                               "        %s\n",
                                               rows[i].published, rows[i].marks));
        struct refusals refusals = refusals_in (arena);
        assert_null (calendar_read (folder, arena, &refusals));
        assert_int_equal (refusals.count, 1);
        print_message ("%s: %s\n", refusals.list[0].path, refusals.list[0].sentence);
        assert_non_null (strstr (refusals.list[0].path, rows[i].at));
        assert_non_null (strstr (refusals.list[0].sentence, rows[i].says));
    }
}

/* A copy of a file whose year was forgotten would replace that year in silence. */
static void two_editions_of_a_year_and_date_are_refused (void **state)
{
    (void)state;
    const char *words =
        "year: 2030\n"
        "editions:\n"
        "  - {published: 2029-11-01, source: one, holidays: [{name: may, off: [2030-05-01]}]}\n";
    write_file ("2030.yaml", words);
    write_file ("2031.yaml", words);
    struct refusals refusals = refusals_in (arena);
    assert_null (calendar_read (folder, arena, &refusals));
    assert_int_equal (refusals.count, 1);
    assert_non_null (strstr (refusals.list[0].path, "2031.yaml:3:"));
    assert_non_null (strstr (refusals.list[0].sentence, "which one governs?"));
}

/* As many marks as the declaration allows: 20 holidays of 40 days off each, all in one year. */
static void a_full_edition_has_room (void **state)
{
    (void)state;
    struct text text = text_in (arena);
    text_say (&text, "year: 2030\neditions:\n  - published: 2029-11-01\n    source: one\n"
                     "    holidays:\n");
    for (int holiday = 0; holiday < 20; holiday++) {
        text_say (&text, "      - {name: long, off: [");
        for (int i = 0; i < 40; i++) {
            char words[DAY_TEXT_SIZE];
            day d = day_from (2030, 1, 1) + (holiday * 40 + i) % 365;
            text_format (&text, "%s%s", i ? ", " : "", day_text (d, words));
        }
        text_say (&text, "]}\n");
    }
    write_file ("2030.yaml", text.bytes);
    struct refusals refusals = refusals_in (arena);
    assert_null (calendar_read (folder, arena, &refusals));
    /* 800 marks on 365 days: the others are repeats, of which the first hundred are kept. */
    assert_int_equal (refusals.count + refusals.unkept, 800 - 365);
}

/* What was complained of before does not hide a mistake of this folder. */
static void a_full_list_of_refusals_still_refuses (void **state)
{
    (void)state;
    write_file (
        "2030.yaml",
        "year: 2030\n"
        "editions:\n"
        "  - {published: 2029-11-01, source: one, holidays: [{name: may, off: [never]}]}\n");
    struct refusals refusals = refusals_in (arena);
    for (int i = 0; i < REFUSALS_MAX; i++)
        refusals_add (&refusals, REFUSAL_INVALID, "", "before");
    assert_null (calendar_read (folder, arena, &refusals));
    assert_null (
        calendar_read_file (arena_format (arena, "%s/2030.yaml", folder), arena, &refusals));
}

static void a_folder_without_calendars_is_refused (void **state)
{
    (void)state;
    static const struct {
        const char *below, *says;
    } rows[] = { { "", "holds no calendar" }, { "/nowhere", "cannot be read" } };
    for (size_t i = 0; i < COUNT (rows); i++) {
        struct refusals refusals = refusals_in (arena);
        const char *path = arena_format (arena, "%s%s", folder, rows[i].below);
        assert_null (calendar_read (path, arena, &refusals));
        assert_int_equal (refusals.count, 1);
        assert_string_equal (refusals.list[0].path, path);
        assert_non_null (strstr (refusals.list[0].sentence, rows[i].says));
    }
}

int main (void)
{
#define TEST(name) cmocka_unit_test_setup_teardown (name, make_folder, remove_folder)
    const struct CMUnitTest tests[] = {
        TEST (the_shipped_calendars_are_clean),
        TEST (a_file_becomes_editions),
        TEST (each_mistake_is_found_at_its_line),
        TEST (two_editions_of_a_year_and_date_are_refused),
        TEST (a_full_edition_has_room),
        TEST (a_full_list_of_refusals_still_refuses),
        TEST (a_folder_without_calendars_is_refused),
    };
#undef TEST
    return cmocka_run_group_tests (tests, NULL, NULL);
}
