/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "losing_vfs.h"
#include "losing_disk.h"
#include "store/store.h"
#include <assert.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct losing_vfs {
    sqlite3_vfs sqlite; /* its pAppData is this struct */
    struct disk disk;
    struct random random;
    instant now;
    unsigned life; /* one more after each death: handles of an earlier one are dead */
    bool off;
    uint64_t operations, lose_in, fail_in; /* 0: not */
    bool failing;                          /* for ever */
    bool fail_for_ever;
    int64_t limit_bytes;
};

/* What SQLite calls an open file. */
struct handle {
    sqlite3_file sqlite; /* first: SQLite hands out a pointer to it */
    struct losing_vfs *vfs;
    struct disk_file *file;
    unsigned life;
    int level;         /* of lock */
    bool syncs_folder; /* a journal: SQLite's own VFS syncs the folder with its first sync */
    bool temporary;
};

struct losing_copy {
    struct disk disk;
};

static struct losing_vfs *vfs_of (sqlite3_vfs *sqlite)
{
    return sqlite->pAppData;
}

static struct handle *handle_of (sqlite3_file *sqlite)
{
    return (struct handle *)(void *)sqlite;
}

static bool is_dead (const struct handle *handle)
{
    return handle->vfs->off || handle->life != handle->vfs->life;
}

static void die (struct losing_vfs *vfs)
{
    vfs->life++;
    vfs->off = true;
    vfs->lose_in = 0;
}

/* ---- operations that change the disk ---- */

/* Whether the disk fails at this one. */
static bool fails (struct losing_vfs *vfs)
{
    vfs->operations++;
    if (vfs->fail_in > 0 && --vfs->fail_in == 0) {
        vfs->failing = vfs->fail_for_ever;
        return true;
    }
    return vfs->failing;
}

/* The end of each operation: CODE, or an I/O error when the power went with it. */
static int done (struct losing_vfs *vfs, int code)
{
    if (vfs->lose_in == 0 || --vfs->lose_in > 0)
        return code;
    losing_vfs_lose (vfs);
    return SQLITE_IOERR;
}

static int write_at (sqlite3_file *sqlite, const void *bytes, int amount, sqlite3_int64 offset)
{
    struct handle *handle = handle_of (sqlite);
    struct losing_vfs *vfs = handle->vfs;
    if (is_dead (handle))
        return SQLITE_IOERR_WRITE;
    if (fails (vfs))
        return done (vfs, SQLITE_IOERR_WRITE);
    const int64_t grown = offset + amount - (int64_t)handle->file->size;
    int64_t missing = grown > 0 ? losing_vfs_used_bytes (vfs) + grown - vfs->limit_bytes : 0;
    if (missing > amount)
        missing = amount;
    const size_t size = (size_t)(missing > 0 ? amount - missing : amount);
    if (size > 0)
        disk_write (handle->file, bytes, size, (size_t)offset);
    return done (vfs, missing > 0 ? SQLITE_FULL : SQLITE_OK);
}

static int truncate_to (sqlite3_file *sqlite, sqlite3_int64 size)
{
    struct handle *handle = handle_of (sqlite);
    if (is_dead (handle))
        return SQLITE_IOERR_TRUNCATE;
    if (fails (handle->vfs))
        return done (handle->vfs, SQLITE_IOERR_TRUNCATE);
    disk_truncate (handle->file, (size_t)size);
    return done (handle->vfs, SQLITE_OK);
}

static void sync_all (struct handle *handle)
{
    disk_sync (handle->file);
    if (handle->syncs_folder)
        disk_sync_folder (&handle->vfs->disk, handle->file->name);
    handle->syncs_folder = false;
}

static int sync_file (sqlite3_file *sqlite, int flags)
{
    (void)flags;
    struct handle *handle = handle_of (sqlite);
    struct losing_vfs *vfs = handle->vfs;
    if (is_dead (handle))
        return SQLITE_IOERR_FSYNC;
    if (fails (vfs)) {
        disk_sync_in_vain (handle->file, &vfs->random);
        return done (vfs, SQLITE_IOERR_FSYNC);
    }
    /* Power may go while the disk works, or when all is done and nobody has heard of it. */
    if (vfs->lose_in != 1 || random_chance (&vfs->random, 50))
        sync_all (handle);
    return done (vfs, SQLITE_OK);
}

static int delete_file (sqlite3_vfs *sqlite, const char *name, int sync_folder)
{
    struct losing_vfs *vfs = vfs_of (sqlite);
    struct disk_file *file = disk_find (&vfs->disk, name);
    if (vfs->off)
        return SQLITE_IOERR_DELETE;
    if (!file)
        return SQLITE_IOERR_DELETE_NOENT;
    if (fails (vfs))
        return done (vfs, SQLITE_IOERR_DELETE);
    disk_unname (&vfs->disk, file);
    if (sync_folder && (vfs->lose_in != 1 || random_chance (&vfs->random, 50)))
        disk_sync_folder (&vfs->disk, name);
    return done (vfs, SQLITE_OK);
}

/* ---- the rest of a file ---- */

static int close_file (sqlite3_file *sqlite)
{
    struct handle *handle = handle_of (sqlite);
    struct disk_file *file = handle->file;
    if (!is_dead (handle))
        sqlite->pMethods->xUnlock (sqlite, SQLITE_LOCK_NONE);
    if (!is_dead (handle) && handle->temporary)
        file->named = file->named_durably = false;
    file->handles--;
    disk_sweep (&handle->vfs->disk);
    sqlite->pMethods = NULL;
    return SQLITE_OK;
}

static int read_at (sqlite3_file *sqlite, void *bytes, int amount, sqlite3_int64 offset)
{
    struct handle *handle = handle_of (sqlite);
    if (is_dead (handle))
        return SQLITE_IOERR_READ;
    const struct disk_file *file = handle->file;
    const size_t wanted = (size_t)amount, from = (size_t)offset;
    size_t there = from < file->size ? file->size - from : 0;
    if (there > wanted)
        there = wanted;
    if (there > 0)
        memcpy (bytes, file->now + from, there);
    if (there == wanted)
        return SQLITE_OK;
    memset ((char *)bytes + there, 0, wanted - there);
    return SQLITE_IOERR_SHORT_READ;
}

static int size_of_file (sqlite3_file *sqlite, sqlite3_int64 *size)
{
    struct handle *handle = handle_of (sqlite);
    *size = (sqlite3_int64)handle->file->size;
    return is_dead (handle) ? SQLITE_IOERR_FSTAT : SQLITE_OK;
}

static int lock_file (sqlite3_file *sqlite, int level)
{
    struct handle *handle = handle_of (sqlite);
    struct disk_file *file = handle->file;
    if (is_dead (handle))
        return SQLITE_IOERR_LOCK;
    if (handle->level >= level)
        return SQLITE_OK;
    const bool others = file->writer && file->writer != handle;
    if (others && (level > SQLITE_LOCK_SHARED || file->writer_level > SQLITE_LOCK_RESERVED))
        return SQLITE_BUSY;
    if (handle->level == SQLITE_LOCK_NONE)
        file->shared++;
    handle->level = level;
    if (level == SQLITE_LOCK_SHARED)
        return SQLITE_OK;
    /* Who waits for readers to leave lets no new ones in. */
    const bool waits = level == SQLITE_LOCK_EXCLUSIVE && file->shared > 1;
    file->writer = handle;
    file->writer_level = handle->level = waits ? SQLITE_LOCK_PENDING : level;
    return waits ? SQLITE_BUSY : SQLITE_OK;
}

static int unlock_file (sqlite3_file *sqlite, int level)
{
    struct handle *handle = handle_of (sqlite);
    struct disk_file *file = handle->file;
    if (is_dead (handle))
        return SQLITE_IOERR_UNLOCK;
    if (handle->level <= level)
        return SQLITE_OK;
    if (file->writer == handle)
        file->writer = NULL, file->writer_level = 0;
    if (level == SQLITE_LOCK_NONE)
        file->shared--;
    handle->level = level;
    return SQLITE_OK;
}

static int check_reserved (sqlite3_file *sqlite, int *reserved)
{
    struct handle *handle = handle_of (sqlite);
    *reserved = handle->file->writer != NULL;
    return is_dead (handle) ? SQLITE_IOERR_CHECKRESERVEDLOCK : SQLITE_OK;
}

static int control (sqlite3_file *sqlite, int operation, void *argument)
{
    const struct losing_vfs *vfs = handle_of (sqlite)->vfs;
    if (operation != STORE_ASKS_FREE_BYTES)
        return SQLITE_NOTFOUND;
    *(int64_t *)argument =
        vfs->limit_bytes == INT64_MAX ? INT64_MAX : vfs->limit_bytes - losing_vfs_used_bytes (vfs);
    return SQLITE_OK;
}

static int sector_size (sqlite3_file *sqlite)
{
    (void)sqlite;
    return SECTOR_BYTES;
}

static int characteristics (sqlite3_file *sqlite)
{
    (void)sqlite;
    return 0;
}

/* Version 1: a log in EXCLUSIVE mode needs no shared memory, and another is not used here. */
static const sqlite3_io_methods methods = {
    .iVersion = 1,
    .xClose = close_file,
    .xRead = read_at,
    .xWrite = write_at,
    .xTruncate = truncate_to,
    .xSync = sync_file,
    .xFileSize = size_of_file,
    .xLock = lock_file,
    .xUnlock = unlock_file,
    .xCheckReservedLock = check_reserved,
    .xFileControl = control,
    .xSectorSize = sector_size,
    .xDeviceCharacteristics = characteristics,
};

/* ---- the rest of a machine ---- */

static int open_file (sqlite3_vfs *sqlite, const char *name, sqlite3_file *out, int flags,
                      int *out_flags)
{
    enum { JOURNALS = SQLITE_OPEN_WAL | SQLITE_OPEN_MAIN_JOURNAL | SQLITE_OPEN_SUPER_JOURNAL };
    struct losing_vfs *vfs = vfs_of (sqlite);
    struct handle *handle = handle_of (out);
    *handle = (struct handle){ .vfs = vfs, .life = vfs->life };
    if (vfs->off)
        return SQLITE_IOERR;
    struct disk_file *file = name ? disk_find (&vfs->disk, name) : NULL;
    const bool missing = !file;
    if (missing ? !(flags & SQLITE_OPEN_CREATE) : (flags & SQLITE_OPEN_EXCLUSIVE) != 0)
        return SQLITE_CANTOPEN;
    if (missing) {
        if (fails (vfs))
            return done (vfs, SQLITE_IOERR);
        file = disk_create (&vfs->disk, name);
    }
    if (missing && done (vfs, SQLITE_OK) != SQLITE_OK)
        return SQLITE_IOERR; /* and FILE may be gone */
    handle->file = file;
    /* Whether it was there or not: what made it may have died before its first sync (os_unix.c). */
    handle->syncs_folder = (flags & SQLITE_OPEN_CREATE) && (flags & JOURNALS);
    handle->temporary = flags & SQLITE_OPEN_DELETEONCLOSE;
    handle->sqlite.pMethods = &methods;
    file->handles++;
    if (out_flags)
        *out_flags = flags;
    return SQLITE_OK;
}

static int has_access (sqlite3_vfs *sqlite, const char *name, int flags, int *answer)
{
    (void)flags;
    struct losing_vfs *vfs = vfs_of (sqlite);
    *answer = disk_find (&vfs->disk, name) != NULL;
    return vfs->off ? SQLITE_IOERR_ACCESS : SQLITE_OK;
}

static int full_path (sqlite3_vfs *sqlite, const char *name, int size, char *out)
{
    (void)sqlite;
    return snprintf (out, (size_t)size, "%s", name) < size ? SQLITE_OK : SQLITE_CANTOPEN;
}

static int draw_bytes (sqlite3_vfs *sqlite, int size, char *out)
{
    random_fill (&vfs_of (sqlite)->random, out, (size_t)size);
    return size;
}

static int sleep_not (sqlite3_vfs *sqlite, int microseconds)
{
    (void)sqlite;
    return microseconds;
}

static int tell_time (sqlite3_vfs *sqlite, double *julian_day)
{
    *julian_day = 2440587.5 + (double)vfs_of (sqlite)->now / (double)DAY_MS;
    return SQLITE_OK;
}

static int last_error (sqlite3_vfs *sqlite, int size, char *out)
{
    (void)sqlite;
    (void)size;
    (void)out;
    return 0;
}

struct losing_vfs *losing_vfs_new (const char *name, uint64_t seed)
{
    struct losing_vfs *vfs = calloc (1, sizeof *vfs);
    if (!vfs)
        abort();
    *vfs = (struct losing_vfs){ .random = random_from (seed), .limit_bytes = INT64_MAX };
    vfs->sqlite = (sqlite3_vfs){
        .iVersion = 1,
        .szOsFile = sizeof (struct handle),
        .mxPathname = 1024,
        .zName = name,
        .pAppData = vfs,
        .xOpen = open_file,
        .xDelete = delete_file,
        .xAccess = has_access,
        .xFullPathname = full_path,
        .xRandomness = draw_bytes,
        .xSleep = sleep_not,
        .xCurrentTime = tell_time,
        .xGetLastError = last_error,
    };
    sqlite3_config (SQLITE_CONFIG_MEMSTATUS, 0); /* as store_open does, and before it can */
    sqlite3_initialize();
    assert (!sqlite3_vfs_find (name));
    sqlite3_vfs_register (&vfs->sqlite, 0);
    return vfs;
}

void losing_vfs_destroy (struct losing_vfs **reference)
{
    struct losing_vfs *vfs = *reference;
    if (!vfs)
        return;
    sqlite3_vfs_unregister (&vfs->sqlite);
    disk_empty (&vfs->disk);
    free (vfs);
    *reference = NULL;
}

const char *losing_vfs_name (const struct losing_vfs *vfs)
{
    return vfs->sqlite.zName;
}

void losing_vfs_set_clock (struct losing_vfs *vfs, instant now)
{
    vfs->now = now;
}

void losing_vfs_seed_sqlite (uint32_t seed)
{
    sqlite3_initialize();
    sqlite3_test_control (SQLITE_TESTCTRL_PRNG_SEED, (int)seed, NULL);
}

void losing_vfs_lose_after (struct losing_vfs *vfs, uint64_t n)
{
    vfs->lose_in = n;
}

void losing_vfs_lose (struct losing_vfs *vfs)
{
    disk_lose (&vfs->disk, &vfs->random);
    die (vfs);
}

void losing_vfs_kill (struct losing_vfs *vfs)
{
    disk_drop_betrayed (&vfs->disk);
    disk_free_locks (&vfs->disk);
    die (vfs);
}

bool losing_vfs_is_off (const struct losing_vfs *vfs)
{
    return vfs->off;
}

void losing_vfs_start (struct losing_vfs *vfs)
{
    vfs->off = false;
}

uint64_t losing_vfs_operations (const struct losing_vfs *vfs)
{
    return vfs->operations;
}

void losing_vfs_fail_after (struct losing_vfs *vfs, uint64_t n, bool for_ever)
{
    vfs->fail_in = n;
    vfs->fail_for_ever = for_ever;
    vfs->failing = false;
}

void losing_vfs_limit_bytes (struct losing_vfs *vfs, int64_t bytes)
{
    vfs->limit_bytes = bytes;
}

int64_t losing_vfs_used_bytes (const struct losing_vfs *vfs)
{
    return (int64_t)disk_used_bytes (&vfs->disk);
}

/* ---- backups ---- */

static void copy_named (struct disk *to, const struct disk *from)
{
    for (const struct disk_file *file = from->files; file; file = file->next) {
        if (!file->named)
            continue;
        struct disk_file *copy = disk_create (to, file->name);
        if (file->size > 0)
            disk_write (copy, file->now, file->size, 0);
        disk_sync (copy);
        copy->named_durably = true;
    }
}

struct losing_copy *losing_vfs_copy (const struct losing_vfs *vfs)
{
    struct losing_copy *copy = calloc (1, sizeof *copy);
    if (!copy)
        abort();
    copy_named (&copy->disk, &vfs->disk);
    return copy;
}

void losing_vfs_restore (struct losing_vfs *vfs, const struct losing_copy *copy)
{
    disk_empty (&vfs->disk);
    copy_named (&vfs->disk, &copy->disk);
}

void losing_copy_destroy (struct losing_copy **reference)
{
    if (!*reference)
        return;
    disk_empty (&(*reference)->disk);
    free (*reference);
    *reference = NULL;
}
