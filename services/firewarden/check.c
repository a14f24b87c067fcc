/* check: every mistake of a configuration, at its line. Opens nothing for writing. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "calendar/calendar.h"
#include "firewarden/cli.h"
#include "firewarden/headings.h"
#include "frame/endpoint.h"
#include "frame/gateway_settings.h"
#include "frame/neighbours.h"
#include "frame/permit.h"
#include "office/office.h"
#include "rehearsal/staff.h"
#include "rehearsal/wire.h"
#include <libgen.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const struct {
    const char *name;
    const struct record *(*record) (void);
} office_files[] = { { "organisation", organisation_record },
                     { "categories", categories_record },
                     { "policy", policy_record },
                     { "campaign", campaign_record },
                     { "authority", authority_record },
                     { "checklists", checklists_record } };

struct checking {
    const struct cli *cli;
    struct refusals refusals;
    const char *office_folder; /* whose office was read, and its mistakes told, last */
    const struct office *office;
    size_t unknown;
};

static const char *folder_of (struct checking *checking, const char *path)
{
    return arena_text (checking->cli->arena, dirname (arena_text (checking->cli->arena, path)));
}

static bool is_file (const char *path)
{
    return access (path, F_OK) == 0;
}

/* ---- the office ---- */

/* The office's files speak of each other: together, when they lie together. */
static bool office_is_whole (struct checking *checking, const char *folder)
{
    struct arena *arena = checking->cli->arena;
    bool all = is_file (arena_format (arena, "%s/calendars", folder));
    for (size_t i = 0; i < sizeof office_files / sizeof *office_files; i++)
        all &= is_file (arena_format (arena, "%s/%s.yaml", folder, office_files[i].name));
    return all;
}

/* Reads FOLDER's office and tells its mistakes, once. */
static const struct office *office_of (struct checking *checking, const char *folder)
{
    if (!checking->office_folder || strcmp (checking->office_folder, folder) != 0) {
        checking->office_folder = folder;
        checking->office = office_read_rest (folder, checking->cli->arena, &checking->refusals);
    }
    return checking->office;
}

static void check_office (struct checking *checking, const char *path, const struct record *record)
{
    const char *folder = folder_of (checking, path);
    if (office_is_whole (checking, folder))
        office_of (checking, folder);
    else
        record_from_yaml (record, path, checking->cli->arena, &checking->refusals);
}

/* ---- the services ---- */

/* Its channels are those that organisation.yaml names. */
static bool posts (int service)
{
    return wire_services[service]->posted != NULL;
}

static void check_channels (struct checking *checking, const struct neighbour *service,
                            const struct office *office)
{
    const struct settings *settings = service->settings;
    if (!settings || yaml_lacks (service->marks, "/channels") ||
        (settings->channels_count == 0 && yaml_lacks (service->marks, "")))
        return; /* one that could not be read may be the one that is named */
    settings_check_reach (settings, office, &checking->refusals);
}

static struct neighbour read_service (struct checking *checking, int service, const char *path,
                                      struct refusals *refusals)
{
    struct neighbour read = { .name = wire_services[service]->name };
    read.settings = settings_read_rest (path, wire_services[service]->follows, checking->cli->arena,
                                        refusals, &read.marks);
    return read;
}

/* What PATH says of its neighbours, whose own mistakes are theirs. */
static void check_service (struct checking *checking, const char *path, int service)
{
    struct arena *arena = checking->cli->arena;
    const char *folder = folder_of (checking, path);
    struct refusals ignored = refusals_in (arena), found = refusals_in (arena);
    struct neighbour list[MACHINES];
    size_t count = 0;
    for (int i = 0; i < MACHINES; i++) {
        const char *file = arena_format (arena, "%s/%s.yaml", folder, wire_services[i]->name);
        if (i != service && is_file (file))
            list[count++] = read_service (checking, i, file, &ignored);
    }
    list[count] = read_service (checking, service, path, &checking->refusals);
    neighbours_check (list, count + 1, &found);
    for (size_t i = 0; i < found.count; i++)
        if (strncmp (found.list[i].path, path, strlen (path)) == 0)
            refusals_add (&checking->refusals, found.list[i].code, found.list[i].path, "%s",
                          found.list[i].sentence);
    const struct office *office =
        office_is_whole (checking, folder) ? office_of (checking, folder) : NULL;
    if (office && posts (service))
        check_channels (checking, &list[count], office);
}

static void check_services (struct checking *checking, const char *folder)
{
    struct neighbour list[MACHINES];
    for (int i = 0; i < MACHINES; i++)
        list[i] = read_service (
            checking, i,
            arena_format (checking->cli->arena, "%s/%s.yaml", folder, wire_services[i]->name),
            &checking->refusals);
    neighbours_check (list, MACHINES, &checking->refusals);
    const struct office *office = office_of (checking, folder);
    for (int i = 0; i < MACHINES; i++)
        if (posts (i))
            check_channels (checking, &list[i], office);
}

/* What it asks is asked at a door that there is. */
static void check_gateway (struct checking *checking, const char *path)
{
    struct arena *arena = checking->cli->arena;
    const struct yaml_marks *marks;
    struct refusals ignored = refusals_in (arena);
    const char *file = arena_format (arena, "%s/reporting.yaml", folder_of (checking, path));
    const struct gateway_settings *settings =
        gateway_settings_read_rest (path, arena, &checking->refusals, &marks);
    const struct settings *reporting =
        is_file (file) ? record_from_yaml (settings_record(), file, arena, &ignored) : NULL;
    bool offered = !reporting;
    for (size_t i = 0; reporting && settings && settings->reporting && i < reporting->door_count;
         i++)
        offered |= endpoint_reaches (settings->reporting, reporting->door[i]);
    if (settings && settings->reporting && !endpoint_fault (settings->reporting, false) && !offered)
        refusals_add (&checking->refusals, REFUSAL_INVALID, yaml_mark (marks, "/reporting", arena),
                      "reporting: %s is no door of reporting.yaml, so nothing would be answered",
                      settings->reporting);
}

/* ---- what was asked for ---- */

static void check_file (struct checking *checking, const char *path)
{
    struct arena *arena = checking->cli->arena;
    const char *name = basename (arena_text (arena, path));
    for (int i = 0; i < MACHINES; i++)
        if (strstr (name, wire_services[i]->name)) {
            check_service (checking, path, i);
            return;
        }
    for (size_t i = 0; i < sizeof office_files / sizeof *office_files; i++)
        if (strstr (name, office_files[i].name)) {
            check_office (checking, path, office_files[i].record());
            return;
        }
    if (strstr (name, "gateway"))
        check_gateway (checking, path);
    else if (strstr (name, "clients"))
        clients_read (path, arena, &checking->refusals);
    else if (strstr (name, "rehearsal"))
        record_from_yaml (staffing_record(), path, arena, &checking->refusals);
    else if (strstr (name, "import"))
        record_from_yaml (import_headings_record(), path, arena, &checking->refusals);
    else if (strlen (name) >= 4 && strspn (name, "0123456789") >= 4)
        calendar_read_file (path, arena, &checking->refusals);
    else {
        fprintf (stderr, "firewarden: %s: is none of the configuration's files by its name\n",
                 path);
        checking->unknown++;
    }
}

static void check_folder (struct checking *checking, const char *folder)
{
    struct arena *arena = checking->cli->arena;
    check_services (checking, folder);
    static const char *const others[] = { "gateway", "clients", "rehearsal", "import" };
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        const char *file = arena_format (arena, "%s/%s.yaml", folder, others[i]);
        if (is_file (file))
            check_file (checking, file);
    }
}

int command_check (const struct cli *cli, int count, char **words)
{
    struct checking checking = { .cli = cli, .refusals = refusals_in (cli->arena) };
    struct stat facts;
    if (count == 0)
        check_folder (&checking, cli->config);
    for (int i = 0; i < count; i++)
        if (stat (words[i], &facts) == 0 && S_ISDIR (facts.st_mode))
            check_folder (&checking, words[i]);
        else
            check_file (&checking, words[i]);
    for (size_t i = 0; i < checking.refusals.count; i++)
        printf ("%s: %s\n", checking.refusals.list[i].path, checking.refusals.list[i].sentence);
    if (checking.refusals.unkept > 0)
        printf ("… %zu more\n", checking.refusals.unkept);
    if (checking.refusals.count > 0)
        return EXIT_REFUSED;
    if (checking.unknown > 0)
        return EXIT_USAGE;
    printf ("%s\n", say (cli, "no mistakes", "没有错误"));
    return EXIT_DONE;
}
