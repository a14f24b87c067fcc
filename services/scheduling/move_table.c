/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "scheduling/move.h"
#include "scheduling/obligation_place.h"

enum { PAUSE, MOVE, COUNT, STATEMENTS };
static const struct sql statements[STATEMENTS] = {
    [PAUSE] = { "UPDATE deadline SET state = :state, paused = :paused, resumes = :resumes, next = "
                ":next WHERE deadline = :deadline",
                deadline_row_record, NULL },
    /* Which days a pause took is not in old journals: what it moved is not counted again there. One
       whose own end is another may move while it stands still. Its own again, as it was before more
       time was given, it is not counted as that time was. */
    [MOVE] = { "UPDATE deadline SET working_days = iif ((paused IS NULL OR own IS NOT NULL OR "
               ":stood IS NOT NULL) AND NOT (alone IS NOT NULL AND :alone IS NULL AND :due = "
               "alone), working_days, NULL), calendar_days = iif (paused IS NULL OR "
               "own "
               "IS NOT NULL OR :stood IS NOT NULL, calendar_days, NULL), stood = :stood, state "
               "= :state, due = :due, moves = :moves, provisional = :provisional, explanation = "
               ":explanation, known = :known, reached = :reached, place = :place, repeats = 0, "
               "repeat = NULL, paused = NULL, resumes = NULL, own = :own, alone = :alone, granted "
               "= iif (granted "
               "IS NULL OR paused IS NULL, granted, ifnull (:granted, :due)), last = max (last, "
               ":last), next = "
               ":next WHERE deadline = :deadline",
               deadline_row_record, NULL },
    [COUNT] = { "UPDATE deadline SET provisional = :provisional, explanation = :explanation, known "
                "= :known, next = :next WHERE deadline = :deadline",
                deadline_row_record, NULL },
};
const struct sql_table move_sql = { statements, STATEMENTS };

const void *move_see_pause (const struct scene *scene, const void *said)
{
    return deadline_see_one (scene, ((const struct deadline_pause *)said)->deadline);
}

const void *move_see_resume (const struct scene *scene, const void *said)
{
    struct deadline_seen *seen = arena_take (scene->arena, sizeof *seen);
    *seen = *deadline_see_one (scene, ((const struct deadline_resume *)said)->deadline);
    if (seen->deadline)
        seen->of_case.placing = obligation_see_placing (scene, seen->deadline->ref);
    return seen;
}

void move_apply_paused (struct store *store, const struct fact *fact, const void *event_void,
                        struct arena *arena)
{
    (void)fact, (void)arena;
    const struct deadline_paused *event = event_void;
    store_write (store, &statements[PAUSE],
                 &(struct deadline_row){ .deadline = event->deadline,
                                         .state = deadline_state_paused,
                                         .paused = event->at,
                                         .resumes = event->until,
                                         .next = event->until });
}

void move_apply_moved (struct store *store, const struct fact *fact, const void *event_void,
                       struct arena *arena)
{
    (void)arena;
    const struct deadline_moved *event = event_void;
    store_write (store, &statements[MOVE],
                 &(struct deadline_row){ .deadline = event->deadline,
                                         .state = deadline_state_armed,
                                         .due = event->due,
                                         .moves = event->move,
                                         .provisional = event->provisional,
                                         .explanation = event->explanation,
                                         .explanation_count = event->explanation_count,
                                         .stood = event->stood,
                                         .stood_count = event->stood_count,
                                         .known = day_of (fact->recorded),
                                         .reached = event->reached,
                                         .place = -1,
                                         .own = event->own,
                                         .alone = event->alone,
                                         .granted = event->granted,
                                         .last = fact->time,
                                         .next = event->next });
    obligation_goes_on (store, event->ref, fact->recorded);
}

void move_apply_recounted (struct store *store, const struct fact *fact, const void *event_void,
                           struct arena *arena)
{
    (void)arena;
    const struct deadline_recounted *event = event_void;
    store_write (store, &statements[COUNT],
                 &(struct deadline_row){ .deadline = event->deadline,
                                         .provisional = event->provisional,
                                         .explanation = event->explanation,
                                         .explanation_count = event->explanation_count,
                                         .known = day_of (fact->recorded),
                                         .next = event->next });
}
