/* One question at a time to a door that answers, is silent, or comes later; and an end that waits
   for nobody. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "frame/asker.h"
#include "frame/clocks.h"
#include "frame/envelope.h"
#include "frame/socket.h"
#include "frame/try.h"
#include <errno.h>
#include <poll.h>
#include <sys/socket.h>
#include <zmq.h>

enum { PATIENCE_MS = 10000, SHORT_MS = 300 };

static void *context, *router;
static const char *endpoint;
static struct asker *asker;

static size_t unsendable; /* what has this size cannot be sent */

/* In the place of the C library's. */
ssize_t send (int fd, const void *bytes, size_t size, int flags)
{
    if (size == unsendable) {
        errno = EMSGSIZE;
        return -1;
    }
    return sendto (fd, bytes, size, flags, NULL, 0);
}

static int begin (void **state)
{
    if (try_begin (state) != 0)
        return -1;
    context = zmq_ctx_new();
    endpoint = arena_format (arena, "ipc://%s/door", folder);
    return 0;
}

static int end (void **state)
{
    asker_destroy (&asker);
    asker_destroy (&asker);
    socket_close (&router);
    zmq_ctx_term (context);
    return try_end (state);
}

static void open_door (void)
{
    router = socket_bind (context, endpoint, NULL, 0600);
}

static void ask (const char *question, int patience_ms)
{
    if (!asker)
        asker =
            asker_new (&(struct asker_setup){ .endpoint = endpoint, .patience_ms = patience_ms });
    assert_true (asker_ask (asker, question));
    assert_false (asker_ask (asker, question)); /* one at a time */
}

static struct peer heard_of; /* by the door, last */

/* What the door hears next, answered (NULL: not). */
static const char *hear (const char *answer)
{
    struct incoming incoming;
    zmq_pollitem_t item = { .socket = router, .events = ZMQ_POLLIN };
    assert_int_equal (zmq_poll (&item, 1, PATIENCE_MS), 1);
    assert_int_equal (socket_receive (router, &incoming), RECEIVED_FRAME);
    const char *heard = arena_copy (arena, incoming.bytes, incoming.size);
    heard_of = incoming.peer;
    if (answer)
        socket_answer (router, &incoming.peer, answer, strlen (answer));
    incoming_close (&incoming);
    return heard;
}

/* The outcome; "" stands for none. */
static const char *outcome (void)
{
    const char *answer = NULL;
    struct pollfd item = { .fd = asker_fd (asker), .events = POLLIN };
    assert_int_equal (poll (&item, 1, PATIENCE_MS), 1);
    assert_true (asker_take (asker, arena, &answer));
    assert_false (asker_take (asker, arena, &answer));
    return answer ? answer : "";
}

static void a_question_is_answered_and_the_next_one_too (void **state)
{
    (void)state;
    open_door();
    for (int i = 0; i < 3; i++) {
        const char *question = arena_format (arena, "question %d", i);
        ask (question, PATIENCE_MS);
        assert_string_equal (hear (question), question);
        assert_string_equal (outcome(), question);
    }
}

static void silence_ends_and_a_late_answer_is_not_taken_for_the_next (void **state)
{
    (void)state;
    open_door();
    ask ("first", SHORT_MS);
    assert_string_equal (hear (NULL), "first");
    assert_string_equal (outcome(), "");
    socket_answer (router, &heard_of, "one", strlen ("one"));
    ask ("second", SHORT_MS);
    assert_string_equal (hear ("two"), "second");
    assert_string_equal (outcome(), "two");
}

static void who_is_not_there_is_waited_for (void **state)
{
    (void)state;
    ask ("nobody", SHORT_MS);
    assert_string_equal (outcome(), "");
    asker_destroy (&asker);
    ask ("later", PATIENCE_MS);
    open_door();
    assert_string_equal (hear ("here"), "later");
    assert_string_equal (outcome(), "here");
}

static void a_lost_question_is_asked_again (void **state)
{
    (void)state;
    open_door();
    ask ("lost", PATIENCE_MS);
    hear (NULL);
    assert_string_equal (hear ("found"), "lost");
    assert_string_equal (outcome(), "found");
}

/* Within one question the first answer is as good as the last, and none of them is of the next. */
static void a_slow_answer_is_taken (void **state)
{
    (void)state;
    open_door();
    ask ("slow", PATIENCE_MS);
    hear (NULL);
    const struct peer first = heard_of;
    assert_string_equal (hear (NULL), "slow"); /* a second later */
    socket_answer (router, &first, "at last", strlen ("at last"));
    assert_string_equal (outcome(), "at last");
    socket_answer (router, &heard_of, "twice", strlen ("twice"));
    ask ("next", PATIENCE_MS);
    assert_string_equal (hear ("of the next"), "next");
    assert_string_equal (outcome(), "of the next");
}

static void what_no_door_takes_is_not_asked (void **state)
{
    (void)state;
    static const struct {
        size_t size;
        bool asked;
    } rows[] = { { 0, false }, { FRAME_BYTES_MAX + 1, false }, { FRAME_BYTES_MAX, true } };
    open_door();
    asker = asker_new (&(struct asker_setup){ .endpoint = endpoint, .patience_ms = PATIENCE_MS });
    for (size_t i = 0; i < COUNT (rows); i++) {
        char *question = arena_take (arena, rows[i].size + 1);
        memset (question, 'x', rows[i].size);
        question[rows[i].size] = '\0';
        assert_int_equal (asker_ask (asker, question), rows[i].asked);
        if (rows[i].asked)
            assert_string_equal (hear ("whole"), question);
    }
    assert_string_equal (outcome(), "whole");
}

/* Somebody waits for it. */
static void an_outcome_that_cannot_be_said_is_none (void **state)
{
    (void)state;
    static const char said[] = "an answer of a size that nothing else has";
    open_door();
    unsendable = sizeof said; /* with the byte before it */
    ask ("unsendable", PATIENCE_MS);
    hear (said);
    assert_string_equal (outcome(), "");
    unsendable = 0;
    ask ("sendable", PATIENCE_MS);
    hear (said);
    assert_string_equal (outcome(), said);
}

static void an_answer_may_be_long_but_not_without_end (void **state)
{
    (void)state;
    static const struct {
        size_t size;
        bool taken;
    } rows[] = { { 160 << 10, true }, { (160 << 10) + 1, false } };
    open_door();
    for (size_t i = 0; i < COUNT (rows); i++) {
        char *answer = arena_take (arena, rows[i].size + 1);
        memset (answer, 'x', rows[i].size);
        ask ("long", PATIENCE_MS);
        hear (answer);
        assert_int_equal (strlen (outcome()), rows[i].taken ? rows[i].size : 0);
    }
}

static void its_end_waits_for_nobody (void **state)
{
    (void)state;
    ask ("nobody", 60 * PATIENCE_MS);
    const int64_t begun = clocks_steady();
    asker_destroy (&asker);
    assert_true (clocks_steady() - begun < SECOND_MS);
}

int main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown (a_question_is_answered_and_the_next_one_too, begin, end),
        cmocka_unit_test_setup_teardown (silence_ends_and_a_late_answer_is_not_taken_for_the_next,
                                         begin, end),
        cmocka_unit_test_setup_teardown (who_is_not_there_is_waited_for, begin, end),
        cmocka_unit_test_setup_teardown (a_lost_question_is_asked_again, begin, end),
        cmocka_unit_test_setup_teardown (a_slow_answer_is_taken, begin, end),
        cmocka_unit_test_setup_teardown (what_no_door_takes_is_not_asked, begin, end),
        cmocka_unit_test_setup_teardown (an_outcome_that_cannot_be_said_is_none, begin, end),
        cmocka_unit_test_setup_teardown (an_answer_may_be_long_but_not_without_end, begin, end),
        cmocka_unit_test_setup_teardown (its_end_waits_for_nobody, begin, end),
    };
    return cmocka_run_group_tests (tests, NULL, NULL);
}
