/* Which pages there are, what each answers while reporting is known, silent or gone, and what is
   counted of it. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "gateway/pages.h"
#include "base/text.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#define COUNT(list) (sizeof (list) / sizeof *(list))
#define ANSWER      "{\"status\":\"ok\",\"campaign\":{\"name\":\"冬春\"}}"

enum known { NEVER, SILENT, WELL };
static const struct {
    const char *method, *path;
    enum known known; /* of reporting */
    unsigned status;
    const char *type, *body;
} rows[] = {
    { "GET", "/screen", WELL, 200, "text/html", "<h1>冬春</h1>" },
    { "HEAD", "/screen", WELL, 200, "text/html", "<h1>冬春</h1>" },
    { "GET", "/screen", SILENT, 200, "text/html", "暂时取不到最新数据" },
    { "GET", "/screen", NEVER, 503, "text/html", "暂时没有数据" },
    { "POST", "/screen", WELL, 405, "text/plain", "GET or HEAD" },
    { "PUT", "/metrics", WELL, 405, "text/plain", "GET or HEAD" },
    { "GET", "/livez", NEVER, 200, "text/plain", "alive" },
    { "GET", "/readyz", WELL, 200, "text/plain", "ready" },
    { "GET", "/readyz", SILENT, 503, "text/plain", "reporting does not answer" },
    { "GET", "/readyz", NEVER, 503, "text/plain", "reporting does not answer" },
    { "GET", "/metrics", NEVER, 200, "text/plain; version=0.0.4", "_questions_total 0\n" },
    { "GET", "/metrics", NEVER, 200, "text/plain; version=0.0.4", "_unanswered_total 1\n" },
    { "GET", "/metrics", WELL, 200, "text/plain; version=0.0.4", "_unanswered_total 0\n" },
    { "GET", "/", WELL, 404, "text/plain", "the public board is /screen" },
    { "POST", "/v1/events", WELL, 404, "text/plain", "not found" },
    { "GET", "/tipoff", WELL, 404, "text/plain", "not found" },
    { "GET", "/screen/", WELL, 404, "text/plain", "not found" },
    { "GET", "/../screen", WELL, 404, "text/plain", "not found" },
    { "GET", "", WELL, 404, "text/plain", "not found" },
};

static struct arena *arena;

static struct board board_in (enum known known)
{
    struct board board = { .answer = NULL };
    if (known != NEVER)
        board_take (&board, ANSWER, 1000);
    if (known != WELL)
        board_take (&board, NULL, 2000);
    return board;
}

static void each_page_answers (void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT (rows); i++) {
        struct board board = board_in (rows[i].known);
        struct counted counted = { 0 };
        const struct page_reply reply =
            page_reply (&(struct looking){ .board = &board, .now = 3000, .arena = arena }, &counted,
                        rows[i].method, rows[i].path);
        if (reply.status != rows[i].status || !strstr (reply.body, rows[i].body) ||
            strncmp (reply.type, rows[i].type, strlen (rows[i].type)) != 0)
            fail_msg ("row %zu: %u %s: %s", i, reply.status, reply.type, reply.body);
        assert_int_equal (reply.allow != NULL, reply.status == 405);
        board_end (&board);
    }
}

static void only_what_is_shown_of_the_board_waits_for_it (void **state)
{
    (void)state;
    static const struct {
        const char *method, *path;
        bool needs;
    } waits[] = { { "GET", "/screen", true },  { "HEAD", "/screen", true },
                  { "GET", "/readyz", true },  { "POST", "/screen", false },
                  { "GET", "/livez", false },  { "GET", "/metrics", false },
                  { "GET", "/nothing", false } };
    for (size_t i = 0; i < COUNT (waits); i++)
        assert_int_equal (page_needs_board (waits[i].method, waits[i].path), waits[i].needs);
}

static void what_was_answered_is_counted (void **state)
{
    (void)state;
    struct board board = board_in (WELL);
    struct counted counted = { 0 };
    const struct looking looking = {
        .board = &board, .now = 3250, .connections = 2, .arena = arena
    };
    board.questions = 7;
    board.unanswered = 3;
    for (int i = 0; i < 3; i++)
        page_reply (&looking, &counted, "GET", "/screen");
    page_reply (&looking, &counted, "POST", "/screen");
    page_reply (&looking, &counted, "GET", "/a\"b\n");
    const char *shown = page_reply (&looking, &counted, "GET", "/metrics").body;
    static const char *const lines[] = {
        "# TYPE firewarden_gateway_requests_total counter\n",
        "firewarden_gateway_requests_total{path=\"/screen\",status=\"200\"} 3\n",
        "firewarden_gateway_requests_total{path=\"/screen\",status=\"405\"} 1\n",
        "firewarden_gateway_requests_total{path=\"other\",status=\"404\"} 1\n",
        "firewarden_gateway_questions_total 7\n",
        "firewarden_gateway_unanswered_total 3\n",
        "firewarden_gateway_answer_age_seconds 2.250\n",
        "firewarden_gateway_connections 2\n",
    };
    for (size_t i = 0; i < COUNT (lines); i++)
        if (!strstr (shown, lines[i]))
            fail_msg ("%s is not in %s", lines[i], shown);
    assert_null (strstr (shown, "a\"b"));
    board_end (&board);
}

static int begin (void **state)
{
    (void)state;
    arena = arena_new();
    return 0;
}

static int end (void **state)
{
    (void)state;
    arena_destroy (&arena);
    return 0;
}

int main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (each_page_answers),
        cmocka_unit_test (only_what_is_shown_of_the_board_waits_for_it),
        cmocka_unit_test (what_was_answered_is_counted),
    };
    return cmocka_run_group_tests (tests, begin, end);
}
