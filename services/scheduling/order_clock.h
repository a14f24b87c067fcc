/* The clocks of an order that is in force, beside the hazard's: its end draws near (行政强制法 25),
   the unit applied to resume and is to be checked, the check passed and it is to be answered
   (消防法 70). They outlive the hazard: an order stands until it is lifted or lapses. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#pragma once
#include "scheduling/deadline.h"
#include "words/escalation.h"

/* 消防监督检查规定 23: a sealing is decided within three working days, within 24 hours when it was
   done on the spot. Decided: approved or rejected, AT. */
void order_clock_drafted (const struct order_drafted *said, const struct case_seen *seen,
                          struct decision *decision);
void order_clock_decided (const char *order, instant at, const struct case_seen *seen,
                          struct decision *decision);
void order_clock_withdrawn (const char *order, const struct case_seen *seen,
                            struct decision *decision);
void order_clock_served (const struct order_served *said, const struct case_seen *seen,
                         struct decision *decision);
void order_clock_renewed (const struct order_renewed *said, const struct case_seen *seen,
                          struct decision *decision);
void order_clock_lapsed (const struct order_lapsed *said, const struct case_seen *seen,
                         struct decision *decision);
void order_clock_lifted (const struct order_lifted *said, const struct case_seen *seen,
                         struct decision *decision);
/* Its hazard was closed otherwise: to be lifted within the same time. */
void order_clock_orphaned (const struct order_orphaned *said, const struct case_seen *seen,
                           struct decision *decision);
/* It is open again: what was to be decided waits for its re-inspection, as it did. */
void order_clock_decide_regained (const void *said, const void *seen, struct decision *decision);
void order_clock_applied (const struct resumption_applied *said, const struct case_seen *seen,
                          struct decision *decision);
void order_clock_refused (const struct resumption_refused *said, const struct case_seen *seen,
                          struct decision *decision);
/* The premises were inspected again: that is the check, whatever it found. */
void order_clock_checked (const struct case_seen *seen, struct decision *decision);
void order_clock_decide_checked (const void *said, const void *seen, struct decision *decision);
void order_clock_decide_reinspected (const void *said, const void *seen, struct decision *decision);
