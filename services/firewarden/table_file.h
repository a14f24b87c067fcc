/* A table as people export it from an office program: CSV (RFC 4180), in UTF-8 or GB 18030. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#pragma once
#include "base/arena.h"
#include <stddef.h>

struct table_row {
    size_t line;              /* in the file, from 1 */
    const char *const *cells; /* UTF-8, without spaces around; "" where nothing stands */
    size_t count;
    const char *why; /* the line cannot be read; NULL: it can */
};
struct table_file {
    const struct table_row *rows;
    size_t count;
};
enum { TABLE_BYTES_MAX = 256 << 20 };

/* A line that cannot be read, such as one with a stray quote, is a row that says why; the next line
   is read as if nothing had been. PATH ("-": stdin) in ENCODING ("utf-8", "gb18030"; NULL: UTF-8 if
   it is that, else GB 18030). NULL: *WHY says why. */
const struct table_file *table_read (const char *path, const char *encoding, struct arena *arena,
                                     const char **why);
