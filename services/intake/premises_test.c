/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "intake/premises.h"
#include "frame/try.h"
#include "intake/service.h"
#include "office/office.h"

static const struct office *office;
static struct store *store;

static int read_office (void **state)
{
    if (try_begin (state) != 0)
        return -1;
    struct refusals refusals = refusals_in (arena);
    office = office_read (arena_format (arena, "%s/config", getenv ("SOURCE")), arena, &refusals);
    return office ? 0 : -1;
}

static const char *const hotel[] = { "hotel", "high_rise" };
static const char *const mixed[] = { "hotel", "castle", "ruin" };
static const struct premises_register whole = { .premises = "P-7",
                                                .name = "Hotel",
                                                .categories = hotel,
                                                .categories_count = 2,
                                                .community = "c01",
                                                .address = "1 Main Street" };

static struct decision decide (const struct premises_register *said)
{
    struct decision decision = decision_in (arena);
    premises_decide_register (said, &(struct premises_seen){ .office = office }, &decision);
    return decision;
}

static void what_it_names_must_be_there (void **state)
{
    (void)state;
    struct premises_register ruin = whole, far = whole, whose = whole, place = whole;
    struct premises_register party = whole, role = whole, relation = whole, outside = whole;
    party.premises = "c01", role.premises = "deputy", relation.premises = "watcher";
    outside.premises = "fire_rescue";
    ruin.categories = mixed, ruin.categories_count = 3;
    far.community = "c99";
    whose.department = "c01";
    place.community = "office";
    const struct {
        const struct premises_register *said;
        const char *path; /* NULL: it is entered */
    } rows[] = {
        { &whole, NULL },           { &ruin, "/categories/1" }, { &far, "/community" },
        { &place, "/community" },   { &party, "/premises" },    { &role, "/premises" },
        { &relation, "/premises" }, { &outside, "/premises" },  { &whose, "/department" }
    };
    for (size_t i = 0; i < COUNT (rows); i++) {
        struct decision decision = decide (rows[i].said);
        const bool refused = decision.refusal.code != REFUSAL_NONE;
        assert_true (text_same (refused ? decision.refusal.path : NULL, rows[i].path));
        assert_int_equal (decision.refusal.code, refused ? REFUSAL_INVALID : REFUSAL_NONE);
        assert_int_equal (decision.count, refused ? 0 : 1);
    }
}

/* S4: counted once in each of its categories. */
static void a_category_said_twice_is_one (void **state)
{
    (void)state;
    static const char *const twice[] = { "hotel", "high_rise", "hotel" };
    struct premises_register said = whole;
    said.categories = twice, said.categories_count = 3;
    struct decision decision = decide (&said);
    const struct premises_registered *event = decision.events[0].event;
    assert_int_equal (event->categories_count, 2);
    assert_string_equal (event->categories[0], "hotel");
    assert_string_equal (event->categories[1], "high_rise");
}

static void an_entry_is_on_record_under_its_code (void **state)
{
    (void)state;
    struct decision decision = decide (&whole);
    const struct premises_registered *event = decision.events[0].event;
    assert_ptr_equal (decision.events[0].word, premises_registered_record);
    assert_string_equal (decision.events[0].subject, "P-7");
    assert_string_equal (event->premises, "P-7");
    assert_string_equal (event->address, "1 Main Street");
    assert_int_equal (event->categories_count, 2);
    assert_string_equal (event->categories[1], "high_rise");
}

/* categories.yaml: "Premises of several categories answer to the department of the first they
   name." */
static void a_department_answers_for_it (void **state)
{
    (void)state;
    struct premises_register own = whole;
    own.department = "office";
    struct decision by_category = decide (&whole), by_itself = decide (&own);
    const struct premises_registered *event = by_category.events[0].event;
    assert_string_equal (event->department, "economic_development");
    event = by_itself.events[0].event;
    assert_string_equal (event->department, "office");
}

/* A register that carries less than was known erases nothing. */
static void what_is_absent_stays (void **state)
{
    (void)state;
    static const struct unit known = { .name = "Hotel Ltd", .contact = "王某", .phone = "1" },
                             called = { .phone = "2" };
    const struct premises_row before = { .premises = "P-7",
                                         .name = "Hotel",
                                         .categories = hotel,
                                         .categories_count = 2,
                                         .community = "c01",
                                         .address = "1 Main Street",
                                         .unit = &known,
                                         .grid = "三号网格",
                                         .latitude_e6 = 39084200,
                                         .longitude_e6 = 117200900,
                                         .department = "economic_development" };
    struct premises_register less = whole;
    less.only_if_changed = true;
    less.address = NULL;
    less.latitude_e6 = less.longitude_e6 = NUMBER_ABSENT;
    const struct premises_seen seen = { .office = office, .before = &before };
    struct decision same = decision_in (arena);
    premises_decide_register (&less, &seen, &same);
    assert_int_equal (same.refusal.code, REFUSAL_CONFLICT);
    less.unit = &called;
    struct decision changed = decision_in (arena);
    premises_decide_register (&less, &seen, &changed);
    const struct premises_registered *event = changed.events[0].event;
    assert_string_equal (event->address, "1 Main Street");
    assert_string_equal (event->unit->name, "Hotel Ltd");
    assert_string_equal (event->unit->phone, "2");
    assert_int_equal (event->latitude_e6, 39084200);
    assert_string_equal (event->grid, "三号网格");
    less.unit = NULL;
    less.grid = "四号网格";
    struct decision moved = decision_in (arena);
    premises_decide_register (&less, &seen, &moved);
    event = moved.events[0].event;
    assert_string_equal (event->grid, "四号网格");
}

/* An official table knows one category of each premises. */
static void an_import_takes_no_category_away (void **state)
{
    (void)state;
    static const char *const one[] = { "high_rise" }, *const other[] = { "key_unit" };
    const struct premises_row before = { .premises = "P-7",
                                         .name = "Hotel",
                                         .categories = hotel,
                                         .categories_count = 2,
                                         .community = "c01",
                                         .address = "1 Main Street",
                                         .latitude_e6 = NUMBER_ABSENT,
                                         .longitude_e6 = NUMBER_ABSENT,
                                         .department = "economic_development" };
    const struct premises_seen seen = { .office = office, .before = &before };
    struct premises_register table = whole;
    struct decision same = decision_in (arena), more = decision_in (arena);
    table.only_if_changed = true;
    table.latitude_e6 = table.longitude_e6 = NUMBER_ABSENT;
    table.categories = one, table.categories_count = 1;
    premises_decide_register (&table, &seen, &same);
    assert_int_equal (same.refusal.code, REFUSAL_CONFLICT);
    table.categories = other;
    premises_decide_register (&table, &seen, &more);
    const struct premises_registered *event = more.events[0].event;
    assert_int_equal (event->categories_count, 3);
    assert_string_equal (event->categories[0], "hotel");
    assert_string_equal (event->categories[2], "key_unit");
    assert_string_equal (event->department, "economic_development");
}

/* S4: who was hidden must not come to light by what is registered of the place later. */
static void a_home_stays_hidden (void **state)
{
    (void)state;
    static const char *const home[] = { "vulnerable" }, *const both[] = { "business",
                                                                          "vulnerable" };
    const struct premises_brief now = { .premises = "P-7", .private = true };
    const struct premises_seen seen = { .office = office, .now = &now };
    const struct {
        const char *const *categories;
        size_t count;
        enum refusal_code code;
    } rows[] = { { hotel, 2, REFUSAL_CONFLICT },
                 { home, 1, REFUSAL_NONE },
                 { both, 2, REFUSAL_NONE } };
    for (size_t i = 0; i < COUNT (rows); i++) {
        struct premises_register said = whole;
        struct decision decision = decision_in (arena);
        said.categories = rows[i].categories, said.categories_count = rows[i].count;
        premises_decide_register (&said, &seen, &decision);
        assert_int_equal (decision.refusal.code, rows[i].code);
        if (decision.count > 0)
            assert_true (((const struct premises_registered *)decision.events[0].event)->private);
    }
}

/* S4: letters and lists have told of a place that cases name; a home is none of these. */
static void what_was_told_of_is_made_no_home (void **state)
{
    (void)state;
    static const char *const home[] = { "vulnerable" };
    for (int cases = 0; cases <= 1; cases++) {
        const struct premises_brief now = { .premises = "P-7" };
        struct premises_register said = whole;
        struct decision decision = decision_in (arena);
        said.categories = home, said.categories_count = 1;
        premises_decide_register (
            &said, &(struct premises_seen){ .office = office, .now = &now, .cases = cases },
            &decision);
        assert_int_equal (decision.refusal.code, cases ? REFUSAL_CONFLICT : REFUSAL_NONE);
    }
}

/* Its code is nobody else's: a table that still has it does not open it again, people do. */
static void what_was_closed_is_opened_by_people (void **state)
{
    (void)state;
    static const struct {
        bool home, by_table;
        enum refusal_code code;
    } rows[] = { { false, false, REFUSAL_NONE },
                 { false, true, REFUSAL_CONFLICT },
                 { true, false, REFUSAL_CONFLICT } };
    for (size_t i = 0; i < COUNT (rows); i++) {
        const struct premises_brief gone = { .premises = "P-7",
                                             .closed = true,
                                             .private = rows[i].home };
        struct premises_register said = whole;
        struct decision decision = decision_in (arena);
        said.only_if_changed = rows[i].by_table;
        premises_decide_register (&said, &(struct premises_seen){ .office = office, .now = &gone },
                                  &decision);
        assert_int_equal (decision.refusal.code, rows[i].code);
    }
}

static void it_is_closed_once_by_who_may (void **state)
{
    (void)state;
    const struct premises_brief now = { .premises = "P-7",
                                        .community = "c01",
                                        .department = "economic_development" },
                                gone = { .premises = "P-7", .community = "c01", .closed = true };
    const struct {
        const struct premises_brief *now;
        const char *by;
        enum refusal_code code;
    } rows[] = { { &gone, "office", REFUSAL_CONFLICT }, { &now, "c01", REFUSAL_NONE },
                 { &now, "office", REFUSAL_NONE },      { &now, "c02", REFUSAL_FORBIDDEN },
                 { &now, "nobody", REFUSAL_INVALID },   { NULL, "office", REFUSAL_NOT_FOUND } };
    for (size_t i = 0; i < COUNT (rows); i++) {
        struct decision decision = decision_in (arena);
        premises_decide_close (
            &(struct premises_close){ .premises = "P-7", .reason = "gave up", .by = rows[i].by },
            &(struct premises_seen){ .office = office, .now = rows[i].now }, &decision);
        assert_int_equal (decision.refusal.code, rows[i].code);
        assert_int_equal (decision.count, rows[i].code == REFUSAL_NONE);
    }
}

/* ---- the table ---- */

static const struct premises_brief *see (const char *premises)
{
    return premises_see (&(struct scene){ .store = store, .arena = arena }, premises);
}

static void enter (const char *premises, const char *name, const char *address,
                   const struct unit *unit)
{
    const struct premises_registered event = { .premises = premises,
                                               .name = name,
                                               .categories = hotel,
                                               .categories_count = 2,
                                               .community = "c01",
                                               .address = address,
                                               .unit = unit,
                                               .department = "office" };
    store_begin (store);
    premises_apply_registered (store, &(struct fact){ .seq = 1 }, &event, arena);
    assert_true (store_commit (store));
}

static void the_register_says_what_was_said_last (void **state)
{
    (void)state;
    static const struct unit unit = { .name = "Hotel Ltd", .phone = "1" };
    store = try_store ("store");
    store_script (store, intake_schema);
    store_prepare (store, &premises_sql);
    assert_null (see ("P-7"));
    enter ("P-7", "Hotel", "1 Main Street", &unit);
    enter ("P-8", "Mill", NULL, NULL);
    assert_string_equal (see ("P-7")->name, "Hotel");
    assert_string_equal (see ("P-7")->address, "1 Main Street");
    assert_string_equal (see ("P-7")->unit_name, "Hotel Ltd");
    enter ("P-7", "Old Hotel", NULL, NULL);
    assert_string_equal (see ("P-7")->name, "Old Hotel");
    assert_null (see ("P-7")->address);
    assert_null (see ("P-7")->unit_name);
    assert_string_equal (see ("P-8")->name, "Mill");
    assert_null (see (NULL));
    assert_null (see ("P"));
    store_destroy (&store);
}

int main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (what_it_names_must_be_there),
        cmocka_unit_test (a_category_said_twice_is_one),
        cmocka_unit_test (an_entry_is_on_record_under_its_code),
        cmocka_unit_test (a_department_answers_for_it),
        cmocka_unit_test (what_is_absent_stays),
        cmocka_unit_test (an_import_takes_no_category_away),
        cmocka_unit_test (a_home_stays_hidden),
        cmocka_unit_test (what_was_told_of_is_made_no_home),
        cmocka_unit_test (it_is_closed_once_by_who_may),
        cmocka_unit_test (what_was_closed_is_opened_by_people),
        cmocka_unit_test (the_register_says_what_was_said_last),
    };
    return cmocka_run_group_tests (tests, read_office, try_end);
}
