/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "scheduling/returned.h"
#include "scheduling/arm.h"
#include "scheduling/move.h"
#include "scheduling/telling.h"
#include "scheduling/wording.h"
#include <string.h>

/* ---- the time limit ---- */

/* One that stood still is as much later. */
static bool lies_ahead (const struct deadline_row *limit, instant at)
{
    bool stood = limit->state == deadline_state_cancelled && limit->paused != INSTANT_ABSENT;
    return limit->due + (stood ? limit->resumes - limit->paused : 0) > at;
}

/* As it was set, not as a policy of today would set it. */
static struct arming again (const struct hazard_reopened *said, const struct deadline_row *before,
                            const struct case_seen *seen, struct arena *arena)
{
    struct arming arming = deadline_again (seen, CLOCK_RECTIFICATION, said->cycle, seen->time);
    if (!before)
        return arming;
    if (lies_ahead (before, seen->time)) {
        arming.from = before->from;
        arming.as = before;
        arming.why = arena_format (arena, "移送 %s 被退回，恢复原期限", said->referral);
        return arming;
    }
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
        text_say (&text, "以下已随销号撤销，仍需办理的请重新下达：\n");
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

/* Whoever had it has it again, and knows nothing of that yet. */
static void tell (const struct hazard_reopened *said, const struct arming *limit,
                  const struct case_seen *seen, struct decision *decision)
{
    struct arena *arena = decision->arena;
    const struct deadline_row *like = deadline_of_case (seen);
    if (!like)
        return;
    instant due = arm_end (limit, seen->office, day_of (seen->now), arena).end.due;
    telling (like, seen->office, arena_format (arena, "%s/returned", said->referral),
             arena_format (arena, "【隐患恢复】移送被退回，须继续整改：%s（%s）",
                           telling_about (like, arena), said->hazard),
             arena_format (arena,
                           "案号：%s\n移送：%s\n该隐患曾按移交销号，移送被退回，现恢复为未销号，"
                           "照旧盯守、整改、复查。\n整改期限：%s\n%s",
                           said->hazard, said->referral, clock_moment (due, arena),
                           given_again (said, like, seen->office, arena)),
             decision);
}

static void watch (const struct case_seen *seen, struct decision *decision)
{
    int64_t watched = deadline_last_cycle (seen, CLOCK_WATCH);
    const struct arming arming = deadline_again (seen, CLOCK_WATCH, watched + 1, seen->time);
    if (watched > 0)
        deadline_arm_watch (&arming, seen, decision);
}

/* What was to be told the government and was not when the case was handed over. */
static void report (const struct case_seen *seen, struct decision *decision)
{
    const struct deadline_row *last = deadline_find (
        seen, CLOCK_GOVERNMENT_REPORT, deadline_last_cycle (seen, CLOCK_GOVERNMENT_REPORT));
    if (!last || last->state != deadline_state_cancelled)
        return;
    struct arming arming = deadline_again (seen, CLOCK_GOVERNMENT_REPORT, last->cycle, seen->time);
    for (size_t i = 0; i < seen->count; i++)
        arming.extension += strcmp (seen->deadlines[i].clock, CLOCK_GOVERNMENT_REPORT) == 0 &&
                            seen->deadlines[i].cycle == last->cycle;
    arming.experts = last->cycle == GOVERNMENT_REPORT_WITH_EXPERTS;
    arm (&arming, seen, decision);
}

/* One that was served, and names the day that holds again, is not owed anew. */
static void notify (const struct hazard_reopened *said, bool restored, const struct case_seen *seen,
                    struct decision *decision)
{
    const struct deadline_row *last =
        deadline_find (seen, CLOCK_NOTICE, deadline_last_cycle (seen, CLOCK_NOTICE));
    if (!last || (restored && last->state == deadline_state_met))
        return;
    const struct arming arming = deadline_again (seen, CLOCK_NOTICE, said->cycle, seen->time);
    arm (&arming, seen, decision);
}

void returned (const struct hazard_reopened *said, const struct case_seen *seen,
               struct decision *decision)
{
    struct arena *arena = decision->arena;
    const struct deadline_row *before = deadline_find (seen, CLOCK_RECTIFICATION, said->cycle - 1);
    const struct arming limit = again (said, before, seen, arena);
    if (deadline_find (seen, CLOCK_RECTIFICATION, said->cycle)) /* heard again */
        return;
    arm (&limit, seen, decision);
    if (limit.as && before->state == deadline_state_cancelled)
        move_stand_on (before, deadline_id (&limit, arena), "原已中止，移送被退回后照旧",
                       seen->office->organisation->office->id, decision);
    watch (seen, decision);
    report (seen, decision);
    tell (said, &limit, seen, decision);
    notify (said, limit.as != NULL, seen, decision);
}
