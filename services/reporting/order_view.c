/* Deadlines, orders and letters, as far as the lists show them. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "reporting/view.h"
#include "words/escalation.h"
#include "words/scheduling.h"

enum { LAST, AT, PUT, CLOSE, LAST_TALLY, PUT_TALLY, CLOSE_TALLY, STATEMENTS };
static const struct sql statements[STATEMENTS] = {
    [LAST] = { "SELECT \"order\", since, until, ref, state, drafted FROM order_view WHERE "
               "\"order\" = :key "
               "ORDER BY since DESC LIMIT 1",
               view_by_record, order_view_record },
    [AT] = { "SELECT \"order\", since, until, ref, state, drafted FROM order_view WHERE \"order\" "
             "= :key "
             "AND since <= :as_of"
             " AND until > :as_of",
             view_by_record, order_view_record },
    [PUT] = { "INSERT OR REPLACE INTO order_view (\"order\", since, until, ref, state, drafted)"
              " VALUES (:order, :since, :until, :ref, :state, :drafted)",
              order_view_record, NULL },
    [CLOSE] = { "UPDATE order_view SET until = :until WHERE \"order\" = :order AND since = :since",
                order_view_record, NULL },
    [LAST_TALLY] = { "SELECT name, since, until, count FROM tally_view WHERE name = :key ORDER BY "
                     "since DESC LIMIT 1",
                     view_by_record, tally_view_record },
    [PUT_TALLY] = { "INSERT OR REPLACE INTO tally_view (name, since, until, count) VALUES (:name, "
                    ":since, :until, :count)",
                    tally_view_record, NULL },
    [CLOSE_TALLY] = { "UPDATE tally_view SET until = :until WHERE name = :name AND since = :since",
                      tally_view_record, NULL },
};
const struct sql_table order_view_sql = { statements, STATEMENTS };

/* ---- orders ---- */

static void fold_order (const struct view_fact *fact, const char *order, const char *ref,
                        const char *state)
{
    struct order_view view = { .drafted = fact->time };
    struct view_by by = view_by_nothing();
    by.key = order;
    if (store_read (fact->store, &statements[LAST], &by, fact->arena, &view) &&
        view.since < fact->recorded) {
        view.until = fact->recorded;
        store_write (fact->store, &statements[CLOSE], &view);
    }
    store_write (fact->store, &statements[PUT],
                 &(struct order_view){ .order = order,
                                       .since = fact->recorded,
                                       .until = VIEW_HOLDS,
                                       .ref = ref,
                                       .state = state,
                                       .drafted = view.drafted });
    hazard_view_order (fact, ref, order, state);
}

static void fold_drafted (const struct view_fact *fact)
{
    const struct order_drafted *event = fact->event;
    fold_order (fact, event->order, event->ref, "drafted");
}

static void fold_approved (const struct view_fact *fact)
{
    const struct order_approved *event = fact->event;
    fold_order (fact, event->order, event->ref, "approved");
}

static void fold_rejected (const struct view_fact *fact)
{
    const struct order_rejected *event = fact->event;
    fold_order (fact, event->order, event->ref, "rejected");
}

static void fold_served (const struct view_fact *fact)
{
    const struct order_served *event = fact->event;
    fold_order (fact, event->order, event->ref, "served");
}

static void fold_reinspected (const struct view_fact *fact)
{
    const struct order_reinspected *event = fact->event;
    fold_order (fact, event->order, event->ref, "reinspected");
}

static void fold_orphaned (const struct view_fact *fact)
{
    const struct order_orphaned *event = fact->event;
    fold_order (fact, event->order, event->ref, "orphaned");
}

static void fold_regained (const struct view_fact *fact)
{
    const struct order_regained *event = fact->event;
    fold_order (fact, event->order, event->ref, "served");
}

static void fold_lifted (const struct view_fact *fact)
{
    const struct order_lifted *event = fact->event;
    fold_order (fact, event->order, event->ref, "lifted");
}

static void fold_lapsed (const struct view_fact *fact)
{
    const struct order_lapsed *event = fact->event;
    fold_order (fact, event->order, event->ref, "lapsed");
}

static void fold_withdrawn (const struct view_fact *fact)
{
    const struct order_withdrawn *event = fact->event;
    fold_order (fact, event->order, event->ref, "withdrawn");
}

bool order_view_see (const struct scene *scene, const char *order, instant as_of,
                     struct order_view *view)
{
    struct view_by by = view_by_nothing();
    by.key = order;
    by.as_of = as_of;
    return store_read (scene->store, &statements[AT], &by, scene->arena, view);
}

/* ---- deadlines ---- */

static void fold_armed (const struct view_fact *fact)
{
    const struct deadline_armed *event = fact->event;
    hazard_view_deadline (fact, event->ref, event->deadline, event->clock, event->due);
    tipoff_view_deadline (fact, event->ref, event->due);
}

static void fold_late (const struct view_fact *fact, const char *ref)
{
    hazard_view_lateness (fact, ref);
    tipoff_view_lateness (fact, ref);
}

static const char *clock_of (const char *deadline, struct arena *arena)
{
    char *copy = arena_text (arena, deadline);
    char *slash = copy;
    while (*slash && *slash != '/')
        slash++;
    char *end = *slash ? slash + 1 : slash;
    while (*end && *end != '/')
        end++;
    *end = '\0';
    return *slash ? slash + 1 : copy;
}

static void fold_extended (const struct view_fact *fact)
{
    const struct deadline_extended *event = fact->event;
    hazard_view_deadline (fact, event->ref, event->deadline,
                          clock_of (event->deadline, fact->arena), event->due);
    tipoff_view_deadline (fact, event->ref, event->due);
    if (missed_remove (fact, event->deadline))
        fold_late (fact, event->ref);
}

static void fold_moved (const struct view_fact *fact)
{
    const struct deadline_moved *event = fact->event;
    hazard_view_deadline (fact, event->ref, event->deadline,
                          clock_of (event->deadline, fact->arena), event->due);
    tipoff_view_deadline (fact, event->ref, event->due);
    if (missed_remove (fact, event->deadline))
        fold_late (fact, event->ref);
}

static void fold_missed (const struct view_fact *fact)
{
    const struct deadline_missed *event = fact->event;
    missed_add (fact, event->deadline, event->ref);
    fold_late (fact, event->ref);
}

static void fold_met (const struct view_fact *fact)
{
    const struct deadline_met *event = fact->event;
    hazard_view_met (fact, event->ref, event->deadline, event->late);
    if (missed_remove (fact, event->deadline))
        fold_late (fact, event->ref);
}

static void fold_cancelled (const struct view_fact *fact)
{
    const struct deadline_cancelled *event = fact->event;
    if (missed_remove (fact, event->deadline))
        fold_late (fact, event->ref);
}

/* ---- letters ---- */

void tally_add (const struct view_fact *fact, const char *name)
{
    struct tally_view view = { .count = 0 };
    struct view_by by = view_by_nothing();
    by.key = name;
    if (store_read (fact->store, &statements[LAST_TALLY], &by, fact->arena, &view) &&
        view.since < fact->recorded) {
        view.until = fact->recorded;
        store_write (fact->store, &statements[CLOSE_TALLY], &view);
    }
    store_write (
        fact->store, &statements[PUT_TALLY],
        &(struct tally_view){
            .name = name, .since = fact->recorded, .until = VIEW_HOLDS, .count = view.count + 1 });
}

static void fold_sent (const struct view_fact *fact)
{
    tally_add (fact, "sent");
}

static void fold_failed (const struct view_fact *fact)
{
    const struct letter_failed *event = fact->event;
    tally_add (fact, event->dead_count > 0 ? "dead" : "failed");
}

static const struct view_row rows[] = {
    { .word = order_drafted_record, .fold = fold_drafted },
    { .word = order_approved_record, .fold = fold_approved },
    { .word = order_rejected_record, .fold = fold_rejected },
    { .word = order_served_record, .fold = fold_served },
    { .word = order_reinspected_record, .fold = fold_reinspected },
    { .word = order_orphaned_record, .fold = fold_orphaned },
    { .word = order_regained_record, .fold = fold_regained },
    { .word = order_lifted_record, .fold = fold_lifted },
    { .word = order_lapsed_record, .fold = fold_lapsed },
    { .word = order_withdrawn_record, .fold = fold_withdrawn },
    { .word = deadline_armed_record, .fold = fold_armed },
    { .word = deadline_extended_record, .fold = fold_extended },
    { .word = deadline_moved_record, .fold = fold_moved },
    { .word = deadline_missed_record, .fold = fold_missed },
    { .word = deadline_met_record, .fold = fold_met },
    { .word = deadline_cancelled_record, .fold = fold_cancelled },
    { .word = letter_sent_record, .fold = fold_sent },
    { .word = letter_failed_record, .fold = fold_failed },
};
const struct view_rows order_view_rows = { rows, sizeof rows / sizeof *rows };
