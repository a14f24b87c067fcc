/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "frame/socket.h"
#include "base/log.h"
#include "base/stop.h"
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <zmq.h>

enum {
    MESSAGE_BYTES_MAX =
        1 << 20, /* before any key is checked a peer could make us allocate without end */
    QUEUE_MAX = 2000,
    HEARTBEAT_MS = 2000,
    HEARTBEAT_PATIENCE_MS = 6000,
    HANDSHAKE_MS = 2000,
    CONNECT_MS = 3000,
    ZAP_ENFORCE_DOMAIN = 93 /* ZMQ_ZAP_ENFORCE_DOMAIN: hidden as a draft in Debian's header */
};

static void set_number (void *socket, int option, int value, const char *name)
{
    if (zmq_setsockopt (socket, option, &value, sizeof value) != 0)
        stop (STOP_OS, "socket.option", "%s cannot be set to %d: %s", name, value,
              zmq_strerror (errno));
}

static void set_text (void *socket, int option, const char *value, const char *name)
{
    if (zmq_setsockopt (socket, option, value, strlen (value)) != 0)
        stop (STOP_OS, "socket.option", "%s cannot be set: %s", name, zmq_strerror (errno));
}

static void *make (void *context, int type)
{
    void *socket = zmq_socket (context, type);
    if (!socket)
        stop (STOP_OS, "socket.new", "no socket: %s", zmq_strerror (errno));
    set_number (socket, ZMQ_LINGER, 0, "LINGER"); /* nothing rests on a socket's queue */
    set_number (socket, ZMQ_SNDHWM, QUEUE_MAX, "SNDHWM");
    set_number (socket, ZMQ_RCVHWM, QUEUE_MAX, "RCVHWM");
    set_number (socket, ZMQ_HANDSHAKE_IVL, HANDSHAKE_MS, "HANDSHAKE_IVL");
    set_number (socket, ZMQ_HEARTBEAT_IVL, HEARTBEAT_MS, "HEARTBEAT_IVL");
    set_number (socket, ZMQ_HEARTBEAT_TIMEOUT, HEARTBEAT_PATIENCE_MS, "HEARTBEAT_TIMEOUT");
    set_number (socket, ZMQ_HEARTBEAT_TTL, HEARTBEAT_PATIENCE_MS, "HEARTBEAT_TTL");
    return socket;
}

static void guard_with_curve (void *socket, const struct key_pair *own)
{
    set_number (socket, ZMQ_CURVE_SERVER, 1, "CURVE_SERVER");
    set_text (socket, ZMQ_CURVE_SECRETKEY, own->secret_half, "CURVE_SECRETKEY");
    set_text (socket, ZMQ_ZAP_DOMAIN, ZAP_DOMAIN, "ZAP_DOMAIN");
    set_number (socket, ZAP_ENFORCE_DOMAIN, 1, "ZAP_ENFORCE_DOMAIN");
}

void *socket_bind (void *context, const char *endpoint, const struct key_pair *own,
                   unsigned ipc_mode)
{
    void *socket = make (context, ZMQ_ROUTER);
    int64_t largest = MESSAGE_BYTES_MAX;
    zmq_setsockopt (socket, ZMQ_MAXMSGSIZE, &largest, sizeof largest);
    set_number (socket, ZMQ_ROUTER_MANDATORY, 1, "ROUTER_MANDATORY");
    set_number (socket, ZMQ_BACKLOG, 512, "BACKLOG");
    if (own)
        guard_with_curve (socket, own);
    mode_t before = umask (0077);
    int code = zmq_bind (socket, endpoint);
    umask (before);
    if (code != 0)
        stop (STOP_OS, "socket.bind", "cannot bind %s: %s%s", endpoint, zmq_strerror (errno),
              errno == EADDRINUSE
                  ? "; stop what has it, or name another under door: or journal: of "
                    "the configuration"
                  : "");
    if (!own && chmod (endpoint + strlen ("ipc://"), (mode_t)ipc_mode) != 0)
        stop (STOP_FORBIDDEN, "socket.mode", "cannot guard %s: %s", endpoint, strerror (errno));
    return socket;
}

void *socket_connect (void *context, const char *endpoint, const char *server,
                      const struct key_pair *own)
{
    void *socket = make (context, ZMQ_DEALER);
    set_number (socket, ZMQ_IMMEDIATE, 1, "IMMEDIATE"); /* no queue to somebody who is not there */
    set_number (socket, ZMQ_RECONNECT_IVL, 50, "RECONNECT_IVL");
    set_number (socket, ZMQ_RECONNECT_IVL_MAX, 1000, "RECONNECT_IVL_MAX");
    set_number (socket, ZMQ_CONNECT_TIMEOUT, CONNECT_MS, "CONNECT_TIMEOUT");
    if (server) {
        set_text (socket, ZMQ_CURVE_SERVERKEY, server, "CURVE_SERVERKEY");
        set_text (socket, ZMQ_CURVE_PUBLICKEY, own->public_half, "CURVE_PUBLICKEY");
        set_text (socket, ZMQ_CURVE_SECRETKEY, own->secret_half, "CURVE_SECRETKEY");
    }
    if (zmq_connect (socket, endpoint) != 0) {
        log_line (LOG_ERROR, "socket.connect", "cannot connect %s: %s", endpoint,
                  zmq_strerror (errno));
        socket_close (&socket);
    }
    return socket;
}

void socket_close (void **socket)
{
    if (*socket)
        zmq_close (*socket);
    *socket = NULL;
}

/* ---- a ROUTER's messages ---- */

static bool has_more (void *message)
{
    return zmq_msg_more (message) != 0;
}

static bool receive_id (void *socket, struct incoming *incoming, bool *more)
{
    zmq_msg_t id;
    zmq_msg_init (&id);
    int size = zmq_msg_recv (&id, socket, ZMQ_DONTWAIT);
    *more = size >= 0 && has_more (&id);
    if (size >= 0 && size <= (int)sizeof incoming->peer.id) {
        incoming->peer.size = (unsigned char)size;
        memcpy (incoming->peer.id, zmq_msg_data (&id), (size_t)size);
    }
    zmq_msg_close (&id);
    return size >= 0;
}

static void receive_part (void *socket, struct incoming *incoming)
{
    zmq_msg_close (incoming->message);
    zmq_msg_init (incoming->message);
    zmq_msg_recv (incoming->message, socket, ZMQ_DONTWAIT);
    incoming->bytes = zmq_msg_data (incoming->message);
    incoming->size = zmq_msg_size (incoming->message);
}

/* The id that ZAP gave the peer stands on the payload alone (trust.md, finding 6). */
static void read_actor (struct incoming *incoming)
{
    const char *user = zmq_msg_gets (incoming->message, "User-Id");
    size_t length = user ? strnlen (user, sizeof incoming->actor - 1) : 0;
    if (length > 0)
        memcpy (incoming->actor, user, length);
    incoming->actor[length] = '\0';
}

enum received socket_receive (void *socket, struct incoming *incoming)
{
    bool more;
    if (!receive_id (socket, incoming, &more))
        return RECEIVED_NOTHING;
    incoming->message = malloc (sizeof (zmq_msg_t));
    if (!incoming->message)
        stop (STOP_OS, "memory", "no memory for a message");
    zmq_msg_init (incoming->message);
    incoming->peer.delimiter = false;
    incoming->size = 0;
    if (!more)
        return RECEIVED_GARBAGE;
    receive_part (socket, incoming);
    if (incoming->size == 0 && has_more (incoming->message)) {
        incoming->peer.delimiter = true;
        receive_part (socket, incoming);
    }
    read_actor (incoming);
    if (!has_more (incoming->message))
        return RECEIVED_FRAME;
    while (has_more (incoming->message))
        receive_part (socket, incoming);
    return RECEIVED_GARBAGE;
}

void incoming_close (struct incoming *incoming)
{
    zmq_msg_close (incoming->message);
    free (incoming->message);
    incoming->message = NULL;
}

void socket_answer (void *socket, const struct peer *peer, const char *bytes, size_t size)
{
    if (zmq_send (socket, peer->id, peer->size, ZMQ_DONTWAIT | ZMQ_SNDMORE) < 0)
        return;
    if (peer->delimiter)
        zmq_send (socket, "", 0, ZMQ_DONTWAIT | ZMQ_SNDMORE);
    zmq_send (socket, bytes, size, ZMQ_DONTWAIT);
}

/* ---- a DEALER's messages ---- */

bool socket_send (void *socket, const char *bytes, size_t size)
{
    return zmq_send (socket, bytes, size, ZMQ_DONTWAIT) >= 0;
}

bool socket_take (void *socket, struct arena *arena, const char **bytes, size_t *size)
{
    zmq_msg_t message;
    zmq_msg_init (&message);
    bool taken = zmq_msg_recv (&message, socket, ZMQ_DONTWAIT) >= 0;
    /* An empty delimiter, or parts that nobody should send: the last part counts. */
    while (taken && zmq_msg_more (&message))
        taken = zmq_msg_recv (&message, socket, ZMQ_DONTWAIT) >= 0;
    if (taken) {
        *size = zmq_msg_size (&message);
        *bytes = arena_copy (arena, zmq_msg_data (&message), *size);
    }
    zmq_msg_close (&message);
    return taken;
}
