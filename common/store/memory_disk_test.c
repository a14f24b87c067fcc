/* A store on a disk in memory: what was committed is there after a close, and a copy of real files
   is a store too. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "store/memory_disk.h"
#include "base/log.h"
#include "store/store.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

enum { ROWS = 3000, WORDS = 4000 }; /* more than the log holds before it is moved */
struct row {
    int64_t number;
    const char *words;
};

static const struct record *row_record (void)
{
    static const struct record_head head = { .word = "row", .size = sizeof (struct row) };
    static const struct field fields[] = {
        { .name = "number", .kind = FIELD_NUMBER, .offset = offsetof (struct row, number) },
        { .name = "words", .kind = FIELD_TEXT, .offset = offsetof (struct row, words) },
    };
    static const struct record record = { &head, fields, sizeof fields / sizeof *fields };
    return &record;
}

enum { PUT, ALL, STATEMENTS };
static const struct sql statements[STATEMENTS] = {
    [PUT] = { "INSERT INTO row (number, words) VALUES (:number, :words)", row_record, NULL },
    [ALL] = { "SELECT number, words FROM row ORDER BY number", NULL, row_record },
};
static const struct sql_table table = { statements, STATEMENTS };

static struct store *open_store (const char *folder, const struct memory_disk *disk)
{
    struct store *store =
        store_open (&(struct store_options){ .folder = folder,
                                             .vfs = disk ? memory_disk_name (disk) : NULL,
                                             .is_passing = disk != NULL,
                                             .room_for_work = 1,
                                             .room_at_all = 1 });
    store_script (store, "CREATE TABLE IF NOT EXISTS row (number INTEGER PRIMARY KEY, words TEXT)");
    store_prepare (store, &table);
    return store;
}

static void put_rows (struct store *store, int64_t first, int64_t count)
{
    char words[WORDS + 1];
    memset (words, 'w', WORDS);
    words[WORDS] = '\0';
    store_begin (store);
    for (int64_t i = first; i < first + count; i++)
        store_write (store, &statements[PUT], &(struct row){ .number = i, .words = words });
    assert_true (store_commit (store));
}

static int64_t count_rows (struct store *store)
{
    struct arena *arena = arena_new();
    struct row row;
    int64_t count = 0;
    store_walk (store, &statements[ALL], NULL);
    while (store_next (store, &statements[ALL], arena, &row)) {
        assert_int_equal (row.number, count);
        assert_int_equal (strlen (row.words), WORDS);
        count++;
    }
    arena_destroy (&arena);
    return count;
}

static void what_was_committed_is_there_again (void **state)
{
    (void)state;
    struct memory_disk *disk = memory_disk_new ("memory-1");
    struct store *store = open_store ("one", disk);
    assert_int_equal (store_room (store), STORE_ROOM);
    for (int64_t i = 0; i < ROWS; i += 100)
        put_rows (store, i, 100);
    store_destroy (&store);
    store = open_store ("two", disk); /* another file of the same disk */
    assert_int_equal (count_rows (store), 0);
    store_destroy (&store);
    store = open_store ("one", disk);
    assert_int_equal (count_rows (store), ROWS);
    put_rows (store, ROWS, 1);
    assert_int_equal (count_rows (store), ROWS + 1);
    store_destroy (&store);
    memory_disk_destroy (&disk);
    assert_null (disk);
    memory_disk_destroy (&disk);
    disk = memory_disk_new ("memory-1"); /* the name is free again, and nothing is left */
    store = open_store ("one", disk);
    assert_int_equal (count_rows (store), 0);
    store_destroy (&store);
    memory_disk_destroy (&disk);
}

/* One transaction for as long as it is open: what was committed is seen, and is written at the end,
   a walk or a table made meanwhile or not. */
static void what_passes_is_kept_until_it_is_closed (void **state)
{
    (void)state;
    struct memory_disk *disk = memory_disk_new ("memory-2");
    struct store *store = open_store ("one", disk);
    put_rows (store, 0, 5);
    store_script (store, "CREATE TABLE other (number INTEGER)");
    put_rows (store, 5, 2000); /* more than the cache holds */
    assert_int_equal (count_rows (store), 2005);
    store_destroy (&store);
    store = open_store ("one", disk);
    assert_int_equal (count_rows (store), 2005);
    store_script (store, "INSERT INTO other VALUES (1)");
    store_destroy (&store);
    memory_disk_destroy (&disk);
}

static void put_file (struct memory_disk *disk, const char *from, const char *to)
{
    static char bytes[1 << 20];
    FILE *file = fopen (from, "rb");
    assert_non_null (file);
    size_t size = fread (bytes, 1, sizeof bytes, file);
    fclose (file);
    memory_disk_put (disk, to, bytes, size);
}

static void a_copy_of_files_is_a_store (void **state)
{
    (void)state;
    char folder[] = "/tmp/memory_disk_XXXXXX", path[64];
    assert_non_null (mkdtemp (folder));
    struct store *store = open_store (folder, NULL);
    put_rows (store, 0, 20);
    store_destroy (&store);
    struct memory_disk *disk = memory_disk_new ("memory-3");
    snprintf (path, sizeof path, "%s/store.db", folder);
    put_file (disk, path, "copy/store.db");
    store = open_store ("copy", disk);
    assert_int_equal (count_rows (store), 20);
    put_rows (store, 20, 1);
    store_destroy (&store);
    memory_disk_destroy (&disk);
    store = open_store (folder, NULL);
    assert_int_equal (count_rows (store), 20); /* the copy alone was written */
    store_destroy (&store);
    unlink (path);
    snprintf (path, sizeof path, "%s/LOCK", folder);
    unlink (path);
    rmdir (folder);
}

int main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (what_was_committed_is_there_again),
        cmocka_unit_test (what_passes_is_kept_until_it_is_closed),
        cmocka_unit_test (a_copy_of_files_is_a_store),
    };
    log_open ("test", LOG_NOTHING);
    return cmocka_run_group_tests (tests, NULL, NULL);
}
