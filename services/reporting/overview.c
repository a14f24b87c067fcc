/* overview.show: what leaders see at any moment. What is open, who is late; in a period, when one
   is given. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "reporting/counted.h"
#include "reporting/view.h"
#include "words/reporting.h"
#include <inttypes.h>

#define GROUPS_BY(column)                                                                          \
    "SELECT " column " AS name, " HAZARD_FIGURES " " HAZARDS_JUDGED ("") " GROUP BY " column       \
                                                                         " ORDER BY " column
#define AT_END "since <= " PERIOD_END " AND until > " PERIOD_END

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
    [ALL] = { "SELECT 'all' AS name, " HAZARD_FIGURES " " HAZARDS_JUDGED (""), view_by_record,
              hazard_figures_record },
    [SEVERITIES] = { GROUPS_BY ("severity"), view_by_record, hazard_figures_record },
    [COMMUNITIES] = { GROUPS_BY ("community"), view_by_record, hazard_figures_record },
    [CATEGORIES] = { GROUPS_BY ("category"), view_by_record, hazard_figures_record },
    [DEPARTMENTS] = { GROUPS_BY ("department"), view_by_record, hazard_figures_record },
    [TIPOFFS] = { TIPOFFS_COUNTED, view_by_record, tipoff_figures_record },
    /* Those that were drafted in the period. */
    [ORDERS] = { "SELECT state AS name, count (*) AS count FROM order_view WHERE " AT_END
                 " AND drafted >= :from AND drafted < :to GROUP BY state ORDER BY state",
                 view_by_record, view_group_record },
    [TALLIES] = { "SELECT name, count - coalesce ((SELECT b.count FROM tally_view AS b WHERE "
                  "b.name "
                  "= t.name AND b.since < :from AND b.until >= :from), 0) AS count FROM tally_view "
                  "AS t WHERE " AT_END " ORDER BY name",
                  view_by_record, view_group_record },
    [LATE] = { "SELECT " RESPONSIBILITY_COLUMNS ("h") " " HAZARDS_JUDGED (
                   "") " WHERE is_overdue ORDER BY due, number LIMIT 20",
               view_by_record, responsibility_item_record },
};
const struct sql_table overview_sql = { statements, STATEMENTS };

static void put_groups (const struct scene *scene, int which, const struct view_by *by,
                        const char *name, struct text *answer)
{
    struct hazard_figures group;
    const char *before = "";
    text_format (answer, ",\"%s\":[", name);
    store_walk (scene->store, &statements[which], by);
    while (store_next (scene->store, &statements[which], scene->arena, &group)) {
        text_say (answer, before);
        record_to_json (hazard_figures_record(), &group, answer);
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
        text_format (answer, ":%" PRId64, group.count);
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

/* Without a period: all that there ever was. */
static bool take_period (const struct scene *scene, const struct overview_show *asked,
                         struct view_by *by, struct refusals *refusals)
{
    if (asked->from != INSTANT_ABSENT || asked->to != INSTANT_ABSENT)
        return view_period (scene, &(struct view_asked){ NULL, asked->from, asked->to }, by,
                            refusals);
    by->from = 0;
    by->to = INSTANT_NEVER;
    return true;
}

static void put_all (const struct scene *scene, const struct view_by *by, struct text *answer)
{
    struct hazard_figures all = { .found = 0 };
    struct tipoff_figures tipoffs = { .received = 0 };
    store_read (scene->store, &statements[ALL], by, scene->arena, &all);
    store_read (scene->store, &statements[TIPOFFS], by, scene->arena, &tipoffs);
    text_format (answer,
                 ",\"open\":%" PRId64 ",\"overdue\":%" PRId64 ",\"closed\":%" PRId64
                 ",\"carried\":%" PRId64 ",\"found\":%" PRId64 ",\"rectified\":%" PRId64
                 ",\"transferred\":%" PRId64 ",\"withdrawn\":%" PRId64 ",\"counts\":",
                 all.open, all.overdue, all.closed, all.carried, all.found, all.rectified,
                 all.transferred, all.withdrawn);
    text_put_json (answer, COUNTS_SENTENCE);
    text_say (answer, ",\"tipoffs\":");
    record_to_json (tipoff_figures_record(), &tipoffs, answer);
}

void overview_ask (const struct scene *scene, const void *asked_void, struct text *answer,
                   struct refusals *refusals)
{
    const struct overview_show *asked = asked_void;
    struct view_by by = view_by_nothing();
    if (!view_as_of (scene, asked->as_of, &by.as_of, refusals) ||
        !take_period (scene, asked, &by, refusals))
        return;
    view_put_as_of (by.as_of, answer);
    if (by.to != INSTANT_NEVER)
        view_put_period (&by, answer);
    put_all (scene, &by, answer);
    put_groups (scene, SEVERITIES, &by, "severities", answer);
    put_groups (scene, COMMUNITIES, &by, "communities", answer);
    put_groups (scene, CATEGORIES, &by, "categories", answer);
    put_groups (scene, DEPARTMENTS, &by, "departments", answer);
    put_numbers (scene, ORDERS, &by, "orders", answer);
    put_numbers (scene, TALLIES, &by, "letters", answer);
    put_late (scene, &by, answer);
}
