/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "gateway/http.h"
#include "base/log.h"
#include "base/stop.h"
#include "base/text.h"
#include <arpa/inet.h>
#include <errno.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum {
    CONNECTIONS = 64,
    CONNECTIONS_EACH = 16,
    REQUEST_SECONDS = 15,
    HEAD_BYTES_MAX = 8 << 10, /* of a request's head, and as much for the answer's */
    LOOK_AGAIN_MS = 500,
    BACKLOG = 64,
    ADDRESS_BYTES = 64
};

/* A connection; each brings one request. */
struct visitor {
    struct visitor *next, **before;
    struct MHD_Connection *connection;
    int socket;
    int64_t since;
    bool waits; /* for an answer that is not known yet */
};
struct http {
    struct http_setup setup;
    struct MHD_Daemon *daemon;
    int epoll;
    int64_t now, patience_ms;
    struct visitor *visitors;
    size_t visitors_count;
    char address[ADDRESS_BYTES];
};

/* ---- what is answered ---- */

/* A board for everybody: in a frame of a screen's own software too, so nothing is said of frames.
 */
static const char *const headers[][2] = {
    { "Content-Security-Policy",
      "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'" },
    { "X-Content-Type-Options", "nosniff" },
    { "Referrer-Policy", "no-referrer" },
    { "Cache-Control", "no-store" },
    { "Connection", "close" },
};

static enum MHD_Result queue (struct MHD_Connection *connection, const struct http_reply *reply)
{
    struct MHD_Response *response = MHD_create_response_from_buffer (
        strlen (reply->body), (void *)(uintptr_t)reply->body, MHD_RESPMEM_MUST_COPY);
    if (!response)
        return MHD_NO;
    for (size_t i = 0; i < sizeof headers / sizeof *headers; i++)
        MHD_add_response_header (response, headers[i][0], headers[i][1]);
    MHD_add_response_header (response, "Content-Type", reply->type);
    if (reply->allow)
        MHD_add_response_header (response, "Allow", reply->allow);
    const enum MHD_Result result = MHD_queue_response (connection, reply->status, response);
    MHD_destroy_response (response);
    return result;
}

static struct visitor *visitor_of (struct MHD_Connection *connection)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info (connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    return info ? info->socket_context : NULL;
}

/* Called with the head, and again when the request has come whole; what else it brings is passed
   over. */
static enum MHD_Result handle (void *self, struct MHD_Connection *connection, const char *path,
                               const char *method, const char *version, const char *data,
                               size_t *size, void **context)
{
    struct http *http = self;
    struct http_reply reply = { .status = 0 };
    struct visitor *visitor = visitor_of (connection);
    (void)version, (void)data;
    const bool begins = *context == NULL;
    *context = http;
    if (*size > 0 || !visitor) {
        *size = 0;
        return visitor ? MHD_YES : MHD_NO;
    }
    const bool asks =
        text_same (method, MHD_HTTP_METHOD_GET) || text_same (method, MHD_HTTP_METHOD_HEAD);
    if (begins && asks)
        return MHD_YES;
    if (http->setup.answer (http->setup.self, method, path, &reply))
        return queue (connection, &reply);
    visitor->waits = true;
    MHD_suspend_connection (connection);
    return MHD_YES;
}

/* ---- who is connected ---- */

static void come (struct http *http, struct MHD_Connection *connection, void **context)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info (connection, MHD_CONNECTION_INFO_CONNECTION_FD);
    struct visitor *visitor = calloc (1, sizeof *visitor);
    if (!visitor || !info) {
        free (visitor);
        return; /* its request is refused */
    }
    *visitor = (struct visitor){ .next = http->visitors,
                                 .before = &http->visitors,
                                 .connection = connection,
                                 .socket = info->connect_fd,
                                 .since = http->now };
    if (visitor->next)
        visitor->next->before = &visitor->next;
    http->visitors = *context = visitor;
    http->visitors_count++;
}

static void go (struct http *http, void **context)
{
    struct visitor *visitor = *context;
    if (!visitor)
        return;
    *visitor->before = visitor->next;
    if (visitor->next)
        visitor->next->before = visitor->before;
    free (visitor);
    *context = NULL;
    http->visitors_count--;
}

static void notice (void *self, struct MHD_Connection *connection, void **context,
                    enum MHD_ConnectionNotificationCode what)
{
    if (what == MHD_CONNECTION_NOTIFY_STARTED)
        come (self, connection, context);
    else
        go (self, context);
}

/* Their time is over: the library finds the connection ended. */
static void cut_the_slow (const struct http *http)
{
    for (struct visitor *visitor = http->visitors; visitor; visitor = visitor->next)
        if (!visitor->waits && http->now >= visitor->since + http->patience_ms)
            shutdown (visitor->socket, SHUT_RDWR);
}

/* ---- listening ---- */

static int64_t or_else (int64_t number, int64_t otherwise)
{
    return number == NUMBER_ABSENT ? otherwise : number;
}

static void name (struct http *http, const struct sockaddr_storage *bound)
{
    char host[INET6_ADDRSTRLEN] = "";
    const struct sockaddr_in *four = (const void *)bound;
    const struct sockaddr_in6 *six = (const void *)bound;
    const bool is_six = bound->ss_family == AF_INET6;
    inet_ntop (bound->ss_family, is_six ? (const void *)&six->sin6_addr : &four->sin_addr, host,
               sizeof host);
    snprintf (http->address, sizeof http->address, is_six ? "http://[%s]:%d" : "http://%s:%d", host,
              ntohs (is_six ? six->sin6_port : four->sin_port));
}

static int open_socket (struct http *http)
{
    const char *wanted = http->setup.settings->http;
    struct sockaddr_storage address;
    socklen_t size = gateway_address (wanted, &address);
    const int yes = 1;
    int listening = socket (address.ss_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (listening < 0 || setsockopt (listening, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes) != 0 ||
        bind (listening, (const struct sockaddr *)&address, size) != 0 ||
        listen (listening, BACKLOG) != 0)
        stop (STOP_OS, "http.bind", "cannot listen on %s: %s%s", wanted, strerror (errno),
              errno == EADDRINUSE
                  ? "; stop what has it, or name another under http: of gateway.yaml"
                  : "");
    getsockname (listening, (struct sockaddr *)&address, &size);
    name (http, &address);
    return listening;
}

struct http *http_new (const struct http_setup *setup)
{
    struct http *http = calloc (1, sizeof *http);
    if (!http)
        stop (STOP_OS, "memory", "no memory");
    const struct gateway_settings *settings = setup->settings;
    const unsigned seconds = (unsigned)or_else (settings->request_seconds, REQUEST_SECONDS);
    http->setup = *setup;
    http->patience_ms = (int64_t)seconds * SECOND_MS;
    http->daemon = MHD_start_daemon (
        MHD_USE_EPOLL | MHD_ALLOW_SUSPEND_RESUME, 0, NULL, NULL, handle, http,
        MHD_OPTION_LISTEN_SOCKET, open_socket (http), MHD_OPTION_CONNECTION_LIMIT,
        (unsigned)or_else (settings->connections, CONNECTIONS), MHD_OPTION_PER_IP_CONNECTION_LIMIT,
        (unsigned)or_else (settings->connections_each, CONNECTIONS_EACH),
        MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)(2 * HEAD_BYTES_MAX),
        MHD_OPTION_CONNECTION_TIMEOUT, seconds, MHD_OPTION_NOTIFY_CONNECTION, notice, http,
        MHD_OPTION_SIGPIPE_HANDLED_BY_APP, 1, MHD_OPTION_STRICT_FOR_CLIENT, 1, MHD_OPTION_END);
    const union MHD_DaemonInfo *info =
        http->daemon ? MHD_get_daemon_info (http->daemon, MHD_DAEMON_INFO_EPOLL_FD) : NULL;
    if (!info)
        stop (STOP_OS, "http.start", "cannot serve HTTP: %s", strerror (errno));
    http->epoll = info->epoll_fd;
    log_line (LOG_INFO, "http.bound", "pages at %s", http->address);
    return http;
}

void http_destroy (struct http **reference)
{
    struct http *http = *reference;
    if (!http)
        return;
    http_again (http); /* the library does not end with somebody suspended */
    MHD_stop_daemon (http->daemon);
    free (http);
    *reference = NULL;
}

const char *http_address (const struct http *http)
{
    return http->address;
}

int http_fd (const struct http *http)
{
    return http->epoll;
}

int http_run (struct http *http, int64_t now)
{
    MHD_UNSIGNED_LONG_LONG wait_ms = LOOK_AGAIN_MS;
    http->now = now;
    cut_the_slow (http);
    MHD_run (http->daemon);
    if (MHD_get_timeout (http->daemon, &wait_ms) != MHD_YES || wait_ms > LOOK_AGAIN_MS)
        return LOOK_AGAIN_MS;
    return (int)wait_ms;
}

void http_again (struct http *http)
{
    for (struct visitor *visitor = http->visitors; visitor; visitor = visitor->next)
        if (visitor->waits) {
            visitor->waits = false;
            visitor->since = http->now; /* it was we who took the time */
            MHD_resume_connection (visitor->connection);
        }
}

size_t http_connections (const struct http *http)
{
    return http->visitors_count;
}
