/* A list that grows: rows of one size, side by side, for what a whole rehearsal adds up to. A place
   taken from it is good until the next row is added. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#pragma once
#include <stddef.h>

struct rows {
    void *list;
    size_t count, room, size; /* size: of a row, in bytes */
};
struct rows rows_of (size_t size);
void *rows_add (struct rows *rows); /* zeroed */
void *rows_at (const struct rows *rows, size_t place);
void rows_empty (struct rows *rows);
