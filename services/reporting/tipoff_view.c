/* Tip-offs as of any instant: what waits to be verified, and what became of the rest. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "frame/page.h"
#include "reporting/view.h"
#include "words/intake.h"
#include "words/words.h"

#define COLUMNS                                                                                    \
    "tipoff, since, until, state, community, category, premises, text, urgent, hazard, due, "      \
    "late, "                                                                                       \
    "reported, linked, verified"
#define HOLDS(tipoff) tipoff ".since <= :as_of AND " tipoff ".until > :as_of"
/* domain.md 5: "the first valid one is rewarded". */
#define SHOWN_AS                                                                                   \
    "SELECT t.tipoff AS tipoff, t.state AS state, t.community AS community, t.category AS "        \
    "category, t.premises AS premises, t.text AS text, t.urgent AS urgent, t.hazard AS hazard, "   \
    "t.due AS due, t.late AS late, t.reported AS reported, t.linked AS linked, t.state = "         \
    "'founded' AND NOT EXISTS (SELECT 1 FROM tipoff_view AS o WHERE o.linked = t.linked AND "      \
    "o.state = 'founded' AND (o.reported, o.tipoff) < (t.reported, t.tipoff) AND " HOLDS (         \
        "o") ") AS first_valid FROM tipoff_view AS t WHERE " HOLDS ("t")
enum { LAST, SHOWN, LIST, PUT, CLOSE, STATEMENTS };
static const struct sql statements[STATEMENTS] = {
    [LAST] = { "SELECT " COLUMNS
               " FROM tipoff_view WHERE tipoff = :key ORDER BY since DESC LIMIT 1",
               view_by_record, tipoff_view_record },
    [SHOWN] = { SHOWN_AS " AND t.tipoff = :key", view_by_record, tipoff_item_record },
    [LIST] = { SHOWN_AS " AND t.tipoff > :key AND (:state IS NULL OR t.state = :state) AND "
                        "(:community IS NULL OR t.community = :community) ORDER BY t.tipoff LIMIT "
                        ":limit",
               view_by_record, tipoff_item_record },
    [PUT] = { "INSERT OR REPLACE INTO tipoff_view (" COLUMNS
              ") VALUES (:tipoff, :since, :until, :state, :community, :category,"
              " :premises, :text, :urgent, :hazard, :due, :late, :reported, :linked, :verified)",
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
                                 .due = INSTANT_ABSENT,
                                 .reported = INSTANT_ABSENT,
                                 .verified = INSTANT_ABSENT };
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
    view.reported = fact->time;
    change (fact, &view);
}

static void link_to (const struct view_fact *fact, const char *tipoff, const char *first)
{
    struct tipoff_view view = begin (fact, tipoff);
    view.linked = first;
    change (fact, &view);
}

static void fold_linked (const struct view_fact *fact)
{
    const struct tipoff_linked *event = fact->event;
    link_to (fact, event->tipoff, event->to);
    for (size_t i = 0; i < event->others_count; i++)
        link_to (fact, event->others[i], event->to);
}

/* One that remains by itself is alone. */
static void fold_split (const struct view_fact *fact)
{
    const struct tipoff_split_off *event = fact->event;
    const char *first = event->others_count > 1 ? event->others[0] : NULL;
    link_to (fact, event->tipoff, NULL);
    for (size_t i = 0; i < event->others_count; i++)
        link_to (fact, event->others[i], first);
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
    view.verified = fact->time;
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
    { .word = tipoff_linked_record, .fold = fold_linked },
    { .word = tipoff_split_off_record, .fold = fold_split },
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

static const char *key_of (const void *item)
{
    return ((const struct tipoff_item *)item)->tipoff;
}

static void mask (const struct scene *scene, const void *by, void *item_void)
{
    struct tipoff_item *item = item_void;
    if (premises_view_hides (scene, item->premises, ((const struct view_by *)by)->as_of))
        item->premises = item->text = WORDS_HIDDEN;
}

void tipoffs_list_ask (const struct scene *scene, const void *asked_void, struct text *answer,
                       struct refusals *refusals)
{
    const struct tipoffs_list *asked = asked_void;
    const int64_t limit = page_limit (asked->limit);
    struct view_by by = view_by_nothing();
    const struct view_reference reference = { .community = asked->community };
    if (!view_as_of (scene, asked->as_of, &by.as_of, refusals) ||
        !view_knows (scene, &reference, by.as_of, refusals))
        return;
    by.key = asked->after ? asked->after : "";
    by.state = asked->state ? choice_word (tipoff_view_state_choices(), (int)asked->state) : NULL;
    by.community = asked->community;
    by.limit = limit + 1;
    view_put_as_of (by.as_of, answer);
    text_say (answer, ",");
    page_put (scene,
              &(struct page){ .sql = &statements[LIST],
                              .by = &by,
                              .item = tipoff_item_record(),
                              .key = key_of,
                              .mask = mask,
                              .limit = limit },
              answer);
}
