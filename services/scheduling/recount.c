/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "scheduling/recount.h"
#include "scheduling/move.h"
#include "scheduling/obligation_place.h"
#include "scheduling/plan.h"

day recount_edition_after (const struct calendar *calendar, day known)
{
    day first = INT64_MAX;
    for (size_t i = 0; i < calendar->editions_count; i++)
        if (calendar->editions[i].published > known && calendar->editions[i].published < first)
            first = calendar->editions[i].published;
    return first;
}

static const char *name_of (const struct calendar_edition *edition, struct arena *arena)
{
    char published[DAY_TEXT_SIZE];
    return arena_format (arena, "%d/%s", edition->year, day_text (edition->published, published));
}

static bool is_noted (const struct editions_seen *seen, const char *edition)
{
    for (size_t i = 0; i < seen->count; i++)
        if (text_same (seen->noted[i].edition, edition))
            return true;
    return false;
}

void recount_decide_editions (const void *said, const void *seen_void, struct decision *decision)
{
    (void)said;
    const struct editions_seen *seen = seen_void;
    const struct calendar *calendar = seen->calendar;
    const char **editions =
        arena_take (decision->arena, (calendar->editions_count + 1) * sizeof *editions);
    struct calendar_noted noted = { .editions = editions, .earliest = INT64_MAX };
    for (size_t i = 0; i < calendar->editions_count; i++) {
        const struct calendar_edition *edition = &calendar->editions[i];
        const char *name = name_of (edition, decision->arena);
        if (edition->published > day_of (seen->now) || is_noted (seen, name))
            continue;
        editions[noted.editions_count++] = name;
        if (edition->published < noted.earliest)
            noted.earliest = edition->published;
    }
    if (noted.editions_count > 0)
        decision_event (decision, calendar_noted_record, "calendar", &noted);
}

void recount_note (const struct deadline_row *deadline, const struct set_end *set,
                   const struct case_seen *seen, struct decision *decision)
{
    struct deadline_row after = *deadline;
    after.known = day_of (seen->now);
    decision_event (
        decision, deadline_recounted_record, deadline->ref,
        &(struct deadline_recounted){
            .deadline = deadline->deadline,
            .ref = deadline->ref,
            .provisional = set->end.provisional,
            .published = set->end.published == INT64_MIN ? DAY_ABSENT : set->end.published,
            .explanation = set->explanation,
            .explanation_count = set->explanation_count,
            .next = plan_next_moment (&after, seen->office) });
}

/* More time that people gave does not end before the day that was asked for, which may lie later by
   now (obligation_place.c). */
static void end_no_sooner (struct set_end *set, const struct deadline_seen *seen,
                           struct arena *arena)
{
    const struct placing *placing = seen->of_case.placing;
    struct set_end base;
    if (placing &&
        obligation_end (placing, seen->deadline, day_of (seen->of_case.now), arena, &base) &&
        set->end.due < base.end.due)
        *set = base;
}

void recount_decide_hour (const void *said, const void *seen_void, struct decision *decision)
{
    (void)said;
    const struct deadline_seen *seen = seen_void;
    const struct case_seen *of_case = &seen->of_case;
    const struct deadline_row *deadline = seen->deadline;
    struct set_end set = arm_end (&(struct arming){ .as = deadline }, of_case->office,
                                  day_of (of_case->now), decision->arena);
    end_no_sooner (&set, seen, decision->arena);
    if (set.end.due != deadline->due)
        move_to (deadline, of_case, &set, "放假安排有新的公布，期限重新计算", NULL, decision);
    else
        recount_note (deadline, &set, of_case, decision);
}
