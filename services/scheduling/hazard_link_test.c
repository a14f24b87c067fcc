/* Linked hazards: the strictest clocks govern; splitting restores them (domain.md 5). */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "scheduling/arm.h"
#include "scheduling/hazard_link.h"
#include "scheduling/move.h"
#include "scheduling/stage_test.h"

#define FIRST  "H-2021-000001"
#define SECOND "H-2021-000002"
#define THIRD  "H-2021-000003"

/* Of the same place; UNTIL NULL: as the policy has it, seven working days. */
static const char *find (struct stage *stage, const char *hazard, const char *when,
                         const char *until)
{
    static const struct watcher watcher = { .name = "张三" };
    const struct treatment treatment = { .kind = treatment_deferred,
                                         .measures = "断电",
                                         .watcher = &watcher,
                                         .tracker = "construction",
                                         .due = until ? at (until) : INSTANT_ABSENT,
                                         .working_days = NUMBER_ABSENT };
    stage->now = at (when);
    return hear (stage, hazard_opened_record, hazard, stage->now,
                 &(struct hazard_opened){ .hazard = hazard,
                                          .premises = "p1",
                                          .premises_name = "某仓库",
                                          .community = "c01",
                                          .department = "construction",
                                          .category = "combustible_storage",
                                          .severity = severity_major,
                                          .description = "堆放",
                                          .treatment = &treatment,
                                          .origin = origin_inspection,
                                          .found = INSTANT_ABSENT });
}

static const char *link_to (struct stage *stage, const char *hazard, const char *to)
{
    const char *linked = arena_text (
        stage->arena, hear (stage, hazard_linked_record, hazard, stage->now,
                            &(struct hazard_linked){
                                .hazard = hazard, .to = to, .reason = "r", .by = "office" }));
    /* Nothing is left to the closing. */
    assert_string_equal (
        hear (stage, hazard_closed_record, hazard, stage->now,
              &(struct hazard_closed){
                  .hazard = hazard, .cycle = 1, .reason = closing_linked, .linked = to }),
        "");
    return linked;
}

static const char *split (struct stage *stage, const char *hazard, int64_t cycle, const char *other)
{
    return hear (stage, hazard_split_off_record, hazard, stage->now,
                 &(struct hazard_split_off){ .hazard = hazard,
                                             .from = FIRST,
                                             .cycle = cycle,
                                             .others = &other,
                                             .others_count = other != NULL,
                                             .reason = "r",
                                             .by = "office" });
}

static void assert_has (const char *said, const char *wanted)
{
    if (!strstr (said, wanted))
        fail_msg ("no \"%s\" in: %s", wanted, said);
}

static void assert_lacks (const char *said, const char *unwanted)
{
    if (strstr (said, unwanted))
        fail_msg ("\"%s\" in: %s", unwanted, said);
}

/* Mon 4 January: the first until the 20th, by people. */
static struct stage begin (const char *until)
{
    struct stage stage = stage_new();
    find (&stage, FIRST, "2021-01-04 10:00", "2021-01-20 18:00");
    find (&stage, SECOND, "2021-01-05 10:00", until);
    return stage;
}

static void the_later_one_gives_way (void **state)
{
    (void)state;
    struct stage stage = begin ("2021-01-25 18:00");
    const char *said = link_to (&stage, SECOND, FIRST);
    static const char *const clocks[] = { "rectification/1", "notice/1", "government_report/1",
                                          "watch/1" };
    for (size_t i = 0; i < sizeof clocks / sizeof *clocks; i++)
        assert_has (said, arena_format (stage.arena, "cancelled " SECOND "/%s", clocks[i]));
    assert_lacks (said, "moved");
    assert_lacks (said, FIRST);
    said = split (&stage, SECOND, 2, NULL);
    assert_has (said, "armed " SECOND "/rectification/2 2021-01-25 18:00");
    assert_has (said, "armed " SECOND "/notice/2 2021-01-08 24:00");
    assert_has (said, "armed " SECOND "/government_report/1x1 2021-01-14 24:00");
    assert_has (said, "armed " SECOND "/watch/2 2021-01-05 22:00");
    assert_lacks (said, FIRST);
    stage_destroy (&stage);
}

static void the_strictest_governs (void **state)
{
    (void)state;
    struct stage stage = begin ("2021-01-08 18:00");
    const char *said = link_to (&stage, SECOND, FIRST);
    assert_has (said, "moved " FIRST "/rectification/1 2021-01-08 18:00");
    assert_lacks (said, "moved " FIRST "/notice");
    said = split (&stage, SECOND, 2, NULL);
    assert_has (said, "moved " FIRST "/rectification/1 2021-01-20 18:00");
    assert_has (said, "armed " SECOND "/rectification/2 2021-01-08 18:00");
    stage_destroy (&stage);
}

/* Three of them: the second strictest is not forgotten. */
static void who_stays_linked_governs_on (void **state)
{
    (void)state;
    struct stage stage = begin ("2021-01-08 18:00");
    find (&stage, THIRD, "2021-01-05 11:00", "2021-01-12 18:00");
    link_to (&stage, SECOND, FIRST);
    assert_lacks (link_to (&stage, THIRD, FIRST), "moved");
    assert_has (split (&stage, SECOND, 2, THIRD),
                "moved " FIRST "/rectification/1 2021-01-12 18:00");
    assert_has (split (&stage, THIRD, 2, NULL), "moved " FIRST "/rectification/1 2021-01-20 18:00");
    stage_destroy (&stage);
}

/* What is restored may be over by now: it is missed, and climbs. And the link was one more time. */
static void what_is_over_by_now_is_missed (void **state)
{
    (void)state;
    struct stage stage = begin ("2021-01-08 18:00");
    link_to (&stage, SECOND, FIRST);
    assert_has (strike (&stage, "deadline", at ("2021-01-08 18:00")),
                "missed " FIRST "/rectification/1");
    stage.now = at ("2021-01-11 09:00");
    const char *said = split (&stage, SECOND, 2, NULL);
    assert_has (said, "moved " FIRST "/rectification/1 2021-01-20 18:00");
    assert_has (said, "cancelled " FIRST "/reinspection/1");
    assert_has (said, "armed " SECOND "/rectification/2 2021-01-08 18:00");
    assert_has (strike (&stage, "deadline", at ("2021-01-11 09:00")),
                "missed " SECOND "/rectification/2");
    link_to (&stage, SECOND, FIRST);
    said = split (&stage, SECOND, 3, NULL);
    assert_has (said, "armed " SECOND "/rectification/3 2021-01-08 18:00");
    assert_has (said, "armed " SECOND "/government_report/1x2 2021-01-14 24:00");
    assert_has (strike (&stage, "deadline", at ("2021-01-20 18:00")),
                "missed " FIRST "/rectification/1; armed " FIRST "/reinspection/1x1");
    stage_destroy (&stage);
}

/* A version that knew no links ended them with the case. */
static void what_ended_with_the_case_is_restored (void **state)
{
    (void)state;
    struct stage stage = begin ("2021-01-08 18:00");
    hear (&stage, hazard_closed_record, SECOND, stage.now,
          &(struct hazard_closed){
              .hazard = SECOND, .cycle = 1, .reason = closing_linked, .linked = FIRST });
    const char *said = split (&stage, SECOND, 2, NULL);
    assert_has (said, "armed " SECOND "/rectification/2 2021-01-08 18:00");
    assert_has (said, "armed " SECOND "/notice/2");
    stage_destroy (&stage);
}

/* What was met, before the link or since it was split off, is not owed once more. */
static void what_was_met_is_not_restored (void **state)
{
    (void)state;
    struct stage stage = begin ("2021-01-08 18:00");
    hear (&stage, notice_served_record, SECOND, stage.now,
          &(struct notice_served){ .hazard = SECOND, .cycle = 1, .by = "office", .evidence = "e" });
    link_to (&stage, SECOND, FIRST);
    assert_lacks (split (&stage, SECOND, 2, NULL), "armed " SECOND "/notice");
    hear (&stage, government_reported_record, SECOND, stage.now,
          &(struct government_reported){ .hazard = SECOND, .by = "office", .document = "d" });
    link_to (&stage, SECOND, FIRST);
    assert_lacks (split (&stage, SECOND, 3, NULL), "armed " SECOND "/government_report");
    stage_destroy (&stage);
}

static bool is_counted (struct stage *stage)
{
    const struct scene scene = stage_scene (stage);
    return arm_is_counted (deadline_see (&scene, FIRST "/rectification/1"));
}

/* Counted by a calendar, but for while another's end is its own; a decision of people stands. */
static void a_counted_one_is_counted_again (void **state)
{
    (void)state;
    struct stage stage = stage_new();
    find (&stage, FIRST, "2021-01-04 10:00", NULL);
    find (&stage, SECOND, "2021-01-04 11:00", "2021-01-05 18:00");
    assert_has (link_to (&stage, SECOND, FIRST),
                "moved " FIRST "/rectification/1 2021-01-05 18:00");
    assert_false (is_counted (&stage));
    assert_has (split (&stage, SECOND, 2, NULL),
                "moved " FIRST "/rectification/1 2021-01-07 24:00");
    assert_true (is_counted (&stage));
    link_to (&stage, SECOND, FIRST);
    assert_has (tell (&stage, deadline_extend_record,
                      &(struct deadline_extend){ .deadline = FIRST "/rectification/1",
                                                 .due = at ("2021-01-11 18:00"),
                                                 .working_days = NUMBER_ABSENT,
                                                 .reason = "r",
                                                 .by = "office" }),
                "extended " FIRST "/rectification/1");
    assert_lacks (split (&stage, SECOND, 3, NULL), "moved " FIRST "/rectification");
    stage_destroy (&stage);
}

/* More time for a tightened one is not until its own end, which a split restores all the same; and
   nothing is moved while who is stricter stays linked. */
static void more_time_takes_nothing_from_its_own_end (void **state)
{
    (void)state;
    for (int in_days = 0; in_days < 2; in_days++) {
        struct stage stage = begin ("2021-01-08 18:00");
        find (&stage, THIRD, "2021-01-05 10:30", "2021-01-18 18:00");
        link_to (&stage, SECOND, FIRST);
        link_to (&stage, THIRD, FIRST);
        tell (&stage, deadline_extend_record,
              &(struct deadline_extend){ .deadline = FIRST "/rectification/1",
                                         .due = in_days ? INSTANT_ABSENT : at ("2021-01-12 18:00"),
                                         .working_days = in_days ? 2 : NUMBER_ABSENT,
                                         .reason = "r",
                                         .by = "office" });
        assert_int_equal (stage.refusal.code, REFUSAL_NONE);
        assert_lacks (split (&stage, THIRD, 2, SECOND), "moved " FIRST "/rectification");
        link_to (&stage, THIRD, FIRST);
        assert_has (split (&stage, SECOND, 2, THIRD),
                    "moved " FIRST "/rectification/1 2021-01-18 18:00");
        assert_false (is_counted (&stage));
        assert_has (split (&stage, THIRD, 3, NULL),
                    "moved " FIRST "/rectification/1 2021-01-20 18:00");
        assert_false (is_counted (&stage));
        stage_destroy (&stage);
    }
}

static void stand_still (struct stage *stage, const char *deadline, const char *until)
{
    assert_has (
        tell (stage, deadline_pause_record,
              &(struct deadline_pause){
                  .deadline = deadline, .until = at (until), .reason = "停工", .by = "deputy" }),
        "/paused/");
}

static enum deadline_state state_of (struct stage *stage, const char *deadline)
{
    const struct scene scene = stage_scene (stage);
    return deadline_see (&scene, deadline)->state;
}

/* A pause that was granted is not taken by a link: what stands still is compared when it goes on,
   and keeps its own end meanwhile: from the 5th to the 7th two days, to the 22nd. */
static void a_link_ends_no_pause (void **state)
{
    (void)state;
    struct stage stage = begin ("2021-01-08 18:00");
    stand_still (&stage, FIRST "/rectification/1", "2021-01-07 10:00");
    assert_lacks (link_to (&stage, SECOND, FIRST), "moved " FIRST "/rectification");
    assert_int_equal (state_of (&stage, FIRST "/rectification/1"), deadline_state_paused);
    assert_has (strike (&stage, "deadline", at ("2021-01-07 10:00")),
                "moved " FIRST "/rectification/1 2021-01-08 18:00");
    stage.now = at ("2021-01-07 11:00");
    assert_has (split (&stage, SECOND, 2, NULL),
                "moved " FIRST "/rectification/1 2021-01-22 18:00");
    stage_destroy (&stage);
}

/* Who was split off again meanwhile, and ended by itself, is not compared. */
static void who_left_during_a_pause_is_not_compared (void **state)
{
    (void)state;
    struct stage stage = begin ("2021-01-08 18:00");
    stand_still (&stage, FIRST "/rectification/1", "2021-01-07 10:00");
    link_to (&stage, SECOND, FIRST);
    split (&stage, SECOND, 2, NULL);
    hear (&stage, hazard_closed_record, SECOND, stage.now,
          &(struct hazard_closed){ .hazard = SECOND, .cycle = 2, .reason = closing_withdrawn });
    assert_has (strike (&stage, "deadline", at ("2021-01-07 10:00")),
                "moved " FIRST "/rectification/1 2021-01-22 18:00");
    stage_destroy (&stage);
}

/* Linked before, they stand still together: three days later, its own end too. */
static void a_pause_after_the_link_is_of_both (void **state)
{
    (void)state;
    struct stage stage = begin ("2021-01-08 18:00");
    link_to (&stage, SECOND, FIRST);
    stage.now = at ("2021-01-05 11:00");
    stand_still (&stage, FIRST "/rectification/1", "2021-01-08 11:00");
    assert_has (strike (&stage, "deadline", at ("2021-01-08 11:00")),
                "moved " FIRST "/rectification/1 2021-01-11 18:00");
    stage.now = at ("2021-01-08 11:00");
    assert_has (split (&stage, SECOND, 2, NULL),
                "moved " FIRST "/rectification/1 2021-01-23 18:00");
    stage_destroy (&stage);
}

/* Who stood still with it governs on by as much later, whether the one that is split off was the
   strictest or not; who was linked in the pause did not stand still. */
static void a_split_of_another_takes_no_pause (void **state)
{
    (void)state;
    static const struct {
        bool in_pause;
        const char *third, *moved;
    } rows[] = {
        { false, "2021-01-15 18:00", NULL },
        { false, "2021-01-10 18:00", "2021-01-11 18:00" },
        { true, "2021-01-15 18:00", NULL },
        { true, "2021-01-08 17:00", "2021-01-08 18:00" },
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct stage stage = begin ("2021-01-08 18:00");
        find (&stage, THIRD, "2021-01-05 10:30", rows[i].third);
        if (!rows[i].in_pause)
            link_to (&stage, SECOND, FIRST);
        stage.now = at ("2021-01-05 11:00");
        stand_still (&stage, FIRST "/rectification/1", "2021-01-08 12:00");
        stage.now = at ("2021-01-07 11:00");
        if (rows[i].in_pause)
            link_to (&stage, SECOND, FIRST);
        stage.now = at ("2021-01-08 12:00");
        strike (&stage, "deadline", stage.now);
        link_to (&stage, THIRD, FIRST);
        const char *said = split (&stage, THIRD, 2, SECOND);
        if (rows[i].moved)
            assert_has (said, arena_format (stage.arena, "moved " FIRST "/rectification/1 %s",
                                            rows[i].moved));
        else
            assert_lacks (said, "moved " FIRST "/rectification");
        stage_destroy (&stage);
    }
}

/* Nor does a pause after it: three days, to the 23rd. */
static void its_own_end_stands_still_with_more_time (void **state)
{
    (void)state;
    struct stage stage = begin ("2021-01-08 18:00");
    link_to (&stage, SECOND, FIRST);
    tell (&stage, deadline_extend_record,
          &(struct deadline_extend){ .deadline = FIRST "/rectification/1",
                                     .due = INSTANT_ABSENT,
                                     .working_days = 2,
                                     .reason = "r",
                                     .by = "office" });
    stand_still (&stage, FIRST "/rectification/1", "2021-01-08 10:00");
    stage.now = at ("2021-01-08 10:00");
    assert_has (strike (&stage, "deadline", stage.now), "moved " FIRST "/rectification/1");
    assert_has (split (&stage, SECOND, 2, NULL),
                "moved " FIRST "/rectification/1 2021-01-23 18:00");
    stage_destroy (&stage);
}

/* What stands still when it is linked governs by when it will be due: on 5 January it stands until
   the 11th, so six days later than the 8th. */
static void one_that_stands_governs_by_its_end (void **state)
{
    (void)state;
    struct stage stage = begin ("2021-01-08 18:00");
    stand_still (&stage, SECOND "/rectification/1", "2021-01-11 10:00");
    assert_has (link_to (&stage, SECOND, FIRST),
                "moved " FIRST "/rectification/1 2021-01-14 18:00");
    find (&stage, THIRD, "2021-01-05 11:00", "2021-01-12 18:00");
    assert_has (link_to (&stage, THIRD, FIRST), "moved " FIRST "/rectification/1 2021-01-12 18:00");
    assert_has (split (&stage, THIRD, 2, SECOND),
                "moved " FIRST "/rectification/1 2021-01-14 18:00");
    assert_has (split (&stage, SECOND, 2, NULL),
                "moved " FIRST "/rectification/1 2021-01-20 18:00");
    stage_destroy (&stage);
}

/* On 5 January it stood until the 11th: six days later than the 8th, whenever it was split off. */
static void a_pause_is_given_back (void **state)
{
    (void)state;
    static const char *const splits[] = { "2021-01-06 10:00", "2021-01-12 10:00" };
    for (size_t i = 0; i < sizeof splits / sizeof *splits; i++) {
        struct stage stage = begin ("2021-01-08 18:00");
        stand_still (&stage, SECOND "/rectification/1", "2021-01-11 10:00");
        link_to (&stage, SECOND, FIRST);
        stage.now = at (splits[i]);
        split (&stage, SECOND, 2, NULL);
        assert_int_equal (state_of (&stage, SECOND "/rectification/2"), deadline_state_paused);
        stage.now = i == 0 ? at ("2021-01-11 10:00") : stage.now;
        assert_has (strike (&stage, "deadline", stage.now),
                    "moved " SECOND "/rectification/2 2021-01-14 18:00");
        assert_int_equal (state_of (&stage, SECOND "/rectification/2"), deadline_state_armed);
        stage_destroy (&stage);
    }
}

/* Nor by a split: its own end is restored, and it stands on. */
static void a_split_ends_no_pause (void **state)
{
    (void)state;
    struct stage stage = stage_new();
    find (&stage, FIRST, "2021-01-04 10:00", NULL);
    find (&stage, SECOND, "2021-01-04 11:00", "2021-01-06 18:00");
    link_to (&stage, SECOND, FIRST);
    stand_still (&stage, FIRST "/rectification/1", "2021-01-06 10:00");
    stage.now = at ("2021-01-05 10:00");
    assert_has (split (&stage, SECOND, 2, NULL),
                "moved " FIRST "/rectification/1 2021-01-07 24:00");
    assert_int_equal (state_of (&stage, FIRST "/rectification/1"), deadline_state_paused);
    assert_true (is_counted (&stage));
    assert_has (strike (&stage, "deadline", at ("2021-01-06 10:00")),
                "moved " FIRST "/rectification/1 2021-01-08 24:00");
    stage_destroy (&stage);
}

/* The days that the governing one stood through before are not lost by the link. */
static void its_days_are_kept (void **state)
{
    (void)state;
    struct stage stage = stage_new();
    find (&stage, FIRST, "2021-01-04 10:00", NULL);
    stage.now = at ("2021-01-05 09:00");
    stand_still (&stage, FIRST "/rectification/1", "2021-01-06 09:00");
    assert_has (strike (&stage, "deadline", at ("2021-01-06 09:00")),
                "moved " FIRST "/rectification/1 2021-01-08 24:00");
    find (&stage, SECOND, "2021-01-06 11:00", "2021-01-07 18:00");
    assert_has (link_to (&stage, SECOND, FIRST),
                "moved " FIRST "/rectification/1 2021-01-07 18:00");
    assert_has (split (&stage, SECOND, 2, NULL),
                "moved " FIRST "/rectification/1 2021-01-08 24:00");
    stage_destroy (&stage);
}

/* An edition of the calendar brought its own end to where it is due now: nothing to tell, but a
   calendar decides it again. */
static void one_that_is_due_then_already_is_counted_again (void **state)
{
    (void)state;
    struct stage stage = stage_new();
    find (&stage, FIRST, "2021-01-04 10:00", NULL);
    find (&stage, SECOND, "2021-01-04 11:00", "2021-01-05 18:00");
    link_to (&stage, SECOND, FIRST);
    store_begin (stage.store);
    move_apply_moved (stage.store, &(struct fact){ .time = stage.now, .recorded = stage.now },
                      &(struct deadline_moved){ .deadline = FIRST "/rectification/1",
                                                .ref = FIRST,
                                                .move = 2,
                                                .due = at ("2021-01-08 00:00"),
                                                .reason = "r",
                                                .alone = INSTANT_ABSENT,
                                                .granted = INSTANT_ABSENT,
                                                .own = at ("2021-01-06 00:00"),
                                                .reached = stage.now,
                                                .next = INSTANT_ABSENT },
                      stage.arena);
    assert_true (store_commit (stage.store));
    assert_false (is_counted (&stage));
    assert_lacks (split (&stage, SECOND, 2, NULL), "rectification/1/moved");
    assert_true (is_counted (&stage));
    stage_destroy (&stage);
}

int main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (the_later_one_gives_way),
        cmocka_unit_test (the_strictest_governs),
        cmocka_unit_test (who_stays_linked_governs_on),
        cmocka_unit_test (what_is_over_by_now_is_missed),
        cmocka_unit_test (what_was_met_is_not_restored),
        cmocka_unit_test (what_ended_with_the_case_is_restored),
        cmocka_unit_test (a_counted_one_is_counted_again),
        cmocka_unit_test (more_time_takes_nothing_from_its_own_end),
        cmocka_unit_test (a_link_ends_no_pause),
        cmocka_unit_test (who_left_during_a_pause_is_not_compared),
        cmocka_unit_test (a_pause_after_the_link_is_of_both),
        cmocka_unit_test (its_own_end_stands_still_with_more_time),
        cmocka_unit_test (a_split_of_another_takes_no_pause),
        cmocka_unit_test (one_that_stands_governs_by_its_end),
        cmocka_unit_test (a_pause_is_given_back),
        cmocka_unit_test (a_split_ends_no_pause),
        cmocka_unit_test (its_days_are_kept),
        cmocka_unit_test (one_that_is_due_then_already_is_counted_again),
    };
    return cmocka_run_group_tests (tests, NULL, NULL);
}
