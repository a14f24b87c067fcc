/* The shares of an obligation (S4, S9): one of each premises of the register that it is about. What
   is left is counted when it is asked and kept nowhere, from the register and what was done at
   each, so that it stays right after every registration, inspection and move of a day, and costs no
   event of its own. Not here: the register itself (services/intake/premises.h); the list
   (reporting). */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#pragma once
#include "frame/service.h"
#include "office/campaign.h"
#include "scheduling/rows.h"

enum { SHARES_NAMED_MAX = 20 }; /* of those that are left, in one letter */
enum { SHARE_CASES_MAX = 50 };  /* of one premises, likewise */

/* What an obligation asks, and of which premises: those of these categories (none: all) and of this
   community or department (NULL: any), registered before TO. What they are, and whose, is as it was
   at TO, when that is over; those that were closed are asked for no more. Done is what was done
   since FROM. */
struct share_asked {
    enum obligation_kind kind;
    const char *what; /* the checklist, NULL: whichever; the deliverable */
    const char *const *categories;
    size_t categories_count;
    const char *community, *department;
    instant from, to;
};
/* False: ROW is about no premises, or its days are not known. */
bool share_asked_by (const struct obligation_row *row, const struct office *office,
                     const struct anchored *anchored, day known, struct arena *arena,
                     struct share_asked *asked);

struct shares_left {
    enum obligation_kind kind;
    int64_t of, done;
    const struct share_row *list; /* the first of those that are left */
    size_t count;
};
/* "应查 12 处，已查 5 处，未查 7 处：…" People at home are counted and not named. */
void share_say_left (const struct shares_left *left, struct text *text);

/* Who has premises that WHAT asks about: to inspect, or to collect from. */
struct share_owner {
    enum obligation_kind kind;
    const char *what, *party;
};
struct share_owners {
    const struct share_owner *list;
    size_t count;
};

struct obligation_seen;
struct share_seen {
    const struct office *office;
    const struct share_row *premises; /* NULL: not noted yet */
    /* Open there, and of another community than it is said to be in now. */
    const struct share_case *cases;
    size_t cases_count;
    int64_t closed;   /* seq of its last closing, in the journal of intake; 0: none */
    int64_t heard;    /* seq of what is heard, there too */
    instant recorded; /* when it was recorded there */
    const struct obligation_seen *const
        *finished; /* those of which this was the last that was left */
    size_t finished_count;
};
/* A case stays with the community in which it was opened until it ends, with its clocks and its
   ladder: who has begun finishes, and what was missed stays the miss of who missed it. What is
   found from now on is the new community's. When premises go to another community, all of them and
   the office are told once which cases stay open, and whose each is, so that none falls between. */
void share_decide_registered (const void *said, const void *seen, struct decision *decision);
void share_decide_closed (const void *said, const void *seen, struct decision *decision);
void share_decide_inspected (const void *said, const void *seen, struct decision *decision);

struct shares_left share_see_left (const struct scene *scene, const struct share_asked *asked);
/* Whether any is left, besides EXCEPT (NULL: none is excepted). */
bool share_any_left (const struct scene *scene, const struct share_asked *asked,
                     const char *except);
/* Whether some of which it was asked left since then: by their categories, or to another party. */
bool share_any_gone (const struct scene *scene, const struct share_asked *asked);
/* Of all windows whose days are known, and all deliverables that are asked of premises by a day
   that is known. */
struct share_owners share_see_owners (const struct scene *scene, const struct anchored *anchored);
/* PREMISES of the register as they are ASKED; NULL: not noted. */
const struct share_row *share_see_asked (const struct scene *scene, const char *premises,
                                         const struct share_asked *asked);
/* Of the register; NULL: not noted. */
const struct share_row *share_see_premises (const struct scene *scene, const char *premises);
const void *share_see_registered (const struct scene *scene, const void *said);
const void *share_see_closed (const struct scene *scene, const void *said);
const void *share_see_inspected (const struct scene *scene, const void *said);

void share_apply_noted (struct store *store, const struct fact *fact, const void *event,
                        struct arena *arena);
void share_apply_left (struct store *store, const struct fact *fact, const void *event,
                       struct arena *arena);
void share_apply_done (struct store *store, const struct fact *fact, const void *event,
                       struct arena *arena);
extern const struct sql_table share_sql;
