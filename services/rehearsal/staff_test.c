/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "rehearsal/staff.h"
#include "rehearsal/stage_test.h"
#include "words/escalation.h"

struct trial {
    struct staff_setup staff;
    struct absences absences;
    const char *const *premises; /* registered on the first day, until NULL; NULL: none */
    const char *json;            /* of what it showed */
    struct rehearsed_clock verification, watch, deliverable, meeting, window, notice, report;
    int64_t approved, served; /* orders */
    int64_t able, done, waiting, refused;
    const char *first_refused;
};

struct listeners {
    struct report *report;
    struct staff *staff;
    struct trial *trial;
};

static void hear (void *self, const struct heard *heard)
{
    const struct listeners *listeners = self;
    report_hear (listeners->report, heard);
    staff_hear (listeners->staff, heard);
    listeners->trial->approved += heard->word == order_approved_record();
    listeners->trial->served += heard->word == order_served_record();
}

static void keep_clock (struct rehearsed_clock *kept, const struct rehearsed_clock *clock,
                        const char *id)
{
    if (strcmp (clock->clock, id) == 0)
        *kept = *clock;
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
    for (size_t i = 0; i < rehearsed.clocks_count; i++) {
        keep_clock (&trial->verification, &rehearsed.clocks[i], CLOCK_TIPOFF_VERIFICATION);
        keep_clock (&trial->watch, &rehearsed.clocks[i], CLOCK_WATCH);
        keep_clock (&trial->deliverable, &rehearsed.clocks[i], "deliverable");
        keep_clock (&trial->meeting, &rehearsed.clocks[i], "meeting");
        keep_clock (&trial->window, &rehearsed.clocks[i], "window");
        keep_clock (&trial->notice, &rehearsed.clocks[i], CLOCK_NOTICE);
        keep_clock (&trial->report, &rehearsed.clocks[i], CLOCK_GOVERNMENT_REPORT);
    }
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
    if (!trial->staff.staffing)
        trial->staff.staffing = staffing_read ("/nowhere", stage->arena, &refusals);
    struct listeners listeners = { report_new (stage->office, &trial->absences, stage->arena),
                                   staff_new (&trial->staff, stage->arena), trial };
    struct rehearsal *rehearsal = rehearsal_new (
        &(struct rehearsal_setup){
            .office = stage->office, .from = from, .self = &listeners, .hear = hear },
        &refusals);
    report_begin (listeners.report, from);
    for (const char *const *one = trial->premises; one && *one; one++)
        stage_accepts (stage, rehearsal, "premises.register", *one);
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
    assert_true (trial.notice.met > 10 && trial.report.met > 0);
    assert_int_equal (trial.notice.missed + trial.report.missed, 0);
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
    assert_true (trial.deliverable.missed > 0);
    assert_int_equal (trial.deliverable.met + trial.deliverable.late, 0);
    assert_int_equal (trial.meeting.met + trial.window.met, 0);
}

/* S10, S13, S18, S9: plans, the regular meetings, the inspections before a peak. What is missing is
   missing because somebody is. */
static void what_is_owed_is_done_by_those_who_are_there (void **state)
{
    static const char *const premises[] = { "{\"premises\":\"W-5\",\"name\":\"仓库\","
                                            "\"categories\":[\"warehouse\"],\"community\":\"c05\"}",
                                            NULL };
    struct stage *stage = *state;
    const day from = stage->office->campaign->from, to = stage->office->campaign->to;
    const struct absence one = { "c05", from, to };
    struct trial all = { .staff = { .tips_thousandths = 500, .inspectors = 2, .seed = 1 },
                         .premises = premises };
    struct trial without = all;
    without.absences = (struct absences){ &one, 1 };
    try_out (stage, &all);
    try_out (stage, &without);
    if (all.refused + without.refused > 0)
        fail_msg ("refused: %s", all.refused ? all.first_refused : without.first_refused);
    assert_int_equal (all.deliverable.missed + all.meeting.missed + all.window.missed, 0);
    assert_true (all.deliverable.met >= 2 * 24);
    assert_true (all.meeting.met >= 24 + 6 + 2); /* 各社区、各部门, and the office's own */
    /* Of who has a warehouse, before the shopping peak; before New Year comes later. */
    assert_true (all.window.met > 0);
    assert_int_equal (without.deliverable.missed, 3); /* plan, kick-off, inspection plan */
    assert_int_equal (without.window.missed, 1);
    assert_int_equal (without.meeting.missed, 1); /* that of c05; the office's is held without it */
}

/* S13: each of the premises of which a plan is asked hands in its own; one thing for c01. */
static void premises_hand_in_their_plans (void **state)
{
#define PLACE(code, category)                                                                      \
    "{\"premises\":\"" code "\",\"name\":\"场所\",\"categories\":[\"" category "\"],"              \
    "\"community\":\"c01\"}"
    static const char *const premises[] = { PLACE ("K-1", "key_unit"),
                                            PLACE ("F-1", "party_service_centre"),
                                            PLACE ("M-1", "market"), NULL };
#undef PLACE
    static const struct absence one = { STAFF_UNIT, 18000, 19000 };
    struct stage *stage = *state;
    struct trial none = { .staff = { .inspectors = 2, .seed = 1 } };
    struct trial all = none, without = none;
    all.premises = without.premises = premises;
    without.absences = (struct absences){ &one, 1 };
    try_out (stage, &none);
    try_out (stage, &all);
    try_out (stage, &without);
    if (all.refused > 0)
        fail_msg ("refused: %s", all.first_refused);
    assert_int_equal (all.deliverable.met, none.deliverable.met + 1);
    assert_int_equal (all.deliverable.missed, 0);
    assert_int_equal (without.deliverable.missed, 1);
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

/* Whatever is found is grave, must be stopped, and is put right late. */
static void deciders_and_watchers_can_be_away (void **state)
{
    struct stage *stage = *state;
    struct refusals refusals = refusals_in (stage->arena);
    struct staffing grave = *staffing_read ("/nowhere", stage->arena, &refusals);
    const day from = stage->office->campaign->from, to = stage->office->campaign->to;
    const struct absence deciders[] = { { "leader", from, to },
                                        { "executive_deputy", from, to },
                                        { "deputy", from, to } };
    const struct absence watchers = { STAFF_WATCHER, from, to };
    grave.founded_percent = grave.major_percent = grave.suspension_percent = 100;
    grave.immediate_percent = grave.rectified_in_time_percent = 0;
    grave.rectified_late_days_max = 60;
    struct trial there = {
        .staff = { .staffing = &grave, .tips_thousandths = 500, .inspectors = 3, .seed = 1 }
    };
    struct trial undecided = there, unwatched = there;
    undecided.absences = (struct absences){ deciders, 3 };
    unwatched.absences = (struct absences){ &watchers, 1 };
    try_out (stage, &there);
    try_out (stage, &undecided);
    try_out (stage, &unwatched);
    assert_true (there.approved > 0);
    assert_true (there.served > 0);
    assert_int_equal (undecided.approved, 0);
    assert_true (there.watch.met > there.watch.armed * 3 / 4);
    assert_int_equal (unwatched.watch.met + unwatched.watch.late, 0);
    assert_int_equal (undecided.refused + unwatched.refused, 0);
}

/* One inspector who is just about enough: what has a day is not kept waiting behind what has three.
 */
static void what_is_due_first_is_done_first (void **state)
{
    struct stage *stage = *state;
    struct trial trial = { .staff = { .tips_thousandths = 3500, .inspectors = 1, .seed = 1 } };
    try_out (stage, &trial);
    assert_true (trial.waiting > 0);
    assert_true (trial.verification.missed * 10 < trial.verification.armed);
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

static void hear_of (struct stage *stage, struct staff *staff, const struct record *word,
                     const void *event)
{
    const struct fact fact = { .recorded = stage_moment ("2020-11-27T09:00:00+08:00") };
    const struct heard heard = {
        .fact = &fact, .word = word, .event = &event, .arena = stage->arena
    };
    staff_hear (staff, &heard);
}

/* Orders and referrals of a journal, of which the services of this rehearsal know nothing: whatever
   is said of one is refused. */
static void steps_that_were_done_are_not_done_again (void **state)
{
    struct stage *stage = *state;
    struct refusals refusals = refusals_in (stage->arena);
    const struct absences nobody = { .count = 0 };
    const struct staff_setup setup = { .office = stage->office,
                                       .staffing =
                                           staffing_read ("/nowhere", stage->arena, &refusals),
                                       .absences = &nobody,
                                       .inspectors = 1 };
    struct staff *staff = staff_new (&setup, stage->arena);
    const char *first;
    const instant from = stage_moment ("2020-11-30T00:00:00+08:00");
    static const char *const orders[] = { "O-served", "O-rejected", "O-notified" };
    for (size_t i = 0; i < 3; i++)
        hear_of (stage, staff, order_drafted_record(),
                 &(struct order_drafted){ .order = orders[i] });
    hear_of (stage, staff, order_approved_record(), &(struct order_approved){ .order = orders[0] });
    hear_of (stage, staff, order_served_record(), &(struct order_served){ .order = orders[0] });
    hear_of (stage, staff, order_rejected_record(), &(struct order_rejected){ .order = orders[1] });
    hear_of (stage, staff, order_notified_record(),
             &(struct order_notified){ .order = orders[2], .until = INSTANT_ABSENT });
    hear_of (stage, staff, referral_drafted_record(),
             &(struct referral_drafted){ .referral = "R" });
    hear_of (stage, staff, referral_sent_record(), &(struct referral_sent){ .referral = "R" });
    struct rehearsal *rehearsal = rehearsal_new (
        &(struct rehearsal_setup){
            .office = stage->office, .from = from, .self = staff, .hear = staff_hear },
        &refusals);
    staff_play (staff, rehearsal, from + 2 * (instant)DAY_MS);
    assert_int_equal (staff_refused (staff, &first), 1);
    assert_non_null (strstr (first, "order.approve {"));
    assert_non_null (strstr (first, orders[2]));
    rehearsal_destroy (&rehearsal);
    staff_destroy (&staff);
}

static void what_nobody_works_on_is_named (void **state)
{
    struct stage *stage = *state;
    struct rehearsed_clock clocks[] = {
        { .clock = CLOCK_WATCH, .name = "watch", .armed = 3, .missed = 1 },
        { .clock = CLOCK_PUBLICATION, .name = "publication", .before = 1, .missed = 1 },
        { .clock = CLOCK_VISIT, .name = "visit" },
        { .clock = CLOCK_DELISTING, .name = "delisting", .armed = 1 },
    };
    const struct rehearsed rehearsed = { .clocks = clocks, .clocks_count = 4 };
    const struct staff_setup acting = { .office = stage->office, .inspectors = 1 };
    const struct staff_setup nobody = { .office = stage->office, .inspectors = STAFF_NOBODY_ACTS };
    struct staff *staff = staff_new (&acting, stage->arena),
                 *none = staff_new (&nobody, stage->arena);
    size_t count;
    const struct rehearsed_unworked *list = staff_unworked (staff, &rehearsed, &count);
    assert_int_equal (count, 2);
    assert_string_equal (list[0].name, "publication");
    assert_int_equal (list[0].missed, 1);
    assert_string_equal (list[1].clock, CLOCK_DELISTING);
    staff_unworked (none, &rehearsed, &count);
    assert_int_equal (count, 0);
    staff_destroy (&staff);
    staff_destroy (&none);
}

#define PLAYED(test) cmocka_unit_test_setup_teardown (test, stage_new, stage_destroy)

int main (void)
{
    const struct CMUnitTest tests[] = {
        PLAYED (the_same_seed_is_the_same_season),
        PLAYED (those_who_are_there_do_it_and_are_not_refused),
        PLAYED (nobody_acts_unless_told),
        PLAYED (what_is_owed_is_done_by_those_who_are_there),
        PLAYED (premises_hand_in_their_plans),
        PLAYED (fewer_do_less),
        PLAYED (deciders_and_watchers_can_be_away),
        PLAYED (what_is_due_first_is_done_first),
        PLAYED (steps_that_were_done_are_not_done_again),
        PLAYED (what_nobody_works_on_is_named),
        PLAYED (the_shipped_file_says_what_holds_without_it),
    };
    log_open ("test", LOG_NOTHING);
    return cmocka_run_group_tests (tests, NULL, NULL);
}
