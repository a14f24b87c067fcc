/* firewarden-gateway: HTTP for who has no key; it holds no state. One thread serves; the asker's
   worker asks reporting. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/log.h"
#include "base/stop.h"
#include "frame/asker.h"
#include "frame/clocks.h"
#include "frame/envelope_fresh.h"
#include "frame/settings.h"
#include "gateway/http.h"
#include "gateway/pages.h"
#include "record/record.h"
#include <errno.h>
#include <getopt.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <unistd.h>

enum { USAGE = 2, PATIENCE_MS = 3000 };
#define NAME "gateway"

struct gateway {
    const char *config, *data;
    const struct gateway_settings *settings;
    struct arena *arena; /* of the whole run */
    struct arena *moment;
    struct key_pair own;
    char server[KEY_TEXT_SIZE];
    struct asker *asker;
    struct http *http;
    struct board board;
    struct counted counted;
    int signals;
};

/* ---- beginning ---- */

static bool read_arguments (struct gateway *gateway, int argc, char **argv)
{
    static const struct option options[] = { { "config", required_argument, NULL, 'c' },
                                             { "data", required_argument, NULL, 'd' },
                                             { 0 } };
    gateway->config = "config/" NAME ".yaml";
    gateway->data = "data";
    int option;
    while ((option = getopt_long (argc, argv, "", options, NULL)) != -1)
        if (option == 'c')
            gateway->config = optarg;
        else if (option == 'd')
            gateway->data = optarg;
        else
            return false;
    return optind == argc;
}

static void read_settings (struct gateway *gateway)
{
    struct refusals refusals = refusals_in (gateway->arena);
    gateway->settings = gateway_settings_read (gateway->config, gateway->arena, &refusals);
    for (size_t i = 0; i < refusals.count; i++)
        log_line (LOG_ERROR, "run.config", "%s: %s", refusals.list[i].path,
                  refusals.list[i].sentence);
    if (!gateway->settings)
        stop (STOP_CONFIG, "run.config",
              "the configuration has %zu mistakes; `firewarden check %s` shows them",
              refusals.count + refusals.unkept, gateway->config);
}

/* Over tcp, with the pair that was made and enrolled for us. */
static void find_keys (struct gateway *gateway)
{
    if (!keys_read (gateway->data, NAME, &gateway->own) ||
        !keys_read_public (gateway->data, "reporting", gateway->server))
        stop (STOP_CONFIG, "gateway.key",
              "over tcp a key is needed: %s/keys/" NAME ".key, made and enrolled by `firewarden "
              "keys new " NAME "`, and reporting's %s/keys/reporting.pub",
              gateway->data, gateway->data);
}

static void open_asker (struct gateway *gateway)
{
    const char *written = gateway->settings->reporting,
               *endpoint = settings_endpoint (written, gateway->data, gateway->arena);
    if (!endpoint)
        stop (STOP_CONFIG, "gateway.endpoint",
              "%s under %s is longer than the 107 bytes that a socket's path may have; use a "
              "shorter --data",
              written, gateway->data);
    const bool tcp = strncmp (endpoint, "tcp://", strlen ("tcp://")) == 0;
    if (tcp)
        find_keys (gateway);
    gateway->asker = asker_new (&(struct asker_setup){ .endpoint = endpoint,
                                                       .server = tcp ? gateway->server : NULL,
                                                       .own = tcp ? &gateway->own : NULL,
                                                       .patience_ms = PATIENCE_MS });
}

static void open_signals (struct gateway *gateway)
{
    sigset_t set;
    sigemptyset (&set);
    sigaddset (&set, SIGTERM);
    sigaddset (&set, SIGINT);
    sigprocmask (SIG_BLOCK, &set, NULL);
    signal (SIGPIPE, SIG_IGN);
    gateway->signals = signalfd (-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
    if (gateway->signals < 0)
        stop (STOP_OS, "gateway.signals", "nobody could tell it to stop: %s", strerror (errno));
}

/* Where it is found: the port may have been any. DIR/run/gateway.http holds it while it listens. */
static const char *address_file (const struct gateway *gateway)
{
    return arena_format (gateway->arena, "%s/run/" NAME ".http", gateway->data);
}

static void write_address (const struct gateway *gateway)
{
    const char *path = address_file (gateway),
               *folder = arena_format (gateway->arena, "%s/run", gateway->data);
    mkdir (gateway->data, 0700);
    mkdir (folder, 0700);
    FILE *file = fopen (path, "we");
    if (!file || fprintf (file, "%s\n", http_address (gateway->http)) < 0 || fclose (file) != 0)
        stop (STOP_OS, "gateway.address", "cannot write %s: %s", path, strerror (errno));
}

/* ---- serving ---- */

static bool answer (void *self, const char *method, const char *path, struct http_reply *reply)
{
    struct gateway *gateway = self;
    const int64_t now = clocks_steady();
    if (page_needs_board (method, path) && !board_is_settled (&gateway->board, now)) {
        if (board_wants (&gateway->board, now) &&
            asker_ask (gateway->asker,
                       envelope_fresh (gateway->moment, clocks_wall(), NAME, "screen.show", "{}")))
            board_asked (&gateway->board);
        return false;
    }
    const struct looking looking = { .board = &gateway->board,
                                     .now = now,
                                     .wall = clocks_wall(),
                                     .connections = http_connections (gateway->http),
                                     .arena = gateway->moment };
    const struct page_reply page = page_reply (&looking, &gateway->counted, method, path);
    *reply = (struct http_reply){
        .status = page.status, .type = page.type, .body = page.body, .allow = page.allow
    };
    return true;
}

/* What was asked for, or NULL: nothing came, or a refusal. */
static const char *granted (const char *said, struct arena *arena)
{
    struct refusal refusal;
    const struct json_t *json = said ? json_parse (said, strlen (said), arena, &refusal) : NULL;
    const char *status = json ? json_words (json_member (json, "status")) : NULL;
    if (status && strcmp (status, "ok") == 0)
        return said;
    return NULL;
}

static void take_outcome (struct gateway *gateway)
{
    const char *said;
    if (!asker_take (gateway->asker, gateway->moment, &said))
        return;
    const char *shown = granted (said, gateway->moment);
    if (board_refused (&gateway->board, said && !shown))
        log_line (LOG_ERROR, "gateway.refused", "reporting does not show the board: %s", said);
    if (board_take (&gateway->board, shown, clocks_steady()))
        log_line (shown ? LOG_INFO : LOG_WARN, "gateway.board",
                  shown ? "reporting answers again"
                        : "reporting does not answer; the board shows what it said last");
    http_again (gateway->http);
}

static bool was_told_to_stop (const struct gateway *gateway)
{
    struct signalfd_siginfo told;
    return read (gateway->signals, &told, sizeof told) == (ssize_t)sizeof told;
}

static void serve (struct gateway *gateway)
{
    int wait_ms = 0;
    while (!was_told_to_stop (gateway)) {
        struct pollfd items[] = { { .fd = gateway->signals, .events = POLLIN },
                                  { .fd = http_fd (gateway->http), .events = POLLIN },
                                  { .fd = asker_fd (gateway->asker), .events = POLLIN } };
        poll (items, sizeof items / sizeof *items, wait_ms);
        log_now (clocks_wall());
        take_outcome (gateway);
        wait_ms = http_run (gateway->http, clocks_steady());
        arena_reset (gateway->moment);
    }
}

int main (int argc, char **argv)
{
    struct gateway gateway = { .arena = arena_new(), .moment = arena_new() };
    if (!read_arguments (&gateway, argc, argv)) {
        fprintf (stderr, "usage: firewarden-" NAME " [--config FILE] [--data DIR]\n");
        return USAGE;
    }
    log_open (NAME, LOG_INFO);
    log_now (clocks_wall());
    prctl (PR_SET_DUMPABLE, 0);
    read_settings (&gateway);
    log_open (NAME, settings_log_level (gateway.settings->log_level));
    open_signals (&gateway);
    open_asker (&gateway);
    gateway.http = http_new (
        &(struct http_setup){ .settings = gateway.settings, .answer = answer, .self = &gateway });
    write_address (&gateway);
    log_line (LOG_INFO, "run.ready", NAME " is ready at %s", http_address (gateway.http));
    serve (&gateway);
    log_line (LOG_INFO, "run.stopped", NAME " was told to stop, and stops");
    unlink (address_file (&gateway));
    http_destroy (&gateway.http);
    asker_destroy (&gateway.asker);
    board_end (&gateway.board);
    close (gateway.signals);
    arena_destroy (&gateway.moment);
    arena_destroy (&gateway.arena);
    return 0;
}
