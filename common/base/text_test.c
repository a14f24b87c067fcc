/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/text.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#define COUNT(list) (sizeof (list) / sizeof *(list))

enum { POINT_MAX = 0x10ffff };

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

/* POINT as UTF-8 of SIZE bytes, also where that is too many. */
static void encode (uint32_t point, size_t size, char out[5])
{
    static const unsigned char first[] = { 0, 0, 0xc0, 0xe0, 0xf0 };
    for (size_t i = size - 1; i > 0; i--, point >>= 6)
        out[i] = (char)(0x80 | (point & 0x3f));
    out[0] = (char)(size == 1 ? point : first[size] | point);
    out[size] = '\0';
}

static size_t size_of (uint32_t point)
{
    return point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
}

static void a_text_grows (void **state)
{
    (void)state;
    struct text text = text_in (arena);
    size_t length = 0;
    for (int i = 0; i < 10000; i++) {
        text_say (&text, "ab");
        text_put (&text, "cdef", 1);
        text_format (&text, "%d", i % 10);
        length += 4;
        assert_int_equal (text.length, length);
        assert_int_equal (text.bytes[length], '\0');
    }
    for (size_t i = 0; i < length; i += 4) {
        const char wanted[] = { 'a', 'b', 'c', (char)('0' + i / 4 % 10) };
        assert_memory_equal (text.bytes + i, wanted, sizeof wanted);
    }
    text_format (&text, "%70000s", "x"); /* more than doubling gives */
    assert_int_equal (strlen (text.bytes), length + 70000);
}

static void numbers_are_decimal (void **state)
{
    (void)state;
    static const struct {
        int64_t number;
        const char *words;
    } rows[] = {
        { 0, "0" },
        { 7, "7" },
        { -1, "-1" },
        { 1000000, "1000000" },
        { INT64_MAX, "9223372036854775807" },
        { INT64_MIN, "-9223372036854775808" },
    };
    for (size_t i = 0; i < COUNT (rows); i++) {
        struct text text = text_in (arena);
        text_number (&text, rows[i].number);
        assert_string_equal (text.bytes, rows[i].words);
    }
}

static void json_strings_are_escaped (void **state)
{
    (void)state;
    static const struct {
        const char *words, *json;
    } rows[] = {
        { "", "\"\"" },
        { "plain", "\"plain\"" },
        { "安全出口", "\"安全出口\"" },
        { "a\"b\\c/", "\"a\\\"b\\\\c/\"" },
        { "\b\t\n\f\r", "\"\\b\\t\\n\\f\\r\"" },
        { "\x01\x1f\x7f", "\"\\u0001\\u001f\x7f\"" },
        { "\"", "\"\\\"\"" },
    };
    for (size_t i = 0; i < COUNT (rows); i++) {
        struct text text = text_in (arena);
        text_put_json (&text, rows[i].words);
        assert_string_equal (text.bytes, rows[i].json);
    }
}

/* Texts are read eight bytes at a time: each byte in each place, between others that are plain. */
static void each_place_counts (void **state)
{
    (void)state;
    enum { PLACES = 19 };
    for (int byte = 0; byte < 256; byte++)
        for (size_t place = 0; place < PLACES; place++) {
            char words[PLACES + 1] = "a !~zZ09[]{}/:;,.?^";
            struct text text = text_in (arena);
            words[place] = (char)byte;
            assert_int_equal (text_utf8_prefix (words, PLACES),
                              byte == 0 || byte >= 0x80 ? place : PLACES);
            if (byte == 0 || byte >= 0x80)
                continue;
            assert_int_equal (text_is_plain (words), byte >= 0x20 && byte != 0x7f);
            text_put_json (&text, words);
            const bool escaped = byte < 0x20 || byte == '"' || byte == '\\';
            assert_int_equal (text.length != PLACES + 2, escaped);
            assert_memory_equal (text.bytes + 1, words, escaped ? place : PLACES);
            assert_int_equal (text.bytes[1 + place] == '\\', escaped);
            assert_int_equal (text.bytes[text.length - 1], '"');
            arena_reset (arena);
        }
}

static void null_is_the_same_as_null_only (void **state)
{
    (void)state;
    char other[] = "a";
    assert_true (text_same (NULL, NULL));
    assert_true (text_same ("a", other));
    assert_false (text_same ("a", "b"));
    assert_false (text_same (NULL, ""));
    assert_false (text_same ("", NULL));
}

/* Every code point in every size of sequence: only the shortest of a character is UTF-8. */
static void every_code_point_has_one_spelling (void **state)
{
    (void)state;
    char bytes[5];
    for (uint32_t point = 1; point <= POINT_MAX; point++) {
        bool surrogate = point >= 0xd800 && point <= 0xdfff;
        for (size_t size = size_of (point); size <= 4; size++) {
            encode (point, size, bytes);
            bool right = size == size_of (point) && !surrogate;
            if (text_is_utf8 (bytes, size) != right)
                fail_msg ("U+%04X in %zu bytes", point, size);
            for (size_t cut = 1; cut < size; cut++)
                assert_false (text_is_utf8 (bytes, cut));
        }
    }
}

static void what_is_no_utf8_is_found (void **state)
{
    (void)state;
    static const struct {
        const char *bytes;
        size_t length;
        bool right;
    } rows[] = {
        { "", 0, true },
        { "a\0b", 3, false },
        { "\xc0\x80", 2, false }, /* a NUL in disguise */
        { "\x80", 1, false },
        { "a\xbf", 2, false },
        { "\xe9\x98\xb2\xe7\x81\xab", 6, true },
        { "\xe9\x98\xb2\xe7\x81", 5, false },
        { "\xe9\x98 ", 3, false },
        { "\xf4\x90\x80\x80", 4, false }, /* U+110000 */
        { "\xf7\xbf\xbf\xbf", 4, false },
        { "\xf8\x88\x80\x80\x80", 5, false },
        { "\xfe", 1, false },
        { "\xff", 1, false },
        { "\xed\xa0\xbd\xed\xb8\x80", 6, false }, /* a pair of surrogates */
    };
    for (size_t i = 0; i < COUNT (rows); i++) {
        print_message ("row %zu\n", i);
        assert_int_equal (text_is_utf8 (rows[i].bytes, rows[i].length), rows[i].right);
    }
}

/* By ranges written apart from the code, over every code point. */
static void hidden_characters_are_not_plain (void **state)
{
    (void)state;
    static const struct {
        uint32_t first, last;
        bool prose; /* allowed in prose */
    } hidden[] = {
        { 0x01, 0x08, false },     { 0x09, 0x0a, true },      { 0x0b, 0x0c, false },
        { 0x0d, 0x0d, true },      { 0x0e, 0x1f, false },     { 0x7f, 0x9f, false },
        { 0x61c, 0x61c, false },   { 0x200e, 0x200f, false }, { 0x2028, 0x2029, false },
        { 0x202a, 0x202e, false }, { 0x2066, 0x2069, false }, { 0xfeff, 0xfeff, false },
    };
    char bytes[8];
    size_t row = 0;
    for (uint32_t point = 1; point <= POINT_MAX; point++) {
        if (point >= 0xd800 && point <= 0xdfff)
            continue;
        while (row < COUNT (hidden) && point > hidden[row].last)
            row++;
        bool found = row < COUNT (hidden) && point >= hidden[row].first;
        bytes[0] = 'a';
        encode (point, size_of (point), bytes + 1);
        if (text_is_plain (bytes) == found)
            fail_msg ("U+%04X and plain", point);
        if (text_is_prose (bytes) != (!found || hidden[row].prose))
            fail_msg ("U+%04X and prose", point);
        assert_int_equal (text_characters (bytes), 2);
    }
    assert_int_equal (row, COUNT (hidden));
}

/* Chinese is read by the character: cut or spoiled anywhere, it ends before what is broken. */
static void broken_chinese_ends_there (void **state)
{
    (void)state;
    static const char words[] = "安全出口abc堵死〇鿿";
    const size_t length = sizeof words - 1;
    for (size_t at = 0; at < length; at++) {
        size_t begin = at;
        while (((unsigned char)words[begin] & 0xc0) == 0x80)
            begin--;
        assert_int_equal (text_utf8_prefix (words, at), begin);
        for (int byte = 0; begin < at && byte < 256; byte++) {
            char spoiled[sizeof words];
            memcpy (spoiled, words, sizeof words);
            spoiled[at] = (char)byte;
            assert_int_equal (text_utf8_prefix (spoiled, length),
                              (byte & 0xc0) == 0x80 ? length : begin);
        }
    }
}

static void every_character_counts_once (void **state)
{
    (void)state;
    char words[] = "a安é全𠀀出口bcdefghij堵死é\xc2\x80\x7f";
    for (size_t count = 0, end = 0; count <= 20; count++) {
        const char kept = words[end];
        words[end] = '\0';
        assert_int_equal (text_characters (words), count);
        words[end] = kept;
        while (((unsigned char)words[++end] & 0xc0) == 0x80)
            ;
    }
}

static void cuts_are_between_characters (void **state)
{
    (void)state;
    static const struct {
        const char *words;
        size_t size;
        const char *left;
    } rows[] = {
        { "", 0, "" },
        { "abc", 0, "" },
        { "abc", 2, "ab" },
        { "abc", 3, "abc" },
        { "abc", 99, "abc" },
        { "a防火", 1, "a" },
        { "a防火", 3, "a" },
        { "a防火", 4, "a防" },
        { "a防火", 6, "a防" },
        { "a防火", 7, "a防火" },
        { "防", 2, "" },
        { "\xf0\x9f\x94\xa5", 3, "" },
        { "\xf0\x9f\x94\xa5x", 4, "\xf0\x9f\x94\xa5" },
    };
    for (size_t i = 0; i < COUNT (rows); i++) {
        char *words = arena_text (arena, rows[i].words);
        text_cut (words, rows[i].size);
        assert_string_equal (words, rows[i].left);
    }
}

static void characters_are_cut_never_bytes (void **state)
{
    static const struct {
        const char *text;
        size_t characters;
        const char *cut;
    } rows[] = {
        { "仓库", 2, "仓库" }, { "仓库一", 2, "仓…" }, { "a仓b库", 3, "a仓…" },
        { "abc", 1, "…" },     { "abc", 3, "abc" },    { NULL, 3, NULL },
    };
    (void)state;
    for (size_t i = 0; i < COUNT (rows); i++) {
        const char *cut = text_shortened (rows[i].text, rows[i].characters, arena);
        assert_true (text_same (cut, rows[i].cut));
    }
}

static void lines_are_texts (void **state)
{
    (void)state;
    size_t count = 9;
    text_lines ("", &count, arena);
    assert_int_equal (count, 0);
    const char **lines = text_lines ("一\n\n二\nthe rest", &count, arena);
    assert_int_equal (count, 3);
    assert_string_equal (lines[0], "一");
    assert_string_equal (lines[1], "");
    assert_string_equal (lines[2], "二");
}

static void every_byte_goes_to_hex_and_back (void **state)
{
    (void)state;
    unsigned char bytes[256], again[256];
    char hex[2 * sizeof bytes + 1];
    for (size_t i = 0; i < sizeof bytes; i++)
        bytes[i] = (unsigned char)i;
    text_hex (hex, bytes, sizeof bytes);
    assert_memory_equal (hex, "000102", 6);
    assert_string_equal (hex + 508, "feff");
    assert_true (text_unhex (again, sizeof again, hex));
    assert_memory_equal (again, bytes, sizeof bytes);
    assert_true (text_unhex (again, 2, "aBCd"));
    assert_memory_equal (again, "\xab\xcd", 2);
    static const char *const wrong[] = { "", "abc", "abcde", "abcg", "ab d", "0xab", "abc\xef" };
    for (size_t i = 0; i < COUNT (wrong); i++) {
        again[0] = 42;
        assert_false (text_unhex (again, 2, wrong[i]));
        assert_int_equal (again[0], 42);
    }
}

static void what_is_blank_says_nothing (void **state)
{
    (void)state;
    static const struct {
        const char *text;
        bool blank, address;
    } rows[] = {
        { "", true, false },
        { " ", true, false },
        { "\t \n", true, false },
        { "\xe3\x80\x80", true, false }, /* ideographic */
        { "\xc2\xa0 \xe2\x80\x8b", true, false },
        { " a ", false, false },
        { "\xe3\x80\x82", false, false },
        { "-", false, false },
        { "c01@subdistrict.example", false, true },
        { "c01 x@y", false, false },
        { "c01", false, false },
        { "@y", false, false },
        { "x@", false, false },
        { "x@y@z", false, false },
        { "<x@y>", false, false },
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        assert_int_equal (text_is_blank (rows[i].text), rows[i].blank);
        assert_int_equal (text_is_mail_address (rows[i].text), rows[i].address);
    }
}

static void what_is_around_a_text_is_none_of_it (void **state)
{
    (void)state;
    static const struct {
        const char *text, *trimmed;
    } rows[] = {
        { NULL, NULL },
        { "", "" },
        { " \xe3\x80\x80\t", "" },
        { "c02", "c02" },
        { " c02", "c02" },
        { "\xe3\x80\x80 \xe4\xb8\x9c \xe4\xbe\xa7\xc2\xa0\n", "\xe4\xb8\x9c \xe4\xbe\xa7" },
        { "\xe3\x80\x82", "\xe3\x80\x82" },
    };
    for (size_t i = 0; i < COUNT (rows); i++)
        assert_true (text_same (text_trimmed (rows[i].text, arena), rows[i].trimmed));
}

static void lists_are_looked_through (void **state)
{
    (void)state;
    const char *const few[] = { "market", "school", NULL }, *const others[] = { "home", "school" };
    assert_true (texts_have (few, 3, "school"));
    assert_false (texts_have (few, 1, "school"));
    assert_false (texts_have (few, 3, NULL));
    assert_true (texts_share (few, 3, others, 2));
    assert_false (texts_share (few, 3, others, 1));
    assert_false (texts_share (few, 0, others, 2));
}

int main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (lists_are_looked_through),
        cmocka_unit_test (a_text_grows),
        cmocka_unit_test (numbers_are_decimal),
        cmocka_unit_test (json_strings_are_escaped),
        cmocka_unit_test (each_place_counts),
        cmocka_unit_test (null_is_the_same_as_null_only),
        cmocka_unit_test (every_code_point_has_one_spelling),
        cmocka_unit_test (what_is_no_utf8_is_found),
        cmocka_unit_test (hidden_characters_are_not_plain),
        cmocka_unit_test (cuts_are_between_characters),
        cmocka_unit_test (characters_are_cut_never_bytes),
        cmocka_unit_test (broken_chinese_ends_there),
        cmocka_unit_test (every_character_counts_once),
        cmocka_unit_test (lines_are_texts),
        cmocka_unit_test (every_byte_goes_to_hex_and_back),
        cmocka_unit_test (what_is_blank_says_nothing),
        cmocka_unit_test (what_is_around_a_text_is_none_of_it),
    };
    return cmocka_run_group_tests (tests, make_arena, forget_arena);
}
