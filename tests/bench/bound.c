/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "bench.h"
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { GROUP = 512 };

static void run (sqlite3 *sqlite, const char *sql)
{
    if (sqlite3_exec (sqlite, sql, NULL, NULL, NULL) != SQLITE_OK)
        bench_fail (sqlite3_errmsg (sqlite));
}

double bound_run (const struct bench *bench, size_t bytes, double seconds)
{
    char path[128];
    sqlite3 *sqlite;
    sqlite3_stmt *insert;
    snprintf (path, sizeof path, "%s/bound.db", bench->folder);
    if (sqlite3_open (path, &sqlite) != SQLITE_OK)
        bench_fail ("the bound's store");
    run (sqlite, "PRAGMA locking_mode=EXCLUSIVE; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
                 "CREATE TABLE line (seq INTEGER PRIMARY KEY, data TEXT NOT NULL)");
    sqlite3_prepare_v2 (sqlite, "INSERT INTO line (data) VALUES (?)", -1, &insert, NULL);
    char *data = malloc (bytes);
    memset (data, 'x', bytes);
    int64_t rows = 0;
    double begun = bench_seconds(), now;
    do {
        run (sqlite, "BEGIN IMMEDIATE");
        for (int i = 0; i < GROUP; i++, rows++) {
            sqlite3_bind_text (insert, 1, data, (int)bytes, SQLITE_STATIC);
            sqlite3_step (insert);
            sqlite3_reset (insert);
        }
        run (sqlite, "COMMIT");
        now = bench_seconds();
    } while (now < begun + seconds);
    sqlite3_finalize (insert);
    sqlite3_close (sqlite);
    free (data);
    remove (path);
    return (double)rows / (now - begun);
}
