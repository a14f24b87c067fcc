/* Who is told what escalation said, once. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "scheduling/notice.h"
#include "scheduling/stage_test.h"

#define H  "H-2021-000001"
#define O  "O-2021-000001-1"
#define O2 "O-2021-000001-2"

static struct stage with_hazard (void)
{
    struct stage stage = stage_new();
    stage.now = at ("2021-03-01 10:00");
    hear_opened (&stage, treatment_deferred, severity_general, at ("2021-03-06 00:00"));
    return stage;
}

static struct ladder_climbed climbed (const char *due)
{
    return (struct ladder_climbed){ .deadline = H "/watch/1",
                                    .ref = H,
                                    .rung = "deputy",
                                    .role = "deputy",
                                    .due = at (due),
                                    .danger = true,
                                    .premises_name = "某仓库",
                                    .community = "c01",
                                    .department = "construction",
                                    .clock = CLOCK_WATCH,
                                    .next = INSTANT_ABSENT };
}

static void a_rung_is_told_once (void **state)
{
    (void)state;
    struct stage stage = with_hazard();
    struct ladder_climbed rung = climbed ("2021-03-02 10:00");
    /* Three deputies, the office and the department. */
    assert_string_equal (hear (&stage, ladder_climbed_record, H, stage.now, &rung),
                         "notice " H "/watch/1/ladder/deputy/1614650400 to=5");
    const struct notice_raised *raised = stage.last;
    assert_string_equal (raised->subject, "【危险】副组长督办：某仓库（" H "）");
    assert_non_null (strstr (raised->text, "现由副组长负责督办"));
    assert_string_equal (hear (&stage, ladder_climbed_record, H, stage.now, &rung), "");
    rung.due = at ("2021-03-09 10:00"); /* extended meanwhile, and missed again */
    assert_non_null (strstr (hear (&stage, ladder_climbed_record, H, stage.now, &rung), "notice "));
    stage_destroy (&stage);
}

/* domain.md 6: it never falls silent; each time is a letter of its own. */
static void a_rung_is_told_again (void **state)
{
    (void)state;
    struct stage stage = with_hazard();
    struct ladder_repeated again = { .deadline = H "/rectification/1",
                                     .ref = H,
                                     .rung = "leader",
                                     .role = "leader",
                                     .number = 1,
                                     .due = at ("2021-03-06 00:00"),
                                     .premises_name = "某仓库",
                                     .community = "c01",
                                     .department = "construction",
                                     .clock = CLOCK_RECTIFICATION,
                                     .planned = at ("2021-03-18 00:00"),
                                     .told = at ("2021-03-18 00:00"),
                                     .next = INSTANT_ABSENT };
    /* The leader, the executive deputy and the office. */
    assert_string_equal (hear (&stage, ladder_repeated_record, H, stage.now, &again),
                         "notice " H "/rectification/1/ladder/leader/1614960000/again/1 to=3");
    const struct notice_raised *raised = stage.last;
    assert_string_equal (raised->subject, "【继续督办】组长督办：某仓库（" H "）");
    assert_non_null (strstr (raised->text, "仍由组长负责督办，第 1 次重复"));
    assert_string_equal (hear (&stage, ladder_repeated_record, H, stage.now, &again), "");
    again.number = 2;
    assert_non_null (
        strstr (hear (&stage, ladder_repeated_record, H, stage.now, &again), "/2 to="));
    stage_destroy (&stage);
}

/* domain.md 6: the explanation is in every reminder; after an outage what was missed is marked
 * late. */
static void a_rung_says_why_and_whether_it_is_late (void **state)
{
    static const struct {
        bool late;
        const char *deadline, *line; /* NULL: it must not be there */
        bool there;
    } rows[] = {
        { true, H "/watch/1", "（补发：本督办应于 2021-03-02 12:00 发出）", true },
        { false, H "/watch/1", "补发", false },
        { false, H "/watch/1",
          "依据：方案 五(二)“指定专人盯守”；间隔由街道确定\n计算：\n  时限：24小时", true },
        { true, H "/rectification/1", "\n计算：\n  到期：2021-03-05 24:00（由人指定）", true },
        { false, H "/watch/7", "计算", false }, /* of an old journal, or not known here */
    };
    (void)state;
    struct stage stage = with_hazard();
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct ladder_climbed rung = climbed ("2021-03-02 10:00");
        rung.due += (int64_t)i * HOUR_MS; /* another each time */
        rung.deadline = rows[i].deadline;
        rung.late = rows[i].late;
        rung.planned = at ("2021-03-02 12:00");
        hear (&stage, ladder_climbed_record, H, stage.now, &rung);
        const struct notice_raised *raised = stage.last;
        assert_int_equal (raised->late, rows[i].late);
        if ((strstr (raised->text, rows[i].line) != NULL) != rows[i].there)
            fail_msg ("row %zu: %s", i, raised->text);
    }
    stage_destroy (&stage);
}

static void a_draft_goes_to_those_who_decide (void **state)
{
    (void)state;
    struct stage stage = with_hazard();
    const struct order_drafted drafted = { .edition = DAY_ABSENT,
                                           .order = O,
                                           .ref = H,
                                           .instrument = instrument_suspension,
                                           .ground = order_ground_treatment,
                                           .premises_name = "某仓库",
                                           .community = "c01",
                                           .department = "construction" };
    assert_string_equal (hear (&stage, order_drafted_record, H, stage.now, &drafted),
                         "notice " O "/drafted to=5");
    assert_string_equal (((const struct notice_raised *)stage.last)->subject,
                         "【待审批】责令停产停业整改 " O "：某仓库");
    assert_string_equal (hear (&stage, order_drafted_record, H, stage.now, &drafted), "");
    stage_destroy (&stage);
}

static void what_became_of_an_order (void **state)
{
    /* These words are of one shape. */
    const struct order_approved moved = {
        .order = O, .ref = H, .by = "leader", .at = at ("2021-03-02 10:00")
    };
    const struct order_served served = { .order = O,
                                         .ref = H,
                                         .by = "leader",
                                         .at = at ("2021-03-02 10:00"),
                                         .until = INSTANT_ABSENT,
                                         .term = NUMBER_ABSENT };
    const struct order_lifted lifted = { .order = O,
                                         .ref = H,
                                         .by = "leader",
                                         .at = at ("2021-03-02 10:00"),
                                         .number = 1,
                                         .term = NUMBER_ABSENT };
    const struct order_rejected rejected = {
        .order = O, .ref = H, .by = "leader", .at = at ("2021-03-02 10:00"), .reason = "r"
    };
    const struct order_rejected unsealed = { .order = O2,
                                             .ref = H,
                                             .by = "leader",
                                             .at = at ("2021-03-02 10:00"),
                                             .reason = "r",
                                             .on_the_spot = true };
    const struct order_withdrawn gone = {
        .order = O2, .ref = H, .reason = "r", .on_the_spot = true
    };
    const struct order_withdrawn withdrawn = { .order = O, .ref = H, .reason = "隐患已销号" };
    const struct {
        const struct record *(*word) (void);
        const void *said;
        const char *notice, *subject;
        bool unsealed;
    } rows[] = {
        { order_approved_record, &moved, "notice " O "/approved to=3",
          "【文书】" O " 已批准：某仓库（" H "）", false },
        { order_rejected_record, &rejected, "notice " O "/rejected to=3",
          "【文书】" O " 已退回：某仓库（" H "）", false },
        { order_served_record, &served, "notice " O "/served to=3",
          "【文书】" O " 已送达：某仓库（" H "）", false },
        { order_lifted_record, &lifted, "notice " O "/lifted to=3",
          "【文书】" O " 已解除：某仓库（" H "）", false },
        { order_withdrawn_record, &withdrawn, "notice " O "/withdrawn to=3",
          "【文书】" O " 已撤回：某仓库（" H "）", false },
        { order_rejected_record, &unsealed, "notice " O2 "/rejected to=3",
          "【文书】" O2 " 已退回：某仓库（" H "）", true },
        { order_withdrawn_record, &gone, "notice " O2 "/withdrawn to=3",
          "【文书】" O2 " 已撤回：某仓库（" H "）", true },
    };
    static const char *const unsealing =
        "请立即解除查封（《行政强制法》第十九条、第二十八条），由不少于 2 "
        "名检查人员到场启封并记录；由城市建设办公室核实确认封条已除。";
    (void)state;
    struct stage stage = with_hazard();
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        assert_string_equal (hear (&stage, rows[i].word, H, stage.now, rows[i].said),
                             rows[i].notice);
        const struct notice_raised *raised = stage.last;
        assert_string_equal (raised->subject, rows[i].subject);
        if ((strstr (raised->text, unsealing) != NULL) != rows[i].unsealed)
            fail_msg ("row %zu: %s", i, raised->text);
        assert_string_equal (hear (&stage, rows[i].word, H, stage.now, rows[i].said), "");
    }
    stage_destroy (&stage);
}

/* Each urging is told once: to those who can end the waiting, and to the role that urges. */
static void an_order_that_waits_is_told_again (void **state)
{
    static const struct {
        enum order_waiting waits_for;
        int64_t number;
        const char *role, *notice, *subject, *text;
    } rows[] = {
        /* Three deputies, the executive one and the leader decide; the office and its department
           and community are told with them. */
        { waiting_decision, 1, "office", "notice " O "/urged/decision/1 to=8",
          "【催办】责令停产停业整改 " O "待审批：某仓库", "order.approve" },
        { waiting_decision, 7, "leader", "notice " O "/urged/decision/7 to=6",
          "【催办】责令停产停业整改 " O "待审批：某仓库", "第 7 次催办，由组长督促" },
        { waiting_service, 1, "office", "notice " O "/urged/service/1 to=3",
          "【催办】责令停产停业整改 " O "待送达：某仓库", "送达回证" },
        { waiting_notice, 2, "office", "notice " O "/urged/notice/2 to=3",
          "【催办】责令停产停业整改 " O "待告知：某仓库", "order.notify" },
        { waiting_hearing, 3, "office", "notice " O "/urged/hearing/3 to=3",
          "【催办】责令停产停业整改 " O "待听证：某仓库", "hearing.hold" },
        { waiting_service, 2, "nobody_any_more", "notice " O "/urged/service/2 to=3",
          "【催办】责令停产停业整改 " O "待送达：某仓库", "2021-03-01 10:00" },
    };
    (void)state;
    struct stage stage = with_hazard();
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct order_urged urged = { .order = O,
                                           .ref = H,
                                           .instrument = instrument_suspension,
                                           .waits_for = rows[i].waits_for,
                                           .since = at ("2021-03-01 10:00"),
                                           .number = rows[i].number,
                                           .role = rows[i].role,
                                           .premises_name = "某仓库",
                                           .community = "c01",
                                           .department = "construction",
                                           .next = at ("2021-03-03 10:00") };
        assert_string_equal (hear (&stage, order_urged_record, H, stage.now, &urged),
                             rows[i].notice);
        const struct notice_raised *raised = stage.last;
        assert_string_equal (raised->subject, rows[i].subject);
        assert_non_null (strstr (raised->text, rows[i].text));
        assert_string_equal (hear (&stage, order_urged_record, H, stage.now, &urged), "");
    }
    stage_destroy (&stage);
}

/* Nothing was ever due there: the office alone is told. */
static void an_order_about_a_case_without_clocks (void **state)
{
    (void)state;
    struct stage stage = stage_new();
    const struct order_approved approved = { .order = O, .ref = H, .by = "leader", .at = 0 };
    assert_string_equal (hear (&stage, order_approved_record, H, stage.now, &approved),
                         "notice " O "/approved to=1");
    stage_destroy (&stage);
}

int main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (a_rung_is_told_once),
        cmocka_unit_test (a_rung_is_told_again),
        cmocka_unit_test (a_rung_says_why_and_whether_it_is_late),
        cmocka_unit_test (a_draft_goes_to_those_who_decide),
        cmocka_unit_test (what_became_of_an_order),
        cmocka_unit_test (an_order_that_waits_is_told_again),
        cmocka_unit_test (an_order_about_a_case_without_clocks),
    };
    return cmocka_run_group_tests (tests, NULL, NULL);
}
