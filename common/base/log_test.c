/* What stands on stderr, read back through a pipe. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/arena.h"
#include "base/log.h"
#include "base/text.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#define COUNT(list) (sizeof (list) / sizeof *(list))
#define HEAD(level)                                                                                \
    "{\"time\":\"2021-02-10T09:30:00+08:00\",\"level\":\"" level                                   \
    "\",\"service\":\"intake\",\"id\":\"test.line\",\"message\":\""

enum { LINE_BYTES_MAX = 4 << 10, HELD_BYTES = 32 << 10 };

/* What one log_line of MESSAGE writes. */
static const char *logged (enum log_level level, const char *message)
{
    static char held[HELD_BYTES];
    int ends[2], stderr_kept = dup (STDERR_FILENO);
    assert_int_equal (pipe (ends), 0);
    dup2 (ends[1], STDERR_FILENO);
    close (ends[1]);
    log_line (level, "test.line", "%s", message);
    dup2 (stderr_kept, STDERR_FILENO);
    close (stderr_kept);
    ssize_t size = read (ends[0], held, sizeof held - 1);
    close (ends[0]);
    assert_true (size >= 0);
    held[size] = '\0';
    return held;
}

static int open_log (void **state)
{
    (void)state;
    instant now;
    if (!instant_parse ("2021-02-10T01:30:00Z", &now))
        return -1;
    log_open ("intake", LOG_INFO);
    log_now (now);
    return 0;
}

static void a_line_is_one_object (void **state)
{
    (void)state;
    static const struct {
        enum log_level level;
        const char *message, *line;
    } rows[] = {
        { LOG_INFO, "ready", HEAD ("info") "ready\"}\n" },
        { LOG_WARN, "", HEAD ("warn") "\"}\n" },
        { LOG_ERROR, "消防", HEAD ("error") "消防\"}\n" },
        { LOG_ERROR, "a\"b\\c\n\x01", HEAD ("error") "a\\\"b\\\\c\\u000a\\u0001\"}\n" },
        /* What is no UTF-8 would spoil the whole line. */
        { LOG_ERROR, "a\xff\xe9\x98 b", HEAD ("error") "a??? b\"}\n" },
        { LOG_DEBUG, "below the lowest", "" },
        { LOG_NOTHING, "never", "" },
    };
    for (size_t i = 0; i < COUNT (rows); i++)
        assert_string_equal (logged (rows[i].level, rows[i].message), rows[i].line);
}

static void the_lowest_level_is_chosen (void **state)
{
    (void)state;
    for (enum log_level lowest = LOG_DEBUG; lowest <= LOG_NOTHING; lowest++) {
        log_open ("intake", lowest);
        for (enum log_level level = LOG_DEBUG; level <= LOG_NOTHING; level++)
            assert_int_equal (*logged (level, "x") != '\0',
                              level >= lowest && level != LOG_NOTHING);
    }
    log_open ("intake", LOG_INFO);
}

/* At most 4 KiB, in whole characters and whole escapes, and as much as fits. */
static void a_long_line_is_cut_on_a_character (void **state)
{
    (void)state;
    static const struct {
        const char *character, *escaped;
    } rows[] = {
        { "x", "x" },          { "é", "é" },
        { "火", "火" },        { "\xf0\x9f\x94\xa5", "\xf0\x9f\x94\xa5" },
        { "\x01", "\\u0001" }, { "\"", "\\\"" },
    };
    struct arena *arena = arena_new();
    for (size_t i = 0; i < COUNT (rows); i++)
        for (int shift = 0; shift < 6; shift++) {
            struct text words = text_in (arena);
            text_put (&words, "abcdef", (size_t)shift);
            for (int j = 0; j < LINE_BYTES_MAX; j++)
                text_say (&words, rows[i].character);
            const char *line = logged (LOG_INFO, words.bytes);
            size_t length = strlen (line), unit = strlen (rows[i].escaped);
            assert_true (length <= LINE_BYTES_MAX);
            assert_true (length + unit > LINE_BYTES_MAX);
            assert_true (text_is_utf8 (line, length));
            assert_string_equal (line + length - 3, "\"}\n");
            assert_memory_equal (line + length - 3 - unit, rows[i].escaped, unit);
            assert_int_equal ((length - 3 - strlen (HEAD ("info")) - (size_t)shift) % unit, 0);
        }
    arena_destroy (&arena);
}

int main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (a_line_is_one_object),
        cmocka_unit_test (the_lowest_level_is_chosen),
        cmocka_unit_test (a_long_line_is_cut_on_a_character),
    };
    return cmocka_run_group_tests (tests, open_log, NULL);
}
