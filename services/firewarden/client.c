/* The way to a service: over the machine's own socket, or over tcp with a key. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "firewarden/cli.h"
#include "frame/clocks.h"
#include "frame/envelope_fresh.h"
#include "frame/socket.h"
#include "words/words.h"
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zmq.h>

enum { ASK_AGAIN_MS = 2000, LOOK_MS = 100 };

const char *const service_names[] = { "intake", "scheduling", "escalation", "reporting", NULL };

struct client {
    const struct cli *cli;
    const char *service, *which, *endpoint, *server;
    struct key_pair own;
    void *context, *socket, *monitor;
};

bool is_service (const char *name)
{
    for (size_t i = 0; service_names[i]; i++)
        if (strcmp (service_names[i], name) == 0)
            return true;
    return false;
}

const char *service_of (const char *word)
{
    for (size_t i = 0; service_names[i]; i++) {
        const struct vocabulary *vocabulary = words_of (service_names[i]);
        for (size_t j = 0; j < vocabulary->count; j++) {
            const struct record_head *head = vocabulary->words[j]()->head;
            if (strcmp (head->word, word) == 0 &&
                (head->kind == RECORD_COMMAND || head->kind == RECORD_QUERY))
                return service_names[i];
        }
    }
    return NULL;
}

/* ---- connecting ---- */

static bool find_keys (struct client *client)
{
    static char server[KEY_TEXT_SIZE];
    const struct cli *cli = client->cli;
    if (!cli->key) {
        fprintf (stderr, "firewarden: over tcp a key is needed: --key NAME, made by `firewarden "
                         "keys new NAME`\n");
        return false;
    }
    if (!keys_read (cli->data, cli->key, &client->own)) {
        fprintf (stderr,
                 "firewarden: there is no key pair %s/keys/%s.key; `firewarden keys new %s` makes "
                 "and enrols one\n",
                 cli->data, cli->key, cli->key);
        return false;
    }
    if (!keys_read_public (cli->data, client->service, server)) {
        fprintf (stderr, "firewarden: %s/keys/%s.pub is missing: the service's own public key\n",
                 cli->data, client->service);
        return false;
    }
    client->server = server;
    return true;
}

static void connect_client (struct client *client)
{
    const int failures = ZMQ_EVENT_HANDSHAKE_FAILED_AUTH | ZMQ_EVENT_HANDSHAKE_FAILED_NO_DETAIL |
                         ZMQ_EVENT_HANDSHAKE_FAILED_PROTOCOL;
    int zero = 0;
    socket_close (&client->monitor);
    socket_close (&client->socket);
    client->socket =
        socket_connect (client->context, client->endpoint, client->server, &client->own);
    if (!client->server || !client->socket ||
        zmq_socket_monitor (client->socket, "inproc://client", failures) != 0)
        return;
    client->monitor = zmq_socket (client->context, ZMQ_PAIR);
    zmq_setsockopt (client->monitor, ZMQ_LINGER, &zero, sizeof zero);
    zmq_connect (client->monitor, "inproc://client");
}

struct client *client_new (const struct cli *cli, const char *service, const char *which)
{
    struct client *client = arena_take (cli->arena, sizeof *client);
    client->cli = cli;
    client->service = service;
    client->which = which;
    client->endpoint =
        cli->at ? cli->at
                : arena_format (cli->arena, "ipc://%s/run/%s.%s", cli->data, service, which);
    bool tcp = strncmp (client->endpoint, "tcp://", 6) == 0;
    if (tcp && !find_keys (client))
        return NULL;
    if (!tcp && access (client->endpoint + strlen ("ipc://"), F_OK) != 0) {
        fprintf (stderr, "firewarden: %s is not running here: there is no %s (is --data right?)\n",
                 service, client->endpoint + strlen ("ipc://"));
        return NULL;
    }
    client->context = zmq_ctx_new();
    connect_client (client);
    return client;
}

void client_destroy (struct client **client)
{
    if (!*client)
        return;
    socket_close (&(*client)->monitor);
    socket_close (&(*client)->socket);
    zmq_ctx_term ((*client)->context);
    *client = NULL;
}

/* ---- asking ---- */

static bool was_refused (struct client *client)
{
    unsigned char event[6];
    if (!client->monitor || zmq_recv (client->monitor, event, sizeof event, ZMQ_DONTWAIT) < 0)
        return false;
    fprintf (stderr,
             "firewarden: %s refused the key `%s`: it is not enrolled there (a new one is let in "
             "within a "
             "second), or that is not %s, whose key is %s.pub\n",
             client->endpoint, client->cli->key, client->service, client->service);
    return true;
}

static bool wait_for (struct client *client, int wait_ms)
{
    zmq_pollitem_t items[] = { { .socket = client->socket, .events = ZMQ_POLLIN },
                               { .socket = client->monitor, .events = ZMQ_POLLIN } };
    zmq_poll (items, client->monitor ? 2 : 1, wait_ms);
    return (items[0].revents & ZMQ_POLLIN) != 0;
}

static void say_unanswered (const struct client *client)
{
    const char *hint =
        !client->server
            ? arena_format (client->cli->arena, "; is it running? Its log is %s/log/%s.log",
                            client->cli->data, client->service)
        : strcmp (client->which, "journal") == 0
            ? "; over tcp only a key with `sees_private: true` in clients.yaml reads journals"
            : "";
    fprintf (stderr, "firewarden: %s does not answer at %s%s\n", client->service, client->endpoint,
             hint);
}

/* The same bytes with the same ids, which is harmless, on the same socket, so that a late answer is
   taken as well. */
const char *client_ask (struct client *client, const char *bytes, int patience_ms, bool aloud,
                        size_t *size)
{
    const char *answer = NULL;
    const int64_t begun = clocks_steady();
    int64_t again = begun;
    int asked = 0;
    bool said = false;
    while (client->socket && !answer && clocks_steady() < begun + patience_ms) {
        if (clocks_steady() >= again && socket_send (client->socket, bytes, strlen (bytes))) {
            again = clocks_steady() + ASK_AGAIN_MS;
            asked++;
        }
        bool ready = wait_for (client, LOOK_MS);
        if (was_refused (client))
            return NULL;
        if (ready && !socket_take (client->socket, client->cli->arena, &answer, size))
            answer = NULL;
        if (!answer && !said && aloud && clocks_steady() >= begun + ASK_AGAIN_MS) {
            fprintf (stderr, "firewarden: %s has not answered yet; asked again for up to %d s\n",
                     client->service, patience_ms / 1000);
            said = true;
        }
    }
    if (client->socket && (!answer || asked > 1))
        connect_client (client); /* what may still come is not of the next */
    if (!answer && aloud)
        say_unanswered (client);
    return answer;
}

const char *envelope_text (const struct cli *cli, const char *type, const char *data)
{
    return envelope_fresh (cli->arena, clocks_wall(), "firewarden", type, data);
}

const char *envelope_completed (const struct cli *cli, const struct json_t *event, const char *type)
{
    static const char *const members[] = { "specversion", "id", "source", "time", "data" };
    struct refusal refusal;
    struct text text = text_in (cli->arena);
    const char *fresh_text = envelope_text (cli, type, "{}"),
               *given = json_text (event, cli->arena);
    const struct json_t *fresh = json_parse (fresh_text, strlen (fresh_text), cli->arena, &refusal);
    text_say (&text, "{");
    for (size_t i = 0; i < sizeof members / sizeof *members; i++)
        if (!json_member (event, members[i]))
            text_format (&text, "\"%s\":%s,", members[i],
                         json_text (json_member (fresh, members[i]), cli->arena));
    text_say (&text, given + 1);
    return text.bytes;
}

const struct json_t *client_question (const struct cli *cli, const char *service, const char *type,
                                      const char *data, int patience_ms, bool aloud)
{
    size_t size;
    struct refusal refusal;
    struct client *client = client_new (cli, service, "door");
    if (!client)
        return NULL;
    const char *answer =
        client_ask (client, envelope_text (cli, type, data), patience_ms, aloud, &size);
    client_destroy (&client);
    return answer ? json_parse (answer, size, cli->arena, &refusal) : NULL;
}

static void say_error (const struct json_t *error, const struct json_t *answer, struct arena *arena)
{
    const char *path = error ? json_words (json_member (error, "path")) : NULL;
    const char *message = error ? json_words (json_member (error, "message")) : NULL;
    fprintf (stderr, "firewarden: %s%s%s\n", path ? path : "", path && *path ? ": " : "",
             message ? message : json_text (answer, arena));
}

bool is_rejected (const struct json_t *answer, struct arena *arena)
{
    const struct json_t *status = json_member (answer, "status"),
                        *error = json_member (answer, "error"),
                        *errors = json_member (answer, "errors"); /* when there are several */
    if (!status || !json_words (status) || strcmp (json_words (status), "rejected") != 0)
        return false;
    for (size_t i = 0; i < (errors ? json_count (errors) : 1); i++)
        say_error (errors ? json_element (errors, i) : error, answer, arena);
    return true;
}
