/* What holds a case (domain.md 4): from when it is drafted or listed to when it is over. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "intake/hold.h"
#include "intake/stage_test.h"
#include "words/escalation.h"

#define CASE     "H-2021-000001"
#define ORDER    "O-2021-000001-1"
#define REFERRAL "R-2021-000001-1"
#define LISTING  "the listing of H-2021-000001"

static void hear_drafted (void)
{
    tell (order_drafted_record,
          &(struct order_drafted){ .edition = DAY_ABSENT, .order = ORDER, .ref = CASE });
}

static void hear_rejected (void)
{
    tell (order_rejected_record, &(struct order_rejected){ .order = ORDER, .ref = CASE });
}

static void hear_withdrawn (void)
{
    tell (order_withdrawn_record, &(struct order_withdrawn){ .order = ORDER, .ref = CASE });
}

static void hear_lifted (void)
{
    tell (order_lifted_record, &(struct order_lifted){ .order = ORDER, .ref = CASE });
}

static void hear_lapsed (void)
{
    tell (order_lapsed_record, &(struct order_lapsed){ .order = ORDER, .ref = CASE });
}

static void hear_listed (void)
{
    tell (supervision_listed_record, &(struct supervision_listed){ .ref = CASE, .number = 1 });
}

static void hear_delisted (void)
{
    tell (supervision_delisted_record, &(struct supervision_delisted){ .ref = CASE, .number = 1 });
}

static void hear_referred (void)
{
    tell (referral_drafted_record,
          &(struct referral_drafted){ .edition = DAY_ABSENT, .referral = REFERRAL, .ref = CASE });
}

static void hear_declined (void)
{
    tell (referral_sent_record, &(struct referral_sent){ .referral = REFERRAL, .ref = CASE });
    tell (referral_settled_record, &(struct referral_settled){ .referral = REFERRAL,
                                                               .ref = CASE,
                                                               .outcome = referral_declined });
}

static void hear_taken_back (void)
{
    tell (referral_withdrawn_record,
          &(struct referral_withdrawn){ .referral = REFERRAL, .ref = CASE });
}

static const char *holds (const char *ref)
{
    return hold_see (&(struct scene){ .store = store, .arena = arena, .office = office }, ref);
}

static void each_holds_until_it_is_over (void **state)
{
    static const struct {
        void (*begins) (void), (*ends) (void);
        const char *what;
    } rows[] = {
        { hear_drafted, hear_rejected, ORDER },       { hear_drafted, hear_withdrawn, ORDER },
        { hear_drafted, hear_lifted, ORDER },         { hear_drafted, hear_lapsed, ORDER },
        { hear_listed, hear_delisted, LISTING },      { hear_referred, hear_declined, REFERRAL },
        { hear_referred, hear_taken_back, REFERRAL },
    };
    for (size_t i = 0; i < COUNT (rows); i++) {
        assert_int_equal (stage_begin (state), 0);
        assert_null (holds (CASE));
        rows[i].begins();
        rows[i].begins(); /* heard again it says the same */
        if (!text_same (holds (CASE), rows[i].what))
            fail_msg ("row %zu", i);
        assert_null (holds ("H-2021-000002"));
        rows[i].ends();
        if (holds (CASE))
            fail_msg ("row %zu: %s", i, holds (CASE));
        stage_end (state);
    }
}

static void one_that_is_over_frees_no_other (void **state)
{
    (void)state;
    hear_drafted();
    hear_listed();
    hear_rejected();
    assert_string_equal (holds (CASE), LISTING);
    hear_delisted();
    assert_null (holds (CASE));
}

int main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (each_holds_until_it_is_over),
        cmocka_unit_test_setup_teardown (one_that_is_over_frees_no_other, stage_begin, stage_end),
    };
    return cmocka_run_group_tests (tests, NULL, NULL);
}
