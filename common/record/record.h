/* One declaration per record. A .def file lists records and their fields; the preprocessor reads it
   twice, as structs (declare_structs.h) and as the tables below (declare_tables.h), and functions
   do the work: JSON in and out, YAML in, rows of a table, JSON Schema. Not here: what a value means
   (a reference that must exist is checked by the decision). */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#pragma once
#include "base/arena.h"
#include "base/instant.h"
#include "base/refusal.h"
#include "base/text.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct json_t; /* only this room looks inside */

enum field_kind {
    FIELD_TEXT,   /* const char *; NULL: absent; min and max count characters */
    FIELD_NUMBER, /* int64_t; NUMBER_ABSENT: absent */
    FIELD_YES,    /* bool; absent is false */
    FIELD_TIME,   /* instant; INSTANT_ABSENT: absent. RFC 3339 */
    FIELD_DUE,    /* instant; a date alone means the 24:00 of that day (民法典 203) */
    FIELD_DAY,    /* day; DAY_ABSENT: absent. "2021-02-10" */
    FIELD_PICK,   /* an enum whose 0 is absent; one of a list of words */
    FIELD_PART,   /* const struct X *; NULL: absent */
    FIELD_LIST,   /* const struct X * and size_t NAME_count */
    FIELD_TEXTS,  /* const char *const * and size_t NAME_count; max bounds the count */
    FIELD_JSON,   /* const struct json_t *: any value, kept as it came; in rows its text */
    FIELD_BYTES   /* unsigned char[max]; in JSON hexadecimal */
};
#define NUMBER_ABSENT INT64_MIN
#define DAY_ABSENT    INT64_MIN

enum need {
    OPTIONAL = 0,
    REQUIRED = 1,
    PRIVATE = 2, /* or-ed: never leaves the service that heard it (domain: identity protected) */
    PROSE = 4,   /* or-ed: a long text, in which line breaks and tabs are allowed */
    PASSING = 8  /* or-ed: for whom the struct is handed to; never written */
};

struct choice {
    int value;
    const char *word;
};
struct choices {
    const struct choice *list;
    size_t count;
};

struct record;
struct field {
    const char *name;
    enum field_kind kind;
    size_t offset;
    size_t count_offset; /* LIST and TEXTS */
    int64_t min;
    int64_t max;
    unsigned need;
    size_t width; /* PICK: sizeof the enum */
    const struct choices *(*choices) (void);
    const struct record *(*part) (void);
};

enum record_kind {
    RECORD_PART,    /* stands inside others: parts, rows, settings */
    RECORD_COMMAND, /* said at a door; may begin something new only while there is room */
    RECORD_QUERY,   /* asked at a door */
    RECORD_EVENT,   /* said in a journal */
    RECORD_OUTCOME  /* what the post tells its own service; refused at the door */
};
struct record_head {
    const char *word; /* "finding.report" */
    enum record_kind kind;
    size_t size; /* of the struct */
};
struct record {
    const struct record_head *head;
    const struct field *fields;
    size_t fields_count;
};

const struct field *record_field (const struct record *record, const char *name); /* or NULL */
bool record_is_private (const struct record *record); /* has a PRIVATE field, at any depth */
/* Sets every field of a zeroed struct to absent. */
void record_clear (const struct record *record, void *self);
const char *choice_word (const struct choices *choices, int value); /* NULL: none such */
int choice_value (const struct choices *choices, const char *word); /* 0: none such */
/* Access by table, for row.c and json.c. */
int field_pick (const struct field *field, const void *self);
size_t field_count (const struct field *field, const void *self);

/* ---- JSON (values: json_read.c, which alone includes yajl, and json_value.c; records: json.c)
 * ---- */

/* The value that BYTES are, strictly: UTF-8, no duplicate key, no NUL, no trailing bytes, no number
   beyond 64 bits or a double, at most 2,048 levels. It lives in ARENA. NULL: *refusal says
   MALFORMED and where. */
const struct json_t *json_parse (const char *bytes, size_t size, struct arena *arena,
                                 struct refusal *refusal);
/* The same, but of members called NAME that are objects nothing is read before json_held asks for
   them: whoever passes most of them over has no work with those. Until then they only can be
   written. */
const struct json_t *json_parse_holding (const char *bytes, size_t size, const char *name,
                                         struct arena *arena, struct refusal *refusal);
const struct json_t *json_held (const struct json_t *json, struct arena *arena,
                                struct refusal *refusal);
/* To what is NULL, or of another kind, the answer is that it is not there. */
size_t json_count (const struct json_t *json); /* elements of an array; SIZE_MAX: not an array */
const struct json_t *json_element (const struct json_t *array, size_t index);
const struct json_t *json_member (const struct json_t *object, const char *name); /* or NULL */
const char *json_words (const struct json_t *json);            /* the text of a string, else NULL */
bool json_number (const struct json_t *json, int64_t *number); /* a whole one; else false */
/* Each member of an object, in the order they came. */
void json_walk (const struct json_t *object,
                void (*each) (void *self, const char *name, const struct json_t *value),
                void *self);
/* JSON as compact text, keys in the order they came; NULL of NULL. */
const char *json_text (const struct json_t *json, struct arena *arena);

/* JSON (an object, at PATH of what was sent) as a struct of RECORD, with every error that is in it
   added to REFUSALS: wrong kind, out of range, missing, unknown field. NULL when there was one.
   Texts are borrowed from ARENA and JSON. */
const void *record_from_json (const struct record *record, const struct json_t *json,
                              struct arena *arena, const char *path, struct refusals *refusals);
/* The same, of what people and other systems say: a text that must say something is not blank. What
   our own journals hold is taken as it once was. */
const void *record_from_outside (const struct record *record, const struct json_t *json,
                                 struct arena *arena, const char *path, struct refusals *refusals);
/* The text of record_from_json in one step, for journals and rows: bytes that we wrote. */
const void *record_from_text (const struct record *record, const char *bytes, size_t size,
                              struct arena *arena, struct refusals *refusals);
/* SELF as a JSON object; absent fields are left out. */
void record_to_json (const struct record *record, const void *self, struct text *text);
/* BYTES, an object of RECORD that we wrote, without its PRIVATE fields. */
const char *record_public_text (const struct record *record, const char *bytes,
                                struct arena *arena);

/* ---- YAML (yaml.c, the only file that includes <yaml.h>) ---- */

/* The file at PATH as a struct of RECORD. Every mistake at once, each a refusal whose path is
   "FILE:LINE:COLUMN" and whose sentence begins with the key. Plain scalars by the YAML 1.2 core
   schema: no octal, `no` is a text; no aliases, no tags, one document, at most 1 MiB.
   NULL when there was one. Opens nothing for writing. */
const void *record_from_yaml (const struct record *record, const char *path, struct arena *arena,
                              struct refusals *refusals);

/* For checks within and across files, which are to find all that is wrong in one go: what can be
   read of a file with mistakes, without the entries of lists and the members of the file that they
   are in; then required members of the file may be absent. Whether there were mistakes, REFUSALS
   alone say. NULL: nothing could be read. MARKS live in the arena. */
struct yaml_marks;
const void *record_from_yaml_marked (const struct record *record, const char *path,
                                     struct arena *arena, struct refusals *refusals,
                                     const struct yaml_marks **marks);
/* Where in its file a value stood: "FILE:LINE:COLUMN" of POINTER into what was read. */
const char *yaml_mark (const struct yaml_marks *marks, const char *pointer, struct arena *arena);
/* Whether something at or in POINTER was left out. */
bool yaml_lacks (const struct yaml_marks *marks, const char *pointer);
/* Whether what was left out may have been named, or have spoken of, WORD: then nobody can say that
   the file does not. */
bool yaml_may_say (const struct yaml_marks *marks, const char *word);

/* ---- JSON Schema, draft 2020-12 (schema.c) ---- */
void record_schema (const struct record *record, struct text *text);
