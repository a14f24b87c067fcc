/* The disk of one simulated machine, in memory: every file twice, as the running machine reads it
   and as it would be found after the power went. What lies between the two is kept sector by
   sector, so that a loss can take, keep or garble each of them by itself; names in the folder
   likewise. Not here: when power goes, and SQLite (losing_vfs.c). */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#pragma once
#include "base/random.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { SECTOR_BYTES = 512 };

/* now and kept have room for the same number of sectors; beyond its size each is zero. */
struct disk_file {
    struct disk_file *next;
    char *name;         /* NULL: a nameless, temporary file */
    bool named;         /* stands in the folder */
    bool named_durably; /* would stand there after a loss of power */
    unsigned handles;   /* the file lives while it has a name or a handle */
    unsigned char *now, *kept;
    size_t size, size_kept;
    unsigned char *states; /* of each sector: enum sector_state */
    size_t sectors;        /* for which there is room */
    size_t *unkept;        /* the sectors that are not CLEAN, each once */
    size_t unkept_count, unkept_room;
    unsigned shared; /* locks: how many read */
    void *writer;    /* who holds more than that, and how much */
    int writer_level;
};

struct disk {
    struct disk_file *files;
};

struct disk_file *disk_find (struct disk *disk, const char *name); /* or NULL */
/* A new, empty file; NAME is not in the folder, or NULL. */
struct disk_file *disk_create (struct disk *disk, const char *name);
void disk_unname (struct disk *disk, struct disk_file *file);
/* Gives back files that nothing can reach any more; call it after a handle is closed. */
void disk_sweep (struct disk *disk);
void disk_empty (struct disk *disk); /* all of it */
size_t disk_used_bytes (const struct disk *disk);

void disk_write (struct disk_file *file, const void *bytes, size_t size, size_t offset);
void disk_truncate (struct disk_file *file, size_t size);
void disk_sync (struct disk_file *file);
/* What Linux does when a sync fails: the sectors count as written and are not, and no later sync
   brings them to the disk. Some of them, by RANDOM, are there nevertheless. */
void disk_sync_in_vain (struct disk_file *file, struct random *random);
/* Linux may drop such sectors from memory at any time, and shows then what is really there. */
void disk_drop_betrayed (struct disk *disk);
/* Names made and deleted in the folder of NAME become durable. */
void disk_sync_folder (struct disk *disk, const char *name);
/* The power goes: what is now is what RANDOM left. */
void disk_lose (struct disk *disk, struct random *random);
void disk_free_locks (struct disk *disk);
