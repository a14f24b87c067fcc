/* A letter: what leaves by one channel to one recipient, one notice or several together. Attempted
   is on disk before it leaves; what became of it comes back; when a crash took that away it is
   attempted again and says so. A notice is sent or visibly dead, never forgotten. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#pragma once
#include "frame/service.h"
#include "office/office.h"
#include "post/post.h"
#include "scheduling/rows.h"

/* A notice is given up when it was refused so often, over so long: a mail server that is set up
   wrongly for an afternoon must not end a reminder. */
enum { LETTER_NOTICES_MAX = 50, LETTER_REFUSALS_MAX = 3, LETTER_REFUSED_MS = DAY_MS };

/* ---- the queue ---- */

struct queueing {
    int64_t said; /* the number of the fact that says it */
    const char *ref, *subject, *text;
    const struct notice *notices;
    size_t count;
    instant when;
    bool late;
};
/* After an outage what is late waits for the rest of it, which escalation says turn by turn: one
   letter then tells each recipient all. */
void letter_queue (struct store *store, const struct queueing *queueing);

struct letter_seen {
    const struct notice_row *notices; /* of one recipient; the first is the oldest */
    size_t count;
};
instant letter_next (const struct scene *scene);
const void *letter_see_queue (const struct scene *scene, const void *said);
void letter_decide_attempt (const void *said, const void *seen, struct decision *decision);

/* ---- outcomes ---- */

struct outcome_seen {
    const struct letter_row *letter;  /* NULL: not one that is in hand */
    const struct notice_row *notices; /* that it speaks of, in its order */
    size_t count;
    instant now;
};
const void *letter_see_outcome (const struct scene *scene, const void *said);
void letter_decide_outcome (const void *said, const void *seen, struct decision *decision);
/* Letters whose outcome died with an earlier process. */
instant letter_next_doubt (const struct scene *scene);
const void *letter_see_doubt (const struct scene *scene, const void *said);
void letter_decide_doubt (const void *said, const void *seen, struct decision *decision);
/* Milliseconds until a failed letter is tried again after so many attempts. */
int64_t letter_back_off_ms (int64_t attempts);

void letter_apply_attempted (struct store *store, const struct fact *fact, const void *event,
                             struct arena *arena);
void letter_apply_sent (struct store *store, const struct fact *fact, const void *event,
                        struct arena *arena);
void letter_apply_failed (struct store *store, const struct fact *fact, const void *event,
                          struct arena *arena);
void letter_hand_over (struct post *post, const void *event, instant now);
extern const struct sql_table letter_sql;
