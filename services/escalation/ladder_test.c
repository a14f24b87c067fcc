/* Ladders on a real store: facts are heard and hours strike as a turn does it, and what was decided
   is read back. By the office's own policy, whose rungs and hours are the promise. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "escalation/stage_test.h"

/* ---- rungs ---- */

static const struct climb {
    const char *name, *ref, *clock;
    enum severity severity;
    const char *rungs[6];
    int hours[6];
    size_t orders;
} climbs[] = {
    { "a major hazard",
      CASE,
      CLOCK_RECTIFICATION,
      severity_major,
      { "office", "deputy", "executive_deputy", "leader", "suspension" },
      { 0, 24, 72, 120, 168 },
      1 },
    { "a general hazard",
      CASE,
      CLOCK_RECTIFICATION,
      severity_general,
      { "office", "deputy", "executive_deputy", "leader" },
      { 0, 24, 72, 120 },
      0 },
    { "a watch is danger",
      CASE,
      CLOCK_WATCH,
      severity_major,
      { "office", "deputy", "executive_deputy", "leader" },
      { 0, 2, 6, 12 },
      0 },
    { "a tip-off",
      "T-2021-000003",
      CLOCK_TIPOFF_VERIFICATION,
      severity_absent,
      { "office", "deputy", "executive_deputy", "leader" },
      { 0, 24, 72, 120 },
      0 },
};

static void check_climb (const struct climb *climb)
{
    size_t rung = 0;
    miss_one (climb->ref, climb->clock, climb->severity, START);
    assert_int_equal (count_said (ladder_raised_record), 1);
    for (; climb->rungs[rung]; rung++) {
        assert_int_equal (next_hour ("ladder"), START + climb->hours[rung] * (instant)HOUR_MS);
        now = next_hour ("ladder");
        strike ("ladder");
        const struct ladder_climbed *climbed = last_said (ladder_climbed_record);
        assert_string_equal (climbed->rung, climb->rungs[rung]);
        assert_int_equal (count_said (ladder_climbed_record), rung + 1);
        assert_false (climbed->late);
    }
    assert_int_equal (count_said (order_drafted_record), climb->orders);
    /* domain.md 6: an escalation never falls silent. Weekly; daily where silence is danger. */
    instant gap = (strcmp (climb->clock, CLOCK_WATCH) == 0 ? 24 : 168) * (instant)HOUR_MS;
    for (int64_t number = 1; number <= 20; number++) {
        assert_int_equal (next_hour ("ladder"), now + gap);
        now = next_hour ("ladder");
        strike ("ladder");
        const struct ladder_repeated *repeated = last_said (ladder_repeated_record);
        assert_int_equal (repeated->number, number);
        assert_string_equal (repeated->rung, climb->rungs[rung - 1]);
        assert_string_equal (repeated->role, "leader");
        assert_false (repeated->late);
    }
    assert_int_equal (count_said (ladder_climbed_record), rung);
    assert_int_equal (count_said (order_drafted_record), climb->orders);
}

static void test_rungs_at_their_hours (void **state)
{
    for (size_t i = 0; i < COUNT (climbs); i++) {
        print_message ("  %s\n", climbs[i].name);
        check_climb (&climbs[i]);
        assert_int_equal (end (state), 0);
        assert_int_equal (begin (state), 0);
    }
}

static void test_after_an_outage_each_rung_once_and_in_order (void **state)
{
    (void)state;
    static const char *const rungs[] = { "office", "deputy", "executive_deputy" };
    now = START + 73 * (instant)HOUR_MS;
    miss_one (CASE, CLOCK_RECTIFICATION, severity_major, START);
    strike ("ladder");
    assert_int_equal (count_said (ladder_climbed_record), COUNT (rungs));
    for (size_t i = 0, at = 0; i < said_count; i++)
        if (said[i].word == ladder_climbed_record) {
            const struct ladder_climbed *climbed = said[i].event;
            assert_string_equal (climbed->rung, rungs[at++]);
            assert_true (climbed->late);
        }
    assert_int_equal (next_hour ("ladder"), START + 120 * (instant)HOUR_MS);
}

/* What an outage swallowed is told once, and the gap begins anew. */
static void test_after_an_outage_the_rung_repeats_once (void **state)
{
    (void)state;
    miss_one (CASE, CLOCK_RECTIFICATION, severity_general, START);
    now = START + 120 * (instant)HOUR_MS;
    strike ("ladder");
    now = START + 1200 * (instant)HOUR_MS;
    strike ("ladder");
    assert_int_equal (count_said (ladder_repeated_record), 1);
    assert_true (((const struct ladder_repeated *)last_said (ladder_repeated_record))->late);
    assert_int_equal (next_hour ("ladder"), now + 168 * (instant)HOUR_MS);
}

/* Old journals end above the last rung: nothing was to come then. */
static void test_an_old_ladder_rings_again (void **state)
{
    (void)state;
    miss_one (CASE, CLOCK_RECTIFICATION, severity_general, START);
    store_begin (store);
    ladder_apply_climbed (store, &(struct fact){ .recorded = START + 120 * (instant)HOUR_MS },
                          &(struct ladder_climbed){ .deadline = CASE "/" CLOCK_RECTIFICATION "/1",
                                                    .ref = CASE,
                                                    .rung = "leader",
                                                    .role = "leader",
                                                    .community = "c01",
                                                    .department = "office",
                                                    .clock = CLOCK_RECTIFICATION,
                                                    .planned = START + 120 * (instant)HOUR_MS,
                                                    .next = INSTANT_ABSENT },
                          arena);
    assert_true (store_commit (store));
    now = START + 121 * (instant)HOUR_MS;
    strike ("ladder");
    assert_int_equal (count_said (ladder_repeated_record), 0);
    assert_int_equal (next_hour ("ladder"), START + 288 * (instant)HOUR_MS);
}

static void test_late_begins_at_ten_minutes (void **state)
{
    (void)state;
    miss_one (CASE, CLOCK_RECTIFICATION, severity_general, START);
    now = START + LADDER_LATE_MS - 1;
    strike ("ladder");
    assert_false (((const struct ladder_climbed *)last_said (ladder_climbed_record))->late);
    now = START + 24 * (instant)HOUR_MS + LADDER_LATE_MS;
    strike ("ladder");
    assert_true (((const struct ladder_climbed *)last_said (ladder_climbed_record))->late);
}

/* ---- the end of a ladder ---- */

static void say_end (int how, const char *deadline)
{
    if (how == 0)
        hear (deadline_met_record, CASE,
              &(struct deadline_met){ .deadline = deadline, .ref = CASE, .at = now });
    else if (how == 1)
        hear (deadline_cancelled_record, CASE,
              &(struct deadline_cancelled){ .deadline = deadline, .ref = CASE, .reason = "x" });
    else
        hear (deadline_extended_record, CASE,
              &(struct deadline_extended){ .deadline = deadline,
                                           .ref = CASE,
                                           .extension = 1,
                                           .due_before = START,
                                           .due = START + DAY_MS,
                                           .reason = "x",
                                           .by = "leader" });
}

static void test_met_cancelled_extended_end_that_ladder_alone (void **state)
{
    for (int how = 0; how < 3; how++) {
        miss_one (CASE, CLOCK_RECTIFICATION, severity_general, START);
        miss_one (CASE, CLOCK_WATCH, severity_general, START);
        strike ("ladder");
        hush();
        say_end (how, CASE "/" CLOCK_RECTIFICATION "/1");
        say_end (how, CASE "/" CLOCK_RECTIFICATION "/1");
        assert_int_equal (said_count, 1);
        assert_int_equal (count_said (ladder_ended_record), 1);
        assert_int_equal (next_hour ("ladder"),
                          START + 2 * (instant)HOUR_MS); /* the watch goes on */
        assert_int_equal (end (state), 0);
        assert_int_equal (begin (state), 0);
    }
}

static void test_missed_again_after_an_extension (void **state)
{
    (void)state;
    miss_one (CASE, CLOCK_RECTIFICATION, severity_general, START);
    miss_one (CASE, CLOCK_RECTIFICATION, severity_general, START);
    assert_int_equal (count_said (ladder_raised_record), 1);
    strike ("ladder");
    say_end (2, CASE "/" CLOCK_RECTIFICATION "/1");
    assert_true (next_hour ("ladder") == INSTANT_NEVER);
    hush();
    now = START + DAY_MS;
    miss_one (CASE, CLOCK_RECTIFICATION, severity_general, now);
    strike ("ladder");
    assert_int_equal (count_said (ladder_raised_record), 1);
    assert_string_equal (((const struct ladder_climbed *)last_said (ladder_climbed_record))->rung,
                         "office");
}

/* ---- one ladder for each clock of a case ---- */

static void miss_watch (int cycle)
{
    miss (CASE, CLOCK_WATCH, cycle, severity_major, START + (cycle - 1) * 12 * (instant)HOUR_MS);
}

static void end_watch (const struct record *(*word) (void), int cycle)
{
    const char *deadline = arena_format (arena, CASE "/" CLOCK_WATCH "/%d", cycle);
    if (word == deadline_met_record)
        hear (word, CASE,
              &(struct deadline_met){ .deadline = deadline, .ref = CASE, .at = now, .late = true });
    else
        hear (word, CASE,
              &(struct deadline_cancelled){ .deadline = deadline, .ref = CASE, .reason = "x" });
}

/* Nobody keeps the watch: the ladder is climbed once, not from the ground for each watch. */
static void test_later_misses_join (void **state)
{
    (void)state;
    for (int cycle = 1; cycle <= 4; cycle++) {
        now = START + (cycle - 1) * 12 * (instant)HOUR_MS;
        miss_watch (cycle);
        miss_watch (cycle); /* heard again: no second effect */
        strike ("ladder");
    }
    assert_int_equal (count_said (ladder_raised_record), 1);
    assert_int_equal (count_said (ladder_joined_record), 3);
    assert_int_equal (count_said (ladder_climbed_record), 4);
    const struct ladder_joined *joined = last_said (ladder_joined_record);
    assert_string_equal (joined->ladder, CASE "/watch/1");
    assert_string_equal (joined->deadline, CASE "/watch/4");
    assert_string_equal (joined->rung, "leader");
    miss_one (CASE, CLOCK_RECTIFICATION, severity_major, now); /* another clock */
    assert_int_equal (count_said (ladder_raised_record), 2);
}

static void test_a_ladder_stands_for_the_last_of_them (void **state)
{
    (void)state;
    for (int cycle = 1; cycle <= 3; cycle++)
        miss_watch (cycle);
    now = START;
    strike ("ladder");
    hush();
    end_watch (deadline_cancelled_record, 1); /* the one that raised it */
    end_watch (deadline_cancelled_record, 1);
    end_watch (deadline_met_record, 3);
    assert_int_equal (count_said (ladder_left_record), 2);
    assert_int_equal (said_count, 2);
    assert_int_equal (next_hour ("ladder"), START + 2 * (instant)HOUR_MS);
    end_watch (deadline_met_record, 2);
    end_watch (deadline_met_record, 2);
    assert_int_equal (said_count, 3);
    const struct ladder_ended *ended = last_said (ladder_ended_record);
    assert_string_equal (ended->deadline, CASE "/watch/1");
    assert_true (next_hour ("ladder") == INSTANT_NEVER);
    miss_watch (3); /* heard again, after its end */
    assert_int_equal (said_count, 3);
    miss_watch (4);
    assert_int_equal (count_said (ladder_raised_record), 1);
}

/* ---- a policy that changed while a ladder stands ---- */

static struct ladder_step rungs[8];

/* The shipped rungs without those of IDS, as after a new start. */
static void lose_rungs (const char *ids)
{
    struct policy *policy = arena_take (arena, sizeof *policy);
    struct office *changed = arena_take (arena, sizeof *changed);
    *policy = *office->policy;
    *changed = *office;
    policy->ladder = rungs;
    policy->ladder_count = 0;
    for (size_t i = 0; i < office->policy->ladder_count; i++)
        if (!strstr (ids, arena_format (arena, " %s ", office->policy->ladder[i].id)))
            rungs[policy->ladder_count++] = office->policy->ladder[i];
    changed->policy = policy;
    office = changed;
}

/* Climbed to the deputy, at 24 hours; then the policy loses rungs. */
static const struct {
    const char *lost;
    const char *rungs[4]; /* what is climbed then */
    int hours[4];
} losses[] = {
    { "", { "executive_deputy", "leader", "suspension" }, { 72, 120, 168 } },
    { " executive_deputy ", { "leader", "suspension" }, { 120, 168 } },
    { " deputy ", { "executive_deputy", "leader", "suspension" }, { 72, 120, 168 } },
    { " office deputy executive_deputy ", { "leader", "suspension" }, { 120, 168 } },
    { " executive_deputy leader suspension ", { NULL }, { 0 } },
};

static void check_loss (size_t i)
{
    miss_one (CASE, CLOCK_RECTIFICATION, severity_major, START);
    now = START + 24 * (instant)HOUR_MS;
    strike ("ladder");
    hush();
    lose_rungs (losses[i].lost);
    for (size_t rung = 0; losses[i].rungs[rung]; rung++) {
        while (next_hour ("ladder") < START + losses[i].hours[rung] * (instant)HOUR_MS) {
            now = next_hour ("ladder");
            strike ("ladder"); /* what was settled by the policy of before */
        }
        assert_int_equal (count_said (ladder_climbed_record), rung);
        now = START + losses[i].hours[rung] * (instant)HOUR_MS;
        strike ("ladder");
        const struct ladder_climbed *climbed = last_said (ladder_climbed_record);
        assert_string_equal (climbed->rung, losses[i].rungs[rung]);
        assert_false (climbed->late);
    }
    now = START + 1000 * (instant)HOUR_MS;
    strike ("ladder");
    assert_int_equal (count_said (ladder_ended_record), 0);
    assert_true (next_hour ("ladder") > now &&
                 next_hour ("ladder") <= now + 168 * (instant)HOUR_MS);
    say_end (0, CASE "/" CLOCK_RECTIFICATION "/1");
    assert_int_equal (count_said (ladder_ended_record), 1);
}

static void test_a_lost_rung_ends_no_ladder (void **state)
{
    for (size_t i = 0; i < COUNT (losses); i++) {
        print_message ("  lost: %s\n", losses[i].lost);
        check_loss (i);
        assert_int_equal (end (state), 0);
        assert_int_equal (begin (state), 0);
    }
}

static void test_a_rung_that_moved_is_not_climbed_again (void **state)
{
    (void)state;
    miss_one (CASE, CLOCK_RECTIFICATION, severity_major, START);
    now = START + 24 * (instant)HOUR_MS;
    strike ("ladder");
    hush();
    lose_rungs ("");
    rungs[1].after_hours = 48; /* the deputy's */
    now = START + 72 * (instant)HOUR_MS;
    strike ("ladder");
    assert_int_equal (count_said (ladder_climbed_record), 1);
    assert_string_equal (((const struct ladder_climbed *)last_said (ladder_climbed_record))->rung,
                         "executive_deputy");
}

/* ---- cases and their orders ---- */

static void test_opened (void **state)
{
    static const struct {
        enum treatment_kind kind;
        size_t noted, drafted;
    } rows[] = { { treatment_immediate, 0, 0 },
                 { treatment_deferred, 1, 0 },
                 { treatment_suspension, 1, 1 } };
    for (size_t i = 0; i < COUNT (rows); i++) {
        open_hazard (rows[i].kind);
        open_hazard (rows[i].kind); /* heard again: no second effect */
        assert_int_equal (count_said (case_noted_record), rows[i].noted);
        assert_int_equal (count_said (order_drafted_record), rows[i].drafted);
        assert_int_equal (said_count, rows[i].noted + rows[i].drafted);
        assert_int_equal (end (state), 0);
        assert_int_equal (begin (state), 0);
    }
}

static void test_one_live_order_from_treatment_and_ladder (void **state)
{
    (void)state;
    open_hazard (treatment_suspension);
    now = START + 200 * (instant)HOUR_MS;
    miss_one (CASE, CLOCK_RECTIFICATION, severity_major, START);
    strike ("ladder");
    assert_int_equal (count_said (ladder_climbed_record), 5);
    assert_int_equal (count_said (order_drafted_record), 1);
}

/* The journals of two services come in any order. */
static void test_a_ladder_before_its_hazard (void **state)
{
    (void)state;
    now = START + 200 * (instant)HOUR_MS;
    miss_one (CASE, CLOCK_RECTIFICATION, severity_major, START);
    strike ("ladder");
    const struct order_drafted *drafted = last_said (order_drafted_record);
    assert_int_equal (drafted->ground, order_ground_ladder);
    assert_string_equal (drafted->premises_name, "某商场");
    open_hazard (treatment_suspension);
    assert_int_equal (count_said (order_drafted_record), 1);
}

static void test_closing_ends_ladders_and_withdraws (void **state)
{
    (void)state;
    open_hazard (treatment_suspension);
    miss_one (CASE, CLOCK_RECTIFICATION, severity_major, START);
    miss_one (CASE, CLOCK_WATCH, severity_major, START);
    strike ("ladder");
    hush();
    close_hazard();
    close_hazard();
    assert_int_equal (count_said (ladder_ended_record), 2);
    assert_int_equal (count_said (order_withdrawn_record), 1);
    assert_int_equal (count_said (case_ended_record), 1);
    assert_int_equal (said_count, 4);
    assert_true (next_hour ("ladder") == INSTANT_NEVER);
    miss_one (CASE, CLOCK_RECTIFICATION, severity_major, START + 1); /* told late */
    assert_int_equal (said_count, 4);
}

static void close_hazard_as (enum closing reason)
{
    hear (hazard_closed_record, CASE,
          &(struct hazard_closed){
              .hazard = CASE, .cycle = 1, .reason = reason, .by = "office", .evidence = "纪要" });
}

/* 行政强制法 18, 行政处罚法 42: two go to serve it, and what one saw alone does not lift it. */
static void test_one_person_alone_does_not_lift_it (void **state)
{
    (void)state;
    static const char *const twice[] = { "甲", " 甲 " };
    struct order_lift by_one = { .order = "O-2021-000017-1",
                                 .by = "leader",
                                 .at = INSTANT_ABSENT,
                                 .inspectors = twice,
                                 .inspectors_count = COUNT (twice) };
    open_hazard (treatment_suspension);
    approve();
    assert_int_equal (serve(), REFUSAL_NONE);
    hear (reinspection_reported_record, CASE,
          &(struct reinspection_reported){ .hazard = CASE,
                                           .cycle = 1,
                                           .outcome = reinspection_passed,
                                           .inspectors = twice,
                                           .inspectors_count = COUNT (twice) });
    close_hazard();
    assert_int_equal (lift(), REFUSAL_INVALID);
    assert_int_equal (command (order_lift_record, &by_one), REFUSAL_INVALID);
    by_one.inspectors = two_inspectors; /* who went there since */
    assert_int_equal (command (order_lift_record, &by_one), REFUSAL_NONE);
    assert_int_equal (
        ((const struct order_lifted *)last_said (order_lifted_record))->inspectors_count, 2);
}

/* domain.md 5: an order in force does not vanish with a hazard that nobody inspected again. */
static void test_a_served_order_outlives_its_hazard (void **state)
{
    static const enum closing reasons[] = { closing_transferred, closing_withdrawn };
    (void)state;
    for (size_t i = 0; i < COUNT (reasons); i++) {
        if (i > 0) {
            end (state);
            begin (state);
        }
        open_hazard (treatment_suspension);
        approve();
        assert_int_equal (serve(), REFUSAL_NONE);
        assert_int_equal (lift(), REFUSAL_CONFLICT);
        close_hazard_as (reasons[i]);
        const struct order_orphaned *orphaned = last_said (order_orphaned_record);
        assert_string_equal (orphaned->order, "O-2021-000017-1");
        assert_int_equal (orphaned->closing, reasons[i]);
        assert_int_equal (count_said (order_withdrawn_record), 0);
        close_hazard_as (reasons[i]);
        assert_int_equal (count_said (order_orphaned_record), 1);
        assert_int_equal (lift(), REFUSAL_NONE);
    }
}

static void link_hazard (void)
{
    hear (hazard_closed_record, CASE,
          &(struct hazard_closed){ .hazard = CASE,
                                   .cycle = 1,
                                   .reason = closing_linked,
                                   .by = "office",
                                   .linked = "H-2021-000016" });
}

static void split_hazard (void)
{
    hear (hazard_split_off_record, CASE,
          &(struct hazard_split_off){
              .hazard = CASE, .from = "H-2021-000016", .cycle = 2, .reason = "r", .by = "office" });
}

/* domain.md 5: split off, it is a case of its own again; what had not been served is drafted anew.
 */
static void test_a_linked_hazard_is_split_off (void **state)
{
    (void)state;
    open_hazard (treatment_suspension);
    miss_one (CASE, CLOCK_RECTIFICATION, severity_major, START);
    link_hazard();
    assert_int_equal (count_said (ladder_ended_record), 1);
    assert_int_equal (count_said (order_withdrawn_record), 1);
    assert_string_equal (((const struct case_ended *)last_said (case_ended_record))->linked,
                         "H-2021-000016");
    const struct order_propose propose = {
        .ref = CASE, .instrument = instrument_suspension, .grounds = "g", .by = "office"
    };
    assert_int_equal (command (order_propose_record, &propose), REFUSAL_CONFLICT);
    split_hazard();
    split_hazard(); /* heard again: no second effect */
    assert_int_equal (count_said (case_resumed_record), 1);
    assert_int_equal (count_said (order_drafted_record), 2);
    const struct order_drafted *drafted = last_said (order_drafted_record);
    assert_string_equal (drafted->order, "O-2021-000017-2");
    assert_int_equal (drafted->ground, order_ground_treatment);
    miss (CASE, CLOCK_RECTIFICATION, 2, severity_major, START);
    assert_int_equal (count_said (ladder_raised_record), 2);
}

#define GOVERNS "H-2021-000016"

static void open_governing (void)
{
    hear (
        hazard_opened_record, GOVERNS,
        &(struct hazard_opened){ .hazard = GOVERNS,
                                 .premises = "p1",
                                 .premises_name = "某仓库",
                                 .community = "c01",
                                 .department = "office",
                                 .category = "combustible_storage",
                                 .severity = severity_general,
                                 .description = "d",
                                 .treatment = &(struct treatment){ .kind = treatment_deferred,
                                                                   .due = INSTANT_ABSENT,
                                                                   .working_days = NUMBER_ABSENT },
                                 .origin = origin_inspection,
                                 .found = INSTANT_ABSENT });
}

/* 消防法 70: who was linked is inspected again with the case that governs, and its order is lifted
   after that: by no link, and by no link that was undone. */
static void test_a_served_order_of_a_linked_hazard_waits_for_who_governs (void **state)
{
    (void)state;
    static const char *const inspectors[] = { "甲", "乙" };
    const struct reinspection_reported passed = { .hazard = GOVERNS,
                                                  .cycle = 1,
                                                  .outcome = reinspection_passed,
                                                  .inspectors = inspectors,
                                                  .inspectors_count = 2 };
    open_governing();
    open_hazard (treatment_suspension);
    approve();
    assert_int_equal (serve(), REFUSAL_NONE);
    link_hazard();
    assert_int_equal (count_said (order_orphaned_record), 0);
    assert_int_equal (lift(), REFUSAL_CONFLICT);
    split_hazard();
    assert_int_equal (lift(), REFUSAL_CONFLICT);
    hear (reinspection_reported_record, GOVERNS, &passed); /* not of it any more */
    assert_int_equal (count_said (order_reinspected_record), 0);
    link_hazard();
    hear (reinspection_reported_record, GOVERNS, &passed);
    assert_int_equal (count_said (order_reinspected_record), 1);
    assert_string_equal (
        ((const struct order_reinspected *)last_said (order_reinspected_record))->ref, CASE);
    assert_int_equal (lift(), REFUSAL_NONE);
}

static void test_a_linked_order_loses_its_ground_with_who_governs (void **state)
{
    (void)state;
    open_governing();
    open_hazard (treatment_suspension);
    approve();
    assert_int_equal (serve(), REFUSAL_NONE);
    link_hazard();
    hear (hazard_closed_record, GOVERNS,
          &(struct hazard_closed){
              .hazard = GOVERNS, .cycle = 1, .reason = closing_transferred, .by = "office" });
    assert_int_equal (count_said (order_orphaned_record), 1);
    assert_int_equal (lift(), REFUSAL_NONE);
}

/* Handed over and sent back: its own order, or that of a case that is linked to it. */
static void test_an_order_has_its_ground_again_when_its_hazard_is_sent_back (void **state)
{
    for (int linked = 0; linked < 2; linked++) {
        const char *returned = linked ? GOVERNS : CASE;
        open_governing();
        open_hazard (treatment_suspension);
        approve();
        assert_int_equal (serve(), REFUSAL_NONE);
        if (linked)
            link_hazard();
        hear (hazard_closed_record, returned,
              &(struct hazard_closed){
                  .hazard = returned, .cycle = 1, .reason = closing_transferred, .by = "office" });
        assert_int_equal (count_said (order_orphaned_record), 1);
        for (int twice = 0; twice < 2; twice++)
            hear (hazard_reopened_record, returned,
                  &(struct hazard_reopened){
                      .hazard = returned, .cycle = 2, .due = INSTANT_ABSENT, .referral = "R" });
        assert_int_equal (count_said (order_regained_record), 1);
        const struct order_regained *regained = last_said (order_regained_record);
        assert_string_equal (regained->order, "O-2021-000017-1");
        assert_false (regained->failed);
        assert_int_equal (lift(), REFUSAL_CONFLICT);
        assert_int_equal (end (state), 0);
        assert_int_equal (begin (state), 0);
    }
}

/* Old journals orphaned it at linking. */
static void test_what_was_orphaned_by_a_link_is_not_after_the_split (void **state)
{
    (void)state;
    open_hazard (treatment_suspension);
    approve();
    assert_int_equal (serve(), REFUSAL_NONE);
    link_hazard();
    store_begin (store);
    order_apply_orphaned (
        store, &(struct fact){ .time = now },
        &(struct order_orphaned){
            .order = "O-2021-000017-1", .ref = CASE, .number = 1, .closing = closing_linked },
        arena);
    assert_true (store_commit (store));
    split_hazard();
    assert_int_equal (lift(), REFUSAL_CONFLICT);
}

/* domain.md 6: an escalation never falls silent. What was restored and missed at once may be heard
   before it is heard that the case stands again. */
static void test_a_miss_before_the_split_is_heard_climbs (void **state)
{
    (void)state;
    open_hazard (treatment_deferred);
    link_hazard();
    miss (CASE, CLOCK_RECTIFICATION, 2, severity_major, START);
    strike ("ladder");
    assert_int_equal (count_said (ladder_raised_record), 1);
    assert_true (count_said (ladder_climbed_record) > 0);
    split_hazard();
    assert_int_equal (count_said (ladder_ended_record), 0);
}

/* domain.md 5: transferred and sent back it goes on; what is missed is heard before, or after. */
static void test_a_case_that_is_sent_back_goes_on (void **state)
{
    for (int before = 0; before < 2; before++) {
        open_hazard (treatment_suspension);
        close_hazard_as (closing_transferred);
        assert_int_equal (count_said (order_withdrawn_record), 1);
        if (before)
            miss (CASE, CLOCK_RECTIFICATION, 2, severity_major, START);
        hear (hazard_reopened_record, CASE,
              &(struct hazard_reopened){ .hazard = CASE, .cycle = 2, .due = INSTANT_ABSENT });
        assert_int_equal (count_said (case_resumed_record), 0); /* no referral was sent back */
        for (int twice = 0; twice < 2; twice++)
            hear (hazard_reopened_record, CASE,
                  &(struct hazard_reopened){
                      .hazard = CASE, .cycle = 2, .due = INSTANT_ABSENT, .referral = "R" });
        assert_int_equal (count_said (case_resumed_record), 1);
        assert_int_equal (count_said (order_drafted_record), 2);
        if (!before)
            miss (CASE, CLOCK_RECTIFICATION, 2, severity_major, START);
        assert_int_equal (count_said (ladder_raised_record), 1);
        strike ("ladder");
        assert_true (count_said (ladder_climbed_record) > 0);
        assert_int_equal (end (state), 0);
        assert_int_equal (begin (state), 0);
    }
}

/* domain.md 6: an escalation never falls silent. Whatever its closing does not end climbs on. */
static const struct {
    const char *clock;
    bool outlives, transferred;
} after_closing[] = {
    { CLOCK_REFERRAL, false, false },        { CLOCK_REFERRAL_RESULT, false, false },
    { CLOCK_REFERRAL, true, true }, /* the other has the case now, and is waited for */
    { CLOCK_REFERRAL_RESULT, true, true },   { CLOCK_RECTIFICATION, false, false },
    { CLOCK_WATCH, false, false },           { CLOCK_SEALING_DECISION, false, false },
    { CLOCK_SUPERVISION, true, false },      { CLOCK_ORDER_END, true, false },
    { CLOCK_RESUMPTION_CHECK, true, false }, { CLOCK_RESUMPTION_DECISION, true, false },
    { CLOCK_PUBLICATION, true, false },      { CLOCK_DELISTING, true, false },
};

/* Missed before the hazard was closed, or after. */
static void check_after_closing (size_t i, bool before)
{
    const char *clock = after_closing[i].clock;
    const bool outlives = after_closing[i].outlives;
    open_hazard (treatment_deferred);
    lose_rungs ("");
    rungs[office->policy->ladder_count - 1].clocks_count =
        0; /* the one that drafts an order: for any clock */
    if (before) {
        miss_one (CASE, clock, severity_major, START);
        assert_int_equal (count_said (ladder_raised_record), 1);
    }
    close_hazard_as (after_closing[i].transferred ? closing_transferred : closing_reinspection);
    assert_int_equal (count_said (ladder_ended_record), before && !outlives);
    miss_one (CASE, clock, severity_major, START);
    assert_int_equal (count_said (ladder_raised_record), before || outlives);
    hush();
    now = START + 300 * (instant)HOUR_MS;
    strike ("ladder");
    assert_int_equal (count_said (ladder_climbed_record), outlives ? 5 : 0);
    assert_int_equal (count_said (order_drafted_record), 0);
    assert_int_equal (count_said (referral_drafted_record), 0);
    say_end (0, arena_format (arena, CASE "/%s/1", clock));
    assert_int_equal (count_said (ladder_ended_record), outlives);
}

static void test_what_outlives_the_hazard_climbs_its_ladder (void **state)
{
    for (size_t i = 0; i < COUNT (after_closing); i++)
        for (int before = 0; before < 2; before++) {
            print_message ("  %s, missed %s the closing\n", after_closing[i].clock,
                           before ? "before" : "after");
            check_after_closing (i, before);
            assert_int_equal (end (state), 0);
            assert_int_equal (begin (state), 0);
        }
}

static void test_no_rung_is_climbed_for_a_closed_case (void **state)
{
    (void)state;
    open_hazard (treatment_deferred);
    miss_one (CASE, CLOCK_RECTIFICATION, severity_major, START);
    strike ("ladder");
    close_hazard();
    hush();
    now = START + 300 * (instant)HOUR_MS;
    strike ("ladder");
    assert_int_equal (said_count, 0);
    assert_true (next_hour ("ladder") == INSTANT_NEVER);
}

static void test_a_served_order_waits_for_the_reinspection (void **state)
{
    (void)state;
    open_hazard (treatment_suspension);
    approve();
    assert_int_equal (serve(), REFUSAL_NONE);
    assert_int_equal (lift(), REFUSAL_CONFLICT);
    pass_reinspection();
    pass_reinspection();
    assert_int_equal (count_said (order_reinspected_record), 1);
    close_hazard();
    assert_int_equal (count_said (order_withdrawn_record), 0);
    assert_int_equal (lift(), REFUSAL_NONE);
    assert_int_equal (lift(), REFUSAL_CONFLICT);
}

/* The closing is heard a turn after the re-inspection; what were served between them could never be
 * lifted. */
static void test_nothing_is_served_after_the_reinspection (void **state)
{
    (void)state;
    open_hazard (treatment_suspension);
    approve();
    pass_reinspection();
    assert_int_equal (count_said (order_withdrawn_record), 1);
    assert_int_equal (serve(), REFUSAL_CONFLICT);
    close_hazard();
    assert_int_equal (count_said (order_withdrawn_record), 1);
}

static void test_orders_are_listed (void **state)
{
    (void)state;
    open_hazard (treatment_suspension);
    const struct scene scene = scene_now (NULL);
    const struct orders_list asks[] = {
        { .ref = CASE, .limit = NUMBER_ABSENT },
        { .state = "drafted", .limit = NUMBER_ABSENT },
        { .state = "served", .limit = NUMBER_ABSENT },
        { .limit = 1, .after = "O-2021-000017-1" },
    };
    for (size_t i = 0; i < COUNT (asks); i++) {
        struct text answer = text_in (arena);
        struct refusals refusals = refusals_in (arena);
        order_ask_list (&scene, &asks[i], &answer, &refusals);
        bool listed = strstr (answer.bytes, "\"O-2021-000017-1\"") != NULL;
        assert_int_equal (listed, i < 2);
        assert_non_null (strstr (answer.bytes, "\"next\":null"));
    }
}

static void test_rows_are_whole (void **state)
{
    (void)state;
    service_check (&escalation); /* stops otherwise */
}

#define ON_A_STAGE(test) cmocka_unit_test_setup_teardown (test, begin, end)
int main (void)
{
    const struct CMUnitTest tests[] = {
        ON_A_STAGE (test_rungs_at_their_hours),
        ON_A_STAGE (test_after_an_outage_each_rung_once_and_in_order),
        ON_A_STAGE (test_after_an_outage_the_rung_repeats_once),
        ON_A_STAGE (test_an_old_ladder_rings_again),
        ON_A_STAGE (test_late_begins_at_ten_minutes),
        ON_A_STAGE (test_met_cancelled_extended_end_that_ladder_alone),
        ON_A_STAGE (test_missed_again_after_an_extension),
        ON_A_STAGE (test_later_misses_join),
        ON_A_STAGE (test_a_ladder_stands_for_the_last_of_them),
        ON_A_STAGE (test_a_lost_rung_ends_no_ladder),
        ON_A_STAGE (test_a_rung_that_moved_is_not_climbed_again),
        ON_A_STAGE (test_opened),
        ON_A_STAGE (test_one_live_order_from_treatment_and_ladder),
        ON_A_STAGE (test_a_ladder_before_its_hazard),
        ON_A_STAGE (test_closing_ends_ladders_and_withdraws),
        ON_A_STAGE (test_a_served_order_outlives_its_hazard),
        ON_A_STAGE (test_a_linked_hazard_is_split_off),
        ON_A_STAGE (test_a_served_order_of_a_linked_hazard_waits_for_who_governs),
        ON_A_STAGE (test_a_linked_order_loses_its_ground_with_who_governs),
        ON_A_STAGE (test_an_order_has_its_ground_again_when_its_hazard_is_sent_back),
        ON_A_STAGE (test_what_was_orphaned_by_a_link_is_not_after_the_split),
        ON_A_STAGE (test_a_miss_before_the_split_is_heard_climbs),
        ON_A_STAGE (test_one_person_alone_does_not_lift_it),
        ON_A_STAGE (test_what_outlives_the_hazard_climbs_its_ladder),
        ON_A_STAGE (test_no_rung_is_climbed_for_a_closed_case),
        ON_A_STAGE (test_a_case_that_is_sent_back_goes_on),
        ON_A_STAGE (test_a_served_order_waits_for_the_reinspection),
        ON_A_STAGE (test_nothing_is_served_after_the_reinspection),
        ON_A_STAGE (test_orders_are_listed),
        cmocka_unit_test (test_rows_are_whole),
    };
    return cmocka_run_group_tests (tests, NULL, NULL);
}
