/* statistics.show: the columns of the government's monthly form, and counters week by week, for any
   period and as of any instant. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "reporting/view.h"
#include "words/reporting.h"
#include <inttypes.h>

/* Weeks begin on Monday, at +08:00; the first Monday was 1969-12-29, three days before 1970. */
#define WEEK_OF(moment) "((" moment " + 28800000 + 259200000) / 604800000)"
#define HOLDS           "h.since <= :as_of AND h.until > :as_of AND h.premises IS NOT NULL"
#define HERE            " AND (:community IS NULL OR h.community = :community)"
#define FOUND           " AND h.found >= :from AND h.found < :to"
#define HAZARDS         "FROM hazard_view AS h WHERE " HOLDS HERE FOUND
#define VISITS                                                                                     \
    "FROM visit AS v WHERE v.at >= :from AND v.at < :to AND v.recorded <= :as_of AND (:community " \
    "IS NULL OR EXISTS (SELECT 1 FROM premises_view AS p WHERE p.premises = v.premises AND "       \
    "p.since <= :as_of AND p.until > :as_of AND p.community = :community))"
/* Those that were put on the list in the period, though they may be off it by now. */
#define LISTED                                                                                     \
    "FROM listed AS l, hazard_view AS h WHERE h.hazard = l.ref AND l.at >= :from AND l.at < :to "  \
    "AND l.recorded <= :as_of AND " HOLDS HERE
#define NUMBER_OF(what, condition) "(SELECT count (*) " HAZARDS " AND " condition ") AS " what

enum { MONTHLY, WEEKLY, STATEMENTS };
static const struct sql statements[STATEMENTS] = {
    [MONTHLY] = { "SELECT (SELECT count (DISTINCT v.premises) " VISITS ") AS inspected,"
                  " " NUMBER_OF (
                      "general_found",
                      "h.severity = 'general'") ","
                                                " " NUMBER_OF (
                                                    "general_rectified",
                                                    "h.severity = 'general' AND h.state "
                                                    "= 'closed'") ","
                                                                  " " NUMBER_OF (
                                                                      "major_found",
                                                                      "h.severity = "
                                                                      "'major'") ","
                                                                                 " " NUMBER_OF (
                                                                                     "ma"
                                                                                     "jo"
                                                                                     "r_"
                                                                                     "cl"
                                                                                     "ea"
                                                                                     "re"
                                                                                     "d",
                                                                                     "h."
                                                                                     "se"
                                                                                     "ve"
                                                                                     "ri"
                                                                                     "ty"
                                                                                     " ="
                                                                                     " '"
                                                                                     "ma"
                                                                                     "jo"
                                                                                     "r'"
                                                                                     " A"
                                                                                     "ND"
                                                                                     " h"
                                                                                     ".s"
                                                                                     "ta"
                                                                                     "te"
                                                                                     " ="
                                                                                     " '"
                                                                                     "cl"
                                                                                     "os"
                                                                                     "ed"
                                                                                     "'") ","
                                                                                          " " NUMBER_OF (
                                                                                              "in_"
                                                                                              "trea"
                                                                                              "tmen"
                                                                                              "t",
                                                                                              "h."
                                                                                              "stat"
                                                                                              "e "
                                                                                              "<> "
                                                                                              "'clo"
                                                                                              "sed'"
                                                                                              " AND"
                                                                                              " h."
                                                                                              "meas"
                                                                                              "ures"
                                                                                              " IS "
                                                                                              "NOT "
                                                                                              "NUL"
                                                                                              "L") ","
                                                                                                   " (SELECT count (*) " LISTED
                                                                                                   ") AS five_in_place,"
                                                                                                   " (SELECT count (*) " LISTED
                                                                                                   ") AS listed,"
                                                                                                   " (SELECT coalesce (sum (l.money_yuan), 0) " LISTED
                                                                                                   ") AS money_yuan",
                  view_by_record, monthly_record },
    [WEEKLY] = { "SELECT week, sum (found) AS found, sum (closed) AS closed, sum (inspections) AS "
                 "inspections FROM ("
                 "SELECT " WEEK_OF (
                     "h.found") " AS week, 1 AS found, 0 AS closed, 0 AS "
                                "inspections " HAZARDS " UNION ALL SELECT " WEEK_OF (
                                    "h.closed") ", 0, 1, 0 FROM hazard_view AS h WHERE " HOLDS HERE
                                                " AND h.closed >= :from AND h.closed < :to"
                                                " UNION ALL SELECT " WEEK_OF (
                                                    "v.at") ", 0, 0, 1 " VISITS
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
    put_rate ("general_rate", monthly.general_rectified, monthly.general_found, answer);
    put_rate ("major_rate", monthly.major_cleared, monthly.major_found, answer);
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
        !view_period (scene, asked->from, asked->to, &by, refusals))
        return;
    view_put_as_of (by.as_of, answer);
    view_put_period (&by, answer);
    put_monthly (scene, &by, answer);
    put_weekly (scene, &by, answer);
}
