/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "intake/hazard.h"
#include "intake/hazard_link.h"
#include "base/id.h"
#include "intake/premises.h"
#include "intake/task.h"
#include "intake/transfer.h"
#include <assert.h>

#define COLUMNS                                                                                    \
    "number, stage, cycle, round, watched, major, premises, linked, closing, category, "           \
    "community, "                                                                                  \
    "department, tracker, watcher, last"

enum { SEE, LAST, PUT, STAGE, CYCLE, ROUND, STATEMENTS };
static const struct sql statements[STATEMENTS] = {
    [SEE] = { "SELECT " COLUMNS " FROM hazard WHERE number = :number", row_key_record,
              hazard_row_record },
    [LAST] = { "SELECT number FROM hazard ORDER BY number DESC LIMIT 1", NULL, number_row_record },
    [PUT] = { "INSERT INTO hazard (" COLUMNS
              ") VALUES (:number, :stage, :cycle, :round, :watched, :major, :premises, :linked, "
              ":closing, :category, :community, :department, :tracker, :watcher, :last)",
              hazard_row_record, NULL },
    /* max: a sender's clock may be behind the one before it, by the policy's skew. */
    [STAGE] = { "UPDATE hazard SET stage = :stage, closing = :closing, last = max (last, :last) "
                "WHERE number = :number",
                hazard_row_record, NULL },
    [CYCLE] = { "UPDATE hazard SET stage = :stage, closing = NULL, cycle = :cycle, last = max "
                "(last, :last) WHERE "
                "number = :number",
                hazard_row_record, NULL },
    [ROUND] = { "UPDATE hazard SET round = :round WHERE number = :number", hazard_row_record,
                NULL },
};
const struct sql_table hazard_sql = { statements, STATEMENTS };

/* ---- see ---- */

struct finding_seen hazard_see_finding (const struct scene *scene, const char *premises)
{
    struct number_row last = { .number = 0 };
    store_read (scene->store, &statements[LAST], NULL, scene->arena, &last);
    return (struct finding_seen){ .office = scene->office,
                                  .premises = premises_see (scene, premises),
                                  .last = last.number,
                                  .now = scene->now,
                                  .time = scene->time };
}

const void *hazard_see_report (const struct scene *scene, const void *said)
{
    struct finding_seen *seen = arena_take (scene->arena, sizeof *seen);
    *seen = hazard_see_finding (scene, ((const struct finding_report *)said)->premises);
    return seen;
}

const struct hazard_row *hazard_see (const struct scene *scene, const char *ref)
{
    struct hazard_row *row = arena_take (scene->arena, sizeof *row);
    struct row_key key = { .premises = NULL };
    bool known = ref_parse (ref, 'H', &key.number) &&
                 store_read (scene->store, &statements[SEE], &key, scene->arena, row);
    return known ? row : NULL;
}

static struct hazard_seen *see (const struct scene *scene, const char *ref)
{
    struct hazard_seen *seen = arena_take (scene->arena, sizeof *seen);
    *seen = (struct hazard_seen){ .office = scene->office,
                                  .hazard = hazard_see (scene, ref),
                                  .time = scene->time };
    return seen;
}

const void *rectification_see_report (const struct scene *scene, const void *said)
{
    return see (scene, ((const struct rectification_report *)said)->hazard);
}

const void *reinspection_see_report (const struct scene *scene, const void *said)
{
    const char *hazard = ((const struct reinspection_report *)said)->hazard;
    struct hazard_seen *seen = see (scene, hazard);
    seen->tasks_count = task_see_all (scene, hazard, &seen->tasks);
    return seen;
}

const void *hazard_see_close (const struct scene *scene, const void *said)
{
    const char *hazard = ((const struct hazard_close *)said)->hazard;
    struct hazard_seen *seen = see (scene, hazard);
    seen->tasks_count = task_see_all (scene, hazard, &seen->tasks);
    seen->transfer = transfer_see_accepted (scene, hazard, NULL);
    seen->linked = hazard_link_see_first (scene, seen->hazard);
    return seen;
}

const void *watch_see_report (const struct scene *scene, const void *said)
{
    return see (scene, ((const struct watch_report *)said)->hazard);
}

/* ---- apply ---- */

static struct hazard_row row_of (const char *ref)
{
    struct hazard_row row = { .number = 0 };
    bool is_ref = ref_parse (ref, 'H', &row.number);
    assert (is_ref);
    return row;
}

void hazard_apply_opened (struct store *store, const struct fact *fact, const void *event_void,
                          struct arena *arena)
{
    (void)arena;
    const struct hazard_opened *event = event_void;
    struct hazard_row row = row_of (event->hazard);
    row.stage = hazard_stage_open;
    row.cycle = 1;
    row.watched = event->treatment->kind != treatment_immediate;
    row.major = event->severity == severity_major;
    row.premises = event->premises;
    row.category = event->category;
    row.community = event->community;
    row.department = event->department;
    row.tracker = event->treatment->tracker;
    row.watcher = event->treatment->watcher ? event->treatment->watcher->name : NULL;
    row.last = event->found != INSTANT_ABSENT ? event->found : fact->time;
    store_write (store, &statements[PUT], &row);
}

static void move (struct store *store, const struct fact *fact, const char *ref,
                  enum hazard_stage stage, enum closing closing)
{
    struct hazard_row row = row_of (ref);
    row.stage = stage;
    row.closing = closing;
    row.last = fact->time;
    store_write (store, &statements[STAGE], &row);
}

void hazard_apply_closed (struct store *store, const struct fact *fact, const void *event_void,
                          struct arena *arena)
{
    (void)arena;
    const struct hazard_closed *event = event_void;
    move (store, fact, event->hazard, hazard_stage_closed, event->reason);
}

void hazard_apply_reopened (struct store *store, const struct fact *fact, const void *event_void,
                            struct arena *arena)
{
    (void)arena;
    const struct hazard_reopened *event = event_void;
    struct hazard_row row = row_of (event->hazard);
    row.stage = hazard_stage_open;
    row.cycle = event->cycle;
    row.last = fact->time;
    store_write (store, &statements[CYCLE], &row);
    task_apply_resumed (store, event->hazard);
    transfer_apply_resumed (store, event->hazard);
}

void rectification_apply_reported (struct store *store, const struct fact *fact, const void *event,
                                   struct arena *arena)
{
    (void)arena;
    move (store, fact, ((const struct rectification_reported *)event)->hazard,
          hazard_stage_rectified, closing_absent);
}

void reinspection_apply_reported (struct store *store, const struct fact *fact, const void *event,
                                  struct arena *arena)
{
    (void)store, (void)fact, (void)event, (void)arena; /* closing or reopening stands beside it */
}

void watch_apply_reported (struct store *store, const struct fact *fact, const void *event_void,
                           struct arena *arena)
{
    (void)fact, (void)arena;
    const struct watch_reported *event = event_void;
    struct hazard_row row = row_of (event->hazard);
    row.round = event->round;
    store_write (store, &statements[ROUND], &row);
}
