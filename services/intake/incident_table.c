/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/id.h"
#include "intake/incident.h"
#include "intake/premises.h"

#define COLUMNS "number, at, dead, injured, loss_yuan, class, premises, last, withdrawn"

enum { SEE, LAST, PUT, AMEND, WITHDRAW, STATEMENTS };
static const struct sql statements[STATEMENTS] = {
    [SEE] = { "SELECT " COLUMNS " FROM incident WHERE number = :number", row_key_record,
              incident_row_record },
    [LAST] = { "SELECT number FROM incident ORDER BY number DESC LIMIT 1", NULL,
               number_row_record },
    [PUT] = { "INSERT INTO incident (" COLUMNS
              ") VALUES (:number, :at, :dead, :injured, :loss_yuan, :class, :premises, :last, 0)",
              incident_row_record, NULL },
    [AMEND] = { "UPDATE incident SET dead = :dead, injured = :injured, loss_yuan = :loss_yuan, "
                "class = :class, premises = coalesce (premises, :premises), last = CASE WHEN dead "
                "= "
                ":dead AND injured = :injured AND loss_yuan = :loss_yuan THEN last ELSE :last END "
                "WHERE number = :number",
                incident_row_record, NULL },
    [WITHDRAW] = { "UPDATE incident SET withdrawn = 1 WHERE number = :number", incident_row_record,
                   NULL },
};
const struct sql_table incident_sql = { statements, STATEMENTS };

const void *incident_see_report (const struct scene *scene, const void *said)
{
    struct incident_seen *seen = arena_take (scene->arena, sizeof *seen);
    struct number_row last = { .number = 0 };
    store_read (scene->store, &statements[LAST], NULL, scene->arena, &last);
    *seen =
        (struct incident_seen){ .office = scene->office,
                                .premises = premises_see_ever (
                                    scene, ((const struct incident_report *)said)->place->premises),
                                .last = last.number,
                                .now = scene->now,
                                .time = scene->time };
    return seen;
}

static const struct incident_seen *see (const struct scene *scene, const char *incident,
                                        const char *premises)
{
    struct incident_seen *seen = arena_take (scene->arena, sizeof *seen);
    struct incident_row *row = arena_take (scene->arena, sizeof *row);
    struct row_key key = { .premises = NULL };
    *seen = (struct incident_seen){ .office = scene->office,
                                    .premises = premises_see_ever (scene, premises),
                                    .now = scene->now,
                                    .time = scene->time };
    if (ref_parse (incident, 'F', &key.number) &&
        store_read (scene->store, &statements[SEE], &key, scene->arena, row))
        seen->incident = row;
    return seen;
}

const void *incident_see_amend (const struct scene *scene, const void *said_void)
{
    const struct incident_amend *said = said_void;
    return see (scene, said->incident, said->premises);
}

const void *incident_see_withdraw (const struct scene *scene, const void *said)
{
    return see (scene, ((const struct incident_withdraw *)said)->incident, NULL);
}

static int64_t number_of (const char *ref)
{
    int64_t number = 0;
    ref_parse (ref, 'F', &number);
    return number;
}

void incident_apply_reported (struct store *store, const struct fact *fact, const void *event_void,
                              struct arena *arena)
{
    (void)arena;
    const struct incident_reported *event = event_void;
    store_write (store, &statements[PUT],
                 &(struct incident_row){ .number = number_of (event->incident),
                                         .at = event->at,
                                         .dead = event->dead,
                                         .injured = event->injured,
                                         .loss_yuan = event->loss_yuan,
                                         .class = event->class,
                                         .premises = event->premises,
                                         .last = fact->time });
}

void incident_apply_amended (struct store *store, const struct fact *fact, const void *event_void,
                             struct arena *arena)
{
    (void)arena;
    const struct incident_amended *event = event_void;
    store_write (store, &statements[AMEND],
                 &(struct incident_row){ .number = number_of (event->incident),
                                         .dead = event->dead,
                                         .injured = event->injured,
                                         .loss_yuan = event->loss_yuan,
                                         .class = event->class,
                                         .premises = event->premises,
                                         .last = fact->time });
}

void incident_apply_withdrawn (struct store *store, const struct fact *fact, const void *event,
                               struct arena *arena)
{
    (void)fact, (void)arena;
    const char *incident = ((const struct incident_withdrawn *)event)->incident;
    store_write (store, &statements[WITHDRAW],
                 &(struct incident_row){ .number = number_of (incident) });
}
