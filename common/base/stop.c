/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/stop.h"
#include "base/log.h"
#include "base/text.h"
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

enum { MESSAGE_BYTES_MAX = 2048, CHARACTER_BYTES_MAX = 4 };

static void (*hook_set) (enum stop_code code) = NULL;

void stop_hook (void (*hook) (enum stop_code code))
{
    hook_set = hook;
}

void stop (enum stop_code code, const char *id, const char *format, ...)
{
    char message[MESSAGE_BYTES_MAX + CHARACTER_BYTES_MAX + 1];
    va_list values;
    va_start (values, format);
    vsnprintf (message, sizeof message, format, values);
    va_end (values);
    text_cut (message, MESSAGE_BYTES_MAX);
    log_line (LOG_ERROR, id, "%s", message);
    if (hook_set)
        hook_set (code);
    /* Not exit (): destructors would touch what can no longer be trusted. */
    _Exit (code);
}
