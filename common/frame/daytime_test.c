/* Two clocks, and what a service makes of them: a jump that does not last changes nothing. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "frame/daytime.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#define COUNT(list) (sizeof (list) / sizeof *(list))

#define START ((instant)1000 * HOUR_MS)

/* Seconds since START by either clock; NOW: what must come out. */
struct telling {
    int64_t wall, steady, now;
    enum daytime_news news;
};

static void play (const struct telling *tellings, size_t count, instant latest)
{
    struct daytime daytime = daytime_after (latest);
    for (size_t i = 0; i < count; i++) {
        const struct telling *told = &tellings[i];
        enum daytime_news news = daytime_tell (&daytime, START + told->wall * SECOND_MS,
                                               7 * HOUR_MS + told->steady * SECOND_MS);
        int64_t now = daytime.now - START;
        /* A telling that changes nothing still moves by a millisecond. */
        if (news != told->news || now < told->now * SECOND_MS ||
            now > told->now * SECOND_MS + (int64_t)count)
            fail_msg ("telling %zu: news %d, %lld ms", i, (int)news, (long long)now);
    }
}

static void test_both_go_on (void **state)
{
    (void)state;
    static const struct telling tellings[] = {
        { .wall = 0, .steady = 0, .now = 0, .news = DAYTIME_GOES_ON },
        { .wall = 10, .steady = 10, .now = 10, .news = DAYTIME_GOES_ON },
        { .wall = 40, .steady = 11, .now = 40, .news = DAYTIME_GOES_ON }, /* a correction */
        { .wall = 20, .steady = 12, .now = 40, .news = DAYTIME_GOES_ON }, /* and one back */
        { .wall = 50, .steady = 42, .now = 50, .news = DAYTIME_GOES_ON },
    };
    play (tellings, COUNT (tellings), INSTANT_ABSENT);
}

static void test_a_jump_that_goes_away (void **state)
{
    (void)state;
    static const struct telling tellings[] = {
        { .wall = 0, .steady = 0, .now = 0, .news = DAYTIME_GOES_ON },
        { .wall = 7201, .steady = 1, .now = 1, .news = DAYTIME_JUMPED },
        { .wall = 7300, .steady = 100, .now = 100, .news = DAYTIME_GOES_ON },
        { .wall = 101, .steady = 101, .now = 101, .news = DAYTIME_CAME_BACK },
        { .wall = 102, .steady = 102, .now = 102, .news = DAYTIME_GOES_ON },
    };
    play (tellings, COUNT (tellings), INSTANT_ABSENT);
}

static void test_a_jump_that_lasts (void **state)
{
    (void)state;
    static const struct telling tellings[] = {
        { .wall = 0, .steady = 0, .now = 0, .news = DAYTIME_GOES_ON },
        { .wall = 7201, .steady = 1, .now = 1, .news = DAYTIME_JUMPED },
        { .wall = 7500, .steady = 300, .now = 300, .news = DAYTIME_GOES_ON },
        { .wall = 7501, .steady = 301, .now = 7501, .news = DAYTIME_BELIEVED },
        { .wall = 7502, .steady = 302, .now = 7502, .news = DAYTIME_GOES_ON },
    };
    play (tellings, COUNT (tellings), INSTANT_ABSENT);
}

static void test_a_clock_that_wanders_is_never_believed (void **state)
{
    (void)state;
    static const struct telling tellings[] = {
        { .wall = 0, .steady = 0, .now = 0, .news = DAYTIME_GOES_ON },
        { .wall = 7200, .steady = 200, .now = 200, .news = DAYTIME_JUMPED },
        { .wall = 14400, .steady = 400, .now = 400, .news = DAYTIME_JUMPED },
        { .wall = 21600, .steady = 600, .now = 600, .news = DAYTIME_JUMPED },
    };
    play (tellings, COUNT (tellings), INSTANT_ABSENT);
}

static void test_back_and_never_twice_the_same_now (void **state)
{
    (void)state;
    static const struct telling tellings[] = {
        { .wall = 7200, .steady = 0, .now = 7200, .news = DAYTIME_GOES_ON },
        { .wall = 1, .steady = 1, .now = 7201, .news = DAYTIME_JUMPED },
        { .wall = 301, .steady = 301, .now = 7201, .news = DAYTIME_BELIEVED },
        { .wall = 302, .steady = 302, .now = 7201, .news = DAYTIME_GOES_ON },
        { .wall = 9000, .steady = 9000, .now = 9000, .news = DAYTIME_GOES_ON },
    };
    static const struct telling behind[] = {
        { .wall = 0, .steady = 0, .now = 3600, .news = DAYTIME_GOES_ON },
        { .wall = 3700, .steady = 3700, .now = 3700, .news = DAYTIME_GOES_ON },
    };
    play (tellings, COUNT (tellings), INSTANT_ABSENT);
    /* The journal ends an hour after what the clock says at the start. */
    play (behind, COUNT (behind), START + HOUR_MS);
}

int main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (test_both_go_on),
        cmocka_unit_test (test_a_jump_that_goes_away),
        cmocka_unit_test (test_a_jump_that_lasts),
        cmocka_unit_test (test_a_clock_that_wanders_is_never_believed),
        cmocka_unit_test (test_back_and_never_twice_the_same_now),
    };
    return cmocka_run_group_tests (tests, NULL, NULL);
}
