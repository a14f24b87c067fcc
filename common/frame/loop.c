/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "frame/loop.h"
#include "base/log.h"
#include "base/stop.h"
#include "frame/clocks.h"
#include "frame/socket.h"
#include "frame/zap.h"
#include "words/words.h"
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zmq.h>

enum { BOUND_MAX = 8, SOURCES_MAX = 8, POLL_MAX = BOUND_MAX + SOURCES_MAX + 3 };
enum { LOOK_AGAIN_MS = 1000, DRAIN_FRAMES = 512, IPC_MODE = 0600 };

struct bound {
    void *socket;
    bool is_door, is_local;
};
struct reading_from {
    const char *name, *endpoint;
    char server[KEY_TEXT_SIZE]; /* "": ipc */
    void *socket;
};
struct loop {
    struct loop_setup setup;
    struct arena *arena; /* endpoints */
    void *context, *zap;
    struct key_pair own;
    struct permit *permit;
    struct bound bound[BOUND_MAX];
    size_t bound_count;
    struct reading_from sources[SOURCES_MAX];
    size_t sources_count;
    struct post *post;
    int signals;
    const char *files[3];
};

/* ---- making ---- */

static const char *endpoint_of (struct loop *loop, const char *written)
{
    const char *endpoint = settings_endpoint (written, loop->setup.folder, loop->arena);
    if (!endpoint)
        stop (STOP_CONFIG, "loop.endpoint",
              "%s under %s is longer than the 107 bytes that a socket's path may have; "
              "use a shorter --data",
              written, loop->setup.folder);
    return endpoint;
}

static void bind_all (struct loop *loop, const char *const *endpoints, size_t count, bool is_door)
{
    unsigned mode = loop->setup.settings->ipc_mode == NUMBER_ABSENT
                        ? IPC_MODE
                        : (unsigned)loop->setup.settings->ipc_mode;
    for (size_t i = 0; i < count; i++) {
        const char *endpoint = endpoint_of (loop, endpoints[i]);
        bool local = strncmp (endpoint, "ipc://", 6) == 0;
        void *socket = socket_bind (loop->context, endpoint, local ? NULL : &loop->own, mode);
        if (!local)
            zap_prove (loop->context, loop->zap, endpoint, loop->own.public_half, loop->permit,
                       loop->setup.folder);
        loop->bound[loop->bound_count++] =
            (struct bound){ .socket = socket, .is_door = is_door, .is_local = local };
        log_line (LOG_INFO, "loop.bound", "%s at %s", is_door ? "the door" : "the journal",
                  endpoint);
    }
}

static void connect_to (struct loop *loop, struct reading_from *source)
{
    socket_close (&source->socket);
    bool local = strncmp (source->endpoint, "ipc://", 6) == 0;
    /* The source may make its key after we start: looked for whenever we connect. */
    if (!local && !source->server[0] &&
        !keys_read_public (loop->setup.folder, source->name, source->server))
        return;
    source->socket =
        socket_connect (loop->context, source->endpoint, local ? NULL : source->server, &loop->own);
}

static void read_from_all (struct loop *loop)
{
    const struct settings *settings = loop->setup.settings;
    for (size_t i = 0; i < settings->sources_count; i++) {
        struct reading_from *source = &loop->sources[loop->sources_count++];
        *source =
            (struct reading_from){ .name = settings->sources[i].name,
                                   .endpoint = endpoint_of (loop, settings->sources[i].journal) };
        if (settings->sources[i].key)
            memcpy (source->server, settings->sources[i].key, KEY_TEXT_SIZE - 1);
        connect_to (loop, source);
    }
}

static int open_signals (void)
{
    sigset_t set;
    sigemptyset (&set);
    sigaddset (&set, SIGTERM);
    sigaddset (&set, SIGINT);
    sigprocmask (SIG_BLOCK, &set, NULL);
    return signalfd (-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
}

static void make_folder (const char *folder, const char *inner, struct arena *arena)
{
    const char *path = arena_format (arena, "%s/%s", folder, inner);
    if (mkdir (path, 0700) != 0 && errno != EEXIST)
        stop (STOP_OS, "loop.folder", "cannot make %s: %s", path, strerror (errno));
}

struct loop *loop_new (const struct loop_setup *setup)
{
    struct loop *loop = calloc (1, sizeof *loop);
    if (!loop)
        stop (STOP_OS, "memory", "no memory");
    loop->setup = *setup;
    loop->arena = arena_new();
    make_folder (setup->folder, "run", loop->arena);
    loop->signals = open_signals(); /* before any thread: they inherit the mask */
    keys_own (setup->folder, setup->service->name, &loop->own);
    loop->files[0] = arena_format (loop->arena, "%s/clients.yaml", setup->config);
    loop->files[1] = arena_format (loop->arena, "%s/keys/clients.yaml", setup->folder);
    loop->permit = permit_new (loop->files);
    loop->context = zmq_ctx_new();
    loop->zap = zap_bind (loop->context);
    if (setup->service->posted)
        loop->post = post_new (setup->settings->channels, setup->settings->channels_count);
    bind_all (loop, setup->settings->journal, setup->settings->journal_count, false);
    bind_all (loop, setup->settings->door, setup->settings->door_count, true);
    read_from_all (loop);
    return loop;
}

void loop_destroy (struct loop **reference)
{
    struct loop *loop = *reference;
    if (!loop)
        return;
    post_destroy (&loop->post);
    for (size_t i = 0; i < loop->bound_count; i++)
        socket_close (&loop->bound[i].socket);
    for (size_t i = 0; i < loop->sources_count; i++)
        socket_close (&loop->sources[i].socket);
    socket_close (&loop->zap);
    zmq_ctx_term (loop->context);
    permit_destroy (&loop->permit);
    arena_destroy (&loop->arena);
    close (loop->signals);
    free (loop);
    *reference = NULL;
}

const struct permit *loop_permit (const struct loop *loop)
{
    return loop->permit;
}

/* ---- what leaves ---- */

static void answer (void *self, const struct peer *peer, const char *bytes, size_t size)
{
    struct loop *loop = self;
    socket_answer (loop->bound[peer->socket].socket, peer, bytes, size);
}

static bool ask (void *self, const char *source, const char *bytes, size_t size, bool afresh)
{
    struct loop *loop = self;
    for (size_t i = 0; i < loop->sources_count; i++) {
        struct reading_from *from = &loop->sources[i];
        if (strcmp (from->name, source) != 0)
            continue;
        if (afresh || !from->socket)
            connect_to (loop, from);
        return from->socket && socket_send (from->socket, bytes, size);
    }
    return false;
}

static void post (void *self, const void *event)
{
    struct loop *loop = self;
    loop->setup.service->hand_over (loop->post, event, clocks_wall());
}

struct turn_outlets loop_outlets (struct loop *loop)
{
    return (struct turn_outlets){
        .self = loop, .answer = answer, .serve = answer, .ask = ask, .post = post
    };
}

/* ---- what comes ---- */

/* Looked up for every message: removing a key does not cut a live connection. */
static bool may_read (const struct loop *loop, const struct bound *bound, const char *actor)
{
    return bound->is_local || permit_reads_journals (loop->permit, actor);
}

static void take_frame (struct loop *loop, struct turn *turn, size_t place,
                        struct incoming *incoming, bool garbage)
{
    const struct bound *bound = &loop->bound[place];
    const char *actor = bound->is_local ? ACTOR_LOCAL : incoming->actor;
    incoming->peer.socket = (unsigned char)place;
    if (actor[0] == '\0') /* over tcp, and unknown: cannot be, and is not served */
        log_line (LOG_ERROR, "loop.nobody", "a message without a name over tcp was dropped");
    else if (!bound->is_door && !may_read (loop, bound, actor))
        log_line (LOG_WARN, "loop.revoked",
                  "%s may not read the journal: it is enrolled no more, or without `sees_private`",
                  actor);
    else if (!bound->is_door) {
        if (!garbage)
            turn_take_fetch (turn, &(struct request){ .peer = &incoming->peer,
                                                      .actor = actor,
                                                      .bytes = incoming->bytes,
                                                      .size = incoming->size });
    } else if (garbage)
        turn_take_garbage (turn, &incoming->peer, actor);
    else
        turn_take_frame (turn, &incoming->peer, actor, incoming->bytes, incoming->size);
}

static void drain (struct loop *loop, struct turn *turn, size_t place)
{
    struct incoming incoming;
    for (int i = 0; i < DRAIN_FRAMES && !turn_is_full (turn); i++) {
        enum received received = socket_receive (loop->bound[place].socket, &incoming);
        if (received == RECEIVED_NOTHING)
            return;
        take_frame (loop, turn, place, &incoming, received == RECEIVED_GARBAGE);
        incoming_close (&incoming);
    }
}

static void take_replies (struct loop *loop, struct turn *turn)
{
    const char *bytes;
    size_t size;
    for (size_t i = 0; i < loop->sources_count; i++)
        while (loop->sources[i].socket &&
               socket_take (loop->sources[i].socket, turn_arena (turn), &bytes, &size))
            turn_take_reply (turn, loop->sources[i].name, bytes, size);
}

static void take_outcomes (struct loop *loop, struct turn *turn)
{
    struct post_outcome *outcome = arena_take (turn_arena (turn), sizeof *outcome);
    while (loop->post && post_take (loop->post, turn_arena (turn), outcome)) {
        turn_take_outcome (turn, post_outcome_record, outcome);
        outcome = arena_take (turn_arena (turn), sizeof *outcome);
    }
}

static size_t list_what_to_poll (const struct loop *loop, zmq_pollitem_t items[POLL_MAX])
{
    size_t count = 0;
    items[count++] = (zmq_pollitem_t){ .socket = loop->zap, .events = ZMQ_POLLIN };
    items[count++] = (zmq_pollitem_t){ .fd = loop->signals, .events = ZMQ_POLLIN };
    for (size_t i = 0; i < loop->bound_count; i++)
        items[count++] = (zmq_pollitem_t){ .socket = loop->bound[i].socket, .events = ZMQ_POLLIN };
    for (size_t i = 0; i < loop->sources_count; i++)
        if (loop->sources[i].socket)
            items[count++] =
                (zmq_pollitem_t){ .socket = loop->sources[i].socket, .events = ZMQ_POLLIN };
    if (loop->post)
        items[count++] = (zmq_pollitem_t){ .fd = post_fd (loop->post), .events = ZMQ_POLLIN };
    return count;
}

static void wait_for_something (const struct loop *loop, int64_t wait_ms)
{
    zmq_pollitem_t items[POLL_MAX];
    size_t count = list_what_to_poll (loop, items);
    if (wait_ms > LOOK_AGAIN_MS)
        wait_ms = LOOK_AGAIN_MS;
    zmq_poll (items, (int)count, wait_ms);
}

static bool was_told_to_stop (const struct loop *loop)
{
    struct signalfd_siginfo signal;
    return read (loop->signals, &signal, sizeof signal) == (ssize_t)sizeof signal;
}

void loop_run (struct loop *loop, struct turn *turn)
{
    int64_t wait = 0, refreshed = clocks_steady();
    while (!was_told_to_stop (loop)) {
        wait_for_something (loop, wait);
        zap_answer (loop->zap, loop->permit, loop->setup.folder);
        for (size_t i = 0; i < loop->bound_count; i++)
            drain (loop, turn, i);
        take_replies (loop, turn);
        take_outcomes (loop, turn);
        wait = turn_run (turn, clocks_wall(), clocks_steady());
        if (clocks_steady() >= refreshed + LOOK_AGAIN_MS) {
            refreshed = clocks_steady();
            permit_refresh (loop->permit);
        }
    }
}
