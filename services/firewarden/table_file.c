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

/* ROW_BYTES_MAX: what is longer began with a quote that nothing ends. */
enum { CELLS_MAX = 64, ROW_BYTES_MAX = 64 << 10 };

struct reading {
    struct arena *arena;
    struct table_row *rows;
    size_t count, room, line;
    bool ended; /* the row */
    const char *cells[CELLS_MAX];
    size_t cells_count;
};

static void take_cell (void *bytes, size_t size, void *self)
{
    struct reading *reading = self;
    if (reading->cells_count < CELLS_MAX)
        reading->cells[reading->cells_count++] = arena_copy (reading->arena, bytes, size);
}

static void add_row (struct reading *reading, const struct table_row *row)
{
    if (reading->count == reading->room) {
        struct table_row *more =
            arena_take (reading->arena, 2 * (reading->room + 32) * sizeof *more);
        if (reading->count > 0)
            memcpy (more, reading->rows, reading->count * sizeof *more);
        reading->rows = more;
        reading->room = 2 * (reading->room + 32);
    }
    reading->rows[reading->count++] = *row;
}

static void take_row (int end, void *self)
{
    (void)end;
    struct reading *reading = self;
    bool empty = true;
    for (size_t i = 0; i < reading->cells_count; i++)
        empty = empty && reading->cells[i][0] == '\0';
    if (!empty) {
        const char **cells =
            arena_take (reading->arena, (reading->cells_count + 1) * sizeof *cells);
        memcpy (cells, reading->cells, reading->cells_count * sizeof *cells);
        add_row (reading, &(struct table_row){ .line = reading->line,
                                               .cells = cells,
                                               .count = reading->cells_count });
    }
    reading->cells_count = 0;
    reading->ended = true;
}

static void open_parser (struct csv_parser *parser)
{
    if (csv_init (parser, CSV_STRICT | CSV_STRICT_FINI | CSV_APPEND_NULL | CSV_REPALL_NL) != 0)
        abort();
}

/* One row from BEGIN on; returns where the next one begins. A row that cannot be read ends with its
   line, whatever a stray quote made of the lines after it. */
static size_t parse_row (const struct text *bytes, size_t begin, struct csv_parser *parser,
                         struct reading *reading)
{
    size_t i = begin;
    bool sound = true;
    reading->ended = false;
    while (sound && !reading->ended && i < bytes->length && i - begin < ROW_BYTES_MAX)
        sound = csv_parse (parser, bytes->bytes + i++, 1, take_cell, take_row, reading) == 1;
    if (sound && !reading->ended && i == bytes->length)
        sound = csv_fini (parser, take_cell, take_row, reading) == 0;
    else if (!reading->ended)
        sound = false;
    if (sound)
        return i;
    const char *newline = memchr (bytes->bytes + begin, '\n', bytes->length - begin);
    add_row (reading,
             &(struct table_row){ .line = reading->line,
                                  .why = "a quote (\") stands where none may; one inside a cell is "
                                         "written twice, and the cell between quotes" });
    reading->cells_count = 0;
    csv_free (parser);
    open_parser (parser);
    return newline ? (size_t)(newline - bytes->bytes) + 1 : bytes->length;
}

static size_t count_lines (const char *from, const char *to)
{
    size_t lines = 0;
    for (; from < to; from++)
        lines += *from == '\n';
    return lines;
}

/* Row after row, so that each knows the line it begins on; a quoted cell may go over several. */
static void parse (const struct text *bytes, struct reading *reading)
{
    struct csv_parser parser;
    open_parser (&parser);
    reading->line = 1;
    for (size_t begin = 0; begin < bytes->length;) {
        size_t next = parse_row (bytes, begin, &parser, reading);
        reading->line += count_lines (bytes->bytes + begin, bytes->bytes + next);
        begin = next;
    }
    csv_free (&parser);
}

const struct table_file *table_read (const char *path, const char *encoding, struct arena *arena,
                                     const char **why)
{
    struct text bytes = text_in (arena);
    struct reading reading = { .arena = arena };
    struct table_file *file = arena_take (arena, sizeof *file);
    text_say (&bytes, "");
    if (!slurp (path, &bytes, why) || !in_utf8 (&bytes, encoding, why))
        return NULL;
    parse (&bytes, &reading);
    *file = (struct table_file){ reading.rows, reading.count };
    return file;
}
