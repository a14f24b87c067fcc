/* What is still to come, the first thing first, and of those at one moment the one that was put in
   first: messages on their way, chores that people have before them. A heap. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#pragma once
#include "base/instant.h"
#include "rehearsal/rows.h"

/* The first member of whatever stands on a timeline. */
struct timed {
    instant at;
    uint64_t order; /* set by timeline_put */
};
struct timeline {
    struct rows rows;
    uint64_t order;
};

struct timeline timeline_of (size_t size); /* of things of SIZE bytes */
void timeline_empty (struct timeline *timeline);
void timeline_put (struct timeline *timeline, const void *thing); /* copies it */
instant timeline_next (const struct timeline *timeline);     /* INSTANT_NEVER: nothing is to come */
void timeline_take (struct timeline *timeline, void *thing); /* into THING; there is one */
