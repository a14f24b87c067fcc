/* Which days are worked, as it was known on a given day. A calendar is a set of editions: the
   holidays of a year are announced at the end of the year before, and were once changed in the
   middle (2020-01-27). A day of a year that nobody has announced yet is judged by its weekday and
   marked provisional, never silently. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#pragma once
#include "base/instant.h"
#include "base/refusal.h"
#include "base/text.h"

/* A day that an edition speaks of. */
struct marked_day {
    day date;
    bool works;
    const char *holiday; /* 春节 */
};
struct calendar_edition {
    int year;
    day published;
    const char *source;
    const struct marked_day *days; /* by date */
    size_t days_count;
};
struct calendar {
    const struct calendar_edition
        *editions; /* in any order; two of one year differ in publication */
    size_t editions_count;
};

/* All files YEAR.yaml of FOLDER. Every mistake at once, at its FILE:LINE:COLUMN. NULL when there
 * was one. */
const struct calendar *calendar_read (const char *folder, struct arena *arena,
                                      struct refusals *refusals);
/* One file alone, for `firewarden check`. */
const struct calendar *calendar_read_file (const char *path, struct arena *arena,
                                           struct refusals *refusals);

struct workday {
    bool works;
    bool provisional;    /* no edition of its year was published by then */
    bool marked;         /* an edition says so, not the weekday alone */
    day published;       /* of the edition that governs; DAY_ABSENT: none */
    const char *holiday; /* NULL: not part of one */
};
/* D, as known on the day KNOWN: the latest edition of its year published by then governs; an
   edition of a neighbouring year may mark it too (a New Year that begins in December). */
struct workday workday_on (const struct calendar *calendar, day d, day known);
/* Days worked from FROM to TO, both included. */
int64_t workdays_between (const struct calendar *calendar, day from, day to, day known);
/* The day N working days before D, or after it (N >= 0; 0: D itself). */
day workday_before (const struct calendar *calendar, day d, int64_t n, day known);
day workday_after (const struct calendar *calendar, day d, int64_t n, day known);
