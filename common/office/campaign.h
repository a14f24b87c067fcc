/* What the campaign asks for, of whom and by when: lookups in campaign.yaml. Pure. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#pragma once
#include "calendar/clock.h"
#include "office/office.h"

/* The campaigns that are known, each once. */
struct campaigns {
    const struct campaign *const *list;
    size_t count;
};
const struct campaign *office_campaign (const struct campaigns *campaigns,
                                        const char *id); /* or NULL */
/* The one whose days hold AT, of several the one that began last; NULL: none does. */
const struct campaign *office_campaign_at (const struct campaigns *campaigns, day at);
/* The ids, for the sentence of a refusal: "winter-2020, winter-2021". */
const char *office_campaigns_text (const struct campaigns *campaigns, struct arena *arena);

/* What the campaign asks for under KIND, or NULL; whether PARTY is one of those OF. */
const struct campaign_deliverable *office_deliverable (const struct office *office,
                                                       const char *kind);
const struct campaign_deliverable *office_deliverable_of (const struct campaign *campaign,
                                                          const char *kind);
bool office_owes (const struct office *office, enum owed_by of, const char *party);
/* The same of inspections and papers: the office owes them as a department does when it answers for
   a category (谁主管、谁检查、谁负责). */
bool office_owes_by_trade (const struct office *office, enum owed_by of, const char *party);
bool office_owes_deliverable (const struct office *office,
                              const struct campaign_deliverable *wanted, const char *party);
/* Who says so, for people: "《张贵庄街冬春火灾防控工作》S26，config/campaign.yaml". */
const char *office_source_of (const struct campaign *campaign, const char *clause,
                              struct arena *arena);
/* The expression of its last day: a plan without a date is due at the end of the first phase
   (NULL: of a file that has none). */
const char *office_due (const struct campaign *campaign, const struct campaign_deliverable *wanted);
/* That of the first day of PHASE: the campaign's, when it says none. */
const char *office_phase_from (const struct campaign *campaign, const struct campaign_phase *phase,
                               struct arena *arena);
/* Whether it is asked of premises of these CATEGORIES. */
bool office_owed_by_premises (const struct campaign_deliverable *wanted,
                              const char *const *categories, size_t count);
/* What is the record of a meeting of KIND and owed by PARTY, or NULL. */
const struct campaign_deliverable *office_record_of (const struct office *office, const char *kind,
                                                     const char *party);
const struct campaign_window *office_window (const struct office *office,
                                             const char *id); /* or NULL */
const struct campaign_meeting *office_meeting (const struct office *office,
                                               const char *kind); /* or NULL */
enum owed_by office_meeting_of (const struct campaign_meeting *meeting);
/* Whose MEETING it is that BY reports: BY's own, or the office's, when that is the office's and BY
   is of the leading group or the office. NULL: none that is asked for. */
const char *office_meeting_party (const struct office *office,
                                  const struct campaign_meeting *meeting, const char *by);
enum { CAMPAIGN_ANCHORS_MAX = 32 };
/* Anchors that people resolved, beyond the dates of config/campaign.yaml. */
struct anchor_date {
    const char *anchor;
    day date;
};
struct anchored {
    const struct anchor_date *list;
    size_t count;
};
/* The date of an anchor of the campaign; DAY_ABSENT: it waits for the event. */
day office_anchor_date (const struct office *office, const char *anchor,
                        const struct anchored *resolved);
/* The first and last day of WINDOW, by the calendar as known on KNOWN; each DAY_ABSENT, and
   waits_for an anchor, until that is known. */
struct window_days {
    day first, last;
    const char *waits_for; /* NULL: both are known */
};
struct window_days office_window_days (const struct office *office,
                                       const struct campaign_window *window,
                                       const struct anchored *resolved, day known,
                                       struct arena *arena);
/* The first phase or window that ends before it begins, by dates that are known; what NULL: none.
 */
struct backwards {
    const char *what, *id; /* "phase", "window" */
    day first, last;
};
struct backwards office_backwards (const struct office *office, const struct anchored *resolved,
                                   day known, struct arena *arena);
/* The day that EXPRESSION of the campaign names (moment.h), by the calendar as known on KNOWN.
   DAY_ABSENT: it waits for *WAITS_FOR (may be NULL: not asked), an anchor. */
day office_moment (const struct office *office, const char *expression,
                   const struct anchored *resolved, day known, struct arena *arena,
                   const char **waits_for);
/* Whether what a party handed in AT came before the day from which WANTED is asked for. While that
   day waits for its anchor nothing is known to be. */
bool office_is_early (const struct office *office, const struct campaign_deliverable *wanted,
                      instant at, const struct anchored *resolved, day known, struct arena *arena);
/* The anchor without a date of its own on which the last day of WANTED hangs; NULL: none. */
const char *office_awaits (const struct office *office, const struct campaign_deliverable *wanted,
                           day known, struct arena *arena);
/* When the date of an anchor was announced first, and last, and which it was then. */
struct announced {
    instant first, last;
    day date;
};
struct handed_in {
    instant at, recorded;
};
/* S12, S26 ("gate opens when that date becomes known"): whether what was HANDED in is not what is
   asked for: it came before that is asked for; before the day that it hangs on was ANNOUNCED (NULL:
   it was not yet); or before that day, when it became another one since. */
bool office_came_early (const struct office *office, const struct campaign_deliverable *wanted,
                        const struct handed_in *handed, const struct anchored *resolved,
                        const struct announced *announced, day known, struct arena *arena);
/* The same with why it is that day: its rule, which SOURCE says, and the lines of its explanation.
   end.due: the end of the day; INSTANT_ABSENT, and no lines: it waits. Working days after an anchor
   are counted without those that it STOOD still (NULL: none). */
struct explained_moment {
    struct clock_end end;
    const char *rule, *explanation;
};
struct explained_moment office_explained_moment (const struct office *office,
                                                 const char *expression, const char *source,
                                                 const struct anchored *resolved,
                                                 const struct clock_pauses *stood, day known,
                                                 struct arena *arena);
/* Whether the day that EXPRESSION names is another one when an edition of the calendar governs. */
bool office_counts_working_days (const char *expression, struct arena *arena);
/* Whether it is counted in working days after an anchor, or a date. */
bool office_counts_onwards (const char *expression, struct arena *arena);
