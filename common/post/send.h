/* The two ways out, and how their answers are judged. Everything but the sending itself is pure. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#pragma once
#include "post/post.h"

/* A server's answer: CODE of SMTP or HTTP, 0: none; DETAIL what it or libcurl said. */
struct judged {
    enum post_result result;
    const char *detail;
};

/* The whole message, RFC 5322 with UTF-8 in MIME. Lines end with CRLF. */
const char *mail_message (const struct channel *channel, const struct letter *letter,
                          struct arena *arena);
/* Refused is only what the server says of the recipient himself (RFC 5321, 4.2.2 and 3.3: 550, 551,
   553 to RCPT). A server that refuses us, the message, or everything may think otherwise tomorrow.
   SAID: what libcurl made of it. */
enum post_result mail_judge (long code, const char *said, bool transferred);
/* The body, by the channel's template or the plain one. */
const char *webhook_body (const struct channel *channel, const struct letter *letter,
                          struct arena *arena);
/* HTTP's code and, where the channel says so, a member of the answer. */
struct judged webhook_judge (const struct channel *channel, long code, const char *answer,
                             size_t size, struct arena *arena);

/* What every transfer shares; *stop becomes true when the worker is to end. */
struct transfer {
    void *curl;
    const struct channel *channel;
    const struct letter *letter;
    struct arena *arena;
    const _Atomic int *stop;
    bool afresh; /* the last transfer failed: its connection is not trusted */
};
struct judged mail_send (const struct transfer *transfer);
struct judged webhook_send (const struct transfer *transfer);
/* Settings of libcurl that both need: timeouts, protocols, certificates, the worker's end. */
void transfer_prepare (const struct transfer *transfer, char *error);
/* SERVER'S words on one line, without what does not print; at most 500 bytes. */
const char *one_line (const char *words, size_t size, struct arena *arena);
