/* words: what can be said to each service and what it says; with a TYPE, its JSON Schema. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "words/words.h"
#include "base/text.h"
#include "firewarden/cli.h"
#include <stdio.h>

static void print_service (const char *service)
{
    static const char *const kinds[] = { [RECORD_PART] = "",
                                         [RECORD_COMMAND] = "command",
                                         [RECORD_QUERY] = "question",
                                         [RECORD_EVENT] = "event",
                                         [RECORD_OUTCOME] = "" };
    const struct vocabulary *vocabulary = words_of (service);
    for (size_t i = 0; i < vocabulary->count; i++) {
        const struct record_head *head = vocabulary->words[i]()->head;
        if (kinds[head->kind][0])
            printf ("%-11s %-9s %s\n", service, kinds[head->kind], head->word);
    }
}

int command_words (const struct cli *cli, int count, char **words)
{
    if (count > 1)
        return wrong_usage ("words [TYPE]");
    for (size_t i = 0; count == 0 && service_names[i]; i++)
        print_service (service_names[i]);
    if (count == 0)
        return EXIT_DONE;
    const struct record *word = words_find (words[0]);
    if (!word)
        return wrong_usage (arena_format (
            cli->arena, "nobody says `%s`; `firewarden words` lists what is said", words[0]));
    struct text text = text_in (cli->arena);
    record_schema (word, &text);
    puts (text.bytes);
    return EXIT_DONE;
}
