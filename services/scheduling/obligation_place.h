/* Where the last day of an obligation is, and why: by its expression in config/campaign.yaml, its
   anchor and the calendar. Its deadline is put there when that is another day by now, or the same
   one counted otherwise (an anchor was resolved, an edition governs). Pure. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#pragma once
#include "scheduling/arm.h"
#include "scheduling/obligation.h"

/* False: a meeting's turn, which is no expression; or it waits, or is asked for no more. */
bool obligation_end (const struct office *office, const struct obligation_row *row,
                     const struct anchored *anchored, day known, struct arena *arena,
                     struct set_end *set);
/* Whether its end is counted in working days, so that it may be counted otherwise. */
bool obligation_is_counted (const struct office *office, const struct obligation_row *row,
                            struct arena *arena);
/* Whether DEADLINE, which is that of ROW and armed, says by now why it ends when it does. More time
   that people gave says so itself. */
bool obligation_is_explained (const struct office *office, const struct obligation_row *row,
                              const struct deadline_row *deadline, const struct anchored *anchored,
                              day known, struct arena *arena);
/* The deadline that SEEN has as misplaced. */
void obligation_put_in_place (const struct campaign_seen *seen, struct decision *decision);
