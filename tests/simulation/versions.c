/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "versions.h"
#include <stdio.h>
#include <string.h>

enum { BEGIN_OLD_PERCENT = 30, UPGRADE_PERCENT = 40, HANDLERS_MAX = 200 };

static const struct service *older_than (int which)
{
    static struct service older[MACHINES];
    static struct handler handlers[MACHINES][HANDLERS_MAX];
    const struct service *now = wire_services[which];
    size_t count = 0;
    for (size_t i = 0; i < now->handlers_count && count < HANDLERS_MAX; i++)
        if (now->handlers[i].since == 0)
            handlers[which][count++] = now->handlers[i];
    older[which] = *now;
    older[which].handlers = handlers[which];
    older[which].handlers_count = count;
    return &older[which];
}

void versions_begin (struct world *world)
{
    world->versions = random_from (world->seed ^ 0x5eedc0de);
    for (int i = 0; i < MACHINES; i++)
        if (random_chance (&world->versions, BEGIN_OLD_PERCENT))
            world->machines[i].service = older_than (i);
}

bool versions_is_old (const struct world *world, const struct machine *machine)
{
    return machine->service != wire_services[machine - world->machines];
}

void versions_upgrade (struct world *world, struct machine *machine)
{
    if (!versions_is_old (world, machine) || machine->life == 0 ||
        !(world->calm || random_chance (&world->versions, UPGRADE_PERCENT)))
        return;
    machine->service = wire_services[machine - world->machines];
    machine->upgraded = true;
    world->totals.upgrades++;
    if (world->loud)
        fprintf (stderr, "%lld %s is upgraded\n", (long long)world->now, machine->service->name);
}

/* ---- what has to be known ---- */

/* One noted word for each subject that another word told of. */
static const struct pair {
    const char *speaker, *told, *hearer, *noted;
} pairs[] = { { "intake", "premises.registered", "scheduling", "premises.noted" } };

static struct journal *journal_of (struct world *world, const char *service)
{
    for (int i = 0; i < MACHINES; i++)
        if (strcmp (wire_services[i]->name, service) == 0)
            return turn_journal (world->machines[i].turn);
    return NULL;
}

/* "\nP-1\nP-2\n": the subjects of all facts of TYPE. */
static const char *subjects (struct world *world, const char *service, const char *type)
{
    struct text text = text_in (world->arena);
    struct arena *arena = arena_new();
    struct fact fact;
    text_say (&text, "\n");
    journal_walk (journal_of (world, service), 0);
    while (journal_walk_next (journal_of (world, service), arena, &fact)) {
        if (strcmp (fact.type, type) == 0)
            text_format (&text, "%s\n", fact.subject);
        arena_reset (arena);
    }
    arena_destroy (&arena);
    return text.bytes;
}

void versions_quiet (struct world *world)
{
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        const struct pair *pair = &pairs[i];
        const char *noted = subjects (world, pair->hearer, pair->noted);
        const char *told = subjects (world, pair->speaker, pair->told);
        for (const char *one = told + 1; *one; one = strchr (one, '\n') + 1) {
            const char *line =
                arena_format (world->arena, "\n%.*s\n", (int)strcspn (one, "\n"), one);
            if (!strstr (noted, line))
                world_fail (world, "%s never noted what %s told: %s of %s", pair->hearer,
                            pair->speaker, pair->told, line + 1);
        }
    }
}
