/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "rehearsal/timeline.h"
#include <stdbool.h>
#include <string.h>

struct timeline timeline_of (size_t size)
{
    return (struct timeline){ .rows = rows_of (size) };
}

void timeline_empty (struct timeline *timeline)
{
    rows_empty (&timeline->rows);
}

static bool comes_before (const struct timed *a, const struct timed *b)
{
    return a->at != b->at ? a->at < b->at : a->order < b->order;
}

static void move (struct timeline *timeline, size_t to, const void *thing)
{
    memcpy (rows_at (&timeline->rows, to), thing, timeline->rows.size);
}

void timeline_put (struct timeline *timeline, const void *thing)
{
    struct rows *rows = &timeline->rows;
    const struct timed put = { ((const struct timed *)thing)->at, timeline->order++ };
    rows_add (rows);
    size_t place = rows->count - 1;
    while (place > 0 && comes_before (&put, rows_at (rows, (place - 1) / 2))) {
        move (timeline, place, rows_at (rows, (place - 1) / 2));
        place = (place - 1) / 2;
    }
    move (timeline, place, thing);
    *(struct timed *)rows_at (rows, place) = put;
}

instant timeline_next (const struct timeline *timeline)
{
    return timeline->rows.count > 0 ? ((struct timed *)timeline->rows.list)->at : INSTANT_NEVER;
}

void timeline_take (struct timeline *timeline, void *thing)
{
    struct rows *rows = &timeline->rows;
    size_t place = 0, count = rows->count - 1;
    memcpy (thing, rows_at (rows, 0), rows->size);
    const struct timed *last = rows_at (rows, count);
    for (;;) {
        size_t child = 2 * place + 1;
        if (child + 1 < count && comes_before (rows_at (rows, child + 1), rows_at (rows, child)))
            child++;
        if (child >= count || !comes_before (rows_at (rows, child), last))
            break;
        move (timeline, place, rows_at (rows, child));
        place = child;
    }
    if (place < count)
        move (timeline, place, last);
    rows->count = count;
}
