/* What the office has settled for itself: who there is, what is judged, within which time, by whom.
   It is read and checked once at the start; afterwards it is plain values that decisions look
   things up in, so the same word is answered the same way for ever.
   Not here: what one service alone needs (its settings.def); how a clock counts (calendar/). */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#pragma once
#include "calendar/clock.h"
#include "words/common.h"
#include "words/escalation.h"
#include "words/intake.h"

#include "record/declare_structs.h"

#include "office/office.def"
#include "office/authority.def"
#include "office/checklists.def"

#include "record/declare_end.h"

struct office {
    const struct organisation *organisation;
    const struct categories *categories;
    const struct policy *policy;
    const struct campaign *campaign;
    const struct authority *authority;
    const struct checklists *checklists;
    const struct calendar *calendar;
    const struct yaml_marks *organisation_marks; /* for office_check_channels */
};

/* ---- reading (office_read.c, office_check.c) ---- */

/* organisation.yaml, categories.yaml, policy.yaml, campaign.yaml, authority.yaml, checklists.yaml
   and calendars/ of FOLDER, in ARENA. Every mistake at once, within and across the files, each a
   refusal whose path is "FILE:LINE:COLUMN". NULL when there was one. */
const struct office *office_read (const char *folder, struct arena *arena,
                                  struct refusals *refusals);
/* The same, but what could be read in spite of mistakes, for further checks: a file may be NULL, a
   list short, a required member of a file absent. Nothing decides with it. */
const struct office *office_read_rest (const char *folder, struct arena *arena,
                                       struct refusals *refusals);

/* The channels are another file's: adds a refusal for each reach whose channel is not one of the
   COUNT CHANNELS, or that gives a channel of mail no mail address. OFFICE was made by office_read,
   or office_read_rest. */
struct office_channel {
    const char *name;
    bool mails;
};
void office_check_channels (const struct office *office, const struct office_channel *channels,
                            size_t count, struct arena *arena, struct refusals *refusals);

/* ---- lookups (office.c): pure ---- */

/* The organisation as its lists: all parties, and the role that their list gives them (role_absent:
   each says its own). */
struct office_section {
    const char *name; /* of the list, in organisation.yaml */
    const struct party *list;
    size_t count;
    enum role role;
};
enum { OFFICE_SECTIONS = 5 };
void office_sections (const struct organisation *organisation,
                      struct office_section sections[OFFICE_SECTIONS]);

/* Of the leading group, the office, the departments, the communities, the outside; NULL: none. */
const struct party *office_party (const struct office *office, const char *id);
/* The role a party of this organisation has by where it stands; role_absent: not a party. */
enum role office_role (const struct office *office, const char *id);
bool office_is_community (const struct office *office, const char *id);
/* A department, or the office, which answers for a trade as departments do. */
bool office_is_department (const struct office *office, const char *id);
/* Whether TEXT may stand as `by` or `tracker`: a role that somebody holds, a post of the leading
   group, the office, a department, a community. What is outside does not act here. */
bool office_knows_actor (const struct office *office, const char *text);
/* Whether TEXT means somebody to this office: a party, or the word of a role or of a relation to a
   case ("tracker"). Nothing else is called by it. */
bool office_means_somebody (const struct office *office, const char *text);
/* Whether BY (an actor as above) may do ACT; an act without a row is nobody's. */
bool office_may (const struct office *office, const char *by, const char *act);
/* Whether ACT is one that the policy gives to certain people alone. */
bool office_is_act (const struct office *office, const char *act);
/* Whether BY may say of PARTY that it did what it had to: itself, or those who run the campaign. */
bool office_speaks_for (const struct office *office, const char *by, const char *party);
/* Who may do ACT, for the sentence of a refusal: "leader, deputy"; "nobody" without a row. */
const char *office_may_text (const struct office *office, const char *act, struct arena *arena);

const struct checklist *office_checklist (const struct office *office,
                                          const char *id); /* or NULL */
const struct hazard_category *office_hazard_category (const struct office *office, const char *id);
const struct premises_category *office_premises_category (const struct office *office,
                                                          const char *id);
/* The id of the department that answers: of the hazard's category; of the first of the premises'
   categories that is known. The office's id when none is known. */
const char *office_department_of_hazard (const struct office *office, const char *category);
const char *office_department_of_premises (const struct office *office,
                                           const char *const *categories, size_t count);

/* The ids of clocks that the services arm; the policy must have each. */
#define CLOCK_TIPOFF_VERIFICATION "tipoff_verification"
#define CLOCK_TIPOFF_ANSWER       "tipoff_answer"
#define CLOCK_RECTIFICATION       "rectification"
#define CLOCK_REINSPECTION        "reinspection"
#define CLOCK_NOTICE              "notice"
#define CLOCK_GOVERNMENT_REPORT   "government_report"
#define CLOCK_WATCH               "watch"
#define CLOCK_REFERRAL_SENDING    "referral_sending"
#define CLOCK_REFERRAL            "referral"
#define CLOCK_REFERRAL_RESULT     "referral_result"
#define CLOCK_SUPERVISION         "supervision"
#define CLOCK_DELISTING           "delisting"
#define CLOCK_PUBLICATION         "publication"
#define CLOCK_ORDER_END           "order_end"
#define CLOCK_SEALING_DECISION    "sealing_decision"
#define CLOCK_RESUMPTION_CHECK    "resumption_check"
#define CLOCK_RESUMPTION_DECISION "resumption_decision"
#define CLOCK_JOINT               "joint"
#define CLOCK_ACTION              "action"
#define CLOCK_VISIT               "visit"
#define CLOCK_DELIVERABLE         "deliverable"
#define CLOCK_WINDOW              "window"
#define CLOCK_MEETING             "meeting"

/* An order stands until it is lifted or lapses, and what is listed comes off the list, and is
   published, after the hazard is gone: clocks that its closing does not end, nor their ladders.
   Nor, when it was TRANSFERRED, that of the other authority, which has it now. */
bool office_clock_outlives_hazard (const char *clock, bool transferred);

const struct clock_policy *office_clock (const struct office *office, const char *id); /* or NULL */
/* What a rule is chosen by. CATEGORY NULL and SEVERITY severity_absent: not known yet. */
struct clock_case {
    const char *category;
    enum severity severity;
    bool urgent;
    bool experts; /* were convened */
    day on;       /* when the clock starts: a rule not yet in effect does not govern */
};
/* The first row that matches; the last one governs whatever is left, so there always is a row. */
const struct clock_rule_row *office_clock_rule (const struct clock_policy *clock,
                                                const struct clock_case *about);
/* The role of the ladder that urges for the NUMBERth time (from 1). It follows from today's policy,
   so that a ladder which lost a rung still has somebody to urge. */
const char *office_urging_role (const struct policy *policy, int64_t number);
/* How a clock counts by that row. */
struct clock_rule office_counts_by (const struct clock_rule_row *row);
/* Hours between the overdue reminder NUMBER - 1 (0: the due moment) and NUMBER (from 1). */
int64_t office_repeat_hours (const struct clock_policy *clock, int64_t number);

/* Whether a rung is there for a missed deadline of CLOCK; severity_absent takes no rung that asks
   for one. When: its hours after the deadline was missed. */
bool office_ladder_applies (const struct ladder_step *step, const char *clock,
                            enum severity severity);
int64_t office_ladder_hours (const struct ladder_step *step, bool danger);

/* Whom a word of `to`, `role` or `also` means for one case. Absent texts are NULL. */
struct office_case {
    const char *community;
    const char *department;
    const char *tracker; /* an actor, as given */
};
enum { OFFICE_PARTIES_MAX = 64 };
struct office_parties {
    const struct party *list[OFFICE_PARTIES_MAX];
    size_t count;
};
/* Adds to PARTIES whom WORD means, each at most once. `tracker`, `community`, `department`: those
   of the case; `watcher`: the case's community, since a watcher has only a telephone; a role: all
   who hold it; else the party of that id. What names nobody (any more) means the office, so that
   nothing falls silent. */
void office_resolve (const struct office *office, const char *word, const struct office_case *about,
                     struct office_parties *parties);
/* Whether somebody is in both. */
bool office_parties_meet (const struct office_parties *one, const struct office_parties *other);
/* Whether those whom two actors' words name may be one and the same: a party, and a role that it
   holds. Who may be the asker does not decide on what was asked. */
bool office_may_be_one (const struct office *office, const char *one, const char *other);
/* Who owes what CLOCK measures; nobody: it is another authority's. A case without a tracker is its
   community's and its department's. */
struct office_parties office_owing (const struct office *office, const char *clock,
                                    const struct office_case *about);
