/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "intake/referral_answer.h"
#include "intake/task.h"
#include "office/office.h"
#include "words/escalation.h"

#define COLUMNS "referral, ref, state, at, party, fell"

enum { SEE, ACCEPTED, FALLEN, PUT, STATE, FORGET, STATEMENTS };
static const struct sql statements[STATEMENTS] = {
    [SEE] = { "SELECT " COLUMNS " FROM transfer WHERE referral = :key", task_by_record,
              transfer_row_record },
    [ACCEPTED] = { "SELECT " COLUMNS " FROM transfer WHERE ref = :ref AND state IN "
                   "('accepted', 'done') AND referral <> :referral LIMIT 1",
                   transfer_row_record, transfer_row_record },
    [FALLEN] = { "SELECT " COLUMNS " FROM transfer WHERE ref = :key AND fell = 1 ORDER BY referral "
                 "LIMIT 12",
                 task_by_record, transfer_row_record },
    [PUT] = { "INSERT OR REPLACE INTO transfer (" COLUMNS ") VALUES (:referral, "
              ":ref, :state, :at, :party, :fell)",
              transfer_row_record, NULL },
    [STATE] = { "UPDATE transfer SET state = :state, at = :at WHERE referral = :referral",
                transfer_row_record, NULL },
    [FORGET] = { "UPDATE transfer SET fell = 0 WHERE ref = :key AND fell = 1", task_by_record,
                 NULL },
};
const struct sql_table transfer_sql = { statements, STATEMENTS };

const struct transfer_row *transfer_see (const struct scene *scene, const char *referral)
{
    struct transfer_row *row = arena_take (scene->arena, sizeof *row);
    const struct task_by by = { .key = referral };
    return store_read (scene->store, &statements[SEE], &by, scene->arena, row) ? row : NULL;
}

const char *transfer_see_accepted (const struct scene *scene, const char *hazard, const char *but)
{
    struct transfer_row row;
    const struct transfer_row by = { .ref = hazard, .referral = but ? but : "" };
    return store_read (scene->store, &statements[ACCEPTED], &by, scene->arena, &row) ? row.referral
                                                                                     : NULL;
}

static void see_fallen (const struct scene *scene, const char *hazard, struct fallen *fallen)
{
    const void *rows;
    fallen->tasks_count = task_see_all (scene, hazard, &fallen->tasks);
    fallen->referrals_count =
        store_list (scene->store, &statements[FALLEN], &(struct task_by){ .key = hazard },
                    scene->arena, FALLEN_MAX, &rows);
    fallen->referrals = rows;
}

const void *referral_see_answer (const struct scene *scene, const void *said)
{
    struct referral_answer_seen *seen = arena_take (scene->arena, sizeof *seen);
    *seen = (struct referral_answer_seen){
        .office = scene->office,
        .transfer = transfer_see (scene, ((const struct referral_answer *)said)->referral),
        .time = scene->time,
        .skew_ms = scene->office->policy->skew_minutes * MINUTE_MS
    };
    if (seen->transfer) {
        seen->hazard = hazard_see (scene, seen->transfer->ref);
        seen->another =
            transfer_see_accepted (scene, seen->transfer->ref, seen->transfer->referral);
        see_fallen (scene, seen->transfer->ref, &seen->fallen);
    }
    return seen;
}

const void *transfer_see_drafted (const struct scene *scene, const void *said)
{
    return transfer_see (scene, ((const struct referral_drafted *)said)->referral);
}

const void *transfer_see_sent (const struct scene *scene, const void *said)
{
    return transfer_see (scene, ((const struct referral_sent *)said)->referral);
}

const void *transfer_see_settled (const struct scene *scene, const void *said)
{
    return transfer_see (scene, ((const struct referral_settled *)said)->referral);
}

const void *transfer_see_withdrawn (const struct scene *scene, const void *said)
{
    return transfer_see (scene, ((const struct referral_withdrawn *)said)->referral);
}

void transfer_apply_noted (struct store *store, const struct fact *fact, const void *event_void,
                           struct arena *arena)
{
    (void)fact, (void)arena;
    const struct referral_noted *event = event_void;
    store_write (store, &statements[PUT],
                 &(struct transfer_row){ .referral = event->referral,
                                         .ref = event->ref,
                                         .state = event->state,
                                         .at = event->at,
                                         .party = event->to,
                                         .fell = event->fell });
}

void transfer_apply_resumed (struct store *store, const char *ref)
{
    store_write (store, &statements[FORGET], &(struct task_by){ .key = ref });
}

/* One that was never noted is of a time before answers were judged here: escalation tells what
   became of it. */
void transfer_apply_answered (struct store *store, const struct fact *fact, const void *event_void,
                              struct arena *arena)
{
    (void)arena;
    const struct referral_answered *event = event_void;
    store_write (store, &statements[STATE],
                 &(struct transfer_row){ .referral = event->referral,
                                         .ref = event->ref,
                                         .state = transfer_next (transfer_sent, event->outcome),
                                         .at = fact->time });
}
