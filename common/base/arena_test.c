/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/arena.h"
#include <setjmp.h>
#include <stdalign.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define COUNT(list) (sizeof (list) / sizeof *(list))

static const size_t sizes[] = {
    0, 1, 15, 16, 17, 4096, 65535, 65536, 65537, 1 << 20, (1 << 20) + 1, 3 << 20, 1
};

static void what_is_taken_is_aligned_and_zeroed (void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    for (int turn = 0; turn < 3; turn++) {
        for (size_t i = 0; i < COUNT (sizes); i++) {
            unsigned char *bytes = arena_take (arena, sizes[i]);
            assert_non_null (bytes);
            assert_int_equal ((uintptr_t)bytes % alignof (max_align_t), 0);
            for (size_t j = 0; j < sizes[i]; j++)
                assert_int_equal (bytes[j], 0);
            if (sizes[i] > 0)
                memset (bytes, 0xa5, sizes[i]); /* what the next turn must not see */
        }
        arena_reset (arena);
    }
    arena_destroy (&arena);
}

/* Each piece keeps what was written into it while the others are filled. */
static void pieces_do_not_overlap (void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    unsigned char *pieces[COUNT (sizes)];
    for (size_t i = 0; i < COUNT (sizes); i++) {
        pieces[i] = arena_take_raw (arena, sizes[i]);
        memset (pieces[i], (int)i + 1, sizes[i]);
    }
    for (size_t i = 0; i < COUNT (sizes); i++)
        for (size_t j = 0; j < sizes[i]; j++)
            assert_int_equal (pieces[i][j], i + 1);
    arena_destroy (&arena);
}

static void copies_end_with_a_nul (void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    static const char bytes[] = { 'a', '\0', 'b' };
    char *copy = arena_copy (arena, bytes, sizeof bytes);
    assert_memory_equal (copy, "a\0b", 4);
    assert_string_equal (arena_copy (arena, NULL, 0), "");
    assert_string_equal (arena_text (arena, "防火"), "防火");
    assert_null (arena_text (arena, NULL));
    arena_destroy (&arena);
}

static void formats_are_as_long_as_they_must (void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    assert_string_equal (arena_format (arena, "%s-%04d", "H", 21), "H-0021");
    assert_string_equal (arena_format (arena, "%s", ""), "");
    char *wide = arena_format (arena, "%100000d", 7);
    assert_int_equal (strlen (wide), 100000);
    assert_string_equal (wide + 99998, " 7");
    arena_destroy (&arena);
}

static void used_bytes_are_those_since_the_reset (void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    const size_t unit = alignof (max_align_t);
    assert_int_equal (arena_used_bytes (arena), 0);
    arena_take (arena, 0);
    assert_int_equal (arena_used_bytes (arena), 0);
    arena_take (arena, 1);
    assert_int_equal (arena_used_bytes (arena), unit);
    arena_take (arena, 2 << 20);
    assert_int_equal (arena_used_bytes (arena), unit + (2 << 20));
    arena_reset (arena);
    assert_int_equal (arena_used_bytes (arena), 0);
    arena_reset (arena);
    arena_destroy (&arena);
}

/* A turn like the one before asks for no new block: it gets the same place again. */
static void a_reset_keeps_one_block_for_the_next_turn (void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    void *first = arena_take (arena, 100);
    arena_reset (arena);
    assert_ptr_equal (arena_take (arena, 100), first);
    arena_destroy (&arena);
}

static void destroying_leaves_null (void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    arena_destroy (&arena);
    assert_null (arena);
    arena_destroy (&arena);
}

int main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (what_is_taken_is_aligned_and_zeroed),
        cmocka_unit_test (pieces_do_not_overlap),
        cmocka_unit_test (copies_end_with_a_nul),
        cmocka_unit_test (formats_are_as_long_as_they_must),
        cmocka_unit_test (used_bytes_are_those_since_the_reset),
        cmocka_unit_test (a_reset_keeps_one_block_for_the_next_turn),
        cmocka_unit_test (destroying_leaves_null),
    };
    return cmocka_run_group_tests (tests, NULL, NULL);
}
