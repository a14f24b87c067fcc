/* Whether an answer is what was expected, and an answer as a file that people read. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#pragma once
#include "record/record.h"

/* NULL: all that EXPECTED says is so in ACTUAL. Objects: each member expected is there and alike.
   Lists: as long, and each alike; where a number is expected of a list, it is its length. Else a
   sentence about the first difference, in ARENA. */
const char *compare_part (const struct json_t *expected, const struct json_t *actual,
                          struct arena *arena);
/* An object, with each element of its lists on a line of its own. */
const char *compare_spread (const struct json_t *json, struct arena *arena);
/* The first line in which two texts differ, as a sentence; NULL: none. */
const char *compare_lines (const char *expected, const char *actual, struct arena *arena);
/* What POINTER ("/items/0/order") points to in JSON; NULL: nothing. */
const struct json_t *compare_at (const struct json_t *json, const char *pointer,
                                 struct arena *arena);
