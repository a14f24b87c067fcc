/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "rehearsal/rows.h"
#include "base/stop.h"
#include <assert.h>
#include <stdlib.h>
#include <string.h>

enum { FIRST_ROOM = 64 };

struct rows rows_of (size_t size)
{
    return (struct rows){ .size = size };
}

void *rows_add (struct rows *rows)
{
    if (rows->count == rows->room) {
        rows->room = rows->room ? 2 * rows->room : FIRST_ROOM;
        rows->list = realloc (rows->list, rows->room * rows->size);
        if (!rows->list)
            stop (STOP_OS, "memory.rows", "no memory for %zu rows", rows->room);
    }
    return memset ((char *)rows->list + rows->count++ * rows->size, 0, rows->size);
}

void *rows_at (const struct rows *rows, size_t place)
{
    assert (place < rows->count);
    return (char *)rows->list + place * rows->size;
}

void rows_empty (struct rows *rows)
{
    free (rows->list);
    *rows = rows_of (rows->size);
}
