/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "office/campaign.h"
#include "office/moment.h"
#include <assert.h>
#include <string.h>

const struct campaign *office_campaign (const struct campaigns *campaigns, const char *id)
{
    for (size_t i = 0; i < campaigns->count; i++)
        if (text_same (campaigns->list[i]->id, id))
            return campaigns->list[i];
    return NULL;
}

const struct campaign *office_campaign_at (const struct campaigns *campaigns, day at)
{
    const struct campaign *found = NULL;
    for (size_t i = 0; i < campaigns->count; i++) {
        const struct campaign *campaign = campaigns->list[i];
        if (campaign->from <= at && at <= campaign->to && (!found || campaign->from >= found->from))
            found = campaign;
    }
    return found;
}

const char *office_campaigns_text (const struct campaigns *campaigns, struct arena *arena)
{
    struct text ids = text_in (arena);
    for (size_t i = 0; i < campaigns->count; i++)
        text_format (&ids, "%s%s", i > 0 ? ", " : "", campaigns->list[i]->id);
    return ids.bytes;
}

const struct campaign_deliverable *office_deliverable_of (const struct campaign *campaign,
                                                          const char *kind)
{
    for (size_t i = 0; i < campaign->deliverables_count; i++)
        if (text_same (campaign->deliverables[i].id, kind))
            return &campaign->deliverables[i];
    return NULL;
}

const struct campaign_deliverable *office_deliverable (const struct office *office,
                                                       const char *kind)
{
    return office_deliverable_of (office->campaign, kind);
}

bool office_owes (const struct office *office, enum owed_by of, const char *party)
{
    enum role role = office_role (office, party);
    switch (of) {
    case owed_by_communities:
        return role == role_community;
    case owed_by_departments:
        return role == role_department;
    case owed_by_office:
        return role == role_office;
    case owed_by_absent:
        break;
    }
    return false;
}

static bool office_has_trade (const struct office *office)
{
    const struct categories *categories = office->categories;
    const char *ours = office->organisation->office->id;
    for (size_t i = 0; i < categories->premises_count; i++)
        if (text_same (categories->premises[i].department, ours))
            return true;
    for (size_t i = 0; i < categories->hazards_count; i++)
        if (text_same (categories->hazards[i].department, ours))
            return true;
    return false;
}

bool office_owes_by_trade (const struct office *office, enum owed_by of, const char *party)
{
    return office_owes (office, of, party) ||
           (of == owed_by_departments && office_role (office, party) == role_office &&
            office_has_trade (office));
}

bool office_owes_deliverable (const struct office *office,
                              const struct campaign_deliverable *wanted, const char *party)
{
    for (size_t i = 0; i < wanted->of_count; i++)
        if (office_owes_by_trade (
                office, (enum owed_by)choice_value (owed_by_choices(), wanted->of[i]), party))
            return true;
    return false;
}

const char *office_source_of (const struct campaign *campaign, const char *clause,
                              struct arena *arena)
{
    return arena_format (arena, "《%s》%s，config/campaign.yaml", campaign->name, clause);
}

const char *office_due (const struct campaign *campaign, const struct campaign_deliverable *wanted)
{
    return wanted->due ? wanted->due : campaign->phases_count > 0 ? campaign->phases[0].to : NULL;
}

const char *office_phase_from (const struct campaign *campaign, const struct campaign_phase *phase,
                               struct arena *arena)
{
    char first[DAY_TEXT_SIZE];
    return phase->from ? phase->from : arena_format (arena, "%s", day_text (campaign->from, first));
}

bool office_owed_by_premises (const struct campaign_deliverable *wanted,
                              const char *const *categories, size_t count)
{
    return texts_share (wanted->premises, wanted->premises_count, categories, count);
}

const struct campaign_deliverable *office_record_of (const struct office *office, const char *kind,
                                                     const char *party)
{
    const struct campaign *campaign = office->campaign;
    for (size_t i = 0; i < campaign->deliverables_count; i++)
        if (text_same (campaign->deliverables[i].meeting, kind) &&
            office_owes_deliverable (office, &campaign->deliverables[i], party))
            return &campaign->deliverables[i];
    return NULL;
}

const struct campaign_meeting *office_meeting (const struct office *office, const char *kind)
{
    const struct campaign *campaign = office->campaign;
    for (size_t i = 0; i < campaign->meetings_count; i++)
        if (text_same (campaign->meetings[i].id, kind))
            return &campaign->meetings[i];
    return NULL;
}

const struct campaign_window *office_window (const struct office *office, const char *id)
{
    const struct campaign *campaign = office->campaign;
    for (size_t i = 0; i < campaign->windows_count; i++)
        if (text_same (campaign->windows[i].id, id))
            return &campaign->windows[i];
    return NULL;
}

enum owed_by office_meeting_of (const struct campaign_meeting *meeting)
{
    return meeting->of == owed_by_absent ? owed_by_office : meeting->of;
}

static bool is_of_leading_group (enum role role)
{
    switch (role) {
    case role_leader:
    case role_executive_deputy:
    case role_deputy:
    case role_member:
    case role_office:
        return true;
    case role_department:
    case role_community:
    case role_outside:
    case role_absent:
        break;
    }
    return false;
}

const char *office_meeting_party (const struct office *office,
                                  const struct campaign_meeting *meeting, const char *by)
{
    enum owed_by of = office_meeting_of (meeting);
    const char *ours = office->organisation->office->id;
    enum role role = (enum role)choice_value (role_choices(), by); /* a word for who holds it */
    if (role == role_absent)
        role = office_role (office, by);
    if (of == owed_by_office)
        return is_of_leading_group (role) ? ours : NULL;
    return office_owes (office, of, by) ? by : NULL;
}

day office_anchor_date (const struct office *office, const char *anchor,
                        const struct anchored *resolved)
{
    for (size_t i = 0; i < resolved->count; i++)
        if (text_same (resolved->list[i].anchor, anchor))
            return resolved->list[i].date;
    for (size_t i = 0; i < office->campaign->anchors_count; i++)
        if (text_same (office->campaign->anchors[i].id, anchor))
            return office->campaign->anchors[i].date;
    return DAY_ABSENT;
}

day office_moment (const struct office *office, const char *expression,
                   const struct anchored *resolved, day known, struct arena *arena,
                   const char **waits_for)
{
    struct moment moment;
    bool whole = moment_parse (expression, arena, &moment); /* office_check saw to it */
    assert (whole);
    day anchored =
        moment.anchor ? office_anchor_date (office, moment.anchor, resolved) : DAY_ABSENT;
    if (waits_for)
        *waits_for = moment.anchor && anchored == DAY_ABSENT ? moment.anchor : NULL;
    return moment_day (&moment, anchored, office->calendar, known);
}

static const char *anchor_name (const struct office *office, const char *anchor)
{
    const struct campaign *campaign = office->campaign;
    for (size_t i = 0; anchor && i < campaign->anchors_count; i++)
        if (text_same (campaign->anchors[i].id, anchor))
            return campaign->anchors[i].name;
    return anchor;
}

struct explained_moment office_explained_moment (const struct office *office,
                                                 const char *expression, const char *source,
                                                 const struct anchored *resolved,
                                                 const struct clock_pauses *stood, day known,
                                                 struct arena *arena)
{
    struct moment moment;
    bool whole = moment_parse (expression, arena, &moment); /* office_check saw to it */
    assert (whole);
    const day anchored =
        moment.anchor ? office_anchor_date (office, moment.anchor, resolved) : DAY_ABSENT;
    const char *anchor = anchor_name (office, moment.anchor);
    struct explained_moment explained = {
        .end = moment_end (&moment, anchored, office->calendar, stood, known, arena),
        .rule = arena_format (arena, "%s：%s", source, moment_text (&moment, anchor, arena)),
        .explanation = ""
    };
    struct text text = text_in (arena);
    if (explained.end.due != INSTANT_ABSENT) {
        moment_explain (&moment, anchor, anchored, &explained.end, source, &text);
        explained.explanation = text.bytes;
    }
    return explained;
}

bool office_counts_working_days (const char *expression, struct arena *arena)
{
    struct moment moment;
    return moment_parse (expression, arena, &moment) && moment.working_days;
}

bool office_counts_onwards (const char *expression, struct arena *arena)
{
    struct moment moment;
    return moment_parse (expression, arena, &moment) && moment.working_days && moment.offset > 0;
}

struct window_days office_window_days (const struct office *office,
                                       const struct campaign_window *window,
                                       const struct anchored *resolved, day known,
                                       struct arena *arena)
{
    const char *waits[2];
    const struct window_days days = {
        .first = office_moment (office, window->from, resolved, known, arena, &waits[0]),
        .last = office_moment (office, window->to, resolved, known, arena, &waits[1])
    };
    return (struct window_days){ days.first, days.last, waits[0] ? waits[0] : waits[1] };
}

static bool is_backwards (const struct office *office, const char *from, const char *to,
                          const struct anchored *resolved, day known, struct arena *arena,
                          struct backwards *found)
{
    found->first = office_moment (office, from, resolved, known, arena, NULL);
    found->last = office_moment (office, to, resolved, known, arena, NULL);
    return found->first != DAY_ABSENT && found->last != DAY_ABSENT && found->last < found->first;
}

struct backwards office_backwards (const struct office *office, const struct anchored *resolved,
                                   day known, struct arena *arena)
{
    const struct campaign *campaign = office->campaign;
    for (size_t i = 0; i < campaign->phases_count; i++) {
        const struct campaign_phase *phase = &campaign->phases[i];
        struct backwards found = { .what = "phase", .id = phase->id };
        if (is_backwards (office, office_phase_from (campaign, phase, arena), phase->to, resolved,
                          known, arena, &found))
            return found;
    }
    for (size_t i = 0; i < campaign->windows_count; i++) {
        const struct campaign_window *window = &campaign->windows[i];
        struct backwards found = { .what = "window", .id = window->id };
        if (is_backwards (office, window->from, window->to, resolved, known, arena, &found))
            return found;
    }
    return (struct backwards){ .what = NULL };
}

bool office_is_early (const struct office *office, const struct campaign_deliverable *wanted,
                      instant at, const struct anchored *resolved, day known, struct arena *arena)
{
    day from = wanted->from ? office_moment (office, wanted->from, resolved, known, arena, NULL)
                            : DAY_ABSENT;
    return from != DAY_ABSENT && at < day_start (from);
}

const char *office_awaits (const struct office *office, const struct campaign_deliverable *wanted,
                           day known, struct arena *arena)
{
    const struct anchored nothing = { .count = 0 };
    const char *anchor = NULL;
    office_moment (office, office_due (office->campaign, wanted), &nothing, known, arena, &anchor);
    return anchor;
}

bool office_came_early (const struct office *office, const struct campaign_deliverable *wanted,
                        const struct handed_in *handed, const struct anchored *resolved,
                        const struct announced *announced, day known, struct arena *arena)
{
    if (office_is_early (office, wanted, handed->at, resolved, known, arena))
        return true;
    if (!office_awaits (office, wanted, known, arena))
        return false;
    return !announced || handed->recorded < announced->first ||
           (handed->recorded < announced->last && day_of (handed->at) < announced->date);
}
