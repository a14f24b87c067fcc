/* statistics.show: the columns of the government's monthly form, and counters week by week, for any
   period and as of any instant. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "reporting/counted.h"
#include "reporting/view.h"
#include "words/reporting.h"
#include <inttypes.h>

/* Weeks begin on Monday, at +08:00; the first Monday was 1969-12-29, three days before 1970. */
#define WEEK    " + 28800000 + 259200000) / 604800000"
#define HERE    " AND (:community IS NULL OR h.community = :community)"
#define HAZARDS HAZARDS_JUDGED (HERE)
/* Those that were put on the list in the period, though they may be off it by now. What was spent
   on one that was none is spent. */
#define OF_HAZARD " AND EXISTS (SELECT 1 " HAZARDS_KNOWN HERE " AND h.hazard = "
#define LISTED                                                                                     \
    "FROM listed AS l WHERE l.at >= :from AND l.at < :to AND l.recorded <= :as_of" OF_HAZARD       \
    "l.ref AND " IS_HAZARD ")"
#define SPENT                                                                                      \
    "FROM spent AS s WHERE s.at >= :from AND s.at < :to AND s.recorded <= :as_of" OF_HAZARD "s."   \
    "ref)"
/* On the list when the period ends: with the five in place. */
#define ON_LIST                                                                                    \
    "EXISTS (SELECT 1 FROM listed AS l WHERE l.ref = h.hazard AND l.at < :to AND l.recorded <= "   \
    ":as_of AND NOT EXISTS (SELECT 1 FROM delisted AS d WHERE d.ref = l.ref AND d.number = "       \
    "l.number AND d.at < :to AND d.recorded <= :as_of))"
#define GENERAL COUNT_OF "severity = 'general' AND "
#define MAJOR   COUNT_OF "severity = 'major' AND "

enum { THERE, MONTHLY, WEEKLY, STATEMENTS };
static const struct sql statements[STATEMENTS] = {
    [THERE] = { "SELECT NULL AS name, registered AS total, inspected, by_checklist, "
                "self_inspected FROM (" PREMISES_COUNTED ")",
                view_by_record, coverage_group_record },
    [MONTHLY] = { "WITH put AS (SELECT l.money_yuan " LISTED ") SELECT " GENERAL "is_carried) AS "
                  "general_carried, " GENERAL "is_found) AS general_found, " GENERAL
                  "is_rectified) AS general_rectified, " GENERAL
                  "is_transferred) AS general_transferred, " GENERAL
                  "is_open) AS general_open, " MAJOR "is_carried) AS major_carried, " MAJOR
                  "is_found) AS major_found, " MAJOR "is_rectified) AS major_cleared, " MAJOR
                  "is_transferred) AS major_transferred, " MAJOR "is_open) AS major_open, " COUNT_OF
                  "is_withdrawn) AS withdrawn, " COUNT_OF
                  "is_open AND (measures IS NOT NULL OR " ON_LIST ")) AS in_treatment, " COUNT_OF
                  "is_open AND " ON_LIST ") AS five_in_place, (SELECT count (*) FROM put) AS "
                  "listed, (SELECT coalesce (sum (money_yuan), 0) FROM put) AS "
                  "money_planned_yuan, (SELECT count (*) FROM put WHERE money_yuan IS NULL) AS "
                  "money_planned_in_words, (SELECT coalesce (sum (s.yuan), 0) " SPENT
                  ") AS money_spent_yuan " HAZARDS,
                  view_by_record, monthly_record },
    [WEEKLY] = { "SELECT week, sum (found) AS found, sum (rectified) AS rectified, sum "
                 "(transferred) AS transferred, sum (visits) AS visits, sum (self_inspections) AS "
                 "self_inspections, sum (publicity) AS publicity, sum (reached) AS reached FROM "
                 "(SELECT (found" WEEK " AS week, 1 AS found, 0 AS rectified, 0 AS transferred, 0 "
                 "AS visits, 0 AS self_inspections, 0 AS publicity, 0 AS reached " HAZARDS
                 " WHERE is_found UNION ALL SELECT (closed" WEEK
                 ", 0, is_rectified, is_transferred, 0, 0, 0, 0 " HAZARDS
                 " WHERE is_closed UNION ALL SELECT (min (v.at)" WEEK
                 ", 0, 0, 0, v.self = 0, v.self, 0, 0 " VISITS BY_DAY " UNION ALL SELECT (l.at" WEEK
                 ", 0, 0, 0, 0, 0, 1, coalesce (json_extract (l.data, '$.reached'), 0) " PUBLICITY
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
    struct coverage_group there = { .inspected = 0 };
    struct monthly monthly = { .general_found = 0 };
    struct text columns = text_in (scene->arena);
    store_read (scene->store, &statements[THERE], by, scene->arena, &there);
    store_read (scene->store, &statements[MONTHLY], by, scene->arena, &monthly);
    record_to_json (monthly_record(), &monthly, &columns);
    text_format (answer,
                 ",\"monthly\":{\"inspected\":%" PRId64 ",\"by_checklist\":%" PRId64
                 ",\"self_inspected\":%" PRId64 ",%s",
                 there.inspected, there.by_checklist, there.self_inspected, columns.bytes + 1);
    put_rate ("general_rate", monthly.general_rectified,
              monthly.general_carried + monthly.general_found, answer);
    put_rate ("major_rate", monthly.major_cleared, monthly.major_carried + monthly.major_found,
              answer);
    text_say (answer, ",\"rate_base\":\"carried + found\",\"counts\":");
    text_put_json (answer, COUNTS_SENTENCE "; cleared: rectified; " VISITS_SENTENCE
                                           "; visits: one premises on one day is one, also "
                                           "where it is closed since");
}

enum { MONDAY = -3, WEEK_DAYS = 7 };

static int64_t week_of (instant at)
{
    return (day_of (at) - MONDAY) / WEEK_DAYS;
}

static void put_week (const struct weekly *week, const char *before, struct text *answer)
{
    char monday[INSTANT_TEXT_SIZE];
    text_format (answer,
                 "%s{\"monday\":\"%s\",\"found\":%" PRId64 ",\"rectified\":%" PRId64
                 ",\"transferred\":%" PRId64 ",\"visits\":%" PRId64 ",\"self_inspections\":%" PRId64
                 ",\"publicity\":%" PRId64 ",\"reached\":%" PRId64 "}",
                 before, day_text ((day)(MONDAY + WEEK_DAYS * week->week), monday), week->found,
                 week->rectified, week->transferred, week->visits, week->self_inspections,
                 week->publicity, week->reached);
}

/* Every week of the period, as far as it is known: one with nothing says so. Of more than ten
   years those alone that have something. */
static void put_weekly (const struct scene *scene, const struct view_by *by, struct text *answer)
{
    enum { WEEKS_MAX = 530 };
    const instant end = by->to < by->as_of ? by->to : by->as_of;
    const int64_t last = week_of (end - 1);
    int64_t next = week_of (by->from);
    const bool all = last - next < WEEKS_MAX;
    struct weekly week;
    const char *before = "";
    text_say (answer, ",\"weekly\":[");
    store_walk (scene->store, &statements[WEEKLY], by);
    while (store_next (scene->store, &statements[WEEKLY], scene->arena, &week)) {
        for (; all && next < week.week; next++, before = ",")
            put_week (&(struct weekly){ .week = next }, before, answer);
        put_week (&week, before, answer);
        before = ",";
        next = week.week + 1;
    }
    for (; all && next <= last; next++, before = ",")
        put_week (&(struct weekly){ .week = next }, before, answer);
    text_say (answer, "]");
}

void statistics_ask (const struct scene *scene, const void *asked_void, struct text *answer,
                     struct refusals *refusals)
{
    const struct statistics_show *asked = asked_void;
    struct view_by by = view_by_nothing();
    by.community = asked->community;
    by.number = scene->sees_private;
    if (!view_as_of (scene, asked->as_of, &by.as_of, refusals) ||
        !view_knows (
            scene,
            &(struct view_reference){ .community = asked->community, .campaign = asked->campaign },
            by.as_of, refusals) ||
        !view_period (scene, &(struct view_asked){ asked->campaign, asked->from, asked->to }, &by,
                      refusals))
        return;
    view_put_as_of (by.as_of, answer);
    view_put_period (&by, answer);
    view_put_people_at_home (scene, answer);
    put_monthly (scene, &by, answer);
    put_weekly (scene, &by, answer);
}
