/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/text.h"
#include <assert.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

enum { FIRST_BYTES = 512 };

struct text text_in (struct arena *arena)
{
    return (struct text){ .arena = arena };
}

void text_grow (struct text *text, size_t more)
{
    size_t wanted = text->capacity ? 2 * text->capacity : FIRST_BYTES;
    while (wanted < text->length + more + 1)
        wanted *= 2;
    char *bytes = arena_take_raw (text->arena, wanted);
    if (text->length > 0)
        memcpy (bytes, text->bytes, text->length);
    text->bytes = bytes;
    text->capacity = wanted;
}

void text_format (struct text *text, const char *format, ...)
{
    va_list values, again;
    va_start (values, format);
    va_copy (again, values);
    const size_t room = text->capacity - text->length;
    size_t length =
        (size_t)vsnprintf (room > 0 ? text->bytes + text->length : NULL, room, format, values);
    va_end (values);
    if (length >= room) {
        text_grow (text, length);
        vsnprintf (text->bytes + text->length, length + 1, format, again);
    }
    va_end (again);
    text->length += length;
}

void text_number (struct text *text, int64_t number)
{
    char digits[24];
    char *first = digits + sizeof digits;
    uint64_t rest = number < 0 ? 0 - (uint64_t)number : (uint64_t)number;
    do
        *--first = (char)('0' + rest % 10);
    while ((rest /= 10) > 0);
    if (number < 0)
        *--first = '-';
    text_put (text, first, (size_t)(digits + sizeof digits - first));
}

/* ---- eight bytes at a time: texts are read through on the hot path, and are mostly plain ---- */

#define EACH(byte) (UINT64_C (0x0101010101010101) * (byte))
#define HIGHS      EACH (0x80)

/* A high bit for each byte that is BYTE, or below LEAST (at most 0x80). The lowest of them is
   exact; those above it may be wrong. */
static uint64_t are (uint64_t word, unsigned char byte)
{
    word ^= EACH (byte);
    return (word - EACH (1)) & ~word & HIGHS;
}

static uint64_t are_below (uint64_t word, unsigned char least)
{
    return (word - EACH (least)) & ~word & HIGHS;
}

/* How many bytes at the beginning stand in whole words of which MARKS says nothing. */
static size_t pass (const char *bytes, size_t length, uint64_t (*marks) (uint64_t word))
{
    size_t at = 0;
    for (uint64_t word; at + sizeof word <= length; at += sizeof word) {
        memcpy (&word, bytes + at, sizeof word);
        if (marks (word))
            break;
    }
    return at;
}

static uint64_t to_be_escaped (uint64_t word)
{
    return are_below (word, 0x20) | are (word, '"') | are (word, '\\');
}

static uint64_t not_ascii (uint64_t word)
{
    return (word & HIGHS) | are (word, 0);
}

static uint64_t not_printable_ascii (uint64_t word)
{
    return (word & HIGHS) | are_below (word, 0x20) | are (word, 0x7f);
}

void text_put_json (struct text *text, const char *words)
{
    static const char short_forms[32] = {
        ['\b'] = 'b', ['\t'] = 't', ['\n'] = 'n', ['\f'] = 'f', ['\r'] = 'r'
    };
    const char *end = words + strlen (words);
    text_put (text, "\"", 1);
    for (const char *rest = words; rest < end;) {
        size_t plain = pass (rest, (size_t)(end - rest), to_be_escaped);
        while ((unsigned char)rest[plain] >= 0x20 && rest[plain] != '"' && rest[plain] != '\\')
            plain++;
        text_put (text, rest, plain);
        rest += plain;
        if (rest == end)
            break;
        unsigned char c = (unsigned char)*rest++;
        if (c == '"' || c == '\\')
            text_put (text, (const char[]){ '\\', (char)c }, 2);
        else if (short_forms[c])
            text_put (text, (const char[]){ '\\', short_forms[c] }, 2);
        else
            text_format (text, "\\u%04x", c);
    }
    text_put (text, "\"", 1);
}

bool text_same (const char *left, const char *right)
{
    return left && right ? strcmp (left, right) == 0 : left == right;
}

bool texts_have (const char *const *texts, size_t count, const char *wanted)
{
    for (size_t i = 0; wanted && i < count; i++)
        if (text_same (texts[i], wanted))
            return true;
    return false;
}

bool texts_share (const char *const *texts, size_t count, const char *const *others,
                  size_t others_count)
{
    for (size_t i = 0; i < count; i++)
        if (texts_have (others, others_count, texts[i]))
            return true;
    return false;
}

/* The code point at BYTES and how many bytes it has; 0: not UTF-8 (Unicode 15, table 3-7). */
static size_t code_point (const unsigned char *bytes, size_t length, uint32_t *point)
{
    static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
    unsigned char first = bytes[0];
    size_t size = first < 0x80   ? 1
                  : first < 0xc0 ? 0
                  : first < 0xe0 ? 2
                  : first < 0xf0 ? 3
                  : first < 0xf8 ? 4
                                 : 0;
    if (size == 0 || size > length)
        return 0;
    *point = size == 1 ? first : first & (0x7fu >> size);
    for (size_t i = 1; i < size; i++) {
        if ((bytes[i] & 0xc0) != 0x80)
            return 0;
        *point = *point << 6 | (bytes[i] & 0x3f);
    }
    bool surrogate = *point >= 0xd800 && *point <= 0xdfff;
    return *point < least[size] || *point > 0x10ffff || surrogate ? 0 : size;
}

/* How many bytes at the beginning are whole characters of U+3000 to U+9FFF, of which Chinese is
   written mostly: three bytes each, and none of them is hidden. */
static size_t pass_chinese (const unsigned char *bytes, size_t length)
{
    size_t at = 0;
    while (at + 3 <= length && bytes[at] >= 0xe3 && bytes[at] <= 0xe9 &&
           (bytes[at + 1] & 0xc0) == 0x80 && (bytes[at + 2] & 0xc0) == 0x80)
        at += 3;
    return at;
}

size_t text_utf8_prefix (const char *bytes, size_t length)
{
    const unsigned char *all = (const unsigned char *)bytes;
    uint32_t point;
    for (size_t at = 0, size; at < length; at += size) {
        if (all[at] < 0x80)
            at += pass (bytes + at, length - at, not_ascii);
        size = pass_chinese (all + at, length - at);
        if (size > 0 || at == length)
            continue;
        size = code_point (all + at, length - at, &point);
        if (size == 0 || point == 0)
            return at;
    }
    return length;
}

bool text_is_utf8 (const char *bytes, size_t length)
{
    return text_utf8_prefix (bytes, length) == length;
}

static bool is_hidden (uint32_t point)
{
    return point < 0x20 || (point >= 0x7f && point <= 0x9f) || point == 0x2028 || point == 0x2029 ||
           (point >= 0x202a && point <= 0x202e) || (point >= 0x2066 && point <= 0x2069) ||
           point == 0x200e || point == 0x200f || point == 0x061c || point == 0xfeff;
}

static bool is_shown (const char *text, bool lines)
{
    size_t length = strlen (text);
    uint32_t point = 0;
    for (size_t at = 0, size; at < length; at += size) {
        if ((unsigned char)text[at] >= 0x20 && (unsigned char)text[at] < 0x7f) {
            size = 1 + pass (text + at + 1, length - at - 1, not_printable_ascii);
            continue;
        }
        size = pass_chinese ((const unsigned char *)text + at, length - at);
        if (size > 0)
            continue;
        size = code_point ((const unsigned char *)text + at, length - at, &point);
        assert (size > 0);
        bool line = point == '\n' || point == '\r' || point == '\t';
        if (is_hidden (point) && !(lines && line))
            return false;
    }
    return true;
}

bool text_is_plain (const char *text)
{
    return is_shown (text, false);
}

/* Of the white space, of any script, with which TEXT begins; 0: with none. */
static size_t space_length (const char *text)
{
    /* no-break, en quad to zero width, narrow no-break, mathematical, ideographic, word joiner */
    static const char *const spaces[] = { "\xc2\xa0",     "\xe2\x80\x80", "\xe2\x80\x81",
                                          "\xe2\x80\x82", "\xe2\x80\x83", "\xe2\x80\x84",
                                          "\xe2\x80\x85", "\xe2\x80\x86", "\xe2\x80\x87",
                                          "\xe2\x80\x88", "\xe2\x80\x89", "\xe2\x80\x8a",
                                          "\xe2\x80\x8b", "\xe2\x80\xaf", "\xe2\x81\x9f",
                                          "\xe3\x80\x80", "\xe2\x81\xa0", "\xef\xbb\xbf" };
    static const char begins[] = " \t\r\n\v\f\xc2\xe2\xe3\xef"; /* each of them, and few letters */
    if (!*text || !strchr (begins, *text))
        return 0;
    size_t length = strspn (text, " \t\r\n\v\f");
    for (size_t i = 0; length == 0 && i < sizeof spaces / sizeof *spaces; i++)
        if (strncmp (text, spaces[i], strlen (spaces[i])) == 0)
            length = strlen (spaces[i]);
    return length;
}

bool text_is_blank (const char *text)
{
    while (*text) {
        size_t length = space_length (text);
        if (length == 0)
            return false;
        text += length;
    }
    return true;
}

const char *text_trimmed (const char *text, struct arena *arena)
{
    size_t end = 0;
    if (!text)
        return NULL;
    while (space_length (text) > 0)
        text += space_length (text);
    for (size_t at = 0, space; text[at]; at += space > 0 ? space : 1)
        if ((space = space_length (text + at)) == 0)
            end = at + 1;
    return text[end] ? arena_copy (arena, text, end) : text;
}

bool text_is_mail_address (const char *text)
{
    const char *at = strchr (text, '@');
    return at && at != text && at[1] != '\0' && !strchr (at + 1, '@') &&
           !strpbrk (text, " \t\r\n<>,;");
}

bool text_is_prose (const char *text)
{
    return is_shown (text, true);
}

static bool begins_character (char byte)
{
    return ((unsigned char)byte & 0xc0) != 0x80;
}

size_t text_characters (const char *text)
{
    size_t length = strlen (text), count = length, at = 0;
    for (uint64_t word; at + sizeof word <= length; at += sizeof word) {
        memcpy (&word, text + at, sizeof word);
        /* 10xxxxxx: goes on with a character. The product sums the bytes. */
        const uint64_t marks = (word & (~word << 1) & HIGHS) >> 7;
        count -= (size_t)(marks * EACH (1) >> 56);
    }
    for (; at < length; at++)
        count -= ((unsigned char)text[at] & 0xc0) == 0x80;
    return count;
}

const char *text_shortened (const char *text, size_t characters, struct arena *arena)
{
    if (!text || text_characters (text) <= characters)
        return text;
    size_t length = 0;
    for (size_t begun = 0; text[length]; length++)
        if (begins_character (text[length]) && ++begun == characters)
            break;
    return arena_format (arena, "%.*s…", (int)length, text);
}

const char **text_lines (const char *text, size_t *count, struct arena *arena)
{
    *count = 0;
    for (const char *c = text; *c; c++)
        *count += *c == '\n';
    const char **lines = arena_take (arena, (*count + 1) * sizeof *lines);
    for (size_t i = 0; i < *count; i++) {
        size_t length = strcspn (text, "\n");
        lines[i] = arena_copy (arena, text, length);
        text += length + 1;
    }
    return lines;
}

void text_cut (char *text, size_t size)
{
    if (strlen (text) <= size)
        return;
    while (size > 0 && ((unsigned char)text[size] & 0xc0) == 0x80)
        size--;
    text[size] = '\0';
}

void text_hex (char *out, const unsigned char *bytes, size_t size)
{
    static const char digits[] = "0123456789abcdef";
    for (size_t i = 0; i < size; i++) {
        *out++ = digits[bytes[i] >> 4];
        *out++ = digits[bytes[i] & 15];
    }
    *out = '\0';
}

static int digit (char c)
{
    return c >= '0' && c <= '9'   ? c - '0'
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                  : -1;
}

bool text_unhex (unsigned char *out, size_t size, const char *hex)
{
    if (strlen (hex) != 2 * size)
        return false;
    for (size_t i = 0; i < 2 * size; i++)
        if (digit (hex[i]) < 0)
            return false;
    for (size_t i = 0; i < size; i++)
        out[i] = (unsigned char)(digit (hex[2 * i]) << 4 | digit (hex[2 * i + 1]));
    return true;
}
