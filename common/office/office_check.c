/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "office/office_check.h"
#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static const char *format_in (struct arena *arena, const char *format, va_list values)
{
    char text[512];
    vsnprintf (text, sizeof text, format, values);
    return arena_text (arena, text);
}

const char *office_pointer (const struct office_check *check, const char *format, ...)
{
    va_list values;
    va_start (values, format);
    const char *pointer = format_in (check->arena, format, values);
    va_end (values);
    return pointer;
}

void office_complain (const struct office_check *check, const struct yaml_marks *marks,
                      const char *pointer, const char *format, ...)
{
    va_list values;
    va_start (values, format);
    const char *sentence = format_in (check->arena, format, values);
    va_end (values);
    refusals_add (check->refusals, REFUSAL_INVALID, yaml_mark (marks, pointer, check->arena), "%s",
                  sentence);
}

bool office_is_silent (const void *file, const struct yaml_marks *marks, const char *word)
{
    return file && !yaml_may_say (marks, word);
}

bool office_says_no_party (const struct office_check *check, const char *word)
{
    const struct yaml_marks *marks = check->marks->organisation;
    if (!office_is_silent (check->office->organisation, marks, word))
        return false;
    /* A role of all in a list, which may be there under a misspelt name. */
    const struct organisation *organisation = check->office->organisation;
    bool of_all_in_a_list =
        (strcmp (word, "department") == 0 && organisation->departments_count == 0) ||
        (strcmp (word, "community") == 0 && organisation->communities_count == 0);
    return !of_all_in_a_list || !yaml_lacks (marks, "");
}

bool office_says_no_category (const struct office_check *check, const char *word)
{
    return office_is_silent (check->office->categories, check->marks->categories, word);
}

bool office_says_no_policy (const struct office_check *check, const char *word)
{
    return office_is_silent (check->office->policy, check->marks->policy, word);
}

/* ---- ids ---- */

struct ids ids_in (const struct office_check *check, size_t capacity)
{
    return (struct ids){ .list = arena_take (check->arena, capacity * sizeof (char *)),
                         .capacity = capacity };
}

void ids_take (const struct office_check *check, struct ids *ids, const char *id,
               const struct yaml_marks *marks, const char *pointer)
{
    if (strspn (id, "abcdefghijklmnopqrstuvwxyz0123456789_-") != strlen (id))
        office_complain (check, marks, pointer,
                         "id: \"%s\" is not of a-z, 0-9, _ and - alone; references are made of it",
                         id);
    for (size_t i = 0; i < ids->count; i++)
        if (strcmp (ids->list[i], id) == 0) {
            office_complain (check, marks, pointer, "id: \"%s\" is already another's", id);
            return;
        }
    assert (ids->count < ids->capacity);
    ids->list[ids->count++] = id;
}

/* ---- organisation.yaml ---- */

/* A word that means a party of the case, or many parties, cannot also be one party's name. */
static bool id_is_reserved (const char *id, enum role role)
{
    static const char *const relations[] = { "tracker", "watcher", "community", "department",
                                             "outside" };
    for (size_t i = 0; i < sizeof relations / sizeof *relations; i++)
        if (strcmp (relations[i], id) == 0)
            return true;
    int meant = choice_value (role_choices(), id);
    return meant != role_absent && meant != (int)role;
}

static void check_party (const struct office_check *check, struct ids *ids,
                         const struct party *party, enum role role, const char *pointer)
{
    const struct yaml_marks *marks = check->marks->organisation;
    const char *at = office_pointer (check, "%s/id", pointer);
    ids_take (check, ids, party->id, marks, at);
    if (id_is_reserved (party->id, role))
        office_complain (check, marks, at,
                         "id: \"%s\" is a word for others in policy.yaml; choose another",
                         party->id);
    if (party->role != role_absent && party->role != role)
        office_complain (check, marks, office_pointer (check, "%s/role", pointer),
                         "role: in this list it is \"%s\", or left out",
                         choice_word (role_choices(), (int)role));
}

static bool role_leads (enum role role)
{
    return role == role_leader || role == role_executive_deputy || role == role_deputy ||
           role == role_member;
}

static void check_leader (const struct office_check *check, const struct party *party,
                          const char *pointer)
{
    if (!role_leads (party->role))
        office_complain (check, check->marks->organisation,
                         office_pointer (check, "%s/%s", pointer, party->role ? "role" : "id"),
                         "role: must be one of leader, executive_deputy, deputy, member");
}

/* Where a party stands: /office is one party, the other sections are lists. */
static const char *party_pointer (struct arena *arena, const struct office_section *section,
                                  size_t index)
{
    if (section->role == role_office)
        return arena_format (arena, "/%s", section->name);
    return arena_format (arena, "/%s/%zu", section->name, index);
}

void office_check_organisation (const struct office_check *check)
{
    struct office_section sections[OFFICE_SECTIONS];
    office_sections (check->office->organisation, sections);
    size_t parties = 0;
    for (size_t s = 0; s < OFFICE_SECTIONS; s++)
        parties += sections[s].count;
    struct ids ids = ids_in (check, parties);
    for (size_t s = 0; s < OFFICE_SECTIONS; s++)
        for (size_t i = 0; i < sections[s].count; i++) {
            const struct party *party = &sections[s].list[i];
            const char *pointer = party_pointer (check->arena, &sections[s], i);
            bool leads = sections[s].role == role_absent;
            check_party (check, &ids, party, leads ? party->role : sections[s].role, pointer);
            if (leads)
                check_leader (check, party, pointer);
        }
}

/* ---- channels, which another file names ---- */

static const struct office_channel *channel_of (const struct office_channel *channels, size_t count,
                                                const char *name)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp (channels[i].name, name) == 0)
            return &channels[i];
    return NULL;
}

static void check_reach (const struct office_check *check, const struct party *party,
                         const struct office_channel *channels, size_t count, const char *pointer)
{
    for (size_t i = 0; i < party->reach_count; i++) {
        const struct reach *reach = &party->reach[i];
        const struct office_channel *channel = channel_of (channels, count, reach->channel);
        if (!channel)
            office_complain (check, check->marks->organisation,
                             office_pointer (check, "%s/reach/%zu/channel", pointer, i),
                             "channel: \"%s\" is not a channel of scheduling.yaml", reach->channel);
        else if (channel->mails && !text_is_mail_address (reach->address))
            office_complain (check, check->marks->organisation,
                             office_pointer (check, "%s/reach/%zu/address", pointer, i),
                             "address: \"%s\" is no mail address, like c01@subdistrict.example",
                             reach->address);
    }
}

void office_check_channels (const struct office *office, const struct office_channel *channels,
                            size_t count, struct arena *arena, struct refusals *refusals)
{
    const struct office_marks marks = { .organisation = office->organisation_marks };
    const struct office_check check = { office, &marks, arena, refusals };
    struct office_section sections[OFFICE_SECTIONS];
    if (!office->organisation)
        return;
    office_sections (office->organisation, sections);
    for (size_t s = 0; s < OFFICE_SECTIONS; s++)
        for (size_t i = 0; i < sections[s].count; i++)
            check_reach (&check, &sections[s].list[i], channels, count,
                         party_pointer (arena, &sections[s], i));
}

/* ---- categories.yaml ---- */

static void check_department (const struct office_check *check, const char *department,
                              const char *pointer)
{
    if (office_says_no_party (check, department) &&
        !office_is_department (check->office, department))
        office_complain (check, check->marks->categories, pointer,
                         "department: \"%s\" is neither a department of organisation.yaml nor its "
                         "office",
                         department);
}

void office_check_categories (const struct office_check *check)
{
    const struct categories *categories = check->office->categories;
    const struct yaml_marks *marks = check->marks->categories;
    struct ids hazards = ids_in (check, categories->hazards_count);
    for (size_t i = 0; i < categories->hazards_count; i++) {
        ids_take (check, &hazards, categories->hazards[i].id, marks,
                  office_pointer (check, "/hazards/%zu/id", i));
        check_department (check, categories->hazards[i].department,
                          office_pointer (check, "/hazards/%zu/department", i));
    }
    struct ids premises = ids_in (check, categories->premises_count);
    for (size_t i = 0; i < categories->premises_count; i++) {
        ids_take (check, &premises, categories->premises[i].id, marks,
                  office_pointer (check, "/premises/%zu/id", i));
        check_department (check, categories->premises[i].department,
                          office_pointer (check, "/premises/%zu/department", i));
    }
}
