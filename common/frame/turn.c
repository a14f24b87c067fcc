/* The river: what a service does, in the order in which it does it. What comes in is turn_take.c
   and door_words.c, one word on its way hear.c, what time decides turn_hours.c. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "frame/turn.h"
#include "base/fault.h"
#include "frame/inside.h"
#include <string.h>

static bool something_to_write (const struct turn *turn);
static bool write_all (struct turn *turn);
static void settle (struct turn *turn);
static void send_all (struct turn *turn);
static int64_t rest (struct turn *turn);
static void forget_all (struct turn *turn);

int64_t turn_run (struct turn *turn, instant wall, int64_t steady)
{
    time_tell (turn, wall, steady);
    turn->room = store_room (turn->setup.store);
    kept_take (turn);
    door_decode (turn);
    ids_look_up (turn);
    turn->wrote = something_to_write (turn) || hours_are_due (turn) ||
                  serve_wants_to_write (turn->serve) || facts_wait (turn);
    if (turn->wrote && write_all (turn))
        settle (turn);
    else if (turn->wrote)
        turn_undo (turn);
    send_all (turn);
    int64_t wait = rest (turn);
    forget_all (turn);
    return wait;
}

static bool something_to_write (const struct turn *turn)
{
    for (size_t i = 0; i < turn->items_count; i++)
        if (turn->items[i]->handler && turn->items[i]->refusals.count == 0)
            return true;
    return false;
}

static void move_cursors (struct turn *turn)
{
    for (size_t i = 0; i < turn->follows_count; i++)
        if (turn->replies[i])
            follow_move (turn->follows[i], turn->replies[i]);
}

static void hear_all (struct turn *turn)
{
    for (size_t i = 0; i < turn->items_count; i++)
        item_hear (turn, turn->items[i]);
    ids_learn (turn);
}

/* Everything of this turn is on disk, or nothing is. */
static bool write_all (struct turn *turn)
{
    store_begin (turn->setup.store);
    move_cursors (turn);
    if (FAULT (FAULT_CURSOR_APART)) {
        store_commit (turn->setup.store);
        store_begin (turn->setup.store);
    }
    hear_all (turn);
    hours_strike (turn);
    serve_write (turn->serve);
    if (FAULT (FAULT_ANSWER_BEFORE_COMMIT))
        door_answer (turn);
    return store_commit (turn->setup.store);
}

static void settle (struct turn *turn)
{
    serve_settle (turn->serve);
    for (size_t i = 0; i < turn->follows_count; i++) {
        if (!turn->replies[i])
            continue;
        bool was_past = follow_reads_again (turn->follows[i]);
        follow_settle (turn->follows[i]);
        turn->changes += was_past && !follow_reads_again (turn->follows[i]);
    }
}

static void send_all (struct turn *turn)
{
    const struct turn_outlets *out = &turn->setup.outlets;
    if (!FAULT (FAULT_ANSWER_BEFORE_COMMIT) || !turn->wrote)
        door_answer (turn);
    for (size_t i = 0; i < turn->posts_count; i++)
        out->post (out->self, turn->posts[i]);
    for (const struct written *line = turn->written; line; line = line->next)
        out->tell (out->self, &line->fact, line->word, line->event);
    serve_due (turn->serve, turn->steady, turn->arena, out->serve, out->self);
    for (size_t i = 0; i < turn->follows_count; i++) {
        bool afresh;
        if (turn->room == STORE_NO_ROOM)
            follow_rest (turn->follows[i], turn->steady + SECOND_MS);
        const char *request = follow_request (turn->follows[i], turn->steady, turn->arena, &afresh);
        if (request && !out->ask (out->self, follow_source (turn->follows[i]), request,
                                  strlen (request), afresh))
            follow_unsent (turn->follows[i], turn->steady);
    }
}

static int64_t sooner (int64_t wait, int64_t moment, int64_t now)
{
    int64_t other = moment == INSTANT_NEVER ? TURN_RESTS : moment > now ? moment - now : 0;
    return other < wait ? other : wait;
}

static int64_t rest (struct turn *turn)
{
    int64_t wait = sooner (TURN_RESTS, serve_next (turn->serve), turn->steady);
    for (size_t i = 0; i < turn->follows_count; i++)
        wait = sooner (wait, follow_next (turn->follows[i]), turn->steady);
    if (turn->room == STORE_NO_ROOM || turn->daytime.doubted || turn->kept)
        return wait < SECOND_MS ? wait : SECOND_MS;
    instant hour = turn_next_hour (turn);
    /* Due but held back (sources are not caught up with): look again soon. */
    if (hour <= turn->daytime.now && !hours_may_strike (turn))
        hour = turn->daytime.now + SECOND_MS / 10;
    return sooner (wait, hour, turn->daytime.now);
}

static void forget_all (struct turn *turn)
{
    turn->items_count = turn->sorted_count = turn->posts_count = 0;
    turn->load = turn->tended = 0;
    turn->frames = turn->frames_last = NULL;
    turn->written = turn->written_last = NULL;
    memset (turn->replies, 0, sizeof turn->replies);
    arena_reset (turn->arena);
}
