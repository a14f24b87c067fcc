/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "frame/neighbours.h"
#include "frame/endpoint.h"
#include "frame/try.h"

static const char *const follows_none[] = { NULL };
static const char *const follows_ear[] = { "ear", NULL };

#define EAR                                                                                        \
    "door: [\"tcp://127.0.0.1:5570\", \"ipc://DIR/ear.door\"]\njournal: "                          \
    "[\"ipc://DIR/ear.journal\", \"tcp://*:5580\"]\n"
#define FACE(door, source)                                                                         \
    "door: [\"" door                                                                               \
    "\"]\njournal: [\"ipc://DIR/face.journal\"]\nsources: [{name: ear, journal: \"" source         \
    "\"}]\n"

/* Two services' files, and what is complained of in the second. */
static const struct {
    const char *ear, *face, *place, *words; /* NULL: nothing */
} rows[] = {
    { EAR, FACE ("tcp://127.0.0.1:5571", "ipc://DIR/ear.journal"), NULL, NULL },
    { EAR, FACE ("tcp://127.0.0.1:5571", "tcp://ear:5580"), NULL, NULL },
    { EAR, FACE ("tcp://127.0.0.1:5571", "ipc://DIR/eer.journal"), ":3:23",
      "journal: ipc://DIR/eer" },
    { EAR, FACE ("tcp://127.0.0.1:5571", "ipc://DIR/ear.door"), ":3:23", "journal: ipc" },
    { EAR, FACE ("tcp://127.0.0.1:5571", "tcp://ear:5570"), ":3:23", "journal: tcp" },
    { EAR, FACE ("tcp://127.0.0.1:5570", "ipc://DIR/ear.journal"), ":1:8", "door: tcp" },
    { EAR, FACE ("tcp://10.0.0.1:5580", "ipc://DIR/ear.journal"), ":1:8", "door: tcp" },
    { EAR, FACE ("ipc://DIR/ear.journal", "ipc://DIR/ear.journal"), ":1:8", "door: ipc" },
    { EAR, FACE ("tcp://10.0.0.1:5570", "ipc://DIR/ear.journal"), NULL, NULL },
    /* a journal that could not be read may be the one that is read */
    { "door: [\"tcp://127.0.0.1:5570\"]\njournal: 5\n",
      FACE ("tcp://127.0.0.1:5571", "ipc://DIR/ear.journal"), NULL, NULL },
};

static void what_files_say_of_each_other_is_checked (void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT (rows); i++) {
        struct refusals ignored = refusals_in (arena), refusals = refusals_in (arena);
        struct neighbour list[] = { { .name = "ear" }, { .name = "face" } };
        const char *file = try_put ("face.yaml", rows[i].face);
        list[0].settings = settings_read_rest (try_put ("ear.yaml", rows[i].ear), follows_none,
                                               arena, &ignored, &list[0].marks);
        list[1].settings = settings_read_rest (file, follows_ear, arena, &ignored, &list[1].marks);
        neighbours_check (list, COUNT (list), &refusals);
        if (!rows[i].place) {
            assert_int_equal (refusals.count, 0);
            continue;
        }
        const char *place = arena_format (arena, "%s%s", file, rows[i].place);
        if (refusals.count != 1 || strncmp (refusals.list[0].path, place, strlen (place)) != 0 ||
            strncmp (refusals.list[0].sentence, rows[i].words, strlen (rows[i].words)) != 0)
            fail_msg ("row %zu: %zu complaints, %s", i, refusals.count, refusals.list[0].path);
    }
}

static const struct {
    const char *endpoint;
    bool good_to_listen, good_to_connect;
} endpoints[] = {
    { "tcp://127.0.0.1:5570", true, true },
    { "tcp://[::1]:5570", true, true },
    { "tcp://*:5570", true, false },
    { "tcp://eth0:5570", true, true },
    { "tcp://localhost:5570", false, true },
    { "tcp://intake.subdistrict.example:5570", false, true },
    { "tcp://127.0.0.1", false, false },
    { "tcp://127.0.0.1:", false, false },
    { "tcp://127.0.0.1:0", false, false },
    { "tcp://127.0.0.1:99999", false, false },
    { "tcp://127.0.0.1:65535", true, true },
    { "tcp://127.0.0.1:557x", false, false },
    { "tcp://127.0.0.256:5570", false, false },
    { "tcp://:5570", false, false },
    { "tcp://[::1:5570", false, false },
    { "tcp://a b:5570", false, false },
    { "ipc://", false, false },
    { "ipc://DIR/a", true, true },
    { "udp://127.0.0.1:5570", false, false },
    { "", false, false },
};

static void an_endpoint_is_checked_by_its_words (void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT (endpoints); i++)
        if ((endpoint_fault (endpoints[i].endpoint, true) == NULL) != endpoints[i].good_to_listen ||
            (endpoint_fault (endpoints[i].endpoint, false) == NULL) != endpoints[i].good_to_connect)
            fail_msg ("%s", endpoints[i].endpoint);
}

int main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (what_files_say_of_each_other_is_checked),
        cmocka_unit_test (an_endpoint_is_checked_by_its_words),
    };
    return cmocka_run_group_tests (tests, try_begin, try_end);
}
