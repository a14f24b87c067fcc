/* ask, case: questions. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/text.h"
#include "firewarden/cli.h"
#include "words/words.h"
#include <stdio.h>
#include <string.h>

enum { PATIENCE_MS = 10000 };

/* VALUE as the field of WORD wants it: a number or true stays bare, everything else is a text. */
static void put_value (const struct record *word, const char *name, const char *value,
                       struct text *text)
{
    const struct field *field = record_field (word, name);
    bool bare = field && (field->kind == FIELD_NUMBER || field->kind == FIELD_YES) &&
                (strspn (value, "0123456789") == strlen (value) || strcmp (value, "true") == 0 ||
                 strcmp (value, "false") == 0);
    if (bare && *value)
        text_say (text, value);
    else
        text_put_json (text, value);
}

static const char *data_of (const struct cli *cli, const struct record *word, int count,
                            char **words)
{
    struct text text = text_in (cli->arena);
    text_say (&text, "{");
    for (int i = 0; i < count; i++) {
        const char *equals = strchr (words[i], '=');
        if (!equals)
            return NULL;
        const char *name = arena_copy (cli->arena, words[i], (size_t)(equals - words[i]));
        text_say (&text, i > 0 ? "," : "");
        text_put_json (&text, name);
        text_say (&text, ":");
        put_value (word, name, equals + 1, &text);
    }
    text_say (&text, "}");
    return text.bytes;
}

static int ask (const struct cli *cli, const char *type, int count, char **words)
{
    const char *service = service_of (type);
    if (!service)
        return wrong_usage (arena_format (
            cli->arena, "no service takes `%s`; `firewarden words` lists what can be asked", type));
    const char *data = data_of (cli, words_find (type), count, words);
    if (!data)
        return wrong_usage (arena_format (
            cli->arena, "after the type come KEY=VALUE pairs; `firewarden words %s` has the keys",
            type));
    const struct json_t *answer = client_question (cli, service, type, data, PATIENCE_MS, true);
    if (!answer)
        return EXIT_UNREACHABLE;
    const struct json_t *items = json_member (answer, "items");
    if (cli->json || !items)
        print_json (answer, cli->arena);
    else
        print_table (items, cli->arena);
    return is_rejected (answer, cli->arena) ? EXIT_REFUSED : EXIT_DONE;
}

int command_ask (const struct cli *cli, int count, char **words)
{
    return count < 1 ? wrong_usage ("ask TYPE [KEY=VALUE…]")
                     : ask (cli, words[0], count - 1, words + 1);
}

int command_case (const struct cli *cli, int count, char **words)
{
    if (count < 1 || count > 2)
        return wrong_usage ("case REF [as_of=INSTANT]");
    char *pairs[] = { arena_format (cli->arena, "case=%s", words[0]), count > 1 ? words[1] : NULL };
    return ask (cli, "case.show", count, pairs);
}
