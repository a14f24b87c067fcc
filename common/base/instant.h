/* Moments and days. The whole system counts time in UTC milliseconds and shows it at +08:00;
   China has one zone and no summer time, so no zone database is asked (design: fixed +08:00).
   Not here: working days (calendar/), the clock itself (frame/clocks.h). */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#pragma once
#include <stdbool.h>
#include <stdint.h>

typedef int64_t instant; /* milliseconds since 1970-01-01T00:00Z */
typedef int64_t day;     /* days since 1970-01-01, of the calendar at +08:00 */

#define INSTANT_NEVER  INT64_MAX
#define INSTANT_ABSENT INT64_MIN /* an optional time that was not given */
enum { SECOND_MS = 1000, MINUTE_MS = 60 * 1000, HOUR_MS = 3600 * 1000, DAY_MS = 86400 * 1000 };
enum { INSTANT_TEXT_SIZE = 32, DAY_TEXT_SIZE = 16 };

/* RFC 3339 date-time, with zone, from the first moment of 2000 to the 24:00 that ends 2199, both at
   +08:00, so that instant_text gives what can be read again; fractions beyond the millisecond are
   cut, a leap second counts as the second after. False: TEXT is not that, and *out is untouched. */
bool instant_parse (const char *text, instant *out);
/* "2021-02-10T09:30:00+08:00", with ".123" when the milliseconds are not zero. Returns OUT. */
char *instant_text (instant at, char out[INSTANT_TEXT_SIZE]);

/* "2021-02-10", a date that exists, years 2000 to 2199. */
bool day_parse (const char *text, day *out);
char *day_text (day d, char out[DAY_TEXT_SIZE]);
day day_of (instant at);   /* the day at +08:00 in which AT lies */
instant day_start (day d); /* its 00:00; day_start (d + 1) is the 24:00 of D */
day day_from (int year, int month, int dom);
void day_split (day d, int *year, int *month, int *dom);
int day_weekday (day d); /* 1 Monday … 7 Sunday */
