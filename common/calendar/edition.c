/* The files of config/calendars into editions. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "calendar/calendar.h"
#include "calendar/records.h"
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum { EDITIONS_MAX = 400, MARKS_MAX = 600 };

struct reading_calendars {
    struct arena *arena;
    struct refusals *refusals;
    const struct yaml_marks *marks; /* of the file at hand */
    struct calendar_edition *editions;
    size_t count;
};

static void refuse (struct reading_calendars *reading, const char *pointer, const char *sentence)
{
    refusals_add (reading->refusals, REFUSAL_INVALID, yaml_mark (reading->marks, pointer, reading->arena), "%s",
                  sentence);
}

static int by_date (const void *left, const void *right)
{
    const struct marked_day *a = left, *b = right;
    return (a->date > b->date) - (a->date < b->date);
}

static void mark_days (struct reading_calendars *reading, const struct holiday *holiday, bool works, const char *pointer,
                       struct marked_day *days, size_t *count)
{
    const char *const *texts = works ? holiday->worked : holiday->off;
    size_t texts_count = works ? holiday->worked_count : holiday->off_count;
    for (size_t i = 0; i < texts_count; i++) {
        const char *at = arena_format (reading->arena, "%s/%s/%zu", pointer, works ? "worked" : "off", i);
        struct marked_day *marked = &days[*count];
        *marked = (struct marked_day){ .works = works, .holiday = holiday->name };
        if (!day_parse (texts[i], &marked->date)) {
            refuse (reading, at, "must be a date like 2021-02-11");
            continue;
        }
        if (works && day_weekday (marked->date) < 6)
            refuse (reading, at, "worked: is no weekend day, so it needs no mark");
        for (size_t j = 0; j < *count; j++)
            if (days[j].date == marked->date)
                refuse (reading, at, arena_format (reading->arena, "%s: is marked twice in this edition", texts[i]));
        (*count)++;
    }
}

static void take_edition (struct reading_calendars *reading, int year, const struct edition *edition, size_t index)
{
    struct marked_day *days = arena_take (reading->arena, MARKS_MAX * sizeof *days);
    size_t count = 0;
    for (size_t i = 0; i < edition->holidays_count; i++) {
        const char *pointer = arena_format (reading->arena, "/editions/%zu/holidays/%zu", index, i);
        mark_days (reading, &edition->holidays[i], false, pointer, days, &count);
        mark_days (reading, &edition->holidays[i], true, pointer, days, &count);
    }
    qsort (days, count, sizeof *days, by_date);
    for (size_t i = 0; i < reading->count; i++)
        if (reading->editions[i].year == year && reading->editions[i].published == edition->published)
            refuse (reading, arena_format (reading->arena, "/editions/%zu/published", index),
                    "published: another edition of this year has the same date; which one governs?");
    reading->editions[reading->count++] = (struct calendar_edition){
        .year = year, .published = edition->published, .source = edition->source, .days = days, .days_count = count };
}

static void read_file (struct reading_calendars *reading, const char *path)
{
    const struct calendar_year *year =
        record_from_yaml_marked (calendar_year_record (), path, reading->arena, reading->refusals, &reading->marks);
    for (size_t i = 0; year && i < year->editions_count && reading->count < EDITIONS_MAX; i++)
        take_edition (reading, (int)year->year, &year->editions[i], i);
}

static const struct calendar *calendar_of (const struct reading_calendars *reading)
{
    struct calendar *calendar = arena_take (reading->arena, sizeof *calendar);
    *calendar = (struct calendar){ .editions = reading->editions, .editions_count = reading->count };
    return calendar;
}

const struct calendar *calendar_read_file (const char *path, struct arena *arena, struct refusals *refusals)
{
    struct reading_calendars reading = { .arena = arena, .refusals = refusals };
    size_t before = refusals->count;
    reading.editions = arena_take (arena, EDITIONS_MAX * sizeof *reading.editions);
    read_file (&reading, path);
    return refusals->count == before ? calendar_of (&reading) : NULL;
}

static int is_yaml (const struct dirent *entry)
{
    const char *dot = strrchr (entry->d_name, '.');
    return dot && strcmp (dot, ".yaml") == 0;
}

const struct calendar *calendar_read (const char *folder, struct arena *arena, struct refusals *refusals)
{
    struct reading_calendars reading = { .arena = arena, .refusals = refusals };
    size_t before = refusals->count;
    struct dirent **files;
    int count = scandir (folder, &files, is_yaml, alphasort);
    if (count < 0) {
        refusals_add (refusals, REFUSAL_INVALID, folder, "cannot be read: %s", strerror (errno));
        return NULL;
    }
    reading.editions = arena_take (arena, EDITIONS_MAX * sizeof *reading.editions);
    for (int i = 0; i < count; i++) {
        read_file (&reading, arena_format (arena, "%s/%s", folder, files[i]->d_name));
        free (files[i]);
    }
    free (files);
    if (count == 0)
        refusals_add (refusals, REFUSAL_INVALID, folder, "holds no calendar; put files like 2021.yaml there");
    return refusals->count == before ? calendar_of (&reading) : NULL;
}
