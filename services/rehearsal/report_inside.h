/* What the report is made of: who was told, and what ran; for its own files. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#pragma once
#include "rehearsal/ledger.h"
#include "rehearsal/report.h"
#include "rehearsal/rows.h"

/* A deadline that runs. */
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
    struct rows letters, recipients, days, climbed, rungs, clocks, missed, backlog, mute;
    struct rows resolved; /* of struct anchor_date */
    struct rehearsed_silence silence;
    int64_t unreachable;
};

/* Whether time has begun: what was heard before was there already. */
bool report_has_begun (const struct report *report);
struct rehearsed_recipient *report_recipient (struct report *report, const char *party);

/* Whom letters reach, and when none leaves. */
void report_fold_letter (struct report *report, const struct fact *fact, const void *event);
void report_fold_reminder (struct report *report, const struct fact *fact, const void *event);
void report_fold_notice (struct report *report, const struct fact *fact, const void *event);
/* What nobody was told. */
void report_fold_resolved (struct report *report, const struct fact *fact, const void *event);
size_t report_waits (struct report *report, instant to, const struct rehearsed_waiting **waiting);
void report_note_mute (struct report *report);
/* No letter left until UNTIL. */
void report_note_silence (struct report *report, instant until);

/* Deadlines, their ladders, and what a week leaves of them. */
void report_fold_armed (struct report *report, const struct fact *fact, const void *event);
/* Whose those are that ran already when time began. */
void report_count_before (struct report *report);
void report_fold_missed (struct report *report, const struct fact *fact, const void *event);
void report_fold_met (struct report *report, const struct fact *fact, const void *event);
void report_fold_cancelled (struct report *report, const struct fact *fact, const void *event);
void report_fold_extended (struct report *report, const struct fact *fact, const void *event);
void report_fold_climbed (struct report *report, const struct fact *fact, const void *event);
void report_pass_weeks (struct report *report, instant now);
void report_begin_weeks (struct report *report, instant from);
/* The last week, which need not be whole, and what is open at its end. */
void report_end_weeks (struct report *report, instant to);
