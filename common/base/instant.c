/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/instant.h"
#include <string.h>

enum { ZONE_MS = 8 * 3600 * 1000, YEAR_MIN = 2000, YEAR_MAX = 2199 };

/* Civil days by eras of 400 years that begin on 1 March, so that the leap day is the last of its
   year (the proleptic Gregorian calendar). */
day day_from (int year, int month, int dom)
{
    int64_t y = month <= 2 ? year - 1 : year;
    int64_t era = (y >= 0 ? y : y - 399) / 400;
    int64_t of_era = y - era * 400;
    int64_t of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + dom - 1;
    return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

void day_split (day d, int *year, int *month, int *dom)
{
    int64_t shifted = d + 719468;
    int64_t era = (shifted >= 0 ? shifted : shifted - 146096) / 146097;
    int64_t in_era = shifted - era * 146097;
    int64_t of_era = (in_era - in_era / 1460 + in_era / 36524 - in_era / 146096) / 365;
    int64_t of_year = in_era - (365 * of_era + of_era / 4 - of_era / 100);
    int64_t shifted_month = (5 * of_year + 2) / 153;
    *dom = (int)(of_year - (153 * shifted_month + 2) / 5 + 1);
    *month = (int)(shifted_month < 10 ? shifted_month + 3 : shifted_month - 9);
    *year = (int)(of_era + era * 400 + (*month <= 2));
}

day day_of (instant at)
{
    int64_t local = at + ZONE_MS;
    return local >= 0 ? local / DAY_MS : -((-local + DAY_MS - 1) / DAY_MS);
}

instant day_start (day d)
{
    return d * DAY_MS - ZONE_MS;
}

int day_weekday (day d)
{
    return (int)(((d + 3) % 7 + 7) % 7) + 1; /* 1970-01-01 was a Thursday */
}

/* COUNT digits at TEXT as a number, or -1. */
static int digits (const char *text, int count)
{
    int number = 0;
    for (int i = 0; i < count; i++) {
        if (text[i] < '0' || text[i] > '9')
            return -1;
        number = number * 10 + (text[i] - '0');
    }
    return number;
}

static bool parse_date (const char *text, day *out)
{
    if (strnlen (text, 10) < 10 || text[4] != '-' || text[7] != '-')
        return false;
    int year = digits (text, 4), month = digits (text + 5, 2), dom = digits (text + 8, 2);
    if (year < 0 || month < 1 || month > 12 || dom < 1)
        return false;
    day d = day_from (year, month, dom);
    int y, m, again;
    day_split (d, &y, &m, &again);
    if (m != month || again != dom)
        return false;
    *out = d;
    return true;
}

bool day_parse (const char *text, day *out)
{
    day d;
    if (strlen (text) != 10 || !parse_date (text, &d) || d < day_from (YEAR_MIN, 1, 1) ||
        d >= day_from (YEAR_MAX + 1, 1, 1))
        return false;
    *out = d;
    return true;
}

/* COUNT digits of NUMBER at OUT; the place behind them. By hand: every fact writes two moments. */
static char *put_digits (char *out, int64_t number, int count)
{
    for (int i = count - 1; i >= 0; i--, number /= 10)
        out[i] = (char)('0' + number % 10);
    return out + count;
}

static char *put_date (char *out, day d)
{
    int year, month, dom;
    day_split (d, &year, &month, &dom);
    out = put_digits (out, year, 4);
    *out++ = '-';
    out = put_digits (out, month, 2);
    *out++ = '-';
    return put_digits (out, dom, 2);
}

char *day_text (day d, char out[DAY_TEXT_SIZE])
{
    *put_date (out, d) = '\0';
    return out;
}

/* "Z" or "+08:00" as milliseconds east of UTC. */
static bool parse_zone (const char *text, int64_t *zone_ms)
{
    if (strcmp (text, "Z") == 0 || strcmp (text, "z") == 0) {
        *zone_ms = 0;
        return true;
    }
    if (strlen (text) != 6 || (text[0] != '+' && text[0] != '-') || text[3] != ':')
        return false;
    int hours = digits (text + 1, 2), minutes = digits (text + 4, 2);
    if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59)
        return false;
    *zone_ms = ((int64_t)hours * 60 + minutes) * MINUTE_MS * (text[0] == '-' ? -1 : 1);
    return true;
}

bool instant_parse (const char *text, instant *out)
{
    day date;
    size_t length = strlen (text);
    if (length < 20 || length > 40 || !parse_date (text, &date) ||
        (text[10] != 'T' && text[10] != 't') || text[13] != ':' || text[16] != ':')
        return false;
    int hour = digits (text + 11, 2), minute = digits (text + 14, 2),
        second = digits (text + 17, 2);
    if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 60)
        return false;
    const char *rest = text + 19;
    int64_t fraction_ms = 0, zone_ms;
    if (*rest == '.') {
        int64_t unit = 100;
        for (rest++; *rest >= '0' && *rest <= '9'; rest++, unit /= 10)
            fraction_ms += (*rest - '0') * unit;
        if (rest[-1] == '.')
            return false;
    }
    if (!parse_zone (rest, &zone_ms))
        return false;
    instant at = date * DAY_MS + ((int64_t)hour * 60 + minute) * MINUTE_MS +
                 (int64_t)second * SECOND_MS + fraction_ms - zone_ms;
    /* By the moment, not by the year that is written: what was taken is written at +08:00 and read
     * again. */
    if (at < day_start (day_from (YEAR_MIN, 1, 1)) ||
        at > day_start (day_from (YEAR_MAX + 1, 1, 1)))
        return false;
    *out = at;
    return true;
}

char *instant_text (instant at, char out[INSTANT_TEXT_SIZE])
{
    day date = day_of (at);
    int64_t rest = at - day_start (date);
    const int64_t parts[] = { rest / HOUR_MS, rest / MINUTE_MS % 60, rest / SECOND_MS % 60 };
    char *end = put_date (out, date);
    for (int i = 0; i < 3; i++) {
        *end++ = i == 0 ? 'T' : ':';
        end = put_digits (end, parts[i], 2);
    }
    if (rest % SECOND_MS > 0) {
        *end++ = '.';
        end = put_digits (end, rest % SECOND_MS, 3);
    }
    memcpy (end, "+08:00", sizeof "+08:00");
    return out;
}
