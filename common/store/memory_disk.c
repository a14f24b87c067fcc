/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "store/memory_disk.h"
#include "base/stop.h"
#include "store/store.h"
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FIRST_BYTES = 64 << 10, PATH_BYTES = 1024, SECTOR_BYTES = 4096 };

struct file {
    struct file *next;
    char *path;
    unsigned char *bytes;
    size_t size, room;
};
struct memory_disk {
    sqlite3_vfs sqlite; /* its pAppData is this struct */
    struct file *files;
};
/* What SQLite calls an open file. */
struct handle {
    sqlite3_file sqlite; /* first: SQLite hands out a pointer to it */
    struct memory_disk *disk;
    struct file *file;
    bool temporary;
};

/* ---- files ---- */

static void *check_memory (void *memory)
{
    if (!memory)
        stop (STOP_OS, "memory.disk", "no memory for a file");
    return memory;
}

static struct file *find (const struct memory_disk *disk, const char *path)
{
    struct file *file = disk->files;
    while (file && strcmp (file->path, path) != 0)
        file = file->next;
    return file;
}

static struct file *create (struct memory_disk *disk, const char *path)
{
    struct file *file = check_memory (calloc (1, sizeof *file));
    file->path = check_memory (strdup (path));
    file->next = disk->files;
    disk->files = file;
    return file;
}

static void forget (struct memory_disk *disk, struct file *file)
{
    struct file **place = &disk->files;
    while (*place != file)
        place = &(*place)->next;
    *place = file->next;
    free (file->bytes);
    free (file->path);
    free (file);
}

/* What lies between the old end and the new one reads as zeros. */
static void grow (struct file *file, size_t size)
{
    if (size <= file->size)
        return;
    if (size > file->room) {
        size_t room = file->room ? file->room : FIRST_BYTES;
        while (room < size)
            room *= 2;
        file->bytes = check_memory (realloc (file->bytes, room));
        file->room = room;
    }
    memset (file->bytes + file->size, 0, size - file->size);
    file->size = size;
}

/* ---- an open file ---- */

static struct handle *handle_of (sqlite3_file *sqlite)
{
    return (struct handle *)(void *)sqlite;
}

static int close_file (sqlite3_file *sqlite)
{
    struct handle *handle = handle_of (sqlite);
    if (handle->temporary)
        forget (handle->disk, handle->file);
    return SQLITE_OK;
}

static int read_at (sqlite3_file *sqlite, void *bytes, int amount, sqlite3_int64 offset)
{
    const struct file *file = handle_of (sqlite)->file;
    const size_t wanted = (size_t)amount, from = (size_t)offset;
    size_t there = from < file->size ? file->size - from : 0;
    if (there > wanted)
        there = wanted;
    if (there > 0)
        memcpy (bytes, file->bytes + from, there);
    if (there == wanted)
        return SQLITE_OK;
    memset ((char *)bytes + there, 0, wanted - there);
    return SQLITE_IOERR_SHORT_READ;
}

static int write_at (sqlite3_file *sqlite, const void *bytes, int amount, sqlite3_int64 offset)
{
    struct file *file = handle_of (sqlite)->file;
    grow (file, (size_t)offset + (size_t)amount);
    memcpy (file->bytes + offset, bytes, (size_t)amount);
    return SQLITE_OK;
}

static int truncate_to (sqlite3_file *sqlite, sqlite3_int64 size)
{
    struct file *file = handle_of (sqlite)->file;
    if ((size_t)size < file->size)
        file->size = (size_t)size;
    return SQLITE_OK;
}

static int sync_nothing (sqlite3_file *sqlite, int flags)
{
    (void)sqlite, (void)flags;
    return SQLITE_OK;
}

static int size_of_file (sqlite3_file *sqlite, sqlite3_int64 *size)
{
    *size = (sqlite3_int64)handle_of (sqlite)->file->size;
    return SQLITE_OK;
}

/* One connection: there is nobody to keep out. */
static int lock_nobody (sqlite3_file *sqlite, int level)
{
    (void)sqlite, (void)level;
    return SQLITE_OK;
}

static int check_reserved (sqlite3_file *sqlite, int *reserved)
{
    (void)sqlite;
    *reserved = 0;
    return SQLITE_OK;
}

static int control (sqlite3_file *sqlite, int operation, void *argument)
{
    (void)sqlite;
    if (operation != STORE_ASKS_FREE_BYTES)
        return SQLITE_NOTFOUND;
    *(int64_t *)argument = INT64_MAX;
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
    .xSync = sync_nothing,
    .xFileSize = size_of_file,
    .xLock = lock_nobody,
    .xUnlock = lock_nobody,
    .xCheckReservedLock = check_reserved,
    .xFileControl = control,
    .xSectorSize = sector_size,
    .xDeviceCharacteristics = characteristics,
};

/* ---- the disk ---- */

static int open_file (sqlite3_vfs *sqlite, const char *path, sqlite3_file *out, int flags,
                      int *out_flags)
{
    struct memory_disk *disk = sqlite->pAppData;
    struct handle *handle = handle_of (out);
    struct file *file = path ? find (disk, path) : NULL;
    *handle = (struct handle){ .disk = disk, .temporary = flags & SQLITE_OPEN_DELETEONCLOSE };
    if (file ? (flags & SQLITE_OPEN_EXCLUSIVE) != 0 : !(flags & SQLITE_OPEN_CREATE))
        return SQLITE_CANTOPEN;
    handle->file = file ? file : create (disk, path ? path : "");
    handle->sqlite.pMethods = &methods;
    if (out_flags)
        *out_flags = flags;
    return SQLITE_OK;
}

static int delete_file (sqlite3_vfs *sqlite, const char *path, int sync_folder)
{
    (void)sync_folder;
    struct memory_disk *disk = sqlite->pAppData;
    struct file *file = find (disk, path);
    if (!file)
        return SQLITE_IOERR_DELETE_NOENT;
    forget (disk, file);
    return SQLITE_OK;
}

static int has_access (sqlite3_vfs *sqlite, const char *path, int flags, int *answer)
{
    (void)flags;
    *answer = find (sqlite->pAppData, path) != NULL;
    return SQLITE_OK;
}

static int full_path (sqlite3_vfs *sqlite, const char *path, int size, char *out)
{
    (void)sqlite;
    return snprintf (out, (size_t)size, "%s", path) < size ? SQLITE_OK : SQLITE_CANTOPEN;
}

/* No chance and no clock: what a store holds follows from what was said to it alone. */
static int draw_nothing (sqlite3_vfs *sqlite, int size, char *out)
{
    (void)sqlite;
    memset (out, 0, (size_t)size);
    return size;
}

static int sleep_not (sqlite3_vfs *sqlite, int microseconds)
{
    (void)sqlite;
    return microseconds;
}

static int tell_no_time (sqlite3_vfs *sqlite, double *julian_day)
{
    (void)sqlite;
    *julian_day = 0;
    return SQLITE_OK;
}

static int last_error (sqlite3_vfs *sqlite, int size, char *out)
{
    (void)sqlite, (void)size, (void)out;
    return 0;
}

struct memory_disk *memory_disk_new (const char *name)
{
    struct memory_disk *disk = check_memory (calloc (1, sizeof *disk));
    disk->sqlite = (sqlite3_vfs){
        .iVersion = 1,
        .szOsFile = sizeof (struct handle),
        .mxPathname = PATH_BYTES,
        .zName = name,
        .pAppData = disk,
        .xOpen = open_file,
        .xDelete = delete_file,
        .xAccess = has_access,
        .xFullPathname = full_path,
        .xRandomness = draw_nothing,
        .xSleep = sleep_not,
        .xCurrentTime = tell_no_time,
        .xGetLastError = last_error,
    };
    sqlite3_config (SQLITE_CONFIG_MEMSTATUS, 0); /* as store_open does, and before it can */
    sqlite3_initialize();
    sqlite3_vfs_register (&disk->sqlite, 0);
    return disk;
}

void memory_disk_destroy (struct memory_disk **reference)
{
    struct memory_disk *disk = *reference;
    if (!disk)
        return;
    sqlite3_vfs_unregister (&disk->sqlite);
    while (disk->files)
        forget (disk, disk->files);
    free (disk);
    *reference = NULL;
}

const char *memory_disk_name (const struct memory_disk *disk)
{
    return disk->sqlite.zName;
}

void memory_disk_put (struct memory_disk *disk, const char *path, const void *bytes, size_t size)
{
    struct file *file = create (disk, path);
    grow (file, size);
    if (size > 0)
        memcpy (file->bytes, bytes, size);
}
