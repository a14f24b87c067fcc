/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "scheduling/telling.h"
#include "scheduling/wording.h"

static struct news news_of (const struct deadline_row *deadline, const char *subject,
                            const char *text)
{
    return (struct news){ .ref = deadline->ref,
                          .subject = subject,
                          .text = text,
                          .about = { .community = deadline->community,
                                     .department = deadline->department,
                                     .tracker = deadline->tracker } };
}

struct news telling_news (const struct deadline_row *deadline, const char *subject,
                          const char *text)
{
    static const char *const words[] = { "tracker", "community", "department", "office" };
    struct news news = news_of (deadline, subject, text);
    size_t skip =
        deadline->tracker ? 0 : 1; /* nobody tracks it: the others do not stand in twice */
    news_add_words (&news, words + skip, sizeof words / sizeof *words - skip);
    return news;
}

void telling (const struct deadline_row *deadline, const struct office *office, const char *key,
              const char *subject, const char *text, struct decision *decision)
{
    const struct news news = telling_news (deadline, subject, text);
    news_raise (&news, key, office, decision);
}

void telling_tracker (const struct deadline_row *deadline, const struct office *office,
                      const char *key, const char *subject, const char *text,
                      struct decision *decision)
{
    static const char *const words[] = { "tracker" };
    struct news news = news_of (deadline, subject, text);
    news_add_words (&news, words, 1);
    news_raise (&news, key, office, decision);
}

/* A person who reads 48 hours as 6 days must see why. */
void telling_why (const char *const *explanation, size_t count, struct text *text)
{
    enum { LINES_MAX = 40 };
    text_say (text, "计算：\n");
    for (size_t i = 0; i < count && i < LINES_MAX; i++)
        text_format (text, "  %s\n", explanation[i]);
}

const char *telling_about (const struct deadline_row *deadline, struct arena *arena)
{
    return wording_place (deadline_about (deadline, arena), arena);
}

const char *telling_clock (const struct deadline_row *deadline, const struct office *office)
{
    const struct clock_policy *clock = office_clock (office, deadline->clock);
    return clock ? clock->name : deadline->clock;
}
