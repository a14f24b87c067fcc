/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "intake/task.h"
#include <inttypes.h>

/* ---- giving ---- */

/* The other authorities are asked in writing (referral.draft): no task of ours is theirs. */
static void check_party (const struct office *office, const char *party, const char *path,
                         struct decision *decision)
{
    if (!office_party (office, party))
        decision_refuse (decision, REFUSAL_INVALID, path,
                         "%s is nobody of config/organisation.yaml", party);
    else if (office_role (office, party) == role_outside)
        decision_refuse (
            decision, REFUSAL_INVALID, path,
            "%s is outside this office; give the task to who deals with them, or refer "
            "the hazard with referral.draft",
            party);
}

static void check_giver (const struct office *office, const char *by, const char *party,
                         const char *path, struct decision *decision)
{
    if (by && (office_is_community (office, by) || text_same (by, "community")) &&
        !text_same (by, party))
        decision_refuse (decision, REFUSAL_FORBIDDEN, path,
                         "%s gives tasks to itself alone; what %s has to do the office gives, by "
                         "meeting.report or joint.open",
                         by, party);
}

static void check_given (const struct task_giving *giving, size_t index,
                         const struct office *office, struct decision *decision)
{
    const struct task_given *given = &giving->given[index];
    struct arena *arena = decision->arena;
    check_party (office, given->party, arena_format (arena, "%s/%zu/party", giving->path, index),
                 decision);
    check_giver (office, giving->by, given->party,
                 arena_format (arena, "%s/%zu/party", giving->path, index), decision);
    if (given->due != INSTANT_ABSENT && given->working_days != NUMBER_ABSENT)
        decision_refuse (decision, REFUSAL_INVALID,
                         arena_format (arena, "%s/%zu/working_days", giving->path, index),
                         "is given beside due; give one of them, or none");
    if (given->due != INSTANT_ABSENT && given->due <= giving->time)
        decision_refuse (decision, REFUSAL_INVALID,
                         arena_format (arena, "%s/%zu/due", giving->path, index),
                         "is over already; give a time limit that lies ahead");
}

void task_give (const struct task_giving *giving, const struct office *office,
                struct decision *decision)
{
    const char *kind = choice_word (task_kind_choices(), (int)giving->kind);
    for (size_t i = 0; i < giving->count; i++) {
        const struct task_given *given = &giving->given[i];
        const struct task_place place =
            giving->places ? giving->places[i] : (struct task_place){ .premises = NULL };
        int64_t number = giving->last + (int64_t)i + 1;
        check_given (giving, i, office, decision);
        decision_event (decision, task_set_record, giving->ref,
                        &(struct task_set){ .task = arena_format (decision->arena, "%s/%s/%" PRId64,
                                                                  giving->ref, kind, number),
                                            .ref = giving->ref,
                                            .kind = giving->kind,
                                            .number = number,
                                            .party = given->party,
                                            .text = given->text,
                                            .due = given->due,
                                            .working_days = given->working_days,
                                            .premises = place.premises,
                                            .checklist = place.checklist,
                                            .private = place.private,
                                            .by = giving->by });
    }
}

/* ---- joint cases ---- */

static const struct task_row *first_open (const struct joint_seen *seen)
{
    for (size_t i = 0; i < seen->tasks_count; i++)
        if (!seen->tasks[i].done)
            return &seen->tasks[i];
    return NULL;
}

static bool may_open (const struct joint_open *said, const struct joint_seen *seen,
                      struct decision *decision)
{
    const struct task_row *open = first_open (seen);
    if (!seen->hazard)
        decision_refuse (decision, REFUSAL_NOT_FOUND, "/hazard", "there is no hazard %s",
                         said->hazard);
    else if (seen->hazard->stage == hazard_stage_closed)
        decision_refuse (decision, REFUSAL_CONFLICT, "/hazard",
                         "%s is closed; possible now: nothing, a new finding opens a new case",
                         said->hazard);
    else if (open)
        decision_refuse (decision, REFUSAL_CONFLICT, "/hazard",
                         "%s is a joint case already and %s is open; possible now: task.report",
                         said->hazard, open->task);
    else
        check_party (seen->office, said->lead, "/lead", decision);
    return decision->refusal.code == REFUSAL_NONE &&
           decision_allows (decision, seen->office, said->by, "joint.open");
}

/* 方案 S6: the lead (牵头) has a part in it, not only a title. */
static bool lead_has_a_task (const struct joint_open *said, struct decision *decision)
{
    for (size_t i = 0; i < said->tasks_count; i++)
        if (text_same (said->tasks[i].party, said->lead))
            return true;
    decision_refuse (decision, REFUSAL_INVALID, "/tasks",
                     "none is the lead's; give %s its own task beside the others", said->lead);
    return false;
}

/* One party alone is no joint case (联合整治). */
static bool others_take_part (const struct joint_opened *opened, struct decision *decision)
{
    if (opened->others_count > 0)
        return true;
    decision_refuse (decision, REFUSAL_INVALID, "/tasks",
                     "all are the lead's; give at least one to another party that takes part");
    return false;
}

/* Who takes part beside the lead (配合部门), each once. */
static const char *const *others_of (const struct joint_open *said, size_t *count,
                                     struct arena *arena)
{
    const char **others = arena_take (arena, (said->tasks_count + 1) * sizeof *others);
    *count = 0;
    for (size_t i = 0; i < said->tasks_count; i++) {
        const char *party = said->tasks[i].party;
        if (!text_same (party, said->lead) && !texts_have (others, *count, party))
            others[(*count)++] = party;
    }
    return others;
}

void joint_decide_open (const void *said_void, const void *seen_void, struct decision *decision)
{
    const struct joint_open *said = said_void;
    const struct joint_seen *seen = seen_void;
    if (!may_open (said, seen, decision) || !lead_has_a_task (said, decision))
        return;
    struct joint_opened opened = { .hazard = said->hazard, .lead = said->lead, .by = said->by };
    opened.others = others_of (said, &opened.others_count, decision->arena);
    if (!others_take_part (&opened, decision))
        return;
    decision_event (decision, joint_opened_record, said->hazard, &opened);
    task_give (&(struct task_giving){ .ref = said->hazard,
                                      .path = "/tasks",
                                      .kind = task_joint,
                                      .given = said->tasks,
                                      .count = said->tasks_count,
                                      .last = seen->tasks_count > 0
                                                  ? seen->tasks[seen->tasks_count - 1].number
                                                  : 0,
                                      .time = seen->time,
                                      .by = said->by },
               seen->office, decision);
}

/* ---- done ---- */

static bool is_open (const struct task_row *task, const char *ref, struct decision *decision)
{
    if (!task)
        decision_refuse (decision, REFUSAL_NOT_FOUND, "/task", "there is no task %s", ref);
    else if (task->done)
        decision_refuse (decision, REFUSAL_CONFLICT, "/task",
                         "%s is done, withdrawn, or fell with its hazard; possible now: nothing, "
                         "give a new task",
                         ref);
    return decision->refusal.code == REFUSAL_NONE;
}

void task_decide_withdraw (const void *said_void, const void *seen_void, struct decision *decision)
{
    const struct task_withdraw *said = said_void;
    const struct task_seen *seen = seen_void;
    const struct task_row *task = seen->task;
    if (!is_open (task, said->task, decision))
        return;
    if (task->kind == task_visit)
        decision_refuse (decision, REFUSAL_CONFLICT, "/task",
                         "%s is of an inspection plan; possible now: inspection.report of %s, a "
                         "plan that takes its place",
                         said->task, task->premises);
    else if (decision_allows (decision, seen->office, said->by, "task.withdraw") &&
             !office_speaks_for (seen->office, said->by, task->given_by))
        decision_refuse (decision, REFUSAL_FORBIDDEN, "/by",
                         "the task was given by %s; they withdraw it, or the office does",
                         task->given_by ? task->given_by : "the office");
    if (decision->refusal.code != REFUSAL_NONE)
        return;
    decision_event (decision, task_dropped_record, task->ref,
                    &(struct task_dropped){ .task = task->task,
                                            .ref = task->ref,
                                            .kind = task->kind,
                                            .number = task->number,
                                            .party = task->party,
                                            .reason = said->reason,
                                            .by = said->by });
}

void task_decide_report (const void *said_void, const void *seen_void, struct decision *decision)
{
    const struct task_report *said = said_void;
    const struct task_seen *seen = seen_void;
    const struct task_row *task = seen->task;
    if (!is_open (task, said->task, decision))
        return;
    if (task->kind == task_visit && !text_same (said->by, seen->office->organisation->office->id))
        decision_refuse (decision, REFUSAL_CONFLICT, "/task",
                         "%s is to inspect %s; possible now: inspection.report of it, or the "
                         "office says why not",
                         said->task, task->premises);
    else if (decision_allows (decision, seen->office, said->by, "task.report") &&
             !office_speaks_for (seen->office, said->by, task->party))
        decision_refuse (decision, REFUSAL_FORBIDDEN, "/by",
                         "the task is %s's; they report it, or the office does", task->party);
    if (decision->refusal.code != REFUSAL_NONE)
        return;
    decision_event (decision, task_reported_record, task->ref,
                    &(struct task_reported){ .task = task->task,
                                             .ref = task->ref,
                                             .kind = task->kind,
                                             .number = task->number,
                                             .party = task->party,
                                             .proof = said->proof,
                                             .by = said->by,
                                             .at = INSTANT_ABSENT });
}

void task_decide_visited (const struct task_row *tasks, size_t count, const char *checklist,
                          const char *inspection, instant at, struct decision *decision)
{
    for (size_t i = 0; i < count; i++)
        if (at >= day_start (day_of (tasks[i].set_at)) &&
            (!tasks[i].checklist || text_same (tasks[i].checklist, checklist)))
            decision_event (decision, task_reported_record, tasks[i].ref,
                            &(struct task_reported){
                                .task = tasks[i].task,
                                .ref = tasks[i].ref,
                                .kind = tasks[i].kind,
                                .number = tasks[i].number,
                                .party = tasks[i].party,
                                .proof = arena_format (decision->arena, "检查记录 %s", inspection),
                                .by = tasks[i].party,
                                .at = at });
}

static void drop (const struct task_row *tasks, size_t count, const struct task_dropped *how,
                  struct decision *decision)
{
    for (size_t i = 0; i < count; i++)
        if (!tasks[i].done)
            decision_event (decision, task_dropped_record, tasks[i].ref,
                            &(struct task_dropped){ .task = tasks[i].task,
                                                    .ref = tasks[i].ref,
                                                    .kind = tasks[i].kind,
                                                    .number = tasks[i].number,
                                                    .party = tasks[i].party,
                                                    .reason = how->reason,
                                                    .replaced = how->replaced });
}

void task_decide_drop (const struct task_row *tasks, size_t count, const char *reason,
                       struct decision *decision)
{
    drop (tasks, count, &(struct task_dropped){ .reason = reason }, decision);
}

void task_decide_replace (const struct task_row *tasks, size_t count, struct decision *decision)
{
    drop (tasks, count, &(struct task_dropped){ .reason = "检查方案已另行报送", .replaced = true },
          decision);
}
