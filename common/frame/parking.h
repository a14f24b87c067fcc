/* Facts of a neighbour that could not be handled: parked in order, each with its reason, and
   whatever comes later of the same case behind it, until somebody retries or drops them. The rest
   goes on (design). */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#pragma once
#include "frame/fetch.h"

#include "record/declare_structs.h"
#include "frame/parking.def"
#include "record/declare_end.h"

struct parking;
struct parking *parking_new (struct store *store);
void parking_destroy (struct parking **parking);
int64_t parking_count (const struct parking *parking);
/* Whether something of SUBJECT from SOURCE stands there already. */
bool parking_holds (struct parking *parking, const char *source, const char *subject,
                    struct arena *arena);
void parking_put (struct parking *parking, const struct parked *parked);
void parking_take (struct parking *parking, const struct parked *parked);
/* All of them, in the order of the sources and their journals, and at most PARKED_MAX. */
enum { PARKED_MAX = 1000 };
size_t parking_list (struct parking *parking, struct arena *arena, const struct parked **list);
/* That one; NULL: it does not wait. */
const struct parked *parking_find (struct parking *parking, const char *source, int64_t seq,
                                   struct arena *arena);
/* It still cannot be handled, for another reason. */
void parking_keep (struct parking *parking, const struct parked *parked);
/* Takes it out, and keeps it on record. */
void parking_drop (struct parking *parking, const struct dropped *dropped);
size_t parking_dropped (struct parking *parking, struct arena *arena, const struct dropped **list);
