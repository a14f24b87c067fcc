/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "compare.h"
#include "script.h"
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static const struct json_t *parse (const char *text, struct arena *arena)
{
    struct refusal refusal;
    const struct json_t *json = json_parse (text, strlen (text), arena, &refusal);
    assert_non_null (json);
    return json;
}

static void a_part_is_all_that_is_expected (void **state)
{
    (void)state;
    static const struct {
        const char *expected, *actual, *difference; /* NULL: none */
    } rows[] = {
        { "{}", "{\"a\":1}", NULL },
        { "{\"a\":1}", "{\"b\":2,\"a\":1}", NULL },
        { "{\"a\":1}", "{\"a\":2}", "/a is 2, expected 1" },
        { "{\"a\":1}", "{}", "/a is not there, expected 1" },
        { "{\"a\":\"1\"}", "{\"a\":1}", "/a is 1, expected \"1\"" },
        { "{\"a\":null}", "{\"a\":null}", NULL },
        { "{\"a\":false}", "{\"a\":true}", "/a is true, expected false" },
        { "{\"a\":[{\"b\":1}]}", "{\"a\":[{\"b\":1,\"c\":2}]}", NULL },
        { "{\"a\":[{\"b\":1}]}", "{\"a\":[{\"b\":2}]}", "/a/0/b is 2, expected 1" },
        { "{\"a\":[1,2]}", "{\"a\":[1,2,3]}", "/a is [1,2,3], expected [1,2]" },
        { "{\"a\":[]}", "{\"a\":\"\"}", "/a is \"\", expected []" },
        { "{\"a\":2}", "{\"a\":[7,7]}", NULL },
        { "{\"a\":0}", "{\"a\":[7,7]}", "/a has 2 elements, expected 0" },
        { "{\"a\":{\"b\":1}}", "{\"a\":7}", "/a/b is not there, expected 1" },
    };
    struct arena *arena = arena_new();
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const char *difference =
            compare_part (parse (rows[i].expected, arena), parse (rows[i].actual, arena), arena);
        if (!text_same (difference, rows[i].difference))
            fail_msg ("%s in %s: %s", rows[i].expected, rows[i].actual, difference);
    }
    arena_destroy (&arena);
}

static void a_pointer_finds_its_value (void **state)
{
    (void)state;
    static const struct {
        const char *pointer, *there; /* NULL: nothing */
    } rows[] = {
        { "", "{\"a\":[{\"b\":\"x\"},7]}" },
        { "/a/0/b", "\"x\"" },
        { "/a/1", "7" },
        { "/a/2", NULL },
        { "/c", NULL },
        { "/a/0/b/c", NULL },
    };
    struct arena *arena = arena_new();
    const struct json_t *json = parse (rows[0].there, arena);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct json_t *there = compare_at (json, rows[i].pointer, arena);
        assert_true (text_same (there ? json_text (there, arena) : NULL, rows[i].there));
    }
    arena_destroy (&arena);
}

static void a_file_has_an_element_a_line (void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    const char *spread = compare_spread (
        parse ("{\"items\":[{\"a\":1},{\"a\":2}],\"none\":[],\"next\":null}", arena), arena);
    assert_string_equal (
        spread,
        "{\n\"items\": [\n  {\"a\":1},\n  {\"a\":2}\n],\n\"none\": [],\n\"next\": null\n}\n");
    assert_null (compare_lines (spread, spread, arena));
    assert_string_equal (compare_lines ("a\nb\n", "a\nc\n", arena),
                         "line 2 is\n    c\n  expected\n    b");
    assert_string_equal (compare_lines ("a\nb\n", "a\n", arena),
                         "line 2 is\n    \n  expected\n    b");
    assert_non_null (compare_lines ("a\n", "a\nb\n", arena));
    assert_non_null (compare_lines ("a", "a\n", arena));
    arena_destroy (&arena);
}

static void moments_are_those_of_people (void **state)
{
    (void)state;
    static const struct {
        const char *text, *moment; /* NULL: none */
    } rows[] = {
        { "2021-02-10", "2021-02-10T00:00:00+08:00" },
        { "2021-02-10 09:30", "2021-02-10T09:30:00+08:00" },
        { "2021-02-10 09:30:15", "2021-02-10T09:30:15+08:00" },
        { "2021-02-30", NULL },
        { "2021-02-10 9:30", NULL },
        { "2021-02-10T09:30", NULL },
        { "2021-02-10 25:00", NULL },
        { "yesterday!", NULL },
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char moment[INSTANT_TEXT_SIZE];
        instant at;
        bool good = script_moment (rows[i].text, &at);
        assert_int_equal (good, rows[i].moment != NULL);
        if (good)
            assert_string_equal (instant_text (at, moment), rows[i].moment);
    }
}

int main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (a_part_is_all_that_is_expected),
        cmocka_unit_test (a_pointer_finds_its_value),
        cmocka_unit_test (a_file_has_an_element_a_line),
        cmocka_unit_test (moments_are_those_of_people),
    };
    return cmocka_run_group_tests (tests, NULL, NULL);
}
