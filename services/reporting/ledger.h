/* Keeping ledgers: what is folded into them. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#pragma once
#include "reporting/view.h"
#include "words/reporting.h"

/* ROW holds from now on, and what held before it ends. */
void ledger_put (const struct view_fact *fact, struct ledger_row *row);
/* FACT's event, as JSON. */
const char *ledger_data (const struct view_fact *fact, const struct record *word);
/* Something was done to the thing REF: FACT's event stands in its row as NAME, with its time; and
   the thing is in STATE now (NULL: as before). When it began stays. */
void ledger_act (const struct view_fact *fact, enum ledger ledger, const char *ref,
                 const char *state, const char *name, const struct record *word);
/* ENTRY, as JSON, is added to `later` of the row of REF. */
void ledger_add_later (const struct view_fact *fact, enum ledger ledger, const char *ref,
                       const char *entry);
/* DATA's members take the place of those in the row of REF. */
void ledger_patch (const struct view_fact *fact, enum ledger ledger, const char *ref,
                   const char *data);
