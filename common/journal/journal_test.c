/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "journal/journal.h"
#include "base/stop.h"
#include "journal/chain.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

static char folder[] = "/tmp/journal-test-XXXXXX";
static struct arena *arena;
static struct store *store;
static struct journal *journal;

static void open_all (const char *service)
{
    store = store_open (&(struct store_options){ .folder = folder });
    journal = journal_new (store, service, "first");
}

static void close_all (void)
{
    journal_destroy (&journal);
    store_destroy (&store);
}

static int64_t append (const char *subject, instant recorded)
{
    struct fact fact = { .type = "hazard.opened",
                         .subject = subject,
                         .time = 5,
                         .recorded = recorded,
                         .cause = "id //source",
                         .data = "{}" };
    journal_append (journal, &fact);
    return fact.seq;
}

static void what_is_appended_is_read_in_order (void **state)
{
    (void)state;
    struct fact fact;
    store_begin (store);
    assert_int_equal (append ("H-1", 10), 1);
    assert_int_equal (append ("H-2", 10), 2);
    assert_true (store_commit (store));
    assert_int_equal (journal_head (journal), 2);
    journal_walk (journal, 0);
    assert_true (journal_walk_next (journal, arena, &fact));
    assert_string_equal (fact.subject, "H-1");
    assert_true (journal_walk_next (journal, arena, &fact));
    assert_int_equal (fact.seq, 2);
    assert_false (journal_walk_next (journal, arena, &fact));
    assert_true (journal_agrees (journal, 2, fact.chain, arena));
    assert_false (journal_agrees (journal, 1, fact.chain, arena));
    assert_false (journal_agrees (journal, 3, fact.chain, arena));
    struct known known = cause_known (&fact, arena);
    assert_string_equal (known.id, "id");
    assert_string_equal (known.source, "//source");
    assert_string_equal (cause_text (&known, arena), fact.cause);
}

static void what_is_undone_was_never_there (void **state)
{
    (void)state;
    store_begin (store);
    append ("H-3", 20);
    store_rollback (store);
    journal_forget (journal);
    assert_int_equal (journal_head (journal), 2);
    store_begin (store);
    assert_int_equal (append ("H-3", 20), 3);
    assert_true (store_commit (store));
    assert_int_equal (journal_verify (journal, arena), 0);
}

static void a_start_goes_on_where_it_was (void **state)
{
    (void)state;
    close_all();
    open_all ("intake");
    assert_int_equal (journal_head (journal), 3);
    assert_int_equal (journal_recorded (journal), 20);
    assert_string_equal (journal_epoch (journal), "first");
}

static void seen_ids_cursors_and_notes_are_kept (void **state)
{
    (void)state;
    struct known known = { .id = "a", .source = "s", .seq = 2 };
    struct cursor cursor = { .source = "intake", .epoch = "e", .after = 7 };
    assert_false (journal_knows (journal, &(struct known){ .id = "a", .source = "s" }, arena));
    store_begin (store);
    journal_learn (journal, &known);
    journal_move_cursor (journal, &cursor);
    cursor.after = 9;
    journal_move_cursor (journal, &cursor);
    journal_write_note (journal, "n", "v");
    assert_true (store_commit (store));
    known.seq = 0;
    assert_true (journal_knows (journal, &known, arena));
    assert_int_equal (known.seq, 2);
    assert_true (journal_cursor (journal, "intake", arena, &cursor));
    assert_int_equal (cursor.after, 9);
    assert_false (journal_cursor (journal, "nobody", arena, &cursor));
    assert_string_equal (journal_note (journal, "n", arena), "v");
    assert_null (journal_note (journal, "m", arena));
}

/* Each column is in the link: to change any of them breaks it. */
static void the_chain_holds_every_column (void **state)
{
    (void)state;
    unsigned char before[CHAIN_BYTES] = { 1 };
    const struct fact whole = { .seq = 1,
                                .type = "t",
                                .subject = "s",
                                .time = 1,
                                .recorded = 2,
                                .actor = "a",
                                .cause = "c",
                                .data = "{}" };
    struct fact changed[] = { whole, whole, whole, whole, whole, whole, whole, whole, whole };
    changed[0].seq = 2;
    changed[1].type = "u";
    changed[2].subject = "r";
    changed[3].time = 2;
    changed[4].recorded = 3;
    changed[5].actor = NULL;
    changed[6].cause = "";
    changed[7].data = "[]";
    struct fact linked = whole;
    chain_link (&linked, before);
    for (size_t i = 0; i < 8; i++) {
        chain_link (&changed[i], before);
        assert_memory_not_equal (changed[i].chain, linked.chain, CHAIN_BYTES);
    }
    before[0] = 2;
    chain_link (&changed[8], before);
    assert_memory_not_equal (changed[8].chain, linked.chain, CHAIN_BYTES);
}

static void another_service_is_refused_this_store (void **state)
{
    (void)state;
    int status;
    close_all();
    if (fork() == 0) {
        fclose (stderr);
        open_all ("reporting");
        _exit (0);
    }
    wait (&status);
    assert_int_equal (WEXITSTATUS (status), STOP_CORRUPT);
    open_all ("intake");
}

static void every_table_that_a_rebuild_makes_is_dumped (void **state)
{
    (void)state;
    struct text text = text_in (arena);
    store_script (store, "CREATE TABLE thing (name TEXT); INSERT INTO thing VALUES ('new');");
    store_begin (store);
    append ("H-7", 70);
    journal_learn (journal, &(struct known){ .id = "seven", .source = "//source", .seq = 7 });
    assert_true (store_commit (store));
    text_say (&text, "");
    journal_dump_tables (journal, &text);
    assert_non_null (strstr (text.bytes, "thing\nnew\n"));
    assert_non_null (strstr (text.bytes, "seven|//source|7\n"));
    assert_null (strstr (text.bytes, "H-7")); /* the journal itself is no table of it */
}

int main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (what_is_appended_is_read_in_order),
        cmocka_unit_test (what_is_undone_was_never_there),
        cmocka_unit_test (a_start_goes_on_where_it_was),
        cmocka_unit_test (seen_ids_cursors_and_notes_are_kept),
        cmocka_unit_test (the_chain_holds_every_column),
        cmocka_unit_test (another_service_is_refused_this_store),
        cmocka_unit_test (every_table_that_a_rebuild_makes_is_dumped),
    };
    char command[64];
    if (!mkdtemp (folder))
        return 1;
    arena = arena_new();
    open_all ("intake");
    int failed = cmocka_run_group_tests (tests, NULL, NULL);
    close_all();
    arena_destroy (&arena);
    snprintf (command, sizeof command, "rm -rf %s", folder);
    return failed + (system (command) != 0);
}
