/* Linked tip-offs: the strictest clock governs; splitting restores the others. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "scheduling/link.h"
#include "scheduling/stage_test.h"

static const char *hear_tipoff (struct stage *stage, const char *ref, const char *now, bool urgent)
{
    stage->now = at (now);
    return hear (stage, tipoff_reported_record, ref, stage->now,
                 &(struct tipoff_reported){ .tipoff = ref,
                                            .text = "通道上锁",
                                            .address = "一号",
                                            .community = "c01",
                                            .department = "office",
                                            .category = urgent ? "blocked_evacuation"
                                                               : "unauthorised_wiring",
                                            .urgent = urgent });
}

static const char *hear_linked (struct stage *stage, const char *ref, const char *to)
{
    const char *others[] = { to };
    return hear (stage, tipoff_linked_record, ref, stage->now,
                 &(struct tipoff_linked){ .tipoff = ref,
                                          .to = to,
                                          .others = others,
                                          .others_count = 1,
                                          .reason = "r",
                                          .by = "office" });
}

static const char *hear_split (struct stage *stage, const char *ref, const char *from)
{
    const char *others[] = { from };
    return hear (stage, tipoff_split_off_record, ref, stage->now,
                 &(struct tipoff_split_off){ .tipoff = ref,
                                             .from = from,
                                             .others = others,
                                             .others_count = 1,
                                             .reason = "r",
                                             .by = "office" });
}

#define FIRST  "T-2021-000001"
#define SECOND "T-2021-000002"

/* Mon 4 January 10:00: three working days. The second, urgent: 24 hours from 11:00. */
static void begin (struct stage *stage)
{
    *stage = stage_new();
    assert_string_equal (hear_tipoff (stage, FIRST, "2021-01-04 10:00", false),
                         "armed " FIRST "/tipoff_verification/1 2021-01-07 24:00");
    assert_string_equal (hear_tipoff (stage, SECOND, "2021-01-04 11:00", true),
                         "armed " SECOND "/tipoff_verification/1 2021-01-05 11:00");
}

static void the_strictest_governs (void **state)
{
    (void)state;
    struct stage stage;
    begin (&stage);
    assert_string_equal (hear_linked (&stage, SECOND, FIRST),
                         "cancelled " FIRST "/tipoff_verification/1");
    stage_destroy (&stage);
    begin (&stage);
    assert_string_equal (hear_linked (&stage, FIRST, SECOND),
                         "cancelled " FIRST "/tipoff_verification/1");
    stage_destroy (&stage);
}

static void splitting_restores_the_clocks (void **state)
{
    (void)state;
    struct stage stage;
    begin (&stage);
    hear_linked (&stage, SECOND, FIRST);
    assert_string_equal (hear_split (&stage, SECOND, FIRST),
                         "armed " FIRST "/tipoff_verification/2 2021-01-07 24:00");
    assert_string_equal (hear_linked (&stage, FIRST, SECOND),
                         "cancelled " FIRST "/tipoff_verification/2");
    assert_string_equal (hear_split (&stage, FIRST, SECOND),
                         "armed " FIRST "/tipoff_verification/3 2021-01-07 24:00");
    stage_destroy (&stage);
}

/* The same rule, length and start, with every day: so a later edition of the calendar moves it as
   it would have moved the first (domain.md 3: from Mon 3 to Wed 5 February 2020). */
static void a_restored_clock_is_its_own (void **state)
{
    (void)state;
    struct stage stage = stage_new();
    hear_tipoff (&stage, FIRST, "2020-01-23 10:00", false);
    const struct deadline_armed before = *(const struct deadline_armed *)stage.last;
    hear_tipoff (&stage, SECOND, "2020-01-23 11:00", true);
    hear_linked (&stage, SECOND, FIRST);
    assert_string_equal (hear_split (&stage, SECOND, FIRST),
                         "armed " FIRST "/tipoff_verification/2 2020-02-03 24:00");
    const struct deadline_armed *after = stage.last;
    assert_int_equal (after->from, before.from);
    assert_int_equal (after->working_days, before.working_days);
    assert_string_equal (after->rule, before.rule);
    assert_int_equal (after->explanation_count, before.explanation_count);
    for (size_t i = 0; i < before.explanation_count; i++)
        assert_string_equal (after->explanation[i], before.explanation[i]);
    strike (&stage, "recount", at ("2020-01-27 09:00"));
    assert_non_null (
        strstr (stage.said.bytes, "moved " FIRST "/tipoff_verification/2 2020-02-05 24:00"));
    stage_destroy (&stage);
}

/* One in hours ends when it did. */
static void restored_hours_are_the_same (void **state)
{
    (void)state;
    struct stage stage = stage_new();
    hear_tipoff (&stage, FIRST, "2021-01-04 10:00", true);
    const struct deadline_armed before = *(const struct deadline_armed *)stage.last;
    stage.now = at ("2021-01-04 10:30");
    hear (&stage, tipoff_reported_record, SECOND, at ("2021-01-04 09:00"),
          &(struct tipoff_reported){ .tipoff = SECOND,
                                     .text = "通道上锁",
                                     .address = "一号",
                                     .community = "c01",
                                     .department = "office",
                                     .urgent = true });
    hear_linked (&stage, FIRST, SECOND);
    assert_string_equal (hear_split (&stage, FIRST, SECOND),
                         "armed " FIRST "/tipoff_verification/2 2021-01-05 10:00");
    const struct deadline_armed *after = stage.last;
    assert_int_equal (after->explanation_count, before.explanation_count);
    assert_string_equal (after->explanation[0], before.explanation[0]);
    stage_destroy (&stage);
}

/* What ran out while they were linked is late: it is missed at once, not given new time. */
static void a_restored_clock_that_is_over_is_missed (void **state)
{
    (void)state;
    struct stage stage;
    begin (&stage);
    hear_linked (&stage, SECOND, FIRST);
    strike (&stage, "deadline", at ("2021-01-08 09:00"));
    stage.now = at ("2021-01-08 09:00");
    hear_split (&stage, SECOND, FIRST);
    strike (&stage, "deadline", at ("2021-01-08 09:00"));
    assert_non_null (strstr (stage.said.bytes, "missed " FIRST "/tipoff_verification/2"));
    stage_destroy (&stage);
}

static const char *hear_triaged (struct stage *stage, const char *ref, const char *category,
                                 bool urgent, const char *other)
{
    return hear (stage, tipoff_triaged_record, ref, stage->now,
                 &(struct tipoff_triaged){ .tipoff = ref,
                                           .category = category,
                                           .urgent = urgent,
                                           .department = "office",
                                           .others = &other,
                                           .others_count = other ? 1 : 0,
                                           .by = "office" });
}

/* Until then by the strictest of all rules. */
static void a_category_that_was_unknown_sets_its_own_clock (void **state)
{
    (void)state;
    struct stage stage = stage_new();
    stage.now = at ("2021-01-04 10:00");
    assert_non_null (strstr (hear (&stage, tipoff_reported_record, FIRST, stage.now,
                                   &(struct tipoff_reported){ .tipoff = FIRST,
                                                              .text = "有隐患",
                                                              .address = "一号",
                                                              .community = "c01",
                                                              .department = "office" }),
                             "armed " FIRST "/tipoff_verification/1 2021-01-05 10:00"));
    stage.now = at ("2021-01-04 16:00");
    assert_string_equal (hear_triaged (&stage, FIRST, "pipe_shaft", false, NULL),
                         "cancelled " FIRST "/tipoff_verification/1; armed " FIRST
                         "/tipoff_verification/2 2021-01-07 24:00; notice " FIRST
                         "/tipoff_verification/2/triaged to=2");
    stage_destroy (&stage);
}

/* S22: from when it was received, by the rule of what it is. */
static void a_category_put_right_sets_its_clock (void **state)
{
    (void)state;
    struct stage stage = stage_new();
    hear_tipoff (&stage, FIRST, "2021-01-04 10:00", false);
    stage.now = at ("2021-01-04 15:00");
    assert_string_equal (hear_triaged (&stage, FIRST, "blocked_evacuation", true, NULL),
                         "cancelled " FIRST "/tipoff_verification/1; armed " FIRST
                         "/tipoff_verification/2 2021-01-05 10:00; notice " FIRST
                         "/tipoff_verification/2/triaged to=2");
    assert_string_equal (hear_triaged (&stage, FIRST, "blocked_evacuation", true, NULL), "");
    assert_non_null (strstr (hear_triaged (&stage, FIRST, "pipe_shaft", false, NULL),
                             "armed " FIRST "/tipoff_verification/3 2021-01-07 24:00"));
    stage_destroy (&stage);
}

static void what_has_run_has_run (void **state)
{
    (void)state;
    struct stage stage = stage_new();
    hear_tipoff (&stage, FIRST, "2021-01-04 10:00", true);
    strike (&stage, "deadline", at ("2021-01-05 11:00"));
    stage.now = at ("2021-01-05 11:00");
    assert_string_equal (hear_triaged (&stage, FIRST, "pipe_shaft", false, NULL), "");
    hear_tipoff (&stage, SECOND, "2021-01-04 10:00", false);
    stage.now = at ("2021-01-06 10:00");
    hear_triaged (&stage, SECOND, "blocked_evacuation", true, NULL);
    strike (&stage, "deadline", at ("2021-01-06 10:00"));
    assert_non_null (strstr (stage.said.bytes, "missed " SECOND "/tipoff_verification/2"));
    stage_destroy (&stage);
}

/* domain.md 5: the strictest of those that are linked governs still; split, each by its category.
 */
static void a_linked_one_that_is_triaged (void **state)
{
    (void)state;
    struct stage stage = stage_new();
    hear_tipoff (&stage, FIRST, "2021-01-04 10:00", false);
    hear_tipoff (&stage, SECOND, "2021-01-05 11:00", true);
    hear_linked (&stage, SECOND, FIRST); /* SECOND governs, until the 6th at 11:00 */
    const char *said = hear_triaged (&stage, SECOND, "pipe_shaft", false, FIRST);
    assert_non_null (strstr (said, "armed " SECOND "/tipoff_verification/2 2021-01-08 24:00"));
    assert_non_null (strstr (said, "armed " FIRST "/tipoff_verification/2 2021-01-07 24:00"));
    stage_destroy (&stage);
    begin (&stage);
    hear_linked (&stage, SECOND, FIRST);
    said = hear_triaged (&stage, FIRST, "blocked_evacuation", true, SECOND);
    assert_non_null (strstr (said, "armed " FIRST "/tipoff_verification/2 2021-01-05 10:00"));
    assert_non_null (strstr (said, "cancelled " SECOND "/tipoff_verification/1"));
    hear_linked (&stage, SECOND, FIRST);
    assert_string_equal (hear_split (&stage, SECOND, FIRST),
                         "armed " SECOND "/tipoff_verification/2 2021-01-05 11:00");
    hear_linked (&stage, FIRST, SECOND);
    stage_destroy (&stage);
}

/* It has the clock of its new category, and gives way to the stricter one all the same; split, it
   has that clock back. */
static void a_governed_one_that_is_triaged_gives_way_still (void **state)
{
    (void)state;
    struct stage stage;
    begin (&stage);
    hear_linked (&stage, FIRST, SECOND);
    assert_string_equal (hear_triaged (&stage, FIRST, "colour_steel", false, SECOND),
                         "armed " FIRST "/tipoff_verification/2 2021-01-07 24:00; cancelled " FIRST
                         "/tipoff_verification/2; notice " FIRST
                         "/tipoff_verification/2/triaged to=2");
    assert_non_null (strstr (((const struct notice_raised *)stage.last)->text,
                             "2021-01-05 11:00，与其关联的举报较早，以其为准：" SECOND));
    hear_split (&stage, FIRST, SECOND);
    assert_string_equal (stage.said.bytes,
                         "armed " FIRST "/tipoff_verification/3 2021-01-07 24:00");
    assert_string_equal (((const struct deadline_armed *)stage.last)->category, "colour_steel");
    stage_destroy (&stage);
}

static const char *stand_still (struct stage *stage, const char *ref, const char *until)
{
    return tell (stage, deadline_pause_record,
                 &(struct deadline_pause){
                     .deadline = arena_format (stage->arena, "%s/tipoff_verification/1", ref),
                     .until = at (until),
                     .reason = "r",
                     .by = "leader" });
}

/* domain.md 5: paused, the stricter one governs nobody: the other is due when it was. Going on, the
   strictest of both governs, whichever that is by then. */
static void another_governs_while_one_stands_still (void **state)
{
    (void)state;
    struct stage stage;
    begin (&stage);
    lend_time (stage.office);
    hear_linked (&stage, SECOND, FIRST);
    assert_string_equal (stand_still (&stage, SECOND, "2021-01-06 11:00"),
                         "notice " SECOND "/tipoff_verification/1/paused/1 to=2; armed " FIRST
                         "/tipoff_verification/2 2021-01-07 24:00");
    strike (&stage, "deadline", at ("2021-01-06 11:00")); /* 24 hours are left of it */
    assert_non_null (
        strstr (stage.said.bytes, "moved " SECOND "/tipoff_verification/1 2021-01-07 11:00"));
    assert_non_null (strstr (stage.said.bytes, "cancelled " FIRST "/tipoff_verification/2"));
    stage_destroy (&stage);
    begin (&stage);
    lend_time (stage.office);
    hear_linked (&stage, SECOND, FIRST);
    stand_still (&stage, SECOND, "2021-01-07 14:00");
    strike (&stage, "deadline", at ("2021-01-07 14:00"));
    assert_non_null (
        strstr (stage.said.bytes, "moved " SECOND "/tipoff_verification/1 2021-01-08 14:00"));
    assert_non_null (strstr (stage.said.bytes, "cancelled " SECOND "/tipoff_verification/1"));
    assert_string_equal (hear_split (&stage, SECOND, FIRST),
                         "armed " SECOND "/tipoff_verification/2 2021-01-08 14:00");
    stand_still (&stage, FIRST, "2021-01-08 15:00"); /* they are together no more */
    assert_null (strstr (stage.said.bytes, SECOND));
    stage_destroy (&stage);
}

/* S22, clocks: received on Mon 4 January 10:00 and paused at 14:00 until the 6th; put right on the
   5th, it stands still by its new rule too. Then as much later as it stood: 44 hours, or the days
   of the 5th and 4th, of which the first never counts. */
static void a_paused_one_that_is_triaged_stands_still (void **state)
{
    static const struct {
        bool urgent;
        const char *category, *fresh, *due;
    } rows[] = {
        { false, "blocked_evacuation", "2021-01-05 10:00", "2021-01-07 06:00" },
        { true, "pipe_shaft", "2021-01-07 24:00", "2021-01-08 24:00" },
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct stage stage = stage_new();
        lend_time (stage.office);
        hear_tipoff (&stage, FIRST, "2021-01-04 10:00", rows[i].urgent);
        stage.now = at ("2021-01-04 14:00");
        stand_still (&stage, FIRST, "2021-01-06 10:00");
        assert_int_equal (stage.refusal.code, REFUSAL_NONE);
        stage.now = at ("2021-01-05 15:00");
        assert_string_equal (hear_triaged (&stage, FIRST, rows[i].category, !rows[i].urgent, NULL),
                             arena_format (stage.arena,
                                           "cancelled " FIRST "/tipoff_verification/1; armed " FIRST
                                           "/tipoff_verification/2 %s; notice " FIRST
                                           "/tipoff_verification/2/triaged to=2",
                                           rows[i].fresh));
        assert_non_null (
            strstr (((const struct notice_raised *)stage.last)->text, "中止至 2021-01-06 10:00"));
        assert_string_equal (strike (&stage, "deadline", at ("2021-01-06 09:00")), "");
        strike (&stage, "deadline", at ("2021-01-06 10:00"));
        if (!strstr (stage.said.bytes,
                     arena_format (stage.arena, "moved " FIRST "/tipoff_verification/2 %s",
                                   rows[i].due)))
            fail_msg ("row %zu: %s", i, stage.said.bytes);
        stage_destroy (&stage);
    }
}

/* It went on before it was put right: the four hours of a pause; of a clock in working days it is
   the days that are on record, Tue 5 January. */
static void what_one_stood_before_it_is_triaged_is_not_counted (void **state)
{
    static const struct {
        bool urgent, becomes_urgent;
        const char *category, *until, *due;
    } rows[] = {
        { true, true, "evacuation_exit", "2021-01-04 18:00", "2021-01-05 14:00" },
        { true, false, "pipe_shaft", "2021-01-06 10:00", "2021-01-08 24:00" },
        { false, true, "blocked_evacuation", "2021-01-06 10:00", "2021-01-06 10:00" },
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct stage stage = stage_new();
        lend_time (stage.office);
        hear_tipoff (&stage, FIRST, "2021-01-04 10:00", rows[i].urgent);
        stage.now = at ("2021-01-04 14:00");
        stand_still (&stage, FIRST, rows[i].until);
        strike (&stage, "deadline", at (rows[i].until));
        const char *said =
            hear_triaged (&stage, FIRST, rows[i].category, rows[i].becomes_urgent, NULL);
        if (!strstr (said, arena_format (stage.arena, "armed " FIRST "/tipoff_verification/2 %s",
                                         rows[i].due)))
            fail_msg ("row %zu: %s", i, said);
        stage_destroy (&stage);
    }
}

static void another_governs_after_more_time (void **state)
{
    (void)state;
    struct stage stage;
    begin (&stage);
    lend_time (stage.office);
    hear_linked (&stage, SECOND, FIRST);
    const char *said = tell (&stage, deadline_extend_record,
                             &(struct deadline_extend){ .deadline = SECOND "/tipoff_verification/1",
                                                        .due = at ("2021-01-12 00:00"),
                                                        .working_days = NUMBER_ABSENT,
                                                        .reason = "r",
                                                        .by = "leader" });
    assert_string_equal (said, "extended " SECOND "/tipoff_verification/1 2021-01-11 24:00; "
                               "cancelled " SECOND "/tipoff_verification/1; armed " FIRST
                               "/tipoff_verification/2 2021-01-07 24:00; notice " SECOND
                               "/tipoff_verification/1/extended/1 to=2");
    stage_destroy (&stage);
}

/* The first, of one day less, governs until the extension of the Spring Festival of 2020 moves it
   alone: the other's hours ask no calendar. */
static void another_governs_by_a_new_edition (void **state)
{
    (void)state;
    struct stage stage = stage_new();
    lend_time (stage.office);
    hear_tipoff (&stage, FIRST, "2020-01-23 10:00", false); /* Mon 3 February, then Wed 5 */
    hear_tipoff (&stage, SECOND, "2020-01-23 11:00", true);
    tell (&stage, deadline_extend_record,
          &(struct deadline_extend){ .deadline = SECOND "/tipoff_verification/1",
                                     .due = at ("2020-02-05 00:00"),
                                     .working_days = NUMBER_ABSENT,
                                     .reason = "r",
                                     .by = "leader" });
    assert_string_equal (hear_linked (&stage, SECOND, FIRST),
                         "cancelled " SECOND "/tipoff_verification/1");
    strike (&stage, "recount", at ("2020-01-27 09:00"));
    assert_non_null (
        strstr (stage.said.bytes, "moved " FIRST "/tipoff_verification/1 2020-02-05 24:00"));
    assert_non_null (strstr (stage.said.bytes,
                             "cancelled " FIRST "/tipoff_verification/1; armed " SECOND
                             "/tipoff_verification/2 2020-02-04 24:00"));
    stage_destroy (&stage);
}

static void a_fire_is_told_to_leaders_at_once (void **state)
{
    (void)state;
    struct stage stage = stage_new();
    stage.now = at ("2021-01-04 10:00");
    const struct tipoff_reported fire = { .tipoff = FIRST,
                                          .text = "三楼冒烟",
                                          .address = "一号",
                                          .community = "c01",
                                          .department = "office",
                                          .urgent = true,
                                          .burning = true };
    assert_string_equal (hear (&stage, tipoff_reported_record, FIRST, stage.now, &fire),
                         "armed " FIRST "/tipoff_verification/1 2021-01-05 10:00; notice " FIRST
                         "/fire to=7");
    assert_string_equal (hear (&stage, tipoff_reported_record, FIRST, stage.now, &fire), "");
    stage_destroy (&stage);
}

/* S4: where people at home burn, who goes there is told where; leaders, only that it burns. */
static void a_fire_at_home_is_told_in_two_letters (void **state)
{
    (void)state;
    struct stage stage = stage_new();
    stage.now = at ("2021-01-04 10:00");
    const struct tipoff_reported fire = { .tipoff = FIRST,
                                          .text = "李某家冒烟",
                                          .premises = "V-1",
                                          .premises_name = "李某家",
                                          .community = "c01",
                                          .department = "office",
                                          .urgent = true,
                                          .burning = true,
                                          .private = true };
    assert_string_equal (hear (&stage, tipoff_reported_record, FIRST, stage.now, &fire),
                         "armed " FIRST "/tipoff_verification/1 2021-01-05 10:00; notice " FIRST
                         "/fire to=2; notice " FIRST "/fire/leaders to=5");
    stage_destroy (&stage);
}

/* 消防监督检查规定 18(2). */
static void who_gave_a_name_is_told (void **state)
{
    (void)state;
    struct stage stage;
    begin (&stage);
    struct tipoff_verified verified = { .tipoff = FIRST,
                                        .outcome = verification_unfounded,
                                        .reason = "r" };
    assert_string_equal (hear (&stage, tipoff_verified_record, FIRST, stage.now, &verified),
                         "met " FIRST "/tipoff_verification/1");
    verified.tipoff = SECOND;
    verified.informant = true;
    assert_string_equal (hear (&stage, tipoff_verified_record, SECOND, stage.now, &verified),
                         "met " SECOND "/tipoff_verification/1; armed " SECOND
                         "/tipoff_answer/1 2021-01-07 24:00");
    assert_string_equal (
        hear (&stage, tipoff_answered_record, SECOND, stage.now,
              &(struct tipoff_answered){ .tipoff = SECOND, .how = "电话", .by = "office" }),
        "met " SECOND "/tipoff_answer/1");
    stage_destroy (&stage);
}

int main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (the_strictest_governs),
        cmocka_unit_test (splitting_restores_the_clocks),
        cmocka_unit_test (a_restored_clock_is_its_own),
        cmocka_unit_test (restored_hours_are_the_same),
        cmocka_unit_test (a_restored_clock_that_is_over_is_missed),
        cmocka_unit_test (a_category_that_was_unknown_sets_its_own_clock),
        cmocka_unit_test (a_category_put_right_sets_its_clock),
        cmocka_unit_test (what_has_run_has_run),
        cmocka_unit_test (a_linked_one_that_is_triaged),
        cmocka_unit_test (a_governed_one_that_is_triaged_gives_way_still),
        cmocka_unit_test (another_governs_while_one_stands_still),
        cmocka_unit_test (a_paused_one_that_is_triaged_stands_still),
        cmocka_unit_test (what_one_stood_before_it_is_triaged_is_not_counted),
        cmocka_unit_test (another_governs_after_more_time),
        cmocka_unit_test (another_governs_by_a_new_edition),
        cmocka_unit_test (a_fire_is_told_to_leaders_at_once),
        cmocka_unit_test (a_fire_at_home_is_told_in_two_letters),
        cmocka_unit_test (who_gave_a_name_is_told),
    };
    return cmocka_run_group_tests (tests, NULL, NULL);
}
