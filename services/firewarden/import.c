/* import: a register of premises from a table file, row by row through the door like any other
   command. What is registered so already is left as it is, and so is what the table does not carry;
   every row that is refused is named with its line and why, and every column that is not taken. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/text.h"
#include "firewarden/cli.h"
#include "firewarden/headings.h"
#include "office/office.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PATIENCE_MS = 60000, BATCH_BYTES = 60 << 10, BATCH_ROWS = 200, PROGRESS_ROWS = 5000 };

/* A row of the batch; one that is refused here waits for those before it to be answered, so that
   lines are told in their order. */
struct waiting {
    size_t line;
    const char *path, *why; /* NULL: it is sent */
};

struct importing {
    const struct cli *cli;
    const struct office *office;
    struct client *client;
    const struct table_file *file;
    struct headings_found found;
    size_t *first; /* of each row: the one before that has its code; SIZE_MAX: none */
    struct text batch;
    struct waiting waiting[BATCH_ROWS];
    size_t batched, sent;
    size_t new_or_changed, unchanged, refused, done;
    bool unreachable;
};

/* ---- columns ---- */

static const struct import_headings *read_headings (const struct cli *cli)
{
    struct refusals refusals = refusals_in (cli->arena);
    const struct import_headings *headings = record_from_yaml (
        import_headings_record(), arena_format (cli->arena, "%s/import.yaml", cli->config),
        cli->arena, &refusals);
    for (size_t i = 0; i < refusals.count; i++)
        fprintf (stderr, "%s: %s\n", refusals.list[i].path, refusals.list[i].sentence);
    return headings;
}

static bool find_columns (struct importing *importing)
{
    const char *lacking;
    const struct import_headings *headings = read_headings (importing->cli);
    if (!headings)
        return false;
    if (!headings_find (headings, importing->file, &importing->found, &lacking)) {
        fprintf (stderr,
                 "firewarden: the column %s is missing in the first %d rows; config/import.yaml "
                 "lists what it may be called\n",
                 lacking, HEADING_ROWS);
        return false;
    }
    const struct table_row *head = &importing->file->rows[importing->found.row];
    for (size_t i = 0; i < head->count; i++)
        if (head->cells[i][0] && !headings_takes (&importing->found, i))
            printf ("%s %s\n", say (importing->cli, "not taken, the column", "未导入的列："),
                    head->cells[i]);
    return true;
}

/* "" when the row has no such cell. */
static const char *cell (const struct importing *importing, const struct table_row *row,
                         enum import_field field)
{
    size_t place = importing->found.place[field];
    return place < row->count ? row->cells[place] : "";
}

/* People write names where the register has ids; either is taken. */
static const char *id_of_party (const struct party *list, size_t count, const char *text)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp (list[i].name, text) == 0)
            return list[i].id;
    return text;
}

static const char *id_of_department (const struct organisation *organisation, const char *text)
{
    return strcmp (organisation->office->name, text) == 0
               ? organisation->office->id
               : id_of_party (organisation->departments, organisation->departments_count, text);
}

static const char *id_of_category (const struct office *office, const char *text)
{
    const struct categories *categories = office->categories;
    for (size_t i = 0; i < categories->premises_count; i++)
        if (strcmp (categories->premises[i].name, text) == 0)
            return categories->premises[i].id;
    return text;
}

/* ---- a row as a command ---- */

static void put_member (struct text *data, const char *name, const char *words)
{
    if (!words[0])
        return;
    text_format (data, "%s\"%s\":", data->length > 1 ? "," : "", name);
    text_put_json (data, words);
}

/* Parted by 、 ; ； , / or |. */
static void put_categories (const struct importing *importing, const char *cell, struct text *data)
{
    struct arena *arena = importing->cli->arena;
    const char *before = "";
    text_say (data, ",\"categories\":[");
    while (*cell) {
        size_t length = 0, gap = 0;
        while (cell[length] && gap == 0) {
            const char *c = cell + length;
            if (*c == ';' || *c == '|' || *c == ',' || *c == '/')
                gap = 1;
            else if (strncmp (c, "、", 3) == 0 || strncmp (c, "；", 3) == 0)
                gap = 3;
            else
                length++;
        }
        if (length > 0) {
            text_say (data, before);
            text_put_json (data,
                           id_of_category (importing->office, arena_copy (arena, cell, length)));
            before = ",";
        }
        cell += length + gap;
    }
    text_say (data, "]");
}

static void put_unit (const struct importing *importing, const struct table_row *row,
                      struct text *data)
{
    struct text unit = text_in (importing->cli->arena);
    text_say (&unit, "{");
    put_member (&unit, "name", cell (importing, row, import_unit));
    put_member (&unit, "contact", cell (importing, row, import_contact));
    put_member (&unit, "phone", cell (importing, row, import_phone));
    if (unit.length > 1)
        text_format (data, ",\"unit\":%s}", unit.bytes);
}

static bool is_degrees (const char *cell, double most)
{
    char *end;
    double degrees = strtod (cell, &end);
    return !*end && degrees >= -most && degrees <= most; /* "" is 0, and none */
}

/* Degrees, such as 39.0842, as millionths. */
static void put_degrees (const char *name, const char *cell, struct text *data)
{
    enum { MILLION = 1000000 };
    if (cell[0])
        text_format (data, ",\"%s\":%lld", name, llround (strtod (cell, NULL) * MILLION));
}

/* 1.23E+17: of another code nothing is left that could tell it from its neighbours. */
static bool is_rounded (const char *code)
{
    size_t digits = strspn (code, "0123456789."), rest = strspn (code + digits, "E+");
    return digits > 0 && rest == 2 && strchr (code, '.') &&
           strspn (code + digits + rest, "0123456789") == strlen (code + digits + rest);
}

/* The first cell of ROW behind the last heading; "": none is filled. A comma without quotes has
   made two cells of one, and what follows it would be taken for something else. */
static const char *under_no_heading (const struct importing *importing, const struct table_row *row)
{
    const struct table_row *head = &importing->file->rows[importing->found.row];
    size_t width = head->count;
    while (width > 0 && !head->cells[width - 1][0])
        width--;
    for (size_t i = width; i < row->count; i++)
        if (row->cells[i][0])
            return row->cells[i];
    return "";
}

/* What the table itself has spoilt, and the door could not name. */
static const char *what_is_wrong (const struct importing *importing, const struct table_row *row,
                                  const char **path)
{
    const char *over = under_no_heading (importing, row);
    if (over[0])
        return arena_format (importing->cli->arena,
                             "%s stands behind the last heading; put a text that holds a comma in "
                             "quotes, or give that column a heading",
                             over);
    const char *code = cell (importing, row, import_premises);
    if (is_rounded (code)) {
        *path = "/premises";
        return arena_format (importing->cli->arena,
                             "%s is what a spreadsheet makes of a long number; make the column "
                             "text there, and export it again",
                             code);
    }
    static const struct {
        enum import_field field;
        const char *path;
        double most;
    } places[] = { { import_latitude, "/latitude", 90 }, { import_longitude, "/longitude", 180 } };
    for (size_t i = 0; i < sizeof places / sizeof *places; i++)
        if (!is_degrees (cell (importing, row, places[i].field), places[i].most)) {
            *path = places[i].path;
            return arena_format (importing->cli->arena,
                                 "%s is not in degrees, such as 39.0842; at most %.0f",
                                 cell (importing, row, places[i].field), places[i].most);
        }
    return NULL;
}

static const char *data_of (const struct importing *importing, const struct table_row *row)
{
    const struct organisation *organisation = importing->office->organisation;
    struct text data = text_in (importing->cli->arena);
    text_say (&data, "{\"only_if_changed\":true");
    put_member (&data, "premises", cell (importing, row, import_premises));
    put_member (&data, "name", cell (importing, row, import_name));
    put_categories (importing, cell (importing, row, import_categories), &data);
    put_member (&data, "community",
                id_of_party (organisation->communities, organisation->communities_count,
                             cell (importing, row, import_community)));
    put_member (&data, "address", cell (importing, row, import_address));
    put_unit (importing, row, &data);
    put_member (&data, "grid", cell (importing, row, import_grid));
    put_member (&data, "department",
                id_of_department (organisation, cell (importing, row, import_department)));
    put_degrees ("latitude_e6", cell (importing, row, import_latitude), &data);
    put_degrees ("longitude_e6", cell (importing, row, import_longitude), &data);
    text_say (&data, "}");
    return data.bytes;
}

/* ---- sending ---- */

static const char *words_at (const struct json_t *json, const char *name)
{
    const struct json_t *member = json ? json_member (json, name) : NULL;
    const char *words = member ? json_words (member) : NULL;
    return words ? words : "";
}

static void refuse (struct importing *importing, size_t line, const char *path, const char *why)
{
    const struct cli *cli = importing->cli;
    importing->refused++;
    printf ("%s %zu %s: %s: %s\n", say (cli, "line", "第"), line, say (cli, "refused", "行被拒绝"),
            path, why);
}

/* Which of a batch it was is nothing to who has a table. */
static const char *path_in_row (const char *path)
{
    static const char data[] = "/data/";
    const char *inside = strstr (path, data);
    return inside ? inside + sizeof data - 2 : path;
}

static void take_answer (struct importing *importing, const struct json_t *answer, size_t line)
{
    if (strcmp (words_at (answer, "status"), "rejected") != 0) {
        importing->new_or_changed++;
        return;
    }
    const struct json_t *error = json_member (answer, "error");
    const char *path = path_in_row (words_at (error, "path"));
    if (strcmp (words_at (error, "code"), "conflict") == 0 && strcmp (path, "/premises") == 0)
        importing->unchanged++;
    else
        refuse (importing, line, path, words_at (error, "message"));
}

/* What is answered to the rows that are sent; NULL: none is, or nobody answers. */
static const struct json_t *send_batch (struct importing *importing)
{
    size_t size;
    struct refusal refusal;
    if (importing->sent == 0 || importing->unreachable)
        return NULL;
    text_say (&importing->batch, "]");
    const char *bytes =
        client_ask (importing->client, importing->batch.bytes, PATIENCE_MS, true, &size);
    const struct json_t *answers =
        bytes ? json_parse (bytes, size, importing->cli->arena, &refusal) : NULL;
    importing->unreachable = !answers || json_count (answers) != importing->sent;
    return importing->unreachable ? NULL : answers;
}

static void flush (struct importing *importing)
{
    const struct json_t *answers = send_batch (importing);
    for (size_t i = 0, answered = 0; i < importing->batched; i++) {
        const struct waiting *row = &importing->waiting[i];
        if (row->why)
            refuse (importing, row->line, row->path, row->why);
        else if (answers)
            take_answer (importing, json_element (answers, answered++), row->line);
    }
    importing->batch = text_in (importing->cli->arena);
    importing->batched = importing->sent = 0;
}

static void wait_in_line (struct importing *importing, const struct waiting *row)
{
    if (importing->batched == BATCH_ROWS)
        flush (importing);
    importing->waiting[importing->batched++] = *row;
}

static void add (struct importing *importing, const struct table_row *row)
{
    const char *text =
        envelope_text (importing->cli, "premises.register", data_of (importing, row));
    if (importing->batch.length + strlen (text) > BATCH_BYTES)
        flush (importing);
    wait_in_line (importing, &(struct waiting){ .line = row->line });
    text_say (&importing->batch, importing->sent++ > 0 ? "," : "[");
    text_say (&importing->batch, text);
    if (++importing->done % PROGRESS_ROWS == 0)
        fprintf (stderr, "%zu %s\n", importing->done, say (importing->cli, "rows …", "行……"));
}

/* ---- one code on two lines ---- */

struct coded {
    const char *code;
    size_t row;
};

static int by_code (const void *left, const void *right)
{
    const struct coded *a = left, *b = right;
    int order = strcmp (a->code, b->code);
    return order != 0 ? order : a->row < b->row ? -1 : 1;
}

/* Of two lines with one code each re-import would change the register twice, for ever. */
static void find_twice (struct importing *importing)
{
    struct arena *arena = importing->cli->arena;
    const struct table_file *file = importing->file;
    struct coded *list = arena_take (arena, (file->count + 1) * sizeof *list);
    importing->first = arena_take (arena, (file->count + 1) * sizeof *importing->first);
    for (size_t i = 0; i < file->count; i++) {
        list[i] = (struct coded){ cell (importing, &file->rows[i], import_premises), i };
        importing->first[i] = SIZE_MAX;
    }
    qsort (list, file->count, sizeof *list, by_code);
    for (size_t i = 1, first = 0; i < file->count; i++)
        if (strcmp (list[i].code, list[first].code) != 0 || list[first].row <= importing->found.row)
            first = i;
        else if (list[i].code[0])
            importing->first[list[i].row] = list[first].row;
}

static void take_row (struct importing *importing, size_t index)
{
    const struct table_row *row = &importing->file->rows[index];
    size_t first = importing->first[index];
    const char *path = "/", *why = row->why ? row->why : what_is_wrong (importing, row, &path);
    if (why)
        wait_in_line (importing, &(struct waiting){ row->line, path, why });
    else if (first != SIZE_MAX)
        wait_in_line (importing,
                      &(struct waiting){ row->line, "/premises",
                                         arena_format (importing->cli->arena,
                                                       "%s stands on line %zu already; one of them "
                                                       "is enough",
                                                       cell (importing, row, import_premises),
                                                       importing->file->rows[first].line) });
    else
        add (importing, row);
}

static const struct office *read_office (const struct cli *cli)
{
    struct refusals refusals = refusals_in (cli->arena);
    const struct office *office = office_read (cli->config, cli->arena, &refusals);
    for (size_t i = 0; i < refusals.count; i++)
        fprintf (stderr, "%s: %s\n", refusals.list[i].path, refusals.list[i].sentence);
    return office;
}

int command_import (const struct cli *cli, int count, char **words)
{
    struct importing importing = { .cli = cli, .batch = text_in (cli->arena) };
    const char *why = NULL, *encoding = NULL;
    if (count == 3 && strcmp (words[1], "--encoding") == 0)
        encoding = words[2];
    else if (count != 1)
        return wrong_usage ("import FILE.csv [--encoding utf-8|gb18030]");
    const struct table_file *file = table_read (words[0], encoding, cli->arena, &why);
    if (!file || file->count == 0) {
        fprintf (stderr, "firewarden: %s: %s\n", words[0], why ? why : "is empty");
        return EXIT_USAGE;
    }
    importing.file = file;
    importing.office = read_office (cli);
    if (!importing.office || !find_columns (&importing))
        return EXIT_USAGE;
    find_twice (&importing);
    importing.client = client_new (cli, "intake", "door");
    importing.unreachable = !importing.client;
    for (size_t i = importing.found.row + 1; i < file->count && !importing.unreachable; i++)
        take_row (&importing, i);
    flush (&importing);
    client_destroy (&importing.client);
    printf ("%s %zu, %s %zu, %s %zu\n", say (cli, "new or changed", "新增或变更"),
            importing.new_or_changed, say (cli, "unchanged", "未变"), importing.unchanged,
            say (cli, "refused", "被拒绝"), importing.refused);
    return importing.unreachable   ? EXIT_UNREACHABLE
           : importing.refused > 0 ? EXIT_REFUSED
                                   : EXIT_DONE;
}
