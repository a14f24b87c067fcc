/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "frame/keys.h"
#include "frame/try.h"
#include <errno.h>

static struct key_pair pair;

static int make_pair (void **state)
{
    keys_make (&pair);
    return try_begin (state);
}

static unsigned mode_of (const char *name)
{
    struct stat facts;
    assert_int_equal (stat (try_path (name), &facts), 0);
    return facts.st_mode & 0777;
}

static void is_pair (const struct key_pair *left, const struct key_pair *right)
{
    assert_string_equal (left->public_half, right->public_half);
    assert_string_equal (left->secret_half, right->secret_half);
}

static void a_pair_comes_back_as_it_went (void **state)
{
    (void)state;
    struct key_pair read;
    char public_half[KEY_TEXT_SIZE];
    assert_false (keys_read (folder, "grid", &read));
    assert_false (keys_read_public (folder, "grid", public_half));
    assert_true (keys_write (folder, "grid", &pair));
    assert_true (keys_read (folder, "grid", &read));
    is_pair (&read, &pair);
    assert_true (keys_read_public (folder, "grid", public_half));
    assert_string_equal (public_half, pair.public_half);
}

static void no_two_pairs_are_the_same (void **state)
{
    (void)state;
    struct key_pair other;
    keys_make (&other);
    assert_int_equal (strlen (pair.public_half), KEY_TEXT_SIZE - 1);
    assert_int_equal (strlen (pair.secret_half), KEY_TEXT_SIZE - 1);
    assert_string_not_equal (pair.public_half, other.public_half);
    assert_string_not_equal (pair.secret_half, other.secret_half);
    assert_string_not_equal (pair.public_half, pair.secret_half);
}

static void the_secret_half_is_for_its_owner_alone (void **state)
{
    (void)state;
    mode_t before = umask (0);
    assert_true (keys_write (folder, "grid", &pair));
    umask (before);
    assert_int_equal (mode_of ("keys"), 0700);
    assert_int_equal (mode_of ("keys/grid.key"), 0600);
    assert_int_equal (mode_of ("keys/grid.pub"), 0644);
    assert_int_not_equal (access (try_path ("keys/grid.key.new"), F_OK), 0);
}

static void an_existing_pair_is_never_written_over (void **state)
{
    (void)state;
    struct key_pair other, read;
    char public_half[KEY_TEXT_SIZE];
    keys_make (&other);
    assert_true (keys_write (folder, "grid", &pair));
    assert_false (keys_write (folder, "grid", &other));
    assert_int_equal (errno, EEXIST);
    assert_true (keys_read (folder, "grid", &read));
    is_pair (&read, &pair);
    assert_true (keys_read_public (folder, "grid", public_half));
    assert_string_equal (public_half, pair.public_half);
}

static void a_damaged_file_is_no_pair (void **state)
{
    (void)state;
    const char *key = pair.public_half;
    const char *const texts[] = {
        "",
        "public",
        arena_format (arena, "public %s\n", key),
        arena_format (arena, "public %s\nsecret %.39s\n", key, key),
        arena_format (arena, "public %s\nsecret %sx\n", key, key),
        arena_format (arena, "secret %s\npublic %s\n", key, key),
        arena_format (arena, "publics %s\nsecret %s\n", key, key),
    };
    assert_true (keys_write (folder, "grid", &pair));
    for (size_t i = 0; i < COUNT (texts); i++) {
        struct key_pair read;
        try_put ("keys/grid.key", texts[i]);
        if (keys_read (folder, "grid", &read))
            fail_msg ("\"%s\" was taken for a pair", texts[i]);
    }
}

static void own (const void *name)
{
    struct key_pair mine;
    keys_own (folder, name, &mine);
}

static void a_service_makes_its_pair_once (void **state)
{
    (void)state;
    struct key_pair first, second;
    char public_half[KEY_TEXT_SIZE];
    keys_own (folder, "intake", &first);
    keys_own (folder, "intake", &second);
    is_pair (&first, &second);
    assert_int_equal (unlink (try_path ("keys/intake.pub")), 0);
    keys_own (folder, "intake", &second); /* what neighbours look for is made again */
    assert_true (keys_read_public (folder, "intake", public_half));
    assert_string_equal (public_half, first.public_half);
}

static void a_service_does_not_start_on_a_damaged_pair (void **state)
{
    (void)state;
    assert_int_equal (try_exit (own, "intake"), 0);
    try_put ("keys/intake.key", "public nonsense\n");
    assert_int_equal (try_exit (own, "intake"), STOP_OS);
    assert_int_equal (try_exit (own, "no/such/folder"), STOP_OS);
}

#define EACH(test) cmocka_unit_test_setup_teardown (test, make_pair, try_end)

/* Made by root in a folder of the services': else they could not read who is enrolled. */
static void what_root_makes_is_the_folders (void **state)
{
    (void)state;
    enum { SOMEBODY = 4711 };
    struct stat facts;
    if (geteuid() != 0)
        skip();
    assert_int_equal (chown (folder, SOMEBODY, SOMEBODY), 0);
    assert_true (keys_write (folder, "grid", &pair));
    static const char *const names[] = { "keys", "keys/grid.key", "keys/grid.pub" };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        assert_int_equal (stat (try_path (names[i]), &facts), 0);
        assert_int_equal (facts.st_uid, SOMEBODY);
        assert_int_equal (facts.st_gid, SOMEBODY);
    }
}

int main (void)
{
    const struct CMUnitTest tests[] = {
        EACH (what_root_makes_is_the_folders),
        EACH (a_pair_comes_back_as_it_went),
        EACH (no_two_pairs_are_the_same),
        EACH (the_secret_half_is_for_its_owner_alone),
        EACH (an_existing_pair_is_never_written_over),
        EACH (a_damaged_file_is_no_pair),
        EACH (a_service_makes_its_pair_once),
        EACH (a_service_does_not_start_on_a_damaged_pair),
    };
    return cmocka_run_group_tests (tests, NULL, NULL);
}
