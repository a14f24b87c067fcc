/* What the figures count of hazards, said once, so that those of one answer add up. In a period,
   and of what was known by :as_of:

       carried + found = open + closed        closed = rectified + transferred

   `carried`: found before it and not closed before it. `open`, and of that `overdue`: as it stood
   at its end. What was withdrawn was no hazard (domain.md 5): it is counted beside, as `withdrawn`
   in the period of that act, and nowhere else; what is linked is counted with the case that
   governs. Texts of SQL, over hazard_view AS h.

   People at home: a hazard at a home is a hazard of its community as any other, in every figure and
   for every asker, as it is a row of hazards.list for every asker: the form is one form, whoever
   prints it. The least of these numbers is a community's, and where it is none of them says
   (view.h, case.show, suspicions.list). Premises, visits and what was handed in are numbers of
   places: a home is in none of them for who may not see it. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#pragma once

#define COUNTS_SENTENCE                                                                            \
    "carried + found = open + closed; closed = rectified + transferred; withdrawn: no hazard "     \
    "after all, in no other figure; open and overdue: at the end of the period; hazards at "       \
    "people's homes are among them, for everybody, without their place"

/* What a visit is: premises_view.c. */
#define VISITS_SENTENCE                                                                            \
    "inspected: inspectors of the office, by name, were there, by a checklist, with a finding, "   \
    "for a tip-off or a re-inspection; by_checklist: of those, gone through by a checklist; of "   \
    "the register as it was when the period ended"

#define HAZARDS_KNOWN                                                                              \
    "FROM hazard_view AS h WHERE h.since <= :as_of AND h.until > :as_of AND h.premises IS NOT "    \
    "NULL"
/* When the period ends, or the moment asked about, whichever is earlier. */
#define PERIOD_END "min (:to, :as_of)"
#define IS_HAZARD  "coalesce (h.closing, '') NOT IN ('withdrawn', 'linked')"
#define IS_OPEN    IS_HAZARD " AND (h.closed IS NULL OR h.closed >= :to)"
#define IS_CLOSED  IS_HAZARD " AND h.closed < :to"
/* What is overdue now, or was when the period ended. */
#define IS_OVERDUE                                                                                 \
    IS_OPEN " AND CASE WHEN :to >= :as_of THEN h.state = 'overdue' ELSE EXISTS (SELECT 1 FROM "    \
            "hazard_view AS v WHERE v.number = h.number AND v.since <= :to AND v.until > :to AND " \
            "v.state = 'overdue') END"
/* The hazards of the period, and of each what it is, yes or no. */
#define HAZARDS_JUDGED(here)                                                                       \
    "FROM (SELECT h.*, " IS_HAZARD " AND h.found < :from AS is_carried, " IS_HAZARD                \
    " AND h.found >= :from AS is_found, " IS_OPEN " AS is_open, " IS_OVERDUE                       \
    " AS is_overdue, " IS_CLOSED " AS is_closed, " IS_CLOSED                                       \
    " AND h.closing <> 'transferred' AS is_rectified, " IS_CLOSED                                  \
    " AND h.closing = 'transferred' AS is_transferred, h.closing IS 'withdrawn' AND h.closed < "   \
    ":to AS is_withdrawn " HAZARDS_KNOWN                                                           \
    " AND h.found < :to AND (h.closed IS NULL OR h.closed >= "                                     \
    ":from)" here ") AS h"
#define COUNT_OF "count (*) FILTER (WHERE "
#define HAZARD_FIGURES                                                                             \
    COUNT_OF "is_carried) AS carried, " COUNT_OF "is_found) AS found, " COUNT_OF                   \
             "is_open) AS open, " COUNT_OF "is_overdue) AS overdue, " COUNT_OF                     \
             "is_closed) AS closed, " COUNT_OF "is_rectified) AS rectified, " COUNT_OF             \
             "is_transferred) AS transferred, " COUNT_OF "is_withdrawn) AS withdrawn"

/* Of tip-offs: carried + received = waiting + verified. */
#define IS_WAITING  "(t.verified IS NULL OR t.verified >= :to)"
#define IS_VERIFIED "t.verified < :to"
#define TIPOFFS_COUNTED                                                                            \
    "SELECT " COUNT_OF "t.reported < :from) AS carried, " COUNT_OF                                 \
    "t.reported >= :from) AS received, " COUNT_OF IS_WAITING ") AS waiting, " COUNT_OF IS_WAITING  \
    " AND CASE WHEN :to >= :as_of THEN t.late > 0 ELSE EXISTS (SELECT 1 FROM tipoff_view AS v "    \
    "WHERE v.tipoff = t.tipoff AND v.since <= :to AND v.until > :to AND v.late > 0) END) AS "      \
    "overdue, " COUNT_OF IS_VERIFIED ") AS verified, " COUNT_OF IS_VERIFIED                        \
    " AND t.state = 'founded') AS founded, " COUNT_OF IS_VERIFIED                                  \
    " AND t.state = 'unfounded') AS unfounded FROM tipoff_view AS t WHERE t.since <= :as_of AND "  \
    "t.until > :as_of AND t.reported < :to AND (t.verified IS NULL OR t.verified >= :from)"

#define LOCAL_DAY " + 28800000) / 86400000" /* of "(" and a moment, at +08:00 */
/* Nobody is told a number of people at home who may not see them. */
#define IS_SEEN "(p.hidden = 0 OR :number = 1)"
#define WAS_THERE(more)                                                                            \
    "EXISTS (SELECT 1 FROM visit AS v WHERE v.premises = p.premises AND v.at >= :from AND v.at < " \
    ":to AND v.recorded <= :as_of AND " more ")"
/* Premises, as they were when the period ended. What was written into the register later belongs to
   the period when somebody was there in it. */
#define IS_ENTERED_LATER                                                                           \
    WAS_THERE ("1")                                                                                \
    " AND NOT EXISTS (SELECT 1 FROM premises_view AS b WHERE b.premises = p.premises AND b.since " \
    "< p.since)"
#define REGISTERED                                                                                 \
    "p.since <= :as_of AND p.until > " PERIOD_END " AND " IS_SEEN " AND (p.since <= " PERIOD_END   \
    " OR (" IS_ENTERED_LATER "))"
#define HOW_MANY(more, name)   "coalesce (sum (" WAS_THERE (more) "), 0) AS " name
#define INSPECTED_COUNTED      HOW_MANY ("v.self = 0", "inspected")
#define CHECKED_COUNTED        HOW_MANY ("v.self = 0 AND v.checklist <> ''", "by_checklist")
#define SELF_INSPECTED_COUNTED HOW_MANY ("v.self = 1", "self_inspected")
#define PREMISES_COUNTED                                                                           \
    "SELECT count (*) AS registered, " INSPECTED_COUNTED ", " CHECKED_COUNTED                      \
    ", " SELF_INSPECTED_COUNTED " FROM premises_view AS p WHERE " REGISTERED                       \
    " AND (:community IS NULL OR p.community = :community)"
/* At premises as they were then, also at those that are closed since. */
#define OF_VISITS                                                                                  \
    "v.at >= :from AND v.at < :to AND v.recorded <= :as_of AND EXISTS (SELECT 1 FROM "             \
    "premises_view AS p WHERE p.premises = v.premises AND p.since = coalesce ((SELECT max "        \
    "(b.since) FROM premises_view AS b WHERE b.premises = v.premises AND b.since <= " PERIOD_END   \
    "), (SELECT min (b.since) FROM premises_view AS b WHERE b.premises = v.premises)) "            \
    "AND " IS_SEEN " AND (:community IS NULL OR p.community = :community))"
#define VISITS "FROM visit AS v WHERE " OF_VISITS
/* One premises on one day is one visit, whoever came and however often it was written down: a
   finding need not say who was there. */
#define BY_DAY " GROUP BY v.premises, v.self, (v.at" LOCAL_DAY
#define PUBLICITY                                                                                  \
    "FROM ledger AS l WHERE l.ledger = 'publicity' AND l.since <= :as_of AND l.until > :as_of "    \
    "AND "                                                                                         \
    "l.at >= :from AND l.at < :to AND (:community IS NULL OR l.party = :community)"
