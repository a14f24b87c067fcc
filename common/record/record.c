/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "record/record.h"
#include <assert.h>
#include <string.h>

const struct field *record_field (const struct record *record, const char *name)
{
    for (size_t i = 0; i < record->fields_count; i++)
        if (strcmp (record->fields[i].name, name) == 0)
            return &record->fields[i];
    return NULL;
}

bool record_is_private (const struct record *record)
{
    for (size_t i = 0; i < record->fields_count; i++) {
        const struct field *field = &record->fields[i];
        if ((field->need & PRIVATE) || (field->part && record_is_private (field->part())))
            return true;
    }
    return false;
}

void record_clear (const struct record *record, void *self)
{
    memset (self, 0, record->head->size);
    for (size_t i = 0; i < record->fields_count; i++) {
        const struct field *field = &record->fields[i];
        if (field->kind == FIELD_NUMBER || field->kind == FIELD_TIME || field->kind == FIELD_DUE ||
            field->kind == FIELD_DAY)
            *(int64_t *)((char *)self + field->offset) = NUMBER_ABSENT;
    }
}

const char *choice_word (const struct choices *choices, int value)
{
    for (size_t i = 0; i < choices->count; i++)
        if (choices->list[i].value == value)
            return choices->list[i].word;
    return NULL;
}

int choice_value (const struct choices *choices, const char *word)
{
    for (size_t i = 0; i < choices->count; i++)
        if (strcmp (choices->list[i].word, word) == 0)
            return choices->list[i].value;
    return 0;
}

int field_pick (const struct field *field, const void *self)
{
    unsigned value;
    assert (field->width == sizeof value);
    memcpy (&value, (const char *)self + field->offset, sizeof value);
    return (int)value;
}

size_t field_count (const struct field *field, const void *self)
{
    return *(const size_t *)(const void *)((const char *)self + field->count_offset);
}
