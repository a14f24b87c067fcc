/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "calendar/clock.h"
#include <assert.h>
#include <inttypes.h>
#include <stdio.h>

enum { STEPS_FIRST = 32 };

struct counting {
    const struct calendar *calendar;
    struct arena *arena;
    day known;
    const struct clock_pauses *stood; /* NULL: it never did */
    struct clock_end end;
    struct clock_step *steps;
    size_t room;
};

static void add_step (struct counting *counting, const struct clock_step *step)
{
    if (counting->end.steps_count == counting->room) {
        size_t room = counting->room ? 2 * counting->room : STEPS_FIRST;
        struct clock_step *steps = arena_take (counting->arena, room * sizeof *steps);
        for (size_t i = 0; i < counting->end.steps_count; i++)
            steps[i] = counting->steps[i];
        counting->steps = steps;
        counting->room = room;
    }
    counting->steps[counting->end.steps_count++] = *step;
}

static void rest_on (struct counting *counting, const struct workday *workday)
{
    counting->end.provisional |= workday->provisional;
    if (workday->published > counting->end.published)
        counting->end.published = workday->published;
}

static enum clock_step_kind kind_of (const struct workday *workday)
{
    if (workday->works)
        return workday->marked ? clock_make_up : clock_counted;
    return workday->marked ? clock_holiday : clock_weekend;
}

static bool stands (const struct clock_pauses *stood, day d)
{
    for (size_t i = 0; stood && i < stood->count; i++)
        if (stood->list[i].from <= d && d < stood->list[i].to)
            return true;
    return false;
}

/* Backwards, when LENGTH is negative. */
static day count_working_days (struct counting *counting, day start, int64_t length)
{
    const int64_t onwards = length < 0 ? -1 : 1;
    day d = start;
    for (int64_t number = 0; number < onwards * length;) {
        d += onwards;
        struct workday workday = workday_on (counting->calendar, d, counting->known);
        const bool stood = workday.works && stands (counting->stood, d);
        number += workday.works && !stood;
        rest_on (counting, &workday);
        add_step (counting, &(struct clock_step){ .date = d,
                                                  .kind = stood ? clock_stood : kind_of (&workday),
                                                  .number = number,
                                                  .provisional = workday.provisional,
                                                  .holiday = workday.holiday });
    }
    return d;
}

static day move_from_holiday (struct counting *counting, day last)
{
    for (;; last++) {
        struct workday workday = workday_on (counting->calendar, last, counting->known);
        rest_on (counting, &workday);
        if (workday.works || !workday.marked)
            return last;
        add_step (counting, &(struct clock_step){ .date = last,
                                                  .kind = clock_moved,
                                                  .holiday = workday.holiday,
                                                  .provisional = workday.provisional });
    }
}

struct clock_end clock_run (const struct calendar *calendar, const struct clock_rule *rule,
                            instant from, day known, struct arena *arena)
{
    struct counting counting = {
        .calendar = calendar, .arena = arena, .known = known, .end = { .published = INT64_MIN }
    };
    day start = day_of (from), last = start;
    assert (rule->length >= 1 && rule->length <= CLOCK_LENGTH_MAX);
    switch (rule->kind) {
    case clock_hours:
        counting.end.due = from + rule->length * HOUR_MS;
        return counting.end;
    case clock_calendar_days:
        last = start + rule->length;
        if (rule->moved_from_holiday)
            last = move_from_holiday (&counting, last);
        break;
    case clock_working_days:
        last = count_working_days (&counting, start, rule->length);
        break;
    }
    counting.end.due = day_start (last + 1);
    counting.end.steps = counting.steps;
    return counting.end;
}

struct clock_end clock_count (const struct calendar *calendar, day start, int64_t days,
                              const struct clock_pauses *stood, day known, struct arena *arena)
{
    struct counting counting = { .calendar = calendar,
                                 .arena = arena,
                                 .known = known,
                                 .stood = days > 0 ? stood : NULL,
                                 .end = { .published = INT64_MIN } };
    counting.end.due = day_start (count_working_days (&counting, start, days) + 1);
    counting.end.steps = counting.steps;
    return counting.end;
}

void clock_stand (struct clock_end *end, day from, day to, struct arena *arena)
{
    struct clock_step *steps = arena_take (arena, (end->steps_count + 1) * sizeof *steps);
    int64_t number = 0;
    for (size_t i = 0; i < end->steps_count; i++) {
        struct clock_step *step = &steps[i];
        *step = end->steps[i];
        bool counts = step->kind == clock_counted || step->kind == clock_make_up;
        if (counts && step->date >= from && step->date < to)
            step->kind = clock_stood;
        else
            number += counts;
        step->number = number;
    }
    end->steps = steps;
}

const char *clock_moment (instant at, struct arena *arena)
{
    char text[DAY_TEXT_SIZE];
    day d = day_of (at);
    if (at == day_start (d))
        return arena_format (arena, "%s 24:00", day_text (d - 1, text));
    int64_t minutes = (at - day_start (d)) / MINUTE_MS;
    return arena_format (arena, "%s %02d:%02d", day_text (d, text), (int)(minutes / 60),
                         (int)(minutes % 60));
}

/* ---- for people ---- */

/* A start is never the end of the day before. */
static const char *start_moment (instant at, struct arena *arena)
{
    char text[DAY_TEXT_SIZE];
    int64_t minutes = (at - day_start (day_of (at))) / MINUTE_MS;
    return arena_format (arena, "%s %02d:%02d", day_text (day_of (at), text), (int)(minutes / 60),
                         (int)(minutes % 60));
}

static const char *weekday_text (day d, bool chinese)
{
    static const char *const english[] = { "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun" };
    static const char *const words[] = { "周一", "周二", "周三", "周四", "周五", "周六", "周日" };
    return (chinese ? words : english)[day_weekday (d) - 1];
}

static void explain_rule (const struct clock_rule *rule, bool chinese, struct text *text)
{
    static const char *const english[] = { "working days", "calendar days", "hours" };
    static const char *const words[] = { "个工作日", "个自然日", "小时" };
    text_format (text, chinese ? "时限：%" PRId64 "%s" : "length: %" PRId64 " %s", rule->length,
                 (chinese ? words : english)[rule->kind]);
    if (rule->source)
        text_format (text, chinese ? "（%s）" : " (%s)", rule->source);
    text_say (text, "\n");
}

static void explain_step (const struct clock_step *step, bool chinese, struct text *text)
{
    char date[DAY_TEXT_SIZE];
    text_format (text, "%s %s  ", day_text (step->date, date), weekday_text (step->date, chinese));
    switch (step->kind) {
    case clock_counted:
        text_format (text, chinese ? "计第%" PRId64 "个工作日" : "counts: working day %" PRId64,
                     step->number);
        break;
    case clock_make_up:
        text_format (text,
                     chinese ? "调休上班，计第%" PRId64 "个工作日（%s）"
                             : "counts: working day %" PRId64 ", a make-up day (%s)",
                     step->number, step->holiday);
        break;
    case clock_stood:
        text_say (text, chinese ? "中止，不计" : "skipped: it stood still");
        break;
    case clock_weekend:
        text_say (text, chinese ? "周末，不计" : "skipped: weekend");
        break;
    case clock_holiday:
        text_format (text, chinese ? "放假，不计（%s）" : "skipped: holiday (%s)", step->holiday);
        break;
    case clock_moved:
        text_format (
            text, chinese ? "末日遇放假，顺延（%s）" : "the last day is a holiday, moved on (%s)",
            step->holiday);
        break;
    }
    if (step->provisional)
        text_say (text, chinese
                            ? "（该年放假安排尚未公布，暂按星期推算）"
                            : " - provisional: the holidays of that year are not announced yet");
    text_say (text, "\n");
}

void clock_explain_end (enum clock_kind kind, const struct clock_end *end, bool chinese,
                        struct text *text)
{
    char date[DAY_TEXT_SIZE];
    for (size_t i = 0; i < end->steps_count; i++)
        explain_step (&end->steps[i], chinese, text);
    text_format (text, chinese ? "到期：%s\n" : "due: %s\n", clock_moment (end->due, text->arena));
    if (end->provisional && kind == clock_calendar_days)
        text_say (text,
                  chinese
                      ? "暂定：末日所在年份的放假安排尚未公布\n"
                      : "provisional: the holidays of the last day's year are not announced yet\n");
    if (end->published != INT64_MIN)
        text_format (text,
                     chinese ? "依据：%s公布的放假安排\n" : "edition: holidays published on %s\n",
                     day_text (end->published, date));
}

void clock_explain (const struct clock_rule *rule, instant from, const struct clock_end *end,
                    bool chinese, struct text *text)
{
    explain_rule (rule, chinese, text);
    text_format (text, chinese ? "起算：%s%s\n" : "from: %s%s\n", start_moment (from, text->arena),
                 rule->kind == clock_hours ? ""
                 : chinese                 ? "（当日不计入）"
                                           : " (that day is not counted)");
    clock_explain_end (rule->kind, end, chinese, text);
}
