/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "frame/page.h"

int64_t page_limit (int64_t limit)
{
    return limit == NUMBER_ABSENT ? PAGE_LIMIT : limit;
}

void page_put (const struct scene *scene, const struct page *page, struct text *answer)
{
    void *item = arena_take (scene->arena, page->item->head->size);
    const char *last = NULL;
    int64_t count = 0;
    bool more = false;
    text_say (answer, "\"items\":[");
    store_walk (scene->store, page->sql, page->by);
    while (store_next (scene->store, page->sql, scene->arena, item)) {
        more = ++count > page->limit || answer->length > PAGE_BYTES_MAX;
        if (more)
            break;
        text_say (answer, count > 1 ? "," : "");
        if (page->mask)
            page->mask (scene, page->by, item);
        record_to_json (page->item, item, answer);
        last = page->key (item);
    }
    store_end (scene->store, page->sql);
    text_say (answer, "],\"next\":");
    if (more)
        text_put_json (answer, last);
    else
        text_say (answer, "null");
}
