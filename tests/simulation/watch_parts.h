/* What the watch is made of; for its own files. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#pragma once
#include "watch.h"
#include "watch_cases.h"
#include "watch_deadlines.h"
#include "watch_ladders.h"

struct watch {
    struct ledger
        causes; /* "machine cause": a first seq, b last seq, text the subject of the first */
    struct ledger notices, letters;
    struct deadlines deadlines;
    struct cases cases;
    struct ladders ladders;
};
