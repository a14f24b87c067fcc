/* S4, S9: the tasks of a key window are the premises of the register that were not inspected in it:
   assigned by community, one obligation and one letter for all of them. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/id.h"
#include "scheduling/obligation.h"
#include "scheduling/stage_test.h"

static size_t count_of (const struct stage *stage, const char *what)
{
    size_t count = 0;
    for (const char *at = stage->said.bytes; (at = strstr (at, what)) != NULL; at++)
        count++;
    return count;
}

static void register_as (struct stage *stage, const char *premises, const char *name,
                         const char *category, const char *community)
{
    const char *const categories[] = { category };
    hear (stage, premises_registered_record, premises, stage->now,
          &(struct premises_registered){ .premises = premises,
                                         .name = name,
                                         .categories = categories,
                                         .categories_count = 1,
                                         .community = community,
                                         .department = "economic_development",
                                         .private = strcmp (category, "vulnerable") == 0,
                                         .latitude_e6 = NUMBER_ABSENT,
                                         .longitude_e6 = NUMBER_ABSENT });
}

static void inspect (struct stage *stage, const char *premises, enum inspection_kind kind,
                     const char *checklist, const char *when)
{
    static const char *const inspectors[] = { "李某" };
    hear (stage, inspection_reported_record, "I-2020-000001", stage->now,
          &(struct inspection_reported){ .inspection = "I-2020-000001",
                                         .premises = premises,
                                         .premises_name = "n",
                                         .community = "c03",
                                         .checklist = checklist,
                                         .inspectors = inspectors,
                                         .inspectors_count = 1,
                                         .at = at (when),
                                         .kind = kind });
}

/* Two warehouses and a parcel point of c03, a warehouse of c04, and a school: the window of 7 to 11
   December (warehouse, parcel_point, market) is open. */
static struct stage shopping (void)
{
    struct stage stage = stage_new();
    stage.now = at ("2020-11-20 09:00");
    register_as (&stage, "W1", "红星仓库", "warehouse", "c03");
    register_as (&stage, "W2", "东风仓库", "warehouse", "c03");
    register_as (&stage, "E1", "驿站", "parcel_point", "c03");
    register_as (&stage, "W9", "西郊仓库", "warehouse", "c04");
    register_as (&stage, "S1", "第一小学", "school", "c03");
    strike (&stage, "obligation", at ("2020-12-07 00:00"));
    return stage;
}

static struct shares_left left_of (struct stage *stage, const char *window, const char *party)
{
    struct scene scene = stage_scene (stage);
    const struct obligation_seen *seen =
        obligation_see_one (&scene, obligation_window, window, party);
    return obligation_see_left (&scene, arena_format (stage->arena, "B-2020-%06d",
                                                      (int)(seen->obligation->number % 1000000)));
}

static const struct {
    const char *premises, *checklist, *at;
    enum inspection_kind kind;
    int64_t done; /* of three */
} visits[] = {
    { "W1", "warehouse", "2020-12-07 08:00", inspection_official, 1 },
    { "W1", "warehouse", "2020-12-08 08:00", inspection_official, 1 }, /* once is enough */
    { "W2", "warehouse", "2020-12-06 08:00", inspection_official, 1 }, /* before the window */
    { "W2", "general", "2020-12-08 08:00", inspection_official, 1 },   /* by another checklist */
    { "W2", "warehouse", "2020-12-08 08:00", inspection_self, 1 },     /* by itself (S17) */
    { "W9", "warehouse", "2020-12-08 08:00", inspection_official, 1 }, /* c04's */
    { "S1", "warehouse", "2020-12-08 08:00", inspection_official, 1 }, /* none of its categories */
    { "W2", "warehouse", "2020-12-08 09:00", inspection_official, 2 },
    { "E1", "warehouse", "2020-12-11 23:00", inspection_official, 3 },
};

static void it_is_met_by_the_last_of_them (void **state)
{
    (void)state;
    struct stage stage = shopping();
    stage.now = at ("2020-12-12 09:00"); /* reported the day after: it was in time */
    assert_int_equal (left_of (&stage, "shopping", "c03").of, 3);
    for (size_t i = 0; i < sizeof visits / sizeof *visits; i++) {
        inspect (&stage, visits[i].premises, visits[i].kind, visits[i].checklist, visits[i].at);
        if (left_of (&stage, "shopping", "c03").done != visits[i].done)
            fail_msg ("row %zu: %d done", i, (int)left_of (&stage, "shopping", "c03").done);
        bool met = visits[i].done == 3 || strcmp (visits[i].premises, "W9") == 0;
        if ((count_of (&stage, "met ") == 1) != met)
            fail_msg ("row %zu: %s", i, stage.said.bytes);
    }
    assert_int_equal (count_of (&stage, " late"), 0);
    stage_destroy (&stage);
}

static void one_letter_names_those_that_are_left (void **state)
{
    (void)state;
    struct stage stage = shopping();
    inspect (&stage, "W1", inspection_official, "warehouse", "2020-12-07 08:00");
    struct text text = text_in (stage.arena);
    struct shares_left left = left_of (&stage, "shopping", "c03");
    share_say_left (&left, &text);
    assert_string_equal (text.bytes, "应查 3 处，已查 1 处，未查 2 处：驿站（E1）、东风仓库（W2）");
    strike (&stage, "deadline", at ("2020-12-12 00:00"));
    size_t reminded = 0;
    for (const char *one = stage.said.bytes; (one = strstr (one, "/window/1/due")) != NULL; one++)
        reminded++;
    assert_int_equal (reminded, 2); /* one of each community that has any, however many */
    stage_destroy (&stage);
}

/* What the register says later counts: a warehouse that is none any more, one that was found. */
static void the_register_may_finish_it (void **state)
{
    (void)state;
    struct stage stage = shopping();
    inspect (&stage, "W1", inspection_official, "warehouse", "2020-12-07 08:00");
    inspect (&stage, "W2", inspection_official, "warehouse", "2020-12-07 09:00");
    int64_t seq = stage.seq;
    register_as (&stage, "W1", "红星仓库", "warehouse", "c03");
    assert_int_equal (stage.seq, seq); /* as it was */
    register_as (&stage, "E2", "新驿站", "parcel_point", "c03");
    assert_int_equal (left_of (&stage, "shopping", "c03").of, 4);
    inspect (&stage, "E2", inspection_official, "warehouse", "2020-12-07 10:00");
    register_as (&stage, "E1", "驿站", "business", "c03");
    assert_true (stage_next (&stage, "obligation") == stage.now);
    strike (&stage, "obligation", at ("2020-12-08 10:00"));
    assert_int_equal (count_of (&stage, "met "), 1);
    stage.now = at ("2020-12-14 09:00");
    register_as (&stage, "W3", "迟到的仓库", "warehouse", "c03"); /* after its end: not of it */
    assert_int_equal (left_of (&stage, "shopping", "c03").of, 3);
    stage_destroy (&stage);
}

/* Who has none of its premises has nothing to inspect (S9), until the first comes; after its end it
   is nobody's any more. */
static void it_opens_for_who_has_premises (void **state)
{
    (void)state;
    struct stage stage = shopping();
    assert_int_equal (count_of (&stage, "/window/1"), 2);
    stage.now = at ("2020-12-08 09:00");
    register_as (&stage, "W5", "新仓库", "warehouse", "c05");
    strike (&stage, "obligation", stage.now);
    assert_int_equal (count_of (&stage, "/window/1 2020-12-11 24:00"), 1);
    strike (&stage, "obligation", at ("2020-12-12 00:00"));
    stage.now = at ("2020-12-14 09:00");
    register_as (&stage, "W5", "新仓库", "warehouse", "c06");
    strike (&stage, "obligation", stage.now);
    assert_int_equal (count_of (&stage, "armed "), 0);
    stage_destroy (&stage);
}

/* 谁主管、谁检查、谁负责: of departments, the office too where the premises are its trade (key
 * units). */
static void the_office_owes_by_its_trade (void **state)
{
    static const char *const key_unit[] = { "key_unit" };
    (void)state;
    struct stage stage = stage_new();
    struct campaign campaign = *stage.office->campaign;
    struct campaign_window window = campaign.windows[0];
    struct office office = *stage.office;
    window.of = owed_by_departments;
    window.premises_count = 0;
    campaign.windows = &window;
    campaign.windows_count = 1;
    office.campaign = &campaign;
    stage.office = &office;
    stage.now = at ("2020-11-20 09:00");
    register_as (&stage, "W1", "红星仓库", "warehouse", "c03");
    hear (&stage, premises_registered_record, "K1", stage.now,
          &(struct premises_registered){ .premises = "K1",
                                         .name = "重点单位",
                                         .categories = key_unit,
                                         .categories_count = 1,
                                         .community = "c04",
                                         .department = "office",
                                         .latitude_e6 = NUMBER_ABSENT,
                                         .longitude_e6 = NUMBER_ABSENT });
    strike (&stage, "obligation", at ("2020-12-07 00:00"));
    assert_int_equal (count_of (&stage, "/window/1 2020-12-11 24:00"), 2);
    assert_int_equal (left_of (&stage, "shopping", "office").of, 1);
    inspect (&stage, "K1", inspection_official, "warehouse", "2020-12-07 08:00");
    assert_int_equal (count_of (&stage, "met "), 1);
    stage_destroy (&stage);
}

/* Its days moved, and the inspection does not lie in them any more; or another warehouse was found
   in them: it opens again, and its party is told. What the office settled stays. */
static void it_opens_again_when_premises_are_left_again (void **state)
{
    (void)state;
    struct stage stage = stage_new();
    stage.now = at ("2021-01-20 09:00");
    register_as (&stage, "W1", "红星仓库", "warehouse", "c03");
    register_as (&stage, "W9", "西郊仓库", "warehouse", "c04");
    strike (&stage, "obligation", at ("2021-01-29 00:00"));
    assert_int_equal (count_of (&stage, "/window/1 2021-02-10 24:00"), 2);
    stage.now = at ("2021-01-29 10:00");
    inspect (&stage, "W1", inspection_official, "warehouse", "2021-01-29 09:00");
    assert_int_equal (count_of (&stage, "met "), 1);
    stage.now = at ("2021-01-30 09:00");
    tell (&stage, anchor_resolve_record,
          &(struct anchor_resolve){
              .anchor = "spring_festival", .date = day_from (2021, 2, 20), .by = "office" });
    strike (&stage, "obligation", at ("2021-01-30 09:00"));
    assert_int_equal (count_of (&stage, "/reopened/"), 0); /* its days have not begun */
    strike (&stage, "obligation", at ("2021-02-02 00:00"));
    assert_int_equal (count_of (&stage, "/window/2 2021-02-18 24:00"), 1);
    assert_int_equal (count_of (&stage, "/reopened/2 to="), 1);
    inspect (&stage, "W1", inspection_official, "warehouse", "2021-02-02 00:00");
    assert_int_equal (count_of (&stage, "/window/2"), 1);
    stage.now = at ("2021-02-02 10:00");
    register_as (&stage, "W2", "东风仓库", "warehouse", "c03");
    strike (&stage, "obligation", stage.now);
    assert_int_equal (count_of (&stage, "/reopened/3"), 1);
    tell (&stage, obligation_report_record,
          &(struct obligation_report){
              .window = "spring_festival", .party = "c03", .proof = "停业", .by = "office" });
    assert_int_equal (count_of (&stage, "/window/3"), 1);
    strike (&stage, "obligation", at ("2021-02-03 09:00"));
    assert_int_equal (count_of (&stage, "/reopened/"), 0);
    stage_destroy (&stage);
}

/* Time that it stood still, and more time that people gave, are not taken back: it is asked for
   again by the day by which it was to be done last. */
static void it_opens_again_with_the_time_that_it_had (void **state)
{
    static const struct {
        const char *until; /* it stood still from 1 February; NULL: it did not */
        const char *given; /* by people; NULL: nothing */
        int64_t days;      /* or as many working days; 0: none */
        const char *met, *due;
    } rows[] = {
        { NULL, NULL, 0, "2021-02-08 09:00", "2021-02-10 24:00" },
        { "2021-02-06 09:00", NULL, 0, "2021-02-08 09:00", "2021-02-18 24:00" },
        { "2021-02-10 09:00", NULL, 0, "2021-02-06 09:00", "2021-02-18 24:00" }, /* met meanwhile */
        { NULL, "2021-02-24 00:00", 0, "2021-02-08 09:00", "2021-02-23 24:00" },
        { NULL, NULL, 3, "2021-02-08 09:00", "2021-02-20 24:00" },
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct stage stage = stage_new();
        stage.now = at ("2021-01-20 09:00");
        register_as (&stage, "W1", "红星仓库", "warehouse", "c03");
        strike (&stage, "obligation", at ("2021-01-29 00:00"));
        const char *window = strstr (stage.said.bytes, "/window/1 2021-02-10 24:00");
        assert_non_null (window);
        const char *deadline = arena_format (stage.arena, "%.13s/window/1", window - 13);
        stage.now = at ("2021-02-01 09:00");
        if (rows[i].until)
            tell (&stage, deadline_pause_record,
                  &(struct deadline_pause){ .deadline = deadline,
                                            .until = at (rows[i].until),
                                            .reason = "疫情",
                                            .by = "leader" });
        else if (rows[i].given || rows[i].days > 0)
            tell (&stage, deadline_extend_record,
                  &(struct deadline_extend){
                      .deadline = deadline,
                      .due = rows[i].given ? at (rows[i].given) : INSTANT_ABSENT,
                      .working_days = rows[i].days > 0 ? rows[i].days : NUMBER_ABSENT,
                      .reason = "r",
                      .by = "leader" });
        assert_int_equal (stage.refusal.code, REFUSAL_NONE);
        if (rows[i].until && at (rows[i].until) < at (rows[i].met))
            strike (&stage, "deadline", at (rows[i].until));
        stage.now = at (rows[i].met);
        inspect (&stage, "W1", inspection_official, "warehouse", rows[i].met);
        assert_int_equal (count_of (&stage, "met "), 1);
        stage.now = at ("2021-02-09 09:00");
        register_as (&stage, "W2", "东风仓库", "warehouse", "c03");
        strike (&stage, "obligation", stage.now);
        if (count_of (&stage, arena_format (stage.arena, "/window/2 %s", rows[i].due)) != 1)
            fail_msg ("row %zu: %s", i, stage.said.bytes);
        stage.started = stage.now + 1; /* and the service starts again */
        strike (&stage, "obligation", at ("2021-02-09 10:00"));
        assert_int_equal (count_of (&stage, "moved ") + count_of (&stage, "recounted "), 0);
        /* Its base moves; what people gave is later than that still. */
        tell (&stage, anchor_resolve_record,
              &(struct anchor_resolve){
                  .anchor = "spring_festival", .date = day_from (2021, 2, 13), .by = "office" });
        assert_int_equal (stage.refusal.code, REFUSAL_NONE);
        strike (&stage, "obligation", at ("2021-02-09 10:01"));
        const char *moved = arena_format (stage.arena, "moved %.13s/window/2", deadline);
        if ((count_of (&stage, moved) == 1) != (i == 0))
            fail_msg ("row %zu: %s", i, stage.said.bytes);
        stage_destroy (&stage);
    }
}

/* What was closed is nobody's task; what is registered again is. */
static void what_is_closed_is_not_asked_for (void **state)
{
    (void)state;
    struct stage stage = shopping();
    const struct premises_closed closed = {
        .premises = "E1", .community = "c03", .reason = "歇业", .by = "c03"
    };
    inspect (&stage, "W1", inspection_official, "warehouse", "2020-12-07 08:00");
    stage.now = at ("2020-12-07 09:00");
    hear (&stage, premises_closed_record, "E1", stage.now, &closed);
    assert_int_equal (left_of (&stage, "shopping", "c03").of, 2);
    const int64_t seq = stage.seq;
    hear (&stage, premises_closed_record, "E1", stage.now, &closed);
    assert_int_equal (stage.seq, seq);
    stage.heard = 1; /* of its past, once more */
    register_as (&stage, "E1", "驿站", "parcel_point", "c03");
    assert_int_equal (stage.seq, seq);
    stage.heard = 40;
    stage.now = at ("2020-12-07 10:00");
    register_as (&stage, "E1", "驿站", "parcel_point", "c03");
    assert_int_equal (left_of (&stage, "shopping", "c03").of, 3);
    hear (&stage, premises_closed_record, "E1", stage.now, &closed);
    inspect (&stage, "W2", inspection_official, "warehouse", "2020-12-07 11:00");
    assert_int_equal (count_of (&stage, "met "), 1);
    stage_destroy (&stage);
}

/* Where each goes, one after the other, and whether that ends the obligation of c03 (E1 and W2 were
   not inspected, W1 may have been): by the last that leaves, since nothing is left that must be
   done, and the record says so. */
static const struct {
    const char *what;
    bool inspected; /* W1 */
    const char *premises, *category, *community;
    const char *why; /* NULL: it is open still */
} departures[] = {
    { "to another community", true, "E1", "parcel_point", "c04", NULL },
    { "and the last left is none any more", true, "W2", "business", "c03",
      "场所名册或日期变更后，应查的 1 处均已查" },
    { "to another community", false, "E1", "parcel_point", "c04", NULL },
    { "to another trade", false, "W2", "business", "c03", NULL },
    { "and the last of all moves away", false, "W1", "warehouse", "c04",
      "所涉场所均已关停、迁出或不再属该类，无应查场所" },
};

/* Why the hour would end one now; NULL: it ends none. */
static const char *why_ended (struct stage *stage)
{
    struct scene scene = stage_scene (stage);
    struct decision decision = decision_in (stage->arena);
    obligation_decide_hour (NULL, obligation_see_hour (&scene, NULL), &decision);
    return decision.events[0].word == obligation_met_record
               ? ((const struct obligation_met *)decision.events[0].event)->proof
               : NULL;
}

static void it_ends_when_all_leave (void **state)
{
    (void)state;
    struct stage stage = shopping();
    stage.now = at ("2020-12-08 09:00");
    inspect (&stage, "W1", inspection_official, "warehouse", "2020-12-08 08:00");
    for (size_t i = 0; i < sizeof departures / sizeof *departures; i++) {
        if (i > 0 && !departures[i].inspected && departures[i - 1].inspected) {
            stage_destroy (&stage);
            stage = shopping();
        }
        stage.now += MINUTE_MS;
        register_as (&stage, departures[i].premises, "n", departures[i].category,
                     departures[i].community);
        if (!text_same (why_ended (&stage), departures[i].why))
            fail_msg ("row %zu, %s: %s", i, departures[i].what, why_ended (&stage));
        strike (&stage, "obligation", stage.now);
        struct scene scene = stage_scene (&stage);
        const struct obligation_seen *seen =
            obligation_see_one (&scene, obligation_window, "shopping", "c03");
        assert_int_equal (seen->obligation->met, departures[i].why != NULL);
    }
    struct scene scene = stage_scene (&stage);
    assert_false (
        obligation_see_one (&scene, obligation_window, "shopping", "c04")->obligation->met);
    stage_destroy (&stage);
}

static void close_premises (struct stage *stage, const char *premises)
{
    hear (stage, premises_closed_record, premises, stage->now,
          &(struct premises_closed){
              .premises = premises, .community = "c03", .reason = "歇业", .by = "c03" });
}

/* S9: a window that was missed is not wiped by where its premises are registered later, or as what:
   they stay the task of the community in which they lay at its end, and of no other. An inspection
   of them, or their closing, leaves nothing to be done there: late, and told no more. */
static void what_was_missed_stays_with_its_community (void **state)
{
    static const struct {
        const char *community, *category; /* of W2, afterwards; NULL: it is closed */
        bool inspected;                   /* and then */
        bool ended;
    } rows[] = {
        { "c05", "warehouse", false, false }, { "c05", "warehouse", true, true },
        { "c03", "business", false, false },  { "c03", "business", true, true },
        { NULL, NULL, false, true },
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct stage stage = shopping();
        inspect (&stage, "W1", inspection_official, "warehouse", "2020-12-07 08:00");
        inspect (&stage, "E1", inspection_official, "warehouse", "2020-12-07 08:00");
        strike (&stage, "deadline", at ("2020-12-12 00:00"));
        stage.now = at ("2020-12-20 09:00");
        if (rows[i].community)
            register_as (&stage, "W2", "东风仓库", rows[i].category, rows[i].community);
        else
            close_premises (&stage, "W2");
        strike (&stage, "obligation", stage.now);
        bool late = count_of (&stage, "/window/1 late") == 1;
        if (rows[i].community)
            assert_int_equal (left_of (&stage, "shopping", "c03").of, 3);
        stage.now = at ("2020-12-28 09:00");
        if (rows[i].inspected) {
            inspect (&stage, "W2", inspection_official, "warehouse", "2020-12-28 08:00");
            late = count_of (&stage, "/window/1 late") == 1;
        }
        struct scene scene = stage_scene (&stage);
        if (late != rows[i].ended ||
            obligation_see_one (&scene, obligation_window, "shopping", "c03")->obligation->met !=
                rows[i].ended)
            fail_msg ("row %zu: %s", i, stage.said.bytes);
        assert_null (obligation_see_one (&scene, obligation_window, "shopping", "c05")->obligation);
        stage_destroy (&stage);
    }
}

/* All of them, or the rest, are closed after its end: that is late. */
static void what_was_missed_ends_when_all_are_closed (void **state)
{
    static const char *const leave[] = { "E1", "W2", "W1" };
    static const char *const why[] = { "所涉场所均已关停、迁出或不再属该类，无应查场所",
                                       "场所名册或日期变更后，应查的 1 处均已查" };
    (void)state;
    for (int inspected = 0; inspected < 2; inspected++) {
        struct stage stage = shopping();
        if (inspected)
            inspect (&stage, "W1", inspection_official, "warehouse", "2020-12-07 08:00");
        strike (&stage, "deadline", at ("2020-12-12 00:00"));
        stage.now = at ("2020-12-14 09:00");
        for (int i = 0; i < 3 - inspected; i++) {
            assert_null (why_ended (&stage));
            close_premises (&stage, leave[i]);
        }
        assert_string_equal (why_ended (&stage), why[inspected]);
        strike (&stage, "obligation", stage.now);
        assert_int_equal (count_of (&stage, "/window/1 late"), 1);
        stage_destroy (&stage);
    }
}

/* People at home are counted, and not named. */
static void who_lives_there_is_not_named (void **state)
{
    (void)state;
    struct stage stage = shopping();
    struct share_row rows[] = { { .premises = "V1", .name = "王奶奶家", .hidden = true },
                                { .premises = "W1", .name = "红星仓库" } };
    struct text text = text_in (stage.arena);
    share_say_left (&(struct shares_left){ .of = 4, .done = 2, .list = rows, .count = 2 }, &text);
    assert_string_equal (text.bytes,
                         "应查 4 处，已查 2 处，未查 2 处：红星仓库（W1），另 1 处见清单");
    stage_destroy (&stage);
}

/* 不走过场: the community does not report what it has not done; the office may settle it. */
static void it_is_not_reported_while_premises_are_left (void **state)
{
    (void)state;
    struct stage stage = shopping();
    struct obligation_report report = {
        .window = "shopping", .party = "c03", .proof = "已查", .by = "c03"
    };
    tell (&stage, obligation_report_record, &report);
    assert_int_equal (stage.refusal.code, REFUSAL_CONFLICT);
    assert_non_null (strstr (stage.refusal.sentence, "红星仓库（W1）"));
    report.by = "office";
    tell (&stage, obligation_report_record, &report);
    assert_int_equal (count_of (&stage, "met "), 1);
    report.by = report.party = "c05"; /* of which the register has none */
    tell (&stage, obligation_report_record, &report);
    assert_int_equal (stage.refusal.code, REFUSAL_NOT_FOUND);
    stage_destroy (&stage);
}

/* ---- S13: what each premises hands in ---- */

static void hand_in (struct stage *stage, const char *kind, const char *premises)
{
    hear (stage, deliverable_submitted_record, "D-2020-000001", stage->now,
          &(struct deliverable_submitted){ .deliverable = "D-2020-000001",
                                           .campaign = stage->office->campaign->id,
                                           .kind = kind,
                                           .party = premises,
                                           .version = 1,
                                           .digest = "e",
                                           .of_premises = true });
}

static struct obligation_seen collection_of (struct stage *stage, const char *community)
{
    struct scene scene = stage_scene (stage);
    struct obligation_seen seen =
        *obligation_see_one (&scene, obligation_collection, "inspection_plan", community);
    if (seen.obligation)
        seen.left =
            obligation_see_left (&scene, ref_text (stage->arena, 'B', seen.obligation->number));
    return seen;
}

/* Two that owe an inspection plan and a warehouse, all of c03; of c04 there is none. */
static struct stage collecting (void)
{
    struct stage stage = stage_new();
    stage.now = at ("2020-11-10 09:00");
    register_as (&stage, "F1", "第三社区党群服务中心", "party_service_centre", "c03");
    register_as (&stage, "K1", "化工厂", "key_unit", "c03");
    register_as (&stage, "W1", "红星仓库", "warehouse", "c03");
    strike (&stage, "obligation", at ("2020-11-10 10:00"));
    return stage;
}

static void who_has_such_premises_collects_from_them (void **state)
{
    (void)state;
    struct stage stage = collecting();
    struct obligation_seen seen = collection_of (&stage, "c03");
    struct text text = text_in (stage.arena);
    assert_int_equal (seen.obligation->last, day_from (2020, 11, 30));
    assert_null (collection_of (&stage, "c04").obligation);
    hand_in (&stage, "inspection_plan", "F1");
    hand_in (&stage, "inspection_plan", "F1"); /* once is enough */
    hand_in (&stage, "plan", "K1");            /* something else */
    seen = collection_of (&stage, "c03");
    share_say_left (&seen.left, &text);
    assert_string_equal (text.bytes, "应报 2 处，已报 1 处，未报 1 处：化工厂（K1）");
    strike (&stage, "deadline", at ("2020-12-01 00:00"));
    assert_non_null (strstr (stage.said.bytes,
                             arena_format (stage.arena, "missed %s/deliverable/1",
                                           ref_text (stage.arena, 'B', seen.obligation->number))));
    hand_in (&stage, "inspection_plan", "K1");
    assert_int_equal (count_of (&stage, "met "), 1);
    assert_true (collection_of (&stage, "c03").obligation->met);
    stage_destroy (&stage);
}

/* Moved away, or no such premises any more: there is nobody left to collect from. */
static void a_collection_ends_when_all_leave (void **state)
{
    (void)state;
    struct stage stage = collecting();
    register_as (&stage, "F1", "第三社区党群服务中心", "party_service_centre", "c04");
    assert_null (why_ended (&stage)); /* c04 has one to collect from now */
    strike (&stage, "obligation", stage.now + MINUTE_MS);
    assert_false (collection_of (&stage, "c03").obligation->met);
    register_as (&stage, "K1", "化工厂", "warehouse", "c03");
    assert_string_equal (why_ended (&stage), "所涉场所均已关停、迁出或不再属该类，无应报场所");
    strike (&stage, "obligation", stage.now + MINUTE_MS);
    assert_true (collection_of (&stage, "c03").obligation->met);
    assert_false (collection_of (&stage, "c04").obligation->met);
    stage_destroy (&stage);
}

/* What was registered later is asked too, as long as its day is not over. */
static void a_community_collects_from_its_first_premises_on (void **state)
{
    (void)state;
    struct stage stage = collecting();
    stage.now = at ("2020-11-18 09:00");
    register_as (&stage, "K2", "商场", "key_unit", "c04");
    assert_true (stage_next (&stage, "obligation") == stage.now);
    strike (&stage, "obligation", at ("2020-11-18 09:01"));
    assert_int_equal (collection_of (&stage, "c04").left.of, 1);
    stage.now = at ("2020-12-02 09:00");
    register_as (&stage, "K3", "医院", "key_unit", "c05");
    strike (&stage, "obligation", at ("2020-12-02 09:01"));
    assert_null (collection_of (&stage, "c05").obligation);
    stage_destroy (&stage);
}

/* Nobody reports for them that they handed it in; the office may settle it. */
static void it_is_not_reported_while_one_is_missing (void **state)
{
    (void)state;
    struct stage stage = collecting();
    const int64_t number = collection_of (&stage, "c03").obligation->number;
    struct obligation_report report = { .obligation = ref_text (stage.arena, 'B', number),
                                        .proof = "齐",
                                        .by = "c03" };
    tell (&stage, obligation_report_record, &report);
    assert_int_equal (stage.refusal.code, REFUSAL_CONFLICT);
    assert_non_null (strstr (stage.refusal.sentence, "deliverable.submit of each"));
    report.by = "office";
    tell (&stage, obligation_report_record, &report);
    assert_int_equal (count_of (&stage, "met "), 1);
    stage_destroy (&stage);
}

/* What a version before this one passed over comes later than what it heard. */
static void a_past_heard_again_undoes_nothing (void **state)
{
    (void)state;
    struct stage stage = stage_new();
    stage.now = at ("2020-12-05 09:00");
    stage.heard = 40;
    register_as (&stage, "W1", "红星仓库", "warehouse", "c03");
    stage.heard = 10;
    stage.reads_again = true;
    register_as (&stage, "W1", "红星仓库", "school", "c04"); /* what it was before */
    register_as (&stage, "W2", "东风仓库", "warehouse", "c03");
    assert_true (stage_next (&stage, "obligation") == INSTANT_NEVER);
    inspect (&stage, "W1", inspection_official, "warehouse", "2020-12-07 08:00");
    stage.reads_again = false;
    strike (&stage, "obligation", at ("2020-12-07 10:00"));
    const struct shares_left left = left_of (&stage, "shopping", "c03");
    assert_int_equal (left.of, 2);
    assert_int_equal (left.done, 1);
    stage_destroy (&stage);
}

/* Nor is an obligation met by the last premises that are known so far. */
static void a_past_heard_again_meets_nothing (void **state)
{
    (void)state;
    struct stage stage = shopping();
    inspect (&stage, "W1", inspection_official, "warehouse", "2020-12-07 08:00");
    inspect (&stage, "W2", inspection_official, "warehouse", "2020-12-07 08:00");
    stage.reads_again = true;
    inspect (&stage, "E1", inspection_official, "warehouse", "2020-12-07 08:00");
    assert_int_equal (count_of (&stage, "met "), 0);
    stage.reads_again = false;
    register_as (&stage, "W3", "南郊仓库", "warehouse", "c03");
    strike (&stage, "obligation", at ("2020-12-07 10:00"));
    assert_int_equal (count_of (&stage, "met "), 0);
    stage_destroy (&stage);
}

/* Premises that go to another community: what is open there stays whose it was, and all of them are
   told of it once. */
static void what_is_open_stays_with_its_community (void **state)
{
    static const struct {
        const char *category, *community;
        bool again, closed;
        const char *told; /* the new community, the old one, the office */
    } rows[] = {
        { "warehouse", "c09", false, false, "community/3 to=3" },
        { "warehouse", "c01", false, false, NULL }, /* as it was */
        { "school", "c01", false, false, NULL },
        { "warehouse", "c09", true, false, NULL }, /* of the past */
        { "warehouse", "c09", false, true, NULL },
        { "vulnerable", "c09", false, false, "community/3 to=3" },
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct stage stage = stage_new();
        stage.now = at ("2021-01-05 09:00");
        register_as (&stage, "p1", "红星仓库", "warehouse", "c01");
        hear_opened (&stage, treatment_deferred, severity_general, INSTANT_ABSENT);
        if (rows[i].closed)
            hear_closed (&stage);
        stage.reads_again = rows[i].again;
        register_as (&stage, "p1", "红星仓库", rows[i].category, rows[i].community);
        if (count_of (&stage, "/community/") != (rows[i].told != NULL) ||
            (rows[i].told && count_of (&stage, rows[i].told) != 1))
            fail_msg ("row %zu: %s", i, stage.said.bytes);
        stage.reads_again = false;
        register_as (&stage, "p1", "东风仓库", rows[i].category, rows[i].community);
        assert_int_equal (count_of (&stage, "/community/"), 0); /* once */
        register_as (&stage, "p1", "东风仓库", rows[i].category, "c01");
        assert_int_equal (count_of (&stage, "/community/"), 0); /* back where its cases are */
        stage_destroy (&stage);
    }
}

static void the_letter_names_the_cases_and_no_home (void **state)
{
    static const struct share_case cases[] = { { "H-2021-000001", "c01" },
                                               { "T-2021-000004", "c02" } };
    static const char *const categories[] = { "warehouse" };
    (void)state;
    for (int home = 0; home < 2; home++) {
        struct stage stage = stage_new();
        const struct share_row noted = { .premises = "W1",
                                         .name = "n",
                                         .categories = categories,
                                         .categories_count = 1,
                                         .community = "c01",
                                         .department = "office" };
        const struct share_seen seen = {
            .office = stage.office, .premises = &noted, .heard = 9, .cases = cases, .cases_count = 2
        };
        struct decision decision = decision_in (stage.arena);
        share_decide_registered (&(struct premises_registered){ .premises = "W1",
                                                                .name = "红星仓库",
                                                                .categories = categories,
                                                                .categories_count = 1,
                                                                .community = "c09",
                                                                .department = "office",
                                                                .private = home },
                                 &seen, &decision);
        assert_int_equal (decision.count, 2);
        const struct notice_raised *raised = decision.events[1].event;
        assert_string_equal (raised->notice, "H-2021-000001/community/9");
        assert_non_null (strstr (raised->text, "现属：第九社区"));
        assert_non_null (
            strstr (raised->text, "H-2021-000001：第一社区\n  T-2021-000004：第二社区"));
        assert_int_equal (strstr (raised->text, "红星仓库") != NULL, !home);
        assert_int_equal (strstr (raised->subject, "红星仓库") != NULL, !home);
        assert_null (strstr (raised->text, "W1"));
        stage_destroy (&stage);
    }
}

int main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (the_letter_names_the_cases_and_no_home),
        cmocka_unit_test (what_is_open_stays_with_its_community),
        cmocka_unit_test (it_is_met_by_the_last_of_them),
        cmocka_unit_test (one_letter_names_those_that_are_left),
        cmocka_unit_test (the_register_may_finish_it),
        cmocka_unit_test (it_opens_for_who_has_premises),
        cmocka_unit_test (it_opens_again_when_premises_are_left_again),
        cmocka_unit_test (it_opens_again_with_the_time_that_it_had),
        cmocka_unit_test (the_office_owes_by_its_trade),
        cmocka_unit_test (what_is_closed_is_not_asked_for),
        cmocka_unit_test (it_ends_when_all_leave),
        cmocka_unit_test (what_was_missed_stays_with_its_community),
        cmocka_unit_test (what_was_missed_ends_when_all_are_closed),
        cmocka_unit_test (who_lives_there_is_not_named),
        cmocka_unit_test (it_is_not_reported_while_premises_are_left),
        cmocka_unit_test (who_has_such_premises_collects_from_them),
        cmocka_unit_test (a_collection_ends_when_all_leave),
        cmocka_unit_test (a_community_collects_from_its_first_premises_on),
        cmocka_unit_test (it_is_not_reported_while_one_is_missing),
        cmocka_unit_test (a_past_heard_again_undoes_nothing),
        cmocka_unit_test (a_past_heard_again_meets_nothing),
    };
    return cmocka_run_group_tests (tests, NULL, NULL);
}
