/* What the campaign asks for by a day: S9 key windows, S10 and S13 deliverables of the first phase,
   S11 and S12 what hangs on the close of the Two Sessions, S18 regular meetings, S26 the final
   report. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "scheduling/recount.h"
#include "scheduling/obligation.h"
#include "scheduling/stage_test.h"
#include <inttypes.h>

static size_t count_of (const struct stage *stage, const char *what)
{
    size_t count = 0;
    for (const char *at = stage->said.bytes; (at = strstr (at, what)) != NULL; at++)
        count++;
    return count;
}

/* A warehouse of each community: the windows ask of all (S9). */
static struct stage stage_with_warehouses (void)
{
    static const char *const categories[] = { "warehouse" };
    struct stage stage = stage_new();
    const struct organisation *organisation = stage.office->organisation;
    stage.now = at ("2020-11-01 00:00");
    for (size_t i = 0; i < organisation->communities_count; i++) {
        const char *code = arena_format (stage.arena, "W%zu", i);
        hear (&stage, premises_registered_record, code, stage.now,
              &(struct premises_registered){ .premises = code,
                                             .name = "某仓库",
                                             .categories = categories,
                                             .categories_count = 1,
                                             .community = organisation->communities[i].id,
                                             .department = "economic_development",
                                             .latitude_e6 = NUMBER_ABSENT,
                                             .longitude_e6 = NUMBER_ABSENT });
    }
    return stage;
}

static const char *look (struct stage *stage, const char *now)
{
    return strike (stage, "obligation", at (now));
}

static const char *hear_submitted (struct stage *stage, const char *kind, const char *party)
{
    const char *deliverable =
        arena_format (stage->arena, "D-2020-%06" PRId64, stage->seq); /* each another */
    return hear (stage, deliverable_submitted_record, deliverable, stage->now,
                 &(struct deliverable_submitted){ .deliverable = deliverable,
                                                  .kind = kind,
                                                  .party = party,
                                                  .version = 1,
                                                  .digest = "d" });
}

/* From its first day on: plan, record of the kick-off and summary of 24 communities, the inspection
   plan of those, 6 departments and the office for its trade (S13), their first meetings and the
   office's (S18). */
static void they_open_when_their_time_comes (void **state)
{
    (void)state;
    struct stage stage = stage_with_warehouses();
    stage.now = at ("2020-11-01 00:00");
    assert_true (stage_next (&stage, "obligation") == at ("2020-11-06 00:00"));
    look (&stage, "2020-11-06 00:00");
    assert_int_equal (count_of (&stage, "/deliverable/1 2020-11-30 24:00"), 24 + 24 + 31);
    assert_int_equal (count_of (&stage, "/deliverable/1 2021-03-25 24:00"), 24);
    assert_int_equal (count_of (&stage, "/meeting/1 2020-11-19 24:00"), 1);
    assert_int_equal (count_of (&stage, "/meeting/1 2020-12-05 24:00"), 24 + 6);
    assert_int_equal (count_of (&stage, "armed "), 24 + 24 + 31 + 24 + 1 + 30);
    assert_true (stage_next (&stage, "obligation") ==
                 at ("2020-11-20 00:00")); /* the next meeting */
    look (&stage, "2020-11-20 00:00");
    assert_int_equal (count_of (&stage, "armed "), 1);
    look (&stage, "2020-12-07 00:00"); /* S9: before the shopping peak */
    assert_int_equal (count_of (&stage, "/window/1 2020-12-11 24:00"), 24);
    stage_destroy (&stage);
}

static void what_was_over_before_is_not_asked_for (void **state)
{
    (void)state;
    struct stage stage = stage_new();
    look (&stage, "2021-03-01 09:00");
    assert_int_equal (count_of (&stage, "/deliverable/1 2021-03-25"), 24);
    assert_int_equal (count_of (&stage, "armed "), 24 + 1 + 30); /* and the meetings of that turn */
    look (&stage, "2026-11-24 09:00"); /* the turns that an outage swallowed: two of the office's */
    assert_int_equal (count_of (&stage, "armed "), 2 + 30);
    assert_true (stage_next (&stage, "obligation") == INSTANT_NEVER);
    stage_destroy (&stage);
}

static void an_outage_leaves_none_out (void **state)
{
    (void)state;
    struct stage stage = stage_with_warehouses();
    look (&stage, "2020-11-06 00:00");
    look (&stage, "2020-12-14 00:00"); /* the window of 7 to 11 December passed meanwhile */
    assert_int_equal (count_of (&stage, "/window/1 2020-12-11 24:00"), 24);
    strike (&stage, "deadline", at ("2020-12-14 00:00"));
    assert_int_equal (count_of (&stage, "missed "), 24 + 24 + 31 + 24 + 2 + 30);
    stage_destroy (&stage);
}

/* S18, domain.md 6: "after an outage each missed reminder is sent once, marked late, rolled up":
   the turns of 20 November and 4 December passed whole; that of 18 December is not over. What was
   over before the campaign was planned here is not asked for (what_was_over_before…). */
static void an_outage_leaves_no_turn_out (void **state)
{
    static const struct {
        const char *last;
        size_t armed, missed;
    } turns[] = { { "2020-12-03", 1, 1 }, { "2020-12-17", 1, 1 }, { "2020-12-31", 1, 0 } };
    (void)state;
    struct stage stage = stage_new();
    look (&stage, "2020-11-06 00:00");
    look (&stage, "2020-12-20 10:00");
    const char *opened = arena_copy (stage.arena, stage.said.bytes, stage.said.length);
    strike (&stage, "deadline", at ("2020-12-20 10:00"));
    for (size_t i = 0; i < sizeof turns / sizeof *turns; i++) {
        const char *end = arena_format (stage.arena, "/meeting/1 %s 24:00", turns[i].last);
        const char *turn = strstr (opened, end);
        assert_non_null (turn);
        assert_null (strstr (turn + 1, end));
        const char *ref = arena_copy (stage.arena, turn - 13, 13);
        if (count_of (&stage, arena_format (stage.arena, "missed %s/", ref)) != turns[i].missed)
            fail_msg ("turn %zu: %s", i, stage.said.bytes);
        assert_int_equal (
            count_of (&stage, arena_format (stage.arena, "reminder %s/meeting/1/due late", ref)),
            turns[i].missed);
    }
    look (&stage, "2020-12-21 10:00");
    assert_int_equal (count_of (&stage, "armed "), 0);
    stage_destroy (&stage);
}

/* S12, S26: the day was not known when the plan was issued; it became 11 March. */
static void what_hangs_on_an_anchor_is_set_once (void **state)
{
    (void)state;
    struct stage stage = stage_new();
    look (&stage, "2021-03-05 09:00");
    assert_int_equal (count_of (&stage, "领导小组办公室（公共安全二室）"), 0);
    struct anchor_resolve resolve = { .anchor = "two_sessions_close",
                                      .date = day_from (2021, 3, 10),
                                      .by = "office" };
    tell (&stage, anchor_resolve_record, &resolve);
    look (&stage, "2021-03-05 09:00");
    assert_int_equal (count_of (&stage, "/deliverable/1 2021-03-24 24:00"), 1);
    resolve.date = day_from (2021, 3, 11);
    tell (&stage, anchor_resolve_record, &resolve);
    look (&stage, "2021-03-05 10:00");
    assert_int_equal (count_of (&stage, "moved "), 1);
    assert_int_equal (count_of (&stage, "/deliverable/1 2021-03-25 24:00"), 1);
    assert_int_equal (count_of (&stage, "armed "), 0);
    stage_destroy (&stage);
}

/* The base of one that people extended to 6 April moves: the later of the two is its end, each
 * time. */
static void an_extension_stays_when_its_base_moves (void **state)
{
    static const struct {
        int day; /* of the resolution, in March */
        bool moves;
        const char *due;
    } rows[] = {
        { 16, false, "2021-04-06 24:00" },
        { 24, true, "2021-04-08 24:00" },
        { 12, true, "2021-04-06 24:00" },
    };
    (void)state;
    for (int in_days = 0; in_days < 2; in_days++) {
        struct stage stage = stage_new();
        struct anchor_resolve resolve = { .anchor = "two_sessions_close",
                                          .date = day_from (2021, 3, 15),
                                          .by = "office" };
        look (&stage, "2021-03-05 09:00");
        tell (&stage, anchor_resolve_record, &resolve);
        look (&stage, "2021-03-05 09:00");
        const char *report = strstr (stage.said.bytes, "/deliverable/1 2021-03-29");
        assert_non_null (report);
        const char *deadline = arena_format (stage.arena, "%.13s/deliverable/1", report - 13);
        tell (&stage, deadline_extend_record,
              &(struct deadline_extend){ .deadline = deadline,
                                         .due = in_days ? INSTANT_ABSENT : at ("2021-04-07 00:00"),
                                         .working_days = in_days ? 5 : NUMBER_ABSENT,
                                         .reason = "r",
                                         .by = "leader" });
        assert_int_equal (stage.refusal.code, REFUSAL_NONE);
        for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
            resolve.date = day_from (2021, 3, rows[i].day);
            stage.now += MINUTE_MS;
            tell (&stage, anchor_resolve_record, &resolve);
            strike (&stage, "obligation", stage.now);
            struct scene scene = stage_scene (&stage);
            if ((count_of (&stage, "moved ") == 1) != rows[i].moves ||
                strcmp (clock_moment (deadline_see (&scene, deadline)->due, stage.arena),
                        rows[i].due) != 0)
                fail_msg ("row %zu: %s", i, stage.said.bytes);
            /* Nor does an edition move it before its base, or forget the extension. */
            const struct deadline_seen *seen = recount_see_hour (&scene, NULL);
            struct decision decision = decision_in (stage.arena);
            assert_int_equal (seen != NULL, in_days);
            if (seen)
                recount_decide_hour (NULL, seen, &decision);
            assert_int_equal (decision.count, in_days);
            if (seen)
                assert_ptr_equal (decision.events[0].word, deadline_recounted_record);
        }
        stage_destroy (&stage);
    }
}

/* 10, 11 and 10 March again: it moves each time; more time that people gave stays. */
static void an_anchor_may_come_back (void **state)
{
    (void)state;
    struct stage stage = stage_new();
    look (&stage, "2021-03-05 09:00");
    struct anchor_resolve resolve = { .anchor = "two_sessions_close",
                                      .date = day_from (2021, 3, 10),
                                      .by = "office" };
    tell (&stage, anchor_resolve_record, &resolve);
    look (&stage, "2021-03-05 09:00");
    const char *report = strstr (stage.said.bytes, "/deliverable/1 2021-03-24");
    const char *deadline = arena_format (stage.arena, "%.13s/deliverable/1", report - 13);
    for (int d = 11; d >= 10; d--) {
        resolve.date = day_from (2021, 3, d);
        stage.now += MINUTE_MS;
        tell (&stage, anchor_resolve_record, &resolve);
        assert_int_equal (stage.refusal.code, REFUSAL_NONE);
        look (&stage, d == 11 ? "2021-03-05 10:00" : "2021-03-05 11:00");
        assert_int_equal (count_of (&stage, "moved "), 1);
    }
    tell (&stage, deadline_extend_record,
          &(struct deadline_extend){ .deadline = deadline,
                                     .due = at ("2021-03-31 00:00"),
                                     .working_days = NUMBER_ABSENT,
                                     .reason = "r",
                                     .by = "leader" });
    assert_int_equal (stage.refusal.code, REFUSAL_NONE);
    stage.started = stage.now + 1; /* and the service starts again */
    look (&stage, "2021-03-06 09:00");
    assert_int_equal (count_of (&stage, "moved "), 0);
    stage_destroy (&stage);
}

/* Known to have been earlier, so that the new last day is over: it is missed, by its new day. */
static void an_earlier_day_that_is_over_is_missed (void **state)
{
    (void)state;
    struct stage stage = stage_new();
    look (&stage, "2021-03-05 09:00");
    struct anchor_resolve resolve = { .anchor = "two_sessions_close",
                                      .date = day_from (2021, 3, 11),
                                      .by = "office" };
    tell (&stage, anchor_resolve_record, &resolve);
    look (&stage, "2021-03-20 09:00");
    assert_int_equal (count_of (&stage, "/deliverable/1 2021-03-25 24:00"), 1);
    strike (&stage, "deadline", at ("2021-03-20 09:00"));
    resolve.date = day_from (2021, 3, 1);
    tell (&stage, anchor_resolve_record, &resolve);
    look (&stage, "2021-03-20 10:00");
    assert_int_equal (count_of (&stage, "moved "), 1);
    assert_int_equal (count_of (&stage, "/deliverable/1 2021-03-15 24:00"), 1);
    strike (&stage, "deadline", at ("2021-03-20 10:00"));
    assert_int_equal (count_of (&stage, "missed "), 1);
    stage_destroy (&stage);
}

/* The day is announced after the campaign's last one: what waited for it is asked for all the same.
 */
static void an_anchor_after_the_end_is_heard (void **state)
{
    (void)state;
    struct stage stage = stage_new();
    struct campaign campaign = *stage.office->campaign;
    struct office office = *stage.office;
    const struct campaign_phase phases[] = {
        { .id = "deployment", .to = "2020-11-30" },
        { .id = "summary",
          .from = "two_sessions_close + 0d",
          .to = "two_sessions_close + 10wd" }, /* its last day is not the plan's any more */
    };
    campaign.phases = phases;
    campaign.phases_count = 2;
    office.campaign = &campaign;
    stage.office = &office;
    look (&stage, "2021-03-05 09:00");
    look (&stage, "2021-04-20 09:00");
    tell (&stage, anchor_resolve_record,
          &(struct anchor_resolve){
              .anchor = "two_sessions_close", .date = day_from (2021, 4, 19), .by = "office" });
    look (&stage, "2021-04-20 09:00");
    assert_int_equal (count_of (&stage, "armed "), 1);
    assert_int_equal (count_of (&stage, "/deliverable/1 2021-04-30 24:00"), 1);
    assert_true (stage_next (&stage, "obligation") == at ("2021-10-25 00:00")); /* an edition */
    stage_destroy (&stage);
}

/* S26: the gate opens when the day is known; what came before it is not the report that is asked
 * for. */
static void what_waits_for_an_anchor_is_not_met_early (void **state)
{
    (void)state;
    struct stage stage = stage_new();
    look (&stage, "2021-03-01 09:00");
    assert_string_equal (hear_submitted (&stage, "final_report", "office"), "");
    tell (&stage, anchor_resolve_record,
          &(struct anchor_resolve){
              .anchor = "two_sessions_close", .date = day_from (2021, 3, 11), .by = "office" });
    look (&stage, "2021-03-01 09:00");
    assert_int_equal (count_of (&stage, "/deliverable/1 2021-03-25 24:00"), 1);
    stage.now = at ("2021-03-10 23:59");
    assert_string_equal (hear_submitted (&stage, "final_report", "office"), ""); /* not over yet */
    stage.now = at ("2021-03-11 00:00");
    hear_submitted (&stage, "final_report", "office");
    assert_int_equal (count_of (&stage, "met "), 1);
    stage_destroy (&stage);
}

/* S12: a summary is of what is over. Handed in before anybody knew when that is, it is asked for
   again; after it, though nobody had said so yet, it stays. */
static void a_summary_before_its_phase_is_asked_again (void **state)
{
    (void)state;
    struct stage stage = stage_new();
    look (&stage, "2020-11-06 00:00");
    stage.now = at ("2020-11-10 09:00");
    hear_submitted (&stage, "summary", "c05");
    assert_int_equal (count_of (&stage, "met "), 1);
    stage.now = at ("2021-03-12 09:00");
    hear_submitted (&stage, "summary", "c06");
    tell (&stage, anchor_resolve_record,
          &(struct anchor_resolve){
              .anchor = "two_sessions_close", .date = day_from (2021, 3, 11), .by = "office" });
    look (&stage, "2021-03-12 09:00");
    assert_int_equal (count_of (&stage, "/reopened/2"), 1);
    look (&stage, "2021-03-13 09:00");
    assert_int_equal (count_of (&stage, "/reopened/"), 0);
    stage.now = at ("2021-03-13 10:00");
    assert_non_null (strstr (hear_submitted (&stage, "summary", "c05"), "/deliverable/2"));
    stage_destroy (&stage);
}

static void handing_in_meets_it_once (void **state)
{
    (void)state;
    struct stage stage = stage_new();
    look (&stage, "2020-11-06 00:00");
    assert_non_null (strstr (hear_submitted (&stage, "plan", "c03"), "/deliverable/1"));
    assert_int_equal (count_of (&stage, "met "), 1);
    assert_string_equal (hear_submitted (&stage, "plan", "c03"), "");
    strike (&stage, "deadline", at ("2020-12-01 00:00"));
    assert_int_equal (count_of (&stage, "missed "), 24 + 24 + 31 - 1 + 1);
    stage_destroy (&stage);
}

static void what_was_handed_in_early_is_not_asked_for (void **state)
{
    (void)state;
    struct stage stage = stage_new();
    stage.now = at ("2020-11-01 09:00");
    hear_submitted (&stage, "plan", "c03");
    look (&stage, "2020-11-06 00:00");
    assert_int_equal (count_of (&stage, "armed "), 24 + 24 + 31 + 24 + 1 + 30 - 1);
    stage_destroy (&stage);
}

/* S0: heard late, after the campaign was cloned here for the next year: it is the earlier one's. */
static void what_is_of_another_campaign_meets_nothing_here (void **state)
{
    (void)state;
    struct stage stage = stage_new();
    look (&stage, "2020-11-06 00:00");
    struct campaign campaign = *stage.office->campaign;
    struct office office = *stage.office;
    struct deliverable_submitted said = { .deliverable = "D-2020-000001",
                                          .campaign = campaign.id,
                                          .kind = "plan",
                                          .party = "c03",
                                          .version = 1,
                                          .digest = "d" };
    campaign.id = "winter-2021";
    office.campaign = &campaign;
    stage.office = &office;
    hear (&stage, deliverable_submitted_record, said.deliverable, stage.now, &said);
    assert_int_equal (count_of (&stage, "met "), 1); /* of the winter before */
    said.party = "c99";
    int64_t seq = stage.seq;
    hear (&stage, deliverable_submitted_record, said.deliverable, stage.now, &said);
    assert_int_equal (stage.seq, seq);
    stage_destroy (&stage);
}

/* S18: a meeting counts for the turn in which it was held. */
static void a_meeting_meets_its_turn (void **state)
{
    (void)state;
    struct stage stage = stage_new();
    look (&stage, "2020-11-06 00:00");
    static const char *const attended[] = { "leader" };
    struct meeting_reported held = { .meeting = "G-2020-000001",
                                     .kind = "kick_off",
                                     .at = at ("2020-11-10 09:00"),
                                     .attended = attended,
                                     .attended_count = 1,
                                     .by = "office" };
    stage.now = at ("2020-11-10 12:00");
    assert_string_equal (hear (&stage, meeting_reported_record, "G-2020-000001", stage.now, &held),
                         "");
    held.kind = "regular";
    hear (&stage, meeting_reported_record, "G-2020-000001", stage.now, &held);
    assert_int_equal (count_of (&stage, "met "), 1);
    int64_t said = stage.seq;
    held.at = at ("2020-10-21 09:00"); /* before the campaign: of none */
    hear (&stage, meeting_reported_record, "G-2020-000001", stage.now, &held);
    assert_int_equal (stage.seq, said);
    held.at = at ("2021-04-02 09:00"); /* nor after it, though last year's file is in place */
    stage.now = at ("2021-04-02 12:00");
    hear (&stage, meeting_reported_record, "G-2020-000001", stage.now, &held);
    assert_int_equal (stage.seq, said);
    stage.now = at ("2020-11-10 12:00");
    held.at = at ("2020-11-21 09:00"); /* of the next turn, which is not open yet: it never is */
    hear (&stage, meeting_reported_record, "G-2020-000001", stage.now, &held);
    look (&stage, "2020-11-20 00:00");
    assert_int_equal (count_of (&stage, "armed "), 0);
    stage_destroy (&stage);
}

/* S0, S18: heard, or reported, after the campaign was cloned here for the next year: a meeting
   counts for the campaign and the turn in which it was held, and a turn of the winter before can
   still be met. The turns of that winter: from 6 November, 14 days each. */
static void a_meeting_counts_for_its_campaign (void **state)
{
    static const struct {
        const char *campaign, *at; /* NULL: an old journal does not say */
        const char *met;           /* the last day of what it meets; NULL: nothing */
        bool early;                /* of the new campaign, before it is asked for */
    } rows[] = {
        { "winter-2020", "2020-11-10 09:00", "2020-11-19", false },
        { "winter-2020", "2020-11-25 09:00", "2020-12-03", false },
        { "winter-2020", "2021-11-10 09:00", NULL, false }, /* by a clock that is wrong */
        { "winter-2021", "2020-11-25 09:00", "2020-12-03", false },
        { "winter-2021", "2020-10-25 09:00", NULL, false }, /* before either */
        { "winter-2021", "2021-11-10 09:00", NULL, true },
        { NULL, "2020-11-25 09:00", "2020-12-03", false },
        { NULL, "2021-11-10 09:00", NULL, true },
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct stage stage = stage_new();
        look (&stage, "2020-11-06 00:00");
        look (&stage, "2020-11-20 00:00");
        struct campaign campaign = *stage.office->campaign;
        struct office office = *stage.office;
        campaign.id = "winter-2021";
        campaign.from = day_from (2021, 11, 6);
        campaign.to = day_from (2022, 3, 31);
        office.campaign = &campaign;
        stage.office = &office;
        stage.now = at ("2021-11-10 12:00");
        struct scene scene = stage_scene (&stage);
        const struct meeting_reported held = { .meeting = "G-2020-000001",
                                               .campaign = rows[i].campaign,
                                               .kind = "regular",
                                               .at = at (rows[i].at),
                                               .by = "office" };
        const struct obligation_seen *seen = obligation_see_meeting (&scene, &held);
        int64_t seq = stage.seq;
        hear (&stage, meeting_reported_record, "G-2020-000001", stage.now, &held);
        char last[DAY_TEXT_SIZE] = "";
        if (seen->obligation)
            day_text (seen->obligation->last, last);
        if (!rows[i].met != !seen->obligation || (rows[i].met && strcmp (last, rows[i].met) != 0) ||
            count_of (&stage, "met ") != (rows[i].met != NULL) ||
            (stage.seq > seq) != (rows[i].met || rows[i].early))
            fail_msg ("row %zu: %s: %s", i, last, stage.said.bytes);
        stage_destroy (&stage);
    }
}

/* S18, 方案 五(三): "各部门、各社区要定期召开会议": each its own, which nobody else's meets. */
static void each_holds_its_own_meeting (void **state)
{
    static const struct {
        enum owed_by of;
        const char *by;
        size_t armed, met; /* in the first turn; by that report */
    } rows[] = {
        { owed_by_absent, "office", 1, 1 },       { owed_by_absent, "leader", 1, 1 },
        { owed_by_absent, "deputy_1", 1, 1 },     { owed_by_absent, "c07", 1, 0 },
        { owed_by_office, "construction", 1, 0 }, { owed_by_communities, "c07", 24, 1 },
        { owed_by_communities, "office", 24, 0 }, { owed_by_departments, "construction", 6, 1 },
        { owed_by_departments, "c07", 6, 0 },
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct stage stage = stage_new();
        struct campaign campaign = *stage.office->campaign;
        struct office office = *stage.office;
        const struct campaign_meeting meeting = {
            .id = "regular", .name = "例会", .clause = "S18", .every_days = 14, .of = rows[i].of
        };
        campaign.meetings = &meeting;
        campaign.meetings_count = 1;
        office.campaign = &campaign;
        stage.office = &office;
        look (&stage, "2020-11-06 00:00");
        assert_int_equal (count_of (&stage, "/meeting/1 2020-11-19 24:00"), rows[i].armed);
        hear (
            &stage, meeting_reported_record, "G-2020-000001", stage.now,
            &(struct meeting_reported){
                .meeting = "G-2020-000001", .kind = "regular", .at = stage.now, .by = rows[i].by });
        if (count_of (&stage, "met ") != rows[i].met)
            fail_msg ("row %zu: %s", i, stage.said.bytes);
        stage_destroy (&stage);
    }
}

/* S9: who inspected before the holiday says so; the ledger and coverage.list show what it was. */
static void a_window_is_reported_by_its_party (void **state)
{
    (void)state;
    struct stage stage = stage_with_warehouses();
    look (&stage, "2021-02-22 00:00");
    const char *window = strstr (stage.said.bytes, "/window/1");
    const char *ref = arena_copy (stage.arena, window - 13, 13);
    struct obligation_report report = { .obligation = ref, .proof = "已查 12 家", .by = "c09" };
    tell (&stage, obligation_report_record, &report);
    assert_int_equal (stage.refusal.code, REFUSAL_FORBIDDEN);
    report.by = "c01"; /* of premises that were not inspected */
    tell (&stage, obligation_report_record, &report);
    assert_int_equal (stage.refusal.code, REFUSAL_CONFLICT);
    report.by = "office";
    tell (&stage, obligation_report_record, &report);
    assert_int_equal (stage.refusal.code, REFUSAL_NONE);
    assert_int_equal (count_of (&stage, "met "), 1);
    tell (&stage, obligation_report_record, &report);
    assert_int_equal (stage.refusal.code, REFUSAL_CONFLICT);
    report.obligation = "B-2021-009999";
    tell (&stage, obligation_report_record, &report);
    assert_int_equal (stage.refusal.code, REFUSAL_NOT_FOUND);
    report = (struct obligation_report){
        .window = "lantern", .party = "c02", .proof = "已查 9 家", .by = "office"
    };
    tell (&stage, obligation_report_record, &report);
    assert_int_equal (count_of (&stage, "met "), 1);
    report.window = "easter";
    tell (&stage, obligation_report_record, &report);
    assert_int_equal (stage.refusal.code, REFUSAL_NOT_FOUND);
    report.obligation = ref;
    tell (&stage, obligation_report_record, &report);
    assert_int_equal (stage.refusal.code, REFUSAL_INVALID);
    stage_destroy (&stage);
}

/* domain.md 3: three working days from Thu 23 January 2020 are over on Mon 3 February, and by the
   edition of 27 January on Wed 5: it moves when that begins to govern, not at the next start. */
static void a_day_in_working_days_moves_with_the_calendar (void **state)
{
    (void)state;
    static const char *const of[] = { "office" };
    struct stage stage = stage_new();
    struct campaign campaign = *stage.office->campaign;
    struct office office = *stage.office;
    const struct campaign_anchor anchor = { .id = "a",
                                            .name = "甲",
                                            .date = day_from (2020, 1, 23) };
    const struct campaign_deliverable report = {
        .id = "report", .name = "报告", .clause = "S26", .of = of, .of_count = 1, .due = "a + 3wd"
    };
    campaign.from = day_from (2020, 1, 10);
    campaign.to = day_from (2020, 3, 31);
    campaign.anchors = &anchor;
    campaign.deliverables = &report;
    campaign.anchors_count = campaign.deliverables_count = 1;
    campaign.windows_count = campaign.meetings_count = 0;
    office.campaign = &campaign;
    stage.office = &office;
    look (&stage, "2020-01-23 09:00");
    assert_int_equal (count_of (&stage, "/deliverable/1 2020-02-03 24:00"), 1);
    assert_true (stage_next (&stage, "obligation") == at ("2020-01-27 00:00"));
    look (&stage, "2020-01-27 00:00");
    assert_int_equal (count_of (&stage, "/deliverable/1 2020-02-05 24:00"), 1);
    assert_int_equal (count_of (&stage, "moved "), 1);
    stage_destroy (&stage);
}

/* S26, "gate opens when that date becomes known": the year was mistyped, the report was handed in
   the next day, and the day was put right in March: the real report is asked for. */
static void what_was_met_before_the_day_moved_is_asked_again (void **state)
{
    (void)state;
    struct stage stage = stage_new();
    struct anchor_resolve resolve = { .anchor = "two_sessions_close",
                                      .date = day_from (2020, 12, 11),
                                      .by = "office" };
    look (&stage, "2020-11-06 00:00");
    stage.now = at ("2020-12-11 09:00");
    tell (&stage, anchor_resolve_record, &resolve);
    look (&stage, "2020-12-11 09:00");
    assert_int_equal (count_of (&stage, "/deliverable/1 2020-12-25 24:00"), 1);
    stage.now = at ("2020-12-12 09:00");
    hear_submitted (&stage, "final_report", "office");
    assert_int_equal (count_of (&stage, "met "), 1);
    look (&stage, "2021-03-05 09:00");
    assert_int_equal (count_of (&stage, "/reopened/"), 0);
    resolve.date = day_from (2021, 3, 11);
    tell (&stage, anchor_resolve_record, &resolve);
    look (&stage, "2021-03-05 09:00");
    assert_int_equal (count_of (&stage, "/deliverable/2 2021-03-25 24:00"), 1);
    assert_int_equal (count_of (&stage, "/reopened/2"), 1);
    look (&stage, "2021-03-06 09:00");
    assert_int_equal (count_of (&stage, "/reopened/"), 0);
    stage.now = at ("2021-03-12 09:00");
    hear_submitted (&stage, "final_report", "office");
    assert_int_equal (count_of (&stage, "/deliverable/2"), 1);
    resolve.date = day_from (2021, 3, 10); /* handed in after it: it stays */
    stage.now += MINUTE_MS;
    tell (&stage, anchor_resolve_record, &resolve);
    look (&stage, "2021-03-12 09:00");
    assert_int_equal (count_of (&stage, "/reopened/"), 0);
    stage_destroy (&stage);
}

static const struct deadline_row *row_of (struct stage *stage, const char *deadline)
{
    struct scene scene = stage_scene (stage);
    const struct deadline_row *row = deadline_see (&scene, deadline);
    assert_non_null (row);
    return row;
}

static bool says (const struct deadline_row *deadline, const char *line)
{
    for (size_t i = 0; i < deadline->explanation_count; i++)
        if (text_same (deadline->explanation[i], line))
            return true;
    return false;
}

/* The office's final report, of a close on CLOSED that is known on NOW; its deadline. */
static const char *open_report (struct stage *stage, const char *now, day closed)
{
    look (stage, now);
    tell (
        stage, anchor_resolve_record,
        &(struct anchor_resolve){ .anchor = "two_sessions_close", .date = closed, .by = "office" });
    assert_int_equal (stage->refusal.code, REFUSAL_NONE);
    look (stage, now);
    const char *report = strstr (stage->said.bytes, "/deliverable/1 ");
    assert_non_null (report);
    return arena_format (stage->arena, "%.13s/deliverable/1", report - 13);
}

/* domain.md 3: ten working days from 25 December 2020 are until 8 January by the weekdays, and
   until 11 January by the edition of 25 November, since New Year's Day is off; from 4 January until
   18 January by both: nothing moves, and it is provisional no more. */
static void a_new_edition_counts_a_campaigns_day_again (void **state)
{
    static const struct {
        const char *closed, *before, *after, *word, *line;
    } rows[] = {
        { "2020-12-25", "2021-01-08 24:00", "2021-01-11 24:00", "moved ",
          "2021-01-01 周五  放假，不计（元旦）" },
        { "2021-01-04", "2021-01-18 24:00", "2021-01-18 24:00", "recounted ",
          "2021-01-18 周一  计第10个工作日" },
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct stage stage = stage_new();
        day closed = 0;
        assert_true (day_parse (rows[i].closed, &closed));
        const char *deadline = open_report (&stage, "2020-11-20 09:00", closed);
        const struct deadline_row *row = row_of (&stage, deadline);
        assert_string_equal (clock_moment (row->due, stage.arena), rows[i].before);
        assert_true (row->provisional);
        assert_string_equal (
            row->rule,
            "《张贵庄街冬春火灾防控工作》S26，config/campaign.yaml：全国“两会”结束后10个工作日");
        assert_true (says (
            row, arena_format (stage.arena, "全国“两会”结束：%s（当日不计入）", rows[i].closed)));
        assert_true (stage_next (&stage, "obligation") == at ("2020-11-25 00:00"));
        look (&stage, "2020-11-25 00:00");
        row = row_of (&stage, deadline);
        assert_int_equal (count_of (&stage, rows[i].word), 1);
        assert_string_equal (clock_moment (row->due, stage.arena), rows[i].after);
        assert_false (row->provisional);
        assert_true (says (row, rows[i].line));
        assert_true (says (row, "依据：2020-11-25公布的放假安排"));
        look (&stage, "2020-11-26 09:00");
        assert_int_equal (count_of (&stage, rows[i].word), 0);
        stage_destroy (&stage);
    }
}

static void what_moves_is_told_with_old_and_new_day (void **state)
{
    (void)state;
    struct stage stage = stage_new();
    const char *deadline = open_report (&stage, "2020-11-20 09:00", day_from (2020, 12, 25));
    stage.now = at ("2020-11-25 00:00");
    struct scene scene = stage_scene (&stage);
    struct decision decision = decision_in (stage.arena);
    obligation_decide_hour (NULL, obligation_see_hour (&scene, NULL), &decision);
    assert_int_equal (decision.count, 3);
    assert_ptr_equal (decision.events[1].word, notice_raised_record);
    const struct notice_raised *notice = decision.events[1].event;
    assert_string_equal (notice->notice, arena_format (stage.arena, "%s/moved/1", deadline));
    assert_non_null (strstr (notice->subject, "原2021-01-08 24:00，现2021-01-11 24:00"));
    assert_non_null (strstr (notice->text, "2021-01-01 周五  放假，不计（元旦）"));
    stage_destroy (&stage);
}

/* The close is on Sun 14 March instead of Sat 13: ten working days end on the same day. */
static void an_anchor_that_moves_nothing_is_explained_anew (void **state)
{
    (void)state;
    struct stage stage = stage_new();
    const char *deadline = open_report (&stage, "2021-03-05 09:00", day_from (2021, 3, 13));
    tell (&stage, anchor_resolve_record,
          &(struct anchor_resolve){
              .anchor = "two_sessions_close", .date = day_from (2021, 3, 14), .by = "office" });
    look (&stage, "2021-03-05 09:30");
    assert_string_equal (stage.said.bytes, arena_format (stage.arena, "recounted %s", deadline));
    assert_true (says (row_of (&stage, deadline), "全国“两会”结束：2021-03-14（当日不计入）"));
    stage_destroy (&stage);
}

static void stand_still (struct stage *stage, const char *deadline, const char *from,
                         const char *until)
{
    stage->now = at (from);
    tell (stage, deadline_pause_record,
          &(struct deadline_pause){
              .deadline = deadline, .until = at (until), .reason = "封控", .by = "leader" });
    assert_int_equal (stage->refusal.code, REFUSAL_NONE);
}

static void close_on (struct stage *stage, const char *now, day closed)
{
    stage->now = at (now);
    tell (
        stage, anchor_resolve_record,
        &(struct anchor_resolve){ .anchor = "two_sessions_close", .date = closed, .by = "office" });
    assert_int_equal (stage->refusal.code, REFUSAL_NONE);
    look (stage, now);
}

/* domain.md 3: ten working days from 11 March are counted without those that it stood still: a
   weekend is none of them, and the day on which it opened is, when the close was earlier. */
static void working_days_are_counted_without_those_that_stood (void **state)
{
    static const struct {
        const char *opened, *paused, *until, *due, *line;
    } rows[] = {
        { "2021-03-11 09:00", "2021-03-15 09:00", "2021-03-25 09:00", "2021-04-07 24:00",
          "2021-03-24 周三  中止，不计" },
        { "2021-03-11 09:00", "2021-03-12 09:00", "2021-03-15 09:00", "2021-03-26 24:00",
          "2021-03-12 周五  中止，不计" },
        { "2021-03-11 09:00", "2021-03-13 09:00", "2021-03-15 09:00", "2021-03-25 24:00",
          "2021-03-13 周六  周末，不计" },
        { "2021-03-15 09:00", "2021-03-15 10:00", "2021-03-16 09:00", "2021-03-26 24:00",
          "2021-03-15 周一  中止，不计" },
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct stage stage = stage_new();
        const char *deadline = open_report (&stage, rows[i].opened, day_from (2021, 3, 11));
        stand_still (&stage, deadline, rows[i].paused, rows[i].until);
        strike (&stage, "deadline", at (rows[i].until));
        look (&stage, rows[i].until);
        assert_int_equal (count_of (&stage, "moved "), 0);
        assert_int_equal (count_of (&stage, "recounted "), 0);
        const struct deadline_row *row = row_of (&stage, deadline);
        if (strcmp (clock_moment (row->due, stage.arena), rows[i].due) != 0)
            fail_msg ("row %zu: %s", i, clock_moment (row->due, stage.arena));
        assert_true (says (row, rows[i].line));
        assert_true (says (row, arena_format (stage.arena, "到期：%s", rows[i].due)));
        stage_destroy (&stage);
    }
}

/* domain.md 3: "a last day that is a statutory holiday moves to the day after it". The inspections
   before Spring Festival (10 February) stood still for four days and for none. */
static void a_window_that_stood_ends_on_no_holiday (void **state)
{
    static const struct {
        const char *until, *due;
    } rows[] = { { "2021-02-05 09:00", "2021-02-18 24:00" },
                 { "2021-02-01 18:00", "2021-02-10 24:00" } };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct stage stage = stage_with_warehouses();
        look (&stage, "2021-01-29 00:00");
        const char *window = strstr (stage.said.bytes, "/window/1 2021-02-10 24:00");
        assert_non_null (window);
        const char *deadline = arena_format (stage.arena, "%.13s/window/1", window - 13);
        stand_still (&stage, deadline, "2021-02-01 09:00", rows[i].until);
        strike (&stage, "deadline", at (rows[i].until));
        look (&stage, rows[i].until);
        assert_int_equal (count_of (&stage, "moved "), 0);
        assert_string_equal (clock_moment (row_of (&stage, deadline)->due, stage.arena),
                             rows[i].due);
        stage_destroy (&stage);
    }
}

/* It stood still on Mon 15 and Tue 16 March: until 29 March, and 30 March when the close was a day
   later; not any longer when it was after those. */
static void a_moved_base_keeps_the_days_that_it_stood (void **state)
{
    (void)state;
    struct stage stage = stage_new();
    const char *deadline = open_report (&stage, "2021-03-11 09:00", day_from (2021, 3, 11));
    stand_still (&stage, deadline, "2021-03-15 09:00", "2021-03-17 09:00");
    strike (&stage, "deadline", at ("2021-03-17 09:00"));
    assert_string_equal (clock_moment (row_of (&stage, deadline)->due, stage.arena),
                         "2021-03-29 24:00");
    close_on (&stage, "2021-03-17 11:00", day_from (2021, 3, 12));
    const struct deadline_row *row = row_of (&stage, deadline);
    assert_int_equal (count_of (&stage, "moved "), 1);
    assert_string_equal (clock_moment (row->due, stage.arena), "2021-03-30 24:00");
    assert_true (says (row, "2021-03-16 周二  中止，不计"));
    assert_true (says (row, "2021-03-30 周二  计第10个工作日"));
    close_on (&stage, "2021-03-17 12:00", day_from (2021, 3, 16));
    assert_string_equal (clock_moment (row_of (&stage, deadline)->due, stage.arena),
                         "2021-03-30 24:00");
    stage_destroy (&stage);
}

/* The close becomes another day while it stands still, from Mon 22 to Tue 30 March: when it goes
   on, of itself or because people say so, it moves once, from the day before the pause to the right
   one, and is told once. */
static void a_base_that_moves_while_it_stands_moves_it_once (void **state)
{
    static const struct {
        int closed; /* in March; 20 when it opened */
        bool is_said;
        const char *due;
    } rows[] = {
        { 8, false, "2021-03-30 24:00" },
        { 8, true, "2021-03-30 24:00" },
        { 21, false, "2021-04-13 24:00" },
        { 20, false, "2021-04-13 24:00" },
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct stage stage = stage_new();
        const char *deadline = open_report (&stage, "2021-03-11 09:00", day_from (2021, 3, 20));
        stand_still (&stage, deadline, "2021-03-22 09:00", "2021-03-30 09:00");
        if (rows[i].closed != 20)
            close_on (&stage, "2021-03-23 09:00", day_from (2021, 3, rows[i].closed));
        assert_int_equal (count_of (&stage, "moved "), 0);
        if (rows[i].is_said)
            stage.now = at ("2021-03-30 08:00");
        if (rows[i].is_said)
            tell (&stage, deadline_resume_record,
                  &(struct deadline_resume){
                      .deadline = deadline, .reason = "解封", .by = "leader" });
        else
            strike (&stage, "deadline", at ("2021-03-30 09:00"));
        const char *notice = arena_format (stage.arena, "notice %s/moved/", deadline);
        const char *moved = arena_format (stage.arena, "moved %s %s", deadline, rows[i].due);
        if (count_of (&stage, moved) != 1 || count_of (&stage, notice) != 1)
            fail_msg ("row %zu: %s", i, stage.said.bytes);
        stage.now = at ("2021-03-30 09:00");
        look (&stage, "2021-03-30 09:00");
        assert_int_equal (count_of (&stage, "moved "), 0);
        assert_int_equal (count_of (&stage, "recounted "), 0);
        stage_destroy (&stage);
    }
}

/* With more time that people gave, until 6 April: standing still from Tue 30 March to Fri 2 April
   it goes on until the later of both, in one move; and the more time is not forgotten. */
static void more_time_and_a_base_that_moves_are_one_move (void **state)
{
    static const struct {
        int closed; /* in March; 20 when it opened */
        int64_t days;
        const char *due, *back; /* closed on the 20th after all */
    } rows[] = {
        { 8, NUMBER_ABSENT, "2021-04-09 24:00", "2021-04-10 24:00" },
        { 24, NUMBER_ABSENT, "2021-04-13 24:00", "2021-04-10 24:00" },
        { 8, 1, "2021-04-09 24:00", "2021-04-12 24:00" },
        { 24, 1, "2021-04-13 24:00", "2021-04-12 24:00" },
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct stage stage = stage_new();
        const bool in_days = rows[i].days != NUMBER_ABSENT;
        const char *deadline = open_report (&stage, "2021-03-11 09:00", day_from (2021, 3, 20));
        stage.now = at ("2021-03-29 09:00");
        tell (&stage, deadline_extend_record,
              &(struct deadline_extend){ .deadline = deadline,
                                         .due = in_days ? INSTANT_ABSENT : at ("2021-04-07 00:00"),
                                         .working_days = rows[i].days,
                                         .reason = "r",
                                         .by = "leader" });
        assert_int_equal (stage.refusal.code, REFUSAL_NONE);
        stand_still (&stage, deadline, "2021-03-30 09:00", "2021-04-02 09:00");
        close_on (&stage, "2021-03-31 09:00", day_from (2021, 3, rows[i].closed));
        strike (&stage, "deadline", at ("2021-04-02 09:00"));
        const char *notice = arena_format (stage.arena, "notice %s/moved/", deadline);
        const char *moved = arena_format (stage.arena, "moved %s %s", deadline, rows[i].due);
        if (count_of (&stage, moved) != 1 || count_of (&stage, notice) != 1)
            fail_msg ("row %zu: %s", i, stage.said.bytes);
        stage.now = at ("2021-04-02 09:00");
        look (&stage, "2021-04-02 09:00");
        if (count_of (&stage, "moved ") != 0)
            fail_msg ("row %zu again: %s", i, stage.said.bytes);
        struct scene scene = stage_scene (&stage);
        struct decision decision = decision_in (stage.arena);
        const struct deadline_seen *counted = recount_see_hour (&scene, NULL);
        assert_int_equal (counted != NULL, in_days);
        if (counted)
            recount_decide_hour (NULL, counted, &decision);
        for (size_t e = 0; e < decision.count; e++)
            assert_ptr_equal (decision.events[e].word, deadline_recounted_record);
        stand_still (&stage, deadline, "2021-04-06 09:00", "2021-04-07 09:00");
        strike (&stage, "deadline", at ("2021-04-07 09:00"));
        close_on (&stage, "2021-04-07 10:00", day_from (2021, 3, 20));
        if (strcmp (clock_moment (row_of (&stage, deadline)->due, stage.arena), rows[i].back) != 0)
            fail_msg ("row %zu back: %s", i,
                      clock_moment (row_of (&stage, deadline)->due, stage.arena));
        stage_destroy (&stage);
    }
}

/* S26: the report is what is asked for by the day as it is now: handed in before the gate, it met
   nothing; when the close comes back to an earlier day, what was handed in once meets it again, and
   nobody is told to hand it in by another day. */
static void what_was_handed_in_counts_by_the_day_as_it_is (void **state)
{
    enum act { END, CLOSES, HANDS_IN };
    static const struct {
        struct {
            enum act act;
            int on, closed; /* in March */
            const char *said;
        } steps[6];
    } rows[] = {
        { { { CLOSES, 11, 11, "armed " },
            { HANDS_IN, 16, 0, "/deliverable/1" },
            { CLOSES, 17, 20, "/reopened/2" },
            { CLOSES, 22, 11, "met " },
            { CLOSES, 23, 20, "/reopened/3" },
            { HANDS_IN, 24, 0, "/deliverable/3" } } },
        { { { CLOSES, 11, 20, "armed " }, { HANDS_IN, 16, 0, NULL }, { CLOSES, 17, 11, "met " } } },
        { { { CLOSES, 11, 11, "armed " },
            { HANDS_IN, 16, 0, "/deliverable/1" },
            { HANDS_IN, 18, 0, NULL }, /* a second version, which counts */
            { CLOSES, 19, 17, NULL },
            { CLOSES, 20, 19, "/reopened/2" },
            { CLOSES, 21, 18, "met " } } },
        { { { HANDS_IN, 10, 0, NULL }, /* before the day was known */
            { CLOSES, 11, 9, "armed " },
            { CLOSES, 12, 8, "moved " } } },
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct stage stage = stage_new();
        look (&stage, "2021-03-05 09:00");
        for (size_t k = 0; k < 6 && rows[i].steps[k].act != END; k++) {
            const char *now = arena_format (stage.arena, "2021-03-%02d 09:00", rows[i].steps[k].on);
            const char *said = rows[i].steps[k].said;
            stage.now = at (now);
            if (rows[i].steps[k].act == HANDS_IN)
                hear_submitted (&stage, "final_report", "office");
            else
                close_on (&stage, now, day_from (2021, 3, rows[i].steps[k].closed));
            if (said ? !strstr (stage.said.bytes, said)
                     : strstr (stage.said.bytes, "met ") || strstr (stage.said.bytes, "reopened"))
                fail_msg ("row %zu, step %zu: %s", i, k, stage.said.bytes);
            if (said && strcmp (said, "met ") == 0)
                assert_null (strstr (stage.said.bytes, "notice "));
        }
        stage_destroy (&stage);
    }
}

/* By 24 March it would be due on 25 March again: handed in on the 16th, it was in time; and the
   list says by which day. */
static void what_is_met_again_is_due_by_its_day (void **state)
{
    (void)state;
    struct stage stage = stage_new();
    const char *deadline = open_report (&stage, "2021-03-11 09:00", day_from (2021, 3, 20));
    stage.now = at ("2021-03-16 09:00");
    hear_submitted (&stage, "final_report", "office");
    close_on (&stage, "2021-03-24 09:00", day_from (2021, 3, 11));
    assert_non_null (
        strstr (stage.said.bytes, arena_format (stage.arena, "moved %s 2021-03-25 24:00; met %s",
                                                deadline, deadline)));
    assert_int_equal (count_of (&stage, "notice "), 0);
    close_on (&stage, "2021-03-24 10:00", day_from (2021, 3, 10));
    assert_int_equal (count_of (&stage, "moved "), 0);
    stage_destroy (&stage);
}

/* ---- S0: next year's campaign is configured, and this one is not over ---- */

struct clone {
    struct campaign campaign;
    struct office office;
};

static void configure (struct stage *stage)
{
    const struct campaign *campaign = stage->office->campaign;
    hear (stage, campaign_configured_record, campaign->id, stage->now,
          &(struct campaign_configured){ .campaign = campaign->id, .definition = campaign });
}

static void install_clone (struct stage *stage, struct clone *clone)
{
    configure (stage);
    clone->campaign = *stage->office->campaign;
    clone->office = *stage->office;
    clone->campaign.id = "winter-2021";
    clone->campaign.from = day_from (2021, 11, 6);
    clone->campaign.to = day_from (2022, 3, 31);
    clone->office.campaign = &clone->campaign;
    stage->office = &clone->office;
    configure (stage);
}

/* What is open of a campaign is counted again after its last day too, whether it is the configured
   one or another has followed. */
static void an_edition_after_the_campaign_counts_what_is_open (void **state)
{
    (void)state;
    for (int follows = 0; follows < 2; follows++) {
        struct stage stage = stage_new();
        struct clone clone;
        const char *deadline = open_report (&stage, "2020-11-20 09:00", day_from (2020, 12, 25));
        if (follows)
            install_clone (&stage, &clone);
        else
            ((struct campaign *)stage.office->campaign)->to = day_from (2020, 11, 22);
        assert_true (stage_next (&stage, "obligation") == at ("2020-11-25 00:00"));
        look (&stage, "2020-11-25 00:00");
        assert_string_equal (clock_moment (row_of (&stage, deadline)->due, stage.arena),
                             "2021-01-11 24:00");
        assert_true (stage_next (&stage, "obligation") > at ("2020-11-25 00:00"));
        stage_destroy (&stage);
    }
}

/* Its windows open, its anchors move what is its own, and what was handed in to it meets it. */
static void an_earlier_campaign_goes_on (void **state)
{
    (void)state;
    struct stage stage = stage_with_warehouses();
    struct clone clone;
    look (&stage, "2020-11-06 00:00");
    install_clone (&stage, &clone);
    assert_true (stage_next (&stage, "obligation") == at ("2020-11-20 00:00"));
    stage.reads_again = true; /* whose premises are only being heard of */
    assert_true (stage_next (&stage, "obligation") == INSTANT_NEVER);
    stage.reads_again = false;
    look (&stage, "2020-12-07 00:00");
    assert_int_equal (count_of (&stage, "/window/1 2020-12-11 24:00"), 24);
    stage.now = at ("2021-03-08 09:00");
    look (&stage, "2021-03-08 09:00");
    tell (&stage, anchor_resolve_record,
          &(struct anchor_resolve){
              .anchor = "two_sessions_close", .date = day_from (2021, 3, 10), .by = "office" });
    look (&stage, "2021-03-08 09:00");
    assert_int_equal (count_of (&stage, "/deliverable/1 2021-03-24 24:00"), 1);
    stage.now = at ("2021-06-01 09:00");
    hear (&stage, deliverable_submitted_record, "D-2020-000001", stage.now,
          &(struct deliverable_submitted){ .deliverable = "D-2020-000001",
                                           .campaign = "winter-2020",
                                           .kind = "plan",
                                           .party = "c02",
                                           .version = 1,
                                           .digest = "d" });
    assert_int_equal (count_of (&stage, "met "), 1);
    tell (&stage, obligation_report_record,
          &(struct obligation_report){
              .window = "shopping", .party = "c02", .proof = "已查", .by = "office" });
    assert_int_equal (stage.refusal.code, REFUSAL_NONE);
    tell (&stage, obligation_report_record,
          &(struct obligation_report){ .window = "shopping",
                                       .party = "c03",
                                       .campaign = "winter-1999",
                                       .proof = "已查",
                                       .by = "office" });
    assert_string_equal (stage.refusal.path, "/campaign");
    look (&stage, "2021-06-01 09:00");
    assert_true (stage_next (&stage, "obligation") == at ("2021-10-25 00:00")); /* an edition */
    look (&stage, "2021-10-25 00:00");
    assert_true (stage_next (&stage, "obligation") == at ("2021-11-06 00:00"));
    look (&stage, "2021-11-06 00:00");
    assert_int_equal (count_of (&stage, "/deliverable/1 2020"), 0);
    assert_int_equal (count_of (&stage, "/deliverable/1 2021-11-30 24:00"),
                      0); /* of its own file */
    assert_int_equal (count_of (&stage, "/meeting/1 2021-11-19 24:00"), 1);
    stage_destroy (&stage);
}

/* Where the next has the same days, it asks in its place. */
static void what_is_followed_asks_for_nothing_new (void **state)
{
    (void)state;
    struct stage stage = stage_with_warehouses();
    struct clone clone;
    look (&stage, "2020-11-06 00:00");
    install_clone (&stage, &clone);
    clone.campaign.from = day_from (2020, 12, 1);
    look (&stage, "2020-12-07 00:00");
    assert_int_equal (count_of (&stage, "/window/1 2020-12-11 24:00"), 24);
    stage_destroy (&stage);
}

/* What nobody can do any more is withdrawn by authority, and does not climb. */
static void an_obligation_is_withdrawn_by_authority (void **state)
{
    (void)state;
    struct stage stage = stage_new();
    look (&stage, "2020-11-06 00:00");
    const char *plan = strstr (stage.said.bytes, "/deliverable/1");
    const char *ref = arena_copy (stage.arena, plan - 13, 13);
    struct obligation_withdraw withdraw = { .obligation = ref, .reason = "机构撤并", .by = "c01" };
    tell (&stage, obligation_withdraw_record, &withdraw);
    assert_int_equal (stage.refusal.code, REFUSAL_FORBIDDEN);
    withdraw.by = "office";
    assert_string_equal (tell (&stage, obligation_withdraw_record, &withdraw),
                         arena_format (stage.arena, "cancelled %s/deliverable/1", ref));
    tell (&stage, obligation_withdraw_record, &withdraw);
    assert_int_equal (stage.refusal.code, REFUSAL_CONFLICT);
    look (&stage, "2020-11-07 00:00");
    assert_int_equal (count_of (&stage, ref), 0);
    withdraw.obligation = "B-2020-009999";
    tell (&stage, obligation_withdraw_record, &withdraw);
    assert_int_equal (stage.refusal.code, REFUSAL_NOT_FOUND);
    stage_destroy (&stage);
}

int main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (they_open_when_their_time_comes),
        cmocka_unit_test (what_was_over_before_is_not_asked_for),
        cmocka_unit_test (an_outage_leaves_none_out),
        cmocka_unit_test (an_outage_leaves_no_turn_out),
        cmocka_unit_test (what_hangs_on_an_anchor_is_set_once),
        cmocka_unit_test (an_anchor_may_come_back),
        cmocka_unit_test (an_extension_stays_when_its_base_moves),
        cmocka_unit_test (an_earlier_day_that_is_over_is_missed),
        cmocka_unit_test (an_anchor_after_the_end_is_heard),
        cmocka_unit_test (what_waits_for_an_anchor_is_not_met_early),
        cmocka_unit_test (a_summary_before_its_phase_is_asked_again),
        cmocka_unit_test (handing_in_meets_it_once),
        cmocka_unit_test (what_was_handed_in_early_is_not_asked_for),
        cmocka_unit_test (what_is_of_another_campaign_meets_nothing_here),
        cmocka_unit_test (a_meeting_meets_its_turn),
        cmocka_unit_test (a_meeting_counts_for_its_campaign),
        cmocka_unit_test (each_holds_its_own_meeting),
        cmocka_unit_test (a_window_is_reported_by_its_party),
        cmocka_unit_test (what_was_met_before_the_day_moved_is_asked_again),
        cmocka_unit_test (a_day_in_working_days_moves_with_the_calendar),
        cmocka_unit_test (a_new_edition_counts_a_campaigns_day_again),
        cmocka_unit_test (what_moves_is_told_with_old_and_new_day),
        cmocka_unit_test (an_anchor_that_moves_nothing_is_explained_anew),
        cmocka_unit_test (working_days_are_counted_without_those_that_stood),
        cmocka_unit_test (a_window_that_stood_ends_on_no_holiday),
        cmocka_unit_test (a_moved_base_keeps_the_days_that_it_stood),
        cmocka_unit_test (a_base_that_moves_while_it_stands_moves_it_once),
        cmocka_unit_test (more_time_and_a_base_that_moves_are_one_move),
        cmocka_unit_test (what_was_handed_in_counts_by_the_day_as_it_is),
        cmocka_unit_test (what_is_met_again_is_due_by_its_day),
        cmocka_unit_test (an_earlier_campaign_goes_on),
        cmocka_unit_test (an_edition_after_the_campaign_counts_what_is_open),
        cmocka_unit_test (what_is_followed_asks_for_nothing_new),
        cmocka_unit_test (an_obligation_is_withdrawn_by_authority),
    };
    return cmocka_run_group_tests (tests, NULL, NULL);
}
