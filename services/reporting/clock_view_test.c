/* Issue 10: which deadlines ran and which were late, as of any instant. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "reporting/stage_test.h"
#include "words/words.h"

#define D "H-2021-000001/rectification/1"

static void arm (const char *deadline, const char *premises_name)
{
    say ("scheduling", deadline_armed_record, "H-2021-000001",
         &(struct deadline_armed){ .granted = INSTANT_ABSENT,
                                   .deadline = deadline,
                                   .ref = "H-2021-000001",
                                   .clock = "rectification",
                                   .cycle = 1,
                                   .from = now,
                                   .due = now + DAY_MS,
                                   .published = DAY_ABSENT,
                                   .rule = "r",
                                   .premises = "p1",
                                   .premises_name = premises_name,
                                   .matter = "清理",
                                   .community = "c01",
                                   .department = "office",
                                   .working_days = NUMBER_ABSENT,
                                   .calendar_days = NUMBER_ABSENT,
                                   .hours = NUMBER_ABSENT,
                                   .counted_from = INSTANT_ABSENT,
                                   .reached = now,
                                   .next = INSTANT_ABSENT });
}

static void miss (void)
{
    say ("scheduling", deadline_missed_record, "H-2021-000001",
         &(struct deadline_missed){ .deadline = D,
                                    .ref = "H-2021-000001",
                                    .clock = "rectification",
                                    .cycle = 1,
                                    .due = now,
                                    .community = "c01",
                                    .department = "office",
                                    .repeat = INSTANT_ABSENT,
                                    .next = INSTANT_ABSENT });
}

static void pause_it (void)
{
    say ("scheduling", deadline_paused_record, "H-2021-000001",
         &(struct deadline_paused){ .deadline = D,
                                    .ref = "H-2021-000001",
                                    .at = now,
                                    .until = now + DAY_MS,
                                    .reason = "r",
                                    .by = "leader" });
}

static void move (void)
{
    say ("scheduling", deadline_moved_record, "H-2021-000001",
         &(struct deadline_moved){ .deadline = D,
                                   .ref = "H-2021-000001",
                                   .move = 1,
                                   .due_before = now,
                                   .due = now + 3 * (instant)DAY_MS,
                                   .published = DAY_ABSENT,
                                   .reason = "r",
                                   .alone = INSTANT_ABSENT,
                                   .granted = INSTANT_ABSENT,
                                   .reached = now,
                                   .next = INSTANT_ABSENT,
                                   .own = INSTANT_ABSENT });
}

static void meet (void)
{
    say ("scheduling", deadline_met_record, "H-2021-000001",
         &(struct deadline_met){ .deadline = D, .ref = "H-2021-000001", .at = now });
}

static const char *list (enum clock_state state, const char *community, instant as_of)
{
    return ask (clocks_list_record, &(struct clocks_list){ .state = state,
                                                           .community = community,
                                                           .as_of = as_of,
                                                           .limit = NUMBER_ABSENT });
}

static void each_state_holds_from_its_fact_to_the_next (void **state)
{
    (void)state;
    static const struct {
        void (*say) (void);
        const char *word; /* NULL: it is in no list any more */
        enum clock_state state;
    } rows[] = {
        { pause_it, "\"state\":\"paused\"", clock_paused },
        { move, "\"state\":\"running\"", clock_running },
        { miss, "\"state\":\"late\"", clock_late },
        { meet, NULL, clock_state_absent },
    };
    instant at[COUNT (rows)];
    turn_begin (HOUR_MS);
    arm (D, "红星仓库");
    turn_end();
    instant armed = now;
    for (size_t i = 0; i < COUNT (rows); i++) {
        turn_begin (HOUR_MS);
        rows[i].say();
        turn_end();
        at[i] = now;
    }
    for (int again = 0; again < 2; again++) {
        assert_null (strstr (list (clock_state_absent, NULL, armed - 1), D));
        assert_non_null (strstr (list (clock_running, "c01", armed), D));
        assert_null (strstr (list (clock_late, NULL, armed), D));
        for (size_t i = 0; i < COUNT (rows); i++)
            for (enum clock_state asked = clock_state_absent; asked <= clock_paused; asked++) {
                const char *answer = list (asked, NULL, at[i]);
                bool listed =
                    rows[i].word && (asked == clock_state_absent || asked == rows[i].state);
                assert_int_equal (strstr (answer, D) != NULL, listed);
                if (listed)
                    assert_non_null (strstr (answer, rows[i].word));
            }
        assert_null (strstr (list (clock_state_absent, NULL, INSTANT_ABSENT), D));
        rebuild();
    }
}

static void people_at_home_are_not_named (void **state)
{
    (void)state;
    turn_begin (HOUR_MS);
    arm (D, WORDS_HIDDEN);
    turn_end();
    const char *answer = list (clock_state_absent, NULL, INSTANT_ABSENT);
    assert_non_null (strstr (answer, D));
    assert_null (strstr (answer, "p1"));
    assert_null (strstr (answer, "清理"));
    sees_private = true;
    assert_non_null (strstr (list (clock_state_absent, NULL, INSTANT_ABSENT), "清理"));
    sees_private = false;
}

static void what_is_asked_by_is_known (void **state)
{
    (void)state;
    list (clock_state_absent, "c99", INSTANT_ABSENT);
    assert_int_equal (refused.count, 1);
    assert_string_equal (refused.list[0].path, "/community");
}

int main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown (each_state_holds_from_its_fact_to_the_next, begin, end),
        cmocka_unit_test_setup_teardown (people_at_home_are_not_named, begin, end),
        cmocka_unit_test_setup_teardown (what_is_asked_by_is_known, begin, end),
    };
    return cmocka_run_group_tests (tests, NULL, NULL);
}
