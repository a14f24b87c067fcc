/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "gateway/pages.h"
#include "base/text.h"
#include "gateway/screen.h"
#include <inttypes.h>

#define PLAIN "text/plain; charset=utf-8"
#define HTML  "text/html; charset=utf-8"
/* Of Prometheus' text format. */
#define EXPOSITION "text/plain; version=0.0.4; charset=utf-8"

static const char *const paths[PAGES] = { [PAGE_SCREEN] = "/screen",
                                          [PAGE_LIVE] = "/livez",
                                          [PAGE_READY] = "/readyz",
                                          [PAGE_METRICS] = "/metrics",
                                          [PAGE_NONE] = "other" };
static const unsigned codes[STATUSES] = { [STATUS_OK] = 200,
                                          [STATUS_NOT_FOUND] = 404,
                                          [STATUS_NOT_ALLOWED] = 405,
                                          [STATUS_UNAVAILABLE] = 503 };

static enum page page_of (const char *path)
{
    for (int page = 0; page < PAGE_NONE; page++)
        if (text_same (paths[page], path))
            return (enum page)page;
    return PAGE_NONE;
}

static bool is_read (const char *method)
{
    return text_same (method, "GET") || text_same (method, "HEAD");
}

bool page_needs_board (const char *method, const char *path)
{
    const enum page page = page_of (path);
    return is_read (method) && (page == PAGE_SCREEN || page == PAGE_READY);
}

/* ---- the pages ---- */

static int show_screen (const struct looking *looking, struct page_reply *reply)
{
    const struct board *board = looking->board;
    reply->type = HTML;
    reply->body = board->answer ? screen_page (board->answer, board->failed,
                                               looking->wall / MINUTE_MS, looking->arena)
                                : NULL;
    if (reply->body)
        return STATUS_OK;
    reply->body = screen_page_without (looking->arena);
    return STATUS_UNAVAILABLE;
}

static int show_ready (const struct looking *looking, struct page_reply *reply)
{
    const bool ready = looking->board->answer && !looking->board->failed;
    reply->body = ready ? "ready\n" : "not ready: reporting does not answer\n";
    return ready ? STATUS_OK : STATUS_UNAVAILABLE;
}

static void put_head (struct text *text, const char *name, const char *kind, const char *help)
{
    text_format (text, "# HELP firewarden_gateway_%s %s\n# TYPE firewarden_gateway_%s %s\n", name,
                 help, name, kind);
}

static void put_requests (struct text *text, const struct counted *counted)
{
    put_head (text, "requests_total", "counter", "Requests that were answered.");
    for (int page = 0; page < PAGES; page++)
        for (int status = 0; status < STATUSES; status++)
            if (counted->requests[page][status] > 0)
                text_format (text,
                             "firewarden_gateway_requests_total{path=\"%s\",status=\"%u\"} %" PRId64
                             "\n",
                             paths[page], codes[status], counted->requests[page][status]);
}

static int show_metrics (const struct looking *looking, const struct counted *counted,
                         struct page_reply *reply)
{
    const struct board *board = looking->board;
    struct text text = text_in (looking->arena);
    put_requests (&text, counted);
    put_head (&text, "questions_total", "counter", "Questions to reporting.");
    text_format (&text, "firewarden_gateway_questions_total %" PRId64 "\n", board->questions);
    put_head (&text, "unanswered_total", "counter", "Of these, without an answer in time.");
    text_format (&text, "firewarden_gateway_unanswered_total %" PRId64 "\n", board->unanswered);
    if (board->answer) {
        put_head (&text, "answer_age_seconds", "gauge", "Age of the answer that is shown.");
        text_format (&text, "firewarden_gateway_answer_age_seconds %" PRId64 ".%03d\n",
                     (looking->now - board->answered) / SECOND_MS,
                     (int)((looking->now - board->answered) % SECOND_MS));
    }
    put_head (&text, "connections", "gauge", "Connections that are open.");
    text_format (&text, "firewarden_gateway_connections %zu\n", looking->connections);
    reply->type = EXPOSITION;
    reply->body = text.bytes;
    return STATUS_OK;
}

static int show (enum page page, const struct looking *looking, const struct counted *counted,
                 struct page_reply *reply)
{
    switch (page) {
    case PAGE_SCREEN:
        return show_screen (looking, reply);
    case PAGE_READY:
        return show_ready (looking, reply);
    case PAGE_METRICS:
        return show_metrics (looking, counted, reply);
    case PAGE_LIVE:
        reply->body = "alive\n";
        return STATUS_OK;
    case PAGE_NONE:
    case PAGES:
        break;
    }
    reply->body = "not found: the public board is /screen; nothing else is served here yet\n";
    return STATUS_NOT_FOUND;
}

struct page_reply page_reply (const struct looking *looking, struct counted *counted,
                              const char *method, const char *path)
{
    const enum page page = page_of (path);
    struct page_reply reply = { .type = PLAIN };
    int status = STATUS_NOT_ALLOWED;
    if (page == PAGE_NONE || is_read (method))
        status = show (page, looking, counted, &reply);
    else {
        reply.allow = "GET, HEAD";
        reply.body = "not allowed: this page is only read, by GET or HEAD\n";
    }
    counted->requests[page][status]++;
    reply.status = codes[status];
    return reply;
}
