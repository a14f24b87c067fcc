/* Machines that begin as an older version, which passes over what the present one hears since
   (frame/again.h), and are upgraded at one of their starts: nothing may be missing then, and
   nothing happen twice. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#pragma once
#include "world.h"

/* Some begin so: by the seed, not by chances that move what others see. */
void versions_begin (struct world *world);
/* Perhaps, at a start of MACHINE; in a calm world surely. */
void versions_upgrade (struct world *world, struct machine *machine);
bool versions_is_old (const struct world *world, const struct machine *machine);
/* All is read: what older versions passed over is known too. */
void versions_quiet (struct world *world);
