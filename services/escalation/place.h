/* A place: what the hand must remember of the register. Whether premises are in it at all, for who
   names them, and whether people live there, whose names and stories are for few to read. Not here:
   the register itself (intake). */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#pragma once
#include "escalation/rows.h"
#include "frame/service.h"

struct place_seen {
    const struct place_row *place; /* as it was heard of last; NULL: never */
};
void place_decide_registered (const void *said, const void *seen, struct decision *decision);

const void *place_see_registered (const struct scene *scene, const void *said);
/* NULL: nobody registered PREMISES (NULL: they are nowhere), as far as was heard. */
const struct place_row *place_see (const struct scene *scene, const char *premises);
/* Whether who asks sees nothing of PREMISES (NULL: they are no home): people live there, as the
   register has it, or as a case had it. */
bool place_hides (const struct scene *scene, const char *premises);

void place_apply_noted (struct store *store, const struct fact *fact, const void *event,
                        struct arena *arena);
extern const struct sql_table place_sql;
