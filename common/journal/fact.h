/* The records of a journal; fact.def is the document. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#pragma once
#include "record/declare_structs.h"
#include "journal/fact.def"
#include "record/declare_end.h"

enum { CHAIN_BYTES = 32, FACT_ID_SIZE = 33, CAUSE_BYTES_MAX = 512 };

/* The fact's name outside its journal: the first half of its chain in hexadecimal. */
char *fact_id (const struct fact *fact, char out[FACT_ID_SIZE]);
