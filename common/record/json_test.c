/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "record/record.h"
#include "record/row.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "record/declare_structs.h"
#include "record/json_test.def"
#include "record/declare_end.h"

#include "record/declare_tables.h"
#include "record/json_test.def"
#include "record/declare_end.h"

static struct arena *arena;

static const struct letterbox *read_json (const char *text, struct refusals *refusals)
{
    *refusals = refusals_in (arena);
    return record_from_text (letterbox_record(), text, strlen (text), arena, refusals);
}

/* Everything that a record can hold; out and in again it is the same text. */
static const char whole[] =
    "{\"name\":\"信箱\",\"size\":-7,\"open\":true,\"at\":\"2021-02-10T09:30:00.500+08:00\",\"due\":"
    "\"2021-02-11T00:00:00+08:00\","
    "\"day\":\"2021-02-10\",\"colour\":\"red\",\"inner\":{\"what\":\"a\\nb\\\"\\\\\"},\"list\":[{"
    "\"what\":\"1\"},{\"what\":\"2\"}],"
    "\"texts\":[\"x\",\"y\"],\"any\":{\"z\":[1,2,{\"k\":null}]},\"hash\":\"00ff00ff\"}";

static void what_goes_out_comes_in_again (void **state)
{
    (void)state;
    struct refusals refusals;
    const struct letterbox *box = read_json (whole, &refusals);
    assert_non_null (box);
    assert_int_equal (box->list_count, 2);
    struct text text = text_in (arena);
    record_to_json (letterbox_record(), box, &text);
    assert_string_equal (text.bytes, whole);
}

static void a_date_alone_ends_with_its_day (void **state)
{
    (void)state;
    struct refusals refusals;
    const struct letterbox *box = read_json ("{\"name\":\"a\",\"due\":\"2021-02-10\"}", &refusals);
    assert_non_null (box);
    assert_int_equal (box->due, day_start (day_from (2021, 2, 11)));
    assert_int_equal (box->at, INSTANT_ABSENT);
    assert_int_equal (box->size, NUMBER_ABSENT);
}

static const struct {
    const char *text, *path;
} mistakes[] = {
    { "{}", "/name" },
    { "{\"name\":null}", "/name" },
    { "{\"name\":\"\"}", "/name" },
    { "{\"name\":\"12345678901\"}", "/name" },
    { "{\"name\":\"a\\u0007\"}", "/name" },
    { "{\"name\":\"a\\u202e\"}", "/name" },
    { "{\"name\":1}", "/name" },
    { "{\"name\":\"a\",\"size\":1e3}", "/size" },
    { "{\"name\":\"a\",\"size\":\"1\"}", "/size" },
    { "{\"name\":\"a\",\"size\":101}", "/size" },
    { "{\"name\":\"a\",\"open\":1}", "/open" },
    { "{\"name\":\"a\",\"at\":\"2021-02-10\"}", "/at" },
    { "{\"name\":\"a\",\"at\":\"2021-02-30T00:00:00Z\"}", "/at" },
    { "{\"name\":\"a\",\"day\":\"2021-2-1\"}", "/day" },
    { "{\"name\":\"a\",\"colour\":\"green\"}", "/colour" },
    { "{\"name\":\"a\",\"inner\":[]}", "/inner" },
    { "{\"name\":\"a\",\"inner\":{}}", "/inner/what" },
    { "{\"name\":\"a\",\"list\":[{\"what\":\"a\"},{\"what\":2}]}", "/list/1/what" },
    { "{\"name\":\"a\",\"list\":[{\"what\":\"a\"},{\"what\":\"a\"},{\"what\":\"a\"},{\"what\":"
      "\"a\"}]}",
      "/list" },
    { "{\"name\":\"a\",\"texts\":[\"a\",3]}", "/texts/1" },
    { "{\"name\":\"a\",\"hash\":\"00ff\"}", "/hash" },
    { "{\"name\":\"a\",\"a/b~c\":1}", "/a~1b~0c" },
    { "[]", "" },
};

static void each_mistake_has_its_path (void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof mistakes / sizeof *mistakes; i++) {
        struct refusals refusals;
        assert_null (read_json (mistakes[i].text, &refusals));
        if (refusals.count != 1 || refusals.list[0].code != REFUSAL_INVALID ||
            strcmp (refusals.list[0].path, mistakes[i].path) != 0)
            fail_msg ("%s gave %zu, %s: %s", mistakes[i].text, refusals.count,
                      refusals.list[0].path, refusals.list[0].sentence);
    }
}

static void what_is_no_json_is_malformed (void **state)
{
    static const char *const texts[] = { "",
                                         "{",
                                         "{\"name\":\"a\",\"name\":\"b\"}",
                                         "{\"name\":\"\xff\"}",
                                         "{\"name\":\"a\\u0000\"}",
                                         "{\"name\":\"\\ud800\"}",
                                         "{\"size\":99999999999999999999}",
                                         "{} x",
                                         "nul" };
    (void)state;
    struct refusals refusals;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        assert_null (read_json (texts[i], &refusals));
        assert_int_equal (refusals.list[0].code, REFUSAL_MALFORMED);
    }
    char *deep = malloc (10001);
    memset (deep, '[', 10000);
    deep[10000] = '\0';
    assert_null (read_json (deep, &refusals));
    assert_int_equal (refusals.list[0].code, REFUSAL_MALFORMED);
    free (deep);
}

static void all_mistakes_come_at_once (void **state)
{
    (void)state;
    struct refusals refusals;
    assert_null (
        read_json ("{\"size\":1000,\"x\":1,\"list\":[{},{\"what\":1}],\"colour\":2}", &refusals));
    assert_int_equal (refusals.count, 6);
}

static void what_is_private_is_taken_out (void **state)
{
    (void)state;
    assert_true (record_is_private (secretive_record()));
    assert_false (record_is_private (letterbox_record()));
    assert_string_equal (
        record_public_text (secretive_record(), "{\"open\":\"a\",\"hidden\":\"b\"}", arena),
        "{\"open\":\"a\"}");
}

/* Each field through a row: what a store would keep, and give back. */
static void a_row_keeps_every_field (void **state)
{
    (void)state;
    struct refusals refusals;
    const struct letterbox *box = read_json (whole, &refusals);
    struct letterbox again;
    const struct record *record = letterbox_record();
    record_clear (record, &again);
    for (size_t i = 0; i < record->fields_count; i++) {
        struct row_value value = row_get (&record->fields[i], box, arena);
        assert_true (row_put (&record->fields[i], &value, arena, &again));
    }
    struct text text = text_in (arena);
    record_to_json (record, &again, &text);
    assert_string_equal (text.bytes, whole);
}

/* Read without a parser where nothing is escaped, and otherwise with it. */
static void a_row_keeps_any_texts (void **state)
{
    (void)state;
    const struct field *field = record_field (letterbox_record(), "texts");
    const char *const texts[][2] = {
        { "a", "b" }, { "安全出口", "a,b" }, { "],[", "{}:" }, { "a\"b", "\\" }, { "\\", "\"" },
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        for (size_t count = 0; count <= 2; count++) {
            const struct letterbox box = { .texts = texts[i], .texts_count = count };
            struct letterbox again = { .texts_count = 9 };
            struct row_value value = row_get (field, &box, arena);
            if (count == 0 && value.kind == ROW_NULL)
                continue;
            assert_true (row_put (field, &value, arena, &again));
            assert_int_equal (again.texts_count, count);
            for (size_t n = 0; n < count; n++)
                assert_string_equal (again.texts[n], texts[i][n]);
        }
    static const char *const spoiled[] = {
        "",
        "{",
        "{}x",
        "{\"texts\":[\"a]}",
        "{\"texts\":[\"a\"\"b\"]}",
        "{\"texts\":[\"a\",]}",
        "{\"texts\":[,\"a\"]}",
        "{\"texts\":[1]}",
        "{\"textz\":[\"a\"]}",
        "{\"texts\"=[\"a\"]}",
    };
    for (size_t i = 0; i < sizeof spoiled / sizeof *spoiled; i++) {
        struct letterbox again = { .texts_count = 0 };
        const struct row_value value = { .kind = ROW_TEXT,
                                         .bytes = spoiled[i],
                                         .size = strlen (spoiled[i]) };
        if (row_put (field, &value, arena, &again))
            fail_msg ("%s was taken", spoiled[i]);
    }
}

static void a_schema_says_the_same (void **state)
{
    (void)state;
    struct text text = text_in (arena);
    struct refusal refusal;
    record_schema (letterbox_record(), &text);
    const struct json_t *schema = json_parse (text.bytes, text.length, arena, &refusal);
    assert_non_null (schema);
    assert_string_equal (json_text (json_member (schema, "required"), arena), "[\"name\"]");
    const struct json_t *colour = json_member (json_member (schema, "properties"), "colour");
    assert_string_equal (json_text (colour, arena), "{\"enum\":[\"red\",\"blue\"]}");
    assert_string_equal (json_text (json_member (schema, "additionalProperties"), arena), "false");
}

int main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (what_goes_out_comes_in_again),
        cmocka_unit_test (a_date_alone_ends_with_its_day),
        cmocka_unit_test (each_mistake_has_its_path),
        cmocka_unit_test (what_is_no_json_is_malformed),
        cmocka_unit_test (all_mistakes_come_at_once),
        cmocka_unit_test (what_is_private_is_taken_out),
        cmocka_unit_test (a_row_keeps_every_field),
        cmocka_unit_test (a_row_keeps_any_texts),
        cmocka_unit_test (a_schema_says_the_same),
    };
    arena = arena_new();
    int failed = cmocka_run_group_tests (tests, NULL, NULL);
    arena_destroy (&arena);
    return failed;
}
