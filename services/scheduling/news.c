/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "scheduling/news.h"
#include "scheduling/recipients.h"
#include "scheduling/wording.h"

void news_raise (const struct news *news, const char *key, const struct office *office,
                 struct decision *decision)
{
    const struct recipients to =
        recipients_of (office, news->words, news->words_count, &news->about, key, decision->arena);
    decision_event (decision, notice_raised_record, news->ref,
                    &(struct notice_raised){ .notice = key,
                                             .ref = news->ref,
                                             .subject = news->subject,
                                             .text = news->text,
                                             .late = news->late,
                                             .notices = to.list,
                                             .notices_count = to.count });
}

void news_tell (const struct news *news, const struct notice_seen *seen, struct decision *decision)
{
    if (!seen->known)
        news_raise (news, seen->id, seen->office, decision);
}

void news_add_words (struct news *news, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count && news->words_count < NEWS_WORDS_MAX; i++)
        news->words[news->words_count++] = words[i];
}

const char *news_place (const char *premises_name)
{
    return premises_name ? premises_name : wording_place (NULL, NULL);
}
