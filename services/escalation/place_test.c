/* What is remembered of the register: that premises are in it, and whether people live there. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "escalation/place.h"
#include "escalation/stage_test.h"

static void test_only_what_changed_is_noted (void **state)
{
    (void)state;
    static const struct {
        const char *premises;
        bool private;
        size_t noted; /* so far */
        bool hidden;
    } rows[] = {
        { "P-1", false, 1, false }, { "P-1", false, 1, false }, { "P-2", true, 2, true },
        { "P-1", true, 3, true },   { "P-1", true, 3, true },   { "P-1", false, 4, false },
    };
    struct scene scene = scene_now (NULL);
    assert_null (place_see (&scene, "P-1"));
    assert_false (place_hides (&scene, NULL));
    for (size_t i = 0; i < COUNT (rows); i++) {
        register_place (rows[i].premises, rows[i].private);
        assert_int_equal (count_said (place_noted_record), rows[i].noted);
        assert_non_null (place_see (&scene, rows[i].premises));
        scene.sees_private = false;
        assert_int_equal (place_hides (&scene, rows[i].premises), rows[i].hidden);
        scene.sees_private = true;
        assert_false (place_hides (&scene, rows[i].premises));
    }
}

int main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown (test_only_what_changed_is_noted, begin, end),
    };
    return cmocka_run_group_tests (tests, NULL, NULL);
}
