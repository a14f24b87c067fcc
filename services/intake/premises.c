/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "intake/premises.h"
#include "office/office.h"

/* What premises and parties hand in is counted by who it is of: no code is both. */
static void check_code (const char *code, const struct office *office, struct decision *decision)
{
    if (office_means_somebody (office, code))
        decision_refuse (decision, REFUSAL_INVALID, "/premises",
                         "%s is who somebody is in this office (config/organisation.yaml); give "
                         "the premises a code of their own",
                         code);
}

static void check_categories (const struct premises_register *said, const struct office *office,
                              struct decision *decision)
{
    for (size_t i = 0; i < said->categories_count; i++)
        if (!office_premises_category (office, said->categories[i]))
            decision_refuse (decision, REFUSAL_INVALID,
                             arena_format (decision->arena, "/categories/%zu", i),
                             "%s is not a category of premises; config/categories.yaml lists them",
                             said->categories[i]);
}

bool premises_is_home (const struct premises_register *said, const struct office *office)
{
    for (size_t i = 0; i < said->categories_count; i++) {
        const struct premises_category *category =
            office_premises_category (office, said->categories[i]);
        if (category && category->private)
            return true;
    }
    return false;
}

static bool same_unit (const struct unit *a, const struct unit *b)
{
    if (!a || !b)
        return a == b;
    return text_same (a->name, b->name) && text_same (a->contact, b->contact) &&
           text_same (a->phone, b->phone);
}

static bool is_same (const struct premises_register *said, const char *department,
                     const struct premises_row *before)
{
    bool same = said->categories_count == before->categories_count;
    for (size_t i = 0; same && i < said->categories_count; i++)
        same = text_same (said->categories[i], before->categories[i]);
    return same && text_same (said->name, before->name) &&
           text_same (said->community, before->community) &&
           text_same (said->address, before->address) && same_unit (said->unit, before->unit) &&
           said->latitude_e6 == before->latitude_e6 && said->longitude_e6 == before->longitude_e6 &&
           text_same (said->grid, before->grid) && text_same (department, before->department);
}

static const char *either (const char *text, const char *otherwise)
{
    return text ? text : otherwise;
}

static const struct unit *merge_unit (const struct unit *said, const struct unit *before,
                                      struct arena *arena)
{
    if (!said || !before)
        return said ? said : before;
    struct unit *unit = arena_take (arena, sizeof *unit);
    *unit =
        (struct unit){ either (said->name, before->name), either (said->contact, before->contact),
                       either (said->phone, before->phone) };
    return unit;
}

/* Of a table that knows one category of each premises, the others are not to be lost. */
static void unite_categories (const struct premises_row *before, struct premises_register *whole,
                              struct arena *arena)
{
    const char **all =
        arena_take (arena, (before->categories_count + whole->categories_count) * sizeof *all);
    size_t count = 0;
    for (size_t i = 0; i < before->categories_count; i++)
        all[count++] = before->categories[i];
    for (size_t i = 0; i < whole->categories_count; i++)
        if (!texts_have (all, count, whole->categories[i]))
            all[count++] = whole->categories[i];
    whole->categories = all;
    whole->categories_count = count;
}

/* Said twice, it is one of them. */
static void drop_repeats (struct premises_register *whole, struct arena *arena)
{
    const struct premises_row nothing = { .categories_count = 0 };
    unite_categories (&nothing, whole, arena);
}

/* only_if_changed: what a table does not carry stays as it is. A department that followed from the
   categories follows them still. */
static struct premises_register merge (const struct premises_register *said,
                                       const struct premises_seen *seen, struct arena *arena)
{
    struct premises_register whole = *said;
    const struct premises_row *before = seen->before;
    drop_repeats (&whole, arena);
    if (!before)
        return whole;
    whole.address = either (said->address, before->address);
    whole.unit = merge_unit (said->unit, before->unit, arena);
    whole.grid = either (said->grid, before->grid);
    unite_categories (before, &whole, arena);
    if (said->latitude_e6 == NUMBER_ABSENT)
        whole.latitude_e6 = before->latitude_e6;
    if (said->longitude_e6 == NUMBER_ABSENT)
        whole.longitude_e6 = before->longitude_e6;
    if (!text_same (before->department,
                    office_department_of_premises (seen->office, before->categories,
                                                   before->categories_count)))
        whole.department = either (said->department, before->department);
    return whole;
}

void premises_decide_register (const void *said_void, const void *seen_void,
                               struct decision *decision)
{
    const struct premises_seen *seen = seen_void;
    const struct premises_register whole = merge (said_void, seen, decision->arena), *said = &whole;
    check_code (said->premises, seen->office, decision);
    check_categories (said_void, seen->office, decision);
    if (!office_is_community (seen->office, said->community))
        decision_refuse (decision, REFUSAL_INVALID, "/community",
                         "%s is not a community; config/organisation.yaml lists them",
                         said->community);
    if (said->department && !office_is_department (seen->office, said->department))
        decision_refuse (decision, REFUSAL_INVALID, "/department",
                         "%s is not a department; config/organisation.yaml lists them",
                         said->department);
    bool private = premises_is_home (said, seen->office);
    if (seen->now && seen->now->private && !private)
        decision_refuse (decision, REFUSAL_CONFLICT, "/categories",
                         "what is on record of it stays under the categories that it has; register "
                         "what is there now under a code of its own, and premises.close this one");
    if (private && seen->cases)
        decision_refuse (
            decision, REFUSAL_CONFLICT, "/categories",
            "hazards, tip-offs or the visits of a plan name %s, and letters about them have "
            "told of it; register the home under a code of its own, and "
            "premises.close this one",
            said->premises);
    if (seen->now && seen->now->closed && said->only_if_changed)
        decision_refuse (decision, REFUSAL_CONFLICT, "/only_if_changed",
                         "%s was closed, and a table does not open it again; premises.register "
                         "without only_if_changed does",
                         said->premises);
    const char *department = said->department
                                 ? said->department
                                 : office_department_of_premises (seen->office, said->categories,
                                                                  said->categories_count);
    if (seen->before && is_same (said, department, seen->before))
        decision_refuse (decision, REFUSAL_CONFLICT, "/premises",
                         "%s is registered so already; possible now: what changes something",
                         said->premises);
    decision_event (decision, premises_registered_record, said->premises,
                    &(struct premises_registered){ .premises = said->premises,
                                                   .name = said->name,
                                                   .categories = said->categories,
                                                   .categories_count = said->categories_count,
                                                   .community = said->community,
                                                   .address = said->address,
                                                   .unit = said->unit,
                                                   .latitude_e6 = said->latitude_e6,
                                                   .longitude_e6 = said->longitude_e6,
                                                   .grid = said->grid,
                                                   .private = private,
                                                   .department = department });
}

void premises_decide_close (const void *said_void, const void *seen_void, struct decision *decision)
{
    const struct premises_close *said = said_void;
    const struct premises_seen *seen = seen_void;
    if (!seen->now)
        decision_refuse (decision, REFUSAL_NOT_FOUND, "/premises", "%s is not in the register",
                         said->premises);
    else if (seen->now->closed)
        decision_refuse (decision, REFUSAL_CONFLICT, "/premises",
                         "%s is closed already; possible now: premises.register", said->premises);
    if (decision->refusal.code != REFUSAL_NONE ||
        !decision_allows (decision, seen->office, said->by, "premises.close") ||
        !decision_is_its_own (decision, seen->office, said->by,
                              &(struct office_case){ .community = seen->now->community,
                                                     .department = seen->now->department }))
        return;
    decision_event (decision, premises_closed_record, said->premises,
                    &(struct premises_closed){ .premises = said->premises,
                                               .community = seen->now->community,
                                               .reason = said->reason,
                                               .by = said->by });
    task_decide_drop (seen->visits, seen->visits_count, "场所已注销", decision);
}

void premises_check_place (const struct place *place, const struct premises_brief *premises,
                           const struct office *office, struct decision *decision)
{
    if (!place->premises && !place->address)
        decision_refuse (decision, REFUSAL_INVALID, "/place/premises",
                         "is missing; say where it is: premises of the register, or an address");
    if (place->premises && !premises)
        decision_refuse (decision, REFUSAL_NOT_FOUND, "/place/premises",
                         "%s is not in the register; give an address instead", place->premises);
    if (!place->community && !premises)
        decision_refuse (decision, REFUSAL_INVALID, "/place/community",
                         "is missing; it is required with an address");
    if (place->community && !office_is_community (office, place->community))
        decision_refuse (decision, REFUSAL_INVALID, "/place/community",
                         "%s is not a community; config/organisation.yaml lists them",
                         place->community);
    else if (place->community && premises && !text_same (place->community, premises->community))
        decision_refuse (decision, REFUSAL_INVALID, "/place/community",
                         "%s lies in %s, as the register has it; leave the community out, or "
                         "premises.register where it lies first",
                         premises->premises, premises->community);
}
