/* JSON in, over yajl: its events become values in the arena. What yajl lets pass and RFC 8259 or
   this house does not is refused here: bytes that are not UTF-8 in the narrow sense, halves of
   surrogate pairs, NUL, a key twice, numbers beyond what a double or 64 bits hold, depth. A tree
   library that checks all this by itself took six times as long, a third of what a finding cost. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/stop.h"
#include "record/json_build.h"
#include "record/json_value.h"
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <yajl/yajl_parse.h>

enum { LEVELS_MAX = 2048, PAIRWISE_MAX = 16 };

struct parser {
    struct arena *arena;
    yajl_handle yajl;
    struct json_t *top;
    size_t end;        /* behind the top; 0: it is not whole yet */
    const char *name;  /* of the member that comes next */
    const char *wrong; /* why we cancelled */
    const char *bytes; /* what is read */
    const char *held;  /* of objects of this name the text alone is taken; NULL: of none */
    size_t passed;     /* how deep we are in one of them, which yajl alone reads */
    size_t depth;
    struct json_t *open[LEVELS_MAX];
};

/* ---- what yajl tells ---- */

static int cancel (struct parser *parser, const char *wrong)
{
    parser->wrong = wrong;
    return 0;
}

static void note_end (struct parser *parser)
{
    if (parser->depth == 0)
        parser->end = yajl_get_bytes_consumed (parser->yajl);
}

static struct json_t *add (struct parser *parser, enum json_kind kind)
{
    struct json_t *json = json_new (parser->arena, kind);
    json->name = parser->name;
    parser->name = NULL;
    if (parser->depth > 0)
        json_append (parser->arena, parser->open[parser->depth - 1], json);
    else
        parser->top = json;
    if (kind != JSON_ARRAY && kind != JSON_OBJECT)
        note_end (parser);
    return json;
}

/* What is in an object that is held is for who reads that. */
static bool passes (const struct parser *parser)
{
    return parser->passed > 0;
}

static int take_null (void *self)
{
    if (!passes (self))
        add (self, JSON_NULL);
    return 1;
}

static int take_yes (void *self, int yes)
{
    if (!passes (self))
        add (self, yes ? JSON_YES : JSON_NO);
    return 1;
}

static int take_number (void *self, const char *digits, size_t length)
{
    struct parser *parser = self;
    if (passes (parser))
        return 1;
    const char *text = arena_copy (parser->arena, digits, length);
    const bool whole = strcspn (text, ".eE") == length;
    struct json_t *json = add (parser, whole ? JSON_NUMBER : JSON_REAL);
    errno = 0;
    if (whole)
        json->number = strtoll (text, NULL, 10);
    else
        json->text = text;
    if (whole ? errno == ERANGE : isinf (strtod (text, NULL)))
        return cancel (parser, "a number is too big");
    return 1;
}

static const char *copy (struct parser *parser, const unsigned char *bytes, size_t length)
{
    if (memchr (bytes, '\0', length))
        parser->wrong = "\\u0000 is not allowed";
    return arena_copy (parser->arena, bytes, length);
}

static int take_text (void *self, const unsigned char *bytes, size_t length)
{
    struct parser *parser = self;
    if (!passes (parser))
        add (parser, JSON_TEXT)->text = copy (parser, bytes, length);
    return !parser->wrong;
}

static int take_name (void *self, const unsigned char *bytes, size_t length)
{
    struct parser *parser = self;
    if (!passes (parser))
        parser->name = copy (parser, bytes, length);
    return !parser->wrong;
}

static bool is_held (const struct parser *parser, enum json_kind kind)
{
    return kind == JSON_OBJECT && parser->held && parser->name &&
           strcmp (parser->name, parser->held) == 0;
}

static int begin (struct parser *parser, enum json_kind kind)
{
    if (passes (parser) || is_held (parser, kind)) {
        if (!passes (parser))
            add (parser, JSON_HELD)->held =
                parser->bytes + yajl_get_bytes_consumed (parser->yajl) - 1;
        parser->passed++;
        return 1;
    }
    if (parser->depth == LEVELS_MAX)
        return cancel (parser, "it is nested too deeply");
    struct json_t *json = add (parser, kind);
    parser->open[parser->depth++] = json;
    return 1;
}

static int begin_object (void *self)
{
    return begin (self, JSON_OBJECT);
}

static int begin_array (void *self)
{
    return begin (self, JSON_ARRAY);
}

/* Whether what ends is held, or in what is; then its text is whole, or not yet. */
static bool end_passed (struct parser *parser)
{
    if (!passes (parser))
        return false;
    if (--parser->passed == 0) {
        struct json_t *object = parser->open[parser->depth - 1];
        struct json_t *held = object->list[object->count - 1];
        const char *end = parser->bytes + yajl_get_bytes_consumed (parser->yajl);
        held->size = (size_t)(end - held->held);
        held->held = arena_copy (parser->arena, held->held, held->size);
    }
    return true;
}

static int end_array (void *self)
{
    struct parser *parser = self;
    if (end_passed (parser))
        return 1;
    parser->depth--;
    note_end (parser);
    return 1;
}

static int by_name (const void *left, const void *right)
{
    return strcmp ((*(struct json_t *const *)left)->name, (*(struct json_t *const *)right)->name);
}

static bool has_twins (const struct json_t *object, struct arena *arena)
{
    const size_t count = object->count;
    if (count <= PAIRWISE_MAX) {
        for (size_t i = 1; i < count; i++)
            for (size_t j = 0; j < i; j++)
                if (strcmp (object->list[i]->name, object->list[j]->name) == 0)
                    return true;
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

static int end_object (void *self)
{
    struct parser *parser = self;
    if (end_passed (parser))
        return 1;
    const struct json_t *object = parser->open[--parser->depth];
    note_end (parser);
    return has_twins (object, parser->arena) ? cancel (parser, "a key stands twice in one object")
                                             : 1;
}

static const yajl_callbacks callbacks = { .yajl_null = take_null,
                                          .yajl_boolean = take_yes,
                                          .yajl_number = take_number,
                                          .yajl_string = take_text,
                                          .yajl_start_map = begin_object,
                                          .yajl_map_key = take_name,
                                          .yajl_end_map = end_object,
                                          .yajl_start_array = begin_array,
                                          .yajl_end_array = end_array };

/* ---- what yajl does not look at ---- */

static long code_unit (const char *escape, size_t left)
{
    char digits[5] = "";
    if (left < 6 || escape[0] != '\\' || escape[1] != 'u')
        return -1;
    memcpy (digits, escape + 2, 4);
    return strspn (digits, "0123456789abcdefABCDEF") == 4 ? strtol (digits, NULL, 16) : -1;
}

/* Where half of a surrogate pair stands alone among the escapes; SIZE: nowhere. */
static size_t find_half (const char *bytes, size_t size)
{
    for (size_t at = 0; at < size;) {
        const char *escape = memchr (bytes + at, '\\', size - at);
        if (!escape)
            return size;
        at = (size_t)(escape - bytes);
        const long unit = code_unit (escape, size - at);
        if (unit < 0xd800 || unit > 0xdfff) {
            at += 2;
            continue;
        }
        const long next = size - at > 6 ? code_unit (escape + 6, size - at - 6) : -1;
        if (unit > 0xdbff || next < 0xdc00 || next > 0xdfff)
            return at;
        at += 12;
    }
    return size;
}

static struct refusal refuse (struct arena *arena, const char *bytes, size_t at, const char *wrong)
{
    size_t line = 1, column = 1;
    for (size_t i = 0; i < at; i++) {
        column = bytes[i] == '\n' ? 1 : column + (((unsigned char)bytes[i] & 0xc0) != 0x80);
        line += bytes[i] == '\n';
    }
    return (struct refusal){ REFUSAL_MALFORMED, "",
                             arena_format (arena, "not JSON at line %zu, column %zu: %.*s", line,
                                           column, (int)strcspn (wrong, "\n"), wrong) };
}

/* ---- reading ---- */

static void *take (void *self, size_t size)
{
    (void)self;
    void *bytes = malloc (size);
    if (!bytes)
        stop (STOP_OS, "memory", "no memory for %zu bytes", size);
    return bytes;
}

static void *take_more (void *self, void *old, size_t size)
{
    (void)self;
    void *bytes = realloc (old, size);
    if (!bytes)
        stop (STOP_OS, "memory", "no memory for %zu bytes", size);
    return bytes;
}

static void give_back (void *self, void *bytes)
{
    (void)self;
    free (bytes);
}

static const char *reason (yajl_handle yajl, struct arena *arena)
{
    unsigned char *text = yajl_get_error (yajl, 0, NULL, 0);
    const char *kept = arena_text (arena, (const char *)text);
    yajl_free_error (yajl, text);
    return kept;
}

/* yajl takes what looks like the beginning of another value at the end for the end. */
static size_t find_garbage (const struct parser *parser, const char *bytes, size_t size)
{
    size_t at = parser->end;
    while (at > 0 && at < size && strchr (" \t\r\n", bytes[at]))
        at++;
    return at > 0 ? at : size;
}

static bool read_with (struct parser *parser, const char *bytes, size_t size,
                       struct refusal *refusal)
{
    yajl_handle yajl = parser->yajl;
    yajl_status status = yajl_parse (yajl, (const unsigned char *)bytes, size);
    size_t at = yajl_get_bytes_consumed (yajl);
    const size_t garbage = find_garbage (parser, bytes, size);
    if (garbage < size) {
        *refusal = refuse (parser->arena, bytes, garbage, "something follows the value");
        return false;
    }
    if (status == yajl_status_ok)
        status = yajl_complete_parse (yajl);
    if (status == yajl_status_ok)
        return true;
    *refusal = refuse (parser->arena, bytes, at < size ? at : size,
                       parser->wrong ? parser->wrong : reason (yajl, parser->arena));
    return false;
}

const struct json_t *json_parse_holding (const char *bytes, size_t size, const char *name,
                                         struct arena *arena, struct refusal *refusal)
{
    static const yajl_alloc_funcs memory = { take, take_more, give_back, NULL };
    struct parser parser; /* of which only what is open is ever looked at */
    parser.arena = arena;
    parser.top = NULL;
    parser.name = parser.wrong = NULL;
    parser.depth = parser.end = parser.passed = 0;
    parser.bytes = bytes;
    parser.held = name;
    const size_t good = text_utf8_prefix (bytes, size), half = find_half (bytes, size);
    if (good < size || half < size) {
        *refusal = good < size ? refuse (arena, bytes, good, "this is not UTF-8")
                               : refuse (arena, bytes, half, "half of a surrogate pair");
        return NULL;
    }
    parser.yajl = yajl_alloc (&callbacks, (yajl_alloc_funcs *)(uintptr_t)&memory, &parser);
    yajl_config (parser.yajl, yajl_dont_validate_strings, 1); /* done above, and more narrowly */
    const bool whole = read_with (&parser, bytes, size, refusal);
    yajl_free (parser.yajl);
    return whole ? parser.top : NULL;
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
