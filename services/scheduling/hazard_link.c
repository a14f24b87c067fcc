/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "scheduling/hazard_link.h"
#include "scheduling/move.h"
#include "words/intake.h"
#include <string.h>

/* What is due once for one thing. A watch is not: whoever watches the case that governs does. */
static const char *const shared[] = { CLOCK_RECTIFICATION, CLOCK_NOTICE, CLOCK_GOVERNMENT_REPORT };
enum { SHARED = sizeof shared / sizeof *shared };

static const struct deadline_row *open_of (const struct case_seen *seen, const char *clock)
{
    for (size_t i = 0; i < seen->count; i++)
        if (strcmp (seen->deadlines[i].clock, clock) == 0 &&
            deadline_is_open (seen->deadlines[i].state))
            return &seen->deadlines[i];
    return NULL;
}

/* ---- linking ---- */

static bool stands (const struct deadline_row *deadline)
{
    return deadline->state == deadline_state_paused;
}

/* Given, as another case has it, its days that it stood through are not forgotten. */
static struct set_end end_given (const struct deadline_row *deadline, const struct arming *given,
                                 const struct case_seen *seen, struct arena *arena)
{
    struct set_end set = arm_end (given, seen->office, day_of (seen->now), arena);
    set.stood = deadline->stood;
    set.stood_count = deadline->stood_count;
    return set;
}

#define STOOD_ON "原已中止，隐患关联解除后照旧"

static const char *stricter (const struct deadline_row *other, struct arena *arena)
{
    return arena_format (arena, "关联隐患 %s 的期限较早，以其为准", other->ref);
}

/* What was missed is late already, whichever case is earlier; what stands still is compared when it
   goes on (hazard_link_govern). */
static void tighten (const struct hazard_link_seen *seen, const char *clock,
                     struct decision *decision)
{
    const struct deadline_row *own = open_of (&seen->own, clock);
    const struct deadline_row *governing = open_of (&seen->governing, clock);
    if (!own || !governing || governing->state == deadline_state_missed || stands (governing))
        return;
    instant due = move_due (own, &seen->own, decision->arena);
    if (governing->due <= due)
        return;
    const char *why = stricter (own, decision->arena);
    struct set_end set = end_given (governing, &(struct arming){ .due = due, .given_by = why },
                                    &seen->governing, decision->arena);
    set.of_another = true;
    set.own = governing->own == INSTANT_ABSENT ? governing->due : governing->own;
    move_to (governing, &seen->governing, &set, why, NULL, decision);
}

void hazard_link_decide_linked (const void *said_void, const void *seen_void,
                                struct decision *decision)
{
    const struct hazard_linked *said = said_void;
    const struct hazard_link_seen *seen = seen_void;
    for (size_t i = 0; i < SHARED; i++)
        tighten (seen, shared[i], decision);
    for (size_t i = 0; i < seen->own.count; i++) {
        const struct deadline_row *deadline = &seen->own.deadlines[i];
        if (deadline_is_open (deadline->state) &&
            !office_clock_outlives_hazard (deadline->clock, false))
            decision_event (
                decision, deadline_cancelled_record, deadline->ref,
                &(struct deadline_cancelled){
                    .deadline = deadline->deadline,
                    .ref = deadline->ref,
                    .reason = arena_format (decision->arena, "已关联 %s，以其期限为准", said->to),
                    .linked = said->to });
    }
}

/* ---- splitting: the one that is split off ---- */

/* The last of CLOCK, which gave way to TO; NULL: it did not, or was met since. A version that knew
   no links heard of the closing alone, and noted no case that it gave way to. */
static const struct deadline_row *given_way (const struct case_seen *seen, const char *clock,
                                             const char *to)
{
    const struct deadline_row *found = NULL;
    int64_t last = deadline_last_cycle (seen, clock);
    for (size_t i = 0; i < seen->count; i++) {
        const struct deadline_row *deadline = &seen->deadlines[i];
        if (strcmp (deadline->clock, clock) != 0 || deadline->cycle != last)
            continue;
        if (deadline->state != deadline_state_cancelled)
            return NULL;
        if (text_same (deadline->linked, to) || (!found && !deadline->linked))
            found = deadline;
    }
    return found;
}

static int64_t count_of (const struct case_seen *seen, const char *clock, int64_t cycle)
{
    int64_t count = 0;
    for (size_t i = 0; i < seen->count; i++)
        count += strcmp (seen->deadlines[i].clock, clock) == 0 && seen->deadlines[i].cycle == cycle;
    return count;
}

/* As it was set, not as a policy of today would set it; and standing still, if it did. */
static void restore (const struct hazard_split_off *said, const struct case_seen *seen,
                     const char *clock, int64_t cycle, struct decision *decision)
{
    const struct deadline_row *before = given_way (seen, clock, said->from);
    if (!before)
        return;
    struct arming arming = arming_like (before);
    arming.clock = clock;
    arming.cycle = cycle == 0 ? before->cycle : cycle;
    arming.extension = count_of (seen, clock, arming.cycle);
    arming.from = before->from;
    arming.reached = seen->recorded;
    arming.as = before;
    arming.why = arena_format (decision->arena, "与 %s 的关联已解除，恢复原期限", said->from);
    arm (&arming, seen, decision);
    move_stand_on (before, deadline_id (&arming, decision->arena), STOOD_ON, said->by, decision);
}

/* Somebody watches it again from now on. */
static void watch_again (const struct hazard_split_off *said, const struct case_seen *seen,
                         struct decision *decision)
{
    const struct deadline_row *before = given_way (seen, CLOCK_WATCH, said->from);
    if (!before)
        return;
    const struct arming arming = deadline_again (seen, CLOCK_WATCH, before->cycle + 1, seen->time);
    arm (&arming, seen, decision);
}

/* ---- going on, linked ---- */

/* The last of CLOCK, which gave way to TO since SINCE; NULL: it did not, or it ended since. */
static const struct deadline_row *given_way_since (const struct case_seen *seen, const char *clock,
                                                   const char *to, instant since)
{
    const struct deadline_row *found = NULL;
    int64_t last = deadline_last_cycle (seen, clock);
    for (size_t i = 0; i < seen->count; i++) {
        const struct deadline_row *deadline = &seen->deadlines[i];
        if (strcmp (deadline->clock, clock) != 0 || deadline->cycle != last)
            continue;
        if (!deadline->linked) /* it runs again, or ended by itself */
            return NULL;
        if (!found || deadline->gave_way > found->gave_way)
            found = deadline;
    }
    return found && text_same (found->linked, to) && found->gave_way >= since ? found : NULL;
}

static bool is_shared (const char *clock)
{
    for (size_t i = 0; i < SHARED; i++)
        if (strcmp (shared[i], clock) == 0)
            return true;
    return false;
}

const char *hazard_link_govern (const struct deadline_row *deadline, const struct case_seen *seen,
                                struct set_end *set, struct arena *arena)
{
    const char *why = NULL;
    for (size_t i = 0; is_shared (deadline->clock) && i < seen->gave_way_count; i++) {
        const struct case_seen *other = &seen->gave_way[i];
        const struct deadline_row *gone =
            given_way_since (other, deadline->clock, deadline->ref, deadline->paused);
        instant due = gone ? move_due (gone, other, arena) : INSTANT_NEVER;
        if (due >= set->end.due)
            continue;
        struct deadline_row after = *deadline;
        after.stood = set->stood;
        after.stood_count = set->stood_count;
        const struct set_end on = *set;
        why = stricter (gone, arena);
        *set = end_given (&after, &(struct arming){ .due = due, .given_by = why }, seen, arena);
        set->of_another = true;
        set->own = on.of_another ? on.own : on.end.due;
        set->goes_on = on.goes_on;
        set->alone = on.alone;
    }
    return why;
}

/* ---- splitting: the case that governed ---- */

/* When OTHER, which gave way to DEADLINE, is due by now. Of those that are linked DEADLINE ends as
   the strictest does, so never after it. */
static instant due_with (const struct deadline_row *other, const struct case_seen *seen,
                         const struct deadline_row *deadline, struct arena *arena)
{
    instant due = move_due (other, seen, arena);
    if (other->gave_way != INSTANT_ABSENT)
        due = move_stood_with (due, deadline, day_of (other->gave_way), seen, arena);
    return due > deadline->due ? due : deadline->due;
}

/* Its own, or that of another which is linked to it still. */
static void loosen (const struct hazard_split_off *said, const struct hazard_link_seen *seen,
                    const char *clock, struct decision *decision)
{
    const struct deadline_row *deadline = open_of (&seen->governing, clock);
    if (!deadline || (deadline->own == INSTANT_ABSENT && deadline->alone == INSTANT_ABSENT))
        return;
    struct deadline_row without = *deadline;
    without.own = INSTANT_ABSENT;
    const struct arming as_set = { .as = &without };
    const struct arming as_given = { .due = deadline->own == INSTANT_ABSENT ? deadline->due
                                                                            : deadline->own,
                                     .given_by = HAZARD_LINK_BEFORE };
    struct set_end set = end_given (deadline, arm_is_counted (&without) ? &as_set : &as_given,
                                    &seen->governing, decision->arena);
    if (deadline->alone != INSTANT_ABSENT && deadline->alone > set.end.due)
        set = end_given (deadline,
                         &(struct arming){ .due = deadline->alone, .given_by = HAZARD_LINK_BEFORE },
                         &seen->governing, decision->arena);
    const instant own = set.end.due;
    set.its_own = true;
    for (size_t i = 0; i < seen->count; i++) {
        const struct deadline_row *other = given_way (&seen->others[i], clock, said->from);
        instant due =
            other ? due_with (other, &seen->others[i], deadline, decision->arena) : INSTANT_NEVER;
        if (due >= set.end.due)
            continue;
        set = end_given (
            deadline, &(struct arming){ .due = due, .given_by = stricter (other, decision->arena) },
            &seen->governing, decision->arena);
        set.of_another = true;
        set.own = own;
    }
    /* Though it be due then already, from now on a calendar decides it again. */
    if (set.end.due == deadline->due && (!set.its_own || deadline->state == deadline_state_missed))
        return;
    move_to (deadline, &seen->governing, &set,
             arena_format (decision->arena, "与 %s 的关联已解除", said->hazard), NULL, decision);
    /* What was to be looked at after a limit that runs again is looked at after that. */
    if (deadline->state == deadline_state_missed && set.end.due > seen->governing.now &&
        strcmp (clock, CLOCK_RECTIFICATION) == 0)
        deadline_drop_reinspection (&seen->governing, deadline->cycle, decision);
    move_stand_on (deadline, deadline->deadline, STOOD_ON, said->by, decision);
}

/* In old journals the link took the ground of an order that was served: it is to be inspected
 * again.
 */
static void drop_resumption (const struct case_seen *seen, struct decision *decision)
{
    for (size_t i = 0; i < seen->count; i++)
        if (strcmp (seen->deadlines[i].clock, CLOCK_RESUMPTION_DECISION) == 0)
            deadline_cancel_clock (seen, CLOCK_RESUMPTION_DECISION, seen->deadlines[i].cycle,
                                   "隐患关联已解除，复查合格后再决定是否恢复", decision);
}

void hazard_link_decide_split (const void *said_void, const void *seen_void,
                               struct decision *decision)
{
    const struct hazard_split_off *said = said_void;
    const struct hazard_link_seen *seen = seen_void;
    restore (said, &seen->own, CLOCK_RECTIFICATION, said->cycle, decision);
    restore (said, &seen->own, CLOCK_REINSPECTION, said->cycle, decision);
    restore (said, &seen->own, CLOCK_NOTICE, said->cycle, decision);
    restore (said, &seen->own, CLOCK_GOVERNMENT_REPORT, 0, decision);
    watch_again (said, &seen->own, decision);
    drop_resumption (&seen->own, decision);
    for (size_t i = 0; i < SHARED; i++)
        loosen (said, seen, shared[i], decision);
}
