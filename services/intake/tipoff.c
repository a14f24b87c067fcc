/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "intake/tipoff.h"
#include "base/id.h"
#include "intake/premises.h"
#include "office/office.h"
#include <string.h>

/* ---- report ---- */

/* Whether WORD at AT of TEXT stands inside a phrase that speaks of no fire: 一旦着火. */
static bool is_only_feared (const char *text, const char *at, const char *word,
                            const struct categories *categories)
{
    for (size_t i = 0; i < categories->burning_unless_count; i++) {
        const char *phrase = categories->burning_unless[i], *inside = strstr (phrase, word);
        size_t before = inside ? (size_t)(inside - phrase) : 0;
        if (inside && (size_t)(at - text) >= before &&
            strncmp (at - before, phrase, strlen (phrase)) == 0)
            return true;
    }
    return false;
}

static bool is_burning (const char *text, const struct office *office)
{
    const struct categories *categories = office->categories;
    for (size_t i = 0; i < categories->burning_count; i++) {
        const char *word = categories->burning[i];
        for (const char *at = strstr (text, word); at; at = strstr (at + 1, word))
            if (!is_only_feared (text, at, word, categories))
                return true;
    }
    return false;
}

#define CALL_119 "如果正在燃烧，请立即拨打 119，并撤离到安全的地方"

/* No list of words is complete: who reports something is told it in any case. */
const char *tipoff_advise (const void *said, const struct office *office)
{
    return is_burning (((const struct tipoff_report *)said)->text, office)
               ? CALL_119
               : "已受理；如正在起火，请立即拨打 119";
}

const char *finding_advise (const void *said, const struct office *office)
{
    return is_burning (((const struct finding_report *)said)->description, office) ? CALL_119
                                                                                   : NULL;
}

void tipoff_decide_report (const void *said_void, const void *seen_void, struct decision *decision)
{
    const struct tipoff_report *said = said_void;
    const struct tipoff_report_seen *seen = seen_void;
    const struct hazard_category *category =
        said->category ? office_hazard_category (seen->office, said->category) : NULL;
    premises_check_place (said->place, seen->premises, seen->office, decision);
    if (said->category && !category)
        decision_refuse (decision, REFUSAL_INVALID, "/category",
                         "%s is not a category of hazards; config/categories.yaml lists them",
                         said->category);
    if (decision->refusal.code != REFUSAL_NONE)
        return;
    const char *ref = ref_text (decision->arena, 'T', ref_next (seen->last, seen->now));
    decision_event (
        decision, tipoff_reported_record, ref,
        &(struct tipoff_reported){
            .tipoff = ref,
            .text = said->text,
            .premises = said->place->premises,
            .premises_name = seen->premises ? seen->premises->name : NULL,
            .address = said->place->address ? said->place->address
                       : seen->premises     ? seen->premises->address
                                            : NULL,
            .community =
                said->place->community ? said->place->community : seen->premises->community,
            .department =
                office_department_of_hazard (seen->office, said->category ? said->category : ""),
            .category = said->category,
            .channel = said->channel,
            .urgent = (category && category->urgent) || is_burning (said->text, seen->office),
            .burning = is_burning (said->text, seen->office),
            .private = seen->premises && seen->premises->private,
            .informant = said->informant });
}

/* ---- where ---- */

const char *tipoff_place (const struct tipoffs *together)
{
    for (size_t i = 0; i < together->count; i++)
        if (together->list[i].premises)
            return together->list[i].premises;
    return NULL;
}

static bool is_elsewhere (const char *a, const char *b)
{
    return a && b && !text_same (a, b);
}

/* ---- verify ---- */

/* What was closed meanwhile has a successor, and what was told of may go on there. */
static bool may_lie_there (const struct tipoff_verify_seen *seen)
{
    return !is_elsewhere (tipoff_place (&seen->together), seen->premises) ||
           (seen->own && seen->own->closed);
}

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
    if (founded && said->finding && !may_lie_there (seen))
        decision_refuse (decision, REFUSAL_CONFLICT, "/finding/premises",
                         "%s is about %s, and this was found at %s; report that by itself "
                         "(finding.report, or inspection.report of %s), and verify %s by what is "
                         "at %s",
                         said->tipoff, tipoff_place (&seen->together), seen->premises,
                         seen->premises, said->tipoff, tipoff_place (&seen->together));
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
                                           .found = INSTANT_ABSENT,
                                           .path = "/finding" },
                        &seen->finding, decision);
}

static void verified (const struct tipoff_verify *said, const struct tipoff_row *tipoff,
                      const char *hazard, struct decision *decision)
{
    const char *ref = ref_text (decision->arena, 'T', tipoff->number);
    decision_event (
        decision, tipoff_verified_record, ref,
        &(struct tipoff_verified){ .tipoff = ref,
                                   .outcome = said->outcome,
                                   .reason = said->reason,
                                   .inspectors = said->inspectors,
                                   .inspectors_count = said->inspectors_count,
                                   .hazard = hazard,
                                   .premises = tipoff->premises,
                                   .with = text_same (ref, said->tipoff) ? NULL : said->tipoff,
                                   .informant = tipoff->informant });
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
    verified (said, seen->tipoff, hazard, decision);
    for (size_t i = 0; i < seen->together.count; i++)
        if (seen->together.list[i].state == tipoff_reported_state &&
            seen->together.list[i].number != seen->tipoff->number)
            verified (said, &seen->together.list[i], hazard, decision);
}

/* ---- linking ---- */

static bool is_there (const struct tipoff_row *tipoff, const char *ref, const char *path,
                      struct decision *decision)
{
    if (!tipoff)
        decision_refuse (decision, REFUSAL_NOT_FOUND, path, "there is no tip-off %s", ref);
    return tipoff != NULL;
}

/* A tip-off is of the community where it is said to be, of the department whose category it is, or
   the office's: who has no part in it neither moves nor ends it. */
static bool may_do (const char *word, const char *by, const struct office *office,
                    const struct tipoff_row *tipoff, struct decision *decision)
{
    return decision_allows (decision, office, by, word) &&
           decision_is_its_own (decision, office, by,
                                &(struct office_case){ .community = tipoff->community,
                                                       .department = tipoff->department });
}

/* The refs of TOGETHER but NUMBER's. */
static const char *const *refs_of (const struct tipoffs *together, int64_t number, size_t *count,
                                   struct arena *arena)
{
    const char **refs = arena_take (arena, (together->count + 1) * sizeof *refs);
    *count = 0;
    for (size_t i = 0; i < together->count; i++)
        if (together->list[i].number != number)
            refs[(*count)++] = ref_text (arena, 'T', together->list[i].number);
    return refs;
}

/* One of the two was verified. */
static void refuse_linking (const struct tipoff_link *said, const struct tipoff_link_seen *seen,
                            struct decision *decision)
{
    bool own = seen->tipoff->state != tipoff_reported_state;
    enum tipoff_state state = own ? seen->tipoff->state : seen->together.list[0].state;
    decision_refuse (decision, REFUSAL_CONFLICT, own ? "/tipoff" : "/to",
                     "%s is %s; only tip-offs that wait for their verification are linked; "
                     "possible now: nothing",
                     own ? said->tipoff : said->to,
                     choice_word (tipoff_state_choices(), (int)state));
}

static void check_link (const struct tipoff_link *said, const struct tipoff_link_seen *seen,
                        struct decision *decision)
{
    if (!is_there (seen->tipoff, said->tipoff, "/tipoff", decision))
        return;
    if (!seen->to)
        decision_refuse (decision, REFUSAL_NOT_FOUND, "/to", "there is no tip-off %s", said->to);
    else if (seen->tipoff->first == seen->together.list[0].first)
        decision_refuse (decision, REFUSAL_CONFLICT, "/to",
                         "%s is linked with it already, or is itself; possible now: tipoff.split, "
                         "another tip-off",
                         said->to);
    else if (seen->tipoff->first != seen->tipoff->number)
        decision_refuse (decision, REFUSAL_CONFLICT, "/tipoff",
                         "%s is linked with another one; possible now: tipoff.split", said->tipoff);
    else if (seen->tipoff->state != tipoff_reported_state ||
             seen->together.list[0].state != tipoff_reported_state)
        refuse_linking (said, seen, decision);
    else if (is_elsewhere (seen->tipoff->premises, tipoff_place (&seen->together)))
        decision_refuse (decision, REFUSAL_INVALID, "/to",
                         "%s is about %s, and %s about %s; one thing is at one place", said->tipoff,
                         seen->tipoff->premises, said->to, tipoff_place (&seen->together));
    else if (seen->together.count >= TIPOFFS_TOGETHER_MAX - 1)
        decision_refuse (decision, REFUSAL_CONFLICT, "/to",
                         "%d are linked there; no more are taken; possible now: tipoff.verify of "
                         "each, tipoff.split",
                         TIPOFFS_TOGETHER_MAX - 1);
}

void tipoff_decide_link (const void *said_void, const void *seen_void, struct decision *decision)
{
    const struct tipoff_link *said = said_void;
    const struct tipoff_link_seen *seen = seen_void;
    check_link (said, seen, decision);
    if (decision->refusal.code != REFUSAL_NONE ||
        !may_do ("tipoff.link", said->by, seen->office, seen->tipoff, decision) ||
        !may_do ("tipoff.link", said->by, seen->office, seen->to, decision))
        return;
    struct tipoff_linked linked = { .tipoff = said->tipoff,
                                    .to = ref_text (decision->arena, 'T',
                                                    seen->together.list[0].number),
                                    .reason = said->reason,
                                    .by = said->by };
    linked.others =
        refs_of (&seen->together, seen->tipoff->number, &linked.others_count, decision->arena);
    decision_event (decision, tipoff_linked_record, said->tipoff, &linked);
}

void tipoff_decide_split (const void *said_void, const void *seen_void, struct decision *decision)
{
    const struct tipoff_split *said = said_void;
    const struct tipoff_link_seen *seen = seen_void;
    if (!is_there (seen->tipoff, said->tipoff, "/tipoff", decision) ||
        !may_do ("tipoff.split", said->by, seen->office, seen->tipoff, decision))
        return;
    if (seen->together.count < 2)
        decision_refuse (decision, REFUSAL_CONFLICT, "/tipoff",
                         "%s is linked with none; possible now: tipoff.link", said->tipoff);
    else if (seen->tipoff->state != tipoff_reported_state)
        decision_refuse (decision, REFUSAL_CONFLICT, "/tipoff",
                         "%s was verified with the others; possible now: nothing, a new tip-off "
                         "opens a new one",
                         said->tipoff);
    struct tipoff_split_off split = { .tipoff = said->tipoff,
                                      .from = ref_text (decision->arena, 'T', seen->tipoff->first),
                                      .reason = said->reason,
                                      .by = said->by };
    split.others =
        refs_of (&seen->together, seen->tipoff->number, &split.others_count, decision->arena);
    decision_event (decision, tipoff_split_off_record, said->tipoff, &split);
}

/* ---- triage ---- */

static void check_triage (const struct tipoff_triage *said, const struct tipoff_link_seen *seen,
                          struct decision *decision)
{
    if (!is_there (seen->tipoff, said->tipoff, "/tipoff", decision))
        return;
    if (!office_hazard_category (seen->office, said->category))
        decision_refuse (decision, REFUSAL_INVALID, "/category",
                         "%s is not a category of hazards; config/categories.yaml lists them",
                         said->category);
    else if (seen->tipoff->state != tipoff_reported_state)
        decision_refuse (decision, REFUSAL_CONFLICT, "/tipoff",
                         "%s is %s; possible now: nothing, its category is that of what was found",
                         said->tipoff,
                         choice_word (tipoff_state_choices(), (int)seen->tipoff->state));
    else if (text_same (seen->tipoff->category, said->category))
        decision_refuse (decision, REFUSAL_CONFLICT, "/category",
                         "%s is %s already; possible now: another category, tipoff.verify",
                         said->tipoff, said->category);
}

void tipoff_decide_triage (const void *said_void, const void *seen_void, struct decision *decision)
{
    const struct tipoff_triage *said = said_void;
    const struct tipoff_link_seen *seen = seen_void;
    check_triage (said, seen, decision);
    if (decision->refusal.code != REFUSAL_NONE ||
        !may_do ("tipoff.triage", said->by, seen->office, seen->tipoff, decision))
        return;
    struct tipoff_triaged triaged = {
        .tipoff = said->tipoff,
        .category = said->category,
        .before = seen->tipoff->category,
        .urgent =
            seen->tipoff->burning || office_hazard_category (seen->office, said->category)->urgent,
        .department = office_department_of_hazard (seen->office, said->category),
        .by = said->by
    };
    triaged.others =
        refs_of (&seen->together, seen->tipoff->number, &triaged.others_count, decision->arena);
    decision_event (decision, tipoff_triaged_record, said->tipoff, &triaged);
}

/* ---- telling the informant ---- */

void tipoff_decide_answer (const void *said_void, const void *seen_void, struct decision *decision)
{
    const struct tipoff_answer *said = said_void;
    const struct tipoff_link_seen *seen = seen_void;
    const struct tipoff_row *tipoff = seen->tipoff;
    if (!is_there (tipoff, said->tipoff, "/tipoff", decision) ||
        !may_do ("tipoff.answer", said->by, seen->office, tipoff, decision))
        return;
    if (tipoff->state == tipoff_reported_state)
        decision_refuse (decision, REFUSAL_CONFLICT, "/tipoff",
                         "%s is not verified; possible now: tipoff.verify", said->tipoff);
    else if (!tipoff->informant || tipoff->answered)
        decision_refuse (decision, REFUSAL_CONFLICT, "/tipoff",
                         tipoff->answered ? "its informant was told already; possible now: nothing"
                                          : "its informant gave no name; possible now: nothing");
    else
        decision_event (
            decision, tipoff_answered_record, said->tipoff,
            &(struct tipoff_answered){ .tipoff = said->tipoff, .how = said->how, .by = said->by });
}
