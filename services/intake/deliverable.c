/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "intake/deliverable.h"
#include "base/id.h"
#include "intake/digest.h"
#include "intake/inspection.h"
#include "office/campaign.h"

static const char *kinds_of (const struct campaign *campaign, struct arena *arena)
{
    struct text kinds = text_in (arena);
    text_say (&kinds, "");
    for (size_t i = 0; i < campaign->deliverables_count; i++)
        text_format (&kinds, "%s%s", i > 0 ? ", " : "", campaign->deliverables[i].id);
    return kinds.bytes;
}

/* 方案 五(四): 加盖公章. */
static void check_stamp (const struct deliverable_submit *said,
                         const struct campaign_deliverable *wanted, struct decision *decision)
{
    if (wanted->stamped && !said->stamped)
        decision_refuse (decision, REFUSAL_INVALID, "/stamped",
                         "must be true: %s bears the seal of who hands it in (方案 五(四))",
                         wanted->name);
    else if (said->stamped && !said->confirmed_by)
        decision_refuse (decision, REFUSAL_INVALID, "/confirmed_by",
                         "is missing; say who has seen the stamp");
}

static bool owes (const struct deliverable_submit *said, const struct deliverable_seen *seen,
                  const struct campaign_deliverable *wanted)
{
    const struct premises_row *premises = seen->premises;
    return premises
               ? office_owed_by_premises (wanted, premises->categories, premises->categories_count)
               : office_owes_deliverable (seen->office, wanted, said->party);
}

static void check (const struct deliverable_submit *said, const struct deliverable_seen *seen,
                   const struct campaign_deliverable *wanted, struct decision *decision)
{
    if (!wanted)
        decision_refuse (decision, REFUSAL_INVALID, "/kind",
                         "%s is none of the campaign's deliverables: %s", said->kind,
                         kinds_of (seen->office->campaign, decision->arena));
    else if (!owes (said, seen, wanted))
        decision_refuse (decision, REFUSAL_INVALID, "/party",
                         "%s owes no %s; config/campaign.yaml says of whom it is asked",
                         said->party, said->kind);
    else
        check_stamp (said, wanted, decision);
    digest_check (said->digest, "/digest", decision);
}

/* ---- what a plan plans ---- */

static void check_visit (const struct deliverable_submit *said, size_t i,
                         const struct deliverable_seen *seen, struct decision *decision)
{
    const struct visit_planned *visit = &said->visits[i];
    const struct checklist *checklist =
        visit->checklist ? office_checklist (seen->office, visit->checklist) : NULL;
    if (!seen->places[i])
        decision_refuse (decision, REFUSAL_NOT_FOUND,
                         arena_format (decision->arena, "/visits/%zu/premises", i),
                         "%s is not in the register; premises.register enters it", visit->premises);
    else if (visit->checklist &&
             (!checklist || !inspection_suits (checklist, seen->places[i], seen->office->campaign)))
        decision_refuse (decision, REFUSAL_INVALID,
                         arena_format (decision->arena, "/visits/%zu/checklist", i),
                         "%s is no checklist for %s; config/checklists.yaml says for which "
                         "premises each is",
                         visit->checklist, visit->premises);
}

/* S13: the plan is kept by those who made it, one task for each of its premises. */
static void give_visits (const struct deliverable_submit *said, const char *ref,
                         const struct deliverable_seen *seen, struct decision *decision)
{
    struct arena *arena = decision->arena;
    struct task_given *given = arena_take (arena, (said->visits_count + 1) * sizeof *given);
    struct task_place *places = arena_take (arena, (said->visits_count + 1) * sizeof *places);
    if (said->visits_count > 0 && seen->premises)
        decision_refuse (decision, REFUSAL_INVALID, "/visits",
                         "are planned by a department or a community; %s is inspected, and "
                         "inspects itself",
                         said->party);
    for (size_t i = 0; i < said->visits_count && decision->refusal.code == REFUSAL_NONE; i++) {
        const struct visit_planned *visit = &said->visits[i];
        const struct premises_row *place = seen->places[i];
        check_visit (said, i, seen, decision);
        if (!place)
            return;
        given[i] = (struct task_given){ .party = visit->party ? visit->party : said->party,
                                        .text = arena_format (arena, "按检查方案检查%s",
                                                              place->private ? "" : place->name),
                                        .due = visit->due,
                                        .working_days = visit->working_days };
        places[i] = (struct task_place){ visit->premises, visit->checklist, place->private };
    }
    if (decision->refusal.code == REFUSAL_NONE)
        task_give (&(struct task_giving){ .ref = ref,
                                          .path = "/visits",
                                          .kind = task_visit,
                                          .given = given,
                                          .places = places,
                                          .count = said->visits_count,
                                          .time = seen->time },
                   seen->office, decision);
}

void deliverable_decide_submit (const void *said_void, const void *seen_void,
                                struct decision *decision)
{
    const struct deliverable_submit *said = said_void;
    const struct deliverable_seen *seen = seen_void;
    check (said, seen, office_deliverable (seen->office, said->kind), decision);
    if (decision->refusal.code != REFUSAL_NONE)
        return;
    const char *ref = ref_text (decision->arena, 'D', ref_next (seen->last, seen->now));
    decision_event (decision, deliverable_submitted_record, ref,
                    &(struct deliverable_submitted){ .deliverable = ref,
                                                     .campaign = seen->office->campaign->id,
                                                     .kind = said->kind,
                                                     .party = said->party,
                                                     .version = seen->version + 1,
                                                     .digest = said->digest,
                                                     .stamped = said->stamped,
                                                     .confirmed_by = said->confirmed_by,
                                                     .note = said->note,
                                                     .of_premises = seen->premises != NULL });
    task_decide_drop (seen->earlier, seen->earlier_count, decision);
    give_visits (said, ref, seen, decision);
}
