/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "frame/asker.h"
#include "base/stop.h"
#include "frame/clocks.h"
#include "frame/envelope.h"
#include "frame/socket.h"
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>
#include <zmq.h>

enum {
    LOOK_MS = 50,
    ASK_AGAIN_MS = 1000,
    ANSWER_BYTES_MAX = 160 << 10 /* what a socket pair carries in one piece on any Linux */
};
/* The first byte of an outcome. */
enum { ANSWERED = '+', UNANSWERED = '-' };

struct asker {
    struct asker_setup setup;
    _Atomic int ends;
    int theirs;
    /* ---- the other side ---- */
    int ours;
    bool asked;
    pthread_t thread;
    char *outcome;
};

/* ---- the worker ---- */

/* Asked again on the same socket, so that a late answer is taken as well. What may still come is
   given up with the socket, so that it is not taken for the answer to the next. */
static const char *ask (const struct asker *asker, void *context, void **socket,
                        const char *question, struct arena *arena, size_t *size)
{
    const struct asker_setup *setup = &asker->setup;
    const int64_t end = clocks_steady() + setup->patience_ms;
    const char *answer = NULL;
    int64_t again = 0;
    int asked = 0;
    if (!*socket)
        *socket = socket_connect (context, setup->endpoint, setup->server, setup->own);
    while (*socket && !answer && !asker->ends && clocks_steady() < end) {
        if (clocks_steady() >= again && socket_send (*socket, question, strlen (question))) {
            again = clocks_steady() + ASK_AGAIN_MS;
            asked++;
        }
        zmq_pollitem_t item = { .socket = *socket,
                                .events = (short)(asked > 0 ? ZMQ_POLLIN : ZMQ_POLLOUT) };
        zmq_poll (&item, 1, LOOK_MS);
        if (asked > 0 && !socket_take (*socket, arena, &answer, size))
            answer = NULL;
    }
    if (!answer || asked > 1)
        socket_close (socket);
    return answer;
}

static bool tell (const struct asker *asker, const char *outcome, size_t size)
{
    return send (asker->theirs, outcome, size, MSG_NOSIGNAL) >= 0;
}

/* Who asks is told in any case: they would wait for ever. */
static void say (const struct asker *asker, const char *answer, size_t size, char *outcome)
{
    const bool fits = answer && size <= ANSWER_BYTES_MAX;
    outcome[0] = fits ? ANSWERED : UNANSWERED;
    if (fits)
        memcpy (outcome + 1, answer, size);
    if (tell (asker, outcome, fits ? size + 1 : 1))
        return;
    outcome[0] = UNANSWERED;
    if (!tell (asker, outcome, 1) && !asker->ends)
        stop (STOP_OS, "asker.say", "an outcome cannot be said: %s", strerror (errno));
}

static void *work (void *self)
{
    struct asker *asker = self;
    struct arena *arena = arena_new();
    void *context = zmq_ctx_new(), *socket = NULL;
    char *bytes = malloc (ANSWER_BYTES_MAX + 1);
    if (!context || !bytes)
        stop (STOP_OS, "asker.memory", "no memory to ask with");
    for (;;) {
        const ssize_t taken = recv (asker->theirs, bytes, FRAME_BYTES_MAX, 0);
        if (asker->ends)
            break;
        if (taken < 0 && errno == EINTR)
            continue;
        if (taken <= 0)
            stop (STOP_OS, "asker.hear", "a question cannot be heard: %s", strerror (errno));
        const char *question = arena_copy (arena, bytes, (size_t)taken);
        size_t size = 0;
        const char *answer = ask (asker, context, &socket, question, arena, &size);
        say (asker, answer, size, bytes);
        arena_reset (arena);
    }
    socket_close (&socket);
    zmq_ctx_term (context);
    free (bytes);
    arena_destroy (&arena);
    return NULL;
}

/* ---- who asks ---- */

struct asker *asker_new (const struct asker_setup *setup)
{
    struct asker *asker = calloc (1, sizeof *asker);
    int ends[2], room = 2 * ANSWER_BYTES_MAX;
    sigset_t all, before;
    if (!asker || !(asker->outcome = malloc (ANSWER_BYTES_MAX + 1)))
        stop (STOP_OS, "asker.memory", "no memory to ask with");
    if (socketpair (AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0)
        stop (STOP_OS, "asker.new", "no worker to ask with: %s", strerror (errno));
    asker->setup = *setup;
    asker->ours = ends[0];
    asker->theirs = ends[1];
    if (setsockopt (asker->theirs, SOL_SOCKET, SO_SNDBUF, &room, sizeof room) != 0)
        stop (STOP_OS, "asker.new", "no room for an answer: %s", strerror (errno));
    sigfillset (&all);
    pthread_sigmask (SIG_SETMASK, &all, &before); /* signals are for who asks */
    const int code = pthread_create (&asker->thread, NULL, work, asker);
    pthread_sigmask (SIG_SETMASK, &before, NULL);
    if (code != 0)
        stop (STOP_OS, "asker.thread", "no worker to ask with: %s", strerror (code));
    return asker;
}

void asker_destroy (struct asker **reference)
{
    struct asker *asker = *reference;
    if (!asker)
        return;
    asker->ends = 1;
    shutdown (asker->ours, SHUT_RDWR);
    pthread_join (asker->thread, NULL);
    close (asker->ours);
    close (asker->theirs);
    free (asker->outcome);
    free (asker);
    *reference = NULL;
}

int asker_fd (const struct asker *asker)
{
    return asker->ours;
}

bool asker_ask (struct asker *asker, const char *question)
{
    const size_t size = strlen (question);
    if (asker->asked || size == 0 || size > FRAME_BYTES_MAX ||
        send (asker->ours, question, size, MSG_DONTWAIT | MSG_NOSIGNAL) < 0)
        return false;
    asker->asked = true;
    return true;
}

bool asker_take (struct asker *asker, struct arena *arena, const char **answer)
{
    const ssize_t size = recv (asker->ours, asker->outcome, ANSWER_BYTES_MAX + 1, MSG_DONTWAIT);
    if (size <= 0)
        return false;
    asker->asked = false;
    *answer = asker->outcome[0] == ANSWERED
                  ? arena_copy (arena, asker->outcome + 1, (size_t)size - 1)
                  : NULL;
    return true;
}
