/* What was heard in a season, and the questions about it that no service answers: which letters
   left, and what the services said (letters.list and facts.list of season.def). */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#pragma once
#include "rehearsal/rehearsal.h"
#include "rehearsal/rows.h"

struct memory {
    struct arena *arena;
    struct rows letters, facts;
};

struct memory memory_new (struct arena *arena);
void memory_empty (struct memory *memory);
/* For rehearsal_setup.hear; SELF is the memory. */
void memory_hear (void *self, const struct heard *heard);
/* What was told, by letter, with WORDS in it; NULL: nothing. */
const char *memory_told (const struct memory *memory, const char *words);
bool memory_answers (const char *type);
/* The answer of TYPE, as a door would give it, in ARENA. NULL: REFUSALS say what is wrong in DATA.
 */
const char *memory_ask (const struct memory *memory, const char *type, const char *data,
                        struct arena *arena, struct refusals *refusals);
