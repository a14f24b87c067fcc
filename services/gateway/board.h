/* What is known of the public board: the last answer of reporting, and when it is asked again. One
   question is on its way at a time, and the same one for everybody: however many look, reporting is
   asked once in a while. Times are steady milliseconds, an argument.
   Not here: asking (frame/asker.h), what it looks like (screen.h). */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { BOARD_FRESH_MS = 5000 }; /* what was said, also that nobody answered, is not asked again */

struct board {
    char *answer;      /* the last good one, owned; NULL: there never was one */
    int64_t answered;  /* when it came */
    int64_t settled;   /* when the last question ended, with an answer or without */
    bool asking, ever; /* one is on its way; one has ended */
    bool failed;       /* the last one did */
    bool refused;      /* it was, by who answers */
    int64_t questions, unanswered;
};

/* Whether somebody who looks at NOW is told what is known; else what is asked is waited for. */
bool board_is_settled (const struct board *board, int64_t now);
/* Whether to ask, for somebody who looks at NOW. */
bool board_wants (const struct board *board, int64_t now);
void board_asked (struct board *board);
/* ANSWER: of the question that was asked, copied; NULL: there was none, and what was known stays.
   Whether that is news: it fails since, or no more. */
bool board_take (struct board *board, const char *answer, int64_t now);
/* What was answered to it IS a refusal. Whether that is news. */
bool board_refused (struct board *board, bool is);
void board_end (struct board *board);
