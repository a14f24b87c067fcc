/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "rehearsal/report_inside.h"
#include "words/scheduling.h"

static void count_day (struct report *report, const char *party, day on)
{
    struct rehearsed_recipient *told = report_recipient (report, party);
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

void report_note_silence (struct report *report, instant until)
{
    int64_t hours = (until - report->letter) / HOUR_MS;
    if (hours >= report->silence.hours)
        report->silence = (struct rehearsed_silence){ report->letter, until, hours };
    report->letter = until;
}

void report_fold_letter (struct report *report, const struct fact *fact, const void *event)
{
    const struct letter_attempted *said = event;
    struct arena *arena = report->arena;
    const struct party *party = office_party (report->office, said->party);
    instant at = fact->recorded - fact->recorded % SECOND_MS;
    const char *role =
        party ? choice_word (role_choices(), (int)office_role (report->office, party->id)) : NULL;
    if (!report_has_begun (report))
        return;
    const char **refs = arena_take (arena, (said->refs_count + 1) * sizeof *refs);
    for (size_t i = 0; i < said->refs_count; i++)
        refs[i] = arena_text (arena, said->refs[i]);
    report_note_silence (report, at);
    count_day (report, said->party, day_of (at));
    struct rehearsed_recipient *told = report_recipient (report, said->party);
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

void report_fold_reminder (struct report *report, const struct fact *fact, const void *event)
{
    (void)fact;
    const struct reminder_raised *said = event;
    report->unreachable += report_has_begun (report) && said->notices_count == 0;
}

void report_fold_notice (struct report *report, const struct fact *fact, const void *event)
{
    (void)fact;
    const struct notice_raised *said = event;
    report->unreachable += report_has_begun (report) && said->notices_count == 0;
}
