/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "rehearsal/timeline.h"
#include "base/random.h"
#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

enum { THINGS = 2000 };
struct thing {
    struct timed when;
    int number; /* in the order of putting */
};

static void what_comes_first_is_taken_first (void **state)
{
    (void)state;
    struct timeline timeline = timeline_of (sizeof (struct thing));
    struct random random = random_from (7);
    assert_true (timeline_next (&timeline) == INSTANT_NEVER);
    struct thing last = { .when.at = -1 }, taken;
    int put = 0, held = 0;
    for (int i = 0; i < THINGS; i++) {
        /* Few moments, so that many things share one; none before what was taken already. */
        instant at = last.when.at + 1 + (instant)random_below (&random, 20);
        timeline_put (&timeline, &(struct thing){ .when.at = at, .number = put++ });
        held++;
        if (!random_chance (&random, 45))
            continue;
        instant next = timeline_next (&timeline);
        timeline_take (&timeline, &taken);
        held--;
        assert_true (taken.when.at == next && taken.when.at >= last.when.at);
        if (taken.when.at == last.when.at)
            assert_true (taken.number > last.number);
        last = taken;
    }
    for (; held > 0; held--) {
        timeline_take (&timeline, &taken);
        assert_true (taken.when.at > last.when.at ||
                     (taken.when.at == last.when.at && taken.number > last.number));
        last = taken;
    }
    assert_true (timeline_next (&timeline) == INSTANT_NEVER);
    timeline_empty (&timeline);
}

int main (void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test (what_comes_first_is_taken_first) };
    return cmocka_run_group_tests (tests, NULL, NULL);
}
