/* Who speaks to the doors: makes up commands, sends each until it is answered, sometimes again
   after that, and holds every answer against what the journals say. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#pragma once
#include "world.h"

#define CALLER_SOURCE "//simulation"

struct caller;
struct caller *caller_new (void);
void caller_destroy (struct caller **caller);
instant caller_next (const struct world *world);
/* Says what is to be said at world->now. */
void caller_act (struct world *world);
void caller_hear (struct world *world, const char *bytes, size_t size);
/* Makes up some more. */
void caller_go_on (struct world *world);
bool caller_has_open (const struct world *world);
/* All answers once more, at the end: of the rejected nothing is left anywhere; as_of answers what
 * was answered then. */
void caller_quiet (struct world *world);
