/* Orders: every state with every act, the guards one by one, and what the system itself does to
   them. By the office's own configuration, since who may decide is part of the promise. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "escalation/order.h"
#include "words/intake.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define COUNT(list) (sizeof (list) / sizeof *(list))

static struct arena *arena;
static const struct office *office;

static int setup (void **state)
{
    (void)state;
    arena = arena_new();
    struct refusals refusals = refusals_in (arena);
    office = office_read (arena_format (arena, "%s/config", getenv ("SOURCE")), arena, &refusals);
    return office ? 0 : -1;
}

static int teardown (void **state)
{
    (void)state;
    arena_destroy (&arena);
    return 0;
}

/* domain.md 4: nor is what is taken off the list, taken back, or answered by another authority. */
static void test_what_moves_a_case_has_its_paper (void **state)
{
    static const struct {
        const struct record *(*word) (void);
        const char *bare, *evidence;
    } rows[] = {
        { supervision_delist_record, "\"hazard\":\"H-1\"", "evidence" },
        { supervision_publish_record, "\"hazard\":\"H-1\"", "where" },
        { referral_withdraw_record, "\"referral\":\"R-1\",\"by\":\"office\"", "reason" },
        { referral_answer_record, "\"referral\":\"R-1\",\"outcome\":\"done\"", "document" },
    };
    (void)state;
    for (size_t i = 0; i < COUNT (rows); i++) {
        struct refusals refusals = refusals_in (arena);
        const char *bare = arena_format (arena, "{%s}", rows[i].bare);
        const char *whole =
            arena_format (arena, "{%s,\"%s\":\"e\"}", rows[i].bare, rows[i].evidence);
        assert_null (record_from_text (rows[i].word(), bare, strlen (bare), arena, &refusals));
        assert_string_equal (refusals.list[0].path + 1, rows[i].evidence);
        assert_non_null (
            record_from_text (rows[i].word(), whole, strlen (whole), arena, &refusals));
    }
}

/* ---- the lifecycle ---- */

static const struct {
    enum order_state from;
    enum order_act act;
    enum order_state to;
} moves[] = {
    { order_state_drafted, ORDER_NOTIFY, order_state_drafted },
    { order_state_drafted, ORDER_APPROVE, order_state_approved },
    { order_state_drafted, ORDER_REJECT, order_state_rejected },
    { order_state_drafted, ORDER_WITHDRAW, order_state_withdrawn },
    { order_state_approved, ORDER_SERVE, order_state_served },
    { order_state_approved, ORDER_REJECT, order_state_rejected },
    { order_state_approved, ORDER_WITHDRAW, order_state_withdrawn },
    { order_state_served, ORDER_LIFT, order_state_lifted },
    { order_state_served, ORDER_RENEW, order_state_served },
    { order_state_served, ORDER_APPLY, order_state_served },
    { order_state_served, ORDER_LAPSE, order_state_lapsed },
};

static enum order_state leads_to (enum order_state from, enum order_act act)
{
    for (size_t i = 0; i < COUNT (moves); i++)
        if (moves[i].from == from && moves[i].act == act)
            return moves[i].to;
    return order_state_absent;
}

static void test_each_state_with_each_act (void **state)
{
    (void)state;
    for (int from = order_state_absent; from <= order_state_lapsed; from++)
        for (int act = 0; act < ORDER_ACTS; act++)
            assert_int_equal (order_next ((enum order_state)from, (enum order_act)act),
                              leads_to ((enum order_state)from, (enum order_act)act));
}

/* ---- what people do ---- */

#define NOW    INT64_C (1612922400000) /* 2021-02-10T10:00+08:00 */
#define BEFORE (NOW - HOUR_MS)
enum { SKEW = 5 * MINUTE_MS };

static const struct {
    decide_fn *decide;
    const struct record *(*event) (void);
} acts[] = {
    [ORDER_APPROVE] = { order_decide_approve, order_approved_record },
    [ORDER_REJECT] = { order_decide_reject, order_rejected_record },
    [ORDER_SERVE] = { order_decide_serve, order_served_record },
    [ORDER_LIFT] = { order_decide_lift, order_lifted_record },
};

static const char *const two_inspectors[] = { "甲", "乙" };

static struct decision decide (enum order_act act, const char *by, instant at,
                               const struct order_seen *seen)
{
    const struct order_approve approve = { .order = "O-2021-000017-1", .by = by, .at = at };
    const struct order_reject reject = { .order = "O-2021-000017-1", .by = by, .at = at };
    const struct order_serve serve = { .order = "O-2021-000017-1",
                                       .by = by,
                                       .inspectors = two_inspectors,
                                       .inspectors_count = COUNT (two_inspectors),
                                       .at = at };
    const struct order_lift lift = { .order = "O-2021-000017-1", .by = by, .at = at };
    const void *const said[] = { [ORDER_APPROVE] = &approve,
                                 [ORDER_REJECT] = &reject,
                                 [ORDER_SERVE] = &serve,
                                 [ORDER_LIFT] = &lift };
    struct decision decision = decision_in (arena);
    acts[act].decide (said[act], seen, &decision);
    return decision;
}

static struct order_row order_in (enum order_state state)
{
    return (struct order_row){ .order = "O-2021-000017-1",
                               .ref = "H-2021-000017",
                               .instrument = instrument_suspension,
                               .state = state,
                               .community = "c01",
                               .hearing = hearing_waived,
                               .reinspected = BEFORE,
                               .checked_by = 2,
                               .orphaned = INSTANT_ABSENT,
                               .done = INSTANT_ABSENT,
                               .applied = INSTANT_ABSENT,
                               .failed = INSTANT_ABSENT,
                               .served = BEFORE,
                               .at = BEFORE };
}

static struct order_seen seen_of (const struct order_row *order)
{
    static const struct matter_row matter = { .ref = "H-2021-000017",
                                              .category = "blocked_evacuation" };
    return (struct order_seen){ .office = office,
                                .order = order,
                                .matter = &matter,
                                .now = NOW,
                                .time = NOW,
                                .skew_ms = SKEW };
}

static void test_each_command_in_each_state (void **state)
{
    (void)state;
    for (int from = order_state_drafted; from <= order_state_lapsed; from++)
        for (int act = 0; act < (int)COUNT (acts); act++) {
            const struct order_row order = order_in ((enum order_state)from);
            const struct order_seen seen = seen_of (&order);
            struct decision decision =
                decide ((enum order_act)act, "leader", INSTANT_ABSENT, &seen);
            if (leads_to ((enum order_state)from, (enum order_act)act) != order_state_absent) {
                assert_int_equal (decision.count, 1);
                assert_ptr_equal (decision.events[0].word, acts[act].event);
                assert_string_equal (decision.events[0].subject, "H-2021-000017");
                continue;
            }
            assert_int_equal (decision.refusal.code, REFUSAL_CONFLICT);
            assert_string_equal (decision.refusal.path, "/order");
            assert_non_null (
                strstr (decision.refusal.sentence, choice_word (order_state_choices(), from)));
            assert_non_null (strstr (decision.refusal.sentence, "possible now: "));
        }
}

static const struct guard_row {
    enum order_act act;
    const char *by;
    instant at;
    enum order_state state; /* absent: no such order */
    bool not_reinspected;
    enum refusal_code code;
    const char *path, *says;
} guards[] = {
    { .act = ORDER_APPROVE,
      .by = "leader",
      .at = INSTANT_ABSENT,
      .code = REFUSAL_NOT_FOUND,
      .path = "/order",
      .says = "O-2021-000017-1" },
    { .act = ORDER_APPROVE,
      .by = "nobody",
      .at = INSTANT_ABSENT,
      .state = order_state_drafted,
      .code = REFUSAL_INVALID,
      .path = "/by",
      .says = "nobody" },
    { .act = ORDER_APPROVE,
      .by = "office",
      .at = INSTANT_ABSENT,
      .state = order_state_drafted,
      .code = REFUSAL_FORBIDDEN,
      .path = "/by",
      .says = "leader, executive_deputy, deputy" },
    { .act = ORDER_SERVE, .by = "office", .at = INSTANT_ABSENT, .state = order_state_approved },
    { .act = ORDER_APPROVE, .by = "deputy", .at = BEFORE, .state = order_state_drafted },
    { .act = ORDER_APPROVE,
      .by = "leader",
      .at = BEFORE - 1,
      .state = order_state_drafted,
      .code = REFUSAL_INVALID,
      .path = "/at",
      .says = "before" },
    { .act = ORDER_APPROVE, .by = "leader", .at = NOW + SKEW, .state = order_state_drafted },
    { .act = ORDER_APPROVE,
      .by = "leader",
      .at = NOW + SKEW + 1,
      .state = order_state_drafted,
      .code = REFUSAL_INVALID,
      .path = "/at",
      .says = "future" },
    { .act = ORDER_LIFT,
      .by = "leader",
      .at = INSTANT_ABSENT,
      .state = order_state_served,
      .not_reinspected = true,
      .code = REFUSAL_CONFLICT,
      .path = "/order",
      .says = "re-inspection" },
};

static void test_guards (void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT (guards); i++) {
        const struct guard_row *row = &guards[i];
        struct order_row order = order_in (row->state);
        order.reinspected = row->not_reinspected ? INSTANT_ABSENT : BEFORE;
        const struct order_seen seen = seen_of (row->state ? &order : NULL);
        struct decision decision = decide (row->act, row->by, row->at, &seen);
        assert_int_equal (decision.refusal.code, row->code);
        assert_int_equal (decision.count, row->code == REFUSAL_NONE);
        if (row->path) {
            assert_string_equal (decision.refusal.path, row->path);
            assert_non_null (strstr (decision.refusal.sentence, row->says));
        }
    }
}

/* What is left to a person's word afterwards is not: an approval has its signed form, a service its
   receipt (送达回证), a lifting its record, a draft that goes back a reason. */
static const struct {
    const struct record *(*word) (void);
    const char *given, *path; /* path NULL: it is whole */
} papers[] = {
    { order_approve_record, "", "/evidence" },
    { order_approve_record, ",\"evidence\":\"e\"", NULL },
    { order_reject_record, ",\"reason\":\"r\"", NULL },
    { order_reject_record, ",\"evidence\":\"e\"", "/reason" },
    { order_serve_record, ",\"evidence\":\"e\"", NULL },
    { order_serve_record, ",\"reason\":\"r\"", "/evidence" },
    { order_lift_record, ",\"evidence\":\"e\"", NULL },
    { order_lift_record, ",\"reason\":\"r\"", "/evidence" },
};

static void test_what_each_act_must_show (void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT (papers); i++) {
        struct refusals refusals = refusals_in (arena);
        const char *said = arena_format (
            arena, "{\"order\":\"O-2021-000017-1\",\"by\":\"leader\"%s}", papers[i].given);
        const void *read =
            record_from_text (papers[i].word(), said, strlen (said), arena, &refusals);
        assert_int_equal (read != NULL, papers[i].path == NULL);
        if (papers[i].path)
            assert_string_equal (refusals.list[0].path, papers[i].path);
    }
}

static void test_time_of_the_act (void **state)
{
    (void)state;
    const struct order_row order = order_in (order_state_drafted);
    struct order_seen seen = seen_of (&order);
    struct decision decision = decide (ORDER_APPROVE, "leader", NOW - 7, &seen);
    assert_int_equal (((const struct order_approved *)decision.events[0].event)->at, NOW - 7);
    decision = decide (ORDER_APPROVE, "leader", INSTANT_ABSENT, &seen);
    assert_int_equal (((const struct order_approved *)decision.events[0].event)->at, NOW);
    seen.time = BEFORE - SKEW; /* a sender whose clock is behind is not told that he is early */
    decision = decide (ORDER_APPROVE, "leader", INSTANT_ABSENT, &seen);
    assert_int_equal (((const struct order_approved *)decision.events[0].event)->at, BEFORE);
}

/* Neither before the last act nor before the re-inspection that allows the lifting. */
static void test_an_act_does_not_slip_behind_another (void **state)
{
    (void)state;
    struct order_row order = order_in (order_state_served);
    struct order_seen seen = seen_of (&order);
    order.reinspected = NOW - MINUTE_MS;
    for (int i = 0; i < 2; i++) {
        seen.time = i == 0 ? NOW - MINUTE_MS - SKEW : NOW - MINUTE_MS - SKEW - 1;
        struct decision decision = decide (ORDER_LIFT, "leader", INSTANT_ABSENT, &seen);
        assert_int_equal (decision.refusal.code, i == 0 ? REFUSAL_NONE : REFUSAL_INVALID);
        if (i == 0)
            continue;
        assert_true (decision.refuses_envelope);
        assert_string_equal (decision.refusal.path, "/time");
        assert_non_null (strstr (decision.refusal.sentence, "O-2021-000017-1"));
    }
    seen.time = NOW;
    struct decision decision = decide (ORDER_LIFT, "leader", NOW - 2 * MINUTE_MS, &seen);
    assert_string_equal (decision.refusal.path, "/at");
    assert_false (decision.refuses_envelope);
}

/* ---- what the system does ---- */

static const struct {
    const char *ref;
    enum order_state before; /* of the one order that is there; absent: none */
    enum instrument of;
    const char *drafted; /* NULL: nothing is */
} drafts[] = {
    { "H-2021-000017", order_state_absent, instrument_suspension, "O-2021-000017-1" },
    { "H-2021-000017", order_state_drafted, instrument_suspension, NULL },
    { "H-2021-000017", order_state_approved, instrument_suspension, NULL },
    { "H-2021-000017", order_state_served, instrument_suspension, NULL },
    { "H-2021-000017", order_state_rejected, instrument_suspension, "O-2021-000017-2" },
    { "H-2021-000017", order_state_lifted, instrument_suspension, "O-2021-000017-2" },
    { "H-2021-000017", order_state_withdrawn, instrument_suspension, "O-2021-000017-2" },
    { "H-2021-000017", order_state_served, instrument_sealing, "O-2021-000017-2" },
    { "T-2021-000003", order_state_absent, instrument_suspension, NULL },
};

static void test_drafting (void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT (drafts); i++) {
        struct order_row order = order_in (drafts[i].before);
        order.instrument = drafts[i].of;
        const struct orders orders = { &order, drafts[i].before ? 1 : 0 };
        struct decision decision = decision_in (arena);
        order_draft (&(struct draft){ .office = office,
                                      .ref = drafts[i].ref,
                                      .issue = "blocked_evacuation",
                                      .community = "c01",
                                      .department = "office",
                                      .instrument = instrument_suspension,
                                      .now = day_start (day_from (2021, 2, 10)) },
                     &orders, &(struct referrals){ NULL, 0 }, &decision);
        assert_int_equal (decision.count, drafts[i].drafted != NULL);
        if (drafts[i].drafted)
            assert_string_equal (((const struct order_drafted *)decision.events[0].event)->order,
                                 drafts[i].drafted);
    }
}

/* Grounds as long as they may be: what is referred with them is still read by its neighbours. */
static void test_long_grounds (void **state)
{
    (void)state;
    struct text grounds = text_in (arena), json = text_in (arena);
    for (int i = 0; i < 2000; i++)
        text_say (&grounds, "危");
    struct decision decision = decision_in (arena);
    order_draft (&(struct draft){ .office = office,
                                  .ref = "H-2021-000017",
                                  .issue = "fire_rating",
                                  .grounds = grounds.bytes,
                                  .community = "c01",
                                  .department = "office",
                                  .instrument = instrument_suspension,
                                  .now = NOW },
                 &(struct orders){ NULL, 0 }, &(struct referrals){ NULL, 0 }, &decision);
    struct refusals refusals = refusals_in (arena);
    record_to_json (referral_drafted_record(), decision.events[0].event, &json);
    assert_non_null (
        record_from_text (referral_drafted_record(), json.bytes, json.length, arena, &refusals));
}

/* 消防法 70: what weighs heavily on economy and society is never ordered here. */
static const struct {
    bool large;                   /* as people say now */
    enum referral_state referred; /* as large, before; absent: it was not */
    const char *to;               /* referred to, as large; NULL: an order is drafted */
    bool again;                   /* one to the same party is under way */
    bool overrules;               /* what is said now */
    const char *overruled;        /* it was, since */
} effects[] = {
    { .to = NULL },
    { .large = true, .to = "district_government" },
    { .referred = referral_state_drafted, .to = "district_government", .again = true },
    { .referred = referral_state_accepted, .to = "district_government", .again = true },
    { .referred = referral_state_done, .to = "district_government" },
    { .referred = referral_state_declined, .to = "district_government" },
    { .referred = referral_state_withdrawn, .to = "district_government" },
    { .referred = referral_state_declined, .overrules = true },
    { .referred = referral_state_declined, .overruled = "leader" },
    { .large = true, .referred = referral_state_withdrawn, .to = "district_government" },
};

static void test_a_large_effect (void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT (effects); i++) {
        const struct referral_row before = { .referral = "R-2021-000017-1",
                                             .number = 1,
                                             .ref = "H-2021-000017",
                                             .to = "district_government",
                                             .state = effects[i].referred,
                                             .instrument = instrument_suspension,
                                             .large_effect = true,
                                             .overruled = effects[i].overruled };
        const struct referrals referrals = { &before, effects[i].referred ? 1 : 0 };
        struct decision decision = decision_in (arena);
        order_draft (&(struct draft){ .office = office,
                                      .ref = "H-2021-000017",
                                      .issue = "blocked_evacuation",
                                      .grounds = "g",
                                      .community = "c01",
                                      .department = "office",
                                      .instrument = instrument_suspension,
                                      .large_effect = effects[i].large,
                                      .overrules = effects[i].overrules,
                                      .judged_by = effects[i].large || !effects[i].to
                                                       ? "领导小组会议"
                                                       : "消防大队", /* not large */
                                      .now = NOW },
                     &(struct orders){ NULL, 0 }, &referrals, &decision);
        assert_int_equal (decision.count, !effects[i].again);
        if (effects[i].again)
            continue;
        const void *event = decision.events[0].event;
        if (effects[i].to) {
            const struct referral_drafted *drafted = event;
            assert_ptr_equal (decision.events[0].word, referral_drafted_record);
            assert_string_equal (drafted->to, effects[i].to);
            assert_true (drafted->large_effect);
            if (effects[i].large)
                assert_string_equal (drafted->judged_by, "领导小组会议");
            else
                assert_null (drafted->judged_by);
            assert_non_null (strstr (drafted->reason, effects[i].large
                                                          ? "影响较大（领导小组会议认定）"
                                                          : "影响较大（此前已认定）"));
            assert_non_null (strstr (drafted->basis, "第七十条"));
            continue;
        }
        assert_ptr_equal (decision.events[0].word, order_drafted_record);
        assert_string_equal (((const struct order_drafted *)event)->judged_by, "领导小组会议");
    }
}

/* A draft, or what was approved, turns out to be the government's to decide. */
static void test_a_draft_of_large_effect_is_rejected_and_referred (void **state)
{
    (void)state;
    static const struct {
        enum order_state state;
        enum instrument instrument;
        bool large;
        const char *judged_by;
        bool referred;
        enum refusal_code code;
    } rows[] = {
        { order_state_drafted, instrument_suspension, true, NULL, true, REFUSAL_NONE },
        { order_state_approved, instrument_suspension, true, NULL, true, REFUSAL_NONE },
        { order_state_drafted, instrument_suspension, true, "leader", true, REFUSAL_NONE },
        { order_state_drafted, instrument_suspension, true, "office", false, REFUSAL_FORBIDDEN },
        { order_state_drafted, instrument_suspension, true, "某专家", false, REFUSAL_FORBIDDEN },
        { order_state_drafted, instrument_suspension, false, NULL, false, REFUSAL_NONE },
        { order_state_served, instrument_suspension, true, NULL, false, REFUSAL_CONFLICT },
        { order_state_drafted, instrument_sealing, true, NULL, false, REFUSAL_INVALID },
    };
    for (size_t i = 0; i < COUNT (rows); i++) {
        struct order_row order = order_in (rows[i].state);
        order.instrument = rows[i].instrument;
        order.reinspected = INSTANT_ABSENT;
        const struct order_seen seen = seen_of (&order);
        struct decision decision = decision_in (arena);
        order_decide_reject (&(struct order_reject){ .order = order.order,
                                                     .by = "leader",
                                                     .reason = "全区最大的批发市场",
                                                     .large_effect = rows[i].large,
                                                     .judged_by = rows[i].judged_by,
                                                     .at = NOW },
                             &seen, &decision);
        assert_int_equal (decision.refusal.code, rows[i].code);
        assert_int_equal (decision.count, rows[i].code ? 0 : 1 + rows[i].referred);
        if (!rows[i].referred)
            continue;
        const struct referral_drafted *drafted = decision.events[1].event;
        assert_ptr_equal (decision.events[1].word, referral_drafted_record);
        assert_string_equal (drafted->to, "district_government");
        assert_string_equal (drafted->judged_by, "leader");
    }
}

/* Who may reject an order and not approve it does not judge its effect either, named or not. */
static void test_the_effect_is_judged_by_who_may_approve (void **state)
{
    (void)state;
    static const struct {
        bool large;
        const char *judged_by;
        enum refusal_code code;
    } rows[] = {
        { true, NULL, REFUSAL_FORBIDDEN },
        { true, "office", REFUSAL_FORBIDDEN },
        { true, "leader", REFUSAL_NONE },
        { false, NULL, REFUSAL_NONE },
    };
    static const char *const roles[] = { "office" };
    const struct act_policy reject = { .act = "order.reject", .roles = roles, .roles_count = 1 };
    struct office lending = *office;
    struct policy policy = *office->policy;
    struct act_policy *lent = arena_take (arena, policy.acts_count * sizeof *lent);
    for (size_t i = 0; i < policy.acts_count; i++)
        lent[i] = strcmp (policy.acts[i].act, reject.act) == 0 ? reject : policy.acts[i];
    policy.acts = lent;
    lending.policy = &policy;
    for (size_t i = 0; i < COUNT (rows); i++) {
        struct order_row order = order_in (order_state_drafted);
        struct order_seen seen = seen_of (&order);
        struct decision decision = decision_in (arena);
        seen.office = &lending;
        order_decide_reject (&(struct order_reject){ .order = order.order,
                                                     .by = "office",
                                                     .reason = "全区最大的批发市场",
                                                     .large_effect = rows[i].large,
                                                     .judged_by = rows[i].judged_by,
                                                     .at = NOW },
                             &seen, &decision);
        assert_int_equal (decision.refusal.code, rows[i].code);
        if (rows[i].code)
            assert_string_equal (decision.refusal.path, "/judged_by");
        assert_int_equal (decision.count, rows[i].code ? 0 : 1 + rows[i].large);
    }
}

static void test_a_hazard_that_is_gone (void **state)
{
    (void)state;
    for (int from = order_state_drafted; from <= order_state_lapsed; from++) {
        const struct order_row order = order_in ((enum order_state)from);
        struct decision decision = decision_in (arena);
        order_withdraw (&(struct orders){ &order, 1 }, "reason", &decision);
        assert_int_equal (decision.count,
                          from == order_state_drafted || from == order_state_approved);
    }
}

static void test_reinspection_counts_once_and_only_when_served (void **state)
{
    (void)state;
    for (int from = order_state_drafted; from <= order_state_lapsed; from++) {
        struct order_row order = order_in ((enum order_state)from);
        struct decision decision = decision_in (arena);
        order_reinspect (&(struct orders){ &order, 1 }, NULL, 0, &decision);
        assert_int_equal (decision.count, 0);
        order.reinspected = INSTANT_ABSENT;
        order_reinspect (&(struct orders){ &order, 1 }, NULL, 0, &decision);
        assert_int_equal (decision.count, from == order_state_served);
    }
}

/* 消防法 70: a re-inspection that was passed before the order was served lifts it only with a
   reason, and is shown; one that was passed since needs none. */
static void test_a_hazard_that_passed_before_the_order_was_served (void **state)
{
    (void)state;
    static const struct {
        instant reinspected;
        const char *reason;
        bool lifted, before_service;
    } lifts[] = {
        { NOW - 9 * DAY_MS, NULL, false, false },
        { NOW - 9 * DAY_MS, "送达前已复查合格", true, true },
        { NOW - DAY_MS, NULL, true, false },
        { NOW - HOUR_MS, NULL, true, false },
        { INSTANT_ABSENT, "r", false, false },
    };
    for (size_t i = 0; i < COUNT (lifts); i++) {
        struct order_row order = order_in (order_state_served);
        order.served = NOW - DAY_MS;
        order.at = NOW - 2 * HOUR_MS; /* renewed since */
        order.reinspected = lifts[i].reinspected;
        const struct order_seen seen = seen_of (&order);
        const struct order_lift lift = { .order = "O-2021-000017-1",
                                         .by = "leader",
                                         .evidence = "e",
                                         .reason = lifts[i].reason,
                                         .at = NOW };
        struct decision decision = decision_in (arena);
        order_decide_lift (&lift, &seen, &decision);
        assert_int_equal (decision.count, lifts[i].lifted);
        if (lifts[i].lifted)
            assert_int_equal (
                ((const struct order_lifted *)decision.events[0].event)->before_service,
                lifts[i].before_service);
        else
            assert_string_equal (decision.refusal.path,
                                 lifts[i].reinspected == INSTANT_ABSENT ? "/order" : "/reason");
        /* one that is passed afterwards counts as well */
        decision = decision_in (arena);
        order_reinspect (&(struct orders){ &order, 1 }, NULL, 0, &decision);
        assert_int_equal (decision.count, lifts[i].reinspected < NOW - DAY_MS);
    }
}

int main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (test_each_state_with_each_act),
        cmocka_unit_test (test_what_moves_a_case_has_its_paper),
        cmocka_unit_test (test_each_command_in_each_state),
        cmocka_unit_test (test_guards),
        cmocka_unit_test (test_what_each_act_must_show),
        cmocka_unit_test (test_time_of_the_act),
        cmocka_unit_test (test_an_act_does_not_slip_behind_another),
        cmocka_unit_test (test_drafting),
        cmocka_unit_test (test_long_grounds),
        cmocka_unit_test (test_a_large_effect),
        cmocka_unit_test (test_a_draft_of_large_effect_is_rejected_and_referred),
        cmocka_unit_test (test_the_effect_is_judged_by_who_may_approve),
        cmocka_unit_test (test_a_hazard_that_is_gone),
        cmocka_unit_test (test_a_hazard_that_passed_before_the_order_was_served),
        cmocka_unit_test (test_reinspection_counts_once_and_only_when_served),
    };
    return cmocka_run_group_tests (tests, setup, teardown);
}
