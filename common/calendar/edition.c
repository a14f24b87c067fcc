/* The files of config/calendars into editions. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "calendar/calendar.h"
#include "calendar/records.h"
#include <assert.h>
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum { SATURDAY = 6, FILE_EDITIONS_MAX = 10 /* as calendar.def has it */ };

struct reading_calendars {
    struct arena *arena;
    struct refusals *refusals;
    const struct yaml_marks *marks; /* of the file at hand */
    struct calendar_edition *editions;
    size_t count;
};
/* An edition on its way. */
struct marking {
    struct reading_calendars *reading;
    int year;
    struct marked_day *days;
    size_t count;
};

static void refuse (struct reading_calendars *reading, const char *pointer, const char *sentence)
{
    refusals_add (reading->refusals, REFUSAL_INVALID,
                  yaml_mark (reading->marks, pointer, reading->arena), "%s", sentence);
}

static int by_date (const void *left, const void *right)
{
    const struct marked_day *a = left, *b = right;
    return (a->date > b->date) - (a->date < b->date);
}

/* A new year's holiday may begin in the old year. Further off is a slip: nobody looks for it there.
 */
static bool is_near (int year, day date)
{
    return date >= day_from (year - 1, 12, 1) && date < day_from (year + 1, 2, 1);
}

static bool is_marked (const struct marking *marking, day date)
{
    for (size_t i = 0; i < marking->count; i++)
        if (marking->days[i].date == date)
            return true;
    return false;
}

static void mark_day (struct marking *marking, const char *text, struct marked_day marked,
                      const char *pointer)
{
    struct reading_calendars *reading = marking->reading;
    if (!day_parse (text, &marked.date)) {
        refuse (reading, pointer, "must be a date like 2021-02-11");
        return;
    }
    if (!is_near (marking->year, marked.date))
        refuse (reading, pointer,
                arena_format (reading->arena, "%s: lies too far from the year %d of this file",
                              text, marking->year));
    if (marked.works && day_weekday (marked.date) < SATURDAY)
        refuse (reading, pointer, "worked: is no weekend day, so it needs no mark");
    if (is_marked (marking, marked.date))
        refuse (reading, pointer,
                arena_format (reading->arena, "%s: is marked twice in this edition", text));
    marking->days[marking->count++] = marked;
}

static void mark_holiday (struct marking *marking, const struct holiday *holiday,
                          const char *pointer)
{
    struct arena *arena = marking->reading->arena;
    const struct marked_day off = { .works = false, .holiday = holiday->name };
    const struct marked_day worked = { .works = true, .holiday = holiday->name };
    for (size_t i = 0; i < holiday->off_count; i++)
        mark_day (marking, holiday->off[i], off, arena_format (arena, "%s/off/%zu", pointer, i));
    for (size_t i = 0; i < holiday->worked_count; i++)
        mark_day (marking, holiday->worked[i], worked,
                  arena_format (arena, "%s/worked/%zu", pointer, i));
}

static void check_published (struct reading_calendars *reading, int year, day published,
                             const char *pointer)
{
    if (published < day_from (year - 1, 1, 1) || published >= day_from (year + 1, 1, 1))
        refuse (reading, pointer,
                arena_format (reading->arena, "published: must lie in %d or %d", year - 1, year));
    for (size_t i = 0; i < reading->count; i++)
        if (reading->editions[i].year == year && reading->editions[i].published == published)
            refuse (
                reading, pointer,
                "published: another edition of this year has the same date; which one governs?");
}

static size_t count_marks (const struct edition *edition)
{
    size_t count = 0;
    for (size_t i = 0; i < edition->holidays_count; i++)
        count += edition->holidays[i].off_count + edition->holidays[i].worked_count;
    return count;
}

static void take_edition (struct reading_calendars *reading, int year,
                          const struct edition *edition, size_t index)
{
    struct arena *arena = reading->arena;
    struct marking marking = { .reading = reading, .year = year };
    marking.days = arena_take (arena, count_marks (edition) * sizeof *marking.days);
    for (size_t i = 0; i < edition->holidays_count; i++)
        mark_holiday (&marking, &edition->holidays[i],
                      arena_format (arena, "/editions/%zu/holidays/%zu", index, i));
    qsort (marking.days, marking.count, sizeof *marking.days, by_date);
    check_published (reading, year, edition->published,
                     arena_format (arena, "/editions/%zu/published", index));
    reading->editions[reading->count++] =
        (struct calendar_edition){ .year = year,
                                   .published = edition->published,
                                   .source = edition->source,
                                   .days = marking.days,
                                   .days_count = marking.count };
}

/* A reading of at most FILES files. */
static struct reading_calendars begin (size_t files, struct arena *arena, struct refusals *refusals)
{
    return (struct reading_calendars){
        .arena = arena,
        .refusals = refusals,
        .editions = arena_take (arena, files * FILE_EDITIONS_MAX * sizeof (struct calendar_edition))
    };
}

static void read_file (struct reading_calendars *reading, const char *path)
{
    const struct calendar_year *year = record_from_yaml_marked (
        calendar_year_record(), path, reading->arena, reading->refusals, &reading->marks);
    assert (!year || year->editions_count <= FILE_EDITIONS_MAX);
    for (size_t i = 0; year && year->year != NUMBER_ABSENT && i < year->editions_count; i++)
        take_edition (reading, (int)year->year, &year->editions[i], i);
}

static size_t refused (const struct refusals *refusals)
{
    return refusals->count + refusals->unkept;
}

static const struct calendar *calendar_of (const struct reading_calendars *reading)
{
    struct calendar *calendar = arena_take (reading->arena, sizeof *calendar);
    *calendar =
        (struct calendar){ .editions = reading->editions, .editions_count = reading->count };
    return calendar;
}

const struct calendar *calendar_read_file (const char *path, struct arena *arena,
                                           struct refusals *refusals)
{
    struct reading_calendars reading = begin (1, arena, refusals);
    size_t before = refused (refusals);
    read_file (&reading, path);
    return refused (refusals) == before ? calendar_of (&reading) : NULL;
}

static int is_yaml (const struct dirent *entry)
{
    const char *dot = strrchr (entry->d_name, '.');
    return dot && strcmp (dot, ".yaml") == 0;
}

const struct calendar *calendar_read (const char *folder, struct arena *arena,
                                      struct refusals *refusals)
{
    size_t before = refused (refusals);
    struct dirent **files;
    int count = scandir (folder, &files, is_yaml, alphasort);
    if (count < 0) {
        refusals_add (refusals, REFUSAL_INVALID, folder, "cannot be read: %s", strerror (errno));
        return NULL;
    }
    struct reading_calendars reading = begin ((size_t)count, arena, refusals);
    for (int i = 0; i < count; i++) {
        read_file (&reading, arena_format (arena, "%s/%s", folder, files[i]->d_name));
        free (files[i]);
    }
    free (files);
    if (count == 0)
        refusals_add (refusals, REFUSAL_INVALID, folder,
                      "holds no calendar; put files like 2021.yaml there");
    return refused (refusals) == before ? calendar_of (&reading) : NULL;
}
