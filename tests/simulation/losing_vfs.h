/* The disk of one simulated machine, as SQLite sees it, and the power that goes at a chosen
   operation. Only what SQLite synced is sure to be there afterwards; of the rest each 512-byte
   sector is lost, kept or garbled by itself, sizes and names of files likewise, by the seed. It
   promises nothing that a plain disk does not: no atomic sector, no order, no powersafe overwrite.
   The store under test is opened with store_options.vfs = losing_vfs_name (vfs).

   How a process dies here. Nothing jumps out of SQLite, because its memory could then not be given
   back. From the loss on every call on an old handle, and every open, answers SQLITE_IOERR and
   touches nothing; the store stops at the first of them, the simulation's stop_hook takes it out of
   the turn, store_destroy gives the connection back (a store that stopped while it was opened has
   already done so itself), and losing_vfs_start lets the next process in. Whatever the stop said,
   and whether or not anything stopped: a process on a machine for which losing_vfs_is_off is dead,
   and what it said after the loss was not said. Not here: sectors and names (losing_disk.c). */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#pragma once
#include "base/instant.h"
#include <stdbool.h>
#include <stdint.h>

struct losing_vfs;
struct losing_copy;

/* A machine with an empty disk, powered; NAME is free among SQLite's VFSs, and borrowed. */
struct losing_vfs *losing_vfs_new (const char *name, uint64_t seed);
/* All connections are closed. Takes NULL and leaves NULL. */
void losing_vfs_destroy (struct losing_vfs **vfs);
const char *losing_vfs_name (const struct losing_vfs *vfs);
/* What SQLite takes for the time. */
void losing_vfs_set_clock (struct losing_vfs *vfs, instant now);
/* SQLite draws the salts of its logs from one source per process: from SEED (not 0) on, so that the
   same run writes the same bytes. */
void losing_vfs_seed_sqlite (uint32_t seed);

/* ---- power ---- */

/* The N-th operation from now that changes the disk (open that makes a file, write, truncate, sync,
   delete) loses power: 1 is the next; 0 calls it off. A loss or a kill calls it off too. */
void losing_vfs_lose_after (struct losing_vfs *vfs, uint64_t n);
void losing_vfs_lose (struct losing_vfs *vfs); /* between two operations: now */
/* The process dies and the machine does not: what was written is there, synced or not, but for what
   a failed sync betrayed: on a real disk guard_new makes the system forget its memory of the log.
 */
void losing_vfs_kill (struct losing_vfs *vfs);
bool losing_vfs_is_off (const struct losing_vfs *vfs); /* lost or killed, not started since */
void losing_vfs_start (struct losing_vfs *vfs);
uint64_t losing_vfs_operations (const struct losing_vfs *vfs); /* that changed the disk, ever */

/* ---- faults of a disk that has power ---- */

/* The N-th such operation from now fails with an I/O error, and with FOR_EVER all after it. A sync
   that fails behaves as on Linux: most of what it should have kept is never kept, and the next sync
   says OK. 0 calls it off, and heals. */
void losing_vfs_fail_after (struct losing_vfs *vfs, uint64_t n, bool for_ever);
/* Files together hold at most BYTES; a write beyond is cut off and answers SQLITE_FULL, and
   store_room sees what is left. INT64_MAX: no limit. */
void losing_vfs_limit_bytes (struct losing_vfs *vfs, int64_t bytes);
int64_t losing_vfs_used_bytes (const struct losing_vfs *vfs);

/* ---- backups ---- */

/* All files as they are now. The copy is independent of VFS: it may be put on another machine. */
struct losing_copy *losing_vfs_copy (const struct losing_vfs *vfs);
/* The disk becomes COPY, durably; no connection is open. */
void losing_vfs_restore (struct losing_vfs *vfs, const struct losing_copy *copy);
void losing_copy_destroy (struct losing_copy **copy);
