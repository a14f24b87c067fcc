/* verify, rebuild: asked of the service when it runs, since a store has one process; else done by
 * its program. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/text.h"
#include "firewarden/cli.h"
#include "store/guard.h"
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { PATIENCE_MS = 3600000 };

/* The service's program lies beside this one. */
static int run_program (const struct cli *cli, const char *service, const char *option)
{
    char self[PATH_MAX];
    ssize_t length = readlink ("/proc/self/exe", self, sizeof self - 1);
    self[length > 0 ? length : 0] = '\0';
    const char *slash = strrchr (self, '/');
    char *program = arena_format (cli->arena, "%.*s/firewarden-%s", (int)(slash ? slash - self : 0),
                                  self, service);
    char *config = arena_format (cli->arena, "%s/%s.yaml", cli->config, service);
    char folder[PATH_MAX]; /* a store is opened by no symbolic link */
    char *data = realpath (cli->data, folder) ? folder : arena_text (cli->arena, cli->data),
         *wish = arena_text (cli->arena, option);
    char *const words[] = { program, arena_text (cli->arena, "--config"),
                            config,  arena_text (cli->arena, "--data"),
                            data,    wish,
                            NULL };
    execv (program, words);
    fprintf (stderr, "firewarden: %s: %s\n", program, strerror (errno));
    return EXIT_UNREACHABLE;
}

static int tend (const struct cli *cli, int count, char **words, const char *word,
                 const char *option)
{
    if (count != 1 || !is_service (words[0]))
        return wrong_usage (arena_format (
            cli->arena, "%s intake | scheduling | escalation | reporting", option + 2));
    if (access (arena_format (cli->arena, "%s/%s/store.db", cli->data, words[0]), F_OK) != 0) {
        fprintf (stderr, "firewarden: %s has no store of %s\n", cli->data, words[0]);
        return EXIT_UNREACHABLE;
    }
    if (!guard_is_held (arena_format (cli->arena, "%s/%s", cli->data, words[0])))
        return run_program (cli, words[0], option);
    const struct json_t *answer = client_question (cli, words[0], word, "{}", PATIENCE_MS, true);
    if (!answer)
        return EXIT_UNREACHABLE;
    print_json (answer, cli->arena);
    const struct json_t *broken = json_member (answer, "broken_at");
    bool whole = !broken || strcmp (json_text (broken, cli->arena), "0") == 0;
    if (!whole)
        fprintf (stderr, "firewarden: the chain is broken at seq %s\n",
                 json_text (broken, cli->arena));
    return is_rejected (answer, cli->arena) || !whole ? EXIT_REFUSED : EXIT_DONE;
}

int command_verify (const struct cli *cli, int count, char **words)
{
    return tend (cli, count, words, "journal.verify", "--verify");
}

int command_rebuild (const struct cli *cli, int count, char **words)
{
    return tend (cli, count, words, "tables.rebuild", "--rebuild");
}
