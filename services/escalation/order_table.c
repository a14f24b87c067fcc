/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "escalation/ladder.h"
#include "escalation/hearing.h"
#include "frame/page.h"

enum {
    ORDERS_OF_A_CASE_MAX = 64,
    ORDERS_LINKED_MAX = 20 /* what one decision can tell of, next to the case's own */
};

#define COLUMNS                                                                                    \
    "\"order\", ref, instrument, ground, power, basis, edition, state, reinspected, checked_by, "  \
    "served, orphaned, "                                                                           \
    "premises, "                                                                                   \
    "premises_name, "                                                                              \
    "community, department, notified, hearing, hearing_until, hearing_provisional, "               \
    "hearing_explanation, at, by, done, until, term, "                                             \
    "application, "                                                                                \
    "applied, failed, urged, next"

enum { SEE, CASE, LINKED, LIST, PUT, ACT, SERVE, REINSPECT, ORPHAN, REGAIN, WITHDRAW, STATEMENTS };
static const struct sql statements[STATEMENTS] = {
    [SEE] = { "SELECT " COLUMNS " FROM orders WHERE \"order\" = :key", ladder_by_record,
              order_row_record },
    [CASE] = { "SELECT " COLUMNS " FROM orders WHERE ref = :key ORDER BY \"order\"",
               ladder_by_record, order_row_record },
    [LINKED] = { "SELECT " COLUMNS " FROM orders WHERE ref IN (SELECT ref FROM matter WHERE linked "
                 "= :key) AND state = 'served' ORDER BY \"order\"",
                 ladder_by_record, order_row_record },
    [LIST] = { "SELECT " COLUMNS " FROM orders WHERE (:key IS NULL OR ref = :key) AND (:state IS "
               "NULL OR state = :state)"
               " AND \"order\" > :after ORDER BY \"order\" LIMIT :limit",
               ladder_by_record, order_row_record },
    [PUT] = { "INSERT INTO orders (" COLUMNS
              ") VALUES (:order, :ref, :instrument, :ground, :power, :basis, :edition, "
              ":state, :reinspected, :checked_by, :served, :orphaned, :premises,"
              " :premises_name, :community, :department, :notified, :hearing, :hearing_until, "
              ":hearing_provisional, :hearing_explanation, :at, "
              ":by, :done, :until, :term, :application, :applied, :failed, :urged, :next)",
              order_row_record, NULL },
    [ACT] = { "UPDATE orders SET state = :state, at = :at, by = :by, urged = 0, next = :next WHERE "
              "\"order\" = :order",
              order_row_record, NULL },
    [SERVE] = { "UPDATE orders SET state = :state, served = :served, at = :at, by = :by, until = "
                ":until, term = "
                ":term, urged = 0, next = NULL WHERE \"order\" = :order",
                order_row_record, NULL },
    [REINSPECT] = { "UPDATE orders SET reinspected = :reinspected, checked_by = :checked_by WHERE "
                    "\"order\" = :order",
                    order_row_record, NULL },
    [ORPHAN] = { "UPDATE orders SET orphaned = :orphaned WHERE \"order\" = :order",
                 order_row_record, NULL },
    [REGAIN] = { "UPDATE orders SET orphaned = NULL WHERE ref = :ref AND state = 'served'",
                 order_row_record, NULL },
    [WITHDRAW] = { "UPDATE orders SET state = :state, next = NULL WHERE \"order\" = :order",
                   order_row_record, NULL },
};
const struct sql_table order_sql = { statements, STATEMENTS };

static struct ladder_by by_key (const char *key)
{
    return (struct ladder_by){ .key = key, .limit = NUMBER_ABSENT, .now = INSTANT_ABSENT };
}

/* ---- see ---- */

const struct order_row *order_see (const struct scene *scene, const char *order)
{
    struct order_row *row = arena_take (scene->arena, sizeof *row);
    const struct ladder_by by = by_key (order);
    return store_read (scene->store, &statements[SEE], &by, scene->arena, row) ? row : NULL;
}

const void *order_see_act (const struct scene *scene, const char *order)
{
    struct order_seen *seen = arena_take (scene->arena, sizeof *seen);
    const struct order_row *row = order_see (scene, order);
    *seen = (struct order_seen){ .office = scene->office,
                                 .order = row,
                                 .now = scene->now,
                                 .time = scene->time,
                                 .skew_ms = scene->office->policy->skew_minutes * MINUTE_MS };
    if (row) {
        seen->orders = order_see_ref (scene, row->ref);
        seen->referrals = referral_see_ref (scene, row->ref);
        seen->matter = case_see (scene, row->ref);
    }
    return seen;
}

const void *order_see_approve (const struct scene *scene, const void *said)
{
    return order_see_act (scene, ((const struct order_approve *)said)->order);
}

const void *order_see_reject (const struct scene *scene, const void *said)
{
    return order_see_act (scene, ((const struct order_reject *)said)->order);
}

const void *order_see_serve (const struct scene *scene, const void *said)
{
    return order_see_act (scene, ((const struct order_serve *)said)->order);
}

const void *order_see_lift (const struct scene *scene, const void *said)
{
    return order_see_act (scene, ((const struct order_lift *)said)->order);
}

struct orders order_see_ref (const struct scene *scene, const char *ref)
{
    const struct ladder_by by = by_key (ref);
    const void *rows;
    size_t count = store_list (scene->store, &statements[CASE], &by, scene->arena,
                               ORDERS_OF_A_CASE_MAX, &rows);
    return (struct orders){ .list = rows, .count = count };
}

struct orders order_see_linked (const struct scene *scene, const char *ref)
{
    const struct ladder_by by = by_key (ref);
    const void *rows;
    size_t count =
        store_list (scene->store, &statements[LINKED], &by, scene->arena, ORDERS_LINKED_MAX, &rows);
    return (struct orders){ .list = rows, .count = count };
}

/* ---- ask ---- */

static const char *key_of (const void *item)
{
    return ((const struct order_row *)item)->order;
}

/* The time to ask for a hearing as it is judged by: by the calendar of today. */
static void count_again (const struct scene *scene, const void *by, void *item)
{
    (void)by;
    hearing_count_again (scene->office, item, scene->now, scene->arena);
}

void order_ask_list (const struct scene *scene, const void *asked_void, struct text *answer,
                     struct refusals *refusals)
{
    (void)refusals;
    const struct orders_list *asked = asked_void;
    int64_t limit = page_limit (asked->limit);
    const struct ladder_by by = { .key = asked->ref,
                                  .state = asked->state,
                                  .after = asked->after ? asked->after : "",
                                  .limit = limit + 1,
                                  .now = INSTANT_ABSENT };
    page_put (scene,
              &(struct page){ .sql = &statements[LIST],
                              .by = &by,
                              .item = order_row_record(),
                              .key = key_of,
                              .mask = count_again,
                              .limit = limit },
              answer);
}

/* ---- apply ---- */

/* What was drafted or approved before orders were urged is told again as soon as they are. */
static instant urging_of (instant next, const struct fact *fact)
{
    return next == INSTANT_ABSENT ? fact->recorded : next;
}

void order_apply_drafted (struct store *store, const struct fact *fact, const void *event_void,
                          struct arena *arena)
{
    (void)arena;
    const struct order_drafted *event = event_void;
    store_write (store, &statements[PUT],
                 &(struct order_row){ .order = event->order,
                                      .ref = event->ref,
                                      .instrument = event->instrument,
                                      .ground = event->ground,
                                      .power = event->power,
                                      .basis = event->basis,
                                      .edition = event->edition,
                                      .state = order_state_drafted,
                                      .reinspected = INSTANT_ABSENT,
                                      .orphaned = INSTANT_ABSENT,
                                      .checked_by = NUMBER_ABSENT,
                                      .served = INSTANT_ABSENT,
                                      .premises = event->premises,
                                      .premises_name = event->premises_name,
                                      .community = event->community,
                                      .department = event->department,
                                      .notified = INSTANT_ABSENT,
                                      .hearing_until = INSTANT_ABSENT,
                                      .done = !event->on_the_spot             ? INSTANT_ABSENT
                                              : event->done != INSTANT_ABSENT ? event->done
                                                                              : fact->time,
                                      .until = INSTANT_ABSENT,
                                      .term = NUMBER_ABSENT,
                                      .application = NUMBER_ABSENT,
                                      .applied = INSTANT_ABSENT,
                                      .failed = INSTANT_ABSENT,
                                      .at = fact->time,
                                      .next = urging_of (event->next, fact) });
    if (event->judged_by)
        referral_apply_overruled (store, event->ref, event->instrument, event->judged_by);
}

/* AFTER: the order as the act leaves it; what is not urged any more has no next. */
static void act (struct store *store, const struct order_row *after)
{
    store_write (store, &statements[ACT], after);
}

void order_apply_approved (struct store *store, const struct fact *fact, const void *event_void,
                           struct arena *arena)
{
    (void)arena;
    const struct order_approved *event = event_void;
    act (store, &(struct order_row){ .order = event->order,
                                     .state = order_state_approved,
                                     .at = event->at,
                                     .by = event->by,
                                     .next = urging_of (event->next, fact) });
}

void order_apply_rejected (struct store *store, const struct fact *fact, const void *event_void,
                           struct arena *arena)
{
    (void)fact, (void)arena;
    const struct order_rejected *event = event_void;
    act (store, &(struct order_row){ .order = event->order,
                                     .state = order_state_rejected,
                                     .at = event->at,
                                     .by = event->by,
                                     .next = INSTANT_ABSENT });
}

void order_apply_served (struct store *store, const struct fact *fact, const void *event_void,
                         struct arena *arena)
{
    (void)fact, (void)arena;
    const struct order_served *event = event_void;
    store_write (store, &statements[SERVE],
                 &(struct order_row){ .order = event->order,
                                      .state = order_state_served,
                                      .served = event->at,
                                      .at = event->at,
                                      .by = event->by,
                                      .until = event->until,
                                      .term = event->term });
}

void order_apply_lifted (struct store *store, const struct fact *fact, const void *event_void,
                         struct arena *arena)
{
    (void)fact, (void)arena;
    const struct order_lifted *event = event_void;
    act (store, &(struct order_row){ .order = event->order,
                                     .state = order_state_lifted,
                                     .at = event->at,
                                     .by = event->by,
                                     .next = INSTANT_ABSENT });
}

void order_apply_reinspected (struct store *store, const struct fact *fact, const void *event_void,
                              struct arena *arena)
{
    (void)arena;
    const struct order_reinspected *event = event_void;
    store_write (store, &statements[REINSPECT],
                 &(struct order_row){
                     .order = event->order,
                     .reinspected = fact->time,
                     .checked_by = hearing_people (event->inspectors, event->inspectors_count) });
}

void order_apply_orphaned (struct store *store, const struct fact *fact, const void *event,
                           struct arena *arena)
{
    (void)arena;
    store_write (store, &statements[ORPHAN],
                 &(struct order_row){ .order = ((const struct order_orphaned *)event)->order,
                                      .orphaned = fact->time });
}

void order_apply_regained (struct store *store, const struct fact *fact, const void *event,
                           struct arena *arena)
{
    (void)fact, (void)arena;
    store_write (store, &statements[ORPHAN],
                 &(struct order_row){ .order = ((const struct order_regained *)event)->order,
                                      .orphaned = INSTANT_ABSENT });
}

void order_apply_resumed (struct store *store, const char *ref)
{
    store_write (store, &statements[REGAIN], &(struct order_row){ .ref = ref });
}

void order_apply_withdrawn (struct store *store, const struct fact *fact, const void *event,
                            struct arena *arena)
{
    (void)fact, (void)arena;
    store_write (store, &statements[WITHDRAW],
                 &(struct order_row){ .order = ((const struct order_withdrawn *)event)->order,
                                      .state = order_state_withdrawn });
}
