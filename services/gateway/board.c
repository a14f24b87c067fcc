/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "gateway/board.h"
#include <stdlib.h>
#include <string.h>

bool board_is_settled (const struct board *board, int64_t now)
{
    return board->ever && now < board->settled + BOARD_FRESH_MS;
}

bool board_wants (const struct board *board, int64_t now)
{
    return !board->asking && !board_is_settled (board, now);
}

void board_asked (struct board *board)
{
    board->asking = true;
    board->questions++;
}

bool board_take (struct board *board, const char *answer, int64_t now)
{
    char *kept = answer ? strdup (answer) : NULL;
    const bool failed = !kept, news = board->ever ? failed != board->failed : failed;
    if (kept) {
        free (board->answer);
        board->answer = kept;
        board->answered = now;
    }
    board->asking = false;
    board->ever = true;
    board->failed = failed;
    board->settled = now;
    board->unanswered += failed;
    return news;
}

bool board_refused (struct board *board, bool is)
{
    const bool news = is && !board->refused;
    board->refused = is;
    return news;
}

void board_end (struct board *board)
{
    free (board->answer);
    *board = (struct board){ .answer = NULL };
}
