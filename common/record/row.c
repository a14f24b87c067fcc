/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "record/row.h"
#include "record/check.h"
#include <string.h>

/* LIST, PART and TEXTS as the JSON they would be inside their record. */
static struct row_value as_json (const struct field *field, const void *self, struct arena *arena)
{
    const struct record_head head = { .word = "", .kind = RECORD_PART, .size = 0 };
    const struct record alone = { &head, field, 1 };
    struct text text = text_in (arena);
    record_to_json (&alone, self, &text);
    return (struct row_value){ .kind = ROW_TEXT, .bytes = text.bytes, .size = text.length };
}

struct row_value row_get (const struct field *field, const void *self, struct arena *arena)
{
    const void *place = (const char *)self + field->offset;
    struct row_value value = { .kind = ROW_NULL };
    if (check_is_absent (field, self))
        return value;
    switch (field->kind) {
    case FIELD_TEXT:
        value = (struct row_value){ .kind = ROW_TEXT, .bytes = *(const char *const *)place };
        break;
    case FIELD_PICK:
        value =
            (struct row_value){ .kind = ROW_TEXT,
                                .bytes = choice_word (field->choices(), field_pick (field, self)) };
        break;
    case FIELD_JSON:
        value =
            (struct row_value){ .kind = ROW_TEXT,
                                .bytes = json_text (*(const struct json_t *const *)place, arena) };
        break;
    case FIELD_NUMBER:
    case FIELD_TIME:
    case FIELD_DUE:
    case FIELD_DAY:
        return (struct row_value){ .kind = ROW_NUMBER, .number = *(const int64_t *)place };
    case FIELD_YES:
        return (struct row_value){ .kind = ROW_NUMBER, .number = *(const bool *)place };
    case FIELD_BYTES:
        return (struct row_value){ .kind = ROW_BYTES, .bytes = place, .size = (size_t)field->max };
    case FIELD_PART:
    case FIELD_LIST:
    case FIELD_TEXTS:
        return as_json (field, self, arena);
    }
    value.size = strlen (value.bytes);
    return value;
}

static bool put_json (const struct field *field, const struct row_value *value, struct arena *arena,
                      void *self)
{
    /* The struct is the caller's: read the one field into a whole one of its own, and take it. */
    const size_t size = field->offset + sizeof (void *) + field->count_offset + sizeof (size_t);
    const struct record_head head = { .word = "", .kind = RECORD_PART, .size = size };
    const struct record alone = { &head, field, 1 };
    struct refusals refusals = refusals_in (arena);
    const char *read = record_from_text (&alone, value->bytes, value->size, arena, &refusals);
    if (!read)
        return false;
    memcpy ((char *)self + field->offset, read + field->offset, sizeof (void *));
    if (field->kind != FIELD_PART)
        memcpy ((char *)self + field->count_offset, read + field->count_offset, sizeof (size_t));
    return true;
}

/* TEXTS as as_json writes them, as long as nothing in them is escaped: most are read for every step
   of a case, and need no parser. False: not plainly so. */
static bool put_texts (const struct field *field, const struct row_value *value,
                       struct arena *arena, void *self)
{
    static const char brace[] = "{\"", bracket[] = "\":[", end_all[] = "]}";
    const size_t name = strlen (field->name), head = strlen (brace) + name + strlen (bracket);
    char *at = arena_copy (arena, value->bytes, value->size), *end = at + value->size;
    if (value->size < head + strlen (end_all) || memcmp (at, brace, strlen (brace)) != 0 ||
        memcmp (at + strlen (brace), field->name, name) != 0 ||
        memcmp (at + strlen (brace) + name, bracket, strlen (bracket)) != 0 ||
        memcmp (end - strlen (end_all), end_all, strlen (end_all)) != 0 ||
        memchr (at, '\\', value->size))
        return false;
    at += head;
    end -= strlen (end_all);
    size_t quotes = 0, count = 0;
    for (const char *c = at; (c = memchr (c, '"', (size_t)(end - c))); c++)
        quotes++;
    const char **texts = arena_take_raw (arena, (quotes / 2 + 1) * sizeof *texts);
    while (at < end) {
        char *closing = *at == '"' ? memchr (at + 1, '"', (size_t)(end - at - 1)) : NULL;
        if (!closing || (closing + 1 < end && closing[1] != ','))
            return false;
        *closing = '\0';
        texts[count++] = at + 1;
        at = closing + 2;
    }
    if (count > 0 && at != end + 1) /* a comma stands last */
        return false;
    memcpy ((char *)self + field->offset, &texts, sizeof texts);
    memcpy ((char *)self + field->count_offset, &count, sizeof count);
    return true;
}

static bool put_text (const struct field *field, const struct row_value *value, struct arena *arena,
                      void *self)
{
    void *place = (char *)self + field->offset;
    if (field->kind == FIELD_TEXT) {
        *(const char **)place = arena_copy (arena, value->bytes, value->size);
        return true;
    }
    if (field->kind == FIELD_PICK) {
        unsigned pick = (unsigned)choice_value (field->choices(),
                                                arena_copy (arena, value->bytes, value->size));
        memcpy (place, &pick, sizeof pick);
        return pick != 0;
    }
    if (field->kind == FIELD_JSON) {
        struct refusal refusal;
        *(const struct json_t **)place = json_parse (value->bytes, value->size, arena, &refusal);
        return *(const struct json_t **)place != NULL;
    }
    if (field->kind == FIELD_TEXTS && put_texts (field, value, arena, self))
        return true;
    return (field->kind == FIELD_PART || field->kind == FIELD_LIST || field->kind == FIELD_TEXTS) &&
           put_json (field, value, arena, self);
}

static bool put_number (const struct field *field, int64_t number, void *self)
{
    void *place = (char *)self + field->offset;
    if (field->kind == FIELD_YES)
        *(bool *)place = number != 0;
    else if (field->kind == FIELD_NUMBER || field->kind == FIELD_TIME || field->kind == FIELD_DUE ||
             field->kind == FIELD_DAY)
        *(int64_t *)place = number;
    else
        return false;
    return true;
}

bool row_put (const struct field *field, const struct row_value *value, struct arena *arena,
              void *self)
{
    switch (value->kind) {
    case ROW_NULL:
        return !(field->need & REQUIRED); /* record_clear made it absent */
    case ROW_NUMBER:
        return put_number (field, value->number, self);
    case ROW_TEXT:
        return put_text (field, value, arena, self);
    case ROW_BYTES:
        if (field->kind != FIELD_BYTES || value->size != (size_t)field->max)
            return false;
        memcpy ((char *)self + field->offset, value->bytes, value->size);
        return true;
    }
    return false;
}
