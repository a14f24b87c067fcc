/* What waits because it could not be handled, for those who sit at the machine: listed, heard once
   more when a newer version or a mended configuration may do it, or dropped with who and why. In
   transactions of their own, after the turn's. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "frame/inside.h"
#include <inttypes.h>
#include <string.h>

const struct record *parked_word (enum tending tend)
{
    return tend == TEND_PARKED  ? parked_list_record()
           : tend == TEND_DROP  ? parked_drop_record()
           : tend == TEND_RETRY ? parked_retry_record()
                                : NULL;
}

static bool keep_all (struct turn *turn, size_t posts, struct refusals *refusals)
{
    if (store_commit (turn->setup.store))
        return true;
    journal_forget (turn->journal);
    turn->posts_count = posts;
    turn->changes++;
    refusals_add (refusals, REFUSAL_BUSY, "",
                  "the disk is full: nothing was changed; ask again when there is room");
    return false;
}

static const struct parked *find (struct turn *turn, const char *source, int64_t seq,
                                  struct refusals *refusals)
{
    const struct parked *parked = parking_find (turn->parking, source, seq, turn->arena);
    if (!parked)
        refusals_add (refusals, REFUSAL_NOT_FOUND, "/seq",
                      "nothing of %s with seq %" PRId64 " waits here; parked.list says what does",
                      source, seq);
    return parked;
}

/* ---- list ---- */

static void put_parked (const struct parked *parked, bool whole, struct text *members)
{
    text_format (members, "{\"source\":\"%s\",\"seq\":%" PRId64 ",\"type\":\"%s\",\"subject\":",
                 parked->source, parked->seq, parked->type);
    text_put_json (members, parked->subject);
    text_say (members, ",\"reason\":");
    text_put_json (members, parked->reason);
    if (whole)
        text_format (members, ",\"fact\":%s", parked->fact);
    text_say (members, "}");
}

static void put_dropped (struct turn *turn, struct text *members)
{
    const struct dropped *list;
    size_t count = parking_dropped (turn->parking, turn->arena, &list);
    text_say (members, ",\"dropped\":[");
    for (size_t i = 0; i < count; i++) {
        text_say (members, i > 0 ? "," : "");
        record_to_json (dropped_record(), &list[i], members);
    }
    text_say (members, "]");
}

static void list_all (struct turn *turn, const struct parked_list *asked, struct text *members,
                      struct refusals *refusals)
{
    const struct parked *list;
    size_t count = 1;
    bool whole = asked->source && asked->seq != NUMBER_ABSENT;
    if (whole) {
        list = find (turn, asked->source, asked->seq, refusals);
        if (!list)
            return;
    } else
        count = parking_list (turn->parking, turn->arena, &list);
    text_say (members, "\"items\":[");
    for (size_t i = 0; i < count; i++) {
        text_say (members, i > 0 ? "," : "");
        put_parked (&list[i], whole, members);
    }
    text_say (members, "]");
    if (!whole)
        put_dropped (turn, members);
}

/* ---- retry ---- */

struct trying {
    const struct parked *only; /* of its case; NULL: of all */
    const char **failed;       /* "source subject": what comes later of it waits */
    size_t failed_count;
    int64_t handled, waiting;
};

static void try_one (struct turn *turn, const struct parked *parked, struct trying *trying)
{
    const char *of = arena_format (turn->arena, "%s %s", parked->source, parked->subject);
    if (texts_have (trying->failed, trying->failed_count, of)) {
        trying->waiting++;
        return;
    }
    const char *why = fact_hear_parked (turn, parked);
    struct parked kept = *parked;
    kept.reason = why;
    if (why) {
        parking_keep (turn->parking, &kept);
        trying->failed[trying->failed_count++] = of;
        trying->waiting++;
    } else {
        parking_take (turn->parking, parked);
        trying->handled++;
    }
}

static bool is_of (const struct parked *parked, const struct parked *only)
{
    return !only || (strcmp (parked->source, only->source) == 0 &&
                     strcmp (parked->subject, only->subject) == 0);
}

static void retry (struct turn *turn, const struct parked_retry *asked, struct text *members,
                   struct refusals *refusals)
{
    struct trying trying = { .failed = arena_take (turn->arena, PARKED_MAX * sizeof (char *)) };
    const struct parked *list;
    size_t posts = turn->posts_count;
    if (asked->source && asked->seq != NUMBER_ABSENT &&
        !(trying.only = find (turn, asked->source, asked->seq, refusals)))
        return;
    size_t count = parking_list (turn->parking, turn->arena, &list);
    store_begin (turn->setup.store);
    for (size_t i = 0; i < count; i++)
        if (is_of (&list[i], trying.only))
            try_one (turn, &list[i], &trying);
    if (keep_all (turn, posts, refusals))
        text_format (members, "\"handled\":%" PRId64 ",\"waiting\":%" PRId64, trying.handled,
                     trying.waiting);
}

/* ---- drop ---- */

static void drop (struct turn *turn, const struct parked_drop *asked, struct text *members,
                  struct refusals *refusals)
{
    const struct parked *parked = find (turn, asked->source, asked->seq, refusals);
    if (!parked)
        return;
    store_begin (turn->setup.store);
    parking_drop (turn->parking, &(struct dropped){ .source = parked->source,
                                                    .seq = parked->seq,
                                                    .type = parked->type,
                                                    .subject = parked->subject,
                                                    .why = parked->reason,
                                                    .fact = parked->fact,
                                                    .reason = asked->reason,
                                                    .by = asked->by,
                                                    .at = turn->daytime.now });
    if (keep_all (turn, turn->posts_count, refusals))
        text_format (members, "\"dropped\":%" PRId64, parked->seq);
}

void parked_tend (struct turn *turn, const struct item *item, struct text *members,
                  struct refusals *refusals)
{
    if (item->tend == TEND_PARKED)
        list_all (turn, item->said, members, refusals);
    else if (item->tend == TEND_RETRY)
        retry (turn, item->said, members, refusals);
    else
        drop (turn, item->said, members, refusals);
}
