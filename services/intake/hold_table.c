/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "intake/hold.h"
#include "words/intake.h"

enum { FIRST, PUT, DROP, STATEMENTS };
static const struct sql statements[STATEMENTS] = {
    /* A referral is known here for its answers (transfer.h). */
    [FIRST] = { "SELECT what, ref FROM hold WHERE ref = :ref UNION ALL "
                "SELECT referral AS what, ref FROM transfer WHERE ref = :ref "
                "AND state IN ('drafted', 'sent', 'accepted') ORDER BY what LIMIT 1",
                hold_row_record, hold_row_record },
    [PUT] = { "INSERT OR REPLACE INTO hold (what, ref) VALUES (:what, :ref)", hold_row_record,
              NULL },
    [DROP] = { "DELETE FROM hold WHERE what = :what", hold_row_record, NULL },
};
const struct sql_table hold_sql = { statements, STATEMENTS };

const void *hold_see_nothing (const struct scene *scene, const void *said)
{
    (void)said;
    return scene;
}

const char *hold_see (const struct scene *scene, const char *ref)
{
    struct hold_row row;
    return store_read (scene->store, &statements[FIRST],
                       &(struct hold_row){ .what = "", .ref = ref }, scene->arena, &row)
               ? row.what
               : NULL;
}

void hold_apply_noted (struct store *store, const struct fact *fact, const void *event_void,
                       struct arena *arena)
{
    (void)fact, (void)arena;
    const struct hold_noted *event = event_void;
    store_write (store, &statements[event->ended ? DROP : PUT],
                 &(struct hold_row){ .what = event->what, .ref = event->ref });
}
