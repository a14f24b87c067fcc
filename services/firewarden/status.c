/* status: how each service is. 0: all are ready; 3: one does not answer. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/text.h"
#include "firewarden/cli.h"
#include <stdio.h>
#include <string.h>

enum { PATIENCE_MS = 1500 };

static const char *show (const struct json_t *object, const char *name, struct arena *arena)
{
    const struct json_t *value = json_member (object, name);
    const char *words = value ? json_words (value) : NULL;
    return words ? words : value ? json_text (value, arena) : "?";
}

static void print_sources (const struct cli *cli, const struct json_t *sources)
{
    for (size_t i = 0; sources && i < json_count (sources); i++) {
        const struct json_t *source = json_element (sources, i);
        printf ("  %s %s: %s %s", say (cli, "reads", "读取"), show (source, "source", cli->arena),
                say (cli, "lag", "落后"), show (source, "lag", cli->arena));
        if (json_member (source, "diverged"))
            printf ("; %s: %s", say (cli, "DIVERGED", "分叉"),
                    show (source, "diverged", cli->arena));
        printf ("\n");
    }
}

static void print_status (const struct cli *cli, const struct json_t *status)
{
    struct arena *arena = cli->arena;
    if (cli->json) {
        print_json (status, arena);
        return;
    }
    printf ("%-10s %s  seq %s  %s: %s  %s: %s\n", show (status, "service", arena),
            say (cli, "ready", "就绪"), show (status, "seq", arena), say (cli, "room", "空间"),
            show (status, "room", arena), say (cli, "parked", "搁置"),
            show (status, "parked", arena));
    print_sources (cli, json_member (status, "sources"));
}

int command_status (const struct cli *cli, int count, char **words)
{
    (void)words;
    int code = EXIT_DONE;
    if (count > 0)
        return wrong_usage ("status");
    for (size_t i = 0; service_names[i]; i++) {
        const struct json_t *status =
            client_question (cli, service_names[i], "service.status", "{}", PATIENCE_MS, true);
        if (status)
            print_status (cli, status);
        else
            code = EXIT_UNREACHABLE;
    }
    return code;
}
