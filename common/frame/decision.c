/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "frame/decision.h"
#include "office/office.h"
#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

struct decision decision_in (struct arena *arena)
{
    return (struct decision){ .arena = arena };
}

/* Most decide one thing or two. */
enum { FIRST_ROOM = 8 };

static void make_room (struct decision *decision)
{
    size_t room = decision->room ? 2 * decision->room : FIRST_ROOM;
    struct decided *more = arena_take_raw (decision->arena, room * sizeof *more);
    if (decision->count > 0)
        memcpy (more, decision->events, decision->count * sizeof *more);
    decision->events = more;
    decision->room = room;
}

void decision_event (struct decision *decision, const struct record *(*word) (void),
                     const char *subject, const void *event)
{
    assert (decision->count < DECISION_EVENTS_MAX && subject);
    if (decision->refusal.code != REFUSAL_NONE)
        return;
    if (decision->count == decision->room)
        make_room (decision);
    decision->events[decision->count++] = (struct decided){
        .word = word,
        .subject = arena_text (decision->arena, subject),
        .event = arena_copy (decision->arena, event, word()->head->size),
    };
}

static void refuse (struct decision *decision, enum refusal_code code, const char *path,
                    const char *sentence)
{
    decision->count = 0;
    decision->refusal = (struct refusal){ code, arena_text (decision->arena, path),
                                          arena_text (decision->arena, sentence) };
}

void decision_refuse (struct decision *decision, enum refusal_code code, const char *path,
                      const char *format, ...)
{
    if (decision->refusal.code != REFUSAL_NONE)
        return;
    char sentence[1024];
    va_list values;
    va_start (values, format);
    vsnprintf (sentence, sizeof sentence, format, values);
    va_end (values);
    refuse (decision, code, path, sentence);
}

bool decision_allows (struct decision *decision, const struct office *office, const char *by,
                      const char *word)
{
    if (!office_knows_actor (office, by))
        decision_refuse (decision, REFUSAL_INVALID, "/by",
                         "%s is no role, department or community of config/organisation.yaml", by);
    else if (!office_may (office, by, word))
        decision_refuse (decision, REFUSAL_FORBIDDEN, "/by", "%s may not do %s; these may: %s", by,
                         word, office_may_text (office, word, decision->arena));
    return decision->refusal.code == REFUSAL_NONE;
}

bool decision_is_its_own (struct decision *decision, const struct office *office, const char *by,
                          const struct office_case *about)
{
    bool third = about->tracker && !text_same (about->tracker, about->community) &&
                 !text_same (about->tracker, about->department);
    if (decision->refusal.code == REFUSAL_NONE &&
        !office_speaks_for (office, by, about->community) && !text_same (by, about->department) &&
        !text_same (by, about->tracker))
        decision_refuse (
            decision, REFUSAL_FORBIDDEN, "/by",
            "%s has no part in this case; these have: %s, %s%s%s; or the office does it", by,
            about->community, about->department, third ? ", " : "", third ? about->tracker : "");
    return decision->refusal.code == REFUSAL_NONE;
}

bool decision_keeps_order (struct decision *decision, const char *thing, instant time, instant last,
                           int64_t skew_ms)
{
    char moment[INSTANT_TEXT_SIZE];
    if (decision->refusal.code != REFUSAL_NONE)
        return false;
    if (time + skew_ms >= last)
        return true;
    decision->refuses_envelope = true;
    refuse (decision, REFUSAL_INVALID, "/time",
            arena_format (decision->arena,
                          "lies before the last change of %s, which was at %s; give the time at "
                          "which this happened after it, or leave time out: then it is now",
                          thing, instant_text (last, moment)));
    return false;
}
