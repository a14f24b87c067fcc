/* Ladders on a real store: facts are heard and hours strike as a turn does it, and what was decided
   is read back. By the office's own policy, whose rungs and hours are the promise. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "escalation/ladder.h"
#include "escalation/service.h"
#include "words/intake.h"
#include "words/scheduling.h"
#include <ftw.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#define COUNT(list) (sizeof (list) / sizeof *(list))
#define CASE        "H-2021-000017"

/* ---- a stage: a service without a frame ---- */

enum { SAID_MAX = 64 };
static const instant START = 1612922400000; /* 2021-02-10T10:00+08:00 */

static struct arena *arena;
static struct store *store;
static const struct office *office;
static char folder[] = "/tmp/escalation-XXXXXX";
static instant now;
/* What was said since hush (). */
static struct decided said[SAID_MAX];
static size_t said_count;

static int unlink_one (const char *path, const struct stat *status, int kind, struct FTW *place)
{
    (void)status, (void)kind, (void)place;
    return remove (path);
}

static int begin (void **state)
{
    (void)state;
    strcpy (folder, "/tmp/escalation-XXXXXX");
    arena = arena_new();
    struct refusals refusals = refusals_in (arena);
    office = office_read (arena_format (arena, "%s/config", getenv ("SOURCE")), arena, &refusals);
    if (!office || !mkdtemp (folder))
        return -1;
    store = store_open (&(struct store_options){ .folder = folder });
    store_script (store, escalation_schema);
    for (size_t i = 0; escalation.tables[i]; i++)
        store_prepare (store, escalation.tables[i]);
    now = START;
    said_count = 0;
    return 0;
}

static int end (void **state)
{
    (void)state;
    store_destroy (&store);
    arena_destroy (&arena);
    return nftw (folder, unlink_one, 8, FTW_DEPTH | FTW_PHYS);
}

static void hush (void)
{
    said_count = 0;
}

static void keep (const struct decision *decision)
{
    store_begin (store);
    for (size_t i = 0; i < decision->count; i++) {
        const struct decided *decided = &decision->events[i];
        const char *word = decided->word()->head->word;
        const struct fact fact = {
            .type = word, .subject = decided->subject, .time = now, .recorded = now
        };
        service_applier (&escalation, word)->apply (store, &fact, decided->event, arena);
        assert_true (said_count < SAID_MAX);
        said[said_count++] = *decided;
    }
    assert_true (store_commit (store));
}

static struct scene scene_now (const struct fact *heard)
{
    return (struct scene){
        .store = store, .arena = arena, .office = office, .now = now, .time = now, .heard = heard
    };
}

static void hear (const struct record *(*word) (void), const char *subject, const void *event)
{
    const char *type = word()->head->word;
    const struct fact heard = { .type = type, .subject = subject, .time = now, .recorded = now };
    const struct scene scene = scene_now (&heard);
    const struct handler *handler = service_handler (&escalation, type);
    struct decision decision = decision_in (arena);
    handler->decide (event, handler->see (&scene, event), &decision);
    assert_int_equal (decision.refusal.code, REFUSAL_NONE);
    keep (&decision);
}

static enum refusal_code command (const struct record *(*word) (void), const void *what)
{
    const struct scene scene = scene_now (NULL);
    const struct handler *handler = service_handler (&escalation, word()->head->word);
    struct decision decision = decision_in (arena);
    handler->decide (what, handler->see (&scene, what), &decision);
    keep (&decision);
    return decision.refusal.code;
}

static instant next_hour (void)
{
    const struct scene scene = scene_now (NULL);
    return escalation.hours[0].next (&scene);
}

/* All that is due, as the frame strikes it: one decision each, and each must move something on. */
static void strike (void)
{
    while (next_hour() <= now) {
        const struct scene scene = scene_now (NULL);
        const void *seen = escalation.hours[0].see (&scene, NULL);
        struct decision decision = decision_in (arena);
        assert_non_null (seen);
        escalation.hours[0].decide (NULL, seen, &decision);
        assert_true (decision.count > 0);
        keep (&decision);
    }
}

static size_t count_said (const struct record *(*word) (void))
{
    size_t count = 0;
    for (size_t i = 0; i < said_count; i++)
        count += said[i].word == word;
    return count;
}

static const void *last_said (const struct record *(*word) (void))
{
    for (size_t i = said_count; i-- > 0;)
        if (said[i].word == word)
            return said[i].event;
    fail_msg ("%s was not said", word()->head->word);
    return NULL;
}

/* ---- what is told ---- */

static void open_hazard (enum treatment_kind kind)
{
    const struct treatment treatment = { .kind = kind, .grounds = "疏散通道全部锁闭" };
    hear (hazard_opened_record, CASE,
          &(struct hazard_opened){ .hazard = CASE,
                                   .premises = "p1",
                                   .premises_name = "某商场",
                                   .community = "c01",
                                   .department = "office",
                                   .category = "blocked_evacuation",
                                   .severity = severity_major,
                                   .description = "锁闭",
                                   .treatment = &treatment,
                                   .origin = origin_inspection });
}

static void miss_one (const char *ref, const char *clock, enum severity severity, instant due)
{
    hear (deadline_missed_record, ref,
          &(struct deadline_missed){ .deadline = arena_format (arena, "%s/%s/1", ref, clock),
                                     .ref = ref,
                                     .clock = clock,
                                     .cycle = 1,
                                     .due = due,
                                     .danger = strcmp (clock, CLOCK_WATCH) == 0,
                                     .premises = "p1",
                                     .premises_name = "某商场",
                                     .community = "c01",
                                     .department = "office",
                                     .severity = severity });
}

static void pass_reinspection (void)
{
    static const char *const inspectors[] = { "甲", "乙" };
    hear (reinspection_reported_record, CASE,
          &(struct reinspection_reported){ .hazard = CASE,
                                           .cycle = 1,
                                           .outcome = reinspection_passed,
                                           .inspectors = inspectors,
                                           .inspectors_count = 2 });
}

static void close_hazard (void)
{
    hear (hazard_closed_record, CASE,
          &(struct hazard_closed){ .hazard = CASE, .cycle = 1, .reason = closing_reinspection });
}

static void approve (void)
{
    assert_int_equal (
        command (order_approve_record, &(struct order_approve){ .order = "O-2021-000017-1",
                                                                .by = "leader",
                                                                .at = INSTANT_ABSENT }),
        REFUSAL_NONE);
}

static enum refusal_code serve (void)
{
    return command (
        order_serve_record,
        &(struct order_serve){ .order = "O-2021-000017-1", .by = "office", .at = INSTANT_ABSENT });
}

static enum refusal_code lift (void)
{
    return command (
        order_lift_record,
        &(struct order_lift){ .order = "O-2021-000017-1", .by = "leader", .at = INSTANT_ABSENT });
}

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
        assert_int_equal (next_hour(), START + climb->hours[rung] * (instant)HOUR_MS);
        now = next_hour();
        strike();
        const struct ladder_climbed *climbed = last_said (ladder_climbed_record);
        assert_string_equal (climbed->rung, climb->rungs[rung]);
        assert_int_equal (count_said (ladder_climbed_record), rung + 1);
        assert_false (climbed->late);
    }
    assert_true (next_hour() == INSTANT_NEVER);
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
    strike();
    assert_int_equal (count_said (ladder_climbed_record), COUNT (rungs));
    for (size_t i = 0, at = 0; i < said_count; i++)
        if (said[i].word == ladder_climbed_record) {
            const struct ladder_climbed *climbed = said[i].event;
            assert_string_equal (climbed->rung, rungs[at++]);
            assert_true (climbed->late);
        }
    assert_int_equal (next_hour(), START + 120 * (instant)HOUR_MS);
}

static void test_late_begins_at_ten_minutes (void **state)
{
    (void)state;
    miss_one (CASE, CLOCK_RECTIFICATION, severity_general, START);
    now = START + LADDER_LATE_MS - 1;
    strike();
    assert_false (((const struct ladder_climbed *)last_said (ladder_climbed_record))->late);
    now = START + 24 * (instant)HOUR_MS + LADDER_LATE_MS;
    strike();
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
        strike();
        hush();
        say_end (how, CASE "/" CLOCK_RECTIFICATION "/1");
        say_end (how, CASE "/" CLOCK_RECTIFICATION "/1");
        assert_int_equal (said_count, 1);
        assert_int_equal (count_said (ladder_ended_record), 1);
        assert_int_equal (next_hour(), START + 2 * (instant)HOUR_MS); /* the watch goes on */
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
    strike();
    say_end (2, CASE "/" CLOCK_RECTIFICATION "/1");
    assert_true (next_hour() == INSTANT_NEVER);
    hush();
    now = START + DAY_MS;
    miss_one (CASE, CLOCK_RECTIFICATION, severity_general, now);
    strike();
    assert_int_equal (count_said (ladder_raised_record), 1);
    assert_string_equal (((const struct ladder_climbed *)last_said (ladder_climbed_record))->rung,
                         "office");
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
    strike();
    assert_int_equal (count_said (ladder_climbed_record), 5);
    assert_int_equal (count_said (order_drafted_record), 1);
}

/* The journals of two services come in any order. */
static void test_a_ladder_before_its_hazard (void **state)
{
    (void)state;
    now = START + 200 * (instant)HOUR_MS;
    miss_one (CASE, CLOCK_RECTIFICATION, severity_major, START);
    strike();
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
    strike();
    hush();
    close_hazard();
    close_hazard();
    assert_int_equal (count_said (ladder_ended_record), 2);
    assert_int_equal (count_said (order_withdrawn_record), 1);
    assert_int_equal (count_said (case_ended_record), 1);
    assert_int_equal (said_count, 4);
    assert_true (next_hour() == INSTANT_NEVER);
    miss_one (CASE, CLOCK_RECTIFICATION, severity_major, START + 1); /* told late */
    assert_int_equal (said_count, 4);
}

static void test_no_rung_is_climbed_for_a_closed_case (void **state)
{
    (void)state;
    enum { MANY = 12 }; /* more ladders than one decision ends */
    open_hazard (treatment_deferred);
    for (int i = 1; i <= MANY; i++)
        hear (deadline_missed_record, CASE,
              &(struct deadline_missed){ .deadline = arena_format (arena, CASE "/watch/%d", i),
                                         .ref = CASE,
                                         .clock = CLOCK_WATCH,
                                         .cycle = i,
                                         .due = START + i,
                                         .danger = true,
                                         .community = "c01",
                                         .department = "office",
                                         .severity = severity_major });
    now = START + MINUTE_MS;
    strike();
    close_hazard();
    hush();
    now = START + 300 * (instant)HOUR_MS;
    strike();
    assert_int_equal (count_said (ladder_climbed_record), 0);
    assert_true (next_hour() == INSTANT_NEVER);
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
        ON_A_STAGE (test_late_begins_at_ten_minutes),
        ON_A_STAGE (test_met_cancelled_extended_end_that_ladder_alone),
        ON_A_STAGE (test_missed_again_after_an_extension),
        ON_A_STAGE (test_opened),
        ON_A_STAGE (test_one_live_order_from_treatment_and_ladder),
        ON_A_STAGE (test_a_ladder_before_its_hazard),
        ON_A_STAGE (test_closing_ends_ladders_and_withdraws),
        ON_A_STAGE (test_no_rung_is_climbed_for_a_closed_case),
        ON_A_STAGE (test_a_served_order_waits_for_the_reinspection),
        ON_A_STAGE (test_nothing_is_served_after_the_reinspection),
        ON_A_STAGE (test_orders_are_listed),
        cmocka_unit_test (test_rows_are_whole),
    };
    return cmocka_run_group_tests (tests, NULL, NULL);
}
