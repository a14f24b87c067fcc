/* JSON Schema out of the same tables (draft 2020-12): what another system may check before it
 * sends. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "record/record.h"
#include <string.h>

static void put_object (const struct record *record, struct text *text);

static void put_bounds (const struct field *field, const char *least, const char *most,
                        struct text *text)
{
    if (field->min > 0 || field->kind == FIELD_NUMBER) {
        text_format (text, ",\"%s\":", least);
        text_number (text, field->min);
    }
    text_format (text, ",\"%s\":", most);
    text_number (text, field->max);
}

static void put_choices (const struct choices *choices, struct text *text)
{
    text_say (text, "\"enum\":[");
    for (size_t i = 0; i < choices->count; i++) {
        text_say (text, i > 0 ? "," : "");
        text_put_json (text, choices->list[i].word);
    }
    text_say (text, "]");
}

static void put_texts (const struct field *field, struct text *text)
{
    text_say (text, "\"type\":\"array\"");
    put_bounds (field, "minItems", "maxItems", text);
    text_say (text, ",\"items\":{\"type\":\"string\",\"minLength\":1,\"maxLength\":");
    text_number (text, (int64_t)field->width);
    text_say (text, "}");
}

static void put_list (const struct field *field, struct text *text)
{
    text_say (text, "\"type\":\"array\"");
    put_bounds (field, "minItems", "maxItems", text);
    text_say (text, ",\"items\":{");
    put_object (field->part(), text);
    text_say (text, "}");
}

static void put_field (const struct field *field, struct text *text)
{
    switch (field->kind) {
    case FIELD_TEXT:
        text_say (text, "\"type\":\"string\"");
        put_bounds (field, "minLength", "maxLength", text);
        return;
    case FIELD_NUMBER:
        text_say (text, "\"type\":\"integer\"");
        put_bounds (field, "minimum", "maximum", text);
        return;
    case FIELD_YES:
        text_say (text, "\"type\":\"boolean\"");
        return;
    case FIELD_TIME:
        text_say (text, "\"type\":\"string\",\"format\":\"date-time\"");
        return;
    case FIELD_DUE:
        text_say (
            text,
            "\"type\":\"string\",\"anyOf\":[{\"format\":\"date-time\"},{\"format\":\"date\"}]");
        return;
    case FIELD_DAY:
        text_say (text, "\"type\":\"string\",\"format\":\"date\"");
        return;
    case FIELD_PICK:
        put_choices (field->choices(), text);
        return;
    case FIELD_PART:
        put_object (field->part(), text);
        return;
    case FIELD_LIST:
        put_list (field, text);
        return;
    case FIELD_TEXTS:
        put_texts (field, text);
        return;
    case FIELD_JSON:
        return; /* anything */
    case FIELD_BYTES:
        text_format (text, "\"type\":\"string\",\"pattern\":\"^[0-9a-f]{%d}$\"",
                     (int)(2 * field->max));
        return;
    }
}

static void put_object (const struct record *record, struct text *text)
{
    const char *before = "";
    text_say (text, "\"type\":\"object\",\"additionalProperties\":false,\"required\":[");
    for (size_t i = 0; i < record->fields_count; i++)
        if (record->fields[i].need & REQUIRED) {
            text_say (text, before);
            text_put_json (text, record->fields[i].name);
            before = ",";
        }
    text_say (text, "],\"properties\":{");
    for (size_t i = 0; i < record->fields_count; i++) {
        text_say (text, i > 0 ? "," : "");
        text_put_json (text, record->fields[i].name);
        text_say (text, ":{");
        put_field (&record->fields[i], text);
        text_say (text, "}");
    }
    text_say (text, "}");
}

void record_schema (const struct record *record, struct text *text)
{
    text_say (text, "{\"$schema\":\"https://json-schema.org/draft/2020-12/schema\",\"title\":");
    text_put_json (text, record->head->word);
    text_say (text, ",");
    put_object (record, text);
    text_say (text, "}");
}
