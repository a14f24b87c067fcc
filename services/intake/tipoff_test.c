/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "intake/tipoff.h"
#include "frame/try.h"
#include "intake/premises.h"
#include "intake/service.h"
#include "office/office.h"

#define NOW INT64_C (1612918800000) /* 2021-02-10T09:00+08:00 */

static const struct office *office;
static struct store *store;
static const struct premises_brief hotel = {
    .premises = "P-7", .name = "Hotel", .community = "c02", .address = "1 Main Street"
};

static int read_office (void **state)
{
    if (try_begin (state) != 0)
        return -1;
    struct refusals refusals = refusals_in (arena);
    office = office_read (arena_format (arena, "%s/config", getenv ("SOURCE")), arena, &refusals);
    return office ? 0 : -1;
}

/* ---- report ---- */

static struct decision report (const struct place *place, const char *category, bool known)
{
    static const struct informant informant = { .name = "Li", .phone = "139" };
    const struct tipoff_report said = {
        .text = "smoke", .place = place, .category = category, .informant = &informant
    };
    const struct tipoff_report_seen seen = {
        .office = office, .premises = known ? &hotel : NULL, .last = 2021000000004, .now = NOW
    };
    struct decision decision = decision_in (arena);
    tipoff_decide_report (&said, &seen, &decision);
    return decision;
}

static void a_tipoff_says_where (void **state)
{
    (void)state;
    static const struct {
        struct place place;
        bool known;
        const char *category;
        enum refusal_code code;
        const char *path;
    } rows[] = {
        { { .premises = "P-7" }, true, NULL, REFUSAL_NONE, "" },
        { { .premises = "P-7", .community = "c02" }, true, "colour_steel", REFUSAL_NONE, "" },
        /* the register has it in c02 */
        { { .premises = "P-7", .community = "c01" },
          true,
          NULL,
          REFUSAL_INVALID,
          "/place/community" },
        { { .address = "by the river", .community = "c01" }, false, NULL, REFUSAL_NONE, "" },
        { { .community = "c01" }, false, NULL, REFUSAL_INVALID, "/place/premises" },
        { { .premises = "P-9" }, false, NULL, REFUSAL_NOT_FOUND, "/place/premises" },
        { { .address = "by the river" }, false, NULL, REFUSAL_INVALID, "/place/community" },
        { { .address = "a", .community = "c99" },
          false,
          NULL,
          REFUSAL_INVALID,
          "/place/community" },
        { { .premises = "P-7", .community = "c99" },
          true,
          NULL,
          REFUSAL_INVALID,
          "/place/community" },
        { { .premises = "P-7" }, true, "noise", REFUSAL_INVALID, "/category" },
    };
    for (size_t i = 0; i < COUNT (rows); i++) {
        struct decision decision = report (&rows[i].place, rows[i].category, rows[i].known);
        assert_int_equal (decision.refusal.code, rows[i].code);
        assert_int_equal (decision.count, rows[i].code == REFUSAL_NONE);
        if (rows[i].code != REFUSAL_NONE)
            assert_string_equal (decision.refusal.path, rows[i].path);
    }
}

static void the_register_fills_what_was_not_said (void **state)
{
    (void)state;
    struct decision decision =
        report (&(struct place){ .premises = "P-7" }, "blocked_evacuation", true);
    const struct tipoff_reported *event = decision.events[0].event;
    assert_string_equal (decision.events[0].subject, "T-2021-000005");
    assert_string_equal (event->tipoff, "T-2021-000005");
    assert_string_equal (event->premises_name, "Hotel");
    assert_string_equal (event->address, "1 Main Street");
    assert_string_equal (event->community, "c02");
    assert_string_equal (event->department, "office");
    assert_true (event->urgent); /* 消防监督检查规定 18 */
    decision = report (&(struct place){ .premises = "P-7", .address = "yard", .community = "c02" },
                       "colour_steel", true);
    event = decision.events[0].event;
    assert_string_equal (event->address, "yard");
    assert_string_equal (event->community, "c02");
    assert_string_equal (event->department, "construction");
    assert_false (event->urgent);
}

static void who_said_it_stays_in_this_service (void **state)
{
    (void)state;
    struct decision decision = report (&(struct place){ .premises = "P-7" }, NULL, true);
    struct text text = text_in (arena);
    record_to_json (tipoff_reported_record(), decision.events[0].event, &text);
    assert_non_null (strstr (text.bytes, "139"));
    const char *public_text = record_public_text (tipoff_reported_record(), text.bytes, arena);
    assert_null (strstr (public_text, "139"));
    assert_null (strstr (public_text, "informant"));
    assert_non_null (strstr (public_text, "smoke"));
}

/* ---- verify ---- */

static const char *const inspectors[] = { "Wang", "Zhao" };
static const struct treatment at_once = {
    .kind = treatment_immediate, .proof = "p", .due = INSTANT_ABSENT, .working_days = NUMBER_ABSENT
};
static const struct tipoff_finding found = { .category = "blocked_evacuation",
                                             .severity = severity_major,
                                             .description = "d",
                                             .treatment = &at_once };
static const struct tipoff_finding nonsense = {
    .category = "noise", .severity = severity_major, .description = "d", .treatment = &at_once
};

static struct decision verify (enum tipoff_state stands, enum verification_outcome outcome,
                               const struct tipoff_finding *finding, const char *premises)
{
    const struct tipoff_row row = { .number = 2021000000004, .state = stands };
    const struct tipoff_verify said = { .tipoff = "T-2021-000004",
                                        .outcome = outcome,
                                        .reason = "r",
                                        .inspectors = inspectors,
                                        .inspectors_count = 2,
                                        .finding = finding };
    const struct tipoff_verify_seen seen = { .tipoff = stands ? &row : NULL,
                                             .premises = premises,
                                             .finding = { .office = office,
                                                          .premises = premises ? &hotel : NULL,
                                                          .now = NOW,
                                                          .time = NOW } };
    struct decision decision = decision_in (arena);
    tipoff_decide_verify (&said, &seen, &decision);
    return decision;
}

static const struct {
    enum tipoff_state stands;
    enum verification_outcome outcome;
    const struct tipoff_finding *finding;
    const char *premises;
    enum refusal_code code;
    const char *path;
} verifications[] = {
    { tipoff_reported_state, verification_founded, &found, "P-7", REFUSAL_NONE, "" },
    { tipoff_reported_state, verification_unfounded, NULL, NULL, REFUSAL_NONE, "" },
    { tipoff_reported_state, verification_founded, NULL, "P-7", REFUSAL_INVALID, "/finding" },
    { tipoff_reported_state, verification_unfounded, &found, "P-7", REFUSAL_INVALID, "/finding" },
    { tipoff_reported_state, verification_founded, &found, NULL, REFUSAL_INVALID,
      "/finding/premises" },
    { tipoff_reported_state, verification_founded, &nonsense, "P-7", REFUSAL_INVALID,
      "/finding/category" },
    { tipoff_founded_state, verification_founded, &found, "P-7", REFUSAL_CONFLICT, "/tipoff" },
    { tipoff_founded_state, verification_unfounded, NULL, NULL, REFUSAL_CONFLICT, "/tipoff" },
    { tipoff_unfounded_state, verification_founded, &found, "P-7", REFUSAL_CONFLICT, "/tipoff" },
    { tipoff_unfounded_state, verification_unfounded, NULL, NULL, REFUSAL_CONFLICT, "/tipoff" },
    { tipoff_state_absent, verification_unfounded, NULL, NULL, REFUSAL_NOT_FOUND, "/tipoff" },
};

static void a_tipoff_is_verified_once (void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT (verifications); i++) {
        struct decision decision = verify (verifications[i].stands, verifications[i].outcome,
                                           verifications[i].finding, verifications[i].premises);
        assert_int_equal (decision.refusal.code, verifications[i].code);
        assert_int_equal (decision.count > 0, verifications[i].code == REFUSAL_NONE);
        if (verifications[i].code != REFUSAL_NONE)
            assert_string_equal (decision.refusal.path, verifications[i].path);
    }
}

static void founded_it_becomes_a_case (void **state)
{
    (void)state;
    struct decision decision = verify (tipoff_reported_state, verification_founded, &found, "P-7");
    const struct hazard_opened *opened = decision.events[0].event;
    const struct decided *last = &decision.events[decision.count - 1];
    const struct tipoff_verified *verified = last->event;
    assert_string_equal (decision.events[0].subject, "H-2021-000001"); /* the answer's ref */
    assert_string_equal (opened->tipoff, "T-2021-000004");
    assert_int_equal (opened->origin, origin_tipoff);
    assert_int_equal (opened->inspectors_count, 2);
    assert_string_equal (opened->inspectors[1], "Zhao");
    assert_ptr_equal (last->word, tipoff_verified_record);
    assert_string_equal (last->subject, "T-2021-000004");
    assert_string_equal (verified->hazard, "H-2021-000001");
    decision = verify (tipoff_reported_state, verification_unfounded, NULL, NULL);
    assert_int_equal (decision.count, 1);
    verified = decision.events[0].event;
    assert_null (verified->hazard);
    assert_string_equal (verified->reason, "r");
}

/* Nor at a time before it came in, give or take the five minutes clocks may differ by. */
static void a_verification_does_not_slip_behind_the_report (void **state)
{
    (void)state;
    const struct tipoff_row row = { .number = 2021000000004,
                                    .state = tipoff_reported_state,
                                    .last = NOW };
    const struct tipoff_verify said = { .tipoff = "T-2021-000004",
                                        .outcome = verification_unfounded,
                                        .reason = "r",
                                        .inspectors = inspectors,
                                        .inspectors_count = 2 };
    struct tipoff_verify_seen seen = {
        .tipoff = &row, .finding = { .office = office, .now = NOW, .time = NOW - 5 * MINUTE_MS }
    };
    struct decision taken = decision_in (arena), refused = decision_in (arena);
    tipoff_decide_verify (&said, &seen, &taken);
    assert_int_equal (taken.count, 1);
    seen.finding.time--;
    tipoff_decide_verify (&said, &seen, &refused);
    assert_int_equal (refused.refusal.code, REFUSAL_INVALID);
    assert_true (refused.refuses_envelope);
    assert_string_equal (refused.refusal.path, "/time");
}

/* ---- the table ---- */

static const struct tipoff_verify_seen *see (const char *tipoff, const char *premises)
{
    const struct tipoff_finding finding = { .premises = premises };
    const struct tipoff_verify said = { .tipoff = tipoff, .finding = premises ? &finding : NULL };
    return tipoff_see_verify (
        &(struct scene){ .store = store, .arena = arena, .office = office, .now = NOW }, &said);
}

static void what_was_said_is_seen (void **state)
{
    (void)state;
    const struct fact fact = { .seq = 1, .time = NOW };
    static const struct tipoff_reported reported = { .tipoff = "T-2021-000004", .premises = "P-7" };
    static const struct tipoff_reported elsewhere = { .tipoff = "T-2021-000012" };
    static const struct tipoff_verified verified = { .tipoff = "T-2021-000004",
                                                     .outcome = verification_unfounded };
    store = try_store ("store");
    store_script (store, intake_schema);
    store_prepare (store, &premises_sql);
    store_prepare (store, &tipoff_sql);
    store_prepare (store, &hazard_sql);
    store_begin (store);
    tipoff_apply_reported (store, &fact, &reported, arena);
    tipoff_apply_reported (store, &fact, &elsewhere, arena);
    assert_int_equal (see ("T-2021-000004", NULL)->tipoff->state, tipoff_reported_state);
    assert_int_equal (see ("T-2021-000004", NULL)->tipoff->last, NOW);
    assert_string_equal (see ("T-2021-000004", NULL)->premises, "P-7");
    assert_string_equal (see ("T-2021-000004", "P-8")->premises, "P-8");
    assert_null (see ("T-2021-000012", NULL)->premises);
    assert_null (see ("T-2021-000099", NULL)->tipoff);
    assert_null (see ("H-2021-000004", NULL)->tipoff);
    tipoff_apply_verified (store, &fact, &verified, arena);
    assert_int_equal (see ("T-2021-000004", NULL)->tipoff->state, tipoff_unfounded_state);
    assert_int_equal (see ("T-2021-000012", NULL)->tipoff->state, tipoff_reported_state);
    const struct place place = { .premises = "P-7" };
    const struct tipoff_report said = { .place = &place };
    const struct tipoff_report_seen *seen =
        tipoff_see_report (&(struct scene){ .store = store, .arena = arena }, &said);
    assert_int_equal (seen->last, 2021000000012);
    assert_null (seen->premises);
    assert_true (store_commit (store));
    store_destroy (&store);
}

int main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (a_tipoff_says_where),
        cmocka_unit_test (the_register_fills_what_was_not_said),
        cmocka_unit_test (who_said_it_stays_in_this_service),
        cmocka_unit_test (a_tipoff_is_verified_once),
        cmocka_unit_test (founded_it_becomes_a_case),
        cmocka_unit_test (a_verification_does_not_slip_behind_the_report),
        cmocka_unit_test (what_was_said_is_seen),
    };
    return cmocka_run_group_tests (tests, read_office, try_end);
}
