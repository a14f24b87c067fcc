/* S10, S12, S13, S25, S26: what is asked of whom, and that nothing unstamped is taken. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "intake/deliverable.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define COUNT(list) (sizeof (list) / sizeof *(list))
#define NOW         INT64_C (1612918800000) /* 2021-02-10T09:00+08:00 */
#define DIGEST      "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

static struct arena *arena;
static const struct office *office;

static int read_shipped (void **state)
{
    (void)state;
    arena = arena_new();
    struct refusals refusals = refusals_in (arena);
    office = office_read (arena_format (arena, "%s/config", getenv ("SOURCE")), arena, &refusals);
    return office ? 0 : -1;
}

static int forget_shipped (void **state)
{
    (void)state;
    arena_destroy (&arena);
    return 0;
}

static struct decision submit (const struct deliverable_submit *said)
{
    const struct deliverable_seen seen = { .office = office, .version = 1, .now = NOW };
    struct decision decision = decision_in (arena);
    deliverable_decide_submit (said, &seen, &decision);
    return decision;
}

static const struct {
    struct deliverable_submit said;
    const char *path; /* NULL: taken */
} rows[] = {
    { { "plan", "c03", DIGEST, true, "office", NULL }, NULL },                  /* S10, S25 */
    { { "plan", "c03", DIGEST, false, "office", NULL }, "/stamped" },           /* S25 */
    { { "plan", "c03", DIGEST, true, NULL, NULL }, "/confirmed_by" },           /* S25 */
    { { "meeting", "c03", DIGEST, false, NULL, NULL }, NULL },                  /* S10 */
    { { "summary", "c03", DIGEST, true, "office", NULL }, NULL },               /* S12 */
    { { "inspection_plan", "construction", DIGEST, false, NULL, NULL }, NULL }, /* S13 */
    { { "final_report", "office", DIGEST, true, "leader", NULL }, NULL },       /* S26 */
    { { "final_report", "c03", DIGEST, true, "leader", NULL }, "/party" },
    { { "plan", "construction", DIGEST, true, "office", NULL }, "/party" },
    { { "plan", "c99", DIGEST, true, "office", NULL }, "/party" },
    { { "poem", "c03", DIGEST, true, "office", NULL }, "/kind" },
    { { "plan", "c03", "not a digest", true, "office", NULL }, "/digest" },
};

static void each_of_whom_it_is_asked (void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT (rows); i++) {
        struct decision decision = submit (&rows[i].said);
        if ((decision.refusal.code == REFUSAL_NONE) != (rows[i].path == NULL) ||
            (rows[i].path && strcmp (decision.refusal.path, rows[i].path) != 0))
            fail_msg ("row %zu: %s %s", i, decision.refusal.path, decision.refusal.sentence);
    }
}

static void a_later_one_takes_its_place (void **state)
{
    (void)state;
    struct decision decision = submit (&rows[0].said);
    const struct deliverable_submitted *submitted = decision.events[0].event;
    assert_string_equal (submitted->deliverable, "D-2021-000001");
    assert_int_equal (submitted->version, 2);
}

int main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (each_of_whom_it_is_asked),
        cmocka_unit_test (a_later_one_takes_its_place),
    };
    return cmocka_run_group_tests (tests, read_shipped, forget_shipped);
}
