/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "frame/permit.h"
#include "frame/try.h"
#include <fcntl.h>

#define GRID      "gggggggggggggggggggggggggggggggggggggggg"
#define HOSPITAL  "hhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhh"
#define NOBODY    "nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn"
#define BOTH      "clients:\n  - {key: " GRID ", name: grid}\n  - {key: " HOSPITAL ", name: hospital}\n"
#define GRID_ONLY "clients:\n  - {key: " GRID ", name: grid}\n"

static struct permit *permit;
static const char *files[3];

static int open_both (void **state)
{
    if (try_begin (state) != 0)
        return -1;
    files[0] = try_path ("clients.yaml");
    files[1] = try_path ("keys.yaml");
    return 0;
}

static int close_both (void **state)
{
    permit_destroy (&permit);
    permit_destroy (&permit);
    return try_end (state);
}

static void a_key_is_a_name (void **state)
{
    (void)state;
    try_put ("clients.yaml", BOTH);
    permit = permit_new (files);
    assert_string_equal (permit_name (permit, GRID), "grid");
    assert_string_equal (permit_name (permit, HOSPITAL), "hospital");
    assert_null (permit_name (permit, NOBODY));
    assert_true (permit_knows (permit, "hospital"));
    assert_false (permit_knows (permit, "nobody"));
    assert_false (permit_knows (permit, ""));
}

static void it_speaks_for_those_it_was_given (void **state)
{
    (void)state;
    try_put ("clients.yaml",
             "clients:\n  - {key: " GRID ", name: grid, speaks_for: [c01, office]}\n"
             "  - {key: " HOSPITAL ", name: hospital, sees_private: true}\n");
    permit = permit_new (files);
    assert_true (permit_speaks_for (permit, "grid", "c01"));
    assert_true (permit_speaks_for (permit, "grid", "office"));
    assert_false (permit_speaks_for (permit, "grid", "leader"));
    assert_false (permit_speaks_for (permit, "hospital", "c01"));
    assert_false (permit_speaks_for (permit, "nobody", "c01"));
    assert_true (permit_sees_private (permit, "hospital"));
    assert_false (permit_sees_private (permit, "grid"));
    assert_true (permit_reads_journals (permit, "hospital"));
    assert_true (permit_reads_journals (permit, "reporting")); /* a service of ours */
    assert_false (permit_reads_journals (permit, "grid"));
    assert_false (permit_reads_journals (permit, "nobody"));
}

static void a_missing_file_enrols_nobody (void **state)
{
    (void)state;
    permit = permit_new (files);
    assert_null (permit_name (permit, GRID));
    try_put ("keys.yaml", GRID_ONLY);
    permit_refresh (permit);
    assert_string_equal (permit_name (permit, GRID), "grid");
    assert_int_equal (unlink (files[1]), 0);
    permit_refresh (permit);
    assert_null (permit_name (permit, GRID));
    assert_false (permit_knows (permit, "grid"));
}

static void both_files_are_read_and_each_again_when_it_changed (void **state)
{
    (void)state;
    try_put ("clients.yaml", GRID_ONLY);
    try_put ("keys.yaml", "clients:\n  - {key: " HOSPITAL ", name: hospital}\n");
    permit = permit_new (files);
    assert_true (permit_knows (permit, "grid"));
    assert_true (permit_knows (permit, "hospital"));
    try_put ("keys.yaml", "clients: []\n");
    assert_true (permit_knows (permit, "hospital")); /* until it is looked at again */
    permit_refresh (permit);
    assert_true (permit_knows (permit, "grid"));
    assert_false (permit_knows (permit, "hospital"));
    assert_null (permit_name (permit, HOSPITAL));
}

/* In one second, with one size. */
static void a_small_change_is_noticed_too (void **state)
{
    (void)state;
    struct timespec times[2] = { { .tv_sec = 1612918800, .tv_nsec = 1 },
                                 { .tv_sec = 1612918800, .tv_nsec = 1 } };
    try_put ("clients.yaml", "clients:\n  - {key: " GRID ", name: grid}\n");
    assert_int_equal (utimensat (AT_FDCWD, files[0], times, 0), 0);
    permit = permit_new (files);
    try_put ("clients.yaml", "clients:\n  - {key: " GRID ", name: mill}\n");
    times[1].tv_nsec = 2;
    assert_int_equal (utimensat (AT_FDCWD, files[0], times, 0), 0);
    permit_refresh (permit);
    assert_string_equal (permit_name (permit, GRID), "mill");
}

/* A slip while a key is revoked or added must not lock everybody out. */
static void a_file_with_mistakes_leaves_what_was_known (void **state)
{
    (void)state;
    try_put ("clients.yaml", GRID_ONLY);
    permit = permit_new (files);
    try_put ("clients.yaml", "clients:\n  - {key: too short, name: grid}\n");
    permit_refresh (permit);
    assert_string_equal (permit_name (permit, GRID), "grid");
    try_put ("clients.yaml", BOTH);
    permit_refresh (permit);
    assert_string_equal (permit_name (permit, HOSPITAL), "hospital");
}

static const struct {
    const char *text, *place; /* in the file; NULL: nothing is wrong */
} rows[] = {
    { BOTH, NULL },
    { "clients: []\n", NULL },
    { "clients:\n  - {key: " GRID ", name: grid}\n  - {key: " GRID ", name: two}\n", ":3:6" },
    { "clients:\n  - {key: " GRID ", name: local}\n", ":2:53" },
    { "clients:\n  - {key: " GRID ", name: intake}\n", ":2:53" },
    { "clients:\n  - {key: " GRID ", name: reporting}\n", ":2:53" },
    { "clients:\n  - {key: " GRID ", nmae: grid}\n", ":2:" },
    { "clients:\n  - {key: short, name: grid}\n", ":2:6" },
    { "clients:\n  - {key: " GRID "}\n", ":2:" },
    { "clients: 7\n", ":1:" },
    { "{", ":" },
};

static void a_mistake_is_said_with_its_place (void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT (rows); i++) {
        struct refusals refusals = refusals_in (arena);
        const char *file = try_put ("clients.yaml", rows[i].text);
        const struct clients *clients = clients_read (file, arena, &refusals);
        const char *place = rows[i].place ? arena_format (arena, "%s%s", file, rows[i].place) : "";
        assert_int_equal (clients == NULL, rows[i].place != NULL);
        assert_int_equal (refusals.count > 0, rows[i].place != NULL);
        if (rows[i].place && strncmp (refusals.list[0].path, place, strlen (place)) != 0)
            fail_msg ("%s: %s", rows[i].text, refusals.list[0].path);
    }
}

int main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown (a_key_is_a_name, open_both, close_both),
        cmocka_unit_test_setup_teardown (it_speaks_for_those_it_was_given, open_both, close_both),
        cmocka_unit_test_setup_teardown (a_missing_file_enrols_nobody, open_both, close_both),
        cmocka_unit_test_setup_teardown (both_files_are_read_and_each_again_when_it_changed,
                                         open_both, close_both),
        cmocka_unit_test_setup_teardown (a_small_change_is_noticed_too, open_both, close_both),
        cmocka_unit_test_setup_teardown (a_file_with_mistakes_leaves_what_was_known, open_both,
                                         close_both),
        cmocka_unit_test_setup_teardown (a_mistake_is_said_with_its_place, open_both, close_both),
    };
    return cmocka_run_group_tests (tests, NULL, NULL);
}
