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

/* The days of LIKE's pauses; NULL: it never stood still. */
static const struct clock_pauses *pauses_of (const struct deadline_row *like, struct arena *arena)
{
    if (!like || like->stood_count == 0)
        return NULL;
    struct clock_pause *list = arena_take (arena, like->stood_count * sizeof *list);
    struct clock_pauses *pauses = arena_take (arena, sizeof *pauses);
    *pauses = (struct clock_pauses){ .list = list };
    for (size_t i = 0; i < like->stood_count; i++)
        pauses->count += arm_read_stood (like->stood[i], &list[pauses->count].from,
                                         &list[pauses->count].to, arena);
    return pauses;
}

/* Of a day that is not counted onwards: as many days later, of those that it counts. */
static void end_later (struct set_end *set, const struct clock_pauses *stood, bool working,
                       const struct office *office, day known, struct text *text)
{
    struct clock_rule later = { .kind = working ? clock_working_days : clock_calendar_days };
    for (size_t i = 0; i < stood->count; i++) {
        const struct clock_pause *pause = &stood->list[i];
        char from[DAY_TEXT_SIZE], to[DAY_TEXT_SIZE];
        const int64_t days =
            working ? workdays_between (office->calendar, pause->from, pause->to - 1, known)
                    : pause->to - pause->from;
        later.length += days;
        text_format (text, "中止：%s/%s，顺延 %" PRId64 " %s\n", day_text (pause->from, from),
                     day_text (pause->to, to), days, working ? "个工作日" : "天");
    }
    if (later.length == 0)
        return;
    set->end = move_days_on (&set->end, &later, office, known, text->arena);
    clock_explain_end (later.kind, &set->end, true, text);
}

bool obligation_end (const struct placing *placing, const struct deadline_row *like, day known,
                     struct arena *arena, struct set_end *set)
{
    const char *clause,
        *expression = expression_of (placing->office->campaign, placing->obligation, &clause);
    const struct clock_pauses *stood = pauses_of (like, arena);
    if (!expression)
        return false;
    const struct explained_moment explained = office_explained_moment (
        placing->office, expression, office_source_of (placing->office->campaign, clause, arena),
        &placing->anchored, stood, known, arena);
    struct text text = text_in (arena);
    *set = (struct set_end){ .end = explained.end,
                             .rule = text_shortened (explained.rule, RULE_CHARACTERS, arena),
                             .working_days = NUMBER_ABSENT,
                             .calendar_days = NUMBER_ABSENT,
                             .hours = NUMBER_ABSENT,
                             .stood = like ? like->stood : NULL,
                             .stood_count = like ? like->stood_count : 0 };
    if (set->end.due == INSTANT_ABSENT)
        return false;
    text_say (&text, explained.explanation);
    if (stood && !office_counts_onwards (expression, arena))
        end_later (set, stood, office_counts_working_days (expression, arena), placing->office,
                   known, &text);
    set_end_explain (set, text.bytes, arena);
    return true;
}

bool obligation_is_explained (const struct placing *placing, const struct deadline_row *deadline,
                              day known, struct arena *arena)
{
    struct set_end set;
    if (deadline->granted != INSTANT_ABSENT ||
        !obligation_end (placing, deadline, known, arena, &set))
        return true;
    bool same = set.end.due == deadline->due && set.end.provisional == deadline->provisional &&
                set.explanation_count == deadline->explanation_count;
    for (size_t i = 0; same && i < set.explanation_count; i++)
        same = text_same (set.explanation[i], deadline->explanation[i]);
    return same;
}

/* More time that people gave stays, however its base moves. */
static instant granted_until (const struct deadline_row *deadline, const struct office *office,
                              day known, struct arena *arena)
{
    if (deadline->granted == INSTANT_ABSENT || !arm_is_counted (deadline))
        return deadline->granted;
    return arm_end (&(struct arming){ .as = deadline }, office, known, arena).end.due;
}

/* MET_AT: when it stood still no more, if it did then. */
static struct deadline_row *as_it_was_met (const struct deadline_row *met, instant met_at,
                                           struct arena *arena)
{
    struct deadline_row *like = arena_take (arena, sizeof *like);
    *like = *met;
    if (met->paused == INSTANT_ABSENT)
        return like;
    if (met->granted == INSTANT_ABSENT)
        like->counted_from = INSTANT_ABSENT; /* the day on which it opened counts as any other */
    *like = move_without (like, met_at, arena);
    like->counted_from = met->counted_from;
    return like;
}

void obligation_arm_again (const struct placing *placing, const struct deadline_row *met, day known,
                           struct arming *arming, struct arena *arena)
{
    struct set_end *base = arena_take (arena, sizeof *base);
    struct deadline_row *like =
        met ? as_it_was_met (met, placing->obligation->met_at, arena) : NULL;
    if (!obligation_end (placing, like, known, arena, base))
        return;
    arming->set = base;
    if (!like || like->granted == INSTANT_ABSENT)
        return;
    arming->granted_as = like;
    like->due = granted_until (like, placing->office, known, arena);
    if (like->due > base->end.due) {
        arming->set = NULL;
        arming->as = like;
    }
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

/* LAST: of the campaign, whether it stood still or not. */
static const char *why_moved (day last, struct arena *arena)
{
    char text[DAY_TEXT_SIZE];
    return arena_format (arena, "所依据的日期或放假安排有变，改为 %s", day_text (last, text));
}

static void move_base (const struct deadline_row *deadline, day last, const struct set_end *base,
                       const struct campaign_seen *seen, struct decision *decision)
{
    struct arena *arena = decision->arena;
    const struct case_seen *of_case = &seen->misplaced->of_case;
    const instant until = granted_until (deadline, seen->office, day_of (seen->now), arena);
    const struct set_end set =
        until != INSTANT_ABSENT && until > base->end.due ? granted (until, deadline, arena) : *base;
    if (set.end.due != deadline->due)
        move_to (deadline, of_case, &set, why_moved (last, arena), NULL, decision);
    else if (until == INSTANT_ABSENT)
        recount_note (deadline, &set, of_case, decision);
}

static void say_moved (const char *ref, const struct obligation_row *row, day last,
                       struct decision *decision)
{
    if (last != row->last)
        decision_event (decision, obligation_moved_record, ref,
                        &(struct obligation_moved){ .obligation = ref, .last = last });
}

void obligation_put_in_place (const struct campaign_seen *seen, struct decision *decision)
{
    const struct deadline_row *deadline = seen->misplaced->deadline;
    const day known = day_of (seen->now);
    struct obligation_row row = { .number = 0 };
    const struct placing placing = { seen->office, &row, seen->anchored };
    struct set_end base;
    int64_t number;
    for (size_t i = 0; ref_parse (deadline->ref, 'B', &number) && i < seen->count; i++)
        if (seen->opened[i].number == number)
            row = seen->opened[i];
    if (!obligation_end (&placing, deadline, known, decision->arena, &base))
        return;
    const day last =
        obligation_last_day (seen->office, &row, &seen->anchored, known, decision->arena);
    move_base (deadline, last, &base, seen, decision);
    say_moved (deadline->ref, &row, last, decision);
}

void obligation_meet_again (const struct campaign_seen *seen, struct decision *decision)
{
    struct obligation_seen again = *seen->redone;
    const struct obligation_row *row = again.obligation;
    const struct deadline_row *deadline =
        deadline_find (&again.of_case, obligation_clock (row->kind), row->round);
    const struct placing placing = { seen->office, row, seen->anchored };
    const day known = day_of (seen->now);
    struct deadline_row moved;
    struct set_end set;
    if (deadline && deadline->state != deadline_state_paused &&
        deadline->granted == INSTANT_ABSENT &&
        obligation_end (&placing, deadline, known, decision->arena, &set) &&
        set.end.due != deadline->due) {
        const day last =
            obligation_last_day (seen->office, row, &seen->anchored, known, decision->arena);
        set.untold = true;
        move_to (deadline, &again.of_case, &set, why_moved (last, decision->arena), NULL, decision);
        say_moved (deadline->ref, row, last, decision);
        moved = *deadline;
        moved.state = deadline_state_armed;
        moved.due = set.end.due;
        again.of_case.deadlines = &moved;
        again.of_case.count = 1;
    }
    obligation_finish (&again, again.handed, decision);
}

bool obligation_resume (const struct deadline_row *deadline, instant end,
                        const struct case_seen *seen, const struct set_end *granted,
                        const char *reason, const char *by, struct decision *decision)
{
    enum { REASON_CHARACTERS = 1900 };
    struct arena *arena = decision->arena;
    const struct placing *placing = seen->placing;
    if (!placing)
        return false;
    struct deadline_row before = *deadline;
    before.counted_from = INSTANT_ABSENT; /* the day on which it opened counts as any other */
    const struct deadline_row after = move_without (&before, end, arena);
    const day known = day_of (seen->now);
    struct set_end set;
    if (!obligation_end (placing, &after, known, arena, &set))
        return false;
    const bool later = granted && granted->end.due > set.end.due;
    if (later)
        set = *granted;
    else if (granted) {
        set.outlasts = true;
        set.granted = granted->end.due;
    }
    const day last = obligation_last_day (placing->office, placing->obligation, &placing->anchored,
                                          known, arena);
    if (last != placing->obligation->last && !later)
        reason = arena_format (arena, "%s；%s", text_shortened (reason, REASON_CHARACTERS, arena),
                               why_moved (last, arena));
    move_to (deadline, seen, &set, reason, by, decision);
    say_moved (deadline->ref, placing->obligation, last, decision);
    return true;
}
