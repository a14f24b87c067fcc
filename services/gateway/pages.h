/* Which pages there are, and what each answers: the public board, and what a machine asks that
   minds this one. No state but counters and what is known of the board; what needs a login (/, /v1,
   /tipoff of the contract) is not there. Pure: time is an argument. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#pragma once
#include "base/arena.h"
#include "base/instant.h"
#include "gateway/board.h"

enum page { PAGE_SCREEN, PAGE_LIVE, PAGE_READY, PAGE_METRICS, PAGE_NONE, PAGES };
enum { STATUS_OK, STATUS_NOT_FOUND, STATUS_NOT_ALLOWED, STATUS_UNAVAILABLE, STATUSES };

/* Requests that were answered. */
struct counted {
    int64_t requests[PAGES][STATUSES];
};
struct looking {
    const struct board *board;
    int64_t now;  /* steady milliseconds */
    instant wall; /* chooses the part of a long list */
    size_t connections;
    struct arena *arena;
};
struct page_reply {
    unsigned status;
    const char *type, *body;
    const char *allow; /* the methods there are; NULL: it was one of them */
};

/* Whether METHOD and PATH are answered by what is known of the board. */
bool page_needs_board (const char *method, const char *path);
/* What is answered, with the board as it is; and it is counted. */
struct page_reply page_reply (const struct looking *looking, struct counted *counted,
                              const char *method, const char *path);
