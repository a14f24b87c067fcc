/* clone: the campaign's file for another year (S0). Its dates move by whole years, line by line, so
   that the comments stay; the day of a lunar anchor, which no shift of years gives, is taken out,
   and what hangs on it waits until it is written in or resolved. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "firewarden/cli.h"
#include "office/office.h"
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { DATE_CHARACTERS = 10, YEARS_MAX = 100 };

static bool is_date (const char *text, int *year, int *month, int *dom)
{
    static const char pattern[] = "dddd-dd-dd";
    for (int i = 0; i < DATE_CHARACTERS; i++)
        if (pattern[i] == 'd' ? text[i] < '0' || text[i] > '9' : text[i] != '-')
            return false;
    return sscanf (text, "%4d-%2d-%2d", year, month, dom) == 3;
}

/* 29 February becomes the 28th where there is none. */
static void print_shifted (int year, int month, int dom, int years)
{
    char text[DAY_TEXT_SIZE];
    day shifted = day_from (year + years, month, dom);
    int as_year, as_month, as_dom;
    day_split (shifted, &as_year, &as_month, &as_dom);
    fputs (day_text (as_month == month ? shifted : shifted - as_dom, text), stdout);
}

/* "id: winter-2020": the year in it moves too; an id without one gets "-1" behind it. */
static void print_id (const char *line, int years)
{
    size_t length = strcspn (line, "\r\n");
    size_t digits = 0;
    while (digits < length && line[length - 1 - digits] >= '0' && line[length - 1 - digits] <= '9')
        digits++;
    if (digits == 4)
        printf ("%.*s%ld\n", (int)(length - 4), line, strtol (line + length - 4, NULL, 10) + years);
    else
        printf ("%.*s-%d\n", (int)length, line, years);
}

static void print_line (const char *line, int years)
{
    bool comment = line[strspn (line, " ")] == '#';
    const char *cut = !comment && strstr (line, "lunar: true") ? strstr (line, ", date:") : NULL;
    if (strncmp (line, "id: ", 4) ==
        0) { /* another campaign: what was opened under the old id stays its own */
        print_id (line, years);
        return;
    }
    for (const char *c = line; *c;) {
        int year, month, dom;
        if (c == cut) /* ", date: 2021-02-12" */
            c += strlen (", date: ") + DATE_CHARACTERS;
        else if (!comment && is_date (c, &year, &month, &dom)) {
            print_shifted (year, month, dom, years);
            c += DATE_CHARACTERS;
        } else
            putchar (*c++);
    }
}

/* Only what is sound is cloned. */
static bool is_sound (const struct cli *cli)
{
    struct refusals refusals = refusals_in (cli->arena);
    const struct office *office = office_read (cli->config, cli->arena, &refusals);
    for (size_t i = 0; i < refusals.count; i++)
        fprintf (stderr, "%s: %s\n", refusals.list[i].path, refusals.list[i].sentence);
    return office != NULL;
}

int command_clone (const struct cli *cli, int count, char **words)
{
    char *end = NULL, *line = NULL;
    size_t size = 0;
    long years = count == 1 ? strtol (words[0], &end, 10) : 0;
    if (count != 1 || *end || years < 1 || years > YEARS_MAX)
        return wrong_usage ("clone YEARS (1 to 100) > campaign.yaml of the new configuration");
    if (!is_sound (cli))
        return EXIT_REFUSED;
    const char *path = arena_format (cli->arena, "%s/campaign.yaml", cli->config);
    FILE *file = fopen (path, "re");
    if (!file) {
        fprintf (stderr, "firewarden: %s: %s\n", path, strerror (errno));
        return EXIT_USAGE;
    }
    while (getline (&line, &size, file) > 0)
        print_line (line, (int)years);
    free (line);
    fclose (file);
    return EXIT_DONE;
}
