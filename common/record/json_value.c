/* JSON values: making them, asking them, writing them. Not here: reading (json_read.c), and what
   they are to records (json.c). */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "record/json_value.h"
#include "record/json_build.h"
#include <assert.h>
#include <string.h>

enum { FIRST_ROOM = 6 };

/* ---- making ---- */

struct json_t *json_new (struct arena *arena, enum json_kind kind)
{
    struct json_t *json = arena_take_raw (arena, sizeof *json);
    *json = (struct json_t){ .kind = kind };
    return json;
}

struct json_t *json_new_object (struct arena *arena)
{
    return json_new (arena, JSON_OBJECT);
}

struct json_t *json_new_array (struct arena *arena)
{
    return json_new (arena, JSON_ARRAY);
}

struct json_t *json_new_text (struct arena *arena, const char *words)
{
    const size_t length = strlen (words);
    if (!text_is_utf8 (words, length))
        return NULL;
    struct json_t *json = json_new (arena, JSON_TEXT);
    json->text = arena_copy (arena, words, length);
    return json;
}

struct json_t *json_new_number (struct arena *arena, int64_t number)
{
    struct json_t *json = json_new (arena, JSON_NUMBER);
    json->number = number;
    return json;
}

struct json_t *json_new_yes (struct arena *arena, bool yes)
{
    return json_new (arena, yes ? JSON_YES : JSON_NO);
}

struct json_t *json_new_null (struct arena *arena)
{
    return json_new (arena, JSON_NULL);
}

void json_append (struct arena *arena, struct json_t *array, struct json_t *value)
{
    assert (array->kind == JSON_ARRAY || array->kind == JSON_OBJECT);
    if (array->count == array->room) {
        array->room = array->room ? 4 * array->room : FIRST_ROOM;
        struct json_t **larger = arena_take_raw (arena, array->room * sizeof *larger);
        if (array->count > 0)
            memcpy (larger, array->list, array->count * sizeof *larger);
        array->list = larger;
    }
    array->list[array->count++] = value;
}

void json_put (struct arena *arena, struct json_t *object, const char *key, struct json_t *value)
{
    assert (object->kind == JSON_OBJECT);
    value->name = arena_text (arena, key);
    json_append (arena, object, value);
}

void json_drop (struct json_t *object, const char *name)
{
    for (size_t i = 0; i < object->count; i++)
        if (strcmp (object->list[i]->name, name) == 0) {
            object->count--;
            memmove (object->list + i, object->list + i + 1,
                     (object->count - i) * sizeof *object->list);
            return;
        }
}

/* ---- asking ---- */

size_t json_count (const struct json_t *json)
{
    return json && json->kind == JSON_ARRAY ? json->count : SIZE_MAX;
}

const struct json_t *json_element (const struct json_t *array, size_t index)
{
    return array && array->kind == JSON_ARRAY && index < array->count ? array->list[index] : NULL;
}

const struct json_t *json_member (const struct json_t *object, const char *name)
{
    if (object && object->kind == JSON_OBJECT)
        for (size_t i = 0; i < object->count; i++)
            if (strcmp (object->list[i]->name, name) == 0)
                return object->list[i];
    return NULL;
}

const char *json_words (const struct json_t *json)
{
    return json && json->kind == JSON_TEXT ? json->text : NULL;
}

bool json_number (const struct json_t *json, int64_t *number)
{
    if (!json || json->kind != JSON_NUMBER)
        return false;
    *number = json->number;
    return true;
}

void json_walk (const struct json_t *object,
                void (*each) (void *self, const char *name, const struct json_t *value), void *self)
{
    if (object && object->kind == JSON_OBJECT)
        for (size_t i = 0; i < object->count; i++)
            each (self, object->list[i]->name, object->list[i]);
}

/* ---- writing ---- */

static void write (const struct json_t *json, struct text *text);

static void write_all (const struct json_t *json, struct text *text)
{
    const bool is_object = json->kind == JSON_OBJECT;
    text_put (text, is_object ? "{" : "[", 1);
    for (size_t i = 0; i < json->count; i++) {
        if (i > 0)
            text_put (text, ",", 1);
        if (is_object) {
            text_put_json (text, json->list[i]->name);
            text_put (text, ":", 1);
        }
        write (json->list[i], text);
    }
    text_put (text, is_object ? "}" : "]", 1);
}

static void write (const struct json_t *json, struct text *text)
{
    switch (json->kind) {
    case JSON_NULL:
        text_put (text, "null", 4);
        return;
    case JSON_NO:
        text_put (text, "false", 5);
        return;
    case JSON_YES:
        text_put (text, "true", 4);
        return;
    case JSON_NUMBER:
        text_number (text, json->number);
        return;
    case JSON_REAL:
        text_say (text, json->text);
        return;
    case JSON_TEXT:
        text_put_json (text, json->text);
        return;
    case JSON_ARRAY:
    case JSON_OBJECT:
        write_all (json, text);
        return;
    case JSON_HELD:
        text_put (text, json->held, json->size);
        return;
    }
}

const char *json_text (const struct json_t *json, struct arena *arena)
{
    struct text text = text_in (arena);
    if (json)
        write (json, &text);
    return text.bytes;
}
