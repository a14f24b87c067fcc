/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "frame/decision.h"
#include "frame/try.h"
#include "words/intake.h"

static void decide_watched (struct decision *decision, char *subject, int64_t round)
{
    const struct watch_reported event = { .hazard = subject, .round = round, .watcher = "w" };
    decision_event (decision, watch_reported_record, subject, &event);
}

static void events_stand_in_their_order_and_are_copied (void **state)
{
    (void)state;
    char subject[] = "H-1";
    struct decision decision = decision_in (arena);
    decide_watched (&decision, subject, 1);
    decide_watched (&decision, subject, 2);
    subject[0] = 'x';
    assert_int_equal (decision.count, 2);
    assert_int_equal (decision.refusal.code, REFUSAL_NONE);
    for (size_t i = 0; i < decision.count; i++) {
        const struct watch_reported *event = decision.events[i].event;
        assert_ptr_equal (decision.events[i].word, watch_reported_record);
        assert_string_equal (decision.events[i].subject, "H-1");
        assert_int_equal (event->round, i + 1);
    }
}

static void it_holds_as_many_as_it_says (void **state)
{
    (void)state;
    char subject[] = "H-1";
    struct decision decision = decision_in (arena);
    for (int64_t i = 0; i < DECISION_EVENTS_MAX; i++)
        decide_watched (&decision, subject, i + 1);
    assert_int_equal (decision.count, DECISION_EVENTS_MAX);
}

static void the_first_refusal_stays_and_nothing_happens (void **state)
{
    (void)state;
    char subject[] = "H-1", path[] = "/a";
    struct decision decision = decision_in (arena);
    decide_watched (&decision, subject, 1);
    decision_refuse (&decision, REFUSAL_CONFLICT, path, "%s: %d", "already", 7);
    decision_refuse (&decision, REFUSAL_INVALID, "/b", "later");
    decide_watched (&decision, subject, 2);
    path[1] = 'x';
    assert_int_equal (decision.count, 0);
    assert_int_equal (decision.refusal.code, REFUSAL_CONFLICT);
    assert_string_equal (decision.refusal.path, "/a");
    assert_string_equal (decision.refusal.sentence, "already: 7");
}

static void a_thing_is_not_changed_behind_its_last_change (void **state)
{
    (void)state;
    static const struct {
        instant time, last;
        bool keeps;
    } rows[] = { { 1000, 1000, true },
                 { 1001, 1000, true },
                 { 950, 1000, true }, /* the clocks of two senders may differ by 50 */
                 { 949, 1000, false } };
    for (size_t i = 0; i < COUNT (rows); i++) {
        struct decision decision = decision_in (arena);
        assert_int_equal (decision_keeps_order (&decision, "H-1", rows[i].time, rows[i].last, 50),
                          rows[i].keeps);
        assert_int_equal (decision.refusal.code, rows[i].keeps ? REFUSAL_NONE : REFUSAL_INVALID);
        assert_int_equal (decision.refuses_envelope, !rows[i].keeps);
        if (!rows[i].keeps)
            assert_string_equal (decision.refusal.path, "/time");
    }
    struct decision refused = decision_in (arena);
    decision_refuse (&refused, REFUSAL_CONFLICT, "/a", "already");
    assert_false (decision_keeps_order (&refused, "H-1", 1, 1000, 50));
    assert_string_equal (refused.refusal.path, "/a");
    assert_false (refused.refuses_envelope);
}

int main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (events_stand_in_their_order_and_are_copied),
        cmocka_unit_test (it_holds_as_many_as_it_says),
        cmocka_unit_test (the_first_refusal_stays_and_nothing_happens),
        cmocka_unit_test (a_thing_is_not_changed_behind_its_last_change),
    };
    return cmocka_run_group_tests (tests, try_begin, try_end);
}
