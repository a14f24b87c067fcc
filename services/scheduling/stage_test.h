/* A scheduling service on a stage, for its tests: the shipped configuration, a real store in a
   folder of its own, and the order of the frame (see, decide, apply) without sockets and journal.
   What was said is kept as short lines. Not here: how the frame itself goes about it
   (frame/turn.c). */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#pragma once
#include "calendar/clock.h"
#include "office/office.h"
#include "post/post.h"
#include "scheduling/service.h"
#include "words/escalation.h"
#include "words/intake.h"
#include "words/scheduling.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

enum { STAGE_STRIKES_MAX = 1000 };

struct stage {
    struct arena *arena;
    struct store *store;
    const struct office *office;
    instant now, started;
    struct text said;       /* what the last call said: "word what; word what" */
    struct refusal refusal; /* of the last call */
    const void *last;       /* the last event, as the journal holds it */
    const void *decided;    /* and as it was decided */
    int64_t seq, heard;     /* of its own journal, and of the neighbours' together */
    bool reads_again;       /* their past (frame/again.h) */
};

/* "2021-02-08 10:00", at +08:00. */
static inline instant at (const char *text)
{
    char whole[INSTANT_TEXT_SIZE];
    instant moment = 0;
    snprintf (whole, sizeof whole, "%.10sT%.5s:00+08:00", text, text + 11);
    assert_true (instant_parse (whole, &moment));
    return moment;
}

static inline const struct office *stage_office (struct arena *arena)
{
    struct refusals refusals = refusals_in (arena);
    const char *source = getenv ("SOURCE");
    const struct office *office =
        office_read (arena_format (arena, "%s/config", source ? source : "."), arena, &refusals);
    assert_non_null (office);
    return office;
}

static inline struct stage stage_new (void)
{
    char folder[] = "/tmp/firewarden-scheduling-XXXXXX";
    struct stage stage = { .arena = arena_new() };
    assert_non_null (mkdtemp (folder));
    const char *store = arena_format (stage.arena, "%s/store", folder);
    stage.office = stage_office (stage.arena);
    stage.store = store_open (&(struct store_options){ .folder = store, .any_file_system = true });
    store_script (stage.store, scheduling_schema);
    for (size_t i = 0; scheduling.tables[i]; i++)
        store_prepare (stage.store, scheduling.tables[i]);
    assert_int_equal (system (arena_format (stage.arena, "rm -r %s", folder)),
                      0); /* the open files remain */
    return stage;
}

/* As if the length of every clock were the street's own, and more time could be given, or it could
   stand still. */
static inline void lend_time (const struct office *office)
{
    struct clock_policy *clocks = (struct clock_policy *)office->policy->clocks;
    for (size_t i = 0; i < office->policy->clocks_count; i++)
        clocks[i].statutory = false;
}

static inline void stage_destroy (struct stage *stage)
{
    store_destroy (&stage->store);
    arena_destroy (&stage->arena);
}

/* ---- what was said ---- */

static inline void describe_deadline (const struct decided *decided, struct text *text)
{
    const void *event = decided->event;
    if (decided->word == deadline_armed_record) {
        const struct deadline_armed *armed = event;
        text_format (text, "armed %s %s", armed->deadline, clock_moment (armed->due, text->arena));
    } else if (decided->word == deadline_extended_record) {
        const struct deadline_extended *extended = event;
        text_format (text, "extended %s %s", extended->deadline,
                     clock_moment (extended->due, text->arena));
    } else if (decided->word == deadline_moved_record) {
        const struct deadline_moved *moved = event;
        text_format (text, "moved %s %s", moved->deadline, clock_moment (moved->due, text->arena));
    } else if (decided->word == deadline_recounted_record) {
        text_format (text, "recounted %s", ((const struct deadline_recounted *)event)->deadline);
    } else if (decided->word == deadline_missed_record) {
        const struct deadline_missed *missed = event;
        text_format (text, "missed %s%s", missed->deadline, missed->danger ? " danger" : "");
    } else if (decided->word == deadline_met_record) {
        const struct deadline_met *met = event;
        text_format (text, "met %s%s", met->deadline, met->late ? " late" : "");
    } else if (decided->word == deadline_cancelled_record) {
        text_format (text, "cancelled %s", ((const struct deadline_cancelled *)event)->deadline);
    } else if (decided->word == deadline_planned_record) {
        text_format (text, "planned %s", ((const struct deadline_planned *)event)->deadline);
    }
}

static inline void describe_telling (const struct decided *decided, struct text *text)
{
    const void *event = decided->event;
    if (decided->word == reminder_raised_record) {
        const struct reminder_raised *raised = event;
        text_format (text, "reminder %s%s", raised->reminder, raised->late ? " late" : "");
        if (raised->silent != NUMBER_ABSENT && raised->silent > 0)
            text_format (text, " silent=%d", (int)raised->silent);
        text_format (text, " to=%zu", raised->notices_count);
    } else if (decided->word == reminder_acknowledged_record) {
        const struct reminder_acknowledged *acknowledged = event;
        text_format (text, "acknowledged %s until %s", acknowledged->reminder,
                     clock_moment (acknowledged->until, text->arena));
    } else if (decided->word == notice_raised_record) {
        const struct notice_raised *raised = event;
        text_format (text, "notice %s to=%zu", raised->notice, raised->notices_count);
    }
}

static inline void describe_letter (const struct decided *decided, struct text *text)
{
    const void *event = decided->event;
    if (decided->word == letter_attempted_record) {
        const struct letter_attempted *attempted = event;
        text_format (text, "attempted %s notices=%zu%s", attempted->letter,
                     attempted->notices_count, attempted->possibly_repeated ? " repeated" : "");
    } else if (decided->word == letter_sent_record) {
        text_format (text, "sent %s", ((const struct letter_sent *)event)->letter);
    } else if (decided->word == letter_failed_record) {
        const struct letter_failed *failed = event;
        text_format (text, "failed %s%s", failed->letter, failed->dead_count > 0 ? " dead" : "");
    }
}

static inline void describe (const struct decision *decision, struct text *text)
{
    for (size_t i = 0; i < decision->count; i++) {
        struct text one = text_in (text->arena);
        text_say (&one, "");
        describe_deadline (&decision->events[i], &one);
        describe_telling (&decision->events[i], &one);
        describe_letter (&decision->events[i], &one);
        text_format (text, "%s%s", text->length > 0 && one.length > 0 ? "; " : "", one.bytes);
    }
}

/* ---- one word, one hour ---- */

static inline struct scene stage_scene (struct stage *stage)
{
    return (struct scene){ .store = stage->store,
                           .arena = stage->arena,
                           .office = stage->office,
                           .now = stage->now,
                           .time = stage->now,
                           .started = stage->started,
                           .reads_again = stage->reads_again };
}

static inline const char *stage_cause (struct stage *stage, const struct scene *scene)
{
    if (!scene->heard)
        return NULL;
    const char *seq = arena_format (stage->arena, "%012lld", (long long)scene->heard->seq);
    return cause_text (&(struct known){ .id = seq, .source = "journal:intake" }, stage->arena);
}

/* What went through the journal is what is applied: as it was written, not as it was decided. */
static inline void stage_fold (struct stage *stage, const struct decision *decision,
                               const struct scene *scene)
{
    for (size_t i = 0; i < decision->count; i++) {
        const struct decided *decided = &decision->events[i];
        struct text data = text_in (stage->arena);
        struct refusals refusals = refusals_in (stage->arena);
        const char *word = decided->word()->head->word;
        record_to_json (decided->word(), decided->event, &data);
        const void *event =
            record_from_text (decided->word(), data.bytes, data.length, stage->arena, &refusals);
        if (!event)
            fail_msg ("%s cannot be read back: %s %s\n%s", word, refusals.list[0].path,
                      refusals.list[0].sentence, data.bytes);
        const struct fact fact = { .seq = ++stage->seq,
                                   .type = word,
                                   .subject = decided->subject,
                                   .time = scene->time,
                                   .recorded = scene->now,
                                   .cause = stage_cause (stage, scene),
                                   .data = data.bytes };
        service_applier (&scheduling, word)->apply (stage->store, &fact, event, stage->arena);
        stage->last = event;
        stage->decided = decided->event;
    }
    stage->refusal = decision->refusal;
    describe (decision, &stage->said);
}

static inline void stage_do (struct stage *stage, const struct scene *scene, const char *word,
                             const void *said)
{
    const struct handler *handler = service_handler (&scheduling, word);
    struct decision decision = decision_in (stage->arena);
    stage->said = text_in (stage->arena);
    text_say (&stage->said, "");
    store_begin (stage->store);
    handler->decide (said, handler->see (scene, said), &decision);
    stage_fold (stage, &decision, scene);
    assert_true (store_commit (stage->store));
}

/* A command, or the post's outcome. Returns what was said. */
static inline const char *tell (struct stage *stage, const struct record *(*word) (void),
                                const void *said)
{
    struct scene scene = stage_scene (stage);
    stage_do (stage, &scene, word()->head->word, said);
    return stage->said.bytes;
}

/* A neighbour's fact about SUBJECT that happened at TIME and is heard now. */
static inline const char *hear (struct stage *stage, const struct record *(*word) (void),
                                const char *subject, instant time, const void *said)
{
    struct scene scene = stage_scene (stage);
    const struct fact fact = { .seq = ++stage->heard,
                               .type = word()->head->word,
                               .subject = subject,
                               .time = time,
                               .recorded = stage->now };
    scene.heard = &fact;
    scene.time = time;
    stage_do (stage, &scene, fact.type, said);
    return stage->said.bytes;
}

static inline instant stage_next (struct stage *stage, const char *hour)
{
    struct scene scene = stage_scene (stage);
    for (size_t i = 0; i < scheduling.hours_count; i++)
        if (strcmp (scheduling.hours[i].name, hour) == 0)
            return scheduling.hours[i].next (&scene);
    fail_msg ("no hour %s", hour);
    return INSTANT_NEVER;
}

/* Lets everything of the HOUR strike that is due NOW, in order. */
static inline const char *strike (struct stage *stage, const char *name, instant now)
{
    stage->now = now;
    struct scene scene = stage_scene (stage);
    stage->said = text_in (stage->arena);
    text_say (&stage->said, "");
    for (size_t i = 0; i < scheduling.hours_count; i++) {
        const struct hour *hour = &scheduling.hours[i];
        for (int n = 0; strcmp (hour->name, name) == 0 && hour->next (&scene) <= now; n++) {
            struct decision decision = decision_in (stage->arena);
            const void *seen = hour->see (&scene, NULL);
            if (!seen)
                break;
            assert_true (n < STAGE_STRIKES_MAX);
            store_begin (stage->store);
            hour->decide (NULL, seen, &decision);
            assert_true (decision.count > 0);
            stage_fold (stage, &decision, &scene);
            assert_true (store_commit (stage->store));
        }
    }
    return stage->said.bytes;
}

/* ---- what is heard most ---- */

static inline const char *hear_found (struct stage *stage, enum treatment_kind kind,
                                      enum severity severity, instant due, instant found)
{
    static const struct watcher watcher = { .name = "张三", .phone = "13800000000" };
    const struct treatment treatment = { .kind = kind,
                                         .measures = "断电",
                                         .watcher = &watcher,
                                         .tracker = "construction",
                                         .due = due,
                                         .working_days = NUMBER_ABSENT };
    return hear (stage, hazard_opened_record, "H-2021-000001", stage->now,
                 &(struct hazard_opened){ .hazard = "H-2021-000001",
                                          .premises = "p1",
                                          .premises_name = "某仓库",
                                          .community = "c01",
                                          .department = "construction",
                                          .category = "combustible_storage",
                                          .severity = severity,
                                          .description = "堆放",
                                          .treatment = &treatment,
                                          .origin = origin_inspection,
                                          .found = found });
}

static inline const char *hear_opened (struct stage *stage, enum treatment_kind kind,
                                       enum severity severity, instant due)
{
    return hear_found (stage, kind, severity, due, INSTANT_ABSENT);
}

static inline const char *hear_watch (struct stage *stage, instant time)
{
    return hear (
        stage, watch_reported_record, "H-2021-000001", time,
        &(struct watch_reported){ .hazard = "H-2021-000001", .round = 1, .watcher = "张三" });
}

static inline const char *hear_rectified (struct stage *stage, int64_t cycle)
{
    return hear (stage, rectification_reported_record, "H-2021-000001", stage->now,
                 &(struct rectification_reported){
                     .hazard = "H-2021-000001", .cycle = cycle, .proof = "照片" });
}

static inline const char *hear_closed (struct stage *stage)
{
    return hear (stage, hazard_closed_record, "H-2021-000001", stage->now,
                 &(struct hazard_closed){
                     .hazard = "H-2021-000001", .cycle = 1, .reason = closing_reinspection });
}
