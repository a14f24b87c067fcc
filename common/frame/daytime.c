/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "frame/daytime.h"
#include "base/fault.h"

struct daytime daytime_after (instant latest)
{
    return (struct daytime){ .now = latest, .trusted = latest, .steady = STEADY_UNKNOWN };
}

static bool is_small (int64_t difference)
{
    return difference <= DAYTIME_JUMP_MS && difference >= -DAYTIME_JUMP_MS;
}

static void doubt (struct daytime *daytime, int64_t jump, int64_t steady)
{
    daytime->doubted = true;
    daytime->doubted_since = steady;
    daytime->jump = jump;
}

/* Moves `trusted` on, by which clock it may. */
static enum daytime_news trust (struct daytime *daytime, instant wall, int64_t steady)
{
    if (daytime->steady == STEADY_UNKNOWN) {
        daytime->trusted = wall;
        return DAYTIME_GOES_ON;
    }
    daytime->trusted += steady - daytime->steady;
    int64_t jump = wall - daytime->trusted;
    if (is_small (jump) || FAULT (FAULT_JUMP_BELIEVED)) {
        bool doubted = daytime->doubted;
        daytime->trusted = wall;
        daytime->doubted = false;
        return doubted ? DAYTIME_CAME_BACK : DAYTIME_GOES_ON;
    }
    if (!daytime->doubted || !is_small (jump - daytime->jump)) {
        doubt (daytime, jump, steady);
        return DAYTIME_JUMPED;
    }
    if (steady < daytime->doubted_since + DAYTIME_HOLD_MS)
        return DAYTIME_GOES_ON;
    daytime->trusted = wall;
    daytime->doubted = false;
    return DAYTIME_BELIEVED;
}

enum daytime_news daytime_tell (struct daytime *daytime, instant wall, int64_t steady)
{
    enum daytime_news news = trust (daytime, wall, steady);
    daytime->steady = steady;
    daytime->now = daytime->trusted > daytime->now ? daytime->trusted : daytime->now + 1;
    return news;
}
