/* Numbers of cases, as people read them: one letter, the year, a number of that year. In the
   stores they are one integer, so that a new case is always the end of its table.
   Fresh ids for commands that we send ourselves are UUIDv7 (RFC 9562). */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#pragma once
#include "base/arena.h"
#include "base/instant.h"
#include <stdbool.h>
#include <stdint.h>

/* 'H', 2021000000017 <-> "H-2021-000017"; at least six digits, more when a year needs them. */
const char *ref_text (struct arena *arena, char letter, int64_t number);
/* False: TEXT is not a reference with LETTER, in the one spelling that ref_text gives. */
bool ref_parse (const char *text, char letter, int64_t *number);
/* The number after LAST (0: none yet) at NOW: one more within the year of NOW, or the first of
   that year. A clock that went back a year does not bring an old number back. */
int64_t ref_next (int64_t last, instant now);

enum { UUID_TEXT_SIZE = 37 };
/* A UUIDv7 of NOW and ten random bytes, which the caller drew. */
char *uuid_text (instant now, const unsigned char random[10], char out[UUID_TEXT_SIZE]);
