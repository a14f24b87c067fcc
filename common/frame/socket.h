/* Sockets with all that was learnt about them set before bind or connect (trust.md, section 2), and
   single frames in and out that never block. Doorkeeper of libzmq together with keys.c, zap.c and
   loop.c. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#pragma once
#include "frame/fetch.h"
#include "frame/keys.h"

#define ZAP_DOMAIN "firewarden"

/* Binds a ROUTER to ENDPOINT. OWN: CURVE with this pair, asked of ZAP; NULL: ipc, file mode
   IPC_MODE. Stops when it cannot. */
void *socket_bind (void *context, const char *endpoint, const struct key_pair *own,
                   unsigned ipc_mode);
/* A DEALER to ENDPOINT; SERVER and OWN: CURVE (NULL: ipc). NULL: the endpoint cannot be connected
 * to. */
void *socket_connect (void *context, const char *endpoint, const char *server,
                      const struct key_pair *own);
void socket_close (void **socket);

enum received { RECEIVED_NOTHING, RECEIVED_FRAME, RECEIVED_GARBAGE };
struct incoming {
    struct peer peer;
    char actor[256]; /* the User-Id that ZAP gave; "" over ipc */
    void *message;   /* zmq_msg_t, valid until incoming_close */
    const void *bytes;
    size_t size;
};
/* The next message of a ROUTER, if one waits: its body is one frame, and whatever else came is
 * drained. */
enum received socket_receive (void *socket, struct incoming *incoming);
void incoming_close (struct incoming *incoming);
/* To a peer of a ROUTER. When it is gone or its pipe is full the answer is forgotten: it asks
 * again. */
void socket_answer (void *socket, const struct peer *peer, const char *bytes, size_t size);
/* By a DEALER. False: nobody is there. */
bool socket_send (void *socket, const char *bytes, size_t size);
/* The next body that a DEALER received; BYTES are in ARENA. False: none waits. */
bool socket_take (void *socket, struct arena *arena, const char **bytes, size_t *size);
