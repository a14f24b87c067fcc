/* HTTP, by libmicrohttpd, of which this is the doorkeeper: listening, and what an unknown peer may
   take: so many connections, so many of one address, so long a head, so much time. The library's
   own limit of time begins anew with every byte; so it is run from outside, by who owns this, and
   each connection ends when its time is over, however busy it keeps itself. One thread; it shares
   nothing. Not here: what is answered (pages.h). */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#pragma once
#include "frame/gateway_settings.h"

struct http;
struct http_reply {
    unsigned status;
    const char *type;  /* media type */
    const char *body;  /* copied */
    const char *allow; /* which methods there are; NULL: it was one */
};
/* What is answered to METHOD and PATH. False: it is not known yet; asked again after http_again. */
typedef bool http_answer_fn (void *self, const char *method, const char *path,
                             struct http_reply *reply);
struct http_setup {
    const struct gateway_settings *settings;
    http_answer_fn *answer;
    void *self; /* of `answer` */
};

/* Listens. Stops when it cannot. */
struct http *http_new (const struct http_setup *setup);
/* Cuts who is connected; takes NULL. */
void http_destroy (struct http **http);
/* "http://127.0.0.1:8080", with the port that it has. */
const char *http_address (const struct http *http);
int http_fd (const struct http *http);
/* Serves what came, at NOW (steady milliseconds). Returns how many of them may pass before it is
   run again, when nothing comes. */
int http_run (struct http *http, int64_t now);
/* Those whose answer was not known are asked again with the next run. */
void http_again (struct http *http);
size_t http_connections (const struct http *http);
