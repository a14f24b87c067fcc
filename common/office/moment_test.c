/* Expressions over anchors (S9, S12, S26), with the days of 2020-21 that a reader can look up. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "office/moment.h"
#include "office/campaign.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define COUNT(list) (sizeof (list) / sizeof *(list))

static struct arena *arena;
static const struct office *office;

static int read_shipped (void **state)
{
    (void)state;
    arena = arena_new();
    struct refusals refusals = refusals_in (arena);
    office = office_read (arena_format (arena, "%s/config", getenv ("SOURCE")), arena, &refusals);
    return office ? 0 : -1;
}

static int forget_shipped (void **state)
{
    (void)state;
    arena_destroy (&arena);
    return 0;
}

static const struct {
    const char *expression, *day; /* NULL: it waits */
} rows[] = {
    { "2020-11-30", "2020-11-30" },
    { "2020-11-30 + 1d", "2020-12-01" },
    { "spring_festival - 1d", "2021-02-11" },
    { "lantern - 3wd", "2021-02-23" },
    { "lantern-3wd", "2021-02-23" },
    { "lantern - 5wd", "2021-02-20" },         /* Sat 20 is worked */
    { "spring_festival - 1wd", "2021-02-10" }, /* the 11th is off */
    { "spring_festival + 1wd", "2021-02-18" },
    { "spring_festival - 4wd", "2021-02-07" }, /* Sun 7 is worked */
    { "new_year + 0d", "2021-01-01" },
    { "two_sessions_close + 0d", NULL },
    { "two_sessions_close - 3wd", NULL },
};

static void each_is_the_day_it_says (void **state)
{
    (void)state;
    const struct anchored nothing = { .count = 0 };
    for (size_t i = 0; i < COUNT (rows); i++) {
        char text[DAY_TEXT_SIZE];
        const char *waits_for = NULL;
        day d = office_moment (office, rows[i].expression, &nothing, day_from (2021, 1, 4), arena,
                               &waits_for);
        if ((d == DAY_ABSENT) != (rows[i].day == NULL) ||
            (d == DAY_ABSENT) != (waits_for != NULL) ||
            (rows[i].day && strcmp (day_text (d, text), rows[i].day) != 0))
            fail_msg ("%s: %s", rows[i].expression, d == DAY_ABSENT ? "waits" : text);
    }
}

static void a_resolved_anchor_gives_the_day (void **state)
{
    (void)state;
    const struct anchor_date closed = { "two_sessions_close", day_from (2021, 3, 11) };
    const struct anchored resolved = { &closed, 1 };
    assert_int_equal (office_moment (office, "two_sessions_close + 10wd", &resolved,
                                     day_from (2021, 3, 11), arena, NULL),
                      day_from (2021, 3, 25));
}

static const char *const none[] = {
    "",
    "2020-11",
    "2020-13-01",
    "2020-11-30 1d",
    "lantern -",
    "lantern - 3",
    "lantern 3",
    "lantern - 3w",
    "lantern - wd",
    "lantern * 3d",
    "lantern - 3d 4d",
    "3d",
    "Lantern",
    "lantern - 367d",
    "lantern - 3wdd",
};

static void what_is_none_is_refused (void **state)
{
    (void)state;
    struct moment moment;
    for (size_t i = 0; i < COUNT (none); i++)
        if (moment_parse (none[i], arena, &moment))
            fail_msg ("\"%s\" was taken", none[i]);
}

int main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (each_is_the_day_it_says),
        cmocka_unit_test (a_resolved_anchor_gives_the_day),
        cmocka_unit_test (what_is_none_is_refused),
    };
    return cmocka_run_group_tests (tests, read_shipped, forget_shipped);
}
