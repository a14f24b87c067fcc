/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/fault.h"
#include "base/log.h"
#include "base/stop.h"
#include "frame/again.h"
#include "frame/fetch.h"
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum {
    UNSENT_ASK_AGAIN_MS = 50,
    FIRST_ASK_AGAIN_MS = 1000,
    DIVERGED_ASK_AGAIN_MS = 60000,
    EPOCH_BYTES = 65
};

/* Where a cursor stands. */
struct position {
    char epoch[EPOCH_BYTES];
    int64_t after;
    unsigned char chain[CHAIN_BYTES];
};
struct follow {
    struct journal *journal;
    struct arena *arena; /* of what is heard again */
    struct again again;
    const char *reader, *source;
    struct position settled, moved; /* on disk; in the open transaction */
    int64_t number;                 /* of the request on its way, and of the last one */
    int64_t asked;                  /* INSTANT_ABSENT: none on its way */
    int64_t answered, next;
    int64_t head;
    bool caught_up;
    char diverged[401];
};

struct follow *follow_new (struct journal *journal, const char *reader, const char *source)
{
    struct follow *follow = calloc (1, sizeof *follow);
    if (!follow)
        stop (STOP_OS, "memory", "no memory for a reader");
    *follow = (struct follow){ .journal = journal,
                               .reader = reader,
                               .source = source,
                               .head = -1,
                               .asked = INSTANT_ABSENT,
                               .answered = INSTANT_ABSENT,
                               .arena = arena_new() };
    struct cursor cursor;
    if (journal_cursor (journal, source, follow->arena, &cursor)) {
        memcpy (follow->settled.epoch, cursor.epoch, strnlen (cursor.epoch, EPOCH_BYTES - 1));
        follow->settled.after = cursor.after;
        memcpy (follow->settled.chain, cursor.chain, CHAIN_BYTES);
    }
    follow->moved = follow->settled;
    follow->again = again_of (journal, source, follow->arena);
    return follow;
}

void follow_destroy (struct follow **follow)
{
    if (*follow)
        arena_destroy (&(*follow)->arena);
    free (*follow);
    *follow = NULL;
}

const char *follow_source (const struct follow *follow)
{
    return follow->source;
}

const char *follow_request (struct follow *follow, int64_t steady, struct arena *arena,
                            bool *afresh)
{
    *afresh = false;
    if (follow->asked != INSTANT_ABSENT) {
        /* A source answers within half of this even when it has nothing: the answer is lost. */
        if (steady < follow->asked + FETCH_PATIENCE_MS)
            return NULL;
        *afresh = true;
    } else if (steady < follow->next)
        return NULL;
    char chain[2 * CHAIN_BYTES + 1];
    text_hex (chain, follow->settled.chain, CHAIN_BYTES);
    struct fetch fetch = { .fetch = ++follow->number,
                           .name = follow->reader,
                           .epoch = follow->settled.epoch[0] ? follow->settled.epoch : NULL,
                           .after = follow->settled.after,
                           .chain = chain,
                           .events = CREDIT_EVENTS,
                           .bytes = CREDIT_BYTES,
                           .now = !follow->caught_up || *afresh };
    struct text text = text_in (arena);
    record_to_json (fetch_record(), &fetch, &text);
    follow->asked = steady;
    return text.bytes;
}

void follow_unsent (struct follow *follow, int64_t steady)
{
    follow->asked = INSTANT_ABSENT;
    follow->next = steady + UNSENT_ASK_AGAIN_MS;
}

void follow_rest (struct follow *follow, int64_t steady)
{
    if (follow->asked == INSTANT_ABSENT && follow->next < steady)
        follow->next = steady;
}

int64_t follow_next (const struct follow *follow)
{
    return follow->asked != INSTANT_ABSENT ? follow->asked + FETCH_PATIENCE_MS : follow->next;
}

static void diverge (struct follow *follow, const char *why)
{
    if (!follow->diverged[0])
        log_line (LOG_ERROR, "follow.diverged",
                  "%s no longer reads %s after %" PRId64
                  ": %s; it goes on when the newer store is back, or all stores are of one backup",
                  follow->reader, follow->source, follow->settled.after, why);
    strncpy (follow->diverged, why, sizeof follow->diverged - 1);
}

/* The furthest this store ever read: the cursor, or where it stood before it was set back. */
static int64_t read_before (const struct follow *follow)
{
    return follow->again.until > follow->settled.after ? follow->again.until
                                                       : follow->settled.after;
}

/* Whether REPLY can follow the cursor at all. */
static bool fits (struct follow *follow, const struct reply *reply)
{
    if (reply->diverged) {
        diverge (follow, reply->diverged);
        return false;
    }
    if (follow->settled.epoch[0] && strcmp (reply->epoch, follow->settled.epoch) != 0) {
        diverge (follow, "another journal answers than the one that was read before");
        return false;
    }
    if (reply->furthest != NUMBER_ABSENT && reply->furthest > read_before (follow) &&
        !FAULT (FAULT_NO_CHAIN_CHECK)) {
        diverge (follow, "this store had read further before: it was restored from an older copy");
        return false;
    }
    if (reply->after != follow->settled.after && !FAULT (FAULT_APPLY_BEYOND_CURSOR))
        return false;
    for (size_t i = 0; i < reply->events_count; i++)
        if (reply->events[i].seq != reply->after + 1 + (int64_t)i)
            return false;
    return true;
}

/* What a fact holds is read when somebody hears it: most are passed over. */
static const struct reply *read_reply (const void *bytes, size_t size, struct arena *arena,
                                       struct refusals *refusals)
{
    struct refusal refusal;
    const struct json_t *json = json_parse_holding (bytes, size, "data", arena, &refusal);
    if (json)
        return record_from_json (reply_record(), json, arena, "", refusals);
    refusals_add (refusals, refusal.code, refusal.path, "%s", refusal.sentence);
    return NULL;
}

const struct reply *follow_take (struct follow *follow, const void *bytes, size_t size,
                                 struct arena *arena)
{
    struct refusals refusals = refusals_in (arena);
    const struct reply *reply = read_reply (bytes, size, arena, &refusals);
    if (!reply) {
        log_line (LOG_WARN, "follow.garbage", "%s answered what is no reply: %s %s", follow->source,
                  refusals.list[0].path, refusals.list[0].sentence);
        return NULL;
    }
    bool expected = follow->asked != INSTANT_ABSENT && reply->fetch == follow->number;
    if (!expected && !FAULT (FAULT_APPLY_BEYOND_CURSOR))
        return NULL;
    follow->answered = follow->asked;
    follow->asked = INSTANT_ABSENT;
    follow->head = reply->head;
    if (!fits (follow, reply)) {
        follow->next =
            follow->answered + (follow->diverged[0] ? DIVERGED_ASK_AGAIN_MS : FIRST_ASK_AGAIN_MS);
        return NULL;
    }
    follow->diverged[0] = '\0';
    follow->next = follow->answered;
    if (reply->events_count == 0)
        follow->caught_up = true;
    return reply->events_count > 0 ? reply : NULL;
}

void follow_move (struct follow *follow, const struct reply *reply)
{
    const struct told *last = &reply->events[reply->events_count - 1];
    memcpy (follow->moved.epoch, reply->epoch, strnlen (reply->epoch, EPOCH_BYTES - 1));
    follow->moved.after = last->seq;
    text_unhex (follow->moved.chain, CHAIN_BYTES, last->chain);
    struct cursor cursor = { .source = follow->source,
                             .epoch = follow->moved.epoch,
                             .after = follow->moved.after };
    memcpy (cursor.chain, follow->moved.chain, CHAIN_BYTES);
    journal_move_cursor (follow->journal, &cursor);
    if (follow_reads_again (follow) && follow->moved.after >= follow->again.until)
        again_end (follow->journal, &follow->again);
}

void follow_settle (struct follow *follow)
{
    follow->settled = follow->moved;
    if (follow_reads_again (follow) && follow->settled.after >= follow->again.until) {
        log_line (LOG_INFO, "again.done", "the past of %s was read again, up to %" PRId64,
                  follow->source, follow->again.until);
        follow->again.until = 0;
    }
    if (follow->head >= 0 && follow->settled.after >= follow->head)
        follow->caught_up = true;
}

void follow_forget (struct follow *follow)
{
    follow->moved = follow->settled;
    follow->next = follow->answered + FIRST_ASK_AGAIN_MS;
}

struct follow_state follow_state (const struct follow *follow, int64_t steady)
{
    int64_t heard = follow->answered;
    return (struct follow_state){
        .source = follow->source,
        .after = follow->settled.after,
        .head = follow->head > follow->settled.after ? follow->head
                : follow->head < 0                   ? -1
                                                     : follow->settled.after,
        .reached = heard != INSTANT_ABSENT && steady < heard + 4 * FETCH_PATIENCE_MS,
        .diverged = follow->diverged[0] ? follow->diverged : NULL,
    };
}

bool follow_is_caught_up (const struct follow *follow)
{
    return follow->caught_up;
}

bool follow_reads_again (const struct follow *follow)
{
    return follow->again.until > 0;
}

bool follow_passes_over (const struct follow *follow, const struct told *told)
{
    return again_passes_over (&follow->again, told->seq, told->type);
}
