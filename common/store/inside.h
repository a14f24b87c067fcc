/* What the files of this room share: the store as it is, and how it fails. Nothing here is for
   others (store.h). */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#pragma once
#include "base/stop.h"
#include "store/guard.h"
#include "store/store.h"
#include <sqlite3.h>

enum { STORE_VALUES_MAX = 48 };

struct prepared {
    const struct sql *sql;
    sqlite3_stmt *statement;
    bool walking; /* begun, and not yet at its end */
    int in_count, out_count;
    const struct field *in[STORE_VALUES_MAX];
    const struct field *out[STORE_VALUES_MAX];
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

/* ---- failing (store_fail.c) ---- */

/* Stops; gives back first what is not opened yet. */
_Noreturn void store_halt (struct store *store, enum stop_code code, const char *id,
                           const char *format, ...) __attribute__ ((format (printf, 4, 5)));
_Noreturn void store_failed (struct store *store, int code, const char *doing);
/* What SQLite answered to DOING: a full disk inside a transaction is noted, all else stops. */
void store_check (struct store *store, int code, const char *doing);
void store_run (struct store *store, const char *sql);
/* Closing must not write: what is in the log stays there for the next start. */
void store_leave_log (struct store *store, bool leave);

/* ---- statements (store.c) and transactions (transaction.c) ---- */

/* TEXT made ready, for as long as the store is open; one that does not prepare stops. */
sqlite3_stmt *store_compile (struct store *store, const char *text);
int store_step_once (sqlite3_stmt *statement); /* and reset; SQLite's code */
/* A passing store into its file, before it is closed. */
void store_let_go (struct store *store);
/* The log into the file, by MODE of a checkpoint. */
void store_move_log (struct store *store, int mode);
