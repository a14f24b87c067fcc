/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "scheduling/extension.h"

/* Its own end, without a linked case that is stricter, if more time is not until then anyway. */
#define ALONE "max (ifnull (own, alone), ifnull (alone, own))"
#define LATER "iif (" ALONE " > :due, " ALONE ", NULL)"

enum { EXTEND, STATEMENTS };
static const struct sql statements[STATEMENTS] = {
    [EXTEND] = { "UPDATE deadline SET state = :state, due = :due, extensions = :extensions, "
                 "provisional = :provisional,"
                 " explanation = :explanation, known = :known, reached = :reached, place = :place, "
                 "repeats = :repeats, repeat = :repeat,"
                 " working_days = :working_days, calendar_days = NULL, hours = NULL, stood = NULL, "
                 "counted_from "
                 "= :counted_from, own = NULL, alone = " LATER
                 ", granted = :due, last = max (last, "
                 ":last), next = :next WHERE deadline = :deadline",
                 deadline_row_record, NULL },
};
const struct sql_table extension_sql = { statements, STATEMENTS };

const void *deadline_see_extend (const struct scene *scene, const void *said)
{
    return deadline_see_one (scene, ((const struct deadline_extend *)said)->deadline);
}

void deadline_apply_extended (struct store *store, const struct fact *fact, const void *event_void,
                              struct arena *arena)
{
    (void)arena;
    const struct deadline_extended *event = event_void;
    store_write (store, &statements[EXTEND],
                 &(struct deadline_row){ .deadline = event->deadline,
                                         .state = deadline_state_armed,
                                         .due = event->due,
                                         .extensions = event->extension,
                                         .provisional = event->provisional,
                                         .explanation = event->explanation,
                                         .explanation_count = event->explanation_count,
                                         .known = day_of (fact->recorded),
                                         .reached = event->reached,
                                         .place = -1,
                                         .repeats = 0,
                                         .repeat = INSTANT_ABSENT,
                                         .working_days = event->working_days,
                                         .counted_from = event->counted_from,
                                         .last = fact->time,
                                         .next = event->next });
}
