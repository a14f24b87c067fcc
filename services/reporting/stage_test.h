/* Reporting on a stage, for its tests: the shipped configuration, a real store and journal in a
   folder of its own, and the order of the frame (see, decide, append, apply) without sockets. Not
   here: how the frame itself goes about it (frame/turn.c). */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#pragma once
#include "base/fault.h"
#include "office/office.h"
#include "reporting/service.h"
#include "reporting/view.h"
#include "words/escalation.h"
#include "words/intake.h"
#include "words/reporting.h"
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

/* ---- a stage: a service without a frame ---- */

static const instant START = 1612922400000; /* 2021-02-10T10:00+08:00 */

static struct arena *arena;
static const struct office *office;
static struct store *store;
static struct journal *journal;
static char folder[] = "/tmp/reporting-XXXXXX";
static instant now;
static int64_t told; /* facts of the neighbours */

static inline int unlink_one (const char *path, const struct stat *status, int kind,
                              struct FTW *place)
{
    (void)status, (void)kind, (void)place;
    return remove (path);
}

static inline void prepare (void)
{
    store_script (store, reporting_schema);
    for (size_t i = 0; reporting.tables[i]; i++)
        store_prepare (store, reporting.tables[i]);
}

static inline int begin (void **state)
{
    (void)state;
    strcpy (folder, "/tmp/reporting-XXXXXX");
    if (!mkdtemp (folder))
        return -1;
    arena = arena_new();
    struct refusals refusals = refusals_in (arena);
    office = office_read (arena_format (arena, "%s/config", getenv ("SOURCE")), arena, &refusals);
    if (!office)
        return -1;
    store = store_open (&(struct store_options){ .folder = folder });
    journal = journal_new (store, "reporting", "epoch");
    prepare();
    now = START;
    told = 0;
    return 0;
}

static inline int end (void **state)
{
    (void)state;
    fault_choose (FAULT_NONE);
    journal_destroy (&journal);
    store_destroy (&store);
    arena_destroy (&arena);
    return nftw (folder, unlink_one, 8, FTW_DEPTH | FTW_PHYS);
}

static inline void keep (const struct decision *decision, instant time)
{
    for (size_t i = 0; i < decision->count; i++) {
        const struct decided *decided = &decision->events[i];
        struct text data = text_in (arena);
        record_to_json (decided->word(), decided->event, &data);
        struct fact fact = { .type = decided->word()->head->word,
                             .subject = decided->subject,
                             .time = time,
                             .recorded = now,
                             .data = data.bytes };
        journal_append (journal, &fact);
        service_applier (&reporting, fact.type)->apply (store, &fact, decided->event, arena);
    }
}

/* SOURCE said EVENT about SUBJECT. Inside a turn. */
static inline void say (const char *source, const struct record *(*word) (void),
                        const char *subject, const void *event)
{
    struct text data = text_in (arena);
    struct refusal refusal;
    record_to_json (word(), event, &data);
    struct fact heard = { .seq = ++told,
                          .type = word()->head->word,
                          .subject = subject,
                          .time = now - SECOND_MS,
                          .recorded = now - 1,
                          .data = data.bytes };
    memcpy (heard.chain, &told, sizeof told);
    const struct scene scene = { .store = store,
                                 .arena = arena,
                                 .now = now,
                                 .time = heard.time,
                                 .heard = &heard,
                                 .heard_data =
                                     json_parse (data.bytes, data.length, arena, &refusal),
                                 .source = source };
    /* A neighbour says nothing that has a field unset. */
    struct refusals wrong = refusals_in (arena);
    if (!record_from_json (word(), scene.heard_data, arena, "", &wrong))
        fail_msg ("%s: %s %s", heard.type, wrong.list[0].path, wrong.list[0].sentence);
    const struct handler *handler = service_handler (&reporting, heard.type);
    struct decision decision = decision_in (arena);
    handler->decide (NULL, handler->see (&scene, NULL), &decision);
    assert_int_equal (decision.count, 1);
    keep (&decision, heard.time);
}

static inline void turn_begin (instant later)
{
    now += later;
    store_begin (store);
}

static inline void turn_end (void)
{
    assert_true (store_commit (store));
}

static struct refusals refused; /* by the last question */
static bool sees_private;       /* who asks has that duty */

static inline const char *ask (const struct record *(*word) (void), const void *asked)
{
    const struct scene scene = { .store = store,
                                 .arena = arena,
                                 .office = office,
                                 .now = now,
                                 .time = now,
                                 .sees_private = sees_private };
    struct text answer = text_in (arena);
    refused = refusals_in (arena);
    text_say (&answer, "{");
    service_asker (&reporting, word()->head->word)->ask (&scene, asked, &answer, &refused);
    text_say (&answer, "}");
    return answer.bytes;
}

/* Tables from the journal, as the frame makes them again. */
static inline void rebuild (void)
{
    struct fact fact;
    store_begin (store);
    journal_drop_tables (journal);
    prepare();
    journal_walk (journal, 0);
    while (journal_walk_next (journal, arena, &fact)) {
        struct refusals refusals = refusals_in (arena);
        const void *event = record_from_text (fact_recorded_record(), fact.data, strlen (fact.data),
                                              arena, &refusals);
        assert_non_null (event);
        service_applier (&reporting, fact.type)->apply (store, &fact, event, arena);
    }
    assert_true (store_commit (store));
}

/* ---- what scheduling asks of a party ---- */

/* OBLIGATION of PARTY, until the end of LAST. Inside a turn. */
static inline void say_owed (const char *obligation, enum obligation_kind kind, const char *what,
                             const char *party, day last)
{
    say ("scheduling", obligation_opened_record, obligation,
         &(struct obligation_opened){ .obligation = obligation,
                                      .kind = kind,
                                      .campaign = office->campaign->id,
                                      .what = what,
                                      .party = party,
                                      .cycle = 1,
                                      .name = what,
                                      .last = last });
    say ("scheduling", deadline_armed_record, obligation,
         &(struct deadline_armed){ .granted = INSTANT_ABSENT,
                                   .deadline = arena_format (arena, "%s/x/1", obligation),
                                   .ref = obligation,
                                   .clock = "x",
                                   .cycle = 1,
                                   .from = now,
                                   .due = day_start (last + 1),
                                   .published = DAY_ABSENT,
                                   .rule = "r",
                                   .community = "c01",
                                   .department = "office",
                                   .working_days = NUMBER_ABSENT,
                                   .calendar_days = NUMBER_ABSENT,
                                   .hours = NUMBER_ABSENT,
                                   .counted_from = INSTANT_ABSENT,
                                   .reached = now,
                                   .next = INSTANT_ABSENT });
}

static inline void say_longer (const char *obligation, instant due)
{
    say ("scheduling", deadline_extended_record, obligation,
         &(struct deadline_extended){ .deadline = arena_format (arena, "%s/x/1", obligation),
                                      .ref = obligation,
                                      .extension = 1,
                                      .due_before = now,
                                      .due = due,
                                      .published = DAY_ABSENT,
                                      .reason = "r",
                                      .by = "deputy",
                                      .working_days = NUMBER_ABSENT,
                                      .counted_from = INSTANT_ABSENT,
                                      .reached = now,
                                      .next = INSTANT_ABSENT });
}

static inline void say_paused (const char *obligation, instant until)
{
    say ("scheduling", deadline_paused_record, obligation,
         &(struct deadline_paused){ .deadline = arena_format (arena, "%s/x/1", obligation),
                                    .ref = obligation,
                                    .at = now,
                                    .until = until,
                                    .reason = "r",
                                    .by = "deputy" });
}

static inline void say_goes_on (const char *obligation, instant due_before, instant due)
{
    say ("scheduling", deadline_moved_record, obligation,
         &(struct deadline_moved){ .deadline = arena_format (arena, "%s/x/1", obligation),
                                   .ref = obligation,
                                   .move = 1,
                                   .due_before = due_before,
                                   .due = due,
                                   .published = DAY_ABSENT,
                                   .reason = "r",
                                   .alone = INSTANT_ABSENT,
                                   .granted = INSTANT_ABSENT,
                                   .own = INSTANT_ABSENT,
                                   .reached = now,
                                   .next = INSTANT_ABSENT });
}

static inline void say_owed_met (const char *obligation, enum obligation_kind kind,
                                 const char *party)
{
    say ("scheduling", obligation_met_record, obligation,
         &(struct obligation_met){ .obligation = obligation, .kind = kind, .party = party });
}

static inline void say_owed_no_more (const char *obligation, enum obligation_kind kind,
                                     const char *party)
{
    say ("scheduling", obligation_withdrawn_record, obligation,
         &(struct obligation_withdrawn){ .obligation = obligation,
                                         .kind = kind,
                                         .party = party,
                                         .reason = "r",
                                         .by = "deputy" });
}
