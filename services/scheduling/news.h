/* What a notice says and who is told of it, raised once. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#pragma once
#include "scheduling/notice.h"

enum { NEWS_WORDS_MAX = 72 };

struct news {
    const char *ref, *subject, *text;
    const char *words[NEWS_WORDS_MAX]; /* who is told */
    size_t words_count;
    struct office_case about;
    bool late; /* told long after it was due: an outage */
};
/* What is said first where one urging stands for all that an outage swallowed. */
#define NEWS_URGED_LATE "（补发：系统中断期间的催办并入本次）\n"

/* Raises it under KEY, whose notices' ids begin with that. */
void news_raise (const struct news *news, const char *key, const struct office *office,
                 struct decision *decision);
/* Nothing, when the notice of SEEN was raised already. */
void news_tell (const struct news *news, const struct notice_seen *seen, struct decision *decision);
void news_add_words (struct news *news, const char *const *words, size_t count);
/* The place in full; of none what stands for one. */
const char *news_place (const char *premises_name);
