/* case.show: a case's whole story, every event of every service about it, in the order reporting
   heard them; with the tip-off it came from, or the hazard it became. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "reporting/view.h"
#include <string.h>

enum { TELL, LINES, STATEMENTS };
static const struct sql statements[STATEMENTS] = {
    [TELL] = { "INSERT OR IGNORE INTO story (ref, seq, recorded) VALUES (:ref, :seq, :recorded)",
               story_row_record, NULL },
    /* The journal itself holds the words. */
    [LINES] = { "SELECT data FROM journal WHERE seq IN (SELECT seq FROM story WHERE (ref = :key OR "
                "ref = :other)"
                " AND recorded <= :as_of) ORDER BY seq",
                view_by_record, story_line_record },
};
const struct sql_table story_sql = { statements, STATEMENTS };

void story_fold (const struct view_fact *fact, const char *ref)
{
    store_write (fact->store, &statements[TELL],
                 &(struct story_row){ .ref = ref, .seq = fact->seq, .recorded = fact->recorded });
}

/* ---- ask ---- */

struct about {
    const char *ref, *other; /* the tip-off of a hazard, the hazard of a tip-off */
    const struct record *record;
    const void *view;
    const char *premises, *others; /* where it and the other are; NULL: not in the register */
};

static bool find_tipoff (const struct scene *scene, const char *ref, instant as_of,
                         struct about *about)
{
    struct tipoff_item *view = arena_take (scene->arena, sizeof *view);
    struct hazard_item *hazard = arena_take (scene->arena, sizeof *hazard);
    if (!tipoff_view_see (scene, ref, as_of, view))
        return false;
    *about = (struct about){ .ref = ref,
                             .other = view->hazard,
                             .record = tipoff_item_record(),
                             .view = view,
                             .premises = view->premises };
    if (view->hazard && hazard_view_see (scene, view->hazard, as_of, hazard))
        about->others = hazard->premises;
    return true;
}

static bool find_hazard (const struct scene *scene, const char *ref, instant as_of,
                         struct about *about)
{
    struct hazard_item *view = arena_take (scene->arena, sizeof *view);
    struct tipoff_item *tipoff = arena_take (scene->arena, sizeof *tipoff);
    if (!hazard_view_see (scene, ref, as_of, view))
        return false;
    *about = (struct about){ .ref = ref,
                             .other = view->tipoff,
                             .record = hazard_item_record(),
                             .view = view,
                             .premises = view->premises };
    if (view->tipoff && tipoff_view_see (scene, view->tipoff, as_of, tipoff))
        about->others = tipoff->premises;
    return true;
}

/* An obligation, a meeting, a building: their stories are told too. */
static bool find_in_ledgers (const struct scene *scene, const char *ref, instant as_of,
                             struct about *about)
{
    struct ledger_item *item = arena_take (scene->arena, sizeof *item);
    if (!ledger_see (scene, ref, as_of, item))
        return false;
    *about = (struct about){ .ref = ref,
                             .record = ledger_item_record(),
                             .view = item,
                             .premises = ledger_premises (scene, item, as_of) };
    /* What became of a referral is told in its case. */
    if (ref[0] == 'R')
        about->other = json_words (json_member (item->data, "ref"));
    return true;
}

static bool find (const struct scene *scene, const char *ref, instant as_of, struct about *about)
{
    struct order_view order;
    if (ref[0] == 'O')
        return order_view_see (scene, ref, as_of, &order) &&
               find_hazard (scene, order.ref, as_of, about);
    if (ref[0] == 'T')
        return find_tipoff (scene, ref, as_of, about);
    return ref[0] == 'H' ? find_hazard (scene, ref, as_of, about)
                         : find_in_ledgers (scene, ref, as_of, about);
}

void case_story_ask (const struct scene *scene, const void *asked_void, struct text *answer,
                     struct refusals *refusals)
{
    const struct case_show *asked = asked_void;
    struct view_by by = view_by_nothing();
    struct story_line line;
    struct about about;
    const char *before = "";
    if (!view_as_of (scene, asked->as_of, &by.as_of, refusals))
        return;
    if (!find (scene, asked->ref, by.as_of, &about)) {
        refusals_add (refusals, REFUSAL_NOT_FOUND, "/case", "there is no case %s", asked->ref);
        return;
    }
    if (premises_view_hides (scene, about.premises, by.as_of) ||
        premises_view_hides (scene, about.others, by.as_of)) {
        refusals_add (
            refusals, REFUSAL_FORBIDDEN, "/case",
            "%s is about people at home; `sees_private` in clients.yaml says who may see it",
            asked->ref);
        return;
    }
    by.key = about.ref;
    by.other = about.other ? about.other : about.ref;
    view_put_as_of (by.as_of, answer);
    text_say (answer, ",\"case\":");
    record_to_json (about.record, about.view, answer);
    text_say (answer, ",\"items\":[");
    store_walk (scene->store, &statements[LINES], &by);
    while (store_next (scene->store, &statements[LINES], scene->arena, &line)) {
        text_say (answer, before);
        text_say (answer, line.data);
        before = ",";
    }
    text_say (answer, "]");
}
