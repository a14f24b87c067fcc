/* clocks.list: the deadlines that were not ended, of any clock, as of any instant: one table of
   versions, as hazards have it. What ended has no version of its own. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "frame/page.h"
#include "reporting/view.h"
#include "words/reporting.h"
#include "words/scheduling.h"
#include "words/words.h"

#define ITEM                                                                                       \
    "deadline, ref, clock, state, due, premises, premises_name, matter, community, department, "   \
    "category, severity, tracker"
#define COLUMNS ITEM ", since, until"
#define ASKED                                                                                      \
    " AND (:state IS NULL OR state = :state) AND (:category IS NULL OR clock = :category) AND "    \
    "(:community IS NULL OR community = :community) AND (:key IS NULL OR deadline > :key) ORDER "  \
    "BY deadline LIMIT :limit"

enum { LAST, PUT, END, LIST, LIST_NOW, STATEMENTS };
static const struct sql statements[STATEMENTS] = {
    [LAST] = { "SELECT " COLUMNS
               " FROM clock_view WHERE deadline = :key ORDER BY since DESC LIMIT 1",
               view_by_record, clock_view_record },
    [PUT] = { "INSERT OR REPLACE INTO clock_view (" COLUMNS
              ") VALUES (:deadline, :ref, :clock, :state, :due, :premises, :premises_name, "
              ":matter, :community, :department, :category, :severity, :tracker, :since, :until)",
              clock_view_record, NULL },
    [END] = { "UPDATE clock_view SET until = :as_of WHERE deadline = :key AND until > :as_of",
              view_by_record, NULL },
    [LIST] = { "SELECT " ITEM " FROM clock_view WHERE since <= :as_of AND until > :as_of" ASKED,
               view_by_record, clock_item_record },
    [LIST_NOW] = { "SELECT " ITEM " FROM clock_view INDEXED BY clock_now WHERE until = "
                   "9223372036854775807 AND since <= :as_of" ASKED,
                   view_by_record, clock_item_record },
};
const struct sql_table clock_view_sql = { statements, STATEMENTS };

static bool last_of (const struct view_fact *fact, const char *deadline, struct clock_view *view)
{
    struct view_by by = view_by_nothing();
    by.key = deadline;
    return store_read (fact->store, &statements[LAST], &by, fact->arena, view);
}

static void end (const struct view_fact *fact, const char *deadline)
{
    struct view_by by = view_by_nothing();
    by.key = deadline;
    by.as_of = fact->recorded;
    store_write (fact->store, &statements[END], &by);
}

static void put (const struct view_fact *fact, const struct clock_view *view)
{
    struct clock_view next = *view;
    end (fact, view->deadline);
    next.since = fact->recorded;
    next.until = VIEW_HOLDS;
    store_write (fact->store, &statements[PUT], &next);
}

static void fold_armed (const struct view_fact *fact)
{
    const struct deadline_armed *event = fact->event;
    put (fact, &(struct clock_view){ .deadline = event->deadline,
                                     .ref = event->ref,
                                     .clock = event->clock,
                                     .state = clock_running,
                                     .due = event->due,
                                     .premises = event->premises,
                                     .premises_name = event->premises_name,
                                     .matter = event->matter,
                                     .community = event->community,
                                     .department = event->department,
                                     .category = event->category,
                                     .severity = event->severity,
                                     .tracker = event->tracker });
}

/* DUE INSTANT_ABSENT: as before. */
static void change (const struct view_fact *fact, const char *deadline, enum clock_state state,
                    instant due)
{
    struct clock_view view;
    if (!last_of (fact, deadline, &view) || view.until != VIEW_HOLDS)
        return;
    view.state = state;
    view.due = due == INSTANT_ABSENT ? view.due : due;
    put (fact, &view);
}

static void fold_extended (const struct view_fact *fact)
{
    const struct deadline_extended *event = fact->event;
    change (fact, event->deadline, clock_running, event->due);
}

static void fold_moved (const struct view_fact *fact)
{
    const struct deadline_moved *event = fact->event;
    change (fact, event->deadline, clock_running, event->due);
}

static void fold_missed (const struct view_fact *fact)
{
    change (fact, ((const struct deadline_missed *)fact->event)->deadline, clock_late,
            INSTANT_ABSENT);
}

static void fold_paused (const struct view_fact *fact)
{
    change (fact, ((const struct deadline_paused *)fact->event)->deadline, clock_paused,
            INSTANT_ABSENT);
}

static void fold_met (const struct view_fact *fact)
{
    end (fact, ((const struct deadline_met *)fact->event)->deadline);
}

static void fold_cancelled (const struct view_fact *fact)
{
    end (fact, ((const struct deadline_cancelled *)fact->event)->deadline);
}

static const struct view_row rows[] = {
    { .word = deadline_armed_record, .fold = fold_armed },
    { .word = deadline_extended_record, .fold = fold_extended },
    { .word = deadline_moved_record, .fold = fold_moved },
    { .word = deadline_missed_record, .fold = fold_missed },
    { .word = deadline_paused_record, .fold = fold_paused },
    { .word = deadline_met_record, .fold = fold_met },
    { .word = deadline_cancelled_record, .fold = fold_cancelled },
};
const struct view_rows clock_view_rows = { rows, sizeof rows / sizeof *rows };

/* ---- ask ---- */

static const char *key_of (const void *item)
{
    return ((const struct clock_item *)item)->deadline;
}

static void mask (const struct scene *scene, const void *by, void *item_void)
{
    struct clock_item *item = item_void;
    const bool at_home = text_same (item->premises_name, WORDS_HIDDEN);
    if (scene->sees_private ||
        (!at_home &&
         !premises_view_hides (scene, item->premises, ((const struct view_by *)by)->as_of)))
        return;
    item->premises = item->premises ? WORDS_HIDDEN : NULL;
    item->premises_name = item->premises_name ? WORDS_HIDDEN : NULL;
    item->matter = item->matter ? WORDS_HIDDEN : NULL;
}

void clocks_list_ask (const struct scene *scene, const void *asked_void, struct text *answer,
                      struct refusals *refusals)
{
    const struct clocks_list *asked = asked_void;
    const struct view_reference reference = { .community = asked->community };
    struct view_by by = view_by_nothing();
    if (!view_as_of (scene, asked->as_of, &by.as_of, refusals) ||
        !view_knows (scene, &reference, by.as_of, refusals))
        return;
    by.state = choice_word (clock_state_choices(), (int)asked->state);
    by.category = asked->clock;
    by.community = asked->community;
    by.key = asked->after;
    by.limit = page_limit (asked->limit) + 1;
    view_put_as_of (by.as_of, answer);
    text_say (answer, ",");
    page_put (scene,
              &(struct page){ .sql = &statements[asked->as_of == INSTANT_ABSENT ? LIST_NOW : LIST],
                              .by = &by,
                              .item = clock_item_record(),
                              .key = key_of,
                              .mask = mask,
                              .limit = page_limit (asked->limit) },
              answer);
}
