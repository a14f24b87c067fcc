/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "words/words.h"
#include "words/escalation.h"
#include "words/intake.h"
#include "words/reporting.h"
#include "words/scheduling.h"
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

const struct record *words_find (const char *word)
{
    for (size_t i = 0; i < VOCABULARIES; i++)
        for (size_t j = 0; j < vocabularies[i].count; j++) {
            const struct record *record = vocabularies[i].words[j]();
            if (record->head->kind != RECORD_PART && strcmp (record->head->word, word) == 0)
                return record;
        }
    return NULL;
}
