/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "office/configured.h"

enum { EDITIONS_MAX = 200 }; /* office_configured.calendars */

/* How they are reached is nobody's who reads a journal. */
static const struct party *without_reach (const struct party *list, size_t count,
                                          struct arena *arena)
{
    struct party *copies = arena_take (arena, (count + 1) * sizeof *copies);
    for (size_t i = 0; i < count; i++)
        copies[i] = (struct party){ .id = list[i].id, .name = list[i].name, .role = list[i].role };
    return copies;
}

static const struct organisation *as_kept (const struct organisation *organisation,
                                           struct arena *arena)
{
    struct organisation *kept = arena_take (arena, sizeof *kept);
    *kept = *organisation;
    kept->titles = NULL;
    kept->titles_count = 0;
    kept->leading_group = without_reach (kept->leading_group, kept->leading_group_count, arena);
    kept->office = without_reach (kept->office, 1, arena);
    kept->departments = without_reach (kept->departments, kept->departments_count, arena);
    kept->communities = without_reach (kept->communities, kept->communities_count, arena);
    kept->outside = without_reach (kept->outside, kept->outside_count, arena);
    return kept;
}

static const struct categories *without_burning (const struct categories *categories,
                                                 struct arena *arena)
{
    struct categories *kept = arena_take (arena, sizeof *kept);
    *kept = *categories;
    kept->burning = kept->burning_unless = NULL;
    kept->burning_count = kept->burning_unless_count = 0;
    return kept;
}

const struct office_configured *office_as_configured (const struct office *office,
                                                      struct arena *arena)
{
    const struct calendar *calendar = office->calendar;
    size_t count =
        calendar->editions_count < EDITIONS_MAX ? calendar->editions_count : EDITIONS_MAX;
    struct edition_known *editions = arena_take (arena, (count + 1) * sizeof *editions);
    struct majors_known *majors = arena_take (arena, sizeof *majors);
    struct office_configured *so = arena_take (arena, sizeof *so);
    *majors = (struct majors_known){ .editions = office->checklists->majors,
                                     .editions_count = office->checklists->majors_count };
    for (size_t i = 0; i < count; i++)
        editions[i] = (struct edition_known){ .year = calendar->editions[i].year,
                                              .published = calendar->editions[i].published };
    *so = (struct office_configured){ .organisation = as_kept (office->organisation, arena),
                                      .categories = without_burning (office->categories, arena),
                                      .ranking = office->policy->ranking,
                                      .signals = office->policy->signals,
                                      .calendars = editions,
                                      .calendars_count = count,
                                      .majors = majors };
    return so;
}

static bool was_there (const struct calendar_edition *edition, const struct office_configured *so)
{
    for (size_t i = 0; i < so->calendars_count; i++)
        if (so->calendars[i].year == edition->year &&
            so->calendars[i].published == edition->published)
            return true;
    return false;
}

static const struct calendar *calendar_of (const struct calendar *calendar,
                                           const struct office_configured *so, struct arena *arena)
{
    struct calendar *then = arena_take (arena, sizeof *then);
    struct calendar_edition *editions =
        arena_take (arena, (calendar->editions_count + 1) * sizeof *editions);
    *then = (struct calendar){ .editions = editions };
    for (size_t i = 0; i < calendar->editions_count; i++)
        if (was_there (&calendar->editions[i], so))
            editions[then->editions_count++] = calendar->editions[i];
    return then;
}

static const struct checklists *with_majors (const struct checklists *checklists,
                                             const struct majors_known *majors, struct arena *arena)
{
    if (!majors)
        return checklists;
    struct checklists *then = arena_take (arena, sizeof *then);
    *then = *checklists;
    then->majors = majors->editions;
    then->majors_count = majors->editions_count;
    return then;
}

const struct office *office_as_it_was (const struct office *office,
                                       const struct office_configured *so, struct arena *arena)
{
    if (!so)
        return office;
    struct office *then = arena_take (arena, sizeof *then);
    struct policy *policy = arena_take (arena, sizeof *policy);
    *policy = *office->policy;
    policy->ranking = so->ranking;
    policy->signals = so->signals;
    *then = *office;
    then->policy = policy;
    then->organisation = so->organisation;
    then->categories = so->categories;
    then->calendar = calendar_of (office->calendar, so, arena);
    then->checklists = with_majors (office->checklists, so->majors, arena);
    return then;
}
