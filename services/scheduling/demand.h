/* What the campaign asks for now, and when it asks for more: deliverables, the inspections of
   windows, meetings. Not here: of whom it is opened, and what becomes of it (obligation.h). */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#pragma once
#include "scheduling/obligation.h"

/* One thing that is asked for, of all parties of a kind. */
struct demand {
    enum obligation_kind kind;
    const char *what, *name, *clause;
    const struct campaign_deliverable *wanted; /* NULL: none */
    enum owed_by of;                           /* of others */
    int64_t cycle;
    day first, last; /* asked for from, until the end of */
};

struct demands {
    struct demand *list;
    size_t count;
    instant next; /* when the first of those to come is asked for */
};
/* All whose time has come, and that were not over before the campaign was planned here. */
struct demands demands_of (const struct campaign_seen *seen, struct arena *arena);
