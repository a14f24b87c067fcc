/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "scheduling/hazard_link.h"
#include "scheduling/letter.h"
#include "scheduling/link.h"
#include "scheduling/obligation_place.h"
#include "scheduling/reminder.h"

enum { NEXT, DUE, SEE, PUT, STEP, REPEAT, SILENCE, QUIET, QUIET_OF, HUSH, STATEMENTS };
enum { QUIET_MAX = 64 };
static const struct sql statements[STATEMENTS] = {
    [NEXT] = { "SELECT min (next) AS next FROM deadline WHERE next IS NOT NULL", NULL,
               deadline_moment_record },
    [DUE] = { "SELECT deadline AS reminder, deadline, NULL AS told FROM deadline WHERE next <= "
              ":now ORDER BY "
              "next, deadline LIMIT 1",
              deadline_by_record, reminder_row_record },
    [SEE] = { "SELECT reminder, deadline, told FROM reminder WHERE reminder = :key",
              deadline_by_record, reminder_row_record },
    [PUT] = { "INSERT OR IGNORE INTO reminder (reminder, deadline, told) VALUES (:reminder, "
              ":deadline, :told)",
              reminder_row_record, NULL },
    [STEP] = { "UPDATE deadline SET reached = :reached, place = :place, next = :next WHERE "
               "deadline = :deadline",
               deadline_row_record, NULL },
    [REPEAT] = { "UPDATE deadline SET repeats = :repeats, repeat = :repeat, next = :next WHERE "
                 "deadline = :deadline",
                 deadline_row_record, NULL },
    [SILENCE] = { "UPDATE deadline SET repeat = :repeat, silenced = :silenced, silenced_by = "
                  ":silenced_by, next = :next WHERE "
                  "deadline = :deadline",
                  deadline_row_record, NULL },
    [QUIET] = { "SELECT deadline, party, until FROM quiet WHERE deadline = :key AND until > :now",
                deadline_by_record, quiet_row_record },
    [QUIET_OF] = { "SELECT deadline, party, until FROM quiet WHERE deadline = :key AND party = "
                   ":party",
                   deadline_by_record, quiet_row_record },
    [HUSH] = { "INSERT OR REPLACE INTO quiet (deadline, party, until) VALUES (:deadline, :party, "
               ":until)",
               quiet_row_record, NULL },
};
const struct sql_table reminder_sql = { statements, STATEMENTS };

instant reminder_next (const struct scene *scene)
{
    struct deadline_moment first = { .next = INSTANT_ABSENT };
    store_read (scene->store, &statements[NEXT], NULL, scene->arena, &first);
    return first.next == INSTANT_ABSENT ? INSTANT_NEVER : first.next;
}

const void *reminder_see_hour (const struct scene *scene, const void *said)
{
    (void)said;
    struct reminder_row due;
    const struct deadline_by by = { .now = scene->now, .cycle = NUMBER_ABSENT };
    if (!store_read (scene->store, &statements[DUE], &by, scene->arena, &due))
        return NULL;
    struct hour_seen *seen = arena_take (scene->arena, sizeof *seen);
    seen->deadline = deadline_see (scene, due.deadline);
    seen->of_case = deadline_see_ref (scene, seen->deadline->ref);
    link_see_together (scene, seen->deadline->ref, &seen->of_case);
    hazard_link_see_given_way (scene, seen->deadline, &seen->of_case);
    if (seen->deadline->state == deadline_state_paused)
        seen->of_case.placing = obligation_see_placing (scene, seen->deadline->ref);
    seen->left = obligation_see_left (scene, seen->deadline->ref);
    const struct deadline_by of = { .key = due.deadline,
                                    .now = scene->now,
                                    .cycle = NUMBER_ABSENT };
    const void *rows;
    seen->quiet_count =
        store_list (scene->store, &statements[QUIET], &of, scene->arena, QUIET_MAX, &rows);
    seen->quiet = rows;
    return seen;
}

const void *reminder_see_acknowledge (const struct scene *scene, const void *said)
{
    struct acknowledge_seen *seen = arena_take (scene->arena, sizeof *seen);
    struct reminder_row *row = arena_take (scene->arena, sizeof *row);
    const struct deadline_by by = { .key = ((const struct reminder_acknowledge *)said)->reminder,
                                    .cycle = NUMBER_ABSENT,
                                    .now = INSTANT_ABSENT };
    *seen = (struct acknowledge_seen){ .office = scene->office, .now = scene->now };
    if (store_read (scene->store, &statements[SEE], &by, scene->arena, row)) {
        seen->reminder = row;
        seen->deadline = deadline_see (scene, row->deadline);
        struct quiet_row *quiet = arena_take (scene->arena, sizeof *quiet);
        const struct deadline_by of = { .key = row->deadline,
                                        .party = ((const struct reminder_acknowledge *)said)->by,
                                        .cycle = NUMBER_ABSENT,
                                        .now = INSTANT_ABSENT };
        if (store_read (scene->store, &statements[QUIET_OF], &of, scene->arena, quiet))
            seen->quiet = quiet;
    }
    return seen;
}

void reminder_apply_raised (struct store *store, const struct fact *fact, const void *event_void,
                            struct arena *arena)
{
    (void)arena;
    const struct reminder_raised *event = event_void;
    store_write (store, &statements[PUT],
                 &(struct reminder_row){ .reminder = event->reminder,
                                         .deadline = event->deadline,
                                         .told = fact->recorded });
    struct deadline_row row = { .deadline = event->deadline,
                                .reached = event->planned,
                                .place = event->place,
                                .repeats = event->repeats,
                                .repeat = event->repeat,
                                .next = event->next };
    store_write (store, event->place != NUMBER_ABSENT ? &statements[STEP] : &statements[REPEAT],
                 &row);
    letter_queue (store, &(struct queueing){ .said = fact->seq,
                                             .ref = event->ref,
                                             .subject = event->subject,
                                             .text = event->text,
                                             .notices = event->notices,
                                             .count = event->notices_count,
                                             .when = fact->recorded,
                                             .late = event->late });
}

void reminder_apply_acknowledged (struct store *store, const struct fact *fact,
                                  const void *event_void, struct arena *arena)
{
    (void)fact, (void)arena;
    const struct reminder_acknowledged *event = event_void;
    if (event->own) {
        store_write (store, &statements[HUSH],
                     &(struct quiet_row){
                         .deadline = event->deadline, .party = event->by, .until = event->until });
        return;
    }
    store_write (store, &statements[SILENCE],
                 &(struct deadline_row){ .deadline = event->deadline,
                                         .repeat = event->repeat,
                                         .silenced = event->until,
                                         .silenced_by = event->by,
                                         .next = event->next });
}
