/* Opening: each setting that matters is read back, and a store that is not ours is not written to.
   Not here: which files and locks may be trusted (guard.c). */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/fault.h"
#include "store/inside.h"
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { APPLICATION_ID = 0x46575244, /* "FWRD" */ FORMAT = 1, LENGTH_MAX = 4 << 20 };
/* What a statement needs for a moment, a row of the journal above all, without asking malloc. */
enum { PIECE_BYTES = 2048, PIECES = 64 };

/* One value of a pragma, as a text, into OUT. */
static void ask (struct store *store, const char *pragma, char out[64])
{
    sqlite3_stmt *statement = NULL;
    out[0] = '\0';
    store_check (store, sqlite3_prepare_v2 (store->sqlite, pragma, -1, &statement, NULL), pragma);
    int code = sqlite3_step (statement);
    if (code == SQLITE_ROW)
        snprintf (out, 64, "%s", (const char *)sqlite3_column_text (statement, 0));
    sqlite3_finalize (statement);
    store_check (store, code, pragma);
}

static void demand (struct store *store, const char *pragma, const char *wanted)
{
    char got[64];
    ask (store, pragma, got);
    if (strcmp (got, wanted) != 0)
        store_halt (store, STOP_FORBIDDEN, "store.setting", "%s answered %s instead of %s in %s",
                    pragma, got, wanted, store->options.folder);
}

static void limit (struct store *store)
{
    const int on[] = { SQLITE_DBCONFIG_DEFENSIVE, SQLITE_DBCONFIG_ENABLE_FKEY };
    store_leave_log (store, true); /* until it is known to be ours */
    const int off[] = { SQLITE_DBCONFIG_TRUSTED_SCHEMA, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION,
                        SQLITE_DBCONFIG_DQS_DML, SQLITE_DBCONFIG_DQS_DDL };
    for (size_t i = 0; i < sizeof on / sizeof *on; i++)
        sqlite3_db_config (store->sqlite, on[i], 1, NULL);
    for (size_t i = 0; i < sizeof off / sizeof *off; i++)
        sqlite3_db_config (store->sqlite, off[i], 0, NULL);
    sqlite3_extended_result_codes (store->sqlite, 1);
    sqlite3_db_config (store->sqlite, SQLITE_DBCONFIG_LOOKASIDE, NULL, PIECE_BYTES, PIECES);
    sqlite3_limit (store->sqlite, SQLITE_LIMIT_LENGTH, LENGTH_MAX);
    sqlite3_limit (store->sqlite, SQLITE_LIMIT_SQL_LENGTH, 100000);
    sqlite3_limit (store->sqlite, SQLITE_LIMIT_ATTACHED, 0);
    sqlite3_limit (store->sqlite, SQLITE_LIMIT_VARIABLE_NUMBER, STORE_VALUES_MAX);
    sqlite3_limit (store->sqlite, SQLITE_LIMIT_EXPR_DEPTH, 50);
}

/* A store that is not ours, or newer, is refused before anything is written to it. Returns whether
   it is new: then it has no tables, because its name is written before the first of them. */
static bool recognise (struct store *store)
{
    char id[64], format[64], tables[64];
    ask (store, "PRAGMA application_id", id);
    ask (store, "PRAGMA user_version", format);
    ask (store, "SELECT count(*) FROM sqlite_schema", tables);
    if (atol (id) == 0 && strcmp (tables, "0") == 0)
        return true;
    if (atol (id) != APPLICATION_ID)
        store_halt (store, STOP_CORRUPT, "store.foreign",
                    "%s/store.db is an SQLite file, but not a store of "
                    "Firewarden; name another folder",
                    store->options.folder);
    if (atol (format) > FORMAT)
        store_halt (store, STOP_NEWER, "store.newer",
                    "%s/store.db was written by a newer version (journal "
                    "format %s, this program reads up to %d); start the newer version again",
                    store->options.folder, format, FORMAT);
    return false;
}

static void check_pages (struct store *store)
{
    char found[64];
    ask (store, "PRAGMA quick_check(1)", found);
    if (strcmp (found, "ok") != 0)
        store_halt (store, STOP_CORRUPT, "store.damaged",
                    "%s/store.db is damaged (%s); nothing was changed: "
                    "keep it, and restore the last backup",
                    store->options.folder, found);
}

static void name_store (struct store *store)
{
    char script[128];
    snprintf (script, sizeof script,
              "BEGIN IMMEDIATE; PRAGMA application_id=%d;"
              "PRAGMA user_version=%d; COMMIT",
              APPLICATION_ID, FORMAT);
    store_run (store, script);
}

static void keep_log (struct store *store)
{
    const bool loose = FAULT (FAULT_SYNC_NORMAL);
    demand (store, "PRAGMA journal_mode=WAL", "wal");
    store_run (store, loose ? "PRAGMA synchronous=NORMAL" : "PRAGMA synchronous=FULL");
    demand (store, "PRAGMA synchronous", loose ? "1" : "2");
    /* What the log of a killed process brought back may never have been synced, and its end may
       share a sector with what is written next: a loss of power would take away what was shown by
       then. Not TRUNCATE: half a truncation would leave an older log, valid, beside the newer file.
     */
    store_move_log (store, SQLITE_CHECKPOINT_RESTART);
}

/* The sums of a log's frames are a tenth of the work of a store in memory, and pages that go in and
   out of the cache as much again. */
static void keep_no_log (struct store *store)
{
    demand (store, "PRAGMA journal_mode=MEMORY", "memory");
    store_run (store, "PRAGMA synchronous=OFF; PRAGMA cache_size=-65536");
    store->log_pages = 0;
}

static void tune (struct store *store)
{
    demand (store, "PRAGMA locking_mode=EXCLUSIVE",
            "exclusive"); /* before the file is first read */
    store_run (store, "PRAGMA cell_size_check=ON; PRAGMA mmap_size=0; PRAGMA temp_store=MEMORY;"
                      "PRAGMA journal_size_limit=67108864; PRAGMA cache_size=-16384");
    demand (store, "PRAGMA cell_size_check", "1");
    demand (store, "PRAGMA temp_store", "2");
    demand (store, "PRAGMA foreign_keys", "1");
    const bool fresh = recognise (store);
    demand (store, "PRAGMA page_size", "4096");
    check_pages (store);
    (store->options.is_passing ? keep_no_log : keep_log) (store);
    if (fresh)
        name_store (store);
    store_leave_log (store, false);
}

static int note_log (void *self, sqlite3 *sqlite, const char *name, int pages)
{
    (void)sqlite, (void)name;
    ((struct store *)self)->log_pages = pages;
    return SQLITE_OK;
}

struct store *store_open (const struct store_options *options)
{
    /* Counting what it allocates takes SQLite a lock for each piece. Too late, and harmless, after
       the first store of a process. */
    sqlite3_config (SQLITE_CONFIG_MEMSTATUS, 0);
    struct store *store = calloc (1, sizeof *store);
    if (!store)
        stop (STOP_OS, "store.memory", "no memory for a store");
    store->options = *options;
    store->log_pages = -1;
    store->walked = arena_new();
    store->passing = arena_new();
    if (!options->vfs)
        store->guard = guard_new (options->folder, options->any_file_system);
    char path[PATH_MAX];
    snprintf (path, sizeof path, "%s/store.db", options->folder);
    int code = sqlite3_open_v2 (path, &store->sqlite,
                                SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOFOLLOW |
                                    SQLITE_OPEN_PRIVATECACHE | SQLITE_OPEN_NOMUTEX,
                                options->vfs);
    store_check (store, code, path);
    limit (store);
    sqlite3_wal_hook (store->sqlite, note_log, store);
    tune (store);
    store->begin = store_compile (store, "BEGIN IMMEDIATE");
    store->commit = store_compile (store, "COMMIT");
    store->rollback = store_compile (store, "ROLLBACK");
    if (store->guard)
        guard_mark (store->guard, options->folder);
    store->opened = true;
    return store;
}

void store_destroy (struct store **reference)
{
    struct store *store = *reference;
    if (!store)
        return;
    if (store->opened)
        store_let_go (store);
    for (size_t i = 0; i < store->slots; i++)
        sqlite3_finalize (store->prepared[i].statement);
    sqlite3_finalize (store->begin);
    sqlite3_finalize (store->commit);
    sqlite3_finalize (store->rollback);
    sqlite3_close_v2 (store->sqlite);
    guard_destroy (&store->guard);
    arena_destroy (&store->walked);
    arena_destroy (&store->passing);
    free (store->prepared);
    free (store);
    *reference = NULL;
}
