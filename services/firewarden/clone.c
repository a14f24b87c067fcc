/* clone: the campaign's file for another year (S0). What is changed stands where the file was read
   to have it (record/yaml_marks.h): the id, the days, and nothing else, so that comments, titles
   and the hand of who wrote it stay. The day of an anchor moves when it is the same each year;
   every other is taken out, and what hangs on it waits until it is written in or resolved. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "firewarden/cli.h"
#include "office/office.h"
#include "record/yaml_marks.h"
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { DATE_CHARACTERS = 10, YEARS_MAX = 100, EDITS_MAX = 1000 };

/* In LINE, from the byte START on, SIZE bytes become TEXT; a whole line without any is left out. */
struct edit {
    size_t line, start, size;
    const char *text;
    bool drops_line;
};
struct cloning {
    const struct cli *cli;
    const struct yaml_marks *marks;
    const char **lines;
    size_t lines_count;
    int years;
    struct edit *edits;
    size_t count;
    const char *failed; /* why it cannot be; NULL: it can */
};

/* Of a value; that of its key was remembered after it. */
static const struct mark *mark_of (const struct cloning *cloning, const char *pointer)
{
    const struct mark *found = NULL;
    for (const struct mark *mark = cloning->marks->first; mark; mark = mark->next)
        if (strcmp (mark->pointer, pointer) == 0)
            found = mark;
    return found;
}

/* The byte at which character COLUMN (from 1) of LINE begins. */
static size_t byte_of (const char *line, size_t column)
{
    size_t byte = 0;
    for (size_t character = 1; character < column && line[byte]; character++)
        do
            byte++;
        while (((unsigned char)line[byte] & 0xc0) == 0x80);
    return byte;
}

static void change (struct cloning *cloning, size_t line, size_t start, size_t size,
                    const char *text)
{
    if (cloning->count < EDITS_MAX)
        cloning->edits[cloning->count++] =
            (struct edit){ .line = line, .start = start, .size = size, .text = text };
}

/* Where the value of POINTER begins, inside its quotes; NULL: it is not there. */
static const char *value_of (struct cloning *cloning, const char *pointer, size_t *line,
                             size_t *start)
{
    const struct mark *mark = mark_of (cloning, pointer);
    if (!mark || mark->line < 1 || mark->line > cloning->lines_count)
        return NULL;
    *line = mark->line - 1;
    *start = byte_of (cloning->lines[*line], mark->column);
    const char *value = cloning->lines[*line] + *start;
    bool quoted = *value == '"' || *value == '\'';
    *start += quoted;
    return value + quoted;
}

/* 29 February becomes the 28th where there is none. */
static const char *shifted (const char *date, int years, struct arena *arena)
{
    char text[DAY_TEXT_SIZE];
    int year, month, dom, as_year, as_month, as_dom;
    day before = DAY_ABSENT;
    if (!day_parse (arena_copy (arena, date, DATE_CHARACTERS), &before))
        return NULL;
    day_split (before, &year, &month, &dom);
    day after = day_from (year + years, month, dom);
    day_split (after, &as_year, &as_month, &as_dom);
    return arena_format (arena, "%s", day_text (as_month == month ? after : after - as_dom, text));
}

/* A day, or an expression that begins with one. */
static void shift (struct cloning *cloning, const char *pointer)
{
    size_t line, start;
    const char *value = value_of (cloning, pointer, &line, &start);
    if (!value || strlen (value) < DATE_CHARACTERS)
        return;
    const char *date = shifted (value, cloning->years, cloning->cli->arena);
    if (date)
        change (cloning, line, start, DATE_CHARACTERS, date);
}

/* The year that ends it moves; an id without one gets the number of years behind it. */
static const char *next_id (const char *id, int years, struct arena *arena)
{
    enum { YEAR_DIGITS = 4 };
    size_t length = strlen (id), digits = 0;
    while (digits < length && id[length - 1 - digits] >= '0' && id[length - 1 - digits] <= '9')
        digits++;
    if (digits != YEAR_DIGITS)
        return arena_format (arena, "%s-%d", id, years);
    return arena_format (arena, "%.*s%04ld", (int)(length - digits), id,
                         strtol (id + length - digits, NULL, 10) + years);
}

static void take_id (struct cloning *cloning, const char *id)
{
    size_t line, start;
    const char *value = value_of (cloning, "/id", &line, &start);
    const char *next = next_id (id, cloning->years, cloning->cli->arena);
    if (!value || strncmp (value, id, strlen (id)) != 0 || strcmp (next, id) == 0)
        cloning->failed = "id: write it on one line, as it is; the clone needs another one";
    else
        change (cloning, line, start, strlen (id), next);
}

/* Of "{…, date: 2021-02-12, …}" the member and the comma before it; of a line of its own, the line.
 */
static void take_out (struct cloning *cloning, const char *pointer)
{
    static const char key[] = "date";
    size_t line, start;
    const char *value = value_of (cloning, pointer, &line, &start);
    if (!value)
        return;
    const char *text = cloning->lines[line];
    bool quoted = start > 0 && (text[start - 1] == '"' || text[start - 1] == '\'');
    size_t end = start + DATE_CHARACTERS + quoted, begin = start - quoted;
    while (begin > 0 && text[begin - 1] != ',' && text[begin - 1] != '{')
        begin--;
    size_t first = strspn (text, " ");
    if (begin > 0 && text[begin - 1] == ',')
        change (cloning, line, begin - 1, end - begin + 1, "");
    else if (begin > 0 && text[end + strspn (text + end, " ")] == ',')
        change (cloning, line, begin, end + strspn (text + end, " ") + 1 - begin, "");
    else if (begin == 0 && strncmp (text + first, key, strlen (key)) == 0 &&
             cloning->count < EDITS_MAX)
        cloning->edits[cloning->count++] = (struct edit){ .line = line, .drops_line = true };
    else
        cloning->failed = arena_format (cloning->cli->arena,
                                        "%s: write the date behind the id and the name", pointer);
}

static void take_campaign (struct cloning *cloning, const struct campaign *campaign)
{
    struct arena *arena = cloning->cli->arena;
    take_id (cloning, campaign->id);
    shift (cloning, "/from");
    shift (cloning, "/to");
    for (size_t i = 0; i < campaign->anchors_count; i++) {
        const char *pointer = arena_format (arena, "/anchors/%zu/date", i);
        if (campaign->anchors[i].yearly)
            shift (cloning, pointer);
        else
            take_out (cloning, pointer);
    }
    for (size_t i = 0; i < campaign->phases_count; i++) {
        shift (cloning, arena_format (arena, "/phases/%zu/from", i));
        shift (cloning, arena_format (arena, "/phases/%zu/to", i));
    }
    for (size_t i = 0; i < campaign->deliverables_count; i++) {
        shift (cloning, arena_format (arena, "/deliverables/%zu/from", i));
        shift (cloning, arena_format (arena, "/deliverables/%zu/due", i));
    }
    for (size_t i = 0; i < campaign->windows_count; i++) {
        shift (cloning, arena_format (arena, "/windows/%zu/from", i));
        shift (cloning, arena_format (arena, "/windows/%zu/to", i));
    }
}

static const struct edit *edit_at (const struct cloning *cloning, size_t line, size_t byte)
{
    for (size_t i = 0; i < cloning->count; i++)
        if (cloning->edits[i].line == line &&
            (cloning->edits[i].drops_line || cloning->edits[i].start == byte))
            return &cloning->edits[i];
    return NULL;
}

static void print_line (const struct cloning *cloning, size_t line)
{
    const char *text = cloning->lines[line];
    for (size_t byte = 0; text[byte];) {
        const struct edit *edit = edit_at (cloning, line, byte);
        if (!edit) {
            putchar (text[byte++]);
            continue;
        }
        if (edit->drops_line)
            return;
        fputs (edit->text, stdout);
        byte += edit->size;
    }
    putchar ('\n');
}

static void read_lines (struct cloning *cloning, FILE *file)
{
    enum { LINES_MAX = 20000 };
    char *line = NULL;
    size_t size = 0;
    cloning->lines = arena_take (cloning->cli->arena, LINES_MAX * sizeof *cloning->lines);
    for (ssize_t length; (length = getline (&line, &size, file)) > 0;)
        if (cloning->lines_count < LINES_MAX)
            cloning->lines[cloning->lines_count++] =
                arena_copy (cloning->cli->arena, line, strcspn (line, "\r\n"));
    free (line);
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
    char *end = NULL;
    long years = count == 1 ? strtol (words[0], &end, 10) : 0;
    if (count != 1 || *end || years < 1 || years > YEARS_MAX)
        return wrong_usage ("clone YEARS (1 to 100) > campaign.yaml of the new configuration");
    if (!is_sound (cli))
        return EXIT_REFUSED;
    const char *path = arena_format (cli->arena, "%s/campaign.yaml", cli->config);
    struct refusals refusals = refusals_in (cli->arena);
    struct cloning cloning = { .cli = cli, .years = (int)years };
    const struct campaign *campaign =
        record_from_yaml_marked (campaign_record(), path, cli->arena, &refusals, &cloning.marks);
    FILE *file = fopen (path, "re");
    if (!file || !campaign) {
        fprintf (stderr, "firewarden: %s: %s\n", path, strerror (errno));
        return EXIT_USAGE;
    }
    read_lines (&cloning, file);
    fclose (file);
    cloning.edits = arena_take (cli->arena, EDITS_MAX * sizeof *cloning.edits);
    take_campaign (&cloning, campaign);
    if (cloning.failed) {
        fprintf (stderr, "%s: %s\n", path, cloning.failed);
        return EXIT_REFUSED;
    }
    for (size_t i = 0; i < cloning.lines_count; i++)
        print_line (&cloning, i);
    return EXIT_DONE;
}
