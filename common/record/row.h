/* A record as a row: which field feeds which parameter and takes which column. Matched once, when a
   statement is prepared; store.c moves the values.
   In rows a time is its milliseconds, a pick its word, a list or part its JSON. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#pragma once
#include "record/record.h"

enum row_kind { ROW_NULL, ROW_NUMBER, ROW_TEXT, ROW_BYTES };
struct row_value {
    enum row_kind kind;
    int64_t number;
    const void *bytes;
    size_t size;
};

/* The value of FIELD in SELF as it stands in a row; texts that must be made are in ARENA. */
struct row_value row_get (const struct field *field, const void *self, struct arena *arena);
/* Puts VALUE of a row into SELF, copied into ARENA. False: not a value of this field, so the store
   was not written by this program. */
bool row_put (const struct field *field, const struct row_value *value, struct arena *arena,
              void *self);
