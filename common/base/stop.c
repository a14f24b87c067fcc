/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/stop.h"
#include "base/log.h"
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

static void (*hook_set) (enum stop_code code) = NULL;

void stop_hook (void (*hook) (enum stop_code code))
{
    hook_set = hook;
}

void stop (enum stop_code code, const char *id, const char *format, ...)
{
    char message[2048];
    va_list values;
    va_start (values, format);
    vsnprintf (message, sizeof message, format, values);
    va_end (values);
    log_line (LOG_ERROR, id, "%s", message);
    if (hook_set)
        hook_set (code);
    /* Not exit (): destructors would touch what can no longer be trusted. */
    _Exit (code);
}
