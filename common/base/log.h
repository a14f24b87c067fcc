/* One JSON object a line on stderr, each with a stable id that operators may rely on.
   The moment comes from the turn (log_now), so that the simulation logs virtual time and it
   reads no clock (frame/clocks.h). */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#pragma once
#include "base/instant.h"

enum log_level { LOG_DEBUG, LOG_INFO, LOG_WARN, LOG_ERROR, LOG_NOTHING };

void log_open (const char *service, enum log_level lowest); /* SERVICE is borrowed for ever */
void log_now (instant now);
/* {"time":…,"level":…,"service":…,"id":ID,"message":…}: at most 4 KiB, cut on a character. */
void log_line (enum log_level level, const char *id, const char *format, ...)
    __attribute__ ((format (printf, 3, 4)));
