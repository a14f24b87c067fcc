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

const char *wording_role (const struct office *office, const char *word)
{
    switch ((enum role) (word ? choice_value (role_choices(), word) : 0)) {
    case role_leader:
        return "组长";
    case role_executive_deputy:
        return "常务副组长";
    case role_deputy:
        return "副组长";
    case role_member:
        return "组员";
    case role_office:
        return "领导小组办公室";
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
