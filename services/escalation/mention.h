/* A mention (S21): a good example to be praised, or a laggard to be exposed. Proposed with
   evidence, approved by somebody else, published, and withdrawn when it no longer holds. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#pragma once
#include "escalation/rows.h"
#include "frame/service.h"
#include "office/office.h"

enum mention_act {
    MENTION_APPROVE,
    MENTION_REFUSE,
    MENTION_PUBLISH,
    MENTION_WITHDRAW,
    MENTION_ACTS
};
/* Where ACT leads from STATE; _absent: not allowed. */
enum mention_state mention_next (enum mention_state state, enum mention_act act);

struct mention_seen {
    const struct office *office;
    const struct mention_row *mention; /* NULL: no such mention */
    int64_t last;                      /* the last number given; 0: none */
    bool known;                        /* its premises: they are registered */
    instant now, time;
    int64_t skew_ms;
};
void mention_decide_propose (const void *said, const void *seen, struct decision *decision);
void mention_decide_approve (const void *said, const void *seen, struct decision *decision);
void mention_decide_refuse (const void *said, const void *seen, struct decision *decision);
void mention_decide_publish (const void *said, const void *seen, struct decision *decision);
void mention_decide_withdraw (const void *said, const void *seen, struct decision *decision);

const void *mention_see_propose (const struct scene *scene, const void *said);
const void *mention_see_approve (const struct scene *scene, const void *said);
const void *mention_see_refuse (const struct scene *scene, const void *said);
const void *mention_see_publish (const struct scene *scene, const void *said);
const void *mention_see_withdraw (const struct scene *scene, const void *said);
void mention_ask_list (const struct scene *scene, const void *asked, struct text *answer,
                       struct refusals *refusals);

void mention_apply_proposed (struct store *store, const struct fact *fact, const void *event,
                             struct arena *arena);
void mention_apply_moved (struct store *store, const struct fact *fact, const void *event,
                          struct arena *arena);
/* PREMISES are registered: what names them may be approved. */
void mention_note_registered (struct store *store, const char *premises);
extern const struct sql_table mention_sql;
