/* Who is let in over tcp: our own answer to ZeroMQ's authentication protocol (RFC 27/ZAP), given by
   the loop's own thread; without an answer nobody comes in. And the proof at start that a stranger
   is refused. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#pragma once
#include "frame/keys.h"
#include "frame/permit.h"

/* Binds the place where libzmq asks; before any other socket is bound. Stops when it cannot. */
void *zap_bind (void *context);
/* Answers what waits there. OWN_FOLDER: the keys of our own services (DIR/keys/NAME.pub) are let in
 * too. */
void zap_answer (void *zap, const struct permit *permit, const char *folder);
/* Connects to ENDPOINT with a key that nobody enrolled; stops the process (77) unless it is
 * refused. */
void zap_prove (void *context, void *zap, const char *endpoint, const char *server,
                const struct permit *permit, const char *folder);
