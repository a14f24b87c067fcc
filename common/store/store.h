/* The one place that knows SQLite. A store is one file, one connection, ever: Debian 12's SQLite
   corrupts a WAL store that two connections checkpoint (sqlite.org/wal.html#walresetbug), so a lock
   file beside it keeps every other process out, and nothing but this connection opens the file.
   What is wrong with the environment stops the process; a full disk alone is a state
   (store_is_full). */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#pragma once
#include "record/record.h"
#include <stdbool.h>
#include <stdint.h>

struct store;

/* A statement with the records that feed its parameters (:name is field `name` of IN) and take its
   columns (each column a field of OUT, each field of OUT a column). */
struct sql {
    const char *text;
    const struct record *(*in) (void);
    const struct record *(*out) (void);
};
struct sql_table {
    const struct sql *list;
    size_t count;
};

/* What a VFS of our own answers to sqlite3_file_control with the bytes that are free (int64_t);
   with such a VFS there is no folder, so no lock is taken and no file system judged. */
enum { STORE_ASKS_FREE_BYTES = 0x46575201 };

struct store_options {
    const char *folder; /* holds store.db and LOCK; made (0700) when missing; borrowed */
    const char *vfs;    /* NULL: the system's; the simulation names its own */
    /* Nothing in it has to outlive the process: no log, no sync, and nothing is taken back, so that
       it is one transaction until store_destroy. Its disk never fills: that would be a stop. */
    bool is_passing;
    bool any_file_system;  /* do not refuse a network file system: the operator's own risk */
    int64_t room_for_work; /* bytes free below which nothing new is begun */
    int64_t room_at_all;   /* bytes free below which nothing is accepted */
};

/* Opens or makes the store, and looks at every page of it (about a second for each GB). Stops the
   process, in words and with nothing changed, when it is damaged (65), another's (65), in use (75),
   on a file system that cannot keep a promise (77), or written by a newer version (76). */
struct store *store_open (const struct store_options *options);
/* After a stop nothing is written any more, not even the log into the file. */
void store_destroy (struct store **store);
/* Prepares every statement of TABLE and matches its parameters and columns with the records; a
   mistake stops the start (70). Tables stay referenced for as long as the store lives. */
void store_prepare (struct store *store, const struct sql_table *table);
/* Runs several statements without values: the schema. Outside a transaction each is one of its own,
   and a full disk stops (74). */
void store_script (struct store *store, const char *script);

void store_begin (struct store *store);
/* On disk when it returns true. False: the disk is full, and all since begin is undone. No walk is
   open: it would keep the log from ever being emptied. */
bool store_commit (struct store *store);
void store_rollback (struct store *store); /* of a store that is not passing */
/* A write found the disk full since begin; what follows until rollback does nothing. */
bool store_is_full (const struct store *store);
enum store_room { STORE_ROOM, STORE_ROOM_FOR_WORK, STORE_NO_ROOM };
enum store_room store_room (const struct store *store); /* before the next begin; by statvfs */

/* SQL is an element of a prepared table; IN and OUT are structs of its records (NULL where it has
   none). */
void store_write (struct store *store, const struct sql *sql, const void *in);
int64_t store_changes (const struct store *store); /* rows changed by the last write */
/* The first row into OUT, its texts into ARENA. False: there is none, OUT untouched. */
bool store_read (struct store *store, const struct sql *sql, const void *in, struct arena *arena,
                 void *out);
/* All rows, one after the other; it ends with the false of store_next, or by store_end (which may
   come twice). One walk per statement at a time; the texts of IN are borrowed until the end. */
void store_walk (struct store *store, const struct sql *sql, const void *in);
bool store_next (struct store *store, const struct sql *sql, struct arena *arena, void *out);
void store_end (struct store *store, const struct sql *sql);

/* All rows, at most MAX, as an array of OUT's structs in ARENA into *rows (NULL: none). Returns how
 * many. */
size_t store_list (struct store *store, const struct sql *sql, const void *in, struct arena *arena,
                   size_t max, const void **rows);

/* Every row of TABLE as text, one a line, in an order of its own: for comparing tables. */
void store_dump (struct store *store, const char *table, struct text *out);

int64_t store_wal_bytes (const struct store *store);
/* The refusal of a file system by its magic number (statfs(2)), or NULL: can be trusted. */
const char *store_file_system_refusal (unsigned long magic);
