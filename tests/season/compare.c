/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "compare.h"
#include <stdlib.h>
#include <string.h>

struct comparing {
    struct arena *arena;
    const char *path;
    const struct json_t *actual;
    const char *difference;
};

static const char *differ (const char *path, const struct json_t *expected,
                           const struct json_t *actual, struct arena *arena)
{
    return arena_format (arena, "%s is %s, expected %s", *path ? path : "the answer",
                         actual ? json_text (actual, arena) : "not there",
                         json_text (expected, arena));
}

static const char *compare (const char *path, const struct json_t *expected,
                            const struct json_t *actual, struct arena *arena);

static void compare_member (void *self, const char *name, const struct json_t *expected)
{
    struct comparing *comparing = self;
    const char *path = arena_format (comparing->arena, "%s/%s", comparing->path, name);
    if (!comparing->difference)
        comparing->difference =
            compare (path, expected, json_member (comparing->actual, name), comparing->arena);
}

static const char *compare_elements (const char *path, const struct json_t *expected,
                                     const struct json_t *actual, struct arena *arena)
{
    const char *difference = NULL;
    if (json_count (actual) != json_count (expected))
        return differ (path, expected, actual, arena);
    for (size_t i = 0; !difference && i < json_count (expected); i++)
        difference = compare (arena_format (arena, "%s/%zu", path, i), json_element (expected, i),
                              json_element (actual, i), arena);
    return difference;
}

static const char *compare (const char *path, const struct json_t *expected,
                            const struct json_t *actual, struct arena *arena)
{
    struct comparing members = { .arena = arena, .path = path, .actual = actual };
    const char *text = json_text (expected, arena);
    int64_t count;
    if (!actual)
        return differ (path, expected, actual, arena);
    if (*text == '{') {
        json_walk (expected, compare_member, &members);
        return members.difference;
    }
    if (*text == '[')
        return compare_elements (path, expected, actual, arena);
    if (json_number (expected, &count) && json_count (actual) != SIZE_MAX)
        return (size_t)count == json_count (actual)
                   ? NULL
                   : arena_format (arena, "%s has %zu elements, expected %s", path,
                                   json_count (actual), text);
    return strcmp (text, json_text (actual, arena)) == 0 ? NULL
                                                         : differ (path, expected, actual, arena);
}

const char *compare_part (const struct json_t *expected, const struct json_t *actual,
                          struct arena *arena)
{
    return compare ("", expected, actual, arena);
}

const struct json_t *compare_at (const struct json_t *json, const char *pointer,
                                 struct arena *arena)
{
    while (json && *pointer == '/') {
        size_t length = strcspn (++pointer, "/");
        const char *name = arena_copy (arena, pointer, length);
        size_t index = (size_t)strtoul (name, NULL, 10), count = json_count (json);
        json = count == SIZE_MAX ? json_member (json, name)
               : index < count   ? json_element (json, index)
                                 : NULL;
        pointer += length;
    }
    return json;
}

/* ---- files ---- */

static void spread_member (void *self, const char *name, const struct json_t *value)
{
    struct text *text = self;
    size_t count = json_count (value);
    text_say (text, text->length > 1 ? ",\n" : "\n");
    text_put_json (text, name);
    text_say (text, ": ");
    if (count == SIZE_MAX || count == 0) {
        text_say (text, json_text (value, text->arena));
        return;
    }
    text_say (text, "[");
    for (size_t i = 0; i < count; i++)
        text_format (text, "%s\n  %s", i > 0 ? "," : "",
                     json_text (json_element (value, i), text->arena));
    text_say (text, "\n]");
}

const char *compare_spread (const struct json_t *json, struct arena *arena)
{
    struct text text = text_in (arena);
    text_say (&text, "{");
    json_walk (json, spread_member, &text);
    text_say (&text, "\n}\n");
    return text.bytes;
}

const char *compare_lines (const char *expected, const char *actual, struct arena *arena)
{
    for (int line = 1;; line++) {
        size_t a = strcspn (expected, "\n"), b = strcspn (actual, "\n");
        if (a != b || memcmp (expected, actual, a) != 0)
            return arena_format (arena, "line %d is\n    %.*s\n  expected\n    %.*s", line, (int)b,
                                 actual, (int)a, expected);
        if (!expected[a] || !actual[b])
            return expected[a] == actual[b] ? NULL
                                            : arena_format (arena, "is %s after line %d",
                                                            expected[a] ? "short" : "longer", line);
        expected += a + 1;
        actual += b + 1;
    }
}
