/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "escalation/service.h"
#include "escalation/hearing.h"
#include "escalation/accountability.h"
#include "escalation/ladder.h"
#include "escalation/mention.h"
#include "escalation/order.h"
#include "escalation/referral.h"
#include "escalation/supervision.h"
#include "escalation/term.h"
#include "escalation/urging.h"
#include "words/intake.h"
#include "words/scheduling.h"

static const char *const follows[] = { "intake", "scheduling", NULL };

/* What is told, and what is heard of the others. */
static const struct handler handlers[] = {
    { .word = order_notify_record, .see = hearing_see_notify, .decide = hearing_decide_notify },
    { .word = hearing_request_record,
      .see = hearing_see_request,
      .decide = hearing_decide_request },
    { .word = hearing_waive_record, .see = hearing_see_waive, .decide = hearing_decide_waive },
    { .word = hearing_hold_record, .see = hearing_see_hold, .decide = hearing_decide_hold },
    { .word = order_approve_record, .see = order_see_approve, .decide = order_decide_approve },
    { .word = order_reject_record, .see = order_see_reject, .decide = order_decide_reject },
    { .word = order_serve_record, .see = order_see_serve, .decide = order_decide_serve },
    { .word = order_lift_record, .see = order_see_lift, .decide = order_decide_lift },
    { .word = order_propose_record, .see = term_see_propose, .decide = term_decide_propose },
    { .word = order_renew_record, .see = term_see_renew, .decide = term_decide_renew },
    { .word = resumption_apply_record, .see = term_see_apply, .decide = term_decide_apply },
    { .word = referral_draft_record, .see = referral_see_draft, .decide = referral_decide_draft },
    { .word = referral_send_record, .see = referral_see_send, .decide = referral_decide_send },
    { .word = referral_withdraw_record,
      .see = referral_see_withdraw,
      .decide = referral_decide_withdraw },
    { .word = supervision_list_record,
      .see = supervision_see_list,
      .decide = supervision_decide_list },
    { .word = supervision_publish_record,
      .see = supervision_see_publish,
      .decide = supervision_decide_publish },
    { .word = supervision_delist_record,
      .see = supervision_see_delist,
      .decide = supervision_decide_delist },
    { .word = mention_propose_record,
      .see = mention_see_propose,
      .decide = mention_decide_propose },
    { .word = mention_approve_record,
      .see = mention_see_approve,
      .decide = mention_decide_approve },
    { .word = mention_refuse_record, .see = mention_see_refuse, .decide = mention_decide_refuse },
    { .word = mention_publish_record,
      .see = mention_see_publish,
      .decide = mention_decide_publish },
    { .word = mention_withdraw_record,
      .see = mention_see_withdraw,
      .decide = mention_decide_withdraw },
    { .word = referral_answered_record,
      .see = referral_see_answered,
      .decide = referral_decide_answered },
    { .word = hazard_opened_record, .see = ladder_see_case, .decide = ladder_decide_hazard_opened },
    { .word = hazard_closed_record, .see = ladder_see_case, .decide = ladder_decide_hazard_closed },
    { .word = hazard_split_off_record,
      .see = ladder_see_case,
      .decide = ladder_decide_hazard_split,
      .since = 2 },
    { .word = reinspection_reported_record,
      .see = ladder_see_case,
      .decide = ladder_decide_reinspection_reported },
    { .word = incident_reported_record,
      .see = accountability_see_reported,
      .decide = accountability_decide_reported },
    { .word = incident_amended_record,
      .see = accountability_see_amended,
      .decide = accountability_decide_amended },
    { .word = tipoff_reported_record,
      .see = accountability_see_tipoff,
      .decide = accountability_decide_tipoff,
      .since = 1 },
    { .word = tipoff_verified_record,
      .see = accountability_see_tipoff,
      .decide = accountability_decide_verified,
      .since = 1 },
    { .word = accountability_conclude_record,
      .see = accountability_see_conclude,
      .decide = accountability_decide_conclude },
    { .word = deadline_missed_record,
      .see = ladder_see_case,
      .decide = ladder_decide_deadline_missed },
    { .word = deadline_met_record, .see = ladder_see_case, .decide = ladder_decide_deadline_met },
    { .word = deadline_cancelled_record,
      .see = ladder_see_case,
      .decide = ladder_decide_deadline_cancelled },
    { .word = deadline_moved_record,
      .see = ladder_see_case,
      .decide = ladder_decide_deadline_moved },
    { .word = deadline_extended_record,
      .see = ladder_see_case,
      .decide = ladder_decide_deadline_extended },
};

/* What happened, and which table follows. */
static const struct applier appliers[] = {
    { .word = ladder_raised_record, .apply = ladder_apply_raised },
    { .word = ladder_climbed_record, .apply = ladder_apply_climbed },
    { .word = ladder_repeated_record, .apply = ladder_apply_repeated },
    { .word = ladder_joined_record, .apply = ladder_apply_joined },
    { .word = ladder_left_record, .apply = ladder_apply_left },
    { .word = ladder_planned_record, .apply = ladder_apply_planned },
    { .word = ladder_ended_record, .apply = ladder_apply_ended },
    { .word = order_drafted_record, .apply = order_apply_drafted },
    { .word = order_notified_record, .apply = order_apply_notified },
    { .word = hearing_moved_record, .apply = hearing_apply_moved },
    { .word = order_approved_record, .apply = order_apply_approved },
    { .word = order_urged_record, .apply = order_apply_urged },
    { .word = order_rejected_record, .apply = order_apply_rejected },
    { .word = order_served_record, .apply = order_apply_served },
    { .word = order_reinspected_record, .apply = order_apply_reinspected },
    { .word = order_orphaned_record, .apply = order_apply_orphaned },
    { .word = order_lifted_record, .apply = order_apply_lifted },
    { .word = order_renewed_record, .apply = term_apply_renewed },
    { .word = order_lapsed_record, .apply = term_apply_lapsed },
    { .word = resumption_applied_record, .apply = term_apply_applied },
    { .word = order_withdrawn_record, .apply = order_apply_withdrawn },
    { .word = referral_drafted_record, .apply = referral_apply_drafted },
    { .word = referral_sent_record, .apply = referral_apply_sent },
    { .word = referral_settled_record, .apply = referral_apply_settled },
    { .word = referral_withdrawn_record, .apply = referral_apply_withdrawn },
    { .word = supervision_listed_record, .apply = supervision_apply_listed },
    { .word = supervision_published_record, .apply = supervision_apply_published },
    { .word = supervision_accepted_record, .apply = supervision_apply_accepted },
    { .word = supervision_delisted_record, .apply = supervision_apply_delisted },
    { .word = mention_proposed_record, .apply = mention_apply_proposed },
    { .word = mention_moved_record, .apply = mention_apply_moved },
    { .word = accountability_opened_record, .apply = accountability_apply_opened },
    { .word = accountability_judged_record, .apply = accountability_apply_judged },
    { .word = accountability_concluded_record, .apply = accountability_apply_concluded },
    { .word = accountability_weighed_record, .apply = accountability_apply_weighed },
    { .word = fire_noted_record, .apply = accountability_apply_fire },
    { .word = doubt_noted_record, .apply = accountability_apply_doubt },
    { .word = tipoff_noted_record, .apply = accountability_apply_tipoff },
    { .word = tipoff_settled_record, .apply = accountability_apply_settled },
    { .word = case_noted_record, .apply = case_apply_noted },
    { .word = case_ended_record, .apply = case_apply_ended },
    { .word = case_resumed_record, .apply = case_apply_resumed },
};

static const struct asker askers[] = {
    { .word = orders_list_record, .ask = order_ask_list },
    { .word = mentions_list_record, .ask = mention_ask_list },
    { .word = referrals_list_record, .ask = referral_ask_list },
    { .word = supervisions_list_record, .ask = supervision_ask_list },
};

static const struct hour hours[] = {
    { .name = "ladder", .next = ladder_next, .see = ladder_see_hour, .decide = ladder_decide_hour },
    { .name = "accountability",
      .next = accountability_next,
      .see = accountability_see_hour,
      .decide = accountability_decide_hour },
    { .name = "term", .next = term_next, .see = term_see_hour, .decide = term_decide_hour },
    { .name = "urging", .next = urging_next, .see = urging_see_hour, .decide = urging_decide_hour },
};

static const struct sql_table *const tables[] = {
    &order_sql,  &hearing_sql, &referral_sql,       &supervision_sql, &mention_sql,
    &urging_sql, &ladder_sql,  &accountability_sql, &term_sql,        NULL
};

const struct service escalation = {
    .name = "escalation",
    .follows = follows,
    .schema = escalation_schema,
    .tables = tables,
    .handlers = handlers,
    .handlers_count = sizeof handlers / sizeof *handlers,
    .appliers = appliers,
    .appliers_count = sizeof appliers / sizeof *appliers,
    .askers = askers,
    .askers_count = sizeof askers / sizeof *askers,
    .hours = hours,
    .hours_count = sizeof hours / sizeof *hours,
};
