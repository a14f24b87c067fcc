/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "record/check.h"
#include <assert.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

struct reading check_inside (const struct reading *reading, const char *name, size_t index)
{
    return (struct reading){ .arena = reading->arena,
                             .outer = reading,
                             .name = name,
                             .index = index,
                             .refusals = reading->refusals,
                             .from_outside = reading->from_outside };
}

/* A key as a token of a JSON pointer: ~ and / are written ~0 and ~1 (RFC 6901, section 3). */
static void spell_key (struct text *path, const char *key)
{
    text_put (path, "/", 1);
    for (; *key; key++)
        if (*key == '~')
            text_say (path, "~0");
        else if (*key == '/')
            text_say (path, "~1");
        else
            text_put (path, key, 1);
}

static void spell (struct text *path, const struct reading *reading)
{
    if (!reading->outer) {
        text_say (path, reading->name);
        return;
    }
    spell (path, reading->outer);
    spell_key (path, reading->name);
    if (reading->index != SIZE_MAX)
        text_format (path, "/%zu", reading->index);
}

static bool refuse (const struct reading *reading, const char *key, const char *format, ...)
    __attribute__ ((format (printf, 3, 4)));

static bool refuse (const struct reading *reading, const char *key, const char *format, ...)
{
    if (refusals_are_full (reading->refusals))
        return false;
    char sentence[512];
    va_list values;
    va_start (values, format);
    vsnprintf (sentence, sizeof sentence, format, values);
    va_end (values);
    struct text path = text_in (reading->arena);
    text_say (&path, "");
    spell (&path, reading);
    if (key)
        spell_key (&path, key);
    refusals_add (reading->refusals, REFUSAL_INVALID, path.bytes, "%s", sentence);
    return false;
}

bool check_text (const struct reading *reading, const struct field *field, const char *words)
{
    size_t characters = strlen (words); /* at least as many bytes: mostly that says enough */
    if (characters > (size_t)field->max || field->min > 1)
        characters = text_characters (words);
    if (characters < (size_t)field->min)
        return refuse (reading, field->name, "too short: %zu characters, at least %" PRId64,
                       characters, field->min);
    if (characters > (size_t)field->max)
        return refuse (reading, field->name, "too long: %zu characters, at most %" PRId64,
                       characters, field->max);
    if (reading->from_outside && field->min >= 1 && text_is_blank (words))
        return refuse (reading, field->name, "is blank; say it in words");
    if (!(field->need & PROSE ? text_is_prose (words) : text_is_plain (words)))
        return refuse (reading, field->name, "has control characters; send plain text");
    return true;
}

bool check_number (const struct reading *reading, const struct field *field, int64_t number)
{
    if (number >= field->min && number <= field->max)
        return true;
    return refuse (reading, field->name, "is %" PRId64 "; must be %" PRId64 " to %" PRId64, number,
                   field->min, field->max);
}

bool check_count (const struct reading *reading, const struct field *field, size_t count)
{
    if (count >= (size_t)field->min && count <= (size_t)field->max)
        return true;
    return refuse (reading, field->name, "has %zu entries; must have %" PRId64 " to %" PRId64,
                   count, field->min, field->max);
}

static bool check_pick (const struct reading *reading, const struct field *field, const char *words,
                        void *place)
{
    const struct choices *choices = field->choices();
    unsigned value = (unsigned)choice_value (choices, words);
    if (value != 0) {
        memcpy (place, &value, sizeof value);
        return true;
    }
    struct text known = text_in (reading->arena);
    for (size_t i = 0; i < choices->count; i++)
        text_format (&known, "%s%s", i ? ", " : "", choices->list[i].word);
    return refuse (reading, field->name, "is none of: %s", known.bytes);
}

static bool check_due (const char *words, instant *due)
{
    day last;
    if (!day_parse (words, &last))
        return instant_parse (words, due);
    *due = day_start (last + 1); /* 民法典 203: the period ends at 24:00 of its last day */
    return true;
}

bool check_words (const struct reading *reading, const struct field *field, const char *words,
                  void *place)
{
    switch (field->kind) {
    case FIELD_TEXT:
        *(const char **)place = words;
        return check_text (reading, field, words);
    case FIELD_PICK:
        return check_pick (reading, field, words, place);
    case FIELD_TIME:
        return instant_parse (words, place) ||
               refuse (reading, field->name,
                       "must be a time like 2021-02-10T09:30:00+08:00 (RFC 3339, with zone)");
    case FIELD_DUE:
        return check_due (words, place) ||
               refuse (reading, field->name,
                       "must be a time like 2021-02-10T09:30:00+08:00, or a date like 2021-02-10");
    case FIELD_DAY:
        return day_parse (words, place) ||
               refuse (reading, field->name, "must be a date like 2021-02-10");
    case FIELD_BYTES:
        return text_unhex (place, (size_t)field->max, words) ||
               refuse (reading, field->name, "must be %" PRId64 " bytes in hexadecimal",
                       field->max);
    case FIELD_NUMBER:
    case FIELD_YES:
    case FIELD_PART:
    case FIELD_LIST:
    case FIELD_TEXTS:
    case FIELD_JSON:
        break;
    }
    assert (!"a kind that is written as a text");
    return false;
}

bool check_wrong_kind (const struct reading *reading, const struct field *field, const char *wanted)
{
    return refuse (reading, field->name, "must be %s", wanted);
}

bool check_missing (const struct reading *reading, const struct field *field)
{
    return refuse (reading, field->name, "is missing; it is required");
}

bool check_unknown (const struct reading *reading, const struct record *record, const char *key)
{
    if (refusals_are_full (reading->refusals))
        return false;
    struct text known = text_in (reading->arena);
    for (size_t i = 0; i < record->fields_count; i++)
        text_format (&known, "%s%s", i ? ", " : "", record->fields[i].name);
    return refuse (reading, key, "is not a field here; the fields are: %s", known.bytes);
}

bool check_not_object (const struct reading *reading)
{
    return refuse (reading, NULL, "must be an object");
}

const char *check_kind_text (enum field_kind kind)
{
    static const char *const texts[] = {
        [FIELD_TEXT] = "a text (in quotes)",
        [FIELD_NUMBER] = "a whole number",
        [FIELD_YES] = "true or false",
        [FIELD_TIME] = "a time, as a text",
        [FIELD_DUE] = "a time or date, as a text",
        [FIELD_DAY] = "a date, as a text",
        [FIELD_PICK] = "a word, as a text",
        [FIELD_PART] = "an object",
        [FIELD_LIST] = "a list",
        [FIELD_TEXTS] = "a list of texts",
        [FIELD_JSON] = "any value",
        [FIELD_BYTES] = "bytes in hexadecimal, as a text",
    };
    return texts[kind];
}

bool check_is_absent (const struct field *field, const void *self)
{
    const void *place = (const char *)self + field->offset;
    switch (field->kind) {
    case FIELD_TEXT:
    case FIELD_PART:
    case FIELD_JSON:
        return *(void *const *)place == NULL;
    case FIELD_NUMBER:
    case FIELD_TIME:
    case FIELD_DUE:
    case FIELD_DAY:
        return *(const int64_t *)place == NUMBER_ABSENT;
    case FIELD_PICK:
        return field_pick (field, self) == 0;
    case FIELD_LIST:
    case FIELD_TEXTS:
        return field_count (field, self) == 0 && !(field->need & REQUIRED);
    case FIELD_YES:
    case FIELD_BYTES:
        return false;
    }
    return false;
}
