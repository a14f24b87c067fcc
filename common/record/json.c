/* JSON in and out of records, over jansson (the strictest of Debian's libraries: duplicate keys,
   bad UTF-8 and overflow are errors). Writing is our own: journals are written on the hot path, and
   a tree that is built only to be dumped cost as much as all of reading. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "record/check.h"
#include "record/json_build.h"
#include <assert.h>
#include <inttypes.h>
#include <jansson.h>
#include <string.h>

static _Thread_local struct arena *jansson_arena;

static void *take (size_t size)
{
    return arena_take_raw (jansson_arena, size);
}

static void forget (void *bytes)
{
    (void)bytes; /* dies with the arena */
}

void json_use (struct arena *arena)
{
    static _Atomic bool
        told; /* the library's hooks are the whole process's, the arena is the thread's */
    jansson_arena = arena;
    if (!told) {
        json_set_alloc_funcs (take, forget);
        told = true;
    }
}

const struct json_t *json_parse (const char *bytes, size_t size, struct arena *arena,
                                 struct refusal *refusal)
{
    json_use (arena);
    json_error_t error;
    json_t *json = json_loadb (bytes, size, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &error);
    if (!json)
        *refusal = (struct refusal){ REFUSAL_MALFORMED, "",
                                     arena_format (arena, "not JSON at line %d, column %d: %s",
                                                   error.line, error.column, error.text) };
    return json;
}

size_t json_count (const struct json_t *json)
{
    return json_is_array (json) ? json_array_size (json) : SIZE_MAX;
}

const struct json_t *json_element (const struct json_t *array, size_t index)
{
    return json_array_get (array, index);
}

const struct json_t *json_member (const struct json_t *object, const char *name)
{
    return json_object_get (object, name);
}

const char *json_words (const struct json_t *json)
{
    return json_string_value (json);
}

bool json_number (const struct json_t *json, int64_t *number)
{
    if (!json_is_integer (json))
        return false;
    *number = json_integer_value (json);
    return true;
}

void json_walk (const struct json_t *object,
                void (*each) (void *self, const char *name, const struct json_t *value), void *self)
{
    const char *name;
    json_t *value;
    json_object_foreach ((json_t *)(uintptr_t)object, name, value)
    {
        each (self, name, value);
    }
}

const char *json_text (const struct json_t *json, struct arena *arena)
{
    json_use (arena);
    return json_dumps (json, JSON_COMPACT | JSON_ENCODE_ANY);
}

/* ---- made by hand ---- */

struct json_t *json_new_object (void)
{
    return json_object();
}

struct json_t *json_new_array (void)
{
    return json_array();
}

struct json_t *json_new_text (const char *words)
{
    return json_string (words);
}

struct json_t *json_new_number (int64_t number)
{
    return json_integer (number);
}

struct json_t *json_new_yes (bool yes)
{
    return json_boolean (yes);
}

struct json_t *json_new_null (void)
{
    return json_null();
}

void json_put (struct json_t *object, const char *key, struct json_t *value)
{
    json_object_set_new (object, key, value);
}

void json_append (struct json_t *array, struct json_t *value)
{
    json_array_append_new (array, value);
}

/* ---- in ---- */

static bool read_number (const struct reading *reading, const struct field *field,
                         const json_t *json, void *place)
{
    if (!json_is_integer (json))
        return check_wrong_kind (reading, field, "a whole number");
    *(int64_t *)place = json_integer_value (json);
    return check_number (reading, field, *(int64_t *)place);
}

static bool read_texts (const struct reading *reading, const struct field *field,
                        const json_t *json, void *self)
{
    if (!json_is_array (json))
        return check_wrong_kind (reading, field, "a list of texts");
    size_t count = json_array_size (json);
    if (!check_count (reading, field, count))
        return false;
    const char **texts = arena_take (reading->arena, (count + 1) * sizeof *texts);
    bool good = true;
    for (size_t i = 0; i < count; i++) {
        struct reading inside = check_inside (reading, field->name, i);
        const struct field element = { .name = NULL, .min = 1, .max = (int64_t)field->width };
        texts[i] = json_string_value (json_array_get (json, i));
        good &= texts[i] ? check_text (&inside, &element, texts[i])
                         : check_wrong_kind (&inside, &element, "a text");
    }
    *(const char ***)(void *)((char *)self + field->offset) = texts;
    *(size_t *)(void *)((char *)self + field->count_offset) = count;
    return good;
}

static bool fill (const struct record *record, const json_t *json, const struct reading *reading,
                  void *self);

static bool read_list (const struct reading *reading, const struct field *field, const json_t *json,
                       void *self)
{
    if (!json_is_array (json))
        return check_wrong_kind (reading, field, "a list");
    size_t count = json_array_size (json);
    if (!check_count (reading, field, count))
        return false;
    const struct record *part = field->part();
    char *list = arena_take (reading->arena, count * part->head->size + 1);
    bool good = true;
    for (size_t i = 0; i < count; i++) {
        struct reading inside = check_inside (reading, field->name, i);
        good &= fill (part, json_array_get (json, i), &inside, list + i * part->head->size);
    }
    *(void **)(void *)((char *)self + field->offset) = list;
    *(size_t *)(void *)((char *)self + field->count_offset) = count;
    return good;
}

static bool read_part (const struct reading *reading, const struct field *field, const json_t *json,
                       void *place)
{
    const struct record *part = field->part();
    void *inner = arena_take (reading->arena, part->head->size);
    struct reading inside = check_inside (reading, field->name, SIZE_MAX);
    *(void **)place = inner;
    return fill (part, json, &inside, inner);
}

static bool read_words (const struct reading *reading, const struct field *field,
                        const json_t *json, void *place)
{
    const char *words = json_string_value (json);
    if (!words)
        return check_wrong_kind (reading, field, check_kind_text (field->kind));
    return check_words (reading, field, words, place);
}

static bool read_field (const struct reading *reading, const struct field *field,
                        const json_t *json, void *self)
{
    void *place = (char *)self + field->offset;
    switch (field->kind) {
    case FIELD_NUMBER:
        return read_number (reading, field, json, place);
    case FIELD_YES:
        if (!json_is_boolean (json))
            return check_wrong_kind (reading, field, "true or false");
        *(bool *)place = json_is_true (json);
        return true;
    case FIELD_TEXT:
    case FIELD_TIME:
    case FIELD_DUE:
    case FIELD_DAY:
    case FIELD_PICK:
    case FIELD_BYTES:
        return read_words (reading, field, json, place);
    case FIELD_PART:
        return read_part (reading, field, json, place);
    case FIELD_LIST:
        return read_list (reading, field, json, self);
    case FIELD_TEXTS:
        return read_texts (reading, field, json, self);
    case FIELD_JSON:
        *(const json_t **)place = json;
        return true;
    }
    assert (!"a field kind");
    return false;
}

enum { FIELDS_MAX = 64 };

/* The field NAME, looked for from where the last one was found: members mostly come in the record's
 * order. */
static const struct field *next_field (const struct record *record, const char *name, size_t *place)
{
    for (size_t i = 0; i < record->fields_count; i++) {
        size_t at =
            *place + i < record->fields_count ? *place + i : *place + i - record->fields_count;
        if (strcmp (record->fields[at].name, name) == 0) {
            *place = at;
            return &record->fields[at];
        }
    }
    return NULL;
}

static bool refuse_missing (const struct record *record, uint64_t found,
                            const struct reading *reading)
{
    bool good = true;
    for (size_t i = 0; i < record->fields_count; i++)
        if ((record->fields[i].need & REQUIRED) && !(found >> i & 1))
            good = check_missing (reading, &record->fields[i]);
    return good;
}

static bool fill (const struct record *record, const json_t *json, const struct reading *reading,
                  void *self)
{
    const char *name;
    json_t *value;
    uint64_t found = 0;
    size_t place = 0;
    bool good = true;
    if (!json_is_object (json))
        return check_not_object (reading);
    assert (record->fields_count <= FIELDS_MAX);
    record_clear (record, self);
    json_object_foreach ((json_t *)(uintptr_t)json, name, value)
    {
        const struct field *field = next_field (record, name, &place);
        if (!field)
            good = check_unknown (reading, record, name);
        else if (!json_is_null (value)) {
            good &= read_field (reading, field, value, self);
            found |= UINT64_C (1) << place;
        }
    }
    return refuse_missing (record, found, reading) && good;
}

const void *record_from_json (const struct record *record, const struct json_t *json,
                              struct arena *arena, const char *path, struct refusals *refusals)
{
    json_use (arena);
    struct reading reading = {
        .arena = arena, .name = path, .index = SIZE_MAX, .refusals = refusals
    };
    void *self = arena_take (arena, record->head->size);
    return fill (record, json, &reading, self) ? self : NULL;
}

const void *record_from_text (const struct record *record, const char *bytes, size_t size,
                              struct arena *arena, struct refusals *refusals)
{
    struct refusal refusal;
    const struct json_t *json = json_parse (bytes, size, arena, &refusal);
    if (json)
        return record_from_json (record, json, arena, "", refusals);
    refusals_add (refusals, refusal.code, refusal.path, "%s", refusal.sentence);
    return NULL;
}

/* ---- out ---- */

static void write_list (const struct field *field, const void *self, struct text *text)
{
    size_t count = field_count (field, self);
    const void *list = *(void *const *)(const void *)((const char *)self + field->offset);
    text_put (text, "[", 1);
    for (size_t i = 0; i < count; i++) {
        if (i > 0)
            text_put (text, ",", 1);
        if (field->kind == FIELD_TEXTS)
            text_put_json (text, ((const char *const *)list)[i]);
        else
            record_to_json (field->part(), (const char *)list + i * field->part()->head->size,
                            text);
    }
    text_put (text, "]", 1);
}

static void write_moment (const struct field *field, int64_t value, struct text *text)
{
    char out[INSTANT_TEXT_SIZE];
    text_put (text, "\"", 1);
    text_say (text, field->kind == FIELD_DAY ? day_text (value, out) : instant_text (value, out));
    text_put (text, "\"", 1);
}

static void write_bytes (const struct field *field, const void *place, struct text *text)
{
    char hex[2 * 64 + 1];
    assert (field->max <= 64);
    text_hex (hex, place, (size_t)field->max);
    text_put_json (text, hex);
}

static void write_field (const struct field *field, const void *self, struct text *text)
{
    const void *place = (const char *)self + field->offset;
    switch (field->kind) {
    case FIELD_TEXT:
        text_put_json (text, *(const char *const *)place);
        return;
    case FIELD_NUMBER:
        text_number (text, *(const int64_t *)place);
        return;
    case FIELD_YES:
        text_say (text, *(const bool *)place ? "true" : "false");
        return;
    case FIELD_TIME:
    case FIELD_DUE:
    case FIELD_DAY:
        write_moment (field, *(const int64_t *)place, text);
        return;
    case FIELD_PICK:
        text_put_json (text, choice_word (field->choices(), field_pick (field, self)));
        return;
    case FIELD_PART:
        record_to_json (field->part(), *(void *const *)place, text);
        return;
    case FIELD_LIST:
    case FIELD_TEXTS:
        write_list (field, self, text);
        return;
    case FIELD_JSON:
        text_say (text, json_text (*(const struct json_t *const *)place, text->arena));
        return;
    case FIELD_BYTES:
        write_bytes (field, place, text);
        return;
    }
}

void record_to_json (const struct record *record, const void *self, struct text *text)
{
    const char *before = "{";
    for (size_t i = 0; i < record->fields_count; i++) {
        const struct field *field = &record->fields[i];
        if ((field->need & PASSING) || check_is_absent (field, self))
            continue;
        text_say (text, before);
        before = ",";
        text_put (text, "\"", 1);
        text_say (text, field->name);
        text_put (text, "\":", 2);
        write_field (field, self, text);
    }
    text_say (text, *before == '{' ? "{}" : "}");
}

const char *record_public_text (const struct record *record, const char *bytes, struct arena *arena)
{
    struct refusal refusal;
    json_t *json = (json_t *)(uintptr_t)json_parse (bytes, strlen (bytes), arena, &refusal);
    assert (json);
    for (size_t i = 0; i < record->fields_count; i++) {
        const struct field *field = &record->fields[i];
        if (field->need & PRIVATE)
            json_object_del (json, field->name);
        else
            assert (!field->part || !record_is_private (field->part()));
    }
    return json_text (json, arena);
}
