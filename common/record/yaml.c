/* YAML in, over libyaml's events: a tree of JSON with a mark for each value, which then goes the
   way of all JSON. Plain scalars by the core schema of YAML 1.2 (chapter 10.3): `no` is a text and
   09 is no number. What makes two readers see two files (anchors, tags, merges, several documents)
   is refused. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "record/json_build.h"
#include "record/yaml_marks.h"
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <yaml.h>

enum { FILE_BYTES_MAX = 1 << 20, LEVELS_MAX = 32 };

/* One reading of one file. */
struct reader {
    struct arena *arena;
    struct yaml_marks *marks;
    struct refusals *refusals;
    yaml_parser_t parser;
    bool broken;                       /* libyaml cannot go on */
    const char *refused[REFUSALS_MAX]; /* pointers of values that are not what stands there */
    size_t refused_count;
};

static void refuse (struct reader *reader, const yaml_mark_t *at, const char *sentence)
{
    refusals_add (reader->refusals, REFUSAL_INVALID,
                  marks_place (reader->marks, at->line + 1, at->column + 1, reader->arena), "%s",
                  sentence);
}

static void remember (struct reader *reader, const char *pointer, const yaml_mark_t *at)
{
    marks_remember (reader->marks, pointer, at->line + 1, at->column + 1, reader->arena);
}

/* A null for what cannot be taken as it stands: of it no more is complained. */
static struct json_t *nothing (struct reader *reader, const char *pointer)
{
    if (reader->refused_count < REFUSALS_MAX)
        reader->refused[reader->refused_count++] = pointer;
    return json_new_null (reader->arena);
}

/* ---- events ---- */

static bool next_event (struct reader *reader, yaml_event_t *event)
{
    if (reader->broken)
        return false;
    if (yaml_parser_parse (&reader->parser, event))
        return true;
    const yaml_parser_t *parser = &reader->parser;
    reader->broken = true;
    refuse (reader, &parser->problem_mark,
            arena_format (reader->arena, "not YAML: %s",
                          parser->problem ? parser->problem : "cannot be read"));
    return false;
}

/* ---- scalars ---- */

static bool is_one_of (const char *text, const char *const *words)
{
    for (; *words; words++)
        if (strcmp (text, *words) == 0)
            return true;
    return false;
}

static bool is_decimal (const char *text)
{
    const char *digits = text + (*text == '-' || *text == '+');
    size_t count = strspn (digits, "0123456789");
    return count > 0 && digits[count] == '\0' && (digits[0] != '0' || count == 1);
}

/* A number of the core schema; false: it is a text. */
static bool parse_number (const char *text, int64_t *number)
{
    char *end;
    int base = 10;
    const char *digits = text;
    if (strncmp (text, "0x", 2) == 0 || strncmp (text, "0o", 2) == 0) {
        base = text[1] == 'x' ? 16 : 8;
        digits = text + 2;
        if (*digits == '\0' || *digits == '-' || *digits == '+' || *digits == ' ')
            return false;
    } else if (!is_decimal (text))
        return false;
    errno = 0;
    *number = strtoll (digits, &end, base);
    return *end == '\0' && errno == 0;
}

static struct json_t *plain (const char *text, struct arena *arena)
{
    static const char *const nulls[] = { "", "~", "null", "Null", "NULL", NULL };
    static const char *const trues[] = { "true", "True", "TRUE", NULL };
    static const char *const falses[] = { "false", "False", "FALSE", NULL };
    int64_t number;
    if (is_one_of (text, nulls))
        return json_new_null (arena);
    if (is_one_of (text, trues) || is_one_of (text, falses))
        return json_new_yes (arena, is_one_of (text, trues));
    return parse_number (text, &number) ? json_new_number (arena, number)
                                        : json_new_text (arena, text);
}

static struct json_t *scalar (struct reader *reader, const yaml_event_t *event, const char *pointer)
{
    const char *text = (const char *)event->data.scalar.value;
    if (strlen (text) != event->data.scalar.length) {
        refuse (reader, &event->start_mark, "holds a NUL");
        return nothing (reader, pointer);
    }
    if (event->data.scalar.tag)
        refuse (reader, &event->start_mark, "has a tag; write the plain value");
    if (event->data.scalar.anchor)
        refuse (reader, &event->start_mark, "has an anchor; write values where they belong");
    return event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE
               ? plain (text, reader->arena)
               : json_new_text (reader->arena, text);
}

/* ---- collections ---- */

static struct json_t *value (struct reader *reader, const yaml_event_t *event, const char *pointer,
                             int level);

static void refuse_collection (struct reader *reader, const yaml_event_t *event)
{
    bool mapping = event->type == YAML_MAPPING_START_EVENT;
    if (mapping ? event->data.mapping_start.tag : event->data.sequence_start.tag)
        refuse (reader, &event->start_mark, "has a tag; write the plain value");
    if (mapping ? event->data.mapping_start.anchor : event->data.sequence_start.anchor)
        refuse (reader, &event->start_mark, "has an anchor; write values where they belong");
}

static struct json_t *sequence (struct reader *reader, const char *pointer, int level)
{
    struct json_t *array = json_new_array (reader->arena);
    yaml_event_t event;
    for (size_t i = 0; next_event (reader, &event); i++) {
        bool ended = event.type == YAML_SEQUENCE_END_EVENT;
        if (!ended)
            json_append (
                reader->arena, array,
                value (reader, &event, arena_format (reader->arena, "%s/%zu", pointer, i), level));
        yaml_event_delete (&event);
        if (ended)
            break;
    }
    return array;
}

/* The key that EVENT is, or NULL and a refusal. */
static const char *key_of (struct reader *reader, const yaml_event_t *event, struct json_t *object,
                           int level)
{
    if (event->type != YAML_SCALAR_EVENT) {
        refuse (reader, &event->start_mark, "a key must be a plain word");
        value (reader, event, "", level); /* reads past it */
        return NULL;
    }
    const char *key = arena_text (reader->arena, (const char *)event->data.scalar.value);
    if (json_member (object, key))
        refuse (reader, &event->start_mark,
                arena_format (reader->arena, "%s: stands here twice", key));
    return key;
}

static const char *pointer_to (struct reader *reader, const char *pointer, const char *key)
{
    struct text text = text_in (reader->arena);
    text_format (&text, "%s/", pointer);
    for (; *key; key++)
        if (*key == '~' || *key == '/')
            text_say (&text, *key == '~' ? "~0" : "~1");
        else
            text_put (&text, key, 1);
    return text.bytes;
}

static struct json_t *mapping (struct reader *reader, const char *pointer, int level)
{
    struct json_t *object = json_new_object (reader->arena);
    yaml_event_t key_event, event;
    while (next_event (reader, &key_event)) {
        bool ended = key_event.type == YAML_MAPPING_END_EVENT;
        const char *key = ended ? NULL : key_of (reader, &key_event, object, level);
        yaml_mark_t at = key_event.start_mark;
        yaml_event_delete (&key_event);
        if (ended || !next_event (reader, &event))
            break;
        const char *inner = pointer_to (reader, pointer, key ? key : "");
        struct json_t *member = value (reader, &event, inner, level);
        remember (reader, inner, &at); /* the later mark wins: that of the key */
        if (key && !json_member (object, key))
            json_put (reader->arena, object, key, member);
        yaml_event_delete (&event);
    }
    return object;
}

static struct json_t *value (struct reader *reader, const yaml_event_t *event, const char *pointer,
                             int level)
{
    remember (reader, pointer, &event->start_mark);
    if (event->type == YAML_SCALAR_EVENT)
        return scalar (reader, event, pointer);
    if (event->type == YAML_ALIAS_EVENT) {
        refuse (reader, &event->start_mark, "is an alias; write values where they belong");
        return nothing (reader, pointer);
    }
    if (level >= LEVELS_MAX) {
        refuse (reader, &event->start_mark, "is nested too deeply");
        reader->broken = true;
        return json_new_null (reader->arena);
    }
    refuse_collection (reader, event);
    return event->type == YAML_MAPPING_START_EVENT ? mapping (reader, pointer, level + 1)
                                                   : sequence (reader, pointer, level + 1);
}

/* The one document of the file. */
static struct json_t *document (struct reader *reader)
{
    struct json_t *root = NULL;
    size_t documents = 0;
    yaml_event_t event;
    bool ended = false;
    while (!ended && next_event (reader, &event)) {
        if (event.type == YAML_DOCUMENT_START_EVENT && ++documents == 2)
            refuse (reader, &event.start_mark, "a second document begins; a file holds one");
        if (event.type == YAML_SCALAR_EVENT || event.type == YAML_ALIAS_EVENT ||
            event.type == YAML_SEQUENCE_START_EVENT || event.type == YAML_MAPPING_START_EVENT) {
            struct json_t *found = value (reader, &event, "", 0);
            root = root ? root : found;
        }
        ended = event.type == YAML_STREAM_END_EVENT;
        yaml_event_delete (&event);
    }
    return root;
}

/* ---- files ---- */

static char *slurp (const char *path, struct arena *arena, struct refusals *refusals, size_t *size)
{
    struct stat facts;
    FILE *file = fopen (path, "re");
    if (!file || fstat (fileno (file), &facts) != 0 || !S_ISREG (facts.st_mode)) {
        refusals_add (refusals, REFUSAL_INVALID, path, "cannot be read: %s",
                      file ? "is no file" : strerror (errno));
        if (file)
            fclose (file);
        return NULL;
    }
    size_t room = facts.st_size <= FILE_BYTES_MAX ? (size_t)facts.st_size : FILE_BYTES_MAX;
    char *bytes = arena_take (arena, room + 1);
    *size = fread (bytes, 1, room, file);
    bool failed = ferror (file) != 0, larger = facts.st_size > FILE_BYTES_MAX;
    fclose (file);
    if (failed || larger || !text_is_utf8 (bytes, *size)) {
        refusals_add (refusals, REFUSAL_INVALID, path, "%s",
                      failed   ? "cannot be read to its end"
                      : larger ? "is larger than a mebibyte"
                               : "is not UTF-8");
        return NULL;
    }
    return bytes;
}

static bool is_index (const char *token)
{
    size_t digits = strspn (token, "0123456789");
    return digits > 0 && (token[digits] == '\0' || token[digits] == '/');
}

/* What the complaint is about: the last word of its pointer, and the place in a list behind it. */
static const char *key_in (const char *pointer)
{
    const char *slash = pointer + strlen (pointer);
    if (slash == pointer)
        return "the file";
    do
        for (slash--; slash > pointer && *slash != '/'; slash--)
            ;
    while (slash > pointer && is_index (slash + 1));
    return slash + 1;
}

static bool is_refused (const struct reader *reader, const char *pointer)
{
    for (size_t i = 0; i < reader->refused_count; i++)
        if (strcmp (reader->refused[i], pointer) == 0)
            return true;
    return false;
}

static void translate (const struct refusals *found, const struct reader *reader)
{
    struct refusals *refusals = reader->refusals;
    for (size_t i = 0; i < found->count; i++) {
        const struct refusal *refusal = &found->list[i];
        if (!is_refused (reader, refusal->path))
            refusals_add (refusals, refusal->code,
                          yaml_mark (reader->marks, refusal->path, refusals->arena), "%s: %s",
                          key_in (refusal->path), refusal->sentence);
    }
    refusals->unkept += found->unkept;
}

const void *record_from_yaml_marked (const struct record *record, const char *path,
                                     struct arena *arena, struct refusals *refusals,
                                     const struct yaml_marks **marks)
{
    size_t size = 0;
    struct yaml_marks *made = arena_take (arena, sizeof *made);
    *made = (struct yaml_marks){ .file = arena_text (arena, path) };
    *marks = made;
    char *bytes = slurp (path, arena, refusals, &size);
    if (!bytes)
        return NULL;
    struct reader reader = { .arena = arena, .marks = made, .refusals = refusals };
    yaml_parser_initialize (&reader.parser);
    yaml_parser_set_encoding (&reader.parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string (&reader.parser, (const unsigned char *)bytes, size);
    struct json_t *json = document (&reader);
    yaml_parser_delete (&reader.parser);
    if (!json && !reader.broken)
        refusals_add (refusals, REFUSAL_INVALID, path, "is empty");
    if (!json || reader.broken)
        return NULL;
    struct refusals found = refusals_in (arena);
    const void *self = record_from_outside (record, json, arena, "", &found);
    translate (&found, &reader);
    return self ? self : marks_read_rest (made, record, json, arena);
}

const void *record_from_yaml (const struct record *record, const char *path, struct arena *arena,
                              struct refusals *refusals)
{
    const struct yaml_marks *marks;
    size_t before = refusals->count + refusals->unkept;
    const void *self = record_from_yaml_marked (record, path, arena, refusals, &marks);
    return refusals->count + refusals->unkept == before ? self : NULL;
}
