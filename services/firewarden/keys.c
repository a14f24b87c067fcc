/* keys: pairs of those who come over tcp. `new` enrols the public half in DIR/keys/clients.yaml,
   which the services look at again within a second. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/text.h"
#include "firewarden/cli.h"
#include "frame/keys.h"
#include "frame/permit.h"
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *enrolment (const struct cli *cli)
{
    return arena_format (cli->arena, "%s/keys/clients.yaml", cli->data);
}

static bool is_name (const char *name)
{
    return strlen (name) >= 1 && strlen (name) <= 64 && name[0] != '.' &&
           strspn (name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.") ==
               strlen (name);
}

static void put_client (FILE *file, const struct client *client)
{
    fprintf (file, "  - {key: '%s', name: '%s'", client->key, client->name);
    for (size_t i = 0; i < client->speaks_for_count; i++)
        fprintf (file, "%s%s", i == 0 ? ", speaks_for: [" : ", ", client->speaks_for[i]);
    fprintf (file, "%s%s}\n", client->speaks_for_count > 0 ? "]" : "",
             client->sees_private ? ", sees_private: true" : "");
}

/* What is enrolled, with one more; whole or not at all. Z85 is quoted singly: it has no single
 * quote. */
static bool enrol (const struct cli *cli, const struct clients *clients, const char *name,
                   const char *key)
{
    const char *path = enrolment (cli), *draft = arena_format (cli->arena, "%s.new", path);
    FILE *file = fopen (draft, "we");
    if (!file)
        return false;
    keys_keep_owner (fileno (file), arena_format (cli->arena, "%s/keys", cli->data));
    fprintf (
        file,
        "# Enrolled by `firewarden keys new`: who is let in over tcp, by public key.\nclients:\n");
    for (size_t i = 0; clients && i < clients->clients_count; i++)
        put_client (file, &clients->clients[i]);
    put_client (file, &(struct client){ .key = key, .name = name });
    bool done = fflush (file) == 0 && fsync (fileno (file)) == 0;
    return fclose (file) == 0 && done && rename (draft, path) == 0;
}

static void print_pair (const struct cli *cli, const char *name, const struct key_pair *pair)
{
    char server[KEY_TEXT_SIZE];
    struct text text = text_in (cli->arena);
    text_say (&text, "{\"name\":");
    text_put_json (&text, name);
    text_say (&text, ",\"public\":");
    text_put_json (&text, pair->public_half);
    text_say (&text, ",\"secret\":");
    text_put_json (&text, pair->secret_half);
    text_say (&text, ",\"file\":");
    text_put_json (&text, arena_format (cli->arena, "%s/keys/%s.key", cli->data, name));
    text_say (&text, ",\"servers\":{");
    const char *before = "";
    for (size_t i = 0; service_names[i]; i++)
        if (keys_read_public (cli->data, service_names[i], server)) {
            text_format (&text, "%s\"%s\":", before, service_names[i]);
            text_put_json (&text, server);
            before = ",";
        }
    text_say (&text, "}}");
    if (cli->json)
        puts (text.bytes);
    else
        printf ("%s\npublic %s\nsecret %s\n%s %s/keys/%s.key\n", name, pair->public_half,
                pair->secret_half, say (cli, "enrolled; the pair is in", "已登记；密钥存于"),
                cli->data, name);
}

static int make (const struct cli *cli, const char *name)
{
    struct key_pair pair;
    struct refusals refusals = refusals_in (cli->arena);
    const struct clients *clients = NULL;
    if (!is_name (name) || is_service (name) || strcmp (name, ACTOR_LOCAL) == 0)
        return wrong_usage (
            "keys new NAME: 1 to 64 letters, digits, - _ . and not the name of a service");
    if (access (enrolment (cli), F_OK) == 0 &&
        !(clients = clients_read (enrolment (cli), cli->arena, &refusals))) {
        fprintf (stderr, "firewarden: %s: %s\n", refusals.list[0].path, refusals.list[0].sentence);
        return EXIT_REFUSED;
    }
    keys_make (&pair);
    mkdir (cli->data, 0700);
    if (!keys_write (cli->data, name, &pair)) {
        fprintf (stderr, "firewarden: %s/keys/%s.key: %s\n", cli->data, name,
                 errno == EEXIST ? "is there already; take another name, or remove it first"
                                 : strerror (errno));
        return EXIT_REFUSED;
    }
    if (!enrol (cli, clients, name, pair.public_half)) {
        fprintf (stderr, "firewarden: %s: %s\n", enrolment (cli), strerror (errno));
        return EXIT_REFUSED;
    }
    print_pair (cli, name, &pair);
    return EXIT_DONE;
}

/* Each enrolled key of FILE; false: it has mistakes. */
static bool list_file (const struct cli *cli, const char *file, bool aloud)
{
    struct refusals refusals = refusals_in (cli->arena);
    if (access (file, F_OK) != 0)
        return true;
    const struct clients *clients = clients_read (file, cli->arena, &refusals);
    for (size_t i = 0; i < refusals.count; i++)
        fprintf (stderr, "%s: %s\n", refusals.list[i].path, refusals.list[i].sentence);
    for (size_t i = 0; aloud && clients && i < clients->clients_count; i++)
        printf ("%s  %s\n", clients->clients[i].key, clients->clients[i].name);
    return clients != NULL;
}

static int list (const struct cli *cli, bool aloud)
{
    bool good = list_file (cli, arena_format (cli->arena, "%s/clients.yaml", cli->config), aloud);
    good &= list_file (cli, enrolment (cli), aloud);
    for (size_t i = 0; service_names[i]; i++) {
        char server[KEY_TEXT_SIZE];
        if (aloud && keys_read_public (cli->data, service_names[i], server))
            printf ("%s  %s (%s)\n", server, service_names[i],
                    say (cli, "a service of ours", "本系统服务"));
    }
    return good ? EXIT_DONE : EXIT_REFUSED;
}

int command_keys (const struct cli *cli, int count, char **words)
{
    if (count == 2 && strcmp (words[0], "new") == 0)
        return make (cli, words[1]);
    if (count == 1 && (strcmp (words[0], "list") == 0 || strcmp (words[0], "check") == 0))
        return list (cli, strcmp (words[0], "list") == 0);
    return wrong_usage ("keys new NAME | keys list | keys check");
}
