/* A small service for the tests of the turn, made of intake's words: a watch report is a round of
   the case it names, with an alarm an hour later when it has a note; the watcher "nobody" is
   refused, and premises are the only thing that begins something new. What scheduling says is a
   round too, unless it misses a deadline (and understands_missed is not set); so is what the post
   says. Not here: anything of the real
   intake. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#pragma once
#include "frame/envelope.h"
#include "frame/try_journal.h"
#include "frame/turn.h"
#include "post/post.h"
#include "words/intake.h"

#include "record/declare_structs.h"
#include "frame/try_turn.def"
#include "record/declare_end.h"

#include "record/declare_tables.h"
#include "frame/try_turn.def"
#include "record/declare_end.h"

#define NOW INT64_C (1612918800000) /* 2021-02-10T09:00:00+08:00 */

enum { SEE, NEXT, PUT, STATEMENTS };
static const struct sql statements[STATEMENTS] = {
    [SEE] = { "SELECT hazard, round, due FROM watch WHERE hazard = :hazard", watch_row_record,
              watch_row_record },
    [NEXT] = { "SELECT hazard, round, due FROM watch WHERE due IS NOT NULL ORDER BY due LIMIT 1",
               NULL, watch_row_record },
    [PUT] = { "INSERT OR REPLACE INTO watch (hazard, round, due) VALUES (:hazard, :round, :due)",
              watch_row_record, NULL },
};
static const struct sql_table watch_sql = { statements, STATEMENTS };

/* ---- see ---- */

static inline const struct watch_row *see_row (const struct scene *scene, const char *hazard)
{
    struct watch_row *row = arena_take (scene->arena, sizeof *row);
    *row = (struct watch_row){ .hazard = hazard, .due = INSTANT_ABSENT };
    store_read (scene->store, &statements[SEE], row, scene->arena, row);
    return row;
}

static inline const void *see_watch (const struct scene *scene, const void *said)
{
    return see_row (scene, ((const struct watch_report *)said)->hazard);
}

static inline const void *see_nothing (const struct scene *scene, const void *said)
{
    (void)said;
    return scene;
}

static inline const void *see_fact (const struct scene *scene, const void *said)
{
    (void)said;
    return arena_copy (scene->arena, scene->heard, sizeof *scene->heard);
}

static inline const void *see_alarm (const struct scene *scene, const void *said)
{
    (void)said;
    struct watch_row *row = arena_take (scene->arena, sizeof *row);
    bool is_due = store_read (scene->store, &statements[NEXT], NULL, scene->arena, row) &&
                  row->due <= scene->now;
    return is_due ? row : NULL;
}

static int looked; /* for the next alarm */

static inline instant next_alarm (const struct scene *scene)
{
    looked++;
    struct watch_row row;
    return store_read (scene->store, &statements[NEXT], NULL, scene->arena, &row) ? row.due
                                                                                  : INSTANT_NEVER;
}

/* ---- decide ---- */

static inline void decide_round (struct decision *decision, const char *hazard, int64_t round,
                                 const char *watcher, const char *note)
{
    decision_event (decision, watch_reported_record, hazard,
                    &(struct watch_reported){
                        .hazard = hazard, .round = round, .watcher = watcher, .note = note });
}

static inline void decide_watch (const void *said_void, const void *seen, struct decision *decision)
{
    const struct watch_report *said = said_void;
    if (strcmp (said->watcher, "nobody") == 0)
        decision_refuse (decision, REFUSAL_CONFLICT, "/watcher", "nobody watches");
    decide_round (decision, said->hazard, ((const struct watch_row *)seen)->round + 1,
                  said->watcher, said->note);
}

static inline void decide_premises (const void *said, const void *seen, struct decision *decision)
{
    (void)seen;
    decide_round (decision, ((const struct premises_register *)said)->premises, 1, "w", NULL);
}

static bool understands_missed;

static inline void decide_fact (const void *said, const void *seen, struct decision *decision)
{
    (void)said;
    const struct fact *heard = seen;
    if (!understands_missed && strcmp (heard->type, "deadline.missed") == 0)
        decision_refuse (decision, REFUSAL_CONFLICT, "", "it was not missed");
    decide_round (decision, heard->subject, heard->seq, "scheduling", NULL);
}

static inline void decide_outcome (const void *said, const void *seen, struct decision *decision)
{
    (void)seen;
    decide_round (decision, ((const struct post_outcome *)said)->id, 1, "post", NULL);
}

static inline void decide_alarm (const void *said, const void *seen, struct decision *decision)
{
    (void)said;
    const char *hazard = ((const struct watch_row *)seen)->hazard;
    const struct hazard_closed event = { .hazard = hazard, .cycle = 1, .reason = closing_at_once };
    decision_event (decision, hazard_closed_record, hazard, &event);
}

static inline void decide_never (const void *said, const void *seen, struct decision *decision)
{
    (void)said, (void)seen;
    decision_refuse (decision, REFUSAL_CONFLICT, "", "is no word of this small service");
}

/* ---- apply ---- */

static inline void apply_watch (struct store *store, const struct fact *fact,
                                const void *event_void, struct arena *of_turn)
{
    (void)of_turn;
    const struct watch_reported *event = event_void;
    store_write (store, &statements[PUT],
                 &(struct watch_row){ .hazard = event->hazard,
                                      .round = event->round,
                                      .due = event->note ? fact->time + HOUR_MS : INSTANT_ABSENT });
}

static inline void apply_closed (struct store *store, const struct fact *fact, const void *event,
                                 struct arena *of_turn)
{
    (void)fact, (void)of_turn;
    store_write (store, &statements[PUT],
                 &(struct watch_row){ .hazard = ((const struct hazard_closed *)event)->hazard,
                                      .due = INSTANT_ABSENT });
}

static inline void apply_nothing (struct store *store, const struct fact *fact, const void *event,
                                  struct arena *of_turn)
{
    (void)store, (void)fact, (void)event, (void)of_turn;
}

/* ---- the service ---- */

static const struct handler handlers[] = {
    { .word = watch_report_record, .see = see_watch, .decide = decide_watch },
    { .word = premises_register_record,
      .see = see_nothing,
      .decide = decide_premises,
      .begins = true },
    { .word = premises_close_record, .see = see_nothing, .decide = decide_never },
    { .word = tipoff_report_record, .see = see_nothing, .decide = decide_never },
    { .word = tipoff_verify_record, .see = see_nothing, .decide = decide_never },
    { .word = finding_report_record, .see = see_nothing, .decide = decide_never },
    { .word = inspection_report_record, .see = see_nothing, .decide = decide_never },
    { .word = deliverable_submit_record, .see = see_nothing, .decide = decide_never },
    { .word = joint_open_record, .see = see_nothing, .decide = decide_never },
    { .word = task_report_record, .see = see_nothing, .decide = decide_never },
    { .word = task_withdraw_record, .see = see_nothing, .decide = decide_never },
    { .word = meeting_report_record, .see = see_nothing, .decide = decide_never },
    { .word = inventory_record_record, .see = see_nothing, .decide = decide_never },
    { .word = publicity_report_record, .see = see_nothing, .decide = decide_never },
    { .word = tipoff_triage_record, .see = see_nothing, .decide = decide_never },
    { .word = tipoff_link_record, .see = see_nothing, .decide = decide_never },
    { .word = tipoff_split_record, .see = see_nothing, .decide = decide_never },
    { .word = tipoff_answer_record, .see = see_nothing, .decide = decide_never },
    { .word = referral_answer_record, .see = see_nothing, .decide = decide_never },
    { .word = incident_report_record, .see = see_nothing, .decide = decide_never },
    { .word = incident_amend_record, .see = see_nothing, .decide = decide_never },
    { .word = incident_withdraw_record, .see = see_nothing, .decide = decide_never },
    { .word = rectification_report_record, .see = see_nothing, .decide = decide_never },
    { .word = reinspection_report_record, .see = see_nothing, .decide = decide_never },
    { .word = notice_serve_record, .see = see_nothing, .decide = decide_never },
    { .word = government_report_record, .see = see_nothing, .decide = decide_never },
    { .word = experts_convene_record, .see = see_nothing, .decide = decide_never },
    { .word = hazard_close_record, .see = see_nothing, .decide = decide_never },
    { .word = hazard_link_record, .see = see_nothing, .decide = decide_never },
    { .word = hazard_split_record, .see = see_nothing, .decide = decide_never },
    { .word = post_outcome_record, .see = see_nothing, .decide = decide_outcome },
    { .word = NULL, .see = see_fact, .decide = decide_fact },
};
static const struct applier appliers[] = {
    { watch_reported_record, apply_watch },
    { hazard_closed_record, apply_closed },
    { premises_registered_record, apply_nothing },
    { premises_closed_record, apply_nothing },
    { tipoff_reported_record, apply_nothing },
    { tipoff_verified_record, apply_nothing },
    { hazard_opened_record, apply_nothing },
    { inspection_reported_record, apply_nothing },
    { campaign_configured_record, apply_nothing },
    { deliverable_submitted_record, apply_nothing },
    { joint_opened_record, apply_nothing },
    { task_set_record, apply_nothing },
    { task_reported_record, apply_nothing },
    { meeting_reported_record, apply_nothing },
    { inventory_recorded_record, apply_nothing },
    { publicity_reported_record, apply_nothing },
    { tipoff_triaged_record, apply_nothing },
    { tipoff_linked_record, apply_nothing },
    { tipoff_split_off_record, apply_nothing },
    { hold_noted_record, apply_nothing },
    { hazard_linked_record, apply_nothing },
    { hazard_split_off_record, apply_nothing },
    { tipoff_answered_record, apply_nothing },
    { referral_noted_record, apply_nothing },
    { task_dropped_record, apply_nothing },
    { referral_answered_record, apply_nothing },
    { incident_reported_record, apply_nothing },
    { incident_amended_record, apply_nothing },
    { incident_withdrawn_record, apply_nothing },
    { rectification_reported_record, apply_nothing },
    { reinspection_reported_record, apply_nothing },
    { hazard_reopened_record, apply_nothing },
    { notice_served_record, apply_nothing },
    { government_reported_record, apply_nothing },
    { experts_convened_record, apply_nothing },
};
static const struct hour hours[] = {
    { .name = "alarm", .next = next_alarm, .see = see_alarm, .decide = decide_alarm }
};
static const struct sql_table *const tables[] = { &watch_sql, NULL };
static const char *const follows[] = { "scheduling", NULL };
static const struct service small = {
    .name = "intake",
    .follows = follows,
    .schema = "CREATE TABLE watch (hazard TEXT PRIMARY KEY, round INTEGER NOT NULL, due INTEGER) "
              "STRICT;",
    .tables = tables,
    .handlers = handlers,
    .handlers_count = COUNT (handlers),
    .appliers = appliers,
    .appliers_count = COUNT (appliers),
    .hours = hours,
    .hours_count = COUNT (hours),
    .posted = watch_reported_record,
};

/* ---- around the turn ---- */

static struct store *store;
static struct turn *turn;
static const char *answers[16]; /* of the last turn, in their order */
static size_t answers_count;
static int posted, asked;
static char request[2048], served[8192]; /* the last of each */
static int64_t elapsed;

static inline void out_answer (void *self, const struct peer *peer, const char *bytes, size_t size)
{
    (void)self, (void)peer;
    /* Everything is on disk by now: within a transaction another one cannot begin. */
    store_begin (store);
    store_rollback (store);
    assert_true (answers_count < COUNT (answers));
    answers[answers_count++] = arena_copy (arena, bytes, size);
}

static inline void out_serve (void *self, const struct peer *peer, const char *bytes, size_t size)
{
    (void)self, (void)peer;
    snprintf (served, sizeof served, "%.*s", (int)size, bytes);
}

static inline bool out_ask (void *self, const char *source, const char *bytes, size_t size,
                            bool afresh)
{
    (void)self, (void)afresh;
    assert_string_equal (source, "scheduling");
    snprintf (request, sizeof request, "%.*s", (int)size, bytes);
    asked++;
    return true;
}

static inline void out_post (void *self, const void *event)
{
    (void)self;
    assert_non_null (((const struct watch_reported *)event)->hazard);
    posted++;
}

static const struct service *tried = &small;

static inline void try_turn_open (const struct store_options *options, const struct permit *permit)
{
    store = store_open (options);
    turn = turn_new (&(struct turn_setup){
        .service = tried,
        .store = store,
        .permit = permit,
        .epoch = "epoch",
        .started = NOW,
        .skew_ms = 5 * MINUTE_MS,
        .sources_grace_ms = 30 * SECOND_MS,
        .outlets = {
            .answer = out_answer, .serve = out_serve, .ask = out_ask, .post = out_post } });
}

static inline void try_turn_close (void)
{
    turn_destroy (&turn);
    turn_destroy (&turn);
    store_destroy (&store);
}

/* WAIT_MS later. What turn_run returns. */
static inline int64_t try_run (int64_t wait_ms)
{
    elapsed += wait_ms;
    answers_count = 0;
    posted = asked = 0;
    int64_t rests = turn_run (turn, NOW + elapsed, elapsed);
    return rests;
}

static inline void try_take_from (const char *actor, const char *frame)
{
    turn_take_frame (turn, &(struct peer){ .size = 1 }, actor, frame, strlen (frame));
}

/* The only answer to FRAME, in a turn of its own, a second later. */
static inline const char *try_say_to (const char *actor, const char *frame)
{
    try_take_from (actor, frame);
    try_run (SECOND_MS);
    assert_int_equal (answers_count, 1);
    return answers[0];
}

/* An event of the door. */
static inline const char *try_event (const char *id, const char *type, const char *data)
{
    return arena_format (
        arena, "{\"specversion\":\"1.0\",\"id\":\"%s\",\"source\":\"s\",\"type\":\"%s\"%s%s}", id,
        type, data ? ",\"data\":" : "", data ? data : "");
}

static inline const char *try_watch (const char *id, const char *hazard, const char *watcher)
{
    return try_event (
        id, "watch.report",
        arena_format (arena, "{\"hazard\":\"%s\",\"watcher\":\"%s\"}", hazard, watcher));
}

static inline void try_contains (const char *text, const char *part)
{
    if (!strstr (text, part))
        fail_msg ("%s lacks %s", text, part);
}

static inline int64_t try_head (void)
{
    return journal_head (turn_journal (turn));
}

/* ---- what scheduling tells ---- */

static inline int64_t try_number_in (const char *member)
{
    long long number = -1;
    const char *at = strstr (request, arena_format (arena, "\"%s\":", member));
    assert_non_null (at);
    assert_int_equal (sscanf (strchr (at, ':'), ":%lld", &number), 1);
    return number;
}

static inline const char *try_told (int64_t seq, const char *type, const char *subject,
                                    const char *data)
{
    return arena_format (
        arena,
        "{\"seq\":%lld,\"type\":\"%s\",\"subject\":\"%s\",\"time\":"
        "\"2021-02-10T09:00:00+08:00\",\"recorded\":\"2021-02-10T09:00:00+08:00\","
        "\"data\":%s,\"chain\":"
        "\"00000000000000000000000000000000000000000000000000000000000000%02lld\"}",
        (long long)seq, type, subject, data, (long long)seq);
}

static inline const char *try_reply (const char *events)
{
    return arena_format (
        arena, "{\"fetch\":%lld,\"epoch\":\"theirs\",\"head\":9,\"after\":%lld,\"events\":[%s]}",
        (long long)try_number_in ("fetch"), (long long)try_number_in ("after"), events);
}

static inline void try_hear (const char *bytes)
{
    turn_take_reply (turn, "scheduling", bytes, strlen (bytes));
    try_run (SECOND_MS);
}
