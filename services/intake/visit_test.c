/* S13: what an inspection plan names is a task each, done by the inspection and by nothing else. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "intake/inspection.h"
#include "intake/stage_test.h"

#define ABSENT .due = INSTANT_ABSENT, .working_days = NUMBER_ABSENT

static const struct visit_planned two[] = {
    { .premises = "W-1", .checklist = "warehouse", ABSENT },
    { .premises = "W-2", .party = "c03", .due = INSTANT_ABSENT, .working_days = 5 },
};

static const char *plan (const struct visit_planned *visits, size_t count)
{
    return tell (deliverable_submit_record, &(struct deliverable_submit){ .kind = "inspection_plan",
                                                                          .party = "construction",
                                                                          .digest = DIGEST,
                                                                          .visits = visits,
                                                                          .visits_count = count });
}

static const char *inspect (const char *premises, const char *checklist, enum inspection_kind kind)
{
    static const char *const inspectors[] = { "甲", "乙" };
    return tell (inspection_report_record, &(struct inspection_report){ .premises = premises,
                                                                        .checklist = checklist,
                                                                        .inspectors = inspectors,
                                                                        .inspectors_count = 2,
                                                                        .at = now - HOUR_MS,
                                                                        .kind = kind });
}

static size_t reported (void)
{
    size_t count = 0;
    for (size_t i = 0; i < decision.count; i++)
        count += decision.events[i].word == task_reported_record;
    return count;
}

static int begin (void **state)
{
    if (stage_begin (state) != 0)
        return -1;
    register_premises ("W-1", "c03");
    register_premises ("W-2", "c04");
    return 0;
}

static void each_of_its_premises_is_a_task (void **state)
{
    (void)state;
    assert_null (plan (two, 2));
    assert_int_equal (decision.count, 3);
    const struct task_set *first = decision.events[1].event, *second = decision.events[2].event;
    assert_string_equal (first->task, "D-2021-000001/visit/1");
    assert_string_equal (first->party, "construction");
    assert_string_equal (first->premises, "W-1");
    assert_string_equal (second->party, "c03");
    assert_int_equal (second->working_days, 5);
    assert_null (second->checklist);
}

static void what_it_names_must_be_there (void **state)
{
    (void)state;
    const struct {
        struct visit_planned visit;
        const char *path;
    } rows[] = { { { .premises = "W-9", ABSENT }, "/visits/0/premises" },
                 { { .premises = "W-1", .checklist = "poem", ABSENT }, "/visits/0/checklist" },
                 { { .premises = "W-1", .checklist = "high_rise", ABSENT }, "/visits/0/checklist" },
                 { { .premises = "W-1", .party = "c99", ABSENT }, "/visits/0/party" } };
    for (size_t i = 0; i < COUNT (rows); i++)
        assert_string_equal (plan (&rows[i].visit, 1), rows[i].path);
}

static void it_is_done_by_the_inspection (void **state)
{
    (void)state;
    assert_null (plan (two, 2));
    inspect ("W-1", "general", inspection_official);
    assert_int_equal (reported(), 0); /* by another checklist */
    inspect ("W-1", "warehouse", inspection_self);
    assert_int_equal (reported(), 0); /* by the unit itself (S17) */
    inspect ("W-1", "warehouse", inspection_official);
    assert_int_equal (reported(), 1);
    const struct task_reported *done = decision.events[decision.count - 1].event;
    assert_string_equal (done->task, "D-2021-000001/visit/1");
    assert_int_equal (done->at, now - HOUR_MS);
    inspect ("W-1", "warehouse", inspection_official);
    assert_int_equal (reported(), 0);
    inspect ("W-2", "general", inspection_official);
    assert_int_equal (reported(), 1); /* by whichever */
}

static void what_is_closed_is_not_visited (void **state)
{
    (void)state;
    assert_null (plan (two, 2));
    assert_null (tell (premises_close_record,
                       &(struct premises_close){ .premises = "W-1", .reason = "r", .by = "c03" }));
    assert_int_equal (decision.count, 2);
    const struct task_dropped *dropped = decision.events[1].event;
    assert_string_equal (dropped->task, "D-2021-000001/visit/1");
    assert_string_equal (dropped->reason, "场所已注销");
    assert_false (dropped->replaced);
    assert_null (inspect ("W-1", "warehouse", inspection_official)); /* an hour ago: before that */
    assert_int_equal (reported(), 0);
    now += 2 * HOUR_MS;
    assert_string_equal (inspect ("W-1", "warehouse", inspection_official), "/at");
    assert_int_equal (decision.refusal.code, REFUSAL_CONFLICT);
    assert_non_null (
        strstr (decision.refusal.sentence, "lies after W-1 was closed, on 2021-02-10; "));
    now += 13 * HOUR_MS + 30 * MINUTE_MS; /* half past midnight */
    register_premises ("W-1", "c03");
    assert_string_equal (inspect ("W-1", "warehouse", inspection_official), "/at");
    assert_non_null (strstr (decision.refusal.sentence, "lies between 2021-02-10, when W-1 was "));
    now += HOUR_MS;
    assert_null (inspect ("W-1", "warehouse", inspection_official));
    register_premises ("W-1", "c03"); /* as it is: it was not closed since */
    assert_null (inspect ("W-1", "warehouse", inspection_official));
}

/* S4: what a plan names is told of by letter; done or not, a home is none of these. */
static void what_was_planned_is_made_no_home (void **state)
{
    (void)state;
    static const char *const home[] = { "business", "vulnerable" };
    const struct premises_register said = { .premises = "W-1",
                                            .name = "某店",
                                            .categories = home,
                                            .categories_count = 2,
                                            .community = "c03" };
    assert_null (plan (two, 2));
    assert_string_equal (tell (premises_register_record, &said), "/categories");
    assert_int_equal (decision.refusal.code, REFUSAL_CONFLICT);
    inspect ("W-1", "warehouse", inspection_official);
    assert_int_equal (reported(), 1);
    assert_string_equal (tell (premises_register_record, &said), "/categories");
}

/* What was there before the plan is none of it, however late it is entered. */
static void an_earlier_inspection_is_no_visit (void **state)
{
    (void)state;
    assert_null (plan (two, 2));
    now -= DAY_MS;
    inspect ("W-1", "warehouse", inspection_official);
    assert_int_equal (reported(), 0);
    now += DAY_MS;
    inspect ("W-1", "warehouse", inspection_official);
    assert_int_equal (reported(), 1);
}

static void a_plan_may_be_large_and_another_as_large (void **state)
{
    (void)state;
    struct visit_planned many[200];
    for (size_t i = 0; i < COUNT (many); i++)
        many[i] = two[1];
    assert_null (plan (many, COUNT (many)));
    assert_int_equal (decision.count, 201);
    assert_null (plan (many, COUNT (many)));
    assert_int_equal (decision.count, 401);
    inspect ("W-2", "general", inspection_official);
    assert_int_equal (reported(), 200);
}

static void nobody_ticks_it_off_but_the_office (void **state)
{
    (void)state;
    assert_null (plan (two, 2));
    struct task_report report = { .task = "D-2021-000001/visit/1", .proof = "去过", .by = "c03" };
    assert_string_equal (tell (task_report_record, &report), "/task");
    assert_non_null (strstr (decision.refusal.sentence, "inspection.report"));
    report.by = "office";
    assert_null (tell (task_report_record, &report));
}

static void another_plan_takes_its_place (void **state)
{
    (void)state;
    assert_null (plan (two, 2));
    inspect ("W-1", "warehouse", inspection_official);
    assert_null (plan (two, 0)); /* the same, stamped */
    assert_int_equal (decision.count, 1);
    assert_null (plan (two, 1));
    assert_int_equal (decision.count, 3);
    const struct task_dropped *dropped = decision.events[1].event;
    assert_string_equal (dropped->task, "D-2021-000001/visit/2");
    assert_true (dropped->replaced);
    inspect ("W-2", "general", inspection_official);
    assert_int_equal (reported(), 0);
}

#define EACH(test) cmocka_unit_test_setup_teardown (test, begin, stage_end)

int main (void)
{
    const struct CMUnitTest tests[] = {
        EACH (each_of_its_premises_is_a_task),    EACH (what_it_names_must_be_there),
        EACH (it_is_done_by_the_inspection),      EACH (nobody_ticks_it_off_but_the_office),
        EACH (another_plan_takes_its_place),      EACH (what_is_closed_is_not_visited),
        EACH (an_earlier_inspection_is_no_visit), EACH (a_plan_may_be_large_and_another_as_large),
        EACH (what_was_planned_is_made_no_home),
    };
    return cmocka_run_group_tests (tests, NULL, NULL);
}
