/* S6 and domain.md 5: on the list with all five in place, off it only after acceptance on site, and
   both published. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "escalation/supervision.h"
#include "escalation/stage_test.h"

static struct supervision_list whole (void)
{
    struct refusal refusal;
    return (struct supervision_list){ .hazard = CASE,
                                      .goal = "疏散通道畅通",
                                      .measures = "拆除违建",
                                      .money = json_parse ("50000", 5, arena, &refusal),
                                      .responsible = "某商场",
                                      .due = now + (instant)10 * DAY_MS,
                                      .contingency = "专人值守" };
}

static enum refusal_code list (const struct supervision_list *what)
{
    return command (supervision_list_record, what);
}

static enum refusal_code delist (const char *by)
{
    return command (supervision_delist_record,
                    &(struct supervision_delist){
                        .hazard = CASE, .by = by, .evidence = "验收单", .spent_yuan = 48000 });
}

static enum refusal_code publish (void)
{
    return command (supervision_publish_record,
                    &(struct supervision_publish){ .hazard = CASE, .where = "街道公示栏" });
}

static void test_listed_published_accepted_delisted_published (void **state)
{
    (void)state;
    const struct supervision_list listing = whole();
    assert_int_equal (list (&listing), REFUSAL_NOT_FOUND);
    open_hazard (treatment_deferred);
    assert_int_equal (publish(), REFUSAL_NOT_FOUND);
    assert_int_equal (list (&listing), REFUSAL_NONE);
    const struct supervision_listed *listed = last_said (supervision_listed_record);
    assert_string_equal (listed->level, "street");
    assert_int_equal (listed->money_yuan, 50000);
    assert_string_equal (listed->by, "office");
    assert_int_equal (list (&listing), REFUSAL_CONFLICT);
    assert_int_equal (delist ("office"), REFUSAL_CONFLICT);
    assert_int_equal (publish(), REFUSAL_NONE);
    assert_false (((const struct supervision_published *)last_said (supervision_published_record))
                      ->delisting);
    assert_int_equal (publish(), REFUSAL_CONFLICT); /* once */
    assert_int_equal (delist ("office"), REFUSAL_CONFLICT);
    pass_reinspection();
    assert_int_equal (count_said (supervision_accepted_record), 1);
    close_hazard();
    assert_int_equal (delist ("c01"), REFUSAL_FORBIDDEN);
    assert_int_equal (delist ("leader"), REFUSAL_NONE);
    assert_int_equal (
        ((const struct supervision_delisted *)last_said (supervision_delisted_record))->spent_yuan,
        48000);
    assert_int_equal (delist ("leader"), REFUSAL_CONFLICT);
    assert_int_equal (publish(), REFUSAL_NONE);
    assert_true (((const struct supervision_published *)last_said (supervision_published_record))
                     ->delisting);
    assert_int_equal (publish(), REFUSAL_CONFLICT);
}

static void test_off_the_list_after_closing_otherwise (void **state)
{
    (void)state;
    const struct supervision_list listing = whole();
    open_hazard (treatment_deferred);
    assert_int_equal (list (&listing), REFUSAL_NONE);
    hear (hazard_closed_record, CASE,
          &(struct hazard_closed){ .hazard = CASE, .cycle = 1, .reason = closing_withdrawn });
    assert_int_equal (delist ("leader"), REFUSAL_CONFLICT); /* not published yet */
    assert_int_equal (publish(), REFUSAL_NONE);
    assert_int_equal (count_said (supervision_accepted_record), 0);
    assert_int_equal (delist ("leader"), REFUSAL_NONE);
    assert_int_equal (delist ("leader"), REFUSAL_CONFLICT);
}

static void test_all_five_in_place (void **state)
{
    (void)state;
    static const char *const fields[] = { "goal",        "measures", "money",
                                          "responsible", "due",      "contingency" };
    static const char *const given[] = {
        "\"goal\":\"g\"",        "\"measures\":\"m\"",     "\"money\":1",
        "\"responsible\":\"r\"", "\"due\":\"2021-03-01\"", "\"contingency\":\"c\""
    };
    for (size_t missing = 0; missing < COUNT (fields); missing++) {
        struct refusals refusals = refusals_in (arena);
        struct text words = text_in (arena);
        text_say (&words, "{\"hazard\":\"" CASE "\"");
        for (size_t i = 0; i < COUNT (given); i++)
            if (i != missing)
                text_format (&words, ",%s", given[i]);
        text_say (&words, "}");
        assert_null (record_from_text (supervision_list_record(), words.bytes, words.length, arena,
                                       &refusals));
        assert_string_equal (refusals.list[0].path + 1, fields[missing]);
    }
}

/* domain.md 5: published; nothing that was never published comes off the list. */
static void test_not_off_the_list_before_it_was_published (void **state)
{
    (void)state;
    const struct supervision_list listing = whole();
    open_hazard (treatment_deferred);
    assert_int_equal (list (&listing), REFUSAL_NONE);
    pass_reinspection();
    const struct supervision_delist off = { .hazard = CASE, .by = "office" };
    const struct scene scene = scene_now (NULL);
    struct decision decision = decision_in (arena);
    supervision_decide_delist (&off, supervision_see_delist (&scene, &off), &decision);
    assert_int_equal (decision.refusal.code, REFUSAL_CONFLICT);
    assert_non_null (strstr (decision.refusal.sentence, "is accepted, and its listing was not "
                                                        "published; possible now: "
                                                        "supervision.publish"));
    assert_int_equal (publish(), REFUSAL_NONE);
    assert_false (((const struct supervision_published *)last_said (supervision_published_record))
                      ->delisting);
    assert_int_equal (delist ("office"), REFUSAL_NONE);
}

/* S6: a level that the policy names. */
static void test_its_level_is_one_of_the_policy (void **state)
{
    (void)state;
    open_hazard (treatment_deferred);
    struct supervision_list listing = whole();
    listing.level = "galaxy";
    assert_int_equal (list (&listing), REFUSAL_INVALID);
    listing.level = "district";
    assert_int_equal (list (&listing), REFUSAL_NONE);
    assert_string_equal (
        ((const struct supervision_listed *)last_said (supervision_listed_record))->level,
        "district");
}

static void test_what_is_refused (void **state)
{
    (void)state;
    struct refusal refusal;
    open_hazard (treatment_deferred);
    struct supervision_list listing = whole();
    listing.due = now;
    assert_int_equal (list (&listing), REFUSAL_INVALID);
    listing = whole();
    listing.money = json_parse ("-1", 2, arena, &refusal);
    assert_int_equal (list (&listing), REFUSAL_INVALID);
    listing.money = json_parse ("[]", 2, arena, &refusal);
    assert_int_equal (list (&listing), REFUSAL_INVALID);
    listing = whole();
    listing.by = "c01";
    assert_int_equal (list (&listing), REFUSAL_FORBIDDEN);
    listing.by = NULL;
    listing.money = json_parse ("\"5万元\"", strlen ("\"5万元\""), arena, &refusal);
    assert_int_equal (list (&listing), REFUSAL_NONE);
    close_hazard();
    assert_int_equal (list (&listing), REFUSAL_CONFLICT);
}

int main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown (test_listed_published_accepted_delisted_published, begin,
                                         end),
        cmocka_unit_test_setup_teardown (test_off_the_list_after_closing_otherwise, begin, end),
        cmocka_unit_test_setup_teardown (test_not_off_the_list_before_it_was_published, begin, end),
        cmocka_unit_test_setup_teardown (test_its_level_is_one_of_the_policy, begin, end),
        cmocka_unit_test_setup_teardown (test_all_five_in_place, begin, end),
        cmocka_unit_test_setup_teardown (test_what_is_refused, begin, end),
    };
    return cmocka_run_group_tests (tests, NULL, NULL);
}
