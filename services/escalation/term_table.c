/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "escalation/ladder.h"
#include "escalation/term.h"

enum { NEXT, DUE, RENEW, LAPSE, APPLY, CHECK, REFUSE, STATEMENTS };
static const struct sql statements[STATEMENTS] = {
    [NEXT] = { "SELECT min (until) AS next FROM orders WHERE state = 'served' AND until IS NOT "
               "NULL",
               NULL, ladder_moment_record },
    [DUE] = { "SELECT \"order\" FROM orders WHERE state = 'served' AND until <= :now ORDER BY "
              "until, \"order\" LIMIT 1",
              ladder_by_record, urging_row_record },
    [RENEW] = { "UPDATE orders SET until = :until, term = :term, at = :at, by = :by WHERE "
                "\"order\" = :order",
                order_row_record, NULL },
    [LAPSE] = { "UPDATE orders SET state = :state, at = :at, by = NULL WHERE \"order\" = :order",
                order_row_record, NULL },
    [APPLY] = { "UPDATE orders SET application = :application, applied = :applied, failed = NULL, "
                "at = :at, by = :by WHERE \"order\" = :order",
                order_row_record, NULL },
    [CHECK] = { "UPDATE orders SET failed = :failed WHERE \"order\" = :order", order_row_record,
                NULL },
    [REFUSE] = { "UPDATE orders SET applied = NULL, failed = NULL, at = :at, by = :by WHERE "
                 "\"order\" = :order",
                 order_row_record, NULL },
};
const struct sql_table term_sql = { statements, STATEMENTS };

const void *term_see_propose (const struct scene *scene, const void *said)
{
    const char *ref = ((const struct order_propose *)said)->ref;
    struct proposal_seen *seen = arena_take (scene->arena, sizeof *seen);
    *seen = (struct proposal_seen){ .office = scene->office,
                                    .matter = case_see (scene, ref),
                                    .orders = order_see_ref (scene, ref),
                                    .referrals = referral_see_ref (scene, ref),
                                    .now = scene->now,
                                    .time = scene->time,
                                    .skew_ms = scene->office->policy->skew_minutes * MINUTE_MS };
    return seen;
}

const void *term_see_renew (const struct scene *scene, const void *said)
{
    return order_see_act (scene, ((const struct order_renew *)said)->order);
}

const void *term_see_apply (const struct scene *scene, const void *said)
{
    return order_see_act (scene, ((const struct resumption_apply *)said)->order);
}

const void *term_see_refuse (const struct scene *scene, const void *said)
{
    return order_see_act (scene, ((const struct resumption_refuse *)said)->order);
}

instant term_next (const struct scene *scene)
{
    struct ladder_moment first = { .next = INSTANT_ABSENT };
    store_read (scene->store, &statements[NEXT], NULL, scene->arena, &first);
    return first.next == INSTANT_ABSENT ? INSTANT_NEVER : first.next;
}

const void *term_see_hour (const struct scene *scene, const void *said)
{
    (void)said;
    struct urging_row due;
    const struct ladder_by by = { .now = scene->now, .limit = NUMBER_ABSENT };
    if (!store_read (scene->store, &statements[DUE], &by, scene->arena, &due))
        return NULL;
    return order_see_act (scene, due.order);
}

/* ---- apply ---- */

void term_apply_renewed (struct store *store, const struct fact *fact, const void *event_void,
                         struct arena *arena)
{
    (void)fact, (void)arena;
    const struct order_renewed *event = event_void;
    store_write (store, &statements[RENEW],
                 &(struct order_row){ .order = event->order,
                                      .until = event->until,
                                      .term = event->term,
                                      .at = event->at,
                                      .by = event->by });
}

void term_apply_lapsed (struct store *store, const struct fact *fact, const void *event_void,
                        struct arena *arena)
{
    (void)fact, (void)arena;
    const struct order_lapsed *event = event_void;
    store_write (
        store, &statements[LAPSE],
        &(struct order_row){ .order = event->order, .state = order_state_lapsed, .at = event->at });
}

void term_apply_applied (struct store *store, const struct fact *fact, const void *event_void,
                         struct arena *arena)
{
    (void)fact, (void)arena;
    const struct resumption_applied *event = event_void;
    store_write (store, &statements[APPLY],
                 &(struct order_row){ .order = event->order,
                                      .application = event->application,
                                      .applied = event->at,
                                      .at = event->at,
                                      .by = event->by });
}

void term_apply_checked (struct store *store, const struct fact *fact, const void *event,
                         struct arena *arena)
{
    (void)arena;
    store_write (store, &statements[CHECK],
                 &(struct order_row){ .order = ((const struct resumption_checked *)event)->order,
                                      .failed = fact->time });
}

void term_apply_refused (struct store *store, const struct fact *fact, const void *event_void,
                         struct arena *arena)
{
    (void)fact, (void)arena;
    const struct resumption_refused *event = event_void;
    store_write (store, &statements[REFUSE],
                 &(struct order_row){ .order = event->order, .at = event->at, .by = event->by });
}
