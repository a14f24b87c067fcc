/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "watch.h"
#include <string.h>

static const char *dump (struct world *world, struct machine *machine)
{
    struct text text = text_in (world->arena);
    text_say (&text, "");
    journal_dump_tables (turn_journal (machine->turn), &text);
    return text.bytes;
}

static const char *first_difference (const char *before, const char *after, struct arena *arena)
{
    size_t line = 0;
    for (size_t i = 0; before[i] && before[i] == after[i]; i++)
        if (before[i] == '\n')
            line = i + 1;
    return arena_format (arena, "%.*s <> %.*s", (int)strcspn (before + line, "\n"), before + line,
                         (int)strcspn (after + line, "\n"), after + line);
}

bool watch_rebuild (struct world *world, struct machine *machine)
{
    const char *before = dump (world, machine);
    volatile bool whole = false;
    world->running = machine;
    if (setjmp (world->dead) == 0) {
        turn_rebuild (machine->turn); /* no room: nothing is changed */
        whole = true;
    }
    world->running = NULL;
    world->totals.rebuilds++;
    if (!whole || losing_vfs_is_off (machine->vfs))
        return false;
    const char *after = dump (world, machine);
    if (strcmp (before, after) != 0)
        world_fail (world, "the tables of %s are not what its journal makes of them: %s",
                    machine->service->name, first_difference (before, after, world->arena));
    return true;
}
