/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "intake/premises.h"

#define COLUMNS                                                                                    \
    "premises, name, categories, community, address, unit, latitude_e6, longitude_e6, unit_name, " \
    "grid, department, private, closed, closed_at, back_at"

enum { BRIEF, WHOLE, CASES, PUT, CLOSE, STATEMENTS };
static const struct sql statements[STATEMENTS] = {
    [BRIEF] = { "SELECT premises, name, community, address, unit_name, department, private, "
                "closed, "
                "closed_at, back_at FROM premises WHERE premises = :premises",
                row_key_record, premises_brief_record },
    [WHOLE] = { "SELECT " COLUMNS " FROM premises WHERE premises = :premises", row_key_record,
                premises_row_record },
    [CASES] = { "SELECT premises FROM hazard WHERE premises = :premises UNION ALL SELECT premises "
                "FROM tipoff WHERE premises = :premises UNION ALL SELECT premises FROM task WHERE "
                "premises = :premises LIMIT 1",
                row_key_record, case_place_record },
    /* When it was closed and entered again stays: only then was nobody there. */
    [PUT] = { "INSERT INTO premises (" COLUMNS
              ") VALUES (:premises, :name, :categories, :community, :address, :unit, :latitude_e6, "
              ":longitude_e6, :unit_name, :grid, :department, :private, :closed, NULL, NULL) ON "
              "CONFLICT (premises) DO UPDATE SET name = :name, categories = :categories, community "
              "= :community, address = :address, unit = :unit, latitude_e6 = :latitude_e6, "
              "longitude_e6 = :longitude_e6, unit_name = :unit_name, grid = :grid, department = "
              ":department, private = :private, closed = :closed, back_at = CASE WHEN closed THEN "
              ":back_at ELSE back_at END",
              premises_row_record, NULL },
    [CLOSE] = { "UPDATE premises SET closed = 1, closed_at = :closed_at WHERE premises = :premises",
                premises_closing_record, NULL },
};
const struct sql_table premises_sql = { statements, STATEMENTS };

const struct premises_brief *premises_see_ever (const struct scene *scene, const char *premises)
{
    struct premises_brief *row = arena_take (scene->arena, sizeof *row);
    const struct row_key key = { .premises = premises, .number = NUMBER_ABSENT };
    return premises && store_read (scene->store, &statements[BRIEF], &key, scene->arena, row)
               ? row
               : NULL;
}

const struct premises_brief *premises_see (const struct scene *scene, const char *premises)
{
    const struct premises_brief *row = premises_see_ever (scene, premises);
    return row && !row->closed ? row : NULL;
}

const struct premises_row *premises_see_whole_ever (const struct scene *scene, const char *premises)
{
    const struct row_key key = { .premises = premises, .number = NUMBER_ABSENT };
    struct premises_row *row = arena_take (scene->arena, sizeof *row);
    return store_read (scene->store, &statements[WHOLE], &key, scene->arena, row) ? row : NULL;
}

const struct premises_row *premises_see_whole (const struct scene *scene, const char *premises)
{
    const struct premises_row *row = premises_see_whole_ever (scene, premises);
    return row && !row->closed ? row : NULL;
}

static bool has_cases (const struct scene *scene, const char *premises)
{
    struct case_place place;
    const struct row_key key = { .premises = premises, .number = NUMBER_ABSENT };
    return store_read (scene->store, &statements[CASES], &key, scene->arena, &place);
}

const void *premises_see_register (const struct scene *scene, const void *said)
{
    const struct premises_register *wanted = said;
    struct premises_seen *seen = arena_take (scene->arena, sizeof *seen);
    seen->office = scene->office;
    seen->now = premises_see_ever (scene, wanted->premises);
    if (seen->now && !seen->now->private && premises_is_home (wanted, scene->office))
        seen->cases = has_cases (scene, wanted->premises);
    if (wanted->only_if_changed)
        seen->before = premises_see_whole (scene, wanted->premises);
    return seen;
}

const void *premises_see_close (const struct scene *scene, const void *said)
{
    struct premises_seen *seen = arena_take (scene->arena, sizeof *seen);
    seen->office = scene->office;
    seen->now = premises_see_ever (scene, ((const struct premises_close *)said)->premises);
    seen->visits_count =
        task_see_visits (scene, ((const struct premises_close *)said)->premises, &seen->visits);
    return seen;
}

void premises_apply_closed (struct store *store, const struct fact *fact, const void *event,
                            struct arena *arena)
{
    (void)arena;
    store_write (
        store, &statements[CLOSE],
        &(struct premises_closing){ .premises = ((const struct premises_closed *)event)->premises,
                                    .closed_at = fact->time });
}

void premises_apply_registered (struct store *store, const struct fact *fact,
                                const void *event_void, struct arena *arena)
{
    (void)arena;
    const struct premises_registered *event = event_void;
    store_write (store, &statements[PUT],
                 &(struct premises_row){ .premises = event->premises,
                                         .name = event->name,
                                         .categories = event->categories,
                                         .categories_count = event->categories_count,
                                         .community = event->community,
                                         .address = event->address,
                                         .unit = event->unit,
                                         .latitude_e6 = event->latitude_e6,
                                         .longitude_e6 = event->longitude_e6,
                                         .unit_name = event->unit ? event->unit->name : NULL,
                                         .grid = event->grid,
                                         .department = event->department,
                                         .private = event->private,
                                         .closed_at = INSTANT_ABSENT,
                                         .back_at = fact->time });
}
