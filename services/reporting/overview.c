/* overview.show: what leaders see at any moment. What is open, who is late. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "reporting/view.h"
#include <inttypes.h>

#define COUNTED                                                                                    \
    "sum (state <> 'closed') AS open, sum (state = 'overdue') AS overdue, sum (state = 'closed') " \
    "AS closed"
/* What is linked is counted with the case that governs. */
#define KNOWN                                                                                      \
    " FROM hazard_view WHERE since <= :as_of AND until > :as_of AND premises IS NOT NULL AND "     \
    "closing IS NOT 'linked'"
#define SUMS                                                                                       \
    "coalesce (sum (state <> 'closed'), 0) AS open, coalesce (sum (state = 'overdue'), 0) AS "     \
    "overdue,"                                                                                     \
    " coalesce (sum (state = 'closed'), 0) AS closed"

enum {
    ALL,
    SEVERITIES,
    COMMUNITIES,
    CATEGORIES,
    DEPARTMENTS,
    TIPOFFS,
    ORDERS,
    TALLIES,
    LATE,
    STATEMENTS
};
static const struct sql statements[STATEMENTS] = {
    [ALL] = { "SELECT 'all' AS name, " SUMS KNOWN, view_by_record, view_group_record },
    [SEVERITIES] = { "SELECT severity AS name, " COUNTED KNOWN
                     " GROUP BY severity ORDER BY severity",
                     view_by_record, view_group_record },
    [COMMUNITIES] = { "SELECT community AS name, " COUNTED KNOWN
                      " GROUP BY community ORDER BY community",
                      view_by_record, view_group_record },
    [CATEGORIES] = { "SELECT category AS name, " COUNTED KNOWN
                     " GROUP BY category ORDER BY category",
                     view_by_record, view_group_record },
    [DEPARTMENTS] = { "SELECT department AS name, " COUNTED KNOWN
                      " GROUP BY department ORDER BY department",
                      view_by_record, view_group_record },
    /* open: waiting for verification; closed: verified */
    [TIPOFFS] = { "SELECT 'tipoffs' AS name, coalesce (sum (state = 'waiting'), 0) AS open,"
                  " coalesce (sum (state = 'waiting' AND late > 0), 0) AS overdue, coalesce (sum "
                  "(state <> 'waiting'), 0) AS closed"
                  " FROM tipoff_view WHERE since <= :as_of AND until > :as_of AND community IS NOT "
                  "NULL",
                  view_by_record, view_group_record },
    [ORDERS] = { "SELECT state AS name, count (*) AS open, 0 AS overdue, 0 AS closed FROM "
                 "order_view"
                 " WHERE since <= :as_of AND until > :as_of GROUP BY state ORDER BY state",
                 view_by_record, view_group_record },
    [TALLIES] = { "SELECT name, count AS open, 0 AS overdue, 0 AS closed FROM tally_view"
                  " WHERE since <= :as_of AND until > :as_of ORDER BY name",
                  view_by_record, view_group_record },
    [LATE] = { "SELECT hazard, premises, premises_name, unit, department, community, tracker, "
               "watcher, measures, deadline, due,"
               " late, role, state" KNOWN " AND state = 'overdue' ORDER BY due, number LIMIT 20",
               view_by_record, responsibility_item_record },
};
const struct sql_table overview_sql = { statements, STATEMENTS };

static void put_groups (const struct scene *scene, int which, const struct view_by *by,
                        const char *name, struct text *answer)
{
    struct view_group group;
    const char *before = "";
    text_format (answer, ",\"%s\":[", name);
    store_walk (scene->store, &statements[which], by);
    while (store_next (scene->store, &statements[which], scene->arena, &group)) {
        text_say (answer, before);
        record_to_json (view_group_record(), &group, answer);
        before = ",";
    }
    text_say (answer, "]");
}

/* Groups that have one number each: {"drafted":1,…}. */
static void put_numbers (const struct scene *scene, int which, const struct view_by *by,
                         const char *name, struct text *answer)
{
    struct view_group group;
    const char *before = "";
    text_format (answer, ",\"%s\":{", name);
    store_walk (scene->store, &statements[which], by);
    while (store_next (scene->store, &statements[which], scene->arena, &group)) {
        text_say (answer, before);
        text_put_json (answer, group.name);
        text_format (answer, ":%" PRId64, group.open);
        before = ",";
    }
    text_say (answer, "}");
}

static void put_late (const struct scene *scene, const struct view_by *by, struct text *answer)
{
    struct responsibility_item item;
    const char *before = "";
    text_say (answer, ",\"late\":[");
    store_walk (scene->store, &statements[LATE], by);
    while (store_next (scene->store, &statements[LATE], scene->arena, &item)) {
        text_say (answer, before);
        responsibility_mask (scene, by, &item);
        record_to_json (responsibility_item_record(), &item, answer);
        before = ",";
    }
    text_say (answer, "]");
}

void overview_ask (const struct scene *scene, const void *asked, struct text *answer,
                   struct refusals *refusals)
{
    struct view_by by = view_by_nothing();
    struct view_group all = { .open = 0 }, tipoffs = { .open = 0 };
    if (!view_as_of (scene, ((const struct overview_show *)asked)->as_of, &by.as_of, refusals))
        return;
    store_read (scene->store, &statements[ALL], &by, scene->arena, &all);
    store_read (scene->store, &statements[TIPOFFS], &by, scene->arena, &tipoffs);
    view_put_as_of (by.as_of, answer);
    text_format (answer, ",\"open\":%" PRId64 ",\"overdue\":%" PRId64 ",\"closed\":%" PRId64,
                 all.open, all.overdue, all.closed);
    text_format (answer,
                 ",\"tipoffs\":{\"waiting\":%" PRId64 ",\"overdue\":%" PRId64
                 ",\"verified\":%" PRId64 "}",
                 tipoffs.open, tipoffs.overdue, tipoffs.closed);
    put_groups (scene, SEVERITIES, &by, "severities", answer);
    put_groups (scene, COMMUNITIES, &by, "communities", answer);
    put_groups (scene, CATEGORIES, &by, "categories", answer);
    put_groups (scene, DEPARTMENTS, &by, "departments", answer);
    put_numbers (scene, ORDERS, &by, "orders", answer);
    put_numbers (scene, TALLIES, &by, "letters", answer);
    put_late (scene, &by, answer);
}
