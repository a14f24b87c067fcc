/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "scheduling/arm.h"
#include "scheduling/plan.h"
#include <inttypes.h>
#include <string.h>

const char *deadline_id (const struct arming *arming, struct arena *arena)
{
    const char *id =
        arena_format (arena, "%s/%s/%" PRId64, arming->ref, arming->clock, arming->cycle);
    return arming->extension > 0 ? arena_format (arena, "%sx%" PRId64, id, arming->extension) : id;
}

struct arming arming_like (const struct deadline_row *deadline)
{
    return (struct arming){ .ref = deadline->ref,
                            .due = INSTANT_ABSENT,
                            .working_days = NUMBER_ABSENT,
                            .premises = deadline->premises,
                            .premises_name = deadline->premises_name,
                            .community = deadline->community,
                            .department = deadline->department,
                            .category = deadline->category,
                            .tracker = deadline->tracker,
                            .watcher = deadline->watcher,
                            .matter = deadline->matter,
                            .severity = deadline->severity };
}

enum { LINE_CHARACTERS = 300, NAME_CHARACTERS = 200 }; /* of deadline.armed */

void set_end_explain (struct set_end *set, const char *text, struct arena *arena)
{
    const char **lines = text_lines (text, &set->explanation_count, arena);
    for (size_t i = 0; i < set->explanation_count; i++)
        lines[i] = text_shortened (lines[i], LINE_CHARACTERS, arena);
    set->explanation = lines;
}

static struct set_end given (instant due, const char *by, struct arena *arena)
{
    const char **line = arena_take (arena, sizeof *line);
    line[0] = text_shortened (
        arena_format (arena, "到期：%s（%s）", clock_moment (due, arena), by ? by : "由人指定"),
        LINE_CHARACTERS - 1, arena);
    return (struct set_end){ .end = { .due = due, .published = INT64_MIN },
                             .rule = by ? by : "由人指定的期限",
                             .working_days = NUMBER_ABSENT,
                             .calendar_days = NUMBER_ABSENT,
                             .hours = NUMBER_ABSENT,
                             .explanation = line,
                             .explanation_count = 1 };
}

#define BY_PEOPLE "由人指定的工作日数"

static struct clock_rule rule_of (const struct arming *arming, const struct office *office)
{
    if (arming->working_days != NUMBER_ABSENT)
        return (struct clock_rule){ .kind = clock_working_days,
                                    .length = arming->working_days,
                                    .source = BY_PEOPLE };
    if (arming->rule.length > 0)
        return arming->rule;
    return office_counts_by (office_clock_rule (
        office_clock (office, arming->clock), &(struct clock_case){ .category = arming->category,
                                                                    .severity = arming->severity,
                                                                    .urgent = arming->urgent,
                                                                    .experts = arming->experts,
                                                                    .on = day_of (arming->from) }));
}

bool arm_read_stood (const char *stood, day *from, day *to, struct arena *arena)
{
    enum { DATE = 10 };
    return day_parse (arena_copy (arena, stood, DATE), from) && day_parse (stood + DATE + 1, to);
}

/* How many of these are days that KIND counts. */
static int64_t days_stood (const char *stood, enum clock_kind kind, const struct office *office,
                           day known, struct arena *arena)
{
    day from = 0, to = 0;
    if (!arm_read_stood (stood, &from, &to, arena))
        return 0;
    return kind == clock_calendar_days ? to - from
                                       : workdays_between (office->calendar, from, to - 1, known);
}

/* How long LIKE stood still: to the millisecond when it is in hours too. */
static instant hours_stood (const struct deadline_row *like, const struct office *office, day known,
                            struct arena *arena)
{
    int64_t days = 0;
    if (like->hours != NUMBER_ABSENT)
        return like->due - like->counted_from - like->hours * HOUR_MS;
    for (size_t i = 0; i < like->stood_count; i++)
        days += days_stood (like->stood[i], clock_calendar_days, office, known, arena);
    return days * (instant)DAY_MS;
}

/* RULE from FROM, as much later as it stood still: LIKE says when. */
static struct set_end count (const struct clock_rule *rule, instant from,
                             const struct deadline_row *like, const struct office *office,
                             day known, struct arena *arena)
{
    struct clock_rule whole = *rule;
    struct text text = text_in (arena);
    struct set_end set = { .rule = rule->source,
                           .working_days =
                               rule->kind == clock_working_days ? rule->length : NUMBER_ABSENT,
                           .calendar_days =
                               rule->moved_from_holiday && rule->kind == clock_calendar_days
                                   ? rule->length
                                   : NUMBER_ABSENT,
                           .hours = rule->kind == clock_hours ? rule->length : NUMBER_ABSENT };
    for (size_t i = 0; like && rule->kind != clock_hours && i < like->stood_count; i++) {
        int64_t days = days_stood (like->stood[i], rule->kind, office, known, arena);
        whole.length += days;
        text_format (&text, "中止：%s，顺延%" PRId64 "%s\n", like->stood[i], days,
                     rule->kind == clock_working_days ? "个工作日" : "个自然日");
    }
    if (like) {
        set.stood = like->stood;
        set.stood_count = like->stood_count;
    }
    set.end = clock_run (office->calendar, &whole, from, known, arena);
    for (size_t i = 0; i < set.stood_count; i++) {
        day first = 0, last = 0;
        if (arm_read_stood (set.stood[i], &first, &last, arena))
            clock_stand (&set.end, first, last, arena);
    }
    if (like && like->stood_count > 0 && rule->kind == clock_hours) {
        set.end.due += hours_stood (like, office, known, arena);
        text_format (&text, "已扣除中止的时间\n");
    }
    clock_explain (rule, from, &set.end, true, &text);
    set_end_explain (&set, text.bytes, arena);
    return set;
}

struct clock_rule arm_rule_of (const struct deadline_row *deadline)
{
    struct clock_rule rule = { .source = deadline->extensions > 0 ? BY_PEOPLE : deadline->rule };
    if (deadline->working_days != NUMBER_ABSENT) {
        rule.kind = clock_working_days;
        rule.length = deadline->working_days;
    } else if (deadline->calendar_days != NUMBER_ABSENT) {
        rule.kind = clock_calendar_days;
        rule.length = deadline->calendar_days;
        rule.moved_from_holiday = true;
    } else if (deadline->hours != NUMBER_ABSENT) {
        rule.kind = clock_hours;
        rule.length = deadline->hours;
    }
    return rule;
}

bool arm_is_counted (const struct deadline_row *deadline)
{
    return deadline->own == INSTANT_ABSENT &&
           (deadline->working_days != NUMBER_ABSENT || deadline->calendar_days != NUMBER_ABSENT);
}

static struct set_end count_as (const struct deadline_row *deadline, const struct office *office,
                                day known, struct arena *arena)
{
    if (!arm_is_counted (deadline)) /* given, or in hours: it ends when it ends */
        return (struct set_end){ .end = { .due = deadline->due,
                                          .provisional = deadline->provisional,
                                          .published = INT64_MIN },
                                 .rule = deadline->rule,
                                 .working_days = NUMBER_ABSENT,
                                 .calendar_days = NUMBER_ABSENT,
                                 .hours = deadline->hours,
                                 .explanation = deadline->explanation,
                                 .explanation_count = deadline->explanation_count };
    const struct clock_rule rule = arm_rule_of (deadline);
    return count (&rule, deadline->counted_from, deadline, office, known, arena);
}

struct set_end arm_end (const struct arming *arming, const struct office *office, day known,
                        struct arena *arena)
{
    if (arming->set)
        return *arming->set;
    if (arming->as)
        return count_as (arming->as, office, known, arena);
    if (arming->due != INSTANT_ABSENT)
        return given (arming->due, arming->given_by, arena);
    const struct clock_rule rule = rule_of (arming, office);
    return count (&rule, arming->from, arming->stood_as, office, known, arena);
}

static bool is_armed (const struct case_seen *seen, const char *id)
{
    for (size_t i = 0; i < seen->count; i++)
        if (strcmp (seen->deadlines[i].deadline, id) == 0)
            return true;
    return false;
}

/* WHY, and then how it was counted. */
static void explain (const char *why, struct set_end *set, struct arena *arena)
{
    const char **lines = arena_take (arena, (set->explanation_count + 1) * sizeof *lines);
    lines[0] = text_shortened (why, LINE_CHARACTERS, arena);
    for (size_t i = 0; i < set->explanation_count; i++)
        lines[i + 1] = set->explanation[i];
    set->explanation = lines;
    set->explanation_count++;
}

void arm (const struct arming *arming, const struct case_seen *seen, struct decision *decision)
{
    struct arena *arena = decision->arena;
    if (!arming->ref)
        return;
    const char *id = deadline_id (arming, arena);
    if (is_armed (seen, id))
        return;
    day known = day_of (seen->now);
    struct set_end set = arm_end (arming, seen->office, known, arena);
    if (arming->why)
        explain (arming->why, &set, arena);
    instant reached = plan_reached (arming->reached, set.end.due);
    struct deadline_row row = { .clock = arming->clock,
                                .state = deadline_state_armed,
                                .due = set.end.due,
                                .known = known,
                                .reached = reached,
                                .place = -1,
                                .repeat = INSTANT_ABSENT };
    decision_event (
        decision, deadline_armed_record, arming->ref,
        &(struct deadline_armed){
            .deadline = id,
            .ref = arming->ref,
            .clock = arming->clock,
            .cycle = arming->cycle,
            .from = arming->from,
            .due = set.end.due,
            .provisional = set.end.provisional,
            .published = set.end.published == INT64_MIN ? DAY_ABSENT : set.end.published,
            .rule = set.rule,
            .explanation = set.explanation,
            .explanation_count = set.explanation_count,
            .premises = arming->premises,
            .premises_name = text_shortened (arming->premises_name, NAME_CHARACTERS, arena),
            .community = arming->community,
            .department = arming->department,
            .category = arming->category,
            .severity = arming->severity,
            .tracker = arming->tracker,
            .watcher = arming->watcher,
            .matter = arming->matter,
            .working_days = set.working_days,
            .calendar_days = set.calendar_days,
            .hours = set.hours,
            .counted_from = arming->as ? arming->as->counted_from : INSTANT_ABSENT,
            .stood = set.stood,
            .stood_count = set.stood_count,
            .granted = arming->granted_as ? arming->granted_as->granted : INSTANT_ABSENT,
            .reached = reached,
            .next = plan_next_moment (&row, seen->office) });
}
