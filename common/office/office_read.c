/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "calendar/calendar.h"
#include "office/office_check.h"

static const void *read_file (const struct office_check *check, const char *folder,
                              const char *name, const struct record *record,
                              const struct yaml_marks **marks)
{
    const char *path = arena_format (check->arena, "%s/%s", folder, name);
    return record_from_yaml_marked (record, path, check->arena, check->refusals, marks);
}

static void read_files (const struct office_check *check, const char *folder, struct office *office,
                        struct office_marks *marks)
{
    office->organisation =
        read_file (check, folder, "organisation.yaml", organisation_record(), &marks->organisation);
    office->categories =
        read_file (check, folder, "categories.yaml", categories_record(), &marks->categories);
    office->policy = read_file (check, folder, "policy.yaml", policy_record(), &marks->policy);
    office->campaign =
        read_file (check, folder, "campaign.yaml", campaign_record(), &marks->campaign);
    office->authority =
        read_file (check, folder, "authority.yaml", authority_record(), &marks->authority);
    office->checklists =
        read_file (check, folder, "checklists.yaml", checklists_record(), &marks->checklists);
    office->calendar = calendar_read (arena_format (check->arena, "%s/calendars", folder),
                                      check->arena, check->refusals);
    office->organisation_marks = marks->organisation;
}

const struct office *office_read_rest (const char *folder, struct arena *arena,
                                       struct refusals *refusals)
{
    struct office *office = arena_take (arena, sizeof *office);
    struct office_marks marks = { 0 };
    const struct office_check check = { office, &marks, arena, refusals };
    read_files (&check, folder, office, &marks);
    if (office->organisation)
        office_check_organisation (&check);
    if (office->categories)
        office_check_categories (&check);
    if (office->policy)
        office_check_policy (&check);
    if (office->campaign)
        office_check_campaign (&check);
    if (office->authority)
        office_check_authority (&check);
    if (office->checklists)
        office_check_checklists (&check);
    return office;
}

const struct office *office_read (const char *folder, struct arena *arena,
                                  struct refusals *refusals)
{
    size_t refused_before = refusals->count + refusals->unkept;
    const struct office *office = office_read_rest (folder, arena, refusals);
    return refusals->count + refusals->unkept == refused_before ? office : NULL;
}
