/* The worker and what it makes of letters. Real servers answer it in the journeys (tests/journeys
   02, 09, 10); here are the thread, its limits, and the pure parts. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "post/post.h"
#include "post/send.h"
#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

static struct arena *arena;

#define UNSET .per_minute = NUMBER_ABSENT, .timeout_seconds = NUMBER_ABSENT
static const struct channel channels[] = {
    { .name = "journal", .kind = channel_journal, UNSET },
    { .name = "mail",
      .kind = channel_mail,
      .url = "smtp://127.0.0.1:1",
      .from = "a@b.example",
      UNSET },
    { .name = "robot",
      .kind = channel_webhook,
      .url = "http://127.0.0.1:1/",
      .body = "{\"text\":\"{{subject}}: {{text}}\"}",
      .ok_member = "errcode",
      .ok_value = "0",
      UNSET },
};

static struct letter letter_by (const char *channel)
{
    return (struct letter){ .id = "H-2021-000017/x/c01/mail/1",
                            .channel = channel,
                            .address = "c01@b.example",
                            .subject = "【逾期】隐患整改到期，请立即办理并报告，不得拖延，谢谢配合",
                            .text = "第一行\n\"第二行\"",
                            .written = day_start (day_from (2021, 2, 10)) + 9 * HOUR_MS };
}

/* The next outcome, waited for with a deadline. */
static struct post_outcome outcome_of (struct post *post)
{
    struct post_outcome outcome;
    struct pollfd ready = { .fd = post_fd (post), .events = POLLIN };
    for (int tries = 0; tries < 20; tries++) {
        if (post_take (post, arena, &outcome))
            return outcome;
        poll (&ready, 1, 1000);
    }
    fail_msg ("no outcome in twenty seconds");
    return (struct post_outcome){ .id = "" };
}

static void each_letter_has_its_outcome (void **state)
{
    static const struct {
        const char *channel;
        enum post_result result;
    } rows[] = { { "journal", post_sent },
                 { "mail", post_failed },
                 { "robot", post_failed },
                 { "unheard of", post_failed } };
    (void)state;
    struct post *post = post_new (channels, 3);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct letter letter = letter_by (rows[i].channel);
        assert_true (post_send (post, &letter));
        struct post_outcome outcome = outcome_of (post);
        assert_string_equal (outcome.id, letter.id);
        assert_int_equal (outcome.result, rows[i].result);
    }
    post_destroy (&post);
    assert_null (post);
    post_destroy (&post);
}

/* A server that takes the connection and never says a word. */
static int listen_dumbly (int *port)
{
    struct sockaddr_in address = { .sin_family = AF_INET,
                                   .sin_addr.s_addr = htonl (INADDR_LOOPBACK) };
    socklen_t size = sizeof address;
    int server = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    assert_int_equal (bind (server, (struct sockaddr *)&address, size), 0);
    assert_int_equal (listen (server, 8), 0);
    assert_int_equal (getsockname (server, (struct sockaddr *)&address, &size), 0);
    *port = ntohs (address.sin_port);
    return server;
}

static void a_channel_that_hangs_holds_up_itself_alone (void **state)
{
    (void)state;
    int port, server = listen_dumbly (&port);
    const struct channel two[] = {
        { .name = "mail",
          .kind = channel_mail,
          .url = arena_format (arena, "smtp://127.0.0.1:%d", port),
          .from = "a@b.example",
          UNSET },
        { .name = "journal", .kind = channel_journal, UNSET },
    };
    struct post *post = post_new (two, 2);
    struct letter letter = letter_by ("mail");
    for (int i = 0; i < POST_IN_HAND_MAX; i++)
        assert_true (post_send (post, &letter));
    assert_false (post_send (post, &letter));
    letter = letter_by ("journal");
    letter.id = "through";
    assert_true (post_send (post, &letter));
    struct post_outcome outcome = outcome_of (post);
    assert_string_equal (outcome.id, "through");
    assert_int_equal (outcome.result, post_sent);
    post_destroy (&post); /* though the server still hangs */
    close (server);
}

static void it_holds_so_many_and_no_more (void **state)
{
    (void)state;
    struct post *post = post_new (channels, 3);
    struct letter letter = letter_by ("journal");
    char *large = malloc (60001);
    memset (large, 'x', 60000);
    large[60000] = '\0';
    letter.text = large; /* more than the pipe takes at once */
    for (int i = 0; i < POST_IN_HAND_MAX; i++)
        assert_true (post_send (post, &letter));
    assert_false (post_send (post, &letter));
    for (int i = 0; i < POST_IN_HAND_MAX; i++)
        assert_int_equal (outcome_of (post).result, post_sent);
    assert_true (post_send (post, &letter));
    free (large);
    post_destroy (&post); /* with one in hand */
}

static void a_mail_is_what_the_standard_says (void **state)
{
    (void)state;
    const struct letter letter = letter_by ("mail");
    const char *message = mail_message (&channels[1], &letter, arena);
    assert_non_null (strstr (message, "Date: Wed, 10 Feb 2021 09:00:00 +0800\r\n"));
    assert_non_null (strstr (message, "From: <a@b.example>\r\nTo: <c01@b.example>\r\n"));
    assert_non_null (strstr (message, "Auto-Submitted: auto-generated\r\n"));
    assert_non_null (strstr (message, "X-Firewarden-Letter: H-2021-000017/x/c01/mail/1\r\n"));
    for (const char *line = message; *line; line = strstr (line, "\r\n") + 2)
        assert_true (strstr (line, "\r\n") - line <= 998);
    /* RFC 2047: each encoded word is at most 75 characters and ends with a whole character (4 for 3
     * bytes). */
    for (const char *word = strstr (message, "=?utf-8?B?"); word;
         word = strstr (word + 1, "=?utf-8?B?"))
        assert_true (strstr (word, "?=") + 2 - word <= 75);
    assert_int_equal (mail_judge (250, "", true), post_sent);
    assert_int_equal (mail_judge (451, "RCPT failed: 451", false), post_failed);
    assert_int_equal (mail_judge (550, "RCPT failed: 550", false), post_refused);
    assert_int_equal (mail_judge (553, "RCPT failed: 553", false), post_refused);
    assert_int_equal (mail_judge (554, "RCPT failed: 554", false), post_failed);
    assert_int_equal (mail_judge (550, "MAIL failed: 550", false), post_failed);
    assert_int_equal (mail_judge (0, "Failed to connect", false), post_failed);
}

static void a_robot_says_no_inside_200 (void **state)
{
    static const struct {
        long code;
        const char *answer;
        enum post_result result;
    } rows[] = { { 200, "{\"errcode\":0}", post_sent },
                 { 200, "{\"errcode\":93000}", post_failed },
                 { 200, "{\"errcode\":\"0\"}", post_sent },
                 { 200, "<html>", post_failed },
                 { 404, "", post_refused },
                 { 429, "", post_failed },
                 { 500, "{\"errcode\":0}", post_failed },
                 { 302, "", post_failed } };
    (void)state;
    const struct letter letter = letter_by ("robot");
    const char *body = webhook_body (&channels[2], &letter, arena);
    struct refusal refusal;
    const struct json_t *json = json_parse (body, strlen (body), arena, &refusal);
    assert_non_null (json);
    assert_string_equal (json_words (json_member (json, "text")),
                         arena_format (arena, "%s: %s", letter.subject, letter.text));
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_int_equal (webhook_judge (&channels[2], rows[i].code, rows[i].answer,
                                         strlen (rows[i].answer), arena)
                              .result,
                          rows[i].result);
}

static void a_channel_is_checked (void **state)
{
    static const struct channel wrong[] = {
        { .name = "a", .kind = channel_mail, .url = "http://x", .from = "nobody", UNSET },
        { .name = "a", .kind = channel_webhook, .url = "ftp://x", .ok_member = "errcode", UNSET },
    };
    (void)state;
    struct refusals refusals = refusals_in (arena);
    channel_check (wrong, 0, &refusals);
    assert_int_equal (refusals.count, 2);
    channel_check (wrong, 1, &refusals);
    assert_int_equal (refusals.count, 5);
    assert_string_equal (refusals.list[0].path, "/0/url");
    refusals = refusals_in (arena);
    for (size_t i = 0; i < 3; i++)
        channel_check (channels, i, &refusals);
    assert_int_equal (refusals.count, 0);
}

int main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (each_letter_has_its_outcome),
        cmocka_unit_test (a_channel_that_hangs_holds_up_itself_alone),
        cmocka_unit_test (it_holds_so_many_and_no_more),
        cmocka_unit_test (a_mail_is_what_the_standard_says),
        cmocka_unit_test (a_robot_says_no_inside_200),
        cmocka_unit_test (a_channel_is_checked),
    };
    arena = arena_new();
    int failed = cmocka_run_group_tests (tests, NULL, NULL);
    arena_destroy (&arena);
    return failed;
}
