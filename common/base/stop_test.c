/* Each stop in a process of its own, since it ends one. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/arena.h"
#include "base/stop.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#define COUNT(list) (sizeof (list) / sizeof *(list))

static char said[8 << 10];

/* The exit code of a process that does ACT with SELF; what it said is in `said`. */
static int exit_code (void (*act) (const void *self), const void *self)
{
    int ends[2], status;
    assert_int_equal (pipe (ends), 0);
    pid_t child = fork();
    assert_true (child >= 0);
    if (child == 0) {
        dup2 (ends[1], STDERR_FILENO);
        act (self);
        _exit (0);
    }
    close (ends[1]);
    size_t length = 0;
    for (ssize_t size; (size = read (ends[0], said + length, sizeof said - 1 - length)) > 0;)
        length += (size_t)size;
    said[length] = '\0';
    close (ends[0]);
    assert_int_equal (waitpid (child, &status, 0), child);
    assert_true (WIFEXITED (status));
    return WEXITSTATUS (status);
}

static void never_called (void)
{
    _exit (1);
}

static void stop_with (const void *self)
{
    atexit (never_called);
    stop (*(const enum stop_code *)self, "test.stop", "number %d of 火", 7);
}

static void each_code_is_the_exit_code (void **state)
{
    (void)state;
    static const struct {
        enum stop_code code;
        int exit;
    } rows[] = {
        { STOP_CORRUPT, 65 }, { STOP_BUG, 70 },   { STOP_OS, 71 },        { STOP_IO, 74 },
        { STOP_LOCKED, 75 },  { STOP_NEWER, 76 }, { STOP_FORBIDDEN, 77 }, { STOP_CONFIG, 78 },
    };
    for (size_t i = 0; i < COUNT (rows); i++) {
        assert_int_equal (exit_code (stop_with, &rows[i].code), rows[i].exit);
        assert_non_null (strstr (said, "\"level\":\"error\""));
        assert_non_null (strstr (said, "\"id\":\"test.stop\",\"message\":\"number 7 of 火\"}\n"));
        assert_ptr_equal (strchr (said, '\n'), said + strlen (said) - 1); /* one line */
    }
}

static void say_and_leave (enum stop_code code)
{
    _exit (code == STOP_IO ? 3 : 4);
}

static void stop_with_hook (const void *self)
{
    stop_hook (say_and_leave);
    stop_with (self);
}

static void stop_with_hook_taken_away (const void *self)
{
    stop_hook (say_and_leave);
    stop_hook (NULL);
    stop_with (self);
}

static void a_hook_comes_after_the_line (void **state)
{
    (void)state;
    const enum stop_code code = STOP_IO;
    assert_int_equal (exit_code (stop_with_hook, &code), 3);
    assert_non_null (strstr (said, "test.stop"));
    assert_int_equal (exit_code (stop_with_hook_taken_away, &code), STOP_IO);
}

static void take_too_much (const void *self)
{
    struct arena *arena = arena_new();
    arena_take (arena, *(const size_t *)self);
}

static void no_memory_is_a_stop (void **state)
{
    (void)state;
    const size_t size = SIZE_MAX;
    assert_int_equal (exit_code (take_too_much, &size), STOP_OS);
    assert_non_null (strstr (said, "\"id\":\"memory\""));
}

static void say_long (const void *self)
{
    stop (STOP_BUG, "test.stop", "%*s火火%s", 2045, "x", (const char *)self);
}

static void a_long_line_keeps_its_characters (void **state)
{
    (void)state;
    assert_int_equal (exit_code (say_long, "more"), STOP_BUG);
    assert_non_null (strstr (said, "x火\"}\n"));
}

int main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (each_code_is_the_exit_code),
        cmocka_unit_test (a_hook_comes_after_the_line),
        cmocka_unit_test (no_memory_is_a_stop),
        cmocka_unit_test (a_long_line_keeps_its_characters),
    };
    return cmocka_run_group_tests (tests, NULL, NULL);
}
