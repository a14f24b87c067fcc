/* How things are called in what people read: places, parties. Pure. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#pragma once
#include "office/office.h"

/* The name of premises, short enough for a subject; NULL: says that the file has it. */
const char *wording_place (const char *premises_name, struct arena *arena);
/* The name of the party ID, or else ID itself; NULL: nobody yet. */
const char *wording_party (const struct office *office, const char *id);
/* The same of a word that may be a role: "leader" is 组长. */
const char *wording_role (const struct office *office, const char *word);
