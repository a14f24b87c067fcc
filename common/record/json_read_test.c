/* Texts spoiled in ten thousand ways, read by us and by jansson, the strictest of Debian's tree
   libraries: both take the same texts, and understand the same by them. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "record/record.h"
#include <jansson.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { ROUNDS = 20000, TEXT_MAX = 512 };

static struct arena *arena;

static const struct json_t *parse (const char *text, size_t size, struct refusal *refusal)
{
    return json_parse (text, size, arena, refusal);
}

/* What is spoiled, and what it is spoiled with: pieces of which each has a rule of its own. */
static const char *const wholes[] = {
    "{\"id\":\"0192-\\u4e8c\\ud83d\\ude00\",\"data\":{\"n\":-12,\"m\":[0,1,{\"k\":null}],\"t\":"
    "true}}",
    "[\"二楼\",\"a\\n\\\"b\\\\\\/\",1234567890123,-0,{},[],\"\"]",
    "{\"a\":1,\"b\":{\"a\":2,\"c\":[false,[[\"x\"]]]},\"c\":\"\xf0\x9f\x98\x80\"}",
    " [ 9223372036854775807 , -9223372036854775808 ]\n",
    "\"alone\"",
};
static const char *const pieces[] = {
    "\"",      "\\",      "{",       "}",      "[",    "]",        ",",        ":",
    "\\u0000", "\\ud800", "\\udc00", "\\u",    "\xc0", "\xed\xa0", "\x80",     "\xf4\x90",
    "\xff",    "0",       "-",       ".",      "e",    "1e5",      "00",       "9999999",
    "null",    "nul",     "/**/",    "\"a\":", "\x01", "\t",       "\xef\xbb", "\\ud83d\\ude00",
};

static size_t spoil (char text[TEXT_MAX])
{
    const char *whole = wholes[(size_t)rand() % (sizeof wholes / sizeof *wholes)];
    size_t length = strlen (whole);
    memcpy (text, whole, length);
    for (int times = rand() % 4; times > 0; times--) {
        const char *piece = pieces[(size_t)rand() % (sizeof pieces / sizeof *pieces)];
        size_t size = strlen (piece), at = (size_t)rand() % (length + 1), cut = (size_t)rand() % 3;
        if (cut > length - at)
            cut = length - at;
        memmove (text + at + size, text + at + cut, length - at - cut);
        memcpy (text + at, piece, size);
        length += size - cut;
    }
    return length;
}

static bool has_real (const char *text, size_t length)
{
    return memchr (text, '.', length) || memchr (text, 'e', length) || memchr (text, 'E', length);
}

static void the_same_texts_are_taken (void **state)
{
    (void)state;
    char text[TEXT_MAX];
    int taken = 0;
    srand (20210210);
    for (int i = 0; i < ROUNDS; i++) {
        const size_t length = spoil (text);
        json_error_t error;
        struct refusal refusal;
        json_t *theirs =
            json_loadb (text, length, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &error);
        const struct json_t *ours = parse (text, length, &refusal);
        if (!ours != !theirs)
            fail_msg ("%.*s\nwe: %s\nthey: %s", (int)length, text,
                      ours ? "taken" : refusal.sentence, theirs ? "taken" : error.text);
        if (ours && !has_real (text, length)) {
            char *again = json_dumps (theirs, JSON_COMPACT | JSON_ENCODE_ANY);
            if (!strstr (again, "\\u00")) /* of control characters: its digits are large */
                assert_string_equal (json_text (ours, arena), again);
            free (again);
        }
        taken += ours != NULL;
        json_decref (theirs);
        arena_reset (arena);
    }
    assert_in_range (taken, ROUNDS / 5, ROUNDS - ROUNDS / 5); /* neither all nor nothing */
}

static void numbers_are_kept_as_they_came (void **state)
{
    (void)state;
    static const char text[] = "[1.50,1e3,-0.1E-2,9223372036854775807,-0]";
    struct refusal refusal;
    const struct json_t *json = parse (text, strlen (text), &refusal);
    int64_t number;
    assert_string_equal (json_text (json, arena), "[1.50,1e3,-0.1E-2,9223372036854775807,0]");
    assert_true (json_number (json_element (json, 3), &number));
    assert_int_equal (number, INT64_MAX);
    assert_false (json_number (json_element (json, 1), &number));
}

static const struct {
    const char *text, *sentence;
} wrongs[] = {
    { "", "not JSON at line 1, column 1: parse error: premature EOF" },
    { "{\n \"a\": 1,\n \"a\": 2}",
      "not JSON at line 3, column 9: a key stands twice in one object" },
    { "[\"\xe4\xba\x8c\",\n\"\xff\"]", "not JSON at line 2, column 2: this is not UTF-8" },
    { "[\"\xe4\xba\x8c\\ud800\"]", "not JSON at line 1, column 4: half of a surrogate pair" },
    { "[1] x", "not JSON at line 1, column 5: something follows the value" },
    { "[99999999999999999999]", "not JSON at line 1, column 22: a number is too big" },
    { "[1e999]", "not JSON at line 1, column 7: a number is too big" },
};

static void each_mistake_is_shown_where_it_is (void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof wrongs / sizeof *wrongs; i++) {
        struct refusal refusal;
        assert_null (parse (wrongs[i].text, strlen (wrongs[i].text), &refusal));
        assert_int_equal (refusal.code, REFUSAL_MALFORMED);
        assert_string_equal (refusal.sentence, wrongs[i].sentence);
    }
}

/* More keys than are compared one with each other. */
static void a_key_twice_is_found_among_many (void **state)
{
    (void)state;
    struct refusal refusal;
    for (int twice = 0; twice < 2; twice++) {
        struct text text = text_in (arena);
        text_say (&text, "{");
        for (int i = 0; i < 5000; i++)
            text_format (&text, "\"k%d\":%d,", i == 4000 && twice ? 17 : i, i);
        text_say (&text, "\"end\":1}");
        const struct json_t *json = parse (text.bytes, text.length, &refusal);
        assert_int_equal (json == NULL, twice);
    }
}

/* What is held is read when it is asked for, and what we alone refuse is refused then; of other
   names, and what is no object, it is read as always. */
static void an_object_is_held_until_it_is_asked_for (void **state)
{
    (void)state;
    static const struct {
        const char *text, *shown, *read; /* NULL: refused */
    } rows[] = {
        { "{ \"data\" : {\"a\": [1, {}]} , \"b\":1}", "{\"data\":{\"a\": [1, {}]},\"b\":1}",
          "{\"a\":[1,{}]}" },
        { "{\"data\":{\"}\":\"{[\\\"\\\\\"}}", "{\"data\":{\"}\":\"{[\\\"\\\\\"}}",
          "{\"}\":\"{[\\\"\\\\\"}" },
        { "{\"data\":{\"a\":1,\"a\":2}}", "{\"data\":{\"a\":1,\"a\":2}}", NULL },
        { "{\"data\":{a]}", NULL, NULL },
        { "{\"data\":[ 1 ]}", "{\"data\":[1]}", "[1]" },
        { "{\"data\":{\"a\":[1,{}]", NULL, NULL },
        { "{\"data\":{\"a\":\"\\", NULL, NULL },
        { "{\"data\":{\"\xff\":1}}", NULL, NULL },
        { "{\"data\":{},\"data\":{}}", NULL, NULL },
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct refusal refusal;
        const struct json_t *json =
            json_parse_holding (rows[i].text, strlen (rows[i].text), "data", arena, &refusal);
        assert_true (!json == !rows[i].shown);
        if (!json)
            continue;
        assert_string_equal (json_text (json, arena), rows[i].shown);
        const struct json_t *read = json_held (json_member (json, "data"), arena, &refusal);
        assert_true (!read == !rows[i].read);
        if (read)
            assert_string_equal (json_text (read, arena), rows[i].read);
        else
            assert_int_equal (refusal.code, REFUSAL_MALFORMED);
    }
}

static void depth_has_an_end (void **state)
{
    (void)state;
    struct refusal refusal;
    for (size_t depth = 2047; depth <= 2049; depth++) {
        char *text = arena_take (arena, 2 * depth);
        memset (text, '[', depth);
        memset (text + depth, ']', depth);
        assert_true ((parse (text, 2 * depth, &refusal) != NULL) == (depth <= 2048));
    }
    char *open = arena_take (arena, 1 << 16);
    memset (open, '{', 1 << 16);
    assert_null (parse (open, 1 << 16, &refusal));
}

int main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (the_same_texts_are_taken),
        cmocka_unit_test (numbers_are_kept_as_they_came),
        cmocka_unit_test (each_mistake_is_shown_where_it_is),
        cmocka_unit_test (a_key_twice_is_found_among_many),
        cmocka_unit_test (an_object_is_held_until_it_is_asked_for),
        cmocka_unit_test (depth_has_an_end),
    };
    arena = arena_new();
    int failed = cmocka_run_group_tests (tests, NULL, NULL);
    arena_destroy (&arena);
    return failed;
}
