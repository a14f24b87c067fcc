/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "rehearsal/ledger.h"
#include "base/stop.h"
#include <stdlib.h>
#include <string.h>

static void *check_memory (void *memory)
{
    if (!memory)
        stop (STOP_OS, "memory.ledger", "no memory for what is known");
    return memory;
}

static size_t bucket_of (const struct ledger *ledger, const char *word)
{
    uint64_t hash = 14695981039346656037u;
    for (; *word; word++)
        hash = (hash ^ (unsigned char)*word) * 1099511628211u;
    return (size_t)hash & (ledger->room - 1);
}

struct entry *ledger_find (const struct ledger *ledger, const char *word)
{
    struct entry *entry = ledger->room ? ledger->buckets[bucket_of (ledger, word)] : NULL;
    while (entry && strcmp (entry->word, word) != 0)
        entry = entry->next;
    return entry;
}

static void grow (struct ledger *ledger)
{
    ledger->room = ledger->room ? 4 * ledger->room : 256;
    free (ledger->buckets);
    ledger->buckets = check_memory (calloc (ledger->room, sizeof *ledger->buckets));
    for (struct entry *entry = ledger->first; entry; entry = entry->later) {
        size_t bucket = bucket_of (ledger, entry->word);
        entry->next = ledger->buckets[bucket];
        ledger->buckets[bucket] = entry;
    }
}

struct entry *ledger_make (struct ledger *ledger, const char *word)
{
    struct entry *entry = ledger_find (ledger, word);
    if (entry)
        return entry;
    if (ledger->count >= ledger->room)
        grow (ledger);
    size_t bucket = bucket_of (ledger, word);
    entry = check_memory (calloc (1, sizeof *entry));
    entry->word = check_memory (strdup (word));
    entry->next = ledger->buckets[bucket];
    ledger->buckets[bucket] = entry;
    if (ledger->last)
        ledger->last->later = entry;
    else
        ledger->first = entry;
    ledger->last = entry;
    ledger->count++;
    return entry;
}

void entry_say (struct entry *entry, const char *text)
{
    free (entry->text);
    entry->text = text ? check_memory (strdup (text)) : NULL;
}

void ledger_clear (struct ledger *ledger)
{
    for (struct entry *entry = ledger->first, *later; entry; entry = later) {
        later = entry->later;
        free (entry->word);
        free (entry->text);
        free (entry);
    }
    free (ledger->buckets);
    *ledger = (struct ledger){ .count = 0 };
}
