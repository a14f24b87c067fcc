/* Where in a file each value stood, and what was left out of what was read because something in it
   was wrong. Not here: reading (yaml.c). */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#pragma once
#include "record/json_value.h"

struct mark {
    struct mark *next;
    const char *pointer;
    size_t line, column;
};
/* An entry of a list, or a member of the file, that is not in the record. */
struct left_out {
    struct left_out *next;
    const char *pointer;        /* of the list it stood in, or of the member */
    const struct json_t *value; /* NULL: it was not there */
    bool unnamed;               /* nobody can say of whom or what it speaks */
};
struct yaml_marks {
    const char *file;
    struct mark *first;
    struct left_out *left_out;
};

const char *marks_place (const struct yaml_marks *marks, size_t line, size_t column,
                         struct arena *arena);
/* The later of two marks of one pointer wins. */
void marks_remember (struct yaml_marks *marks, const char *pointer, size_t line, size_t column,
                     struct arena *arena);
/* FILE, a tree of RECORD with something wrong in it, as a record without that: the entry of a list
   that it is in is left out whole, so that nothing half read stands there, else the member of the
   file; what the file must have and lacks is absent. NULL: nothing can be read of it. */
const void *marks_read_rest (struct yaml_marks *marks, const struct record *record,
                             struct json_t *file, struct arena *arena);
