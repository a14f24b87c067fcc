/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "scheduling/reminder.h"
#include "calendar/clock.h"
#include "scheduling/move.h"
#include "scheduling/plan.h"
#include "scheduling/recipients.h"
#include "scheduling/telling.h"
#include "scheduling/wording.h"
#include <inttypes.h>

enum { CLOCK_CHARACTERS = 60 }; /* of the clock's name in a subject */

/* ---- what is said ---- */

static const char *subject_of (const struct deadline_row *deadline,
                               const struct clock_policy *clock, bool overdue, struct arena *arena)
{
    const char *mood = overdue && clock->danger ? "【危险】" : overdue ? "【逾期】" : "【提醒】";
    return arena_format (arena, "%s%s %s到期：%s（%s）", mood,
                         text_shortened (clock->name, CLOCK_CHARACTERS, arena),
                         clock_moment (deadline->due, arena),
                         wording_place (deadline_about (deadline, arena), arena), deadline->ref);
}

static void say_case (const struct deadline_row *deadline, const struct clock_policy *clock,
                      const struct office *office, struct text *text)
{
    text_format (
        text, "案号：%s\n地点：%s\n社区：%s　责任部门：%s\n事项：%s\n起算：%s\n到期：%s\n",
        deadline->ref,
        deadline->premises_name ? deadline->premises_name : wording_place (NULL, text->arena),
        wording_party (office, deadline->community), wording_party (office, deadline->department),
        clock->name, clock_moment (deadline->from, text->arena),
        clock_moment (deadline->due, text->arena));
    if (deadline->matter)
        text_format (text, "内容：%s\n", deadline_prose (deadline, deadline->matter));
    text_format (text, "依据：%s\n", deadline->rule);
    if (deadline->extensions > 0)
        text_format (text, "已延期 %" PRId64 " 次\n", deadline->extensions);
    if (deadline->provisional)
        text_say (text, "该期限所涉年份的放假安排尚未公布，暂按星期推算\n");
    if (deadline->watcher)
        text_format (text, "盯守人：%s\n", deadline->watcher);
}

/* One letter for all premises of an obligation. */
static void say_premises (const struct shares_left *left, struct text *text)
{
    if (left->of == 0)
        return;
    text_say (text, "场所：");
    share_say_left (left, text);
    text_say (text, "\n");
}

static void say_silenced (const struct deadline_row *deadline, instant now, struct text *text)
{
    if (deadline->silenced > now) /* INSTANT_ABSENT is before everything */
        text_format (text, "重复提醒已暂停至 %s，届时自动恢复\n",
                     clock_moment (deadline->silenced, text->arena));
}

/* ---- what is done ---- */

struct telling {
    const struct hour_seen *seen;
    const struct clock_policy *clock;
    struct plan_point point;
    bool late;
    int64_t silent; /* overdue reminders that an outage swallowed */
};

static void say_late (const struct telling *telling, struct text *text)
{
    if (telling->late)
        text_format (text, "（补发：本提醒应于 %s 发出%s）\n",
                     clock_moment (telling->point.moment, text->arena),
                     telling->silent > 0 ? "，其间的重复提醒并入本次" : "");
}

static const char *text_of (const struct telling *telling, bool overdue, struct arena *arena)
{
    struct text text = text_in (arena);
    const struct deadline_row *deadline = telling->seen->deadline;
    if (overdue)
        text_say (&text, telling->clock->danger
                             ? "盯守报告中断，现场可能无人看守，请立即到场核实。\n"
                             : "期限已过，请立即办理并报告。\n");
    say_late (telling, &text);
    say_case (deadline, telling->clock, telling->seen->of_case.office, &text);
    say_premises (&telling->seen->left, &text);
    say_silenced (deadline, telling->seen->of_case.now, &text);
    telling_why (deadline->explanation, deadline->explanation_count, &text);
    return text.bytes;
}

static struct recipients who (const struct telling *telling, const char *const *words, size_t count,
                              const char *key, struct arena *arena)
{
    const struct deadline_row *deadline = telling->seen->deadline;
    const struct office_case about = { .community = deadline->community,
                                       .department = deadline->department,
                                       .tracker = deadline->tracker };
    return recipients_of (telling->seen->of_case.office, words, count, &about, key, arena);
}

static bool is_quiet (const struct telling *telling, const char *party)
{
    const struct hour_seen *seen = telling->seen;
    const struct office_case about = { .community = seen->deadline->community,
                                       .department = seen->deadline->department,
                                       .tracker = seen->deadline->tracker };
    struct office_parties quiet = { .count = 0 };
    for (size_t i = 0; i < seen->quiet_count; i++)
        office_resolve (seen->of_case.office, seen->quiet[i].party, &about, &quiet);
    for (size_t i = 0; i < quiet.count; i++)
        if (text_same (quiet.list[i]->id, party))
            return true;
    return false;
}

/* TO without those who acknowledged it for themselves. */
static struct recipients who_are_told_again (const struct telling *telling, struct recipients to,
                                             struct arena *arena)
{
    struct notice *list = arena_take (arena, (to.count + 1) * sizeof *list);
    size_t count = 0;
    for (size_t i = 0; i < to.count; i++)
        if (!is_quiet (telling, to.list[i].party))
            list[count++] = to.list[i];
    return (struct recipients){ list, count };
}

/* Reminders of a deadline that was extended or moved are new ones. */
static const char *step_name (const struct deadline_row *deadline, const char *step,
                              struct arena *arena)
{
    if (deadline->moves > 0)
        step = arena_format (arena, "m%" PRId64 ".%s", deadline->moves, step);
    return deadline->extensions > 0
               ? arena_format (arena, "x%" PRId64 ".%s", deadline->extensions, step)
               : step;
}

static void tell_step (const struct telling *telling, struct decision *decision)
{
    struct arena *arena = decision->arena;
    const struct deadline_row *deadline = telling->seen->deadline;
    const struct reminder_step *step = &telling->clock->steps[telling->point.place];
    const char *name = step_name (deadline, step->id, arena);
    const char *key = arena_format (arena, "%s/%s", deadline->deadline, name);
    bool overdue = step->when != step_before;
    struct recipients to = who (telling, step->to, step->to_count, key, arena);
    struct deadline_row after = *deadline;
    after.reached = telling->point.moment;
    after.place = telling->point.place;
    decision_event (decision, reminder_raised_record, deadline->ref,
                    &(struct reminder_raised){
                        .reminder = key,
                        .deadline = deadline->deadline,
                        .ref = deadline->ref,
                        .step = name,
                        .planned = telling->point.moment,
                        .late = telling->late,
                        .place = telling->point.place,
                        .repeats = NUMBER_ABSENT,
                        .silent = NUMBER_ABSENT,
                        .repeat = deadline->repeat,
                        .subject = subject_of (deadline, telling->clock, overdue, arena),
                        .text = text_of (telling, overdue, arena),
                        .notices = to.list,
                        .notices_count = to.count,
                        .next = plan_next_moment (&after, telling->seen->of_case.office) });
}

/* The overdue reminders that are due; those that an outage swallowed are one now. Returns the last
 * one's number. */
static int64_t roll_up (struct telling *telling, instant *next)
{
    instant now = telling->seen->of_case.now, moment = telling->point.moment;
    int64_t number = telling->seen->deadline->repeats + 1;
    for (instant later;
         (later = moment + office_repeat_hours (telling->clock, number + 1) * HOUR_MS) <= now;
         number++) {
        moment = later;
        telling->silent++;
    }
    *next =
        (telling->late ? now : moment) + office_repeat_hours (telling->clock, number + 1) * HOUR_MS;
    return number;
}

static void tell_again (struct telling *telling, struct decision *decision)
{
    struct arena *arena = decision->arena;
    const struct deadline_row *deadline = telling->seen->deadline;
    struct deadline_row after = *deadline;
    int64_t number = roll_up (telling, &after.repeat);
    const char *name =
        step_name (deadline, arena_format (arena, "overdue_%" PRId64, number), arena);
    const char *key = arena_format (arena, "%s/%s", deadline->deadline, name);
    struct recipients to = who_are_told_again (
        telling,
        who (telling, telling->clock->repeats_to, telling->clock->repeats_to_count, key, arena),
        arena);
    decision_event (decision, reminder_raised_record, deadline->ref,
                    &(struct reminder_raised){
                        .reminder = key,
                        .deadline = deadline->deadline,
                        .ref = deadline->ref,
                        .step = name,
                        .planned = telling->point.moment,
                        .late = telling->late,
                        .place = NUMBER_ABSENT,
                        .repeats = number,
                        .silent = telling->silent,
                        .repeat = after.repeat,
                        .subject = subject_of (deadline, telling->clock, true, arena),
                        .text = text_of (telling, true, arena),
                        .notices = to.list,
                        .notices_count = to.count,
                        .next = plan_next_moment (&after, telling->seen->of_case.office) });
}

void reminder_decide_hour (const void *said, const void *seen_void, struct decision *decision)
{
    (void)said;
    const struct hour_seen *seen = seen_void;
    const struct deadline_row *deadline = seen->deadline;
    instant now = seen->of_case.now;
    struct telling telling = { .seen = seen,
                               .clock = office_clock (seen->of_case.office, deadline->clock),
                               .point = plan_next (deadline, seen->of_case.office) };
    if (telling.point.kind == PLAN_NOTHING || telling.point.moment > now) {
        deadline_plan (deadline, &seen->of_case, decision);
        return;
    }
    telling.late = telling.point.moment + REMINDER_LATE_MS <= now;
    switch (telling.point.kind) {
    case PLAN_MISS:
        deadline_miss (deadline, &seen->of_case, decision);
        return;
    case PLAN_STEP:
        tell_step (&telling, decision);
        return;
    case PLAN_REPEAT:
        tell_again (&telling, decision);
        return;
    case PLAN_RESUME:
        move_resume (deadline, &seen->of_case, "中止期满，继续计算", NULL, decision);
        return;
    case PLAN_NOTHING:
        return;
    }
}

/* ---- acknowledging ---- */

/* A mute has an owner, a reason and an end: without a reason nobody else is silenced. */
static bool is_for_all (const struct reminder_acknowledge *said)
{
    return said->reason && !text_is_blank (said->reason);
}

/* domain.md 6: an escalation is not acknowledged away. One silence at a time, and it has to ring
   before the next. */
static bool answers_what_was_told (const struct reminder_acknowledge *said,
                                   const struct acknowledge_seen *seen, struct decision *decision)
{
    const struct deadline_row *deadline = seen->deadline;
    if (seen->quiet && !is_for_all (said) && seen->reminder->told < seen->quiet->until)
        decision_refuse (decision, REFUSAL_CONFLICT, "/reminder",
                         "it was told before %s's own acknowledgement %s on %s; possible now: to "
                         "acknowledge it for all with a reason, or what is told after that",
                         said->by, seen->quiet->until > seen->now ? "expires" : "expired",
                         clock_moment (seen->quiet->until, decision->arena));
    if (deadline->silenced == INSTANT_ABSENT)
        return decision->refusal.code == REFUSAL_NONE;
    const char *until = clock_moment (deadline->silenced, decision->arena);
    if (deadline->silenced > seen->now)
        decision_refuse (
            decision, REFUSAL_CONFLICT, "/reminder",
            "its deadline %s is silent until %s by the acknowledgement of %s; possible "
            "then: to acknowledge what is told after it",
            deadline->deadline, until, deadline->silenced_by);
    else if (seen->reminder->told < deadline->silenced)
        decision_refuse (
            decision, REFUSAL_CONFLICT, "/reminder",
            "it was told before the acknowledgement of %s expired on %s; possible now: "
            "to acknowledge what deadline %s told after it, or tells next",
            deadline->silenced_by, until, deadline->deadline);
    return decision->refusal.code == REFUSAL_NONE;
}

static bool may_acknowledge (const struct reminder_acknowledge *said,
                             const struct acknowledge_seen *seen, struct decision *decision)
{
    if (!seen->reminder || !seen->deadline)
        decision_refuse (decision, REFUSAL_NOT_FOUND, "/reminder", "there is no reminder %s",
                         said->reminder);
    else if (decision_allows (decision, seen->office, said->by, "reminder.acknowledge") &&
             decision_is_its_own (decision, seen->office, said->by,
                                  &(struct office_case){ .community = seen->deadline->community,
                                                         .department = seen->deadline->department,
                                                         .tracker = seen->deadline->tracker }) &&
             !deadline_is_open (seen->deadline->state))
        decision_refuse (decision, REFUSAL_CONFLICT, "/reminder",
                         "its deadline %s is %s; only what is armed, missed or paused still rings, "
                         "and can be silenced",
                         seen->deadline->deadline,
                         choice_word (deadline_state_choices(), (int)seen->deadline->state));
    return decision->refusal.code == REFUSAL_NONE;
}

/* A mute has an owner, a reason and an end, and says when it ends. */
static void tell_silenced (const struct reminder_acknowledge *said,
                           const struct acknowledge_seen *seen, instant until,
                           struct decision *decision)
{
    enum { REASON_CHARACTERS = 1000 };
    const struct deadline_row *deadline = seen->deadline;
    struct arena *arena = decision->arena;
    const char *end = clock_moment (until, arena), *clock = telling_clock (deadline, seen->office);
    telling (deadline, seen->office,
             is_for_all (said) ? arena_format (arena, "%s/silenced/%" PRId64, deadline->deadline,
                                               until / SECOND_MS)
                               : arena_format (arena, "%s/silenced/%" PRId64 "/%s",
                                               deadline->deadline, until / SECOND_MS, said->by),
             arena_format (arena,
                           is_for_all (said) ? "【已知悉】%s 重复提醒暂停至 %s：%s（%s）"
                                             : "【已知悉】%s 仅知悉人的重复提醒暂停至 %s：%s（%s）",
                           text_shortened (clock, CLOCK_CHARACTERS, arena), end,
                           telling_about (deadline, arena), deadline->ref),
             arena_format (arena,
                           "案号：%s\n事项：%s\n到期：%s\n知悉人：%s\n理由：%s\n"
                           "%s重复提醒暂停至：%s，届时自动恢复；%s逐级督办不受影响。\n",
                           deadline->ref, clock, clock_moment (deadline->due, arena),
                           wording_role (seen->office, said->by),
                           said->reason ? text_shortened (said->reason, REASON_CHARACTERS, arena)
                                        : "（未说明）",
                           is_for_all (said) ? "" : "未说明理由，仅知悉人的", end,
                           is_for_all (said) ? "" : "其他人照常提醒，"),
             decision);
}

void reminder_decide_acknowledge (const void *said_void, const void *seen_void,
                                  struct decision *decision)
{
    const struct reminder_acknowledge *said = said_void;
    const struct acknowledge_seen *seen = seen_void;
    if (!may_acknowledge (said, seen, decision) || !answers_what_was_told (said, seen, decision))
        return;
    const struct deadline_row *deadline = seen->deadline;
    instant until = seen->now + seen->office->policy->acknowledgement_hours * HOUR_MS;
    struct deadline_row after = *deadline;
    bool hushed =
        deadline->next == INSTANT_ABSENT; /* an earlier watch: the latest one rings for it */
    if (is_for_all (said) && after.repeat != INSTANT_ABSENT && after.repeat < until)
        after.repeat = until;
    decision_event (decision, reminder_acknowledged_record, deadline->ref,
                    &(struct reminder_acknowledged){
                        .reminder = said->reminder,
                        .deadline = deadline->deadline,
                        .ref = deadline->ref,
                        .by = said->by,
                        .until = until,
                        .reason = said->reason,
                        .repeat = after.repeat,
                        .next = hushed ? INSTANT_ABSENT : plan_next_moment (&after, seen->office),
                        .own = !is_for_all (said) });
    tell_silenced (said, seen, until, decision);
}
