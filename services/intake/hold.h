/* What holds a case: an order, a listing or a referral that stands about it, which escalation
   keeps. While one does the case is not linked to another (hazard_link.h): it would be lifted,
   answered or taken off for a thing that is nobody's any more. Escalation is followed for that. Not
   here: those things themselves. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#pragma once
#include "frame/service.h"
#include "intake/rows.h"

/* Heard of escalation; heard again it says the same. */
void hold_decide_drafted (const void *said, const void *seen, struct decision *decision);
void hold_decide_rejected (const void *said, const void *seen, struct decision *decision);
void hold_decide_withdrawn (const void *said, const void *seen, struct decision *decision);
void hold_decide_lifted (const void *said, const void *seen, struct decision *decision);
void hold_decide_lapsed (const void *said, const void *seen, struct decision *decision);
void hold_decide_listed (const void *said, const void *seen, struct decision *decision);
void hold_decide_delisted (const void *said, const void *seen, struct decision *decision);
const void *hold_see_nothing (const struct scene *scene, const void *said);

/* The first thing that holds REF: "O-2021-000004-1", "R-2021-000002-1", "listing of …"; NULL:
   nothing does. */
const char *hold_see (const struct scene *scene, const char *ref);
void hold_apply_noted (struct store *store, const struct fact *fact, const void *event,
                       struct arena *arena);
extern const struct sql_table hold_sql;
