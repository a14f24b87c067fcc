/* The script of a season: its stories read, checked and put in one order of time. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#pragma once
#include "base/refusal.h"
#include "record/record.h"

#include "record/declare_structs.h"
#include "season.def"
#include "record/declare_end.h"

struct scripted {
    instant at;
    size_t order; /* of reading: ties are played so */
    const struct step *step;
    const char *mark; /* FILE:LINE:COLUMN */
};
struct script {
    const struct season *season;
    const struct scripted *steps; /* by time */
    size_t count;
};

/* "2020-12-01", "2020-12-01 09:00", "2020-12-01 09:00:30" at +08:00. False: none of these. */
bool script_moment (const char *text, instant *at);
/* All of FOLDER, in ARENA. NULL: REFUSALS say what is wrong, and where. */
const struct script *script_read (const char *folder, struct arena *arena,
                                  struct refusals *refusals);
