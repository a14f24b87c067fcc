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

static const char *hear_delisted (struct stage *stage)
{
    return hear (stage, supervision_delisted_record, H, stage->now,
                 &(struct supervision_delisted){
                     .ref = H, .number = 1, .by = "office", .spent_yuan = NUMBER_ABSENT });
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
    assert_string_equal (hear_delisted (&stage), "armed " H "/publication/2 2021-01-27 24:00");
    stage.now = at ("2021-01-23 10:00");
    assert_string_equal (hear_published (&stage, true), "met " H "/publication/2");
    stage_destroy (&stage);
}

/* The hazard is closed by the re-inspection that accepts it, and the office must still publish. */
static void they_outlive_the_hazard (void **state)
{
    (void)state;
    struct stage stage = with_listing();
    hear_listed (&stage);
    const char *said =
        hear (&stage, hazard_closed_record, H, stage.now,
              &(struct hazard_closed){ .hazard = H, .cycle = 1, .reason = closing_reinspection });
    assert_non_null (strstr (said, "/supervision/1"));
    assert_null (strstr (said, "/publication/1"));
    stage_destroy (&stage);
}

int main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (both_publications_are_asked_for),
        cmocka_unit_test (they_outlive_the_hazard),
    };
    return cmocka_run_group_tests (tests, NULL, NULL);
}
