/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "frame/neighbours.h"
#include "frame/endpoint.h"
#include <string.h>

static void refuse (const struct neighbour *neighbour, const char *pointer, const char *sentence,
                    struct refusals *refusals)
{
    refusals_add (refusals, REFUSAL_INVALID, yaml_mark (neighbour->marks, pointer, refusals->arena),
                  "%s", sentence);
}

/* ---- sources ---- */

static bool offers (const struct neighbour *neighbour, const char *journal)
{
    for (size_t i = 0; i < neighbour->settings->journal_count; i++)
        if (endpoint_reaches (journal, neighbour->settings->journal[i]))
            return true;
    return yaml_lacks (neighbour->marks, "/journal");
}

static void check_sources (const struct neighbour *reader, const struct neighbour *list,
                           size_t count, struct refusals *refusals)
{
    struct arena *arena = refusals->arena;
    for (size_t i = 0; i < reader->settings->sources_count; i++) {
        const struct source_setting *source = &reader->settings->sources[i];
        for (size_t n = 0; n < count; n++)
            if (list[n].settings && strcmp (list[n].name, source->name) == 0 &&
                !endpoint_fault (source->journal, false) && !offers (&list[n], source->journal))
                refuse (reader, arena_format (arena, "/sources/%zu/journal", i),
                        arena_format (arena,
                                      "journal: %s is no journal of %s.yaml, so nothing of it "
                                      "would ever arrive",
                                      source->journal, source->name),
                        refusals);
    }
}

/* ---- where they listen ---- */

static size_t listens (const struct settings *settings)
{
    return settings->door_count + settings->journal_count;
}

static const char *listens_on (const struct settings *settings, size_t i)
{
    return i < settings->door_count ? settings->door[i]
                                    : settings->journal[i - settings->door_count];
}

static void check_pair (const struct neighbour *later, const struct neighbour *earlier,
                        struct refusals *refusals)
{
    struct arena *arena = refusals->arena;
    for (size_t i = 0; i < listens (later->settings); i++)
        for (size_t j = 0; j < listens (earlier->settings); j++) {
            size_t doors = later->settings->door_count;
            const char *own = listens_on (later->settings, i);
            if (endpoints_collide (own, listens_on (earlier->settings, j)))
                refuse (later,
                        i < doors ? arena_format (arena, "/door/%zu", i)
                                  : arena_format (arena, "/journal/%zu", i - doors),
                        arena_format (arena, "%s: %s is taken, by %s.yaml",
                                      i < doors ? "door" : "journal", own, earlier->name),
                        refusals);
        }
}

void neighbours_check (const struct neighbour *list, size_t count, struct refusals *refusals)
{
    for (size_t i = 0; i < count; i++) {
        if (!list[i].settings)
            continue;
        check_sources (&list[i], list, count, refusals);
        for (size_t j = 0; j < i; j++)
            if (list[j].settings)
                check_pair (&list[i], &list[j], refusals);
    }
}
