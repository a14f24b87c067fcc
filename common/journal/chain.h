/* What ties each fact of a journal to all before it: BLAKE2b (libsodium generichash) over the chain
   before and every column of the fact. A source that was rewound or restored has another chain at
   the same place, and its readers notice (trust.md, H1). Not proof against whoever rewrites all. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#pragma once
#include "journal/fact.h"

/* Sets fact->chain from BEFORE (of the fact before, or of the epoch for the first) and the other
   columns of FACT but its id, which is the first half of the chain in hexadecimal. */
void chain_link (struct fact *fact, const unsigned char before[CHAIN_BYTES]);
/* The chain in front of the first fact of a journal with this EPOCH. */
void chain_begin (const char *epoch, unsigned char out[CHAIN_BYTES]);
