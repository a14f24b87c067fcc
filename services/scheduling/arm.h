/* Setting a clock: which rule, until when, and the explanation. Pure. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#pragma once
#include "calendar/clock.h"
#include "scheduling/deadline.h"

/* What a clock is set for, and by what. */
struct arming {
    const char *ref, *clock; /* ref NULL: nothing is known of the case, nothing is set */
    int64_t cycle;
    instant from, reached; /* reached: reminders before that are not owed */
    instant due; /* given by people; INSTANT_ABSENT: by working_days, or else by the policy */
    int64_t working_days;          /* NUMBER_ABSENT: not given */
    const char *why;               /* it is set anew, for the explanation; NULL: nothing to say */
    const char *given_by;          /* who set `due`, for the explanation; NULL: people */
    struct clock_rule rule;        /* not the one that the policy has for it; length 0: that */
    const struct set_end *set;     /* of a rule that is not counted here; NULL: none */
    const struct deadline_row *as; /* counted as this one is; NULL: by what stands above */
    int64_t extension; /* of the time limit that a re-inspection follows on, or how often
                          the same was set before; 0: none */
    bool urgent, experts;
    const struct deadline_row *granted_as; /* more time that people gave to this one, which was met,
                                              is its own too; NULL: none */
    const struct deadline_row
        *stood_as; /* not counted: the days that this one stood still; NULL: none */
    const char *premises, *premises_name, *community, *department, *category, *tracker, *watcher,
        *matter;
    enum severity severity;
};
/* Decides deadline.armed, unless SEEN holds that deadline already. */
void arm (const struct arming *arming, const struct case_seen *seen, struct decision *decision);
/* The context of a case from one of its deadlines. */
struct arming arming_like (const struct deadline_row *deadline);
/* What sets CLOCK of a case again, as the case was known when a clock of it was first set. Its ref
   is NULL when none ever was: fixed at once. (deadline.c) */
struct arming deadline_again (const struct case_seen *seen, const char *clock, int64_t cycle,
                              instant from);
/* The end of a clock, with its explanation: as another's, given by people, or counted by a rule. */
struct set_end {
    struct clock_end end;
    const char *rule;
    int64_t working_days, calendar_days; /* NUMBER_ABSENT, both: no calendar decides it */
    int64_t hours;                       /* NUMBER_ABSENT: it is not in hours */
    const char *const *stood;            /* days that were not counted (deadline.moved) */
    size_t stood_count;
    const char *const *explanation;
    size_t explanation_count;
    bool of_another; /* of a linked case: its own end is remembered */
    instant own;     /* and is this */
    bool its_own;    /* no linked case is stricter any more */
    bool goes_on;    /* so does its own end, which it had before more time was given */
    instant alone;   /* until then */
    bool outlasts;   /* more time that people gave, which is remembered */
    instant granted; /* and lasts until then */
    bool untold;     /* it is met at once */
};
struct set_end arm_end (const struct arming *arming, const struct office *office, day known,
                        struct arena *arena);
/* What people read of an end, line by line. */
void set_end_explain (struct set_end *set, const char *lines, struct arena *arena);
/* Whether a calendar decides its end; not while that of a linked case does. */
bool arm_is_counted (const struct deadline_row *deadline);
/* What counts its days or hours; length 0: nothing does, it was given a day. */
struct clock_rule arm_rule_of (const struct deadline_row *deadline);
/* Reads days that a clock stood still, "2021-01-06/2021-01-08": TO is not among them. False: it is
   not that. */
bool arm_read_stood (const char *stood, day *from, day *to, struct arena *arena);
/* "H-2021-000017/rectification/1"; after the first extension ".../reinspection/1x1". */
const char *deadline_id (const struct arming *arming, struct arena *arena);
