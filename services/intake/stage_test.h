/* Intake on a stage, for its tests: the shipped configuration, a real store in a folder of its own,
   and the order of the frame (see, decide, apply) without sockets and journal. Not here: how the
   frame itself goes about it (frame/turn.c). */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#pragma once
#include "intake/rows.h"
#include "intake/service.h"
#include "office/office.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#define COUNT(list) (sizeof (list) / sizeof *(list))
#define DIGEST      "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

static struct arena *arena;
static const struct office *office;
static struct store *store;
static instant now;
static struct decision decision; /* the last one */

static inline int stage_begin (void **state)
{
    (void)state;
    char folder[] = "/tmp/firewarden-intake-XXXXXX";
    arena = arena_new();
    struct refusals refusals = refusals_in (arena);
    office = office_read (arena_format (arena, "%s/config", getenv ("SOURCE")), arena, &refusals);
    if (!office || !mkdtemp (folder))
        return -1;
    store = store_open (&(struct store_options){ .folder = folder, .any_file_system = true });
    store_script (store, intake_schema);
    for (size_t i = 0; intake.tables[i]; i++)
        store_prepare (store, intake.tables[i]);
    now = INT64_C (1612918800000);                            /* 2021-02-10T09:00+08:00 */
    return system (arena_format (arena, "rm -r %s", folder)); /* the open files remain */
}

static inline int stage_end (void **state)
{
    (void)state;
    store_destroy (&store);
    arena_destroy (&arena);
    return 0;
}

/* Returns where the command was refused; NULL: it was taken. */
static inline const char *tell (const struct record *(*word) (void), const void *said)
{
    const struct scene scene = {
        .store = store, .arena = arena, .office = office, .now = now, .time = now
    };
    const struct handler *handler = service_handler (&intake, word()->head->word);
    decision = decision_in (arena);
    store_begin (store);
    handler->decide (said, handler->see (&scene, said), &decision);
    for (size_t i = 0; i < decision.count; i++) {
        const struct decided *decided = &decision.events[i];
        const struct fact fact = { .type = decided->word()->head->word,
                                   .subject = decided->subject,
                                   .time = now,
                                   .recorded = now };
        service_applier (&intake, fact.type)->apply (store, &fact, decided->event, arena);
    }
    assert_true (store_commit (store));
    return decision.refusal.code == REFUSAL_NONE ? NULL : decision.refusal.path;
}

static inline void register_premises (const char *premises, const char *community)
{
    static const char *const categories[] = { "warehouse" };
    assert_null (
        tell (premises_register_record, &(struct premises_register){ .premises = premises,
                                                                     .name = "某仓库",
                                                                     .categories = categories,
                                                                     .categories_count = 1,
                                                                     .community = community }));
}

/* H-2021-000001: a deferred treatment of PREMISES, watched. */
static inline void find_hazard (const char *premises, const char *category)
{
    static const struct watcher watcher = { .name = "张三" };
    const struct treatment treatment = { .kind = treatment_deferred,
                                         .measures = "断电",
                                         .watcher = &watcher,
                                         .tracker = "office",
                                         .due = INSTANT_ABSENT,
                                         .working_days = 5 };
    assert_null (
        tell (finding_report_record, &(struct finding_report){ .premises = premises,
                                                               .category = category,
                                                               .severity = severity_general,
                                                               .description = "堵塞",
                                                               .treatment = &treatment }));
}
