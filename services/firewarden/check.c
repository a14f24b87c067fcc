/* check: every mistake of a configuration, at its line. Opens nothing for writing. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "calendar/calendar.h"
#include "firewarden/cli.h"
#include "frame/permit.h"
#include "frame/settings.h"
#include "office/office.h"
#include "rehearsal/staff.h"
#include <libgen.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *const follows_intake[] = { "escalation", NULL };
static const char *const follows_scheduling[] = { "intake", "escalation", NULL };
static const char *const follows_escalation[] = { "intake", "scheduling", NULL };
static const char *const follows_reporting[] = { "intake", "scheduling", "escalation", NULL };
static const struct {
    const char *name;
    const char *const *follows;
} services[] = { { "intake", follows_intake },
                 { "scheduling", follows_scheduling },
                 { "escalation", follows_escalation },
                 { "reporting", follows_reporting } };
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
    const char *office_folder; /* the one that was checked as a whole already */
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

/* The office's files speak of each other: together, when they lie together. */
static void check_office (struct checking *checking, const char *path, const struct record *record)
{
    struct arena *arena = checking->cli->arena;
    const char *folder = folder_of (checking, path);
    bool all = is_file (arena_format (arena, "%s/calendars", folder));
    for (size_t i = 0; i < sizeof office_files / sizeof *office_files; i++)
        all &= is_file (arena_format (arena, "%s/%s.yaml", folder, office_files[i].name));
    if (!all)
        record_from_yaml (record, path, arena, &checking->refusals);
    else if (!checking->office_folder || strcmp (checking->office_folder, folder) != 0) {
        checking->office_folder = folder;
        office_read (folder, arena, &checking->refusals);
    }
}

static void check_service (struct checking *checking, const char *path, const char *const *follows)
{
    struct arena *arena = checking->cli->arena;
    struct refusals ignored = refusals_in (arena);
    const struct settings *settings = settings_read (path, follows, arena, &checking->refusals);
    if (!settings || settings->channels_count == 0)
        return;
    const struct office *office = office_read (folder_of (checking, path), arena, &ignored);
    const char *names[32];
    for (size_t i = 0; i < settings->channels_count; i++)
        names[i] = settings->channels[i].name;
    if (office)
        office_check_channels (office, names, settings->channels_count, arena, &checking->refusals);
}

static void check_file (struct checking *checking, const char *path)
{
    struct arena *arena = checking->cli->arena;
    const char *name = basename (arena_text (arena, path));
    for (size_t i = 0; i < sizeof services / sizeof *services; i++)
        if (strstr (name, services[i].name)) {
            check_service (checking, path, services[i].follows);
            return;
        }
    for (size_t i = 0; i < sizeof office_files / sizeof *office_files; i++)
        if (strstr (name, office_files[i].name)) {
            check_office (checking, path, office_files[i].record());
            return;
        }
    if (strstr (name, "clients"))
        clients_read (path, arena, &checking->refusals);
    else if (strstr (name, "rehearsal"))
        record_from_yaml (staffing_record(), path, arena, &checking->refusals);
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
    for (size_t i = 0; i < sizeof services / sizeof *services; i++)
        check_file (checking, arena_format (arena, "%s/%s.yaml", folder, services[i].name));
    checking->office_folder = folder;
    office_read (folder, arena, &checking->refusals);
    static const char *const others[] = { "clients", "rehearsal" };
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
