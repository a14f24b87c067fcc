/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "scheduling/arm.h"
#include "scheduling/plan.h"
#include "scheduling/wording.h"
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

/* The lines of TEXT. */
static void split (const char *text, struct set_end *set, struct arena *arena)
{
    size_t count = 0;
    for (const char *c = text; *c; c++)
        count += *c == '\n';
    const char **lines = arena_take (arena, (count + 1) * sizeof *lines);
    for (size_t i = 0; i < count; i++) {
        size_t length = strcspn (text, "\n");
        lines[i] = wording_cut (arena_copy (arena, text, length), LINE_CHARACTERS, arena);
        text += length + 1;
    }
    set->explanation = lines;
    set->explanation_count = count;
}

static struct set_end given (instant due, const char *by, struct arena *arena)
{
    const char **line = arena_take (arena, sizeof *line);
    line[0] = wording_cut (
        arena_format (arena, "到期：%s（%s）", clock_moment (due, arena), by ? by : "由人指定"),
        LINE_CHARACTERS - 1, arena);
    return (struct set_end){ .end = { .due = due, .published = INT64_MIN },
                             .rule = by ? by : "由人指定的期限",
                             .working_days = NUMBER_ABSENT,
                             .explanation = line,
                             .explanation_count = 1 };
}

static struct clock_rule rule_of (const struct arming *arming, const struct office *office)
{
    if (arming->working_days != NUMBER_ABSENT)
        return (struct clock_rule){ .kind = clock_working_days,
                                    .length = arming->working_days,
                                    .source = "由人指定的工作日数" };
    if (arming->rule.length > 0)
        return arming->rule;
    const struct clock_policy *clock = office_clock (office, arming->clock);
    const struct clock_rule_row *row =
        office_clock_rule (clock, &(struct clock_case){ .category = arming->category,
                                                        .severity = arming->severity,
                                                        .urgent = arming->urgent,
                                                        .on = day_of (arming->from) });
    if (row->hours != NUMBER_ABSENT)
        return (
            struct clock_rule){ .kind = clock_hours, .length = row->hours, .source = row->source };
    if (row->working_days != NUMBER_ABSENT)
        return (struct clock_rule){ .kind = clock_working_days,
                                    .length = row->working_days,
                                    .source = row->source };
    return (struct clock_rule){ .kind = clock_calendar_days,
                                .length = row->calendar_days,
                                .source = row->source };
}

struct set_end arm_end (const struct arming *arming, const struct office *office, day known,
                        struct arena *arena)
{
    if (arming->due != INSTANT_ABSENT)
        return given (arming->due, arming->given_by, arena);
    struct clock_rule rule = rule_of (arming, office);
    struct set_end set = { .end = clock_run (office->calendar, &rule, arming->from, known, arena),
                           .rule = rule.source,
                           .working_days =
                               rule.kind == clock_working_days ? rule.length : NUMBER_ABSENT };
    struct text text = text_in (arena);
    clock_explain (&rule, arming->from, &set.end, true, &text);
    split (text.bytes, &set, arena);
    return set;
}

static bool is_armed (const struct case_seen *seen, const char *id)
{
    for (size_t i = 0; i < seen->count; i++)
        if (strcmp (seen->deadlines[i].deadline, id) == 0)
            return true;
    return false;
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
            .premises_name = wording_cut (arming->premises_name, NAME_CHARACTERS, arena),
            .community = arming->community,
            .department = arming->department,
            .category = arming->category,
            .severity = arming->severity,
            .tracker = arming->tracker,
            .watcher = arming->watcher,
            .matter = arming->matter,
            .working_days = set.working_days,
            .reached = reached,
            .next = plan_next_moment (&row, seen->office) });
}
