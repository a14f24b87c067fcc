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

/* ---- safeguards, what the law asks of them, and clocks ---- */

/* The day from which the newer edition of the same figure binds; DAY_ABSENT: it is the newest. */
static day bound_until (const struct authority *authority, size_t index)
{
    const struct law_bound *law = authority->law;
    day until = DAY_ABSENT;
    for (size_t i = 0; i < index; i++)
        if (law[i].figure == law[index].figure)
            until = law[i].effective; /* the last one that is newer */
    return until;
}

static bool is_most (enum law_figure figure)
{
    return figure == law_sealing_days || figure == law_night_from;
}

/* VALUE (NUMBER_ABSENT: none is said), in effect from the day FROM until UNTIL (DAY_ABSENT: until
   now), against each edition of the law that is in effect on one of those days. */
static void check_bounds (const struct office_check *check, enum law_figure figure, int64_t value,
                          day from, day until, const char *pointer)
{
    const struct authority *authority = check->office->authority;
    for (size_t i = 0; value != NUMBER_ABSENT && i < authority->law_count; i++) {
        const struct law_bound *law = &authority->law[i];
        day ends = bound_until (authority, i);
        bool meet =
            (until == DAY_ABSENT || law->effective < until) && (ends == DAY_ABSENT || from < ends);
        bool kept = is_most (figure) ? value <= law->bound : value >= law->bound;
        if (law->figure != figure || law->bound == NUMBER_ABSENT || !meet || kept)
            continue;
        office_complain (check, check->marks->authority, pointer, "%s: %" PRId64 " at %s (%s)",
                         choice_word (law_figure_choices(), (int)figure), law->bound,
                         is_most (figure) ? "most" : "least", law->source);
        return;
    }
}

static void check_law (const struct office_check *check)
{
    const struct authority *authority = check->office->authority;
    bool all_are_read = !yaml_lacks (check->marks->authority, "/law");
    bool given[law_night_to + 1] = { false };
    for (size_t i = 0; i < authority->law_count; i++) {
        day newer = bound_until (authority, i);
        given[authority->law[i].figure] = true;
        if (newer != DAY_ABSENT && newer <= authority->law[i].effective)
            complain (check, office_pointer (check, "/law/%zu/effective", i),
                      "effective: the newest of a figure stands first");
    }
    for (int figure = law_hearing_working_days; all_are_read && figure <= law_night_to; figure++)
        if (!given[figure])
            office_complain (check, check->marks->authority, "/law",
                             "law: no entry of %s; say what the law asks for, and which",
                             choice_word (law_figure_choices(), figure));
}

/* The day from which a newer entry of the same instrument is in effect; DAY_ABSENT: none is. */
static day safeguard_until (const struct authority *authority, size_t index)
{
    const struct safeguard *list = authority->safeguards;
    day until = DAY_ABSENT;
    for (size_t i = 0; i < authority->safeguards_count; i++)
        if (list[i].instrument == list[index].instrument &&
            list[i].effective > list[index].effective &&
            (until == DAY_ABSENT || list[i].effective < until))
            until = list[i].effective;
    return until;
}

/* No street may set less than the law does. */
static void check_figures (const struct office_check *check, size_t index)
{
    const struct safeguard *safeguard = &check->office->authority->safeguards[index];
    bool sealing = safeguard->instrument == instrument_sealing;
    const struct {
        enum law_figure figure;
        int64_t value;
        const char *field;
    } rows[] = {
        { law_hearing_working_days, safeguard->hearing_working_days, "hearing_working_days" },
        { law_hearing_notice_working_days, safeguard->hearing_notice_working_days,
          "hearing_notice_working_days" },
        { law_inspectors, safeguard->inspectors, "inspectors" },
        { law_sealing_days, sealing ? safeguard->calendar_days : NUMBER_ABSENT, "calendar_days" },
    };
    day until = safeguard_until (check->office->authority, index);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        check_bounds (check, rows[i].figure, rows[i].value, safeguard->effective, until,
                      office_pointer (check, "/safeguards/%zu/%s", index, rows[i].field));
}

/* What an instrument cannot be without. */
static void check_instrument (const struct office_check *check, size_t index)
{
    const struct safeguard *safeguard = &check->office->authority->safeguards[index];
    const char *pointer = office_pointer (check, "/safeguards/%zu", index);
    bool hearing = safeguard->hearing_working_days != NUMBER_ABSENT &&
                   safeguard->hearing_notice_working_days != NUMBER_ABSENT;
    if (safeguard->instrument == instrument_suspension && !hearing)
        complain (
            check, pointer,
            "a suspension is preceded by a hearing, if the unit asks (行政处罚法 63, 64): give "
            "hearing_working_days and hearing_notice_working_days");
    if (safeguard->instrument != instrument_sealing)
        return;
    if (safeguard->calendar_days == NUMBER_ABSENT)
        complain (check, pointer, "a sealing has an end (行政强制法 25): give calendar_days");
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

/* 行政强制法 43 leaves its hours open; what another law calls night is the least. It has no date:
   it keeps to every edition that is given. */
static void check_night (const struct office_check *check)
{
    enum { NOON = 12 };
    const struct night *night = check->office->authority->night;
    if (!night || night->from == NUMBER_ABSENT || night->to == NUMBER_ABSENT)
        return; /* said already */
    if (night->from <= NOON)
        complain (check, "/night/from", "from: a night begins in the evening");
    if (night->to >= NOON)
        complain (check, "/night/to", "to: a night ends in the morning");
    check_bounds (check, law_night_from, night->from, INT64_MIN, DAY_ABSENT, "/night/from");
    check_bounds (check, law_night_to, night->to, INT64_MIN, DAY_ABSENT, "/night/to");
}

void office_check_authority (const struct office_check *check)
{
    const struct authority *authority = check->office->authority;
    for (size_t i = 0; i < authority->rows_count; i++)
        check_row (check, i);
    for (size_t i = 0; i < authority->safeguards_count; i++) {
        check_safeguard (check, i);
        check_instrument (check, i);
        check_figures (check, i);
    }
    for (size_t i = 0; i < authority->clocks_count; i++)
        check_clock (check, i);
    check_law (check);
    check_night (check);
    if (authority->otherwise)
        check_outside (check, authority->otherwise, "/otherwise");
}
