/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "scheduling/obligation_place.h"
#include "base/id.h"
#include "scheduling/move.h"
#include "scheduling/recount.h"
#include <inttypes.h>
#include <string.h>

enum { RULE_CHARACTERS = 299 }; /* of deadline.armed, and the … that stands for the rest */

/* NULL: a meeting's turn, or asked for no more. */
static const char *expression_of (const struct campaign *campaign, const struct obligation_row *row,
                                  const char **clause)
{
    for (size_t i = 0; i < campaign->deliverables_count; i++)
        if ((row->kind == obligation_deliverable || row->kind == obligation_collection) &&
            text_same (campaign->deliverables[i].id, row->what)) {
            *clause = campaign->deliverables[i].clause;
            return office_due (campaign, &campaign->deliverables[i]);
        }
    for (size_t i = 0; i < campaign->windows_count; i++)
        if (row->kind == obligation_window && text_same (campaign->windows[i].id, row->what)) {
            *clause = campaign->windows[i].clause;
            return campaign->windows[i].to;
        }
    return NULL;
}

day obligation_last_day (const struct office *office, const struct obligation_row *row,
                         const struct anchored *anchored, day known, struct arena *arena)
{
    const char *clause, *expression = expression_of (office->campaign, row, &clause);
    return expression ? office_moment (office, expression, anchored, known, arena, NULL)
                      : DAY_ABSENT;
}

bool obligation_is_counted (const struct office *office, const struct obligation_row *row,
                            struct arena *arena)
{
    const char *clause, *expression = expression_of (office->campaign, row, &clause);
    return expression && office_counts_working_days (expression, arena);
}

bool obligation_end (const struct office *office, const struct obligation_row *row,
                     const struct anchored *anchored, day known, struct arena *arena,
                     struct set_end *set)
{
    const char *clause, *expression = expression_of (office->campaign, row, &clause);
    if (!expression)
        return false;
    const struct explained_moment explained = office_explained_moment (
        office, expression, arena_format (arena, "方案 %s，config/campaign.yaml", clause), anchored,
        known, arena);
    *set = (struct set_end){ .end = explained.end,
                             .rule = text_shortened (explained.rule, RULE_CHARACTERS, arena),
                             .working_days = NUMBER_ABSENT,
                             .calendar_days = NUMBER_ABSENT,
                             .hours = NUMBER_ABSENT };
    set_end_explain (set, explained.explanation, arena);
    return set->end.due != INSTANT_ABSENT;
}

/* As much later as DEADLINE stood still. */
static void add_stood (struct set_end *set, const struct deadline_row *deadline,
                       struct arena *arena)
{
    const char **lines =
        arena_take (arena, (set->explanation_count + deadline->stood_count + 1) * sizeof *lines);
    size_t count = 0;
    for (; count < set->explanation_count; count++)
        lines[count] = set->explanation[count];
    for (size_t i = 0; i < deadline->stood_count; i++) {
        const int64_t days = move_days_stood (deadline->stood[i], arena);
        set->end.due += days * (instant)DAY_MS;
        lines[count++] =
            arena_format (arena, "中止：%s，顺延 %" PRId64 " 天，到期：%s", deadline->stood[i],
                          days, clock_moment (set->end.due, arena));
    }
    set->explanation = lines;
    set->explanation_count = count;
    set->stood = deadline->stood;
    set->stood_count = deadline->stood_count;
}

bool obligation_is_explained (const struct office *office, const struct obligation_row *row,
                              const struct deadline_row *deadline, const struct anchored *anchored,
                              day known, struct arena *arena)
{
    struct set_end set;
    if (deadline->granted != INSTANT_ABSENT ||
        !obligation_end (office, row, anchored, known, arena, &set))
        return true;
    add_stood (&set, deadline, arena);
    bool same = set.end.due == deadline->due && set.end.provisional == deadline->provisional &&
                set.explanation_count == deadline->explanation_count;
    for (size_t i = 0; same && i < set.explanation_count; i++)
        same = text_same (set.explanation[i], deadline->explanation[i]);
    return same;
}

/* More time that people gave stays, however its base moves. */
static instant granted_until (const struct deadline_row *deadline, const struct campaign_seen *seen,
                              struct arena *arena)
{
    if (deadline->granted == INSTANT_ABSENT || !arm_is_counted (deadline))
        return deadline->granted;
    return arm_end (&(struct arming){ .as = deadline }, seen->office, day_of (seen->now), arena)
        .end.due;
}

static struct set_end granted (instant due, const struct deadline_row *deadline,
                               struct arena *arena)
{
    const char **line = arena_take (arena, sizeof *line);
    line[0] = arena_format (arena, "到期：%s（已准延期）", clock_moment (due, arena));
    return (struct set_end){ .end = { .due = due, .published = INT64_MIN },
                             .stood = deadline->stood,
                             .stood_count = deadline->stood_count,
                             .explanation = line,
                             .explanation_count = 1 };
}

static void move_base (const struct deadline_row *deadline, day last, struct set_end *base,
                       const struct campaign_seen *seen, struct decision *decision)
{
    struct arena *arena = decision->arena;
    const struct case_seen *of_case = &seen->misplaced->of_case;
    const instant until = granted_until (deadline, seen, arena);
    char text[DAY_TEXT_SIZE];
    add_stood (base, deadline, arena);
    const struct set_end set =
        until != INSTANT_ABSENT && until > base->end.due ? granted (until, deadline, arena) : *base;
    if (set.end.due != deadline->due)
        move_to (deadline, of_case, &set,
                 arena_format (arena, "所依据的日期或放假安排有变，改为 %s", day_text (last, text)),
                 NULL, decision);
    else if (until == INSTANT_ABSENT)
        recount_note (deadline, &set, of_case, decision);
}

void obligation_put_in_place (const struct campaign_seen *seen, struct decision *decision)
{
    const struct deadline_row *deadline = seen->misplaced->deadline;
    const day known = day_of (seen->now);
    struct obligation_row row = { .number = 0 };
    struct set_end base;
    int64_t number;
    for (size_t i = 0; ref_parse (deadline->ref, 'B', &number) && i < seen->count; i++)
        if (seen->opened[i].number == number)
            row = seen->opened[i];
    if (!obligation_end (seen->office, &row, &seen->anchored, known, decision->arena, &base))
        return;
    const day last = day_of (base.end.due - 1);
    move_base (deadline, last, &base, seen, decision);
    if (last != row.last)
        decision_event (decision, obligation_moved_record, deadline->ref,
                        &(struct obligation_moved){ .obligation = deadline->ref, .last = last });
}
