/* An obligation: what the campaign asks of a party by a day (S9 to S13, S18, S26). It opens when
   its time comes, moves with the anchor that it hangs on, and is met by what was handed in, held or
   reported. What was over before the campaign was first planned here is not asked for any more. Not
   here: what is handed in (services/intake/deliverable.h); who is missing (reporting). */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#pragma once
#include "office/campaign.h"
#include "scheduling/campaigns.h"
#include "scheduling/deadline.h"
#include "scheduling/share.h"

enum {
    OBLIGATIONS_MAX = 20000,     /* of one campaign */
    OBLIGATIONS_FINISHED_MAX = 7 /* by one fact: two events each, and its own */
};

/* What the hour must know: all of the campaign's. */
struct campaign_seen {
    const struct office *office;
    struct anchored anchored;
    const struct campaign_row *campaign; /* NULL: planned for the first time */
    const struct obligation_row *opened; /* by kind, what, cycle, party */
    size_t count;
    int64_t last;                           /* the last number; 0: none */
    const struct deadline_seen *misplaced;  /* the deadline of an open one that is not where its day
                                               is, or does not say why by now; or NULL */
    bool is_followed;                       /* by another that began: nothing new is asked for */
    struct share_owners owners;             /* who has premises of which something is asked */
    const struct obligation_seen *finished; /* an open one that leaves no premises, or NULL */
    const struct obligation_seen *undone;   /* a met one that is not done any more, or NULL */
    const struct obligation_seen *redone;   /* an open one that is done by what it was HANDED */
    instant now;
};
void obligation_decide_hour (const void *said, const void *seen, struct decision *decision);

/* What a fact or command about one must know. */
struct obligation_seen {
    const struct office *office;
    const struct obligation_row *obligation; /* NULL: it is not open */
    struct anchored anchored;
    struct case_seen of_case; /* of its deadline */
    int64_t last;
    struct shares_left left; /* of its premises */
    bool is_known;           /* its campaign is, and so is what it asks */
    bool last_share;         /* what was handed in is of the last that was left */
    const char *handed;      /* what was handed in before, and is what is asked for by now */
    instant now, time;
};
/* The clock of its deadline. */
const char *obligation_clock (enum obligation_kind kind);
/* Nothing of it is left: BY_WHAT was the last; NULL: the last that was left is of it no more. */
void obligation_finish (const struct obligation_seen *seen, const char *by_what,
                        struct decision *decision);
void obligation_decide_withdraw (const void *said, const void *seen, struct decision *decision);
void obligation_decide_report (const void *said, const void *seen, struct decision *decision);
void obligation_decide_submitted (const void *said, const void *seen, struct decision *decision);
void obligation_decide_meeting (const void *said, const void *seen, struct decision *decision);
/* Which of a meeting's turns AT belongs to, from 1; 0: none, before the campaign or when it has no
 * turns. */
int64_t obligation_cycle (const struct campaign *campaign, const struct campaign_meeting *meeting,
                          instant at);
struct meeting_reported;
/* Which of this campaign's turns what was SAID of a meeting is of; 0: of none, before it, after it,
 * or of another campaign's. */
int64_t obligation_turn (const struct office *office, const struct meeting_reported *said);
/* The last day of the obligation ROW as the campaign has it now; DAY_ABSENT: it waits, or is asked
   for no more. (obligation_place.c) */
day obligation_last_day (const struct office *office, const struct obligation_row *row,
                         const struct anchored *anchored, day known, struct arena *arena);

instant obligation_next (const struct scene *scene);
const void *obligation_see_hour (const struct scene *scene, const void *said);
/* Of PARTY, in its first cycle. */
const struct obligation_seen *obligation_see_one (const struct scene *scene,
                                                  enum obligation_kind kind, const char *what,
                                                  const char *party);
/* What the obligation REF leaves of its premises: nothing when it has none. */
struct shares_left obligation_see_left (const struct scene *scene, const char *ref);
const void *obligation_see_withdraw (const struct scene *scene, const void *said);
const void *obligation_see_report (const struct scene *scene, const void *said);
const void *obligation_see_submitted (const struct scene *scene, const void *said);
const void *obligation_see_meeting (const struct scene *scene, const void *said);

/* The deadline of REF moved, maybe on from where it stood still: what its day is by now is looked
   at next, since nothing that stands is put in place. Nothing, when REF is no obligation. */
void obligation_goes_on (struct store *store, const char *ref, instant at);
void obligation_apply_opened (struct store *store, const struct fact *fact, const void *event,
                              struct arena *arena);
void obligation_apply_met (struct store *store, const struct fact *fact, const void *event,
                           struct arena *arena);
void obligation_apply_withdrawn (struct store *store, const struct fact *fact, const void *event,
                                 struct arena *arena);
void obligation_apply_reopened (struct store *store, const struct fact *fact, const void *event,
                                struct arena *arena);
void obligation_apply_moved (struct store *store, const struct fact *fact, const void *event,
                             struct arena *arena);
void obligation_apply_noted (struct store *store, const struct fact *fact, const void *event,
                             struct arena *arena);
void obligation_apply_planned (struct store *store, const struct fact *fact, const void *event,
                               struct arena *arena);
extern const struct sql_table obligation_sql, obligation_hour_sql;
