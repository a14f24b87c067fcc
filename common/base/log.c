/* Without an arena: the log still speaks when there is no memory, which is one of its lines. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/log.h"
#include "base/text.h"
#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { LINE_BYTES_MAX = 4 << 10, CHARACTER_BYTES_MAX = 4, ESCAPED_SIZE = 8 };
#define LINE_END "\"}\n"

static const char *speaker = "firewarden";
static enum log_level lowest_level = LOG_INFO;
static instant moment = 0;

void log_open (const char *service, enum log_level lowest)
{
    speaker = service;
    lowest_level = lowest;
}

void log_now (instant now)
{
    moment = now;
}

/* The character at WORDS as it stands in a JSON string (RFC 8259, section 7); its bytes in WORDS.
 */
static size_t escape (const char *words, char out[ESCAPED_SIZE])
{
    unsigned char c = (unsigned char)*words;
    size_t size = 1;
    if (c == '"' || c == '\\') {
        snprintf (out, ESCAPED_SIZE, "\\%c", c);
    } else if (c < 0x20) {
        snprintf (out, ESCAPED_SIZE, "\\u%04x", c);
    } else {
        while (((unsigned char)words[size] & 0xc0) == 0x80)
            size++;
        snprintf (out, ESCAPED_SIZE, "%.*s", (int)size, words);
    }
    return size;
}

/* WORDS within a JSON string at LINE, as many whole characters as leave room for the end. */
static size_t put_escaped (char *line, size_t length, const char *words)
{
    char escaped[ESCAPED_SIZE];
    while (*words) {
        words += escape (words, escaped);
        size_t size = strlen (escaped);
        if (length + size + strlen (LINE_END) > LINE_BYTES_MAX)
            break;
        memcpy (line + length, escaped, size);
        length += size;
    }
    return length;
}

void log_line (enum log_level level, const char *id, const char *format, ...)
{
    static const char *const names[] = { "debug", "info", "warn", "error", "" };
    if (level < lowest_level || level == LOG_NOTHING)
        return;
    char message[LINE_BYTES_MAX + CHARACTER_BYTES_MAX + 1], line[LINE_BYTES_MAX + 1];
    va_list values;
    va_start (values, format);
    vsnprintf (message, sizeof message, format, values);
    va_end (values);
    text_cut (message, LINE_BYTES_MAX);
    if (!text_is_utf8 (message, strlen (message)))
        for (char *c = message; *c; c++)
            if ((unsigned char)*c >= 0x80)
                *c = '?';
    char time[INSTANT_TEXT_SIZE];
    int head = snprintf (
        line, sizeof line,
        "{\"time\":\"%s\",\"level\":\"%s\",\"service\":\"%s\",\"id\":\"%s\",\"message\":\"",
        instant_text (moment, time), names[level], speaker, id);
    assert (head > 0 && head < LINE_BYTES_MAX / 2); /* names of ours */
    size_t length = put_escaped (line, (size_t)head, message);
    memcpy (line + length, LINE_END, sizeof LINE_END);
    /* One write a line: lines of several processes on one terminal stay whole. */
    ssize_t written = write (STDERR_FILENO, line, length + strlen (LINE_END));
    (void)written; /* there is nowhere left to complain */
}
