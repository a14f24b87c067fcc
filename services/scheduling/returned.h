/* A case that was handed over, closed as transferred, and is sent back: its clocks had ended with
   it, and go on. Its time limit is as it was, while that lies ahead: the notice that the unit holds
   names it. Not here: that it is open again (services/intake/hazard.h). */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#pragma once
#include "scheduling/deadline.h"
#include "words/intake.h"

void returned (const struct hazard_reopened *said, const struct case_seen *seen,
               struct decision *decision);
