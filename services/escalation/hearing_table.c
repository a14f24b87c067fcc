/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "escalation/hearing.h"

enum { NOTIFY, MOVE, COUNT_AGAIN, STATEMENTS };
static const struct sql statements[STATEMENTS] = {
    [NOTIFY] = { "UPDATE orders SET notified = :notified, hearing = :hearing, hearing_until = "
                 ":hearing_until, hearing_provisional = :hearing_provisional, hearing_explanation "
                 "= "
                 ":hearing_explanation, at = :at, by = :by, next = ifnull (:next, next) WHERE "
                 "\"order\" = :order",
                 order_row_record, NULL },
    [MOVE] = { "UPDATE orders SET hearing = :hearing, at = :at, by = :by, next = ifnull (:next, "
               "next) WHERE \"order\" = :order",
               order_row_record, NULL },
    [COUNT_AGAIN] = { "UPDATE orders SET hearing_until = ifnull (:hearing_until, hearing_until), "
                      "hearing_provisional = :hearing_provisional, hearing_explanation = "
                      ":hearing_explanation, next = :next WHERE \"order\" = :order",
                      order_row_record, NULL },
};
const struct sql_table hearing_sql = { statements, STATEMENTS };

const void *hearing_see_notify (const struct scene *scene, const void *said)
{
    return order_see_act (scene, ((const struct order_notify *)said)->order);
}

const void *hearing_see_request (const struct scene *scene, const void *said)
{
    return order_see_act (scene, ((const struct hearing_request *)said)->order);
}

const void *hearing_see_waive (const struct scene *scene, const void *said)
{
    return order_see_act (scene, ((const struct hearing_waive *)said)->order);
}

const void *hearing_see_hold (const struct scene *scene, const void *said)
{
    return order_see_act (scene, ((const struct hearing_hold *)said)->order);
}

void order_apply_notified (struct store *store, const struct fact *fact, const void *event_void,
                           struct arena *arena)
{
    (void)fact, (void)arena;
    const struct order_notified *event = event_void;
    store_write (store, &statements[NOTIFY],
                 &(struct order_row){ .order = event->order,
                                      .notified = event->at,
                                      .hearing = event->until == INSTANT_ABSENT
                                                     ? hearing_state_absent
                                                     : hearing_open,
                                      .hearing_until = event->until,
                                      .hearing_provisional = event->provisional,
                                      .hearing_explanation = event->explanation,
                                      .hearing_explanation_count = event->explanation_count,
                                      .next = event->next,
                                      .at = event->at,
                                      .by = event->by });
}

void hearing_apply_moved (struct store *store, const struct fact *fact, const void *event_void,
                          struct arena *arena)
{
    (void)fact, (void)arena;
    const struct hearing_moved *event = event_void;
    store_write (store, &statements[MOVE],
                 &(struct order_row){ .order = event->order,
                                      .hearing = event->state,
                                      .at = event->at,
                                      .by = event->by,
                                      .next = event->next });
}

void hearing_apply_counted (struct store *store, const struct fact *fact, const void *event_void,
                            struct arena *arena)
{
    (void)fact, (void)arena;
    const struct hearing_counted *event = event_void;
    bool open = event->state == hearing_open;
    store_write (store, &statements[COUNT_AGAIN],
                 &(struct order_row){ .order = event->order,
                                      .hearing_until = open ? event->until : INSTANT_ABSENT,
                                      .hearing_provisional = event->provisional,
                                      .hearing_explanation = event->explanation,
                                      .hearing_explanation_count = event->explanation_count,
                                      .next = event->until });
}
