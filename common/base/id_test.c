/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/id.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#define COUNT(list) (sizeof (list) / sizeof *(list))

static struct arena *arena;

static int make_arena (void **state)
{
    (void)state;
    arena = arena_new();
    return 0;
}

static int forget_arena (void **state)
{
    (void)state;
    arena_destroy (&arena);
    return 0;
}

static void references_go_there_and_back (void **state)
{
    (void)state;
    static const struct {
        char letter;
        int64_t number;
        const char *text;
    } rows[] = {
        { 'H', 2021000000017, "H-2021-000017" },    { 'T', 2000000000001, "T-2000-000001" },
        { 'H', 2021000999999, "H-2021-999999" },    { 'H', 2021001000000, "H-2021-1000000" },
        { 'H', 2021999999999, "H-2021-999999999" }, { 'O', 9999000000001, "O-9999-000001" },
    };
    for (size_t i = 0; i < COUNT (rows); i++) {
        int64_t number = 0;
        assert_string_equal (ref_text (arena, rows[i].letter, rows[i].number), rows[i].text);
        assert_true (ref_parse (rows[i].text, rows[i].letter, &number));
        assert_int_equal (number, rows[i].number);
    }
}

static void only_the_one_spelling_is_a_reference (void **state)
{
    (void)state;
    static const char *const rows[] = {
        NULL,
        "",
        "H",
        "H-2021-00017",
        "H-2021-0000017",
        "H-2021-000000",
        "H-2021-1000000000",
        "T-2021-000017",
        "h-2021-000017",
        "H-1999-000017",
        "H-0000-000017",
        "H 2021-000017",
        "H-2021 000017",
        "H-2021-00001a",
        "H-202a-000017",
        "H-2021-000017 ",
        " H-2021-000017",
        "H-2021--00017",
        "H-2021-+00017",
        "H-+021-000017",
    };
    for (size_t i = 0; i < COUNT (rows); i++) {
        int64_t number;
        print_message ("'%s'\n", rows[i] ? rows[i] : "(none)");
        assert_false (ref_parse (rows[i], 'H', &number));
    }
}

static void the_next_number_is_of_this_year_or_later (void **state)
{
    (void)state;
    static const struct {
        int64_t last;
        const char *now;
        int64_t next;
    } rows[] = {
        { 0, "2021-02-10T09:30:00+08:00", 2021000000001 },
        { 2021000000001, "2021-02-10T09:30:00+08:00", 2021000000002 },
        { 2021000999999, "2021-12-31T23:59:59+08:00", 2021001000000 },
        { 2020000000017, "2021-01-01T00:00:00+08:00", 2021000000001 },
        { 2020000000017, "2020-12-31T15:59:59Z", 2020000000018 },
        { 2020000000017, "2020-12-31T16:00:00Z", 2021000000001 },
        /* The clock went back a year: no old number comes again. */
        { 2021000000017, "2020-06-01T00:00:00+08:00", 2021000000018 },
    };
    for (size_t i = 0; i < COUNT (rows); i++) {
        instant now;
        assert_true (instant_parse (rows[i].now, &now));
        assert_int_equal (ref_next (rows[i].last, now), rows[i].next);
    }
}

static void uuids_are_of_version_7 (void **state)
{
    (void)state;
    static const struct {
        instant now;
        unsigned char random[10];
        const char *text;
    } rows[] = {
        { 0, { 0 }, "00000000-0000-7000-8000-000000000000" },
        { 0x017f22e279b0,
          { 0x0c, 0xc3, 0x18, 0xc4, 0xdc, 0x0c, 0x0c, 0x07, 0x39, 0x8f },
          "017f22e2-79b0-7cc3-98c4-dc0c0c07398f" }, /* RFC 9562, appendix A.6 */
        { 0xffffffffffff,
          { 255, 255, 255, 255, 255, 255, 255, 255, 255, 255 },
          "ffffffff-ffff-7fff-bfff-ffffffffffff" },
    };
    for (size_t i = 0; i < COUNT (rows); i++) {
        char text[UUID_TEXT_SIZE];
        assert_string_equal (uuid_text (rows[i].now, rows[i].random, text), rows[i].text);
    }
}

/* Ids of later moments are later texts, so that they are the end of an index. */
static void uuids_sort_by_their_moment (void **state)
{
    (void)state;
    static const unsigned char high[10] = { 255, 255, 255, 255, 255, 255, 255, 255, 255, 255 };
    static const unsigned char low[10] = { 0 };
    for (instant now = INT64_C (1600000000000); now < INT64_C (1600000070000); now += 7) {
        char earlier[UUID_TEXT_SIZE], later[UUID_TEXT_SIZE];
        assert_true (strcmp (uuid_text (now, high, earlier), uuid_text (now + 1, low, later)) < 0);
    }
}

int main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (references_go_there_and_back),
        cmocka_unit_test (only_the_one_spelling_is_a_reference),
        cmocka_unit_test (the_next_number_is_of_this_year_or_later),
        cmocka_unit_test (uuids_are_of_version_7),
        cmocka_unit_test (uuids_sort_by_their_moment),
    };
    return cmocka_run_group_tests (tests, make_arena, forget_arena);
}
