/* domain.md 4: what another authority answers is taken down when the referral waits for it. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "intake/referral_answer.h"
#include "office/office.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define COUNT(list) (sizeof (list) / sizeof *(list))
#define R           "R-2021-000017-1"

static const struct office *office;

static int read_office (void **state)
{
    static struct arena *arena; /* for all tests */
    (void)state;
    arena = arena_new();
    struct refusals refusals = refusals_in (arena);
    office = office_read (arena_format (arena, "%s/config", getenv ("SOURCE")), arena, &refusals);
    return office ? 0 : -1;
}

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
        const struct transfer_row transfer = {
            R, "H-2021-000017", rows[i].transfer, INSTANT_ABSENT, "fire_rescue", false
        };
        const struct referral_answer_seen seen = { .office = office,
                                                   .transfer =
                                                       rows[i].transfer ? &transfer : NULL };
        const struct referral_answer said = { R, rows[i].outcome, rows[i].reason, "消函1号",
                                              "office" };
        struct decision decision = decision_in (arena);
        referral_decide_answer (&said, &seen, &decision);
        if (decision.refusal.code != rows[i].code)
            fail_msg ("row %zu: %s", i, decision.refusal.sentence);
        if (rows[i].code == REFUSAL_NONE)
            assert_string_equal (((const struct referral_answered *)decision.events[0].event)->by,
                                 "office");
        else
            assert_non_null (strstr (decision.refusal.sentence, rows[i].sentence));
        assert_int_equal (decision.count, rows[i].code == REFUSAL_NONE);
    }
    arena_destroy (&arena);
}

/* Not of a time before it was sent, or before the answer that it follows on; a clock may be a
   little behind. */
static void an_answer_comes_after_what_it_answers (void **state)
{
    static const struct {
        enum transfer_state transfer;
        bool dated; /* old journals do not say since when it waits */
        int64_t minutes_after;
        enum refusal_code code;
        const char *sentence;
    } rows[] = {
        { transfer_sent, true, 60, REFUSAL_NONE, "" },
        { transfer_sent, true, -5, REFUSAL_NONE, "" },
        { transfer_sent, true, -6, REFUSAL_CONFLICT,
          R " is sent since 2021-02-10T09:30:00+08:00, and this answer is of "
            "2021-02-10T09:24:00+08:00" },
        { transfer_accepted, true, -1440, REFUSAL_CONFLICT,
          R " is accepted since 2021-02-10T09:30:00+08:00" },
        { transfer_sent, false, -1440, REFUSAL_NONE, "" },
    };
    (void)state;
    struct arena *arena = arena_new();
    instant since = 0;
    assert_true (instant_parse ("2021-02-10T09:30:00+08:00", &since));
    for (size_t i = 0; i < COUNT (rows); i++) {
        const struct transfer_row transfer = { R,
                                               "H-2021-000017",
                                               rows[i].transfer,
                                               rows[i].dated ? since : INSTANT_ABSENT,
                                               "fire_rescue",
                                               false };
        const struct referral_answer_seen seen = { .office = office,
                                                   .transfer = &transfer,
                                                   .time = since + (instant)rows[i].minutes_after *
                                                                       MINUTE_MS,
                                                   .skew_ms = (int64_t)5 * MINUTE_MS };
        const struct referral_answer said = { R, referral_done, NULL, "消函1号", NULL };
        struct decision decision = decision_in (arena);
        referral_decide_answer (&said, &seen, &decision);
        if (decision.refusal.code != rows[i].code ||
            (rows[i].code != REFUSAL_NONE && !strstr (decision.refusal.sentence, rows[i].sentence)))
            fail_msg ("row %zu: %s", i, decision.refusal.sentence);
        assert_int_equal (decision.refuses_envelope, rows[i].code != REFUSAL_NONE);
    }
    arena_destroy (&arena);
}

/* domain.md 4: who was asked answers, or the office enters its paper; nobody else does for it. */
static void who_was_asked_answers (void **state)
{
    static const struct {
        const char *to, *by;
        bool taken;
        const char *sentence;
    } rows[] = {
        { "fire_rescue", "fire_rescue", true, "" },
        { "fire_rescue", NULL, true, "" },
        { "fire_rescue", "office", true, "" },
        { "fire_rescue", "leader", true, "" },
        { "fire_rescue", "police_station", false,
          "police_station may not answer " R "; these may: fire_rescue, to which it was sent, or "
          "the office" },
        { "fire_rescue", "c01", false, "c01 may not answer" },
        { "fire_rescue", "community", false, "community may not answer" },
        { "fire_rescue", "construction", false, "construction may not answer" },
        { "fire_rescue", "某人", false, "某人 may not answer" },
        /* noted before whom it is for was */
        { NULL, "police_station", true, "" },
        { NULL, "office", true, "" },
        { NULL, "c01", false, "these may: the authority, to which" },
    };
    (void)state;
    struct arena *arena = arena_new();
    for (size_t i = 0; i < COUNT (rows); i++) {
        const struct transfer_row transfer = {
            R, "H-2021-000017", transfer_sent, INSTANT_ABSENT, rows[i].to, false
        };
        const struct referral_answer_seen seen = { .office = office, .transfer = &transfer };
        const struct referral_answer said = { R, referral_done, NULL, "消函1号", rows[i].by };
        struct decision decision = decision_in (arena);
        referral_decide_answer (&said, &seen, &decision);
        if (decision.refusal.code != (rows[i].taken ? REFUSAL_NONE : REFUSAL_FORBIDDEN) ||
            (!rows[i].taken && !strstr (decision.refusal.sentence, rows[i].sentence)))
            fail_msg ("row %zu: %s", i, decision.refusal.sentence);
    }
    arena_destroy (&arena);
}

/* domain.md 5: a case ends as transferred *and accepted*: sent back, it is open again. */
static void what_was_transferred_and_is_sent_back_is_open_again (void **state)
{
    static const struct {
        enum referral_outcome outcome;
        enum hazard_stage stage; /* absent: no hazard of ours */
        enum closing closing;
        const char *another; /* referral that was accepted */
        int64_t minutes_after_closing;
        size_t events;
        enum refusal_code code;
    } rows[] = {
        { referral_declined, hazard_stage_closed, closing_transferred, NULL, 1, 2, REFUSAL_NONE },
        { referral_declined, hazard_stage_closed, closing_transferred, NULL, -60, 0,
          REFUSAL_INVALID },
        { referral_done, hazard_stage_closed, closing_transferred, NULL, 1, 1, REFUSAL_NONE },
        { referral_declined, hazard_stage_closed, closing_transferred, "R-2021-000017-2", 1, 1,
          REFUSAL_NONE }, /* somebody else has it */
        { referral_declined, hazard_stage_closed, closing_withdrawn, NULL, 1, 1, REFUSAL_NONE },
        { referral_declined, hazard_stage_closed, closing_reinspection, NULL, 1, 1, REFUSAL_NONE },
        { referral_declined, hazard_stage_closed, closing_linked, NULL, 1, 1, REFUSAL_NONE },
        { referral_declined, hazard_stage_closed, closing_absent, NULL, 1, 1, REFUSAL_NONE },
        { referral_declined, hazard_stage_open, closing_absent, NULL, 1, 1, REFUSAL_NONE },
        { referral_declined, hazard_stage_absent, closing_absent, NULL, 1, 1, REFUSAL_NONE },
    };
    (void)state;
    struct arena *arena = arena_new();
    for (size_t i = 0; i < COUNT (rows); i++) {
        const instant closed = INT64_C (1612918800000); /* 2021-02-10T09:00+08:00 */
        const struct transfer_row transfer = {
            R, "H-2021-000017", transfer_accepted, INSTANT_ABSENT, "fire_rescue", false
        };
        const struct hazard_row hazard = { .number = 2021000000017,
                                           .stage = rows[i].stage,
                                           .closing = rows[i].closing,
                                           .cycle = 2,
                                           .last = closed };
        const struct referral_answer_seen seen = {
            .office = office,
            .transfer = &transfer,
            .time = closed + (instant)rows[i].minutes_after_closing * MINUTE_MS,
            .skew_ms = (int64_t)5 * MINUTE_MS,
            .hazard = rows[i].stage ? &hazard : NULL,
            .another = rows[i].another
        };
        const struct referral_answer said = { R, rows[i].outcome, "非本部门职权", "消函1号", NULL };
        struct decision decision = decision_in (arena);
        referral_decide_answer (&said, &seen, &decision);
        if (decision.refusal.code != rows[i].code || decision.count != rows[i].events)
            fail_msg ("row %zu: %zu events, %s", i, decision.count, decision.refusal.sentence);
        if (rows[i].events < 2)
            continue;
        const struct hazard_reopened *reopened = decision.events[1].event;
        assert_ptr_equal (decision.events[1].word, hazard_reopened_record);
        assert_string_equal (reopened->hazard, "H-2021-000017");
        assert_int_equal (reopened->cycle, 3);
        assert_string_equal (reopened->referral, R);
        assert_int_equal (reopened->due, INSTANT_ABSENT);
    }
    arena_destroy (&arena);
}

int main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (an_answer_is_taken_when_it_is_waited_for),
        cmocka_unit_test (an_answer_comes_after_what_it_answers),
        cmocka_unit_test (who_was_asked_answers),
        cmocka_unit_test (what_was_transferred_and_is_sent_back_is_open_again),
    };
    return cmocka_run_group_tests (tests, read_office, NULL);
}
