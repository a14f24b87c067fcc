/* What the services' files say of each other: that each reads journals that somebody offers, and
   that no two are in each other's way. Each service alone could only wait, or fail to listen. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#pragma once
#include "frame/settings.h"

struct neighbour {
    const char *name;
    const struct settings *settings; /* what could be read; NULL: nothing */
    const struct yaml_marks *marks;
};

/* Adds a refusal for each mistake, at its place. */
void neighbours_check (const struct neighbour *list, size_t count, struct refusals *refusals);
