/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "scheduling/stage_test.h"
#include "scheduling/wording.h"

static void names_are_for_people (void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    const struct office *office = stage_office (arena);
    assert_string_equal (wording_party (office, "c01"), "第一社区");
    assert_string_equal (wording_party (office, "gone"), "gone");
    assert_string_equal (wording_role (office, "executive_deputy"), "常务副组长");
    assert_string_equal (wording_role (office, "construction"), "城市建设办公室");
    assert_string_equal (wording_place (NULL, arena), "（地点见案卷）");
    arena_destroy (&arena);
}

int main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (names_are_for_people),
    };
    return cmocka_run_group_tests (tests, NULL, NULL);
}
