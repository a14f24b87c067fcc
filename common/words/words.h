/* All words of the house by name, and who says them. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#pragma once
#include "record/record.h"

/* What stands for people at home where everybody may look: name and place of their home. Who has
   that duty finds them in the case (case.show). */
#define WORDS_HIDDEN "（不公开）"

/* The speaker's words: commands and queries it hears, then events it says. */
struct vocabulary {
    const char *service;
    const struct record *(*const *words) (void);
    size_t count;
};
/* The vocabulary of SERVICE, or NULL. */
const struct vocabulary *words_of (const char *service);
/* The record of WORD ("hazard.opened"), whoever says it; NULL: none such. */
const struct record *words_find (const char *word);
