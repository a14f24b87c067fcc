/* A hazard, the case: opened by a finding, rectified, re-inspected, closed or reopened; watched
   meanwhile. Its treatment is one of the plan's three (S14 to S16). Not here: when what is due
   (scheduling), and orders (escalation). */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#pragma once
#include "frame/service.h"
#include "intake/rows.h"

/* What a decision about an existing case must know. */
struct hazard_seen {
    const struct office *office;
    const struct hazard_row *hazard; /* NULL: no such case */
    const struct task_row *tasks;    /* of its joint case (S6) */
    size_t tasks_count;
    const char *transfer; /* closing: a referral of it that was accepted; NULL: none */
    int64_t linked;       /* the first that is linked to it; 0: none */
    instant time;
};
/* What opening a case must know. */
struct finding_seen {
    const struct office *office;
    const struct premises_brief *premises; /* NULL: not in the register */
    int64_t last;                          /* the last case's number; 0: none */
    instant now, time;
};
/* A finding, however it came: reported, or in the verification of a tip-off. */
struct finding {
    const char *premises, *category, *description, *tipoff, *inspection;
    enum severity severity;
    enum origin origin;
    const struct treatment *treatment;
    const char *const *inspectors;
    size_t inspectors_count;
    instant found;    /* INSTANT_ABSENT: when it is told */
    const char *path; /* of the finding in its command: "", "/finding" */
};

/* The lifecycle: which act a stage allows, and where it leads. */
enum hazard_act {
    HAZARD_RECTIFY,
    HAZARD_PASS,
    HAZARD_FAIL,
    HAZARD_WATCH,
    HAZARD_CLOSE,
    HAZARD_LINK,   /* to another, which governs (hazard_link.h) */
    HAZARD_SPLIT,  /* off that again */
    HAZARD_RETURN, /* transferred, and sent back */
    HAZARD_ACTS
};
enum hazard_stage hazard_next (enum hazard_stage stage,
                               enum hazard_act act); /* _absent: not allowed */

/* 方案 S6: the joint case is not closed while one who takes part has not done his task of TASKS.
   False: refused, at PATH. */
bool hazard_is_joint_done (const struct task_row *tasks, size_t count, const char *path,
                           struct decision *decision);
void hazard_decide_report (const void *said, const void *seen, struct decision *decision);
/* Opens a case for FINDING, or refuses; an immediate treatment is closed at once. Returns its ref,
 * or NULL. */
const char *hazard_open (const struct finding *finding, const struct finding_seen *seen,
                         struct decision *decision);
void rectification_decide_report (const void *said, const void *seen, struct decision *decision);
void reinspection_decide_report (const void *said, const void *seen, struct decision *decision);
/* 销号 as transferred or withdrawn: an act with an actor and evidence. */
void hazard_decide_close (const void *said, const void *seen, struct decision *decision);
/* What may have fallen when a case was handed over: the tasks of its joint case (as many as one
   joint.open gives), the referrals that had not been sent. */
enum { FALLEN_MAX = 12 };
struct fallen {
    const struct task_row *tasks; /* all of the case */
    size_t tasks_count;
    const struct transfer_row *referrals;
    size_t referrals_count;
};
/* HAZARD (NULL: none) was closed as transferred by REFERRAL, which is sent back: it is open again,
   and what had FALLEN is told, to be given again. Else nothing is decided. */
void hazard_return (const struct hazard_row *hazard, const struct fallen *fallen,
                    const char *referral, instant time, int64_t skew_ms, struct decision *decision);
void watch_decide_report (const void *said, const void *seen, struct decision *decision);

const void *hazard_see_report (const struct scene *scene, const void *said);
/* The row of REF, or NULL. */
const struct hazard_row *hazard_see (const struct scene *scene, const char *ref);
/* What opening a case at PREMISES (NULL: unknown) must know. */
struct finding_seen hazard_see_finding (const struct scene *scene, const char *premises);
const void *rectification_see_report (const struct scene *scene, const void *said);
const void *reinspection_see_report (const struct scene *scene, const void *said);
const void *hazard_see_close (const struct scene *scene, const void *said);
const void *watch_see_report (const struct scene *scene, const void *said);

void hazard_apply_opened (struct store *store, const struct fact *fact, const void *event,
                          struct arena *arena);
void hazard_apply_closed (struct store *store, const struct fact *fact, const void *event,
                          struct arena *arena);
void hazard_apply_reopened (struct store *store, const struct fact *fact, const void *event,
                            struct arena *arena);
void rectification_apply_reported (struct store *store, const struct fact *fact, const void *event,
                                   struct arena *arena);
void reinspection_apply_reported (struct store *store, const struct fact *fact, const void *event,
                                  struct arena *arena);
void watch_apply_reported (struct store *store, const struct fact *fact, const void *event,
                           struct arena *arena);
extern const struct sql_table hazard_sql;
