/* Who may extend what, how far, and what follows. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "scheduling/extension.h"
#include "scheduling/stage_test.h"

#define H "H-2021-000001"

static struct stage with_hazard (void)
{
    struct stage stage = stage_new();
    stage.now = at ("2021-03-01 10:00"); /* a Monday */
    hear_opened (&stage, treatment_deferred, severity_general, at ("2021-03-06 00:00"));
    return stage;
}

static struct deadline_extend extend_until (const char *due)
{
    return (struct deadline_extend){ .deadline = H "/rectification/1",
                                     .due = at (due),
                                     .working_days = NUMBER_ABSENT,
                                     .reason = "等配件",
                                     .by = "deputy" };
}

static void extensions_are_judged (void **state)
{
    static const struct {
        const char *deadline, *by, *due;
        int64_t working_days;
        enum refusal_code code;
        const char *path, *said;
    } rows[] = {
        { H "/rectification/9", "deputy", NULL, 3, REFUSAL_NOT_FOUND, "/deadline", "" },
        { H "/rectification/1", "nobody", NULL, 3, REFUSAL_INVALID, "/by", "" },
        { H "/rectification/1", "fire_rescue", NULL, 3, REFUSAL_INVALID, "/by", "" },
        { H "/rectification/1", "c01", NULL, 3, REFUSAL_FORBIDDEN, "/by", "" },
        { H "/rectification/1", "deputy", NULL, NUMBER_ABSENT, REFUSAL_INVALID, "/due", "" },
        { H "/rectification/1", "deputy", "2021-03-10 00:00", 3, REFUSAL_INVALID, "/working_days",
          "" },
        { H "/rectification/1", "deputy", "2021-03-06 00:00", NUMBER_ABSENT, REFUSAL_CONFLICT,
          "/due", "" },
        { H "/rectification/1", "deputy", "2021-03-21 00:00", NUMBER_ABSENT, REFUSAL_CONFLICT,
          "/due", "" },
        { H "/rectification/1", "deputy", NULL, 11, REFUSAL_CONFLICT, "/working_days", "" },
        { H "/rectification/1", "deputy", NULL, 10, REFUSAL_NONE, NULL,
          "extended " H "/rectification/1 2021-03-19 24:00" },
        { H "/rectification/1", "office", "2021-03-20 00:00", NUMBER_ABSENT, REFUSAL_NONE, NULL,
          "extended " H "/rectification/1 2021-03-19 24:00" },
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct stage stage = with_hazard();
        const struct deadline_extend extend = { .deadline = rows[i].deadline,
                                                .by = rows[i].by,
                                                .reason = "等配件",
                                                .due =
                                                    rows[i].due ? at (rows[i].due) : INSTANT_ABSENT,
                                                .working_days = rows[i].working_days };
        assert_string_equal (tell (&stage, deadline_extend_record, &extend), rows[i].said);
        assert_int_equal (stage.refusal.code, rows[i].code);
        if (rows[i].path)
            assert_string_equal (stage.refusal.path, rows[i].path);
        stage_destroy (&stage);
    }
}

static void a_met_one_is_not_extended (void **state)
{
    (void)state;
    struct stage stage = with_hazard();
    const struct deadline_extend extend = extend_until ("2021-03-10 00:00");
    hear_rectified (&stage, 1);
    tell (&stage, deadline_extend_record, &extend);
    assert_int_equal (stage.refusal.code, REFUSAL_CONFLICT);
    assert_non_null (strstr (stage.refusal.sentence, "is met"));
    stage_destroy (&stage);
}

static void a_missed_one_is_extended_from_today_at_most_twice (void **state)
{
    (void)state;
    struct stage stage = with_hazard();
    struct deadline_extend extend = extend_until ("2021-04-03 00:00");
    strike (&stage, "deadline", at ("2021-03-22 12:00"));
    assert_string_equal (tell (&stage, deadline_extend_record, &extend),
                         "extended " H "/rectification/1 2021-04-02 24:00");
    stage_destroy (&stage);

    stage = with_hazard();
    extend = extend_until ("2021-03-09 00:00");
    assert_string_equal (tell (&stage, deadline_extend_record, &extend),
                         "extended " H "/rectification/1 2021-03-08 24:00");
    extend = extend_until ("2021-03-10 00:00");
    assert_string_equal (tell (&stage, deadline_extend_record, &extend),
                         "extended " H "/rectification/1 2021-03-09 24:00");
    extend = extend_until ("2021-03-11 00:00");
    assert_string_equal (tell (&stage, deadline_extend_record, &extend), "");
    assert_int_equal (stage.refusal.code, REFUSAL_CONFLICT);
    stage_destroy (&stage);
}

/* The watches that were missed later ring for an earlier one, unless that was given more time. */
static void an_extended_watch_is_not_hushed (void **state)
{
    (void)state;
    struct stage stage = with_hazard();
    const struct deadline_extend extend = { .deadline = H "/watch/1",
                                            .due = INSTANT_ABSENT,
                                            .working_days = 2,
                                            .reason = "已断电清空",
                                            .by = "office" };
    strike (&stage, "deadline", at ("2021-03-02 10:00"));
    assert_string_equal (tell (&stage, deadline_extend_record, &extend),
                         "extended " H "/watch/1 2021-03-04 24:00");
    const char *said = strike (&stage, "deadline", at ("2021-03-03 10:00"));
    assert_non_null (strstr (said, "missed " H "/watch/2 danger"));
    said = strike (&stage, "deadline", at ("2021-03-05 00:00"));
    assert_non_null (strstr (said, "missed " H "/watch/1 danger"));
    stage_destroy (&stage);
}

int main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (extensions_are_judged),
        cmocka_unit_test (a_met_one_is_not_extended),
        cmocka_unit_test (a_missed_one_is_extended_from_today_at_most_twice),
        cmocka_unit_test (an_extended_watch_is_not_hushed),
    };
    return cmocka_run_group_tests (tests, NULL, NULL);
}
