/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "scheduling/task.h"
#include "scheduling/arm.h"
#include "scheduling/telling.h"
#include "scheduling/wording.h"
#include "words/intake.h"

void task_is_of (struct arming *arming, const struct office *office, const char *party)
{
    const char *ours = office->organisation->office->id;
    arming->community = office_is_community (office, party) ? party : ours;
    arming->department = office_is_department (office, party) ? party : ours;
    arming->tracker = party;
}

void task_decide_set (const void *said_void, const void *seen_void, struct decision *decision)
{
    const struct task_set *said = said_void;
    const struct case_seen *seen = seen_void;
    const char *clock = choice_word (task_kind_choices(), (int)said->kind);
    struct arming arming = { .ref = said->ref,
                             .clock = clock,
                             .cycle = said->number,
                             .from = seen->time,
                             .reached = seen->recorded };
    if (said->kind == task_joint) { /* in the hazard's place, and with its department */
        arming = deadline_again (seen, clock, said->number, seen->time);
        arming.tracker = said->party;
    }
    /* A hazard of which no clock was ever set is unknown here: the task stands for itself. */
    if (!arming.ref || said->kind != task_joint)
        task_is_of (&arming, seen->office, said->party);
    arming.ref = said->ref;
    arming.watcher = NULL;
    arming.due = said->due;
    arming.working_days = said->working_days;
    arming.matter = said->text;
    if (said->kind == task_visit && !said->private)
        arming.premises = said->premises;
    arm (&arming, seen, decision);
}

void task_decide_reported (const void *said_void, const void *seen_void, struct decision *decision)
{
    const struct task_reported *said = said_void;
    const struct case_seen *seen = seen_void;
    deadline_meet_clock (seen, choice_word (task_kind_choices(), (int)said->kind), said->number,
                         said->at == INSTANT_ABSENT ? seen->time : said->at, decision);
}

/* Who had it is told that he has it no more. */
static void tell_withdrawn (const struct task_dropped *said, const struct case_seen *seen,
                            const struct deadline_row *limit, struct decision *decision)
{
    struct arena *arena = decision->arena;
    telling (limit, seen->office, arena_format (arena, "%s/withdrawn", said->task),
             arena_format (arena, "【任务撤回】%s（%s）", telling_about (limit, arena), said->task),
             arena_format (arena, "任务：%s\n撤回人：%s\n理由：%s\n该任务不必再办。\n", said->task,
                           wording_role (seen->office, said->by), said->reason),
             decision);
}

/* S6, S13: who had it does not set out for what is another's, or is there no more. */
static void tell_fallen (const struct task_dropped *said, const struct case_seen *seen,
                         const struct deadline_row *limit, struct decision *decision)
{
    struct arena *arena = decision->arena;
    telling_tracker (
        limit, seen->office, arena_format (arena, "%s/fallen", said->task),
        arena_format (arena, "【任务终止】%s（%s）", telling_about (limit, arena), said->task),
        arena_format (arena, "任务：%s\n原因：%s\n该任务不必再办。\n", said->task,
                      said->reason ? said->reason : "隐患已移送或撤销"),
        decision);
}

/* What fell with its hazard was ended with it. */
void task_decide_dropped (const void *said_void, const void *seen_void, struct decision *decision)
{
    const struct task_dropped *said = said_void;
    const struct case_seen *seen = seen_void;
    const char *clock = choice_word (task_kind_choices(), (int)said->kind);
    const struct deadline_row *limit = deadline_find (seen, clock, said->number);
    const bool open = limit && deadline_is_open (limit->state);
    if (said->kind == task_visit || said->by)
        deadline_cancel_clock (seen, clock, said->number,
                               said->reason ? said->reason : "检查方案已另行报送", decision);
    if (said->by && open)
        tell_withdrawn (said, seen, limit, decision);
    else if (open && !said->replaced)
        tell_fallen (said, seen, limit, decision);
}
