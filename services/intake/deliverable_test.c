/* S10, S12, S13, S25, S26: what is asked of whom, and that nothing unstamped is taken. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "intake/deliverable.h"
#include "intake/stage_test.h"

static struct decision submit (const struct deliverable_submit *said)
{
    const struct deliverable_seen seen = { .office = office, .version = 1, .now = now };
    struct decision made = decision_in (arena);
    deliverable_decide_submit (said, &seen, &made);
    return made;
}

static const struct {
    struct deliverable_submit said;
    const char *path; /* NULL: taken */
} rows[] = {
    { { "plan", "c03", DIGEST, true, "office", NULL }, NULL },                  /* S10, S25 */
    { { "plan", "c03", DIGEST, false, "office", NULL }, "/stamped" },           /* S25 */
    { { "plan", "c03", DIGEST, true, NULL, NULL }, "/confirmed_by" },           /* S25 */
    { { "meeting", "c03", DIGEST, false, NULL, NULL }, NULL },                  /* S10 */
    { { "summary", "c03", DIGEST, true, "office", NULL }, NULL },               /* S12 */
    { { "inspection_plan", "construction", DIGEST, false, NULL, NULL }, NULL }, /* S13 */
    { { "inspection_plan", "c03", DIGEST, false, NULL, NULL }, NULL },          /* S13 */
    { { "inspection_plan", "office", DIGEST, false, NULL, NULL }, "/party" },
    { { "final_report", "office", DIGEST, true, "leader", NULL }, NULL }, /* S26 */
    { { "final_report", "c03", DIGEST, true, "leader", NULL }, "/party" },
    { { "plan", "construction", DIGEST, true, "office", NULL }, "/party" },
    { { "plan", "c99", DIGEST, true, "office", NULL }, "/party" },
    { { "poem", "c03", DIGEST, true, "office", NULL }, "/kind" },
    { { "plan", "c03", "not a digest", true, "office", NULL }, "/digest" },
};

static void each_of_whom_it_is_asked (void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT (rows); i++) {
        struct decision made = submit (&rows[i].said);
        if ((made.refusal.code == REFUSAL_NONE) != (rows[i].path == NULL) ||
            (rows[i].path && strcmp (made.refusal.path, rows[i].path) != 0))
            fail_msg ("row %zu: %s %s", i, made.refusal.path, made.refusal.sentence);
    }
}

static void a_later_one_takes_its_place (void **state)
{
    (void)state;
    struct decision made = submit (&rows[0].said);
    const struct deliverable_submitted *submitted = made.events[0].event;
    assert_string_equal (submitted->deliverable, "D-2021-000001");
    assert_int_equal (submitted->version, 2);
}

/* S0: a later version of the same campaign's; cloned for the next year, the first again. */
static void versions_are_counted_in_their_campaign (void **state)
{
    (void)state;
    const struct deliverable_submit *said = &rows[3].said;
    const struct deliverable_submitted *submitted;
    for (int64_t version = 1; version <= 2; version++) {
        assert_null (tell (deliverable_submit_record, said));
        submitted = decision.events[0].event;
        assert_int_equal (submitted->version, version);
    }
    const struct fact old = { .time = now };
    store_begin (store);
    deliverable_apply_submitted (store, &old,
                                 &(struct deliverable_submitted){ .deliverable = "D-2021-000009",
                                                                  .kind = said->kind,
                                                                  .party = said->party,
                                                                  .version = 3 },
                                 arena);
    assert_true (store_commit (store));
    assert_null (tell (deliverable_submit_record, said));
    submitted = decision.events[0].event;
    assert_int_equal (submitted->version, 4);
    struct campaign campaign = *office->campaign;
    struct office next = *office;
    campaign.id = "winter-2021";
    campaign.from = day_from (2021, 11, 6);
    next.campaign = &campaign;
    office = &next;
    assert_null (tell (deliverable_submit_record, said));
    submitted = decision.events[0].event;
    assert_int_equal (submitted->version, 1);
    assert_string_equal (submitted->campaign, "winter-2021");
}

int main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (each_of_whom_it_is_asked),
        cmocka_unit_test (a_later_one_takes_its_place),
        cmocka_unit_test (versions_are_counted_in_their_campaign),
    };
    return cmocka_run_group_tests (tests, stage_begin, stage_end);
}
