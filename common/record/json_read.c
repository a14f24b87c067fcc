/* JSON in, by RFC 8259 and what this house asks besides: no key twice, no NUL, whole numbers of 64
   bits, depth. One pass over a copy of the text, in which names and texts stay where they stand: of
   what a finding costs, a library that tells of each piece took a sixth for this alone. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "record/json_build.h"
#include "record/json_value.h"
#include <errno.h>
#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { LEVELS_MAX = 2048, PAIRWISE_MAX = 16 };

struct reader {
    struct arena *arena;
    char *at, *end;    /* what comes next; NUL stands at the end, and nowhere before it */
    const char *held;  /* of objects of this name the text alone is taken; NULL: of none */
    const char *wrong; /* why it is refused, at `at` */
    size_t depth;
};

static struct json_t *read_value (struct reader *reader);

static void *refuse (struct reader *reader, const char *wrong)
{
    reader->wrong = reader->at < reader->end ? wrong : "it ends too early";
    return NULL;
}

static void pass_spaces (struct reader *reader)
{
    while (*reader->at == ' ' || *reader->at == '\n' || *reader->at == '\r' || *reader->at == '\t')
        reader->at++;
}

/* Past spaces, and past C when it comes next. */
static bool passes (struct reader *reader, char c)
{
    pass_spaces (reader);
    if (*reader->at != c)
        return false;
    reader->at++;
    return true;
}

/* ---- texts ---- */

static bool is_half (unsigned long unit)
{
    return unit >= 0xd800 && unit <= 0xdfff;
}

/* The sixteen bits of "\uXXXX" at ESCAPE; beyond them: it is none. */
static unsigned long unit_at (const char *escape)
{
    char digits[5] = "";
    if (escape[0] != '\\' || escape[1] != 'u')
        return ULONG_MAX;
    strncpy (digits, escape + 2, 4);
    return strspn (digits, "0123456789abcdefABCDEF") == 4 ? strtoul (digits, NULL, 16) : ULONG_MAX;
}

static char *put_point (char *out, unsigned long point)
{
    const int more = point < 0x80 ? 0 : point < 0x800 ? 1 : point < 0x10000 ? 2 : 3;
    static const unsigned char firsts[] = { 0, 0xc0, 0xe0, 0xf0 };
    *out++ = (char)(firsts[more] | point >> 6 * more);
    for (int i = more - 1; i >= 0; i--)
        *out++ = (char)(0x80 | (point >> 6 * i & 0x3f));
    return out;
}

/* The escape that comes next, written to OUT, which is not behind it: none is shorter than what it
   stands for. NULL: refused. */
static char *read_escape (struct reader *reader, char *out)
{
    static const char shorts[] = "\"\\/bfnrt", meant[] = "\"\\/\b\f\n\r\t";
    const char *found = reader->at[1] ? strchr (shorts, reader->at[1]) : NULL;
    if (found) {
        reader->at += 2;
        *out = meant[found - shorts];
        return out + 1;
    }
    unsigned long point = unit_at (reader->at);
    if (point == ULONG_MAX)
        return refuse (reader, "this is no escape");
    if (point == 0)
        return refuse (reader, "\\u0000 is not allowed");
    size_t size = 6;
    if (is_half (point)) {
        const unsigned long low = unit_at (reader->at + 6);
        if (point > 0xdbff || low < 0xdc00 || low > 0xdfff)
            return refuse (reader, "half of a surrogate pair");
        point = 0x10000 + ((point - 0xd800) << 10) + (low - 0xdc00);
        size = 12;
    }
    reader->at += size;
    return put_point (out, point);
}

/* The text whose quote comes next, where it stands. */
static char *read_text (struct reader *reader)
{
    char *text = ++reader->at, *out = text;
    for (;;) {
        const size_t plain = text_plain_json (reader->at, (size_t)(reader->end - reader->at));
        if (out != reader->at)
            memmove (out, reader->at, plain);
        out += plain;
        reader->at += plain;
        if (*reader->at == '"')
            break;
        if (*reader->at != '\\')
            return refuse (reader, "a control character stands in a text as it is");
        if (!(out = read_escape (reader, out)))
            return NULL;
    }
    reader->at++;
    *out = '\0';
    return text;
}

/* ---- numbers ---- */

static bool is_digit (char c)
{
    return c >= '0' && c <= '9';
}

static bool pass_digits (struct reader *reader)
{
    if (!is_digit (*reader->at))
        return refuse (reader, "a digit is missing");
    while (is_digit (*reader->at))
        reader->at++;
    return true;
}

static bool pass_number (struct reader *reader, bool *whole)
{
    reader->at += *reader->at == '-';
    if (*reader->at == '0')
        reader->at++;
    else if (!pass_digits (reader))
        return false;
    *whole = *reader->at != '.' && *reader->at != 'e' && *reader->at != 'E';
    if (*reader->at == '.' && (reader->at++, !pass_digits (reader)))
        return false;
    if (*reader->at != 'e' && *reader->at != 'E')
        return true;
    reader->at++;
    reader->at += *reader->at == '+' || *reader->at == '-';
    return pass_digits (reader);
}

static struct json_t *read_number (struct reader *reader)
{
    const char *first = reader->at;
    bool whole;
    if (!pass_number (reader, &whole))
        return NULL;
    struct json_t *json = json_new (reader->arena, whole ? JSON_NUMBER : JSON_REAL);
    errno = 0;
    if (whole)
        json->number = strtoll (first, NULL, 10);
    else
        json->text = arena_copy (reader->arena, first, (size_t)(reader->at - first));
    if (whole ? errno == ERANGE : isinf (strtod (json->text, NULL))) {
        reader->wrong = "a number is too big";
        return NULL;
    }
    return json;
}

/* ---- arrays and objects ---- */

static int by_name (const void *left, const void *right)
{
    return strcmp ((*(struct json_t *const *)left)->name, (*(struct json_t *const *)right)->name);
}

static bool has_before (const struct json_t *object, size_t place)
{
    for (size_t i = 0; i < place; i++)
        if (strcmp (object->list[i]->name, object->list[place]->name) == 0)
            return true;
    return false;
}

static bool has_twins (const struct json_t *object, struct arena *arena)
{
    const size_t count = object->count;
    if (count <= PAIRWISE_MAX) {
        uint64_t begun = 0; /* by the first letters: what begins otherwise is not compared */
        for (size_t i = 0; i < count; i++) {
            const unsigned char *name = (const unsigned char *)object->list[i]->name;
            const uint64_t bit = UINT64_C (1) << ((name[0] ? name[0] + 8 * name[1] : 0) & 63);
            if ((begun & bit) && has_before (object, i))
                return true;
            begun |= bit;
        }
        return false;
    }
    struct json_t **sorted = arena_take_raw (arena, count * sizeof *sorted);
    memcpy (sorted, object->list, count * sizeof *sorted);
    qsort (sorted, count, sizeof *sorted, by_name);
    for (size_t i = 1; i < count; i++)
        if (by_name (&sorted[i - 1], &sorted[i]) == 0)
            return true;
    return false;
}

static struct json_t *begin (struct reader *reader, enum json_kind kind)
{
    reader->at++;
    return json_new (reader->arena, kind);
}

static struct json_t *read_array (struct reader *reader)
{
    struct json_t *array = begin (reader, JSON_ARRAY), *element;
    if (passes (reader, ']'))
        return array;
    do {
        if (!(element = read_value (reader)))
            return NULL;
        json_append (reader->arena, array, element);
    } while (passes (reader, ','));
    return passes (reader, ']') ? array : refuse (reader, "a comma or `]` is missing");
}

/* Past the text whose quote comes next, unread. */
static bool pass_text (struct reader *reader)
{
    reader->at++;
    while (reader->at < reader->end && *reader->at != '"')
        reader->at += *reader->at == '\\' ? 2 : strcspn (reader->at, "\"\\");
    return reader->at++ < reader->end;
}

/* The object that comes next as its text, up to the bracket that closes it. What else is wrong in
   it is found by whoever reads it. */
static struct json_t *hold_object (struct reader *reader)
{
    struct json_t *json = json_new (reader->arena, JSON_HELD);
    size_t open = 0;
    json->held = reader->at;
    do {
        reader->at += strcspn (reader->at, "\"{}[]");
        const char c = *reader->at;
        if (c == '\0' || (c == '"' && !pass_text (reader)))
            return refuse (reader, "");
        open += c == '{' || c == '[';
        open -= c == '}' || c == ']';
        reader->at += c != '"';
    } while (open > 0);
    json->size = (size_t)(reader->at - json->held);
    return json;
}

static struct json_t *read_member (struct reader *reader)
{
    if (*reader->at != '"')
        return refuse (reader, "a key is missing");
    const char *name = read_text (reader);
    if (!name)
        return NULL;
    if (!passes (reader, ':'))
        return refuse (reader, "a colon is missing");
    pass_spaces (reader);
    const bool is_held = reader->held && *reader->at == '{' && strcmp (name, reader->held) == 0;
    struct json_t *value = is_held ? hold_object (reader) : read_value (reader);
    if (value)
        value->name = name;
    return value;
}

static struct json_t *read_object (struct reader *reader)
{
    struct json_t *object = begin (reader, JSON_OBJECT), *member;
    if (passes (reader, '}'))
        return object;
    do {
        pass_spaces (reader);
        if (!(member = read_member (reader)))
            return NULL;
        json_append (reader->arena, object, member);
    } while (passes (reader, ','));
    if (!passes (reader, '}'))
        return refuse (reader, "a comma or `}` is missing");
    if (has_twins (object, reader->arena)) {
        reader->wrong = "a key stands twice in one object";
        return NULL;
    }
    return object;
}

/* ---- values ---- */

static struct json_t *read_word (struct reader *reader, const char *word, enum json_kind kind)
{
    if (strncmp (reader->at, word, strlen (word)) != 0)
        return refuse (reader, "this is no value");
    reader->at += strlen (word);
    return json_new (reader->arena, kind);
}

static struct json_t *read_string (struct reader *reader)
{
    const char *text = read_text (reader);
    struct json_t *json = text ? json_new (reader->arena, JSON_TEXT) : NULL;
    if (json)
        json->text = text;
    return json;
}

static struct json_t *read_nested (struct reader *reader, struct json_t *(*read) (struct reader *))
{
    struct json_t *json = NULL;
    if (reader->depth++ == LEVELS_MAX)
        refuse (reader, "it is nested too deeply");
    else
        json = read (reader);
    reader->depth--;
    return json;
}

static struct json_t *read_value (struct reader *reader)
{
    pass_spaces (reader);
    switch (*reader->at) {
    case '"':
        return read_string (reader);
    case '{':
        return read_nested (reader, read_object);
    case '[':
        return read_nested (reader, read_array);
    case 't':
        return read_word (reader, "true", JSON_YES);
    case 'f':
        return read_word (reader, "false", JSON_NO);
    case 'n':
        return read_word (reader, "null", JSON_NULL);
    default: /* any other byte */
        return *reader->at == '-' || is_digit (*reader->at) ? read_number (reader)
                                                            : refuse (reader, "this is no value");
    }
}

static struct refusal refusal_at (struct arena *arena, const char *bytes, size_t at,
                                  const char *wrong)
{
    size_t line = 1, column = 1;
    for (size_t i = 0; i < at; i++) {
        column = bytes[i] == '\n' ? 1 : column + (((unsigned char)bytes[i] & 0xc0) != 0x80);
        line += bytes[i] == '\n';
    }
    return (struct refusal){ REFUSAL_MALFORMED, "",
                             arena_format (arena, "not JSON at line %zu, column %zu: %s", line,
                                           column, wrong) };
}

const struct json_t *json_parse_holding (const char *bytes, size_t size, const char *name,
                                         struct arena *arena, struct refusal *refusal)
{
    const size_t good = text_utf8_prefix (bytes, size);
    if (good < size) {
        *refusal = refusal_at (arena, bytes, good, "this is not UTF-8");
        return NULL;
    }
    char *copy = arena_copy (arena, bytes, size);
    struct reader reader = { .arena = arena, .at = copy, .end = copy + size, .held = name };
    const struct json_t *json = read_value (&reader);
    if (json) {
        pass_spaces (&reader);
        if (reader.at == reader.end)
            return json;
        reader.wrong = "something follows the value";
    }
    const size_t at = (size_t)(reader.at - copy);
    *refusal = refusal_at (arena, bytes, at < size ? at : size, reader.wrong);
    return NULL;
}

const struct json_t *json_parse (const char *bytes, size_t size, struct arena *arena,
                                 struct refusal *refusal)
{
    return json_parse_holding (bytes, size, NULL, arena, refusal);
}

const struct json_t *json_held (const struct json_t *json, struct arena *arena,
                                struct refusal *refusal)
{
    return json->kind == JSON_HELD ? json_parse (json->held, json->size, arena, refusal) : json;
}
