/* S10, S12, S13, S25, S26: what is asked of whom, and that nothing unstamped is taken. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "intake/deliverable.h"
#include "intake/stage_test.h"

static struct decision submit (const struct deliverable_submit *said)
{
    const struct deliverable_row handed_in = { .version = 1 };
    const struct deliverable_seen seen = { .office = office,
                                           .campaigns = { &office->campaign, 1 },
                                           .handed_in = &handed_in,
                                           .now = now,
                                           .time = now };
    struct decision made = decision_in (arena);
    deliverable_decide_submit (said, &seen, &made);
    return made;
}

#define HANDED(what, of, sum, stamp, by)                                                           \
    {                                                                                              \
        .kind = what, .party = of, .digest = sum, .stamped = stamp, .confirmed_by = by             \
    }
static const struct {
    struct deliverable_submit said;
    const char *path; /* NULL: taken */
} rows[] = {
    { HANDED ("plan", "c03", DIGEST, true, "office"), NULL },                  /* S10, S25 */
    { HANDED ("plan", "c03", DIGEST, false, "office"), "/stamped" },           /* S25 */
    { HANDED ("plan", "c03", DIGEST, true, NULL), "/confirmed_by" },           /* S25 */
    { HANDED ("meeting", "c03", DIGEST, false, NULL), NULL },                  /* S10 */
    { HANDED ("summary", "c03", DIGEST, true, "office"), NULL },               /* S12 */
    { HANDED ("inspection_plan", "construction", DIGEST, false, NULL), NULL }, /* S13 */
    { HANDED ("inspection_plan", "c03", DIGEST, false, NULL), NULL },          /* S13 */
    { HANDED ("inspection_plan", "office", DIGEST, false, NULL), NULL },       /* key units */
    { HANDED ("final_report", "office", DIGEST, true, "leader"), NULL },       /* S26 */
    { HANDED ("final_report", "c03", DIGEST, true, "leader"), "/party" },
    { HANDED ("plan", "construction", DIGEST, true, "office"), "/party" },
    { HANDED ("plan", "c99", DIGEST, true, "office"), "/party" },
    { HANDED ("poem", "c03", DIGEST, true, "office"), "/kind" },
    { HANDED ("plan", "c03", "not a digest", true, "office"), "/digest" },
    { HANDED ("plan", "c03", DIGEST, true, "c03"), "/confirmed_by" }, /* S25 */
    { HANDED ("plan", "c03", DIGEST, true, " c03"), "/confirmed_by" },
    { HANDED ("plan", "c03", DIGEST, true, "第三社区\xe3\x80\x80"), "/confirmed_by" },
    { HANDED ("plan", "c03", DIGEST, true, "community"), "/confirmed_by" },
    { HANDED ("plan", "c03", DIGEST, true, "department"), NULL },
    { HANDED ("plan", "c03", DIGEST, true, "王某"), NULL },
    { HANDED ("final_report", "office", DIGEST, true, "office"), NULL },
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

/* One document is one, however its digest is written. */
static void a_digest_is_kept_in_lower_case (void **state)
{
    (void)state;
    static const struct deliverable_submit said =
        HANDED ("meeting", "c03",
                "E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855", false, NULL);
    struct decision made = submit (&said);
    assert_string_equal (((const struct deliverable_submitted *)made.events[0].event)->digest,
                         DIGEST);
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

/* S0: next year's campaign is configured, and this one's is not all handed in. */
static void each_goes_to_its_campaign (void **state)
{
    struct campaign next = *office->campaign;
    const struct campaign *const both[] = { office->campaign, &next };
    struct office changed = *office;
    static const struct {
        int month, dom;
        int64_t version;              /* handed in to the first */
        const char *named, *campaign; /* NULL: refused */
    } cases[] = {
        { 2, 10, 0, NULL, "winter-2020" },          { 2, 10, 1, NULL, "winter-2020" },
        { 6, 1, 0, NULL, "winter-2020" },           { 6, 1, 1, NULL, "winter-2021" },
        { 11, 10, 0, NULL, "winter-2021" },         { 11, 10, 0, "winter-2020", "winter-2020" },
        { 2, 10, 0, "winter-2021", "winter-2021" }, { 2, 10, 0, "winter-1999", NULL },
    };
    (void)state;
    next.id = "winter-2021";
    next.from = day_from (2021, 11, 6);
    next.to = day_from (2022, 3, 31);
    changed.campaign = &next;
    for (size_t i = 0; i < COUNT (cases); i++) {
        const struct deliverable_row handed_in[] = { { .version = cases[i].version },
                                                     { .version = 0 } };
        const struct deliverable_seen seen = { .office = &changed,
                                               .campaigns = { both, 2 },
                                               .handed_in = handed_in,
                                               .now = now,
                                               .time = day_start (
                                                   day_from (2021, cases[i].month, cases[i].dom)) };
        struct deliverable_submit said = rows[0].said;
        said.campaign = cases[i].named;
        decision = decision_in (arena);
        deliverable_decide_submit (&said, &seen, &decision);
        const struct deliverable_submitted *submitted =
            decision.count > 0 ? decision.events[0].event : NULL;
        if (!text_same (submitted ? submitted->campaign : NULL, cases[i].campaign))
            fail_msg ("row %zu: %s %s", i, submitted ? submitted->campaign : "refused",
                      decision.refusal.sentence ? decision.refusal.sentence : "");
    }
}

/* S13: of premises it is asked by their categories (方案 五(一): 党群服务中心、辖区生产经营单位).
 */
static void premises_hand_in_what_is_asked_of_them (void **state)
{
    static const char *const service_centre[] = { "party_service_centre", "business" };
    static const char *const warehouse[] = { "warehouse" };
    static const struct {
        const char *premises;
        const char *const *categories;
        size_t count;
    } places[] = { { "F-1", service_centre, 2 }, { "W-1", warehouse, 1 } };
    static const struct {
        const char *kind, *party, *path;
        bool of_premises;
    } handed[] = {
        { "inspection_plan", "F-1", NULL, true },
        { "inspection_plan", "F-1", NULL, true },
        { "inspection_plan", "W-1", "/party", false }, /* of none of the categories */
        { "inspection_plan", "F-9", "/party", false }, /* not in the register */
        { "plan", "F-1", "/party", false },            /* not asked of premises */
        { "inspection_plan", "c03", NULL, false },
    };
    (void)state;
    for (size_t i = 0; i < COUNT (places); i++)
        assert_null (tell (premises_register_record,
                           &(struct premises_register){ .premises = places[i].premises,
                                                        .name = "场所",
                                                        .categories = places[i].categories,
                                                        .categories_count = places[i].count,
                                                        .community = "c03" }));
    for (size_t i = 0; i < COUNT (handed); i++) {
        const struct deliverable_submit said =
            HANDED (handed[i].kind, handed[i].party, DIGEST, true, "office");
        const char *path = tell (deliverable_submit_record, &said);
        if (!text_same (path ? path : "", handed[i].path ? handed[i].path : ""))
            fail_msg ("row %zu: %s", i, path ? path : "taken");
        if (path)
            continue;
        const struct deliverable_submitted *submitted = decision.events[0].event;
        assert_int_equal (submitted->of_premises, handed[i].of_premises);
        assert_int_equal (submitted->version, i == 1 ? 2 : 1);
    }
}

int main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (premises_hand_in_what_is_asked_of_them),
        cmocka_unit_test (each_of_whom_it_is_asked),
        cmocka_unit_test (a_later_one_takes_its_place),
        cmocka_unit_test (a_digest_is_kept_in_lower_case),
        cmocka_unit_test (each_goes_to_its_campaign),
        cmocka_unit_test (versions_are_counted_in_their_campaign),
    };
    return cmocka_run_group_tests (tests, stage_begin, stage_end);
}
