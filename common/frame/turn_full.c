/* The disk was full: nothing of the turn was kept. Senders are told, and an outcome of the post,
   which comes once, waits in memory for the next turn. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/log.h"
#include "base/stop.h"
#include "frame/inside.h"
#include <assert.h>
#include <stdlib.h>
#include <string.h>

static void keep_outcome (struct turn *turn, const struct item *item);

void turn_undo (struct turn *turn)
{
    log_line (LOG_ERROR, "turn.full",
              "the disk is full: nothing of this turn was kept, senders were told "
              "`busy`; make room, the service goes on by itself");
    journal_forget (turn->journal);
    turn->changes++;
    memset (turn->hours, 0, sizeof turn->hours); /* what struck did not, after all */
    for (size_t i = 0; i < turn->items_count; i++) {
        struct item *item = turn->items[i];
        item->first_seq = 0;
        if (item->repeats) /* of what was not done after all, or of what was done long ago */
            item->is_known = item->repeats->is_known;
        item->repeats = NULL;
        if (item->kind == ITEM_OUTCOME)
            keep_outcome (turn, item);
        if (item->kind == ITEM_COMMAND && (item->heard || item->refusals.count == 0) &&
            !item->is_known) {
            item->refusals = refusals_in (turn->arena); /* a conflict with what never was */
            refusals_add (&item->refusals, REFUSAL_BUSY, item->path,
                          "no room on the disk; send it again later");
        }
    }
    for (size_t i = 0; i < turn->follows_count; i++)
        if (turn->replies[i])
            follow_forget (turn->follows[i]);
    turn->posts_count = 0;
    turn->written = NULL;
}

static void keep_outcome (struct turn *turn, const struct item *item)
{
    struct text json = text_in (turn->arena);
    struct kept_outcome *kept = calloc (1, sizeof *kept);
    record_to_json (item->handler->word(), item->said, &json);
    if (!kept || !(kept->json = strdup (json.bytes)))
        stop (STOP_OS, "memory", "no memory for an outcome");
    kept->word = item->handler->word;
    struct kept_outcome **end = &turn->kept;
    while (*end) /* in the order in which they came */
        end = &(*end)->next;
    *end = kept;
}

void kept_take (struct turn *turn)
{
    for (const struct kept_outcome *kept = turn->kept; kept; kept = kept->next) {
        struct refusals refusals = refusals_in (turn->arena);
        const void *outcome = record_from_text (kept->word(), kept->json, strlen (kept->json),
                                                turn->arena, &refusals);
        assert (outcome); /* our own words */
        turn_take_outcome (turn, kept->word, outcome);
    }
    kept_forget (turn);
}

void kept_forget (struct turn *turn)
{
    while (turn->kept) {
        struct kept_outcome *next = turn->kept->next;
        free (turn->kept->json);
        free (turn->kept);
        turn->kept = next;
    }
}
