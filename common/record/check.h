/* The checks of single values, and the sentences that say what is wrong. Where the reader stands is
   a chain of names on its stack; the path is spelled only when there is something to complain of.
 */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#pragma once
#include "record/record.h"

struct reading {
    struct arena *arena;
    const struct reading *outer;
    const char *name; /* the outermost: a whole path */
    size_t index;     /* SIZE_MAX: not an element of a list */
    struct refusals *refusals;
    bool from_outside; /* not of our own journal, in which older texts stand as they are */
};

struct reading check_inside (const struct reading *reading, const char *name, size_t index);

/* Each adds one refusal when it finds something, and says whether the value is good. */
bool check_text (const struct reading *reading, const struct field *field, const char *words);
bool check_number (const struct reading *reading, const struct field *field, int64_t number);
bool check_count (const struct reading *reading, const struct field *field, size_t count);
/* TEXT, TIME, DUE, DAY, PICK, BYTES: reads WORDS into PLACE. */
bool check_words (const struct reading *reading, const struct field *field, const char *words,
                  void *place);
/* Each adds one refusal, and returns false. */
bool check_wrong_kind (const struct reading *reading, const struct field *field,
                       const char *wanted);
bool check_missing (const struct reading *reading, const struct field *field);
bool check_unknown (const struct reading *reading, const struct record *record, const char *key);
bool check_not_object (const struct reading *reading);

const char *check_kind_text (enum field_kind kind);
bool check_is_absent (const struct field *field, const void *self);
