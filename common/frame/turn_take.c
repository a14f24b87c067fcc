/* What comes in before a turn, and what of it becomes an item. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/stop.h"
#include "frame/inside.h"
#include <assert.h>
#include <stdlib.h>
#include <string.h>

void turn_take_frame (struct turn *turn, const struct peer *peer, const char *actor,
                      const void *bytes, size_t size)
{
    struct frame *frame = arena_take (turn->arena, sizeof *frame);
    *frame =
        (struct frame){ .peer = *peer, .actor = arena_text (turn->arena, actor), .size = size };
    if (size <= FRAME_BYTES_MAX)
        frame->bytes = arena_copy (turn->arena, bytes, size);
    door_read (turn, frame);
}

void turn_take_garbage (struct turn *turn, const struct peer *peer, const char *actor)
{
    struct frame *frame = arena_take (turn->arena, sizeof *frame);
    *frame =
        (struct frame){ .peer = *peer, .actor = arena_text (turn->arena, actor), .parts = true };
    door_read (turn, frame);
}

void turn_take_fetch (struct turn *turn, const struct request *request)
{
    serve_take (turn->serve, request, turn->steady, turn->arena);
}

void turn_take_reply (struct turn *turn, const char *source, const void *bytes, size_t size)
{
    for (size_t i = 0; i < turn->follows_count; i++) {
        struct follow *follow = turn->follows[i];
        if (strcmp (follow_source (follow), source) != 0 || turn->replies[i])
            continue;
        turn->replies[i] = follow_take (follow, bytes, size, turn->arena);
        if (turn->replies[i])
            facts_read (turn, follow, turn->replies[i]);
    }
}

void turn_take_outcome (struct turn *turn, const struct record *(*word) (void), const void *outcome)
{
    struct item *item = item_add (turn, ITEM_OUTCOME);
    item->handler = service_handler (turn->setup.service, word()->head->word);
    item->said = outcome;
    item->time = INSTANT_ABSENT;
    assert (item->handler);
}

struct arena *turn_arena (struct turn *turn)
{
    return turn->arena;
}

bool turn_is_full (const struct turn *turn)
{
    return turn->load >= TURN_ITEMS || arena_used_bytes (turn->arena) >= TURN_BYTES;
}

struct item *item_add (struct turn *turn, enum item_kind kind)
{
    if (turn->items_count == turn->items_room) {
        turn->items_room = turn->items_room ? 2 * turn->items_room : TURN_ITEMS;
        turn->items = realloc (turn->items, turn->items_room * sizeof *turn->items);
        turn->sorted = realloc (turn->sorted, turn->items_room * sizeof *turn->sorted);
        if (!turn->items || !turn->sorted)
            stop (STOP_OS, "memory", "no memory for %zu words", turn->items_room);
    }
    struct item *item = arena_take (turn->arena, sizeof *item);
    item->kind = kind;
    item->refusals = refusals_in (turn->arena);
    item->number = turn->items_count;
    turn->items[turn->items_count++] = item;
    turn->load++;
    return item;
}
