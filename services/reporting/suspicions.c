/* suspicions.list: premises whose open hazards, counted by the method in effect on that day, as it
   was configured then, make them a suspected major hazard; each with the elements that count and
   the hazards they rest on. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "reporting/view.h"
#include "words/reporting.h"
#include "words/words.h"
#include <inttypes.h>
#include <string.h>

enum { OPEN, STATEMENTS };
static const struct sql statements[STATEMENTS] = {
    [OPEN] = { "SELECT h.premises AS premises, h.premises_name AS premises_name, h.community AS "
               "community, coalesce (p.categories, '{}') AS categories, h.hazard AS hazard, "
               "h.category AS category, coalesce (p.hidden, 0) AS hidden FROM hazard_view AS h "
               "LEFT JOIN premises_view AS p ON p.premises = h.premises AND p.since <= :as_of AND "
               "p.until > :as_of WHERE h.since <= :as_of AND h.until > :as_of AND h.state <> "
               "'closed' AND h.premises IS NOT NULL AND (:community IS NULL OR h.community = "
               ":community) ORDER BY h.premises, h.number",
               view_by_record, suspect_row_record },
};
const struct sql_table suspicions_sql = { statements, STATEMENTS };

enum { HAZARDS_MAX = 1000 }; /* of one place */
struct suspect {
    struct suspect_row first;
    const char *hazards[HAZARDS_MAX], *categories[HAZARDS_MAX];
    size_t count;
};

static const struct major_edition *edition_on (const struct checklists *checklists, day on)
{
    for (size_t i = 0; i < checklists->majors_count; i++)
        if (checklists->majors[i].from <= on &&
            (checklists->majors[i].to == DAY_ABSENT || checklists->majors[i].to >= on))
            return &checklists->majors[i];
    return NULL;
}

/* None: any premises. */
static bool is_of (const struct suspect_row *place, const char *const *premises, size_t count)
{
    return count == 0 || texts_share (place->categories, place->categories_count, premises, count);
}

static const struct major_rule *rule_for (const struct major_edition *edition,
                                          const struct suspect_row *place)
{
    for (size_t i = 0; i < edition->rules_count; i++)
        if (is_of (place, edition->rules[i].premises, edition->rules[i].premises_count))
            return &edition->rules[i];
    return NULL;
}

static bool has_element (const struct suspect *place, const struct major_element *element)
{
    size_t found = 0;
    for (size_t i = 0; i < element->hazards_count; i++)
        found += texts_have (place->categories, place->count, element->hazards[i]);
    return is_of (&place->first, element->premises, element->premises_count) &&
           found >= (element->all ? element->hazards_count : 1);
}

static void put_element (const struct suspect *place, const struct major_element *element,
                         const char *before, struct text *answer)
{
    const char *comma = "";
    text_format (answer, "%s{\"element\":\"%s\",\"text\":", before, element->id);
    text_put_json (answer, element->text);
    text_format (answer, ",\"direct\":%s,\"hazards\":[", element->direct ? "true" : "false");
    for (size_t i = 0; i < place->count; i++)
        if (texts_have (element->hazards, element->hazards_count, place->categories[i])) {
            text_format (answer, "%s\"%s\"", comma, place->hazards[i]);
            comma = ",";
        }
    text_say (answer, "]}");
}

static void put_elements (const struct suspect *place, const struct major_edition *edition,
                          struct text *answer)
{
    const char *before = "";
    text_say (answer, ",\"elements\":[");
    for (size_t i = 0; i < edition->elements_count; i++)
        if (has_element (place, &edition->elements[i])) {
            put_element (place, &edition->elements[i], before, answer);
            before = ",";
        }
    text_say (answer, "]}");
}

/* Returns what goes before the next item. */
static const char *judge (const struct scene *scene, const struct suspect *place,
                          const struct major_edition *edition, const char *before,
                          struct text *answer)
{
    int64_t count = 0;
    bool direct = false;
    if (place->count == 0)
        return before;
    const struct major_rule *rule = rule_for (edition, &place->first);
    for (size_t i = 0; i < edition->elements_count; i++) {
        bool has = has_element (place, &edition->elements[i]);
        count += has;
        direct |= has && edition->elements[i].direct;
    }
    if (!direct && (!rule || count < rule->elements))
        return before;
    bool hidden = place->first.hidden && !scene->sees_private;
    text_format (answer, "%s{\"premises\":", before);
    text_put_json (answer, hidden ? WORDS_HIDDEN : place->first.premises);
    text_say (answer, ",\"premises_name\":");
    text_put_json (answer, hidden || !place->first.premises_name ? WORDS_HIDDEN
                                                                 : place->first.premises_name);
    text_say (answer, ",\"community\":");
    text_put_json (answer, place->first.community ? place->first.community : "");
    text_format (
        answer, ",\"direct\":%s,\"count\":%" PRId64 ",\"rule\":", direct ? "true" : "false", count);
    text_put_json (answer, rule ? rule->text : "");
    put_elements (place, edition, answer);
    return ",";
}

static void walk (const struct scene *scene, const struct view_by *by,
                  const struct major_edition *edition, struct text *answer)
{
    struct suspect *place = arena_take (scene->arena, sizeof *place);
    struct suspect_row row;
    const char *before = "";
    place->count = 0;
    store_walk (scene->store, &statements[OPEN], by);
    while (store_next (scene->store, &statements[OPEN], scene->arena, &row)) {
        if (place->count > 0 && strcmp (place->first.premises, row.premises) != 0) {
            before = judge (scene, place, edition, before, answer);
            place->count = 0;
        }
        if (place->count == 0)
            place->first = row;
        if (place->count < HAZARDS_MAX) {
            place->hazards[place->count] = row.hazard;
            place->categories[place->count++] = row.category;
        }
    }
    judge (scene, place, edition, before, answer);
}

void suspicions_ask (const struct scene *scene, const void *asked_void, struct text *answer,
                     struct refusals *refusals)
{
    const struct suspicions_list *asked = asked_void;
    struct view_by by = view_by_nothing();
    by.community = asked->community;
    if (!view_as_of (scene, asked->as_of, &by.as_of, refusals) ||
        !(scene = view_campaign (scene, NULL, by.as_of, refusals)) ||
        !view_knows (scene,
                     &(struct view_reference){ .then = scene, .community = asked->community },
                     by.as_of, refusals))
        return;
    const struct major_edition *edition = edition_on (scene->office->checklists, day_of (by.as_of));
    view_put_as_of (by.as_of, answer);
    text_say (answer, ",\"edition\":");
    if (edition)
        text_put_json (answer, edition->source);
    else
        text_say (answer, "null");
    text_say (answer, ",\"meaning\":\"疑似，供专家判定，不是认定\",\"items\":[");
    if (edition)
        walk (scene, &by, edition, answer);
    text_say (answer, "],\"next\":null");
}
