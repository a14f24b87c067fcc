/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "office/moment.h"
#include "record/record.h"
#include <inttypes.h>
#include <string.h>

enum { DATE_CHARACTERS = 10 }; /* 2020-11-30 */

static const char *skip_spaces (const char *c)
{
    while (*c == ' ')
        c++;
    return c;
}

static bool is_of_id (char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
}

/* An anchor's id, or a date; behind it in *REST. */
static bool take_base (const char *text, struct arena *arena, struct moment *moment,
                       const char **rest)
{
    const char *end = text;
    if (*text >= 'a' && *text <= 'z') {
        while (is_of_id (*end))
            end++;
        moment->anchor = arena_copy (arena, text, (size_t)(end - text));
        *rest = end;
        return true;
    }
    if (strlen (text) < DATE_CHARACTERS ||
        !day_parse (arena_copy (arena, text, DATE_CHARACTERS), &moment->date))
        return false;
    *rest = text + DATE_CHARACTERS;
    return true;
}

/* "3wd", "0d", and nothing behind it. */
static bool take_offset (const char *c, struct moment *moment)
{
    int64_t number = 0;
    const char *digits = c;
    while (*c >= '0' && *c <= '9' && number <= MOMENT_OFFSET_MAX)
        number = 10 * number + (*c++ - '0');
    if (c == digits || number > MOMENT_OFFSET_MAX)
        return false;
    moment->offset = number;
    moment->working_days = *c == 'w';
    c += moment->working_days;
    return *c == 'd' && *skip_spaces (c + 1) == '\0';
}

bool moment_parse (const char *text, struct arena *arena, struct moment *moment)
{
    const char *c = NULL;
    *moment = (struct moment){ .date = DAY_ABSENT };
    if (!take_base (skip_spaces (text), arena, moment, &c))
        return false;
    c = skip_spaces (c);
    if (*c == '\0')
        return true;
    bool before = *c == '-';
    if ((!before && *c != '+') || !take_offset (skip_spaces (c + 1), moment))
        return false;
    if (before)
        moment->offset = -moment->offset;
    return true;
}

day moment_day (const struct moment *moment, day anchored, const struct calendar *calendar,
                day known)
{
    day base = moment->anchor ? anchored : moment->date;
    if (base == DAY_ABSENT)
        return DAY_ABSENT;
    if (!moment->working_days)
        return base + moment->offset;
    return moment->offset < 0 ? workday_before (calendar, base, -moment->offset, known)
                              : workday_after (calendar, base, moment->offset, known);
}

struct clock_end moment_end (const struct moment *moment, day anchored,
                             const struct calendar *calendar, const struct clock_pauses *stood,
                             day known, struct arena *arena)
{
    const day base = moment->anchor ? anchored : moment->date;
    if (base == DAY_ABSENT)
        return (struct clock_end){ .due = INSTANT_ABSENT, .published = INT64_MIN };
    if (moment->working_days)
        return clock_count (calendar, base, moment->offset, stood, known, arena);
    return (struct clock_end){ .due = day_start (base + moment->offset + 1),
                               .published = INT64_MIN };
}

/* ---- for people ---- */

const char *moment_text (const struct moment *moment, const char *anchor, struct arena *arena)
{
    char date[DAY_TEXT_SIZE];
    const char *base = anchor ? anchor : arena_text (arena, day_text (moment->date, date));
    if (moment->offset == 0)
        return anchor ? arena_format (arena, "%s当日", base) : base;
    return arena_format (arena, "%s%s%" PRId64 "%s", base, moment->offset < 0 ? "前" : "后",
                         moment->offset < 0 ? -moment->offset : moment->offset,
                         moment->working_days ? "个工作日" : "个自然日");
}

void moment_explain (const struct moment *moment, const char *anchor, day anchored,
                     const struct clock_end *end, const char *source, struct text *text)
{
    char date[DAY_TEXT_SIZE];
    text_format (text, "时限：%s（%s）\n", moment_text (moment, anchor, text->arena), source);
    if (anchor)
        text_format (text, "%s：%s%s\n", anchor, day_text (anchored, date),
                     moment->offset == 0 ? "" : "（当日不计入）");
    clock_explain_end (clock_working_days, end, true, text);
}
