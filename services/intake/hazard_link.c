/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "intake/hazard_link.h"
#include "base/id.h"
#include "office/office.h"

static const char *ref_of (int64_t number, struct arena *arena)
{
    return ref_text (arena, 'H', number);
}

static bool is_linked (const struct hazard_row *hazard)
{
    return hazard->linked > 0;
}

static void refuse_stage (const struct hazard_row *hazard, const char *path,
                          struct decision *decision)
{
    decision_refuse (decision, REFUSAL_CONFLICT, path,
                     "%s is %s; only hazards that are open, and not reported as rectified, are "
                     "linked; possible now: nothing",
                     ref_of (hazard->number, decision->arena),
                     choice_word (hazard_stage_choices(), (int)hazard->stage));
}

/* What is linked to another, or has others linked to it, is not linked on. */
static bool stands_alone (const struct hazard_link *said, const struct hazard_link_seen *seen,
                          struct decision *decision)
{
    struct arena *arena = decision->arena;
    if (is_linked (seen->hazard))
        decision_refuse (decision, REFUSAL_CONFLICT, "/hazard",
                         "%s is linked to %s; possible now: hazard.split", said->hazard,
                         ref_of (seen->hazard->linked, arena));
    else if (is_linked (seen->to))
        decision_refuse (decision, REFUSAL_CONFLICT, "/to",
                         "%s is linked itself; possible now: hazard.link to %s", said->to,
                         ref_of (seen->to->linked, arena));
    else if (seen->own.count > 0)
        decision_refuse (decision, REFUSAL_CONFLICT, "/hazard",
                         "%s is linked to %s, which governs; possible now: hazard.link the other "
                         "way round, hazard.split of that",
                         ref_of (seen->own.list[0].number, arena), said->hazard);
    else if (seen->others.count >= HAZARDS_LINKED_MAX)
        decision_refuse (decision, REFUSAL_CONFLICT, "/to",
                         "%d are linked there; no more are taken", HAZARDS_LINKED_MAX);
    return decision->refusal.code == REFUSAL_NONE;
}

/* The one that governs is the graver one, so that its clocks, and what is asked of it, are enough
   for both. */
static bool is_one_thing (const struct hazard_link *said, const struct hazard_link_seen *seen,
                          struct decision *decision)
{
    if (!text_same (seen->hazard->premises, seen->to->premises))
        decision_refuse (decision, REFUSAL_INVALID, "/to",
                         "%s is at other premises; one thing is at one place", said->to);
    else if (seen->hazard->category && seen->to->category &&
             !text_same (seen->hazard->category, seen->to->category))
        decision_refuse (decision, REFUSAL_INVALID, "/to",
                         "%s is %s and %s is %s; they are two things, however near", said->hazard,
                         seen->hazard->category, said->to, seen->to->category);
    else if (seen->hazard->major && !seen->to->major)
        decision_refuse (decision, REFUSAL_CONFLICT, "/to",
                         "%s is major and %s is not; possible now: hazard.link the other way round",
                         said->hazard, said->to);
    return decision->refusal.code == REFUSAL_NONE;
}

static bool is_there (const struct hazard_row *hazard, const char *ref, const char *path,
                      struct decision *decision)
{
    if (!hazard)
        decision_refuse (decision, REFUSAL_NOT_FOUND, path, "there is no hazard %s", ref);
    return hazard != NULL;
}

/* What stands about it is not to stand about nothing (hold.h). */
static bool is_free (const struct hazard_link *said, const struct hazard_link_seen *seen,
                     struct decision *decision)
{
    if (seen->hold)
        decision_refuse (decision, REFUSAL_CONFLICT, "/hazard",
                         "%s stands about %s; possible now: end that first (order.reject, "
                         "order.lift, referral.withdraw, supervision.delist), or hazard.link the "
                         "other way round",
                         seen->hold, said->hazard);
    return !seen->hold;
}

static void check_link (const struct hazard_link *said, const struct hazard_link_seen *seen,
                        struct decision *decision)
{
    if (!is_there (seen->hazard, said->hazard, "/hazard", decision) ||
        !is_there (seen->to, said->to, "/to", decision))
        return;
    if (seen->hazard->number == seen->to->number)
        decision_refuse (decision, REFUSAL_CONFLICT, "/to", "%s is itself", said->to);
    else if (stands_alone (said, seen, decision) &&
             hazard_next (seen->hazard->stage, HAZARD_LINK) == hazard_stage_absent)
        refuse_stage (seen->hazard, "/hazard", decision);
    else if (decision->refusal.code == REFUSAL_NONE && seen->to->stage != hazard_stage_open)
        refuse_stage (seen->to, "/to", decision);
    else if (decision->refusal.code == REFUSAL_NONE && is_one_thing (said, seen, decision) &&
             is_free (said, seen, decision))
        hazard_is_joint_done (seen->tasks, seen->tasks_count, "/hazard", decision);
}

void hazard_decide_link (const void *said_void, const void *seen_void, struct decision *decision)
{
    const struct hazard_link *said = said_void;
    const struct hazard_link_seen *seen = seen_void;
    check_link (said, seen, decision);
    if (decision->refusal.code != REFUSAL_NONE ||
        !decision_allows (decision, seen->office, said->by, "hazard.link") ||
        !decision_is_its_own (decision, seen->office, said->by,
                              &(struct office_case){ .community = seen->hazard->community,
                                                     .department = seen->hazard->department,
                                                     .tracker = seen->hazard->tracker }) ||
        !decision_keeps_order (decision, said->hazard, seen->time, seen->hazard->last,
                               seen->office->policy->skew_minutes * MINUTE_MS))
        return;
    decision_event (
        decision, hazard_linked_record, said->hazard,
        &(struct hazard_linked){
            .hazard = said->hazard, .to = said->to, .reason = said->reason, .by = said->by });
    decision_event (decision, hazard_closed_record, said->hazard,
                    &(struct hazard_closed){ .hazard = said->hazard,
                                             .cycle = seen->hazard->cycle,
                                             .reason = closing_linked,
                                             .by = said->by,
                                             .linked = said->to });
}

static void check_split (const struct hazard_split *said, const struct hazard_link_seen *seen,
                         struct decision *decision)
{
    if (!is_there (seen->hazard, said->hazard, "/hazard", decision))
        return;
    if (!is_linked (seen->hazard))
        decision_refuse (decision, REFUSAL_CONFLICT, "/hazard",
                         "%s is linked to none; possible now: hazard.link, while it is open",
                         said->hazard);
    else if (seen->to->stage == hazard_stage_closed)
        decision_refuse (decision, REFUSAL_CONFLICT, "/hazard",
                         "%s, which governs, is closed, and it with that; possible now: nothing, a "
                         "new finding opens a new case",
                         ref_of (seen->to->number, decision->arena));
}

void hazard_decide_split (const void *said_void, const void *seen_void, struct decision *decision)
{
    const struct hazard_split *said = said_void;
    const struct hazard_link_seen *seen = seen_void;
    check_split (said, seen, decision);
    if (decision->refusal.code != REFUSAL_NONE ||
        !decision_allows (decision, seen->office, said->by, "hazard.split") ||
        !decision_is_its_own (decision, seen->office, said->by,
                              &(struct office_case){ .community = seen->hazard->community,
                                                     .department = seen->hazard->department,
                                                     .tracker = seen->hazard->tracker }) ||
        !decision_keeps_order (decision, said->hazard, seen->time, seen->hazard->last,
                               seen->office->policy->skew_minutes * MINUTE_MS))
        return;
    const char **others = arena_take (decision->arena, (seen->others.count + 1) * sizeof *others);
    size_t count = 0;
    for (size_t i = 0; i < seen->others.count; i++)
        if (seen->others.list[i].number != seen->hazard->number)
            others[count++] = ref_of (seen->others.list[i].number, decision->arena);
    decision_event (decision, hazard_split_off_record, said->hazard,
                    &(struct hazard_split_off){ .hazard = said->hazard,
                                                .from = ref_of (seen->to->number, decision->arena),
                                                .cycle = seen->hazard->cycle + 1,
                                                .others = others,
                                                .others_count = count,
                                                .reason = said->reason,
                                                .by = said->by });
}
