/* Asks a service's door for somebody who must not wait, such as a server of pages: a worker has the
   socket, and asks again once a second in its patience. Both share nothing but copied bytes on a
   socket pair. One question at a time; what is asked must be harmless when it is heard twice. Not
   here: the command line, which waits and says why it does (firewarden/client.c). */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#pragma once
#include "base/arena.h"
#include "frame/keys.h"

struct asker;
struct asker_setup {
    const char *endpoint;
    const char *server;         /* over tcp, its public key and our pair; NULL: ipc */
    const struct key_pair *own; /* borrowed, as the others are, while the asker lives */
    int patience_ms;
};

/* Stops when it cannot. */
struct asker *asker_new (const struct asker_setup *setup);
/* Gives up what is asked, within a fraction of a second; takes NULL. */
void asker_destroy (struct asker **asker);
/* Readable when there is an outcome. */
int asker_fd (const struct asker *asker);
/* Never blocks. False, and nothing is asked: the last question has no outcome yet, or QUESTION is
   empty, or longer than a door takes (FRAME_BYTES_MAX). */
bool asker_ask (struct asker *asker, const char *question);
/* False: there is no outcome. *ANSWER in ARENA, or NULL: none came in time, or one that is longer
   than an answer may be. */
bool asker_take (struct asker *asker, struct arena *arena, const char **answer);
