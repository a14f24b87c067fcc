/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "escalation/place.h"
#include "words/intake.h"

/* A register is imported again and again: only what changed is noted. */
void place_decide_registered (const void *said_void, const void *seen_void,
                              struct decision *decision)
{
    const struct premises_registered *said = said_void;
    const struct place_seen *seen = seen_void;
    if (seen->place && seen->place->private == said->private)
        return;
    decision_event (decision, place_noted_record, said->premises,
                    &(struct place_noted){ .premises = said->premises, .private = said->private });
}
