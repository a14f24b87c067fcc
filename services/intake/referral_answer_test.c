/* domain.md 4: what another authority answers is taken down by the number of the referral. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "intake/referral_answer.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#define COUNT(list) (sizeof (list) / sizeof *(list))

static void a_referral_names_its_case (void **state)
{
    static const struct {
        const char *referral, *ref;
    } rows[] = { { "R-2021-000017-1", "H-2021-000017" },
                 { "R-2021-000017-12", "H-2021-000017" },
                 { "R-2021-000017", NULL },
                 { "R-2021-000017-", NULL },
                 { "R-2021-000017-x", NULL },
                 { "H-2021-000017-1", NULL },
                 { "R", NULL },
                 { "R-", NULL } };
    (void)state;
    struct arena *arena = arena_new();
    for (size_t i = 0; i < COUNT (rows); i++) {
        const char *ref = referral_case (rows[i].referral, arena);
        if (rows[i].ref ? !ref || strcmp (ref, rows[i].ref) != 0 : ref != NULL)
            fail_msg ("%s names %s", rows[i].referral, ref ? ref : "nothing");
    }
    arena_destroy (&arena);
}

static void an_answer_is_taken_down (void **state)
{
    static const struct hazard_row hazard = { .number = 2021000000017 };
    static const struct {
        struct referral_answer said;
        bool known;
        enum refusal_code code;
    } rows[] = {
        { { "R-2021-000017-1", referral_accepted, NULL, NULL }, true, REFUSAL_NONE },
        { { "R-2021-000017-1", referral_declined, "非本部门职权", NULL }, true, REFUSAL_NONE },
        { { "R-2021-000017-1", referral_declined, NULL, NULL }, true, REFUSAL_INVALID },
        { { "R-2021-000017-1", referral_done, NULL, "3号" }, false, REFUSAL_NOT_FOUND },
    };
    (void)state;
    struct arena *arena = arena_new();
    for (size_t i = 0; i < COUNT (rows); i++) {
        const struct referral_answer_seen seen = { .ref = "H-2021-000017",
                                                   .hazard = rows[i].known ? &hazard : NULL };
        struct decision decision = decision_in (arena);
        referral_decide_answer (&rows[i].said, &seen, &decision);
        assert_int_equal (decision.refusal.code, rows[i].code);
        assert_int_equal (decision.count, rows[i].code == REFUSAL_NONE);
    }
    arena_destroy (&arena);
}

int main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (a_referral_names_its_case),
        cmocka_unit_test (an_answer_is_taken_down),
    };
    return cmocka_run_group_tests (tests, NULL, NULL);
}
