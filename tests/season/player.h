/* Plays a script on the virtual clock, and holds every answer against what the script expects. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#pragma once
#include "office/office.h"
#include "script.h"

struct player_setup {
    const struct office *office;
    const struct script *script;
    const char *expected; /* folder of the expected answers */
    bool write;           /* what is answered becomes what is expected */
};
/* Returns how many steps were not as expected; each is said on stdout. */
int player_play (const struct player_setup *setup, struct arena *arena);
