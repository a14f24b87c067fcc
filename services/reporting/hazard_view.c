/* hazards.list and responsibilities.list: the plan's two lists (S8), row for row, as of any
   instant. One table of versions; each fact about a case closes the version that held and begins
   another. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/fault.h"
#include "base/id.h"
#include "calendar/clock.h"
#include "frame/page.h"
#include "office/office.h"
#include "reporting/view.h"
#include "words/escalation.h"
#include "words/intake.h"
#include "words/scheduling.h"
#include "words/words.h"
#include <string.h>

#define COLUMNS                                                                                    \
    "number, since, until, hazard, premises, premises_name, community, department, unit, "         \
    "category, severity, state,"                                                                   \
    " treatment, description, measures, watcher, tracker, tipoff, found, due, closed, closing, "   \
    "linked, "                                                                                     \
    "cycle, "                                                                                      \
    "rectified_late, deadline, late, role,"                                                        \
    " \"order\", order_state"
#define ITEM                                                                                       \
    "hazard, premises, premises_name, " PREMISES_RESPONSIBLE (                                     \
        "hazard_view") ", community, "                                                             \
                       "department, category, severity, state, treatment, description,"            \
                       " watcher, tracker, tipoff, found, due, closed, closing, linked, cycle, "   \
                       "\"order\", "                                                               \
                       "order_state"
#define KNOWN "number > :number AND since <= :as_of AND until > :as_of AND premises IS NOT NULL"
#define ASKED                                                                                      \
    " AND (:community IS NULL OR community = :community) AND (:category IS NULL OR category = "    \
    ":category)"                                                                                   \
    " ORDER BY number LIMIT :limit"
#define OF_STATE "state IN (:state, :worse)"
/* Three ways to the same rows: through all, by premises, and by the state that holds. */
#define OF_ALL " FROM hazard_view WHERE " KNOWN " AND (:state IS NULL OR " OF_STATE ")" ASKED
#define OF_PREMISES                                                                                \
    " FROM hazard_view INDEXED BY hazard_premises WHERE premises = :premises AND " KNOWN           \
    " AND (:state IS NULL OR " OF_STATE ")" ASKED
#define OF_NOW                                                                                     \
    " FROM hazard_view INDEXED BY hazard_state WHERE until = 9223372036854775807 AND " OF_STATE    \
    " AND " KNOWN ASKED

enum way { WAY_ALL, WAY_PREMISES, WAY_NOW, WAYS };
enum {
    LAST,
    SHOWN,
    PUT,
    CLOSE,
    HAZARDS,
    RESPONSIBILITIES = HAZARDS + (int)WAYS,
    STATEMENTS = RESPONSIBILITIES + (int)WAYS
};
static const struct sql statements[STATEMENTS] = {
    [LAST] = { "SELECT " COLUMNS
               " FROM hazard_view WHERE number = :number ORDER BY since DESC LIMIT 1",
               view_by_record, hazard_view_record },
    [SHOWN] = { "SELECT " ITEM
                " FROM hazard_view WHERE number = :number AND since <= :as_of AND until > :as_of"
                " AND premises IS NOT NULL",
                view_by_record, hazard_item_record },
    [PUT] = { "INSERT OR REPLACE INTO hazard_view (" COLUMNS
              ") VALUES (:number, :since, :until, :hazard, :premises,"
              " :premises_name, :community, :department, :unit, :category, :severity, :state, "
              ":treatment, :description,"
              " :measures, :watcher, :tracker, :tipoff, :found, :due, :closed, :closing, :linked, "
              ":cycle, "
              ":rectified_late, :deadline, :late, :role, :order,"
              " :order_state)",
              hazard_view_record, NULL },
    [CLOSE] = { "UPDATE hazard_view SET until = :until WHERE number = :number AND since = :since",
                hazard_view_record, NULL },
    [HAZARDS + WAY_ALL] = { "SELECT " ITEM OF_ALL, view_by_record, hazard_item_record },
    [HAZARDS + WAY_PREMISES] = { "SELECT " ITEM OF_PREMISES, view_by_record, hazard_item_record },
    [HAZARDS + WAY_NOW] = { "SELECT " ITEM OF_NOW, view_by_record, hazard_item_record },
    [RESPONSIBILITIES + WAY_ALL] = { "SELECT " RESPONSIBILITY_COLUMNS ("hazard_view") OF_ALL,
                                     view_by_record, responsibility_item_record },
    [RESPONSIBILITIES + WAY_PREMISES] = { "SELECT " RESPONSIBILITY_COLUMNS ("hazard_view")
                                              OF_PREMISES,
                                          view_by_record, responsibility_item_record },
    [RESPONSIBILITIES + WAY_NOW] = { "SELECT " RESPONSIBILITY_COLUMNS ("hazard_view") OF_NOW,
                                     view_by_record, responsibility_item_record },
};
const struct sql_table hazard_view_sql = { statements, STATEMENTS };

/* ---- versions ---- */

/* The version that holds, to be changed and given to change (). A new one when there is none: the
   journals of two services come in any order. */
static struct hazard_view begin (const struct view_fact *fact, const char *ref, int64_t number)
{
    struct hazard_view view;
    struct view_by by = view_by_nothing();
    by.number = number;
    if (store_read (fact->store, &statements[LAST], &by, fact->arena, &view))
        return view;
    record_clear (hazard_view_record(), &view);
    view.number = number;
    view.since = fact->recorded;
    view.until = VIEW_HOLDS;
    view.hazard = ref;
    view.state = hazard_state_open;
    view.late = 0;
    return view;
}

static void change (const struct view_fact *fact, struct hazard_view *view)
{
    if (view->state != hazard_state_closed)
        view->state = view->late > 0 ? hazard_state_overdue : hazard_state_open;
    /* Facts of one turn make one version: nobody can have asked in between. */
    if (view->since < fact->recorded && !FAULT (FAULT_VERSION_NOT_CLOSED)) {
        struct hazard_view before = *view;
        before.until = fact->recorded;
        store_write (fact->store, &statements[CLOSE], &before);
        view->since = fact->recorded;
    }
    view->until = VIEW_HOLDS;
    store_write (fact->store, &statements[PUT], view);
}

/* ---- what intake says ---- */

static void fold_opened (const struct view_fact *fact)
{
    const struct hazard_opened *event = fact->event;
    int64_t number;
    if (!ref_parse (event->hazard, 'H', &number))
        return;
    struct hazard_view view = begin (fact, event->hazard, number);
    view.premises = event->premises;
    view.premises_name = event->premises_name;
    view.community = event->community;
    view.department = event->department;
    view.unit = event->unit;
    view.category = event->category;
    view.severity = event->severity;
    view.treatment = event->treatment->kind;
    view.description = event->description;
    view.measures = event->treatment->measures;
    view.watcher = event->treatment->watcher ? event->treatment->watcher->name : NULL;
    view.tracker = event->treatment->tracker;
    view.tipoff = event->tipoff;
    view.found = event->found != INSTANT_ABSENT ? event->found : fact->time;
    view.cycle = 1;
    if (view.due == INSTANT_ABSENT)
        view.due = event->treatment->due;
    change (fact, &view);
}

static void fold_closed (const struct view_fact *fact)
{
    const struct hazard_closed *event = fact->event;
    int64_t number;
    if (!ref_parse (event->hazard, 'H', &number))
        return;
    struct hazard_view view = begin (fact, event->hazard, number);
    view.state = hazard_state_closed;
    /* S14: what is fixed at once is fixed where it is found, whenever that is entered. */
    view.closed = event->reason == closing_at_once ? view.found : fact->time;
    view.closing = event->reason;
    view.linked = event->linked;
    change (fact, &view);
}

static void open_again (struct hazard_view *view)
{
    view->state = hazard_state_open;
    view->closed = INSTANT_ABSENT;
    view->closing = closing_absent;
    view->linked = NULL;
}

static void fold_split_off (const struct view_fact *fact)
{
    const struct hazard_split_off *event = fact->event;
    int64_t number;
    if (!ref_parse (event->hazard, 'H', &number))
        return;
    struct hazard_view view = begin (fact, event->hazard, number);
    open_again (&view);
    view.cycle = event->cycle;
    change (fact, &view);
}

static void fold_reopened (const struct view_fact *fact)
{
    const struct hazard_reopened *event = fact->event;
    int64_t number;
    if (!ref_parse (event->hazard, 'H', &number))
        return;
    struct hazard_view view = begin (fact, event->hazard, number);
    view.cycle = event->cycle;
    if (event->referral)
        open_again (&view);
    change (fact, &view);
}

/* ---- what the others say ---- */

void hazard_view_deadline (const struct view_fact *fact, const char *ref, const char *deadline,
                           const char *clock, instant due)
{
    int64_t number;
    if (!ref_parse (ref, 'H', &number) || strcmp (clock, CLOCK_RECTIFICATION) != 0)
        return;
    struct hazard_view view = begin (fact, ref, number);
    view.rectified_late = view.rectified_late && text_same (view.deadline, deadline);
    view.deadline = deadline;
    view.due = due;
    change (fact, &view);
}

void hazard_view_met (const struct view_fact *fact, const char *ref, const char *deadline,
                      bool late)
{
    int64_t number;
    if (!late || !ref_parse (ref, 'H', &number))
        return;
    struct hazard_view view = begin (fact, ref, number);
    if (!text_same (view.deadline, deadline))
        return;
    view.rectified_late = true;
    change (fact, &view);
}

const char *hazard_view_premises (const struct view_fact *fact, const char *ref)
{
    struct hazard_view view;
    struct view_by by = view_by_nothing();
    return ref_parse (ref, 'H', &by.number) &&
                   store_read (fact->store, &statements[LAST], &by, fact->arena, &view)
               ? view.premises
               : NULL;
}

void hazard_view_lateness (const struct view_fact *fact, const char *ref)
{
    int64_t number;
    if (!ref_parse (ref, 'H', &number))
        return;
    struct hazard_view view = begin (fact, ref, number);
    view.late = missed_count (fact, ref);
    change (fact, &view);
}

void hazard_view_order (const struct view_fact *fact, const char *ref, const char *order,
                        const char *state)
{
    int64_t number;
    if (!ref_parse (ref, 'H', &number))
        return;
    struct hazard_view view = begin (fact, ref, number);
    view.order = order;
    view.order_state = state;
    change (fact, &view);
}

static void fold_climbed (const struct view_fact *fact)
{
    const struct ladder_climbed *event = fact->event;
    int64_t number;
    if (!ref_parse (event->ref, 'H', &number))
        return;
    standing_put (fact, &(struct standing_row){ .deadline = event->deadline,
                                                .ref = event->ref,
                                                .role = event->role,
                                                .place = event->place });
    struct hazard_view view = begin (fact, event->ref, number);
    view.role = standing_role (fact, event->ref);
    change (fact, &view);
}

static void fold_ended (const struct view_fact *fact)
{
    const struct ladder_ended *event = fact->event;
    int64_t number;
    if (!ref_parse (event->ref, 'H', &number))
        return;
    standing_remove (fact, event->deadline);
    struct hazard_view view = begin (fact, event->ref, number);
    view.role = standing_role (fact, event->ref);
    change (fact, &view);
}

static const struct view_row rows[] = {
    { .word = hazard_opened_record, .fold = fold_opened },
    { .word = hazard_closed_record, .fold = fold_closed },
    { .word = hazard_split_off_record, .fold = fold_split_off },
    { .word = hazard_reopened_record, .fold = fold_reopened },
    { .word = ladder_climbed_record, .fold = fold_climbed },
    { .word = ladder_ended_record, .fold = fold_ended },
};
const struct view_rows hazard_view_rows = { rows, sizeof rows / sizeof *rows };

/* ---- ask ---- */

bool hazard_view_see (const struct scene *scene, const char *ref, instant as_of,
                      struct hazard_item *item)
{
    struct view_by by = view_by_nothing();
    by.as_of = as_of;
    return ref_parse (ref, 'H', &by.number) &&
           store_read (scene->store, &statements[SHOWN], &by, scene->arena, item);
}

struct listing {
    int which;
    const struct record *item;
    const char *(*key) (const void *item);
    void (*mask) (const struct scene *scene, const void *by, void *item);
    struct view_by by;
    const char *after;
    instant as_of;
};

static enum way way_to (const struct listing *listing)
{
    if (listing->by.premises)
        return WAY_PREMISES;
    return listing->by.state && listing->as_of == INSTANT_ABSENT ? WAY_NOW : WAY_ALL;
}

static void list (const struct scene *scene, struct listing *listing, struct text *answer,
                  struct refusals *refusals)
{
    int64_t limit = page_limit (listing->by.limit);
    listing->by.limit = limit + 1;
    listing->by.number = 0;
    if (listing->after && !ref_parse (listing->after, 'H', &listing->by.number)) {
        refusals_add (refusals, REFUSAL_INVALID, "/after", "is no `next` of an earlier answer");
        return;
    }
    const struct view_reference reference = { .community = listing->by.community,
                                              .category = listing->by.category };
    if (!view_as_of (scene, listing->as_of, &listing->by.as_of, refusals) ||
        !view_knows (scene, &reference, listing->by.as_of, refusals))
        return;
    listing->by.premises = premises_view_asked (scene, listing->by.premises, listing->by.as_of);
    view_put_as_of (listing->by.as_of, answer);
    text_say (answer, ",");
    page_put (scene,
              &(struct page){ .sql = &statements[listing->which + (int)way_to (listing)],
                              .by = &listing->by,
                              .item = listing->item,
                              .key = listing->key,
                              .mask = listing->mask,
                              .limit = limit },
              answer);
}

/* What is overdue is open too. */
static void ask_for_state (struct listing *listing, enum hazard_state state)
{
    enum hazard_state worse = state == hazard_state_open ? hazard_state_overdue : state;
    listing->by.state = choice_word (hazard_state_choices(), (int)state);
    listing->by.worse = choice_word (hazard_state_choices(), (int)worse);
}

static void mask_hazard (const struct scene *scene, const void *by, void *item_void)
{
    struct hazard_item *item = item_void;
    if (!premises_view_hides (scene, item->premises, ((const struct view_by *)by)->as_of))
        return;
    item->premises = item->premises_name = item->description = WORDS_HIDDEN;
    item->watcher = item->responsible = NULL;
}

void responsibility_mask (const struct scene *scene, const void *by, void *item_void)
{
    struct responsibility_item *item = item_void;
    if (!premises_view_hides (scene, item->premises, ((const struct view_by *)by)->as_of))
        return;
    item->premises = item->premises_name = item->unit = item->measures = item->description =
        WORDS_HIDDEN;
    item->watcher = item->responsible = NULL;
}

static const char *key_of_hazard (const void *item)
{
    return ((const struct hazard_item *)item)->hazard;
}

static const char *key_of_responsibility (const void *item)
{
    return ((const struct responsibility_item *)item)->hazard;
}

void hazards_list_ask (const struct scene *scene, const void *asked_void, struct text *answer,
                       struct refusals *refusals)
{
    const struct hazards_list *asked = asked_void;
    struct listing listing = { .which = HAZARDS,
                               .item = hazard_item_record(),
                               .key = key_of_hazard,
                               .mask = mask_hazard,
                               .after = asked->after,
                               .as_of = asked->as_of,
                               .by = view_by_nothing() };
    ask_for_state (&listing, asked->state);
    listing.by.community = asked->community;
    listing.by.category = asked->category;
    listing.by.premises = asked->premises;
    listing.by.limit = asked->limit;
    list (scene, &listing, answer, refusals);
}

void responsibilities_list_ask (const struct scene *scene, const void *asked_void,
                                struct text *answer, struct refusals *refusals)
{
    const struct responsibilities_list *asked = asked_void;
    struct listing listing = { .which = RESPONSIBILITIES,
                               .item = responsibility_item_record(),
                               .key = key_of_responsibility,
                               .mask = responsibility_mask,
                               .after = asked->after,
                               .as_of = asked->as_of,
                               .by = view_by_nothing() };
    ask_for_state (&listing, asked->state);
    listing.by.community = asked->community;
    listing.by.category = asked->category;
    listing.by.premises = asked->premises;
    listing.by.limit = asked->limit;
    list (scene, &listing, answer, refusals);
}
