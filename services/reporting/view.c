/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "reporting/view.h"
#include "office/office.h"

bool view_as_of (const struct scene *scene, instant as_of, instant *out, struct refusals *refusals)
{
    *out = as_of == INSTANT_ABSENT ? scene->now : as_of;
    if (*out <= scene->now)
        return true;
    refusals_add (refusals, REFUSAL_INVALID, "/as_of",
                  "lies in the future; what will be known then is not known now");
    return false;
}

void view_put_as_of (instant as_of, struct text *answer)
{
    char text[INSTANT_TEXT_SIZE];
    text_format (answer, "\"as_of\":\"%s\"", instant_text (as_of, text));
}

struct view_by view_by_nothing (void)
{
    return (struct view_by){ .number = NUMBER_ABSENT,
                             .as_of = INSTANT_ABSENT,
                             .from = INSTANT_ABSENT,
                             .to = INSTANT_ABSENT,
                             .limit = NUMBER_ABSENT };
}

bool view_period (const struct scene *scene, const struct view_asked *asked, struct view_by *by,
                  struct refusals *refusals)
{
    scene = view_campaign (scene, asked->campaign, by->as_of, refusals);
    if (!scene)
        return false;
    const struct campaign *campaign = scene->office->campaign;
    instant end = asked->campaign ? day_start (campaign->to + 1) : INSTANT_NEVER;
    instant last = end < by->as_of ? end : by->as_of;
    by->from = asked->from != INSTANT_ABSENT ? asked->from : day_start (campaign->from);
    by->to = asked->to == INSTANT_ABSENT ? last : asked->to;
    if (by->from < by->to)
        return true;
    refusals_add (refusals, REFUSAL_INVALID, "/to", "must lie after `from`");
    return false;
}

void view_put_period (const struct view_by *by, struct text *answer)
{
    char from[INSTANT_TEXT_SIZE], to[INSTANT_TEXT_SIZE];
    text_format (answer, ",\"from\":\"%s\",\"to\":\"%s\"", instant_text (by->from, from),
                 instant_text (by->to, to));
}

void view_put_people_at_home (const struct scene *scene, struct text *answer)
{
    text_say (answer, ",\"people_at_home\":");
    text_say (answer, scene->sees_private ? "\"counted\"" : "\"left out of premises and visits\"");
}

/* ---- missed deadlines, standing ladders; what is known of a reference ---- */

enum {
    COUNT,
    ADD,
    REMOVE,
    STAND,
    FALL,
    HIGHEST,
    COMMUNITY,
    CATEGORY,
    PREMISES_CATEGORY,
    PARTY,
    STATEMENTS
};
static const struct sql statements[STATEMENTS] = {
    [COUNT] = { "SELECT count (*) AS count FROM missed WHERE ref = :key", view_by_record,
                view_count_record },
    [ADD] = { "INSERT OR IGNORE INTO missed (deadline, ref) VALUES (:deadline, :ref)",
              missed_row_record, NULL },
    [REMOVE] = { "DELETE FROM missed WHERE deadline = :key", view_by_record, NULL },
    [STAND] = { "INSERT OR REPLACE INTO standing (deadline, ref, role, place) VALUES (:deadline, "
                ":ref, :role, :place)",
                standing_row_record, NULL },
    [FALL] = { "DELETE FROM standing WHERE deadline = :key", view_by_record, NULL },
    [HIGHEST] = { "SELECT deadline, ref, role, place FROM standing WHERE ref = :key ORDER BY place "
                  "DESC, deadline LIMIT 1",
                  view_by_record, standing_row_record },
    [COMMUNITY] = { "SELECT (EXISTS (SELECT 1 FROM hazard_view WHERE community = :key AND since <= "
                    ":as_of) OR EXISTS (SELECT 1 FROM premises_view WHERE community = :key AND "
                    "since <= :as_of)) AS count",
                    view_by_record, view_count_record },
    [CATEGORY] = { "SELECT EXISTS (SELECT 1 FROM hazard_view WHERE category = :key AND since <= "
                   ":as_of) AS count",
                   view_by_record, view_count_record },
    [PREMISES_CATEGORY] = { "SELECT EXISTS (SELECT 1 FROM premises_view AS p, json_each "
                            "(p.categories, '$.categories') AS c WHERE c.value = :key AND p.since "
                            "<= :as_of) AS count",
                            view_by_record, view_count_record },
    /* Premises hand in what is asked of them under their own code. */
    [PARTY] = { "SELECT (EXISTS (SELECT 1 FROM ledger WHERE party = :key AND since <= :as_of "
                "AND " IS_TOLD_BY_NAME
                ") OR EXISTS (SELECT 1 FROM premises_view WHERE since <= :as_of AND (community = "
                ":key OR department = :key OR (premises = :key AND (hidden = 0 OR :number = "
                "1))))) AS count",
                view_by_record, view_count_record },
};
const struct sql_table missed_sql = { statements, STATEMENTS };

int64_t missed_count (const struct view_fact *fact, const char *ref)
{
    struct view_by by = view_by_nothing();
    struct view_count count = { .count = 0 };
    by.key = ref;
    store_read (fact->store, &statements[COUNT], &by, fact->arena, &count);
    return count.count;
}

void missed_add (const struct view_fact *fact, const char *deadline, const char *ref)
{
    store_write (fact->store, &statements[ADD],
                 &(struct missed_row){ .deadline = deadline, .ref = ref });
}

bool missed_remove (const struct view_fact *fact, const char *deadline)
{
    struct view_by by = view_by_nothing();
    by.key = deadline;
    store_write (fact->store, &statements[REMOVE], &by);
    return store_changes (fact->store) > 0;
}

void standing_put (const struct view_fact *fact, const struct standing_row *row)
{
    store_write (fact->store, &statements[STAND], row);
}

void standing_remove (const struct view_fact *fact, const char *deadline)
{
    struct view_by by = view_by_nothing();
    by.key = deadline;
    store_write (fact->store, &statements[FALL], &by);
}

const char *standing_role (const struct view_fact *fact, const char *ref)
{
    struct view_by by = view_by_nothing();
    struct standing_row highest;
    by.key = ref;
    return store_read (fact->store, &statements[HIGHEST], &by, fact->arena, &highest) ? highest.role
                                                                                      : NULL;
}

static bool was_recorded (const struct scene *scene, int which, const char *key, instant as_of)
{
    struct view_by by = view_by_nothing();
    struct view_count count = { .count = 0 };
    by.key = key;
    by.as_of = as_of;
    by.number = scene->sees_private;
    store_read (scene->store, &statements[which], &by, scene->arena, &count);
    return count.count > 0;
}

static bool is_party (const struct office *office, const char *party)
{
    return office_role (office, party) != role_absent || choice_value (role_choices(), party) != 0;
}

bool view_knows (const struct scene *scene, const struct view_reference *reference, instant as_of,
                 struct refusals *refusals)
{
    if (!reference->community && !reference->category && !reference->premises_category &&
        !reference->party)
        return refusals->count == 0; /* most questions: the office of then is not read for them */
    const struct scene *then = reference->then
                                   ? reference->then
                                   : view_campaign (scene, reference->campaign, as_of, refusals);
    if (!then)
        return false;
    const struct office *office = then->office;
    const struct {
        const char *said, *path, *where;
        bool is_configured;
        int recorded;
    } rows[] = {
        { reference->community, "/community", "community of config/organisation.yaml",
          reference->community && office_is_community (office, reference->community), COMMUNITY },
        { reference->category, "/category",
          "category of hazards; config/categories.yaml lists them",
          reference->category && office_hazard_category (office, reference->category), CATEGORY },
        { reference->premises_category, "/category",
          "category of premises; config/categories.yaml lists them",
          reference->premises_category &&
              office_premises_category (office, reference->premises_category),
          PREMISES_CATEGORY },
        { reference->party, "/party", "party of config/organisation.yaml, nor of what is recorded",
          reference->party && is_party (office, reference->party), PARTY },
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (rows[i].said && !rows[i].is_configured &&
            !was_recorded (scene, rows[i].recorded, rows[i].said, as_of))
            refusals_add (refusals, REFUSAL_INVALID, rows[i].path, "%s is no %s", rows[i].said,
                          rows[i].where);
    return refusals->count == 0;
}
