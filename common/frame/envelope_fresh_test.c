/* A door takes what we say there, and two of one moment are two. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "frame/envelope_fresh.h"
#include "frame/envelope.h"
#include "frame/try.h"
#include <sys/random.h>

static instant now;

static const struct envelope *say (const char *data)
{
    struct refusals refusals = refusals_in (arena);
    struct refusal refusal;
    const char *text = envelope_fresh (arena, now, "gateway", "screen.show", data);
    const struct json_t *json = json_parse (text, strlen (text), arena, &refusal);
    assert_non_null (json);
    const struct envelope *envelope = envelope_read (json, "", now, 0, &refusals);
    assert_non_null (envelope);
    return envelope;
}

static void two_of_one_moment_are_two (void **state)
{
    (void)state;
    assert_true (instant_parse ("2021-02-10T09:30:00+08:00", &now));
    const struct envelope *first = say ("{}"), *second = say ("{\"as_of\":null}");
    assert_string_equal (first->type, "screen.show");
    assert_int_equal (first->time, now);
    assert_string_equal (first->source, second->source);
    assert_string_not_equal (first->id, second->id);
}

/* In the place of the system's. */
static bool is_dry;
ssize_t getrandom (void *bytes, size_t size, unsigned flags)
{
    static unsigned char drawn;
    (void)flags;
    memset (bytes, ++drawn, size);
    return is_dry ? -1 : (ssize_t)size;
}

static void say_dry (const void *self)
{
    (void)self;
    is_dry = true;
    say ("{}");
}

/* A second one of the same id would be a duplicate, and not done. */
static void without_randomness_nothing_is_said (void **state)
{
    (void)state;
    assert_int_equal (try_exit (say_dry, NULL), STOP_OS);
}

int main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown (two_of_one_moment_are_two, try_begin, try_end),
        cmocka_unit_test_setup_teardown (without_randomness_nothing_is_said, try_begin, try_end),
    };
    return cmocka_run_group_tests (tests, NULL, NULL);
}
