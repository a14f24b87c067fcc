/* A task: what one party has to do for something larger. A joint case (S6) is its tasks: the lead's
   and the co-organisers', and its hazard is not closed while one of them is open; what a meeting
   decided (S18) is tasks too, and so are the premises that a plan names (S13): they are done by the
   inspection itself. Not here: when they are due (scheduling). */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#pragma once
#include "frame/service.h"
#include "intake/rows.h"
#include "office/office.h"

enum { TASKS_MAX = 200 }; /* of one hazard, one plan, or open at one place */

struct task_place { /* of a visit */
    const char *premises, *checklist;
    bool private;
};
/* Decides a task.set for each of the COUNT tasks GIVEN to parties for REF, numbered on from LAST;
   or refuses, under PATH ("/tasks"). */
struct task_giving {
    const char *ref, *path;
    enum task_kind kind;
    const struct task_given *given;
    const struct task_place *places; /* of visits, one each; NULL: none has one */
    size_t count;
    int64_t last;
    instant time;   /* a due day lies after it */
    const char *by; /* who gives them; a community gives itself something to do, and nobody else */
};
void task_give (const struct task_giving *giving, const struct office *office,
                struct decision *decision);

struct joint_seen {
    const struct office *office;
    const struct hazard_row *hazard; /* NULL: no such case */
    const struct task_row *tasks;    /* of the hazard, by number */
    size_t tasks_count;
    instant time;
};
void joint_decide_open (const void *said, const void *seen, struct decision *decision);

struct task_seen {
    const struct office *office;
    const struct task_row *task; /* NULL: no such task */
};
void task_decide_report (const void *said, const void *seen, struct decision *decision);
/* Given by mistake: nobody has to say that it was done. */
void task_decide_withdraw (const void *said, const void *seen, struct decision *decision);

const void *joint_see_open (const struct scene *scene, const void *said);
const void *task_see_report (const struct scene *scene, const void *said);
const void *task_see_withdraw (const struct scene *scene, const void *said);
/* Ends those of TASKS that the inspection recorded as INSPECTION is: by their checklist, and made
   on the day they were planned or later. */
void task_decide_visited (const struct task_row *tasks, size_t count, const char *checklist,
                          const char *inspection, instant at, struct decision *decision);
/* Those of TASKS that are open fall, for a REASON that its party is told. */
void task_decide_drop (const struct task_row *tasks, size_t count, const char *reason,
                       struct decision *decision);
/* The same, when another plan gives its own in their place: nobody is told. */
void task_decide_replace (const struct task_row *tasks, size_t count, struct decision *decision);

/* The open visits at PREMISES. */
size_t task_see_visits (const struct scene *scene, const char *premises,
                        const struct task_row **tasks);
/* The tasks of REF, by number. */
size_t task_see_all (const struct scene *scene, const char *ref, const struct task_row **tasks);

void joint_apply_opened (struct store *store, const struct fact *fact, const void *event,
                         struct arena *arena);
void task_apply_set (struct store *store, const struct fact *fact, const void *event,
                     struct arena *arena);
void task_apply_dropped (struct store *store, const struct fact *fact, const void *event,
                         struct arena *arena);
/* Its case REF is open again: what had fallen with it was told. */
void task_apply_resumed (struct store *store, const char *ref);
void task_apply_reported (struct store *store, const struct fact *fact, const void *event,
                          struct arena *arena);
extern const struct sql_table task_sql;
