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

/* Whether BY is PARTY of this office: by its id, by its name, or by what it is. */
static bool is_party (const char *by, const char *id, const struct office *office)
{
    const struct party *party = office_party (office, id);
    return text_same (by, id) ||
           (party && (text_same (by, party->name) ||
                      text_same (by, choice_word (role_choices(), (int)office_role (office, id)))));
}

/* Its own stamp is confirmed by nobody's eyes but its own; the office receives, its own too. */
static bool confirms_itself (const char *by, const struct deliverable_submit *said,
                             const struct deliverable_seen *seen)
{
    const struct premises_row *premises = seen->premises;
    if (premises && (text_same (by, premises->name) || text_same (by, premises->unit_name)))
        return true;
    return is_party (by, said->party, seen->office) &&
           !text_same (said->party, seen->office->organisation->office->id);
}

/* 方案 五(四): 加盖公章. */
static void check_stamp (const struct deliverable_submit *said, const struct deliverable_seen *seen,
                         const struct campaign_deliverable *wanted, struct decision *decision)
{
    const char *by = text_trimmed (said->confirmed_by, decision->arena);
    if (wanted->stamped && !said->stamped)
        decision_refuse (decision, REFUSAL_INVALID, "/stamped",
                         "must be true: %s bears the seal of who hands it in (%s)", wanted->name,
                         wanted->clause);
    else if (said->stamped && !by)
        decision_refuse (decision, REFUSAL_INVALID, "/confirmed_by",
                         "is missing; say who has seen the stamp");
    else if (said->stamped && confirms_itself (by, said, seen))
        decision_refuse (decision, REFUSAL_INVALID, "/confirmed_by",
                         "%s hands it in; its stamp is confirmed by who receives it, the office",
                         by);
}

static bool owes (const struct deliverable_submit *said, const struct deliverable_seen *seen,
                  const struct campaign_deliverable *wanted)
{
    const struct premises_row *premises = seen->premises;
    return premises
               ? office_owed_by_premises (wanted, premises->categories, premises->categories_count)
               : office_owes_deliverable (seen->office, wanted, said->party);
}

enum { NO_CAMPAIGN = -1 };

/* Where it belongs in the list of campaigns, when nothing says so: to the one whose days it falls
   into; or else to the last that is over, as long as it is owed there and was not handed in; or
   else to the one that is configured. */
int deliverable_campaign_of (const struct deliverable_submit *said,
                             const struct deliverable_seen *seen)
{
    const day today = day_of (seen->time);
    const struct campaign *named = said->campaign
                                       ? office_campaign (&seen->campaigns, said->campaign)
                                       : office_campaign_at (&seen->campaigns, today);
    int last = NO_CAMPAIGN;
    for (size_t i = 0; i < seen->campaigns.count; i++) {
        const struct campaign *campaign = seen->campaigns.list[i];
        if (campaign == named)
            return (int)i;
        if (campaign->to < today &&
            (last == NO_CAMPAIGN || campaign->to > seen->campaigns.list[last]->to))
            last = (int)i;
    }
    if (said->campaign)
        return NO_CAMPAIGN;
    const struct campaign_deliverable *wanted =
        last == NO_CAMPAIGN ? NULL : office_deliverable_of (seen->campaigns.list[last], said->kind);
    return wanted && owes (said, seen, wanted) && seen->handed_in[last].version == 0
               ? last
               : (int)seen->campaigns.count - 1;
}

static void check (const struct deliverable_submit *said, const struct deliverable_seen *seen,
                   const struct campaign *campaign, struct decision *decision)
{
    const struct campaign_deliverable *wanted = office_deliverable_of (campaign, said->kind);
    if (!wanted)
        decision_refuse (decision, REFUSAL_INVALID, "/kind",
                         "%s is none of the campaign's deliverables: %s", said->kind,
                         kinds_of (campaign, decision->arena));
    else if (!owes (said, seen, wanted))
        decision_refuse (decision, REFUSAL_INVALID, "/party",
                         "%s owes no %s; config/campaign.yaml says of whom it is asked",
                         said->party, said->kind);
    else
        check_stamp (said, seen, wanted, decision);
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
                                          .time = seen->time,
                                          .by = said->party },
                   seen->office, decision);
}

void deliverable_decide_submit (const void *said_void, const void *seen_void,
                                struct decision *decision)
{
    const struct deliverable_submit *said = said_void;
    const struct deliverable_seen *seen = seen_void;
    int which = deliverable_campaign_of (said, seen);
    if (which == NO_CAMPAIGN) {
        decision_refuse (decision, REFUSAL_NOT_FOUND, "/campaign",
                         "there was no campaign %s here; there are: %s", said->campaign,
                         office_campaigns_text (&seen->campaigns, decision->arena));
        return;
    }
    const struct campaign *campaign = seen->campaigns.list[which];
    check (said, seen, campaign, decision);
    if (decision->refusal.code != REFUSAL_NONE)
        return;
    const char *ref = ref_text (decision->arena, 'D', ref_next (seen->last, seen->now));
    decision_event (decision, deliverable_submitted_record, ref,
                    &(struct deliverable_submitted){
                        .deliverable = ref,
                        .campaign = campaign->id,
                        .kind = said->kind,
                        .party = said->party,
                        .version = seen->handed_in[which].version + 1,
                        .digest = digest_kept (said->digest, decision->arena),
                        .stamped = said->stamped,
                        .confirmed_by = text_trimmed (said->confirmed_by, decision->arena),
                        .note = said->note,
                        .of_premises = seen->premises != NULL });
    if (said->visits_count > 0) /* a cleaner copy of the same plan takes nothing back */
        task_decide_replace (seen->earlier, seen->earlier_count, decision);
    give_visits (said, ref, seen, decision);
}
