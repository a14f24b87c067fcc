/* S21: praise the good, expose the laggards, each with evidence, approval, publication, withdrawal.
 */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "escalation/mention.h"
#include "escalation/stage_test.h"

#define MENTION "M-2021-000001"

static enum refusal_code propose (enum mention_kind kind, const char *by)
{
    return command (
        mention_propose_record,
        &(struct mention_propose){
            .kind = kind, .party = "c03", .reason = "三次未交方案", .evidence = "台账", .by = by });
}

static enum refusal_code approve_by (const char *by)
{
    return command (mention_approve_record,
                    &(struct mention_approve){ .mention = MENTION, .by = by });
}

static enum refusal_code publish (void)
{
    return command (
        mention_publish_record,
        &(struct mention_publish){ .mention = MENTION, .by = "office", .where = "街道通报" });
}

static enum refusal_code withdraw (void)
{
    return command (
        mention_withdraw_record,
        &(struct mention_withdraw){ .mention = MENTION, .by = "leader", .reason = "已补交" });
}

static void test_the_whole_way (void **state)
{
    (void)state;
    assert_int_equal (propose (mention_exposure, "c01"), REFUSAL_FORBIDDEN);
    assert_int_equal (propose (mention_exposure, "office"), REFUSAL_NONE);
    assert_string_equal (
        ((const struct mention_proposed *)last_said (mention_proposed_record))->mention, MENTION);
    assert_int_equal (publish(), REFUSAL_CONFLICT);
    assert_int_equal (approve_by ("office"), REFUSAL_FORBIDDEN);
    assert_int_equal (approve_by ("leader"), REFUSAL_NONE);
    assert_int_equal (approve_by ("leader"), REFUSAL_CONFLICT);
    assert_int_equal (publish(), REFUSAL_NONE);
    assert_int_equal (withdraw(), REFUSAL_NONE);
    assert_int_equal (publish(), REFUSAL_CONFLICT);
}

/* S21: what was approved by mistake is stopped before anybody reads it. */
static void test_stopped_before_it_is_published (void **state)
{
    (void)state;
    assert_int_equal (propose (mention_exposure, "office"), REFUSAL_NONE);
    assert_int_equal (withdraw(), REFUSAL_CONFLICT); /* it is refused, not withdrawn */
    assert_int_equal (approve_by ("leader"), REFUSAL_NONE);
    assert_int_equal (withdraw(), REFUSAL_NONE);
    assert_int_equal (publish(), REFUSAL_CONFLICT);
}

/* S21: a party of the organisation, or a unit by its premises, which may not be registered yet. */
static void test_who_is_mentioned_is_somebody (void **state)
{
    (void)state;
    static const struct {
        const char *party, *premises;
        enum refusal_code code;
        bool unverified;
    } rows[] = {
        { "c03", NULL, REFUSAL_NONE, false },       { "c99", NULL, REFUSAL_INVALID, false },
        { "丙公司", NULL, REFUSAL_INVALID, false }, { "丙公司", "NOT-THERE", REFUSAL_NONE, true },
        { "丙公司", "p1", REFUSAL_NONE, false },    { "construction", "p9", REFUSAL_NONE, true },
    };
    register_place ("p1", false);
    for (size_t i = 0; i < COUNT (rows); i++) {
        hush();
        assert_int_equal (command (mention_propose_record,
                                   &(struct mention_propose){ .kind = mention_praise,
                                                              .party = rows[i].party,
                                                              .premises = rows[i].premises,
                                                              .reason = "r",
                                                              .evidence = "e",
                                                              .by = "office" }),
                          rows[i].code);
        if (rows[i].code != REFUSAL_NONE)
            continue;
        const struct mention_proposed *proposed = last_said (mention_proposed_record);
        assert_int_equal (proposed->unverified, rows[i].unverified);
    }
}

static enum refusal_code propose_at (const char *premises)
{
    return command (mention_propose_record, &(struct mention_propose){ .kind = mention_praise,
                                                                       .party = "热心人赵某",
                                                                       .premises = premises,
                                                                       .reason = "r",
                                                                       .evidence = "e",
                                                                       .by = "office" });
}

/* S21: of premises that nobody registered nothing is made public. */
static void test_premises_are_registered_first (void **state)
{
    (void)state;
    assert_int_equal (propose_at ("P-404"), REFUSAL_NONE);
    assert_int_equal (approve_by ("leader"), REFUSAL_CONFLICT);
    register_place ("P-405", false);
    assert_int_equal (approve_by ("leader"), REFUSAL_CONFLICT);
    register_place ("P-404", false);
    assert_int_equal (approve_by ("leader"), REFUSAL_NONE);
    assert_int_equal (publish(), REFUSAL_NONE);
    /* One that was approved before this was asked. */
    const struct mention_row row = { .mention = MENTION,
                                     .state = mention_state_approved,
                                     .party = "热心人赵某",
                                     .premises = "P-404",
                                     .at = now,
                                     .unverified = true };
    const struct mention_seen seen = { .office = office, .mention = &row, .now = now, .time = now };
    struct decision decision = decision_in (arena);
    mention_decide_publish (
        &(struct mention_publish){ .mention = MENTION, .by = "office", .where = "街道通报" }, &seen,
        &decision);
    assert_int_equal (decision.refusal.code, REFUSAL_CONFLICT);
    decision = decision_in (arena);
    mention_decide_withdraw (
        &(struct mention_withdraw){ .mention = MENTION, .by = "leader", .reason = "r" }, &seen,
        &decision);
    assert_int_equal (decision.refusal.code, REFUSAL_NONE);
}

static const char *list (bool sees_private)
{
    struct scene scene = scene_now (NULL);
    scene.sees_private = sees_private;
    const struct mentions_list asked = { .limit = NUMBER_ABSENT };
    struct text answer = text_in (arena);
    struct refusals refusals = refusals_in (arena);
    mention_ask_list (&scene, &asked, &answer, &refusals);
    return answer.bytes;
}

/* S4: whose home it is, the list says to few: from the day the register does, no case needed. */
static void test_a_home_is_hidden_from_when_it_is_registered (void **state)
{
    (void)state;
    propose_at ("P-404");
    assert_non_null (strstr (list (false), "热心人赵某"));
    register_place ("P-404", true);
    assert_null (strstr (list (false), "热心人赵某"));
    assert_null (strstr (list (false), "P-404"));
    assert_non_null (strstr (list (true), "热心人赵某"));
    assert_non_null (strstr (list (true), "\"unverified\":false"));
}

/* S21: who may both propose and approve does not approve his own. */
static void test_nobody_approves_his_own (void **state)
{
    (void)state;
    assert_int_equal (propose (mention_praise, "leader"), REFUSAL_NONE);
    assert_int_equal (approve_by ("leader"), REFUSAL_FORBIDDEN);
    assert_int_equal (approve_by ("executive_deputy"), REFUSAL_NONE);
}

/* S21: praise and exposure, each with where and when it was published. */
static void test_two_lists (void **state)
{
    (void)state;
    propose (mention_praise, "office");
    propose (mention_exposure, "office");
    approve_by ("leader");
    publish();
    const struct scene scene = scene_now (NULL);
    const struct mentions_list asked = { .kind = mention_praise, .limit = NUMBER_ABSENT };
    struct text answer = text_in (arena);
    struct refusals refusals = refusals_in (arena);
    mention_ask_list (&scene, &asked, &answer, &refusals);
    assert_non_null (strstr (answer.bytes, "\"where\":\"街道通报\""));
    assert_non_null (strstr (answer.bytes, "\"published\":\"2021-02-10"));
    assert_null (strstr (answer.bytes, "exposure"));
}

int main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown (test_the_whole_way, begin, end),
        cmocka_unit_test_setup_teardown (test_nobody_approves_his_own, begin, end),
        cmocka_unit_test_setup_teardown (test_stopped_before_it_is_published, begin, end),
        cmocka_unit_test_setup_teardown (test_who_is_mentioned_is_somebody, begin, end),
        cmocka_unit_test_setup_teardown (test_premises_are_registered_first, begin, end),
        cmocka_unit_test_setup_teardown (test_a_home_is_hidden_from_when_it_is_registered, begin,
                                         end),
        cmocka_unit_test_setup_teardown (test_two_lists, begin, end),
    };
    return cmocka_run_group_tests (tests, NULL, NULL);
}
