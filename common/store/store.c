/* Opening, statements and transactions. Each setting that matters is read back. After an I/O error
   SQLite goes on saying OK for what is not on disk, so such an error stops the process and nothing
   is answered; for the same reason the log is moved into the file here and not by SQLite's own
   hook, which keeps errors of that to itself. Not here: which files and locks may be trusted
   (guard.c). */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "store/store.h"
#include "base/fault.h"
#include "base/log.h"
#include "base/stop.h"
#include "record/row.h"
#include "store/guard.h"
#include <assert.h>
#include <limits.h>
#include <sqlite3.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { APPLICATION_ID = 0x46575244, /* "FWRD" */ FORMAT = 1, VALUES_MAX = 40 };
enum { CHECKPOINT_PAGES = 1000, LENGTH_MAX = 4 << 20 };
/* What a statement needs for a moment, a row of the journal above all, without asking malloc. */
enum { PIECE_BYTES = 2048, PIECES = 64 };
/* Of the log's file format. */
enum { PAGE_BYTES = 4096, LOG_HEAD_BYTES = 32, FRAME_HEAD_BYTES = 24 };

struct prepared {
    const struct sql *sql;
    sqlite3_stmt *statement;
    bool walking; /* begun, and not yet at its end */
    int in_count, out_count;
    const struct field *in[VALUES_MAX];
    const struct field *out[VALUES_MAX];
};

struct store {
    struct store_options options;
    sqlite3 *sqlite;
    sqlite3_stmt *begin, *commit, *rollback;
    struct guard *guard;
    /* What is bound: of a walk until no walk is open, of all else until the next statement. A
       rebuild is one walk and millions of writes in one transaction, and must not keep them all. */
    struct arena *walked, *passing;
    size_t walks;
    struct prepared *prepared;
    size_t prepared_count, slots; /* slots: a power of two */
    int log_pages;                /* in the log, before the next commit; -1: not known yet */
    bool full, inside;
    bool opened; /* until then a stop gives everything back */
};

static enum stop_code severity (int code)
{
    switch (code & 0xff) {
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        return STOP_CORRUPT;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return STOP_LOCKED;
    case SQLITE_NOMEM:
        return STOP_OS;
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_FULL:
        return STOP_IO;
    default: /* of SQLite's codes */
        return STOP_BUG;
    }
}

/* Closing must not write: what is in the log stays there for the next start. */
static void leave_log (struct store *store, bool leave)
{
    if (store->sqlite)
        sqlite3_db_config (store->sqlite, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, (int)leave, NULL);
}

/* Nobody holds a store that is not opened yet, so it would be lost to a stop_hook that returns. */
__attribute__ ((format (printf, 4, 5))) static _Noreturn void
halt (struct store *store, enum stop_code code, const char *id, const char *format, ...)
{
    char message[2048];
    va_list values;
    va_start (values, format);
    vsnprintf (message, sizeof message, format, values);
    va_end (values);
    leave_log (store, true);
    if (!store->opened) {
        sqlite3_close_v2 (store->sqlite);
        store->sqlite = NULL;
        if (store->guard)
            guard_drop_empty_log (store->guard);
        store_destroy (&store);
    }
    stop (code, id, "%s", message);
}

/* What is found at the start is said as such, not as what SQLite was doing. */
static void explain_start (struct store *store, int code)
{
    const char *folder = store->options.folder;
    if (store->opened)
        return;
    if ((code & 0xff) == SQLITE_NOTADB)
        halt (
            store, STOP_CORRUPT, "store.alien",
            "%s/store.db is no SQLite file, so it is no store of Firewarden; nothing was changed: "
            "name another folder with --data, or restore the last backup",
            folder);
    if ((code & 0xff) == SQLITE_CORRUPT)
        halt (store, STOP_CORRUPT, "store.damaged",
              "%s/store.db is damaged, or a part of it is gone (%s); nothing was changed: keep it, "
              "and restore the last backup",
              folder, sqlite3_errmsg (store->sqlite));
    if ((code & 0xff) == SQLITE_CANTOPEN)
        halt (store, STOP_IO, "store.unopened",
              "%s/store.db cannot be opened: it must be a file that this user may read and write, "
              "with no symbolic link on the way to it",
              folder);
}

static _Noreturn void failed (struct store *store, int code, const char *doing)
{
    explain_start (store, code);
    halt (store, severity (code), "store.failed",
          "%s: %s in %s (SQLite %d); nothing after the last "
          "answer is on disk, the next start goes on from there",
          doing, store->sqlite ? sqlite3_errmsg (store->sqlite) : sqlite3_errstr (code),
          store->options.folder, code);
}

static void check (struct store *store, int code, const char *doing)
{
    if (code == SQLITE_OK || code == SQLITE_DONE || code == SQLITE_ROW)
        return;
    if ((code & 0xff) == SQLITE_FULL && store->inside)
        store->full = true;
    else if (!((code & 0xff) == SQLITE_IOERR && FAULT (FAULT_IOERR_GOES_ON)))
        failed (store, code, doing);
}

static void run (struct store *store, const char *sql)
{
    check (store, sqlite3_exec (store->sqlite, sql, NULL, NULL, NULL), sql);
}

/* One value of a pragma, as a text, into OUT. */
static void ask (struct store *store, const char *pragma, char out[64])
{
    sqlite3_stmt *statement = NULL;
    out[0] = '\0';
    check (store, sqlite3_prepare_v2 (store->sqlite, pragma, -1, &statement, NULL), pragma);
    int code = sqlite3_step (statement);
    if (code == SQLITE_ROW)
        snprintf (out, 64, "%s", (const char *)sqlite3_column_text (statement, 0));
    sqlite3_finalize (statement);
    check (store, code, pragma);
}

static void demand (struct store *store, const char *pragma, const char *wanted)
{
    char got[64];
    ask (store, pragma, got);
    if (strcmp (got, wanted) != 0)
        halt (store, STOP_FORBIDDEN, "store.setting", "%s answered %s instead of %s in %s", pragma,
              got, wanted, store->options.folder);
}

static void limit (struct store *store)
{
    const int on[] = { SQLITE_DBCONFIG_DEFENSIVE, SQLITE_DBCONFIG_ENABLE_FKEY };
    leave_log (store, true); /* until it is known to be ours */
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
    sqlite3_limit (store->sqlite, SQLITE_LIMIT_VARIABLE_NUMBER, VALUES_MAX);
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
        halt (store, STOP_CORRUPT, "store.foreign",
              "%s/store.db is an SQLite file, but not a store of "
              "Firewarden; name another folder",
              store->options.folder);
    if (atol (format) > FORMAT)
        halt (store, STOP_NEWER, "store.newer",
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
        halt (store, STOP_CORRUPT, "store.damaged",
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
    run (store, script);
}

/* What was committed is safe in the log, so a full disk only means: later. */
static void move_log (struct store *store, int mode)
{
    int frames = 0, moved = 0;
    int code = sqlite3_wal_checkpoint_v2 (store->sqlite, NULL, mode, &frames, &moved);
    if ((code & 0xff) != SQLITE_FULL)
        check (store, code, "moving the log into the file");
    if (code == SQLITE_OK) /* all moved: the next commit begins the log anew */
        store->log_pages = frames == moved ? 0 : frames;
}

static void keep_log (struct store *store)
{
    const bool loose = FAULT (FAULT_SYNC_NORMAL);
    demand (store, "PRAGMA journal_mode=WAL", "wal");
    run (store, loose ? "PRAGMA synchronous=NORMAL" : "PRAGMA synchronous=FULL");
    demand (store, "PRAGMA synchronous", loose ? "1" : "2");
    /* What the log of a killed process brought back may never have been synced, and its end may
       share a sector with what is written next: a loss of power would take away what was shown by
       then. Not TRUNCATE: half a truncation would leave an older log, valid, beside the newer file.
     */
    move_log (store, SQLITE_CHECKPOINT_RESTART);
}

/* The sums of a log's frames are a tenth of the work of a store in memory. */
static void keep_no_log (struct store *store)
{
    demand (store, "PRAGMA journal_mode=MEMORY", "memory");
    run (store, "PRAGMA synchronous=OFF");
    store->log_pages = 0;
}

static void tune (struct store *store)
{
    demand (store, "PRAGMA locking_mode=EXCLUSIVE",
            "exclusive"); /* before the file is first read */
    run (store, "PRAGMA cell_size_check=ON; PRAGMA mmap_size=0; PRAGMA temp_store=MEMORY;"
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
    leave_log (store, false);
}

static int note_log (void *self, sqlite3 *sqlite, const char *name, int pages)
{
    (void)sqlite, (void)name;
    ((struct store *)self)->log_pages = pages;
    return SQLITE_OK;
}

static sqlite3_stmt *prepare (struct store *store, const char *text)
{
    sqlite3_stmt *statement = NULL;
    if (store->full)
        failed (store, SQLITE_FULL, text); /* the tables it speaks of may be undone */
    int code =
        sqlite3_prepare_v3 (store->sqlite, text, -1, SQLITE_PREPARE_PERSISTENT, &statement, NULL);
    if (code != SQLITE_OK)
        failed (store, code, text);
    return statement;
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
    check (store, code, path);
    limit (store);
    sqlite3_wal_hook (store->sqlite, note_log, store);
    tune (store);
    store->begin = prepare (store, "BEGIN IMMEDIATE");
    store->commit = prepare (store, "COMMIT");
    store->rollback = prepare (store, "ROLLBACK");
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

/* ---- statements ---- */

static size_t slot_of (const struct store *store, const struct sql *sql)
{
    size_t slot = ((uintptr_t)sql / sizeof *sql) & (store->slots - 1);
    while (store->prepared[slot].sql && store->prepared[slot].sql != sql)
        slot = (slot + 1) & (store->slots - 1);
    return slot;
}

static void make_room (struct store *store, size_t more)
{
    struct prepared *old = store->prepared;
    size_t slots = store->slots, wanted = slots ? slots : 64;
    while (wanted < 2 * (store->prepared_count + more))
        wanted *= 2;
    store->prepared = calloc (wanted, sizeof *store->prepared);
    if (!store->prepared)
        stop (STOP_OS, "store.memory", "no memory for %zu statements", wanted);
    store->slots = wanted;
    for (size_t i = 0; i < slots; i++)
        if (old[i].sql)
            store->prepared[slot_of (store, old[i].sql)] = old[i];
    free (old);
}

static const struct field *match (const struct sql *sql, const struct record *(*record) (void),
                                  const char *name)
{
    const struct field *field = record && name ? record_field (record(), name) : NULL;
    if (!field)
        stop (STOP_BUG, "store.statement", "no field `%s` for: %s", name ? name : "?", sql->text);
    return field;
}

static void match_all (const struct sql *sql, struct prepared *prepared)
{
    prepared->in_count = sqlite3_bind_parameter_count (prepared->statement);
    prepared->out_count = sqlite3_column_count (prepared->statement);
    assert (prepared->in_count <= VALUES_MAX && prepared->out_count <= VALUES_MAX);
    for (int i = 0; i < prepared->in_count; i++) {
        const char *name = sqlite3_bind_parameter_name (prepared->statement, i + 1);
        prepared->in[i] = match (sql, sql->in, name ? name + 1 : NULL);
    }
    for (int i = 0; i < prepared->out_count; i++)
        prepared->out[i] = match (sql, sql->out, sqlite3_column_name (prepared->statement, i));
    if (sql->out && (size_t)prepared->out_count != sql->out()->fields_count)
        stop (STOP_BUG, "store.statement", "%d columns for the %zu fields of `%s`: %s",
              prepared->out_count, sql->out()->fields_count, sql->out()->head->word, sql->text);
}

void store_prepare (struct store *store, const struct sql_table *table)
{
    make_room (store, table->count);
    for (size_t i = 0; i < table->count; i++) {
        const struct sql *sql = &table->list[i];
        struct prepared *prepared = &store->prepared[slot_of (store, sql)];
        if (prepared->sql)
            continue;
        prepared->sql = sql;
        prepared->statement = prepare (store, sql->text);
        store->prepared_count++;
        match_all (sql, prepared);
    }
}

void store_script (struct store *store, const char *script)
{
    if (store->full)
        return; /* SQLite may have ended the transaction: each statement would be one of its own */
    run (store, script);
}

static void bind (struct store *store, struct prepared *prepared, const void *in,
                  struct arena *arena)
{
    for (int i = 0; i < prepared->in_count; i++) {
        struct row_value value = row_get (prepared->in[i], in, arena);
        int code = SQLITE_OK;
        switch (value.kind) {
        case ROW_NULL:
            code = sqlite3_bind_null (prepared->statement, i + 1);
            break;
        case ROW_NUMBER:
            code = sqlite3_bind_int64 (prepared->statement, i + 1, value.number);
            break;
        case ROW_TEXT:
            code = sqlite3_bind_text64 (prepared->statement, i + 1, value.bytes, value.size,
                                        SQLITE_STATIC, SQLITE_UTF8);
            break;
        case ROW_BYTES:
            /* These alone stand in the struct itself, which a walk may outlive. */
            code = sqlite3_bind_blob64 (prepared->statement, i + 1,
                                        arena_copy (arena, value.bytes, value.size), value.size,
                                        SQLITE_STATIC);
            break;
        }
        check (store, code, prepared->sql->text);
    }
}

static struct prepared *found (const struct store *store, const struct sql *sql)
{
    struct prepared *prepared = &store->prepared[slot_of (store, sql)];
    assert (prepared->sql == sql);
    return prepared;
}

static int step_once (sqlite3_stmt *statement)
{
    int code = sqlite3_step (statement);
    sqlite3_reset (statement); /* its code is that of the step */
    return code;
}

static struct row_value column (sqlite3_stmt *statement, int i)
{
    switch (sqlite3_column_type (statement, i)) {
    case SQLITE_INTEGER:
        return (struct row_value){ .kind = ROW_NUMBER,
                                   .number = sqlite3_column_int64 (statement, i) };
    case SQLITE_TEXT:
        return (struct row_value){ .kind = ROW_TEXT,
                                   .bytes = sqlite3_column_text (statement, i),
                                   .size = (size_t)sqlite3_column_bytes (statement, i) };
    case SQLITE_BLOB:
        return (struct row_value){ .kind = ROW_BYTES,
                                   .bytes = sqlite3_column_blob (statement, i),
                                   .size = (size_t)sqlite3_column_bytes (statement, i) };
    default: /* SQLITE_NULL, of SQLite's types */
        return (struct row_value){ .kind = ROW_NULL };
    }
}

static void take_row (struct store *store, const struct prepared *prepared, struct arena *arena,
                      void *out)
{
    record_clear (prepared->sql->out(), out);
    for (int i = 0; i < prepared->out_count; i++) {
        struct row_value value = column (prepared->statement, i);
        if (!row_put (prepared->out[i], &value, arena, out))
            stop (STOP_CORRUPT, "store.row",
                  "column %s of %s holds what this program never wrote, "
                  "in %s",
                  prepared->out[i]->name, prepared->sql->text, store->options.folder);
    }
}

void store_write (struct store *store, const struct sql *sql, const void *in)
{
    struct prepared *prepared = found (store, sql);
    assert (store->inside && !prepared->walking);
    if (store->full)
        return;
    arena_reset (store->passing);
    bind (store, prepared, in, store->passing);
    check (store, step_once (prepared->statement), sql->text);
}

int64_t store_changes (const struct store *store)
{
    return sqlite3_changes64 (store->sqlite);
}

static bool step (struct store *store, struct prepared *prepared, struct arena *arena, void *out)
{
    int code = sqlite3_step (prepared->statement);
    if (code == SQLITE_ROW)
        take_row (store, prepared, arena, out);
    check (store, code, prepared->sql->text);
    return code == SQLITE_ROW;
}

bool store_read (struct store *store, const struct sql *sql, const void *in, struct arena *arena,
                 void *out)
{
    struct prepared *prepared = found (store, sql);
    assert (!prepared->walking);
    arena_reset (store->passing);
    bind (store, prepared, in, store->passing);
    bool there = step (store, prepared, arena, out);
    sqlite3_reset (prepared->statement);
    return there;
}

void store_walk (struct store *store, const struct sql *sql, const void *in)
{
    struct prepared *prepared = found (store, sql);
    assert (!prepared->walking);
    if (store->walks++ == 0)
        arena_reset (store->walked);
    prepared->walking = true;
    bind (store, prepared, in, store->walked);
}

bool store_next (struct store *store, const struct sql *sql, struct arena *arena, void *out)
{
    struct prepared *prepared = found (store, sql);
    assert (prepared->walking);
    bool there = step (store, prepared, arena, out);
    if (!there)
        store_end (store, sql);
    return there;
}

void store_end (struct store *store, const struct sql *sql)
{
    struct prepared *prepared = found (store, sql);
    if (!prepared->walking)
        return;
    sqlite3_reset (prepared->statement);
    prepared->walking = false;
    store->walks--;
}

size_t store_list (struct store *store, const struct sql *sql, const void *in, struct arena *arena,
                   size_t max, const void **rows)
{
    enum { FIRST = 4 };
    const size_t size = sql->out()->head->size;
    size_t count = 0, room = 0;
    char *list = NULL;
    store_walk (store, sql, in);
    for (; count < max; count++) {
        if (count == room) {
            room = room ? 2 * room : FIRST;
            char *larger = arena_take_raw (arena, room * size);
            if (count > 0)
                memcpy (larger, list, count * size);
            list = larger;
        }
        if (!store_next (store, sql, arena, list + count * size))
            break;
    }
    store_end (store, sql);
    *rows = count > 0 ? list : NULL;
    return count;
}

static void dump_row (sqlite3_stmt *statement, struct text *out)
{
    for (int i = 0; i < sqlite3_column_count (statement); i++) {
        text_say (out, i > 0 ? "|" : "");
        if (sqlite3_column_type (statement, i) == SQLITE_NULL)
            text_say (out, "NULL");
        else
            text_say (out, (const char *)sqlite3_column_text (statement, i));
    }
    text_say (out, "\n");
}

void store_dump (struct store *store, const char *table, struct text *out)
{
    static const char *const orders[] = { "", " ORDER BY 1", " ORDER BY 1, 2",
                                          " ORDER BY 1, 2, 3" };
    char sql[256];
    sqlite3_stmt *statement = NULL;
    int columns = 0;
    for (int pass = 0; pass < 2; pass++) {
        sqlite3_finalize (statement);
        snprintf (sql, sizeof sql, "SELECT * FROM \"%s\"%s", table,
                  orders[columns < 3 ? columns : 3]);
        check (store, sqlite3_prepare_v2 (store->sqlite, sql, -1, &statement, NULL), sql);
        columns = sqlite3_column_count (statement);
    }
    while (sqlite3_step (statement) == SQLITE_ROW)
        dump_row (statement, out);
    sqlite3_finalize (statement);
}

/* ---- transactions ---- */

static sqlite3_file *log_file (const struct store *store)
{
    sqlite3_file *file = NULL;
    sqlite3_file_control (store->sqlite, "main", SQLITE_FCNTL_JOURNAL_POINTER, &file);
    return file && file->pMethods ? file : NULL;
}

/* Whether it is known where the log ends: only then can a commit that finds the disk full be taken
   back. It is not when the disk was full already as the store was opened; then nothing is written
   until the log could be moved. */
static bool knows_log (struct store *store)
{
    if (store->log_pages < 0 && log_file (store))
        move_log (store, SQLITE_CHECKPOINT_RESTART);
    return store->log_pages >= 0 || !log_file (store);
}

void store_begin (struct store *store)
{
    assert (!store->inside);
    store->inside = true;
    store->full = false;
    if (!knows_log (store))
        store->full = true;
    else
        check (store, step_once (store->begin), "BEGIN");
}

void store_rollback (struct store *store)
{
    assert (store->inside);
    store->inside = false;
    store->full = false;
    if (!sqlite3_get_autocommit (store->sqlite)) /* SQLite may have undone it already */
        check (store, step_once (store->rollback), "ROLLBACK");
}

/* SQLite takes a commit that found the disk full back in memory only. What marks it as committed
   may stand in the log already, before the bytes that found no room, and the next start would
   believe it. */
static void cut_log (struct store *store)
{
    sqlite3_file *file = log_file (store);
    if (!file)
        return;
    assert (store->log_pages >= 0);
    const int64_t end =
        LOG_HEAD_BYTES + (int64_t)store->log_pages * (FRAME_HEAD_BYTES + PAGE_BYTES);
    int code = file->pMethods->xTruncate (file, store->log_pages > 0 ? end : 0);
    if (code == SQLITE_OK)
        code = file->pMethods->xSync (file, SQLITE_SYNC_NORMAL);
    check (store, code, "taking a commit back");
}

bool store_commit (struct store *store)
{
    assert (store->inside && store->walks == 0);
    if (!store->full) {
        check (store, step_once (store->commit), "COMMIT");
        if (store->full)
            cut_log (store);
    }
    if (store->full) {
        store_rollback (store);
        return false;
    }
    store->inside = false;
    if (store->log_pages >= CHECKPOINT_PAGES)
        move_log (store, SQLITE_CHECKPOINT_PASSIVE);
    return true;
}

bool store_is_full (const struct store *store)
{
    return store->full;
}

static int64_t free_bytes_of (const struct store *store)
{
    if (store->guard)
        return guard_free_bytes (store->guard);
    int64_t bytes = INT64_MAX; /* for a VFS that does not know the question */
    sqlite3_file_control (store->sqlite, "main", STORE_ASKS_FREE_BYTES, &bytes);
    return bytes;
}

enum store_room store_room (const struct store *store)
{
    const int64_t free_bytes = free_bytes_of (store);
    if (free_bytes < store->options.room_at_all)
        return STORE_NO_ROOM;
    return free_bytes < store->options.room_for_work ? STORE_ROOM_FOR_WORK : STORE_ROOM;
}

int64_t store_wal_bytes (const struct store *store)
{
    sqlite3_file *file = log_file (store);
    sqlite3_int64 size = 0;
    if (file)
        file->pMethods->xFileSize (file, &size);
    return size;
}
