/* Telling those concerned by a deadline something about it: who tracks it, its community and
   department, and the office. Pure. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#pragma once
#include "scheduling/deadline.h"
#include "scheduling/news.h"

/* Decides a notice under KEY, which is told once. */
void telling (const struct deadline_row *deadline, const struct office *office, const char *key,
              const char *subject, const char *text, struct decision *decision);
/* The same, and nobody but who tracks it is told. */
void telling_tracker (const struct deadline_row *deadline, const struct office *office,
                      const char *key, const char *subject, const char *text,
                      struct decision *decision);
/* What telling raises, for whoever tells others too. */
struct news telling_news (const struct deadline_row *deadline, const char *subject,
                          const char *text);
/* Why it is when it is: the days that were counted and those that were not. */
void telling_why (const char *const *explanation, size_t count, struct text *text);
/* What DEADLINE is about, short, for a subject; and the name of its clock. */
const char *telling_about (const struct deadline_row *deadline, struct arena *arena);
const char *telling_clock (const struct deadline_row *deadline, const struct office *office);
