/* The stores of a data folder, copied into memory, to rehearse from the present state. What lies in
   the folder is read and never written; services that are at work on it are left in peace. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#pragma once
#include "base/refusal.h"
#include "store/memory_disk.h"
#include <stdbool.h>

/* Copies FOLDER/SERVICE/store.db and its log onto DISK, each under "SERVICE/". False: REFUSALS say
   why not: a service is at work there, nothing is there, it cannot be read. */
bool copy_journals (struct memory_disk *disk, const char *folder, struct refusals *refusals);
