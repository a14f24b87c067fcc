/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "rehearsal/staff.h"
#include "rehearsal/stage_test.h"

struct trial {
    struct staff_setup staff;
    struct absences absences;
    const char *json; /* of what it showed */
    struct rehearsed_clock verification;
    int64_t able, done, waiting, refused;
    const char *first_refused;
};

struct listeners {
    struct report *report;
    struct staff *staff;
};

static void hear (void *self, const struct heard *heard)
{
    const struct listeners *listeners = self;
    report_hear (listeners->report, heard);
    staff_hear (listeners->staff, heard);
}

static void sum_up (struct stage *stage, struct trial *trial, const struct listeners *listeners,
                    instant to)
{
    struct rehearsed rehearsed = report_end (listeners->report, to);
    struct text text = text_in (stage->arena);
    rehearsed.inspectors = staff_weeks (listeners->staff, &rehearsed.inspectors_count);
    trial->able = trial->done = trial->waiting = 0;
    for (size_t i = 0; i < rehearsed.inspectors_count; i++) {
        trial->able += rehearsed.inspectors[i].able;
        trial->done += rehearsed.inspectors[i].done;
        trial->waiting = rehearsed.inspectors[i].waiting;
    }
    for (size_t i = 0; i < rehearsed.clocks_count; i++)
        if (strcmp (rehearsed.clocks[i].clock, CLOCK_TIPOFF_VERIFICATION) == 0)
            trial->verification = rehearsed.clocks[i];
    record_to_json (rehearsed_record(), &rehearsed, &text);
    trial->json = text.bytes;
    trial->refused = staff_refused (listeners->staff, &trial->first_refused);
}

/* Four weeks from Mon 30 November 2020, twenty working days. */
static void try_out (struct stage *stage, struct trial *trial)
{
    struct refusals refusals = refusals_in (stage->arena);
    instant from = stage_moment ("2020-11-30T00:00:00+08:00"), to = from + 28 * (instant)DAY_MS;
    trial->staff.office = stage->office;
    trial->staff.absences = &trial->absences;
    trial->staff.staffing = staffing_read ("/nowhere", stage->arena, &refusals);
    struct listeners listeners = { report_new (stage->office, &trial->absences, stage->arena),
                                   staff_new (&trial->staff, stage->arena) };
    struct rehearsal *rehearsal = rehearsal_new (
        &(struct rehearsal_setup){
            .office = stage->office, .from = from, .self = &listeners, .hear = hear },
        stage->arena, &refusals);
    report_begin (listeners.report, from);
    staff_play (listeners.staff, rehearsal, to);
    sum_up (stage, trial, &listeners, to);
    rehearsal_destroy (&rehearsal);
    report_destroy (&listeners.report);
    staff_destroy (&listeners.staff);
}

static void the_same_seed_is_the_same_season (void **state)
{
    struct stage *stage = *state;
    struct trial a = { .staff = { .tips_thousandths = 1500, .inspectors = 2, .seed = 3 } };
    struct trial b = a, other = a;
    other.staff.seed = 4;
    try_out (stage, &a);
    try_out (stage, &b);
    try_out (stage, &other);
    assert_string_equal (a.json, b.json);
    assert_string_not_equal (a.json, other.json);
}

static void those_who_are_there_do_it_and_are_not_refused (void **state)
{
    struct stage *stage = *state;
    struct trial trial = { .staff = { .tips_thousandths = 3000, .inspectors = 4, .seed = 1 } };
    try_out (stage, &trial);
    if (trial.refused > 0)
        fail_msg ("%d refused: %s", (int)trial.refused, trial.first_refused);
    assert_int_equal (trial.able, 20 * 4 * 6);
    assert_true (trial.verification.armed > 50 && trial.verification.armed < 120);
    assert_true (trial.verification.met > trial.verification.armed * 3 / 4);
    assert_true (trial.waiting < 20);
}

static void nobody_acts_unless_told (void **state)
{
    struct stage *stage = *state;
    struct trial trial = {
        .staff = { .tips_thousandths = 1000, .inspectors = STAFF_NOBODY_ACTS, .seed = 1 }
    };
    try_out (stage, &trial);
    assert_int_equal (trial.able, 0);
    assert_int_equal (trial.done, 0);
    assert_int_equal (trial.refused, 0);
    assert_int_equal (trial.verification.met, 0);
    assert_true (trial.verification.open == trial.verification.armed);
}

/* Where the office falls short: too few, or some away. */
static void fewer_do_less (void **state)
{
    struct stage *stage = *state;
    const struct absence away[] = {
        { STAFF_INSPECTOR, stage->office->campaign->from, stage->office->campaign->to },
        { STAFF_INSPECTOR, stage->office->campaign->from, stage->office->campaign->to },
    };
    const struct absence department = { "construction", stage->office->campaign->from,
                                        stage->office->campaign->to };
    struct trial enough = { .staff = { .tips_thousandths = 6000, .inspectors = 3, .seed = 1 } };
    struct trial few = enough, without = enough;
    few.absences = (struct absences){ away, 2 };
    without.absences = (struct absences){ &department, 1 };
    try_out (stage, &enough);
    try_out (stage, &few);
    try_out (stage, &without);
    assert_int_equal (few.able * 3, enough.able);
    assert_true (few.waiting > enough.waiting + 50);
    assert_true (few.verification.missed > enough.verification.missed + 50);
    assert_true (without.waiting > enough.waiting); /* whose trade it is does not go along */
}

static void the_shipped_file_says_what_holds_without_it (void **state)
{
    struct stage *stage = *state;
    struct refusals refusals = refusals_in (stage->arena);
    const char *source = getenv ("SOURCE");
    const char *folder = arena_format (stage->arena, "%s/config", source ? source : ".");
    const struct staffing *shipped = staffing_read (folder, stage->arena, &refusals);
    const struct staffing *otherwise = staffing_read ("/nowhere", stage->arena, &refusals);
    assert_non_null (shipped);
    assert_memory_equal (shipped, otherwise, sizeof *shipped);
}

#define PLAYED(test) cmocka_unit_test_setup_teardown (test, stage_new, stage_destroy)

int main (void)
{
    const struct CMUnitTest tests[] = {
        PLAYED (the_same_seed_is_the_same_season),
        PLAYED (those_who_are_there_do_it_and_are_not_refused),
        PLAYED (nobody_acts_unless_told),
        PLAYED (fewer_do_less),
        PLAYED (the_shipped_file_says_what_holds_without_it),
    };
    log_open ("test", LOG_NOTHING);
    return cmocka_run_group_tests (tests, NULL, NULL);
}
