/* A map from words to what a model of the office knows of them, in the order they were first said.
 */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct entry {
    struct entry *next;  /* of the same bucket */
    struct entry *later; /* in the order of making */
    char *word, *text;   /* text: owned, may be NULL */
    int64_t a, b, c;     /* what they count is said where they are used */
};
struct ledger {
    struct entry **buckets, *first, *last;
    size_t count, room;
};
struct entry *ledger_find (const struct ledger *ledger, const char *word); /* or NULL */
struct entry *ledger_make (struct ledger *ledger, const char *word); /* found, or new and zeroed */
void entry_say (struct entry *entry, const char *text);
void ledger_clear (struct ledger *ledger);
