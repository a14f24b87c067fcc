/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "intake/hazard.h"
#include "intake/task.h"

#define COLUMNS                                                                                    \
    "task, ref, kind, number, party, text, premises, checklist, set_at, given_by, done, fell"

enum { SEE, ALL, VISITS, PUT, DONE, FALL, FORGET, STATEMENTS };
static const struct sql statements[STATEMENTS] = {
    [SEE] = { "SELECT " COLUMNS " FROM task WHERE task = :key", task_by_record, task_row_record },
    [ALL] = { "SELECT " COLUMNS " FROM task WHERE ref = :key ORDER BY number LIMIT 200",
              task_by_record, task_row_record },
    [VISITS] = { "SELECT " COLUMNS
                 " FROM task WHERE premises = :key AND done = 0 ORDER BY task LIMIT 200",
                 task_by_record, task_row_record },
    [PUT] = { "INSERT INTO task (" COLUMNS
              ") VALUES (:task, :ref, :kind, :number, :party, :text, :premises, :checklist, "
              ":set_at, :given_by, :done, :fell)",
              task_row_record, NULL },
    [DONE] = { "UPDATE task SET done = 1 WHERE task = :key", task_by_record, NULL },
    [FALL] = { "UPDATE task SET done = 1, fell = 1 WHERE task = :key", task_by_record, NULL },
    [FORGET] = { "UPDATE task SET fell = 0 WHERE ref = :key AND fell = 1", task_by_record, NULL },
};
const struct sql_table task_sql = { statements, STATEMENTS };

size_t task_see_all (const struct scene *scene, const char *ref, const struct task_row **tasks)
{
    const void *rows;
    size_t count = store_list (scene->store, &statements[ALL], &(struct task_by){ .key = ref },
                               scene->arena, TASKS_MAX, &rows);
    *tasks = rows;
    return count;
}

size_t task_see_visits (const struct scene *scene, const char *premises,
                        const struct task_row **tasks)
{
    const void *rows;
    size_t count =
        store_list (scene->store, &statements[VISITS], &(struct task_by){ .key = premises },
                    scene->arena, TASKS_MAX, &rows);
    *tasks = rows;
    return count;
}

const void *joint_see_open (const struct scene *scene, const void *said)
{
    const char *hazard = ((const struct joint_open *)said)->hazard;
    struct joint_seen *seen = arena_take (scene->arena, sizeof *seen);
    *seen = (struct joint_seen){ .office = scene->office,
                                 .hazard = hazard_see (scene, hazard),
                                 .time = scene->time };
    seen->tasks_count = task_see_all (scene, hazard, &seen->tasks);
    return seen;
}

static const struct task_seen *see (const struct scene *scene, const char *named)
{
    const struct task_by by = { .key = named };
    struct task_seen *seen = arena_take (scene->arena, sizeof *seen);
    struct task_row *task = arena_take (scene->arena, sizeof *task);
    bool known = store_read (scene->store, &statements[SEE], &by, scene->arena, task);
    *seen = (struct task_seen){ .office = scene->office, .task = known ? task : NULL };
    return seen;
}

const void *task_see_report (const struct scene *scene, const void *said)
{
    return see (scene, ((const struct task_report *)said)->task);
}

const void *task_see_withdraw (const struct scene *scene, const void *said)
{
    return see (scene, ((const struct task_withdraw *)said)->task);
}

void joint_apply_opened (struct store *store, const struct fact *fact, const void *event,
                         struct arena *arena)
{
    (void)store, (void)fact, (void)event, (void)arena; /* its tasks stand beside it */
}

void task_apply_set (struct store *store, const struct fact *fact, const void *event_void,
                     struct arena *arena)
{
    (void)arena;
    const struct task_set *event = event_void;
    store_write (store, &statements[PUT],
                 &(struct task_row){ .task = event->task,
                                     .ref = event->ref,
                                     .kind = event->kind,
                                     .number = event->number,
                                     .party = event->party,
                                     .text = event->text,
                                     .premises = event->premises,
                                     .checklist = event->checklist,
                                     .set_at = fact->time,
                                     .given_by = event->by });
}

void task_apply_reported (struct store *store, const struct fact *fact, const void *event,
                          struct arena *arena)
{
    (void)fact, (void)arena;
    store_write (store, &statements[DONE],
                 &(struct task_by){ .key = ((const struct task_reported *)event)->task });
}

/* Nothing waits for it any more, as if it were done. */
void task_apply_dropped (struct store *store, const struct fact *fact, const void *event_void,
                         struct arena *arena)
{
    (void)fact, (void)arena;
    const struct task_dropped *event = event_void;
    bool fell = !event->by; /* nobody did it: its case was closed */
    store_write (store, &statements[fell ? FALL : DONE], &(struct task_by){ .key = event->task });
}

void task_apply_resumed (struct store *store, const char *ref)
{
    store_write (store, &statements[FORGET], &(struct task_by){ .key = ref });
}
