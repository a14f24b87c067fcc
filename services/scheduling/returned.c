/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "scheduling/returned.h"
#include "scheduling/arm.h"
#include "scheduling/hazard_link.h"
#include "scheduling/move.h"
#include "scheduling/telling.h"
#include "scheduling/wording.h"
#include <string.h>

/* ---- a clock that goes on ---- */

/* The last that was set. */
static const struct deadline_row *last_of (const struct case_seen *seen, const char *clock)
{
    const int64_t cycle = deadline_last_cycle (seen, clock);
    const struct deadline_row *last = NULL;
    for (size_t i = 0; i < seen->count; i++) {
        const struct deadline_row *deadline = &seen->deadlines[i];
        if (strcmp (deadline->clock, clock) == 0 && deadline->cycle == cycle &&
            (!last || deadline->last >= last->last))
            last = deadline;
    }
    return last;
}

static bool stood (const struct deadline_row *before)
{
    return before->state == deadline_state_cancelled && before->paused != INSTANT_ABSENT;
}

static bool lies_ahead (const struct deadline_row *before, const struct case_seen *seen,
                        struct arena *arena)
{
    return (stood (before) ? move_due (before, seen, arena) : before->due) > seen->time;
}

/* As if no linked case were stricter. */
static const struct deadline_row *alone (const struct deadline_row *before,
                                         const struct case_seen *seen, struct arena *arena)
{
    if (before->own == INSTANT_ABSENT)
        return before;
    const struct arming given = { .due = before->own, .given_by = HAZARD_LINK_BEFORE };
    const struct set_end set = arm_end (&given, seen->office, day_of (seen->now), arena);
    struct deadline_row *without = arena_take (arena, sizeof *without);
    *without = *before;
    without->due = before->own;
    without->own = INSTANT_ABSENT;
    without->explanation = set.explanation;
    without->explanation_count = set.explanation_count;
    return without;
}

/* Whoever was stricter is linked to it no more. */
static bool is_free (const struct deadline_row *before, const struct case_seen *seen,
                     struct arena *arena)
{
    struct set_end own = { .end = { .due = before->own } };
    struct deadline_row running = *before;
    running.paused = INSTANT_ABSENT;
    return before->own != INSTANT_ABSENT && !hazard_link_govern (&running, seen, &own, arena);
}

/* As it was set, not as a policy of today would set it. False: its day is over. */
static bool restore (struct arming *arming, const struct deadline_row *before,
                     const struct hazard_reopened *said, const struct case_seen *seen,
                     struct arena *arena)
{
    const struct deadline_row *own = alone (before, seen, arena);
    if (!lies_ahead (is_free (before, seen, arena) ? own : before, seen, arena))
        return false;
    arming->from = before->from;
    arming->as = own;
    arming->why = arena_format (arena, "移送 %s 被退回，恢复原期限", said->referral);
    return true;
}

/* LIMIT, which BEFORE was: its own day is remembered while a case that is linked still is stricter;
   one that was linked when it stood still stood with it. */
static void tighten (struct deadline_row *limit, const struct deadline_row *before,
                     const struct case_seen *seen, struct decision *decision)
{
    struct set_end set = arm_end (&(struct arming){ .as = limit }, seen->office, day_of (seen->now),
                                  decision->arena);
    const char *why = hazard_link_govern (limit, seen, &set, decision->arena);
    if (before->own == INSTANT_ABSENT || !why)
        return;
    if (set.end.due < before->due)
        set.end.due = before->due;
    set.untold = true;
    move_to (limit, seen, &set, why, NULL, decision);
    limit->due = set.end.due;
    limit->own = set.own;
}

/* Answers when it is due. BEFORE NULL: it was never set. */
static instant set_again (const struct arming *arming, const struct deadline_row *before,
                          const struct case_seen *seen, struct decision *decision)
{
    struct arena *arena = decision->arena;
    const instant due = arm_end (arming, seen->office, day_of (seen->now), arena).end.due;
    arm (arming, seen, decision);
    if (!arming->as)
        return due;
    struct deadline_row limit = *arming->as;
    limit.deadline = deadline_id (arming, arena);
    limit.state = deadline_state_armed;
    limit.due = due;
    limit.moves = 0;
    limit.paused = INSTANT_ABSENT;
    tighten (&limit, before, seen, decision);
    if (!stood (before))
        return limit.due;
    move_stand_on (before, limit.deadline, "原已中止，移送被退回后照旧",
                   seen->office->organisation->office->id, decision);
    limit.paused = before->paused;
    limit.resumes = before->resumes;
    return move_due (&limit, seen, arena);
}

/* ---- the time limit ---- */

static struct arming again (const struct hazard_reopened *said, const struct deadline_row *before,
                            const struct case_seen *seen, struct arena *arena)
{
    struct arming arming = deadline_again (seen, CLOCK_RECTIFICATION, said->cycle, seen->time);
    if (!before || restore (&arming, before, said, seen, arena))
        return arming;
    arming.rule = arm_rule_of (before);
    arming.why = arena_format (arena, "移送 %s 被退回，原期限已过，自退回时起%s重新计算",
                               said->referral, arming.rule.length > 0 ? "按原时限" : "");
    return arming;
}

/* ---- what goes with it ---- */

enum { TASK_CHARACTERS = 100 };

/* Nobody but people can say whether it is still wanted, and of whom. */
static const char *given_again (const struct hazard_reopened *said, const struct deadline_row *like,
                                const struct office *office, struct arena *arena)
{
    struct text text = text_in (arena);
    if (said->tasks_count + said->referrals_count > 0)
        text_format (&text, "以下已随销号撤销，仍需办理的请重新下达%s：\n",
                     said->tasks_count > 0 ? "（联合整治：joint.open）" : "");
    for (size_t i = 0; i < said->tasks_count; i++)
        text_format (
            &text, "联合整治任务（%s）：%s\n", wording_party (office, said->tasks[i].party),
            text_shortened (deadline_prose (like, said->tasks[i].text), TASK_CHARACTERS, arena));
    for (size_t i = 0; i < said->referrals_count; i++)
        text_format (&text, "移送（%s）：%s\n",
                     said->referrals[i].to ? wording_party (office, said->referrals[i].to)
                                           : "受移送单位不详",
                     said->referrals[i].referral);
    return text.bytes;
}

/* Whoever had it has it again, and knows nothing of that yet; whoever had a task of it was told
   that nothing is left to do (S6). */
static void tell (const struct hazard_reopened *said, instant due, const struct case_seen *seen,
                  struct decision *decision)
{
    struct arena *arena = decision->arena;
    const struct deadline_row *like = deadline_of_case (seen);
    if (!like)
        return;
    struct news news = telling_news (
        like,
        arena_format (arena, "【隐患恢复】移送被退回，须继续整改：%s（%s）",
                      telling_about (like, arena), said->hazard),
        arena_format (arena,
                      "案号：%s\n移送：%s\n该隐患曾按移交销号，移送被退回，现恢复为未销号，"
                      "照旧盯守、整改、复查。\n整改期限：%s\n%s",
                      said->hazard, said->referral, clock_moment (due, arena),
                      given_again (said, like, seen->office, arena)));
    for (size_t i = 0; i < said->tasks_count; i++)
        news_add_words (&news, &said->tasks[i].party, 1);
    news_raise (&news, arena_format (arena, "%s/returned", said->referral), seen->office, decision);
}

static void watch (const struct case_seen *seen, struct decision *decision)
{
    int64_t watched = deadline_last_cycle (seen, CLOCK_WATCH);
    const struct arming arming = deadline_again (seen, CLOCK_WATCH, watched + 1, seen->time);
    if (watched > 0)
        deadline_arm_watch (&arming, seen, decision);
}

/* What was to be told the government and was not when the case was handed over. */
static void report (const struct hazard_reopened *said, const struct case_seen *seen,
                    struct decision *decision)
{
    const struct deadline_row *last = last_of (seen, CLOCK_GOVERNMENT_REPORT);
    if (!last || last->state != deadline_state_cancelled)
        return;
    struct arming arming = deadline_again (seen, CLOCK_GOVERNMENT_REPORT, last->cycle, seen->time);
    for (size_t i = 0; i < seen->count; i++)
        arming.extension += strcmp (seen->deadlines[i].clock, CLOCK_GOVERNMENT_REPORT) == 0 &&
                            seen->deadlines[i].cycle == last->cycle;
    arming.experts = last->cycle == GOVERNMENT_REPORT_WITH_EXPERTS;
    restore (&arming, last, said, seen, decision->arena);
    set_again (&arming, last, seen, decision);
}

/* One that was served, and names the day that holds again, is not owed anew. */
static void notify (const struct hazard_reopened *said, bool restored, const struct case_seen *seen,
                    struct decision *decision)
{
    const struct deadline_row *last = last_of (seen, CLOCK_NOTICE);
    if (!last || (restored && last->state == deadline_state_met))
        return;
    struct arming arming = deadline_again (seen, CLOCK_NOTICE, said->cycle, seen->time);
    if (last->state == deadline_state_cancelled)
        restore (&arming, last, said, seen, decision->arena);
    set_again (&arming, last, seen, decision);
}

void returned (const struct hazard_reopened *said, const struct case_seen *seen,
               struct decision *decision)
{
    if (deadline_find (seen, CLOCK_RECTIFICATION, said->cycle)) /* heard again */
        return;
    const struct deadline_row *before = deadline_find (seen, CLOCK_RECTIFICATION, said->cycle - 1);
    const struct arming limit = again (said, before, seen, decision->arena);
    const instant due = set_again (&limit, before, seen, decision);
    watch (seen, decision);
    report (said, seen, decision);
    tell (said, due, seen, decision);
    notify (said, limit.as != NULL, seen, decision);
}
