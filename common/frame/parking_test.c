/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "frame/parking.h"
#include "frame/try.h"

static struct store *store;
static struct parking *parking;

static int open_parking (void **state)
{
    if (try_begin (state) != 0)
        return -1;
    store = try_store ("store");
    parking = parking_new (store);
    return 0;
}

static int close_parking (void **state)
{
    parking_destroy (&parking);
    store_destroy (&store);
    return try_end (state);
}

static struct parked parked (const char *source, int64_t seq, const char *subject)
{
    return (struct parked){ .source = source,
                            .seq = seq,
                            .type = "hazard.opened",
                            .subject = subject,
                            .reason = "why",
                            .fact = "{\"text\":\"a\\nb\"}" };
}

static void put (const char *source, int64_t seq, const char *subject)
{
    const struct parked one = parked (source, seq, subject);
    store_begin (store);
    parking_put (parking, &one);
    assert_true (store_commit (store));
}

/* What stands there, as "SOURCE SEQ SUBJECT REASON,…". */
static const char *all (void)
{
    struct text text = text_in (arena);
    const struct parked *list;
    size_t count = parking_list (parking, arena, &list);
    text_say (&text, "");
    for (size_t i = 0; i < count; i++)
        text_format (&text, "%s %d %s %s,", list[i].source, (int)list[i].seq, list[i].subject,
                     list[i].reason);
    return text.bytes;
}

static void they_stand_in_the_order_they_were_said (void **state)
{
    (void)state;
    assert_int_equal (parking_count (parking), 0);
    assert_string_equal (all(), "");
    put ("scheduling", 1, "D-1");
    put ("intake", 12, "H-1");
    put ("intake", 7, "H-2");
    assert_string_equal (all(), "intake 7 H-2 why,intake 12 H-1 why,scheduling 1 D-1 why,");
    assert_int_equal (parking_count (parking), 3);
}

static void what_comes_later_of_a_case_is_known_to_wait (void **state)
{
    (void)state;
    static const struct {
        const char *source, *subject;
        bool holds;
    } rows[] = { { "intake", "H-1", true },
                 { "intake", "H-2", false },
                 { "scheduling", "H-1", false } };
    assert_false (parking_holds (parking, "intake", "H-1", arena));
    put ("intake", 7, "H-1");
    for (size_t i = 0; i < COUNT (rows); i++)
        assert_int_equal (parking_holds (parking, rows[i].source, rows[i].subject, arena),
                          rows[i].holds);
}

static void a_start_finds_them_again_whole (void **state)
{
    (void)state;
    put ("intake", 7, "H-1");
    parking_destroy (&parking);
    parking_destroy (&parking);
    store_destroy (&store);
    store = try_store ("store");
    parking = parking_new (store);
    assert_int_equal (parking_count (parking), 1);
    assert_true (parking_holds (parking, "intake", "H-1", arena));
    const struct parked *one = parking_find (parking, "intake", 7, arena);
    assert_non_null (one);
    assert_string_equal (one->type, "hazard.opened");
    assert_string_equal (one->fact, "{\"text\":\"a\\nb\"}");
    assert_null (parking_find (parking, "intake", 8, arena));
    assert_null (parking_find (parking, "scheduling", 7, arena));
}

static void what_is_dropped_stays_on_record (void **state)
{
    (void)state;
    const struct dropped *list;
    put ("intake", 7, "H-1");
    store_begin (store);
    parking_drop (parking, &(struct dropped){ .source = "intake",
                                              .seq = 7,
                                              .type = "hazard.opened",
                                              .subject = "H-1",
                                              .why = "why",
                                              .fact = "{}",
                                              .reason = "sent by mistake",
                                              .by = "office",
                                              .at = 1612918800000 });
    assert_true (store_commit (store));
    assert_int_equal (parking_count (parking), 0);
    assert_int_equal (parking_dropped (parking, arena, &list), 1);
    assert_string_equal (list[0].reason, "sent by mistake");
    assert_string_equal (list[0].by, "office");
}

static void what_is_taken_no_longer_waits (void **state)
{
    (void)state;
    const struct parked first = parked ("intake", 7, "H-1"), none = parked ("intake", 9, "H-1");
    put ("intake", 7, "H-1");
    put ("intake", 8, "H-1");
    store_begin (store);
    parking_take (parking, &first);
    parking_take (parking, &first);
    parking_take (parking, &none);
    assert_true (store_commit (store));
    assert_int_equal (parking_count (parking), 1);
    assert_true (parking_holds (parking, "intake", "H-1", arena));
    assert_string_equal (all(), "intake 8 H-1 why,");
}

static void the_same_fact_is_parked_once (void **state)
{
    (void)state;
    put ("intake", 7, "H-1");
    put ("intake", 7, "H-1");
    assert_int_equal (parking_count (parking), 1);
}

/* A turn that found the disk full: nothing of it was kept. */
static void what_is_undone_was_never_parked_or_taken (void **state)
{
    (void)state;
    const struct parked one = parked ("intake", 7, "H-1");
    store_begin (store);
    parking_put (parking, &one);
    assert_true (parking_holds (parking, "intake", "H-1", arena));
    store_rollback (store);
    assert_int_equal (parking_count (parking), 0);
    put ("intake", 7, "H-1");
    store_begin (store);
    parking_take (parking, &one);
    store_rollback (store);
    assert_int_equal (parking_count (parking), 1);
    assert_true (parking_holds (parking, "intake", "H-1", arena));
}

#define EACH(test) cmocka_unit_test_setup_teardown (test, open_parking, close_parking)

int main (void)
{
    const struct CMUnitTest tests[] = {
        EACH (they_stand_in_the_order_they_were_said),
        EACH (what_comes_later_of_a_case_is_known_to_wait),
        EACH (a_start_finds_them_again_whole),
        EACH (what_is_taken_no_longer_waits),
        EACH (what_is_dropped_stays_on_record),
        EACH (the_same_fact_is_parked_once),
        EACH (what_is_undone_was_never_parked_or_taken),
    };
    return cmocka_run_group_tests (tests, NULL, NULL);
}
