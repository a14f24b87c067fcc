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

/* domain.md 3: "every deadline carries its explanation: rule, source, and the days that were
   skipped or counted"; of 25 November 2020 is the edition that has 2021. */
static const struct {
    const char *expression, *known;
    bool provisional;
    const char *lines;
} explained[] = {
    { "two_sessions_close + 10wd", "2021-03-11", false,
      "时限：全国“两会”结束后10个工作日（方案 S26）\n"
      "全国“两会”结束：2021-03-11（当日不计入）\n"
      "2021-03-12 周五  计第1个工作日\n"
      "2021-03-13 周六  周末，不计\n"
      "2021-03-14 周日  周末，不计\n"
      "2021-03-15 周一  计第2个工作日\n"
      "2021-03-16 周二  计第3个工作日\n"
      "2021-03-17 周三  计第4个工作日\n"
      "2021-03-18 周四  计第5个工作日\n"
      "2021-03-19 周五  计第6个工作日\n"
      "2021-03-20 周六  周末，不计\n"
      "2021-03-21 周日  周末，不计\n"
      "2021-03-22 周一  计第7个工作日\n"
      "2021-03-23 周二  计第8个工作日\n"
      "2021-03-24 周三  计第9个工作日\n"
      "2021-03-25 周四  计第10个工作日\n"
      "到期：2021-03-25 24:00\n"
      "依据：2020-11-25公布的放假安排\n" },
    /* backwards, over a make-up day and a holiday */
    { "lantern - 5wd", "2021-01-04", false,
      "时限：元宵节前5个工作日（方案 S26）\n"
      "元宵节：2021-02-26（当日不计入）\n"
      "2021-02-25 周四  计第1个工作日\n"
      "2021-02-24 周三  计第2个工作日\n"
      "2021-02-23 周二  计第3个工作日\n"
      "2021-02-22 周一  计第4个工作日\n"
      "2021-02-21 周日  周末，不计\n"
      "2021-02-20 周六  调休上班，计第5个工作日（春节）\n"
      "到期：2021-02-20 24:00\n"
      "依据：2020-11-25公布的放假安排\n" },
    { "spring_festival - 1wd", "2021-01-04", false,
      "时限：春节（正月初一）前1个工作日（方案 S26）\n"
      "春节（正月初一）：2021-02-12（当日不计入）\n"
      "2021-02-11 周四  放假，不计（春节）\n"
      "2021-02-10 周三  计第1个工作日\n"
      "到期：2021-02-10 24:00\n"
      "依据：2020-11-25公布的放假安排\n" },
    /* before 2021 was announced */
    { "new_year + 1wd", "2020-11-24", true,
      "时限：元旦后1个工作日（方案 S26）\n"
      "元旦：2021-01-01（当日不计入）\n"
      "2021-01-02 周六  周末，不计（该年放假安排尚未公布，暂按星期推算）\n"
      "2021-01-03 周日  周末，不计（该年放假安排尚未公布，暂按星期推算）\n"
      "2021-01-04 周一  计第1个工作日（该年放假安排尚未公布，暂按星期推算）\n"
      "到期：2021-01-04 24:00\n" },
    /* no calendar is asked */
    { "new_year - 1d", "2020-11-24", false,
      "时限：元旦前1个自然日（方案 S26）\n"
      "元旦：2021-01-01（当日不计入）\n"
      "到期：2020-12-31 24:00\n" },
    { "two_sessions_close + 0d", "2021-03-11", false,
      "时限：全国“两会”结束当日（方案 S26）\n"
      "全国“两会”结束：2021-03-11\n"
      "到期：2021-03-11 24:00\n" },
    { "2020-11-30", "2020-11-06", false,
      "时限：2020-11-30（方案 S26）\n"
      "到期：2020-11-30 24:00\n" },
};

static void each_says_why_it_is_that_day (void **state)
{
    (void)state;
    const struct anchor_date closed = { "two_sessions_close", day_from (2021, 3, 11) };
    const struct anchored resolved = { &closed, 1 };
    for (size_t i = 0; i < COUNT (explained); i++) {
        day known = 0;
        assert_true (day_parse (explained[i].known, &known));
        const struct explained_moment moment = office_explained_moment (
            office, explained[i].expression, "方案 S26", &resolved, NULL, known, arena);
        assert_string_equal (moment.explanation, explained[i].lines);
        assert_int_equal (moment.end.provisional, explained[i].provisional);
        assert_int_equal (moment.end.due, day_start (office_moment (office, explained[i].expression,
                                                                    &resolved, known, arena, NULL) +
                                                     1));
    }
}

static void what_waits_has_no_day_to_explain (void **state)
{
    (void)state;
    const struct anchored nothing = { .count = 0 };
    const struct explained_moment moment =
        office_explained_moment (office, "two_sessions_close + 10wd", "方案 S26", &nothing, NULL,
                                 day_from (2021, 3, 1), arena);
    assert_true (moment.end.due == INSTANT_ABSENT);
    assert_string_equal (moment.explanation, "");
    assert_string_equal (moment.rule, "方案 S26：全国“两会”结束后10个工作日");
}

/* Of all days of 2019 to 2026, backwards too. */
static void what_is_explained_is_the_day (void **state)
{
    (void)state;
    for (int64_t offset = -40; offset <= 40; offset += 8)
        for (day base = day_from (2019, 1, 1); base < day_from (2027, 1, 1); base += 3) {
            const struct moment moment = { .date = base, .offset = offset, .working_days = true };
            day known = base - 30;
            struct arena *one = arena_new();
            assert_int_equal (
                moment_end (&moment, DAY_ABSENT, office->calendar, NULL, known, one).due,
                day_start (moment_day (&moment, DAY_ABSENT, office->calendar, known) + 1));
            arena_destroy (&one);
        }
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
        cmocka_unit_test (each_says_why_it_is_that_day),
        cmocka_unit_test (what_waits_has_no_day_to_explain),
        cmocka_unit_test (what_is_explained_is_the_day),
        cmocka_unit_test (what_is_none_is_refused),
    };
    return cmocka_run_group_tests (tests, read_shipped, forget_shipped);
}
