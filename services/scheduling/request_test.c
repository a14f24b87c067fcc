/* More time is asked for by one and granted by another; the clock goes on meanwhile. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "scheduling/request.h"
#include "scheduling/stage_test.h"
#include <inttypes.h>

#define RECTIFICATION "H-2021-000001/rectification/1"
#define REQUEST       RECTIFICATION "/request/1"

static void begin (struct stage *stage)
{
    *stage = stage_new();
    stage->now = at ("2021-01-04 10:00");
    hear_opened (stage, treatment_deferred, severity_general, at ("2021-01-14 00:00"));
}

static const char *ask (struct stage *stage, int64_t working_days, const char *by)
{
    return tell (stage, extension_ask_record,
                 &(struct extension_ask){ .deadline = RECTIFICATION,
                                          .due = INSTANT_ABSENT,
                                          .working_days = working_days,
                                          .reason = "材料未到货",
                                          .by = by });
}

static const char *grant (struct stage *stage, const char *by)
{
    return tell (stage, extension_grant_record,
                 &(struct extension_grant){ .request = REQUEST, .by = by });
}

static const char *refuse (struct stage *stage, const char *by)
{
    return tell (stage, extension_refuse_record,
                 &(struct extension_refuse){ .request = REQUEST, .reason = "不充分", .by = by });
}

static void it_is_granted_by_somebody_else (void **state)
{
    (void)state;
    struct stage stage;
    begin (&stage);
    assert_string_equal (ask (&stage, 3, "office"), "notice " REQUEST " to=3");
    grant (&stage, "office");
    assert_int_equal (stage.refusal.code, REFUSAL_FORBIDDEN);
    grant (&stage, "c01");
    assert_int_equal (stage.refusal.code, REFUSAL_FORBIDDEN);
    assert_string_equal (grant (&stage, "deputy"),
                         "extended " RECTIFICATION " 2021-01-18 24:00; notice " REQUEST
                         "/settled to=3");
    const struct notice_raised *told = stage.last;
    assert_non_null (strstr (told->subject, "原2021-01-13 24:00，现2021-01-18 24:00"));
    assert_non_null (strstr (told->text, "现到期：2021-01-18 24:00\n计算：\n"));
    grant (&stage, "deputy");
    assert_int_equal (stage.refusal.code, REFUSAL_CONFLICT);
    stage_destroy (&stage);
}

static void it_is_refused_with_a_reason_and_asked_anew (void **state)
{
    (void)state;
    struct stage stage;
    begin (&stage);
    ask (&stage, 3, "c01");
    ask (&stage, 5, "c01");
    assert_int_equal (stage.refusal.code, REFUSAL_CONFLICT);
    assert_string_equal (refuse (&stage, "deputy"), "notice " REQUEST "/settled to=3");
    assert_non_null (strstr (ask (&stage, 5, "c01"), RECTIFICATION "/request/2"));
    stage_destroy (&stage);
}

/* Its community, its department, who tracks it; the office for all. Nobody elsewhere. */
static void more_time_is_asked_for_by_whose_case_it_is (void **state)
{
    static const struct {
        const char *by;
        enum refusal_code code;
    } rows[] = {
        { "c01", REFUSAL_NONE },
        { "construction", REFUSAL_NONE },
        { "office", REFUSAL_NONE },
        { "c17", REFUSAL_FORBIDDEN },
        { "public_management", REFUSAL_FORBIDDEN },
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct stage stage;
        begin (&stage);
        ask (&stage, 3, rows[i].by);
        assert_int_equal (stage.refusal.code, rows[i].code);
        stage_destroy (&stage);
    }
}

/* One that nobody answers is told again, by one role after the other (催办), also when the time is
   over meanwhile; not by who asked, and no more once it is answered or the deadline at its end. */
static void it_is_told_again_until_it_is_answered (void **state)
{
    static const struct {
        const char *by, *roles[5];
    } rows[] = {
        { "c01", { "office", "office", "deputy", "deputy", "executive_deputy" } },
        { "office", { "deputy", "deputy", "executive_deputy", "executive_deputy", "leader" } },
    };
    static const char *const days[] = { "2021-01-05 10:00", "2021-01-06 10:00", "2021-01-07 10:00",
                                        "2021-01-08 10:00", "2021-01-09 10:00" };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct stage stage;
        begin (&stage);
        ask (&stage, 3, rows[i].by);
        for (size_t j = 0; j < sizeof days / sizeof *days; j++) {
            assert_true (stage_next (&stage, "request") == at (days[j]));
            strike (&stage, "request", at (days[j]));
            assert_non_null (
                strstr (stage.said.bytes,
                        arena_format (stage.arena, "notice " REQUEST "/urged/%zu to=", j + 1)));
            const struct notice_raised *told = stage.last;
            assert_non_null (strstr (told->subject, "【催办】申请延期未答复"));
            assert_non_null (
                strstr (told->text, arena_format (stage.arena, "第 %zu 次催办", j + 1)));
            assert_int_equal (
                strncmp (told->notices[0].party, rows[i].roles[j], strlen (rows[i].roles[j])), 0);
        }
        strike (&stage, "deadline", at ("2021-01-14 00:00"));
        assert_false (stage_next (&stage, "request") == INSTANT_NEVER); /* missed */
        strike (&stage, "request", at ("2021-01-18 09:00"));            /* after an outage once */
        assert_true (((const struct notice_raised *)stage.last)->late);
        assert_true (stage_next (&stage, "request") == at ("2021-01-19 09:00"));
        if (i == 0)
            refuse (&stage, "deputy");
        else
            hear_closed (&stage);
        assert_true (stage_next (&stage, "request") == INSTANT_NEVER);
        stage_destroy (&stage);
    }
}

/* As a policy has it that lets the leading group ask. */
static void let_leaders_ask (const struct office *office)
{
    static const char *const roles[] = { "leader", "deputy", "office", "community" };
    struct act_policy *acts = (struct act_policy *)office->policy->acts;
    for (size_t i = 0; i < office->policy->acts_count; i++)
        if (strcmp (acts[i].act, "extension.ask") == 0)
            acts[i] = (struct act_policy){ .act = "extension.ask",
                                           .roles = roles,
                                           .roles_count = sizeof roles / sizeof *roles };
}

/* Whoever of the ladder asked, by its word or as one of those who hold it, does not urge itself. */
static void who_asked_does_not_urge (void **state)
{
    static const struct {
        const char *by, *roles[4]; /* by the day, two of each */
    } rows[] = {
        { "c01", { "office", "deputy", "executive_deputy", "leader" } },
        { "office", { "deputy", "executive_deputy", "leader", "leader" } },
        { "deputy_1", { "office", "executive_deputy", "leader", "leader" } },
        { "deputy", { "office", "executive_deputy", "leader", "leader" } },
        { "leader", { "office", "deputy", "executive_deputy", "executive_deputy" } },
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct stage stage;
        begin (&stage);
        let_leaders_ask (stage.office);
        ask (&stage, 3, rows[i].by);
        assert_int_equal (stage.refusal.code, REFUSAL_NONE);
        for (int64_t j = 0; j < 8; j++) {
            strike (&stage, "request", at ("2021-01-05 10:00") + j * DAY_MS);
            const struct notice_raised *told = stage.last;
            const char *role = rows[i].roles[j / 2];
            if (strncmp (told->notices[0].party, role, strlen (role)) != 0)
                fail_msg ("%s asked, %" PRId64 ": %s", rows[i].by, j, told->notices[0].party);
        }
        stage_destroy (&stage);
    }
}

/* One whose deadline is at its end is not open any more, whoever would answer. */
static void it_lapses_with_its_deadline (void **state)
{
    (void)state;
    struct stage stage;
    begin (&stage);
    ask (&stage, 3, "c01");
    hear_closed (&stage);
    const struct scene scene = stage_scene (&stage);
    const struct request_seen *seen =
        request_see_grant (&scene, &(struct extension_grant){ .request = REQUEST });
    assert_int_equal (seen->request->state, request_lapsed);
    assert_true (stage_next (&stage, "request") == INSTANT_NEVER);
    refuse (&stage, "deputy");
    assert_int_equal (stage.refusal.code, REFUSAL_CONFLICT);
    stage_destroy (&stage);
}

static void the_clock_goes_on_meanwhile (void **state)
{
    (void)state;
    struct stage stage;
    begin (&stage);
    ask (&stage, 3, "c01");
    strike (&stage, "deadline", at ("2021-01-14 00:00"));
    assert_non_null (strstr (stage.said.bytes, "missed " RECTIFICATION));
    assert_non_null (strstr (grant (&stage, "deputy"), "extended " RECTIFICATION));
    stage_destroy (&stage);
}

static void what_policy_does_not_allow_is_not_granted (void **state)
{
    (void)state;
    struct stage stage;
    begin (&stage);
    ask (&stage, 30, "c01");
    grant (&stage, "deputy");
    assert_int_equal (stage.refusal.code, REFUSAL_CONFLICT);
    assert_non_null (refuse (&stage, "deputy"));
    ask (&stage, NUMBER_ABSENT, "c01");
    assert_int_equal (stage.refusal.code, REFUSAL_INVALID);
    refuse (&stage, "deputy");
    assert_int_equal (stage.refusal.code, REFUSAL_CONFLICT);
    hear_closed (&stage);
    ask (&stage, 3, "c01");
    assert_int_equal (stage.refusal.code, REFUSAL_CONFLICT);
    stage_destroy (&stage);
}

int main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (it_is_granted_by_somebody_else),
        cmocka_unit_test (it_is_refused_with_a_reason_and_asked_anew),
        cmocka_unit_test (more_time_is_asked_for_by_whose_case_it_is),
        cmocka_unit_test (it_is_told_again_until_it_is_answered),
        cmocka_unit_test (who_asked_does_not_urge),
        cmocka_unit_test (it_lapses_with_its_deadline),
        cmocka_unit_test (the_clock_goes_on_meanwhile),
        cmocka_unit_test (what_policy_does_not_allow_is_not_granted),
    };
    return cmocka_run_group_tests (tests, NULL, NULL);
}
