/* S10, S18: meetings of the campaign, and what they decide becomes tasks with a day. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "intake/campaign.h"
#include "intake/meeting.h"
#include "intake/stage_test.h"

static const char *const attended[] = { "leader", "office" };

static struct meeting_report regular (void)
{
    return (struct meeting_report){ .kind = "regular",
                                    .at = now - HOUR_MS,
                                    .attended = attended,
                                    .attended_count = 2,
                                    .by = "office" };
}

static void its_actions_become_tasks (void **state)
{
    (void)state;
    static const struct task_given action = {
        .party = "c03", .text = "排查群租房", .due = INSTANT_ABSENT, .working_days = 3
    };
    struct meeting_report said = regular();
    said.actions = &action;
    said.actions_count = 1;
    assert_null (tell (meeting_report_record, &said));
    assert_int_equal (decision.count, 2);
    assert_string_equal (((const struct meeting_reported *)decision.events[0].event)->campaign,
                         office->campaign->id);
    const struct task_set *set = decision.events[1].event;
    assert_string_equal (set->task, "G-2021-000001/action/1");
    assert_null (tell (meeting_report_record, &said));
    assert_string_equal (((const struct meeting_reported *)decision.events[0].event)->meeting,
                         "G-2021-000002");
    assert_null (tell (
        task_report_record,
        &(struct task_report){ .task = "G-2021-000001/action/1", .proof = "已排查", .by = "c03" }));
}

/* S0, S10: of the campaign in which it was held, and of a kind that one asked for, whichever is
   configured by now. */
static void a_meeting_is_of_the_campaign_of_its_day (void **state)
{
    static const struct campaign_meeting evening = {
        .id = "evening", .name = "夜查例会", .clause = "S18", .every_days = 7
    };
    const struct office *shipped = office;
    const struct campaign *before = office->campaign;
    struct campaign next = *before;
    struct office configured = *office;
    next.id = "winter-next";
    next.from = before->to + 200;
    next.to = next.from + 100;
    next.meetings = &evening;
    next.meetings_count = 1;
    next.deliverables_count = 0;
    configured.campaign = &next;
    const struct {
        day held;
        const char *kind, *campaign; /* NULL: of none */
        bool is_asked_for, has_record;
    } rows[] = {
        { before->to, "kick_off", before->id, true, true },
        { before->to, "evening", NULL, false, false },
        { before->to + 1, "evening", NULL, true, false },
        { before->to + 1, "kick_off", NULL, false, false },
        { before->from - 1, "evening", NULL, true, false },
        { next.from, "evening", next.id, true, false },
        { next.from, "kick_off", NULL, false, false },
    };
    (void)state;
    const struct fact fact = { .time = now, .recorded = now };
    store_begin (store);
    campaign_apply_configured (
        store, &fact, &(struct campaign_configured){ .campaign = before->id, .definition = before },
        arena);
    assert_true (store_commit (store));
    office = &configured;
    now = day_start (next.from + 1);
    for (size_t i = 0; i < COUNT (rows); i++) {
        struct meeting_report said = regular();
        said.kind = rows[i].kind;
        said.at = day_start (rows[i].held);
        said.minutes = DIGEST;
        said.by = "c03";
        const char *path = tell (meeting_report_record, &said);
        if ((path == NULL) != rows[i].is_asked_for)
            fail_msg ("row %zu: %s", i, path);
        if (path)
            continue;
        const struct meeting_reported *held = decision.events[0].event;
        if (!text_same (held->campaign, rows[i].campaign) ||
            decision.count != (rows[i].has_record ? 2 : 1))
            fail_msg ("row %zu: %s, %zu events", i, held->campaign, decision.count);
        if (rows[i].has_record)
            assert_string_equal (
                ((const struct deliverable_submitted *)decision.events[1].event)->campaign,
                before->id);
    }
    office = shipped;
}

static void what_is_wrong_is_named (void **state)
{
    (void)state;
    struct meeting_report said = regular();
    said.kind = "tea";
    assert_string_equal (tell (meeting_report_record, &said), "/kind");
    assert_non_null (strstr (decision.refusal.sentence,
                             "regular, department_meeting, community_meeting, kick_off"));
    said = regular();
    said.at = now + HOUR_MS;
    assert_string_equal (tell (meeting_report_record, &said), "/at");
    said.at = now - INT64_C (5) * 366 * DAY_MS; /* its year is wrong: no campaign would count it */
    assert_string_equal (tell (meeting_report_record, &said), "/at");
    said = regular();
    said.minutes = "zz";
    assert_string_equal (tell (meeting_report_record, &said), "/minutes");
    said = regular();
    said.by = "fire_rescue";
    assert_string_equal (tell (meeting_report_record, &said), "/by");
}

/* S10: a community that reports its kick-off with the minutes has handed in the record of it. */
static const struct {
    const char *kind, *by, *minutes;
    const char *record; /* of whom; NULL: none is handed in */
} kick_offs[] = {
    { "kick_off", "c03", DIGEST, "c03" },
    { "kick_off", "c03", NULL, NULL },      /* it is the minutes that are asked for */
    { "kick_off", "office", DIGEST, NULL }, /* which owes none */
    { "regular", "c03", DIGEST, NULL },
};

static void the_minutes_of_a_kick_off_are_its_record (void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT (kick_offs); i++) {
        struct meeting_report said = regular();
        const struct deliverable_submitted *record = NULL;
        said.kind = kick_offs[i].kind;
        said.by = kick_offs[i].by;
        said.minutes = kick_offs[i].minutes;
        assert_null (tell (meeting_report_record, &said));
        for (size_t j = 0; j < decision.count; j++)
            if (decision.events[j].word == deliverable_submitted_record)
                record = decision.events[j].event;
        if ((record != NULL) != (kick_offs[i].record != NULL) ||
            (record &&
             (strcmp (record->party, "c03") != 0 || strcmp (record->kind, "meeting") != 0 ||
              strcmp (record->digest, DIGEST) != 0)))
            fail_msg ("row %zu: %zu events", i, decision.count);
    }
}

int main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown (its_actions_become_tasks, stage_begin, stage_end),
        cmocka_unit_test_setup_teardown (a_meeting_is_of_the_campaign_of_its_day, stage_begin,
                                         stage_end),
        cmocka_unit_test_setup_teardown (what_is_wrong_is_named, stage_begin, stage_end),
        cmocka_unit_test_setup_teardown (the_minutes_of_a_kick_off_are_its_record, stage_begin,
                                         stage_end),
    };
    return cmocka_run_group_tests (tests, NULL, NULL);
}
