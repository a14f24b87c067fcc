/* S0: what a campaign asks is written down once, and again when its file was changed. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "intake/campaign.h"
#include "intake/stage_test.h"

/* What the hour says of the campaign that is configured; NULL: nothing. */
static const struct campaign_configured *look_at (const struct office *as_is,
                                                  const struct campaign *campaign)
{
    struct office configured = *as_is;
    configured.campaign = campaign;
    const struct scene scene = {
        .store = store, .arena = arena, .office = &configured, .now = now, .time = now
    };
    if (campaign_next (&scene) == INSTANT_NEVER)
        return NULL;
    decision = decision_in (arena);
    campaign_decide_hour (NULL, campaign_see_hour (&scene, NULL), &decision);
    assert_int_equal (decision.count, 1);
    const struct fact fact = { .time = now, .recorded = now };
    store_begin (store);
    campaign_apply_configured (store, &fact, decision.events[0].event, arena);
    assert_true (store_commit (store));
    return decision.events[0].event;
}

static const struct campaign_configured *look (const struct campaign *campaign)
{
    return look_at (office, campaign);
}

static void it_is_written_down_once_and_when_it_was_changed (void **state)
{
    (void)state;
    const struct campaign_configured *first = look (office->campaign);
    assert_non_null (first);
    assert_string_equal (first->campaign, "winter-2020");
    assert_int_equal (first->definition->windows_count, office->campaign->windows_count);
    assert_null (look (office->campaign));
    struct campaign changed = *office->campaign;
    changed.to++;
    assert_non_null (look (&changed));
    assert_null (look (&changed));
    struct campaign next = *office->campaign;
    next.id = "winter-2021";
    assert_non_null (look (&next));
    assert_null (look (&changed));
}

/* And the office beside it, but how its people are reached. */
static void it_is_written_down_when_the_office_was_changed (void **state)
{
    (void)state;
    struct office changed = *office;
    struct policy policy = *office->policy;
    struct ranking_policy ranking = *office->policy->ranking;
    ranking.found++;
    policy.ranking = &ranking;
    changed.policy = &policy;
    const struct campaign_configured *first = look (office->campaign);
    assert_non_null (first->office);
    assert_true (office->organisation->communities[0].reach_count > 0);
    assert_int_equal (first->office->organisation->communities[0].reach_count, 0);
    assert_string_equal (first->office->organisation->communities[0].name,
                         office->organisation->communities[0].name);
    assert_int_equal (look_at (&changed, office->campaign)->office->ranking->found, ranking.found);
    assert_null (look_at (&changed, office->campaign));
    struct campaign next = *office->campaign;
    next.id = "winter-2021";
    assert_non_null (look (&next));
    assert_non_null (look_at (&changed, office->campaign));
}

/* And the tables of major hazards, which an older version did not keep. */
static void it_is_written_down_when_the_tables_of_majors_were_changed (void **state)
{
    (void)state;
    struct office changed = *office;
    struct checklists checklists = *office->checklists;
    struct office_configured older = *office_as_configured (office, arena);
    const size_t count = checklists.majors_count;
    checklists.majors_count = 0;
    changed.checklists = &checklists;
    older.majors = NULL;
    const struct fact fact = { .time = now, .recorded = now };
    store_begin (store);
    campaign_apply_configured (store, &fact,
                               &(struct campaign_configured){ .campaign = office->campaign->id,
                                                              .definition = office->campaign,
                                                              .office = &older },
                               arena);
    assert_true (store_commit (store));
    assert_int_equal (look (office->campaign)->office->majors->editions_count, count);
    assert_null (look (office->campaign));
    assert_int_equal (look_at (&changed, office->campaign)->office->majors->editions_count, 0);
    assert_null (look_at (&changed, office->campaign));
}

int main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown (it_is_written_down_when_the_tables_of_majors_were_changed,
                                         stage_begin, stage_end),
        cmocka_unit_test_setup_teardown (it_is_written_down_when_the_office_was_changed,
                                         stage_begin, stage_end),
        cmocka_unit_test_setup_teardown (it_is_written_down_once_and_when_it_was_changed,
                                         stage_begin, stage_end),
    };
    return cmocka_run_group_tests (tests, NULL, NULL);
}
