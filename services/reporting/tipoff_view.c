/* Tip-offs as of any instant: what waits to be verified, and what became of the rest. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "reporting/view.h"
#include "words/intake.h"

#define COLUMNS                                                                                    \
    "tipoff, since, until, state, community, category, premises, text, urgent, hazard, due, late"
enum { LAST, SHOWN, PUT, CLOSE, STATEMENTS };
static const struct sql statements[STATEMENTS] = {
    [LAST] = { "SELECT " COLUMNS
               " FROM tipoff_view WHERE tipoff = :key ORDER BY since DESC LIMIT 1",
               view_by_record, tipoff_view_record },
    [SHOWN] = { "SELECT tipoff, state, community, category, premises, text, urgent, hazard, due, "
                "late FROM tipoff_view"
                " WHERE tipoff = :key AND since <= :as_of AND until > :as_of",
                view_by_record, tipoff_item_record },
    [PUT] = { "INSERT OR REPLACE INTO tipoff_view (" COLUMNS
              ") VALUES (:tipoff, :since, :until, :state, :community, :category,"
              " :premises, :text, :urgent, :hazard, :due, :late)",
              tipoff_view_record, NULL },
    [CLOSE] = { "UPDATE tipoff_view SET until = :until WHERE tipoff = :tipoff AND since = :since",
                tipoff_view_record, NULL },
};
const struct sql_table tipoff_view_sql = { statements, STATEMENTS };

static struct tipoff_view begin (const struct view_fact *fact, const char *ref)
{
    struct tipoff_view view;
    struct view_by by = view_by_nothing();
    by.key = ref;
    if (store_read (fact->store, &statements[LAST], &by, fact->arena, &view))
        return view;
    return (struct tipoff_view){ .tipoff = ref,
                                 .since = fact->recorded,
                                 .until = VIEW_HOLDS,
                                 .state = tipoff_view_waiting,
                                 .due = INSTANT_ABSENT };
}

static void change (const struct view_fact *fact, struct tipoff_view *view)
{
    if (view->since < fact->recorded) {
        struct tipoff_view before = *view;
        before.until = fact->recorded;
        store_write (fact->store, &statements[CLOSE], &before);
        view->since = fact->recorded;
    }
    view->until = VIEW_HOLDS;
    store_write (fact->store, &statements[PUT], view);
}

static void fold_reported (const struct view_fact *fact)
{
    const struct tipoff_reported *event = fact->event;
    struct tipoff_view view = begin (fact, event->tipoff);
    view.community = event->community;
    view.category = event->category;
    view.premises = event->premises;
    view.text = event->text;
    view.urgent = event->urgent;
    change (fact, &view);
}

static void fold_triaged (const struct view_fact *fact)
{
    const struct tipoff_triaged *event = fact->event;
    struct tipoff_view view = begin (fact, event->tipoff);
    view.category = event->category;
    view.urgent = event->urgent;
    change (fact, &view);
}

static void fold_verified (const struct view_fact *fact)
{
    const struct tipoff_verified *event = fact->event;
    struct tipoff_view view = begin (fact, event->tipoff);
    view.state =
        event->outcome == verification_founded ? tipoff_view_founded : tipoff_view_unfounded;
    view.hazard = event->hazard;
    change (fact, &view);
}

void tipoff_view_deadline (const struct view_fact *fact, const char *ref, instant due)
{
    if (ref[0] != 'T')
        return;
    struct tipoff_view view = begin (fact, ref);
    view.due = due;
    change (fact, &view);
}

void tipoff_view_lateness (const struct view_fact *fact, const char *ref)
{
    if (ref[0] != 'T')
        return;
    struct tipoff_view view = begin (fact, ref);
    view.late = missed_count (fact, ref);
    change (fact, &view);
}

static const struct view_row rows[] = {
    { .word = tipoff_reported_record, .fold = fold_reported },
    { .word = tipoff_triaged_record, .fold = fold_triaged },
    { .word = tipoff_verified_record, .fold = fold_verified },
};
const struct view_rows tipoff_view_rows = { rows, sizeof rows / sizeof *rows };

bool tipoff_view_see (const struct scene *scene, const char *ref, instant as_of,
                      struct tipoff_item *item)
{
    struct view_by by = view_by_nothing();
    by.key = ref;
    by.as_of = as_of;
    return store_read (scene->store, &statements[SHOWN], &by, scene->arena, item);
}
