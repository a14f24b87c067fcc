/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/refusal.h"
#include "base/text.h"
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

static void refusals_stand_in_their_order (void **state)
{
    (void)state;
    char path[] = "/tipoff";
    struct refusals refusals = refusals_in (arena);
    assert_int_equal (refusals.count, 0);
    refusals_add (&refusals, REFUSAL_CONFLICT, path, "%s: already %d", "verified", 1);
    refusals_add (&refusals, REFUSAL_BUSY, NULL, "later");
    path[1] = 'x'; /* the path was copied */
    assert_int_equal (refusals.count, 2);
    assert_int_equal (refusals.list[0].code, REFUSAL_CONFLICT);
    assert_string_equal (refusals.list[0].path, "/tipoff");
    assert_string_equal (refusals.list[0].sentence, "verified: already 1");
    assert_int_equal (refusals.list[1].code, REFUSAL_BUSY);
    assert_null (refusals.list[1].path);
    assert_int_equal (refusals.unkept, 0);
}

static void what_is_too_many_is_counted (void **state)
{
    (void)state;
    struct refusals refusals = refusals_in (arena);
    for (int i = 0; i < REFUSALS_MAX + 7; i++)
        refusals_add (&refusals, REFUSAL_INVALID, "", "%d", i);
    assert_int_equal (refusals.count, REFUSALS_MAX);
    assert_int_equal (refusals.unkept, 7);
    assert_string_equal (refusals.list[0].sentence, "0");
    assert_string_equal (refusals.list[REFUSALS_MAX - 1].sentence, "99");
}

/* A long sentence is cut, at whatever place, to what may stand in an answer. */
static void a_long_sentence_stays_utf8 (void **state)
{
    (void)state;
    struct text words = text_in (arena);
    for (int i = 0; i < 2000; i++)
        text_say (&words, "火");
    for (int shift = 0; shift < 3; shift++) {
        struct refusals refusals = refusals_in (arena);
        refusals_add (&refusals, REFUSAL_INVALID, "", "%.*s%s", shift, "ab", words.bytes);
        const char *sentence = refusals.list[0].sentence;
        assert_in_range (strlen (sentence), 2046, 2048);
        assert_true (text_is_utf8 (sentence, strlen (sentence)));
    }
}

static void codes_are_those_of_the_contract (void **state)
{
    (void)state;
    static const char *const words[] = {
        [REFUSAL_NONE] = "none",           [REFUSAL_MALFORMED] = "malformed",
        [REFUSAL_TOO_LARGE] = "too_large", [REFUSAL_UNKNOWN_TYPE] = "unknown_type",
        [REFUSAL_INVALID] = "invalid",     [REFUSAL_NOT_FOUND] = "not_found",
        [REFUSAL_CONFLICT] = "conflict",   [REFUSAL_FORBIDDEN] = "forbidden",
        [REFUSAL_BUSY] = "busy",
    };
    for (size_t i = 0; i < COUNT (words); i++)
        assert_string_equal (refusal_code_text ((enum refusal_code)i), words[i]);
}

int main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (refusals_stand_in_their_order),
        cmocka_unit_test (what_is_too_many_is_counted),
        cmocka_unit_test (a_long_sentence_stays_utf8),
        cmocka_unit_test (codes_are_those_of_the_contract),
    };
    return cmocka_run_group_tests (tests, make_arena, forget_arena);
}
