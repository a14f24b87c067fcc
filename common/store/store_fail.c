/* After an I/O error SQLite goes on saying OK for what is not on disk, so such an error stops the
   process and nothing is answered. A full disk alone is taken back (transaction.c). */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/fault.h"
#include "store/inside.h"
#include <stdarg.h>
#include <stdio.h>

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

void store_leave_log (struct store *store, bool leave)
{
    if (store->sqlite)
        sqlite3_db_config (store->sqlite, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, (int)leave, NULL);
}

/* Nobody holds a store that is not opened yet, so it would be lost to a stop_hook that returns. */
_Noreturn void store_halt (struct store *store, enum stop_code code, const char *id,
                           const char *format, ...)
{
    char message[2048];
    va_list values;
    va_start (values, format);
    vsnprintf (message, sizeof message, format, values);
    va_end (values);
    store_leave_log (store, true);
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
        store_halt (
            store, STOP_CORRUPT, "store.alien",
            "%s/store.db is no SQLite file, so it is no store of Firewarden; nothing was changed: "
            "name another folder with --data, or restore the last backup",
            folder);
    if ((code & 0xff) == SQLITE_CORRUPT)
        store_halt (
            store, STOP_CORRUPT, "store.damaged",
            "%s/store.db is damaged, or a part of it is gone (%s); nothing was changed: keep it, "
            "and restore the last backup",
            folder, sqlite3_errmsg (store->sqlite));
    if ((code & 0xff) == SQLITE_CANTOPEN)
        store_halt (
            store, STOP_IO, "store.unopened",
            "%s/store.db cannot be opened: it must be a file that this user may read and write, "
            "with no symbolic link on the way to it",
            folder);
}

_Noreturn void store_failed (struct store *store, int code, const char *doing)
{
    explain_start (store, code);
    store_halt (store, severity (code), "store.failed",
                "%s: %s in %s (SQLite %d); nothing after the last "
                "answer is on disk, the next start goes on from there",
                doing, store->sqlite ? sqlite3_errmsg (store->sqlite) : sqlite3_errstr (code),
                store->options.folder, code);
}

void store_check (struct store *store, int code, const char *doing)
{
    if (code == SQLITE_OK || code == SQLITE_DONE || code == SQLITE_ROW)
        return;
    if ((code & 0xff) == SQLITE_FULL && store->inside && !store->options.is_passing)
        store->full = true;
    else if (!((code & 0xff) == SQLITE_IOERR && FAULT (FAULT_IOERR_GOES_ON)))
        store_failed (store, code, doing);
}

void store_run (struct store *store, const char *sql)
{
    store_check (store, sqlite3_exec (store->sqlite, sql, NULL, NULL, NULL), sql);
}
