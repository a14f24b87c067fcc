/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "frame/zap.h"
#include "base/log.h"
#include "base/stop.h"
#include "frame/socket.h"
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <zmq.h>

enum { PARTS = 8, PART_BYTES = 256, CURVE_KEY_BYTES = 32, PROOF_MS = 3000 };
enum { VERSION, REQUEST, DOMAIN, ADDRESS, IDENTITY, MECHANISM, CREDENTIALS };

struct question {
    size_t count, sizes[PARTS];
    char parts[PARTS][PART_BYTES];
};

void *zap_bind (void *context)
{
    void *zap = zmq_socket (context, ZMQ_REP);
    int zero = 0;
    if (!zap || zmq_setsockopt (zap, ZMQ_LINGER, &zero, sizeof zero) != 0 ||
        zmq_bind (zap, "inproc://zeromq.zap.01") != 0)
        stop (STOP_FORBIDDEN, "zap.bind", "no place to be asked who may come in: %s",
              zmq_strerror (errno));
    return zap;
}

static bool receive (void *zap, struct question *question)
{
    int more = 1;
    *question = (struct question){ .count = 0 };
    for (size_t part = 0; more; part++) {
        size_t place = part < PARTS ? part : PARTS - 1;
        size_t more_size = sizeof more;
        int size = zmq_recv (zap, question->parts[place], PART_BYTES - 1, ZMQ_DONTWAIT);
        if (size < 0)
            return false;
        question->sizes[place] = (size_t)size;
        question->count = part + 1;
        zmq_getsockopt (zap, ZMQ_RCVMORE, &more, &more_size);
    }
    return true;
}

/* The services of this machine know each other by the keys that lie in their common folder. */
static const char *own_name (const char *folder, const char *key)
{
    static const char *const services[] = { "intake", "scheduling", "escalation", "reporting",
                                            "gateway" };
    char public_half[KEY_TEXT_SIZE];
    for (size_t i = 0; i < sizeof services / sizeof *services; i++)
        if (keys_read_public (folder, services[i], public_half) && strcmp (public_half, key) == 0)
            return services[i];
    return NULL;
}

static const char *judge (const struct question *question, const struct permit *permit,
                          const char *folder)
{
    char key[KEY_TEXT_SIZE];
    if (question->count != CREDENTIALS + 1 || strcmp (question->parts[VERSION], "1.0") != 0 ||
        strcmp (question->parts[DOMAIN], ZAP_DOMAIN) != 0 ||
        strcmp (question->parts[MECHANISM], "CURVE") != 0 ||
        question->sizes[CREDENTIALS] != CURVE_KEY_BYTES ||
        !zmq_z85_encode (key, (const unsigned char *)question->parts[CREDENTIALS], CURVE_KEY_BYTES))
        return NULL;
    const char *name = permit_name (permit, key);
    if (!name)
        name = own_name (folder, key);
    if (!name)
        log_line (LOG_WARN, "zap.refused",
                  "%s was refused: its key %s is not enrolled; `firewarden keys new` "
                  "enrols one",
                  question->parts[ADDRESS], key);
    return name;
}

void zap_answer (void *zap, const struct permit *permit, const char *folder)
{
    struct question question;
    while (receive (zap, &question)) {
        const char *name = judge (&question, permit, folder);
        const char *parts[] = { "1.0",
                                question.parts[REQUEST],
                                name ? "200" : "400",
                                name ? "welcome" : "this key is not enrolled here",
                                name ? name : "",
                                "" };
        for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
            size_t size = i == REQUEST ? question.sizes[REQUEST] : strlen (parts[i]);
            int more = i + 1 < sizeof parts / sizeof *parts ? ZMQ_SNDMORE : 0;
            zmq_send (zap, parts[i], size, more);
        }
    }
}

/* The next event of a socket monitor, or 0. */
static int monitor_event (void *monitor)
{
    unsigned char event[6];
    char address[PART_BYTES];
    if (zmq_recv (monitor, event, sizeof event, ZMQ_DONTWAIT) != (int)sizeof event)
        return 0;
    zmq_recv (monitor, address, sizeof address, ZMQ_DONTWAIT);
    uint16_t kind;
    memcpy (&kind, event, sizeof kind);
    return kind;
}

static int try_stranger (void *monitor, void *zap, const struct permit *permit, const char *folder)
{
    zmq_pollitem_t items[] = { { .socket = monitor, .events = ZMQ_POLLIN },
                               { .socket = zap, .events = ZMQ_POLLIN } };
    int event = 0;
    for (int waited = 0; waited < PROOF_MS && !event; waited += 10) {
        zmq_poll (items, 2, 10);
        zap_answer (zap, permit, folder);
        event = monitor_event (monitor);
    }
    return event;
}

void zap_prove (void *context, void *zap, const char *endpoint, const char *server,
                const struct permit *permit, const char *folder)
{
    struct key_pair stranger;
    /* Each proof its own: libzmq lets go of a name some time after its socket is closed. */
    char name[PART_BYTES];
    snprintf (name, sizeof name, "inproc://zap-proof %s", endpoint);
    keys_make (&stranger);
    const int wanted = ZMQ_EVENT_HANDSHAKE_SUCCEEDED | ZMQ_EVENT_HANDSHAKE_FAILED_AUTH |
                       ZMQ_EVENT_HANDSHAKE_FAILED_NO_DETAIL | ZMQ_EVENT_HANDSHAKE_FAILED_PROTOCOL;
    void *socket = socket_connect (context, endpoint, server, &stranger);
    if (!socket || zmq_socket_monitor (socket, name, wanted) != 0)
        stop (STOP_OS, "zap.proof", "cannot watch %s: %s", endpoint, zmq_strerror (errno));
    void *monitor = zmq_socket (context, ZMQ_PAIR);
    int zero = 0;
    zmq_setsockopt (monitor, ZMQ_LINGER, &zero, sizeof zero);
    zmq_connect (monitor, name);
    int event = try_stranger (monitor, zap, permit, folder);
    zmq_socket_monitor (socket, NULL, 0);
    socket_close (&socket);
    socket_close (&monitor);
    if (event != ZMQ_EVENT_HANDSHAKE_FAILED_AUTH)
        stop (STOP_FORBIDDEN, "zap.proof",
              "a stranger was not refused at %s (event %d): authentication does not "
              "work on this machine, so nothing is opened",
              endpoint, event);
}
