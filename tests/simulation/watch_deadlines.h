/* The model of the deadlines: each has one outcome; each step of its policy is told once, to all
   whom the policy names, and none is left out; when it was missed it is told again and again until
   somebody acts. It is made of the journal of scheduling and of the policy; it does not ask how
   scheduling plans. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#pragma once
#include "rehearsal/ledger.h"
#include "rehearsal/rows.h"
#include "world.h"

struct deadlines {
    struct ledger places; /* a: of a deadline in list; of the last of a case in list, by its ref */
    struct rows list;     /* struct watched */
    struct ledger reminders;
    struct ledger quiet; /* acknowledged without a reason: b, until when */
    instant earliest;    /* nothing is owed before */
};

struct deadlines deadlines_new (void);
void deadlines_clear (struct deadlines *deadlines);
/* FACT of scheduling, EVENT a struct of WORD. Returns the case whose clocks it changed, or NULL. */
const char *deadlines_see (struct world *world, const struct record *word, const struct fact *fact,
                           const void *event);
/* After a turn of scheduling that has nothing left to do by its own account. */
void deadlines_check (struct world *world);
/* Whatever any account says: what was owed at MOMENT was done. */
void deadlines_check_until (struct world *world, instant moment);
/* Any, for the client to speak of. NULL: there is none. */
const char *deadlines_pick (struct world *world);

enum { CYCLE_ANY = 0 };
bool deadlines_has (const struct world *world, const char *ref, const char *clock, int64_t cycle);
/* The id of one without outcome; NULL: there is none. CLOCK NULL: any but those that outlive the
   hazard. */
const char *deadlines_open (const struct world *world, const char *ref, const char *clock,
                            int64_t cycle);
bool deadlines_is_missed (const struct world *world, const char *ref, const char *clock,
                          int64_t cycle);
/* Clocks that the closing of a hazard does not end. */
bool deadlines_outlive (const char *clock);
/* Whether the deadline ID stands missed since DUE. */
bool deadlines_rings (struct world *world, const char *id, instant due);
