/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "frame/envelope.h"
#include "frame/try.h"

#define NOW  INT64_C (1612918800000) /* 2021-02-10T09:00:00+08:00 */
#define SKEW INT64_C (300000)

static const struct envelope *read_envelope (const char *text, struct refusals *refusals)
{
    struct refusal refusal;
    const struct json_t *json = json_parse (text, strlen (text), arena, &refusal);
    assert_non_null (json);
    *refusals = refusals_in (arena);
    return envelope_read (json, "/3", NOW, SKEW, refusals);
}

#define HEAD "{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"//grid\",\"type\":\"a.b\""

static const struct {
    const char *text, *path; /* NULL: nothing is wrong */
} rows[] = {
    { HEAD "}", NULL },
    { HEAD ",\"data\":{}}", NULL },
    { HEAD ",\"subject\":\"s\",\"datacontenttype\":\"application/json\",\"dataschema\":\"x\"}",
      NULL },
    { HEAD ",\"traceparent\":\"00-1\",\"tracestate\":\"a=b\"}", NULL },
    { HEAD ",\"time\":\"2021-02-10T09:05:00+08:00\"}", NULL },
    { HEAD ",\"time\":\"2021-02-10T09:05:00.001+08:00\"}", "/3/time" },
    { HEAD ",\"time\":\"2021-02-10\"}", "/3/time" },
    { HEAD ",\"tiem\":\"2021-02-10T09:05:00+08:00\"}", "/3/tiem" },
    { "{\"specversion\":\"0.3\",\"id\":\"1\",\"source\":\"s\",\"type\":\"t\"}", "/3/specversion" },
    { "{\"id\":\"1\",\"source\":\"s\",\"type\":\"t\"}", "/3/specversion" },
    { "{\"specversion\":\"1.0\",\"source\":\"s\",\"type\":\"t\"}", "/3/id" },
    { "{\"specversion\":\"1.0\",\"id\":\"\",\"source\":\"s\",\"type\":\"t\"}", "/3/id" },
    { "{\"specversion\":\"1.0\",\"id\":7,\"source\":\"s\",\"type\":\"t\"}", "/3/id" },
    { "{\"specversion\":\"1.0\",\"id\":\"1\",\"type\":\"t\"}", "/3/source" },
    { "{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"a b\",\"type\":\"t\"}", "/3/source" },
    { "{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"journal:intake\",\"type\":\"t\"}",
      "/3/source" },
    { "{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"s\"}", "/3/type" },
    { "[]", "/3" },
    { "\"a\"", "/3" },
};

static void an_envelope_keeps_the_rules_of_cloudevents (void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT (rows); i++) {
        struct refusals refusals;
        const struct envelope *envelope = read_envelope (rows[i].text, &refusals);
        if (!text_same (try_refused (&refusals), rows[i].path))
            fail_msg ("%s: %s", rows[i].text, refusals.count ? refusals.list[0].path : "taken");
        assert_int_equal (envelope != NULL, rows[i].path == NULL);
    }
}

static void what_it_says_is_kept (void **state)
{
    (void)state;
    struct refusals refusals;
    const struct envelope *envelope = read_envelope (
        HEAD ",\"time\":\"2021-02-10T08:59:00+08:00\",\"data\":{\"a\":1}}", &refusals);
    assert_string_equal (envelope->id, "1");
    assert_string_equal (envelope->source, "//grid");
    assert_string_equal (envelope->type, "a.b");
    assert_int_equal (envelope->time, NOW - MINUTE_MS);
    assert_string_equal (json_text (envelope->data, arena), "{\"a\":1}");
    envelope = read_envelope (HEAD "}", &refusals);
    assert_int_equal (envelope->time, INSTANT_ABSENT);
    assert_null (envelope->data);
}

static void everything_wrong_is_said_at_once (void **state)
{
    (void)state;
    struct refusals refusals;
    assert_null (read_envelope ("{\"specversion\":\"2\",\"id\":\"1\",\"source\":\"journal:a b\","
                                "\"type\":\"t\",\"time\":\"2022-01-01T00:00:00Z\"}",
                                &refusals));
    assert_int_equal (refusals.count, 3);
    assert_string_equal (refusals.list[0].path, "/3/specversion");
    assert_string_equal (refusals.list[1].path, "/3/source");
    assert_string_equal (refusals.list[2].path, "/3/time");
}

static void an_id_is_found_in_what_is_no_good_otherwise (void **state)
{
    (void)state;
    static const struct {
        const char *text, *id;
    } ids[] = {
        { "{\"id\":\"7\",\"type\":3}", "7" },
        { "{\"id\":7}", NULL },
        { "{}", NULL },
        { "[\"id\"]", NULL },
        { "null", NULL },
    };
    for (size_t i = 0; i < COUNT (ids); i++) {
        struct refusal refusal;
        const struct json_t *json = json_parse (ids[i].text, strlen (ids[i].text), arena, &refusal);
        assert_true (text_same (envelope_id (json), ids[i].id));
    }
}

static void an_answer_is_one_object (void **state)
{
    (void)state;
    struct refusals one = refusals_in (arena), two = refusals_in (arena);
    refusals_add (&one, REFUSAL_BUSY, "", "later \"please\"");
    refusals_add (&two, REFUSAL_INVALID, "/data/a", "x");
    refusals_add (&two, REFUSAL_NOT_FOUND, "/data/b", "y");
    const struct {
        struct answer answer;
        const char *text;
    } answers[] = {
        { { .id = "1", .status = STATUS_ACCEPTED, .ref = "H-1", .seq = 7 },
          "{\"id\":\"1\",\"status\":\"accepted\",\"ref\":\"H-1\",\"seq\":7}" },
        { { .id = "1", .status = STATUS_DUPLICATE, .ref = "H-1", .seq = 7 },
          "{\"id\":\"1\",\"status\":\"duplicate\",\"ref\":\"H-1\",\"seq\":7}" },
        { { .id = "\"", .status = STATUS_OK, .members = "\"items\":[]" },
          "{\"id\":\"\\\"\",\"status\":\"ok\",\"items\":[]}" },
        { { .status = STATUS_REJECTED, .refusals = &one },
          "{\"id\":null,\"status\":\"rejected\",\"error\":{\"code\":\"busy\",\"path\":\"\","
          "\"message\":\"later \\\"please\\\"\"}}" },
        { { .id = "2", .status = STATUS_REJECTED, .refusals = &two },
          "{\"id\":\"2\",\"status\":\"rejected\",\"error\":{\"code\":\"invalid\",\"path\":"
          "\"/data/a\",\"message\":\"x\"},\"errors\":[{\"code\":\"invalid\",\"path\":\"/data/a\","
          "\"message\":\"x\"},{\"code\":\"not_found\",\"path\":\"/data/b\",\"message\":\"y\"}]}" },
    };
    for (size_t i = 0; i < COUNT (answers); i++) {
        struct text text = text_in (arena);
        answer_write (&answers[i].answer, &text);
        assert_string_equal (text.bytes, answers[i].text);
    }
}

int main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (an_envelope_keeps_the_rules_of_cloudevents),
        cmocka_unit_test (what_it_says_is_kept),
        cmocka_unit_test (everything_wrong_is_said_at_once),
        cmocka_unit_test (an_id_is_found_in_what_is_no_good_otherwise),
        cmocka_unit_test (an_answer_is_one_object),
    };
    return cmocka_run_group_tests (tests, try_begin, try_end);
}
