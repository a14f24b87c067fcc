/* coverage.list: which premises were inspected in a period or a window of the campaign, how much of
   each category and community, and above all which were not (S4, 不留死角). What a unit returned of
   its own (S17) is no inspection, and counted beside. Who may not see people at home gets no number
   of them either: a filter would make each of them one. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "frame/page.h"
#include "office/campaign.h"
#include "reporting/counted.h"
#include "reporting/view.h"
#include "words/intake.h"
#include "words/reporting.h"
#include <inttypes.h>
#include <string.h>

/* A list stands in its column as {"categories":[…]} (record/row.c). */
#define EACH_CATEGORY "json_each (p.categories, '$.categories')"

#define COLUMNS                                                                                    \
    "premises, since, until, name, categories, community, department, grid, contact, phone, "      \
    "hidden, "                                                                                     \
    "latitude_e6, "                                                                                \
    "longitude_e6"
#define KNOWN                                                                                      \
    " WHERE " REGISTERED                                                                           \
    " AND (:grid IS NULL OR p.grid = :grid) AND (:community IS NULL OR p.community = :community)"  \
    " AND (:category IS NULL OR EXISTS (SELECT 1 FROM " EACH_CATEGORY " AS one"                    \
    " WHERE one.value = :category))"                                                               \
    " AND (:among IS NULL OR EXISTS (SELECT 1 FROM " EACH_CATEGORY " AS one, json_each (:among, "  \
    "'$.among') AS other WHERE one.value = other.value))"
#define OF_CHECKLIST "(:checklist IS NULL OR v.checklist = :checklist) AND "
#define VISITED      WAS_THERE (OF_CHECKLIST "v.self = 0")
#define CHECKED      WAS_THERE (OF_CHECKLIST "v.self = 0 AND v.checklist <> ''")
#define RETURNED     WAS_THERE (OF_CHECKLIST "v.self = 1")
#define COUNTED                                                                                    \
    "count (*) AS total, coalesce (sum (" VISITED "), 0) AS inspected, coalesce (sum (" CHECKED    \
    "), 0) AS by_checklist, coalesce (sum (" RETURNED "), 0) AS self_inspected"
#define LAST_VISIT                                                                                 \
    "(SELECT max (v.at) FROM visit AS v WHERE v.premises = p.premises AND v.at < :to AND "         \
    "v.recorded <= :as_of AND v.self = "
#define ITEM                                                                                       \
    "SELECT p.premises AS premises, p.name AS name, p.categories AS categories, p.community AS "   \
    "community, p.department AS department, p.grid AS grid, " LAST_VISIT                           \
    "0) AS inspected, " LAST_VISIT "1) AS self_inspected FROM premises_view AS p" KNOWN            \
    " AND p.premises > :key AND "
#define PAGE " ORDER BY p.premises LIMIT :limit"

enum {
    LAST,
    EVER_HIDDEN,
    EVER,
    PUT,
    CLOSE,
    VISIT,
    ALL,
    COMMUNITIES,
    CATEGORIES,
    MISSING,
    UNCHECKED,
    INSPECTED,
    SELF,
    NO_SELF,
    STATEMENTS
};
static const struct sql statements[STATEMENTS] = {
    [LAST] = { "SELECT " COLUMNS
               " FROM premises_view WHERE premises = :key ORDER BY since DESC LIMIT 1",
               view_by_record, premises_view_record },
    [EVER_HIDDEN] = { "SELECT " COLUMNS " FROM premises_view WHERE premises = :key AND since <= "
                      ":as_of AND hidden = 1 LIMIT 1",
                      view_by_record, premises_view_record },
    [EVER] = { "SELECT " COLUMNS " FROM premises_view WHERE premises = :key AND since <= :as_of",
               view_by_record, premises_view_record },
    [PUT] = { "INSERT OR REPLACE INTO premises_view (" COLUMNS
              ") VALUES (:premises, :since, :until, :name, :categories, :community, :department, "
              ":grid, :contact, :phone, :hidden, :latitude_e6, :longitude_e6)",
              premises_view_record, NULL },
    [CLOSE] = { "UPDATE premises_view SET until = :until WHERE premises = :premises AND since = "
                ":since",
                premises_view_record, NULL },
    [VISIT] = { "INSERT OR IGNORE INTO visit (premises, at, self, checklist, recorded) VALUES "
                "(:premises, :at, :self, :checklist, :recorded)",
                visit_row_record, NULL },
    [ALL] = { "SELECT 'all' AS name, " COUNTED " FROM premises_view AS p" KNOWN, view_by_record,
              coverage_group_record },
    [COMMUNITIES] = { "SELECT p.community AS name, " COUNTED " FROM premises_view AS p" KNOWN
                      " GROUP BY p.community ORDER BY p.community",
                      view_by_record, coverage_group_record },
    [CATEGORIES] = { "SELECT c.value AS name, " COUNTED " FROM premises_view AS p, " EACH_CATEGORY
                     " AS c" KNOWN " GROUP BY c.value ORDER BY c.value",
                     view_by_record, coverage_group_record },
    [MISSING] = { ITEM "NOT " VISITED PAGE, view_by_record, coverage_item_record },
    [UNCHECKED] = { ITEM "NOT " CHECKED PAGE, view_by_record, coverage_item_record },
    [INSPECTED] = { ITEM VISITED PAGE, view_by_record, coverage_item_record },
    [SELF] = { ITEM RETURNED PAGE, view_by_record, coverage_item_record },
    [NO_SELF] = { ITEM "NOT " RETURNED PAGE, view_by_record, coverage_item_record },
};
const struct sql_table premises_view_sql = { statements, STATEMENTS };

/* ---- folding ---- */

static void fold_registered (const struct view_fact *fact)
{
    const struct premises_registered *event = fact->event;
    struct premises_view before;
    struct view_by by = view_by_nothing();
    by.key = event->premises;
    if (store_read (fact->store, &statements[LAST], &by, fact->arena, &before) &&
        before.since < fact->recorded && before.until > fact->recorded) {
        before.until = fact->recorded;
        store_write (fact->store, &statements[CLOSE], &before);
    }
    store_write (fact->store, &statements[PUT],
                 &(struct premises_view){ .premises = event->premises,
                                          .since = fact->recorded,
                                          .until = VIEW_HOLDS,
                                          .name = event->name,
                                          .categories = event->categories,
                                          .categories_count = event->categories_count,
                                          .community = event->community,
                                          .department = event->department,
                                          .grid = event->grid,
                                          .contact = event->unit ? event->unit->contact : NULL,
                                          .phone = event->unit ? event->unit->phone : NULL,
                                          .hidden = event->private,
                                          .latitude_e6 = event->latitude_e6,
                                          .longitude_e6 = event->longitude_e6 });
}

static void fold_closed (const struct view_fact *fact)
{
    struct premises_view last;
    struct view_by by = view_by_nothing();
    by.key = ((const struct premises_closed *)fact->event)->premises;
    if (!store_read (fact->store, &statements[LAST], &by, fact->arena, &last))
        return;
    last.until = fact->recorded;
    store_write (fact->store, &statements[CLOSE], &last);
}

/* Inspectors of the office were there, by CHECKLIST (NULL: none); or the unit looked ITSELF.
   消防监督检查规定 6: to verify a tip-off is an inspection too. */
static void visit (const struct view_fact *fact, const char *premises, instant at, bool itself,
                   const char *checklist)
{
    store_write (fact->store, &statements[VISIT],
                 &(struct visit_row){ .premises = premises,
                                      .at = at,
                                      .self = itself,
                                      .checklist = checklist ? checklist : "",
                                      .recorded = fact->recorded });
}

static void fold_inspected (const struct view_fact *fact)
{
    const struct inspection_reported *event = fact->event;
    visit (fact, event->premises, event->at, event->kind == inspection_self, event->checklist);
}

/* A hazard that inspectors found, or that a tip-off spoke of; unless that inspection is told too.
   Who names nobody was not there: it may have been written to the office. */
static void fold_opened (const struct view_fact *fact)
{
    const struct hazard_opened *event = fact->event;
    bool itself = event->origin == origin_self_inspection;
    if (!event->inspection && event->origin != origin_external &&
        (itself || event->inspectors_count > 0))
        visit (fact, event->premises, fact->time, itself, NULL);
}

/* A founded one is told by its hazard. One that is linked was answered from where the other is. */
static void fold_verified (const struct view_fact *fact)
{
    const struct tipoff_verified *event = fact->event;
    if (event->outcome == verification_unfounded && event->premises && !event->with)
        visit (fact, event->premises, fact->time, false, NULL);
}

static void fold_reinspected (const struct view_fact *fact)
{
    const struct reinspection_reported *event = fact->event;
    const char *premises = hazard_view_premises (fact, event->hazard);
    if (premises)
        visit (fact, premises, fact->time, false, NULL);
}

static const struct view_row rows[] = {
    { .word = premises_registered_record, .fold = fold_registered },
    { .word = premises_closed_record, .fold = fold_closed },
    { .word = inspection_reported_record, .fold = fold_inspected },
    { .word = hazard_opened_record, .fold = fold_opened },
    { .word = tipoff_verified_record, .fold = fold_verified },
    { .word = reinspection_reported_record, .fold = fold_reinspected },
};
const struct view_rows premises_view_rows = { rows, sizeof rows / sizeof *rows };

/* ---- answering ---- */

/* "66.7", or "" of nothing. */
static const char *percent (int64_t part, int64_t whole, struct arena *arena)
{
    int64_t tenths = whole > 0 ? (part * 1000 + whole / 2) / whole : 0;
    return whole > 0 ? arena_format (arena, "%" PRId64 ".%" PRId64, tenths / 10, tenths % 10) : "";
}

static void put_group (const struct coverage_group *group, struct text *answer)
{
    text_format (answer, "\"total\":%" PRId64 ",\"inspected\":%" PRId64 ",\"percent\":\"%s\"",
                 group->total, group->inspected,
                 percent (group->inspected, group->total, answer->arena));
    text_format (answer, ",\"by_checklist\":%" PRId64 ",\"self_inspected\":%" PRId64,
                 group->by_checklist, group->self_inspected);
}

static void put_groups (const struct scene *scene, int which, const struct view_by *by,
                        const char *name, struct text *answer)
{
    struct coverage_group group;
    const char *before = "";
    text_format (answer, ",\"%s\":[", name);
    store_walk (scene->store, &statements[which], by);
    while (store_next (scene->store, &statements[which], scene->arena, &group)) {
        text_format (answer, "%s{\"name\":", before);
        text_put_json (answer, group.name);
        text_say (answer, ",");
        put_group (&group, answer);
        text_say (answer, "}");
        before = ",";
    }
    text_say (answer, "]");
}

bool premises_view_now (const struct view_fact *fact, const char *premises,
                        struct premises_view *view)
{
    struct view_by by = view_by_nothing();
    by.key = premises;
    return store_read (fact->store, &statements[LAST], &by, fact->arena, view);
}

/* What became of the place later changes nothing for who lived there: their cases name it. */
bool premises_view_hides (const struct scene *scene, const char *premises, instant as_of)
{
    struct premises_view view;
    struct view_by by = view_by_nothing();
    by.key = premises;
    by.as_of = as_of;
    return !scene->sees_private && premises &&
           store_read (scene->store, &statements[EVER_HIDDEN], &by, scene->arena, &view);
}

static const char *without_gaps (const char *text, struct arena *arena)
{
    char *kept = arena_text (arena, text), *end = kept;
    for (const char *at = kept; *at; at++)
        if (*at != ' ' && *at != '-')
            *end++ = *at;
    *end = '\0';
    return kept;
}

/* However it is spaced in either: 138 0000 0001. */
static bool holds (const char *text, const char *part, struct arena *arena)
{
    part = part ? without_gaps (part, arena) : "";
    return part[0] && strstr (without_gaps (text, arena), part);
}

bool premises_view_names (const struct scene *scene, const char *premises, const char *text,
                          instant as_of)
{
    bool names = false;
    struct premises_view view;
    struct view_by by = view_by_nothing();
    by.key = premises;
    by.as_of = as_of;
    if (!premises || !text)
        return false;
    store_walk (scene->store, &statements[EVER], &by);
    while (!names && store_next (scene->store, &statements[EVER], scene->arena, &view))
        names = holds (text, view.contact, scene->arena) || holds (text, view.phone, scene->arena);
    store_end (scene->store, &statements[EVER]);
    return names;
}

const char *premises_view_asked (const struct scene *scene, const char *premises, instant as_of)
{
    return premises_view_hides (scene, premises, as_of) ? "" : premises;
}

static const char *key_of (const void *item)
{
    return ((const struct coverage_item *)item)->premises;
}

/* S9: the days of the WINDOW as they were known then, its premises and its checklist, into BY.
   False, and refused: there is none, or its days wait for an event. */
static bool take_window (const struct scene *scene, const char *id, struct view_by *by,
                         struct refusals *refusals)
{
    const struct campaign_window *window = office_window (scene->office, id);
    const struct anchored anchored = view_anchored (scene, by->as_of);
    if (!window) {
        refusals_add (refusals, REFUSAL_INVALID, "/window",
                      "%s is no window of config/campaign.yaml; campaign.show has them", id);
        return false;
    }
    const struct window_days days =
        office_window_days (scene->office, window, &anchored, day_of (by->as_of), scene->arena);
    if (days.waits_for) {
        refusals_add (refusals, REFUSAL_CONFLICT, "/window",
                      "%s waits for %s; possible after anchor.resolve of it", id, days.waits_for);
        return false;
    }
    by->from = day_start (days.first);
    by->to = day_start (days.last + 1);
    by->checklist = window->checklist;
    by->among = window->premises;
    by->among_count = window->premises_count;
    return true;
}

/* The period or window that is asked about, into BY; false: refused. */
static bool take_period (const struct scene *scene, const struct coverage_list *asked,
                         struct view_by *by, struct refusals *refusals)
{
    if (!view_as_of (scene, asked->as_of, &by->as_of, refusals))
        return false;
    if (!asked->window)
        return view_period (scene, &(struct view_asked){ asked->campaign, asked->from, asked->to },
                            by, refusals);
    if (asked->from == INSTANT_ABSENT && asked->to == INSTANT_ABSENT)
        return (scene = view_campaign (scene, asked->campaign, by->as_of, refusals)) &&
               take_window (scene, asked->window, by, refusals);
    refusals_add (refusals, REFUSAL_INVALID, "/window", "has its own days; leave out from and to");
    return false;
}

static int listed (enum coverage_state state)
{
    switch (state) {
    case coverage_unchecked:
        return UNCHECKED;
    case coverage_inspected:
        return INSPECTED;
    case coverage_returned:
        return SELF;
    case coverage_unreturned:
        return NO_SELF;
    case coverage_missing:
    case coverage_state_absent:
        break;
    }
    return MISSING;
}

void coverage_list_ask (const struct scene *scene, const void *asked_void, struct text *answer,
                        struct refusals *refusals)
{
    const struct coverage_list *asked = asked_void;
    struct view_by by = view_by_nothing();
    struct coverage_group all = { .total = 0 };
    int64_t limit = page_limit (asked->limit);
    by.community = asked->community;
    by.category = asked->category;
    by.grid = asked->grid;
    by.key = asked->after ? asked->after : "";
    by.limit = limit + 1;
    by.number = scene->sees_private;
    const struct view_reference reference = { .community = asked->community,
                                              .premises_category = asked->category,
                                              .campaign = asked->campaign };
    if (!take_period (scene, asked, &by, refusals) ||
        !view_knows (scene, &reference, by.as_of, refusals))
        return;
    store_read (scene->store, &statements[ALL], &by, scene->arena, &all);
    view_put_as_of (by.as_of, answer);
    view_put_period (&by, answer);
    text_say (answer, ",");
    put_group (&all, answer);
    text_say (answer, ",\"counts\":\"" VISITS_SENTENCE "\"");
    view_put_people_at_home (scene, answer);
    put_groups (scene, COMMUNITIES, &by, "communities", answer);
    put_groups (scene, CATEGORIES, &by, "categories", answer);
    text_say (answer, ",");
    page_put (scene,
              &(struct page){ .sql = &statements[listed (asked->state)],
                              .by = &by,
                              .item = coverage_item_record(),
                              .key = key_of,
                              .limit = limit },
              answer);
}
