/* campaign.yaml: that each expression names an anchor above it, that what begins ends, and that
   what is asked for is asked of somebody. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "office/campaign.h"
#include "office/moment.h"
#include "office/office_check.h"
#include <string.h>

static bool anchor_exists (const struct campaign *campaign, const char *id)
{
    for (size_t i = 0; i < campaign->anchors_count; i++)
        if (text_same (campaign->anchors[i].id, id))
            return true;
    return false;
}

/* The day that EXPRESSION names by the file alone; DAY_ABSENT: it waits, or is none, and then there
   is a complaint at POINTER. */
static day check_moment (const struct office_check *check, const char *expression, const char *name,
                         const char *pointer)
{
    const struct campaign *campaign = check->office->campaign;
    const struct anchored nothing = { .count = 0 };
    struct moment moment;
    if (!moment_parse (expression, check->arena, &moment)) {
        office_complain (
            check, check->marks->campaign, pointer,
            "%s: \"%s\" is no day: write 2020-11-30, or an anchor and an offset such as "
            "\"lantern - 3wd\" (d: days, wd: working days)",
            name, expression);
        return DAY_ABSENT;
    }
    if (moment.anchor && office_is_silent (campaign, check->marks->campaign, moment.anchor) &&
        !anchor_exists (campaign, moment.anchor)) {
        office_complain (check, check->marks->campaign, pointer,
                         "%s: \"%s\" is not one of the anchors", name, moment.anchor);
        return DAY_ABSENT;
    }
    if (!check->office->calendar || campaign->from == DAY_ABSENT)
        return DAY_ABSENT;
    return office_moment (check->office, expression, &nothing, campaign->from, check->arena, NULL);
}

/* An end that could not be read leaves nothing out. */
static bool is_outside (const struct campaign *campaign, day date)
{
    return date < campaign->from || (campaign->to != DAY_ABSENT && date > campaign->to);
}

/* A day of the campaign on which the anchor that FROM and TO both hang on would turn them round, so
   that nobody could resolve it to that day; DAY_ABSENT: there is none. */
static day turns_round (const struct office_check *check, const char *from, const char *to)
{
    const struct office *office = check->office;
    const struct campaign *campaign = office->campaign;
    struct moment first, last;
    if (!office->calendar || campaign->from == DAY_ABSENT || campaign->to == DAY_ABSENT ||
        !moment_parse (from, check->arena, &first) || !moment_parse (to, check->arena, &last) ||
        !first.anchor || !text_same (first.anchor, last.anchor))
        return DAY_ABSENT;
    for (day date = campaign->from; date <= campaign->to; date++)
        if (moment_day (&last, date, office->calendar, campaign->from) <
            moment_day (&first, date, office->calendar, campaign->from))
            return date;
    return DAY_ABSENT;
}

/* FROM and TO of the thing at POINTER; each DAY_ABSENT when it is not known. */
static struct window_days check_period (const struct office_check *check, const char *from,
                                        const char *to, const char *pointer)
{
    const struct campaign *campaign = check->office->campaign;
    const struct yaml_marks *marks = check->marks->campaign;
    day first = check_moment (check, from, "from", office_pointer (check, "%s/from", pointer));
    day last = check_moment (check, to, "to", office_pointer (check, "%s/to", pointer));
    if (first != DAY_ABSENT && is_outside (campaign, first))
        office_complain (check, marks, office_pointer (check, "%s/from", pointer),
                         "from: lies outside the campaign");
    if (last != DAY_ABSENT && is_outside (campaign, last))
        office_complain (check, marks, office_pointer (check, "%s/to", pointer),
                         "to: lies outside the campaign");
    if (first != DAY_ABSENT && last != DAY_ABSENT && last < first)
        office_complain (check, marks, office_pointer (check, "%s/to", pointer),
                         "to: lies before from");
    day turned =
        first == DAY_ABSENT && last == DAY_ABSENT ? turns_round (check, from, to) : DAY_ABSENT;
    if (turned != DAY_ABSENT) {
        char date[DAY_TEXT_SIZE];
        office_complain (check, marks, office_pointer (check, "%s/to", pointer),
                         "to: lies before from when their anchor is on %s",
                         day_text (turned, date));
    }
    return (struct window_days){ first, last, NULL };
}

/* One phase after the other: they may share the day on which one ends and the next begins (the
   plan's 30 November), and leave none out between them. */
static void check_follows (const struct office_check *check, const struct window_days *before,
                           const struct window_days *days, const char *phase, const char *pointer)
{
    const char *place = office_pointer (check, "%s/from", pointer);
    const struct yaml_marks *marks = check->marks->campaign;
    if (days->first == DAY_ABSENT)
        return;
    if (before->first != DAY_ABSENT && days->first < before->first)
        office_complain (check, marks, place, "from: lies before that of the phase \"%s\" above",
                         phase);
    else if (before->last != DAY_ABSENT && days->first < before->last)
        office_complain (check, marks, place,
                         "from: the phase \"%s\" above goes on after it; they may share one day",
                         phase);
    else if (before->last != DAY_ABSENT && days->first > before->last + 1)
        office_complain (check, marks, place, "from: leaves out days after the phase \"%s\" above",
                         phase);
}

static void check_phases (const struct office_check *check)
{
    const struct campaign *campaign = check->office->campaign;
    struct ids ids = ids_in (check, campaign->phases_count);
    struct window_days before = { DAY_ABSENT, DAY_ABSENT, NULL };
    for (size_t i = 0; i < campaign->phases_count; i++) {
        const struct campaign_phase *phase = &campaign->phases[i];
        const char *pointer = office_pointer (check, "/phases/%zu", i);
        ids_take (check, &ids, phase->id, check->marks->campaign,
                  office_pointer (check, "%s/id", pointer));
        const struct window_days days = check_period (
            check, office_phase_from (campaign, phase, check->arena), phase->to, pointer);
        if (i > 0)
            check_follows (check, &before, &days, campaign->phases[i - 1].id, pointer);
        before = days;
    }
}

static void check_premises (const struct office_check *check, const char *const *categories,
                            size_t count, const char *pointer)
{
    for (size_t i = 0; i < count; i++)
        if (office_says_no_category (check, categories[i]) &&
            !office_premises_category (check->office, categories[i]))
            office_complain (check, check->marks->campaign,
                             office_pointer (check, "%s/premises/%zu", pointer, i),
                             "premises: \"%s\" is not a category of premises", categories[i]);
}

/* That somebody owes it, each once, and that it is the record of a meeting there is. */
static void check_owed (const struct office_check *check, const struct campaign_deliverable *wanted,
                        const char *pointer)
{
    struct ids of = ids_in (check, wanted->of_count);
    if (wanted->of_count == 0 && wanted->premises_count == 0)
        office_complain (check, check->marks->campaign, pointer,
                         "%s: nobody is asked for it; give of, or premises", wanted->id);
    check_premises (check, wanted->premises, wanted->premises_count, pointer);
    for (size_t i = 0; i < wanted->of_count; i++) {
        const char *place = office_pointer (check, "%s/of/%zu", pointer, i);
        if (choice_value (owed_by_choices(), wanted->of[i]) == 0)
            office_complain (check, check->marks->campaign, place,
                             "of: \"%s\" is none of communities, departments, office",
                             wanted->of[i]);
        else
            ids_take (check, &of, wanted->of[i], check->marks->campaign, place);
    }
    if (wanted->meeting &&
        office_is_silent (check->office->campaign, check->marks->campaign, wanted->meeting) &&
        !office_meeting (check->office, wanted->meeting))
        office_complain (check, check->marks->campaign,
                         office_pointer (check, "%s/meeting", pointer),
                         "meeting: \"%s\" is not one of the meetings", wanted->meeting);
}

static void check_deliverables (const struct office_check *check)
{
    const struct campaign *campaign = check->office->campaign;
    struct ids ids = ids_in (check, campaign->deliverables_count);
    for (size_t i = 0; i < campaign->deliverables_count; i++) {
        const char *pointer = office_pointer (check, "/deliverables/%zu", i);
        ids_take (check, &ids, campaign->deliverables[i].id, check->marks->campaign,
                  office_pointer (check, "%s/id", pointer));
        const char *last = office_due (campaign, &campaign->deliverables[i]);
        day due = last
                      ? check_moment (check, last, "due", office_pointer (check, "%s/due", pointer))
                      : DAY_ABSENT;
        const char *from = campaign->deliverables[i].from;
        day asked =
            from ? check_moment (check, from, "from", office_pointer (check, "%s/from", pointer))
                 : DAY_ABSENT;
        if (asked != DAY_ABSENT && due != DAY_ABSENT && due < asked)
            office_complain (check, check->marks->campaign,
                             office_pointer (check, "%s/from", pointer),
                             "from: lies after due; nothing could be handed in in time");
        if (from && campaign->deliverables[i].premises_count > 0)
            office_complain (check, check->marks->campaign,
                             office_pointer (check, "%s/from", pointer),
                             "from: is for what parties hand in, not premises");
        if (due != DAY_ABSENT && is_outside (campaign, due))
            office_complain (check, check->marks->campaign,
                             office_pointer (check, "%s/due", pointer),
                             "due: lies outside the campaign; nothing is asked for then");
        check_owed (check, &campaign->deliverables[i], pointer);
    }
}

static void check_window (const struct office_check *check, const struct campaign_window *window,
                          const char *pointer)
{
    const struct office *office = check->office;
    check_period (check, window->from, window->to, pointer);
    if (window->checklist &&
        office_is_silent (office->checklists, check->marks->checklists, window->checklist) &&
        !office_checklist (office, window->checklist))
        office_complain (check, check->marks->campaign,
                         office_pointer (check, "%s/checklist", pointer),
                         "checklist: \"%s\" is not in checklists.yaml", window->checklist);
    check_premises (check, window->premises, window->premises_count, pointer);
}

static void check_windows (const struct office_check *check)
{
    const struct campaign *campaign = check->office->campaign;
    struct ids ids = ids_in (check, campaign->windows_count);
    for (size_t i = 0; i < campaign->windows_count; i++) {
        const char *pointer = office_pointer (check, "/windows/%zu", i);
        ids_take (check, &ids, campaign->windows[i].id, check->marks->campaign,
                  office_pointer (check, "%s/id", pointer));
        check_window (check, &campaign->windows[i], pointer);
    }
}

static void check_meetings (const struct office_check *check)
{
    const struct campaign *campaign = check->office->campaign;
    struct ids ids = ids_in (check, campaign->meetings_count);
    for (size_t i = 0; i < campaign->meetings_count; i++)
        ids_take (check, &ids, campaign->meetings[i].id, check->marks->campaign,
                  office_pointer (check, "/meetings/%zu/id", i));
}

/* What people dial: with fewer than three digits it is none. */
static bool is_telephone (const char *number)
{
    size_t digits = 0;
    for (const char *c = number; *c; c++)
        digits += *c >= '0' && *c <= '9';
    return digits >= 3 && number[strspn (number, "0123456789+-() ")] == '\0';
}

/* S20: a section that says nothing was forgotten, not left out. */
static void check_screen (const struct office_check *check)
{
    const struct campaign_screen *screen = check->office->campaign->screen;
    const struct yaml_marks *marks = check->marks->campaign;
    if (!screen)
        return;
    if (screen->slogans_count == 0 && screen->advice_count == 0 && !screen->telephone &&
        !yaml_lacks (marks, "/screen"))
        office_complain (check, marks, "/screen",
                         "screen: says nothing; give slogans, advice or telephone, or leave it "
                         "out");
    if (screen->telephone && !is_telephone (screen->telephone->number))
        office_complain (check, marks, "/screen/telephone/number",
                         "number: \"%s\" is no telephone number: digits, and + - ( ) between them",
                         screen->telephone->number);
}

void office_check_campaign (const struct office_check *check)
{
    const struct campaign *campaign = check->office->campaign;
    const struct yaml_marks *marks = check->marks->campaign;
    if (campaign->to != DAY_ABSENT && campaign->to < campaign->from)
        office_complain (check, marks, "/to", "to: lies before from");
    struct ids anchors = ids_in (check, campaign->anchors_count);
    for (size_t i = 0; i < campaign->anchors_count; i++) {
        ids_take (check, &anchors, campaign->anchors[i].id, marks,
                  office_pointer (check, "/anchors/%zu/id", i));
        if (campaign->anchors[i].lunar && campaign->anchors[i].yearly)
            office_complain (check, marks, office_pointer (check, "/anchors/%zu/yearly", i),
                             "yearly: a lunar day is another day each year; give one of them");
    }
    check_phases (check);
    check_deliverables (check);
    check_windows (check);
    check_meetings (check);
    check_screen (check);
}
