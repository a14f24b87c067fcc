/* statistics.show: the columns of the government's monthly form, and counters week by week, for any
   period and as of any instant. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "reporting/view.h"
#include "words/reporting.h"
#include <inttypes.h>

/* Weeks begin on Monday, at +08:00; the first Monday was 1969-12-29, three days before 1970. */
#define WEEK  "+ 28800000 + 259200000) / 604800000"
#define KNOWN "h.since <= :as_of AND h.until > :as_of AND h.premises IS NOT NULL"
#define HERE  " AND (:community IS NULL OR h.community = :community)"
#define FOUND "h.found >= :from AND h.found < :to"
#define GONE  "h.closed >= :from AND h.closed < :to"
/* By when it happened, not by what is so today: what was carried into the period, and what stands
   at its end. */
#define CARRIED  "h.found < :from AND (h.closed IS NULL OR h.closed >= :from)"
#define STANDING "h.found < :to AND (h.closed IS NULL OR h.closed >= :to)"
/* What was withdrawn was no hazard, what is linked is counted with the case that governs; what was
   transferred was found, and not rectified here. */
#define NO_ERROR  " AND h.closing IS NOT 'withdrawn'"
#define HAZARDS   "FROM hazard_view AS h WHERE " KNOWN HERE NO_ERROR " AND h.closing IS NOT 'linked'"
#define RECTIFIED GONE " AND h.closing <> 'transferred'"
#define VISITS    "FROM visit AS v WHERE v.self = 0 AND " VISITED
#define RETURNS   "FROM visit AS v WHERE v.self = 1 AND " VISITED
#define VISITED                                                                                    \
    "v.at >= :from AND v.at < :to AND v.recorded <= :as_of AND (:community IS NULL OR EXISTS "     \
    "(SELECT 1 FROM premises_view AS p WHERE p.premises = v.premises AND "                         \
    "p.since <= :as_of AND p.until > :as_of AND p.community = :community))"
/* Those that were put on the list in the period, though they may be off it by now. What was spent
   on one that was none is spent. */
#define LISTED                                                                                     \
    "FROM listed AS l, hazard_view AS h WHERE h.hazard = l.ref AND l.at >= :from AND l.at < :to "  \
    "AND l.recorded <= :as_of AND " KNOWN HERE NO_ERROR
#define SPENT                                                                                      \
    "FROM spent AS s, hazard_view AS h WHERE h.hazard = s.ref AND s.at >= :from AND s.at < :to "   \
    "AND s.recorded <= :as_of AND " KNOWN HERE
/* On the list when the period ends: with the five in place. */
#define ON_LIST                                                                                    \
    "EXISTS (SELECT 1 FROM listed AS l WHERE l.ref = h.hazard AND l.at < :to AND l.recorded <= "   \
    ":as_of AND NOT EXISTS (SELECT 1 FROM delisted AS d WHERE d.ref = l.ref AND d.number = "       \
    "l.number AND d.at < :to AND d.recorded <= :as_of))"
#define COUNT   "count (*) FILTER (WHERE "
#define GENERAL COUNT "h.severity = 'general' AND "
#define MAJOR   COUNT "h.severity = 'major' AND "

enum { MONTHLY, WEEKLY, STATEMENTS };
static const struct sql statements[STATEMENTS] = {
    [MONTHLY] = { "SELECT (SELECT count (DISTINCT v.premises) " VISITS
                  ") AS inspected, (SELECT count (DISTINCT v.premises) " RETURNS
                  ") AS self_inspected, " GENERAL CARRIED ") AS general_carried, " GENERAL FOUND
                  ") AS general_found, " GENERAL RECTIFIED ") AS general_rectified, " MAJOR CARRIED
                  ") AS major_carried, " MAJOR FOUND ") AS major_found, " MAJOR RECTIFIED
                  ") AS major_cleared, " COUNT STANDING " AND (h.measures IS NOT NULL OR " ON_LIST
                  ")) AS in_treatment, " COUNT STANDING " AND " ON_LIST
                  ") AS five_in_place, (SELECT count (*) " LISTED
                  ") AS listed, (SELECT coalesce (sum (l.money_yuan), 0) " LISTED
                  ") AS money_planned_yuan, (SELECT count (*) " LISTED
                  " AND l.money_yuan IS NULL) AS money_planned_in_words, (SELECT coalesce (sum "
                  "(s.yuan), 0) " SPENT ") AS money_spent_yuan " HAZARDS,
                  view_by_record, monthly_record },
    [WEEKLY] = { "SELECT week, sum (found) AS found, sum (closed) AS closed, sum (inspections) AS "
                 "inspections FROM (SELECT (h.found " WEEK
                 " AS week, 1 AS found, 0 AS closed, 0 AS inspections " HAZARDS " AND " FOUND
                 " UNION ALL SELECT (h.closed " WEEK ", 0, 1, 0 " HAZARDS " AND " GONE
                 " UNION ALL SELECT (v.at " WEEK ", 0, 0, 1 " VISITS
                 ") GROUP BY week ORDER BY week",
                 view_by_record, weekly_record },
};
const struct sql_table statistics_sql = { statements, STATEMENTS };

static void put_rate (const char *name, int64_t part, int64_t whole, struct text *answer)
{
    int64_t tenths = whole > 0 ? (part * 1000 + whole / 2) / whole : 0;
    if (whole > 0)
        text_format (answer, ",\"%s\":\"%" PRId64 ".%" PRId64 "\"", name, tenths / 10, tenths % 10);
    else
        text_format (answer, ",\"%s\":\"\"", name);
}

static void put_monthly (const struct scene *scene, const struct view_by *by, struct text *answer)
{
    struct monthly monthly = { .inspected = 0 };
    store_read (scene->store, &statements[MONTHLY], by, scene->arena, &monthly);
    text_say (answer, ",\"monthly\":");
    record_to_json (monthly_record(), &monthly, answer);
    put_rate ("general_rate", monthly.general_rectified,
              monthly.general_carried + monthly.general_found, answer);
    put_rate ("major_rate", monthly.major_cleared, monthly.major_carried + monthly.major_found,
              answer);
    text_say (answer, ",\"rate_base\":\"carried + found\"");
}

static void put_weekly (const struct scene *scene, const struct view_by *by, struct text *answer)
{
    enum { MONDAY = -3, DAYS = 7 };
    struct weekly week;
    char monday[INSTANT_TEXT_SIZE];
    const char *before = "";
    text_say (answer, ",\"weekly\":[");
    store_walk (scene->store, &statements[WEEKLY], by);
    while (store_next (scene->store, &statements[WEEKLY], scene->arena, &week)) {
        text_format (answer,
                     "%s{\"monday\":\"%s\",\"found\":%" PRId64 ",\"closed\":%" PRId64
                     ",\"inspections\":%" PRId64 "}",
                     before, day_text (MONDAY + DAYS * week.week, monday), week.found, week.closed,
                     week.inspections);
        before = ",";
    }
    text_say (answer, "]");
}

void statistics_ask (const struct scene *scene, const void *asked_void, struct text *answer,
                     struct refusals *refusals)
{
    const struct statistics_show *asked = asked_void;
    struct view_by by = view_by_nothing();
    by.community = asked->community;
    if (!view_as_of (scene, asked->as_of, &by.as_of, refusals) ||
        !view_knows (scene, &(struct view_reference){ .community = asked->community }, by.as_of,
                     refusals) ||
        !view_period (scene, &(struct view_asked){ asked->campaign, asked->from, asked->to }, &by,
                      refusals))
        return;
    view_put_as_of (by.as_of, answer);
    view_put_period (&by, answer);
    put_monthly (scene, &by, answer);
    put_weekly (scene, &by, answer);
}
