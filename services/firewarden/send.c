/* send: commands as JSON, from a file or stdin: one object, an array, or one object a line. What is
   not an envelope yet ({"type":…,"data":…}) gets what it lacks. Sent again until it is answered,
   with the same id. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/text.h"
#include "firewarden/cli.h"
#include <errno.h>
#include <stdio.h>
#include <string.h>

enum {
    PATIENCE_MS = 60000,
    INPUT_BYTES_MAX = 256 << 20,
    BATCH_BYTES_MAX = 60 << 10,
    BATCH_MAX = 500
};

struct sending {
    const struct cli *cli;
    struct client *client; /* of the service at hand */
    const char *service;
    struct text batch;
    size_t batched;
    size_t rejected;
    bool unreachable;
};

static bool slurp (const char *path, struct text *text)
{
    char block[65536];
    size_t size;
    FILE *file = strcmp (path, "-") == 0 ? stdin : fopen (path, "re");
    if (!file) {
        fprintf (stderr, "firewarden: %s: %s\n", path, strerror (errno));
        return false;
    }
    while ((size = fread (block, 1, sizeof block, file)) > 0 && text->length < INPUT_BYTES_MAX)
        text_put (text, block, size);
    if (file != stdin)
        fclose (file);
    return true;
}

static void print_answers (struct sending *sending, const struct json_t *answers)
{
    for (size_t i = 0; i < json_count (answers); i++) {
        const struct json_t *answer = json_element (answers, i);
        print_json (answer, sending->cli->arena);
        sending->rejected += is_rejected (answer, sending->cli->arena);
    }
}

static void flush (struct sending *sending)
{
    size_t size;
    struct refusal refusal;
    if (sending->batched == 0 || sending->unreachable)
        return;
    /* One alone goes without brackets: a complaint's path then points into what was typed. */
    text_say (&sending->batch, sending->batched > 1 ? "]" : "");
    const char *request = sending->batch.bytes + (sending->batched > 1 ? 0 : 1);
    const char *bytes = client_ask (sending->client, request, PATIENCE_MS, true, &size);
    const struct json_t *answers =
        bytes ? json_parse (bytes, size, sending->cli->arena, &refusal) : NULL;
    if (!answers)
        sending->unreachable = true;
    else if (json_count (answers) == SIZE_MAX) {
        print_json (answers, sending->cli->arena);
        sending->rejected += is_rejected (answers, sending->cli->arena);
    } else
        print_answers (sending, answers);
    sending->batch = text_in (sending->cli->arena);
    sending->batched = 0;
}

static bool go_to (struct sending *sending, const char *service)
{
    if (sending->service && strcmp (sending->service, service) == 0)
        return !sending->unreachable;
    flush (sending);
    client_destroy (&sending->client);
    sending->service = service;
    sending->client = client_new (sending->cli, service, "door");
    sending->unreachable |= !sending->client;
    return !sending->unreachable;
}

static void add (struct sending *sending, const struct json_t *event)
{
    struct arena *arena = sending->cli->arena;
    const struct json_t *type = json_member (event, "type");
    const char *word = type ? json_words (type) : NULL;
    const char *service = word ? service_of (word) : NULL;
    /* What no service takes goes to intake, whose refusal names the words there are. */
    if (!go_to (sending, service ? service : "intake"))
        return;
    const char *text = json_member (event, "specversion") || !word
                           ? json_text (event, arena)
                           : envelope_completed (sending->cli, event, word);
    if (sending->batched == BATCH_MAX || sending->batch.length + strlen (text) > BATCH_BYTES_MAX)
        flush (sending);
    text_say (&sending->batch, sending->batched++ > 0 ? "," : "[");
    text_say (&sending->batch, text);
}

static bool add_all (struct sending *sending, const char *bytes, size_t size,
                     struct refusal *refusal)
{
    const struct json_t *json = json_parse (bytes, size, sending->cli->arena, refusal);
    if (!json)
        return false;
    if (json_count (json) == SIZE_MAX)
        add (sending, json);
    else
        for (size_t i = 0; i < json_count (json); i++)
            add (sending, json_element (json, i));
    return true;
}

static int send_lines (struct sending *sending, const char *bytes)
{
    struct refusal refusal;
    for (int line = 1; *bytes; line++) {
        size_t length = strcspn (bytes, "\n");
        bool empty = strspn (bytes, " \t\r") >= length;
        if (!empty && !add_all (sending, bytes, length, &refusal)) {
            fprintf (stderr, "firewarden: line %d: %s\n", line, refusal.sentence);
            flush (sending);
            return EXIT_USAGE;
        }
        bytes += length + (bytes[length] == '\n');
    }
    return EXIT_DONE;
}

int command_send (const struct cli *cli, int count, char **words)
{
    struct sending sending = { .cli = cli, .batch = text_in (cli->arena) };
    struct text input = text_in (cli->arena);
    struct refusal refusal;
    if (count > 1)
        return wrong_usage ("send [FILE]");
    text_say (&input, "");
    if (!slurp (count == 1 ? words[0] : "-", &input))
        return EXIT_USAGE;
    int code = EXIT_DONE;
    if (!add_all (&sending, input.bytes, input.length, &refusal))
        code = send_lines (&sending, input.bytes);
    flush (&sending);
    client_destroy (&sending.client);
    if (sending.unreachable)
        return EXIT_UNREACHABLE;
    return code ? code : sending.rejected > 0 ? EXIT_REFUSED : EXIT_DONE;
}
