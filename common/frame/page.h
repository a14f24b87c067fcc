/* A page of a list, as every list answers: {"items":[…],"next":…}; `next` is what to ask `after`,
   null at the end. A page ends by its limit, or when it is as large as an answer should be. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#pragma once
#include "frame/service.h"

enum { PAGE_LIMIT = 100, PAGE_BYTES_MAX = 900 << 10 };

struct page {
    const struct sql
        *sql; /* gives one row more than the limit, so that there is known to be more */
    const void *by;
    const struct record *item; /* what the rows are, and are shown as */
    const char *(*key) (const void *item);
    void (*mask) (const struct scene *scene, const void *by, void *item); /* NULL: all is shown */
    int64_t limit;
};
/* LIMIT as it was asked for; PAGE_LIMIT when it was not. */
int64_t page_limit (int64_t limit);
/* Writes "items":[…],"next":… into ANSWER, without braces. */
void page_put (const struct scene *scene, const struct page *page, struct text *answer);
