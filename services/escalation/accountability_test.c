/* S23 and S24: files are opened by rules, frozen as known before the fire, judged again as the toll
   changes, and concluded by people alone. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "escalation/accountability.h"
#include "escalation/stage_test.h"

static void burn_at (const char *incident, enum fire_class class, instant at, const char *premises,
                     const char *community)
{
    hear (incident_reported_record, incident,
          &(struct incident_reported){ .incident = incident,
                                       .at = at,
                                       .premises = premises,
                                       .premises_name = premises ? "某商场" : NULL,
                                       .department = premises ? "construction" : NULL,
                                       .address = premises ? NULL : "一号路",
                                       .community = community,
                                       .class = class });
}

static void burn (const char *incident, enum fire_class class, instant at)
{
    burn_at (incident, class, at, "p1", "c01");
}

static void amend (const char *incident, enum fire_class class, enum fire_class before)
{
    hear (incident_amended_record, incident,
          &(struct incident_amended){ .incident = incident, .class = class, .before = before });
}

static const struct accountability_opened *opened (void)
{
    return last_said (accountability_opened_record);
}

static void a_grave_fire_freezes_what_was_known_before_it (void **state)
{
    (void)state;
    open_hazard (treatment_deferred);
    now += DAY_MS;
    instant fire = now;
    now += HOUR_MS; /* closed after the fire, and before it was reported: it stood */
    close_hazard();
    burn ("F-2021-000001", fire_larger, fire);
    assert_int_equal (opened()->kind, accountability_fire);
    assert_int_equal (opened()->cases_count, 1);
    assert_string_equal (opened()->cases[0].ref, CASE);
    assert_int_equal (opened()->cases[0].state, known_open);
    assert_true (opened()->known_at == fire);
    assert_string_equal (opened()->party, "office");
}

static void what_was_opened_after_it_does_not_count (void **state)
{
    (void)state;
    instant fire = now - HOUR_MS;
    open_hazard (treatment_deferred);
    burn ("F-2021-000001", fire_larger, fire);
    assert_int_equal (count_said (accountability_opened_record), 0);
}

static void what_was_overdue_and_what_was_called_unfounded (void **state)
{
    (void)state;
    open_hazard (treatment_deferred);
    miss_one (CASE, CLOCK_RECTIFICATION, severity_major, now);
    hear (tipoff_verified_record, "T-2021-000003",
          &(struct tipoff_verified){ .tipoff = "T-2021-000003",
                                     .outcome = verification_unfounded,
                                     .reason = "r",
                                     .premises = "p1" });
    now += DAY_MS;
    burn ("F-2021-000001", fire_larger, now);
    assert_int_equal (opened()->cases_count, 2);
    assert_int_equal (opened()->cases[0].state, known_unfounded);
    assert_int_equal (opened()->cases[1].state, known_overdue);
}

static void tip (const char *tipoff, const char *premises)
{
    hear (tipoff_reported_record, tipoff,
          &(struct tipoff_reported){ .tipoff = tipoff,
                                     .text = "t",
                                     .premises = premises,
                                     .community = "c01",
                                     .department = "construction" });
}

static void verify (const char *tipoff, enum verification_outcome outcome)
{
    hear (tipoff_verified_record, tipoff,
          &(struct tipoff_verified){
              .tipoff = tipoff, .outcome = outcome, .reason = "r", .premises = "p1" });
}

/* S24: nobody went there yet; the tip-off alone is the case, overdue or not. One that was verified
   after the fire stood at it. */
static void a_tip_off_that_waits_is_a_case (void **state)
{
    (void)state;
    tip ("T-2021-000001", "p1");
    tip ("T-2021-000002", "p1");
    tip ("T-2021-000003", "p2");
    tip ("T-2021-000004", NULL);
    tip ("T-2021-000005", "p1");
    verify ("T-2021-000005", verification_founded);
    now += DAY_MS;
    miss_one ("T-2021-000002", "tipoff_verification", severity_absent, now);
    now += HOUR_MS;
    instant fire = now;
    tip ("T-2021-000006", "p1");
    now += HOUR_MS;
    verify ("T-2021-000001", verification_unfounded);
    burn ("F-2021-000001", fire_larger, fire - 1);
    assert_int_equal (opened()->cases_count, 2);
    assert_string_equal (opened()->cases[0].ref, "T-2021-000002");
    assert_int_equal (opened()->cases[0].state, known_overdue);
    assert_string_equal (opened()->cases[1].ref, "T-2021-000001");
    assert_int_equal (opened()->cases[1].state, known_open);
    assert_string_equal (opened()->party, "construction");
}

static void meet (const char *deadline)
{
    hear (deadline_met_record, CASE,
          &(struct deadline_met){ .deadline = deadline, .ref = CASE, .at = now });
}

/* S24: as it was at the fire's moment, whatever was missed, met or closed before the fire is heard
   of. */
static void what_is_overdue_is_judged_at_the_fire (void **state)
{
    static const struct {
        int fire, missed, met, closed; /* hours; 0: never */
        enum known_state known;
    } rows[] = {
        { 10, 5, 0, 0, known_overdue },  { 10, 5, 8, 0, known_open },
        { 10, 5, 12, 0, known_overdue }, { 10, 5, 0, 12, known_overdue },
        { 10, 12, 0, 0, known_open },
    };
    for (size_t i = 0; i < COUNT (rows); i++) {
        instant start = now;
        open_hazard (treatment_deferred);
        for (int hour = 1; hour < 20; hour++) {
            now = start + hour * HOUR_MS;
            if (hour == rows[i].missed)
                miss_one (CASE, CLOCK_RECTIFICATION, severity_major, now);
            if (hour == rows[i].met)
                meet (CASE "/rectification/1");
            if (hour == rows[i].closed)
                close_hazard();
        }
        burn ("F-2021-000001", fire_larger, start + rows[i].fire * HOUR_MS);
        assert_int_equal (opened()->cases_count, 1);
        assert_int_equal (opened()->cases[0].state, rows[i].known);
        end (state);
        begin (state);
    }
}

static void close_for (enum closing reason)
{
    hear (hazard_closed_record, CASE,
          &(struct hazard_closed){ .hazard = CASE,
                                   .cycle = 1,
                                   .reason = reason,
                                   .linked = reason == closing_linked ? "H-2021-000018" : NULL });
}

static void resume_from (enum closing reason)
{
    if (reason == closing_linked)
        hear (hazard_split_off_record, CASE,
              &(struct hazard_split_off){ .hazard = CASE,
                                          .from = "H-2021-000018",
                                          .cycle = 2,
                                          .reason = "r",
                                          .by = "office" });
    else
        hear (
            hazard_reopened_record, CASE,
            &(struct hazard_reopened){
                .hazard = CASE, .cycle = 2, .due = INSTANT_ABSENT, .referral = "R-2021-000017-1" });
}

/* S24: between its end and the day on which it was resumed nobody knew it as open, whatever its
   clock says that it was given back; who dates its end before the fire is written down all the
   same. */
static void what_was_closed_at_the_fire_and_resumed_since_was_closed (void **state)
{
    static const struct {
        enum closing reason;
        int fire, missed, closed, said, resumed; /* hours; 0: never; `said`: its date */
        size_t files;
        enum known_state known;
        size_t later;
    } rows[] = {
        { closing_transferred, 4, 0, 5, 5, 10, 1, known_open, 0 },
        { closing_transferred, 5, 0, 5, 5, 10, 0, known_open, 0 },
        { closing_transferred, 8, 0, 5, 5, 10, 0, known_open, 0 },
        { closing_transferred, 10, 0, 5, 5, 10, 1, known_open, 0 },
        { closing_transferred, 4, 0, 5, 3, 10, 1, known_open, 1 },
        { closing_linked, 4, 3, 5, 5, 10, 1, known_overdue, 0 },
        { closing_linked, 8, 3, 5, 5, 10, 0, known_open, 0 },
        { closing_linked, 8, 11, 5, 5, 10, 0, known_open, 0 }, /* of the clock that it had */
        { closing_linked, 12, 11, 5, 5, 10, 1, known_overdue, 0 },
    };
    for (size_t i = 0; i < COUNT (rows); i++) {
        instant start = now;
        open_hazard (treatment_deferred);
        for (int hour = 1; hour < 20; hour++) {
            now = start + hour * HOUR_MS;
            if (hour == rows[i].missed)
                miss_one (CASE, CLOCK_RECTIFICATION, severity_major, start + 2 * HOUR_MS);
            if (hour == rows[i].closed) {
                dated = start + rows[i].said * HOUR_MS;
                close_for (rows[i].reason);
                dated = INSTANT_ABSENT;
            }
            if (hour == rows[i].resumed)
                resume_from (rows[i].reason);
        }
        burn ("F-2021-000001", fire_larger, start + rows[i].fire * HOUR_MS);
        assert_int_equal (count_said (accountability_opened_record), rows[i].files);
        if (rows[i].files) {
            assert_int_equal (opened()->cases_count, 1);
            assert_int_equal (opened()->cases[0].state, rows[i].known);
            assert_int_equal (opened()->later_count, rows[i].later);
        }
        end (state);
        begin (state);
    }
}

/* Two dead, then three, then two again: opened once, judged again. */
static void it_is_judged_again_as_the_toll_changes (void **state)
{
    (void)state;
    open_hazard (treatment_deferred);
    now += DAY_MS;
    burn ("F-2021-000001", fire_general, now);
    assert_int_equal (count_said (accountability_opened_record), 0);
    amend ("F-2021-000001", fire_larger, fire_general);
    assert_int_equal (count_said (accountability_opened_record), 1);
    amend ("F-2021-000001", fire_general, fire_larger);
    const struct accountability_judged *judged = last_said (accountability_judged_record);
    assert_false (judged->stands);
    amend ("F-2021-000001", fire_major, fire_general);
    assert_true (
        ((const struct accountability_judged *)last_said (accountability_judged_record))->stands);
    amend ("F-2021-000001", fire_major, fire_major);
    assert_int_equal (count_said (accountability_judged_record), 2);
    assert_int_equal (count_said (accountability_opened_record), 1);
}

/* S24: who enters it afterwards and dates it before the fire changes nothing of what was known, and
   is written down, whether the file is open already or not. */
static void what_is_entered_after_the_fire_was_not_known_before_it (void **state)
{
    (void)state;
    open_hazard (treatment_deferred);
    miss_one (CASE, CLOCK_RECTIFICATION, severity_major, now);
    tip ("T-2021-000001", "p1");
    now += DAY_MS;
    instant fire = now;
    now += HOUR_MS;
    burn ("F-2021-000001", fire_general, fire);
    dated = fire - HOUR_MS; /* and so the night is covered up */
    meet (CASE "/rectification/1");
    close_hazard();
    tip ("T-2021-000002", "p1");
    verify ("T-2021-000001", verification_unfounded);
    dated = INSTANT_ABSENT;
    assert_int_equal (count_said (accountability_opened_record), 0);
    now += HOUR_MS;
    amend ("F-2021-000001", fire_larger, fire_general);
    assert_int_equal (opened()->cases_count, 2);
    assert_string_equal (opened()->cases[0].ref, CASE);
    assert_int_equal (opened()->cases[0].state, known_overdue);
    assert_string_equal (opened()->cases[1].ref, "T-2021-000001");
    assert_int_equal (opened()->cases[1].state, known_open);
    static const struct {
        const char *ref;
        enum late_kind what;
    } later[] = { { CASE, late_closed },
                  { CASE, late_ended },
                  { "T-2021-000001", late_verified },
                  { "T-2021-000002", late_opened } };
    assert_int_equal (opened()->later_count, COUNT (later));
    for (size_t i = 0; i < COUNT (later); i++) {
        assert_string_equal (opened()->later[i].ref, later[i].ref);
        assert_int_equal (opened()->later[i].what, later[i].what);
        assert_true (opened()->later[i].dated == fire - HOUR_MS);
        assert_true (opened()->later[i].entered == fire + HOUR_MS);
    }
}

/* S24: the file is open; what comes late is added to it. Nothing else is. */
static void what_is_entered_later_is_added_to_the_file (void **state)
{
    (void)state;
    open_hazard (treatment_deferred);
    tip ("T-2021-000001", "p1");
    now += DAY_MS;
    instant fire = now;
    now += HOUR_MS;
    burn ("F-2021-000001", fire_larger, fire);
    assert_int_equal (opened()->later_count, 0);
    close_hazard();
    assert_int_equal (count_said (accountability_entered_record), 0);
    dated = fire - HOUR_MS;
    tip ("T-2021-000002", "p2");
    assert_int_equal (count_said (accountability_entered_record), 0);
    tip ("T-2021-000003", "p1");
    verify ("T-2021-000001", verification_founded);
    assert_int_equal (count_said (accountability_entered_record), 2);
    const struct accountability_entered *entered = last_said (accountability_entered_record);
    assert_string_equal (entered->file, opened()->file);
    assert_string_equal (entered->entry->ref, "T-2021-000001");
    assert_int_equal (entered->entry->what, late_verified);
    assert_true (entered->entry->dated == dated && entered->entry->entered == now);
}

/* S24: only found after the fire, whatever its date: nothing was known, and no file is opened. */
static void a_case_that_is_dated_back_behind_the_fire_is_no_case (void **state)
{
    (void)state;
    instant fire = now;
    now += HOUR_MS;
    dated = fire - DAY_MS;
    open_hazard (treatment_deferred);
    verify ("T-2021-000001", verification_unfounded);
    dated = INSTANT_ABSENT;
    burn ("F-2021-000001", fire_larger, fire);
    assert_int_equal (count_said (accountability_opened_record), 0);
}

static void find_out_where (const char *incident, enum fire_class class)
{
    hear (incident_amended_record, incident,
          &(struct incident_amended){ .incident = incident,
                                      .premises = "p1",
                                      .premises_name = "某商场",
                                      .department = "construction",
                                      .class = class,
                                      .before = class });
}

/* S24: reported by address, and found out later to be the premises of a case. */
static void a_fire_finds_its_premises_later (void **state)
{
    (void)state;
    open_hazard (treatment_deferred);
    now += DAY_MS;
    burn_at ("F-2021-000001", fire_larger, now, NULL, "c01");
    assert_int_equal (count_said (accountability_opened_record), 0);
    now += DAY_MS;
    find_out_where ("F-2021-000001", fire_larger);
    assert_string_equal (opened()->premises, "p1");
    assert_true (opened()->known_at == now - DAY_MS);
    find_out_where ("F-2021-000001", fire_larger);
    assert_int_equal (count_said (accountability_opened_record), 1);
    assert_int_equal (count_said (accountability_judged_record), 0);
}

/* S23: 行业: three fires in three communities, of one department; the last found its premises
   later. */
static void many_fires_of_a_trade_are_asked_about (void **state)
{
    (void)state;
    burn_at ("F-2021-000001", fire_general, now - INT64_C (10) * DAY_MS, "p1", "c01");
    burn_at ("F-2021-000002", fire_general, now - INT64_C (5) * DAY_MS, "p2", "c02");
    burn_at ("F-2021-000003", fire_general, now, NULL, "c03");
    assert_int_equal (count_said (accountability_opened_record), 0);
    find_out_where ("F-2021-000003", fire_general);
    assert_int_equal (count_said (accountability_opened_record), 1);
    assert_int_equal (opened()->kind, accountability_duty);
    assert_string_equal (opened()->party, "construction");
    burn_at ("F-2021-000004", fire_general, now, "p2", "c04");
    assert_int_equal (count_said (accountability_opened_record), 1);
}

static void many_fires_in_a_community_are_asked_about (void **state)
{
    (void)state;
    burn_at ("F-2021-000001", fire_general, now - INT64_C (45) * DAY_MS, NULL, "c01");
    burn_at ("F-2021-000002", fire_general, now - INT64_C (20) * DAY_MS, NULL, "c01");
    burn_at ("F-2021-000003", fire_general, now - INT64_C (10) * DAY_MS, NULL, "c01");
    assert_int_equal (count_said (accountability_opened_record), 0);
    burn_at ("F-2021-000004", fire_general, now, NULL, "c01");
    assert_int_equal (opened()->kind, accountability_duty);
    assert_string_equal (opened()->party, "c01");
    burn_at ("F-2021-000005", fire_general, now, NULL, "c01"); /* it is open already */
    assert_int_equal (count_said (accountability_opened_record), 1);
}

static void days_pass (int days)
{
    for (int i = 0; i < days; i++) {
        strike ("ladder");
        strike ("accountability");
        now += DAY_MS;
    }
}

/* Five overdue matters of one community reach the leader within thirty days. */
static void a_duty_not_carried_out_is_asked_about_once (void **state)
{
    (void)state;
    for (int i = 1; i <= 6; i++) {
        miss_one (arena_format (arena, "H-2021-00010%d", i), CLOCK_RECTIFICATION, severity_general,
                  now);
        now += DAY_MS;
    }
    days_pass (12);
    assert_int_equal (count_said (accountability_opened_record), 2); /* the community, the office */
    assert_true (count_said (accountability_weighed_record) >= 8);
}

static void three_fires (void)
{
    for (int i = 1; i <= 3; i++)
        burn_at (arena_format (arena, "F-2021-00000%d", i), fire_general, now, NULL, "c01");
}

static void six_climbs (void)
{
    for (int i = 1; i <= 6; i++)
        miss_of (arena_format (arena, "H-2021-00010%d", i), CLOCK_WATCH, 1, severity_general, now,
                 "c01");
    days_pass (12);
}

/* S23: what one file asks about, another does not answer, in whatever order they are opened; what
   it asks about already is not asked again. */
static void each_ground_has_a_file_of_its_own (void **state)
{
    for (int fires_first = 0; fires_first < 2; fires_first++) {
        if (fires_first)
            three_fires();
        six_climbs();
        assert_int_equal (count_said (accountability_opened_record), 1 + (size_t)fires_first);
        if (!fires_first)
            three_fires();
        assert_int_equal (count_said (accountability_opened_record), 2);
        assert_string_equal (opened()->party, "c01");
        burn_at ("F-2021-000004", fire_general, now - HOUR_MS, NULL, "c01");
        miss_of ("H-2021-000107", CLOCK_WATCH, 1, severity_general, now, "c01");
        days_pass (12);
        assert_int_equal (count_said (accountability_opened_record), 2);
        end (state);
        begin (state);
    }
}

/* S23: matters are counted, not clocks, nor instants; what another owes is not the community's. */
static void a_duty_is_weighed_by_matters_of_those_who_owed_them (void **state)
{
    (void)state;
    static const struct {
        const char *clock;
        int matters, cycles; /* of each */
        const char *tracker;
        size_t files;
        const char *last; /* whose; NULL: nobody's */
    } rows[] = {
        { CLOCK_RECTIFICATION, 4, 3, NULL, 0, NULL },
        { CLOCK_RECTIFICATION, 5, 1, NULL, 2, "office" }, /* at one instant; the first is c01's */
        { CLOCK_WATCH, 6, 1, "c01", 1, "c01" },
        { CLOCK_REINSPECTION, 6, 1, NULL, 1, "office" },
        { CLOCK_REFERRAL, 6, 1, NULL, 0, NULL },
        { CLOCK_TIPOFF_ANSWER, 6, 1, NULL, 1, "office" },
        { CLOCK_DELIVERABLE, 6, 1, "c02", 1, "c02" },
    };
    for (size_t i = 0; i < COUNT (rows); i++) {
        for (int matter = 0; matter < rows[i].matters; matter++)
            for (int cycle = 1; cycle <= rows[i].cycles; cycle++)
                miss_of (arena_format (arena, "H-2021-00010%d", matter), rows[i].clock, cycle,
                         severity_general, now, rows[i].tracker);
        days_pass (12);
        assert_int_equal (count_said (accountability_opened_record), rows[i].files);
        if (rows[i].last)
            assert_string_equal (opened()->party, rows[i].last);
        end (state);
        begin (state);
    }
    /* Every clock of one hazard: it is one matter. */
    static const char *const clocks[] = { CLOCK_RECTIFICATION, CLOCK_REINSPECTION, CLOCK_WATCH,
                                          CLOCK_NOTICE,        CLOCK_SUPERVISION,  CLOCK_REFERRAL };
    for (size_t i = 0; i < COUNT (clocks); i++)
        miss_one (CASE, clocks[i], severity_major, now);
    days_pass (12);
    assert_int_equal (count_said (accountability_opened_record), 0);
}

/* S23: reported in any order, three fires of thirty days are three. */
static void many_fires_are_many_in_whatever_order_they_are_told (void **state)
{
    static const struct {
        int days[4]; /* before now, as they are told; the rest: -1 */
        size_t files;
    } rows[] = {
        { { 20, 10, 0, -1 }, 1 }, { { 0, 10, 20, -1 }, 1 }, { { 20, 0, 10, -1 }, 1 },
        { { 0, 16, 31, -1 }, 0 }, { { 31, 0, 16, -1 }, 0 }, { { 0, 31, 32, 15 }, 1 },
        { { 40, 50, 0, 60 }, 1 },
    };
    for (size_t i = 0; i < COUNT (rows); i++) {
        for (int j = 0; j < 4 && rows[i].days[j] >= 0; j++)
            burn_at (arena_format (arena, "F-2021-00000%d", j + 1), fire_general,
                     now - rows[i].days[j] * (instant)DAY_MS, NULL, "c01");
        assert_int_equal (count_said (accountability_opened_record), rows[i].files);
        end (state);
        begin (state);
    }
}

static void withdraw_fire (const char *incident)
{
    hear (
        incident_withdrawn_record, incident,
        &(struct incident_withdrawn){ .incident = incident, .reason = "重复上报", .by = "office" });
}

/* A fire that was none: its file says so and waits for people; it counts among many no more. */
static void a_fire_that_was_withdrawn_voids_its_files (void **state)
{
    (void)state;
    open_hazard (treatment_deferred);
    now += DAY_MS;
    burn ("F-2021-000001", fire_larger, now);
    const char *file = opened()->file;
    withdraw_fire ("F-2021-000009"); /* nobody heard of it */
    assert_int_equal (count_said (accountability_voided_record), 0);
    withdraw_fire ("F-2021-000001");
    const struct accountability_voided *voided = last_said (accountability_voided_record);
    assert_string_equal (voided->file, file);
    assert_string_equal (voided->withdrawn_because, "重复上报");
    withdraw_fire ("F-2021-000001");
    assert_int_equal (count_said (accountability_voided_record), 1);
    burn_at ("F-2021-000002", fire_general, now, NULL, "c01");
    burn_at ("F-2021-000003", fire_general, now, NULL, "c01");
    assert_int_equal (count_said (accountability_opened_record), 1); /* two, not three */
}

/* S23: one of three was reported twice: the file on many fires says so; with a fourth, it stands.
 */
static void too_few_fires_are_left (void **state)
{
    for (int fires = 3; fires <= 4; fires++) {
        for (int i = 1; i <= fires; i++)
            burn_at (arena_format (arena, "F-2021-00000%d", i), fire_general, now, NULL, "c01");
        assert_int_equal (count_said (accountability_opened_record), 1);
        withdraw_fire ("F-2021-000001");
        assert_int_equal (count_said (accountability_voided_record), fires == 3);
        end (state);
        begin (state);
    }
}

static void people_conclude_it_once (void **state)
{
    (void)state;
    open_hazard (treatment_deferred);
    now += DAY_MS;
    burn ("F-2021-000001", fire_larger, now);
    struct accountability_conclude conclude = { .file = opened()->file,
                                                .conclusion = "已依规处理",
                                                .by = "c01" };
    assert_int_equal (command (accountability_conclude_record, &conclude), REFUSAL_FORBIDDEN);
    conclude.by = "leader";
    assert_int_equal (command (accountability_conclude_record, &conclude), REFUSAL_NONE);
    assert_int_equal (command (accountability_conclude_record, &conclude), REFUSAL_CONFLICT);
    conclude.file = "A-2021-000099";
    assert_int_equal (command (accountability_conclude_record, &conclude), REFUSAL_NOT_FOUND);
}

/* S24: the toll changes for seven days, and may rise above what was concluded on. */
static void what_was_concluded_on_less_is_open_again (void **state)
{
    (void)state;
    open_hazard (treatment_deferred);
    now += DAY_MS;
    burn ("F-2021-000001", fire_larger, now);
    const struct accountability_conclude conclude = { .file = opened()->file,
                                                      .conclusion = "不足较大，不予追究",
                                                      .by = "leader" };
    static const struct {
        enum fire_class before, class;
        bool reopened; /* and so it can be concluded again */
        bool concluded;
    } rows[] = {
        { fire_larger, fire_general, false, true },  { fire_general, fire_larger, true, false },
        { fire_larger, fire_general, false, false }, /* open by now */
        { fire_general, fire_larger, false, true },  { fire_larger, fire_general, false, false },
        { fire_general, fire_larger, false, false }, /* on as much */
        { fire_larger, fire_major, true, true },     { fire_major, fire_larger, false, false },
    };
    for (size_t i = 0; i < COUNT (rows); i++) {
        amend ("F-2021-000001", rows[i].class, rows[i].before);
        const struct accountability_judged *judged = last_said (accountability_judged_record);
        assert_int_equal (judged->reopened, rows[i].reopened);
        if (rows[i].concluded)
            assert_int_equal (command (accountability_conclude_record, &conclude), REFUSAL_NONE);
    }
    assert_int_equal (command (accountability_conclude_record, &conclude), REFUSAL_CONFLICT);
}

#define ON_A_STAGE(test) cmocka_unit_test_setup_teardown (test, begin, end)

int main (void)
{
    const struct CMUnitTest tests[] = {
        ON_A_STAGE (a_grave_fire_freezes_what_was_known_before_it),
        ON_A_STAGE (what_was_opened_after_it_does_not_count),
        ON_A_STAGE (what_was_overdue_and_what_was_called_unfounded),
        ON_A_STAGE (a_tip_off_that_waits_is_a_case),
        ON_A_STAGE (what_is_overdue_is_judged_at_the_fire),
        ON_A_STAGE (what_was_closed_at_the_fire_and_resumed_since_was_closed),
        ON_A_STAGE (what_is_entered_after_the_fire_was_not_known_before_it),
        ON_A_STAGE (what_is_entered_later_is_added_to_the_file),
        ON_A_STAGE (a_case_that_is_dated_back_behind_the_fire_is_no_case),
        ON_A_STAGE (it_is_judged_again_as_the_toll_changes),
        ON_A_STAGE (many_fires_in_a_community_are_asked_about),
        ON_A_STAGE (many_fires_of_a_trade_are_asked_about),
        ON_A_STAGE (a_fire_finds_its_premises_later),
        ON_A_STAGE (a_duty_not_carried_out_is_asked_about_once),
        ON_A_STAGE (each_ground_has_a_file_of_its_own),
        ON_A_STAGE (a_duty_is_weighed_by_matters_of_those_who_owed_them),
        ON_A_STAGE (many_fires_are_many_in_whatever_order_they_are_told),
        ON_A_STAGE (a_fire_that_was_withdrawn_voids_its_files),
        ON_A_STAGE (too_few_fires_are_left),
        ON_A_STAGE (what_was_concluded_on_less_is_open_again),
        ON_A_STAGE (people_conclude_it_once),
    };
    return cmocka_run_group_tests (tests, NULL, NULL);
}
