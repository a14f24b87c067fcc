/* What the files of the staff share: who they are, and what they have in hand. Nobody else's
   business. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#pragma once
#include "rehearsal/ledger.h"
#include "rehearsal/rows.h"
#include "rehearsal/staff.h"
#include "rehearsal/timeline.h"
#include "base/random.h"

/* Citizens are awake from 7 to 23; inspectors work from 9 to 17; paper is dealt with at 10. */
enum {
    TIPS_BEGIN_MS = 7 * HOUR_MS,
    TIPS_MINUTES = 16 * 60,
    WORK_BEGIN_MS = 9 * HOUR_MS,
    WORK_MS = 8 * HOUR_MS,
    PAPER_MS = 10 * HOUR_MS
};
enum { NO_JOB = -1 };

enum chore_kind {
    CHORE_DAY,     /* the day is planned; number: how many came before */
    CHORE_TIP,     /* a citizen reports something */
    CHORE_INSPECT, /* one inspector, one job; number: which inspector */
    CHORE_RECTIFY, /* a unit puts the hazard right */
    CHORE_WATCH,   /* a watcher checks in */
    CHORE_NOTIFY,  /* an order's next steps */
    CHORE_APPROVE,
    CHORE_SERVE,
    CHORE_REFER,
    CHORE_NOTICE, /* what the law has written of a hazard */
    CHORE_GOVERNMENT,
    CHORE_HAND_IN, /* a deliverable */
    CHORE_COLLECT, /* those of a community's premises */
    CHORE_MEET,    /* a regular meeting */
    CHORE_FINISH,  /* what is left of the inspections of a window */
    CHORE_TASK,    /* of a joint case, of a meeting */
    CHORE_ANSWER   /* the informant is told */
};
struct chore {
    struct timed when;
    enum chore_kind kind;
    const char *subject; /* the case, order or referral; what is owed, by its id in campaign.yaml */
    const char *who;     /* the community of a watch, the party that owes, or whose it is */
    const struct entry *clock; /* the deadline it is for; NULL: none */
    int64_t number;
};

/* What waits for an inspector. */
struct job {
    const char *deadline, *ref, *premises, *community, *department; /* deadline NULL: done */
    bool verifies;
    instant since, due;
};

/* Premises of the register. */
struct known_premises {
    const char *premises, *community, *department;
    const char *const *categories;
    size_t categories_count;
};

struct staff {
    struct staff_setup setup;
    struct arena *arena;
    struct random random;
    struct rehearsal *rehearsal;
    struct timeline chores;
    struct rows jobs, premises, weeks;
    size_t jobs_over; /* of so many at the beginning of jobs none is open */
    /* deadlines, papers and obligations; a: the place in jobs; b: it is over; c: steps of a paper;
       text: of a joint task, its hazard */
    struct ledger running;
    struct ledger rectified; /* hazards; a: whether the unit says so */
    struct ledger places;    /* tip-offs; text: the premises */
    struct ledger watchers;  /* hazards; text: who watches it */
    struct ledger joint;     /* hazards; a: joint tasks that are open */
    struct arena *said;      /* of one command and its answer */
    int64_t number, refused;
    const char *first_refused;
};

void staff_plan (struct staff *staff, const struct chore *chore);
bool staff_chance (struct staff *staff, int64_t percent);
int64_t staff_below (struct staff *staff, int64_t bound); /* 0 … BOUND - 1 */

/* staff_there.c: who is there, and when */
bool staff_acts (const struct staff *staff);
bool staff_is_away (const struct staff *staff, const char *who, instant at);
int64_t staff_inspectors_at (const struct staff *staff, instant at);
bool staff_works_on (const struct staff *staff, day d);
instant staff_next_working_day (const struct staff *staff, instant at);
const char *staff_who_does (const struct staff *staff, const char *act, instant at);
/* At PAPER_MS of the last day worked up to LAST. */
instant staff_last_working_day (const struct staff *staff, day last);

/* staff_says.c: what they send */
void staff_report_tip (struct staff *staff);
void staff_verify (struct staff *staff, const struct job *job, int64_t inspector);
void staff_reinspect (struct staff *staff, const struct job *job, int64_t inspector);
void staff_rectify (struct staff *staff, const struct chore *chore);
void staff_check_in (struct staff *staff, const struct chore *chore);
void staff_do_paper (struct staff *staff, const struct chore *chore);
void staff_do_owed (struct staff *staff, const struct chore *chore);
