/* Where a socket is: "tcp://HOST:PORT" or "ipc://PATH", by its words alone: no name is looked up.
 */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#pragma once
#include <stdbool.h>

/* What is wrong with ENDPOINT, to be listened on (LISTENS) or to be connected to; NULL: nothing. */
const char *endpoint_fault (const char *endpoint, bool listens);
/* Whether two that listen on these, on one machine, would be in each other's way. */
bool endpoints_collide (const char *one, const char *other);
/* Whether who connects to ASKED may mean who listens on HELD: a machine has several names, so over
   tcp the port alone is compared. */
bool endpoint_reaches (const char *asked, const char *held);
