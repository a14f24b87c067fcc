/* S4, S9: the premises that a key window asks to be inspected, as of any instant. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "reporting/stage_test.h"

static void register_as (const char *premises, const char *category, const char *community)
{
    const char *const categories[] = { category };
    say ("intake", premises_registered_record, premises,
         &(struct premises_registered){ .premises = premises,
                                        .name = premises,
                                        .categories = categories,
                                        .categories_count = 1,
                                        .community = community,
                                        .department = "economic_development",
                                        .latitude_e6 = NUMBER_ABSENT,
                                        .longitude_e6 = NUMBER_ABSENT });
}

static void inspect (const char *premises, enum inspection_kind kind, const char *checklist,
                     instant when)
{
    static const char *const inspectors[] = { "李某" };
    say ("intake", inspection_reported_record, "I-2020-000001",
         &(struct inspection_reported){ .inspection = "I-2020-000001",
                                        .premises = premises,
                                        .premises_name = premises,
                                        .community = "c03",
                                        .checklist = checklist,
                                        .inspectors = inspectors,
                                        .inspectors_count = 1,
                                        .at = when,
                                        .kind = kind });
}

static const char *list (enum window_task_state state, const char *party, instant as_of)
{
    return ask (window_tasks_list_record, &(struct window_tasks_list){ .window = "shopping",
                                                                       .state = state,
                                                                       .party = party,
                                                                       .as_of = as_of,
                                                                       .limit = NUMBER_ABSENT });
}

static void holds (const char *answer, const char *part)
{
    if (!strstr (answer, part))
        fail_msg ("%s\nis not in %s", part, answer);
}

/* The window of 7 to 11 December: three premises of c03, one of c04, and some that are not asked.
 */
static void live_a_window (void)
{
    now = day_start (day_from (2020, 12, 1));
    turn_begin (HOUR_MS);
    register_as ("W1", "warehouse", "c03");
    register_as ("W2", "warehouse", "c03");
    register_as ("E1", "parcel_point", "c03");
    register_as ("W9", "warehouse", "c04");
    register_as ("S1", "school", "c03");
    turn_end();
    now = day_start (day_from (2020, 12, 9));
    turn_begin (HOUR_MS);
    inspect ("W1", inspection_official, "warehouse", day_start (day_from (2020, 12, 8)));
    inspect ("W2", inspection_self, "warehouse", day_start (day_from (2020, 12, 8)));
    inspect ("W9", inspection_official, "general", day_start (day_from (2020, 12, 8)));
    turn_end();
}

static void what_is_left_is_listed_with_whose_it_is (void **state)
{
    (void)state;
    live_a_window();
    const char *answer = list (window_task_state_absent, NULL, INSTANT_ABSENT);
    holds (answer, "\"tasks\":4,\"done\":1,\"open\":3,\"late\":0,\"missed\":0,\"withdrawn\":0,"
                   "\"parties\":[{\"party\":"
                   "\"c03\",\"tasks\":3,\"done\":1,\"open\":2");
    answer = list (window_task_open, "c03", INSTANT_ABSENT);
    holds (answer, "\"items\":[{\"premises\":\"E1\"");
    holds (answer, "\"party\":\"c03\",\"state\":\"open\"}],\"next\":null");
    assert_null (strstr (answer, "W9"));
    instant before = now;
    now = day_start (day_from (2020, 12, 14));
    turn_begin (HOUR_MS);
    register_as ("W7", "warehouse", "c03"); /* after its end */
    inspect ("E1", inspection_official, "warehouse", day_start (day_from (2020, 12, 13)));
    turn_end();
    answer = list (window_task_missed, NULL, INSTANT_ABSENT);
    holds (answer, "T00:00:00+08:00\",\"tasks\":4,\"done\":1,\"open\":0,\"late\":1,\"missed\":2");
    holds (answer, "\"items\":[{\"premises\":\"W2\"");
    holds (list (window_task_late, NULL, INSTANT_ABSENT), "\"inspected\":\"2020-12-13T00:00:00");
    holds (list (window_task_state_absent, NULL, before), "\"done\":1,\"open\":3"); /* as it was */
    holds (
        ask (campaign_show_record, &(struct campaign_show){ .as_of = before }),
        "\"now\":true,\"tasks\":4,\"done\":1,\"open\":3,\"late\":0,\"missed\":0,\"withdrawn\":0}");
    const char *same = list (window_task_state_absent, NULL, before);
    rebuild();
    assert_string_equal (list (window_task_state_absent, NULL, before), same);
}

/* S9: what moves after the end stays the task of the community in which it lay then: it was never
   asked of the other, nor of what it has become. */
static void what_moves_after_the_end_is_whose_it_was (void **state)
{
    (void)state;
    live_a_window();
    now = day_start (day_from (2020, 12, 20));
    turn_begin (HOUR_MS);
    register_as ("E1", "parcel_point", "c05");
    register_as ("W2", "business", "c03");
    register_as ("S1", "warehouse", "c06");
    turn_end();
    const char *missed = list (window_task_state_absent, NULL, INSTANT_ABSENT);
    holds (missed, "\"tasks\":4,\"done\":1,\"open\":0,\"late\":0,\"missed\":3");
    holds (missed, "{\"party\":\"c03\",\"tasks\":3,\"done\":1,\"open\":0,\"late\":0,\"missed\":2");
    now = day_start (day_from (2020, 12, 28));
    turn_begin (HOUR_MS);
    inspect ("E1", inspection_official, "warehouse", now);
    turn_end();
    const char *late = list (window_task_state_absent, NULL, INSTANT_ABSENT);
    holds (late, "{\"party\":\"c03\",\"tasks\":3,\"done\":1,\"open\":0,\"late\":1,\"missed\":1");
    assert_null (strstr (late, "c05"));
    assert_null (strstr (late, "c06"));
}

/* S4: who works at home is in no count of tasks either, for who may not see people at home. */
static void people_at_home_are_in_no_count (void **state)
{
    (void)state;
    static const char *const warehouse[] = { "warehouse" };
    live_a_window();
    turn_begin (HOUR_MS);
    say ("intake", premises_registered_record, "W1",
         &(struct premises_registered){ .premises = "W1",
                                        .name = "W1",
                                        .categories = warehouse,
                                        .categories_count = 1,
                                        .community = "c03",
                                        .department = "economic_development",
                                        .latitude_e6 = NUMBER_ABSENT,
                                        .longitude_e6 = NUMBER_ABSENT,
                                        .private = true });
    turn_end();
    holds (list (window_task_state_absent, NULL, INSTANT_ABSENT),
           "\"tasks\":3,\"done\":0,\"open\":3,");
    sees_private = true;
    holds (list (window_task_state_absent, NULL, INSTANT_ABSENT),
           "\"tasks\":4,\"done\":1,\"open\":3,");
    sees_private = false;
}

/* domain.md: what was withdrawn by authority is not missed; a window that was extended is as long.
 */
static void a_window_is_as_its_obligation (void **state)
{
    (void)state;
    live_a_window();
    turn_begin (HOUR_MS);
    say_owed ("B-2020-000001", obligation_window, "shopping", "c03", day_from (2020, 12, 11));
    say_owed ("B-2020-000002", obligation_window, "shopping", "c04", day_from (2020, 12, 11));
    say_longer ("B-2020-000001", day_start (day_from (2020, 12, 15)));
    say_owed_no_more ("B-2020-000002", obligation_window, "c04");
    turn_end();
    now = day_start (day_from (2020, 12, 14));
    turn_begin (HOUR_MS);
    inspect ("E1", inspection_official, "warehouse", day_start (day_from (2020, 12, 13)));
    turn_end();
    turn_begin (HOUR_MS);
    turn_end();
    const char *answer = list (window_task_withdrawn, NULL, INSTANT_ABSENT);
    holds (answer, "\"tasks\":4,\"done\":2,\"open\":1,\"late\":0,\"missed\":0,\"withdrawn\":1");
    holds (answer, "\"items\":[{\"premises\":\"W9\"");
    now = day_start (day_from (2020, 12, 16));
    holds (list (window_task_missed, NULL, INSTANT_ABSENT), "\"missed\":1,\"withdrawn\":1");
    turn_begin (HOUR_MS); /* standing still, it is open until it goes on */
    say_paused ("B-2020-000001", day_start (day_from (2020, 12, 20)));
    turn_end();
    holds (list (window_task_missed, NULL, INSTANT_ABSENT), "\"open\":1,\"late\":0,\"missed\":0");
}

/* Met while it stood still: what was done by then was in time, and what is left is open no more. */
static void a_window_that_was_met_stands_still_no_more (void **state)
{
    (void)state;
    live_a_window();
    turn_begin (HOUR_MS);
    say_owed ("B-2020-000001", obligation_window, "shopping", "c03", day_from (2020, 12, 11));
    say_paused ("B-2020-000001", day_start (day_from (2020, 12, 20)));
    turn_end();
    now = day_start (day_from (2020, 12, 14));
    turn_begin (HOUR_MS);
    inspect ("E1", inspection_official, "warehouse", now - MINUTE_MS);
    say_owed_met ("B-2020-000001", obligation_window, "c03");
    turn_end();
    turn_begin (DAY_MS);
    turn_end();
    holds (list (window_task_missed, "c03", INSTANT_ABSENT),
           "\"tasks\":3,\"done\":2,\"open\":0,\"late\":0,\"missed\":1,\"withdrawn\":0");
}

/* The office's own window: its tasks are the office's, and no community's. */
static void only_the_tasks_of_who_is_asked_about_are_listed (void **state)
{
    (void)state;
    struct campaign campaign = *office->campaign;
    struct campaign_window window = campaign.windows[0];
    struct office ours = *office;
    window.of = owed_by_office;
    campaign.windows = &window;
    campaign.windows_count = 1;
    ours.campaign = &campaign;
    live_a_window();
    office = &ours;
    holds (list (window_task_state_absent, "c03", INSTANT_ABSENT), "\"tasks\":0,\"done\":0");
    holds (list (window_task_state_absent, NULL, INSTANT_ABSENT), "\"tasks\":4,\"done\":1");
    holds (list (window_task_state_absent, office->organisation->office->id, INSTANT_ABSENT),
           "\"tasks\":4,\"done\":1");
}

static void a_window_that_is_none_is_refused (void **state)
{
    (void)state;
    ask (window_tasks_list_record, &(struct window_tasks_list){ .window = "easter",
                                                                .as_of = INSTANT_ABSENT,
                                                                .limit = NUMBER_ABSENT });
    assert_int_equal (refused.count, 1);
}

int main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown (what_is_left_is_listed_with_whose_it_is, begin, end),
        cmocka_unit_test_setup_teardown (what_moves_after_the_end_is_whose_it_was, begin, end),
        cmocka_unit_test_setup_teardown (people_at_home_are_in_no_count, begin, end),
        cmocka_unit_test_setup_teardown (only_the_tasks_of_who_is_asked_about_are_listed, begin,
                                         end),
        cmocka_unit_test_setup_teardown (a_window_is_as_its_obligation, begin, end),
        cmocka_unit_test_setup_teardown (a_window_that_was_met_stands_still_no_more, begin, end),
        cmocka_unit_test_setup_teardown (a_window_that_is_none_is_refused, begin, end),
    };
    return cmocka_run_group_tests (tests, NULL, NULL);
}
