/* window_tasks.list: of each premises that a key window asks to be inspected, whether it was, and
   whose task it is (S4, S9). Nothing of it is kept: it follows from the register and the
   inspections, as of any instant. Not here: the obligation of each party
   (services/scheduling/obligation.h). */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "frame/page.h"
#include "reporting/view.h"
#include "words/reporting.h"
#include <inttypes.h>

/* Whose they are, and what, is as it was at the end of the window, when that is over: who had them
   then had to see to it, as scheduling has it (services/scheduling/share.h). */
/* A list stands in its column as {"categories":[…]} (record/row.c). */
#define ASKED                                                                                      \
    " FROM premises_view AS p JOIN premises_view AS t ON t.premises = p.premises AND t.since <= "  \
    "min (:as_of, :to - 1) AND t.until > min (:as_of, :to - 1) WHERE p.since <= :as_of AND "       \
    "p.until > :as_of AND (p.hidden = 0 OR :number = 1) AND (:categories IS NULL OR EXISTS "       \
    "(SELECT 1 FROM json_each "                                                                    \
    "(t.categories, '$.categories') AS has JOIN json_each (:categories, '$.categories') AS "       \
    "wanted ON wanted.value = has.value))"
/* The first inspection that counts; what came after the last day was late. */
#define INSPECTED                                                                                  \
    "(SELECT min (v.at) FROM visit AS v WHERE v.premises = p.premises AND v.self = 0 AND "         \
    "v.checklist <> '' AND (:checklist IS NULL OR v.checklist = :checklist) AND v.at >= :from "    \
    "AND v.recorded <= :as_of)"
/* Of the obligation O that the task is a part of, as it stood last. */
#define OWED(column)                                                                               \
    "(SELECT " column " FROM owed AS o WHERE o.kind = 'window' AND o.what = :window AND "          \
    "o.party = task.party AND o.campaign = :campaign AND o.recorded <= :as_of ORDER BY o.number "  \
    "DESC LIMIT 1)"
/* One that stands still is open until it goes on, or is met. */
#define UNTIL                                                                                      \
    "iif (o.paused, 9223372036854775807, coalesce (max (o.due, o.stood_until + 1), o.due))"
#define TASKS                                                                                      \
    "WITH task AS (SELECT p.premises AS premises, p.name AS name, t.community AS community, "      \
    "t.department AS department, CASE :of WHEN 'communities' THEN "                                \
    "t.community WHEN 'departments' THEN t.department ELSE :office END AS party, " INSPECTED       \
    " AS inspected" ASKED                                                                          \
    "), owing AS (SELECT *, coalesce (" OWED (UNTIL) ", :to) AS due, coalesce (" OWED (            \
        "o.withdrawn") ", 0) AS withdrawn FROM task WHERE "                                        \
                       ":party IS NULL OR party = :party), judged AS (SELECT *, CASE WHEN "        \
                       "inspected < due THEN "                                                     \
                       "'done' WHEN inspected IS NOT NULL AND NOT withdrawn THEN 'late' WHEN "     \
                       "inspected IS NOT NULL "                                                    \
                       "THEN 'done' WHEN withdrawn THEN 'withdrawn' WHEN :as_of >= due THEN "      \
                       "'missed' ELSE 'open' "                                                     \
                       "END AS state FROM owing) "
#define COUNTED                                                                                    \
    "count (*) AS tasks, coalesce (sum (state = 'done'), 0) AS done, coalesce (sum (state = "      \
    "'open'), 0) AS open, coalesce (sum (state = 'late'), 0) AS late, coalesce (sum (state = "     \
    "'missed'), 0) AS missed, coalesce (sum (state = 'withdrawn'), 0) AS withdrawn FROM judged"

enum { ALL, PARTIES, LIST, STATEMENTS };
static const struct sql statements[STATEMENTS] = {
    [ALL] = { TASKS "SELECT 'all' AS party, " COUNTED, window_by_record, task_group_record },
    [PARTIES] = { TASKS "SELECT party, " COUNTED " GROUP BY party ORDER BY party", window_by_record,
                  task_group_record },
    [LIST] = { TASKS "SELECT premises, name, community, department, party, state, inspected FROM "
                     "judged WHERE premises > :key AND (:state IS NULL OR state = :state) ORDER BY "
                     "premises LIMIT :limit",
               window_by_record, task_item_record },
};
const struct sql_table window_tasks_sql = { statements, STATEMENTS };

/* False: its days are not known yet. */
static bool by_window (const struct scene *scene, const struct campaign_window *window,
                       instant as_of, struct window_by *by)
{
    const struct anchored anchored = view_anchored (scene, as_of);
    const struct window_days days =
        office_window_days (scene->office, window, &anchored, day_of (as_of), scene->arena);
    *by = (struct window_by){ .key = "",
                              .as_of = as_of,
                              .from = INSTANT_ABSENT,
                              .to = INSTANT_ABSENT,
                              .campaign = scene->office->campaign->id,
                              .window = window->id,
                              .checklist = window->checklist,
                              .categories = window->premises,
                              .categories_count = window->premises_count,
                              .of = choice_word (owed_by_choices(), (int)window->of),
                              .office = scene->office->organisation->office->id,
                              .number = scene->sees_private,
                              .limit = NUMBER_ABSENT };
    if (days.waits_for)
        return false;
    by->from = day_start (days.first);
    by->to = day_start (days.last + 1);
    return true;
}

static void put_counts (const struct task_group *group, struct text *answer)
{
    text_format (answer,
                 "\"tasks\":%" PRId64 ",\"done\":%" PRId64 ",\"open\":%" PRId64 ",\"late\":%" PRId64
                 ",\"missed\":%" PRId64 ",\"withdrawn\":%" PRId64,
                 group->tasks, group->done, group->open, group->late, group->missed,
                 group->withdrawn);
}

void window_tasks_put_counts (const struct scene *scene, const struct campaign_window *window,
                              instant as_of, struct text *answer)
{
    struct window_by by;
    struct task_group all;
    if (!by_window (scene, window, as_of, &by) || as_of < by.from)
        return;
    store_read (scene->store, &statements[ALL], &by, scene->arena, &all);
    text_say (answer, ",");
    put_counts (&all, answer);
}

static void put_parties (const struct scene *scene, const struct window_by *by, struct text *answer)
{
    struct task_group group;
    const char *before = "";
    text_say (answer, ",\"parties\":[");
    store_walk (scene->store, &statements[PARTIES], by);
    while (store_next (scene->store, &statements[PARTIES], scene->arena, &group)) {
        text_format (answer, "%s{\"party\":", before);
        text_put_json (answer, group.party);
        text_say (answer, ",");
        put_counts (&group, answer);
        text_say (answer, "}");
        before = ",";
    }
    text_say (answer, "],");
}

static const char *key_of (const void *item)
{
    return ((const struct task_item *)item)->premises;
}

void window_tasks_ask (const struct scene *scene, const void *asked_void, struct text *answer,
                       struct refusals *refusals)
{
    const struct window_tasks_list *asked = asked_void;
    struct window_by by;
    struct task_group all;
    instant as_of;
    if (!view_as_of (scene, asked->as_of, &as_of, refusals) ||
        !(scene = view_campaign (scene, asked->campaign, as_of, refusals)))
        return;
    const struct campaign_window *window = office_window (scene->office, asked->window);
    if (!window) {
        refusals_add (refusals, REFUSAL_INVALID, "/window",
                      "%s is no window of config/campaign.yaml; campaign.show has them",
                      asked->window);
        return;
    }
    if (!by_window (scene, window, as_of, &by)) {
        refusals_add (refusals, REFUSAL_CONFLICT, "/window",
                      "the days of %s are not known yet; campaign.show says what it waits for",
                      window->id);
        return;
    }
    if (!view_knows (scene, &(struct view_reference){ .party = asked->party, .then = scene }, as_of,
                     refusals))
        return;
    by.party = asked->party;
    by.state = asked->state == window_task_state_absent
                   ? NULL
                   : choice_word (window_task_state_choices(), (int)asked->state);
    by.key = asked->after ? asked->after : "";
    by.limit = page_limit (asked->limit) + 1;
    view_put_as_of (as_of, answer);
    const struct view_by period = { .from = by.from, .to = by.to };
    view_put_period (&period, answer);
    text_say (answer, ",");
    store_read (scene->store, &statements[ALL], &by, scene->arena, &all);
    put_counts (&all, answer);
    put_parties (scene, &by, answer);
    page_put (scene,
              &(struct page){ .sql = &statements[LIST],
                              .by = &by,
                              .item = task_item_record(),
                              .key = key_of,
                              .limit = page_limit (asked->limit) },
              answer);
}
