/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "intake/tipoff.h"
#include "base/id.h"
#include "office/office.h"

/* ---- report ---- */

static void check_place (const struct place *place, const struct tipoff_report_seen *seen,
                         struct decision *decision)
{
    if (!place->premises && !place->address)
        decision_refuse (decision, REFUSAL_INVALID, "/place/premises",
                         "is missing; say where it is: premises of the register, or an address");
    if (place->premises && !seen->premises)
        decision_refuse (decision, REFUSAL_NOT_FOUND, "/place/premises",
                         "%s is not in the register; give an address instead", place->premises);
    if (!place->community && !seen->premises)
        decision_refuse (decision, REFUSAL_INVALID, "/place/community",
                         "is missing; it is required with an address");
    if (place->community && !office_is_community (seen->office, place->community))
        decision_refuse (decision, REFUSAL_INVALID, "/place/community",
                         "%s is not a community; config/organisation.yaml lists them",
                         place->community);
}

void tipoff_decide_report (const void *said_void, const void *seen_void, struct decision *decision)
{
    const struct tipoff_report *said = said_void;
    const struct tipoff_report_seen *seen = seen_void;
    const struct hazard_category *category =
        said->category ? office_hazard_category (seen->office, said->category) : NULL;
    check_place (said->place, seen, decision);
    if (said->category && !category)
        decision_refuse (decision, REFUSAL_INVALID, "/category",
                         "%s is not a category of hazards; config/categories.yaml lists them",
                         said->category);
    if (decision->refusal.code != REFUSAL_NONE)
        return;
    const char *ref = ref_text (decision->arena, 'T', ref_next (seen->last, seen->now));
    decision_event (
        decision, tipoff_reported_record, ref,
        &(struct tipoff_reported){ .tipoff = ref,
                                   .text = said->text,
                                   .premises = said->place->premises,
                                   .premises_name = seen->premises ? seen->premises->name : NULL,
                                   .address = said->place->address ? said->place->address
                                              : seen->premises     ? seen->premises->address
                                                                   : NULL,
                                   .community = said->place->community ? said->place->community
                                                                       : seen->premises->community,
                                   .department = office_department_of_hazard (
                                       seen->office, said->category ? said->category : ""),
                                   .category = said->category,
                                   .channel = said->channel,
                                   .urgent = category && category->urgent,
                                   .informant = said->informant });
}

/* ---- verify ---- */

static void check_verify (const struct tipoff_verify *said, const struct tipoff_verify_seen *seen,
                          struct decision *decision)
{
    bool founded = said->outcome == verification_founded;
    if (!seen->tipoff)
        decision_refuse (decision, REFUSAL_NOT_FOUND, "/tipoff", "there is no tip-off %s",
                         said->tipoff);
    else if (seen->tipoff->state != tipoff_reported_state)
        decision_refuse (decision, REFUSAL_CONFLICT, "/tipoff",
                         "%s was verified already: %s; possible now: nothing, "
                         "a new tip-off opens a new one",
                         said->tipoff,
                         choice_word (tipoff_state_choices(), (int)seen->tipoff->state));
    else
        decision_keeps_order (decision, said->tipoff, seen->finding.time, seen->tipoff->last,
                              seen->finding.office->policy->skew_minutes * MINUTE_MS);
    if (founded && !said->finding)
        decision_refuse (decision, REFUSAL_INVALID, "/finding",
                         "is missing; a founded tip-off says what was found");
    if (!founded && said->finding)
        decision_refuse (decision, REFUSAL_INVALID, "/finding",
                         "belongs to a founded tip-off; this one is unfounded");
}

static const char *open_case (const struct tipoff_verify *said,
                              const struct tipoff_verify_seen *seen, struct decision *decision)
{
    const struct tipoff_finding *found = said->finding;
    bool own = found->inspectors_count > 0;
    return hazard_open (&(struct finding){ .premises = seen->premises,
                                           .category = found->category,
                                           .severity = found->severity,
                                           .description = found->description,
                                           .treatment = found->treatment,
                                           .inspectors = own ? found->inspectors : said->inspectors,
                                           .inspectors_count = own ? found->inspectors_count
                                                                   : said->inspectors_count,
                                           .origin = found->origin ? found->origin : origin_tipoff,
                                           .tipoff = said->tipoff,
                                           .path = "/finding" },
                        &seen->finding, decision);
}

void tipoff_decide_verify (const void *said_void, const void *seen_void, struct decision *decision)
{
    const struct tipoff_verify *said = said_void;
    const struct tipoff_verify_seen *seen = seen_void;
    const char *hazard = NULL;
    check_verify (said, seen, decision);
    if (decision->refusal.code != REFUSAL_NONE)
        return;
    if (said->outcome == verification_founded)
        hazard = open_case (said, seen, decision);
    decision_event (decision, tipoff_verified_record, said->tipoff,
                    &(struct tipoff_verified){ .tipoff = said->tipoff,
                                               .outcome = said->outcome,
                                               .reason = said->reason,
                                               .inspectors = said->inspectors,
                                               .inspectors_count = said->inspectors_count,
                                               .hazard = hazard });
}
