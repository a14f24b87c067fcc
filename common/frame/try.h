/* What the tests of this room share: a folder that goes away again, an arena, files, and a process
   of its own for what stops. Not here: anything that stands for the real thing. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#pragma once
#include "base/log.h"
#include "base/stop.h"
#include "record/record.h"
#include "store/store.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#define COUNT(list) (sizeof (list) / sizeof *(list))

static char folder[32];
static struct arena *arena;

/* Before and after each test, or all of them. */
static inline int try_begin (void **state)
{
    (void)state;
    log_open ("test", LOG_NOTHING);
    arena = arena_new();
    strcpy (folder, "/tmp/frame-test-XXXXXX");
    return mkdtemp (folder) ? 0 : -1;
}

static inline int try_end (void **state)
{
    (void)state;
    char command[64];
    arena_destroy (&arena);
    snprintf (command, sizeof command, "rm -rf %s", folder);
    return system (command);
}

static inline const char *try_path (const char *name)
{
    return arena_format (arena, "%s/%s", folder, name);
}

/* The file NAME of the folder, with TEXT. Returns its path. */
static inline const char *try_put (const char *name, const char *text)
{
    const char *path = try_path (name);
    FILE *file = fopen (path, "w");
    assert_non_null (file);
    assert_true (fputs (text, file) >= 0);
    assert_int_equal (fclose (file), 0);
    return path;
}

static inline struct store *try_store (const char *name)
{
    return store_open (&(struct store_options){ .folder = try_path (name) });
}

/* The exit code of a process that does DEED with SELF. */
static inline int try_exit (void (*deed) (const void *self), const void *self)
{
    int status = 0;
    fflush (NULL);
    pid_t child = fork();
    if (child == 0) {
        deed (self);
        _exit (0);
    }
    assert_int_equal (waitpid (child, &status, 0), child);
    assert_true (WIFEXITED (status));
    return WEXITSTATUS (status);
}

/* The first refusal's path, or NULL when there is none. */
static inline const char *try_refused (const struct refusals *refusals)
{
    return refusals->count > 0 ? refusals->list[0].path : NULL;
}
