/* Where the last day of an obligation is, and why: by its expression in config/campaign.yaml, its
   anchor and the calendar. Its deadline is put there when that is another day by now, or the same
   one counted otherwise (an anchor was resolved, an edition governs). Pure. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#pragma once
#include "scheduling/arm.h"
#include "scheduling/obligation.h"

/* What decides where an obligation's last day is. */
struct placing {
    const struct office *office; /* with its campaign */
    const struct obligation_row *obligation;
    struct anchored anchored;
};
/* Of the open obligation REF; NULL: it is none, or of a campaign that is not known here.
   (obligation_table.c) */
const struct placing *obligation_see_placing (const struct scene *scene, const char *ref);
/* As much later as LIKE stood still (NULL: not at all): what is counted in working days, by those
   that stood. False: a meeting's turn, which is no expression; or it waits, or is asked for no
   more. */
bool obligation_end (const struct placing *placing, const struct deadline_row *like, day known,
                     struct arena *arena, struct set_end *set);
/* ARMING, of what was met and is asked for again, ends by the campaign, as much later as its
   deadline that was MET (NULL: it had none) stood still, and not before what people granted. */
void obligation_arm_again (const struct placing *placing, const struct deadline_row *met, day known,
                           struct arming *arming, struct arena *arena);
/* Whether its end is counted in working days, so that it may be counted otherwise. */
bool obligation_is_counted (const struct office *office, const struct obligation_row *row,
                            struct arena *arena);
/* Whether DEADLINE, which is that of ROW and armed, says by now why it ends when it does. More time
   that people gave says so itself. */
bool obligation_is_explained (const struct placing *placing, const struct deadline_row *deadline,
                              day known, struct arena *arena);
/* DEADLINE of SEEN, which stands still, goes on at END: where its campaign has it by now, or until
   what people GRANTED (NULL: nothing) when that is later; in one move. False, and nothing: its
   campaign does not say where. */
bool obligation_resume (const struct deadline_row *deadline, instant end,
                        const struct case_seen *seen, const struct set_end *granted,
                        const char *reason, const char *by, struct decision *decision);
/* What SEEN has as redone: what was handed in once is what is asked for again, by the day as it is
   now. Nobody is told of a day by which nothing is to be done. */
void obligation_meet_again (const struct campaign_seen *seen, struct decision *decision);
/* The deadline that SEEN has as misplaced. */
void obligation_put_in_place (const struct campaign_seen *seen, struct decision *decision);
