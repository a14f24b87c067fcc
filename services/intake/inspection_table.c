/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/id.h"
#include "intake/inspection.h"
#include "intake/premises.h"

enum { LAST, PUT, STATEMENTS };
static const struct sql statements[STATEMENTS] = {
    [LAST] = { "SELECT number, premises FROM inspection ORDER BY number DESC LIMIT 1", NULL,
               row_key_record },
    [PUT] = { "INSERT INTO inspection (number, premises) VALUES (:number, :premises)",
              row_key_record, NULL },
};
const struct sql_table inspection_sql = { statements, STATEMENTS };

const void *inspection_see_report (const struct scene *scene, const void *said)
{
    const char *premises = ((const struct inspection_report *)said)->premises;
    struct inspection_seen *seen = arena_take (scene->arena, sizeof *seen);
    struct row_key last = { .number = 0 };
    store_read (scene->store, &statements[LAST], NULL, scene->arena, &last);
    *seen = (struct inspection_seen){ .finding = hazard_see_finding (scene, premises),
                                      .premises = premises_see_whole_ever (scene, premises),
                                      .last = last.number };
    seen->finding.premises = premises_see_ever (scene, premises);
    seen->visits_count = task_see_visits (scene, premises, &seen->visits);
    return seen;
}

void inspection_apply_reported (struct store *store, const struct fact *fact,
                                const void *event_void, struct arena *arena)
{
    (void)fact, (void)arena;
    const struct inspection_reported *event = event_void;
    struct row_key row = { .premises = event->premises };
    ref_parse (event->inspection, 'I', &row.number);
    store_write (store, &statements[PUT], &row);
}
