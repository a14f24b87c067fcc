/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/arena.h"
#include "base/stop.h"
#include <malloc.h>
#include <stdalign.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BLOCK_BYTES = 64 << 10, KEPT_BYTES_MAX = 1 << 20, LARGE_BYTES = 16 << 20 };

struct block {
    struct block *next;
    size_t capacity, used;
    alignas (max_align_t) unsigned char bytes[];
};

struct arena {
    struct block *blocks; /* the newest first */
    size_t used_bytes;
};

static struct block *block_new (size_t capacity)
{
    struct block *block = malloc (sizeof *block + capacity);
    if (!block)
        stop (STOP_OS, "memory", "no memory for %zu bytes", capacity);
    *block = (struct block){ .capacity = capacity };
    return block;
}

struct arena *arena_new (void)
{
    struct arena *arena = calloc (1, sizeof *arena);
    if (!arena)
        stop (STOP_OS, "memory", "no memory for an arena");
    return arena;
}

static void forget (struct block *block)
{
    while (block) {
        struct block *next = block->next;
        free (block);
        block = next;
    }
}

void arena_destroy (struct arena **reference)
{
    if (!*reference)
        return;
    forget ((*reference)->blocks);
    free (*reference);
    *reference = NULL;
}

void *arena_take_raw (struct arena *arena, size_t size)
{
    const size_t unit = alignof (max_align_t);
    if (size > SIZE_MAX / 2)
        stop (STOP_OS, "memory", "no memory for %zu bytes", size);
    size_t rounded = (size + unit - 1) / unit * unit;
    struct block *block = arena->blocks;
    if (!block || block->capacity - block->used < rounded) {
        /* Blocks double, so that a turn of any size asks malloc a few times only. */
        size_t wanted = block ? 2 * block->capacity : BLOCK_BYTES;
        if (wanted > KEPT_BYTES_MAX)
            wanted = KEPT_BYTES_MAX;
        block = block_new (rounded > wanted ? rounded : wanted);
        block->next = arena->blocks;
        arena->blocks = block;
    }
    void *bytes = block->bytes + block->used;
    block->used += rounded;
    arena->used_bytes += rounded;
    return bytes;
}

void *arena_take (struct arena *arena, size_t size)
{
    return memset (arena_take_raw (arena, size), 0, size);
}

char *arena_copy (struct arena *arena, const void *bytes, size_t size)
{
    char *copy = arena_take_raw (arena, size + 1);
    if (size > 0)
        memcpy (copy, bytes, size);
    copy[size] = '\0';
    return copy;
}

char *arena_text (struct arena *arena, const char *text)
{
    return text ? arena_copy (arena, text, strlen (text)) : NULL;
}

char *arena_format (struct arena *arena, const char *format, ...)
{
    char most[256]; /* paths and refs: formatted once */
    va_list values, again;
    va_start (values, format);
    va_copy (again, values);
    size_t length = (size_t)vsnprintf (most, sizeof most, format, values);
    va_end (values);
    char *out = arena_take_raw (arena, length + 1);
    if (length < sizeof most)
        memcpy (out, most, length + 1);
    else
        vsnprintf (out, length + 1, format, again);
    va_end (again);
    return out;
}

void arena_reset (struct arena *arena)
{
    bool was_large = arena->used_bytes > LARGE_BYTES;
    arena->used_bytes = 0;
    struct block *kept = arena->blocks;
    if (!kept)
        return;
    forget (kept->next);
    if (was_large)
        malloc_trim (0); /* one flood must not decide what a service holds from then on */
    kept->next = NULL;
    kept->used = 0;
    if (kept->capacity > KEPT_BYTES_MAX) {
        forget (kept);
        arena->blocks = NULL;
    }
}

size_t arena_used_bytes (const struct arena *arena)
{
    return arena->used_bytes;
}
