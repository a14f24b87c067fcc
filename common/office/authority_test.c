/* domain.md 4 and S16: the shipped authority table, asked row by row. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "office/authority.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
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
    for (size_t i = 0; i < refusals.count; i++)
        print_error ("%s: %s\n", refusals.list[i].path, refusals.list[i].sentence);
    return office ? 0 : -1;
}

static int forget_shipped (void **state)
{
    (void)state;
    arena_destroy (&arena);
    return 0;
}

static void test_who_may_order_what (void **state)
{
    (void)state;
    const struct {
        enum instrument instrument;
        const char *issue;
        day on;
        enum power power;
        const char *party;
        bool has_row;
    } rows[] = {
        { instrument_suspension, "blocked_evacuation", day_from (2021, 2, 1), power_delegated, NULL,
          true },
        { instrument_suspension, "automatic_system", day_from (2021, 2, 1), power_refer,
          "fire_rescue", true },
        { instrument_suspension, "blocked_evacuation", day_from (2018, 12, 31), power_refer,
          "fire_rescue", false },
        { instrument_suspension, "blocked_evacuation", day_from (2019, 1, 1), power_delegated, NULL,
          true },
        { instrument_suspension, "something_new", day_from (2021, 2, 1), power_refer, "fire_rescue",
          false },
        { instrument_sealing, "blocked_evacuation", day_from (2021, 2, 1), power_refer,
          "fire_rescue", true },
        { instrument_temporary_suspension, "blocked_evacuation", day_from (2021, 2, 1), power_refer,
          "emergency_management", true },
    };
    for (size_t i = 0; i < COUNT (rows); i++) {
        struct authority_answer answer =
            authority_ask (office, &(struct authority_question){ .instrument = rows[i].instrument,
                                                                 .issue = rows[i].issue,
                                                                 .community = "c01",
                                                                 .on = rows[i].on });
        if (answer.power != rows[i].power || (answer.basis != NULL) != rows[i].has_row)
            fail_msg ("row %zu: power %d, basis %s", i, (int)answer.power,
                      answer.basis ? answer.basis : "none");
        if (rows[i].party)
            assert_string_equal (answer.party, rows[i].party);
        else
            assert_null (answer.party);
    }
}

/* 消防法 70: what weighs heavily is the government's to decide, whoever else would have been. */
static void test_who_decides_when_the_effect_is_large (void **state)
{
    (void)state;
    static const struct {
        const char *issue, *party;
        bool before; /* the law was in force */
    } rows[] = {
        { "blocked_evacuation", "district_government", false },
        { "automatic_system", "district_government", false },
        { "something_new", "district_government", false },
        { "blocked_evacuation", "fire_rescue", true },
    };
    for (size_t i = 0; i < COUNT (rows); i++) {
        const struct authority_answer answer = authority_ask (
            office, &(struct authority_question){ .instrument = instrument_suspension,
                                                  .issue = rows[i].issue,
                                                  .community = "c01",
                                                  .large_effect = true,
                                                  .on = rows[i].before ? day_from (2009, 4, 30)
                                                                       : day_from (2021, 2, 1) });
        assert_int_equal (answer.power, power_refer);
        assert_string_equal (answer.party, rows[i].party);
        assert_int_equal (answer.basis != NULL, !rows[i].before);
        assert_int_equal (answer.edition, rows[i].before ? DAY_ABSENT : day_from (2009, 5, 1));
    }
}

/* Without a row that names the government: by no row of the table is it ours. */
static void test_no_power_of_ours_reaches_a_large_effect (void **state)
{
    (void)state;
    struct authority without = *office->authority;
    struct office other = *office;
    without.rows++;
    without.rows_count--;
    other.authority = &without;
    const struct authority_question question = { .instrument = instrument_suspension,
                                                 .issue = "blocked_evacuation",
                                                 .community = "c01",
                                                 .large_effect = true,
                                                 .on = day_from (2021, 2, 1) };
    const struct authority_answer answer = authority_ask (&other, &question);
    assert_int_equal (answer.power, power_refer);
    assert_string_equal (answer.party, without.otherwise);
}

static void test_the_edition_of_the_day_governs (void **state)
{
    (void)state;
    const struct safeguard *old =
        authority_safeguard (office, instrument_suspension, day_from (2021, 7, 14));
    const struct safeguard *new =
        authority_safeguard (office, instrument_suspension, day_from (2021, 7, 15));
    assert_int_equal (old->hearing_working_days, 3);
    assert_int_equal (new->hearing_working_days, 5);
    assert_int_equal (new->inspectors, 2);
    assert_null (authority_safeguard (office, instrument_sealing, day_from (2011, 12, 31)));
}

static void test_by_which_clock_the_others_answer (void **state)
{
    (void)state;
    const struct {
        const char *party;
        enum instrument instrument;
        bool on_the_spot;
        int64_t hours, working_days;
    } rows[] = {
        { "fire_rescue", instrument_sealing, false, NUMBER_ABSENT, 3 },
        { "fire_rescue", instrument_sealing, true, 24, NUMBER_ABSENT }, /* 消防监督检查规定 23 */
        { "fire_rescue", instrument_suspension, false, NUMBER_ABSENT, 7 },
        { "district_government", instrument_suspension, false, NUMBER_ABSENT, 10 },
        { "police_station", instrument_absent, false, NUMBER_ABSENT, 5 },
    };
    for (size_t i = 0; i < COUNT (rows); i++) {
        const struct referral_clock *clock =
            authority_clock (office, rows[i].party, rows[i].instrument, rows[i].on_the_spot);
        if (clock->hours != rows[i].hours || clock->working_days != rows[i].working_days)
            fail_msg ("row %zu", i);
    }
}

static void test_when_it_is_night (void **state)
{
    (void)state;
    instant midnight = day_start (day_from (2021, 2, 10));
    const struct {
        int64_t minutes;
        bool night;
    } rows[] = { { 0, true },        { 5 * 60 + 59, true },   { 6 * 60, false },
                 { 12 * 60, false }, { 21 * 60 + 59, false }, { 22 * 60, true } };
    for (size_t i = 0; i < COUNT (rows); i++)
        if (authority_is_night (office, midnight + rows[i].minutes * MINUTE_MS) != rows[i].night)
            fail_msg ("row %zu", i);
}

/* ---- what `firewarden check` says ---- */

enum { ROOM = 20000 };

/* The shipped configuration with one text in authority.yaml changed. NULL: it is sound. */
static const char *complaint (const char *before, const char *after)
{
    char folder[] = "/tmp/authority_test.XXXXXX", text[ROOM];
    const char *source = arena_format (arena, "%s/config", getenv ("SOURCE"));
    assert_non_null (mkdtemp (folder));
    assert_int_equal (system (arena_format (arena, "cp -r %s/* %s/", source, folder)), 0);
    const char *path = arena_format (arena, "%s/authority.yaml", folder);
    FILE *file = fopen (path, "r");
    size_t size = fread (text, 1, sizeof text - 1, file);
    fclose (file);
    text[size] = '\0';
    char *place = strstr (text, before);
    assert_non_null (place);
    file = fopen (path, "w");
    fprintf (file, "%.*s%s%s", (int)(place - text), text, after, place + strlen (before));
    fclose (file);
    struct refusals refusals = refusals_in (arena);
    const struct office *read = office_read (folder, arena, &refusals);
    assert_int_equal (system (arena_format (arena, "rm -r %s", folder)), 0);
    if (read)
        return NULL;
    const char *mark = strstr (refusals.list[0].path, "authority.yaml");
    return arena_format (arena, "%s %s", mark ? mark : refusals.list[0].path,
                         refusals.list[0].sentence);
}

static void test_mistakes_are_said_at_their_line (void **state)
{
    (void)state;
    const struct {
        const char *before, *after, *said;
    } rows[] = {
        { "    basis: 《消防法》第五十四条；《行政强制法》第十七条，不得委托\n", "", "basis" },
        { "    power: refer\n    party: fire_rescue\n    basis: 《消防法》第五十四条",
          "    power: delegated\n    basis: 《消防法》第五十四条",
          "neither delegated nor commissioned" },
        { "basis: 《行政处罚法》第二十四条；赋权清单以市、区公布为准（待核）", "basis: \" \"",
          "is blank" },
        { "source: 街道确定", "source: \"　\"", "is blank" },
        /* S16: no order without its safeguards. */
        { "    effective: 2018-01-01\n", "    effective: 2021-01-01\n",
          "no entry of `safeguards`" },
        { "party: emergency_management", "party: office", "no party under `outside`" },
        { "issues: [fire_rating,", "issues: [fire_ratings,", "no hazard category" },
        { "otherwise: fire_rescue", "otherwise: nobody", "no party under `outside`" },
        { "  - working_days: 5\n", "  - working_days: 5\n    hours: 5\n", "exactly one of" },
        { "  - working_days: 5", "  - party: fire_rescue\n    working_days: 5",
          "everybody else's" },
        { "    power: delegated\n", "    power: commissioned\n", "name the `party`" },
        { "    power: refer\n    party: district_government\n", "    power: own\n",
          "decided by the government" },
        { "  - instrument: sealing\n    from:",
          "  - instrument: sealing\n    large_effect: true\n    from:", "only a suspension" },
        /* What the law asks of each instrument. */
        { "    calendar_days: 30\n", "    calendar_days: 300\n", "30 at most (《行政强制法" },
        { "    calendar_days: 30\n    #", "    #", "renewal_days" },
        { "    coercive: true\n", "", "is coercive" },
        { "    inventory: true\n", "", "is listed" },
        { "    hearing_working_days: 5\n    hearing_notice_working_days: 7\n", "",
          "give hearing_working_days" },
        { "    hearing_notice_working_days: 7\n    basis: 《行政处罚法》（2017",
          "    basis: 《行政处罚法》（2017", "hearing_notice_working_days" },
        { "    inspectors: 2\n    hearing_working_days: 5",
          "    inspectors: 1\n    hearing_working_days: 5", "inspectors: 2 at least" },
        { "    hearing_working_days: 5\n", "    hearing_working_days: 1\n",
          "5 at least (《行政处罚法》（2021" },
        { "    hearing_working_days: 5\n", "    hearing_working_days: 4\n",
          "5 at least (《行政处罚法》（2021" },
        { "    hearing_working_days: 3\n", "    hearing_working_days: 2\n",
          "3 at least (《行政处罚法》（2017" },
        { "    effective: 2021-07-15\n", "    effective: 2021-07-16\n",
          "5 at least (《行政处罚法》（2021" },
        { "    hearing_notice_working_days: 7\n    basis: 《行政处罚法》（2017",
          "    hearing_notice_working_days: 6\n    basis: 《行政处罚法》（2017",
          "7 at least (《行政处罚法》（2017" },
        { "{from: 22, to: 6,", "{from: 3, to: 4,", "in the evening" },
        { "{from: 22, to: 6,", "{from: 23, to: 6,", "night_from: 22 at most (《噪声" },
        { "{from: 22, to: 6,", "{from: 22, to: 5,", "night_to: 6 at least (《噪声" },
        { "{from: 22, to: 6,", "{from: 22, to: 22,", "in the morning" },
        /* The law is what the table says it is. */
        { "    bound: 5\n", "    bound: 6\n", "hearing_working_days: 6 at least" },
        { "  - figure: sealing_days\n    bound: 30\n", "  - figure: inspectors\n    bound: 2\n",
          "newest of a figure stands first" },
        { "    bound: 2\n    source: 《行政强制法》第十八条、",
          "    bound: 3\n    source: 第一条、", "inspectors: 3 at least (第一条" },
        { "    renewal_days: 15\n", "    renewal_days: 31\n", "a part of `calendar_days`" },
        { "party: district_government\n    basis", "party: office\n    basis",
          "no party under `outside`" },
        { "    issues: [fire_rating, automatic_system]\n", "    large_effect: true\n",
          "an earlier row already speaks" },
    };
    for (size_t i = 0; i < COUNT (rows); i++) {
        const char *said = complaint (rows[i].before, rows[i].after);
        if (!said || !strstr (said, rows[i].said) || strncmp (said, "authority.yaml:", 15) != 0)
            fail_msg ("row %zu: %s", i, said);
    }
}

/* What the law asked for before, and of what is in effect since, is not asked of the others; a
   change needs no other program. */
static void test_a_new_law_is_a_new_entry (void **state)
{
    (void)state;
    static const char *const law = "law:\n";
    static const struct {
        const char *figure;
        int bound;
        const char *effective, *said; /* NULL: the shipped rows keep to it */
    } rows[] = {
        { "hearing_working_days", 5, "2030-01-01", NULL },
        { "hearing_working_days", 8, "2030-01-01", "8 at least (新法)" },
        { "hearing_working_days", 2, "2030-01-01", NULL },
        { "hearing_working_days", 5, "2021-07-15", "newest of a figure stands first" },
        { "night_from", 21, "2030-01-01", "21 at most (新法)" },
        { "night_to", 7, "2030-01-01", "7 at least (新法)" },
        { "sealing_days", 20, "2030-01-01", "20 at most (新法)" },
    };
    for (size_t i = 0; i < COUNT (rows); i++) {
        char text[200];
        snprintf (text, sizeof text,
                  "law:\n  - figure: %s\n    bound: %d\n    source: 新法\n    effective: %s\n",
                  rows[i].figure, rows[i].bound, rows[i].effective);
        const char *said = complaint (law, text);
        if (rows[i].said ? !said || !strstr (said, rows[i].said) : said != NULL)
            fail_msg ("row %zu: %s", i, said ? said : "nothing");
    }
    const char *next = "  - figure: hearing_notice_working_days\n";
    assert_null (complaint (next, arena_format (arena,
                                                "  - figure: hearing_working_days\n    bound: 30\n"
                                                "    source: 旧法\n    effective: 2017-01-01\n%s",
                                                next)));
    const char *missing = complaint ("  - figure: sealing_days\n    bound: 30\n    source: "
                                     "《行政强制法》第二十五条“查封、扣押的期限不得超过三十日”\n"
                                     "    effective: 2012-01-01\n",
                                     "");
    assert_non_null (strstr (missing, "no entry of sealing_days"));
}

/* A row that gives a power leaves what has a large effect to those below it. */
static void test_a_power_of_ours_leaves_large_effects (void **state)
{
    (void)state;
    static const char *const shipped = "    large_effect: true\n    from: 2009-05-01\n";
    static const char *const ours = "    from: 2019-01-02\n    power: own\n    basis: b\n"
                                    "  - instrument: suspension\n    from: 2019-01-02\n";
    assert_null (complaint (shipped, arena_format (arena, "%s    large_effect: true\n", ours)));
    assert_non_null (strstr (complaint (shipped, ours), "an earlier row already speaks"));
}

int main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (test_who_may_order_what),
        cmocka_unit_test (test_who_decides_when_the_effect_is_large),
        cmocka_unit_test (test_no_power_of_ours_reaches_a_large_effect),
        cmocka_unit_test (test_the_edition_of_the_day_governs),
        cmocka_unit_test (test_by_which_clock_the_others_answer),
        cmocka_unit_test (test_when_it_is_night),
        cmocka_unit_test (test_mistakes_are_said_at_their_line),
        cmocka_unit_test (test_a_new_law_is_a_new_entry),
        cmocka_unit_test (test_a_power_of_ours_leaves_large_effects),
    };
    return cmocka_run_group_tests (tests, read_shipped, forget_shipped);
}
