/* Saying no to what came from outside: a value, never an exit or an errno. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#pragma once
#include "base/arena.h"
#include <stdbool.h>
#include <stddef.h>

/* The codes of the contract, section "The door". */
enum refusal_code {
    REFUSAL_NONE,
    REFUSAL_MALFORMED,
    REFUSAL_TOO_LARGE,
    REFUSAL_UNKNOWN_TYPE,
    REFUSAL_INVALID,
    REFUSAL_NOT_FOUND,
    REFUSAL_CONFLICT,
    REFUSAL_FORBIDDEN,
    REFUSAL_BUSY
};

/* path: a JSON pointer (RFC 6901) into what was sent; sentence: what is wrong and what to do. */
struct refusal {
    enum refusal_code code;
    const char *path;
    const char *sentence;
};

/* All that is wrong with one thing, in the order it stands there. At most REFUSALS_MAX are kept,
   the rest are counted: a file of garbage must not fill the memory with complaints. */
enum { REFUSALS_MAX = 100 };
struct refusals {
    struct arena *arena;
    struct refusal *list;
    size_t count; /* kept */
    size_t room;
    size_t unkept;
};

struct refusals refusals_in (struct arena *arena);
/* Counts one that will not be kept, and says so: then its sentence need not be made. */
bool refusals_are_full (struct refusals *refusals);
void refusals_add (struct refusals *refusals, enum refusal_code code, const char *path,
                   const char *format, ...) __attribute__ ((format (printf, 4, 5)));
const char *refusal_code_text (enum refusal_code code); /* "malformed" …; NONE gives "none" */
