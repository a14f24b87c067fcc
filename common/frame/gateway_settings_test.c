/* config/gateway.yaml: the shipped one is clean, and each mistake is said at its place. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "frame/gateway_settings.h"
#include "frame/try.h"
#include <arpa/inet.h>
#include <netinet/in.h>

#define HTTP "http: \"127.0.0.1:8080\"\n"
#define DOOR "reporting: \"ipc://DIR/run/reporting.door\"\n"

static const struct {
    const char *text;
    const char *place, *words; /* of the first mistake; NULL: there is none */
} rows[] = {
    { HTTP DOOR, NULL, NULL },
    { HTTP DOOR "connections: 8\nconnections_each: 8\nrequest_seconds: 5\nlog_level: warn\n", NULL,
      NULL },
    { "http: \"[::1]:0\"\n" DOOR, NULL, NULL },
    { DOOR, ":1:1", "http" },
    { HTTP, ":1:1", "reporting" },
    { "http: 8080\n" DOOR, ":1:1", "http: must be a text" },
    { "http: \"8080\"\n" DOOR, ":1:1", "http: must be an address" },
    { "http: \"127.0.0.1:\"\n" DOOR, ":1:1", "http: must be" },
    { "http: \"127.0.0.1:65536\"\n" DOOR, ":1:1", "http: must be" },
    { "http: \"localhost:8080\"\n" DOOR, ":1:1", "http: must be" },
    { "http: \"::1:8080\"\n" DOOR, ":1:1", "http: must be" },
    { "http: \"[127.0.0.1]:8080\"\n" DOOR, ":1:1", "http: must be" },
    { HTTP "reporting: \"http://127.0.0.1\"\n", ":2:1", "reporting: must be like" },
    { HTTP DOOR "connections: 2\nconnections_each: 3\n", ":4:1", "connections_each: must not" },
    { HTTP DOOR "request_seconds: 0\n", ":3:", "request_seconds" },
    { HTTP DOOR "log_level: loud\n", ":3:1", "log_level: must be debug" },
    { HTTP DOOR "door: x\n", ":3:", "" },
};

static void a_mistake_is_said_with_its_place (void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT (rows); i++) {
        struct refusals refusals = refusals_in (arena);
        const char *file = try_put ("gateway.yaml", rows[i].text);
        const struct gateway_settings *settings = gateway_settings_read (file, arena, &refusals);
        assert_int_equal (settings == NULL, rows[i].place != NULL);
        if (!rows[i].place)
            continue;
        const char *place = arena_format (arena, "%s%s", file, rows[i].place);
        if (strncmp (refusals.list[0].path, place, strlen (place)) != 0 ||
            !strstr (refusals.list[0].sentence, rows[i].words))
            fail_msg ("row %zu: %s: %s", i, refusals.list[0].path, refusals.list[0].sentence);
    }
}

static void the_shipped_one_is_clean (void **state)
{
    (void)state;
    struct refusals refusals = refusals_in (arena);
    const char *file = arena_format (arena, "%s/config/gateway.yaml", getenv ("SOURCE"));
    const struct gateway_settings *settings = gateway_settings_read (file, arena, &refusals);
    assert_non_null (settings);
    assert_string_equal (settings->http, "127.0.0.1:8080");
}

static void an_address_is_one_of_a_socket (void **state)
{
    (void)state;
    struct sockaddr_storage address;
    assert_int_equal (gateway_address ("127.0.0.1:8080", &address), sizeof (struct sockaddr_in));
    assert_int_equal (((struct sockaddr_in *)&address)->sin_port, htons (8080));
    assert_int_equal (gateway_address ("[::]:0", &address), sizeof (struct sockaddr_in6));
    assert_int_equal (gateway_address ("", &address), 0);
    assert_int_equal (gateway_address (":8080", &address), 0);
}

int main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (a_mistake_is_said_with_its_place),
        cmocka_unit_test (the_shipped_one_is_clean),
        cmocka_unit_test (an_address_is_one_of_a_socket),
    };
    return cmocka_run_group_tests (tests, try_begin, try_end);
}
