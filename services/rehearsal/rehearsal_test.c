/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "rehearsal/staff.h"
#include "rehearsal/stage_test.h"
#include "store/store.h"
#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

static bool was_heard (const struct stage *stage, const char *line)
{
    return strstr (stage->heard.bytes, arena_format (stage->arena, "\n%s\n", line)) != NULL;
}

/* A tip-off about a locked exit on Tue 1 December, which nobody verifies within 24 hours. */
static void tell (struct stage *stage, struct rehearsal *rehearsal)
{
    rehearsal_run (rehearsal, stage_moment ("2020-12-01T09:00:00+08:00"));
    stage_accepts (stage, rehearsal, "premises.register", STAGE_PREMISES);
    stage_accepts (stage, rehearsal, "tipoff.report", STAGE_TIPOFF);
}

static void hours_strike_to_the_minute (void **state)
{
    struct stage *stage = *state;
    struct refusals refusals = refusals_in (stage->arena);
    struct rehearsal *rehearsal = stage_play (stage, "2020-12-01", NULL, &refusals);
    tell (stage, rehearsal);
    instant next = rehearsal_next (rehearsal);
    assert_true (next - next % SECOND_MS == stage_moment ("2020-12-02T03:00:00+08:00"));
    rehearsal_run (rehearsal, stage_moment ("2020-12-04T00:00:00+08:00"));
    static const char *const lines[] = {
        "2020-12-01T09:00 tipoff.reported T-2020-000001",
        "2020-12-01T09:00 deadline.armed T-2020-000001",
        "2020-12-02T03:00 reminder.raised T-2020-000001", /* six hours before */
        "2020-12-02T09:00 deadline.missed T-2020-000001",
        "2020-12-02T09:00 ladder.climbed T-2020-000001",
        "2020-12-03T09:00 ladder.climbed T-2020-000001",
    };
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
        if (!was_heard (stage, lines[i]))
            fail_msg ("not heard: %s\nbut%s", lines[i], stage->heard.bytes);
    assert_true (rehearsal_totals (rehearsal).letters > 0);
    assert_null (strstr (stage->heard.bytes, "fact.recorded")); /* reporting's copies */
    assert_non_null (strstr (stage_say (stage, rehearsal, "overview.show", "{}"), "\"waiting\":1"));
    rehearsal_destroy (&rehearsal);
    assert_null (rehearsal);
}

static void the_same_words_give_the_same_journals (void **state)
{
    struct stage *stage = *state;
    struct refusals refusals = refusals_in (stage->arena);
    const char *first = NULL;
    for (int i = 0; i < 2; i++) {
        stage->heard = text_in (stage->arena);
        stage->frames = 0;
        struct rehearsal *rehearsal = stage_play (stage, "2020-12-01", NULL, &refusals);
        tell (stage, rehearsal);
        rehearsal_run (rehearsal, stage_moment ("2020-12-20T00:00:00+08:00"));
        rehearsal_destroy (&rehearsal);
        if (first)
            assert_string_equal (stage->heard.bytes, first);
        first = stage->heard.bytes;
    }
}

static void an_outage_is_made_good (void **state)
{
    struct stage *stage = *state;
    struct refusals refusals = refusals_in (stage->arena);
    struct rehearsal *rehearsal = stage_play (stage, "2020-12-01", NULL, &refusals);
    rehearsal_run (rehearsal, stage_moment ("2020-12-01T08:00:00+08:00"));
    rehearsal_stop (rehearsal, SCHEDULING);
    rehearsal_stop (rehearsal, ESCALATION);
    tell (stage, rehearsal); /* intake hears it all the same */
    assert_null (
        rehearsal_say (rehearsal, SCHEDULING, stage_frame (stage, "x", "{}"), stage->arena));
    rehearsal_run (rehearsal, stage_moment ("2020-12-04T09:30:00+08:00"));
    assert_null (strstr (stage->heard.bytes, "deadline.armed T-"));
    rehearsal_start (rehearsal, SCHEDULING);
    rehearsal_start (rehearsal, SCHEDULING); /* runs already */
    rehearsal_start (rehearsal, ESCALATION);
    rehearsal_run (rehearsal, stage_moment ("2020-12-04T10:00:00+08:00"));
    assert_true (was_heard (stage, "2020-12-04T09:30 deadline.missed T-2020-000001"));
    assert_true (was_heard (stage, "2020-12-04T09:30 ladder.climbed T-2020-000001"));
    rehearsal_stop (rehearsal, INTAKE); /* the others go on, and it comes back as it was */
    rehearsal_start (rehearsal, INTAKE);
    rehearsal_run (rehearsal, stage_moment ("2020-12-04T11:00:00+08:00"));
    assert_non_null (
        strstr (stage_say (stage, rehearsal, "tipoff.report", STAGE_TIPOFF), "T-2020-000002"));
    assert_true (was_heard (stage, "2020-12-04T11:00 deadline.armed T-2020-000002"));
    rehearsal_destroy (&rehearsal);
}

/* ---- from journals ---- */

static void answer (void *self, const struct peer *peer, const char *bytes, size_t size)
{
    (void)peer;
    assert_non_null (strstr (arena_copy (((struct stage *)self)->arena, bytes, size), "accepted"));
}

static bool ask_nobody (void *self, const char *source, const char *bytes, size_t size, bool afresh)
{
    (void)self, (void)source, (void)bytes, (void)size, (void)afresh;
    return false;
}

#define FINDING                                                                                    \
    "{\"premises\":\"W-1\",\"category\":\"blocked_evacuation\",\"severity\":\"general\","          \
    "\"description\":\"出口上锁\",\"treatment\":{\"kind\":\"deferred\",\"measures\":"          \
    "\"专人值守\",\"watcher\":{\"name\":\"孙某\"},\"tracker\":\"c01\",\"working_days\":7},"  \
    "\"inspectors\":[\"周某\"]}"

#define NAMED                                                                                      \
    "{\"text\":\"出口上锁\",\"place\":{\"premises\":\"W-1\"},\"category\":"                    \
    "\"blocked_evacuation\",\"informant\":{\"name\":\"李某\",\"phone\":\"1\"}}"
#define JOINT                                                                                      \
    "{\"hazard\":\"H-2020-000001\",\"lead\":\"construction\",\"by\":\"office\",\"tasks\":["        \
    "{\"party\":\"construction\",\"text\":\"牵头整治\"},{\"party\":\"c01\",\"text\":\"盯守\"}]}"

/* The store of intake in FOLDER, as a service would have left it; OPEN: it is at work still. */
static struct store *write_store (struct stage *stage, const char *folder, struct turn **turn)
{
    instant now = stage_moment ("2020-12-01T09:00:00+08:00");
    struct peer peer = { .size = 1 };
    struct store *store = store_open (
        &(struct store_options){ .folder = arena_format (stage->arena, "%s/intake", folder),
                                 .any_file_system = true,
                                 .room_for_work = 1,
                                 .room_at_all = 1 });
    *turn = turn_new (
        &(struct turn_setup){ .service = wire_services[INTAKE],
                              .store = store,
                              .office = stage->office,
                              .epoch = "written",
                              .started = now,
                              .skew_ms = MINUTE_MS,
                              .outlets = { .self = stage, .answer = answer, .ask = ask_nobody } });
    const char *frames[] = { stage_frame (stage, "premises.register", STAGE_PREMISES),
                             stage_frame (stage, "tipoff.report", NAMED),
                             stage_frame (stage, "finding.report", FINDING),
                             stage_frame (stage, "joint.open", JOINT) };
    for (size_t i = 0; i < sizeof frames / sizeof *frames; i++) {
        turn_take_frame (*turn, &peer, ACTOR_LOCAL, frames[i], strlen (frames[i]));
        turn_run (*turn, now + (instant)i + 1, (int64_t)i + 1);
    }
    return store;
}

static const char *bytes_of (struct stage *stage, const char *folder)
{
    char *bytes = arena_take (stage->arena, 1 << 20), *hex = arena_take (stage->arena, 2 << 20);
    int file =
        open (arena_format (stage->arena, "%s/intake/store.db", folder), O_RDONLY | O_CLOEXEC);
    ssize_t size = read (file, bytes, (1 << 20) - 1);
    assert_true (size > 0);
    close (file);
    text_hex (hex, (unsigned char *)bytes, (size_t)size);
    return hex;
}

static void it_goes_on_from_journals_and_leaves_them (void **state)
{
    struct stage *stage = *state;
    struct refusals refusals = refusals_in (stage->arena);
    char folder[] = "/tmp/rehearsal_XXXXXX";
    struct turn *turn;
    assert_non_null (mkdtemp (folder));
    assert_null (stage_play (stage, "2020-11-06", folder, &refusals)); /* nothing is there */
    assert_int_equal (refusals.list[0].code, REFUSAL_NOT_FOUND);

    struct store *store = write_store (stage, folder, &turn);
    refusals = refusals_in (stage->arena);
    assert_null (stage_play (stage, "2020-11-06", folder, &refusals)); /* at work */
    assert_int_equal (refusals.list[0].code, REFUSAL_CONFLICT);
    turn_destroy (&turn);
    store_destroy (&store);

    const char *before = bytes_of (stage, folder);
    refusals = refusals_in (stage->arena);
    struct rehearsal *rehearsal = stage_play (stage, "2020-11-06", folder, &refusals);
    assert_non_null (rehearsal);
    assert_true (was_heard (stage, "2020-12-01T09:00 tipoff.reported T-2020-000001"));
    assert_true (rehearsal_now (rehearsal) > stage_moment ("2020-12-01T09:00:00+08:00"));
    rehearsal_run (rehearsal, stage_moment ("2020-12-02T09:01:00+08:00"));
    assert_true (was_heard (stage, "2020-12-02T09:00 deadline.missed T-2020-000001"));
    stage_accepts (stage, rehearsal, "tipoff.report", STAGE_TIPOFF);
    rehearsal_destroy (&rehearsal);
    assert_string_equal (bytes_of (stage, folder), before);
    static const char *const left[] = { "intake/store.db", "intake/LOCK", "intake/BEGUN", "intake",
                                        "" };
    for (size_t i = 0; i < sizeof left / sizeof *left; i++)
        assert_int_equal (remove (arena_format (stage->arena, "%s/%s", folder, left[i])), 0);
}

/* A service that was killed leaves its last words in the log beside the store. */
static void what_only_the_log_holds_is_copied (void **state)
{
    struct stage *stage = *state;
    struct refusals refusals = refusals_in (stage->arena);
    char folder[] = "/tmp/rehearsal_XXXXXX";
    assert_non_null (mkdtemp (folder));
    pid_t child = fork();
    if (child == 0) {
        struct turn *turn;
        write_store (stage, folder, &turn);
        _exit (0);
    }
    int status;
    assert_int_equal (waitpid (child, &status, 0), child);
    assert_int_equal (status, 0);
    assert_int_equal (access (arena_format (stage->arena, "%s/intake/store.db-wal", folder), F_OK),
                      0);
    struct rehearsal *rehearsal = stage_play (stage, "2020-11-06", folder, &refusals);
    assert_non_null (rehearsal);
    assert_true (was_heard (stage, "2020-12-01T09:00 tipoff.reported T-2020-000001"));
    rehearsal_destroy (&rehearsal);
    static const char *const left[] = { "intake/store.db", "intake/store.db-wal",
                                        "intake/LOCK",     "intake/BEGUN",
                                        "intake",          "" };
    for (size_t i = 0; i < sizeof left / sizeof *left; i++)
        assert_int_equal (remove (arena_format (stage->arena, "%s/%s", folder, left[i])), 0);
}

struct people {
    struct report *report;
    struct staff *staff;
};

static void hear_both (void *self, const struct heard *heard)
{
    const struct people *people = self;
    report_hear (people->report, heard);
    staff_hear (people->staff, heard);
}

static struct rehearsed_clock clock_of (const struct rehearsed *rehearsed, const char *clock)
{
    for (size_t i = 0; i < rehearsed->clocks_count; i++)
        if (strcmp (rehearsed->clocks[i].clock, clock) == 0)
            return rehearsed->clocks[i];
    fail_msg ("no %s", clock);
    return (struct rehearsed_clock){ .clock = NULL };
}

/* What a journal brings is worked on: whom its hazard names checks in (S15), its joint tasks are
   reported (S6), and its informant is told. */
static void what_a_journal_brings_is_done (void **state)
{
    struct stage *stage = *state;
    struct refusals refusals = refusals_in (stage->arena);
    const struct absences nobody = { .count = 0 };
    char folder[] = "/tmp/rehearsal_XXXXXX";
    const char *first;
    struct turn *turn;
    assert_non_null (mkdtemp (folder));
    struct store *store = write_store (stage, folder, &turn);
    turn_destroy (&turn);
    store_destroy (&store);
    struct staffing staffing = *staffing_read ("/nowhere", stage->arena, &refusals);
    staffing.watched_percent = staffing.founded_percent = 100;
    const struct staff_setup setup = { .office = stage->office,
                                       .staffing = &staffing,
                                       .absences = &nobody,
                                       .inspectors = 2,
                                       .seed = 1 };
    struct people people = { report_new (stage->office, &nobody, stage->arena),
                             staff_new (&setup, stage->arena) };
    struct rehearsal *rehearsal = rehearsal_new (
        &(struct rehearsal_setup){
            .office = stage->office, .journals = folder, .self = &people, .hear = hear_both },
        &refusals);
    assert_non_null (rehearsal);
    report_begin (people.report, rehearsal_now (rehearsal));
    staff_play (people.staff, rehearsal, stage_moment ("2020-12-20T00:00:00+08:00"));
    if (staff_refused (people.staff, &first) > 0)
        fail_msg ("refused: %s", first);
    const struct rehearsed rehearsed = report_end (people.report, rehearsal_now (rehearsal));
    const struct rehearsed_clock watch = clock_of (&rehearsed, CLOCK_WATCH);
    assert_true (watch.met > 0);
    assert_int_equal (watch.missed, 0);
    assert_int_equal (clock_of (&rehearsed, CLOCK_JOINT).met, 2);
    assert_int_equal (clock_of (&rehearsed, CLOCK_TIPOFF_ANSWER).met, 1);
    size_t unworked;
    staff_unworked (people.staff, &rehearsed, &unworked);
    assert_int_equal (unworked, 0);
    rehearsal_destroy (&rehearsal);
    report_destroy (&people.report);
    staff_destroy (&people.staff);
    static const char *const left[] = { "intake/store.db", "intake/LOCK", "intake/BEGUN", "intake",
                                        "" };
    for (size_t i = 0; i < sizeof left / sizeof *left; i++)
        assert_int_equal (remove (arena_format (stage->arena, "%s/%s", folder, left[i])), 0);
}

#define PLAYED(test) cmocka_unit_test_setup_teardown (test, stage_new, stage_destroy)

int main (void)
{
    const struct CMUnitTest tests[] = {
        PLAYED (hours_strike_to_the_minute),
        PLAYED (the_same_words_give_the_same_journals),
        PLAYED (an_outage_is_made_good),
        PLAYED (it_goes_on_from_journals_and_leaves_them),
        PLAYED (what_only_the_log_holds_is_copied),
        PLAYED (what_a_journal_brings_is_done),
    };
    log_open ("test", LOG_NOTHING);
    return cmocka_run_group_tests (tests, NULL, NULL);
}
