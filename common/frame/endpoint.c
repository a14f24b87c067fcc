/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "frame/endpoint.h"
#include <arpa/inet.h>
#include <net/if.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { HOST_MAX = 255, PORT_MAX = 65535 };
#define IPC "ipc://"
#define TCP "tcp://"
#define LIKE                                                                                       \
    "must be like tcp://127.0.0.1:5570 or ipc://DIR/run/intake.door (or .journal, for a journal)"

struct tcp {
    char host[HOST_MAX + 1];
    long port; /* 0: none */
};

static bool is (const char *endpoint, const char *transport)
{
    return strncmp (endpoint, transport, strlen (transport)) == 0;
}

static struct tcp tcp_of (const char *endpoint)
{
    struct tcp tcp = { .port = 0 };
    const char *host = endpoint + strlen (TCP), *colon = strrchr (host, ':');
    size_t length = colon ? (size_t)(colon - host) : strlen (host);
    snprintf (tcp.host, sizeof tcp.host, "%.*s", length > HOST_MAX ? 0 : (int)length, host);
    size_t digits = colon ? strspn (colon + 1, "0123456789") : 0;
    if (digits > 0 && digits <= 5 && colon[1 + digits] == '\0')
        tcp.port = strtol (colon + 1, NULL, 10);
    return tcp;
}

static bool is_address (const char *host)
{
    struct in6_addr address;
    char inner[HOST_MAX + 1];
    size_t length = strlen (host);
    if (host[0] != '[' || host[length - 1] != ']')
        return inet_pton (AF_INET, host, &address) == 1;
    snprintf (inner, sizeof inner, "%.*s", (int)length - 2, host + 1);
    return inet_pton (AF_INET6, inner, &address) == 1;
}

static bool is_name (const char *host)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    return strspn (host, letters) > 0 &&
           host[strspn (
               host, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_")] == '\0';
}

const char *endpoint_fault (const char *endpoint, bool listens)
{
    if (is (endpoint, IPC))
        return endpoint[strlen (IPC)] ? NULL : LIKE ": the path is missing";
    if (!is (endpoint, TCP))
        return LIKE;
    const struct tcp tcp = tcp_of (endpoint);
    if (tcp.port < 1 || tcp.port > PORT_MAX)
        return LIKE ": the port, 1 to 65535, is missing or none";
    if (is_address (tcp.host) || (listens && strcmp (tcp.host, "*") == 0))
        return NULL;
    if (!is_name (tcp.host))
        return LIKE ": the host is none";
    /* ZeroMQ asks no name server where to listen (zmq_tcp(7)): names there are of interfaces. */
    if (listens && (strlen (tcp.host) >= IF_NAMESIZE || strcmp (tcp.host, "localhost") == 0))
        return LIKE ": to listen on, give an address of this machine, an interface, or *";
    return NULL;
}

static bool is_everywhere (const char *host)
{
    return strcmp (host, "*") == 0 || strcmp (host, "0.0.0.0") == 0 || strcmp (host, "[::]") == 0;
}

bool endpoints_collide (const char *one, const char *other)
{
    if (!is (one, TCP) || !is (other, TCP))
        return strcmp (one, other) == 0;
    const struct tcp a = tcp_of (one), b = tcp_of (other);
    return a.port != 0 && a.port == b.port &&
           (strcmp (a.host, b.host) == 0 || is_everywhere (a.host) || is_everywhere (b.host));
}

bool endpoint_reaches (const char *asked, const char *held)
{
    if (!is (asked, TCP) || !is (held, TCP))
        return strcmp (asked, held) == 0;
    return tcp_of (asked).port == tcp_of (held).port;
}
