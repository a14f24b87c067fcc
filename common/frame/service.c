/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "frame/service.h"
#include "base/stop.h"
#include "words/words.h"
#include <string.h>

const struct handler *service_handler (const struct service *service, const char *word)
{
    const struct handler *any = NULL;
    for (size_t i = 0; i < service->handlers_count; i++) {
        const struct handler *handler = &service->handlers[i];
        if (!handler->word)
            any = handler;
        else if (strcmp (handler->word()->head->word, word) == 0)
            return handler;
    }
    return any;
}

const struct applier *service_applier (const struct service *service, const char *word)
{
    for (size_t i = 0; i < service->appliers_count; i++)
        if (strcmp (service->appliers[i].word()->head->word, word) == 0)
            return &service->appliers[i];
    return NULL;
}

const struct asker *service_asker (const struct service *service, const char *word)
{
    for (size_t i = 0; i < service->askers_count; i++)
        if (strcmp (service->askers[i].word()->head->word, word) == 0)
            return &service->askers[i];
    return NULL;
}

static void demand (bool holds, const struct service *service, const char *word, const char *lacks)
{
    if (!holds)
        stop (STOP_BUG, "service.rows", "%s: %s %s", service->name, word, lacks);
}

static void check_handlers (const struct service *service)
{
    for (size_t i = 0; i < service->handlers_count; i++) {
        const struct handler *row = &service->handlers[i];
        const char *word = row->word ? row->word()->head->word : "any fact";
        demand (row->see && row->decide, service, word, "has no see or decide");
        for (size_t j = 0; j < i; j++)
            demand (service->handlers[j].word != row->word, service, word, "has two rows");
    }
}

static void check_other_rows (const struct service *service)
{
    for (size_t i = 0; i < service->appliers_count; i++) {
        const char *word = service->appliers[i].word()->head->word;
        demand (service->appliers[i].apply, service, word, "has no apply");
        for (size_t j = 0; j < i; j++)
            demand (service->appliers[j].word != service->appliers[i].word, service, word,
                    "has two rows");
    }
    for (size_t i = 0; i < service->askers_count; i++) {
        const char *word = service->askers[i].word()->head->word;
        demand (service->askers[i].ask, service, word, "has no ask");
        for (size_t j = 0; j < i; j++)
            demand (service->askers[j].word != service->askers[i].word, service, word,
                    "has two rows");
    }
    for (size_t i = 0; i < service->hours_count; i++) {
        const struct hour *hour = &service->hours[i];
        demand (hour->next && hour->see && hour->decide, service, hour->name, "lacks a function");
    }
}

/* The row for any fact hears no command. */
static bool takes_command (const struct service *service, const char *word)
{
    const struct handler *handler = service_handler (service, word);
    return handler && handler->word;
}

void service_check (const struct service *service)
{
    const struct vocabulary *vocabulary = words_of (service->name);
    demand (vocabulary != NULL, service, "it", "has no vocabulary");
    for (size_t i = 0; i < vocabulary->count; i++) {
        const struct record_head *head = vocabulary->words[i]()->head;
        if (head->kind == RECORD_COMMAND)
            demand (takes_command (service, head->word), service, head->word, "has no handler");
        if (head->kind == RECORD_EVENT)
            demand (service_applier (service, head->word) != NULL, service, head->word,
                    "has no applier");
        if (head->kind == RECORD_QUERY)
            demand (service_asker (service, head->word) != NULL, service, head->word,
                    "has no asker");
    }
    check_handlers (service);
    check_other_rows (service);
}
