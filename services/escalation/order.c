/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "escalation/hearing.h"
#include "escalation/term.h"
#include "office/authority.h"
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum { STATES = order_state_lapsed + 1 };

static const enum order_state next_state[STATES][ORDER_ACTS] = {
    [order_state_drafted] = { [ORDER_NOTIFY] = order_state_drafted,
                              [ORDER_APPROVE] = order_state_approved,
                              [ORDER_REJECT] = order_state_rejected,
                              [ORDER_WITHDRAW] = order_state_withdrawn },
    [order_state_approved] = { [ORDER_SERVE] = order_state_served,
                               [ORDER_REJECT] = order_state_rejected,
                               [ORDER_WITHDRAW] = order_state_withdrawn },
    [order_state_served] = { [ORDER_LIFT] = order_state_lifted,
                             [ORDER_RENEW] = order_state_served,
                             [ORDER_APPLY] = order_state_served,
                             [ORDER_LAPSE] = order_state_lapsed },
};

enum order_state order_next (enum order_state state, enum order_act act)
{
    return next_state[state][act];
}

static struct authority_answer who_may (const struct draft *draft);
static void refer_instead (const struct draft *draft, const struct authority_answer *answer,
                           const struct referrals *referrals, struct decision *decision);

/* ---- acts of people ---- */

static const char *possible (enum order_state state)
{
    static const char *const words[STATES] = {
        [order_state_drafted] = "order.notify, order.approve, order.reject",
        [order_state_approved] = "order.serve, order.reject",
        [order_state_rejected] = "nothing; the ladder or a new finding may draft another",
        [order_state_served] = "resumption.apply, resumption.refuse; order.lift, after a passed "
                               "re-inspection; "
                               "order.renew, of one that has an end",
        [order_state_lifted] = "nothing; it is at its end",
        [order_state_withdrawn] = "nothing; the hazard was gone before it was served",
        [order_state_lapsed] = "nothing; its time ran out, order.propose drafts another",
    };
    return words[state];
}

static bool may_act (const struct order_act_of_people *act, const struct order_seen *seen,
                     struct decision *decision)
{
    const struct order_row *order = seen->order;
    if (!order)
        decision_refuse (decision, REFUSAL_NOT_FOUND, "/order", "there is no order %s", act->order);
    else if (decision_allows (decision, seen->office, act->by, act->word) &&
             order_next (order->state, act->act) == order_state_absent)
        decision_refuse (decision, REFUSAL_CONFLICT, "/order", "%s is %s; possible now: %s",
                         act->order, choice_word (order_state_choices(), (int)order->state),
                         possible (order->state));
    return decision->refusal.code == REFUSAL_NONE;
}

/* INSTANT_ABSENT is before everything. */
static instant last_of (const struct order_row *order)
{
    instant last = order->reinspected > order->at ? order->reinspected : order->at;
    return order->failed > last ? order->failed : last;
}

static bool is_in_order_of_time (const struct order_act_of_people *act,
                                 const struct order_seen *seen, struct decision *decision)
{
    if (act->at > seen->now + seen->skew_ms)
        decision_refuse (decision, REFUSAL_INVALID, "/at",
                         "lies in the future; send what has happened");
    else if (act->at < last_of (seen->order))
        decision_refuse (decision, REFUSAL_INVALID, "/at",
                         "lies before what was last done about this order");
    return decision->refusal.code == REFUSAL_NONE;
}

bool order_allows (struct order_act_of_people *act, const struct order_seen *seen,
                   struct decision *decision)
{
    if (!may_act (act, seen, decision))
        return false;
    instant last = last_of (seen->order);
    if (act->at == INSTANT_ABSENT) /* the sender's clock may be a little behind the last one's */
        act->at = seen->time < last ? last : seen->time;
    return is_in_order_of_time (act, seen, decision) &&
           decision_keeps_order (decision, act->order, seen->time, last, seen->skew_ms);
}

bool order_has_power (const struct order_seen *seen, instant at, struct decision *decision)
{
    const struct order_row *order = seen->order;
    const struct authority_answer answer = authority_ask (
        seen->office,
        &(struct authority_question){ .instrument = order->instrument,
                                      .issue = seen->matter ? seen->matter->category : NULL,
                                      .community = order->community,
                                      .on = day_of (at) });
    if (answer.power != power_refer)
        return true;
    decision_refuse (decision, REFUSAL_CONFLICT, "/order",
                     "%s is %s, and this office has no power for it on that day (%s); possible "
                     "now: %sreferral.draft to %s",
                     order->order, choice_word (order_state_choices(), (int)order->state),
                     answer.basis ? answer.basis : "no row of config/authority.yaml gives it",
                     order->state == order_state_served ? "order.lift, after a passed "
                                                          "re-inspection; "
                                                        : "order.reject; ",
                     answer.party);
    return false;
}

void order_decide_approve (const void *said_void, const void *seen_void, struct decision *decision)
{
    const struct order_approve *said = said_void;
    const struct order_seen *seen = seen_void;
    struct order_act_of_people act = { ORDER_APPROVE, "order.approve", said->order, said->by,
                                       said->at };
    if (order_allows (&act, seen, decision) && order_has_power (seen, act.at, decision) &&
        hearing_allows_approval (seen, act.at, decision))
        decision_event (
            decision, order_approved_record, seen->order->ref,
            &(struct order_approved){ .order = said->order,
                                      .ref = seen->order->ref,
                                      .by = said->by,
                                      .at = act.at,
                                      .evidence = said->evidence,
                                      .reason = said->reason,
                                      .note = said->note,
                                      .next = order_urging_after (seen->office, seen->now) });
}

/* 消防法 70: not ours to decide after all. */
static void refer_large (const struct order_reject *said, const char *judge,
                         const struct order_seen *seen, struct decision *decision)
{
    const struct order_row *order = seen->order;
    const struct draft draft = { .office = seen->office,
                                 .ref = order->ref,
                                 .issue = seen->matter ? seen->matter->category : NULL,
                                 .grounds = said->reason,
                                 .premises = order->premises,
                                 .premises_name = order->premises_name,
                                 .community = order->community,
                                 .department = order->department,
                                 .instrument = order->instrument,
                                 .now = seen->now,
                                 .large_effect = true,
                                 .judged_by = judge };
    const struct authority_answer answer = who_may (&draft);
    refer_instead (&draft, &answer, &seen->referrals, decision);
}

void order_decide_reject (const void *said_void, const void *seen_void, struct decision *decision)
{
    const struct order_reject *said = said_void;
    const struct order_seen *seen = seen_void;
    struct order_act_of_people act = { ORDER_REJECT, "order.reject", said->order, said->by,
                                       said->at };
    const char *judge = order_judge (said->large_effect, said->judged_by, said->by);
    if (!order_allows (&act, seen, decision) ||
        !order_weighs_effect (seen->order->instrument, said->large_effect, decision) ||
        !order_is_judged (seen->office, judge, decision))
        return;
    decision_event (decision, order_rejected_record, seen->order->ref,
                    &(struct order_rejected){ .order = said->order,
                                              .ref = seen->order->ref,
                                              .by = said->by,
                                              .at = act.at,
                                              .evidence = said->evidence,
                                              .reason = said->reason,
                                              .note = said->note,
                                              .large_effect = said->large_effect,
                                              .judged_by = said->judged_by,
                                              .on_the_spot = seen->order->done != INSTANT_ABSENT });
    if (said->large_effect)
        refer_large (said, judge, seen, decision);
}

void order_decide_serve (const void *said_void, const void *seen_void, struct decision *decision)
{
    const struct order_serve *said = said_void;
    const struct order_seen *seen = seen_void;
    struct order_act_of_people act = { ORDER_SERVE, "order.serve", said->order, said->by,
                                       said->at };
    if (order_allows (&act, seen, decision) && order_has_power (seen, act.at, decision) &&
        hearing_has_inspectors (seen, act.at, said->inspectors, said->inspectors_count, decision) &&
        hearing_has_inventory (seen, act.at, said->inventory, decision) &&
        hearing_allows_enforcement (seen, act.at, said->urgent, said->reason, decision)) {
        struct term term;
        if (!term_of_service (seen, act.at, &term, decision))
            return;
        decision_event (decision, order_served_record, seen->order->ref,
                        &(struct order_served){ .until = term.until,
                                                .term = term.number,
                                                .from = seen->order->done,
                                                .order = said->order,
                                                .ref = seen->order->ref,
                                                .by = said->by,
                                                .at = act.at,
                                                .evidence = said->evidence,
                                                .reason = said->reason,
                                                .note = said->note,
                                                .inspectors = said->inspectors,
                                                .inspectors_count = said->inspectors_count,
                                                .inventory = said->inventory,
                                                .urgent = said->urgent });
    }
}

static bool passed_before_service (const struct order_row *order)
{
    return order->reinspected != INSTANT_ABSENT && order->reinspected < order->served;
}

/* 消防法 70: resumed after a check found the hazard gone; or its ground was taken away otherwise.
   One that was before the order was served says nothing of what the order asked for: it is lifted
   all the same, since the hazard is gone and nobody will inspect it again, but somebody says so. */
static bool may_be_lifted (const struct order_seen *seen, const char *reason,
                           struct decision *decision)
{
    bool may =
        seen->order->reinspected != INSTANT_ABSENT || seen->order->orphaned != INSTANT_ABSENT;
    if (passed_before_service (seen->order) && !reason) {
        decision_refuse (decision, REFUSAL_INVALID, "/reason",
                         "is missing; the hazard of %s passed its re-inspection before the order "
                         "was served: say why it was served, and why it is lifted",
                         seen->order->order);
        return false;
    }
    if (!may)
        decision_refuse (decision, REFUSAL_CONFLICT, "/order",
                         "%s is served and its hazard has not passed a re-inspection "
                         "since; possible after reinspection.report of %s with outcome passed",
                         seen->order->order,
                         seen->matter && seen->matter->linked ? seen->matter->linked
                                                              : seen->order->ref);
    return may;
}

/* 行政强制法 18, 行政处罚法 42: what one person saw alone does not lift it. Nobody checks one whose
   hazard was closed otherwise. */
static bool enough_people_checked (const struct order_seen *seen, const struct order_lift *said,
                                   instant at, struct decision *decision)
{
    const struct order_row *order = seen->order;
    const struct safeguard *safeguard =
        authority_safeguard (seen->office, order->instrument, day_of (at));
    if (!safeguard || order->orphaned != INSTANT_ABSENT ||
        order->checked_by >= safeguard->inspectors ||
        hearing_people (said->inspectors, said->inspectors_count) >= safeguard->inspectors)
        return true;
    decision_refuse (decision, REFUSAL_INVALID, "/inspectors",
                     "%s was re-inspected by fewer than %" PRId64
                     " different people (%s); name as many who checked on site since",
                     order->order, safeguard->inspectors, safeguard->basis);
    return false;
}

void order_decide_lift (const void *said_void, const void *seen_void, struct decision *decision)
{
    const struct order_lift *said = said_void;
    const struct order_seen *seen = seen_void;
    struct order_act_of_people act = { ORDER_LIFT, "order.lift", said->order, said->by, said->at };
    if (order_allows (&act, seen, decision) && may_be_lifted (seen, said->reason, decision) &&
        enough_people_checked (seen, said, act.at, decision))
        decision_event (
            decision, order_lifted_record, seen->order->ref,
            &(struct order_lifted){
                .order = said->order,
                .ref = seen->order->ref,
                .by = said->by,
                .at = act.at,
                .evidence = said->evidence,
                .reason = said->reason,
                .note = said->note,
                .inspectors = said->inspectors,
                .inspectors_count = said->inspectors_count,
                .number = order_number (said->order),
                .before_service = passed_before_service (seen->order),
                .term = seen->order->until == INSTANT_ABSENT ? NUMBER_ABSENT : seen->order->term });
}

/* ---- acts of the system ---- */

int64_t order_number (const char *order)
{
    const char *dash = strrchr (order, '-');
    return dash ? strtoll (dash + 1, NULL, 10) : 1;
}

instant order_urging_after (const struct office *office, instant moment)
{
    return moment + office->policy->urging->hours * HOUR_MS;
}

static bool is_live (enum order_state state)
{
    return state == order_state_drafted || state == order_state_approved ||
           state == order_state_served;
}

static bool is_standing (const struct orders *orders, enum instrument instrument)
{
    for (size_t i = 0; i < orders->count; i++)
        if (orders->list[i].instrument == instrument && is_live (orders->list[i].state))
            return true;
    return false;
}

enum { REASON_CHARACTERS = 2000 }; /* that referral.drafted holds; grounds alone may be as long */

static const char *why_referred (const struct draft *draft, const struct authority_answer *answer,
                                 struct arena *arena)
{
    const char *instrument = instrument_name (draft->instrument);
    const char *basis = answer->basis ? answer->basis : "权限表无对应条目";
    const char *grounds = draft->grounds ? draft->grounds : "重大隐患逾期未整改，逐级督办未果。";
    const char *judged =
        draft->judged_by ? arena_format (arena, "%s认定", draft->judged_by) : "此前已认定";
    const char *reason =
        draft->large_effect
            ? arena_format (arena, "%s对经济和社会生活影响较大（%s），不由本单位决定（%s）。%s",
                            instrument, judged, basis, grounds)
            : arena_format (arena, "本单位对该类问题无权%s（%s）。%s", instrument, basis, grounds);
    return text_shortened (reason, REASON_CHARACTERS, arena);
}

static void refer_instead (const struct draft *draft, const struct authority_answer *answer,
                           const struct referrals *referrals, struct decision *decision)
{
    const char *reason = why_referred (draft, answer, decision->arena);
    referral_propose (
        &(struct referral_wanted){ .ref = draft->ref,
                                   .to = answer->party,
                                   .reason = reason,
                                   .basis = answer->basis,
                                   .edition = answer->edition,
                                   .premises = draft->premises,
                                   .premises_name = draft->premises_name,
                                   .community = draft->community,
                                   .department = draft->department,
                                   .ground = referral_ground_no_power,
                                   .instrument = draft->instrument,
                                   .on_the_spot = draft->on_the_spot,
                                   .done = draft->done,
                                   .large_effect = draft->large_effect,
                                   .judged_by = draft->large_effect ? draft->judged_by : NULL },
        referrals, decision);
}

static struct authority_answer who_may (const struct draft *draft)
{
    return authority_ask (draft->office,
                          &(struct authority_question){ .instrument = draft->instrument,
                                                        .issue = draft->issue,
                                                        .community = draft->community,
                                                        .on = day_of (draft->now),
                                                        .large_effect = draft->large_effect });
}

static void draft_order (const struct draft *draft, const struct authority_answer *answer,
                         size_t number, struct decision *decision)
{
    const char *order = arena_format (decision->arena, "O%s-%zu", draft->ref + 1, number);
    decision_event (
        decision, order_drafted_record, draft->ref,
        &(struct order_drafted){ .order = order,
                                 .ref = draft->ref,
                                 .instrument = draft->instrument,
                                 .ground = draft->ground,
                                 .power = answer->power,
                                 .basis = answer->basis,
                                 .edition = answer->edition,
                                 .in_name_of = answer->party,
                                 .grounds = draft->grounds,
                                 .deadline = draft->deadline,
                                 .premises = draft->premises,
                                 .premises_name = draft->premises_name,
                                 .community = draft->community,
                                 .department = draft->department,
                                 .next = order_urging_after (draft->office, draft->now),
                                 .private = draft->private,
                                 .on_the_spot = draft->on_the_spot,
                                 .judged_by = draft->judged_by,
                                 .done = draft->on_the_spot ? draft->done : INSTANT_ABSENT,
                                 .urgent = draft->urgent,
                                 .urgent_reason = draft->urgent_reason });
}

void order_draft (const struct draft *wanted, const struct orders *orders,
                  const struct referrals *referrals, struct decision *decision)
{
    /* A tip-off names no premises that were inspected. */
    if (wanted->ref[0] != 'H' || is_standing (orders, wanted->instrument))
        return;
    struct draft draft = *wanted;
    if (!draft.large_effect && !draft.overrules &&
        referral_judgement (referrals, draft.instrument)) {
        draft.large_effect = true;
        draft.judged_by = NULL; /* who may have judged now that it is not large */
    }
    const struct authority_answer answer = who_may (&draft);
    if (answer.power == power_refer)
        refer_instead (&draft, &answer, referrals, decision);
    else
        draft_order (&draft, &answer, orders->count + 1, decision);
}

bool order_weighs_effect (enum instrument instrument, bool large, struct decision *decision)
{
    if (!large || instrument == instrument_suspension)
        return true;
    decision_refuse (decision, REFUSAL_INVALID, "/large_effect",
                     "only a suspension is weighed by its effect (消防法 70)");
    return false;
}

const char *order_judge (bool large, const char *judged_by, const char *by)
{
    return large && !judged_by ? by : judged_by;
}

bool order_is_judged (const struct office *office, const char *judge, struct decision *decision)
{
    if (!judge || office_may (office, judge, "order.approve"))
        return true;
    decision_refuse (decision, REFUSAL_FORBIDDEN, "/judged_by",
                     "%s may not judge the effect of an order (消防法 70); these may: %s; name in "
                     "`judged_by` which of them judged it",
                     judge, office_may_text (office, "order.approve", decision->arena));
    return false;
}

void order_reinspect (const struct orders *orders, const char *const *inspectors, size_t count,
                      struct decision *decision)
{
    for (size_t i = 0; i < orders->count; i++) {
        const struct order_row *order = &orders->list[i];
        if (order->state == order_state_served &&
            (order->reinspected == INSTANT_ABSENT || passed_before_service (order)))
            decision_event (decision, order_reinspected_record, order->ref,
                            &(struct order_reinspected){ .order = order->order,
                                                         .ref = order->ref,
                                                         .inspectors = inspectors,
                                                         .inspectors_count = count,
                                                         .number = order_number (order->order) });
    }
}

void order_orphan (const struct orders *orders, enum closing closing, struct decision *decision)
{
    for (size_t i = 0; i < orders->count; i++) {
        const struct order_row *order = &orders->list[i];
        if (order->state == order_state_served && order->reinspected == INSTANT_ABSENT)
            decision_event (decision, order_orphaned_record, order->ref,
                            &(struct order_orphaned){ .order = order->order,
                                                      .ref = order->ref,
                                                      .number = order_number (order->order),
                                                      .closing = closing });
    }
}

void order_regain (const struct orders *orders, struct decision *decision)
{
    for (size_t i = 0; i < orders->count; i++) {
        const struct order_row *order = &orders->list[i];
        if (order->state == order_state_served && order->orphaned != INSTANT_ABSENT)
            decision_event (decision, order_regained_record, order->ref,
                            &(struct order_regained){ .order = order->order,
                                                      .ref = order->ref,
                                                      .number = order_number (order->order),
                                                      .failed = order->failed != INSTANT_ABSENT });
    }
}

void order_withdraw (const struct orders *orders, const char *reason, struct decision *decision)
{
    for (size_t i = 0; i < orders->count; i++) {
        const struct order_row *order = &orders->list[i];
        if (order_next (order->state, ORDER_WITHDRAW) != order_state_absent)
            decision_event (
                decision, order_withdrawn_record, order->ref,
                &(struct order_withdrawn){ .order = order->order,
                                           .ref = order->ref,
                                           .reason = reason,
                                           .on_the_spot = order->done != INSTANT_ABSENT });
    }
}
