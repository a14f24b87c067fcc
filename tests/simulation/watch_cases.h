/* The model of the cases: what intake said of a hazard or a tip-off, and what must follow from it
   at once where it was read: clocks set and ended by scheduling, an order drafted by escalation. A
   fact and what follows from it are of one transaction, so it holds as soon as the reader's cursor
   has passed the fact. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#pragma once
#include "rehearsal/ledger.h"
#include "rehearsal/rows.h"
#include "world.h"

struct cases {
    struct ledger hazards, tipoffs,
        orders;            /* as their speakers say; orders: a counts drafts, b ends */
    struct ledger heard;   /* as scheduling has read it */
    struct ledger noted;   /* by escalation */
    struct ledger written; /* of hazards, as intake says; a: the last cycle of the notice; b, c:
                              reports, convenings */
    struct rows news;      /* struct news, of intake */
    size_t read[MACHINES]; /* so many of them */
    struct rows touched;   /* struct touched: whose clocks changed in this turn of scheduling */
};

struct cases cases_new (void);
void cases_clear (struct cases *cases);
void cases_see (struct world *world, const struct record *word, const struct fact *fact,
                const void *event);
/* The last hazard that was linked and not split off; another that is open at the place of HAZARD.
   NULL: none. */
const char *cases_linked (const struct world *world);
const char *cases_beside (const struct world *world, const char *hazard);
/* The clocks of REF changed. */
void cases_touch (struct world *world, const char *ref);
/* After a turn of MACHINE whose facts were seen, and its cursors. */
void cases_check (struct world *world, const struct machine *machine);
/* All is read: what an older version passed over has followed too. */
void cases_quiet (struct world *world);
