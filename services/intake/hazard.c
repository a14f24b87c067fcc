/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "intake/hazard.h"
#include "base/id.h"
#include "intake/task.h"
#include "intake/treatment.h"
#include "office/office.h"

enum { STAGES = hazard_stage_closed + 1 };

static const enum hazard_stage next_stage[STAGES][HAZARD_ACTS] = {
    [hazard_stage_open] = { [HAZARD_RECTIFY] = hazard_stage_rectified,
                            [HAZARD_PASS] = hazard_stage_closed,
                            [HAZARD_FAIL] = hazard_stage_open,
                            [HAZARD_WATCH] = hazard_stage_open,
                            [HAZARD_CLOSE] = hazard_stage_closed,
                            [HAZARD_LINK] = hazard_stage_closed },
    [hazard_stage_rectified] = { [HAZARD_PASS] = hazard_stage_closed,
                                 [HAZARD_FAIL] = hazard_stage_open,
                                 [HAZARD_WATCH] = hazard_stage_rectified,
                                 [HAZARD_CLOSE] = hazard_stage_closed },
    [hazard_stage_closed] = { [HAZARD_SPLIT] = hazard_stage_open,
                              [HAZARD_RETURN] = hazard_stage_open },
};

enum hazard_stage hazard_next (enum hazard_stage stage, enum hazard_act act)
{
    return next_stage[stage][act];
}

/* ---- opening ---- */

static void refuse (struct decision *decision, enum refusal_code code,
                    const struct finding *finding, const char *field, const char *sentence)
{
    decision_refuse (decision, code, arena_format (decision->arena, "%s/%s", finding->path, field),
                     "%s", sentence);
}

static void check (const struct finding *finding, const struct finding_seen *seen,
                   struct decision *decision)
{
    if (!finding->premises)
        refuse (decision, REFUSAL_INVALID, finding, "premises",
                "is missing; the tip-off names none");
    else if (!seen->premises)
        refuse (decision, REFUSAL_NOT_FOUND, finding, "premises",
                arena_format (decision->arena,
                              "%s is not in the register; premises.register enters it",
                              finding->premises));
    if (!office_hazard_category (seen->office, finding->category))
        refuse (decision, REFUSAL_INVALID, finding, "category",
                "is not a category of hazards; config/categories.yaml lists them");
    treatment_check (
        finding->treatment,
        &(struct treated){ .office = seen->office,
                           .category = finding->category,
                           .severity = finding->severity,
                           .time = finding->found != INSTANT_ABSENT ? finding->found : seen->time,
                           .known = day_of (seen->now) },
        arena_format (decision->arena, "%s/treatment", finding->path), decision);
}

const char *hazard_open (const struct finding *finding, const struct finding_seen *seen,
                         struct decision *decision)
{
    check (finding, seen, decision);
    if (decision->refusal.code != REFUSAL_NONE)
        return NULL;
    const struct premises_brief *premises = seen->premises;
    const char *ref = ref_text (decision->arena, 'H', ref_next (seen->last, seen->now));
    decision_event (decision, hazard_opened_record, ref,
                    &(struct hazard_opened){
                        .hazard = ref,
                        .premises = premises->premises,
                        .premises_name = premises->name,
                        .community = premises->community,
                        .department = office_department_of_hazard (seen->office, finding->category),
                        .unit = premises->unit_name,
                        .category = finding->category,
                        .severity = finding->severity,
                        .description = finding->description,
                        .treatment = finding->treatment,
                        .inspectors = finding->inspectors,
                        .inspectors_count = finding->inspectors_count,
                        .origin = finding->origin,
                        .tipoff = finding->tipoff,
                        .inspection = finding->inspection,
                        .found = finding->found,
                        .private = premises->private });
    if (finding->treatment->kind == treatment_immediate)
        decision_event (
            decision, hazard_closed_record, ref,
            &(struct hazard_closed){ .hazard = ref, .cycle = 1, .reason = closing_at_once });
    return ref;
}

void hazard_decide_report (const void *said_void, const void *seen, struct decision *decision)
{
    const struct finding_report *said = said_void;
    hazard_open (&(struct finding){ .premises = said->premises,
                                    .category = said->category,
                                    .severity = said->severity,
                                    .description = said->description,
                                    .treatment = said->treatment,
                                    .inspectors = said->inspectors,
                                    .inspectors_count = said->inspectors_count,
                                    .origin = said->origin ? said->origin : origin_inspection,
                                    .found = INSTANT_ABSENT,
                                    .path = "" },
                 seen, decision);
}

/* ---- a case that stands ---- */

static const char *stage_word (enum hazard_stage stage)
{
    return choice_word (hazard_stage_choices(), (int)stage);
}

/* False, and refused: there is no such case, or its stage does not allow ACT. */
static bool allows (const struct hazard_seen *seen, const char *ref, enum hazard_act act,
                    struct decision *decision)
{
    static const char *const allowed[STAGES] = {
        [hazard_stage_open] =
            "rectification.report, reinspection.report, watch.report, hazard.link and hazard.close",
        [hazard_stage_rectified] = "reinspection.report, watch.report and hazard.close",
        [hazard_stage_closed] = "nothing; a new finding opens a new case",
    };
    if (!seen->hazard)
        decision_refuse (decision, REFUSAL_NOT_FOUND, "/hazard", "there is no hazard %s", ref);
    else if (seen->hazard->linked > 0)
        decision_refuse (decision, REFUSAL_CONFLICT, "/hazard",
                         "%s is linked to %s, which governs; possible now: the same of that, "
                         "hazard.split",
                         ref, ref_text (decision->arena, 'H', seen->hazard->linked));
    else if (hazard_next (seen->hazard->stage, act) == hazard_stage_absent)
        decision_refuse (decision, REFUSAL_CONFLICT, "/hazard", "%s is %s; possible now: %s", ref,
                         stage_word (seen->hazard->stage), allowed[seen->hazard->stage]);
    return decision->refusal.code == REFUSAL_NONE;
}

/* The same for an act that moves the case on, and by whose time somebody is judged late: it cannot
   have happened before what moved it last. A watch decides nothing of the kind, and those who watch
   enter at the end of a shift what they did in it; nor does a finding, which begins a case of its
   own. Neither must come in order, and neither stands in the way of what is entered after it: a
   rectification of the morning is taken after a watch report of noon. */
static bool allows_move (const struct hazard_seen *seen, const char *ref, enum hazard_act act,
                         struct decision *decision)
{
    return allows (seen, ref, act, decision) &&
           decision_keeps_order (decision, ref, seen->time, seen->hazard->last,
                                 seen->office->policy->skew_minutes * MINUTE_MS);
}

void rectification_decide_report (const void *said_void, const void *seen_void,
                                  struct decision *decision)
{
    const struct rectification_report *said = said_void;
    const struct hazard_seen *seen = seen_void;
    if (!allows_move (seen, said->hazard, HAZARD_RECTIFY, decision))
        return;
    decision_event (decision, rectification_reported_record, said->hazard,
                    &(struct rectification_reported){ .hazard = said->hazard,
                                                      .cycle = seen->hazard->cycle,
                                                      .proof = said->proof,
                                                      .by = said->by,
                                                      .spent_yuan = said->spent_yuan });
}

static void check_due (const struct reinspection_report *said, const struct hazard_seen *seen,
                       struct decision *decision)
{
    if (said->due == INSTANT_ABSENT)
        return;
    if (said->outcome == reinspection_passed)
        decision_refuse (decision, REFUSAL_INVALID, "/due",
                         "belongs to a re-inspection that failed");
    else if (said->due <= seen->time)
        decision_refuse (decision, REFUSAL_INVALID, "/due",
                         "is not after the re-inspection; give a time limit that "
                         "lies ahead of it");
    else
        treatment_is_within_table (
            said->due,
            &(struct treated){ .office = seen->office,
                               .category = seen->hazard->category,
                               .severity = seen->hazard->major ? severity_major : severity_general,
                               .time = seen->time },
            "/due", decision);
}

bool hazard_is_joint_done (const struct task_row *tasks, size_t count, const char *path,
                           struct decision *decision)
{
    for (size_t i = 0; i < count; i++)
        if (!tasks[i].done)
            decision_refuse (decision, REFUSAL_CONFLICT, path,
                             "the task %s (%s: %s) is open; task.report it as done first, or "
                             "task.withdraw it, then the "
                             "hazard can be closed",
                             tasks[i].task, tasks[i].party, tasks[i].text);
    return decision->refusal.code == REFUSAL_NONE;
}

void reinspection_decide_report (const void *said_void, const void *seen_void,
                                 struct decision *decision)
{
    const struct reinspection_report *said = said_void;
    const struct hazard_seen *seen = seen_void;
    bool passed = said->outcome == reinspection_passed;
    if (!allows_move (seen, said->hazard, passed ? HAZARD_PASS : HAZARD_FAIL, decision) ||
        (passed && !hazard_is_joint_done (seen->tasks, seen->tasks_count, "/outcome", decision)))
        return;
    check_due (said, seen, decision);
    decision_event (decision, reinspection_reported_record, said->hazard,
                    &(struct reinspection_reported){ .hazard = said->hazard,
                                                     .cycle = seen->hazard->cycle,
                                                     .outcome = said->outcome,
                                                     .inspectors = said->inspectors,
                                                     .inspectors_count = said->inspectors_count,
                                                     .proof = said->proof });
    if (passed)
        decision_event (decision, hazard_closed_record, said->hazard,
                        &(struct hazard_closed){ .hazard = said->hazard,
                                                 .cycle = seen->hazard->cycle,
                                                 .reason = closing_reinspection });
    else
        decision_event (decision, hazard_reopened_record, said->hazard,
                        &(struct hazard_reopened){ .hazard = said->hazard,
                                                   .cycle = seen->hazard->cycle + 1,
                                                   .due = said->due });
}

/* ---- closing otherwise ---- */

static bool was_transferred (const struct hazard_close *said, const struct hazard_seen *seen,
                             struct decision *decision)
{
    if (!seen->transfer)
        decision_refuse (decision, REFUSAL_CONFLICT, "/reason",
                         "no referral of %s was accepted; possible after referral.answer with "
                         "outcome accepted or done",
                         said->hazard);
    return seen->transfer != NULL;
}

/* Entered by mistake: what is linked to it is not, and would be open nowhere. */
static bool governs_none (const struct hazard_close *said, const struct hazard_seen *seen,
                          struct decision *decision)
{
    if (seen->linked > 0)
        decision_refuse (decision, REFUSAL_CONFLICT, "/hazard",
                         "%s is linked to %s, which would fall with it; possible now: hazard.split "
                         "of that",
                         ref_text (decision->arena, 'H', seen->linked), said->hazard);
    return seen->linked == 0;
}

void hazard_decide_close (const void *said_void, const void *seen_void, struct decision *decision)
{
    const struct hazard_close *said = said_void;
    const struct hazard_seen *seen = seen_void;
    bool transferred = said->reason == ending_transferred;
    if (!allows_move (seen, said->hazard, HAZARD_CLOSE, decision) ||
        !decision_allows (decision, seen->office, said->by, "hazard.close") ||
        !(transferred ? was_transferred (said, seen, decision)
                      : governs_none (said, seen, decision)))
        return;
    /* What was no hazard has no joint case, and what another has is done by nobody here. */
    task_decide_drop (seen->tasks, seen->tasks_count, transferred ? "隐患已移送" : "隐患已撤销",
                      decision);
    decision_event (
        decision, hazard_closed_record, said->hazard,
        &(struct hazard_closed){ .hazard = said->hazard,
                                 .cycle = seen->hazard->cycle,
                                 .reason = transferred ? closing_transferred : closing_withdrawn,
                                 .by = said->by,
                                 .evidence = said->evidence });
}

static void give_again (const struct fallen *fallen, struct hazard_reopened *reopened,
                        struct arena *arena)
{
    struct task_fallen *tasks = arena_take (arena, FALLEN_MAX * sizeof *tasks);
    struct referral_fallen *referrals = arena_take (arena, FALLEN_MAX * sizeof *referrals);
    for (size_t i = 0; i < fallen->tasks_count && reopened->tasks_count < FALLEN_MAX; i++)
        if (fallen->tasks[i].fell)
            tasks[reopened->tasks_count++] = (struct task_fallen){ .party = fallen->tasks[i].party,
                                                                   .text = fallen->tasks[i].text };
    for (size_t i = 0; i < fallen->referrals_count && i < FALLEN_MAX; i++)
        referrals[reopened->referrals_count++] =
            (struct referral_fallen){ .referral = fallen->referrals[i].referral,
                                      .to = fallen->referrals[i].party };
    reopened->tasks = tasks;
    reopened->referrals = referrals;
}

/* domain.md 5: a case ends as transferred and accepted; what is not accepted any more is not ended.
 */
void hazard_return (const struct hazard_row *hazard, const struct fallen *fallen,
                    const char *referral, instant time, int64_t skew_ms, struct decision *decision)
{
    if (!hazard || hazard->closing != closing_transferred ||
        hazard_next (hazard->stage, HAZARD_RETURN) == hazard_stage_absent)
        return;
    const char *ref = ref_text (decision->arena, 'H', hazard->number);
    if (!decision_keeps_order (decision, ref, time, hazard->last, skew_ms))
        return;
    struct hazard_reopened reopened = {
        .hazard = ref, .cycle = hazard->cycle + 1, .due = INSTANT_ABSENT, .referral = referral
    };
    give_again (fallen, &reopened, decision->arena);
    decision_event (decision, hazard_reopened_record, ref, &reopened);
}

/* S15 专人盯守: the one whom the treatment names. Somebody may stand in, and says why. */
void watch_decide_report (const void *said_void, const void *seen_void, struct decision *decision)
{
    const struct watch_report *said = said_void;
    const struct hazard_seen *seen = seen_void;
    if (!allows (seen, said->hazard, HAZARD_WATCH, decision))
        return;
    const char *named = seen->hazard->watcher;
    bool another = named && !text_same (named, said->watcher);
    if (another && (!said->note || text_is_blank (said->note)))
        decision_refuse (
            decision, REFUSAL_CONFLICT, "/watcher",
            "%s has another watcher, whom hazards.list names; when somebody stands in, say "
            "why in `note`",
            said->hazard);
    decision_event (decision, watch_reported_record, said->hazard,
                    &(struct watch_reported){ .hazard = said->hazard,
                                              .round = seen->hazard->round + 1,
                                              .watcher = said->watcher,
                                              .note = said->note,
                                              .instead_of = another ? named : NULL });
}
