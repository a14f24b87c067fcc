/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "scheduling/plan.h"
#include "scheduling/stage_test.h"

/* A rectification due Friday, 19 February 2021, 24:00: early 3, soon 1 working day before, then the
 * due moment. */
static void one_after_the_other (void **state)
{
    enum { EARLY, SOON, DUE };
    static const struct {
        enum deadline_state state;
        const char *reached, *repeat;
        int64_t place;
        enum plan_kind kind;
        int64_t step;
        const char *moment;
    } rows[] = {
        { deadline_state_armed, "2021-02-08 10:00", NULL, -1, PLAN_STEP, EARLY,
          "2021-02-09 09:00" },
        { deadline_state_armed, "2021-02-09 09:00", NULL, EARLY, PLAN_STEP, SOON,
          "2021-02-18 09:00" },
        { deadline_state_armed, "2021-02-10 08:00", NULL, -1, PLAN_STEP, SOON, "2021-02-18 09:00" },
        { deadline_state_armed, "2021-02-18 09:00", NULL, SOON, PLAN_MISS, 0, "2021-02-20 00:00" },
        { deadline_state_missed, "2021-02-18 09:00", "2021-02-21 00:00", SOON, PLAN_STEP, DUE,
          "2021-02-20 00:00" },
        { deadline_state_missed, "2021-02-20 00:00", "2021-02-21 00:00", DUE, PLAN_REPEAT, 0,
          "2021-02-21 00:00" },
        { deadline_state_met, "2021-02-08 10:00", NULL, -1, PLAN_NOTHING, 0, NULL },
        { deadline_state_cancelled, "2021-02-08 10:00", NULL, -1, PLAN_NOTHING, 0, NULL },
    };
    (void)state;
    struct arena *arena = arena_new();
    const struct office *office = stage_office (arena);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct deadline_row row = { .clock = CLOCK_RECTIFICATION,
                                          .state = rows[i].state,
                                          .due = at ("2021-02-20 00:00"),
                                          .known = day_of (at ("2021-02-08 00:00")),
                                          .reached = at (rows[i].reached),
                                          .place = rows[i].place,
                                          .repeat = rows[i].repeat ? at (rows[i].repeat)
                                                                   : INSTANT_ABSENT };
        struct plan_point point = plan_next (&row, office);
        assert_int_equal (point.kind, rows[i].kind);
        if (rows[i].moment)
            assert_int_equal (point.moment, at (rows[i].moment));
        if (point.kind == PLAN_STEP)
            assert_int_equal (point.place, rows[i].step);
        assert_int_equal (plan_next_moment (&row, office),
                          rows[i].moment ? at (rows[i].moment) : INSTANT_ABSENT);
    }
    arena_destroy (&arena);
}

/* Set when it was over already: what lies before is not told, the due moment is. */
static void the_due_moment_is_always_owed (void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    const struct office *office = stage_office (arena);
    instant due = at ("2021-02-20 00:00");
    struct deadline_row row = { .clock = CLOCK_RECTIFICATION,
                                .state = deadline_state_armed,
                                .due = due,
                                .place = -1,
                                .known = day_of (due),
                                .repeat = INSTANT_ABSENT,
                                .reached = plan_reached (at ("2021-02-25 12:00"), due) };
    assert_int_equal (plan_next (&row, office).kind, PLAN_MISS);
    row.state = deadline_state_missed;
    assert_int_equal (plan_next (&row, office).kind, PLAN_STEP);
    assert_int_equal (plan_next (&row, office).moment, due);
    assert_int_equal (plan_reached (at ("2021-02-19 12:00"), due), at ("2021-02-19 12:00"));
    arena_destroy (&arena);
}

/* In January 2020 the holiday was made longer on the 27th: what was set before keeps the steps it
 * was set with. */
static void a_calendar_that_changes (void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    const struct office *office = stage_office (arena);
    const struct reminder_step soon = { .when = step_before,
                                        .hours = NUMBER_ABSENT,
                                        .working_days = 1 };
    const struct reminder_step later = { .when = step_after,
                                         .hours = NUMBER_ABSENT,
                                         .working_days = 1 };
    instant due = at ("2020-02-04 00:00"); /* the 24:00 of Monday the 3rd */
    assert_int_equal (
        plan_step_moment (&soon, due, office->calendar, day_of (at ("2020-01-20 00:00"))),
        at ("2020-02-01 09:00"));
    assert_int_equal (
        plan_step_moment (&soon, due, office->calendar, day_of (at ("2020-01-30 00:00"))),
        at ("2020-01-23 09:00"));
    assert_int_equal (
        plan_step_moment (&later, due, office->calendar, day_of (at ("2020-01-30 00:00"))),
        at ("2020-02-04 09:00"));
    arena_destroy (&arena);
}

int main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (one_after_the_other),
        cmocka_unit_test (the_due_moment_is_always_owed),
        cmocka_unit_test (a_calendar_that_changes),
    };
    return cmocka_run_group_tests (tests, NULL, NULL);
}
