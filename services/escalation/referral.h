/* A referral (移送): to the authority that has the power, in writing, and waited for. Drafted by
   the system where the authority table gives this office none, or by people; sent by people;
   settled by what the other authority answers. Not here: its clocks
   (services/scheduling/referral.h), and the table itself (common/office/authority.h). */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#pragma once
#include "escalation/rows.h"
#include "frame/service.h"
#include "office/office.h"

enum referral_act {
    REFERRAL_SEND,
    REFERRAL_ACCEPT,
    REFERRAL_DECLINE,
    REFERRAL_FINISH,
    REFERRAL_WITHDRAW,
    REFERRAL_ACTS
};
/* Where ACT leads from STATE; _absent: not allowed. */
enum referral_state referral_next (enum referral_state state, enum referral_act act);

/* All referrals of a case. */
struct referrals {
    const struct referral_row *list;
    size_t count;
};
struct referral_wanted {
    const char *ref, *to, *reason, *basis, *by, *premises, *premises_name, *community, *department;
    enum referral_ground ground;
    enum instrument instrument;
    bool large_effect; /* of what was to be ordered, as JUDGED_BY judged it */
    const char *judged_by;
    bool on_the_spot; /* sealed already, when it was DONE */
    instant done;
    day edition; /* of the row that BASIS is of; DAY_ABSENT: of none */
};
/* Drafts a referral, unless one to the same party about the same instrument is under way. False:
   one is. */
bool referral_propose (const struct referral_wanted *wanted, const struct referrals *referrals,
                       struct decision *decision);
/* The last that somebody judged by the effect of INSTRUMENT to be large (消防法 70), or NULL: it
   stays so when it is withdrawn or declined, until somebody who may judge says otherwise. */
const struct referral_row *referral_judgement (const struct referrals *referrals,
                                               enum instrument instrument);
/* Whether one of these is under way. */
bool referral_is_awaited (const struct referrals *referrals, enum instrument instrument);
/* The hazard is gone, by REASON: what was not sent yet falls. What was sent is the other's now. */
void referral_drop (const struct referrals *referrals, const char *reason,
                    struct decision *decision);

struct referral_seen {
    const struct office *office;
    const struct referral_row *referral; /* NULL: no such referral */
    const struct matter_row *matter;     /* the case; NULL: nobody heard of it */
    struct referrals referrals;
    instant now, time;
    int64_t skew_ms;
};
void referral_decide_draft (const void *said, const void *seen, struct decision *decision);
void referral_decide_send (const void *said, const void *seen, struct decision *decision);
void referral_decide_withdraw (const void *said, const void *seen, struct decision *decision);

/* Heard of intake. An answer that does not fit the referral's state changes nothing; it stands in
   the story. */
void referral_decide_answered (const void *said, const void *seen, struct decision *decision);

const void *referral_see_answered (const struct scene *scene, const void *said);
const void *referral_see_draft (const struct scene *scene, const void *said);
const void *referral_see_send (const struct scene *scene, const void *said);
const void *referral_see_withdraw (const struct scene *scene, const void *said);
struct referrals referral_see_ref (const struct scene *scene, const char *ref);
void referral_ask_list (const struct scene *scene, const void *asked, struct text *answer,
                        struct refusals *refusals);

void referral_apply_drafted (struct store *store, const struct fact *fact, const void *event,
                             struct arena *arena);
void referral_apply_sent (struct store *store, const struct fact *fact, const void *event,
                          struct arena *arena);
void referral_apply_settled (struct store *store, const struct fact *fact, const void *event,
                             struct arena *arena);
void referral_apply_withdrawn (struct store *store, const struct fact *fact, const void *event,
                               struct arena *arena);
/* An order by INSTRUMENT was drafted for the case REF, of no large effect as BY judged it. */
void referral_apply_overruled (struct store *store, const char *ref, enum instrument instrument,
                               const char *by);
extern const struct sql_table referral_sql;
