/* The people of a rehearsed office, to try it under load: citizens whose tip-offs come by chance,
   inspectors who verify and re-inspect so much a working day, units that put things right, watchers
   who check in, deciders who decide, and whoever owes the campaign a paper, a meeting or
   inspections; each of them may be away for a while. All chance comes from one seed. Not here:
   outside authorities, who never answer; what any of it leads to (report.h). */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#pragma once
#include "rehearsal/report.h"

#include "record/declare_structs.h"
#include "rehearsal/staff.def"
#include "record/declare_end.h"

enum { STAFF_NOBODY_ACTS = -1, STAFF_INSPECTORS_MAX = 1000, STAFF_TIPS_MAX = 10000 };
/* Words of an absence beside roles and parties: one inspector fewer; no unit puts anything right;
   no watcher checks in. */
#define STAFF_INSPECTOR "inspector"
#define STAFF_UNIT      "unit"
#define STAFF_WATCHER   "watcher"

struct staff_setup {
    const struct office *office;
    const struct staffing *staffing;
    const struct absences *absences;
    int64_t tips_thousandths; /* tip-offs a day, in thousandths of one */
    int64_t inspectors;       /* STAFF_NOBODY_ACTS: tip-offs come, and nobody does anything */
    uint64_t seed;
};

/* FOLDER/rehearsal.yaml, or what holds when there is no such file. NULL: REFUSALS say why. */
const struct staffing *staffing_read (const char *folder, struct arena *arena,
                                      struct refusals *refusals);

struct staff;
/* SETUP's texts, and ARENA, are borrowed for as long as it lives. */
struct staff *staff_new (const struct staff_setup *setup, struct arena *arena);
void staff_destroy (struct staff **staff);
/* For rehearsal_setup.hear; SELF is the staff. */
void staff_hear (void *self, const struct heard *heard);
/* Everybody does what is theirs to do before TO, when time stops. */
void staff_play (struct staff *staff, struct rehearsal *rehearsal, instant to);
/* Weeks of the inspectors, so far. */
const struct rehearsed_inspectors *staff_weeks (const struct staff *staff, size_t *count);
/* Of the clocks of REHEARSED that ran, those that nobody of the staff works on; none when nobody
 * acts.
 */
const struct rehearsed_unworked *staff_unworked (const struct staff *staff,
                                                 const struct rehearsed *rehearsed, size_t *count);
/* How much of what was said to a door was refused, and the first such answer (NULL: none). */
int64_t staff_refused (const struct staff *staff, const char **first);
