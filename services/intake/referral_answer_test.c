/* domain.md 4: what another authority answers is taken down when the referral waits for it. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "intake/referral_answer.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#define COUNT(list) (sizeof (list) / sizeof *(list))
#define R           "R-2021-000017-1"

static void an_answer_is_taken_when_it_is_waited_for (void **state)
{
    static const struct {
        enum transfer_state transfer; /* absent: no such referral */
        enum referral_outcome outcome;
        const char *reason;
        enum refusal_code code;
        const char *sentence;
    } rows[] = {
        { transfer_sent, referral_accepted, NULL, REFUSAL_NONE, "" },
        { transfer_sent, referral_done, NULL, REFUSAL_NONE, "" },
        { transfer_sent, referral_declined, "非本部门职权", REFUSAL_NONE, "" },
        { transfer_sent, referral_declined, NULL, REFUSAL_INVALID, "says why" },
        { transfer_accepted, referral_done, NULL, REFUSAL_NONE, "" },
        { transfer_accepted, referral_declined, "已退回", REFUSAL_NONE, "" },
        { transfer_accepted, referral_accepted, NULL, REFUSAL_CONFLICT,
          R " is accepted; possible now: referral.answer with outcome done or declined" },
        { transfer_drafted, referral_done, NULL, REFUSAL_CONFLICT,
          R " is drafted; possible now: referral.send" },
        { transfer_done, referral_done, NULL, REFUSAL_CONFLICT, R " is done; possible now: " },
        { transfer_declined, referral_done, NULL, REFUSAL_CONFLICT, R " is declined; possible" },
        { transfer_withdrawn, referral_done, NULL, REFUSAL_CONFLICT, R " is withdrawn; possible" },
        { transfer_state_absent, referral_done, NULL, REFUSAL_NOT_FOUND, "there is no referral" },
    };
    (void)state;
    struct arena *arena = arena_new();
    for (size_t i = 0; i < COUNT (rows); i++) {
        const struct transfer_row transfer = { R, "H-2021-000017", rows[i].transfer };
        const struct referral_answer said = { R, rows[i].outcome, rows[i].reason, NULL };
        struct decision decision = decision_in (arena);
        referral_decide_answer (&said, rows[i].transfer ? &transfer : NULL, &decision);
        if (decision.refusal.code != rows[i].code)
            fail_msg ("row %zu: %s", i, decision.refusal.sentence);
        if (rows[i].code == REFUSAL_NONE)
            assert_string_equal (decision.events[0].subject, "H-2021-000017");
        else
            assert_non_null (strstr (decision.refusal.sentence, rows[i].sentence));
        assert_int_equal (decision.count, rows[i].code == REFUSAL_NONE);
    }
    arena_destroy (&arena);
}

int main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (an_answer_is_taken_when_it_is_waited_for),
    };
    return cmocka_run_group_tests (tests, NULL, NULL);
}
