/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "frame/run.h"
#include "base/log.h"
#include "base/stop.h"
#include "frame/clocks.h"
#include "frame/loop.h"
#include "office/office.h"
#include "post/post.h"
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <libgen.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    USAGE = 2,
    MIB = 1 << 20,
    ROOM_FOR_WORK_MIB = 512,
    ROOM_AT_ALL_MIB = 64,
    GRACE_SECONDS = 30
};

struct arguments {
    bool verify, rebuild;
    char config[PATH_MAX], config_folder[PATH_MAX], data[PATH_MAX];
};

static bool read_arguments (const struct service *service, int argc, char **argv,
                            struct arguments *arguments)
{
    static const struct option options[] = { { "config", required_argument, NULL, 'c' },
                                             { "data", required_argument, NULL, 'd' },
                                             { "verify", no_argument, NULL, 'v' },
                                             { "rebuild", no_argument, NULL, 'r' },
                                             { 0 } };
    snprintf (arguments->config, PATH_MAX, "config/%s.yaml", service->name);
    snprintf (arguments->data, PATH_MAX, "data");
    int option;
    while ((option = getopt_long (argc, argv, "", options, NULL)) != -1)
        if (option == 'c')
            snprintf (arguments->config, PATH_MAX, "%s", optarg);
        else if (option == 'd')
            snprintf (arguments->data, PATH_MAX, "%s", optarg);
        else if (option == 'v')
            arguments->verify = true;
        else if (option == 'r')
            arguments->rebuild = true;
        else
            return false;
    char path[PATH_MAX];
    snprintf (path, sizeof path, "%s", arguments->config);
    snprintf (arguments->config_folder, PATH_MAX, "%s", dirname (path));
    return optind == argc;
}

static void say_all (const struct refusals *refusals, const char *folder)
{
    for (size_t i = 0; i < refusals->count; i++)
        log_line (LOG_ERROR, "run.config", "%s: %s", refusals->list[i].path,
                  refusals->list[i].sentence);
    if (refusals->count > 0)
        stop (STOP_CONFIG, "run.config",
              "the configuration has %zu mistakes; `firewarden --config %s check` shows them",
              refusals->count + refusals->unkept, folder);
}

/* The epoch of a journal that begins: 128 random bits. */
static const char *draw_epoch (struct arena *arena)
{
    unsigned char bytes[16];
    char *text = arena_take (arena, 2 * sizeof bytes + 1);
    if (getrandom (bytes, sizeof bytes, 0) != (ssize_t)sizeof bytes)
        stop (STOP_OS, "run.random", "no random bytes: %s", strerror (errno));
    text_hex (text, bytes, sizeof bytes);
    return text;
}

static struct store *open_store (const struct service *service, const struct settings *settings,
                                 const char *data, struct arena *arena)
{
    if (mkdir (data, 0700) != 0 && errno != EEXIST)
        stop (STOP_OS, "run.data", "cannot make %s: %s", data, strerror (errno));
    const struct room_setting *room = settings->room;
    return store_open (&(struct store_options){
        .folder = arena_format (arena, "%s/%s", data, service->name),
        .any_file_system = settings->any_file_system,
        .room_for_work = (room ? room->for_work_mib : ROOM_FOR_WORK_MIB) * MIB,
        .room_at_all = (room ? room->at_all_mib : ROOM_AT_ALL_MIB) * MIB,
    });
}

/* On a store whose service does not run: the answer goes to stdout, as the door would give it. */
static int tend (struct turn *turn, const struct arguments *arguments, struct arena *arena)
{
    struct text text = text_in (arena);
    int64_t broken = 0;
    if (arguments->verify)
        broken = turn_verify (turn, &text);
    else {
        int64_t events = turn_rebuild (turn);
        if (events < 0)
            stop (STOP_IO, "run.full",
                  "no room on the disk to make the tables again; nothing was changed");
        text_format (&text, "\"events\":%lld", (long long)events);
    }
    printf ("{%s}\n", text.bytes);
    return broken ? 1 : 0;
}

static int tend_once (const struct turn_setup *setup, const struct arguments *arguments,
                      struct arena *arena)
{
    struct turn *turn = turn_new (setup);
    int code = tend (turn, arguments, arena);
    turn_destroy (&turn);
    return code;
}

static int64_t grace_of (const struct settings *settings)
{
    return (settings->sources_grace_seconds == NUMBER_ABSENT ? GRACE_SECONDS
                                                             : settings->sources_grace_seconds) *
           SECOND_MS;
}

static int serve (struct turn_setup *setup, const struct settings *settings,
                  const struct arguments *arguments)
{
    struct loop *loop = loop_new (&(struct loop_setup){ .service = setup->service,
                                                        .settings = settings,
                                                        .folder = arguments->data,
                                                        .config = arguments->config_folder });
    setup->permit = loop_permit (loop);
    setup->outlets = loop_outlets (loop);
    struct turn *turn = turn_new (setup);
    log_line (LOG_INFO, "run.ready", "%s is ready at seq %lld", setup->service->name,
              (long long)journal_head (turn_journal (turn)));
    loop_run (loop, turn);
    log_line (LOG_INFO, "run.stopped", "%s was told to stop, and stops", setup->service->name);
    turn_destroy (&turn);
    loop_destroy (&loop);
    return 0;
}

int run_service (const struct service *service, int argc, char **argv)
{
    struct arguments arguments;
    if (!read_arguments (service, argc, argv, &arguments)) {
        fprintf (stderr,
                 "usage: firewarden-%s [--config FILE] [--data DIR] [--verify | --rebuild]\n",
                 service->name);
        return USAGE;
    }
    log_open (service->name, LOG_INFO);
    log_now (clocks_wall());
    prctl (PR_SET_DUMPABLE, 0); /* no core file with people's names in it */
    struct arena *arena = arena_new();
    struct refusals refusals = refusals_in (arena);
    const struct settings *settings =
        settings_read (arguments.config, service->follows, arena, &refusals);
    const struct office *office = office_read (arguments.config_folder, arena, &refusals);
    if (office && settings && service->posted)
        settings_check_reach (settings, office, &refusals);
    say_all (&refusals, arguments.config_folder);
    log_open (service->name, settings_log_level (settings->log_level));
    struct store *store = open_store (service, settings, arguments.data, arena);
    struct turn_setup setup = { .service = service,
                                .store = store,
                                .office = office,
                                .epoch = draw_epoch (arena),
                                .started = clocks_wall(),
                                .skew_ms = office->policy->skew_minutes * MINUTE_MS,
                                .sources_grace_ms = grace_of (settings) };
    int code = arguments.verify || arguments.rebuild ? tend_once (&setup, &arguments, arena)
                                                     : serve (&setup, settings, &arguments);
    store_destroy (&store);
    arena_destroy (&arena);
    return code;
}
