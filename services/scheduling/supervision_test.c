/* S6 and domain.md 5: a listing has a time limit; it is published, and so is that it was removed,
   after the hazard is gone. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "scheduling/supervision.h"
#include "scheduling/stage_test.h"
#include "words/escalation.h"

#define H "H-2021-000001"

static struct stage with_listing (void)
{
    struct stage stage = stage_new();
    stage.now = at ("2021-01-11 10:00");
    hear_opened (&stage, treatment_deferred, severity_general, at ("2021-03-31 00:00"));
    stage.now = at ("2021-01-13 10:00");
    return stage;
}

static const char *hear_listed (struct stage *stage)
{
    return hear (stage, supervision_listed_record, H, stage->now,
                 &(struct supervision_listed){ .ref = H,
                                               .number = 1,
                                               .level = "street",
                                               .goal = "g",
                                               .measures = "m",
                                               .money_yuan = 1,
                                               .responsible = "r",
                                               .due = at ("2021-01-26 00:00"),
                                               .contingency = "c",
                                               .by = "office",
                                               .community = "c01",
                                               .department = "office" });
}

static const char *hear_published (struct stage *stage, bool delisting)
{
    return hear (
        stage, supervision_published_record, H, stage->now,
        &(struct supervision_published){
            .ref = H, .number = 1, .delisting = delisting, .where = "公示栏", .by = "office" });
}

static const char *hear_accepted (struct stage *stage)
{
    return hear (stage, supervision_accepted_record, H, stage->now,
                 &(struct supervision_accepted){ .ref = H, .number = 1 });
}

static const char *hear_delisted (struct stage *stage)
{
    return hear (stage, supervision_delisted_record, H, stage->now,
                 &(struct supervision_delisted){
                     .ref = H, .number = 1, .by = "office", .spent_yuan = NUMBER_ABSENT });
}

/* Taking it off and publishing that are the office's, not the hazard's people's. */
static void what_the_office_does_is_not_the_trackers (void **state)
{
    static const char *const clocks[] = { H "/delisting/1", H "/publication/2" };
    (void)state;
    struct stage stage = with_listing();
    hear_listed (&stage);
    hear_accepted (&stage);
    hear_delisted (&stage);
    const struct scene scene = stage_scene (&stage);
    assert_non_null (deadline_see (&scene, H "/rectification/1")->tracker);
    assert_non_null (deadline_see (&scene, H "/rectification/1")->watcher);
    for (size_t i = 0; i < sizeof clocks / sizeof *clocks; i++) {
        assert_null (deadline_see (&scene, clocks[i])->tracker);
        assert_null (deadline_see (&scene, clocks[i])->watcher);
    }
    stage_destroy (&stage);
}

/* A later version heard them for more than before, and is told the past once more. */
static void what_is_heard_again_has_no_second_effect (void **state)
{
    (void)state;
    struct stage stage = with_listing();
    hear_listed (&stage);
    hear_accepted (&stage);
    assert_string_equal (hear_accepted (&stage), "");
    hear_delisted (&stage);
    assert_string_equal (hear_accepted (&stage), "");
    assert_string_equal (hear_delisted (&stage), "");
    stage_destroy (&stage);
}

static void both_publications_are_asked_for (void **state)
{
    (void)state;
    struct stage stage = with_listing();
    assert_string_equal (hear_listed (&stage),
                         "armed " H "/supervision/1 2021-01-25 24:00; armed " H
                         "/publication/1 2021-01-18 24:00");
    stage.now = at ("2021-01-14 10:00");
    assert_string_equal (hear_published (&stage, false), "met " H "/publication/1");
    assert_string_equal (hear_published (&stage, false), ""); /* at another place */
    stage.now = at ("2021-01-22 10:00");
    assert_string_equal (hear_accepted (&stage),
                         "met " H "/supervision/1; armed " H "/delisting/1 2021-01-27 24:00");
    assert_string_equal (hear_delisted (&stage),
                         "met " H "/delisting/1; armed " H "/publication/2 2021-01-27 24:00");
    stage.now = at ("2021-01-23 10:00");
    assert_string_equal (hear_published (&stage, true), "met " H "/publication/2");
    stage_destroy (&stage);
}

/* domain.md 5 and 6: whatever ends the hazard, its listing is taken off by an act that is
   published, and is reminded of until then. Accepted on site, its time limit is met (escalation
   says so, maybe after the closing); otherwise those concerned are told that it still hangs. */
static const struct {
    enum closing reason;
    const char *told, *text, *accepted, *delisted;
} endings[] = {
    { closing_reinspection, NULL, NULL,
      "met " H "/supervision/1; armed " H "/delisting/1 2021-01-20 24:00",
      "met " H "/delisting/1; armed " H "/publication/2 2021-01-20 24:00" },
    { closing_transferred, "notice " H "/supervision/1/closed",
      "隐患已移交，未经复查验收，挂牌仍在", NULL,
      "cancelled " H "/supervision/1; armed " H "/publication/2 2021-01-20 24:00" },
    { closing_withdrawn, "notice " H "/supervision/1/closed", "隐患已撤销，未经复查验收，挂牌仍在",
      NULL, "cancelled " H "/supervision/1; armed " H "/publication/2 2021-01-20 24:00" },
    { closing_linked, "notice " H "/supervision/1/closed",
      "隐患已关联 H-2021-000002，由该案一并整改和复查，本案不再单独验收，挂牌仍在", NULL,
      "cancelled " H "/supervision/1; armed " H "/publication/2 2021-01-20 24:00" },
};

static void they_outlive_the_hazard (void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        struct stage stage = with_listing();
        hear_listed (&stage);
        stage.now = at ("2021-01-16 10:00");
        const struct hazard_closed closed = { .hazard = H,
                                              .cycle = 1,
                                              .reason = endings[i].reason,
                                              .linked = endings[i].reason == closing_linked
                                                            ? "H-2021-000002"
                                                            : NULL };
        const char *said = hear (&stage, hazard_closed_record, H, stage.now, &closed);
        assert_null (strstr (said, "cancelled " H "/supervision/1"));
        assert_null (strstr (said, "cancelled " H "/publication/1"));
        if (!endings[i].told == !!strstr (said, "notice "))
            fail_msg ("row %zu: %s", i, said);
        if (endings[i].told)
            assert_non_null (strstr (said, endings[i].told));
        if (endings[i].text)
            assert_non_null (
                strstr (((const struct notice_raised *)stage.last)->text, endings[i].text));
        if (endings[i].accepted)
            assert_string_equal (hear_accepted (&stage), endings[i].accepted);
        assert_string_equal (hear_delisted (&stage), endings[i].delisted);
        stage_destroy (&stage);
    }
}

static void what_is_not_taken_off_is_missed (void **state)
{
    (void)state;
    struct stage stage = with_listing();
    hear_listed (&stage);
    hear (&stage, hazard_closed_record, H, stage.now,
          &(struct hazard_closed){ .hazard = H, .cycle = 1, .reason = closing_transferred });
    strike (&stage, "deadline", at ("2021-01-26 00:00"));
    assert_non_null (strstr (stage.said.bytes, "missed " H "/supervision/1"));
    stage_destroy (&stage);
}

/* Accepted on Sat 16 January, and nobody takes it off: reminded before Wed 20th ends, missed then
   (and so it climbs), told to those who may, though the hazard is gone. */
static void who_may_take_it_off_is_reminded (void **state)
{
    (void)state;
    struct stage stage = with_listing();
    hear_listed (&stage);
    stage.now = at ("2021-01-16 10:00");
    hear_accepted (&stage);
    hear (&stage, hazard_closed_record, H, stage.now,
          &(struct hazard_closed){ .hazard = H, .cycle = 1, .reason = closing_reinspection });
    assert_null (strstr (stage.said.bytes, "cancelled " H "/delisting/1"));
    strike (&stage, "deadline", at ("2021-01-20 00:00"));
    assert_non_null (strstr (stage.said.bytes, "reminder " H "/delisting/1/soon"));
    strike (&stage, "deadline", at ("2021-01-21 00:00"));
    assert_non_null (strstr (stage.said.bytes, "missed " H "/delisting/1"));
    assert_non_null (strstr (stage.said.bytes, "reminder " H "/delisting/1/due to="));
    stage.now = at ("2021-01-21 09:00");
    assert_true (office_may (stage.office, "office", "supervision.delist"));
    assert_true (office_may (stage.office, "deputy", "supervision.delist"));
    assert_string_equal (hear_delisted (&stage),
                         "met " H "/delisting/1 late; armed " H "/publication/2 2021-01-26 24:00");
    stage_destroy (&stage);
}

int main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (both_publications_are_asked_for),
        cmocka_unit_test (what_the_office_does_is_not_the_trackers),
        cmocka_unit_test (what_is_heard_again_has_no_second_effect),
        cmocka_unit_test (they_outlive_the_hazard),
        cmocka_unit_test (what_is_not_taken_off_is_missed),
        cmocka_unit_test (who_may_take_it_off_is_reminded),
    };
    return cmocka_run_group_tests (tests, NULL, NULL);
}
