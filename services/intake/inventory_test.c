/* S8: each colour-steel building keeps its number; what is said of it again is its next version. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "intake/inventory.h"
#include "intake/stage_test.h"

static struct inventory_record shed (const char *item)
{
    return (struct inventory_record){ .item = item,
                                      .premises = "P1",
                                      .place = "东侧院内",
                                      .area_m2 = 240,
                                      .use = "仓储",
                                      .core = core_combustible,
                                      .occupied = true };
}

static const struct inventory_recorded *recorded (void)
{
    return decision.events[0].event;
}

static void a_building_keeps_its_number (void **state)
{
    (void)state;
    register_premises ("P1", "c03");
    struct inventory_record said = shed (NULL);
    assert_null (tell (inventory_record_record, &said));
    assert_string_equal (recorded()->item, "C-2021-000001");
    said.place = "西侧院内";
    assert_null (tell (inventory_record_record, &said));
    assert_string_equal (recorded()->item, "C-2021-000002");
    said = shed ("C-2021-000001");
    said.occupied = false;
    assert_null (tell (inventory_record_record, &said));
    assert_string_equal (recorded()->item, "C-2021-000001");
    assert_int_equal (recorded()->version, 2);
    said.gone = true;
    assert_null (tell (inventory_record_record, &said));
    assert_int_equal (recorded()->version, 3);
    said = shed (NULL);
    assert_null (tell (inventory_record_record, &said));
    assert_string_equal (recorded()->item, "C-2021-000003");
}

static void what_is_wrong_is_named (void **state)
{
    (void)state;
    struct inventory_record said = shed (NULL);
    assert_string_equal (tell (inventory_record_record, &said), "/premises");
    register_premises ("P1", "c03");
    register_premises ("P2", "c03");
    said.gone = true;
    assert_string_equal (tell (inventory_record_record, &said), "/item");
    said = shed ("C-2021-000001");
    assert_string_equal (tell (inventory_record_record, &said), "/item");
    said = shed (NULL);
    assert_null (tell (inventory_record_record, &said));
    said = shed ("C-2021-000001");
    said.premises = "P2";
    assert_string_equal (tell (inventory_record_record, &said), "/premises");
}

/* S8 摸清底数: counted once, and what is gone is gone. */
static void one_building_is_one_item (void **state)
{
    (void)state;
    register_premises ("P1", "c03");
    register_premises ("P2", "c03");
    struct inventory_record said = shed (NULL);
    assert_null (tell (inventory_record_record, &said));
    assert_string_equal (tell (inventory_record_record, &said), "/place");
    assert_non_null (strstr (decision.refusal.sentence, "C-2021-000001 stands there already"));
    said.place = " 东侧院内\xe3\x80\x80";
    assert_string_equal (tell (inventory_record_record, &said), "/place");
    said.premises = "P2";
    assert_null (tell (inventory_record_record, &said)); /* C-2021-000002 */
    assert_string_equal (recorded()->place, "东侧院内");
    said = shed (NULL);
    said.place = "西侧院内";
    assert_null (tell (inventory_record_record, &said)); /* C-2021-000003 */
    said.item = "C-2021-000001";
    assert_string_equal (tell (inventory_record_record, &said), "/place");
    said = shed ("C-2021-000001");
    assert_null (tell (inventory_record_record, &said));
    said.gone = true;
    assert_string_equal (tell (inventory_record_record, &said), "/occupied");
    said.occupied = false;
    assert_null (tell (inventory_record_record, &said));
    assert_string_equal (tell (inventory_record_record, &said), "/item");
    said.gone = false;
    assert_string_equal (tell (inventory_record_record, &said), "/item");
    said = shed (NULL);
    assert_null (tell (inventory_record_record, &said)); /* another one in its place */
    assert_string_equal (recorded()->item, "C-2021-000004");
}

static void what_is_closed_is_pulled_down_too (void **state)
{
    (void)state;
    register_premises ("P1", "c03");
    struct inventory_record said = shed (NULL);
    assert_null (tell (inventory_record_record, &said));
    assert_null (
        tell (premises_close_record,
              &(struct premises_close){ .premises = "P1", .reason = "拆迁", .by = "office" }));
    said = shed ("C-2021-000001");
    said.occupied = false;
    assert_string_equal (tell (inventory_record_record, &said), "/premises");
    said.gone = true;
    assert_null (tell (inventory_record_record, &said));
}

int main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown (a_building_keeps_its_number, stage_begin, stage_end),
        cmocka_unit_test_setup_teardown (what_is_wrong_is_named, stage_begin, stage_end),
        cmocka_unit_test_setup_teardown (one_building_is_one_item, stage_begin, stage_end),
        cmocka_unit_test_setup_teardown (what_is_closed_is_pulled_down_too, stage_begin, stage_end),
    };
    return cmocka_run_group_tests (tests, NULL, NULL);
}
