/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "calendar/calendar.h"

enum { FRIDAY = 5 };
#define NEVER_PUBLISHED INT64_MIN

static int year_of (day d)
{
    int year, month, dom;
    day_split (d, &year, &month, &dom);
    return year;
}

static const struct marked_day *find_mark (const struct calendar_edition *edition, day d)
{
    size_t low = 0, high = edition->days_count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (edition->days[middle].date < d)
            low = middle + 1;
        else
            high = middle;
    }
    return low < edition->days_count && edition->days[low].date == d ? &edition->days[low] : NULL;
}

/* The edition of YEAR that governed on KNOWN, or NULL. */
static const struct calendar_edition *governing (const struct calendar *calendar, int year,
                                                 day known)
{
    const struct calendar_edition *found = NULL;
    for (size_t i = 0; i < calendar->editions_count; i++) {
        const struct calendar_edition *edition = &calendar->editions[i];
        if (edition->year == year && edition->published <= known &&
            (!found || edition->published >= found->published))
            found = edition;
    }
    return found;
}

struct workday workday_on (const struct calendar *calendar, day d, day known)
{
    int year = year_of (d);
    const struct calendar_edition *own = governing (calendar, year, known);
    struct workday workday = { .works = day_weekday (d) <= FRIDAY,
                               .provisional = !own,
                               .published = own ? own->published : NEVER_PUBLISHED };
    for (int of = year - 1; of <= year + 1; of++) {
        const struct calendar_edition *edition = governing (calendar, of, known);
        const struct marked_day *mark = edition ? find_mark (edition, d) : NULL;
        if (!mark)
            continue;
        workday.works = mark->works;
        workday.marked = true;
        workday.holiday = mark->holiday;
        workday.published = edition->published;
        if (of == year)
            break;
    }
    return workday;
}

int64_t workdays_between (const struct calendar *calendar, day from, day to, day known)
{
    int64_t count = 0;
    for (day d = from; d <= to; d++)
        count += workday_on (calendar, d, known).works;
    return count;
}

day workday_before (const struct calendar *calendar, day d, int64_t n, day known)
{
    while (n > 0)
        n -= workday_on (calendar, --d, known).works;
    return d;
}

day workday_after (const struct calendar *calendar, day d, int64_t n, day known)
{
    while (n > 0)
        n -= workday_on (calendar, ++d, known).works;
    return d;
}
