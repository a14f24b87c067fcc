/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "store/guard.h"
#include "base/log.h"
#include "base/stop.h"
#include "store/store.h"
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <sys/statvfs.h>
#include <unistd.h>

#define MARK "BEGUN"

struct guard {
    int folder, lock;
    bool has_log; /* since before the store was opened */
};

const char *store_file_system_refusal (unsigned long magic)
{
    static const struct {
        unsigned long magic;
        const char *name;
    } refused[] = {
        { 0x6969, "NFS" },
        { 0xff534d42, "CIFS" },
        { 0xfe534d42, "SMB" },
        { 0x01021997, "9P" },
        { 0x65735546, "FUSE" },
        { 0x6a656a63, "Docker Desktop's shared folder" },
        { 0x5346414f, "AFS" },
        { 0x00c36400, "Ceph" },
        { 0x0bd00bd0, "Lustre" },
        { 0x47504653, "GPFS" },
        { 0x7461636f, "OCFS2" },
        { 0x01161970, "GFS2" },
        { 0x786f4256, "VirtualBox's shared folder" },
        { 0x517b, "SMB" },
        { 0x73757245, "Coda" },
    };
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++)
        if (refused[i].magic == magic)
            return refused[i].name;
    return NULL;
}

static void judge (const struct guard *guard, const char *folder, bool any_file_system)
{
    struct statfs facts;
    if (fstatfs (guard->folder, &facts) != 0)
        stop (STOP_OS, "store.folder", "cannot ask about %s: %s", folder, strerror (errno));
    const char *name = store_file_system_refusal ((unsigned long)facts.f_type & 0xffffffff);
    if (name && !any_file_system)
        stop (STOP_FORBIDDEN, "store.network",
              "%s is on %s, a network file system; it does not "
              "keep its promises to a database. Put the data on a local disk, or set "
              "`any_file_system: true` at your own risk",
              folder, name);
    if (name)
        log_line (LOG_WARN, "store.network", "%s is on %s, by order of any_file_system", folder,
                  name);
}

static void take_lock (struct guard *guard, const char *folder)
{
    guard->lock = openat (guard->folder, "LOCK", O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (guard->lock < 0)
        stop (STOP_OS, "store.folder", "cannot open %s/LOCK: %s", folder, strerror (errno));
    struct flock whole = { .l_type = F_WRLCK, .l_whence = SEEK_SET };
    if (fcntl (guard->lock, F_OFD_SETLK, &whole) == 0)
        return;
    if (errno != EAGAIN && errno != EACCES)
        stop (STOP_OS, "store.folder", "cannot lock %s/LOCK: %s", folder, strerror (errno));
    stop (STOP_LOCKED, "store.locked",
          "another process is working in %s; a store has one "
          "process. Stop that one first",
          folder);
}

/* SQLite syncs the folder of its files, and not the one above: a new folder would go with the
 * power. */
static void make_folder (const char *folder)
{
    if (mkdir (folder, 0700) != 0) {
        if (errno != EEXIST)
            stop (STOP_OS, "store.folder", "cannot make %s: %s", folder, strerror (errno));
        return;
    }
    char above[PATH_MAX];
    snprintf (above, sizeof above, "%s/..", folder);
    int parent = open (above, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (parent < 0 || fsync (parent) != 0)
        stop (STOP_IO, "store.folder", "cannot sync what is above %s: %s", folder,
              strerror (errno));
    close (parent);
}

/* After a sync that failed, Linux shows what it never wrote to the disk. A start that believed such
   a log would move it into the store beside a log that, after a loss of power, is an older one. */
static void forget_cached_log (const struct guard *guard, const char *folder)
{
    int log = openat (guard->folder, "store.db-wal", O_RDWR | O_CLOEXEC | O_NOFOLLOW);
    if (log < 0)
        return;
    if (fdatasync (log) != 0)
        stop (STOP_IO, "store.log", "cannot sync the log in %s: %s", folder, strerror (errno));
    posix_fadvise (log, 0, 0, POSIX_FADV_DONTNEED);
    close (log);
}

/* -1: there is no such file. */
static int64_t size_of (const struct guard *guard, const char *name)
{
    struct stat facts;
    return fstatat (guard->folder, name, &facts, AT_SYMLINK_NOFOLLOW) == 0 ? (int64_t)facts.st_size
                                                                           : -1;
}

/* SQLite would make a new store in the place of one that is gone, and throw its log away, in which
   the last of what was accepted may be. */
static void refuse_what_is_gone (struct guard *guard, const char *folder)
{
    const int64_t store = size_of (guard, "store.db"), log = size_of (guard, "store.db-wal");
    guard->has_log = log >= 0;
    if (store > 0 || (log <= 0 && size_of (guard, MARK) < 0))
        return;
    stop (STOP_CORRUPT, "store.gone",
          "%s/store.db is %s, but a store was begun here%s; nothing was changed. Put the store "
          "back, or the last backup of it and of its neighbours (then move store.db-wal away); to "
          "begin anew, without what was accepted, move the folders of all services away: none goes "
          "on beside a new one",
          folder, store < 0 ? "gone" : "empty", log > 0 ? ", and its log is left" : "");
}

struct guard *guard_new (const char *folder, bool any_file_system)
{
    struct guard *guard = calloc (1, sizeof *guard);
    if (!guard)
        stop (STOP_OS, "store.memory", "no memory");
    make_folder (folder);
    guard->folder = open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (guard->folder < 0)
        stop (STOP_OS, "store.folder", "cannot open %s: %s", folder, strerror (errno));
    judge (guard, folder, any_file_system);
    take_lock (guard, folder);
    refuse_what_is_gone (guard, folder);
    forget_cached_log (guard, folder);
    return guard;
}

void guard_mark (struct guard *guard, const char *folder)
{
    if (size_of (guard, MARK) >= 0)
        return;
    int mark = openat (guard->folder, MARK, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (mark >= 0 && fsync (mark) == 0 && fsync (guard->folder) == 0) {
        close (mark);
        return;
    }
    if (errno != ENOSPC && errno != EDQUOT)
        stop (STOP_IO, "store.folder", "cannot write %s/" MARK ": %s", folder, strerror (errno));
    log_line (LOG_WARN, "store.unmarked", "no room for %s/" MARK "; the next start makes it",
              folder);
    if (mark >= 0)
        close (mark);
}

void guard_drop_empty_log (const struct guard *guard)
{
    if (!guard->has_log && size_of (guard, "store.db-wal") == 0)
        unlinkat (guard->folder, "store.db-wal", 0);
}

void guard_destroy (struct guard **reference)
{
    struct guard *guard = *reference;
    if (!guard)
        return;
    close (guard->lock);
    close (guard->folder);
    free (guard);
    *reference = NULL;
}

int64_t guard_free_bytes (const struct guard *guard)
{
    struct statvfs facts;
    if (fstatvfs (guard->folder, &facts) != 0)
        return 0;
    return (int64_t)(facts.f_bavail * facts.f_frsize);
}

bool guard_is_held (const char *folder)
{
    char path[PATH_MAX];
    snprintf (path, sizeof path, "%s/LOCK", folder);
    int lock = open (path, O_RDWR | O_CLOEXEC | O_NOFOLLOW);
    if (lock < 0)
        return false;
    struct flock whole = { .l_type = F_WRLCK, .l_whence = SEEK_SET };
    bool held = fcntl (lock, F_OFD_GETLK, &whole) == 0 && whole.l_type != F_UNLCK;
    close (lock);
    return held;
}
