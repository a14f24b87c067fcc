/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "intake/inventory.h"
#include "base/id.h"

/* 摸清底数: one building is counted once. Two of an old journal may stand at one place. */
static void check_place (const struct inventory_record *said, const struct inventory_seen *seen,
                         struct decision *decision)
{
    const char *place = text_trimmed (said->place, decision->arena);
    bool stays = seen->item && text_same (seen->item->place, place);
    if (!seen->same || said->gone || stays ||
        (seen->item && seen->item->number == seen->same->number))
        return;
    const char *other = ref_text (decision->arena, 'C', seen->same->number);
    decision_refuse (decision, REFUSAL_CONFLICT, "/place",
                     "%s stands there already; possible now: to record it again with item %s, or "
                     "another place",
                     other, other);
}

static void check (const struct inventory_record *said, const struct inventory_seen *seen,
                   struct decision *decision)
{
    if (!seen->premises)
        decision_refuse (decision, REFUSAL_NOT_FOUND, "/premises",
                         "%s is not in the register; premises.register enters it", said->premises);
    if (said->item && !seen->item)
        decision_refuse (decision, REFUSAL_NOT_FOUND, "/item",
                         "there is no item %s; leave it out for a building not recorded before",
                         said->item);
    else if (said->item && !text_same (seen->item->premises, said->premises))
        decision_refuse (decision, REFUSAL_CONFLICT, "/premises",
                         "%s stands on %s; a building does not move, record another one",
                         said->item, seen->item->premises);
    if (said->gone && !said->item)
        decision_refuse (decision, REFUSAL_INVALID, "/item",
                         "is missing; say which building is gone");
    if (said->gone && said->occupied)
        decision_refuse (decision, REFUSAL_INVALID, "/occupied", "nobody sleeps in what is gone");
    if (seen->item && seen->item->gone)
        decision_refuse (decision, REFUSAL_CONFLICT, "/item",
                         "%s is gone; possible now: to record what stands there as a building of "
                         "its own, without item",
                         said->item);
    else
        check_place (said, seen, decision);
}

void inventory_decide_record (const void *said_void, const void *seen_void,
                              struct decision *decision)
{
    const struct inventory_record *said = said_void;
    const struct inventory_seen *seen = seen_void;
    check (said, seen, decision);
    if (decision->refusal.code != REFUSAL_NONE)
        return;
    const char *item =
        said->item ? said->item : ref_text (decision->arena, 'C', ref_next (seen->last, seen->now));
    decision_event (
        decision, inventory_recorded_record, item,
        &(struct inventory_recorded){ .item = item,
                                      .version = seen->item ? seen->item->version + 1 : 1,
                                      .premises = said->premises,
                                      .premises_name = seen->premises->name,
                                      .community = seen->premises->community,
                                      .place = text_trimmed (said->place, decision->arena),
                                      .area_m2 = said->area_m2,
                                      .use = said->use,
                                      .core = said->core,
                                      .occupied = said->occupied,
                                      .gone = said->gone,
                                      .note = said->note });
}
