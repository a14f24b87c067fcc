/* What must hold of a folder before a store in it may be trusted: that it is ours alone, and on a
   file system that keeps what it says is kept. The lock is a file of its own: SQLite's own locks
   are dropped by any stray close of the database file (trust.md, finding 10). */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#pragma once
#include <stdbool.h>
#include <stdint.h>

struct guard;

/* Makes FOLDER (0700) when missing, refuses file systems, takes the lock, and refuses the place of
   a store that is gone; stops (65, 71, 75, 77). */
struct guard *guard_new (const char *folder, bool any_file_system);
/* A store is there: from now on, when it is gone, that is noticed. */
void guard_mark (struct guard *guard, const char *folder);
/* After a store that was opened, refused and closed: takes away the empty log that this made. */
void guard_drop_empty_log (const struct guard *guard);
void guard_destroy (struct guard **guard);
int64_t guard_free_bytes (const struct guard *guard);
/* Whether another process holds the lock of FOLDER now; takes nothing, makes nothing. */
bool guard_is_held (const char *folder);
