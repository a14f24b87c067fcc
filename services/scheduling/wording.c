/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "scheduling/wording.h"

enum { PLACE_CHARACTERS = 60 };

const char *wording_place (const char *premises_name, struct arena *arena)
{
    return premises_name ? text_shortened (premises_name, PLACE_CHARACTERS, arena)
                         : "（地点见案卷）";
}

const char *wording_party (const struct office *office, const char *id)
{
    const struct party *party = office_party (office, id);
    return party ? party->name : id ? id : "（未定）";
}

static const char *title_of (const struct organisation *organisation, enum role role)
{
    for (size_t i = 0; i < organisation->titles_count; i++)
        if (organisation->titles[i].role == role)
            return organisation->titles[i].title;
    for (size_t i = 0; i < organisation->leading_group_count; i++)
        if (organisation->leading_group[i].role == role)
            return organisation->leading_group[i].name;
    return organisation->office->name;
}

const char *wording_role (const struct office *office, const char *word)
{
    enum role role = word ? (enum role)choice_value (role_choices(), word) : role_absent;
    switch (role) {
    case role_leader:
    case role_executive_deputy:
    case role_deputy:
    case role_member:
    case role_office:
        return title_of (office->organisation, role);
    case role_department:
        return "责任部门";
    case role_community:
        return "社区";
    case role_outside:
        return "外部单位";
    case role_absent:
        break;
    }
    return wording_party (office, word);
}
