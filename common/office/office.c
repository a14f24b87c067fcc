/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "office/office.h"
#include <assert.h>
#include <string.h>

/* ---- who there is ---- */

void office_sections (const struct organisation *organisation,
                      struct office_section sections[OFFICE_SECTIONS])
{
    const struct organisation *o = organisation;
    const struct office_section all[OFFICE_SECTIONS] = {
        { "leading_group", o->leading_group, o->leading_group_count, role_absent },
        { "office", o->office, o->office ? 1 : 0, role_office },
        { "departments", o->departments, o->departments_count, role_department },
        { "communities", o->communities, o->communities_count, role_community },
        { "outside", o->outside, o->outside_count, role_outside },
    };
    memcpy (sections, all, sizeof all);
}

static const struct party *party_find (const struct office *office, const char *id, enum role *role)
{
    struct office_section sections[OFFICE_SECTIONS];
    office_sections (office->organisation, sections);
    for (size_t s = 0; s < OFFICE_SECTIONS; s++)
        for (size_t i = 0; i < sections[s].count; i++) {
            const struct party *party = &sections[s].list[i];
            if (!text_same (party->id, id))
                continue;
            *role = sections[s].role == role_absent ? party->role : sections[s].role;
            return party;
        }
    *role = role_absent;
    return NULL;
}

const struct party *office_party (const struct office *office, const char *id)
{
    enum role role;
    return party_find (office, id, &role);
}

enum role office_role (const struct office *office, const char *id)
{
    enum role role;
    party_find (office, id, &role);
    return role;
}

bool office_is_community (const struct office *office, const char *id)
{
    return office_role (office, id) == role_community;
}

bool office_is_department (const struct office *office, const char *id)
{
    enum role role = office_role (office, id);
    return role == role_department || role == role_office;
}

/* ---- who may ---- */

static enum role role_of_word (const char *word)
{
    return word ? (enum role)choice_value (role_choices(), word) : role_absent;
}

static bool role_is_held (const struct office *office, enum role role)
{
    const struct organisation *organisation = office->organisation;
    switch (role) {
    case role_leader:
    case role_executive_deputy:
    case role_deputy:
    case role_member:
        for (size_t i = 0; i < organisation->leading_group_count; i++)
            if (organisation->leading_group[i].role == role)
                return true;
        return false;
    case role_office:
        return true;
    case role_department:
        return organisation->departments_count > 0;
    case role_community:
        return organisation->communities_count > 0;
    case role_outside:
    case role_absent:
        return false;
    }
    return false;
}

bool office_knows_actor (const struct office *office, const char *text)
{
    enum role role = office_role (office, text);
    if (role != role_absent)
        return role != role_outside;
    return role_is_held (office, role_of_word (text));
}

bool office_means_somebody (const struct office *office, const char *text)
{
    return office_party (office, text) || role_of_word (text) != role_absent ||
           text_same (text, "tracker") || text_same (text, "watcher");
}

static const struct act_policy *act_find (const struct office *office, const char *act)
{
    for (size_t i = 0; i < office->policy->acts_count; i++)
        if (text_same (office->policy->acts[i].act, act))
            return &office->policy->acts[i];
    return NULL;
}

bool office_may (const struct office *office, const char *by, const char *act)
{
    const struct act_policy *policy = act_find (office, act);
    if (!policy || !office_knows_actor (office, by))
        return false;
    const char *role = choice_word (role_choices(), (int)office_role (office, by));
    for (size_t i = 0; i < policy->roles_count; i++)
        if (text_same (policy->roles[i], by) || text_same (policy->roles[i], role))
            return true;
    return false;
}

bool office_is_act (const struct office *office, const char *act)
{
    for (size_t i = 0; i < office->policy->acts_count; i++)
        if (text_same (office->policy->acts[i].act, act))
            return true;
    return false;
}

bool office_speaks_for (const struct office *office, const char *by, const char *party)
{
    enum role role = office_role (office, by);
    if (role == role_absent)
        role = role_of_word (by); /* "community" is one of them, and does not say which */
    return text_same (by, party) || (role != role_department && role != role_community);
}

const char *office_may_text (const struct office *office, const char *act, struct arena *arena)
{
    const struct act_policy *policy = act_find (office, act);
    if (!policy)
        return "nobody";
    struct text roles = text_in (arena);
    for (size_t i = 0; i < policy->roles_count; i++)
        text_format (&roles, "%s%s", i ? ", " : "", policy->roles[i]);
    return roles.bytes;
}

/* ---- what is judged ---- */

const struct checklist *office_checklist (const struct office *office, const char *id)
{
    for (size_t i = 0; i < office->checklists->checklists_count; i++)
        if (text_same (office->checklists->checklists[i].id, id))
            return &office->checklists->checklists[i];
    return NULL;
}

const struct hazard_category *office_hazard_category (const struct office *office, const char *id)
{
    for (size_t i = 0; i < office->categories->hazards_count; i++)
        if (text_same (office->categories->hazards[i].id, id))
            return &office->categories->hazards[i];
    return NULL;
}

const struct premises_category *office_premises_category (const struct office *office,
                                                          const char *id)
{
    for (size_t i = 0; i < office->categories->premises_count; i++)
        if (text_same (office->categories->premises[i].id, id))
            return &office->categories->premises[i];
    return NULL;
}

const char *office_department_of_hazard (const struct office *office, const char *category)
{
    const struct hazard_category *found = office_hazard_category (office, category);
    return found ? found->department : office->organisation->office->id;
}

const char *office_department_of_premises (const struct office *office,
                                           const char *const *categories, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const struct premises_category *found = office_premises_category (office, categories[i]);
        if (found)
            return found->department;
    }
    return office->organisation->office->id;
}

/* ---- within which time ---- */

const struct clock_policy *office_clock (const struct office *office, const char *id)
{
    for (size_t i = 0; i < office->policy->clocks_count; i++)
        if (text_same (office->policy->clocks[i].id, id))
            return &office->policy->clocks[i];
    return NULL;
}

static bool rule_matches (const struct clock_rule_row *rule, const struct clock_case *about)
{
    if (rule->severity != severity_absent && rule->severity != about->severity)
        return false;
    if (rule->urgent && !about->urgent)
        return false;
    if (rule->experts && !about->experts)
        return false;
    if (rule->categories_count > 0 &&
        !texts_have (rule->categories, rule->categories_count, about->category))
        return false;
    return rule->effective <= about->on;
}

const struct clock_rule_row *office_clock_rule (const struct clock_policy *clock,
                                                const struct clock_case *about)
{
    assert (clock->rules_count > 0);
    for (size_t i = 0; i < clock->rules_count; i++)
        if (rule_matches (&clock->rules[i], about))
            return &clock->rules[i];
    return &clock->rules[clock->rules_count - 1];
}

struct clock_rule office_counts_by (const struct clock_rule_row *row)
{
    if (row->hours != NUMBER_ABSENT)
        return (
            struct clock_rule){ .kind = clock_hours, .length = row->hours, .source = row->source };
    if (row->working_days != NUMBER_ABSENT)
        return (struct clock_rule){ .kind = clock_working_days,
                                    .length = row->working_days,
                                    .source = row->source };
    return (struct clock_rule){ .kind = clock_calendar_days,
                                .length = row->calendar_days,
                                .moved_from_holiday = !row->longest,
                                .source = row->source };
}

int64_t office_repeat_hours (const struct clock_policy *clock, int64_t number)
{
    assert (number >= 1 && clock->repeats_count > 0);
    int64_t last = (int64_t)clock->repeats_count;
    return clock->repeats[(number < last ? number : last) - 1].hours;
}

bool office_clock_outlives_hazard (const char *clock, bool transferred)
{
    static const char *const theirs[] = { CLOCK_REFERRAL, CLOCK_REFERRAL_RESULT };
    static const char *const clocks[] = { CLOCK_ORDER_END,           CLOCK_RESUMPTION_CHECK,
                                          CLOCK_RESUMPTION_DECISION, CLOCK_SUPERVISION,
                                          CLOCK_DELISTING,           CLOCK_PUBLICATION };
    return texts_have (clocks, sizeof clocks / sizeof *clocks, clock) ||
           (transferred && texts_have (theirs, sizeof theirs / sizeof *theirs, clock));
}

bool office_ladder_applies (const struct ladder_step *step, const char *clock,
                            enum severity severity)
{
    if (step->severity != severity_absent && step->severity != severity)
        return false;
    return step->clocks_count == 0 || texts_have (step->clocks, step->clocks_count, clock);
}

int64_t office_ladder_hours (const struct ladder_step *step, bool danger)
{
    return danger && step->danger_after_hours != NUMBER_ABSENT ? step->danger_after_hours
                                                               : step->after_hours;
}

/* ---- whom to tell ---- */

/* One list of words names at most the leading group (32) and 17 more: office.def. */
static void parties_add (struct office_parties *parties, const struct party *party)
{
    for (size_t i = 0; i < parties->count; i++)
        if (parties->list[i] == party)
            return;
    assert (parties->count < OFFICE_PARTIES_MAX);
    parties->list[parties->count++] = party;
}

/* What WORD means for the case; a tracker may in turn be "the community" or "the department". */
static const char *relation_resolve (const char *word, const struct office_case *about)
{
    const char *who = text_same (word, "tracker") ? about->tracker : word;
    if (text_same (who, "community") || text_same (who, "watcher"))
        return about->community;
    if (text_same (who, "department"))
        return about->department;
    return who;
}

/* Role words of the leading group; the other roles are relations, or one party. */
static bool holders_add (const struct office *office, enum role role,
                         struct office_parties *parties)
{
    const struct organisation *organisation = office->organisation;
    bool any = false;
    for (size_t i = 0; i < organisation->leading_group_count; i++)
        if (role != role_absent && organisation->leading_group[i].role == role) {
            parties_add (parties, &organisation->leading_group[i]);
            any = true;
        }
    return any;
}

void office_resolve (const struct office *office, const char *word, const struct office_case *about,
                     struct office_parties *parties)
{
    const char *who = relation_resolve (word, about);
    if (holders_add (office, role_of_word (who), parties))
        return;
    const struct party *party = office_party (office, who);
    parties_add (parties, party ? party : office->organisation->office);
}

bool office_parties_meet (const struct office_parties *one, const struct office_parties *other)
{
    for (size_t i = 0; i < one->count; i++)
        for (size_t j = 0; j < other->count; j++)
            if (one->list[i] == other->list[j])
                return true;
    return false;
}

bool office_may_be_one (const struct office *office, const char *one, const char *other)
{
    const struct office_case nobody = { .community = NULL };
    struct office_parties first = { .count = 0 }, second = { .count = 0 };
    office_resolve (office, one, &nobody, &first);
    office_resolve (office, other, &nobody, &second);
    return text_same (one, other) || office_parties_meet (&first, &second);
}

struct office_parties office_owing (const struct office *office, const char *clock,
                                    const struct office_case *about)
{
    static const char *const both[] = { "community", "department" };
    const struct clock_policy *policy = office_clock (office, clock);
    bool told = policy && policy->owed_by_count > 0 &&
                (about->tracker || !texts_have (policy->owed_by, policy->owed_by_count, "tracker"));
    const char *const *words = told ? policy->owed_by : both;
    size_t count = told ? policy->owed_by_count : sizeof both / sizeof *both;
    struct office_parties parties = { .count = 0 };
    for (size_t i = 0; i < count; i++)
        if (!text_same (words[i], "outside"))
            office_resolve (office, words[i], about, &parties);
    return parties;
}

/* ---- who urges ---- */

/* Two rungs may have one role. */
static bool is_of_a_new_role (const struct policy *policy, size_t place)
{
    for (size_t i = 0; i < place; i++)
        if (text_same (policy->ladder[i].role, policy->ladder[place].role))
            return false;
    return true;
}

const char *office_urging_role (const struct policy *policy, int64_t number)
{
    int64_t above = (number - 1) / policy->urging->times;
    const char *role = policy->ladder[0].role;
    for (size_t i = 1; i < policy->ladder_count && above > 0; i++)
        if (is_of_a_new_role (policy, i)) {
            role = policy->ladder[i].role;
            above--;
        }
    return role;
}
