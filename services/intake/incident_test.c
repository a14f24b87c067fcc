/* domain.md 5: the classes of fires by their toll, which may change for seven days. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "intake/incident.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define COUNT(list) (sizeof (list) / sizeof *(list))
#define NOW         INT64_C (1612918800000) /* 2021-02-10T09:00+08:00 */

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

static void each_threshold_reaches_its_class (void **state)
{
    static const struct {
        struct toll toll;
        enum fire_class class;
    } rows[] = {
        { { 0, 0, 0 }, fire_general },         { { 2, 9, 9999999 }, fire_general },
        { { 3, 0, 0 }, fire_larger },          { { 0, 10, 0 }, fire_larger },
        { { 0, 0, 10000000 }, fire_larger },   { { 9, 49, 49999999 }, fire_larger },
        { { 10, 0, 0 }, fire_major },          { { 0, 50, 0 }, fire_major },
        { { 3, 0, 50000000 }, fire_major },    { { 30, 0, 0 }, fire_extraordinary },
        { { 0, 100, 0 }, fire_extraordinary }, { { 0, 0, 100000000 }, fire_extraordinary },
    };
    (void)state;
    for (size_t i = 0; i < COUNT (rows); i++)
        assert_int_equal (incident_class (office, &rows[i].toll), rows[i].class);
}

static struct decision report (const struct place *place, instant at)
{
    const struct incident_report said = {
        .at = at, .place = place, .dead = 2, .injured = NUMBER_ABSENT, .loss_yuan = NUMBER_ABSENT
    };
    const struct incident_seen seen = { .office = office, .last = 0, .now = NOW };
    struct decision decision = decision_in (arena);
    incident_decide_report (&said, &seen, &decision);
    return decision;
}

static void a_fire_is_reported_with_its_class (void **state)
{
    (void)state;
    const struct place place = { .address = "一号路", .community = "c01" };
    const struct place nowhere = { .community = "c01" };
    const struct place unknown = { .premises = "W-9", .community = "c01" };
    struct decision decision = report (&place, NOW - HOUR_MS);
    const struct incident_reported *reported = decision.events[0].event;
    assert_string_equal (reported->incident, "F-2021-000001");
    assert_int_equal (reported->class, fire_general);
    assert_int_equal (reported->injured, 0);
    assert_string_equal (report (&place, NOW + HOUR_MS).refusal.path, "/at");
    assert_int_equal (report (&place, NOW - 366 * (instant)DAY_MS).refusal.code, REFUSAL_NONE);
    decision = report (&place, NOW - 366 * (instant)DAY_MS - 1);
    assert_string_equal (decision.refusal.path, "/at");
    assert_non_null (strstr (decision.refusal.sentence, "more than 366 days back"));
    assert_string_equal (report (&nowhere, NOW).refusal.path, "/place/premises");
    assert_int_equal (report (&unknown, NOW).refusal.code, REFUSAL_NOT_FOUND);
}

/* A toll that changed at TIME, and is told at NOW. The fire: 2021-02-20T01:10. */
#define FIRE INT64_C (1613754600000)
static struct decision amend (instant time, instant now, int64_t dead)
{
    static const struct incident_row row = {
        .at = FIRE, .dead = 2, .class = fire_general, .last = FIRE
    };
    const struct incident_amend said = { .incident = "F-2021-000001",
                                         .dead = dead,
                                         .injured = NUMBER_ABSENT,
                                         .loss_yuan = NUMBER_ABSENT };
    const struct incident_seen seen = {
        .office = office, .incident = &row, .now = now, .time = time
    };
    struct decision decision = decision_in (arena);
    incident_decide_amend (&said, &seen, &decision);
    return decision;
}

/* S24: the third death of the sixth day makes it a 较大 fire. The fire's own day is not counted,
   and the seventh ends at 24:00; what changed by then counts whenever it is told. */
static void the_toll_changes_for_seven_days (void **state)
{
    (void)state;
    static const instant midnight = INT64_C (1614441600000); /* 2021-02-27T24:00 */
    struct decision decision = amend (FIRE + 6 * DAY_MS, FIRE + 6 * DAY_MS, 3);
    const struct incident_amended *amended = decision.events[0].event;
    assert_int_equal (amended->class, fire_larger);
    assert_int_equal (amended->before, fire_general);
    static const struct {
        instant time, now;
        enum refusal_code code;
    } rows[] = {
        { midnight - 1, midnight - 1, REFUSAL_NONE },
        { midnight, midnight, REFUSAL_CONFLICT },
        { midnight - 2 * DAY_MS, midnight + DAY_MS, REFUSAL_NONE },
        { FIRE - DAY_MS, midnight, REFUSAL_INVALID }, /* before the last change */
    };
    for (size_t i = 0; i < COUNT (rows); i++)
        assert_int_equal (amend (rows[i].time, rows[i].now, 3).refusal.code, rows[i].code);
    assert_int_equal (amend (FIRE - DAY_MS, midnight, 2).refusal.code, REFUSAL_NONE); /* known */
    assert_non_null (strstr (amend (midnight, midnight, 3).refusal.sentence,
                             "2021-02-27 24:00 (《生产安全事故报告和调查处理条例》第十三条)"));
}

/* Reported twice, or of other premises: withdrawn with a reason, once, by who may; it is not
   amended any more. */
static void a_fire_is_withdrawn (void **state)
{
    (void)state;
    static const struct incident_row standing = { .at = FIRE, .dead = 2, .class = fire_general },
                                     gone = { .at = FIRE, .dead = 2, .withdrawn = true };
    static const struct {
        const struct incident_row *row;
        const char *by;
        enum refusal_code code;
    } rows[] = { { &standing, "office", REFUSAL_NONE },
                 { &standing, "c01", REFUSAL_FORBIDDEN },
                 { &gone, "office", REFUSAL_CONFLICT },
                 { NULL, "office", REFUSAL_NOT_FOUND } };
    for (size_t i = 0; i < COUNT (rows); i++) {
        const struct incident_withdraw said = { .incident = "F-2021-000001",
                                                .reason = "重复上报",
                                                .by = rows[i].by };
        const struct incident_seen seen = { .office = office, .incident = rows[i].row };
        struct decision decision = decision_in (arena);
        incident_decide_withdraw (&said, &seen, &decision);
        assert_int_equal (decision.refusal.code, rows[i].code);
    }
    const struct incident_amend said = {
        .incident = "F-2021-000001", .dead = 3, .injured = NUMBER_ABSENT, .loss_yuan = NUMBER_ABSENT
    };
    const struct incident_seen seen = {
        .office = office, .incident = &gone, .now = FIRE + HOUR_MS, .time = FIRE + HOUR_MS
    };
    struct decision decision = decision_in (arena);
    incident_decide_amend (&said, &seen, &decision);
    assert_int_equal (decision.refusal.code, REFUSAL_CONFLICT);
    assert_non_null (strstr (decision.refusal.sentence, "withdrawn"));
}

/* S24: reported by address; where it was is found out later, even after the toll stands. */
static void its_premises_may_be_found_out_later (void **state)
{
    (void)state;
    static const struct premises_brief hotel = {
        .premises = "W-1", .name = "红星仓库", .community = "c01", .department = "construction"
    };
    static const struct {
        const char *known, *said;
        const struct premises_brief *registered;
        int64_t dead;
        int days;
        enum refusal_code code;
        const char *found;
    } rows[] = {
        { NULL, "W-1", &hotel, NUMBER_ABSENT, 1, REFUSAL_NONE, "W-1" },
        { NULL, "W-1", &hotel, NUMBER_ABSENT, 9, REFUSAL_NONE, "W-1" },
        { NULL, "W-1", &hotel, 3, 9, REFUSAL_CONFLICT, NULL },
        { NULL, "W-9", NULL, NUMBER_ABSENT, 1, REFUSAL_NOT_FOUND, NULL },
        { "W-1", "W-1", &hotel, 3, 1, REFUSAL_NONE, NULL },
        { "W-2", "W-1", &hotel, 3, 1, REFUSAL_CONFLICT, NULL },
    };
    for (size_t i = 0; i < COUNT (rows); i++) {
        const struct incident_row row = {
            .at = NOW, .dead = 2, .class = fire_general, .premises = rows[i].known
        };
        const struct incident_amend said = { .incident = "F-2021-000001",
                                             .premises = rows[i].said,
                                             .dead = rows[i].dead,
                                             .injured = NUMBER_ABSENT,
                                             .loss_yuan = NUMBER_ABSENT };
        const struct incident_seen seen = { .office = office,
                                            .incident = &row,
                                            .premises = rows[i].registered,
                                            .now = NOW + rows[i].days * DAY_MS,
                                            .time = NOW + rows[i].days * DAY_MS };
        struct decision decision = decision_in (arena);
        incident_decide_amend (&said, &seen, &decision);
        assert_int_equal (decision.refusal.code, rows[i].code);
        if (rows[i].code != REFUSAL_NONE)
            continue;
        const struct incident_amended *amended = decision.events[0].event;
        assert_true (text_same (amended->premises, rows[i].found));
        if (rows[i].found)
            assert_string_equal (amended->department, "construction");
    }
}

int main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (each_threshold_reaches_its_class),
        cmocka_unit_test (a_fire_is_reported_with_its_class),
        cmocka_unit_test (the_toll_changes_for_seven_days),
        cmocka_unit_test (a_fire_is_withdrawn),
        cmocka_unit_test (its_premises_may_be_found_out_later),
    };
    return cmocka_run_group_tests (tests, read_shipped, forget_shipped);
}
