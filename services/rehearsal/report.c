/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "rehearsal/report.h"
#include "base/stop.h"
#include "rehearsal/ledger.h"
#include "rehearsal/rows.h"
#include "words/escalation.h"
#include "words/scheduling.h"
#include <stdlib.h>
#include <string.h>

/* A deadline that runs; in the ledger: a its state, b its moment, c its place in `running`. */
enum { DEADLINE_ARMED = 1, DEADLINE_MISSED, DEADLINE_ENDED };
struct running {
    const char *community, *department;
    size_t clock; /* place in `clocks` */
};
/* Of one clock, in the week that passes. */
struct week_of_clock {
    int64_t armed, ended, missed, open, overdue;
};

struct report {
    const struct office *office;
    const struct absences *absences;
    struct arena *arena;
    instant from, letter; /* letter: the last, or the beginning */
    day week;             /* its Monday; DAY_ABSENT: time did not begin */
    struct ledger deadlines, parties, days_told;
    struct rows running, weeks;
    struct rows letters, recipients, days, climbed, rungs, clocks, missed, backlog;
    struct rehearsed_silence silence;
    int64_t unreachable;
};

bool absences_hold (const struct absences *absences, const char *who, const char *role, instant at)
{
    for (size_t i = 0; i < absences->count; i++) {
        const struct absence *absence = &absences->list[i];
        bool meant = strcmp (absence->who, who) == 0 || (role && strcmp (absence->who, role) == 0);
        if (meant && at >= day_start (absence->from) && at < day_start (absence->to + 1))
            return true;
    }
    return false;
}

struct report *report_new (const struct office *office, const struct absences *absences,
                           struct arena *arena)
{
    struct report *report = calloc (1, sizeof *report);
    if (!report)
        stop (STOP_OS, "memory.report", "no memory");
    *report = (struct report){ .office = office,
                               .absences = absences,
                               .arena = arena,
                               .from = INSTANT_ABSENT,
                               .week = DAY_ABSENT,
                               .running = rows_of (sizeof (struct running)),
                               .weeks = rows_of (sizeof (struct week_of_clock)),
                               .letters = rows_of (sizeof (struct rehearsed_letter)),
                               .recipients = rows_of (sizeof (struct rehearsed_recipient)),
                               .days = rows_of (sizeof (struct rehearsed_day)),
                               .climbed = rows_of (sizeof (struct rehearsed_climb)),
                               .rungs = rows_of (sizeof (struct rehearsed_rung)),
                               .clocks = rows_of (sizeof (struct rehearsed_clock)),
                               .missed = rows_of (sizeof (struct rehearsed_missed)),
                               .backlog = rows_of (sizeof (struct rehearsed_backlog)) };
    return report;
}

void report_destroy (struct report **reference)
{
    struct report *report = *reference;
    if (!report)
        return;
    struct rows *const all[] = { &report->running,    &report->weeks,  &report->letters,
                                 &report->recipients, &report->days,   &report->climbed,
                                 &report->rungs,      &report->clocks, &report->missed,
                                 &report->backlog };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        rows_empty (all[i]);
    ledger_clear (&report->deadlines);
    ledger_clear (&report->parties);
    ledger_clear (&report->days_told);
    free (report);
    *reference = NULL;
}

/* ---- who and what is counted ---- */

static const char *party_name (const struct office *office, const char *id)
{
    const struct party *party = office_party (office, id);
    return party ? party->name : id;
}

static struct rehearsed_recipient *recipient (struct report *report, const char *party)
{
    struct entry *entry = ledger_make (&report->parties, party);
    if (entry->a == 0) {
        *(struct rehearsed_recipient *)rows_add (&report->recipients) =
            (struct rehearsed_recipient){ .party = arena_text (report->arena, party),
                                          .name = party_name (report->office, party),
                                          .most_on = DAY_ABSENT };
        entry->a = (int64_t)report->recipients.count;
    }
    return rows_at (&report->recipients, (size_t)entry->a - 1);
}

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

static bool has_begun (const struct report *report)
{
    return report->week != DAY_ABSENT;
}

/* ---- letters ---- */

static void count_day (struct report *report, const char *party, day on)
{
    struct rehearsed_recipient *told = recipient (report, party);
    char text[DAY_TEXT_SIZE];
    struct entry *entry = ledger_make (
        &report->days_told, arena_format (report->arena, "%s %s", day_text (on, text), party));
    struct rehearsed_day *last =
        report->days.count > 0 ? rows_at (&report->days, report->days.count - 1) : NULL;
    if (!last || last->day != on) {
        last = rows_add (&report->days);
        *last = (struct rehearsed_day){ .day = on };
    }
    last->letters++;
    last->recipients += entry->a == 0;
    told->letters++;
    told->days += entry->a == 0;
    if (++entry->a > told->most) {
        told->most = entry->a;
        told->most_on = on;
    }
}

static void note_silence (struct report *report, instant until)
{
    int64_t hours = (until - report->letter) / HOUR_MS;
    if (hours >= report->silence.hours)
        report->silence = (struct rehearsed_silence){ report->letter, until, hours };
    report->letter = until;
}

static void fold_letter (struct report *report, const struct fact *fact, const void *event)
{
    const struct letter_attempted *said = event;
    struct arena *arena = report->arena;
    const struct party *party = office_party (report->office, said->party);
    instant at = fact->recorded - fact->recorded % SECOND_MS;
    const char *role =
        party ? choice_word (role_choices(), (int)office_role (report->office, party->id)) : NULL;
    if (!has_begun (report))
        return;
    const char **refs = arena_take (arena, (said->refs_count + 1) * sizeof *refs);
    for (size_t i = 0; i < said->refs_count; i++)
        refs[i] = arena_text (arena, said->refs[i]);
    note_silence (report, at);
    count_day (report, said->party, day_of (at));
    struct rehearsed_recipient *told = recipient (report, said->party);
    bool absent = absences_hold (report->absences, said->party, role, at);
    told->unread += absent;
    *(struct rehearsed_letter *)rows_add (&report->letters) =
        (struct rehearsed_letter){ .at = at,
                                   .party = told->party,
                                   .name = told->name,
                                   .channel = arena_text (arena, said->channel),
                                   .subject = arena_text (arena, said->subject),
                                   .refs = refs,
                                   .refs_count = said->refs_count,
                                   .absent = absent };
}

static void fold_reminder (struct report *report, const struct fact *fact, const void *event)
{
    (void)fact;
    const struct reminder_raised *said = event;
    report->unreachable += has_begun (report) && said->notices_count == 0;
}

static void fold_notice (struct report *report, const struct fact *fact, const void *event)
{
    (void)fact;
    const struct notice_raised *said = event;
    report->unreachable += has_begun (report) && said->notices_count == 0;
}

/* ---- deadlines ---- */

static void fold_armed (struct report *report, const struct fact *fact, const void *event)
{
    (void)fact;
    const struct deadline_armed *said = event;
    struct entry *entry = ledger_make (&report->deadlines, said->deadline);
    struct running *running = rows_add (&report->running);
    *running = (struct running){ .community = recipient (report, said->community)->party,
                                 .department = recipient (report, said->department)->party,
                                 .clock = clock_place (report, said->clock) };
    entry->a = DEADLINE_ARMED;
    entry->b = said->due;
    entry->c = (int64_t)report->running.count - 1;
    week_at (report, running->clock)->open++;
    week_at (report, running->clock)->armed++;
    if (has_begun (report)) {
        clock_at (report, running->clock)->armed++;
        recipient (report, said->community)->deadlines++;
        recipient (report, said->department)->deadlines++;
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

static void fold_missed (struct report *report, const struct fact *fact, const void *event)
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
    if (!has_begun (report))
        return;
    clock_at (report, running->clock)->missed++;
    recipient (report, running->community)->missed++;
    recipient (report, running->department)->missed++;
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
    clock->met += has_begun (report) && met && !overdue;
    clock->late += has_begun (report) && met && overdue;
    entry->a = DEADLINE_ENDED;
}

static void fold_met (struct report *report, const struct fact *fact, const void *event)
{
    (void)fact;
    end_deadline (report, ((const struct deadline_met *)event)->deadline, true);
}

static void fold_cancelled (struct report *report, const struct fact *fact, const void *event)
{
    (void)fact;
    end_deadline (report, ((const struct deadline_cancelled *)event)->deadline, false);
}

static void fold_extended (struct report *report, const struct fact *fact, const void *event)
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

static void fold_climbed (struct report *report, const struct fact *fact, const void *event)
{
    const struct ladder_climbed *said = event;
    if (!has_begun (report))
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
                                  .community = recipient (report, said->community)->party };
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

static void pass_weeks (struct report *report, instant now)
{
    while (has_begun (report) && now >= day_start (report->week + 7))
        end_week (report);
}

void report_begin (struct report *report, instant from)
{
    report->from = report->letter = from;
    report->week = monday_of (day_of (from));
    for (size_t i = 0; i < report->clocks.count; i++) {
        struct week_of_clock *week = week_at (report, i);
        clock_at (report, i)->before = week->open;
        week->armed = week->ended = week->missed = 0;
    }
}

/* ---- hearing, and the end ---- */

static const struct {
    const struct record *(*word) (void);
    void (*fold) (struct report *report, const struct fact *fact, const void *event);
} folds[] = {
    { letter_attempted_record, fold_letter },      { reminder_raised_record, fold_reminder },
    { notice_raised_record, fold_notice },         { deadline_armed_record, fold_armed },
    { deadline_missed_record, fold_missed },       { deadline_met_record, fold_met },
    { deadline_cancelled_record, fold_cancelled }, { deadline_extended_record, fold_extended },
    { ladder_climbed_record, fold_climbed },
};

void report_hear (void *self, const struct heard *heard)
{
    struct report *report = self;
    pass_weeks (report, heard->fact->recorded);
    for (size_t i = 0; i < sizeof folds / sizeof *folds; i++) {
        const void *event = heard->word == folds[i].word() ? heard_event (heard) : NULL;
        if (event)
            folds[i].fold (report, heard->fact, event);
    }
}

static int by_letters (const void *left, const void *right)
{
    const struct rehearsed_recipient *a = left, *b = right;
    if (a->letters != b->letters)
        return a->letters < b->letters ? 1 : -1;
    if (a->deadlines != b->deadlines)
        return a->deadlines < b->deadlines ? 1 : -1;
    return strcmp (a->party, b->party);
}

/* Those who were only ever named: nothing was sent, nothing was theirs to do. */
static size_t without_idle (const struct rows *recipients)
{
    size_t kept = recipients->count;
    const struct rehearsed_recipient *list = recipients->list;
    while (kept > 0 && list[kept - 1].letters == 0 && list[kept - 1].deadlines == 0)
        kept--;
    return kept;
}

struct rehearsed report_end (struct report *report, instant to)
{
    pass_weeks (report, to);
    end_week (report);
    note_silence (report, to);
    for (size_t i = 0; i < report->clocks.count; i++)
        clock_at (report, i)->open = week_at (report, i)->open;
    if (report->recipients.count > 0)
        qsort (report->recipients.list, report->recipients.count, report->recipients.size,
               by_letters);
    return (struct rehearsed){ .campaign = report->office->campaign->name,
                               .from = report->from,
                               .to = to,
                               .letters = report->letters.list,
                               .letters_count = report->letters.count,
                               .recipients = report->recipients.list,
                               .recipients_count = without_idle (&report->recipients),
                               .days = report->days.list,
                               .days_count = report->days.count,
                               .silence = &report->silence,
                               .unreachable = report->unreachable,
                               .climbed = report->climbed.list,
                               .climbed_count = report->climbed.count,
                               .rungs = report->rungs.list,
                               .rungs_count = report->rungs.count,
                               .clocks = report->clocks.list,
                               .clocks_count = report->clocks.count,
                               .missed = report->missed.list,
                               .missed_count = report->missed.count,
                               .backlog = report->backlog.list,
                               .backlog_count = report->backlog.count };
}
