/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "words/words.h"
#include "words/escalation.h"
#include "words/intake.h"
#include "words/reporting.h"
#include "words/scheduling.h"
#include <assert.h>
#include <pthread.h>
#include <string.h>

/* Third reading of the .def files: only the names, as rows. Parts are no words. */
#define CHOICE(tag)
#define VALUE(name, word)
#define CHOICE_END(tag)
#define TEXT(name, min, max, need)
#define TEXT_AS(name, text, min, max, need)
#define NUMBER(name, min, max, need)
#define YES(name, need)
#define TIME(name, need)
#define DUE(name, need)
#define DAY(name, need)
#define PICK(choice, name, need)
#define PART(tag, name, need)
#define LIST(tag, name, min, max)
#define TEXTS(name, min, max, longest)
#define JSON(name, need)
#define BYTES(name, size)
#define END(tag)
#define RECORD(tag, word, kind) tag##_record,

static const struct record *(*const intake_words[]) (void) = {
#include "words/intake.def"
};
static const struct record *(*const scheduling_words[]) (void) = {
#include "words/scheduling.def"
};
static const struct record *(*const escalation_words[]) (void) = {
#include "words/escalation.def"
};
static const struct record *(*const reporting_words[]) (void) = {
#include "words/reporting.def"
};

static const struct vocabulary vocabularies[] = {
    { "intake", intake_words, sizeof intake_words / sizeof *intake_words },
    { "scheduling", scheduling_words, sizeof scheduling_words / sizeof *scheduling_words },
    { "escalation", escalation_words, sizeof escalation_words / sizeof *escalation_words },
    { "reporting", reporting_words, sizeof reporting_words / sizeof *reporting_words },
};
enum { VOCABULARIES = sizeof vocabularies / sizeof *vocabularies };

const struct vocabulary *words_of (const char *service)
{
    for (size_t i = 0; i < VOCABULARIES; i++)
        if (strcmp (vocabularies[i].service, service) == 0)
            return &vocabularies[i];
    return NULL;
}

/* ---- by name ---- */

/* Every fact that is read or served is looked up: a table by hash, a third full at most. */
enum { SLOTS = 1024 };
static const struct record *by_name[SLOTS];

/* Where WORD stands, or the free place where it would. */
static size_t slot_of (const char *word)
{
    uint64_t hash = 14695981039346656037u; /* FNV-1a */
    for (const char *c = word; *c; c++)
        hash = (hash ^ (unsigned char)*c) * 1099511628211u;
    size_t slot = (hash ^ hash >> 32) % SLOTS;
    while (by_name[slot] && strcmp (by_name[slot]->head->word, word) != 0)
        slot = (slot + 1) % SLOTS;
    return slot;
}

static void fill_table (void)
{
    size_t count = 0;
    for (size_t i = 0; i < VOCABULARIES; i++)
        for (size_t j = 0; j < vocabularies[i].count; j++) {
            const struct record *record = vocabularies[i].words[j]();
            size_t slot = slot_of (record->head->word);
            if (record->head->kind == RECORD_PART || by_name[slot])
                continue;
            assert (++count <= SLOTS / 3);
            by_name[slot] = record;
        }
}

const struct record *words_find (const char *word)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once (&once, fill_table);
    return by_name[slot_of (word)];
}
