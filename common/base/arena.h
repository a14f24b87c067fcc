/* Memory that dies with the turn. Everything a turn decodes, sees, decides and answers is taken
   here and forgotten at once; domain code has no free.
   Not here: memory that outlives a turn (a mechanism owns that itself). */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#pragma once
#include <stddef.h>

struct arena;

/* A new, empty arena; the process stops when there is no memory. The caller destroys it. */
struct arena *arena_new (void);
/* Gives everything back; takes NULL and leaves NULL. */
void arena_destroy (struct arena **arena);
/* SIZE zeroed bytes, aligned for any type, valid until the next reset. SIZE 0 is allowed. */
void *arena_take (struct arena *arena, size_t size);
/* The same, but not zeroed: for what is filled at once. */
void *arena_take_raw (struct arena *arena, size_t size);
/* A copy of SIZE bytes with a NUL behind them. */
char *arena_copy (struct arena *arena, const void *bytes, size_t size);
/* A copy of TEXT; NULL stays NULL. */
char *arena_text (struct arena *arena, const char *text);
/* A formatted text. */
char *arena_format (struct arena *arena, const char *format, ...)
    __attribute__ ((format (printf, 2, 3)));
/* Forgets all that was taken; keeps one block (at most a mebibyte) for the next turn. */
void arena_reset (struct arena *arena);
/* Bytes taken since the last reset: for tests and gauges. */
size_t arena_used_bytes (const struct arena *arena);
