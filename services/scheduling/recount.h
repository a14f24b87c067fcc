/* A new edition of the calendar is published: open deadlines whose end a calendar decides are
   counted again by it, each once; those that move are told with the old day and the new one
   (2020-01-27 moved a week of them). Not here: editions (calendar/calendar.h). */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#pragma once
#include "scheduling/arm.h"

/* The editions that are published by NOW, and those that were noted. */
struct editions_seen {
    const struct calendar *calendar;
    const struct edition_row *noted;
    size_t count;
    instant now;
};
void recount_decide_editions (const void *said, const void *seen, struct decision *decision);
instant recount_next_editions (const struct scene *scene);
const void *recount_see_editions (const struct scene *scene, const void *said);
void recount_apply_noted (struct store *store, const struct fact *fact, const void *event,
                          struct arena *arena);

/* The day after KNOWN on which the next edition was published; INT64_MAX: none was. */
day recount_edition_after (const struct calendar *calendar, day known);

/* DEADLINE, a row of SEEN, was counted again and ends when it did, as SET says by now why. */
void recount_note (const struct deadline_row *deadline, const struct set_end *set,
                   const struct case_seen *seen, struct decision *decision);
void recount_decide_hour (const void *said, const void *seen, struct decision *decision);
instant recount_next (const struct scene *scene);
const void *recount_see_hour (const struct scene *scene, const void *said);
extern const struct sql_table recount_sql;
