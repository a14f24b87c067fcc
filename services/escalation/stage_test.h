/* An escalation service on a stage, for its tests: the shipped configuration, a real store in a
   folder of its own, and the order of the frame (see, decide, apply) without sockets and journal;
   and one case to play with. Not here: how the frame itself goes about it (frame/turn.c). */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#pragma once
#include "escalation/ladder.h"
#include "escalation/service.h"
#include "words/intake.h"
#include "words/scheduling.h"
#include <ftw.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#define COUNT(list) (sizeof (list) / sizeof *(list))
#define CASE        "H-2021-000017"

/* ---- a stage: a service without a frame ---- */

enum { SAID_MAX = 256 };
static const instant START = 1612922400000; /* 2021-02-10T10:00+08:00 */

static struct arena *arena;
static struct store *store;
static const struct office *office;
static char folder[] = "/tmp/escalation-XXXXXX";
static instant now;
static instant dated = INSTANT_ABSENT;           /* what is heard, by who sent it; absent: now */
static const char *issue = "blocked_evacuation"; /* of the case */
/* What was said since hush (). */
static struct decided said[SAID_MAX];
static size_t said_count;

static inline int unlink_one (const char *path, const struct stat *status, int kind,
                              struct FTW *place)
{
    (void)status, (void)kind, (void)place;
    return remove (path);
}

static inline int begin (void **state)
{
    (void)state;
    strcpy (folder, "/tmp/escalation-XXXXXX");
    arena = arena_new();
    struct refusals refusals = refusals_in (arena);
    office = office_read (arena_format (arena, "%s/config", getenv ("SOURCE")), arena, &refusals);
    if (!office || !mkdtemp (folder))
        return -1;
    store = store_open (&(struct store_options){ .folder = folder });
    store_script (store, escalation_schema);
    for (size_t i = 0; escalation.tables[i]; i++)
        store_prepare (store, escalation.tables[i]);
    now = START;
    dated = INSTANT_ABSENT;
    issue = "blocked_evacuation";
    said_count = 0;
    return 0;
}

static inline int end (void **state)
{
    (void)state;
    store_destroy (&store);
    arena_destroy (&arena);
    return nftw (folder, unlink_one, 8, FTW_DEPTH | FTW_PHYS);
}

static inline void hush (void)
{
    said_count = 0;
}

static inline instant happened (void)
{
    return dated == INSTANT_ABSENT ? now : dated;
}

static inline void keep (const struct decision *decision)
{
    store_begin (store);
    for (size_t i = 0; i < decision->count; i++) {
        const struct decided *decided = &decision->events[i];
        const char *word = decided->word()->head->word;
        const struct fact fact = {
            .type = word, .subject = decided->subject, .time = happened(), .recorded = now
        };
        service_applier (&escalation, word)->apply (store, &fact, decided->event, arena);
        assert_true (said_count < SAID_MAX);
        said[said_count++] = *decided;
    }
    assert_true (store_commit (store));
}

static inline struct scene scene_now (const struct fact *heard)
{
    return (struct scene){ .store = store,
                           .arena = arena,
                           .office = office,
                           .now = now,
                           .time = happened(),
                           .heard = heard };
}

static inline void hear (const struct record *(*word) (void), const char *subject,
                         const void *event)
{
    const char *type = word()->head->word;
    const struct fact heard = {
        .type = type, .subject = subject, .time = happened(), .recorded = now
    };
    const struct scene scene = scene_now (&heard);
    const struct handler *handler = service_handler (&escalation, type);
    struct decision decision = decision_in (arena);
    handler->decide (event, handler->see (&scene, event), &decision);
    assert_int_equal (decision.refusal.code, REFUSAL_NONE);
    keep (&decision);
}

static inline enum refusal_code command (const struct record *(*word) (void), const void *what)
{
    const struct scene scene = scene_now (NULL);
    const struct handler *handler = service_handler (&escalation, word()->head->word);
    struct decision decision = decision_in (arena);
    handler->decide (what, handler->see (&scene, what), &decision);
    keep (&decision);
    return decision.refusal.code;
}

static inline const struct hour *hour_of (const char *name)
{
    for (size_t i = 0; i < escalation.hours_count; i++)
        if (strcmp (escalation.hours[i].name, name) == 0)
            return &escalation.hours[i];
    fail_msg ("no hour %s", name);
    return NULL;
}

static inline instant next_hour (const char *name)
{
    const struct scene scene = scene_now (NULL);
    return hour_of (name)->next (&scene);
}

/* All of the hour NAME that is due, as the frame strikes it: one decision each, and each must move
   something on. */
static inline void strike (const char *name)
{
    while (next_hour (name) <= now) {
        const struct scene scene = scene_now (NULL);
        const void *seen = hour_of (name)->see (&scene, NULL);
        struct decision decision = decision_in (arena);
        assert_non_null (seen);
        hour_of (name)->decide (NULL, seen, &decision);
        assert_true (decision.count > 0);
        keep (&decision);
    }
}

static inline size_t count_said (const struct record *(*word) (void))
{
    size_t count = 0;
    for (size_t i = 0; i < said_count; i++)
        count += said[i].word == word;
    return count;
}

static inline const void *last_said (const struct record *(*word) (void))
{
    for (size_t i = said_count; i-- > 0;)
        if (said[i].word == word)
            return said[i].event;
    fail_msg ("%s was not said", word()->head->word);
    return NULL;
}

/* ---- what is told ---- */

static inline void open_hazard (enum treatment_kind kind)
{
    const struct treatment treatment = { .kind = kind, .grounds = "疏散通道全部锁闭" };
    hear (hazard_opened_record, CASE,
          &(struct hazard_opened){ .hazard = CASE,
                                   .premises = "p1",
                                   .premises_name = "某商场",
                                   .community = "c01",
                                   .department = "office",
                                   .category = issue,
                                   .severity = severity_major,
                                   .description = "锁闭",
                                   .treatment = &treatment,
                                   .origin = origin_inspection,
                                   .found = INSTANT_ABSENT });
}

static inline void register_place (const char *premises, bool private)
{
    hear (premises_registered_record, premises,
          &(struct premises_registered){ .premises = premises,
                                         .name = "n",
                                         .community = "c01",
                                         .department = "office",
                                         .private = private,
                                         .latitude_e6 = NUMBER_ABSENT,
                                         .longitude_e6 = NUMBER_ABSENT });
}

static inline void miss_of (const char *ref, const char *clock, int cycle, enum severity severity,
                            instant due, const char *tracker)
{
    hear (
        deadline_missed_record, ref,
        &(struct deadline_missed){ .deadline = arena_format (arena, "%s/%s/%d", ref, clock, cycle),
                                   .ref = ref,
                                   .clock = clock,
                                   .cycle = cycle,
                                   .due = due,
                                   .danger = strcmp (clock, CLOCK_WATCH) == 0,
                                   .premises = "p1",
                                   .premises_name = "某商场",
                                   .community = "c01",
                                   .department = "office",
                                   .category = issue,
                                   .severity = severity,
                                   .tracker = tracker });
}

static inline void miss (const char *ref, const char *clock, int cycle, enum severity severity,
                         instant due)
{
    miss_of (ref, clock, cycle, severity, due, NULL);
}

static inline void miss_one (const char *ref, const char *clock, enum severity severity,
                             instant due)
{
    miss (ref, clock, 1, severity, due);
}

static inline void pass_reinspection (void)
{
    static const char *const inspectors[] = { "甲", "乙" };
    hear (reinspection_reported_record, CASE,
          &(struct reinspection_reported){ .hazard = CASE,
                                           .cycle = 1,
                                           .outcome = reinspection_passed,
                                           .inspectors = inspectors,
                                           .inspectors_count = 2 });
}

static inline void close_hazard (void)
{
    hear (hazard_closed_record, CASE,
          &(struct hazard_closed){ .hazard = CASE, .cycle = 1, .reason = closing_reinspection });
}

static const char *const two_inspectors[] = { "甲", "乙" };

/* The unit was told, and gave its hearing up. */
static inline void approve (void)
{
    assert_int_equal (command (order_notify_record,
                               &(struct order_notify){ .order = "O-2021-000017-1",
                                                       .by = "office",
                                                       .inspectors = two_inspectors,
                                                       .inspectors_count = COUNT (two_inspectors),
                                                       .evidence = "送达回证",
                                                       .at = INSTANT_ABSENT }),
                      REFUSAL_NONE);
    assert_int_equal (
        command (hearing_waive_record, &(struct hearing_waive){ .order = "O-2021-000017-1",
                                                                .by = "office",
                                                                .evidence = "放弃听证书",
                                                                .at = INSTANT_ABSENT }),
        REFUSAL_NONE);
    assert_int_equal (
        command (order_approve_record, &(struct order_approve){ .order = "O-2021-000017-1",
                                                                .by = "leader",
                                                                .at = INSTANT_ABSENT }),
        REFUSAL_NONE);
}

static inline enum refusal_code serve (void)
{
    return command (order_serve_record,
                    &(struct order_serve){ .order = "O-2021-000017-1",
                                           .by = "office",
                                           .inspectors = two_inspectors,
                                           .inspectors_count = COUNT (two_inspectors),
                                           .at = INSTANT_ABSENT });
}

static inline enum refusal_code lift (void)
{
    return command (
        order_lift_record,
        &(struct order_lift){ .order = "O-2021-000017-1", .by = "leader", .at = INSTANT_ABSENT });
}
