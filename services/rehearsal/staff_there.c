/* Who of the office is there, and on which days it works. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "rehearsal/staff_inside.h"
#include "calendar/calendar.h"
#include <string.h>

bool staff_acts (const struct staff *staff)
{
    return staff->setup.inspectors != STAFF_NOBODY_ACTS;
}

bool staff_is_away (const struct staff *staff, const char *who, instant at)
{
    const struct party *party = office_party (staff->setup.office, who);
    const char *role =
        party ? choice_word (role_choices(), (int)office_role (staff->setup.office, party->id))
              : NULL;
    return absences_hold (staff->setup.absences, who, role, at);
}

int64_t staff_inspectors_at (const struct staff *staff, instant at)
{
    int64_t there = staff->setup.inspectors;
    for (size_t i = 0; i < staff->setup.absences->count; i++) {
        const struct absences one = { &staff->setup.absences->list[i], 1 };
        there -= absences_hold (&one, STAFF_INSPECTOR, NULL, at);
    }
    return there > 0 ? there : 0;
}

bool staff_works_on (const struct staff *staff, day d)
{
    return workday_on (staff->setup.office->calendar, d, d).works;
}

instant staff_next_working_day (const struct staff *staff, instant at)
{
    day d = day_of (at) + 1;
    while (!staff_works_on (staff, d))
        d++;
    return day_start (d) + PAPER_MS;
}

/* Whoever may do ACT and is there; NULL: nobody is. */
const char *staff_who_does (const struct staff *staff, const char *act, instant at)
{
    const struct policy *policy = staff->setup.office->policy;
    for (size_t i = 0; i < policy->acts_count; i++)
        for (size_t n = 0;
             strcmp (policy->acts[i].act, act) == 0 && n < policy->acts[i].roles_count; n++)
            if (!staff_is_away (staff, policy->acts[i].roles[n], at))
                return policy->acts[i].roles[n];
    return NULL;
}

instant staff_last_working_day (const struct staff *staff, day last)
{
    while (!staff_works_on (staff, last))
        last--;
    return day_start (last) + PAPER_MS;
}
