/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "rehearsal/report_inside.h"
#include "words/escalation.h"
#include "words/scheduling.h"
#include <assert.h>
#include <string.h>

/* Of one, in the ledger: a its state, b its moment, c its place in `running`. */
enum { DEADLINE_ARMED = 1, DEADLINE_MISSED, DEADLINE_ENDED };

static size_t clock_place (struct report *report, const char *clock)
{
    for (size_t i = 0; i < report->clocks.count; i++)
        if (strcmp (((struct rehearsed_clock *)rows_at (&report->clocks, i))->clock, clock) == 0)
            return i;
    const struct clock_policy *policy = office_clock (report->office, clock);
    *(struct rehearsed_clock *)rows_add (&report->clocks) =
        (struct rehearsed_clock){ .clock = arena_text (report->arena, clock),
                                  .name =
                                      policy ? policy->name : arena_text (report->arena, clock) };
    rows_add (&report->weeks);
    return report->clocks.count - 1;
}

static struct rehearsed_clock *clock_at (struct report *report, size_t place)
{
    return rows_at (&report->clocks, place);
}

static struct week_of_clock *week_at (struct report *report, size_t place)
{
    return rows_at (&report->weeks, place);
}

/* ---- deadlines ---- */

void report_fold_armed (struct report *report, const struct fact *fact, const void *event)
{
    (void)fact;
    const struct deadline_armed *said = event;
    struct entry *entry = ledger_make (&report->deadlines, said->deadline);
    struct running *running = rows_add (&report->running);
    *running = (struct running){ .community = report_recipient (report, said->community)->party,
                                 .department = report_recipient (report, said->department)->party,
                                 .clock = clock_place (report, said->clock) };
    entry->a = DEADLINE_ARMED;
    entry->b = said->due;
    entry->c = (int64_t)report->running.count - 1;
    week_at (report, running->clock)->open++;
    week_at (report, running->clock)->armed++;
    if (report_has_begun (report)) {
        clock_at (report, running->clock)->armed++;
        report_recipient (report, said->community)->deadlines++;
        report_recipient (report, said->department)->deadlines++;
    }
}

void report_count_before (struct report *report)
{
    for (struct entry *entry = report->deadlines.first; entry; entry = entry->later) {
        if (entry->a == DEADLINE_ENDED)
            continue;
        const struct running *running = rows_at (&report->running, (size_t)entry->c);
        report_recipient (report, running->community)->before++;
        report_recipient (report, running->department)->before++;
    }
}

/* NULL: not one that runs. */
static struct running *running_of (struct report *report, const char *deadline,
                                   struct entry **entry)
{
    *entry = ledger_find (&report->deadlines, deadline);
    bool runs = *entry && (*entry)->a != DEADLINE_ENDED;
    return runs ? rows_at (&report->running, (size_t)(*entry)->c) : NULL;
}

void report_fold_missed (struct report *report, const struct fact *fact, const void *event)
{
    (void)fact;
    const struct deadline_missed *said = event;
    struct entry *entry;
    struct running *running = running_of (report, said->deadline, &entry);
    if (!running)
        return;
    entry->a = DEADLINE_MISSED;
    week_at (report, running->clock)->missed++;
    week_at (report, running->clock)->overdue++;
    if (!report_has_begun (report))
        return;
    clock_at (report, running->clock)->missed++;
    report_recipient (report, running->community)->missed++;
    report_recipient (report, running->department)->missed++;
    *(struct rehearsed_missed *)rows_add (&report->missed) =
        (struct rehearsed_missed){ .deadline = entry->word,
                                   .due = said->due,
                                   .community = running->community,
                                   .department = running->department };
}

static void end_deadline (struct report *report, const char *deadline, bool met)
{
    struct entry *entry;
    struct running *running = running_of (report, deadline, &entry);
    if (!running)
        return;
    struct week_of_clock *week = week_at (report, running->clock);
    struct rehearsed_clock *clock = clock_at (report, running->clock);
    bool overdue = entry->a == DEADLINE_MISSED;
    week->open--;
    week->overdue -= overdue;
    week->ended++;
    clock->met += report_has_begun (report) && met && !overdue;
    clock->late += report_has_begun (report) && met && overdue;
    clock->cancelled += report_has_begun (report) && !met;
    entry->a = DEADLINE_ENDED;
}

void report_fold_met (struct report *report, const struct fact *fact, const void *event)
{
    (void)fact;
    end_deadline (report, ((const struct deadline_met *)event)->deadline, true);
}

void report_fold_cancelled (struct report *report, const struct fact *fact, const void *event)
{
    (void)fact;
    end_deadline (report, ((const struct deadline_cancelled *)event)->deadline, false);
}

void report_fold_extended (struct report *report, const struct fact *fact, const void *event)
{
    (void)fact;
    const struct deadline_extended *said = event;
    struct entry *entry;
    struct running *running = running_of (report, said->deadline, &entry);
    if (!running)
        return;
    week_at (report, running->clock)->overdue -= entry->a == DEADLINE_MISSED;
    entry->a = DEADLINE_ARMED;
    entry->b = said->due;
}

/* ---- the ladder ---- */

static struct rehearsed_rung *rung_of (struct report *report, const struct ladder_climbed *said)
{
    for (size_t i = 0; i < report->rungs.count; i++) {
        struct rehearsed_rung *rung = rows_at (&report->rungs, i);
        if (strcmp (rung->rung, said->rung) == 0)
            return rung;
    }
    struct rehearsed_rung *rung = rows_add (&report->rungs);
    const char *name = said->rung;
    const struct policy *policy = report->office->policy;
    for (size_t i = 0; i < policy->ladder_count; i++)
        if (strcmp (policy->ladder[i].id, said->rung) == 0)
            name = policy->ladder[i].name;
    *rung = (struct rehearsed_rung){ .rung = arena_text (report->arena, said->rung),
                                     .name = arena_text (report->arena, name),
                                     .role = arena_text (report->arena, said->role) };
    return rung;
}

void report_fold_climbed (struct report *report, const struct fact *fact, const void *event)
{
    const struct ladder_climbed *said = event;
    if (!report_has_begun (report))
        return;
    struct rehearsed_rung *rung = rung_of (report, said);
    rung->times++;
    *(struct rehearsed_climb *)rows_add (&report->climbed) =
        (struct rehearsed_climb){ .at = fact->recorded - fact->recorded % SECOND_MS,
                                  .ref = arena_text (report->arena, said->ref),
                                  .clock =
                                      clock_at (report, clock_place (report, said->clock))->clock,
                                  .rung = rung->rung,
                                  .role = rung->role,
                                  .community = report_recipient (report, said->community)->party };
}

/* ---- weeks ---- */

static day monday_of (day d)
{
    return d - (day_weekday (d) - 1);
}

/* What a week leaves is written down, and the next begins. */
static void end_week (struct report *report)
{
    for (size_t i = 0; i < report->weeks.count; i++) {
        struct week_of_clock *week = week_at (report, i);
        bool silent = !week->armed && !week->ended && !week->missed && !week->open;
        if (!silent)
            *(struct rehearsed_backlog *)rows_add (&report->backlog) =
                (struct rehearsed_backlog){ .week = report->week,
                                            .clock = clock_at (report, i)->clock,
                                            .armed = week->armed,
                                            .ended = week->ended,
                                            .missed = week->missed,
                                            .open = week->open,
                                            .overdue = week->overdue };
        week->armed = week->ended = week->missed = 0;
    }
    report->week += 7;
}

void report_pass_weeks (struct report *report, instant now)
{
    while (report_has_begun (report) && now >= day_start (report->week + 7))
        end_week (report);
}

void report_begin_weeks (struct report *report, instant from)
{
    report->week = monday_of (day_of (from));
    for (size_t i = 0; i < report->clocks.count; i++) {
        struct week_of_clock *week = week_at (report, i);
        clock_at (report, i)->before = week->open;
        week->armed = week->ended = week->missed = 0;
    }
}

void report_end_weeks (struct report *report, instant to)
{
    report_pass_weeks (report, to);
    end_week (report);
    for (size_t i = 0; i < report->clocks.count; i++) {
        struct rehearsed_clock *clock = clock_at (report, i);
        clock->open = week_at (report, i)->open;
        assert (clock->before + clock->armed ==
                clock->met + clock->late + clock->cancelled + clock->open);
    }
}
