/* A reminder: a step of a deadline that is told to those concerned, once each; when the deadline
   was missed, again and again at growing gaps until somebody acts. An acknowledgement silences the
   latter for a while, for everybody when it has a reason and else for who gave it; it expires, and
   is not given again before something rang since. Not here: how letters leave (letter.h). */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#pragma once
#include "scheduling/deadline.h"
#include "scheduling/share.h"

enum {
    REMINDER_LATE_MS = 10 * MINUTE_MS
}; /* told so long after it was due: an outage, and said so */

/* The hour of a deadline: one step forward, whichever it is. SEEN is a struct hour_seen. */
struct hour_seen {
    const struct deadline_row *deadline;
    struct case_seen of_case;
    struct shares_left left;       /* when it is an obligation's, of its premises */
    const struct quiet_row *quiet; /* who are not told again for now */
    size_t quiet_count;
};
instant reminder_next (const struct scene *scene);
const void *reminder_see_hour (const struct scene *scene, const void *said);
void reminder_decide_hour (const void *said, const void *seen, struct decision *decision);

struct acknowledge_seen {
    const struct office *office;
    const struct reminder_row *reminder; /* NULL: no such reminder */
    const struct deadline_row *deadline;
    const struct quiet_row *quiet; /* the last of who acknowledges, without a reason; NULL: none */
    instant now;
};
const void *reminder_see_acknowledge (const struct scene *scene, const void *said);
void reminder_decide_acknowledge (const void *said, const void *seen, struct decision *decision);

void reminder_apply_raised (struct store *store, const struct fact *fact, const void *event,
                            struct arena *arena);
void reminder_apply_acknowledged (struct store *store, const struct fact *fact, const void *event,
                                  struct arena *arena);
extern const struct sql_table reminder_sql;
