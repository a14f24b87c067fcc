/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "intake/writ.h"
#include <inttypes.h>

/* False, and refused: there is no such case, it is over, or BY may not. */
static bool stands (const struct writ_seen *seen, const char *ref, const char *by, const char *act,
                    struct decision *decision)
{
    if (!seen->hazard)
        decision_refuse (decision, REFUSAL_NOT_FOUND, "/hazard", "there is no hazard %s", ref);
    else if (seen->hazard->stage == hazard_stage_closed)
        decision_refuse (decision, REFUSAL_CONFLICT, "/hazard",
                         "%s is closed; possible now: nothing; a new finding opens a new case",
                         ref);
    return decision->refusal.code == REFUSAL_NONE &&
           decision_allows (decision, seen->office, by, act);
}

/* What moved it last, while it is open, is what began its cycle: not before that. */
static bool is_in_order (const struct writ_seen *seen, const char *ref, struct decision *decision)
{
    return seen->hazard->stage != hazard_stage_open ||
           decision_keeps_order (decision, ref, seen->time, seen->hazard->last,
                                 seen->office->policy->skew_minutes * MINUTE_MS);
}

void notice_decide_serve (const void *said_void, const void *seen_void, struct decision *decision)
{
    const struct notice_serve *said = said_void;
    const struct writ_seen *seen = seen_void;
    if (!stands (seen, said->hazard, said->by, "notice.serve", decision) ||
        !decision_is_its_own (decision, seen->office, said->by,
                              &(struct office_case){ .community = seen->hazard->community,
                                                     .department = seen->hazard->department,
                                                     .tracker = seen->hazard->tracker }) ||
        !is_in_order (seen, said->hazard, decision))
        return;
    if (seen->writ.cycle == seen->hazard->cycle)
        decision_refuse (decision, REFUSAL_CONFLICT, "/hazard",
                         "the notice of %s was served for cycle %" PRId64
                         "; possible again after reinspection.report with outcome failed",
                         said->hazard, seen->hazard->cycle);
    else
        decision_event (decision, notice_served_record, said->hazard,
                        &(struct notice_served){ .hazard = said->hazard,
                                                 .cycle = seen->hazard->cycle,
                                                 .by = said->by,
                                                 .evidence = said->evidence });
}

/* False, and refused: nothing of it is reported to the government, or it was. */
static bool is_to_be_reported (const struct writ_seen *seen, const char *ref,
                               struct decision *decision)
{
    if (!seen->hazard->major)
        decision_refuse (decision, REFUSAL_CONFLICT, "/hazard",
                         "%s is general; only a major hazard is reported to the government; "
                         "possible now: rectification.report, reinspection.report",
                         ref);
    else if (seen->writ.reported)
        decision_refuse (decision, REFUSAL_CONFLICT, "/hazard",
                         "%s was reported to the government, once and for all; possible now: "
                         "reinspection.report",
                         ref);
    return decision->refusal.code == REFUSAL_NONE &&
           (seen->hazard->cycle > 1 || is_in_order (seen, ref, decision));
}

void government_decide_report (const void *said_void, const void *seen_void,
                               struct decision *decision)
{
    const struct government_report *said = said_void;
    const struct writ_seen *seen = seen_void;
    if (stands (seen, said->hazard, said->by, "government.report", decision) &&
        is_to_be_reported (seen, said->hazard, decision))
        decision_event (decision, government_reported_record, said->hazard,
                        &(struct government_reported){
                            .hazard = said->hazard, .by = said->by, .document = said->document });
}

void experts_decide_convene (const void *said_void, const void *seen_void,
                             struct decision *decision)
{
    const struct experts_convene *said = said_void;
    const struct writ_seen *seen = seen_void;
    if (!stands (seen, said->hazard, said->by, "experts.convene", decision) ||
        !is_to_be_reported (seen, said->hazard, decision))
        return;
    if (seen->writ.convened)
        decision_refuse (decision, REFUSAL_CONFLICT, "/hazard",
                         "experts were convened on %s already; possible now: government.report",
                         said->hazard);
    else
        decision_event (decision, experts_convened_record, said->hazard,
                        &(struct experts_convened){
                            .hazard = said->hazard, .by = said->by, .reason = said->reason });
}
