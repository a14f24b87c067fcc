/* Every statement of every service prepares against its schema, every parameter and column has its
   field: what each service's own start demands, seen here for all of them before any of them
   starts. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "escalation/service.h"
#include "frame/turn.h"
#include "intake/service.h"
#include "reporting/service.h"
#include "scheduling/service.h"
#include <stdio.h>
#include <stdlib.h>

/* A mistake stops the process with its sentence (store_prepare). */
static void start (const struct service *service, const char *folder)
{
    struct arena *arena = arena_new();
    struct store *store = store_open (
        &(struct store_options){ .folder = arena_format (arena, "%s/%s", folder, service->name) });
    struct turn *turn =
        turn_new (&(struct turn_setup){ .service = service, .store = store, .epoch = "house" });
    turn_destroy (&turn);
    store_destroy (&store);
    arena_destroy (&arena);
}

int main (void)
{
    char folder[] = "/tmp/house-sql-XXXXXX", command[64];
    if (!mkdtemp (folder))
        return 1;
    start (&intake, folder);
    start (&scheduling, folder);
    start (&escalation, folder);
    start (&reporting, folder);
    snprintf (command, sizeof command, "rm -rf %s", folder);
    return system (command) != 0;
}
