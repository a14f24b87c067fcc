/* What the tests of the rehearsal share: the shipped office, a frame of the door, and what was
 * heard. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#pragma once
#include "base/log.h"
#include "rehearsal/report.h"
#include "words/intake.h"
#include "words/scheduling.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

struct stage {
    struct arena *arena;
    const struct office *office;
    struct text heard; /* a line each: "moment type subject" */
    int frames;
};

static inline int stage_new (void **state)
{
    struct stage *stage = calloc (1, sizeof *stage);
    const char *source = getenv ("SOURCE");
    stage->arena = arena_new();
    struct refusals refusals = refusals_in (stage->arena);
    stage->office = office_read (arena_format (stage->arena, "%s/config", source ? source : "."),
                                 stage->arena, &refusals);
    assert_non_null (stage->office);
    stage->heard = text_in (stage->arena);
    text_say (&stage->heard, "\n");
    *state = stage;
    return 0;
}

static inline int stage_destroy (void **state)
{
    struct stage *stage = *state;
    arena_destroy (&stage->arena);
    free (stage);
    return 0;
}

static inline void stage_hear (void *self, const struct heard *heard)
{
    struct stage *stage = self;
    char moment[INSTANT_TEXT_SIZE];
    instant at = heard->fact->recorded;
    text_format (&stage->heard, "%.16s %s %s\n", instant_text (at, moment), heard->fact->type,
                 heard->fact->subject);
}

static inline struct rehearsal *stage_play (struct stage *stage, const char *from,
                                            const char *journals, struct refusals *refusals)
{
    day first;
    assert_true (day_parse (from, &first));
    return rehearsal_new (&(struct rehearsal_setup){ .office = stage->office,
                                                     .from = day_start (first),
                                                     .journals = journals,
                                                     .answers = true,
                                                     .self = stage,
                                                     .hear = stage_hear },
                          refusals);
}

static inline const char *stage_frame (struct stage *stage, const char *type, const char *data)
{
    return arena_format (stage->arena,
                         "{\"specversion\":\"1.0\",\"id\":\"%d\",\"source\":\"//test\","
                         "\"type\":\"%s\",\"data\":%s}",
                         ++stage->frames, type, data);
}

static inline const char *stage_say (struct stage *stage, struct rehearsal *rehearsal,
                                     const char *type, const char *data)
{
    return rehearsal_say (rehearsal, machine_hearing (type), stage_frame (stage, type, data),
                          stage->arena);
}

#define stage_accepts(stage, rehearsal, type, data)                                                \
    assert_non_null (strstr (stage_say (stage, rehearsal, type, data), "\"accepted\""))

static inline instant stage_moment (const char *text)
{
    instant at;
    assert_true (instant_parse (text, &at));
    return at;
}

#define STAGE_PREMISES                                                                             \
    "{\"premises\":\"W-1\",\"name\":\"仓库\",\"categories\":[\"warehouse\"],\"community\":"      \
    "\"c01\"}"
#define STAGE_TIPOFF                                                                               \
    "{\"text\":\"出口上锁\",\"place\":{\"premises\":\"W-1\"},\"category\":\"blocked_evacuation\"}"
