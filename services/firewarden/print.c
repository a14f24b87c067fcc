/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/text.h"
#include "firewarden/cli.h"
#include <stdio.h>
#include <string.h>
#include <wchar.h>

enum { COLUMNS_MAX = 24, CELL_WIDTH_MAX = 40 };

struct table {
    struct arena *arena;
    const char *names[COLUMNS_MAX];
    int widths[COLUMNS_MAX];
    size_t count;
};

void print_json (const struct json_t *json, struct arena *arena)
{
    printf ("%s\n", json_text (json, arena));
}

/* Chinese characters are two columns wide on a terminal. */
static int width_of (const char *text)
{
    int width = 0;
    for (const unsigned char *c = (const unsigned char *)text; *c; c++)
        if ((*c & 0xc0) != 0x80)
            width += *c >= 0xe3 ? 2 : 1;
    return width;
}

static const char *cell (const struct table *table, const struct json_t *item, size_t column)
{
    const struct json_t *value = json_member (item, table->names[column]);
    const char *words = value ? json_words (value) : "";
    return words ? words : json_text (value, table->arena);
}

static void add_column (void *self, const char *name, const struct json_t *value)
{
    (void)value;
    struct table *table = self;
    for (size_t i = 0; i < table->count; i++)
        if (strcmp (table->names[i], name) == 0)
            return;
    if (table->count < COLUMNS_MAX) {
        table->names[table->count] = name;
        table->widths[table->count++] = width_of (name);
    }
}

static void print_cell (const char *text, int width, bool last)
{
    int gap = width - width_of (text); /* negative: longer than a column may be */
    printf ("%s", text);
    for (int i = 0; !last && i < (gap > 0 ? gap : 0) + 2; i++)
        putchar (' ');
}

void print_table (const struct json_t *items, struct arena *arena)
{
    struct table table = { .arena = arena };
    size_t rows = json_count (items);
    if (rows == 0) {
        puts ("nothing");
        return;
    }
    for (size_t i = 0; i < rows; i++)
        json_walk (json_element (items, i), add_column, &table);
    for (size_t i = 0; i < rows; i++)
        for (size_t c = 0; c < table.count; c++) {
            int width = width_of (cell (&table, json_element (items, i), c));
            if (width > table.widths[c])
                table.widths[c] = width > CELL_WIDTH_MAX ? CELL_WIDTH_MAX : width;
        }
    for (size_t c = 0; c < table.count; c++)
        print_cell (table.names[c], table.widths[c], c + 1 == table.count);
    for (size_t i = 0; i < rows; i++) {
        putchar ('\n');
        for (size_t c = 0; c < table.count; c++)
            print_cell (cell (&table, json_element (items, i), c), table.widths[c],
                        c + 1 == table.count);
    }
    putchar ('\n');
}
