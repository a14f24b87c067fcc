/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "losing_disk.h"
#include <assert.h>
#include <stdlib.h>
#include <string.h>

enum sector_state { CLEAN, DIRTY, BETRAYED /* by a sync that failed */ };

static void *grow (void *old, size_t old_size, size_t size)
{
    unsigned char *grown = realloc (old, size);
    if (!grown)
        abort();
    memset (grown + old_size, 0, size - old_size);
    return grown;
}

static void make_room (struct disk_file *file, size_t bytes)
{
    size_t sectors = file->sectors ? file->sectors : 64;
    while (sectors * SECTOR_BYTES < bytes)
        sectors *= 2;
    if (sectors == file->sectors)
        return;
    file->now = grow (file->now, file->sectors * SECTOR_BYTES, sectors * SECTOR_BYTES);
    file->kept = grow (file->kept, file->sectors * SECTOR_BYTES, sectors * SECTOR_BYTES);
    file->states = grow (file->states, file->sectors, sectors);
    file->sectors = sectors;
}

/* FROM and TO are bytes; every sector they touch differs from what is kept. */
static void mark (struct disk_file *file, size_t from, size_t to)
{
    if (from >= to)
        return;
    for (size_t sector = from / SECTOR_BYTES; sector <= (to - 1) / SECTOR_BYTES; sector++) {
        const bool listed = file->states[sector] != CLEAN;
        file->states[sector] = DIRTY;
        if (listed)
            continue;
        if (file->unkept_count == file->unkept_room) {
            const size_t room = file->unkept_room ? 2 * file->unkept_room : 64;
            file->unkept = grow (file->unkept, file->unkept_room * sizeof *file->unkept,
                                 room * sizeof *file->unkept);
            file->unkept_room = room;
        }
        file->unkept[file->unkept_count++] = sector;
    }
}

/* ---- names ---- */

struct disk_file *disk_find (struct disk *disk, const char *name)
{
    for (struct disk_file *file = disk->files; file; file = file->next)
        if (file->named && strcmp (file->name, name) == 0)
            return file;
    return NULL;
}

struct disk_file *disk_create (struct disk *disk, const char *name)
{
    struct disk_file *file = calloc (1, sizeof *file);
    if (!file || (name && !(file->name = strdup (name))))
        abort();
    file->named = name != NULL;
    file->next = disk->files;
    disk->files = file;
    return file;
}

void disk_unname (struct disk *disk, struct disk_file *file)
{
    file->named = false;
    disk_sweep (disk);
}

static void forget (struct disk_file *file)
{
    free (file->name);
    free (file->now);
    free (file->kept);
    free (file->states);
    free (file->unkept);
    free (file);
}

void disk_sweep (struct disk *disk)
{
    struct disk_file **place = &disk->files;
    while (*place) {
        struct disk_file *file = *place;
        if (file->named || file->named_durably || file->handles > 0) {
            place = &file->next;
            continue;
        }
        *place = file->next;
        forget (file);
    }
}

void disk_empty (struct disk *disk)
{
    while (disk->files) {
        struct disk_file *file = disk->files;
        assert (file->handles == 0);
        disk->files = file->next;
        forget (file);
    }
}

size_t disk_used_bytes (const struct disk *disk)
{
    size_t used = 0;
    for (const struct disk_file *file = disk->files; file; file = file->next)
        if (file->named || file->handles > 0)
            used += file->size;
    return used;
}

/* ---- contents ---- */

void disk_write (struct disk_file *file, const void *bytes, size_t size, size_t offset)
{
    make_room (file, offset + size);
    memcpy (file->now + offset, bytes, size);
    /* A hole between the old end and OFFSET is zero already, but just as unkept. */
    mark (file, offset < file->size ? offset : file->size, offset + size);
    if (offset + size > file->size)
        file->size = offset + size;
}

void disk_truncate (struct disk_file *file, size_t size)
{
    make_room (file, size);
    if (size < file->size) {
        memset (file->now + size, 0, file->size - size);
        mark (file, size, file->size);
    }
    file->size = size;
}

static void copy_sector (unsigned char *to, const unsigned char *from, size_t sector)
{
    memcpy (to + sector * SECTOR_BYTES, from + sector * SECTOR_BYTES, SECTOR_BYTES);
}

void disk_sync (struct disk_file *file)
{
    size_t betrayed = 0;
    for (size_t i = 0; i < file->unkept_count; i++) {
        const size_t sector = file->unkept[i];
        if (file->states[sector] == BETRAYED) {
            file->unkept[betrayed++] = sector;
            continue;
        }
        copy_sector (file->kept, file->now, sector);
        file->states[sector] = CLEAN;
    }
    file->unkept_count = betrayed;
    file->size_kept = file->size;
}

void disk_sync_in_vain (struct disk_file *file, struct random *random)
{
    for (size_t i = 0; i < file->unkept_count; i++)
        if (random_chance (random, 75))
            file->states[file->unkept[i]] = BETRAYED;
    disk_sync (file);
}

void disk_drop_betrayed (struct disk *disk)
{
    for (struct disk_file *file = disk->files; file; file = file->next)
        for (size_t i = 0; i < file->unkept_count; i++)
            if (file->states[file->unkept[i]] == BETRAYED)
                copy_sector (file->now, file->kept, file->unkept[i]);
}

static size_t folder_length (const char *name)
{
    const char *slash = strrchr (name, '/');
    return slash ? (size_t)(slash - name) : 0;
}

void disk_sync_folder (struct disk *disk, const char *name)
{
    const size_t length = folder_length (name);
    for (struct disk_file *file = disk->files; file; file = file->next)
        if (file->name && folder_length (file->name) == length &&
            strncmp (file->name, name, length) == 0)
            file->named_durably = file->named;
    disk_sweep (disk);
}

/* ---- loss ---- */

/* How a loss goes, drawn once for each: a disk that kept nearly everything tries other code than
   one that kept nothing, and a coin for each sector alone would hardly ever give either. */
struct mishap {
    unsigned kept_percent, garbled_percent;
};

static struct mishap draw_mishap (struct random *random)
{
    static const unsigned kept[] = { 0, 5, 50, 95, 100 }, garbled[] = { 0, 0, 5, 40 };
    return (struct mishap){
        .kept_percent = kept[random_below (random, sizeof kept / sizeof *kept)],
        .garbled_percent = garbled[random_below (random, sizeof garbled / sizeof *garbled)],
    };
}

/* Torn: the head of the sector is the new one, its tail the old one. */
static void garble (unsigned char *now, const unsigned char *kept, struct random *random)
{
    const size_t torn = (size_t)random_below (random, SECTOR_BYTES);
    if (random_chance (random, 50))
        memcpy (now + torn, kept + torn, SECTOR_BYTES - torn);
    else
        random_fill (random, now, SECTOR_BYTES);
}

static void lose_sector (struct disk_file *file, size_t sector, const struct mishap *mishap,
                         struct random *random)
{
    unsigned char *now = file->now + sector * SECTOR_BYTES;
    unsigned char *kept = file->kept + sector * SECTOR_BYTES;
    if (file->states[sector] == BETRAYED || !random_chance (random, mishap->kept_percent))
        memcpy (now, kept, SECTOR_BYTES);
    if (file->states[sector] == DIRTY && random_chance (random, mishap->garbled_percent))
        garble (now, kept, random);
}

static size_t lose_size (const struct disk_file *file, struct random *random)
{
    const size_t low = file->size < file->size_kept ? file->size : file->size_kept;
    const size_t high = file->size < file->size_kept ? file->size_kept : file->size;
    if (low == high)
        return high;
    switch (random_below (random, 3)) {
    case 0:
        return low;
    case 1:
        return high;
    default: /* of a number */
        return low + (size_t)random_below (random, high - low);
    }
}

static void lose_contents (struct disk_file *file, struct random *random)
{
    const struct mishap mishap = draw_mishap (random);
    const size_t size = lose_size (file, random);
    const size_t end = file->size > file->size_kept ? file->size : file->size_kept;
    for (size_t i = 0; i < file->unkept_count; i++)
        lose_sector (file, file->unkept[i], &mishap, random);
    /* Garbled bytes must not come back from beyond the end when the file grows again. */
    const size_t edge = (end + SECTOR_BYTES - 1) / SECTOR_BYTES * SECTOR_BYTES;
    if (edge > size)
        memset (file->now + size, 0, edge - size);
    for (size_t i = 0; i < file->unkept_count; i++) {
        copy_sector (file->kept, file->now, file->unkept[i]);
        file->states[file->unkept[i]] = CLEAN;
    }
    if (edge > size)
        memset (file->kept + size, 0, edge - size);
    file->unkept_count = 0;
    file->size = file->size_kept = size;
}

/* Of the files that were called NAME in turn, one is left, or none: names come and go in order. */
static void lose_name (struct disk *disk, struct disk_file *newest, struct random *random)
{
    struct disk_file *oldest = NULL;
    for (struct disk_file *file = disk->files; file; file = file->next)
        if (file != newest && file->named_durably && file->name &&
            strcmp (file->name, newest->name) == 0)
            oldest = file;
    const uint64_t outcome = random_below (random, 3);
    newest->named = newest->named_durably = newest->named_durably || outcome == 0;
    if (oldest)
        oldest->named = oldest->named_durably = outcome == 1;
}

void disk_lose (struct disk *disk, struct random *random)
{
    for (struct disk_file *file = disk->files; file; file = file->next)
        if (file->named)
            lose_name (disk, file, random);
    for (struct disk_file *file = disk->files; file; file = file->next)
        if (!file->named && file->named_durably && !disk_find (disk, file->name))
            file->named = file->named_durably = random_chance (random, 50);
    for (struct disk_file *file = disk->files; file; file = file->next)
        if (file->named)
            lose_contents (file, random);
    disk_free_locks (disk);
    disk_sweep (disk);
}

void disk_free_locks (struct disk *disk)
{
    for (struct disk_file *file = disk->files; file; file = file->next) {
        file->shared = 0;
        file->writer = NULL;
        file->writer_level = 0;
    }
}
