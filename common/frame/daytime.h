/* What time it is for a service, from two clocks that may disagree: the time of day, which people
   and NTP set, and a steady one, which nobody sets. A jump of the first is not believed until it
   has lasted; meanwhile time goes on by the second (design, rule 5). Pure. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#pragma once
#include "base/instant.h"
#include <stdbool.h>

/* JUMP: what may be a correction; beyond it the clock was set. HOLD: how long a new time of day
   must last to be believed. */
enum { DAYTIME_JUMP_MS = 60000, DAYTIME_HOLD_MS = 300000 };

#define STEADY_UNKNOWN INT64_MIN
enum daytime_news { DAYTIME_GOES_ON, DAYTIME_JUMPED, DAYTIME_CAME_BACK, DAYTIME_BELIEVED };
struct daytime {
    instant now;     /* no two tellings have one: what was answered as of it stays the answer */
    instant trusted; /* the time of day as we believe it; behind `now` after a clock went back */
    int64_t steady;  /* of the last telling; STEADY_UNKNOWN: never told */
    bool doubted;    /* a jump is being waited out */
    int64_t doubted_since, jump; /* by the steady clock; wall against trusted, in milliseconds */
};

/* LATEST: the last moment this service ever recorded; time goes on after it. */
struct daytime daytime_after (instant latest);
/* WALL: the time of day; STEADY: milliseconds that only go forward. */
enum daytime_news daytime_tell (struct daytime *daytime, instant wall, int64_t steady);
