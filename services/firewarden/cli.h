/* What the subcommands of `firewarden` share: options, exit codes, the way to a service. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#pragma once
#include "base/arena.h"
#include "base/instant.h"
#include "record/record.h"
#include <stdbool.h>

enum exit_code { EXIT_DONE = 0, EXIT_REFUSED = 1, EXIT_USAGE = 2, EXIT_UNREACHABLE = 3 };

struct cli {
    struct arena *arena; /* of the whole run */
    const char *data;    /* --data: where the services keep their state */
    const char *config;  /* --config: the folder of the configuration */
    const char *key;     /* --key NAME: over tcp, with the pair DIR/keys/NAME.key */
    const char *at;      /* --at ENDPOINT: instead of the service's own ipc door */
    bool json, chinese;
};
typedef int command_fn (const struct cli *cli, int count, char **words);

command_fn command_ask, command_calendar, command_case, command_check, command_clone, command_due,
    command_explain, command_import, command_keys, command_letters, command_notify, command_rebuild,
    command_rehearse, command_send, command_status, command_tail, command_verify, command_words;

/* Chinese or English, by locale. */
const char *say (const struct cli *cli, const char *english, const char *chinese);
/* A whole number and nothing else, FIRST to LAST. */
bool read_whole (const char *word, int64_t first, int64_t last, int64_t *number);
/* Says WHAT on stderr and returns EXIT_USAGE. */
int wrong_usage (const char *what);

/* ---- client.c ---- */

extern const char *const service_names[]; /* NULL-ended */
bool is_service (const char *name);
/* The service that takes WORD, or NULL. */
const char *service_of (const char *word);

struct client;
/* A way to the door (or the journal, WHICH "journal") of SERVICE. NULL: said on stderr why there is
 * none. */
struct client *client_new (const struct cli *cli, const char *service, const char *which);
void client_destroy (struct client **client);
/* Sends BYTES and waits for the answer, asking again as often as it takes within PATIENCE_MS. NULL:
   no answer came; said on stderr why, if ALOUD. */
const char *client_ask (struct client *client, const char *bytes, int patience_ms, bool aloud,
                        size_t *size);
/* A question: TYPE with DATA (JSON object text) to the service that takes it. NULL: not answered,
 * said why. */
const struct json_t *client_question (const struct cli *cli, const char *service, const char *type,
                                      const char *data, int patience_ms, bool aloud);
/* An envelope around TYPE and DATA with a fresh id. */
const char *envelope_text (const struct cli *cli, const char *type, const char *data);
/* EVENT, of TYPE, with what it lacks of an envelope; what it has stays. */
const char *envelope_completed (const struct cli *cli, const struct json_t *event,
                                const char *type);
/* Whether the answer is a rejection; says it on stderr. */
bool is_rejected (const struct json_t *answer, struct arena *arena);

/* ---- print.c ---- */

/* A list of JSON objects as a table, the columns as they come in the first. */
void print_table (const struct json_t *items, struct arena *arena);
/* A JSON value, one line. */
void print_json (const struct json_t *json, struct arena *arena);
