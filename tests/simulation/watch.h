/* What must hold, against a model kept outside the services: it reads each journal as it grows, and
 * each answer. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#pragma once
#include "world.h"

struct watch;
struct watch *watch_new (void);
void watch_destroy (struct watch **watch);
/* The facts that MACHINE put on disk since the last look, and what must have come of those it read.
   After a turn that ended well also: what was owed by then; after a start also: that what was seen
   before is still there. */
void watch_facts (struct world *world, struct machine *machine);
void watch_turn (struct world *world, struct machine *machine);
void watch_start (struct world *world, struct machine *machine);
/* Where the facts of this cause stand in a journal: the first's seq and subject. False: nowhere. */
bool watch_find (struct world *world, int machine, const char *cause, int64_t *seq,
                 const char **subject);
/* Everything is answered and read: what must hold of the whole. */
void watch_quiet (struct world *world);
/* A cursor went back, or a divergence that no restore explains. */
void watch_status (struct world *world, struct machine *machine);
bool watch_sees_divergence (struct world *world);
/* NULL: every reader has read all, every letter has its outcome. Else what has not. */
const char *watch_lag (struct world *world);
/* Makes the tables of a machine again: they are what its journal makes of them. False: it died of
   that. */
bool watch_rebuild (struct world *world, struct machine *machine);
/* What was seen, for the client to speak of: a hazard, a tip-off, an order, a deadline, a reminder,
   by its first letter. NULL: none. */
const char *watch_pick (struct world *world, char letter);
