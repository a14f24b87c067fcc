/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/log.h"
#include "base/stop.h"
#include "store/guard.h"
#include "store/store.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

static char folder[64], data[80];

static int make_folder (void **state)
{
    (void)state;
    strcpy (folder, "/tmp/guard.XXXXXX");
    if (!mkdtemp (folder))
        return -1;
    snprintf (data, sizeof data, "%s/data", folder);
    return 0;
}

static int remove_folder (void **state)
{
    (void)state;
    char path[96];
    static const char *const names[] = { "LOCK", "BEGUN", "store.db", "store.db-wal" };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        snprintf (path, sizeof path, "%s/%s", data, names[i]);
        unlink (path);
    }
    rmdir (data);
    return rmdir (folder);
}

static void network_file_systems_are_refused (void **state)
{
    (void)state;
    static const struct {
        unsigned long magic;
        const char *name;
    } rows[] = {
        { 0x6969, "NFS" },    { 0xff534d42, "CIFS" }, { 0xfe534d42, "SMB" },
        { 0x01021997, "9P" }, { 0x65735546, "FUSE" }, { 0xef53 /* ext4 */, NULL },
        { 0x58465342, NULL }, { 0x9123683e, NULL },   { 0x01021994 /* tmpfs */, NULL },
        { 0x794c7630, NULL },
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const char *name = store_file_system_refusal (rows[i].magic);
        if (rows[i].name)
            assert_string_equal (name, rows[i].name);
        else
            assert_null (name);
    }
}

static void a_folder_is_made_for_us_alone (void **state)
{
    (void)state;
    struct stat facts;
    assert_false (guard_is_held (data)); /* asking makes nothing */
    assert_int_equal (stat (data, &facts), -1);
    struct guard *guard = guard_new (data, false);
    assert_int_equal (stat (data, &facts), 0);
    assert_int_equal (facts.st_mode & 07777, 0700);
    assert_true (guard_free_bytes (guard) > 0);
    guard_destroy (&guard);
    assert_null (guard);
    guard_destroy (&guard);
}

static void a_second_process_is_told_to_wait (void **state)
{
    (void)state;
    struct guard *guard = guard_new (data, false);
    /* A lock of fcntl(2)'s older kind would be gone after this. */
    char path[96];
    snprintf (path, sizeof path, "%s/LOCK", data);
    fclose (fopen (path, "r"));
    assert_true (guard_is_held (data));
    pid_t child = fork();
    if (child == 0) {
        guard_new (data, false);
        _exit (0);
    }
    int status = 0;
    assert_int_equal (waitpid (child, &status, 0), child);
    assert_true (WIFEXITED (status));
    assert_int_equal (WEXITSTATUS (status), STOP_LOCKED);
    assert_true (guard_is_held (data)); /* the child's end did not take it away */
    guard_destroy (&guard);
    assert_false (guard_is_held (data));
    guard = guard_new (data, false);
    guard_destroy (&guard);
}

static void write_file (const char *name, const char *text)
{
    char path[96];
    snprintf (path, sizeof path, "%s/%s", data, name);
    FILE *file = fopen (path, "w");
    assert_non_null (file);
    fputs (text, file);
    assert_int_equal (fclose (file), 0);
}

/* What lies in the folder (NULL: not there), and whether a start may make or open a store there. */
static void the_place_of_a_store_that_is_gone_is_refused (void **state)
{
    (void)state;
    static const struct {
        const char *store, *log, *mark;
        int code;
    } rows[] = {
        { NULL, NULL, NULL, 0 },
        { "", NULL, NULL, 0 },
        { "", "", NULL, 0 },
        { "store", NULL, NULL, 0 },
        { "store", "log", "", 0 },
        { NULL, "log", NULL, STOP_CORRUPT },
        { "", "log", NULL, STOP_CORRUPT },
        { NULL, NULL, "", STOP_CORRUPT },
        { "", NULL, "", STOP_CORRUPT },
        { NULL, "log", "", STOP_CORRUPT },
    };
    struct guard *guard = guard_new (data, false);
    guard_destroy (&guard);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (rows[i].store)
            write_file ("store.db", rows[i].store);
        if (rows[i].log)
            write_file ("store.db-wal", rows[i].log);
        if (rows[i].mark)
            write_file ("BEGUN", rows[i].mark);
        fflush (NULL);
        pid_t child = fork();
        if (child == 0) {
            guard = guard_new (data, false);
            _exit (0);
        }
        int status = 0;
        assert_int_equal (waitpid (child, &status, 0), child);
        if (!WIFEXITED (status) || WEXITSTATUS (status) != rows[i].code)
            fail_msg ("row %zu", i);
        static const char *const names[] = { "BEGUN", "store.db", "store.db-wal" };
        for (size_t n = 0; n < sizeof names / sizeof *names; n++) {
            char path[96];
            snprintf (path, sizeof path, "%s/%s", data, names[n]);
            unlink (path);
        }
    }
}

int main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (network_file_systems_are_refused),
        cmocka_unit_test_setup_teardown (a_folder_is_made_for_us_alone, make_folder, remove_folder),
        cmocka_unit_test_setup_teardown (the_place_of_a_store_that_is_gone_is_refused, make_folder,
                                         remove_folder),
        cmocka_unit_test_setup_teardown (a_second_process_is_told_to_wait, make_folder,
                                         remove_folder),
    };
    log_open ("test", LOG_NOTHING);
    return cmocka_run_group_tests (tests, NULL, NULL);
}
