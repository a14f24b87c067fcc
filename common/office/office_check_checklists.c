/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "office/office_check.h"

static void check_items (const struct office_check *check, const struct checklist *checklist,
                         const char *pointer)
{
    const struct yaml_marks *marks = check->marks->checklists;
    struct ids ids = ids_in (check, checklist->items_count);
    for (size_t i = 0; i < checklist->items_count; i++) {
        const char *item = office_pointer (check, "%s/items/%zu", pointer, i);
        ids_take (check, &ids, checklist->items[i].id, marks,
                  office_pointer (check, "%s/id", item));
        if (office_says_no_category (check, checklist->items[i].category) &&
            !office_hazard_category (check->office, checklist->items[i].category))
            office_complain (check, marks, office_pointer (check, "%s/category", item),
                             "\"%s\" is no hazard category of categories.yaml",
                             checklist->items[i].category);
    }
}

static void check_premises (const struct office_check *check, const char *const *premises,
                            size_t count, const char *pointer)
{
    for (size_t i = 0; i < count; i++)
        if (office_says_no_category (check, premises[i]) &&
            !office_premises_category (check->office, premises[i]))
            office_complain (check, check->marks->checklists,
                             office_pointer (check, "%s/premises/%zu", pointer, i),
                             "\"%s\" is no premises category of categories.yaml", premises[i]);
}

/* Each class is graver than the one before it, by all three. */
static void check_fires (const struct office_check *check)
{
    const struct checklists *checklists = check->office->checklists;
    for (size_t i = 1; i < checklists->fires_count; i++) {
        const struct fire_class_row *before = &checklists->fires[i - 1], *row = before + 1;
        if (row->class <= before->class || row->dead <= before->dead ||
            row->injured <= before->injured || row->loss_yuan <= before->loss_yuan)
            office_complain (check, check->marks->checklists,
                             office_pointer (check, "/fires/%zu", i),
                             "fires: each class is graver than the one before it, by dead, injured "
                             "and loss_yuan");
    }
}

static void check_edition (const struct office_check *check, size_t index)
{
    const struct yaml_marks *marks = check->marks->checklists;
    const struct checklists *checklists = check->office->checklists;
    const struct major_edition *edition = &checklists->majors[index];
    const char *pointer = office_pointer (check, "/majors/%zu", index);
    struct ids ids = ids_in (check, edition->elements_count);
    if (index > 0 && (checklists->majors[index - 1].to == DAY_ABSENT ||
                      checklists->majors[index - 1].to >= edition->from))
        office_complain (check, marks, office_pointer (check, "%s/from", pointer),
                         "from: the edition above is in effect still; one governs at a time");
    else if (index > 0 && checklists->majors[index - 1].to + 1 < edition->from)
        office_complain (check, marks, office_pointer (check, "%s/from", pointer),
                         "from: no edition is in effect between the one above and this one; it "
                         "begins the day after that ends");
    for (size_t i = 0; i < edition->elements_count; i++) {
        const struct major_element *element = &edition->elements[i];
        ids_take (check, &ids, element->id, marks,
                  office_pointer (check, "%s/elements/%zu/id", pointer, i));
        check_premises (check, element->premises, element->premises_count,
                        office_pointer (check, "%s/elements/%zu", pointer, i));
        for (size_t h = 0; h < element->hazards_count; h++)
            if (office_says_no_category (check, element->hazards[h]) &&
                !office_hazard_category (check->office, element->hazards[h]))
                office_complain (
                    check, marks,
                    office_pointer (check, "%s/elements/%zu/hazards/%zu", pointer, i, h),
                    "\"%s\" is no hazard category of categories.yaml", element->hazards[h]);
    }
    for (size_t i = 0; i < edition->rules_count; i++)
        check_premises (check, edition->rules[i].premises, edition->rules[i].premises_count,
                        office_pointer (check, "%s/rules/%zu", pointer, i));
    if (!yaml_lacks (marks, office_pointer (check, "%s/rules", pointer)) &&
        edition->rules[edition->rules_count - 1].premises_count > 0)
        office_complain (
            check, marks, office_pointer (check, "%s/rules/%zu", pointer, edition->rules_count - 1),
            "rules: the last must have no premises, so that it governs whatever is left");
}

void office_check_checklists (const struct office_check *check)
{
    const struct checklists *checklists = check->office->checklists;
    struct ids ids = ids_in (check, checklists->checklists_count);
    for (size_t i = 0; i < checklists->checklists_count; i++) {
        const char *pointer = office_pointer (check, "/checklists/%zu", i);
        ids_take (check, &ids, checklists->checklists[i].id, check->marks->checklists,
                  office_pointer (check, "%s/id", pointer));
        check_items (check, &checklists->checklists[i], pointer);
        check_premises (check, checklists->checklists[i].premises,
                        checklists->checklists[i].premises_count, pointer);
    }
    check_fires (check);
    for (size_t i = 0; i < checklists->majors_count; i++)
        check_edition (check, i);
}
