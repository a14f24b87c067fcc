/* Which words were heard before: asked for all of a turn at once, learnt when they had an effect.
 */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/fault.h"
#include "frame/inside.h"
#include <stdlib.h>
#include <string.h>

/* Commands and facts in the order of the id index: a sorted run fills it fast, and brings what was
   sent twice in one turn side by side. */
static int by_id (const void *left, const void *right)
{
    const struct item *const *a = left, *const *b = right;
    int order = strcmp ((*a)->known.id, (*b)->known.id);
    if (order == 0)
        order = strcmp ((*a)->known.source, (*b)->known.source);
    return order ? order : ((*a)->number > (*b)->number) - ((*a)->number < (*b)->number);
}

static bool same_id (const struct item *a, const struct item *b)
{
    return strcmp (a->known.id, b->known.id) == 0 && strcmp (a->known.source, b->known.source) == 0;
}

void ids_look_up (struct turn *turn)
{
    turn->sorted_count = 0;
    for (size_t i = 0; i < turn->items_count; i++)
        if (turn->items[i]->known.id && turn->items[i]->refusals.count == 0)
            turn->sorted[turn->sorted_count++] = turn->items[i];
    if (turn->sorted_count > 0)
        qsort (turn->sorted, turn->sorted_count, sizeof *turn->sorted, by_id);
    for (size_t i = 0; i < turn->sorted_count; i++) {
        struct item *item = turn->sorted[i];
        if (i > 0 && same_id (turn->sorted[i - 1], item))
            item->repeats = turn->sorted[i - 1];
        else
            item->is_known =
                !FAULT (FAULT_NO_DEDUP) && journal_knows (turn->journal, &item->known, turn->arena);
    }
}

void ids_learn (struct turn *turn)
{
    for (size_t i = 0; i < turn->sorted_count; i++) {
        struct item *item = turn->sorted[i];
        bool has_effect =
            item->first_seq > 0 || (FAULT (FAULT_REJECTED_HAS_EFFECT) && item->refusals.count > 0);
        if (!has_effect || item->is_known || FAULT (FAULT_NO_DEDUP))
            continue;
        item->known.seq = item->first_seq > 0 ? item->first_seq : 1;
        journal_learn (turn->journal, &item->known);
    }
}
