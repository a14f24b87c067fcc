/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "scheduling/link.h"
#include "scheduling/arm.h"
#include "words/intake.h"
#include <string.h>

/* The verification that waits in SEEN; NULL: none does. */
static const struct deadline_row *waiting (const struct case_seen *seen)
{
    for (size_t i = 0; i < seen->count; i++)
        if (strcmp (seen->deadlines[i].clock, CLOCK_TIPOFF_VERIFICATION) == 0 &&
            deadline_is_open (seen->deadlines[i].state))
            return &seen->deadlines[i];
    return NULL;
}

static void give_way (const struct deadline_row *deadline, const struct deadline_row *to,
                      struct decision *decision)
{
    decision_event (
        decision, deadline_cancelled_record, deadline->ref,
        &(struct deadline_cancelled){
            .deadline = deadline->deadline,
            .ref = deadline->ref,
            .reason = arena_format (decision->arena, "关联举报，以 %s 较早的期限为准", to->ref) });
}

void link_decide_linked (const void *said, const void *seen_void, struct decision *decision)
{
    (void)said;
    const struct link_seen *seen = seen_void;
    const struct deadline_row *own = waiting (&seen->own);
    const struct deadline_row *strictest = own;
    for (size_t i = 0; i < seen->count; i++) {
        const struct deadline_row *other = waiting (&seen->others[i]);
        if (other && (!strictest || other->due < strictest->due))
            strictest = other;
    }
    if (own && own != strictest)
        give_way (own, strictest, decision);
    for (size_t i = 0; i < seen->count; i++) {
        const struct deadline_row *other = waiting (&seen->others[i]);
        if (other && other != strictest)
            give_way (other, strictest, decision);
    }
}

/* How its verification was first set. */
static const struct deadline_row *first (const struct case_seen *seen)
{
    const struct deadline_row *found = NULL;
    for (size_t i = 0; i < seen->count; i++)
        if (strcmp (seen->deadlines[i].clock, CLOCK_TIPOFF_VERIFICATION) == 0 &&
            (!found || seen->deadlines[i].cycle < found->cycle))
            found = &seen->deadlines[i];
    return found;
}

static int64_t next_cycle (const struct case_seen *seen)
{
    int64_t last = 0;
    for (size_t i = 0; i < seen->count; i++)
        if (strcmp (seen->deadlines[i].clock, CLOCK_TIPOFF_VERIFICATION) == 0 &&
            seen->deadlines[i].cycle > last)
            last = seen->deadlines[i].cycle;
    return last + 1;
}

static void restore (const struct case_seen *seen, struct decision *decision)
{
    const struct deadline_row *before = first (seen);
    if (!before)
        return;
    struct arming arming =
        deadline_again (seen, CLOCK_TIPOFF_VERIFICATION, next_cycle (seen), before->from);
    /* As it was set, not as a policy of today would set it. */
    arming.as = before;
    arm (&arming, seen, decision);
}

void link_decide_split (const void *said, const void *seen_void, struct decision *decision)
{
    (void)said;
    const struct link_seen *seen = seen_void;
    const struct case_seen *strictest = NULL;
    bool governed = false;
    if (!waiting (&seen->own))
        restore (&seen->own, decision);
    for (size_t i = 0; i < seen->count; i++) {
        const struct deadline_row *set = first (&seen->others[i]);
        governed = governed || waiting (&seen->others[i]);
        if (set && (!strictest || set->due < first (strictest)->due))
            strictest = &seen->others[i];
    }
    if (!governed && strictest)
        restore (strictest, decision);
}
