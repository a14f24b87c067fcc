/* What a rehearsal shows, folded from the lines of the journals as they come: who was told what and
   when, what was missed and how far that climbed, what stayed undone from week to week. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#pragma once
#include "rehearsal/rehearsal.h"

#include "record/declare_structs.h"
#include "rehearsal/rehearsed.def"
#include "record/declare_end.h"

/* A role, a party, or who acts without being one (staff.h), that nobody stands in for. */
struct absence {
    const char *who;
    day from, to; /* both included */
};
struct absences {
    const struct absence *list;
    size_t count;
};
/* Whether the party (or other word) WHO, whose role is ROLE, is away at AT. ROLE may be NULL. */
bool absences_hold (const struct absences *absences, const char *who, const char *role, instant at);

struct report;
struct report *report_new (const struct office *office, const struct absences *absences,
                           struct arena *arena); /* all are borrowed for as long as it lives */
void report_destroy (struct report **report);
/* For rehearsal_setup.hear; SELF is the report. */
void report_hear (void *self, const struct heard *heard);
/* Time begins: what was heard before was there already. */
void report_begin (struct report *report, instant from);
/* All that was heard by now, in the arena of the report; it hears nothing after this. Lists of
   inspectors and the totals are the caller's to fill in. */
struct rehearsed report_end (struct report *report, instant to);
