/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "losing_disk.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { RUNS = 400, FILE_BYTES = 4 * SECTOR_BYTES };

/* A file of FILE_BYTES times 'a', synced, whose name is durable. */
static struct disk_file *synced_file (struct disk *disk, const char *name)
{
    unsigned char bytes[FILE_BYTES];
    memset (bytes, 'a', sizeof bytes);
    struct disk_file *file = disk_create (disk, name);
    disk_write (file, bytes, sizeof bytes, 0);
    disk_sync (file);
    disk_sync_folder (disk, name);
    return file;
}

static bool is_all (const struct disk_file *file, size_t from, size_t to, unsigned char byte)
{
    for (size_t i = from; i < to; i++)
        if (file->now[i] != byte)
            return false;
    return true;
}

static void what_is_synced_stays (void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < RUNS; seed++) {
        struct random random = random_from (seed);
        struct disk disk = { 0 };
        struct disk_file *file = synced_file (&disk, "folder/file");
        disk_lose (&disk, &random);
        assert_ptr_equal (disk_find (&disk, "folder/file"), file);
        assert_int_equal (file->size, FILE_BYTES);
        assert_true (is_all (file, 0, FILE_BYTES, 'a'));
        disk_empty (&disk);
    }
}

static void each_sector_goes_its_own_way (void **state)
{
    (void)state;
    unsigned lost = 0, kept = 0, garbled = 0, mixed = 0;
    for (uint64_t seed = 0; seed < RUNS; seed++) {
        struct random random = random_from (seed);
        struct disk disk = { 0 };
        struct disk_file *file = synced_file (&disk, "folder/file");
        unsigned char bytes[2 * SECTOR_BYTES];
        memset (bytes, 'b', sizeof bytes);
        disk_write (file, bytes, sizeof bytes, SECTOR_BYTES);
        disk_lose (&disk, &random);
        bool old[2], new[2];
        for (size_t i = 0; i < 2; i++) {
            old[i] = is_all (file, (1 + i) * SECTOR_BYTES, (2 + i) * SECTOR_BYTES, 'a');
            new[i] = is_all (file, (1 + i) * SECTOR_BYTES, (2 + i) * SECTOR_BYTES, 'b');
            lost += old[i], kept += new[i], garbled += !old[i] && !new[i];
        }
        mixed += (old[0] && new[1]) || (new[0] && old[1]);
        assert_true (is_all (file, 0, SECTOR_BYTES, 'a')); /* what was not written */
        assert_true (is_all (file, 3 * SECTOR_BYTES, FILE_BYTES, 'a'));
        disk_empty (&disk);
    }
    assert_true (lost > RUNS / 10 && kept > RUNS / 10 && garbled > RUNS / 20 && mixed > RUNS / 20);
}

static void sizes_and_names_may_be_lost (void **state)
{
    (void)state;
    unsigned longer = 0, shorter = 0, between = 0, made = 0, deleted = 0, old_again = 0;
    for (uint64_t seed = 0; seed < RUNS; seed++) {
        struct random random = random_from (seed);
        struct disk disk = { 0 };
        struct disk_file *file = synced_file (&disk, "folder/grows");
        disk_write (file, "more", 4, FILE_BYTES + SECTOR_BYTES);
        struct disk_file *gone = synced_file (&disk, "folder/deleted");
        disk_unname (&disk, synced_file (&disk, "folder/replaced"));
        disk_unname (&disk, gone);
        disk_create (&disk, "folder/made");
        disk_create (&disk, "folder/replaced");
        disk_lose (&disk, &random);
        longer += file->size == FILE_BYTES + SECTOR_BYTES + 4;
        shorter += file->size == FILE_BYTES;
        between += file->size > FILE_BYTES && file->size < FILE_BYTES + SECTOR_BYTES;
        made += disk_find (&disk, "folder/made") != NULL;
        deleted += disk_find (&disk, "folder/deleted") == NULL;
        const struct disk_file *replaced = disk_find (&disk, "folder/replaced");
        old_again += replaced && replaced->size == FILE_BYTES;
        assert_true (is_all (file, 0, FILE_BYTES, 'a'));
        disk_empty (&disk);
    }
    const unsigned often = RUNS / 10, always = RUNS - RUNS / 10;
    assert_true (longer > often && shorter > often && between > often);
    assert_in_range (made, often, always);
    assert_in_range (deleted, often, always);
    assert_in_range (old_again, often, always);
}

static void a_cut_file_grows_with_zeros (void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < RUNS; seed++) {
        struct random random = random_from (seed);
        struct disk disk = { 0 };
        struct disk_file *file = synced_file (&disk, "file");
        disk_truncate (file, 100);
        if (random_chance (&random, 50))
            disk_sync (file);
        disk_lose (&disk, &random);
        const size_t end = file->size;
        assert_in_range (end, 100, FILE_BYTES);
        disk_write (file, "z", 1, 2 * FILE_BYTES);
        assert_true (is_all (file, end, 2 * FILE_BYTES, 0));
        disk_sync (file);
        disk_lose (&disk, &random);
        file = disk_find (&disk, "file");
        assert_true (!file || is_all (file, end, 2 * FILE_BYTES, 0));
        disk_empty (&disk);
    }
}

static void a_failed_sync_is_never_made_good (void **state)
{
    (void)state;
    unsigned lost = 0;
    for (uint64_t seed = 0; seed < RUNS; seed++) {
        struct random random = random_from (seed);
        struct disk disk = { 0 };
        struct disk_file *file = synced_file (&disk, "folder/file");
        disk_write (file, "b", 1, 0);
        disk_sync_in_vain (file, &random);
        disk_sync (file); /* says OK */
        assert_int_equal (file->now[0], 'b');
        disk_lose (&disk, &random);
        lost += file->now[0] == 'a';
        disk_empty (&disk);
    }
    assert_in_range (lost, RUNS / 2, RUNS - RUNS / 10);
}

static void chance_is_even_and_repeats (void **state)
{
    (void)state;
    struct random random = random_from (7), again = random_from (7);
    unsigned drawn[6] = { 0 }, yes = 0;
    for (int i = 0; i < 60000; i++) {
        const uint64_t below = random_below (&random, 6);
        assert_int_equal (below, random_below (&again, 6));
        drawn[below]++;
        yes += random_chance (&random, 30);
        random_chance (&again, 30);
    }
    for (int i = 0; i < 6; i++)
        assert_in_range (drawn[i], 9600, 10400);
    assert_in_range (yes, 17500, 18500);
    struct random child = random_split (&random);
    assert_true (random_next (&child) != random_next (&random));
}

int main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (what_is_synced_stays),
        cmocka_unit_test (each_sector_goes_its_own_way),
        cmocka_unit_test (sizes_and_names_may_be_lost),
        cmocka_unit_test (a_cut_file_grows_with_zeros),
        cmocka_unit_test (a_failed_sync_is_never_made_good),
        cmocka_unit_test (chance_is_even_and_repeats),
    };
    return cmocka_run_group_tests (tests, NULL, NULL);
}
