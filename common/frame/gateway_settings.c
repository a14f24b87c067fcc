/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "frame/gateway_settings.h"
#include "frame/endpoint.h"
#include "frame/settings.h"
#include "record/declare_tables.h"
#include "frame/gateway_settings.def"
#include "record/declare_end.h"
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>

enum { PORT_MAX = 65535, PORT_DIGITS_MAX = 5 };

socklen_t gateway_address (const char *http, struct sockaddr_storage *address)
{
    char host[INET6_ADDRSTRLEN];
    const char *colon = strrchr (http, ':');
    const size_t digits = colon ? strspn (colon + 1, "0123456789") : 0;
    const bool is_inner = http[0] == '[' && colon && colon[-1] == ']';
    if (digits == 0 || digits > PORT_DIGITS_MAX || colon[1 + digits])
        return 0;
    const long port = strtol (colon + 1, NULL, 10);
    snprintf (host, sizeof host, "%.*s", (int)(colon - http) - 2 * is_inner, http + is_inner);
    struct sockaddr_in four = { .sin_family = AF_INET, .sin_port = htons ((uint16_t)port) };
    struct sockaddr_in6 six = { .sin6_family = AF_INET6, .sin6_port = htons ((uint16_t)port) };
    *address = (struct sockaddr_storage){ .ss_family = AF_UNSPEC };
    if (port > PORT_MAX)
        return 0;
    if (!is_inner && inet_pton (AF_INET, host, &four.sin_addr) == 1) {
        memcpy (address, &four, sizeof four);
        return sizeof four;
    }
    if (!is_inner || inet_pton (AF_INET6, host, &six.sin6_addr) != 1)
        return 0;
    memcpy (address, &six, sizeof six);
    return sizeof six;
}

static void refuse (struct refusals *refusals, const struct yaml_marks *marks, const char *pointer,
                    const char *sentence)
{
    refusals_add (refusals, REFUSAL_INVALID, yaml_mark (marks, pointer, refusals->arena), "%s",
                  sentence);
}

static void check (const struct gateway_settings *settings, const struct yaml_marks *marks,
                   struct refusals *refusals)
{
    struct sockaddr_storage address;
    if (settings->http && gateway_address (settings->http, &address) == 0)
        refuse (refusals, marks, "/http",
                "http: must be an address of this machine and a port, like 127.0.0.1:8080 or "
                "[::1]:8080 (port 0: any that is free)");
    const char *fault = settings->reporting ? endpoint_fault (settings->reporting, false) : NULL;
    if (fault)
        refuse (refusals, marks, "/reporting",
                arena_format (refusals->arena, "reporting: %s", fault));
    if (settings->connections != NUMBER_ABSENT && settings->connections_each != NUMBER_ABSENT &&
        settings->connections_each > settings->connections)
        refuse (refusals, marks, "/connections_each",
                "connections_each: must not be more than connections, or one address could take "
                "them all");
    if (!settings_knows_level (settings->log_level))
        refuse (refusals, marks, "/log_level", "log_level: must be debug, info, warn or error");
}

const struct gateway_settings *gateway_settings_read_rest (const char *file, struct arena *arena,
                                                           struct refusals *refusals,
                                                           const struct yaml_marks **marks)
{
    const struct gateway_settings *settings =
        record_from_yaml_marked (gateway_settings_record(), file, arena, refusals, marks);
    if (settings)
        check (settings, *marks, refusals);
    return settings;
}

const struct gateway_settings *gateway_settings_read (const char *file, struct arena *arena,
                                                      struct refusals *refusals)
{
    const struct yaml_marks *marks;
    const size_t before = refusals->count + refusals->unkept;
    const struct gateway_settings *settings =
        gateway_settings_read_rest (file, arena, refusals, &marks);
    return refusals->count + refusals->unkept == before ? settings : NULL;
}
