/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "intake/inspection.h"
#include "base/id.h"
#include "intake/digest.h"
#include "intake/happened.h"
#include "office/office.h"
#include <string.h>

/* ---- what must hold ---- */

static const struct checklist_item *find_item (const struct checklist *checklist, const char *id)
{
    for (size_t i = 0; i < checklist->items_count; i++)
        if (strcmp (checklist->items[i].id, id) == 0)
            return &checklist->items[i];
    return NULL;
}

static bool is_found (const struct inspection_report *said, const char *category)
{
    for (size_t i = 0; i < said->findings_count; i++)
        if (strcmp (said->findings[i].category, category) == 0)
            return true;
    return false;
}

static bool is_twice (const struct inspection_report *said, size_t index)
{
    for (size_t i = 0; i < index; i++)
        if (strcmp (said->items[i].item, said->items[index].item) == 0)
            return true;
    return false;
}

/* What is faulty is a hazard, and a hazard has a treatment: a tick alone would hide it (S14, S15).
 */
static void check_item (const struct inspection_report *said, size_t index,
                        const struct checklist *checklist, struct decision *decision)
{
    const struct inspection_item *said_item = &said->items[index];
    const struct checklist_item *item = find_item (checklist, said_item->item);
    digest_check (said_item->photo, arena_format (decision->arena, "/items/%zu/photo", index),
                  decision);
    if (is_twice (said, index))
        decision_refuse (decision, REFUSAL_INVALID,
                         arena_format (decision->arena, "/items/%zu/item", index),
                         "%s was answered above already", said_item->item);
    else if (!item)
        decision_refuse (decision, REFUSAL_INVALID,
                         arena_format (decision->arena, "/items/%zu/item", index),
                         "%s is no item of the checklist %s", said_item->item, checklist->id);
    else if (said_item->outcome == item_fault && !is_found (said, item->category))
        decision_refuse (
            decision, REFUSAL_INVALID, arena_format (decision->arena, "/items/%zu/outcome", index),
            "is a fault, and no finding of category %s says what is done about it", item->category);
}

bool inspection_suits (const struct checklist *checklist, const struct premises_row *premises,
                       const struct campaign *campaign)
{
    if (!premises || checklist->premises_count == 0 ||
        texts_share (checklist->premises, checklist->premises_count, premises->categories,
                     premises->categories_count))
        return true;
    for (size_t i = 0; i < campaign->windows_count; i++) {
        const struct campaign_window *window = &campaign->windows[i];
        if (text_same (window->checklist, checklist->id) &&
            texts_share (window->premises, window->premises_count, premises->categories,
                         premises->categories_count))
            return true;
    }
    return false;
}

/* Closed premises are inspected no more; who was there before that may say so later. Who finds them
   open again is there before they are entered: that day is theirs. */
static void check_closed (const struct inspection_report *said,
                          const struct premises_brief *premises, struct decision *decision)
{
    char closed[DAY_TEXT_SIZE], back[DAY_TEXT_SIZE];
    if (premises->closed_at == INSTANT_ABSENT || said->at < premises->closed_at)
        return;
    if (!premises->closed && said->at < day_start (day_of (premises->back_at)))
        decision_refuse (decision, REFUSAL_CONFLICT, "/at",
                         "lies between %s, when %s was closed, and %s, when it was entered again; "
                         "possible now: an inspection before or after that",
                         day_text (day_of (premises->closed_at), closed), said->premises,
                         day_text (day_of (premises->back_at), back));
    else if (premises->closed)
        decision_refuse (decision, REFUSAL_CONFLICT, "/at",
                         "lies after %s was closed, on %s; possible now: an inspection before "
                         "that; premises.register, which enters it again",
                         said->premises, day_text (day_of (premises->closed_at), closed));
}

static void check (const struct inspection_report *said, const struct inspection_seen *seen,
                   const struct checklist *checklist, struct decision *decision)
{
    const struct office *office = seen->finding.office;
    if (!seen->finding.premises)
        decision_refuse (decision, REFUSAL_NOT_FOUND, "/premises",
                         "%s is not in the register; premises.register enters it", said->premises);
    else
        check_closed (said, seen->finding.premises, decision);
    happened_check (said->at, seen->finding.now, office->policy, decision);
    if (!checklist)
        decision_refuse (decision, REFUSAL_INVALID, "/checklist",
                         "%s is not a checklist; config/checklists.yaml lists them",
                         said->checklist);
    else if (!inspection_suits (checklist, seen->premises, office->campaign))
        decision_refuse (decision, REFUSAL_INVALID, "/checklist",
                         "%s is for other categories of premises than those of %s; "
                         "config/checklists.yaml and the windows of campaign.yaml say for which",
                         said->checklist, said->premises);
    for (size_t i = 0; checklist && i < said->items_count; i++)
        check_item (said, i, checklist, decision);
}

/* ---- what follows ---- */

static const char *const *refs_of (const struct inspection_report *said,
                                   const struct inspection_seen *seen, struct arena *arena)
{
    const char **refs = arena_take (arena, (said->findings_count + 1) * sizeof *refs);
    int64_t number = seen->finding.last;
    for (size_t i = 0; i < said->findings_count; i++) {
        number = ref_next (number, seen->finding.now);
        refs[i] = ref_text (arena, 'H', number);
    }
    return refs;
}

static const struct inspection_item *items_of (const struct inspection_report *said,
                                               struct arena *arena)
{
    struct inspection_item *items = arena_take (arena, (said->items_count + 1) * sizeof *items);
    for (size_t i = 0; i < said->items_count; i++) {
        items[i] = said->items[i];
        items[i].photo = digest_kept (said->items[i].photo, arena);
    }
    return items;
}

static void open_case (const struct inspection_report *said, size_t index, const char *inspection,
                       struct finding_seen *seen, struct decision *decision)
{
    const struct tipoff_finding *found = &said->findings[index];
    bool own = found->inspectors_count > 0;
    enum origin origin = said->kind == inspection_self ? origin_self_inspection : origin_inspection;
    hazard_open (
        &(struct finding){ .premises = said->premises,
                           .category = found->category,
                           .severity = found->severity,
                           .description = found->description,
                           .treatment = found->treatment,
                           .inspectors = own ? found->inspectors : said->inspectors,
                           .inspectors_count =
                               own ? found->inspectors_count : said->inspectors_count,
                           .origin = found->origin ? found->origin : origin,
                           .inspection = inspection,
                           .found = said->at,
                           .path = arena_format (decision->arena, "/findings/%zu", index) },
        seen, decision);
    seen->last = ref_next (seen->last, seen->now);
}

static bool is_elsewhere (const struct inspection_report *said, struct decision *decision)
{
    for (size_t i = 0; i < said->findings_count; i++)
        if (said->findings[i].premises &&
            strcmp (said->findings[i].premises, said->premises) != 0) {
            decision_refuse (decision, REFUSAL_INVALID,
                             arena_format (decision->arena, "/findings/%zu/premises", i),
                             "is another place than the one inspected; report it by itself");
            return true;
        }
    return false;
}

void inspection_decide_report (const void *said_void, const void *seen_void,
                               struct decision *decision)
{
    const struct inspection_report *said = said_void;
    const struct inspection_seen *seen = seen_void;
    struct finding_seen finding = seen->finding;
    check (said, seen, office_checklist (finding.office, said->checklist), decision);
    if (decision->refusal.code != REFUSAL_NONE || is_elsewhere (said, decision))
        return;
    const char *ref = ref_text (decision->arena, 'I', ref_next (seen->last, finding.now));
    decision_event (
        decision, inspection_reported_record, ref,
        &(struct inspection_reported){ .inspection = ref,
                                       .premises = said->premises,
                                       .premises_name = finding.premises->name,
                                       .community = finding.premises->community,
                                       .checklist = said->checklist,
                                       .inspectors = said->inspectors,
                                       .inspectors_count = said->inspectors_count,
                                       .at = said->at,
                                       .kind = said->kind ? said->kind : inspection_official,
                                       .items = items_of (said, decision->arena),
                                       .items_count = said->items_count,
                                       .hazards = refs_of (said, seen, decision->arena),
                                       .hazards_count = said->findings_count,
                                       .note = said->note });
    for (size_t i = 0; i < said->findings_count && decision->refusal.code == REFUSAL_NONE; i++)
        open_case (said, i, ref, &finding, decision);
    if (said->kind != inspection_self)
        task_decide_visited (seen->visits, seen->visits_count, said->checklist, ref, said->at,
                             decision);
}
