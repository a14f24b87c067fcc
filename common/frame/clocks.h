/* The clocks of the machine, read by what drives the turn and by who asks; a decision is told what
   time it is. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#pragma once
#include "base/instant.h"

/* What people read; it may be set. */
instant clocks_wall (void);
/* Milliseconds that nobody sets. They go on while the machine sleeps, so that waking up is not a
   jump. */
int64_t clocks_steady (void);
