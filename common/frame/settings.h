/* A service's own configuration. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#pragma once
#include "base/log.h"
#include "post/post.h"

#include "record/declare_structs.h"
#include "frame/settings.def"
#include "record/declare_end.h"

/* FILE, read and checked: endpoints, channels, and that its sources are those the service named
   SERVICE reads (NULL-ended FOLLOWS). NULL: REFUSALS say why, each at its FILE:LINE:COLUMN. */
const struct settings *settings_read (const char *file, const char *const *follows,
                                      struct arena *arena, struct refusals *refusals);
/* The same, but what could be read in spite of mistakes, and where it stood: for further checks. */
const struct settings *settings_read_rest (const char *file, const char *const *follows,
                                           struct arena *arena, struct refusals *refusals,
                                           const struct yaml_marks **marks);
/* Adds a refusal for each party that OFFICE reaches by a channel that SETTINGS have not, or not by
   such an address. */
struct office;
void settings_check_reach (const struct settings *settings, const struct office *office,
                           struct refusals *refusals);
/* Of a `log_level`; NULL: what is logged when none is said. */
bool settings_knows_level (const char *word);
enum log_level settings_log_level (const char *word);
/* ENDPOINT with DIR replaced by FOLDER; NULL: the path of a socket would be too long. */
const char *settings_endpoint (const char *endpoint, const char *folder, struct arena *arena);
