/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "scheduling/service.h"
#include "scheduling/anchor.h"
#include "scheduling/deadline.h"
#include "scheduling/extension.h"
#include "scheduling/letter.h"
#include "scheduling/link.h"
#include "scheduling/request.h"
#include "scheduling/move.h"
#include "scheduling/notice.h"
#include "scheduling/obligation.h"
#include "scheduling/recount.h"
#include "scheduling/referral.h"
#include "scheduling/supervision.h"
#include "scheduling/reminder.h"
#include "scheduling/task.h"
#include "words/intake.h"

static const char *const follows[] = { "intake", "escalation", NULL };

/* What is told, what is heard of the others, and what the post answers. */
static const struct handler handlers[] = {
    { .word = deadline_extend_record,
      .see = deadline_see_extend,
      .decide = deadline_decide_extend },
    { .word = reminder_acknowledge_record,
      .see = reminder_see_acknowledge,
      .decide = reminder_decide_acknowledge },
    { .word = extension_ask_record, .see = request_see_ask, .decide = request_decide_ask },
    { .word = extension_grant_record, .see = request_see_grant, .decide = request_decide_grant },
    { .word = extension_refuse_record, .see = request_see_refuse, .decide = request_decide_refuse },
    { .word = deadline_pause_record, .see = move_see_pause, .decide = move_decide_pause },
    { .word = deadline_resume_record, .see = move_see_resume, .decide = move_decide_resume },
    { .word = obligation_report_record,
      .see = obligation_see_report,
      .decide = obligation_decide_report },
    { .word = deliverable_submitted_record,
      .see = obligation_see_submitted,
      .decide = obligation_decide_submitted },
    { .word = meeting_reported_record,
      .see = obligation_see_meeting,
      .decide = obligation_decide_meeting },
    { .word = anchor_resolve_record, .see = anchor_see_resolve, .decide = anchor_decide_resolve },
    { .word = tipoff_reported_record,
      .see = deadline_see_case,
      .decide = deadline_decide_tipoff_reported },
    { .word = tipoff_verified_record,
      .see = deadline_see_case,
      .decide = deadline_decide_tipoff_verified },
    { .word = tipoff_linked_record, .see = link_see_linked, .decide = link_decide_linked },
    { .word = tipoff_split_off_record, .see = link_see_split, .decide = link_decide_split },
    { .word = tipoff_answered_record,
      .see = deadline_see_case,
      .decide = deadline_decide_tipoff_answered },
    { .word = hazard_opened_record,
      .see = deadline_see_case,
      .decide = deadline_decide_hazard_opened },
    { .word = rectification_reported_record,
      .see = deadline_see_case,
      .decide = deadline_decide_rectification_reported },
    { .word = reinspection_reported_record,
      .see = deadline_see_case,
      .decide = deadline_decide_reinspection_reported },
    { .word = hazard_closed_record,
      .see = deadline_see_case,
      .decide = deadline_decide_hazard_closed },
    { .word = hazard_reopened_record,
      .see = deadline_see_case,
      .decide = deadline_decide_hazard_reopened },
    { .word = watch_reported_record,
      .see = deadline_see_case,
      .decide = deadline_decide_watch_reported },
    { .word = ladder_climbed_record,
      .see = notice_see_ladder_climbed,
      .decide = notice_decide_ladder_climbed },
    { .word = order_drafted_record,
      .see = notice_see_order_drafted,
      .decide = notice_decide_order_drafted },
    { .word = order_urged_record,
      .see = notice_see_order_urged,
      .decide = notice_decide_order_urged },
    { .word = order_approved_record,
      .see = notice_see_order_approved,
      .decide = notice_decide_order_approved },
    { .word = order_rejected_record,
      .see = notice_see_order_rejected,
      .decide = notice_decide_order_rejected },
    { .word = order_served_record,
      .see = notice_see_order_served,
      .decide = notice_decide_order_served },
    { .word = order_lifted_record,
      .see = notice_see_order_lifted,
      .decide = notice_decide_order_lifted },
    { .word = accountability_opened_record,
      .see = notice_see_accountability_opened,
      .decide = notice_decide_accountability_opened },
    { .word = accountability_judged_record,
      .see = notice_see_accountability_judged,
      .decide = notice_decide_accountability_judged },
    { .word = order_withdrawn_record,
      .see = notice_see_order_withdrawn,
      .decide = notice_decide_order_withdrawn },
    { .word = referral_drafted_record,
      .see = deadline_see_case,
      .decide = referral_decide_drafted },
    { .word = referral_sent_record, .see = deadline_see_case, .decide = referral_decide_sent },
    { .word = referral_settled_record,
      .see = deadline_see_case,
      .decide = referral_decide_settled },
    { .word = referral_withdrawn_record,
      .see = deadline_see_case,
      .decide = referral_decide_withdrawn },
    { .word = task_set_record, .see = deadline_see_case, .decide = task_decide_set },
    { .word = task_reported_record, .see = deadline_see_case, .decide = task_decide_reported },
    { .word = supervision_listed_record,
      .see = deadline_see_case,
      .decide = supervision_decide_listed },
    { .word = supervision_accepted_record,
      .see = deadline_see_case,
      .decide = supervision_decide_accepted },
    { .word = post_outcome_record, .see = letter_see_outcome, .decide = letter_decide_outcome },
};

/* What happened, and which table follows. */
static const struct applier appliers[] = {
    { .word = deadline_armed_record, .apply = deadline_apply_armed },
    { .word = deadline_extended_record, .apply = deadline_apply_extended },
    { .word = deadline_missed_record, .apply = deadline_apply_missed },
    { .word = deadline_met_record, .apply = deadline_apply_met },
    { .word = deadline_cancelled_record, .apply = deadline_apply_cancelled },
    { .word = deadline_planned_record, .apply = deadline_apply_planned },
    { .word = extension_asked_record, .apply = request_apply_asked },
    { .word = extension_settled_record, .apply = request_apply_settled },
    { .word = deadline_paused_record, .apply = move_apply_paused },
    { .word = deadline_moved_record, .apply = move_apply_moved },
    { .word = calendar_noted_record, .apply = recount_apply_noted },
    { .word = deadline_recounted_record, .apply = move_apply_recounted },
    { .word = obligation_opened_record, .apply = obligation_apply_opened },
    { .word = obligation_met_record, .apply = obligation_apply_met },
    { .word = obligation_moved_record, .apply = obligation_apply_moved },
    { .word = campaign_planned_record, .apply = obligation_apply_planned },
    { .word = anchor_resolved_record, .apply = anchor_apply_resolved },
    { .word = reminder_raised_record, .apply = reminder_apply_raised },
    { .word = reminder_acknowledged_record, .apply = reminder_apply_acknowledged },
    { .word = notice_raised_record, .apply = notice_apply_raised },
    { .word = letter_attempted_record, .apply = letter_apply_attempted },
    { .word = letter_sent_record, .apply = letter_apply_sent },
    { .word = letter_failed_record, .apply = letter_apply_failed },
};

static const struct asker askers[] = {
    { .word = deadlines_list_record, .ask = deadline_ask_list },
};

/* What the hour does: steps of deadlines; letters in doubt after a crash; letters that wait to
 * leave. */
static const struct hour hours[] = {
    { .name = "deadline",
      .next = reminder_next,
      .see = reminder_see_hour,
      .decide = reminder_decide_hour },
    { .name = "editions",
      .next = recount_next_editions,
      .see = recount_see_editions,
      .decide = recount_decide_editions },
    { .name = "recount",
      .next = recount_next,
      .see = recount_see_hour,
      .decide = recount_decide_hour },
    { .name = "obligation",
      .next = obligation_next,
      .see = obligation_see_hour,
      .decide = obligation_decide_hour },
    { .name = "doubt",
      .next = letter_next_doubt,
      .see = letter_see_doubt,
      .decide = letter_decide_doubt },
    { .name = "letter",
      .next = letter_next,
      .see = letter_see_queue,
      .decide = letter_decide_attempt },
};

static const struct sql_table *const tables[] = { &anchor_sql,   &deadline_sql, &extension_sql,
                                                  &reminder_sql, &notice_sql,   &letter_sql,
                                                  &move_sql,     &recount_sql,  &obligation_sql,
                                                  &request_sql,  NULL };

const struct service scheduling = {
    .name = "scheduling",
    .follows = follows,
    .schema = scheduling_schema,
    .tables = tables,
    .handlers = handlers,
    .handlers_count = sizeof handlers / sizeof *handlers,
    .appliers = appliers,
    .appliers_count = sizeof appliers / sizeof *appliers,
    .askers = askers,
    .askers_count = sizeof askers / sizeof *askers,
    .hours = hours,
    .hours_count = sizeof hours / sizeof *hours,
    .posted = letter_attempted_record,
    .hand_over = letter_hand_over,
};
