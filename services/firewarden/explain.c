/* explain: why a case's deadlines are when they are. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/text.h"
#include "firewarden/cli.h"
#include <stdio.h>
#include <string.h>

enum { PATIENCE_MS = 10000 };

static const char *member (const struct json_t *item, const char *name)
{
    const struct json_t *value = json_member (item, name);
    const char *words = value ? json_words (value) : NULL;
    return words ? words : "";
}

static void print_deadline (const struct json_t *item)
{
    const struct json_t *lines = json_member (item, "explanation");
    printf ("%s  %s  %s\n", member (item, "deadline"), member (item, "state"),
            member (item, "due"));
    printf ("    %s\n", member (item, "rule"));
    for (size_t i = 0; lines && i < json_count (lines); i++)
        printf ("    %s\n", json_words (json_element (lines, i)));
}

int command_explain (const struct cli *cli, int count, char **words)
{
    if (count != 1)
        return wrong_usage ("explain REF");
    struct text data = text_in (cli->arena);
    text_say (&data, strchr (words[0], '/') ? "{\"deadline\":" : "{\"ref\":");
    text_put_json (&data, words[0]);
    text_say (&data, "}");
    const struct json_t *answer =
        client_question (cli, "scheduling", "deadlines.list", data.bytes, PATIENCE_MS, true);
    if (!answer)
        return EXIT_UNREACHABLE;
    if (is_rejected (answer, cli->arena))
        return EXIT_REFUSED;
    const struct json_t *items = json_member (answer, "items");
    if (cli->json) {
        print_json (answer, cli->arena);
        return EXIT_DONE;
    }
    for (size_t i = 0; items && i < json_count (items); i++)
        print_deadline (json_element (items, i));
    return EXIT_DONE;
}
