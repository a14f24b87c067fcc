/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "journal/fact.h"
#include "record/declare_tables.h"
#include "journal/fact.def"
#include "record/declare_end.h"

char *fact_id (const struct fact *fact, char out[FACT_ID_SIZE])
{
    text_hex (out, fact->chain, CHAIN_BYTES / 2);
    return out;
}
