/* What a turn answers, as it leaves and before the network loses it, against what the turn put on
   disk: accepted is what had its effect in it, a duplicate what had it before, and what is rejected
   has none. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#pragma once
#include "world.h"

/* After a turn that ended well, and watch_turn. */
void overhear (struct world *world, const struct machine *machine);
