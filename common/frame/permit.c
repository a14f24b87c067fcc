/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "frame/permit.h"
#include "base/log.h"
#include "base/stop.h"
#include "words/words.h"
#include "record/declare_tables.h"
#include "frame/permit.def"
#include "record/declare_end.h"
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { FILES_MAX = 4 };

/* A file as it was when it was last read well. */
struct enrolled {
    const char *file;
    struct stat facts;
    bool missing;
    struct arena *arena;
    const struct clients *clients; /* NULL: nobody */
};
struct permit {
    struct enrolled files[FILES_MAX];
    size_t count;
};

static void check_twice (const struct clients *clients, const struct yaml_marks *marks,
                         struct refusals *refusals)
{
    for (size_t i = 0; i < clients->clients_count; i++)
        for (size_t j = 0; j < i; j++)
            if (strcmp (clients->clients[i].key, clients->clients[j].key) == 0) {
                const char *pointer = arena_format (refusals->arena, "/clients/%zu/key", i);
                refusals_add (refusals, REFUSAL_INVALID,
                              yaml_mark (marks, pointer, refusals->arena),
                              "key: is enrolled twice, as %s and as %s; keep one",
                              clients->clients[j].name, clients->clients[i].name);
            }
}

/* A name that means somebody else: this machine itself, or one of our services. */
static void check_names (const struct clients *clients, const struct yaml_marks *marks,
                         struct refusals *refusals)
{
    for (size_t i = 0; i < clients->clients_count; i++)
        if (strcmp (clients->clients[i].name, ACTOR_LOCAL) == 0 ||
            words_of (clients->clients[i].name))
            refusals_add (refusals, REFUSAL_INVALID,
                          yaml_mark (marks, arena_format (refusals->arena, "/clients/%zu/name", i),
                                     refusals->arena),
                          "name: %s is a name of our own; take another", clients->clients[i].name);
}

const struct clients *clients_read (const char *file, struct arena *arena,
                                    struct refusals *refusals)
{
    const struct yaml_marks *marks;
    size_t before = refusals->count + refusals->unkept;
    const struct clients *clients =
        record_from_yaml_marked (clients_record(), file, arena, refusals, &marks);
    if (clients) {
        check_twice (clients, marks, refusals);
        check_names (clients, marks, refusals);
    }
    return refusals->count + refusals->unkept == before ? clients : NULL;
}

static void read_again (struct enrolled *enrolled)
{
    struct arena *arena = arena_new();
    struct refusals refusals = refusals_in (arena);
    const struct clients *clients = clients_read (enrolled->file, arena, &refusals);
    for (size_t i = 0; i < refusals.count; i++)
        log_line (LOG_ERROR, "permit.file", "%s: %s", refusals.list[i].path,
                  refusals.list[i].sentence);
    if (!clients) {
        arena_destroy (&arena);
        return;
    }
    arena_destroy (&enrolled->arena);
    enrolled->arena = arena;
    enrolled->clients = clients;
    log_line (LOG_INFO, "permit.read", "%zu keys are enrolled by %s", clients->clients_count,
              enrolled->file);
}

static void refresh (struct enrolled *enrolled)
{
    struct stat facts;
    if (stat (enrolled->file, &facts) != 0) {
        arena_destroy (&enrolled->arena);
        enrolled->clients = NULL;
        enrolled->missing = true;
        return;
    }
    if (!enrolled->missing && facts.st_ino == enrolled->facts.st_ino &&
        facts.st_size == enrolled->facts.st_size &&
        facts.st_mtim.tv_sec == enrolled->facts.st_mtim.tv_sec &&
        facts.st_mtim.tv_nsec == enrolled->facts.st_mtim.tv_nsec)
        return;
    enrolled->missing = false;
    enrolled->facts = facts;
    read_again (enrolled);
}

struct permit *permit_new (const char *const *files)
{
    struct permit *permit = calloc (1, sizeof *permit);
    if (!permit)
        stop (STOP_OS, "memory", "no memory");
    for (; files[permit->count] && permit->count < FILES_MAX; permit->count++)
        permit->files[permit->count] =
            (struct enrolled){ .file = files[permit->count], .missing = true };
    permit_refresh (permit);
    return permit;
}

void permit_destroy (struct permit **reference)
{
    if (!*reference)
        return;
    for (size_t i = 0; i < (*reference)->count; i++)
        arena_destroy (&(*reference)->files[i].arena);
    free (*reference);
    *reference = NULL;
}

void permit_refresh (struct permit *permit)
{
    for (size_t i = 0; i < permit->count; i++)
        refresh (&permit->files[i]);
}

const char *permit_name (const struct permit *permit, const char *key)
{
    for (size_t f = 0; f < permit->count; f++)
        for (size_t i = 0; permit->files[f].clients && i < permit->files[f].clients->clients_count;
             i++)
            if (strcmp (permit->files[f].clients->clients[i].key, key) == 0)
                return permit->files[f].clients->clients[i].name;
    return NULL;
}

static const struct client *find (const struct permit *permit, const char *actor)
{
    for (size_t f = 0; f < permit->count; f++)
        for (size_t i = 0; permit->files[f].clients && i < permit->files[f].clients->clients_count;
             i++)
            if (strcmp (permit->files[f].clients->clients[i].name, actor) == 0)
                return &permit->files[f].clients->clients[i];
    return NULL;
}

bool permit_knows (const struct permit *permit, const char *actor)
{
    return find (permit, actor) != NULL;
}

bool permit_speaks_for (const struct permit *permit, const char *actor, const char *by)
{
    const struct client *client = find (permit, actor);
    return client && texts_have (client->speaks_for, client->speaks_for_count, by);
}

bool permit_sees_private (const struct permit *permit, const char *actor)
{
    const struct client *client = find (permit, actor);
    return client && client->sees_private;
}

bool permit_reads_journals (const struct permit *permit, const char *actor)
{
    return words_of (actor) || permit_sees_private (permit, actor);
}
