/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "frame/settings.h"
#include "frame/endpoint.h"
#include "office/office.h"
#include "record/declare_tables.h"
#include "frame/settings.def"
#include "record/declare_end.h"
#include <string.h>

enum { SOCKET_PATH_MAX = 107 }; /* unix(7): sun_path, without its NUL */
#define IPC "ipc://"

static const char *const log_levels[] = {
    [LOG_DEBUG] = "debug", [LOG_INFO] = "info", [LOG_WARN] = "warn", [LOG_ERROR] = "error"
};

static void refuse (struct refusals *refusals, const struct yaml_marks *marks, const char *pointer,
                    const char *sentence)
{
    refusals_add (refusals, REFUSAL_INVALID, yaml_mark (marks, pointer, refusals->arena), "%s",
                  sentence);
}

static void check_endpoint (const char *key, const char *const *endpoints, size_t index,
                            const struct yaml_marks *marks, struct refusals *refusals)
{
    struct arena *arena = refusals->arena;
    const char *fault = endpoint_fault (endpoints[index], true);
    if (fault)
        refuse (refusals, marks, arena_format (arena, "/%s/%zu", key, index),
                arena_format (arena, "%s: %s", key, fault));
}

static void check_endpoints (const struct settings *settings, const struct yaml_marks *marks,
                             struct refusals *refusals)
{
    for (size_t i = 0; i < settings->door_count; i++)
        check_endpoint ("door", settings->door, i, marks, refusals);
    for (size_t i = 0; i < settings->journal_count; i++)
        check_endpoint ("journal", settings->journal, i, marks, refusals);
}

/* Each place once: neither two doors, nor a door and a journal, hear at one. */
static void check_taken (const struct settings *settings, const struct yaml_marks *marks,
                         struct refusals *refusals)
{
    struct arena *arena = refusals->arena;
    const size_t doors = settings->door_count, all = doors + settings->journal_count;
    const char **places = arena_take (arena, (all + 1) * sizeof *places);
    for (size_t i = 0; i < all; i++) {
        places[i] = i < doors ? settings->door[i] : settings->journal[i - doors];
        const char *key = i < doors ? "door" : "journal";
        for (size_t j = 0; j < i; j++)
            if (endpoints_collide (places[i], places[j]))
                refuse (refusals, marks,
                        arena_format (arena, "/%s/%zu", key, i < doors ? i : i - doors),
                        arena_format (arena, "%s: %s stands above already", key, places[i]));
    }
}

static bool is_followed (const char *const *follows, const char *name)
{
    for (; follows && *follows; follows++)
        if (strcmp (*follows, name) == 0)
            return true;
    return false;
}

static void check_sources (const struct settings *settings, const char *const *follows,
                           const struct yaml_marks *marks, struct refusals *refusals)
{
    struct arena *arena = refusals->arena;
    for (size_t i = 0; i < settings->sources_count; i++) {
        const struct source_setting *source = &settings->sources[i];
        if (!is_followed (follows, source->name))
            refuse (refusals, marks, arena_format (arena, "/sources/%zu/name", i),
                    arena_format (arena, "name: this service does not read %s", source->name));
        const char *fault = endpoint_fault (source->journal, false);
        if (fault)
            refuse (refusals, marks, arena_format (arena, "/sources/%zu/journal", i),
                    arena_format (arena, "journal: %s", fault));
    }
    for (; follows && *follows; follows++) {
        bool found = false;
        for (size_t i = 0; i < settings->sources_count; i++)
            found |= strcmp (settings->sources[i].name, *follows) == 0;
        if (!found && !yaml_may_say (marks, *follows))
            refuse (refusals, marks, "/sources",
                    arena_format (arena,
                                  "sources: lacks %s, which this service "
                                  "reads",
                                  *follows));
    }
}

static void check_channels (const struct settings *settings, const struct yaml_marks *marks,
                            struct refusals *refusals)
{
    struct refusals found = refusals_in (refusals->arena);
    for (size_t i = 0; i < settings->channels_count; i++)
        channel_check (settings->channels, i, &found);
    for (size_t i = 0; i < found.count; i++)
        refuse (refusals, marks, arena_format (refusals->arena, "/channels%s", found.list[i].path),
                found.list[i].sentence);
}

static void check_rest (const struct settings *settings, const struct yaml_marks *marks,
                        struct refusals *refusals)
{
    if (!settings_knows_level (settings->log_level))
        refuse (refusals, marks, "/log_level", "log_level: must be debug, info, warn or error");
    if (settings->room && settings->room->at_all_mib > settings->room->for_work_mib)
        refuse (refusals, marks, "/room/at_all_mib",
                "at_all_mib: must not be more than for_work_mib, or what "
                "was begun could not be finished");
}

const struct settings *settings_read_rest (const char *file, const char *const *follows,
                                           struct arena *arena, struct refusals *refusals,
                                           const struct yaml_marks **marks)
{
    const struct settings *settings =
        record_from_yaml_marked (settings_record(), file, arena, refusals, marks);
    if (!settings)
        return NULL;
    check_endpoints (settings, *marks, refusals);
    check_taken (settings, *marks, refusals);
    check_sources (settings, follows, *marks, refusals);
    check_channels (settings, *marks, refusals);
    check_rest (settings, *marks, refusals);
    return settings;
}

const struct settings *settings_read (const char *file, const char *const *follows,
                                      struct arena *arena, struct refusals *refusals)
{
    const struct yaml_marks *marks;
    size_t before = refusals->count + refusals->unkept;
    const struct settings *settings = settings_read_rest (file, follows, arena, refusals, &marks);
    return refusals->count + refusals->unkept == before ? settings : NULL;
}

void settings_check_reach (const struct settings *settings, const struct office *office,
                           struct refusals *refusals)
{
    struct arena *arena = refusals->arena;
    const size_t count = settings->channels_count;
    struct office_channel *channels = arena_take (arena, (count + 1) * sizeof *channels);
    for (size_t i = 0; i < count; i++)
        channels[i] =
            (struct office_channel){ .name = settings->channels[i].name,
                                     .mails = settings->channels[i].kind == channel_mail };
    office_check_channels (office, channels, count, arena, refusals);
}

bool settings_knows_level (const char *word)
{
    bool known = !word;
    for (size_t i = 0; i < sizeof log_levels / sizeof *log_levels; i++)
        known |= text_same (word, log_levels[i]);
    return known;
}

enum log_level settings_log_level (const char *word)
{
    for (size_t i = 0; i < sizeof log_levels / sizeof *log_levels; i++)
        if (text_same (word, log_levels[i]))
            return (enum log_level)i;
    return LOG_INFO;
}

const char *settings_endpoint (const char *endpoint, const char *folder, struct arena *arena)
{
    if (strncmp (endpoint, IPC, strlen (IPC)) != 0)
        return endpoint;
    const char *path = endpoint + strlen (IPC);
    if (strncmp (path, "DIR/", strlen ("DIR/")) == 0)
        path = arena_format (arena, "%s%s", folder, path + strlen ("DIR"));
    return strlen (path) > SOCKET_PATH_MAX ? NULL : arena_format (arena, IPC "%s", path);
}
