/* Deliberate faults, for the simulation to prove that it has teeth. In the shipped build FAULT is
   the constant false; only the second compilation (FIREWARDEN_FAULTS) can switch one on. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#pragma once
#include <stdbool.h>

/* Each with the promise it breaks. */
enum fault {
    FAULT_NONE,
    FAULT_ANSWER_BEFORE_COMMIT, /* an answer means: it is on disk */
    FAULT_SYNC_NORMAL,          /* a commit survives the loss of power */
    FAULT_CURSOR_APART,         /* effect and cursor in one transaction, not the cursor first */
    FAULT_NO_DEDUP,             /* a command sent twice is done once */
    FAULT_NO_CHAIN_CHECK,       /* a rewound source is noticed */
    FAULT_CLOCK_IN_DECISION,    /* a decision sees only its arguments */
    FAULT_TIMER_TWICE,          /* a step of a deadline rings once */
    FAULT_APPLY_BEYOND_CURSOR,  /* a late or repeated reply is not applied */
    FAULT_NOTICE_LOST,          /* a notice in the hand of the worker survives a crash */
    FAULT_APPLY_WITHOUT_EVENT,  /* tables follow from the journal alone */
    FAULT_REJECTED_HAS_EFFECT,  /* what is rejected leaves nothing behind */
    FAULT_VERSION_NOT_CLOSED,   /* as_of answers what was answered then */
    FAULT_IOERR_GOES_ON,        /* after a failed write nothing is believed */
    FAULT_JUMP_BELIEVED,        /* a clock that jumps and comes back moves nothing */
    FAULT_NO_STEP_BEFORE,       /* every step of a deadline is told */
    FAULT_REPEATS_STOP,         /* what is overdue rings until somebody acts */
    FAULT_CLOSED_CLOCKS_RUN,    /* the deadlines of a case that is closed have an outcome */
    FAULT_EFFECT_REJECTED,      /* what is rejected was not done */
    FAULT_REOPENED_FORGOTTEN,   /* a re-inspection that failed sets a new time limit */
    FAULT_RUNG_LEFT_OUT,        /* the ladder is climbed rung by rung */
    FAULT_RUNG_SILENT,          /* and the one that was reached is told again */
    FAULT_TABLE_FORGOTTEN,      /* every table follows from the journal */
    FAULT_PAST_PASSED_OVER,     /* a newer version knows what the older one passed over */
    FAULTS
};

#ifdef FIREWARDEN_FAULTS
#define FAULT(which) (fault_chosen() == (which))
#else
#define FAULT(which) false
#endif

enum fault fault_chosen (void);
void fault_choose (enum fault fault);
