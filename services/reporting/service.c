/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "reporting/service.h"
#include "reporting/fact.h"
#include "reporting/view.h"

static const char *const follows[] = { "intake", "scheduling", "escalation", NULL };

/* Every fact of the others. */
static const struct handler handlers[] = {
    { .word = NULL, .see = fact_see_heard, .decide = fact_decide_heard },
};

static const struct applier appliers[] = {
    { .word = fact_recorded_record, .apply = fact_apply_recorded },
};

static const struct asker askers[] = {
    { .word = hazards_list_record, .ask = hazards_list_ask },
    { .word = tipoffs_list_record, .ask = tipoffs_list_ask },
    { .word = responsibilities_list_record, .ask = responsibilities_list_ask },
    { .word = clocks_list_record, .ask = clocks_list_ask },
    { .word = overview_show_record, .ask = overview_ask },
    { .word = case_show_record, .ask = case_story_ask },
    { .word = coverage_list_record, .ask = coverage_list_ask },
    { .word = window_tasks_list_record, .ask = window_tasks_ask },
    { .word = deliverables_list_record, .ask = deliverables_list_ask },
    { .word = campaign_show_record, .ask = campaign_ask },
    { .word = final_report_show_record, .ask = final_report_ask },
    { .word = comparison_show_record, .ask = comparison_ask },
    { .word = signals_list_record, .ask = signals_ask },
    { .word = suspicions_list_record, .ask = suspicions_ask },
    { .word = ranking_list_record, .ask = ranking_list_ask },
    { .word = statistics_show_record, .ask = statistics_ask },
    { .word = ledger_list_record, .ask = ledger_list_ask },
    { .word = meeting_show_record, .ask = meeting_ask },
    { .word = screen_show_record, .ask = screen_ask },
};

static const struct sql_table *const tables[] = {
    &hazard_view_sql,   &tipoff_view_sql,   &order_view_sql,
    &overview_sql,      &story_sql,         &missed_sql,
    &premises_view_sql, &listed_view_sql,   &deliverable_view_sql,
    &ranking_sql,       &statistics_sql,    &ledger_sql,
    &signals_sql,       &suspicions_sql,    &indicators_sql,
    &window_tasks_sql,  &campaign_view_sql, &clock_view_sql,
    &owed_view_sql,     &screen_sql,        NULL
};

const struct service reporting = {
    .name = "reporting",
    .follows = follows,
    .schema = reporting_schema,
    .tables = tables,
    .handlers = handlers,
    .handlers_count = sizeof handlers / sizeof *handlers,
    .appliers = appliers,
    .appliers_count = sizeof appliers / sizeof *appliers,
    .askers = askers,
    .askers_count = sizeof askers / sizeof *askers,
};
