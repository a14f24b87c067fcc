/* What the views share: one fact of a neighbour as it is folded, and the moment a question is
 * about. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#pragma once
#include "frame/service.h"
#include "office/campaign.h"
#include "reporting/rows.h"

#define VIEW_HOLDS INT64_MAX /* `until` of a version that still holds */

/* A fact that was heard, while it is folded into a view. */
struct view_fact {
    struct store *store;
    struct arena *arena;
    const char *source, *type;
    const void *event; /* the struct of TYPE */
    instant time;      /* when it happened */
    instant recorded;  /* when reporting knew: where versions part */
    instant entered;   /* when SOURCE knew */
    int64_t seq;       /* reporting's own */
};
typedef void view_fn (const struct view_fact *fact);
struct view_row {
    const struct record *(*word) (void);
    view_fn *fold;
};
struct view_rows {
    const struct view_row *list;
    size_t count;
};
extern const struct view_rows hazard_view_rows, tipoff_view_rows, order_view_rows,
    premises_view_rows, listed_view_rows, deliverable_view_rows, owed_view_rows, ledger_view_rows,
    ledger_acts_rows, signals_view_rows, campaign_view_rows, clock_view_rows;
extern const struct sql_table hazard_view_sql, tipoff_view_sql, order_view_sql, overview_sql,
    story_sql, missed_sql, premises_view_sql, listed_view_sql, deliverable_view_sql, owed_view_sql,
    ranking_sql, statistics_sql, ledger_sql, indicators_sql, signals_sql, suspicions_sql,
    window_tasks_sql, campaign_view_sql, clock_view_sql, screen_sql;

/* Who answers for fire safety at the premises of a hazard of TABLE: as the register had it. */
#define PREMISES_RESPONSIBLE(table)                                                                \
    "(SELECT p.contact FROM premises_view AS p WHERE p.premises = " table                          \
    ".premises AND p.since <= :as_of ORDER BY p.since DESC LIMIT 1) AS responsible"
/* A line of 整改责任清单, of TABLE. */
#define RESPONSIBILITY_COLUMNS(table)                                                              \
    "hazard, premises, premises_name, category, severity, description, "                           \
    "unit, " PREMISES_RESPONSIBLE (                                                                \
        table) ", department, community, tracker, watcher, measures, deadline, due, late, role, "  \
               "state"

/* People at home, or once; the premises of a row of TABLE. */
#define ARE_HOMES(table)                                                                           \
    "EXISTS (SELECT 1 FROM premises_view AS p WHERE p.premises = " table                           \
    ".premises AND p.since <= :as_of AND p.hidden)"
/* A person at home may be mentioned: who may not know finds no row of the ledger by the name. */
#define IS_TOLD_BY_NAME "(:number = 1 OR ledger <> 'mentions' OR NOT " ARE_HOMES ("ledger") ")"

/* The instant asked about: AS_OF, or the present. False, and refused: it lies ahead. */
bool view_as_of (const struct scene *scene, instant as_of, instant *out, struct refusals *refusals);
/* "as_of":"…" */
void view_put_as_of (instant as_of, struct text *answer);
struct view_by view_by_nothing (void);

/* SCENE with the campaign that a question is about and the office beside it, as they were at AS_OF:
   CAMPAIGN, or else (NULL) the last one that had begun by then. Of one that is named and over, the
   office is that of its last day: whoever is called otherwise since was called so then. NULL, and
   refused: there is none of that id. */
const struct scene *view_campaign (const struct scene *scene, const char *campaign, instant as_of,
                                   struct refusals *refusals);
/* The period that figures are about, into BY: FROM to before TO; absent, the first day of the
   campaign and `as_of`, or the end of a CAMPAIGN that is named when that is earlier. False, and
   refused: it is none. */
struct view_asked {
    const char *campaign; /* NULL: not named */
    instant from, to;     /* INSTANT_ABSENT: not given */
};
bool view_period (const struct scene *scene, const struct view_asked *asked, struct view_by *by,
                  struct refusals *refusals);
/* ,"from":"…","to":"…" */
void view_put_period (const struct view_by *by, struct text *answer);
/* ,"people_at_home":"…": whether they are in the numbers of premises and visits for who asks. */
void view_put_people_at_home (const struct scene *scene, struct text *answer);

/* What a list is asked by; NULL: not by that. */
struct view_reference {
    const char *community, *category, *premises_category, *party;
    const char *campaign;     /* whose office is asked; NULL: that of then */
    const struct scene *then; /* what view_campaign gave for it; NULL: it is looked up */
};
/* False, and refused at its path: neither the configuration of then has it nor anything that was
   known then. Of what was misspelt nothing would be open and nothing missing. Not asked of
   premises: they are heard of later than they are registered, and people at home are not to be told
   from nobody.
 */
bool view_knows (const struct scene *scene, const struct view_reference *reference, instant as_of,
                 struct refusals *refusals);

/* The dates of anchors that were announced by AS_OF. */
struct anchored view_anchored (const struct scene *scene, instant as_of);
/* Of all that the scene's campaign asks to be handed in, as deliverables.list counts it at AS_OF.
 */
struct deliverable_counts {
    int64_t owed, submitted, missing, late, withdrawn;
};
struct deliverable_counts view_deliverables (const struct scene *scene, instant as_of);
/* What scheduling asks of PARTY in the scene's campaign; `due` INSTANT_ABSENT: nothing, or nothing
   that has a deadline. */
struct owed_row view_owed (const struct scene *scene, enum obligation_kind kind, const char *what,
                           const char *party, instant as_of);

/* ---- what views know of each other ---- */

/* Deadlines of a case that are missed and not ended. */
int64_t missed_count (const struct view_fact *fact, const char *ref);
void missed_add (const struct view_fact *fact, const char *deadline, const char *ref);
/* False: it was not among them. */
bool missed_remove (const struct view_fact *fact, const char *deadline);
/* A ladder of a case stands at a rung, or no more. */
void standing_put (const struct view_fact *fact, const struct standing_row *row);
void standing_remove (const struct view_fact *fact, const char *deadline);
/* Who answers for the case by the highest rung that stands; NULL: no ladder does. */
const char *standing_role (const struct view_fact *fact, const char *ref);
/* A deadline of a case is armed (or extended) until DUE, missed, or ended; an order reached a
 * state. */
void hazard_view_deadline (const struct view_fact *fact, const char *ref, const char *deadline,
                           const char *clock, instant due);
void hazard_view_met (const struct view_fact *fact, const char *ref, const char *deadline,
                      bool late);
void hazard_view_lateness (const struct view_fact *fact, const char *ref);
void hazard_view_order (const struct view_fact *fact, const char *ref, const char *order,
                        const char *state);
void tipoff_view_deadline (const struct view_fact *fact, const char *ref, instant due);
void tipoff_view_lateness (const struct view_fact *fact, const char *ref);
void responsibility_mask (const struct scene *scene, const void *by, void *item);
/* As they were; false: not known then. */
bool hazard_view_see (const struct scene *scene, const char *ref, instant as_of,
                      struct hazard_item *item);
bool tipoff_view_see (const struct scene *scene, const char *ref, instant as_of,
                      struct tipoff_item *item);
/* Where the hazard is, when FACT is folded; NULL: not known. */
const char *hazard_view_premises (const struct view_fact *fact, const char *ref);
/* As it is registered when FACT is folded; false: it is not. */
bool premises_view_now (const struct view_fact *fact, const char *premises,
                        struct premises_view *view);
/* Whether TEXT holds the name or the telephone of who answers for PREMISES, or once did; nobody's
   is shown to all. */
bool premises_view_names (const struct scene *scene, const char *premises, const char *text,
                          instant as_of);
/* Whether PREMISES are people at home, and the asker has no duty to see them. */
bool premises_view_hides (const struct scene *scene, const char *premises, instant as_of);
/* What may be asked for by PREMISES (may be NULL): nothing, when they are hidden from the asker,
   who may not learn that a case is theirs either. */
const char *premises_view_asked (const struct scene *scene, const char *premises, instant as_of);
/* Where the thing of a ledger is; of a task, its hazard. NULL: nowhere in the register. */
const char *ledger_premises (const struct scene *scene, const struct ledger_item *item,
                             instant as_of);
bool ledger_see (const struct scene *scene, const char *ref, instant as_of,
                 struct ledger_item *item);
bool order_view_see (const struct scene *scene, const char *order, instant as_of,
                     struct order_view *view);

/* ,"fires":{…} and ,"indicators":{…} of BY's period. */
void fires_put (const struct scene *scene, const struct view_by *by, struct text *answer);
void indicators_put (const struct scene *scene, const struct view_by *by, struct text *answer);
/* ,"tasks":…,"done":… of WINDOW, once it has begun. */
void window_tasks_put_counts (const struct scene *scene, const struct campaign_window *window,
                              instant as_of, struct text *answer);

ask_fn tipoffs_list_ask, hazards_list_ask, responsibilities_list_ask, overview_ask, case_story_ask,
    coverage_list_ask, deliverables_list_ask, ranking_list_ask, statistics_ask, ledger_list_ask,
    meeting_ask, campaign_ask, final_report_ask, comparison_ask, signals_ask, suspicions_ask,
    window_tasks_ask, clocks_list_ask, screen_ask;
/* Makes FACT a line in the story of REF. */
void story_fold (const struct view_fact *fact, const char *ref);
void tally_add (const struct view_fact *fact, const char *name);
