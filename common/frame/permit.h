/* Who may come in, whose acts it may send, and what is shown to it. A key of clients.yaml is a
   name; a socket of the machine itself is guarded by its file mode and is called "local". Looked up
   for every message, since removing a key does not cut a live connection (design, known traps). */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#pragma once
#include "base/arena.h"
#include "base/refusal.h"
#include "record/record.h"
#include <stdbool.h>

#define ACTOR_LOCAL "local"

struct permit;

/* Reads FILES (NULL-ended), and again whenever one changed. A missing file enrols nobody. Texts are
   borrowed for ever. */
struct permit *permit_new (const char *const *files);
void permit_destroy (struct permit **permit);
/* Looks whether a file changed; one with mistakes leaves what was known, and is logged. */
void permit_refresh (struct permit *permit);
/* The name that KEY (40 characters of Z85) is enrolled under; NULL: nobody. */
const char *permit_name (const struct permit *permit, const char *key);
/* Whether ACTOR, once let in, still may come. */
bool permit_knows (const struct permit *permit, const char *actor);

/* Whether ACTOR may send what BY does (an act of the policy); whether people at home are shown to
 * it. */
bool permit_speaks_for (const struct permit *permit, const char *actor, const char *by);
bool permit_sees_private (const struct permit *permit, const char *actor);
/* Whether ACTOR may read a journal, which tells everything: one of our services, or who sees
   people at home. */
bool permit_reads_journals (const struct permit *permit, const char *actor);

#include "record/declare_structs.h"
#include "frame/permit.def"
#include "record/declare_end.h"

/* One file, for `firewarden check` and `keys`; NULL: REFUSALS say why. */
const struct clients *clients_read (const char *file, struct arena *arena,
                                    struct refusals *refusals);
