/* Days of the campaign as people write them: a date, or an anchor and an offset. "2020-11-30",
   "two_sessions_close", "lantern - 3wd", "spring_festival - 1d", "two_sessions_close + 0d". d:
   calendar days; wd: working days, which skip weekends and holidays and count make-up days. Pure.
 */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#pragma once
#include "calendar/clock.h"

enum { MOMENT_OFFSET_MAX = 366 };

struct moment {
    const char *anchor; /* NULL: a date */
    day date;           /* of a date */
    int64_t offset;     /* from -MOMENT_OFFSET_MAX to MOMENT_OFFSET_MAX */
    bool working_days;
};
/* False: TEXT is no such expression. */
bool moment_parse (const char *text, struct arena *arena, struct moment *moment);
/* The day of MOMENT, whose anchor is on ANCHORED (DAY_ABSENT: not known yet, and then no day is),
   by the calendar as known on KNOWN. */
day moment_day (const struct moment *moment, day anchored, const struct calendar *calendar,
                day known);
/* The same with each day that was counted or skipped on the way from the anchor, or the date: of
   working days only, since others ask no calendar. due: the end of the day; INSTANT_ABSENT: it
   waits. Those on which it STOOD still (NULL: none) do not count (clock_count). */
struct clock_end moment_end (const struct moment *moment, day anchored,
                             const struct calendar *calendar, const struct clock_pauses *stood,
                             day known, struct arena *arena);
/* END as lines for people. ANCHOR: its name, NULL of a date; SOURCE: who says so. */
void moment_explain (const struct moment *moment, const char *anchor, day anchored,
                     const struct clock_end *end, const char *source, struct text *text);
/* "元宵节前3个工作日"; "2020-11-30". */
const char *moment_text (const struct moment *moment, const char *anchor, struct arena *arena);
