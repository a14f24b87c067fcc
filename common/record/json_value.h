/* What a JSON value is, for those of this room that make and read them; to all others struct json_t
   is opaque (record.h). A value lives in the arena it was made in. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#pragma once
#include "record/record.h"

enum json_kind {
    JSON_NULL,
    JSON_NO,
    JSON_YES,
    JSON_NUMBER, /* a whole one that fits */
    JSON_REAL,   /* any other: TEXT as it was written, so that nothing of it is rounded away */
    JSON_TEXT,
    JSON_ARRAY,
    JSON_OBJECT,
    JSON_HELD /* an object that nobody has read yet (json_held) */
};

struct json_t {
    enum json_kind kind;
    const char *name; /* of a member of an object */
    union {
        int64_t number;
        const char *text;
        struct {
            struct json_t **list; /* in the order they came */
            size_t count, room;
        };
        struct {
            const char *held; /* its text, without a NUL */
            size_t size;
        };
    };
};

struct json_t *json_new (struct arena *arena, enum json_kind kind);
/* Takes the member NAME out of OBJECT, if it is there. */
void json_drop (struct json_t *object, const char *name);
/* As record_from_outside, for readers that go on with what is good: never NULL; a field that was
   refused holds anything of its kind. */
const void *record_from_json_anyway (const struct record *record, const struct json_t *json,
                                     struct arena *arena, struct refusals *refusals);
