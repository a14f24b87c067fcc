/* The public board (S20) as one page that needs nothing else: no script, no picture, nothing from
   elsewhere; drawn anew by the screen itself every minute. Of longer lists it shows another part
   each minute. Pure: what screen.show answered becomes HTML, and every word of it is escaped.
   Not here: what may be shown (reporting/screen_show.c). */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#pragma once
#include "base/arena.h"
#include <stdbool.h>
#include <stdint.h>

enum { SCREEN_SECONDS = 60 };

/* ANSWER: of screen.show, as reporting gave it. STALE: reporting is silent since. MINUTE: counts
   up; it chooses the part of the lists. NULL: that is no answer of screen.show. */
const char *screen_page (const char *answer, bool stale, int64_t minute, struct arena *arena);
/* When nothing is known yet. */
const char *screen_page_without (struct arena *arena);
