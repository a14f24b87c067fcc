/* However many look, reporting is asked once in a while; what was known stays when it is silent. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "gateway/board.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#define COUNT(list) (sizeof (list) / sizeof *(list))

enum deed { LOOK, ANSWER, FAIL };
static const struct {
    int64_t now;
    enum deed deed;
    bool is;           /* LOOK: it is asked; else: it is news */
    bool told;         /* afterwards who looks is told what is known, and need not wait */
    const char *known; /* then */
} rows[] = {
    { 1000, LOOK, true, false, NULL },  /* nothing is known: asked, and waited for */
    { 1001, LOOK, false, false, NULL }, /* so does the next, without another question */
    { 1100, ANSWER, false, true, "a" },
    { 1101, LOOK, false, true, "a" },
    { 6099, LOOK, false, true, "a" },
    { 6100, LOOK, true, false, "a" }, /* five seconds old */
    { 8000, LOOK, false, false, "a" },
    { 9100, FAIL, true, true, "a" }, /* what was known stays, and nobody waits again at once */
    { 9200, LOOK, false, true, "a" },
    { 14100, LOOK, true, false, "a" },
    { 17100, FAIL, false, true, "a" }, /* told once */
    { 30000, LOOK, true, false, "a" },
    { 30001, ANSWER, true, true, "b" },
};

static void it_is_asked_once_in_a_while (void **state)
{
    (void)state;
    struct board board = { .answer = NULL };
    for (size_t i = 0; i < COUNT (rows); i++) {
        bool is = false;
        if (rows[i].deed != LOOK)
            is = board_take (&board, rows[i].deed == ANSWER ? (rows[i].known) : NULL, rows[i].now);
        else if (board_wants (&board, rows[i].now)) {
            board_asked (&board);
            is = true;
        }
        if (is != rows[i].is || board_is_settled (&board, rows[i].now) != rows[i].told)
            fail_msg ("row %zu", i);
        assert_int_equal (board.answer != NULL, rows[i].known != NULL);
        if (board.answer)
            assert_string_equal (board.answer, rows[i].known);
    }
    assert_int_equal (board.questions, 4);
    assert_int_equal (board.unanswered, 2);
    assert_int_equal (board.answered, 30001);
    board_end (&board);
}

static void silence_from_the_start_is_news (void **state)
{
    (void)state;
    struct board board = { .answer = NULL };
    board_asked (&board);
    assert_true (board_take (&board, NULL, 0));
    assert_true (board_is_settled (&board, 0));
    assert_null (board.answer);
    board_end (&board);
}

/* Not told again every five seconds while somebody looks. */
static void a_refusal_is_news_once (void **state)
{
    static const struct {
        bool is, news;
    } refusals[] = {
        { false, false }, { true, true }, { true, false }, { false, false }, { true, true }
    };
    struct board board = { .answer = NULL };
    (void)state;
    for (size_t i = 0; i < COUNT (refusals); i++)
        if (board_refused (&board, refusals[i].is) != refusals[i].news)
            fail_msg ("row %zu", i);
}

int main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (it_is_asked_once_in_a_while),
        cmocka_unit_test (silence_from_the_start_is_news),
        cmocka_unit_test (a_refusal_is_news_once),
    };
    return cmocka_run_group_tests (tests, NULL, NULL);
}
