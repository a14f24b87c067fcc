/* What is heard again. A service may come to hear of its neighbours what the version before it
   passed over (a table that is new, made of facts that are old): its cursor is beyond them. Then
   the past of the source is read once more from the beginning, and of it only those words are
   heard; all others had their effect, or had none and are not asked again. Where the cursor stood,
   and for which words, is kept in the store until it is there again, so that a kill in between
   loses nothing. Not here: the reading itself (follow.c). */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#pragma once
#include "frame/service.h"

/* At the start, before cursors are read: compares what SERVICE hears with what the store says it
   heard, and sets back the cursors of the sources whose past holds more. In a transaction of its
   own; stops (74) when the disk has no room for it. */
void again_begin (struct journal *journal, struct store *store, const struct service *service);

/* Of one source. */
struct again {
    const char *source;
    int64_t until;            /* the last seq that is read again; 0: nothing is */
    const char *const *words; /* heard again up to there */
    size_t words_count;
};
/* In ARENA. */
struct again again_of (struct journal *journal, const char *source, struct arena *arena);
/* Whether the fact of SEQ and TYPE is one that was dealt with when it was read the first time. */
bool again_passes_over (const struct again *again, int64_t seq, const char *type);
/* Inside the transaction: it was read to its end. */
void again_end (struct journal *journal, const struct again *again);
