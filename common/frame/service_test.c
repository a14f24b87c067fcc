/* A contradiction in a service's rows stops its start; each in a process of its own. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "frame/service.h"
#include "frame/try.h"
#include "words/reporting.h"
#include "words/scheduling.h"
#include "words/words.h"

static const void *see (const struct scene *scene, const void *said)
{
    (void)scene;
    return said;
}

static void decide (const void *said, const void *seen, struct decision *decision)
{
    (void)said, (void)seen, (void)decision;
}

static void apply (struct store *store, const struct fact *fact, const void *event,
                   struct arena *of_turn)
{
    (void)store, (void)fact, (void)event, (void)of_turn;
}

static void ask (const struct scene *scene, const void *asked, struct text *answer,
                 struct refusals *refusals)
{
    (void)scene, (void)asked, (void)answer, (void)refusals;
}

static instant next (const struct scene *scene)
{
    (void)scene;
    return INSTANT_NEVER;
}

/* All that the vocabulary of reporting asks for, and one row that hears a neighbour. */
static const struct handler handlers[] = {
    { .word = NULL, .see = see, .decide = decide },
    { .word = deadline_met_record, .see = see, .decide = decide },
};
static const struct applier appliers[] = { { fact_recorded_record, apply } };
static const struct asker askers[] = {
    { hazards_list_record, ask },    { responsibilities_list_record, ask },
    { overview_show_record, ask },   { case_show_record, ask },
    { coverage_list_record, ask },   { deliverables_list_record, ask },
    { ranking_list_record, ask },    { statistics_show_record, ask },
    { ledger_list_record, ask },     { meeting_show_record, ask },
    { campaign_show_record, ask },   { final_report_show_record, ask },
    { comparison_show_record, ask }, { signals_list_record, ask },
    { suspicions_list_record, ask }, { window_tasks_list_record, ask },
    { tipoffs_list_record, ask },    { screen_show_record, ask },
    { clocks_list_record, ask }
};
static const struct hour hours[] = {
    { .name = "hour", .next = next, .see = see, .decide = decide }
};
static const struct service whole = {
    .name = "reporting",
    .handlers = handlers,
    .handlers_count = COUNT (handlers),
    .appliers = appliers,
    .appliers_count = COUNT (appliers),
    .askers = askers,
    .askers_count = COUNT (askers),
    .hours = hours,
    .hours_count = COUNT (hours),
};

static void rows_are_found_by_their_word (void **state)
{
    (void)state;
    assert_ptr_equal (service_handler (&whole, "deadline.met"), &handlers[1]);
    assert_ptr_equal (service_handler (&whole, "deadline.missed"), &handlers[0]);
    assert_ptr_equal (service_applier (&whole, "fact.recorded"), &appliers[0]);
    assert_null (service_applier (&whole, "deadline.met"));
    assert_ptr_equal (service_asker (&whole, "case.show"), &askers[3]);
    assert_null (service_asker (&whole, "case"));
    const struct service deaf = { .name = "deaf", .handlers = handlers + 1, .handlers_count = 1 };
    assert_null (service_handler (&deaf, "deadline.missed"));
}

/* Checks the whole service, but for what CHANGED has of its own. */
static void check (const void *changed)
{
    struct service service = *(const struct service *)changed;
    service.name = service.name ? service.name : whole.name;
    if (!service.handlers)
        service.handlers = whole.handlers, service.handlers_count = whole.handlers_count;
    if (!service.appliers)
        service.appliers = whole.appliers, service.appliers_count = whole.appliers_count;
    if (!service.askers)
        service.askers = whole.askers, service.askers_count = whole.askers_count;
    if (!service.hours)
        service.hours = whole.hours, service.hours_count = whole.hours_count;
    service_check (&service);
}

static void a_contradiction_stops_the_start (void **state)
{
    (void)state;
    static const struct handler no_see[] = { { .word = deadline_met_record, .decide = decide } };
    static const struct handler no_decide[] = { { .word = deadline_met_record, .see = see } };
    static const struct handler met_twice[] = {
        { .word = deadline_met_record, .see = see, .decide = decide },
        { .word = deadline_met_record, .see = see, .decide = decide },
    };
    static const struct applier no_apply[] = { { fact_recorded_record, NULL } };
    static const struct applier applied_twice[] = { { fact_recorded_record, apply },
                                                    { fact_recorded_record, apply } };
    static const struct asker no_ask[] = { { hazards_list_record, ask },
                                           { responsibilities_list_record, ask },
                                           { overview_show_record, ask },
                                           { case_show_record, NULL } };
    static const struct asker asked_twice[] = { { hazards_list_record, ask },
                                                { responsibilities_list_record, ask },
                                                { overview_show_record, ask },
                                                { case_show_record, ask },
                                                { case_show_record, ask } };
    static const struct hour no_next[] = { { .name = "hour", .see = see, .decide = decide } };
    const struct {
        const char *what;
        struct service changed;
    } rows[] = {
        { "no such vocabulary", { .name = "gossip" } },
        { "an event without an applier", { .appliers = appliers, .appliers_count = 0 } },
        { "a query without an asker", { .askers = askers, .askers_count = 3 } },
        { "no see", { .handlers = no_see, .handlers_count = 1 } },
        { "no decide", { .handlers = no_decide, .handlers_count = 1 } },
        { "two handlers", { .handlers = met_twice, .handlers_count = 2 } },
        { "no apply", { .appliers = no_apply, .appliers_count = 1 } },
        { "two appliers", { .appliers = applied_twice, .appliers_count = 2 } },
        { "no ask", { .askers = no_ask, .askers_count = 4 } },
        { "two askers", { .askers = asked_twice, .askers_count = 5 } },
        { "no next", { .hours = no_next, .hours_count = 1 } },
    };
    assert_int_equal (try_exit (check, &whole), 0);
    for (size_t i = 0; i < COUNT (rows); i++)
        if (try_exit (check, &rows[i].changed) != STOP_BUG)
            fail_msg ("%s does not stop the start", rows[i].what);
}

/* The row for any fact takes no command: its name would be known, and its data be nobody's. */
static void a_command_needs_a_row_of_its_own (void **state)
{
    (void)state;
    static const struct handler all[] = {
        { .word = NULL, .see = see, .decide = decide },
        { .word = anchor_resolve_record, .see = see, .decide = decide },
        { .word = deadline_extend_record, .see = see, .decide = decide },
        { .word = extension_ask_record, .see = see, .decide = decide },
        { .word = extension_grant_record, .see = see, .decide = decide },
        { .word = extension_refuse_record, .see = see, .decide = decide },
        { .word = deadline_pause_record, .see = see, .decide = decide },
        { .word = deadline_resume_record, .see = see, .decide = decide },
        { .word = obligation_report_record, .see = see, .decide = decide },
        { .word = obligation_withdraw_record, .see = see, .decide = decide },
        { .word = reminder_acknowledge_record, .see = see, .decide = decide },
    };
    static const struct asker lists[] = { { deadlines_list_record, ask } };
    const struct vocabulary *words = words_of ("scheduling");
    struct applier folds[32];
    struct service changed = { .name = "scheduling",
                               .handlers = all,
                               .handlers_count = COUNT (all),
                               .appliers = folds,
                               .askers = lists,
                               .askers_count = 1 };
    for (size_t i = 0; i < words->count; i++)
        if (words->words[i]()->head->kind == RECORD_EVENT)
            folds[changed.appliers_count++] = (struct applier){ words->words[i], apply };
    assert_int_equal (try_exit (check, &changed), 0);
    changed.handlers_count = COUNT (all) - 1;
    assert_int_equal (try_exit (check, &changed), STOP_BUG);
}

int main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (rows_are_found_by_their_word),
        cmocka_unit_test (a_contradiction_stops_the_start),
        cmocka_unit_test (a_command_needs_a_row_of_its_own),
    };
    return cmocka_run_group_tests (tests, try_begin, try_end);
}
