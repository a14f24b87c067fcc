/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "scheduling/link.h"
#include "calendar/clock.h"
#include "scheduling/arm.h"
#include "scheduling/telling.h"
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

static bool is_verification (const struct deadline_row *deadline)
{
    return strcmp (deadline->clock, CLOCK_TIPOFF_VERIFICATION) == 0;
}

static const struct deadline_row *latest (const struct case_seen *seen)
{
    const struct deadline_row *found = NULL;
    for (size_t i = 0; i < seen->count; i++)
        if (is_verification (&seen->deadlines[i]) &&
            (!found || seen->deadlines[i].cycle > found->cycle))
            found = &seen->deadlines[i];
    return found;
}

/* How its verification was first set for the category that it has. */
static const struct deadline_row *first (const struct case_seen *seen)
{
    const struct deadline_row *last = latest (seen), *found = NULL;
    for (size_t i = 0; i < seen->count; i++)
        if (is_verification (&seen->deadlines[i]) &&
            text_same (seen->deadlines[i].category, last->category) &&
            (!found || seen->deadlines[i].cycle < found->cycle))
            found = &seen->deadlines[i];
    return found;
}

/* The context that BEFORE has, for the next cycle, counted from where it was. */
static struct arming anew (const struct case_seen *seen, const struct deadline_row *before)
{
    struct arming arming = arming_like (before);
    arming.clock = CLOCK_TIPOFF_VERIFICATION;
    arming.cycle = latest (seen)->cycle + 1;
    arming.from = before->from;
    arming.reached = seen->recorded;
    return arming;
}

static void restore (const struct case_seen *seen, struct decision *decision)
{
    const struct deadline_row *before = first (seen);
    if (!before)
        return;
    struct arming arming = anew (seen, before);
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

/* ---- triage ---- */

static const struct case_seen *strictest_of (const struct link_seen *seen)
{
    const struct case_seen *strictest = NULL;
    for (size_t i = 0; i < seen->count; i++) {
        const struct deadline_row *set = first (&seen->others[i]);
        if (set && (!strictest || set->due < first (strictest)->due))
            strictest = &seen->others[i];
    }
    return strictest;
}

static const char *name_of (const char *category, const struct office *office)
{
    const struct hazard_category *known =
        category ? office_hazard_category (office, category) : NULL;
    return known ? known->name : "未定";
}

/* By when it is to be verified now, and of whom. */
static void tell_triaged (const struct arming *arming, instant due, const struct office *office,
                          struct decision *decision)
{
    struct arena *arena = decision->arena;
    const char *id = deadline_id (arming, arena);
    const struct deadline_row row = { .deadline = id,
                                      .ref = arming->ref,
                                      .clock = arming->clock,
                                      .premises = arming->premises,
                                      .premises_name = arming->premises_name,
                                      .community = arming->community,
                                      .department = arming->department,
                                      .category = arming->category };
    telling (&row, office, arena_format (arena, "%s/triaged", id),
             arena_format (arena, "【举报改类】%s，%s前核查：%s（%s）",
                           name_of (arming->category, office), clock_moment (due, arena),
                           telling_about (&row, arena), arming->ref),
             arena_format (arena, "案号：%s\n%s\n现核查期限：%s\n", arming->ref, arming->why,
                           clock_moment (due, arena)),
             decision);
}

/* What has run has run: one that was missed stays missed, and a stricter rule may be over by now.
   Another linked one governs again if it is stricter than what this one became. */
void link_decide_triaged (const void *said_void, const void *seen_void, struct decision *decision)
{
    const struct tipoff_triaged *said = said_void;
    const struct link_seen *seen = seen_void;
    const struct office *office = seen->own.office;
    const struct deadline_row *last = latest (&seen->own), *own = waiting (&seen->own);
    if (!last || text_same (last->category, said->category) ||
        (own && own->state == deadline_state_missed))
        return;
    struct arming arming = anew (&seen->own, first (&seen->own));
    arming.category = said->category;
    arming.department = said->department;
    arming.urgent = said->urgent;
    arming.why =
        arena_format (decision->arena, "举报类别由“%s”改定为“%s”，自收到举报时起按该类别重新计算",
                      name_of (said->before, office), name_of (said->category, office));
    instant due = arm_end (&arming, office, day_of (seen->own.now), decision->arena).end.due;
    const struct case_seen *other = strictest_of (seen);
    if (own)
        decision_event (decision, deadline_cancelled_record, own->ref,
                        &(struct deadline_cancelled){
                            .deadline = own->deadline, .ref = own->ref, .reason = arming.why });
    arm (&arming, &seen->own, decision);
    tell_triaged (&arming, due, office, decision);
    if (own && other && !waiting (other) && first (other)->due < due)
        restore (other, decision);
}
