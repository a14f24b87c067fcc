/* The model of the ladders: what was missed is answered for as soon as escalation has read of it,
   and each rung that the policy has for it is climbed once, in order and at its hour, until the
   ladder ends. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#pragma once
#include "rehearsal/ledger.h"
#include "rehearsal/rows.h"
#include "world.h"

struct ladders {
    struct ledger places;   /* a: place + 1 in list */
    struct rows list;       /* struct watched_ladder */
    struct ledger answered; /* "deadline due": a ladder was raised for it, or joined */
    struct ledger ended;    /* cases, as escalation says */
    struct rows news;       /* struct missed, of scheduling */
    size_t read;            /* by escalation */
    instant earliest;       /* no rung is owed before */
};

struct ladders ladders_new (void);
void ladders_clear (struct ladders *ladders);
void ladders_see (struct world *world, const struct record *word, const struct fact *fact,
                  const void *event);
/* After a turn of escalation whose facts were seen, and its cursors. */
void ladders_check (struct world *world);
/* What was owed at MOMENT was climbed. */
void ladders_check_until (struct world *world, instant moment);
