/* firewarden-season FOLDER [--write]: plays the stories of FOLDER, and fails when an answer is not
   the expected one. --write: makes what is answered the expectation, for a person to read. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/log.h"
#include "player.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { USAGE = 2 };

static int say_wrong (const struct refusals *refusals)
{
    for (size_t i = 0; i < refusals->count; i++)
        printf ("%s: %s\n", refusals->list[i].path, refusals->list[i].sentence);
    return 1;
}

static int play (const char *folder, bool write, struct arena *arena)
{
    const char *source = getenv ("SOURCE");
    struct refusals refusals = refusals_in (arena);
    const struct script *script = script_read (folder, arena, &refusals);
    if (!script)
        return say_wrong (&refusals);
    const struct office *office =
        office_read (arena_format (arena, "%s/%s", source ? source : ".", script->season->config),
                     arena, &refusals);
    if (!office)
        return say_wrong (&refusals);
    return player_play (
               &(struct player_setup){ .office = office,
                                       .script = script,
                                       .expected = arena_format (arena, "%s/expected", folder),
                                       .write = write },
               arena) > 0;
}

int main (int argc, char **argv)
{
    bool write = argc == 3 && strcmp (argv[2], "--write") == 0;
    if (argc != 2 && !write) {
        fprintf (stderr, "usage: firewarden-season FOLDER [--write]\n");
        return USAGE;
    }
    struct arena *arena = arena_new();
    log_open ("season", LOG_WARN);
    int code = play (argv[1], write, arena);
    arena_destroy (&arena);
    return code;
}
