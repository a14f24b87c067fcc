/* A deadline: armed by what was heard, met, missed, extended or cancelled; exactly one outcome
   each. Its explanation says why it is when it is. Not here: telling people (reminder.h), and what
   follows when nobody acts (escalation). */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#pragma once
#include "frame/service.h"
#include "office/office.h"
#include "scheduling/rows.h"

enum deadline_act {
    DEADLINE_MEET,
    DEADLINE_MISS,
    DEADLINE_CANCEL,
    DEADLINE_EXTEND,
    DEADLINE_MOVE,
    DEADLINE_PAUSE,
    DEADLINE_ACTS
};
/* Where ACT leads from STATE; _absent: not allowed. */
enum deadline_state deadline_next (enum deadline_state state, enum deadline_act act);
bool deadline_is_open (enum deadline_state state); /* it has no outcome yet */

/* So many missed watches of one case stand at a time, at most; with its few other clocks that is
   what one decision can end together (DECISION_EVENTS_MAX). */
enum { DEADLINE_WATCHES_MISSED_MAX = 10 };

/* What it is about, in at most 200 characters: what is to be done, or else the place; NULL: neither
   is known. */
const char *deadline_about (const struct deadline_row *deadline, struct arena *arena);
/* What was SAID (may be NULL) about it, for a letter: of people at home nothing is. */
const char *deadline_prose (const struct deadline_row *deadline, const char *said);

/* What a decision about a case must know: its deadlines, the open ones first; of a watch those that
   are open, the first and the last. */
struct case_seen {
    const struct office *office;
    const struct deadline_row *deadlines;
    size_t count;
    const struct case_seen *linked; /* of a tip-off: those that it is linked with (link.h) */
    size_t linked_count;
    const struct case_seen *gave_way; /* to a clock of it that stands still (hazard_link.h) */
    size_t gave_way_count;
    const struct placing *placing; /* where its campaign has what goes on now; NULL: of none */
    instant now, time;
    instant recorded; /* when the neighbour knew: reminders before that are not owed */
};

/* What a decision about one deadline must know. */
struct deadline_seen {
    const struct deadline_row *deadline; /* NULL: no such deadline */
    struct case_seen of_case;
};

/* What is heard. */
void deadline_decide_tipoff_reported (const void *said, const void *seen,
                                      struct decision *decision);
void deadline_decide_tipoff_verified (const void *said, const void *seen,
                                      struct decision *decision);
void deadline_decide_tipoff_answered (const void *said, const void *seen,
                                      struct decision *decision);
void deadline_decide_hazard_opened (const void *said, const void *seen, struct decision *decision);
void deadline_decide_rectification_reported (const void *said, const void *seen,
                                             struct decision *decision);
void deadline_decide_reinspection_reported (const void *said, const void *seen,
                                            struct decision *decision);
void deadline_decide_hazard_closed (const void *said, const void *seen, struct decision *decision);
void deadline_decide_hazard_reopened (const void *said, const void *seen,
                                      struct decision *decision);
void deadline_decide_notice_served (const void *said, const void *seen, struct decision *decision);
void deadline_decide_government_reported (const void *said, const void *seen,
                                          struct decision *decision);
void deadline_decide_experts_convened (const void *said, const void *seen,
                                       struct decision *decision);
void deadline_decide_watch_reported (const void *said, const void *seen, struct decision *decision);
/* The deadline of CLOCK in CYCLE, or NULL. The open ones come first: of a clock that an extension
   set again, it is the present one. */
const struct deadline_row *deadline_find (const struct case_seen *seen, const char *clock,
                                          int64_t cycle);
/* The last cycle of CLOCK; 0: it was never set. */
int64_t deadline_last_cycle (const struct case_seen *seen, const char *clock);
/* The cycles of the report to the government. */
enum { GOVERNMENT_REPORT_WITHOUT_EXPERTS = 1, GOVERNMENT_REPORT_WITH_EXPERTS };
/* S15: watched, in the cycle that LIKE says, from when it was found; when its first round is over
   before it was even entered, from the entry: nobody could report for the past, and silence about
   it is no danger. */
struct arming;
void deadline_arm_watch (const struct arming *like, const struct case_seen *seen,
                         struct decision *decision);
/* The deadline that tells of the case itself: whose it is, how grave, who watches. A joint task, a
   listing or a referral tells of itself alone, and speaks only where the case has nothing of its
   own. NULL: none was ever armed. */
const struct deadline_row *deadline_of_case (const struct case_seen *seen);
/* Meets, or cancels, what CLOCK set in CYCLE, if it has no outcome yet. */
void deadline_meet_clock (const struct case_seen *seen, const char *clock, int64_t cycle,
                          instant at, struct decision *decision);
void deadline_cancel_clock (const struct case_seen *seen, const char *clock, int64_t cycle,
                            const char *reason, struct decision *decision);
/* The due moment of a row of SEEN passed: misses it, and arms what follows from that. */
void deadline_miss (const struct deadline_row *deadline, const struct case_seen *seen,
                    struct decision *decision);
/* The rectification of CYCLE was given more time: its re-inspection, which the expiry had set,
   falls. It is set anew, under another id, when the new time limit is met or missed. */
void deadline_drop_reinspection (const struct case_seen *seen, int64_t cycle,
                                 struct decision *decision);
/* The policy was changed: what was to come next is not due now. Says what is instead. */
void deadline_plan (const struct deadline_row *deadline, const struct case_seen *seen,
                    struct decision *decision);

const void *deadline_see_case (const struct scene *scene,
                               const void *said); /* by the subject of the fact */
/* The row of DEADLINE, or NULL. */
const struct deadline_row *deadline_see (const struct scene *scene, const char *deadline);
const struct deadline_seen *deadline_see_one (const struct scene *scene, const char *deadline);
struct case_seen deadline_see_ref (const struct scene *scene, const char *ref);
void deadline_ask_list (const struct scene *scene, const void *asked, struct text *answer,
                        struct refusals *refusals);

void deadline_apply_armed (struct store *store, const struct fact *fact, const void *event,
                           struct arena *arena);
void deadline_apply_missed (struct store *store, const struct fact *fact, const void *event,
                            struct arena *arena);
void deadline_apply_met (struct store *store, const struct fact *fact, const void *event,
                         struct arena *arena);
void deadline_apply_planned (struct store *store, const struct fact *fact, const void *event,
                             struct arena *arena);
void deadline_apply_cancelled (struct store *store, const struct fact *fact, const void *event,
                               struct arena *arena);
extern const struct sql_table deadline_sql;
