/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "script.h"
#include "rehearsal/rows.h"
#include "rehearsal/wire.h"
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "record/declare_tables.h"
#include "season.def"
#include "record/declare_end.h"

bool script_moment (const char *text, instant *at)
{
    char full[INSTANT_TEXT_SIZE] = "2000-01-01T00:00:00+08:00";
    size_t length = strlen (text);
    if (length != 10 && length != 16 && length != 19)
        return false;
    memcpy (full, text, length);
    full[10] = 'T';
    return (length == 10 || text[10] == ' ') && instant_parse (full, at);
}

/* ---- one story ---- */

struct reading {
    const char *folder;
    struct arena *arena;
    struct refusals *refusals;
    struct rows steps; /* of struct scripted */
};

static void wrong (struct reading *reading, const struct scripted *scripted, const char *what)
{
    refusals_add (reading->refusals, REFUSAL_INVALID, scripted->mark, "%s", what);
}

static void check_services (struct reading *reading, const struct scripted *scripted,
                            const char *const *services, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (machine_of (services[i]) == MACHINES)
            wrong (reading, scripted, "stop, start: no such service");
}

static void check_step (struct reading *reading, const struct scripted *scripted)
{
    const struct step *step = scripted->step;
    instant moment;
    bool outage = step->stop_count > 0 || step->start_count > 0;
    if (outage == (step->type != NULL))
        wrong (reading, scripted, "a step has either a type, or stop, or start");
    if ((step->until != NULL) != (step->every_hours != NUMBER_ABSENT))
        wrong (reading, scripted, "every_hours and until go together");
    if (step->happened && !script_moment (step->happened, &moment))
        wrong (reading, scripted, "happened: is no moment");
    check_services (reading, scripted, step->stop, step->stop_count);
    check_services (reading, scripted, step->start, step->start_count);
}

static void add_step (struct reading *reading, const struct scripted *scripted)
{
    const struct step *step = scripted->step;
    struct scripted again = *scripted;
    instant until = scripted->at + 1;
    if (step->until && !script_moment (step->until, &until))
        wrong (reading, scripted, "until: is no moment");
    for (; again.at < until; again.at += step->every_hours * HOUR_MS) {
        again.order = reading->steps.count;
        *(struct scripted *)rows_add (&reading->steps) = again;
        if (step->every_hours == NUMBER_ABSENT)
            return;
    }
}

static void read_story (struct reading *reading, const char *name)
{
    const struct yaml_marks *marks;
    const char *path = arena_format (reading->arena, "%s/%s", reading->folder, name);
    const struct story *story =
        record_from_yaml_marked (story_record(), path, reading->arena, reading->refusals, &marks);
    instant at = INSTANT_ABSENT;
    for (size_t i = 0; story && i < story->steps_count; i++) {
        struct scripted scripted = { .step = &story->steps[i],
                                     .mark = yaml_mark (
                                         marks, arena_format (reading->arena, "/steps/%zu", i),
                                         reading->arena) };
        instant before = at;
        if (scripted.step->at && !script_moment (scripted.step->at, &at))
            wrong (reading, &scripted, "at: is no moment");
        if (at == INSTANT_ABSENT || at < before)
            wrong (reading, &scripted, "at: the first step has one, and later ones do not go back");
        scripted.at = at;
        check_step (reading, &scripted);
        add_step (reading, &scripted);
    }
}

/* ---- the folder ---- */

static int is_story (const struct dirent *file)
{
    size_t length = strlen (file->d_name);
    return length > 5 && strcmp (file->d_name + length - 5, ".yaml") == 0 &&
           strcmp (file->d_name, "season.yaml") != 0;
}

static int by_time (const void *left, const void *right)
{
    const struct scripted *a = left, *b = right;
    if (a->at != b->at)
        return a->at < b->at ? -1 : 1;
    return (a->order > b->order) - (a->order < b->order);
}

static void read_stories (struct reading *reading)
{
    struct dirent **files = NULL;
    int count = scandir (reading->folder, &files, is_story, alphasort);
    if (count <= 0)
        refusals_add (reading->refusals, REFUSAL_NOT_FOUND, reading->folder, "holds no story: %s",
                      count < 0 ? strerror (errno) : "no .yaml beside season.yaml");
    for (int i = 0; i < count; i++) {
        read_story (reading, files[i]->d_name);
        free (files[i]);
    }
    free (files);
}

const struct script *script_read (const char *folder, struct arena *arena,
                                  struct refusals *refusals)
{
    struct reading reading = { .folder = folder,
                               .arena = arena,
                               .refusals = refusals,
                               .steps = rows_of (sizeof (struct scripted)) };
    struct script *script = arena_take (arena, sizeof *script);
    script->season = record_from_yaml (
        season_record(), arena_format (arena, "%s/season.yaml", folder), arena, refusals);
    read_stories (&reading);
    script->count = reading.steps.count;
    struct scripted *steps = arena_take (arena, (script->count + 1) * sizeof *steps);
    if (script->count > 0)
        memcpy (steps, reading.steps.list, script->count * sizeof *steps);
    qsort (steps, script->count, sizeof *steps, by_time);
    script->steps = steps;
    rows_empty (&reading.steps);
    return refusals->count == 0 ? script : NULL;
}
