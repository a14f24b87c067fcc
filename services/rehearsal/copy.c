/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "rehearsal/copy.h"
#include "rehearsal/wire.h"
#include "store/guard.h"
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum copied { COPIED, COPIED_NOTHING, COPY_FAILED };

static enum copied copy_file (struct memory_disk *disk, const char *from, const char *to)
{
    struct stat facts;
    int file = open (from, O_RDONLY | O_CLOEXEC);
    if (file < 0)
        return errno == ENOENT ? COPIED_NOTHING : COPY_FAILED;
    enum copied copied = COPY_FAILED;
    if (fstat (file, &facts) == 0 && S_ISREG (facts.st_mode)) {
        size_t size = (size_t)facts.st_size;
        void *bytes = size > 0 ? mmap (NULL, size, PROT_READ, MAP_PRIVATE, file, 0) : NULL;
        if (bytes != MAP_FAILED) {
            memory_disk_put (disk, to, bytes, size);
            copied = COPIED;
        }
        if (size > 0 && bytes != MAP_FAILED)
            munmap (bytes, size);
    }
    close (file);
    return copied;
}

static enum copied copy_store (struct memory_disk *disk, const char *folder, const char *service,
                               struct refusals *refusals)
{
    static const char *const files[] = { "store.db", "store.db-wal" };
    struct arena *arena = refusals->arena;
    const char *place = arena_format (arena, "%s/%s", folder, service);
    if (guard_is_held (place)) {
        refusals_add (refusals, REFUSAL_CONFLICT, place,
                      "firewarden-%s is at work here; stop it, or name a copy", service);
        return COPY_FAILED;
    }
    enum copied first = COPIED_NOTHING;
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        const char *from = arena_format (arena, "%s/%s", place, files[i]);
        enum copied copied =
            copy_file (disk, from, arena_format (arena, "%s/%s", service, files[i]));
        if (i == 0)
            first = copied;
        if (copied == COPY_FAILED) {
            refusals_add (refusals, REFUSAL_INVALID, from, "cannot be read: %s", strerror (errno));
            return COPY_FAILED;
        }
        if (first != COPIED)
            break;
    }
    return first;
}

bool copy_journals (struct memory_disk *disk, const char *folder, struct refusals *refusals)
{
    int stores = 0;
    for (int i = 0; i < MACHINES; i++)
        stores += copy_store (disk, folder, machine_word (i), refusals) == COPIED;
    if (stores == 0 && refusals->count == 0)
        refusals_add (refusals, REFUSAL_NOT_FOUND, folder, "no store of a service is here");
    return refusals->count == 0;
}
