/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "record/record.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "record/declare_structs.h"
#include "record/yaml_test.def"
#include "record/declare_end.h"

#include "record/declare_tables.h"
#include "record/yaml_test.def"
#include "record/declare_end.h"

static struct arena *arena;
static char path[] = "/tmp/yaml-test-XXXXXX";

static const struct garden *read_file (const char *text, size_t size, struct refusals *refusals)
{
    FILE *file = fopen (path, "we");
    assert_non_null (file);
    assert_int_equal (fwrite (text, 1, size, file), size);
    fclose (file);
    *refusals = refusals_in (arena);
    return record_from_yaml (garden_record(), path, arena, refusals);
}

static void what_is_right_is_read (void **state)
{
    static const char text[] = "name: no\nyear: 2021\nopen: true\nday: 2021-02-10\nkind: "
                               "tree\nbeds:\n  - {name: \"09\", size: 0x10}\n"
                               "  - name: 'x'\n    size: -3\nwords: [a, yes]\n";
    (void)state;
    struct refusals refusals;
    const struct garden *garden = read_file (text, strlen (text), &refusals);
    assert_non_null (garden);
    assert_string_equal (garden->name, "no"); /* YAML 1.2: a text */
    assert_int_equal (garden->year, 2021);
    assert_true (garden->open);
    assert_int_equal (garden->day, day_from (2021, 2, 10));
    assert_int_equal (garden->kind, kind_tree);
    assert_int_equal (garden->beds_count, 2);
    assert_string_equal (garden->beds[0].name, "09");
    assert_int_equal (garden->beds[0].size, 16);
    assert_int_equal (garden->beds[1].size, -3);
    assert_string_equal (garden->words[1], "yes");
}

/* A file, and what is complained of: "LINE:COLUMN: key: begins with". */
static const struct {
    const char *text, *at, *sentence;
} mistakes[] = {
    { "name: a\nyear: 09\n", "2:1", "year: must be a whole number" },
    { "name: a\nyear: 1.5\n", "2:1", "year: must be a whole number" },
    { "name: a\nyear: 99999999999999999999\n", "2:1", "year: must be a whole number" },
    { "name: a\nyear: 3000\n", "2:1", "year: is 3000; must be 2000 to 2100" },
    { "name: a\nopen: yes\n", "2:1", "open: must be true or false" },
    { "name: 5\n", "1:1", "name: must be a text (in quotes)" },
    { "name: a\nkind: bush\n", "2:1", "kind: is none of: tree, flower" },
    { "name: a\nday: 2021-02-30\n", "2:1", "day: must be a date" },
    { "name: a\ncolour: red\n", "2:1", "colour: is not a field here" },
    { "name: \"  \"\n", "1:1", "name: is blank" },
    { "name: a\nwords: [\" \"]\n", "2:9", "words/0: is blank" },
    { "year: 2021\n", "1:1", "name: is missing" },
    { "name: a\nbeds:\n  - {size: 1}\n", "3:5", "name: is missing" },
    { "name: a\nbeds: x\n", "2:1", "beds: must be a list" },
    { "name: a\nbeds: [3]\n", "2:8", "beds/0: must be an object" },
    { "name: a\nwords: [1]\n", "2:9", "words/0: must be a text" },
    { "name: a\nname: b\n", "2:1", "name: stands here twice" },
    { "name: &x a\n", "1:7", "has an anchor" },
    { "name: *x\n", "1:7", "is an alias" },
    { "name: !!str a\n", "1:7", "has a tag" },
    { "name: a\n---\nname: b\n", "2:1", "a second document" },
    { "? [a]\n: b\nname: a\n", "1:3", "a key must be a plain word" },
    { "name: [a\n", "2:1", "not YAML" },
    { "- a\n", "1:1", "the file: must be an object" },
};

static void each_mistake_is_told_at_its_place (void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof mistakes / sizeof *mistakes; i++) {
        struct refusals refusals;
        assert_null (read_file (mistakes[i].text, strlen (mistakes[i].text), &refusals));
        assert_true (refusals.count >= 1);
        const char *expected = arena_format (arena, "%s:%s", path, mistakes[i].at);
        if (strcmp (refusals.list[0].path, expected) != 0 ||
            strncmp (refusals.list[0].sentence, mistakes[i].sentence,
                     strlen (mistakes[i].sentence)) != 0)
            fail_msg ("%s gave %s: %s", mistakes[i].text, refusals.list[0].path,
                      refusals.list[0].sentence);
    }
}

static void all_mistakes_are_told_at_once (void **state)
{
    static const char text[] = "year: x\nkind: bush\ncolour: red\nbeds: [{name: a, size: many}]\n";
    (void)state;
    struct refusals refusals;
    assert_null (read_file (text, strlen (text), &refusals));
    assert_int_equal (refusals.count, 5); /* and the name that is missing */
}

/* What is left of a file with mistakes: entries whole or not at all, each with its own place. */
static void what_is_good_is_read_all_the_same (void **state)
{
    static const char text[] = "name: a\nyear: x\nkind: bush\nbeds:\n  - {name: one, size: many}\n"
                               "  - {name: two}\nwords: [1]\n";
    (void)state;
    struct refusals refusals = { 0 };
    const struct yaml_marks *marks;
    assert_null (read_file (text, strlen (text), &refusals));
    assert_int_equal (refusals.count, 4);
    const struct garden *garden =
        record_from_yaml_marked (garden_record(), path, arena, &refusals, &marks);
    assert_non_null (garden);
    assert_string_equal (garden->name, "a");
    assert_int_equal (garden->year, NUMBER_ABSENT);
    assert_int_equal (garden->kind, kind_absent);
    assert_int_equal (garden->beds_count, 1);
    assert_int_equal (garden->words_count, 0);
    assert_true (yaml_lacks (marks, "/year"));
    assert_false (yaml_lacks (marks, "/name"));
}

static void each_entry_is_whole_or_left_out (void **state)
{
    static const char text[] = "year: 2021\nbeds:\n  - {name: one, size: many}\n"
                               "  - {name: two}\n  - 3\n  - {name: four, colour: red}\n"
                               "  - {name: five, size: 5}\n";
    (void)state;
    struct refusals refusals = { 0 };
    const struct yaml_marks *marks;
    assert_null (read_file (text, strlen (text), &refusals));
    assert_int_equal (refusals.count, 4); /* the name is missing */
    const struct garden *garden =
        record_from_yaml_marked (garden_record(), path, arena, &refusals, &marks);
    assert_non_null (garden);
    assert_null (garden->name);
    assert_int_equal (garden->beds_count, 2);
    assert_string_equal (garden->beds[0].name, "two");
    assert_string_equal (garden->beds[1].name, "five");
    assert_string_equal (yaml_mark (marks, "/beds/1/size", arena),
                         arena_format (arena, "%s:7:18", path));
    assert_true (yaml_lacks (marks, "/name"));
    assert_true (yaml_lacks (marks, "/beds"));
    assert_false (yaml_lacks (marks, "/beds/1"));
    assert_false (yaml_lacks (marks, "/year"));
}

/* A file, a word, and whether what could not be read of the file may have said it. */
static const struct {
    const char *text, *word;
    bool may;
} unread[] = {
    { "name: a\nbeds: [{name: one, size: x}]\n", "one", true },
    { "name: a\nbeds: [{name: one, size: x}]\n", "two", false },
    { "name: a\nbeds: [{nam: one}]\n", "one", true },
    { "name: a\nbeds: [{name: 5}]\n", "two", true },
    { "name: a\nbeds: [7]\n", "two", true },
    { "name: a\nbeds: x\n", "two", true },
    { "name: a\nyear: x\n", "two", false },
    { "name: a\nbed: [{name: one}]\n", "one", true },
    { "name: a\nbed: [{name: one}]\n", "two", false },
    { "beds: [{name: one}]\n", "two", false },
    { "name: a\nbeds: [{name: *x}]\n", "two", true },
};

static void what_was_not_read_may_have_said_it (void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof unread / sizeof *unread; i++) {
        struct refusals refusals;
        const struct yaml_marks *marks;
        read_file (unread[i].text, strlen (unread[i].text), &refusals);
        assert_non_null (record_from_yaml_marked (garden_record(), path, arena, &refusals, &marks));
        if (yaml_may_say (marks, unread[i].word) != unread[i].may)
            fail_msg ("%s %s", unread[i].text, unread[i].word);
    }
}

static void what_is_no_file_of_ours_is_refused (void **state)
{
    (void)state;
    struct refusals refusals;
    assert_null (read_file ("", 0, &refusals));
    assert_string_equal (refusals.list[0].sentence, "is empty");
    assert_null (read_file ("name: \xff\n", 8, &refusals));
    assert_string_equal (refusals.list[0].sentence, "is not UTF-8");
    size_t large = (1 << 20) + 1;
    char *text = malloc (large);
    memset (text, '#', large);
    assert_null (read_file (text, large, &refusals));
    assert_string_equal (refusals.list[0].sentence, "is larger than a mebibyte");
    memset (text, '[', 100);
    assert_null (read_file (text, 100, &refusals));
    assert_non_null (strstr (refusals.list[0].sentence, "nested too deeply"));
    free (text);
    refusals = refusals_in (arena);
    assert_null (record_from_yaml (garden_record(), "/nonexistent/x.yaml", arena, &refusals));
    assert_string_equal (refusals.list[0].path, "/nonexistent/x.yaml");
}

int main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (what_is_right_is_read),
        cmocka_unit_test (each_mistake_is_told_at_its_place),
        cmocka_unit_test (all_mistakes_are_told_at_once),
        cmocka_unit_test (what_is_good_is_read_all_the_same),
        cmocka_unit_test (each_entry_is_whole_or_left_out),
        cmocka_unit_test (what_was_not_read_may_have_said_it),
        cmocka_unit_test (what_is_no_file_of_ours_is_refused),
    };
    close (mkstemp (path));
    arena = arena_new();
    int failed = cmocka_run_group_tests (tests, NULL, NULL);
    arena_destroy (&arena);
    unlink (path);
    return failed;
}
