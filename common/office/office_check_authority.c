/* What must hold in authority.yaml: nobody finds out on the day of an order that its row means
   nothing. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "office/authority.h"
#include "office/office_check.h"
#include <inttypes.h>

static void complain (const struct office_check *check, const char *pointer, const char *sentence)
{
    office_complain (check, check->marks->authority, pointer, "%s", sentence);
}

static void check_outside (const struct office_check *check, const char *party, const char *pointer)
{
    if (office_says_no_party (check, party) && office_role (check->office, party) != role_outside)
        office_complain (check, check->marks->authority, pointer,
                         "\"%s\" is no party under `outside` of organisation.yaml", party);
}

/* ---- rows ---- */

static void check_power (const struct office_check *check, const struct authority_row *row,
                         const char *pointer)
{
    const char *at = office_pointer (check, "%s/party", pointer);
    bool named = row->power == power_refer || row->power == power_commissioned;
    if (named && !row->party)
        complain (check, office_pointer (check, "%s/power", pointer),
                  "power: refer and commissioned name the `party` to whom, or in whose name");
    else if (!named && row->party)
        complain (check, at, "party: a power of our own names nobody else");
    else if (named)
        check_outside (check, row->party, at);
    if (row->instrument == instrument_sealing && row->power != power_own &&
        row->power != power_refer)
        complain (check, office_pointer (check, "%s/power", pointer),
                  "power: sealing can be neither delegated nor commissioned (行政强制法 17)");
}

/* 消防法 70 speaks of 责令停产停业 alone, and of who decides on it instead. */
static void check_effect (const struct office_check *check, const struct authority_row *row,
                          const char *pointer)
{
    if (!row->large_effect)
        return;
    if (row->instrument != instrument_suspension)
        complain (check, office_pointer (check, "%s/large_effect", pointer),
                  "large_effect: only a suspension is weighed by its effect (消防法 70)");
    else if (row->power != power_refer)
        complain (check, office_pointer (check, "%s/power", pointer),
                  "power: a suspension whose effect is large is decided by the government of the "
                  "same level (消防法 70): refer, and name it as `party`");
}

/* An order by a power of ours needs what is to be kept to: without a safeguard it would be issued
   without inspectors, notice and hearing. */
static void check_guarded (const struct office_check *check, const struct authority_row *row,
                           const char *pointer)
{
    const char *instrument = choice_word (instrument_choices(), (int)row->instrument);
    bool all_are_read = !yaml_lacks (check->marks->authority, "/safeguards");
    if (all_are_read && row->power != power_refer &&
        !authority_safeguard (check->office, row->instrument, row->from))
        office_complain (check, check->marks->authority,
                         office_pointer (check, "%s/instrument", pointer),
                         "no entry of `safeguards` for %s is in effect when this row begins; say "
                         "what such an order must keep to",
                         instrument);
}

static bool row_is_unconditional (const struct authority_row *row)
{
    return row->issues_count == 0 && row->communities_count == 0 && row->to == NUMBER_ABSENT;
}

/* A row about large effects leaves the others, a power of ours leaves the large ones. */
static bool speaks_of_its_effect (const struct authority_row *earlier,
                                  const struct authority_row *row)
{
    return row->large_effect ? earlier->large_effect || earlier->power == power_refer
                             : !earlier->large_effect;
}

static void check_reached (const struct office_check *check, size_t index, const char *pointer)
{
    const struct authority_row *rows = check->office->authority->rows;
    for (size_t i = 0; i < index; i++)
        if (rows[i].instrument == rows[index].instrument && row_is_unconditional (&rows[i]) &&
            speaks_of_its_effect (&rows[i], &rows[index]) && rows[i].from <= rows[index].from) {
            complain (check, pointer, "an earlier row already speaks of all this one does");
            return;
        }
}

static void check_row (const struct office_check *check, size_t index)
{
    const struct authority_row *row = &check->office->authority->rows[index];
    const char *pointer = office_pointer (check, "/rows/%zu", index);
    for (size_t i = 0; i < row->issues_count; i++)
        if (office_says_no_category (check, row->issues[i]) &&
            !office_hazard_category (check->office, row->issues[i]))
            office_complain (check, check->marks->authority,
                             office_pointer (check, "%s/issues/%zu", pointer, i),
                             "\"%s\" is no hazard category of categories.yaml", row->issues[i]);
    for (size_t i = 0; i < row->communities_count; i++)
        if (office_says_no_party (check, row->communities[i]) &&
            !office_is_community (check->office, row->communities[i]))
            office_complain (check, check->marks->authority,
                             office_pointer (check, "%s/communities/%zu", pointer, i),
                             "\"%s\" is no community of organisation.yaml", row->communities[i]);
    if (row->to != NUMBER_ABSENT && row->to < row->from)
        complain (check, office_pointer (check, "%s/to", pointer), "to: lies before `from`");
    check_power (check, row, pointer);
    check_effect (check, row, pointer);
    check_guarded (check, row, pointer);
    check_reached (check, index, pointer);
}

/* ---- safeguards and clocks ---- */

/* The present text of 行政处罚法 63, 64: five working days to ask for a hearing; the one of 2017,
   article 42, gave three. */
static int64_t hearing_min (const struct authority *authority, size_t index)
{
    enum { SINCE_2021_07_15 = 5, BEFORE = 3 };
    const day changed = day_from (2021, 7, 15);
    const struct safeguard *list = authority->safeguards;
    bool replaced = false; /* by then */
    for (size_t i = 0; i < authority->safeguards_count; i++)
        replaced |= list[i].instrument == list[index].instrument &&
                    list[i].effective > list[index].effective && list[i].effective <= changed;
    return replaced ? BEFORE : SINCE_2021_07_15;
}

static void check_hearing (const struct office_check *check, size_t index, const char *pointer)
{
    enum { NOTICE_MIN = 7 };
    const struct safeguard *safeguard = &check->office->authority->safeguards[index];
    int64_t least = hearing_min (check->office->authority, index);
    if (safeguard->hearing_working_days != NUMBER_ABSENT && safeguard->hearing_working_days < least)
        office_complain (check, check->marks->authority,
                         office_pointer (check, "%s/hearing_working_days", pointer),
                         "hearing_working_days: a hearing may be asked for within %" PRId64
                         " working days at least (行政处罚法 64: five from 2021-07-15, three "
                         "before)",
                         least);
    if (safeguard->hearing_notice_working_days != NUMBER_ABSENT &&
        safeguard->hearing_notice_working_days < NOTICE_MIN)
        complain (check, office_pointer (check, "%s/hearing_notice_working_days", pointer),
                  "hearing_notice_working_days: a hearing is announced seven working days before "
                  "at least (行政处罚法 64)");
}

/* What the law itself asks of an instrument: no street may set less. */
static void check_law (const struct office_check *check, size_t index)
{
    enum { SEALING_DAYS_MAX = 30, INSPECTORS_MIN = 2 };
    const struct safeguard *safeguard = &check->office->authority->safeguards[index];
    const char *pointer = office_pointer (check, "/safeguards/%zu", index);
    bool hearing = safeguard->hearing_working_days != NUMBER_ABSENT &&
                   safeguard->hearing_notice_working_days != NUMBER_ABSENT;
    if (safeguard->instrument == instrument_suspension && !hearing)
        complain (
            check, pointer,
            "a suspension is preceded by a hearing, if the unit asks (行政处罚法 63, 64): give "
            "hearing_working_days and hearing_notice_working_days");
    check_hearing (check, index, pointer);
    if (safeguard->inspectors != NUMBER_ABSENT && safeguard->inspectors < INSPECTORS_MIN)
        complain (check, office_pointer (check, "%s/inspectors", pointer),
                  "inspectors: two at least (行政处罚法 42, 行政强制法 18)");
    if (safeguard->instrument != instrument_sealing)
        return;
    if (safeguard->calendar_days == NUMBER_ABSENT)
        complain (check, pointer,
                  "a sealing has an end (行政强制法 25): give calendar_days, 30 at most");
    else if (safeguard->calendar_days > SEALING_DAYS_MAX)
        complain (
            check, office_pointer (check, "%s/calendar_days", pointer),
            "calendar_days: a sealing lasts 30 days at most (行政强制法 25); it may be renewed");
    if (!safeguard->coercive || !safeguard->inventory)
        complain (
            check, pointer,
            "a sealing is coercive, and what is sealed is listed (行政强制法 24, 43): both are "
            "true");
}

static void check_safeguard (const struct office_check *check, size_t index)
{
    const struct safeguard *list = check->office->authority->safeguards;
    for (size_t i = 0; i < index; i++)
        if (list[i].instrument == list[index].instrument &&
            list[i].effective <= list[index].effective)
            complain (check, office_pointer (check, "/safeguards/%zu/effective", index),
                      "effective: the newest of an instrument stands first");
    const struct safeguard *safeguard = &list[index];
    if (safeguard->renewal_days != NUMBER_ABSENT &&
        (safeguard->calendar_days == NUMBER_ABSENT ||
         safeguard->renewal_days > safeguard->calendar_days))
        complain (check, office_pointer (check, "/safeguards/%zu/renewal_days", index),
                  "renewal_days: a part of `calendar_days`, which it is given with");
}

static void check_clock (const struct office_check *check, size_t index)
{
    const struct authority *authority = check->office->authority;
    const struct referral_clock *clock = &authority->clocks[index];
    const char *pointer = office_pointer (check, "/clocks/%zu", index);
    int lengths = (clock->hours != NUMBER_ABSENT) + (clock->working_days != NUMBER_ABSENT) +
                  (clock->calendar_days != NUMBER_ABSENT);
    bool conditional = clock->party || clock->instrument != instrument_absent || clock->on_the_spot;
    if (lengths != 1)
        complain (check, pointer, "give exactly one of hours, working_days, calendar_days");
    if (clock->party)
        check_outside (check, clock->party, office_pointer (check, "%s/party", pointer));
    bool last_is_read = !yaml_lacks (check->marks->authority, "/clocks");
    if (last_is_read && conditional == (index + 1 == authority->clocks_count))
        complain (
            check, pointer,
            "the last clock, and it alone, has neither party nor instrument nor on_the_spot: it is "
            "everybody else's");
}

/* 行政强制法 43 leaves its hours open; what another law calls night is the least. */
static void check_night (const struct office_check *check)
{
    enum { NOON = 12, FROM_MAX = 22, TO_MIN = 6 };
    const struct night *night = check->office->authority->night;
    if (!night || night->from == NUMBER_ABSENT || night->to == NUMBER_ABSENT)
        return; /* said already */
    if (night->from <= NOON || night->from > FROM_MAX)
        complain (check, "/night/from",
                  "from: a night begins in the evening, at 22 or before (环境噪声污染防治法 63: "
                  "22:00 to 06:00)");
    if (night->to < TO_MIN || night->to >= NOON)
        complain (check, "/night/to",
                  "to: a night ends in the morning, at 6 or after (环境噪声污染防治法 63: 22:00 to "
                  "06:00)");
}

void office_check_authority (const struct office_check *check)
{
    const struct authority *authority = check->office->authority;
    for (size_t i = 0; i < authority->rows_count; i++)
        check_row (check, i);
    for (size_t i = 0; i < authority->safeguards_count; i++) {
        check_safeguard (check, i);
        check_law (check, i);
    }
    for (size_t i = 0; i < authority->clocks_count; i++)
        check_clock (check, i);
    check_night (check);
    if (authority->otherwise)
        check_outside (check, authority->otherwise, "/otherwise");
}
