/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/log.h"
#include "base/arena.h"
#include "base/text.h"
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { MESSAGE_BYTES_MAX = 3 << 10, LINE_BYTES_MAX = 4 << 10 };

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

/* Cuts TEXT to at most SIZE bytes, between two characters. */
static void cut (char *text, size_t size)
{
    if (strlen (text) <= size)
        return;
    while (size > 0 && ((unsigned char)text[size] & 0xc0) == 0x80)
        size--;
    text[size] = '\0';
}

void log_line (enum log_level level, const char *id, const char *format, ...)
{
    static const char *const names[] = { "debug", "info", "warn", "error", "" };
    if (level < lowest_level || level == LOG_NOTHING)
        return;
    char message[MESSAGE_BYTES_MAX + 8];
    va_list values;
    va_start (values, format);
    vsnprintf (message, sizeof message, format, values);
    va_end (values);
    cut (message, MESSAGE_BYTES_MAX);
    if (!text_is_utf8 (message, strlen (message)))
        for (char *c = message; *c; c++)
            if ((unsigned char)*c >= 0x80)
                *c = '?';
    struct arena *arena = arena_new ();
    char time[INSTANT_TEXT_SIZE];
    struct text line = text_in (arena);
    text_format (&line, "{\"time\":\"%s\",\"level\":\"%s\",\"service\":\"%s\",\"id\":\"%s\",\"message\":",
                 instant_text (moment, time), names[level], speaker, id);
    text_put_json (&line, message);
    text_say (&line, "}\n");
    /* One write a line: lines of several processes on one terminal stay whole. */
    ssize_t written = write (STDERR_FILENO, line.bytes, line.length);
    (void)written; /* there is nowhere left to complain */
    arena_destroy (&arena);
}
