/* tail: a journal as JSON lines, by the same fetch that its readers use. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/text.h"
#include "firewarden/cli.h"
#include "frame/fetch.h"
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PATIENCE_MS = 15000 };

static void print_fact (const struct told *told, struct arena *arena)
{
    char time[INSTANT_TEXT_SIZE];
    struct text line = text_in (arena);
    text_format (&line,
                 "{\"seq\":%" PRId64 ",\"id\":\"%.32s\",\"type\":\"%s\",\"subject\":", told->seq,
                 told->chain, told->type);
    text_put_json (&line, told->subject);
    text_format (&line, ",\"time\":\"%s\"", instant_text (told->time, time));
    text_format (&line, ",\"recorded\":\"%s\"", instant_text (told->recorded, time));
    if (told->actor) {
        text_say (&line, ",\"actor\":");
        text_put_json (&line, told->actor);
    }
    if (told->cause) {
        text_say (&line, ",\"cause\":");
        text_put_json (&line, told->cause);
    }
    text_say (&line, ",\"data\":");
    text_say (&line, json_text (told->data, arena));
    text_format (&line, ",\"chain\":\"%s\"}", told->chain);
    puts (line.bytes);
}

static const struct reply *fetch (const struct cli *cli, struct client *client, int64_t after,
                                  bool follow)
{
    size_t size;
    struct refusals refusals = refusals_in (cli->arena);
    struct text text = text_in (cli->arena);
    record_to_json (fetch_record(),
                    &(struct fetch){ .fetch = after,
                                     .name = "tail",
                                     .after = after,
                                     .events = CREDIT_EVENTS,
                                     .bytes = CREDIT_BYTES,
                                     .now = !follow },
                    &text);
    const char *bytes = client_ask (client, text.bytes, PATIENCE_MS, true, &size);
    const struct reply *reply =
        bytes ? record_from_text (reply_record(), bytes, size, cli->arena, &refusals) : NULL;
    if (bytes && !reply)
        fprintf (stderr, "firewarden: what answers there is no journal; a door has another port\n");
    return reply;
}

static int tail (const struct cli *cli, struct client *client, int64_t after, bool follow)
{
    for (;;) {
        const struct reply *reply = fetch (cli, client, after, follow);
        if (!reply)
            return EXIT_UNREACHABLE;
        for (size_t i = 0; i < reply->events_count; i++) {
            print_fact (&reply->events[i], cli->arena);
            after = reply->events[i].seq;
        }
        fflush (stdout);
        if (!follow && (after >= reply->head || reply->events_count == 0))
            return EXIT_DONE;
        arena_reset (cli->arena); /* a journal may be longer than memory */
    }
}

int command_tail (const struct cli *cli, int count, char **words)
{
    int64_t from = 1;
    bool follow = false;
    if (count < 1 || !is_service (words[0]))
        return wrong_usage (
            "tail intake | scheduling | escalation | reporting [--from N] [--follow]");
    for (int i = 1; i < count; i++)
        if (strcmp (words[i], "--follow") == 0)
            follow = true;
        else if (strcmp (words[i], "--from") == 0 && i + 1 < count && atoll (words[i + 1]) > 0)
            from = atoll (words[++i]);
        else
            return wrong_usage ("tail SERVICE [--from N] [--follow]: N is a seq, from 1");
    struct cli own =
        *cli; /* its arena is emptied as the journal goes by; the client's texts stay in ours */
    own.arena = arena_new();
    struct client *client = client_new (cli, words[0], "journal");
    if (!client)
        return EXIT_UNREACHABLE;
    int code = tail (&own, client, from - 1, follow);
    client_destroy (&client);
    arena_destroy (&own.arena);
    return code;
}
