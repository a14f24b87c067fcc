/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "intake/hold.h"
#include "words/escalation.h"

static void note (const char *what, const char *ref, bool ended, struct decision *decision)
{
    decision_event (decision, hold_noted_record, ref,
                    &(struct hold_noted){ .what = what, .ref = ref, .ended = ended });
}

void hold_decide_drafted (const void *said_void, const void *seen, struct decision *decision)
{
    (void)seen;
    const struct order_drafted *said = said_void;
    note (said->order, said->ref, false, decision);
}

void hold_decide_rejected (const void *said_void, const void *seen, struct decision *decision)
{
    (void)seen;
    const struct order_rejected *said = said_void;
    note (said->order, said->ref, true, decision);
}

void hold_decide_withdrawn (const void *said_void, const void *seen, struct decision *decision)
{
    (void)seen;
    const struct order_withdrawn *said = said_void;
    note (said->order, said->ref, true, decision);
}

void hold_decide_lifted (const void *said_void, const void *seen, struct decision *decision)
{
    (void)seen;
    const struct order_lifted *said = said_void;
    note (said->order, said->ref, true, decision);
}

void hold_decide_lapsed (const void *said_void, const void *seen, struct decision *decision)
{
    (void)seen;
    const struct order_lapsed *said = said_void;
    note (said->order, said->ref, true, decision);
}

static const char *listing_of (const char *ref, struct decision *decision)
{
    return arena_format (decision->arena, "the listing of %s", ref);
}

void hold_decide_listed (const void *said, const void *seen, struct decision *decision)
{
    (void)seen;
    const char *ref = ((const struct supervision_listed *)said)->ref;
    note (listing_of (ref, decision), ref, false, decision);
}

void hold_decide_delisted (const void *said, const void *seen, struct decision *decision)
{
    (void)seen;
    const char *ref = ((const struct supervision_delisted *)said)->ref;
    note (listing_of (ref, decision), ref, true, decision);
}
