/* A deadline and why it is when it is. Counting: the day of the event is not counted; hour clocks
   run through nights and holidays; a period ends at 24:00 of its last day (民法典 201, 203);
   working days skip weekends and holidays and count make-up days (调休). Pure: the same rule, start
   and knowledge give the same end for ever. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#pragma once
#include "calendar/calendar.h"

enum clock_kind { clock_working_days, clock_calendar_days, clock_hours };
enum { CLOCK_LENGTH_MAX = 8784 };

struct clock_rule {
    enum clock_kind kind;
    int64_t length;          /* 1 to CLOCK_LENGTH_MAX of its unit */
    bool moved_from_holiday; /* calendar_days: a last day that is a holiday moves to the day after
                                (民法典 203) */
    const char *source;      /* the rule and its source, for people; may be NULL */
};
enum clock_step_kind {
    clock_counted,
    clock_make_up,
    clock_weekend,
    clock_holiday,
    clock_moved,
    clock_stood /* would count, and the clock stood still */
};
struct clock_step {
    day date;
    enum clock_step_kind kind;
    int64_t number; /* counted so far, this day included */
    bool provisional;
    const char *holiday;
};
struct clock_end {
    instant due;
    bool provisional; /* the holidays of a year that it counts in were not announced yet */
    day published;    /* the latest edition it rests on; INT64_MIN: none */
    const struct clock_step *steps;
    size_t steps_count; /* 0 for hours */
};

/* When a clock of RULE that starts at FROM runs out, as known on KNOWN. */
struct clock_end clock_run (const struct calendar *calendar, const struct clock_rule *rule,
                            instant from, day known, struct arena *arena);
/* Days on which a clock stood still: from FROM until TO, which is not among them. */
struct clock_pause {
    day from, to;
};
struct clock_pauses {
    const struct clock_pause *list;
    size_t count;
};
/* The day that lies DAYS working days after START, or before it (negative), and each day on the
   way; due: the end of that day. START itself is not counted; 0: it is the day. Onwards, those on
   which it STOOD still (NULL: none) do not count. */
struct clock_end clock_count (const struct calendar *calendar, day start, int64_t days,
                              const struct clock_pauses *stood, day known, struct arena *arena);
/* The clock stood still from FROM until TO, which is not among those days: those of END that would
   count do not, and the others are numbered without them. */
void clock_stand (struct clock_end *end, day from, day to, struct arena *arena);
/* The same as lines for people, English or Chinese: the rule, the start, each day, the end. */
void clock_explain (const struct clock_rule *rule, instant from, const struct clock_end *end,
                    bool chinese, struct text *text);
/* Of these only the days, the end and the edition. */
void clock_explain_end (enum clock_kind kind, const struct clock_end *end, bool chinese,
                        struct text *text);
/* A moment as people write an end: "2021-02-09 24:00" for the first instant of the 10th. */
const char *clock_moment (instant at, struct arena *arena);
