/* Records in and out of JSON. Writing goes from the struct to the text at once: journals are
   written on the hot path, and values that are made only to be written cost as much as all of
   reading. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "record/check.h"
#include "record/json_value.h"
#include <assert.h>
#include <inttypes.h>
#include <string.h>

/* ---- in ---- */

static bool read_number (const struct reading *reading, const struct field *field,
                         const struct json_t *json, void *place)
{
    if (!json_number (json, place))
        return check_wrong_kind (reading, field, "a whole number");
    return check_number (reading, field, *(int64_t *)place);
}

static bool read_texts (const struct reading *reading, const struct field *field,
                        const struct json_t *json, void *self)
{
    const size_t count = json_count (json);
    if (count == SIZE_MAX)
        return check_wrong_kind (reading, field, "a list of texts");
    if (!check_count (reading, field, count))
        return false;
    const char **texts = arena_take (reading->arena, (count + 1) * sizeof *texts);
    bool good = true;
    for (size_t i = 0; i < count; i++) {
        struct reading inside = check_inside (reading, field->name, i);
        const struct field element = { .name = NULL, .min = 1, .max = (int64_t)field->width };
        texts[i] = json_words (json->list[i]);
        good &= texts[i] ? check_text (&inside, &element, texts[i])
                         : check_wrong_kind (&inside, &element, "a text");
    }
    *(const char ***)(void *)((char *)self + field->offset) = texts;
    *(size_t *)(void *)((char *)self + field->count_offset) = count;
    return good;
}

static bool fill (const struct record *record, const struct json_t *json,
                  const struct reading *reading, void *self);

static bool read_list (const struct reading *reading, const struct field *field,
                       const struct json_t *json, void *self)
{
    const size_t count = json_count (json);
    if (count == SIZE_MAX)
        return check_wrong_kind (reading, field, "a list");
    if (!check_count (reading, field, count))
        return false;
    const struct record *part = field->part();
    char *list = arena_take (reading->arena, count * part->head->size + 1);
    bool good = true;
    for (size_t i = 0; i < count; i++) {
        struct reading inside = check_inside (reading, field->name, i);
        good &= fill (part, json->list[i], &inside, list + i * part->head->size);
    }
    *(void **)(void *)((char *)self + field->offset) = list;
    *(size_t *)(void *)((char *)self + field->count_offset) = count;
    return good;
}

static bool read_part (const struct reading *reading, const struct field *field,
                       const struct json_t *json, void *place)
{
    const struct record *part = field->part();
    void *inner = arena_take (reading->arena, part->head->size);
    struct reading inside = check_inside (reading, field->name, SIZE_MAX);
    *(void **)place = inner;
    return fill (part, json, &inside, inner);
}

static bool read_words (const struct reading *reading, const struct field *field,
                        const struct json_t *json, void *place)
{
    const char *words = json_words (json);
    if (!words)
        return check_wrong_kind (reading, field, check_kind_text (field->kind));
    return check_words (reading, field, words, place);
}

static bool read_field (const struct reading *reading, const struct field *field,
                        const struct json_t *json, void *self)
{
    void *place = (char *)self + field->offset;
    switch (field->kind) {
    case FIELD_NUMBER:
        return read_number (reading, field, json, place);
    case FIELD_YES:
        if (json->kind != JSON_YES && json->kind != JSON_NO)
            return check_wrong_kind (reading, field, "true or false");
        *(bool *)place = json->kind == JSON_YES;
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
        *(const struct json_t **)place = json;
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

static bool fill (const struct record *record, const struct json_t *json,
                  const struct reading *reading, void *self)
{
    uint64_t found = 0;
    size_t place = 0;
    bool good = true;
    if (json->kind != JSON_OBJECT)
        return check_not_object (reading);
    assert (record->fields_count <= FIELDS_MAX);
    record_clear (record, self);
    for (size_t i = 0; i < json->count; i++) {
        const struct json_t *value = json->list[i];
        const struct field *field = next_field (record, value->name, &place);
        if (!field)
            good = check_unknown (reading, record, value->name);
        else if (value->kind != JSON_NULL) {
            good &= read_field (reading, field, value, self);
            found |= UINT64_C (1) << place;
        }
    }
    return refuse_missing (record, found, reading) && good;
}

static const void *take (const struct record *record, const struct json_t *json, bool from_outside,
                         const char *path, struct refusals *refusals, struct arena *arena)
{
    struct reading reading = { .arena = arena,
                               .name = path,
                               .index = SIZE_MAX,
                               .refusals = refusals,
                               .from_outside = from_outside };
    void *self = arena_take (arena, record->head->size);
    return fill (record, json, &reading, self) ? self : NULL;
}

const void *record_from_json (const struct record *record, const struct json_t *json,
                              struct arena *arena, const char *path, struct refusals *refusals)
{
    return take (record, json, false, path, refusals, arena);
}

const void *record_from_outside (const struct record *record, const struct json_t *json,
                                 struct arena *arena, const char *path, struct refusals *refusals)
{
    return take (record, json, true, path, refusals, arena);
}

const void *record_from_json_anyway (const struct record *record, const struct json_t *json,
                                     struct arena *arena, struct refusals *refusals)
{
    struct reading reading = {
        .arena = arena, .name = "", .index = SIZE_MAX, .refusals = refusals, .from_outside = true
    };
    void *self = arena_take (arena, record->head->size);
    fill (record, json, &reading, self);
    return self;
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
    const struct json_t *all = json_parse (bytes, strlen (bytes), arena, &refusal);
    assert (all);
    struct json_t shown = *all;
    for (size_t i = 0; i < record->fields_count; i++) {
        const struct field *field = &record->fields[i];
        if (field->need & PRIVATE)
            json_drop (&shown, field->name);
        else
            assert (!field->part || !record_is_private (field->part()));
    }
    return json_text (&shown, arena);
}
