/* S10, S18: meetings of the campaign, and what they decide becomes tasks with a day. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
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

/* S0: of the campaign in which it was held, whichever is configured by now. */
static void a_meeting_is_of_the_campaign_of_its_day (void **state)
{
    struct campaign next = *office->campaign;
    struct office configured = *office;
    const struct campaign *const both[] = { office->campaign, &next };
    next.id = "winter-next";
    next.from = office->campaign->to + 200;
    next.to = next.from + 100;
    configured.campaign = &next;
    const struct {
        day held;
        const char *campaign; /* NULL: of none */
    } rows[] = { { office->campaign->to, office->campaign->id },
                 { office->campaign->to + 1, NULL },
                 { office->campaign->from - 1, NULL },
                 { next.from, next.id } };
    (void)state;
    for (size_t i = 0; i < COUNT (rows); i++) {
        const struct meeting_seen seen = { .office = &configured,
                                           .campaigns = { both, COUNT (both) },
                                           .now = day_start (next.from + 1),
                                           .time = day_start (next.from + 1) };
        struct meeting_report said = regular();
        struct decision decided = decision_in (arena);
        said.at = day_start (rows[i].held);
        meeting_decide_report (&said, &seen, &decided);
        assert_int_equal (decided.count, 1);
        const struct meeting_reported *held = decided.events[0].event;
        if (!text_same (held->campaign, rows[i].campaign))
            fail_msg ("row %zu: %s", i, held->campaign);
    }
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
