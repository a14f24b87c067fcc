/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "firewarden/table_file.h"
#include "base/text.h"
#include <csv.h>
#include <errno.h>
#include <iconv.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- bytes ---- */

static bool slurp (const char *path, struct text *text, const char **why)
{
    char block[65536];
    size_t size;
    FILE *file = strcmp (path, "-") == 0 ? stdin : fopen (path, "re");
    if (!file) {
        *why = strerror (errno);
        return false;
    }
    while ((size = fread (block, 1, sizeof block, file)) > 0 && text->length < TABLE_BYTES_MAX)
        text_put (text, block, size);
    if (file != stdin)
        fclose (file);
    return true;
}

/* GB 18030 as UTF-8. False: it is not that. */
static bool convert (const struct text *from, struct text *to)
{
    iconv_t way = iconv_open ("UTF-8", "GB18030");
    char *in = from->bytes, block[65536];
    size_t left = from->length;
    bool whole = way != (iconv_t)-1;
    while (whole && left > 0) {
        char *out = block;
        size_t room = sizeof block;
        size_t done = iconv (way, &in, &left, &out, &room);
        text_put (to, block, sizeof block - room);
        whole = done != (size_t)-1 || errno == E2BIG;
    }
    if (way != (iconv_t)-1)
        iconv_close (way);
    return whole;
}

static bool in_utf8 (struct text *bytes, const char *encoding, const char **why)
{
    struct text converted = text_in (bytes->arena);
    bool utf8 = text_is_utf8 (bytes->bytes, bytes->length);
    text_say (&converted, "");
    if (encoding && strcmp (encoding, "utf-8") != 0 && strcmp (encoding, "gb18030") != 0) {
        *why = "--encoding is utf-8 or gb18030";
        return false;
    }
    if (utf8 && (!encoding || strcmp (encoding, "utf-8") == 0)) {
        if (bytes->length >= 3 && memcmp (bytes->bytes, "\xEF\xBB\xBF", 3) == 0) { /* a BOM */
            bytes->bytes += 3;
            bytes->length -= 3;
        }
        return true;
    }
    *why = "is neither UTF-8 nor GB 18030; save it as CSV once more";
    if ((encoding && strcmp (encoding, "utf-8") == 0) || !convert (bytes, &converted))
        return false;
    *bytes = converted;
    return true;
}

/* ---- rows ---- */

enum { CELLS_MAX = 64 };

struct reading {
    struct arena *arena;
    struct table_row *rows;
    size_t count, room, line;
    const char *cells[CELLS_MAX];
    size_t cells_count;
};

static void take_cell (void *bytes, size_t size, void *self)
{
    struct reading *reading = self;
    if (reading->cells_count < CELLS_MAX)
        reading->cells[reading->cells_count++] = arena_copy (reading->arena, bytes, size);
}

static void take_row (int end, void *self)
{
    (void)end;
    struct reading *reading = self;
    bool empty = true;
    for (size_t i = 0; i < reading->cells_count; i++)
        empty = empty && reading->cells[i][0] == '\0';
    if (!empty) {
        if (reading->count == reading->room) {
            struct table_row *more =
                arena_take (reading->arena, 2 * (reading->room + 32) * sizeof *more);
            if (reading->count > 0)
                memcpy (more, reading->rows, reading->count * sizeof *more);
            reading->rows = more;
            reading->room = 2 * (reading->room + 32);
        }
        const char **cells =
            arena_take (reading->arena, (reading->cells_count + 1) * sizeof *cells);
        memcpy (cells, reading->cells, reading->cells_count * sizeof *cells);
        reading->rows[reading->count++] = (struct table_row){ .line = reading->line,
                                                              .cells = cells,
                                                              .count = reading->cells_count };
    }
    reading->cells_count = 0;
}

/* Row after row, so that each knows the line it begins on; a quoted cell may go over several. */
static bool parse (const struct text *bytes, struct reading *reading, const char **why)
{
    struct csv_parser parser;
    size_t lines = 1;
    if (csv_init (&parser, CSV_STRICT | CSV_STRICT_FINI | CSV_APPEND_NULL | CSV_REPALL_NL) != 0)
        abort();
    bool sound = true;
    reading->line = 1;
    for (size_t i = 0; i < bytes->length && sound; i++) {
        sound = csv_parse (&parser, bytes->bytes + i, 1, take_cell, take_row, reading) == 1;
        if (bytes->bytes[i] == '\n') {
            lines++;
            if (reading->cells_count == 0)
                reading->line = lines;
        }
    }
    sound = sound && csv_fini (&parser, take_cell, take_row, reading) == 0;
    if (!sound)
        *why = arena_format (reading->arena, "line %zu: %s", lines,
                             csv_strerror (csv_error (&parser)));
    csv_free (&parser);
    return sound;
}

const struct table_file *table_read (const char *path, const char *encoding, struct arena *arena,
                                     const char **why)
{
    struct text bytes = text_in (arena);
    struct reading reading = { .arena = arena };
    struct table_file *file = arena_take (arena, sizeof *file);
    text_say (&bytes, "");
    if (!slurp (path, &bytes, why) || !in_utf8 (&bytes, encoding, why) ||
        !parse (&bytes, &reading, why))
        return NULL;
    *file = (struct table_file){ reading.rows, reading.count };
    return file;
}
