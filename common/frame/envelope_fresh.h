/* What we say at a door ourselves: an envelope with an id that nobody had before. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#pragma once
#include "base/arena.h"
#include "base/instant.h"

/* An envelope (CloudEvents 1.0) around DATA, the text of an object, from PROGRAM on this machine;
   in ARENA. Stops when there is no randomness: of two with one id the second would be a
   duplicate. */
const char *envelope_fresh (struct arena *arena, instant now, const char *program, const char *type,
                            const char *data);
