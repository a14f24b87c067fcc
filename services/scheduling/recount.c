/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "scheduling/recount.h"
#include "scheduling/move.h"
#include "scheduling/plan.h"

day recount_edition_after (const struct calendar *calendar, day known)
{
    day first = INT64_MAX;
    for (size_t i = 0; i < calendar->editions_count; i++)
        if (calendar->editions[i].published > known && calendar->editions[i].published < first)
            first = calendar->editions[i].published;
    return first;
}

void recount_decide_hour (const void *said, const void *seen_void, struct decision *decision)
{
    (void)said;
    const struct deadline_seen *seen = seen_void;
    const struct deadline_row *deadline = seen->deadline;
    day known = day_of (seen->of_case.now);
    struct arming arming = { .clock = deadline->clock,
                             .from = deadline->counted_from,
                             .due = INSTANT_ABSENT,
                             .working_days = NUMBER_ABSENT,
                             .rule = { .kind = clock_working_days,
                                       .length = deadline->working_days,
                                       .source = deadline->rule } };
    struct set_end set = arm_end (&arming, seen->of_case.office, known, decision->arena);
    if (set.end.due != deadline->due) {
        move_to (deadline, &seen->of_case, &set, "放假安排有新的公布，期限重新计算", NULL,
                 decision);
        return;
    }
    struct deadline_row after = *deadline;
    after.known = known;
    decision_event (
        decision, deadline_recounted_record, deadline->ref,
        &(struct deadline_recounted){
            .deadline = deadline->deadline,
            .ref = deadline->ref,
            .provisional = set.end.provisional,
            .published = set.end.published == INT64_MIN ? DAY_ABSENT : set.end.published,
            .explanation = set.explanation,
            .explanation_count = set.explanation_count,
            .next = plan_next_moment (&after, seen->of_case.office) });
}
