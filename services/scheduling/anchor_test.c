/* S12, S26: the close of the Two Sessions was not known when the plan was issued. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "scheduling/anchor.h"
#include "scheduling/stage_test.h"

static struct anchor_resolve resolve_on (int year, int month, int dom)
{
    return (struct anchor_resolve){ .anchor = "two_sessions_close",
                                    .date = day_from (year, month, dom),
                                    .by = "office" };
}

static void it_is_resolved_and_told_once (void **state)
{
    (void)state;
    struct stage stage = stage_new();
    stage.now = at ("2021-03-05 10:00");
    const struct anchor_resolve resolve = resolve_on (2021, 3, 11);
    tell (&stage, anchor_resolve_record, &resolve);
    assert_int_equal (stage.refusal.code, REFUSAL_NONE);
    const struct notice_raised *notice = stage.last;
    assert_string_equal (notice->notice, "anchor/two_sessions_close/2021-03-11/1614909600");
    assert_non_null (strstr (notice->subject, "2021-03-11"));
    assert_true (notice->notices_count >= 4);
    tell (&stage, anchor_resolve_record, &resolve);
    assert_int_equal (stage.refusal.code, REFUSAL_CONFLICT);
    stage_destroy (&stage);
}

static void another_date_keeps_the_old_one_on_record (void **state)
{
    (void)state;
    struct stage stage = stage_new();
    stage.now = at ("2021-03-05 10:00");
    struct anchor_resolve resolve = resolve_on (2021, 3, 10);
    tell (&stage, anchor_resolve_record, &resolve);
    resolve = resolve_on (2021, 3, 11);
    tell (&stage, anchor_resolve_record, &resolve);
    assert_int_equal (stage.refusal.code, REFUSAL_NONE);
    const struct notice_raised *notice = stage.last;
    assert_non_null (strstr (notice->text, "2021-03-11（原定 2021-03-10）"));
    stage_destroy (&stage);
}

static void who_may_and_what_there_is (void **state)
{
    (void)state;
    struct stage stage = stage_new();
    struct anchor_resolve resolve = resolve_on (2021, 3, 11);
    resolve.by = "c01";
    tell (&stage, anchor_resolve_record, &resolve);
    assert_int_equal (stage.refusal.code, REFUSAL_FORBIDDEN);
    resolve.by = "nobody";
    tell (&stage, anchor_resolve_record, &resolve);
    assert_int_equal (stage.refusal.code, REFUSAL_INVALID);
    resolve = resolve_on (2021, 3, 11);
    resolve.anchor = "doomsday";
    tell (&stage, anchor_resolve_record, &resolve);
    assert_int_equal (stage.refusal.code, REFUSAL_NOT_FOUND);
    assert_non_null (strstr (stage.refusal.sentence, "two_sessions_close"));
    stage_destroy (&stage);
}

/* S0: the campaign cloned for the next year, on the same store, waits for its own dates; what was
   resolved before events said in which campaign is of the year in which it was. */
static void each_campaign_has_its_own_dates (void **state)
{
    (void)state;
    struct stage stage = stage_new();
    stage.now = at ("2021-03-05 10:00");
    const struct anchor_resolve resolve = resolve_on (2021, 3, 11);
    tell (&stage, anchor_resolve_record, &resolve);
    const struct fact early = { .seq = 100,
                                .time = at ("2020-11-20 10:00"),
                                .recorded = at ("2020-11-20 10:00") };
    store_begin (stage.store);
    anchor_apply_resolved (
        stage.store, &early,
        &(struct anchor_resolved){ .anchor = "new_year", .date = day_from (2021, 1, 2) },
        stage.arena);
    assert_true (store_commit (stage.store));
    struct scene scene = stage_scene (&stage);
    assert_int_equal (anchor_see_all (&scene).count, 2);
    const struct campaign_phase phase = { .id = "one", .name = "一", .to = "2022-03-25" };
    struct campaign campaign = *stage.office->campaign;
    struct office office = *stage.office;
    campaign.id = "winter-2021";
    campaign.from = day_from (2021, 11, 6);
    campaign.to = day_from (2022, 3, 31);
    campaign.phases = &phase;
    campaign.phases_count = 1;
    office.campaign = &campaign;
    stage.office = &office;
    stage.now = at ("2021-11-08 10:00");
    scene = stage_scene (&stage);
    assert_int_equal (anchor_see_all (&scene).count, 0);
    const struct anchor_resolve next = resolve_on (2022, 3, 11);
    tell (&stage, anchor_resolve_record, &next); /* of last year's date it knows nothing */
    assert_int_equal (stage.refusal.code, REFUSAL_NONE);
    stage_destroy (&stage);
}

/* S12: the third phase ends on the plan's own 25 March. A window may run backwards too, by another
   anchor than the one that is resolved. */
static void what_begins_ends_after_that (void **state)
{
    static const struct {
        const char *anchor;
        int month, dom;
        enum refusal_code code;
        const char *sentence;
    } rows[] = {
        { "two_sessions_close", 3, 25, REFUSAL_NONE, NULL },
        { "two_sessions_close", 3, 26, REFUSAL_CONFLICT,
          "with two_sessions_close on 2021-03-26 the phase summary would begin on 2021-03-26 and "
          "end before that, on 2021-03-25; possible now: another date" },
        { "two_sessions_close", 11, 29, REFUSAL_CONFLICT,
          "the phase implementation would begin on 2020-11-30 and end before that" },
        { "lantern", 2, 27, REFUSAL_NONE, NULL },
        { "spring_festival", 2, 27, REFUSAL_CONFLICT,
          "the window between would begin on 2021-02-27 and end before that, on 2021-02-26" },
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct stage stage = stage_new();
        struct campaign campaign = *stage.office->campaign;
        struct office office = *stage.office;
        const struct campaign_window between = { .id = "between",
                                                 .from = "spring_festival + 0d",
                                                 .to = "lantern + 0d" };
        campaign.windows = &between;
        campaign.windows_count = 1;
        office.campaign = &campaign;
        stage.office = &office;
        stage.now = at ("2021-01-05 10:00");
        struct anchor_resolve resolve =
            resolve_on (rows[i].month > 10 ? 2020 : 2021, rows[i].month, rows[i].dom);
        resolve.anchor = rows[i].anchor;
        tell (&stage, anchor_resolve_record, &resolve);
        if (stage.refusal.code != rows[i].code ||
            (rows[i].sentence && !strstr (stage.refusal.sentence, rows[i].sentence)))
            fail_msg ("row %zu: %s", i, stage.refusal.sentence);
        stage_destroy (&stage);
    }
}

static void a_day_of_another_year_is_none (void **state)
{
    static const struct {
        const char *anchor;
        int year, month, dom;
        enum refusal_code code;
    } rows[] = {
        { "two_sessions_close", 2012, 3, 11, REFUSAL_INVALID },
        { "two_sessions_close", 2020, 11, 5, REFUSAL_INVALID },
        { "two_sessions_close", 2021, 5, 28, REFUSAL_CONFLICT }, /* as in 2020: with other phases */
        { "two_sessions_close", 2022, 3, 11, REFUSAL_INVALID },
        { "new_year", 2021, 5, 1, REFUSAL_INVALID }, /* its window would be over before it began */
        { "new_year", 2021, 1, 2, REFUSAL_NONE },
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct stage stage = stage_new();
        stage.now = at ("2021-03-05 10:00");
        tell (&stage, anchor_resolve_record,
              &(struct anchor_resolve){ .anchor = rows[i].anchor,
                                        .date = day_from (rows[i].year, rows[i].month, rows[i].dom),
                                        .by = "office" });
        if (stage.refusal.code != rows[i].code)
            fail_msg ("row %zu: %s", i, stage.refusal.sentence ? stage.refusal.sentence : "taken");
        stage_destroy (&stage);
    }
}

/* "tells those concerned": it ends the phase of the communities and the departments. */
static void all_of_whom_something_hangs_on_it_are_told (void **state)
{
    (void)state;
    struct stage stage = stage_new();
    stage.now = at ("2021-03-05 10:00");
    const struct anchor_resolve resolve = resolve_on (2021, 3, 11);
    tell (&stage, anchor_resolve_record, &resolve);
    const struct notice_raised *notice = stage.last;
    size_t communities = 0, departments = 0;
    for (size_t i = 0; i < notice->notices_count; i++) {
        enum role role = office_role (stage.office, notice->notices[i].party);
        communities += role == role_community;
        departments += role == role_department;
    }
    assert_int_equal (communities, 24);
    assert_int_equal (departments, 6);
    assert_non_null (strstr (notice->text, "涉及：组织实施阶段、总结验收阶段、整体工作情况"));
    tell (&stage, anchor_resolve_record,
          &(struct anchor_resolve){
              .anchor = "lantern", .date = day_from (2021, 2, 27), .by = "office" });
    notice = stage.last; /* a window of the communities */
    for (size_t i = 0; i < notice->notices_count; i++)
        assert_true (office_role (stage.office, notice->notices[i].party) != role_department);
    stage_destroy (&stage);
}

int main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (it_is_resolved_and_told_once),
        cmocka_unit_test (another_date_keeps_the_old_one_on_record),
        cmocka_unit_test (who_may_and_what_there_is),
        cmocka_unit_test (each_campaign_has_its_own_dates),
        cmocka_unit_test (a_day_of_another_year_is_none),
        cmocka_unit_test (all_of_whom_something_hangs_on_it_are_told),
        cmocka_unit_test (what_begins_ends_after_that),
    };
    return cmocka_run_group_tests (tests, NULL, NULL);
}
