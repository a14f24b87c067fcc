/* Which column of a table is which field of the register: by its heading, under one of the names
   that config/import.yaml has for it. Not here: what becomes of a row (import.c). */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#pragma once
#include "firewarden/table_file.h"
#include "record/record.h"

#include "record/declare_structs.h"
#include "firewarden/headings.def"
#include "record/declare_end.h"

enum { HEADING_ROWS = 10, IMPORT_FIELDS = import_longitude + 1 };
struct headings_found {
    size_t row;                  /* of the headings in the file */
    size_t place[IMPORT_FIELDS]; /* of each field in a row; SIZE_MAX: not there */
};
/* The first of the first HEADING_ROWS rows that has all that a register needs. False: none has, and
 *LACKING is the heading that the likeliest of them lacks. */
bool headings_find (const struct import_headings *headings, const struct table_file *file,
                    struct headings_found *found, const char **lacking);
/* Whether the column at PLACE is taken for something. */
bool headings_takes (const struct headings_found *found, size_t place);
