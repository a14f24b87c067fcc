/* S20: the log of publicity takes only what is shown by a photo's digest. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "intake/publicity.h"
#include "intake/stage_test.h"

/* S20: a banner without its photo is none. */
static void each_is_logged_with_evidence (void **state)
{
    (void)state;
    struct publicity_report said = { .party = "c03",
                                     .form = publicity_banner,
                                     .place = "社区门口",
                                     .at = now - HOUR_MS,
                                     .evidence = DIGEST,
                                     .reached = NUMBER_ABSENT };
    assert_null (tell (publicity_report_record, &said));
    assert_null (tell (publicity_report_record, &said));
    assert_string_equal (((const struct publicity_reported *)decision.events[0].event)->publicity,
                         "P-2021-000002");
    said.evidence = "E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855";
    assert_null (tell (publicity_report_record, &said)); /* the same photo, written otherwise */
    assert_string_equal (((const struct publicity_reported *)decision.events[0].event)->evidence,
                         DIGEST);
    said.evidence = "no photo";
    assert_string_equal (tell (publicity_report_record, &said), "/evidence");
    said.evidence = DIGEST;
    said.at = now + DAY_MS;
    assert_string_equal (tell (publicity_report_record, &said), "/at");
    said.at = now - INT64_C (5) * 366 * DAY_MS; /* its year is wrong: it would count nowhere */
    assert_string_equal (tell (publicity_report_record, &said), "/at");
    said.at = now;
    said.party = "W-1"; /* 方案 五(四): by the units too */
    assert_string_equal (tell (publicity_report_record, &said), "/party");
    register_premises ("W-1", "c03");
    assert_null (tell (publicity_report_record, &said));
    said.party = "nobody";
    assert_string_equal (tell (publicity_report_record, &said), "/party");
}

int main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown (each_is_logged_with_evidence, stage_begin, stage_end),
    };
    return cmocka_run_group_tests (tests, NULL, NULL);
}
