/* Sockets between this process and itself, over ipc; who is let in over tcp is zap_test.c. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "frame/socket.h"
#include "frame/try.h"
#include <zmq.h>

enum { PATIENCE_MS = 10000 };

static void *context, *router, *client, *greedy, *monitor;
static const char *endpoint;

static int open_router (void **state)
{
    if (try_begin (state) != 0)
        return -1;
    context = zmq_ctx_new();
    endpoint = arena_format (arena, "ipc://%s/door", folder);
    router = socket_bind (context, endpoint, NULL, 0660);
    return 0;
}

static int close_router (void **state)
{
    socket_close (&client);
    socket_close (&greedy);
    socket_close (&monitor);
    socket_close (&router);
    socket_close (&router);
    zmq_ctx_term (context);
    return try_end (state);
}

static bool wait_for (void *socket, short events)
{
    zmq_pollitem_t item = { .socket = socket, .events = events };
    return zmq_poll (&item, 1, PATIENCE_MS) == 1;
}

/* What the router receives next; asked twice, there was nothing more. */
static enum received receive (struct incoming *incoming)
{
    assert_true (wait_for (router, ZMQ_POLLIN));
    return socket_receive (router, incoming);
}

/* A client of any kind that others may write, with nothing of ours set. */
static void *plain (int type)
{
    void *socket = zmq_socket (context, type);
    int zero = 0;
    zmq_setsockopt (socket, ZMQ_LINGER, &zero, sizeof zero);
    assert_int_equal (zmq_connect (socket, endpoint), 0);
    return socket;
}

static void a_request_is_answered (void **state)
{
    (void)state;
    struct incoming incoming;
    const char *bytes;
    size_t size;
    client = socket_connect (context, endpoint, NULL, NULL);
    assert_int_equal (socket_receive (router, &incoming), RECEIVED_NOTHING);
    assert_true (wait_for (client, ZMQ_POLLOUT));
    assert_false (socket_take (client, arena, &bytes, &size));
    assert_true (socket_send (client, "hello", 5));
    assert_int_equal (receive (&incoming), RECEIVED_FRAME);
    assert_int_equal (incoming.size, 5);
    assert_memory_equal (incoming.bytes, "hello", 5);
    assert_string_equal (incoming.actor, "");
    assert_false (incoming.peer.delimiter);
    socket_answer (router, &incoming.peer, "well", 4);
    incoming_close (&incoming);
    assert_true (wait_for (client, ZMQ_POLLIN));
    assert_true (socket_take (client, arena, &bytes, &size));
    assert_int_equal (size, 4);
    assert_memory_equal (bytes, "well", 4);
}

/* zmq.REQ puts an empty frame before what it asks, and wants it back. */
static void a_delimiter_is_echoed (void **state)
{
    (void)state;
    struct incoming incoming;
    char answer[8] = "";
    client = plain (ZMQ_REQ);
    zmq_send (client, "hello", 5, 0);
    assert_int_equal (receive (&incoming), RECEIVED_FRAME);
    assert_true (incoming.peer.delimiter);
    assert_int_equal (incoming.size, 5);
    socket_answer (router, &incoming.peer, "well", 4);
    incoming_close (&incoming);
    assert_true (wait_for (client, ZMQ_POLLIN));
    assert_int_equal (zmq_recv (client, answer, sizeof answer, 0), 4);
    assert_string_equal (answer, "well");
}

/* Several parts are nobody's request; the next message is whole again. */
static void what_is_no_single_frame_is_garbage (void **state)
{
    (void)state;
    static const struct {
        const char *parts[4];
        enum received received;
    } rows[] = {
        { { "a", "b" }, RECEIVED_GARBAGE },
        { { "", "a", "b" }, RECEIVED_GARBAGE },
        { { "", "", "a" }, RECEIVED_GARBAGE },
        { { "a", "" }, RECEIVED_GARBAGE },
        { { "", "a" }, RECEIVED_FRAME },
        { { "a" }, RECEIVED_FRAME },
        { { "" }, RECEIVED_FRAME },
    };
    client = plain (ZMQ_DEALER);
    for (size_t i = 0; i < COUNT (rows); i++) {
        struct incoming incoming;
        for (size_t part = 0; rows[i].parts[part]; part++)
            zmq_send (client, rows[i].parts[part], strlen (rows[i].parts[part]),
                      rows[i].parts[part + 1] ? ZMQ_SNDMORE : 0);
        assert_int_equal (receive (&incoming), rows[i].received);
        incoming_close (&incoming);
        assert_int_equal (socket_receive (router, &incoming), RECEIVED_NOTHING);
    }
}

static void a_message_without_end_is_not_taken (void **state)
{
    (void)state;
    struct incoming incoming;
    char *large = calloc (2, 1 << 20);
    greedy = zmq_socket (context, ZMQ_DEALER);
    monitor = zmq_socket (context, ZMQ_PAIR);
    zmq_socket_monitor (greedy, "inproc://greedy", ZMQ_EVENT_DISCONNECTED);
    zmq_connect (monitor, "inproc://greedy");
    zmq_connect (greedy, endpoint);
    zmq_send (greedy, large, 2 << 20, 0);
    free (large);
    assert_true (wait_for (monitor, ZMQ_POLLIN)); /* thrown out */
    assert_int_equal (socket_receive (router, &incoming), RECEIVED_NOTHING);
    client = plain (ZMQ_DEALER);
    zmq_send (client, "hello", 5, 0);
    assert_int_equal (receive (&incoming), RECEIVED_FRAME);
    assert_int_equal (incoming.size, 5);
    incoming_close (&incoming);
}

static void an_answer_to_who_is_gone_is_forgotten (void **state)
{
    (void)state;
    struct incoming incoming;
    const struct peer nobody = { .size = 5, .id = "where" };
    socket_answer (router, &nobody, "well", 4);
    client = plain (ZMQ_DEALER);
    zmq_send (client, "hello", 5, 0);
    assert_int_equal (receive (&incoming), RECEIVED_FRAME);
    socket_close (&client);
    socket_answer (router, &incoming.peer, "well", 4);
    incoming_close (&incoming);
}

static void nothing_is_kept_for_who_is_not_there (void **state)
{
    (void)state;
    const char *nowhere = arena_format (arena, "ipc://%s/nobody", folder);
    client = socket_connect (context, nowhere, NULL, NULL);
    assert_non_null (client);
    assert_false (socket_send (client, "hello", 5));
    assert_null (socket_connect (context, "nonsense", NULL, NULL));
}

/* ---- the file of an ipc socket ---- */

static void its_file_guards_a_local_socket (void **state)
{
    (void)state;
    struct stat facts;
    assert_int_equal (stat (try_path ("door"), &facts), 0);
    assert_true (S_ISSOCK (facts.st_mode));
    assert_int_equal (facts.st_mode & 0777, 0660);
}

static void bind_to (const void *where)
{
    void *own = zmq_ctx_new();
    socket_bind (own, where, NULL, 0600);
}

static void who_cannot_bind_does_not_start (void **state)
{
    (void)state;
    assert_int_equal (try_exit (bind_to, arena_format (arena, "ipc://%s/other", folder)), 0);
    assert_int_equal (try_exit (bind_to, arena_format (arena, "ipc://%s/no/door", folder)),
                      STOP_OS);
    assert_int_equal (try_exit (bind_to, "nonsense"), STOP_OS);
}

#define EACH(test) cmocka_unit_test_setup_teardown (test, open_router, close_router)

int main (void)
{
    const struct CMUnitTest tests[] = {
        EACH (a_request_is_answered),
        EACH (a_delimiter_is_echoed),
        EACH (what_is_no_single_frame_is_garbage),
        EACH (a_message_without_end_is_not_taken),
        EACH (an_answer_to_who_is_gone_is_forgotten),
        EACH (nothing_is_kept_for_who_is_not_there),
        EACH (its_file_guards_a_local_socket),
        EACH (who_cannot_bind_does_not_start),
    };
    return cmocka_run_group_tests (tests, NULL, NULL);
}
