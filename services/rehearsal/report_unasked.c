/* What nobody was told, and why: what hangs on a day that is not known, and who has no address. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "office/campaign.h"
#include "rehearsal/report_inside.h"
#include "words/scheduling.h"
#include <string.h>

enum { HANG_MAX = 100 }; /* on one anchor */

void report_fold_resolved (struct report *report, const struct fact *fact, const void *event)
{
    (void)fact;
    const struct anchor_resolved *said = event;
    struct anchor_date *date = NULL;
    for (size_t i = 0; i < report->resolved.count && !date; i++) {
        struct anchor_date *one = rows_at (&report->resolved, i);
        date = strcmp (one->anchor, said->anchor) == 0 ? one : NULL;
    }
    if (!date)
        date = rows_add (&report->resolved);
    *date = (struct anchor_date){ arena_text (report->arena, said->anchor), said->date };
}

/* ---- anchors ---- */

struct hanging {
    struct report *report;
    struct anchored anchored;
    day known;
    const char *anchor;
    const char **list;
    size_t count;
};

static void hang (struct hanging *hanging, const char *id, const char *expression)
{
    const char *waits_for = NULL;
    office_moment (hanging->report->office, expression, &hanging->anchored, hanging->known,
                   hanging->report->arena, &waits_for);
    bool there = texts_have (hanging->list, hanging->count, id);
    if (text_same (waits_for, hanging->anchor) && !there && hanging->count < HANG_MAX)
        hanging->list[hanging->count++] = id;
}

static void hang_all (struct hanging *hanging)
{
    const struct campaign *campaign = hanging->report->office->campaign;
    for (size_t i = 0; i < campaign->phases_count; i++) {
        hang (hanging, campaign->phases[i].id,
              office_phase_from (campaign, &campaign->phases[i], hanging->report->arena));
        hang (hanging, campaign->phases[i].id, campaign->phases[i].to);
    }
    for (size_t i = 0; i < campaign->deliverables_count; i++)
        hang (hanging, campaign->deliverables[i].id,
              office_due (campaign, &campaign->deliverables[i]));
    for (size_t i = 0; i < campaign->windows_count; i++) {
        hang (hanging, campaign->windows[i].id, campaign->windows[i].from);
        hang (hanging, campaign->windows[i].id, campaign->windows[i].to);
    }
}

size_t report_waits (struct report *report, instant to, const struct rehearsed_waiting **waiting)
{
    const struct campaign *campaign = report->office->campaign;
    const struct anchored anchored = { report->resolved.list, report->resolved.count };
    struct rehearsed_waiting *list =
        arena_take (report->arena, (campaign->anchors_count + 1) * sizeof *list);
    size_t count = 0;
    for (size_t i = 0; i < campaign->anchors_count; i++) {
        const struct campaign_anchor *anchor = &campaign->anchors[i];
        struct hanging hanging = { report,
                                   anchored,
                                   day_of (to),
                                   anchor->id,
                                   arena_take (report->arena, HANG_MAX * sizeof (char *)),
                                   0 };
        if (office_anchor_date (report->office, anchor->id, &anchored) != DAY_ABSENT)
            continue;
        hang_all (&hanging);
        list[count++] = (struct rehearsed_waiting){ .anchor = anchor->id,
                                                    .name = anchor->name,
                                                    .hang = hanging.list,
                                                    .hang_count = hanging.count };
    }
    *waiting = list;
    return count;
}

/* ---- addresses ---- */

static int64_t climbs_to (const struct report *report, const char *role)
{
    int64_t climbs = 0;
    for (size_t i = 0; i < report->rungs.count; i++) {
        const struct rehearsed_rung *rung = rows_at (&report->rungs, i);
        climbs += strcmp (rung->role, role) == 0 ? rung->times : 0;
    }
    return climbs;
}

static void add_mute (struct report *report, const struct party *party)
{
    const char *role = choice_word (role_choices(), (int)office_role (report->office, party->id));
    if (party->reach_count == 0)
        *(struct rehearsed_mute *)rows_add (&report->mute) =
            (struct rehearsed_mute){ .party = party->id,
                                     .name = party->name,
                                     .role = role,
                                     .climbs = climbs_to (report, role) };
}

void report_note_mute (struct report *report)
{
    const struct organisation *organisation = report->office->organisation;
    for (size_t i = 0; i < organisation->leading_group_count; i++)
        add_mute (report, &organisation->leading_group[i]);
    add_mute (report, organisation->office);
    for (size_t i = 0; i < organisation->departments_count; i++)
        add_mute (report, &organisation->departments[i]);
    for (size_t i = 0; i < organisation->communities_count; i++)
        add_mute (report, &organisation->communities[i]);
}
