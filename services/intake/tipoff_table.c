/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "intake/tipoff.h"
#include "base/id.h"
#include "intake/premises.h"
#include <assert.h>

#define COLUMNS "number, state, premises, last"

enum { SEE, LAST, PUT, STATE, STATEMENTS };
static const struct sql statements[STATEMENTS] = {
    [SEE] = { "SELECT " COLUMNS " FROM tipoff WHERE number = :number", row_key_record,
              tipoff_row_record },
    [LAST] = { "SELECT " COLUMNS " FROM tipoff ORDER BY number DESC LIMIT 1", NULL,
               tipoff_row_record },
    [PUT] = { "INSERT INTO tipoff (" COLUMNS ") VALUES (:number, :state, :premises, :last)",
              tipoff_row_record, NULL },
    [STATE] = { "UPDATE tipoff SET state = :state, last = max (last, :last) WHERE number = :number",
                tipoff_row_record, NULL },
};
const struct sql_table tipoff_sql = { statements, STATEMENTS };

const void *tipoff_see_report (const struct scene *scene, const void *said_void)
{
    const struct tipoff_report *said = said_void;
    struct tipoff_report_seen *seen = arena_take (scene->arena, sizeof *seen);
    struct tipoff_row last = { .number = 0 };
    store_read (scene->store, &statements[LAST], NULL, scene->arena, &last);
    *seen = (struct tipoff_report_seen){ .office = scene->office,
                                         .last = last.number,
                                         .now = scene->now,
                                         .premises = premises_see (scene, said->place->premises) };
    return seen;
}

const void *tipoff_see_verify (const struct scene *scene, const void *said_void)
{
    const struct tipoff_verify *said = said_void;
    struct tipoff_verify_seen *seen = arena_take (scene->arena, sizeof *seen);
    struct tipoff_row *row = arena_take (scene->arena, sizeof *row);
    struct row_key key = { .premises = NULL };
    if (ref_parse (said->tipoff, 'T', &key.number) &&
        store_read (scene->store, &statements[SEE], &key, scene->arena, row))
        seen->tipoff = row;
    if (said->finding && said->finding->premises)
        seen->premises = said->finding->premises;
    else if (seen->tipoff)
        seen->premises = seen->tipoff->premises;
    seen->finding = hazard_see_finding (scene, seen->premises);
    return seen;
}

static int64_t number_of (const char *ref)
{
    int64_t number = 0;
    bool is_ref = ref_parse (ref, 'T', &number);
    assert (is_ref);
    return number;
}

void tipoff_apply_reported (struct store *store, const struct fact *fact, const void *event_void,
                            struct arena *arena)
{
    (void)arena;
    const struct tipoff_reported *event = event_void;
    store_write (store, &statements[PUT],
                 &(struct tipoff_row){ .number = number_of (event->tipoff),
                                       .state = tipoff_reported_state,
                                       .premises = event->premises,
                                       .last = fact->time });
}

void tipoff_apply_verified (struct store *store, const struct fact *fact, const void *event_void,
                            struct arena *arena)
{
    (void)arena;
    const struct tipoff_verified *event = event_void;
    store_write (store, &statements[STATE],
                 &(struct tipoff_row){ .number = number_of (event->tipoff),
                                       .state = event->outcome == verification_founded
                                                    ? tipoff_founded_state
                                                    : tipoff_unfounded_state,
                                       .last = fact->time });
}
