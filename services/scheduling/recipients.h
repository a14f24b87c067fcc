/* Whom words of the policy mean for a case, and every way each can be reached: one notice a way.
 * Pure. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#pragma once
#include "frame/decision.h"
#include "office/office.h"
#include "words/scheduling.h"

enum { NOTICES_MAX = 64 };
struct recipients {
    const struct notice *list;
    size_t count;
};
/* KEY is what the notices' ids begin with. */
struct recipients recipients_of (const struct office *office, const char *const *words,
                                 size_t count, const struct office_case *about, const char *key,
                                 struct arena *arena);
