/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "firewarden/headings.h"
#include <string.h>

#include "record/declare_tables.h"
#include "firewarden/headings.def"
#include "record/declare_end.h"

static const enum import_field needed[] = { import_premises, import_name, import_categories,
                                            import_community };
enum { NEEDED = sizeof needed / sizeof *needed };

static size_t place_of (const struct import_column *column, const struct table_row *row)
{
    for (size_t h = 0; h < column->headings_count; h++)
        for (size_t i = 0; i < row->count; i++)
            if (strcmp (row->cells[i], column->headings[h]) == 0)
                return i;
    return SIZE_MAX;
}

static void find_in (const struct import_headings *headings, const struct table_row *row,
                     struct headings_found *found)
{
    for (int f = 0; f < (int)IMPORT_FIELDS; f++)
        found->place[f] = SIZE_MAX;
    for (size_t i = 0; i < headings->columns_count; i++) {
        const struct import_column *column = &headings->columns[i];
        if (found->place[column->field] == SIZE_MAX)
            found->place[column->field] = place_of (column, row);
    }
}

static const char *name_of (const struct import_headings *headings, enum import_field field)
{
    for (size_t i = 0; i < headings->columns_count; i++)
        if (headings->columns[i].field == field)
            return headings->columns[i].headings[0];
    return choice_word (import_field_choices(), (int)field);
}

/* How many of those that are needed are there; *LACKING: the first that is not. */
static size_t count_needed (const struct import_headings *headings,
                            const struct headings_found *found, const char **lacking)
{
    size_t count = 0;
    *lacking = NULL;
    for (size_t i = 0; i < NEEDED; i++)
        if (found->place[needed[i]] != SIZE_MAX)
            count++;
        else if (!*lacking)
            *lacking = name_of (headings, needed[i]);
    return count;
}

bool headings_find (const struct import_headings *headings, const struct table_file *file,
                    struct headings_found *found, const char **lacking)
{
    size_t best = 0;
    *lacking = name_of (headings, import_premises);
    for (size_t i = 0; i < file->count && i < HEADING_ROWS; i++) {
        const char *lacks;
        find_in (headings, &file->rows[i], found);
        found->row = i;
        size_t count = count_needed (headings, found, &lacks);
        if (count == NEEDED)
            return true;
        if (count > best) {
            best = count;
            *lacking = lacks;
        }
    }
    return false;
}

bool headings_takes (const struct headings_found *found, size_t place)
{
    for (int f = 0; f < (int)IMPORT_FIELDS; f++)
        if (found->place[f] == place)
            return true;
    return false;
}
