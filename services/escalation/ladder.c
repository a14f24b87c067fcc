/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "escalation/ladder.h"
#include "words/intake.h"
#include "words/scheduling.h"
#include <string.h>

/* ---- rungs ---- */

/* The first rung after PLACE that is there for this ladder; NULL: none. */
static const struct ladder_step *rung_after (const struct ladder_row *ladder,
                                             const struct office *office, int64_t *place)
{
    const struct policy *policy = office->policy;
    for (*place = ladder->place + 1; *place < (int64_t)policy->ladder_count; (*place)++)
        if (office_ladder_applies (&policy->ladder[*place], ladder->clock, ladder->severity))
            return &policy->ladder[*place];
    return NULL;
}

static instant rung_moment (const struct ladder_row *ladder, const struct office *office)
{
    int64_t place;
    const struct ladder_step *rung = rung_after (ladder, office, &place);
    return rung ? ladder->due + office_ladder_hours (rung, ladder->danger) * HOUR_MS
                : INSTANT_ABSENT;
}

/* ---- what is heard ---- */

void ladder_decide_hazard_opened (const void *said_void, const void *seen_void,
                                  struct decision *decision)
{
    const struct hazard_opened *said = said_void;
    const struct ladder_seen *seen = seen_void;
    if (said->treatment->kind == treatment_immediate || seen->noted)
        return;
    decision_event (decision, case_noted_record, said->hazard,
                    &(struct case_noted){ .ref = said->hazard,
                                          .severity = said->severity,
                                          .premises = said->premises,
                                          .premises_name = said->premises_name,
                                          .community = said->community,
                                          .department = said->department,
                                          .category = said->category });
    if (said->treatment->kind == treatment_suspension) /* 方案 S16 */
        order_draft (&(struct draft){ .ref = said->hazard,
                                      .grounds = said->treatment->grounds,
                                      .premises = said->premises,
                                      .premises_name = said->premises_name,
                                      .community = said->community,
                                      .department = said->department,
                                      .instrument = instrument_suspension,
                                      .ground = order_ground_treatment },
                     &seen->orders, decision);
}

static void end (const struct ladder_row *ladder, const char *reason, struct decision *decision)
{
    if (!ladder->ended)
        decision_event (decision, ladder_ended_record, ladder->ref,
                        &(struct ladder_ended){
                            .deadline = ladder->deadline, .ref = ladder->ref, .reason = reason });
}

void ladder_decide_hazard_closed (const void *said_void, const void *seen_void,
                                  struct decision *decision)
{
    const struct hazard_closed *said = said_void;
    const struct ladder_seen *seen = seen_void;
    if (!seen->noted || seen->ended)
        return;
    for (size_t i = 0; i < seen->count && decision->count < DECISION_EVENTS_MAX / 2; i++)
        end (&seen->ladders[i], "隐患已销号", decision);
    order_withdraw (&seen->orders, "隐患已销号，文书未送达", decision);
    decision_event (decision, case_ended_record, said->hazard,
                    &(struct case_ended){ .ref = said->hazard });
}

void ladder_decide_reinspection_reported (const void *said_void, const void *seen_void,
                                          struct decision *decision)
{
    const struct reinspection_reported *said = said_void;
    const struct ladder_seen *seen = seen_void;
    if (said->outcome != reinspection_passed)
        return;
    order_reinspect (&seen->orders, said->inspectors, said->inspectors_count, decision);
    /* Not left to the closing, which may be heard a turn later: served in between, it could never
     * be lifted. */
    order_withdraw (&seen->orders, "复查合格，文书未送达", decision);
}

static const struct ladder_row *find (const struct ladder_seen *seen, const char *deadline)
{
    for (size_t i = 0; i < seen->count; i++)
        if (strcmp (seen->ladders[i].deadline, deadline) == 0)
            return &seen->ladders[i];
    return NULL;
}

void ladder_decide_deadline_missed (const void *said_void, const void *seen_void,
                                    struct decision *decision)
{
    const struct deadline_missed *said = said_void;
    const struct ladder_seen *seen = seen_void;
    const struct ladder_row *before = find (seen, said->deadline);
    if (seen->ended || (before && before->due == said->due))
        return; /* closed meanwhile, or raised already */
    const struct ladder_row ladder = { .clock = said->clock,
                                       .due = said->due,
                                       .danger = said->danger,
                                       .severity = said->severity,
                                       .place = -1 };
    decision_event (decision, ladder_raised_record, said->ref,
                    &(struct ladder_raised){ .deadline = said->deadline,
                                             .ref = said->ref,
                                             .clock = said->clock,
                                             .cycle = said->cycle,
                                             .due = said->due,
                                             .missed = seen->now,
                                             .danger = said->danger,
                                             .premises = said->premises,
                                             .premises_name = said->premises_name,
                                             .community = said->community,
                                             .department = said->department,
                                             .category = said->category,
                                             .severity = said->severity,
                                             .next = rung_moment (&ladder, seen->office) });
}

static void end_by (const char *deadline, const char *reason, const struct ladder_seen *seen,
                    struct decision *decision)
{
    const struct ladder_row *ladder = find (seen, deadline);
    if (ladder)
        end (ladder, reason, decision);
}

void ladder_decide_deadline_met (const void *said, const void *seen, struct decision *decision)
{
    end_by (((const struct deadline_met *)said)->deadline, "已办结", seen, decision);
}

void ladder_decide_deadline_cancelled (const void *said, const void *seen,
                                       struct decision *decision)
{
    end_by (((const struct deadline_cancelled *)said)->deadline, "期限已撤销", seen, decision);
}

void ladder_decide_deadline_extended (const void *said, const void *seen, struct decision *decision)
{
    end_by (((const struct deadline_extended *)said)->deadline, "期限已延长", seen, decision);
}

/* ---- the hour ---- */

void ladder_decide_hour (const void *said, const void *seen_void, struct decision *decision)
{
    (void)said;
    const struct ladder_seen *seen = seen_void;
    const struct ladder_row *ladder = &seen->ladders[0];
    struct ladder_row after = *ladder;
    if (seen->ended) { /* a case may have more ladders than one decision can end */
        end (ladder, "隐患已销号", decision);
        return;
    }
    const struct ladder_step *rung = rung_after (ladder, seen->office, &after.place);
    if (!rung) { /* the policy lost a rung since */
        end (ladder, "督办层级已调整", decision);
        return;
    }
    instant moment = rung_moment (ladder, seen->office);
    decision_event (decision, ladder_climbed_record, ladder->ref,
                    &(struct ladder_climbed){ .deadline = ladder->deadline,
                                              .ref = ladder->ref,
                                              .rung = rung->id,
                                              .role = rung->role,
                                              .due = ladder->due,
                                              .danger = ladder->danger,
                                              .late = moment + LADDER_LATE_MS <= seen->now,
                                              .premises_name = ladder->premises_name,
                                              .community = ladder->community,
                                              .department = ladder->department,
                                              .clock = ladder->clock,
                                              .place = after.place,
                                              .next = rung_moment (&after, seen->office) });
    if (rung->drafts_order)
        order_draft (&(struct draft){ .ref = ladder->ref,
                                      .deadline = ladder->deadline,
                                      .premises = ladder->premises,
                                      .premises_name = ladder->premises_name,
                                      .community = ladder->community,
                                      .department = ladder->department,
                                      .instrument = rung->instrument,
                                      .ground = order_ground_ladder },
                     &seen->orders, decision);
}
