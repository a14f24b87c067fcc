/* due, calendar: when a clock runs out and why, from the configuration alone; nothing needs to run.
 */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/text.h"
#include "calendar/clock.h"
#include "firewarden/cli.h"
#include "frame/clocks.h"
#include "office/office.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct asked {
    const char *clock, *category;
    enum severity severity;
    bool urgent;
    int64_t length; /* 0: as the policy has it */
    enum clock_kind kind;
    instant from;
    day known;
};

static const struct {
    const char *option;
    enum clock_kind kind;
} lengths[] = { { "--working-days", clock_working_days },
                { "--days", clock_calendar_days },
                { "--calendar-days", clock_calendar_days },
                { "--hours", clock_hours } };

static bool take_length (struct asked *asked, const char *option, const char *value)
{
    for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++)
        if (strcmp (option, lengths[i].option) == 0) {
            asked->kind = lengths[i].kind;
            return read_whole (value, 1, CLOCK_LENGTH_MAX, &asked->length);
        }
    return false;
}

static bool take_option (struct asked *asked, const char *option, const char *value)
{
    if (strcmp (option, "--known") == 0)
        return day_parse (value, &asked->known);
    if (strcmp (option, "--category") == 0) {
        asked->category = value;
        return true;
    }
    if (strcmp (option, "--severity") == 0) {
        asked->severity = (enum severity)choice_value (severity_choices(), value);
        return asked->severity != severity_absent;
    }
    return take_length (asked, option, value);
}

/* False: *wrong is the word that is no good. */
static bool read_words (struct asked *asked, int count, char **words, const char **wrong)
{
    day date;
    *wrong = count < 2
                 ? "CLOCK and FROM are both needed"
                 : "FROM must be a day that there is, like 2021-02-10, or a time with its zone";
    if (count < 2)
        return false;
    asked->clock = words[0];
    if (day_parse (words[1], &date))
        asked->from = day_start (date);
    else if (!instant_parse (words[1], &asked->from))
        return false;
    for (int i = 2; i < count; i++) {
        *wrong = words[i];
        if (strcmp (words[i], "--urgent") == 0)
            asked->urgent = true;
        else if (i + 1 == count || !take_option (asked, words[i], words[i + 1]))
            return false;
        else
            i++;
    }
    return true;
}

static bool plain_clock (struct asked *asked)
{
    static const struct {
        const char *name;
        enum clock_kind kind;
    } plain[] = { { "working_days", clock_working_days },
                  { "calendar_days", clock_calendar_days },
                  { "hours", clock_hours } };
    for (size_t i = 0; i < sizeof plain / sizeof *plain; i++)
        if (strcmp (asked->clock, plain[i].name) == 0) {
            asked->kind = plain[i].kind; /* N may come by any of the options */
            return true;
        }
    return false;
}

/* False: no clock of that name, or no length; said on stderr. */
static bool find_rule (const struct office *office, struct asked *asked, struct clock_rule *rule)
{
    const struct clock_policy *clock = office_clock (office, asked->clock);
    if (plain_clock (asked)) {
        *rule = (struct clock_rule){ .kind = asked->kind, .length = asked->length };
        if (asked->length == 0)
            fprintf (stderr, "firewarden: how many? --working-days N\n");
        return asked->length > 0;
    }
    if (!clock) {
        fprintf (stderr, "firewarden: there is no clock `%s`; the policy has:", asked->clock);
        for (size_t i = 0; i < office->policy->clocks_count; i++)
            fprintf (stderr, " %s", office->policy->clocks[i].id);
        fprintf (stderr, ", and working_days, calendar_days, hours\n");
        return false;
    }
    const struct clock_rule_row *row =
        office_clock_rule (clock, &(struct clock_case){ .category = asked->category,
                                                        .severity = asked->severity,
                                                        .urgent = asked->urgent,
                                                        .on = day_of (asked->from) });
    *rule = office_counts_by (row);
    if (asked->length > 0)
        *rule = (struct clock_rule){ .kind = asked->kind,
                                     .length = asked->length,
                                     .moved_from_holiday = !row->longest,
                                     .source = clock->name };
    return true;
}

static const struct office *read_office (const struct cli *cli)
{
    struct refusals refusals = refusals_in (cli->arena);
    const struct office *office = office_read (cli->config, cli->arena, &refusals);
    for (size_t i = 0; i < refusals.count; i++)
        fprintf (stderr, "%s: %s\n", refusals.list[i].path, refusals.list[i].sentence);
    return office;
}

int command_due (const struct cli *cli, int count, char **words)
{
    const char *wrong;
    struct asked asked = { .known = day_of (clocks_wall()) };
    if (!read_words (&asked, count, words, &wrong))
        return wrong_usage (
            arena_format (cli->arena,
                          "due CLOCK FROM [--working-days N] [--known DATE] [--category C] "
                          "[--severity S] [--urgent]: %s",
                          wrong));
    const struct office *office = read_office (cli);
    struct clock_rule rule;
    if (!office || !find_rule (office, &asked, &rule))
        return EXIT_REFUSED;
    struct clock_end end = clock_run (office->calendar, &rule, asked.from, asked.known, cli->arena);
    char due[INSTANT_TEXT_SIZE];
    struct text text = text_in (cli->arena);
    clock_explain (&rule, asked.from, &end, cli->chinese, &text);
    printf ("%s\n%s", instant_text (end.due, due), text.bytes);
    return EXIT_DONE;
}

int command_calendar (const struct cli *cli, int count, char **words)
{
    int64_t asked;
    if (count != 1 || !read_whole (words[0], 2000, 2199, &asked))
        return wrong_usage ("calendar YEAR (2000 to 2199)");
    const int year = (int)asked;
    const struct office *office = read_office (cli);
    if (!office)
        return EXIT_REFUSED;
    day known = day_of (clocks_wall());
    for (day d = day_from (year, 1, 1); d <= day_from (year, 12, 31); d++) {
        struct workday workday = workday_on (office->calendar, d, known);
        char text[DAY_TEXT_SIZE];
        if (workday.marked)
            printf ("%s %s %s\n", day_text (d, text),
                    workday.works ? say (cli, "worked", "上班") : say (cli, "off", "放假"),
                    workday.holiday);
    }
    if (workday_on (office->calendar, day_from (year, 6, 15), known).provisional)
        printf ("%s\n", say (cli, "not announced yet: weekdays only, provisional",
                             "尚未公布，暂按星期推算"));
    return EXIT_DONE;
}
