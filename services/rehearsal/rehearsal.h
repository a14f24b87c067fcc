/* The office on a virtual clock: the services as they are, driven turn by turn in one process over
   disks in memory and a wire that loses nothing, while letters count as sent at once. Time stands
   still until something is said or an hour strikes, so a season takes seconds; nothing is drawn by
   lot, so the same words give the same journals to the byte. Not here: what goes wrong
   (tests/simulation), who speaks (staff.h, tests/season), and what is made of it (report.h). */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#pragma once
#include "office/office.h"
#include "rehearsal/wire.h"

struct rehearsal;

/* What a service said: a line of its journal. */
struct heard {
    int machine;
    const struct fact *fact;
    const struct record *word; /* NULL: not a word of this version */
    struct arena *arena;
    const void **event; /* read once, by whoever asks first (heard_event) */
};
/* What it says, as a struct of its word, in heard->arena; NULL when it cannot be read. */
const void *heard_event (const struct heard *heard);
struct rehearsal_setup {
    const struct office *office; /* borrowed */
    instant from;                /* where time begins; at least behind what the journals hold */
    const char *journals;        /* the services' folders to begin from, read and copied; or NULL */
    bool answers;                /* reporting plays too: needed only by who asks */
    void *self;
    /* Given each line of each journal once, in order, those that stand there already by the time
       rehearsal_new returns; all is borrowed for the call. It does not speak. Reporting's journal
       only copies the others, and is not heard. */
    void (*hear) (void *self, const struct heard *heard);
};

/* NULL: REFUSALS say why the journals cannot be used: in use, not there. One rehearsal at a time.
 */
struct rehearsal *rehearsal_new (const struct rehearsal_setup *setup, struct refusals *refusals);
void rehearsal_destroy (struct rehearsal **rehearsal);
instant rehearsal_now (const struct rehearsal *rehearsal);
/* When something happens although nobody speaks; INSTANT_NEVER: nothing ever does. */
instant rehearsal_next (const struct rehearsal *rehearsal);
/* Lets time pass to UNTIL, and everything happen that is due by then. */
void rehearsal_run (struct rehearsal *rehearsal, instant until);
/* Says a frame of the door to MACHINE now, and lets everything happen that follows at once. Returns
   the answer, in ARENA; NULL: that service does not run. */
const char *rehearsal_say (struct rehearsal *rehearsal, int machine, const char *bytes,
                           struct arena *arena);
/* The same over tcp, by a key that may not see people at home. */
const char *rehearsal_say_elsewhere (struct rehearsal *rehearsal, int machine, const char *bytes,
                                     struct arena *arena);
/* An outage: the service is gone, with what it had not written, until it is started. */
void rehearsal_stop (struct rehearsal *rehearsal, int machine);
void rehearsal_start (struct rehearsal *rehearsal, int machine);

struct rehearsal_totals {
    int64_t turns, facts, letters; /* facts: said since the rehearsal began */
};
struct rehearsal_totals rehearsal_totals (const struct rehearsal *rehearsal);
