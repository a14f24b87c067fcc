/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "rehearsal/report.h"
#include "base/stop.h"
#include "office/campaign.h"
#include "rehearsal/report_inside.h"
#include "words/escalation.h"
#include "words/scheduling.h"
#include <stdlib.h>
#include <string.h>

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
                               .backlog = rows_of (sizeof (struct rehearsed_backlog)),
                               .mute = rows_of (sizeof (struct rehearsed_mute)),
                               .resolved = rows_of (sizeof (struct anchor_date)) };
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
                                 &report->backlog,    &report->mute,   &report->resolved };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        rows_empty (all[i]);
    ledger_clear (&report->deadlines);
    ledger_clear (&report->parties);
    ledger_clear (&report->days_told);
    free (report);
    *reference = NULL;
}

/* ---- who is counted ---- */

static const char *party_name (const struct office *office, const char *id)
{
    const struct party *party = office_party (office, id);
    return party ? party->name : id;
}

struct rehearsed_recipient *report_recipient (struct report *report, const char *party)
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

bool report_has_begun (const struct report *report)
{
    return report->week != DAY_ABSENT;
}

void report_begin (struct report *report, instant from)
{
    report->from = report->letter = from;
    report_count_before (report);
    report_begin_weeks (report, from);
}

/* ---- hearing, and the end ---- */

static const struct {
    const struct record *(*word) (void);
    void (*fold) (struct report *report, const struct fact *fact, const void *event);
} folds[] = {
    { letter_attempted_record, report_fold_letter },
    { reminder_raised_record, report_fold_reminder },
    { notice_raised_record, report_fold_notice },
    { deadline_armed_record, report_fold_armed },
    { deadline_missed_record, report_fold_missed },
    { deadline_met_record, report_fold_met },
    { deadline_cancelled_record, report_fold_cancelled },
    { deadline_extended_record, report_fold_extended },
    { ladder_climbed_record, report_fold_climbed },
    { anchor_resolved_record, report_fold_resolved },
};

void report_hear (void *self, const struct heard *heard)
{
    struct report *report = self;
    report_pass_weeks (report, heard->fact->recorded);
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
    if (a->before != b->before)
        return a->before < b->before ? 1 : -1;
    return strcmp (a->party, b->party);
}

/* Those who were only ever named: nothing was sent, nothing was theirs to do. */
static size_t without_idle (const struct rows *recipients)
{
    size_t kept = recipients->count;
    const struct rehearsed_recipient *list = recipients->list;
    while (kept > 0 && list[kept - 1].letters == 0 && list[kept - 1].deadlines == 0 &&
           list[kept - 1].before == 0)
        kept--;
    return kept;
}

struct rehearsed report_end (struct report *report, instant to)
{
    report_end_weeks (report, to);
    report_note_silence (report, to);
    if (report->recipients.count > 0)
        qsort (report->recipients.list, report->recipients.count, report->recipients.size,
               by_letters);
    const struct rehearsed_waiting *waiting;
    size_t waiting_count = report_waits (report, to, &waiting);
    report_note_mute (report);
    return (struct rehearsed){ .waiting = waiting,
                               .waiting_count = waiting_count,
                               .mute = report->mute.list,
                               .mute_count = report->mute.count,
                               .campaign = report->office->campaign->name,
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
