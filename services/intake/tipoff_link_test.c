/* Linked tip-offs (domain.md 5), telling the informant (18(2)), and a tip-off that speaks of a
 * fire. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "intake/stage_test.h"
#include "intake/tipoff.h"

static void report_in (const char *community, const char *text, bool named)
{
    static const struct informant informant = { .name = "李某", .phone = "13900000000" };
    const struct place place = { .address = "一号", .community = community };
    assert_null (tell (tipoff_report_record,
                       &(struct tipoff_report){ .text = text,
                                                .place = &place,
                                                .informant = named ? &informant : NULL }));
}

static void report (const char *text, bool named)
{
    report_in ("c01", text, named);
}

static const char *link_by (const char *tipoff, const char *to, const char *by)
{
    return tell (tipoff_link_record,
                 &(struct tipoff_link){ .tipoff = tipoff, .to = to, .reason = "同一处", .by = by });
}

static const char *link_to (const char *tipoff, const char *to)
{
    return link_by (tipoff, to, "office");
}

static const char *split_by (const char *tipoff, const char *by)
{
    return tell (tipoff_split_record,
                 &(struct tipoff_split){ .tipoff = tipoff, .reason = "不同楼层", .by = by });
}

static const char *split (const char *tipoff)
{
    return split_by (tipoff, "office");
}

static const char *verify (const char *tipoff)
{
    static const char *const inspectors[] = { "甲" };
    return tell (tipoff_verify_record, &(struct tipoff_verify){ .tipoff = tipoff,
                                                                .outcome = verification_unfounded,
                                                                .reason = "未见",
                                                                .inspectors = inspectors,
                                                                .inspectors_count = 1 });
}

static const char *answer_by (const char *tipoff, const char *by)
{
    return tell (tipoff_answer_record,
                 &(struct tipoff_answer){ .tipoff = tipoff, .how = "电话", .by = by });
}

static const char *answer (const char *tipoff)
{
    return answer_by (tipoff, "office");
}

#define FIRST  "T-2021-000001"
#define SECOND "T-2021-000002"
#define THIRD  "T-2021-000003"

static void three (void)
{
    report ("通道上锁", false);
    report ("安全出口锁了", true);
    report ("门锁着", false);
}

static void one_verification_answers_all (void **state)
{
    (void)state;
    three();
    assert_null (link_to (SECOND, FIRST));
    assert_null (link_to (THIRD, SECOND)); /* to the first of them */
    const struct tipoff_linked *linked = decision.events[0].event;
    assert_string_equal (linked->to, FIRST);
    assert_int_equal (linked->others_count, 2);
    assert_null (verify (SECOND));
    assert_int_equal (decision.count, 3);
    assert_true (((const struct tipoff_verified *)decision.events[0].event)->informant);
    assert_null (((const struct tipoff_verified *)decision.events[0].event)->with);
    assert_string_equal (((const struct tipoff_verified *)decision.events[1].event)->tipoff, FIRST);
    assert_string_equal (((const struct tipoff_verified *)decision.events[1].event)->with, SECOND);
    assert_string_equal (verify (THIRD), "/tipoff");
}

/* Each keeps its number and order; when the first is split off, the next one stands for the rest.
 */
static void splitting_leaves_the_rest_together (void **state)
{
    (void)state;
    three();
    link_to (SECOND, FIRST);
    link_to (THIRD, FIRST);
    assert_null (split (FIRST));
    assert_null (verify (FIRST));
    assert_int_equal (decision.count, 1);
    assert_null (verify (SECOND));
    assert_int_equal (decision.count, 2);
}

static void what_cannot_be_linked (void **state)
{
    (void)state;
    three();
    assert_string_equal (link_to (FIRST, FIRST), "/to");
    assert_string_equal (link_to (FIRST, "T-2021-000009"), "/to");
    assert_string_equal (link_to ("T-2021-000009", FIRST), "/tipoff");
    assert_string_equal (split (FIRST), "/tipoff");
    link_to (SECOND, FIRST);
    assert_string_equal (link_to (SECOND, FIRST), "/to");
    assert_string_equal (link_to (SECOND, THIRD), "/tipoff"); /* split it first */
    verify (THIRD);
    assert_string_equal (link_to (THIRD, FIRST), "/tipoff");
    assert_non_null (strstr (decision.refusal.sentence, THIRD " is unfounded; "));
    split (SECOND);
    assert_string_equal (link_to (FIRST, THIRD), "/to");
    assert_non_null (strstr (decision.refusal.sentence, THIRD " is unfounded; "));
}

static void report_at (const char *premises)
{
    const struct place place = { .premises = premises,
                                 .address = premises ? NULL : "一号",
                                 .community = premises ? NULL : "c01" };
    assert_null (tell (tipoff_report_record,
                       &(struct tipoff_report){ .text = "通道上锁", .place = &place }));
}

static void close_premises (const char *premises)
{
    assert_null (
        tell (premises_close_record,
              &(struct premises_close){ .premises = premises, .reason = "停业", .by = "office" }));
}

static const char *verify_found (const char *tipoff, const char *premises)
{
    static const char *const inspectors[] = { "甲" };
    static const struct treatment at_once = { .kind = treatment_immediate,
                                              .proof = "已清",
                                              .due = INSTANT_ABSENT,
                                              .working_days = NUMBER_ABSENT };
    const struct tipoff_finding finding = { .premises = premises,
                                            .category = "blocked_evacuation",
                                            .severity = severity_general,
                                            .description = "上锁",
                                            .treatment = &at_once };
    return tell (tipoff_verify_record, &(struct tipoff_verify){ .tipoff = tipoff,
                                                                .outcome = verification_founded,
                                                                .reason = "属实",
                                                                .inspectors = inspectors,
                                                                .inspectors_count = 1,
                                                                .finding = &finding });
}

/* domain.md 5: several tip-offs about one hazard; one thing is at one place, and so is what is
   found of it (S22). */
static void one_thing_is_at_one_place (void **state)
{
    static const struct {
        const char *first, *second;   /* premises they name; NULL: an address */
        const char *linked;           /* where linking them is refused; NULL: it is not */
        const char *found, *verified; /* the second, by what is found there */
    } rows[] = {
        { "W-1", "W-2", "/to", "W-2", NULL },
        { "W-1", "W-2", "/to", "W-1", "/finding/premises" },
        { "W-1", "W-1", NULL, "W-1", NULL },
        { "W-1", "W-1", NULL, NULL, NULL },
        { "W-1", "W-1", NULL, "W-2", "/finding/premises" },
        { "W-1", NULL, NULL, "W-2", "/finding/premises" }, /* it is with the first */
        { "W-1", NULL, NULL, "W-1", NULL },
        { NULL, NULL, NULL, "W-2", NULL }, /* neither says where it is */
        { NULL, "W-2", NULL, "W-1", "/finding/premises" },
    };
    for (size_t i = 0; i < COUNT (rows); i++) {
        register_premises ("W-1", "c01");
        register_premises ("W-2", "c02");
        report_at (rows[i].first);
        report_at (rows[i].second);
        if (!text_same (link_to (SECOND, FIRST), rows[i].linked) ||
            !text_same (verify_found (SECOND, rows[i].found), rows[i].verified))
            fail_msg ("row %zu: %s", i, decision.refusal.sentence);
        if (rows[i].verified)
            assert_non_null (strstr (decision.refusal.sentence, "finding.report"));
        stage_end (state);
        stage_begin (state);
    }
}

/* S22: who tells of what was closed meanwhile is answered by what is found there, or at whoever
   came after. */
static void what_was_closed_has_a_successor (void **state)
{
    static const struct {
        const char *found, *verified, *at; /* AT: where its case is */
    } rows[] = {
        { NULL, NULL, "W-1" },
        { "W-1", NULL, "W-1" },
        { "W-2", NULL, "W-2" },
        { "W-3", "/finding/premises", NULL }, /* closed too, and not what it is about */
        { "W-9", "/finding/premises", NULL },
    };
    for (size_t i = 0; i < COUNT (rows); i++) {
        register_premises ("W-1", "c01");
        register_premises ("W-2", "c01");
        register_premises ("W-3", "c01");
        report_at ("W-1");
        close_premises ("W-1");
        close_premises ("W-3");
        if (!text_same (verify_found (FIRST, rows[i].found), rows[i].verified))
            fail_msg ("row %zu: %s", i, decision.refusal.sentence);
        if (rows[i].at)
            assert_string_equal (((const struct hazard_opened *)decision.events[0].event)->premises,
                                 rows[i].at);
        else
            assert_ptr_equal (strstr (decision.refusal.sentence, rows[i].found),
                              decision.refusal.sentence);
        stage_end (state);
        stage_begin (state);
    }
}

static const char *triage (const char *tipoff, const char *category, const char *by)
{
    return tell (tipoff_triage_record,
                 &(struct tipoff_triage){ .tipoff = tipoff, .category = category, .by = by });
}

/* S22: what was not said, or said wrongly. */
static void a_tipoff_is_triaged (void **state)
{
    (void)state;
    three();
    link_to (SECOND, FIRST);
    assert_string_equal (triage ("T-2021-000009", "pipe_shaft", "office"), "/tipoff");
    assert_string_equal (triage (FIRST, "nonsense", "office"), "/category");
    assert_string_equal (triage (FIRST, "pipe_shaft", "nobody"), "/by");
    assert_null (triage (FIRST, "blocked_evacuation", "c01"));
    const struct tipoff_triaged *triaged = decision.events[0].event;
    assert_true (triaged->urgent);
    assert_null (triaged->before);
    assert_string_equal (triaged->others[0], SECOND);
    assert_string_equal (triage (FIRST, "blocked_evacuation", "c01"), "/category");
    assert_int_equal (decision.refusal.code, REFUSAL_CONFLICT);
    assert_null (triage (FIRST, "pipe_shaft", "office"));
    triaged = decision.events[0].event;
    assert_false (triaged->urgent);
    assert_string_equal (triaged->before, "blocked_evacuation");
    verify (FIRST);
    assert_string_equal (triage (FIRST, "blocked_evacuation", "office"), "/tipoff");
    assert_non_null (strstr (decision.refusal.sentence, "is unfounded; possible now: "));
}

enum act { TRIAGE, LINK, SPLIT, ANSWER, ACTS };

/* FIRST is of c01, SECOND of c02; both wait to be triaged, or are linked, or are verified. */
static const char *do_act (enum act act, const char *by)
{
    switch (act) {
    case TRIAGE:
        return triage (FIRST, "colour_steel", by);
    case LINK:
        return link_by (FIRST, SECOND, by);
    case SPLIT:
        return split_by (FIRST, by);
    case ANSWER:
        return answer_by (FIRST, by);
    case ACTS:
        break;
    }
    return NULL;
}

static void prepare (enum act act, const char *department)
{
    report_in ("c01", "通道上锁", true);
    report_in ("c02", "通道上锁", true);
    if (department)
        for (size_t i = 0; i < 2; i++)
            assert_null (triage (i ? SECOND : FIRST, department, "office"));
    if (act == SPLIT)
        assert_null (link_to (FIRST, SECOND));
    if (act == ANSWER)
        assert_null (verify (FIRST));
}

/* S22: 谁主管、谁负责. Of the community where it is, of the department whose category it is, or the
   office's; who has no part in it is told who has. */
static void who_has_no_part_in_it_leaves_it_alone (void **state)
{
    static const struct {
        enum act act;
        const char *category, *by, *these; /* NULL: taken */
    } rows[] = {
        { TRIAGE, NULL, "c01", NULL },
        { TRIAGE, NULL, "leader", NULL },
        { TRIAGE, NULL, "c02", "these have: c01, office; " },
        { TRIAGE, NULL, "community", "these have: c01, office; " }, /* which? */
        { TRIAGE, NULL, "construction", "these have: c01, office; " },
        { TRIAGE, "illegal_dwelling", "enforcement", NULL },
        { TRIAGE, "illegal_dwelling", "public_service", "these have: c01, enforcement; " },
        { LINK, NULL, "office", NULL },
        { LINK, NULL, "c03", "these have: c01, office; " },
        { LINK, NULL, "c01", "these have: c02, office; " }, /* of one of the two */
        { LINK, NULL, "c02", "these have: c01, office; " },
        { LINK, "illegal_dwelling", "enforcement", NULL }, /* of both */
        { SPLIT, NULL, "c01", NULL },
        { SPLIT, NULL, "c02", "these have: c01, office; " },
        { ANSWER, NULL, "c01", NULL },
        { ANSWER, NULL, "c02", "these have: c01, office; " },
        { ANSWER, NULL, "construction", "these have: c01, office; " },
    };
    for (size_t i = 0; i < COUNT (rows); i++) {
        assert_int_equal (stage_begin (state), 0);
        prepare (rows[i].act, rows[i].category);
        const char *at = do_act (rows[i].act, rows[i].by);
        if (!text_same (at, rows[i].these ? "/by" : NULL) ||
            (rows[i].these && (decision.refusal.code != REFUSAL_FORBIDDEN ||
                               !strstr (decision.refusal.sentence, rows[i].these))))
            fail_msg ("row %zu: %s", i, decision.refusal.sentence);
        stage_end (state);
    }
}

/* What burns is urgent by any category. */
static void a_fire_stays_urgent (void **state)
{
    (void)state;
    report ("三楼冒烟了", false);
    assert_null (triage (FIRST, "pipe_shaft", "office"));
    assert_true (((const struct tipoff_triaged *)decision.events[0].event)->urgent);
}

static void who_gave_a_name_is_answered_once (void **state)
{
    (void)state;
    three();
    assert_string_equal (answer (SECOND), "/tipoff"); /* not verified */
    verify (SECOND);
    verify (FIRST);
    assert_string_equal (answer (FIRST), "/tipoff"); /* no name */
    assert_null (answer (SECOND));
    assert_string_equal (answer (SECOND), "/tipoff");
}

/* domain.md 5: how people say that it burns, and how they say that it might. */
static void a_fire_is_understood (void **state)
{
    (void)state;
    static const struct {
        const char *text;
        bool burns;
    } rows[] = {
        { "仓库着了大火", true },
        { "三楼发生火灾", true },
        { "库房里烧着了", true },
        { "楼道有火", true },
        { "正在燃烧", true },
        { "有火光冒出", true },
        { "电瓶车爆燃", true },
        { "厨房起了火", true },
        { "冒黑烟", true },
        { "有人在楼道点火", true },
        { "消防通道上锁", false },
        { "电动车飞线充电，一旦发生火灾跑不出去", false },
        { "有火灾隐患，容易起火", false },
        { "说过一旦着火跑不掉，现在真的着火了", true },
        { "使用明火做饭", false },
    };
    for (size_t i = 0; i < COUNT (rows); i++) {
        const struct tipoff_report said = { .text = rows[i].text };
        const struct finding_report found = { .description = rows[i].text };
        report (rows[i].text, false);
        const struct tipoff_reported *reported = decision.events[0].event;
        if (reported->burning != rows[i].burns)
            fail_msg ("%s", rows[i].text);
        assert_non_null (strstr (tipoff_advise (&said, office), "119"));
        assert_int_equal (finding_advise (&found, office) != NULL, rows[i].burns);
    }
}

/* domain.md 5: answered with "call 119", never only queued. */
static void a_fire_is_answered_with_119 (void **state)
{
    (void)state;
    const struct tipoff_report fire = { .text = "三楼冒烟了" }, none = { .text = "通道上锁" };
    assert_non_null (strstr (tipoff_advise (&fire, office), "119"));
    assert_non_null (strstr (tipoff_advise (&none, office), "如正在起火，请立即拨打 119"));
    report ("三楼冒烟了", false);
    const struct tipoff_reported *reported = decision.events[0].event;
    assert_true (reported->burning);
    assert_true (reported->urgent);
    report ("通道上锁", false);
    assert_false (((const struct tipoff_reported *)decision.events[0].event)->burning);
}

int main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown (one_verification_answers_all, stage_begin, stage_end),
        cmocka_unit_test_setup_teardown (splitting_leaves_the_rest_together, stage_begin,
                                         stage_end),
        cmocka_unit_test_setup_teardown (what_cannot_be_linked, stage_begin, stage_end),
        cmocka_unit_test_setup_teardown (one_thing_is_at_one_place, stage_begin, stage_end),
        cmocka_unit_test_setup_teardown (what_was_closed_has_a_successor, stage_begin, stage_end),
        cmocka_unit_test_setup_teardown (a_tipoff_is_triaged, stage_begin, stage_end),
        cmocka_unit_test (who_has_no_part_in_it_leaves_it_alone),
        cmocka_unit_test_setup_teardown (a_fire_stays_urgent, stage_begin, stage_end),
        cmocka_unit_test_setup_teardown (who_gave_a_name_is_answered_once, stage_begin, stage_end),
        cmocka_unit_test_setup_teardown (a_fire_is_understood, stage_begin, stage_end),
        cmocka_unit_test_setup_teardown (a_fire_is_answered_with_119, stage_begin, stage_end),
    };
    return cmocka_run_group_tests (tests, NULL, NULL);
}
