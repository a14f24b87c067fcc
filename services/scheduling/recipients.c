/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "scheduling/recipients.h"

static bool is_listed (const struct notice *list, size_t count, const char *party,
                       const char *channel)
{
    for (size_t i = 0; i < count; i++)
        if (text_same (list[i].party, party) && text_same (list[i].channel, channel))
            return true;
    return false;
}

struct recipients recipients_of (const struct office *office, const char *const *words,
                                 size_t count, const struct office_case *about, const char *key,
                                 struct arena *arena)
{
    struct office_parties parties = { .count = 0 };
    struct notice *list = arena_take (arena, NOTICES_MAX * sizeof *list);
    size_t notices = 0;
    for (size_t i = 0; i < count; i++)
        office_resolve (office, words[i], about, &parties);
    for (size_t i = 0; i < parties.count; i++)
        for (size_t j = 0; j < parties.list[i]->reach_count && notices < NOTICES_MAX; j++) {
            const struct reach *reach = &parties.list[i]->reach[j];
            if (is_listed (list, notices, parties.list[i]->id, reach->channel))
                continue;
            list[notices++] =
                (struct notice){ .notice = arena_format (arena, "%s/%s/%s", key,
                                                         parties.list[i]->id, reach->channel),
                                 .party = parties.list[i]->id,
                                 .channel = reach->channel,
                                 .address = reach->address };
        }
    return (struct recipients){ list, notices };
}
