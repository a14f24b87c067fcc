/* A tip-off: what somebody outside says there is. It is verified on the spot (S22): founded, it
   becomes a case; unfounded, it ends with a reason. Who said it stays in this service. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#pragma once
#include "intake/hazard.h"

struct tipoff_report_seen {
    const struct office *office;
    const struct premises_brief
        *premises; /* of the place; NULL: none given, or not in the register */
    int64_t last;
    instant now;
};
enum { TIPOFFS_TOGETHER_MAX = 32 };
struct tipoffs {
    const struct tipoff_row *list;
    size_t count;
};
struct tipoff_verify_seen {
    struct tipoffs together; /* with all that it is linked with, itself too; the first one first */
    const struct tipoff_row *tipoff;  /* NULL: no such tip-off */
    const char *premises;             /* of the finding, or else of the tip-off */
    const struct premises_brief *own; /* what it is about, closed or not; NULL: words alone */
    struct finding_seen finding;
};

struct tipoff_link_seen {
    const struct office *office;
    const struct tipoff_row *tipoff; /* NULL: no such tip-off */
    struct tipoffs together;         /* linking: of the other one; else of itself */
    const struct tipoff_row *to;     /* linking: the other one; NULL: no such tip-off */
};

/* The premises that one of TOGETHER names; NULL: none of them does. */
const char *tipoff_place (const struct tipoffs *together);
/* What somebody must be told at once who says this: NULL, or to call 119. */
const char *tipoff_advise (const void *said, const struct office *office);
const char *finding_advise (const void *said, const struct office *office);
/* S22: its category, and with it whose it is and by when it is verified. */
void tipoff_decide_triage (const void *said, const void *seen, struct decision *decision);
const void *tipoff_see_triage (const struct scene *scene, const void *said);
void tipoff_apply_triaged (struct store *store, const struct fact *fact, const void *event,
                           struct arena *arena);
void tipoff_decide_link (const void *said, const void *seen, struct decision *decision);
void tipoff_decide_split (const void *said, const void *seen, struct decision *decision);
void tipoff_decide_answer (const void *said, const void *seen, struct decision *decision);
const void *tipoff_see_link (const struct scene *scene, const void *said);
const void *tipoff_see_split (const struct scene *scene, const void *said);
const void *tipoff_see_answer (const struct scene *scene, const void *said);
void tipoff_apply_linked (struct store *store, const struct fact *fact, const void *event,
                          struct arena *arena);
void tipoff_apply_split_off (struct store *store, const struct fact *fact, const void *event,
                             struct arena *arena);
void tipoff_apply_answered (struct store *store, const struct fact *fact, const void *event,
                            struct arena *arena);
void tipoff_decide_report (const void *said, const void *seen, struct decision *decision);
void tipoff_decide_verify (const void *said, const void *seen, struct decision *decision);
const void *tipoff_see_report (const struct scene *scene, const void *said);
const void *tipoff_see_verify (const struct scene *scene, const void *said);
void tipoff_apply_reported (struct store *store, const struct fact *fact, const void *event,
                            struct arena *arena);
void tipoff_apply_verified (struct store *store, const struct fact *fact, const void *event,
                            struct arena *arena);
extern const struct sql_table tipoff_sql;
