/* letters: what a service could not handle of what its neighbours told, and what comes later of the
   same cases behind it. Listed, shown, heard once more, or dropped for good. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/text.h"
#include "firewarden/cli.h"
#include <stdio.h>
#include <string.h>

enum { LOOK_MS = 10000, PATIENCE_MS = 60000 };
static const char usage[] =
    "letters list [SERVICE] | show SERVICE SOURCE SEQ | retry SERVICE [SOURCE SEQ] | "
    "drop SERVICE SOURCE SEQ REASON BY";

static bool is_one (const char *source, const char *seq)
{
    int64_t number;
    return is_service (source) && read_whole (seq, 1, INT64_MAX, &number);
}

/* {"source":…,"seq":…} and what MORE holds: names and words, NULL-ended. */
static const char *data_of (const struct cli *cli, const char *source, const char *seq,
                            const char *const *more)
{
    struct text data = text_in (cli->arena);
    text_format (&data, "{\"source\":\"%s\",\"seq\":%s", source, seq);
    for (size_t i = 0; more[i]; i += 2) {
        text_format (&data, ",\"%s\":", more[i]);
        text_put_json (&data, more[i + 1]);
    }
    text_say (&data, "}");
    return data.bytes;
}

static int ask (const struct cli *cli, const char *service, const char *type, const char *data)
{
    const struct json_t *answer = client_question (cli, service, type, data, PATIENCE_MS, true);
    if (!answer)
        return EXIT_UNREACHABLE;
    if (is_rejected (answer, cli->arena))
        return EXIT_REFUSED;
    print_json (answer, cli->arena);
    return EXIT_DONE;
}

static int list_one (const struct cli *cli, const char *service)
{
    const struct json_t *answer =
        client_question (cli, service, "parked.list", "{}", LOOK_MS, true);
    const struct json_t *items = answer ? json_member (answer, "items") : NULL;
    if (!answer)
        return EXIT_UNREACHABLE;
    if (!items || cli->json) {
        print_json (answer, cli->arena);
        return items ? EXIT_DONE : EXIT_REFUSED;
    }
    printf ("%s: %s %zu\n", service, say (cli, "waiting", "搁置"), json_count (items));
    if (json_count (items) > 0)
        print_table (items, cli->arena);
    return EXIT_DONE;
}

static int list_all (const struct cli *cli)
{
    int code = EXIT_DONE;
    for (size_t i = 0; service_names[i]; i++) {
        int one = list_one (cli, service_names[i]);
        code = one != EXIT_DONE ? one : code;
    }
    return code;
}

int command_letters (const struct cli *cli, int count, char **words)
{
    static const char *const nothing[] = { NULL };
    const char *what = count > 0 ? words[0] : "";
    bool of_service = count > 1 && is_service (words[1]);
    bool of_one = of_service && count > 3 && is_one (words[2], words[3]);
    if (strcmp (what, "list") == 0 && count == 1)
        return list_all (cli);
    if (strcmp (what, "list") == 0 && count == 2 && of_service)
        return list_one (cli, words[1]);
    if (strcmp (what, "show") == 0 && count == 4 && of_one)
        return ask (cli, words[1], "parked.list", data_of (cli, words[2], words[3], nothing));
    if (strcmp (what, "retry") == 0 && count == 2 && of_service)
        return ask (cli, words[1], "parked.retry", "{}");
    if (strcmp (what, "retry") == 0 && count == 4 && of_one)
        return ask (cli, words[1], "parked.retry", data_of (cli, words[2], words[3], nothing));
    if (strcmp (what, "drop") == 0 && count == 6 && of_one)
        return ask (cli, words[1], "parked.drop",
                    data_of (cli, words[2], words[3],
                             (const char *[]){ "reason", words[4], "by", words[5], NULL }));
    return wrong_usage (usage);
}
