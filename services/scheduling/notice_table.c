/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "scheduling/letter.h"
#include "scheduling/notice.h"
#include <inttypes.h>

enum { KNOWN, PUT, STATEMENTS };
static const struct sql statements[STATEMENTS] = {
    [KNOWN] = { "SELECT notice FROM told WHERE notice = :notice", told_row_record,
                told_row_record },
    [PUT] = { "INSERT OR IGNORE INTO told (notice) VALUES (:notice)", told_row_record, NULL },
};
const struct sql_table notice_sql = { statements, STATEMENTS };

static struct notice_seen *see (const struct scene *scene, const char *ref, const char *id)
{
    struct notice_seen *seen = arena_take (scene->arena, sizeof *seen);
    struct case_seen of_case = deadline_see_ref (scene, ref);
    struct told_row known;
    *seen = (struct notice_seen){
        .office = scene->office, .of_case = of_case, .like = deadline_of_case (&of_case), .id = id
    };
    seen->known = store_read (scene->store, &statements[KNOWN], &(struct told_row){ id },
                              scene->arena, &known);
    return seen;
}

/* A rung stands over one deadline of the case: its tracker is that one's. */
static const void *see_rung (const struct scene *scene, const char *ref, const char *deadline,
                             const char *id)
{
    struct notice_seen *seen = see (scene, ref, id);
    const struct deadline_row *missed = deadline_see (scene, deadline);
    if (missed)
        seen->like = missed;
    return seen;
}

const void *notice_see_ladder_climbed (const struct scene *scene, const void *said_void)
{
    const struct ladder_climbed *said = said_void;
    return see_rung (scene, said->ref, said->deadline, notice_id_of_rung (said, scene->arena));
}

const void *notice_see_ladder_repeated (const struct scene *scene, const void *said_void)
{
    const struct ladder_repeated *said = said_void;
    return see_rung (scene, said->ref, said->deadline, notice_id_of_repeat (said, scene->arena));
}

const void *notice_see_order_drafted (const struct scene *scene, const void *said_void)
{
    const struct order_drafted *said = said_void;
    return see (scene, said->ref, notice_id_of_order (said->order, "drafted", scene->arena));
}

const void *notice_see_order_urged (const struct scene *scene, const void *said_void)
{
    const struct order_urged *said = said_void;
    const char *step =
        arena_format (scene->arena, "urged/%s/%" PRId64,
                      choice_word (order_waiting_choices(), (int)said->waits_for), said->number);
    return see (scene, said->ref, notice_id_of_order (said->order, step, scene->arena));
}

const void *notice_see_order_approved (const struct scene *scene, const void *said_void)
{
    const struct order_approved *said = said_void;
    return see (scene, said->ref, notice_id_of_order (said->order, "approved", scene->arena));
}

const void *notice_see_order_rejected (const struct scene *scene, const void *said_void)
{
    const struct order_rejected *said = said_void;
    return see (scene, said->ref, notice_id_of_order (said->order, "rejected", scene->arena));
}

const void *notice_see_order_served (const struct scene *scene, const void *said_void)
{
    const struct order_served *said = said_void;
    return see (scene, said->ref, notice_id_of_order (said->order, "served", scene->arena));
}

const void *notice_see_order_lifted (const struct scene *scene, const void *said_void)
{
    const struct order_lifted *said = said_void;
    return see (scene, said->ref, notice_id_of_order (said->order, "lifted", scene->arena));
}

const void *notice_see_order_renewed (const struct scene *scene, const void *said_void)
{
    const struct order_renewed *said = said_void;
    const char *step = arena_format (scene->arena, "renewed/%" PRId64, said->term);
    return see (scene, said->ref, notice_id_of_order (said->order, step, scene->arena));
}

const void *notice_see_order_lapsed (const struct scene *scene, const void *said_void)
{
    const struct order_lapsed *said = said_void;
    return see (scene, said->ref, notice_id_of_order (said->order, "lapsed", scene->arena));
}

const void *notice_see_resumption_applied (const struct scene *scene, const void *said_void)
{
    const struct resumption_applied *said = said_void;
    const char *step = arena_format (scene->arena, "applied/%" PRId64, said->application);
    return see (scene, said->ref, notice_id_of_order (said->order, step, scene->arena));
}

const void *notice_see_resumption_refused (const struct scene *scene, const void *said_void)
{
    const struct resumption_refused *said = said_void;
    const char *step = arena_format (scene->arena, "refused/%" PRId64, said->application);
    return see (scene, said->ref, notice_id_of_order (said->order, step, scene->arena));
}

const void *notice_see_order_orphaned (const struct scene *scene, const void *said_void)
{
    const struct order_orphaned *said = said_void;
    return see (scene, said->ref, notice_id_of_order (said->order, "orphaned", scene->arena));
}

const void *notice_see_order_withdrawn (const struct scene *scene, const void *said_void)
{
    const struct order_withdrawn *said = said_void;
    return see (scene, said->ref, notice_id_of_order (said->order, "withdrawn", scene->arena));
}

const void *notice_see_accountability_opened (const struct scene *scene, const void *said_void)
{
    const struct accountability_opened *said = said_void;
    return see (scene, said->file, notice_id_of_order (said->file, "opened", scene->arena));
}

const void *notice_see_accountability_judged (const struct scene *scene, const void *said_void)
{
    const struct accountability_judged *said = said_void;
    const char *step = arena_format (scene->arena, "judged/%" PRId64, scene->heard->seq);
    return see (scene, said->file, notice_id_of_order (said->file, step, scene->arena));
}

const void *notice_see_accountability_voided (const struct scene *scene, const void *said_void)
{
    const struct accountability_voided *said = said_void;
    const char *step = arena_format (scene->arena, "voided/%s", said->incident_withdrawn);
    return see (scene, said->file, notice_id_of_order (said->file, step, scene->arena));
}

void notice_apply_raised (struct store *store, const struct fact *fact, const void *event_void,
                          struct arena *arena)
{
    (void)arena;
    const struct notice_raised *event = event_void;
    store_write (store, &statements[PUT], &(struct told_row){ event->notice });
    letter_queue (store, &(struct queueing){ .said = fact->seq,
                                             .ref = event->ref,
                                             .subject = event->subject,
                                             .text = event->text,
                                             .notices = event->notices,
                                             .count = event->notices_count,
                                             .when = fact->recorded,
                                             .late = event->late });
}
