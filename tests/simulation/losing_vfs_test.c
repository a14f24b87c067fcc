/* The disk that loses, through the store that must survive it; and with a fault switched on,
   through one that must not: a test of survival proves nothing on a disk that keeps everything. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/fault.h"
#include "base/log.h"
#include "base/stop.h"
#include "losing_vfs.h"
#include "base/random.h"
#include "store/store.h"
#include <setjmp.h>
#include <sqlite3.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

/* Each transaction writes ROWS rows of its turn and takes those of KEPT turns ago away. */
enum { ROWS = 3, KEPT = 8, WORDS_MAX = 9000 };

struct counter {
    int64_t turn, place;
    const char *words;
};

static const struct record *counter_record (void)
{
    static const struct record_head head = { .word = "counter", .size = sizeof (struct counter) };
    static const struct field fields[] = {
        { .name = "turn", .kind = FIELD_NUMBER, .offset = offsetof (struct counter, turn) },
        { .name = "place", .kind = FIELD_NUMBER, .offset = offsetof (struct counter, place) },
        { .name = "words", .kind = FIELD_TEXT, .offset = offsetof (struct counter, words) },
    };
    static const struct record record = { &head, fields, sizeof fields / sizeof *fields };
    return &record;
}

enum { PUT, TAKE, ALL, STATEMENTS };
static const struct sql statements[STATEMENTS] = {
    [PUT] = { "INSERT INTO counter (turn, place, words) VALUES (:turn, :place, :words)",
              counter_record, NULL },
    [TAKE] = { "DELETE FROM counter WHERE turn <= :turn", counter_record, NULL },
    [ALL] = { "SELECT turn, place, words FROM counter ORDER BY turn, place", NULL, counter_record },
};
static const struct sql_table table = { statements, STATEMENTS };
static const struct store_options options = {
    .folder = "folder", .vfs = "losing", .room_for_work = 2 << 20, .room_at_all = 1 << 20
};

/* The world outside the process that dies. */
static struct {
    jmp_buf dead;
    enum stop_code stopped;
    struct losing_vfs *vfs;
    struct store *store;
    struct arena *arena;
    struct random random;
    int64_t turns;           /* to do in a life */
    int64_t answered, begun; /* the last turn that was */
    uint64_t wrong;          /* starts that found less than was answered, or half of a turn */
} world;

static void hook (enum stop_code code)
{
    world.stopped = code;
    longjmp (world.dead, 1);
}

/* What is at a place follows from its number, so that the whole row can be checked. */
static const char *words_at (int64_t turn, int64_t place)
{
    struct random random = random_from ((uint64_t)(turn * ROWS + place));
    const size_t size =
        (size_t)random_below (&random, random_chance (&random, 10) ? WORDS_MAX : 200);
    char *words = arena_take (world.arena, size + 1);
    for (size_t i = 0; i < size; i++)
        words[i] = (char)('a' + random_below (&random, 26));
    return words;
}

static bool turn (void)
{
    const int64_t now = ++world.begun;
    arena_reset (world.arena);
    store_begin (world.store);
    for (int64_t place = 0; place < ROWS; place++)
        store_write (world.store, &statements[PUT],
                     &(struct counter){ now, place, words_at (now, place) });
    store_write (world.store, &statements[TAKE], &(struct counter){ .turn = now - KEPT });
    const bool kept = store_commit (world.store);
    if (kept && !losing_vfs_is_off (world.vfs))
        world.answered = now;
    return kept;
}

/* The last whole turn in the store; -1: what is there was never written so. */
static int64_t last_turn (void)
{
    struct counter row;
    int64_t last = 0, rows = 0;
    bool right = true;
    arena_reset (world.arena);
    store_walk (world.store, &statements[ALL], NULL);
    while (store_next (world.store, &statements[ALL], world.arena, &row)) {
        right = right && row.place == rows % ROWS && (row.place == 0 || row.turn == last) &&
                strcmp (row.words, words_at (row.turn, row.place)) == 0;
        last = row.turn;
        rows++;
    }
    const int64_t kept = last < KEPT ? last : KEPT;
    return right && rows == kept * ROWS ? last : -1;
}

static void start (void)
{
    world.store = store_open (&options);
    store_script (world.store, "CREATE TABLE IF NOT EXISTS counter (turn INTEGER, place INTEGER,"
                               " words TEXT, PRIMARY KEY (turn, place)) STRICT");
    store_prepare (world.store, &table);
    const int64_t last = last_turn();
    if (last < world.answered || last > world.begun)
        world.wrong++;
    world.answered = world.begun = last < 0 ? world.begun : last;
}

/* Whether DEED came to its end. What a life allocated is given back by store_destroy. */
static bool survives (void (*deed) (void))
{
    world.stopped = 0;
    if (setjmp (world.dead) != 0)
        return false;
    deed();
    return true;
}

static void start_and_work (void)
{
    start();
    for (int64_t i = 0; i < world.turns; i++)
        if (!turn())
            world.begun--;
}

/* From a start to a death, or to the end of the work. */
static void live (int64_t turns)
{
    world.turns = turns;
    survives (start_and_work);
    if (world.stopped != 0 && world.stopped != STOP_IO && !losing_vfs_is_off (world.vfs))
        world.wrong++;            /* damaged */
    store_destroy (&world.store); /* with power: moves the log; the loss may come here, too */
}

static void live_and_lose (void)
{
    const bool early = random_chance (&world.random, 40); /* in recovery, or in the first turn */
    losing_vfs_lose_after (world.vfs, 1 + random_below (&world.random, early ? 16 : 500));
    live ((int64_t)random_below (&world.random, 90));
    if (!losing_vfs_is_off (world.vfs))
        losing_vfs_lose (world.vfs);
    losing_vfs_start (world.vfs);
}

static void begin_world (uint64_t seed)
{
    world.random = random_from (seed);
    world.answered = world.begun = 0;
    world.wrong = 0;
    world.vfs = losing_vfs_new ("losing", random_next (&world.random));
    losing_vfs_seed_sqlite ((uint32_t)seed + 1);
}

static int set_up (void **state)
{
    (void)state;
    log_open ("test", LOG_NOTHING);
    stop_hook (hook);
    fault_choose (FAULT_NONE);
    world.arena = arena_new();
    const char *seed = getenv ("SEED");
    begin_world (seed ? strtoull (seed, NULL, 10) : 1);
    return 0;
}

static int tear_down (void **state)
{
    (void)state;
    store_destroy (&world.store);
    losing_vfs_destroy (&world.vfs);
    arena_destroy (&world.arena);
    fault_choose (FAULT_NONE);
    stop_hook (NULL);
    return 0;
}

static double seconds (void)
{
    struct timespec now;
    clock_gettime (CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static void what_was_answered_survives (void **state)
{
    (void)state;
    const char *wanted = getenv ("LOSSES");
    const int losses = wanted ? atoi (wanted) : 4000;
    const double begun = seconds();
    for (int i = 0; i < losses; i++) {
        live_and_lose();
        assert_int_equal (world.wrong, 0);
    }
    print_message ("%d losses of power, %lld turns, %.0f losses a second\n", losses,
                   (long long)world.answered, losses / (seconds() - begun));
    assert_true (world.answered > losses);
}

static void a_store_that_does_not_sync_loses (void **state)
{
    (void)state;
    fault_choose (FAULT_SYNC_NORMAL);
    for (int i = 0; i < 200 && world.wrong == 0; i++)
        live_and_lose();
    assert_true (world.wrong > 0);
}

static void an_error_stops_and_nothing_is_lost (void **state)
{
    (void)state;
    uint64_t stopped = 0;
    for (int i = 0; i < 500; i++) {
        losing_vfs_fail_after (world.vfs, 1 + random_below (&world.random, 80),
                               random_chance (&world.random, 50));
        live (30);
        assert_true (world.stopped == 0 || world.stopped == STOP_IO);
        stopped += world.stopped == STOP_IO;
        losing_vfs_fail_after (world.vfs, 0, false);
        if (random_chance (&world.random, 50))
            losing_vfs_lose (world.vfs);
        else
            losing_vfs_kill (world.vfs);
        losing_vfs_start (world.vfs);
    }
    live (0);
    assert_int_equal (world.wrong, 0);
    assert_true (stopped > 300);
}

static void going_on_after_an_error_loses (void **state)
{
    (void)state;
    fault_choose (FAULT_IOERR_GOES_ON);
    for (int i = 0; i < 500 && world.wrong == 0; i++) {
        losing_vfs_fail_after (world.vfs, 1 + random_below (&world.random, 80), false);
        live (30);
        losing_vfs_lose (world.vfs);
        losing_vfs_start (world.vfs);
    }
    assert_true (world.wrong > 0);
}

static void a_full_disk_is_a_state (void **state)
{
    (void)state;
    assert_int_equal (setjmp (world.dead), 0);
    start();
    assert_true (turn());
    assert_int_equal (store_room (world.store), STORE_ROOM);
    losing_vfs_limit_bytes (world.vfs, losing_vfs_used_bytes (world.vfs) + (3 << 19));
    assert_int_equal (store_room (world.store), STORE_ROOM_FOR_WORK);
    losing_vfs_limit_bytes (world.vfs, losing_vfs_used_bytes (world.vfs) + 5000);
    assert_int_equal (store_room (world.store), STORE_NO_ROOM);
    while (turn())
        ;
    assert_false (turn());
    assert_int_equal (last_turn(), world.answered); /* reads go on */
    losing_vfs_limit_bytes (world.vfs, INT64_MAX);
    world.begun = world.answered;
    assert_true (turn());
    store_destroy (&world.store);
    losing_vfs_lose (world.vfs);
    losing_vfs_start (world.vfs);
    live (1);
    assert_int_equal (world.wrong, 0);
}

static void a_disk_that_fills_keeps_what_was_answered (void **state)
{
    (void)state;
    for (int i = 0; i < 1000; i++) {
        const int64_t more = (int64_t)random_below (&world.random, 1 << 17);
        losing_vfs_limit_bytes (world.vfs, random_chance (&world.random, 30)
                                               ? INT64_MAX
                                               : losing_vfs_used_bytes (world.vfs) + more);
        live (30);
        losing_vfs_lose (world.vfs);
        losing_vfs_start (world.vfs);
    }
    assert_int_equal (world.wrong, 0);
    assert_true (world.answered > 300);
}

static void a_run_replays (void **state)
{
    (void)state;
    uint64_t operations[2];
    int64_t answered[2];
    for (int run = 0; run < 2; run++) {
        losing_vfs_destroy (&world.vfs);
        begin_world (42);
        for (int i = 0; i < 100; i++)
            live_and_lose();
        operations[run] = losing_vfs_operations (world.vfs);
        answered[run] = world.answered;
    }
    assert_int_equal (operations[0], operations[1]);
    assert_int_equal (answered[0], answered[1]);
}

static void a_copy_brings_the_past_back (void **state)
{
    (void)state;
    live (20);
    struct losing_copy *copy = losing_vfs_copy (world.vfs);
    const int64_t then = world.answered;
    live (20);
    assert_true (world.answered > then);
    losing_vfs_restore (world.vfs, copy);
    losing_copy_destroy (&copy);
    losing_vfs_lose (world.vfs);
    losing_vfs_start (world.vfs);
    live (0);
    assert_int_equal (world.wrong, 1);
    assert_int_equal (world.answered, then);
}

static void a_process_that_is_killed_loses_nothing_written (void **state)
{
    (void)state;
    fault_choose (FAULT_SYNC_NORMAL);
    for (int i = 0; i < 50; i++) {
        assert_int_equal (setjmp (world.dead), 0);
        start();
        turn();
        losing_vfs_kill (world.vfs);
        store_destroy (&world.store);
        losing_vfs_start (world.vfs);
    }
    live (0);
    assert_int_equal (world.wrong, 0);
    assert_int_equal (world.answered, 50);
}

static sqlite3_file *open_raw (sqlite3_vfs *sqlite)
{
    sqlite3_file *file = calloc (1, (size_t)sqlite->szOsFile);
    const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_MAIN_DB;
    assert_int_equal (sqlite->xOpen (sqlite, "raw", file, flags, NULL), SQLITE_OK);
    return file;
}

static void locks_keep_others_out (void **state)
{
    (void)state;
    enum { NONE = SQLITE_LOCK_NONE, SHARED, RESERVED, PENDING, EXCLUSIVE };
    static const struct {
        int who, level, answer;
    } rows[] = {
        { 0, SHARED, SQLITE_OK },     { 1, SHARED, SQLITE_OK },   { 0, RESERVED, SQLITE_OK },
        { 1, RESERVED, SQLITE_BUSY }, { 2, SHARED, SQLITE_OK },   { 0, EXCLUSIVE, SQLITE_BUSY },
        { 2, NONE, SQLITE_OK },       { 2, SHARED, SQLITE_BUSY }, { 1, NONE, SQLITE_OK },
        { 0, EXCLUSIVE, SQLITE_OK },  { 1, SHARED, SQLITE_BUSY }, { 0, SHARED, SQLITE_OK },
        { 1, SHARED, SQLITE_OK },     { 0, NONE, SQLITE_OK },     { 1, EXCLUSIVE, SQLITE_OK },
    };
    sqlite3_vfs *sqlite = sqlite3_vfs_find ("losing");
    sqlite3_file *files[3];
    int held[3] = { 0 };
    for (int i = 0; i < 3; i++)
        files[i] = open_raw (sqlite);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        sqlite3_file *file = files[rows[i].who];
        const bool down = rows[i].level < held[rows[i].who];
        const int answer = down ? file->pMethods->xUnlock (file, rows[i].level)
                                : file->pMethods->xLock (file, rows[i].level);
        if (answer != rows[i].answer)
            fail_msg ("row %zu answered %d", i, answer);
        if (answer == SQLITE_OK)
            held[rows[i].who] = rows[i].level;
    }
    for (int i = 0; i < 3; i++) {
        files[i]->pMethods->xClose (files[i]);
        free (files[i]);
    }
}

int main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown (what_was_answered_survives, set_up, tear_down),
        cmocka_unit_test_setup_teardown (a_store_that_does_not_sync_loses, set_up, tear_down),
        cmocka_unit_test_setup_teardown (an_error_stops_and_nothing_is_lost, set_up, tear_down),
        cmocka_unit_test_setup_teardown (going_on_after_an_error_loses, set_up, tear_down),
        cmocka_unit_test_setup_teardown (a_full_disk_is_a_state, set_up, tear_down),
        cmocka_unit_test_setup_teardown (a_disk_that_fills_keeps_what_was_answered, set_up,
                                         tear_down),
        cmocka_unit_test_setup_teardown (a_run_replays, set_up, tear_down),
        cmocka_unit_test_setup_teardown (a_copy_brings_the_past_back, set_up, tear_down),
        cmocka_unit_test_setup_teardown (a_process_that_is_killed_loses_nothing_written, set_up,
                                         tear_down),
        cmocka_unit_test_setup_teardown (locks_keep_others_out, set_up, tear_down),
    };
    return cmocka_run_group_tests (tests, NULL, NULL);
}
