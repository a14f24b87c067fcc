/* The store on real files. What stops the process is tried in a child, because a stop is an exit;
   how it survives a loss of power is tried in tests/simulation. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/log.h"
#include "base/stop.h"
#include "store/store.h"
#include <fcntl.h>
#include <setjmp.h>
#include <sqlite3.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

struct thing {
    int64_t number;
    const char *name;
    instant seen;
    bool urgent;
    unsigned char seal[4];
};

static const struct record *thing_record (void)
{
    static const struct record_head head = { .word = "thing", .size = sizeof (struct thing) };
    static const struct field fields[] = {
        { .name = "number", .kind = FIELD_NUMBER, .offset = offsetof (struct thing, number) },
        { .name = "name", .kind = FIELD_TEXT, .offset = offsetof (struct thing, name) },
        { .name = "seen", .kind = FIELD_TIME, .offset = offsetof (struct thing, seen) },
        { .name = "urgent", .kind = FIELD_YES, .offset = offsetof (struct thing, urgent) },
        { .name = "seal", .kind = FIELD_BYTES, .offset = offsetof (struct thing, seal), .max = 4 },
    };
    static const struct record record = { &head, fields, sizeof fields / sizeof *fields };
    return &record;
}

enum { PUT, GET, ALL, TAKE, STATEMENTS };
static const struct sql statements[STATEMENTS] = {
    [PUT] = { "INSERT INTO thing (number, name, seen, urgent, seal)"
              " VALUES (:number, :name, :seen, :urgent, :seal)",
              thing_record, NULL },
    [GET] = { "SELECT number, name, seen, urgent, seal FROM thing WHERE number = :number",
              thing_record, thing_record },
    [ALL] = { "SELECT number, name, seen, urgent, seal FROM thing WHERE seal >= :seal ORDER BY "
              "number",
              thing_record, thing_record },
    [TAKE] = { "DELETE FROM thing WHERE number = :number", thing_record, NULL },
};
static const struct sql_table table = { statements, STATEMENTS };
static const char schema[] =
    "CREATE TABLE IF NOT EXISTS thing (number INTEGER PRIMARY KEY, name TEXT, seen INTEGER,"
    " urgent INTEGER, seal BLOB) STRICT";

static char folder[64], file[80];
static struct store_options options = { .folder = folder };

static struct store *open_store (void)
{
    struct store *store = store_open (&options);
    store_script (store, schema);
    store_prepare (store, &table);
    return store;
}

static void put (struct store *store, int64_t number, const char *name)
{
    store_write (store, &statements[PUT],
                 &(struct thing){ .number = number,
                                  .name = name,
                                  .seen = INSTANT_ABSENT,
                                  .urgent = number % 2 == 1,
                                  .seal = { 1, 2, 0, (unsigned char)number } });
}

/* The seal that all have at least; the struct is gone before the walk begins. */
static void walk_all (struct store *store)
{
    const struct thing from = { .seal = { 1, 2, 0, 0 } };
    store_walk (store, &statements[ALL], &from);
}

static bool put_one (struct store *store, int64_t number, const char *name)
{
    store_begin (store);
    put (store, number, name);
    return store_commit (store);
}

static int set_up (void **state)
{
    (void)state;
    strcpy (folder, "/tmp/store.XXXXXX");
    if (!mkdtemp (folder))
        return -1;
    snprintf (file, sizeof file, "%s/store.db", folder);
    return 0;
}

static int tear_down (void **state)
{
    (void)state;
    static const char *const names[] = { "store.db", "store.db-wal", "store.db-shm", "LOCK",
                                         "BEGUN" };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        char path[96];
        snprintf (path, sizeof path, "%s/%s", folder, names[i]);
        unlink (path);
    }
    return rmdir (folder);
}

/* The exit code of a process that does DEED. */
static int exit_of (void (*deed) (void))
{
    fflush (NULL);
    pid_t child = fork();
    if (child == 0) {
        deed();
        _exit (0);
    }
    int status = 0;
    assert_int_equal (waitpid (child, &status, 0), child);
    assert_true (WIFEXITED (status));
    return WEXITSTATUS (status);
}

static void just_open (void)
{
    struct store *store = open_store();
    store_destroy (&store);
}

/* FNV-1a of the store's file. */
static uint64_t digest (void)
{
    uint64_t hash = 0xcbf29ce484222325;
    FILE *bytes = fopen (file, "rb");
    assert_non_null (bytes);
    for (int byte = getc (bytes); byte != EOF; byte = getc (bytes))
        hash = (hash ^ (uint64_t)byte) * 0x100000001b3;
    fclose (bytes);
    return hash;
}

static void with_sqlite (const char *script)
{
    sqlite3 *sqlite = NULL;
    assert_int_equal (sqlite3_open (file, &sqlite), SQLITE_OK);
    assert_int_equal (sqlite3_exec (sqlite, script, NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close (sqlite);
}

/* Gives the file its bytes; what is opened next must leave them as they are. */
static void overwrite (const void *bytes, size_t size, long offset)
{
    FILE *out = fopen (file, access (file, F_OK) == 0 ? "r+b" : "w+b");
    assert_non_null (out);
    fseek (out, offset, offset < 0 ? SEEK_END : SEEK_SET);
    assert_int_equal (fwrite (bytes, 1, size, out), size);
    fclose (out);
}

/* ---- rows ---- */

static void rows_come_back_as_they_went (void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct store *store = open_store();
    struct thing got = { 0 };
    const instant seen = 1612920600123;
    store_begin (store);
    store_write (store, &statements[PUT],
                 &(struct thing){ 7, "\xe6\xb6\x88\xe9\x98\xb2", seen, true, { 0, 1, 2, 255 } });
    put (store, 8, NULL);
    assert_int_equal (store_changes (store), 1);
    assert_true (store_commit (store));
    store_destroy (&store);
    store = open_store();
    assert_true (store_read (store, &statements[GET], &(struct thing){ .number = 7 }, arena, &got));
    assert_string_equal (got.name, "\xe6\xb6\x88\xe9\x98\xb2");
    assert_int_equal (got.seen, seen);
    assert_true (got.urgent);
    assert_memory_equal (got.seal, "\0\1\2\377", 4);
    assert_true (store_read (store, &statements[GET], &(struct thing){ .number = 8 }, arena, &got));
    assert_null (got.name);
    assert_int_equal (got.seen, INSTANT_ABSENT);
    assert_false (got.urgent);
    got.number = 99;
    assert_false (
        store_read (store, &statements[GET], &(struct thing){ .number = 9 }, arena, &got));
    assert_int_equal (got.number, 99);
    store_destroy (&store);
    store_destroy (&store);
    arena_destroy (&arena);
}

static void a_walk_goes_on_beside_other_statements (void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct store *store = open_store();
    struct thing row, other;
    store_begin (store);
    for (int64_t i = 1; i <= 20; i++)
        put (store, i, "a name that is long enough to be seen when it is gone");
    int64_t seen = 0;
    walk_all (store);
    while (store_next (store, &statements[ALL], arena, &row)) {
        assert_int_equal (row.number, ++seen);
        assert_true (store_read (store, &statements[GET], &row, arena, &other));
        assert_string_equal (other.name, row.name);
        put (store, -row.number, "behind the walk, with another seal");
        if (row.number % 2 == 1)
            store_write (store, &statements[TAKE], &row);
    }
    assert_int_equal (seen, 20);
    walk_all (store);
    assert_true (store_next (store, &statements[ALL], arena, &row));
    assert_int_equal (row.number, -20);
    store_end (store, &statements[ALL]);
    store_end (store, &statements[ALL]);
    assert_true (store_commit (store));
    store_destroy (&store);
    arena_destroy (&arena);
}

static void what_is_rolled_back_was_never_there (void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct store *store = open_store();
    struct thing row;
    store_begin (store);
    put (store, 1, "one");
    store_rollback (store);
    assert_false (
        store_read (store, &statements[GET], &(struct thing){ .number = 1 }, arena, &row));
    assert_true (put_one (store, 1, "one"));
    store_destroy (&store);
    arena_destroy (&arena);
}

static void the_log_does_not_grow_for_ever (void **state)
{
    (void)state;
    struct store *store = open_store();
    char name[3000];
    memset (name, 'n', sizeof name - 1);
    name[sizeof name - 1] = '\0';
    for (int64_t i = 1; i <= 3000; i++)
        assert_true (put_one (store, i, name));
    assert_in_range (store_wal_bytes (store), 1, 6 << 20);
    store_destroy (&store);
}

/* ---- what stops the start ---- */

static void prepare_column_without_field (void)
{
    static const struct sql wrong[] = {
        { "SELECT number AS count, name, seen, urgent, seal FROM thing", NULL, thing_record }
    };
    store_prepare (open_store(), &(struct sql_table){ wrong, 1 });
}

static void prepare_field_without_column (void)
{
    static const struct sql wrong[] = { { "SELECT number, name FROM thing", NULL, thing_record } };
    store_prepare (open_store(), &(struct sql_table){ wrong, 1 });
}

static void prepare_parameter_without_field (void)
{
    static const struct sql wrong[] = { { "DELETE FROM thing WHERE number = :numer", thing_record,
                                          NULL } };
    store_prepare (open_store(), &(struct sql_table){ wrong, 1 });
}

static void prepare_nonsense (void)
{
    static const struct sql wrong[] = { { "SELECT \"no such column\" FROM thing", NULL, NULL } };
    store_prepare (open_store(), &(struct sql_table){ wrong, 1 });
}

static void statements_that_do_not_match_stop (void **state)
{
    (void)state;
    assert_int_equal (exit_of (just_open), 0);
    assert_int_equal (exit_of (prepare_column_without_field), STOP_BUG);
    assert_int_equal (exit_of (prepare_field_without_column), STOP_BUG);
    assert_int_equal (exit_of (prepare_parameter_without_field), STOP_BUG);
    assert_int_equal (exit_of (prepare_nonsense), STOP_BUG);
}

static void a_store_has_one_process (void **state)
{
    (void)state;
    struct store *store = open_store();
    assert_int_equal (exit_of (just_open), STOP_LOCKED);
    assert_true (put_one (store, 1, "one"));
    store_destroy (&store);
    assert_int_equal (exit_of (just_open), 0);
}

static void is_refused_untouched (int code)
{
    const uint64_t before = digest();
    char path[96];
    snprintf (path, sizeof path, "%s/store.db-wal", folder);
    const bool had_log = access (path, F_OK) == 0;
    assert_int_equal (exit_of (just_open), code);
    assert_int_equal (digest(), before);
    assert_int_equal (access (path, F_OK) == 0, had_log);
}

static void write_theirs_and_die (void)
{
    sqlite3 *sqlite = NULL;
    sqlite3_open (file, &sqlite);
    sqlite3_exec (sqlite, "PRAGMA journal_mode=WAL; INSERT INTO theirs VALUES (3)", NULL, NULL,
                  NULL);
    _exit (0);
}

static void another_programs_file_is_refused (void **state)
{
    (void)state;
    with_sqlite ("CREATE TABLE theirs (a); INSERT INTO theirs VALUES (1)");
    is_refused_untouched (STOP_CORRUPT);
    with_sqlite ("PRAGMA journal_mode=WAL; INSERT INTO theirs VALUES (2)");
    is_refused_untouched (STOP_CORRUPT);
    assert_int_equal (exit_of (write_theirs_and_die), 0); /* what it said last is in its log */
    is_refused_untouched (STOP_CORRUPT);
    with_sqlite ("DROP TABLE theirs; PRAGMA application_id=7");
    is_refused_untouched (STOP_CORRUPT);
}

static void garbage_is_refused (void **state)
{
    (void)state;
    char garbage[8192];
    memset (garbage, 'x', sizeof garbage);
    overwrite (garbage, sizeof garbage, 0);
    is_refused_untouched (STOP_CORRUPT);
}

static void a_newer_store_is_refused (void **state)
{
    (void)state;
    just_open();
    with_sqlite ("PRAGMA user_version=2");
    is_refused_untouched (STOP_NEWER);
}

static void a_damaged_page_is_refused (void **state)
{
    (void)state;
    struct store *store = open_store();
    store_begin (store);
    for (int64_t i = 1; i <= 1000; i++)
        put (store, i, "a row among others");
    assert_true (store_commit (store));
    store_destroy (&store);
    char garbage[4096];
    memset (garbage, 0x5a, sizeof garbage);
    overwrite (garbage, sizeof garbage, 4 * 4096);
    is_refused_untouched (STOP_CORRUPT);
}

static void half_a_store_is_refused (void **state)
{
    (void)state;
    struct store *store = open_store();
    store_begin (store);
    for (int64_t i = 1; i <= 1000; i++)
        put (store, i, "a row among others");
    assert_true (store_commit (store));
    store_destroy (&store);
    assert_int_equal (truncate (file, 3 * 4096), 0);
    is_refused_untouched (STOP_CORRUPT);
    assert_int_equal (truncate (file, 0), 0);
    is_refused_untouched (STOP_CORRUPT);
}

static void settings_are_kept_in_the_file (void **state)
{
    (void)state;
    just_open();
    const uint64_t before = digest();
    just_open(); /* a start that finds nothing to do writes nothing */
    assert_int_equal (digest(), before);
    unsigned char head[100];
    FILE *bytes = fopen (file, "rb");
    assert_int_equal (fread (head, 1, sizeof head, bytes), sizeof head);
    fclose (bytes);
    assert_memory_equal (head + 68, "FWRD", 4);
    assert_memory_equal (head + 60, "\0\0\0\1", 4);
    assert_int_equal (head[18], 2); /* WAL */
}

/* ---- a full disk ---- */

static void a_full_disk_is_a_state_and_passes (void **state)
{
    (void)state;
    if (mount ("tmpfs", folder, "tmpfs", 0, "size=1m") != 0) {
        print_message ("not root: the small disk is left out here, tests/simulation has another\n");
        skip();
    }
    char ballast[96];
    snprintf (ballast, sizeof ballast, "%s/ballast", folder);
    int weight = open (ballast, O_RDWR | O_CREAT, 0600);
    bool failed = posix_fallocate (weight, 0, 400 << 10) != 0;
    options.room_at_all = 1 << 10;
    options.room_for_work = 100 << 10;
    struct arena *arena = arena_new();
    struct store *store = open_store();
    struct thing row;
    char name[1000];
    memset (name, 'n', sizeof name - 1);
    name[sizeof name - 1] = '\0';
    failed = failed || store_room (store) != STORE_ROOM;
    int64_t kept = 0;
    while (kept < 2000 && put_one (store, kept + 1, name))
        kept++;
    failed = failed || kept < 10 || kept == 2000 || store_room (store) == STORE_ROOM;
    failed = failed || put_one (store, kept + 1, name);
    failed = failed ||
             !store_read (store, &statements[GET], &(struct thing){ .number = kept }, arena, &row);
    failed = failed || ftruncate (weight, 0) != 0 || !put_one (store, kept + 1, name);
    store_destroy (&store);
    store = open_store();
    failed = failed || !store_read (store, &statements[GET], &(struct thing){ .number = kept + 1 },
                                    arena, &row);
    store_destroy (&store);
    arena_destroy (&arena);
    close (weight);
    options.room_at_all = options.room_for_work = 0;
    umount (folder);
    assert_false (failed);
}

int main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown (rows_come_back_as_they_went, set_up, tear_down),
        cmocka_unit_test_setup_teardown (a_walk_goes_on_beside_other_statements, set_up, tear_down),
        cmocka_unit_test_setup_teardown (what_is_rolled_back_was_never_there, set_up, tear_down),
        cmocka_unit_test_setup_teardown (the_log_does_not_grow_for_ever, set_up, tear_down),
        cmocka_unit_test_setup_teardown (statements_that_do_not_match_stop, set_up, tear_down),
        cmocka_unit_test_setup_teardown (a_store_has_one_process, set_up, tear_down),
        cmocka_unit_test_setup_teardown (another_programs_file_is_refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown (garbage_is_refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown (a_newer_store_is_refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown (a_damaged_page_is_refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown (half_a_store_is_refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown (settings_are_kept_in_the_file, set_up, tear_down),
        cmocka_unit_test_setup_teardown (a_full_disk_is_a_state_and_passes, set_up, tear_down),
    };
    log_open ("test", LOG_NOTHING);
    return cmocka_run_group_tests (tests, NULL, NULL);
}
