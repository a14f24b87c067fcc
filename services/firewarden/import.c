/* import: a register of premises from a table file, row by row through the door like any other
   command. What is registered so already is left as it is; every row that is refused is named with
   its line and why. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/text.h"
#include "firewarden/cli.h"
#include "firewarden/table_file.h"
#include "office/office.h"
#include <stdio.h>
#include <string.h>

enum { PATIENCE_MS = 60000, BATCH_BYTES = 60 << 10, BATCH_ROWS = 200, PROGRESS_ROWS = 5000 };

enum column {
    CODE,
    NAME,
    CATEGORIES,
    COMMUNITY,
    ADDRESS,
    UNIT,
    CONTACT,
    PHONE,
    DEPARTMENT,
    COLUMNS
};
static const struct {
    const char *field, *english, *chinese;
    bool required;
} columns[COLUMNS] = {
    [CODE] = { "premises", "premises", "编号", true },
    [NAME] = { "name", "name", "名称", true },
    [CATEGORIES] = { "categories", "categories", "类别", true },
    [COMMUNITY] = { "community", "community", "社区", true },
    [ADDRESS] = { "address", "address", "地址", false },
    [UNIT] = { "unit", "unit", "单位", false },
    [CONTACT] = { "contact", "contact", "联系人", false },
    [PHONE] = { "phone", "phone", "电话", false },
    [DEPARTMENT] = { "department", "department", "部门", false },
};

struct importing {
    const struct cli *cli;
    const struct office *office;
    struct client *client;
    size_t place[COLUMNS]; /* of each column in a row; SIZE_MAX: not there */
    struct text batch;
    size_t lines[BATCH_ROWS], batched;
    size_t new_or_changed, unchanged, refused, done;
    bool unreachable;
};

/* ---- columns ---- */

static bool find_columns (struct importing *importing, const struct table_row *head)
{
    bool whole = true;
    for (int c = 0; c < COLUMNS; c++) {
        importing->place[c] = SIZE_MAX;
        for (size_t i = 0; i < head->count; i++)
            if (strcmp (head->cells[i], columns[c].english) == 0 ||
                strcmp (head->cells[i], columns[c].chinese) == 0)
                importing->place[c] = i;
        if (columns[c].required && importing->place[c] == SIZE_MAX) {
            fprintf (stderr, "firewarden: the column %s (%s) is missing in the first row\n",
                     columns[c].chinese, columns[c].english);
            whole = false;
        }
    }
    return whole;
}

/* "" when the row has no such cell. */
static const char *cell (const struct importing *importing, const struct table_row *row,
                         enum column column)
{
    size_t place = importing->place[column];
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

/* Parted by 、 ; ； , or |. */
static void put_categories (const struct importing *importing, const char *cell, struct text *data)
{
    struct arena *arena = importing->cli->arena;
    const char *before = "";
    text_say (data, ",\"categories\":[");
    while (*cell) {
        size_t length = 0, gap = 0;
        while (cell[length] && gap == 0) {
            const char *c = cell + length;
            if (*c == ';' || *c == '|' || *c == ',')
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
    put_member (&unit, "name", cell (importing, row, UNIT));
    put_member (&unit, "contact", cell (importing, row, CONTACT));
    put_member (&unit, "phone", cell (importing, row, PHONE));
    if (unit.length > 1)
        text_format (data, ",\"unit\":%s}", unit.bytes);
}

static const char *data_of (const struct importing *importing, const struct table_row *row)
{
    const struct organisation *organisation = importing->office->organisation;
    struct text data = text_in (importing->cli->arena);
    text_say (&data, "{\"only_if_changed\":true");
    put_member (&data, "premises", cell (importing, row, CODE));
    put_member (&data, "name", cell (importing, row, NAME));
    put_categories (importing, cell (importing, row, CATEGORIES), &data);
    put_member (&data, "community",
                id_of_party (organisation->communities, organisation->communities_count,
                             cell (importing, row, COMMUNITY)));
    put_member (&data, "address", cell (importing, row, ADDRESS));
    put_unit (importing, row, &data);
    put_member (&data, "department",
                id_of_party (organisation->departments, organisation->departments_count,
                             cell (importing, row, DEPARTMENT)));
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

static void take_answer (struct importing *importing, const struct json_t *answer, size_t line)
{
    const struct cli *cli = importing->cli;
    if (strcmp (words_at (answer, "status"), "rejected") != 0) {
        importing->new_or_changed++;
        return;
    }
    const struct json_t *error = json_member (answer, "error");
    if (strcmp (words_at (error, "code"), "conflict") == 0) {
        importing->unchanged++;
        return;
    }
    importing->refused++;
    printf ("%s %zu %s: %s: %s\n", say (cli, "line", "第"), line, say (cli, "refused", "行被拒绝"),
            words_at (error, "path"), words_at (error, "message"));
}

static void flush (struct importing *importing)
{
    size_t size;
    struct refusal refusal;
    if (importing->batched == 0 || importing->unreachable)
        return;
    text_say (&importing->batch, "]");
    const char *bytes =
        client_ask (importing->client, importing->batch.bytes, PATIENCE_MS, true, &size);
    const struct json_t *answers =
        bytes ? json_parse (bytes, size, importing->cli->arena, &refusal) : NULL;
    importing->unreachable = !answers || json_count (answers) != importing->batched;
    for (size_t i = 0; !importing->unreachable && i < importing->batched; i++)
        take_answer (importing, json_element (answers, i), importing->lines[i]);
    importing->batch = text_in (importing->cli->arena);
    importing->batched = 0;
}

static void add (struct importing *importing, const struct table_row *row)
{
    const char *text =
        envelope_text (importing->cli, "premises.register", data_of (importing, row));
    if (importing->batched == BATCH_ROWS || importing->batch.length + strlen (text) > BATCH_BYTES)
        flush (importing);
    text_say (&importing->batch, importing->batched > 0 ? "," : "[");
    text_say (&importing->batch, text);
    importing->lines[importing->batched++] = row->line;
    if (++importing->done % PROGRESS_ROWS == 0)
        fprintf (stderr, "%zu %s\n", importing->done, say (importing->cli, "rows …", "行……"));
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
    importing.office = read_office (cli);
    if (!importing.office || !find_columns (&importing, &file->rows[0]))
        return EXIT_USAGE;
    importing.client = client_new (cli, "intake", "door");
    importing.unreachable = !importing.client;
    for (size_t i = 1; i < file->count && !importing.unreachable; i++)
        add (&importing, &file->rows[i]);
    flush (&importing);
    client_destroy (&importing.client);
    printf ("%s %zu, %s %zu, %s %zu\n", say (cli, "new or changed", "新增或变更"),
            importing.new_or_changed, say (cli, "unchanged", "未变"), importing.unchanged,
            say (cli, "refused", "被拒绝"), importing.refused);
    return importing.unreachable   ? EXIT_UNREACHABLE
           : importing.refused > 0 ? EXIT_REFUSED
                                   : EXIT_DONE;
}
