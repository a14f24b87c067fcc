/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "frame/settings.h"
#include "frame/try.h"

static const char *const follows[] = { "intake", "scheduling", NULL };

#define OPEN "door: [\"ipc://DIR/run/a.door\"]\njournal: [\"tcp://127.0.0.1:5580\"]\n"
#define SOURCES                                                                                    \
    "sources:\n  - {name: intake, journal: \"ipc://DIR/i\"}\n  - {name: scheduling, journal: "     \
    "\"tcp://h:1\"}\n"
#define WHOLE OPEN SOURCES

static const struct {
    const char *text;
    const char *place, *words; /* of the first mistake; NULL: there is none */
} rows[] = {
    { WHOLE, NULL, NULL },
    { WHOLE "room: {for_work_mib: 2, at_all_mib: 2}\nipc_mode: 432\nlog_level: warn\n", NULL,
      NULL },
    { WHOLE "channels:\n  - {name: journal, kind: journal}\n", NULL, NULL },
    { "journal: [\"tcp://h:1\"]\n" SOURCES, ":1:1", "door" },
    { "door: [\"a.door\"]\njournal: [\"tcp://h:1\"]\n" SOURCES, ":1:8", "door: must be like" },
    { "door: [\"tcp://h:1\", \"udp://h\"]\njournal: [\"tcp://h:1\"]\n" SOURCES, ":1:21", "door:" },
    { "door: [\"tcp://h:1\"]\njournal: [\"h:1\"]\n" SOURCES, ":2:11", "journal: must be like" },
    { OPEN, ":", "sources: lacks intake" },
    { OPEN "sources:\n  - {name: intake, journal: \"tcp://h:1\"}\n", ":3:", "sources: lacks sch" },
    { WHOLE "  - {name: escalation, journal: \"tcp://h:1\"}\n", ":6:6", "name: this service does" },
    { OPEN "sources:\n  - {name: intake, journal: \"h\"}\n  - {name: scheduling, journal: "
           "\"tcp://h:1\"}\n",
      ":4:20", "journal: must be like" },
    { WHOLE "channels:\n  - {name: a, kind: mail}\n", ":7:", "" },
    { WHOLE "room: {for_work_mib: 1, at_all_mib: 2}\n", ":6:25", "at_all_mib: must not be more" },
    { WHOLE "log_level: loud!\n", ":6:", "log_level" },
    { WHOLE "log_level: noise\n", ":6:1", "log_level: must be debug" },
    { WHOLE "dor: x\n", ":6:", "" },
    { "door: [\"tcp://127.0.0.1\"]\njournal: [\"tcp://h:1\"]\n" SOURCES, ":1:8",
      "door: must be like" },
    { "door: [\"tcp://127.0.0.1:99999\"]\njournal: [\"tcp://h:1\"]\n" SOURCES, ":1:8",
      "door: must" },
    { "door: [\"tcp://*:5570\"]\njournal: [\"tcp://127.0.0.1:5570\"]\n" SOURCES, ":2:11",
      "journal: tcp://127.0.0.1:5570 stands above" },
    { OPEN "sources: [{name: intake, journal: \"tcp://*:1\"}, {name: scheduling, journal: "
           "\"tcp://h:1\"}]\n",
      ":3:", "journal: must be like" },
};

static void a_mistake_is_said_with_its_place (void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT (rows); i++) {
        struct refusals refusals = refusals_in (arena);
        const char *file = try_put ("a.yaml", rows[i].text);
        const struct settings *settings = settings_read (file, follows, arena, &refusals);
        assert_int_equal (settings == NULL, rows[i].place != NULL);
        if (!rows[i].place) {
            assert_int_equal (refusals.count, 0);
            continue;
        }
        const char *place = arena_format (arena, "%s%s", file, rows[i].place);
        if (strncmp (refusals.list[0].path, place, strlen (place)) != 0 ||
            strncmp (refusals.list[0].sentence, rows[i].words, strlen (rows[i].words)) != 0)
            fail_msg ("%s: %s %s", rows[i].text, refusals.list[0].path, refusals.list[0].sentence);
    }
}

static void everything_wrong_is_said_at_once (void **state)
{
    (void)state;
    struct refusals refusals = refusals_in (arena);
    const char *file =
        try_put ("a.yaml", "door: [\"a\", \"b\"]\njournal: [\"c\"]\nlog_level: noise\n");
    assert_null (settings_read (file, follows, arena, &refusals));
    assert_int_equal (refusals.count, 6); /* three endpoints, two sources, the level */
}

static void who_follows_nobody_needs_no_sources (void **state)
{
    (void)state;
    struct refusals refusals = refusals_in (arena);
    const struct settings *settings =
        settings_read (try_put ("a.yaml", OPEN), NULL, arena, &refusals);
    assert_non_null (settings);
    assert_int_equal (settings->sources_count, 0);
    assert_int_equal (settings->ipc_mode, NUMBER_ABSENT);
    assert_null (settings->room);
    assert_null (settings_read (try_put ("a.yaml", WHOLE), NULL, arena, &refusals));
}

static void the_level_of_the_log (void **state)
{
    (void)state;
    static const struct {
        const char *word;
        enum log_level level;
    } levels[] = { { "debug", LOG_DEBUG },
                   { "info", LOG_INFO },
                   { "warn", LOG_WARN },
                   { "error", LOG_ERROR },
                   { NULL, LOG_INFO } };
    for (size_t i = 0; i < COUNT (levels); i++)
        assert_int_equal (settings_log_level (levels[i].word), levels[i].level);
}

/* unix(7): 107 bytes and a NUL. */
static void the_folder_takes_the_place_of_dir (void **state)
{
    (void)state;
    char longest[108];
    memset (longest, 'f', 107);
    longest[0] = '/', longest[107] = '\0';
    const struct {
        const char *endpoint, *folder, *expected;
    } endpoints[] = {
        { "ipc://DIR/run/a.door", "/data", "ipc:///data/run/a.door" },
        { "ipc://DIR/run/a.door", "data", "ipc://data/run/a.door" },
        { "ipc:///var/run/a.door", "/data", "ipc:///var/run/a.door" },
        { "ipc:///srv/REDIR/a.door", "/data", "ipc:///srv/REDIR/a.door" },
        { "tcp://127.0.0.1:5570", "/data", "tcp://127.0.0.1:5570" },
        { "tcp://DIR/", "/data", "tcp://DIR/" },
        { "ipc://DIR/a", longest + 2, arena_format (arena, "ipc://%s/a", longest + 2) },
        { "ipc://DIR/ab", longest + 2, NULL },
        { arena_format (arena, "ipc://%s", longest), "",
          arena_format (arena, "ipc://%s", longest) },
        { arena_format (arena, "ipc://%sx", longest), "", NULL },
    };
    for (size_t i = 0; i < COUNT (endpoints); i++) {
        const char *got = settings_endpoint (endpoints[i].endpoint, endpoints[i].folder, arena);
        if (!text_same (got, endpoints[i].expected))
            fail_msg ("%s: %s", endpoints[i].endpoint, got ? got : "too long");
    }
}

int main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (a_mistake_is_said_with_its_place),
        cmocka_unit_test (everything_wrong_is_said_at_once),
        cmocka_unit_test (who_follows_nobody_needs_no_sources),
        cmocka_unit_test (the_level_of_the_log),
        cmocka_unit_test (the_folder_takes_the_place_of_dir),
    };
    return cmocka_run_group_tests (tests, try_begin, try_end);
}
