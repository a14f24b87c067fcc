/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "intake/service.h"
#include "intake/campaign.h"
#include "intake/deliverable.h"
#include "intake/hazard.h"
#include "intake/hazard_link.h"
#include "intake/hold.h"
#include "intake/incident.h"
#include "intake/inspection.h"
#include "intake/inventory.h"
#include "intake/meeting.h"
#include "intake/premises.h"
#include "intake/publicity.h"
#include "intake/referral_answer.h"
#include "intake/task.h"
#include "intake/tipoff.h"
#include "intake/transfer.h"
#include "intake/writ.h"
#include "words/escalation.h"

static const char *const follows[] = { "escalation", NULL };

/* What is told, what is heard of escalation, and who decides. */
static const struct handler handlers[] = {
    { .word = premises_register_record,
      .see = premises_see_register,
      .decide = premises_decide_register,
      .begins = true },
    { .word = premises_close_record, .see = premises_see_close, .decide = premises_decide_close },
    { .word = tipoff_report_record,
      .see = tipoff_see_report,
      .decide = tipoff_decide_report,
      .advise = tipoff_advise,
      .begins = true },
    { .word = tipoff_verify_record, .see = tipoff_see_verify, .decide = tipoff_decide_verify },
    { .word = tipoff_triage_record, .see = tipoff_see_triage, .decide = tipoff_decide_triage },
    { .word = tipoff_link_record, .see = tipoff_see_link, .decide = tipoff_decide_link },
    { .word = tipoff_split_record, .see = tipoff_see_split, .decide = tipoff_decide_split },
    { .word = tipoff_answer_record, .see = tipoff_see_answer, .decide = tipoff_decide_answer },
    { .word = finding_report_record,
      .advise = finding_advise,
      .see = hazard_see_report,
      .decide = hazard_decide_report,
      .begins = true },
    { .word = inspection_report_record,
      .see = inspection_see_report,
      .decide = inspection_decide_report,
      .begins = true },
    { .word = deliverable_submit_record,
      .see = deliverable_see_submit,
      .decide = deliverable_decide_submit,
      .begins = true },
    { .word = incident_report_record,
      .see = incident_see_report,
      .decide = incident_decide_report,
      .begins = true },
    { .word = incident_withdraw_record,
      .see = incident_see_withdraw,
      .decide = incident_decide_withdraw },
    { .word = incident_amend_record, .see = incident_see_amend, .decide = incident_decide_amend },
    { .word = referral_answer_record,
      .see = referral_see_answer,
      .decide = referral_decide_answer },
    { .word = joint_open_record, .see = joint_see_open, .decide = joint_decide_open },
    { .word = task_report_record, .see = task_see_report, .decide = task_decide_report },
    { .word = meeting_report_record,
      .see = meeting_see_report,
      .decide = meeting_decide_report,
      .begins = true },
    { .word = inventory_record_record,
      .see = inventory_see_record,
      .decide = inventory_decide_record,
      .begins = true },
    { .word = publicity_report_record,
      .see = publicity_see_report,
      .decide = publicity_decide_report,
      .begins = true },
    { .word = rectification_report_record,
      .see = rectification_see_report,
      .decide = rectification_decide_report },
    { .word = reinspection_report_record,
      .see = reinspection_see_report,
      .decide = reinspection_decide_report },
    { .word = hazard_close_record, .see = hazard_see_close, .decide = hazard_decide_close },
    { .word = hazard_link_record, .see = hazard_see_link, .decide = hazard_decide_link },
    { .word = hazard_split_record, .see = hazard_see_split, .decide = hazard_decide_split },
    { .word = notice_serve_record, .see = notice_see_serve, .decide = notice_decide_serve },
    { .word = government_report_record,
      .see = government_see_report,
      .decide = government_decide_report },
    { .word = experts_convene_record,
      .see = experts_see_convene,
      .decide = experts_decide_convene },
    { .word = watch_report_record, .see = watch_see_report, .decide = watch_decide_report },
    { .word = order_drafted_record,
      .see = hold_see_nothing,
      .decide = hold_decide_drafted,
      .since = 1 },
    { .word = order_rejected_record,
      .see = hold_see_nothing,
      .decide = hold_decide_rejected,
      .since = 1 },
    { .word = order_withdrawn_record,
      .see = hold_see_nothing,
      .decide = hold_decide_withdrawn,
      .since = 1 },
    { .word = order_lifted_record,
      .see = hold_see_nothing,
      .decide = hold_decide_lifted,
      .since = 1 },
    { .word = order_lapsed_record,
      .see = hold_see_nothing,
      .decide = hold_decide_lapsed,
      .since = 1 },
    { .word = supervision_listed_record,
      .see = hold_see_nothing,
      .decide = hold_decide_listed,
      .since = 1 },
    { .word = supervision_delisted_record,
      .see = hold_see_nothing,
      .decide = hold_decide_delisted,
      .since = 1 },
    { .word = referral_drafted_record,
      .see = transfer_see_drafted,
      .decide = transfer_decide_drafted },
    { .word = referral_sent_record, .see = transfer_see_sent, .decide = transfer_decide_sent },
    { .word = referral_settled_record,
      .see = transfer_see_settled,
      .decide = transfer_decide_settled },
    { .word = referral_withdrawn_record,
      .see = transfer_see_withdrawn,
      .decide = transfer_decide_withdrawn },
};

/* What happened, and which table follows. */
static const struct applier appliers[] = {
    { .word = campaign_configured_record, .apply = campaign_apply_configured },
    { .word = premises_registered_record, .apply = premises_apply_registered },
    { .word = premises_closed_record, .apply = premises_apply_closed },
    { .word = tipoff_reported_record, .apply = tipoff_apply_reported },
    { .word = tipoff_verified_record, .apply = tipoff_apply_verified },
    { .word = tipoff_triaged_record, .apply = tipoff_apply_triaged },
    { .word = tipoff_linked_record, .apply = tipoff_apply_linked },
    { .word = tipoff_split_off_record, .apply = tipoff_apply_split_off },
    { .word = tipoff_answered_record, .apply = tipoff_apply_answered },
    { .word = inspection_reported_record, .apply = inspection_apply_reported },
    { .word = deliverable_submitted_record, .apply = deliverable_apply_submitted },
    { .word = referral_answered_record, .apply = transfer_apply_answered },
    { .word = referral_noted_record, .apply = transfer_apply_noted },
    { .word = incident_reported_record, .apply = incident_apply_reported },
    { .word = incident_withdrawn_record, .apply = incident_apply_withdrawn },
    { .word = incident_amended_record, .apply = incident_apply_amended },
    { .word = joint_opened_record, .apply = joint_apply_opened },
    { .word = task_set_record, .apply = task_apply_set },
    { .word = task_reported_record, .apply = task_apply_reported },
    { .word = task_dropped_record, .apply = task_apply_dropped },
    { .word = meeting_reported_record, .apply = meeting_apply_reported },
    { .word = inventory_recorded_record, .apply = inventory_apply_recorded },
    { .word = publicity_reported_record, .apply = publicity_apply_reported },
    { .word = hazard_opened_record, .apply = hazard_apply_opened },
    { .word = rectification_reported_record, .apply = rectification_apply_reported },
    { .word = reinspection_reported_record, .apply = reinspection_apply_reported },
    { .word = hazard_closed_record, .apply = hazard_apply_closed },
    { .word = hazard_reopened_record, .apply = hazard_apply_reopened },
    { .word = hold_noted_record, .apply = hold_apply_noted },
    { .word = hazard_linked_record, .apply = hazard_apply_linked },
    { .word = hazard_split_off_record, .apply = hazard_apply_split_off },
    { .word = notice_served_record, .apply = notice_apply_served },
    { .word = government_reported_record, .apply = government_apply_reported },
    { .word = experts_convened_record, .apply = experts_apply_convened },
    { .word = watch_reported_record, .apply = watch_apply_reported },
};

static const struct hour hours[] = {
    { .name = "campaign",
      .next = campaign_next,
      .see = campaign_see_hour,
      .decide = campaign_decide_hour },
};

static const struct sql_table *const tables[] = {
    &campaign_sql,   &premises_sql,    &tipoff_sql,      &hazard_sql,
    &inspection_sql, &incident_sql,    &deliverable_sql, &task_sql,
    &meeting_sql,    &inventory_sql,   &publicity_sql,   &transfer_sql,
    &writ_sql,       &hazard_link_sql, &hold_sql,        NULL
};

const struct service intake = {
    .name = "intake",
    .follows = follows,
    .schema = intake_schema,
    .tables = tables,
    .handlers = handlers,
    .handlers_count = sizeof handlers / sizeof *handlers,
    .appliers = appliers,
    .appliers_count = sizeof appliers / sizeof *appliers,
    .hours = hours,
    .hours_count = sizeof hours / sizeof *hours,
};
