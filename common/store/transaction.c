/* Transactions, and the log that they are written to. It is moved into the file here and not by
   SQLite's own hook, which keeps errors of that to itself. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "store/inside.h"
#include <assert.h>

enum { CHECKPOINT_PAGES = 1000 };
/* Of the log's file format. */
enum { PAGE_BYTES = 4096, LOG_HEAD_BYTES = 32, FRAME_HEAD_BYTES = 24 };

/* What was committed is safe in the log, so a full disk only means: later. */
void store_move_log (struct store *store, int mode)
{
    int frames = 0, moved = 0;
    int code = sqlite3_wal_checkpoint_v2 (store->sqlite, NULL, mode, &frames, &moved);
    if ((code & 0xff) != SQLITE_FULL)
        store_check (store, code, "moving the log into the file");
    if (code == SQLITE_OK) /* all moved: the next commit begins the log anew */
        store->log_pages = frames == moved ? 0 : frames;
}

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
        store_move_log (store, SQLITE_CHECKPOINT_RESTART);
    return store->log_pages >= 0 || !log_file (store);
}

/* Of a passing store nothing is taken back, so one transaction lasts as long as it is open: a page
   is copied once, before its first change, and written when it leaves the cache or at the end. */
static bool is_held (const struct store *store)
{
    return store->options.is_passing && !sqlite3_get_autocommit (store->sqlite);
}

void store_begin (struct store *store)
{
    assert (!store->inside);
    store->inside = true;
    store->full = false;
    if (!knows_log (store))
        store->full = true;
    else if (!is_held (store))
        store_check (store, store_step_once (store->begin), "BEGIN");
}

void store_rollback (struct store *store)
{
    assert (store->inside && !store->options.is_passing);
    store->inside = false;
    store->full = false;
    if (!sqlite3_get_autocommit (store->sqlite)) /* SQLite may have undone it already */
        store_check (store, store_step_once (store->rollback), "ROLLBACK");
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
    store_check (store, code, "taking a commit back");
}

bool store_commit (struct store *store)
{
    assert (store->inside && store->walks == 0);
    if (!store->full && !store->options.is_passing) {
        store_check (store, store_step_once (store->commit), "COMMIT");
        if (store->full)
            cut_log (store);
    }
    if (store->full) {
        store_rollback (store);
        return false;
    }
    store->inside = false;
    if (store->log_pages >= CHECKPOINT_PAGES)
        store_move_log (store, SQLITE_CHECKPOINT_PASSIVE);
    return true;
}

void store_let_go (struct store *store)
{
    if (is_held (store))
        store_check (store, store_step_once (store->commit), "COMMIT");
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
