/* A disk that dies with the process: files in memory, behind a VFS of SQLite that a store is opened
   with (store_options.vfs). A rehearsal keeps its journals here, so that a season costs no sync and
   leaves nothing behind. Not here: a disk that fails (tests/simulation/losing_vfs.h). */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#pragma once
#include <stddef.h>

struct memory_disk;

/* An empty disk whose VFS is called NAME, which no other has; NAME is borrowed. One thread, and
   for each file one connection, as the store demands. */
struct memory_disk *memory_disk_new (const char *name);
/* No store is open on it any more. Takes NULL. */
void memory_disk_destroy (struct memory_disk **disk);
const char *memory_disk_name (const struct memory_disk *disk);
/* Puts a file of SIZE bytes at PATH, which is not there yet: "FOLDER/store.db". BYTES are copied.
 */
void memory_disk_put (struct memory_disk *disk, const char *path, const void *bytes, size_t size);
