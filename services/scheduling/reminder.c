/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "scheduling/reminder.h"
#include "calendar/clock.h"
#include "scheduling/plan.h"
#include "scheduling/recipients.h"
#include <inttypes.h>

enum { WORDS_MAX = 16 };

/* ---- what is said ---- */

static const char *place_of (const struct deadline_row *deadline)
{
    return deadline->premises_name ? deadline->premises_name : "（地点见案卷）";
}

static const char *subject_of (const struct deadline_row *deadline, const struct clock_policy *clock, bool overdue,
                               struct arena *arena)
{
    const char *mood = overdue && clock->danger ? "【危险】" : overdue ? "【逾期】" : "【提醒】";
    return arena_format (arena, "%s%s %s到期：%.60s（%s）", mood, clock->name, clock_moment (deadline->due, arena),
                         place_of (deadline), deadline->ref);
}

static void say_case (const struct deadline_row *deadline, const struct clock_policy *clock, struct text *text)
{
    text_format (text, "案号：%s\n地点：%s\n社区：%s　责任部门：%s\n事项：%s\n起算：%s\n到期：%s\n", deadline->ref,
                 place_of (deadline), deadline->community, deadline->department, clock->name,
                 clock_moment (deadline->from, text->arena), clock_moment (deadline->due, text->arena));
    text_format (text, "依据：%s\n", deadline->rule);
    if (deadline->extensions > 0)
        text_format (text, "已延期 %" PRId64 " 次\n", deadline->extensions);
    if (deadline->provisional)
        text_say (text, "该期限所涉年份的放假安排尚未公布，暂按星期推算\n");
    if (deadline->watcher)
        text_format (text, "盯守人：%s\n", deadline->watcher);
}

/* A person who reads 48 hours as 6 days must see why: the days that were not counted. */
static void say_why (const struct deadline_row *deadline, struct text *text)
{
    enum { LINES_MAX = 40 };
    size_t count = deadline->explanation_count < LINES_MAX ? deadline->explanation_count : LINES_MAX;
    text_say (text, "计算：\n");
    for (size_t i = 0; i < count; i++)
        text_format (text, "  %s\n", deadline->explanation[i]);
}

static const char *text_of (const struct deadline_row *deadline, const struct clock_policy *clock, bool overdue,
                            const char *more, struct arena *arena)
{
    struct text text = text_in (arena);
    if (overdue)
        text_say (&text, clock->danger ? "盯守报告中断，现场可能无人看守，请立即到场核实。\n" : "期限已过，请立即办理并报告。\n");
    text_say (&text, more);
    say_case (deadline, clock, &text);
    say_why (deadline, &text);
    return text.bytes;
}

/* ---- what is done ---- */

struct telling {
    const struct hour_seen *seen;
    const struct clock_policy *clock;
    struct plan_point point;
    bool late;
};

static struct recipients who (const struct telling *telling, const char *const *words, size_t count, const char *key,
                              struct arena *arena)
{
    const struct deadline_row *deadline = telling->seen->deadline;
    const struct office_case about = { .community = deadline->community, .department = deadline->department,
                                       .tracker = deadline->tracker };
    return recipients_of (telling->seen->of_case.office, words, count, &about, key, arena);
}

static const char *late_line (const struct telling *telling, int64_t silent, struct arena *arena)
{
    if (!telling->late)
        return "";
    return arena_format (arena, "（补发：本提醒应于 %s 发出%s）\n", clock_moment (telling->point.moment, arena),
                         silent > 0 ? "，其间的重复提醒并入本次" : "");
}

/* Reminders of an extended deadline are new ones. */
static const char *step_name (const struct deadline_row *deadline, const char *step, struct arena *arena)
{
    return deadline->extensions > 0 ? arena_format (arena, "x%" PRId64 ".%s", deadline->extensions, step) : step;
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
    decision_event (decision, reminder_raised_record, deadline->ref, &(struct reminder_raised){
        .reminder = key, .deadline = deadline->deadline, .ref = deadline->ref, .step = name,
        .planned = telling->point.moment, .late = telling->late, .place = telling->point.place,
        .repeats = NUMBER_ABSENT, .silent = NUMBER_ABSENT, .repeat = deadline->repeat,
        .subject = subject_of (deadline, telling->clock, overdue, arena),
        .text = text_of (deadline, telling->clock, overdue, late_line (telling, 0, arena), arena),
        .notices = to.list, .notices_count = to.count,
        .next = plan_next_moment (&after, telling->seen->of_case.office, day_of (telling->seen->of_case.now)) });
}

static void tell_again (const struct telling *telling, struct decision *decision)
{
    struct arena *arena = decision->arena;
    const struct deadline_row *deadline = telling->seen->deadline;
    instant now = telling->seen->of_case.now, repeat = telling->point.moment;
    int64_t number = deadline->repeats + 1, silent = 0;
    /* Those that an outage swallowed are one now. */
    for (instant later; (later = repeat + office_repeat_hours (telling->clock, number + 1) * HOUR_MS) <= now; silent++) {
        repeat = later;
        number++;
    }
    struct deadline_row after = *deadline;
    after.repeat = repeat + office_repeat_hours (telling->clock, number + 1) * HOUR_MS;
    const char *name = step_name (deadline, arena_format (arena, "overdue_%" PRId64, number), arena);
    const char *key = arena_format (arena, "%s/%s", deadline->deadline, name);
    struct recipients to = who (telling, telling->clock->repeats_to, telling->clock->repeats_to_count, key, arena);
    decision_event (decision, reminder_raised_record, deadline->ref, &(struct reminder_raised){
        .reminder = key, .deadline = deadline->deadline, .ref = deadline->ref, .step = name,
        .planned = telling->point.moment, .late = telling->late, .place = NUMBER_ABSENT, .repeats = number,
        .silent = silent, .repeat = after.repeat, .subject = subject_of (deadline, telling->clock, true, arena),
        .text = text_of (deadline, telling->clock, true, late_line (telling, silent, arena), arena),
        .notices = to.list, .notices_count = to.count,
        .next = plan_next_moment (&after, telling->seen->of_case.office, day_of (now)) });
}

void reminder_decide_hour (const void *said, const void *seen_void, struct decision *decision)
{
    (void)said;
    const struct hour_seen *seen = seen_void;
    const struct office *office = seen->of_case.office;
    struct telling telling = { .seen = seen, .clock = office_clock (office, seen->deadline->clock) };
    telling.point = plan_next (seen->deadline, telling.clock, office->calendar, day_of (seen->of_case.now));
    telling.late = telling.point.moment + REMINDER_LATE_MS <= seen->of_case.now;
    switch (telling.point.kind) {
    case PLAN_MISS:
        deadline_miss (seen->deadline, &seen->of_case, decision);
        return;
    case PLAN_STEP:
        tell_step (&telling, decision);
        return;
    case PLAN_REPEAT:
        tell_again (&telling, decision);
        return;
    case PLAN_NOTHING:
        return; /* the frame stops: the row said that something is due */
    }
}

/* ---- acknowledging ---- */

static bool may_acknowledge (const struct reminder_acknowledge *said, const struct acknowledge_seen *seen,
                             struct decision *decision)
{
    if (!seen->reminder || !seen->deadline)
        decision_refuse (decision, REFUSAL_NOT_FOUND, "/reminder", "there is no reminder %s", said->reminder);
    else if (!office_knows_actor (seen->office, said->by))
        decision_refuse (decision, REFUSAL_INVALID, "/by", "%s is no role, department or community of "
                         "config/organisation.yaml", said->by);
    else if (!office_may (seen->office, said->by, "reminder.acknowledge"))
        decision_refuse (decision, REFUSAL_FORBIDDEN, "/by", "%s may not acknowledge a reminder; these may: %s", said->by,
                         office_may_text (seen->office, "reminder.acknowledge", decision->arena));
    else if (deadline_next (seen->deadline->state, DEADLINE_MEET) == deadline_state_absent)
        decision_refuse (decision, REFUSAL_CONFLICT, "/reminder", "its deadline is %s; there is nothing left to silence",
                         choice_word (deadline_state_choices (), (int)seen->deadline->state));
    return decision->refusal.code == REFUSAL_NONE;
}

void reminder_decide_acknowledge (const void *said_void, const void *seen_void, struct decision *decision)
{
    const struct reminder_acknowledge *said = said_void;
    const struct acknowledge_seen *seen = seen_void;
    if (!may_acknowledge (said, seen, decision))
        return;
    const struct deadline_row *deadline = seen->deadline;
    instant until = seen->now + seen->office->policy->acknowledgement_hours * HOUR_MS;
    struct deadline_row after = *deadline;
    if (after.repeat != INSTANT_ABSENT && after.repeat < until)
        after.repeat = until;
    decision_event (decision, reminder_acknowledged_record, deadline->ref, &(struct reminder_acknowledged){
        .reminder = said->reminder, .deadline = deadline->deadline, .ref = deadline->ref, .by = said->by,
        .until = until, .repeat = after.repeat, .next = plan_next_moment (&after, seen->office, day_of (seen->now)) });
}
