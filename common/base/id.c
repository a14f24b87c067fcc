/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/id.h"
#include "base/text.h"
#include <stdio.h>
#include <string.h>

#define A_YEAR INT64_C (1000000000)

/* NUMBER in at least LEAST digits, in front of END. */
static char *put_digits (char *end, int64_t number, int least)
{
    for (; number > 0 || least > 0; number /= 10, least--)
        *--end = (char)('0' + number % 10);
    return end;
}

const char *ref_text (struct arena *arena, char letter, int64_t number)
{
    char out[24], *end = out + sizeof out;
    char *first = put_digits (end, number % A_YEAR, 6);
    *--first = '-';
    first = put_digits (first, number / A_YEAR, 4);
    *--first = '-';
    *--first = letter;
    return arena_copy (arena, first, (size_t)(end - first));
}

static bool parse_digits (const char *text, size_t count, int64_t *number)
{
    *number = 0;
    for (size_t i = 0; i < count; i++) {
        if (text[i] < '0' || text[i] > '9')
            return false;
        *number = *number * 10 + (text[i] - '0');
    }
    return true;
}

bool ref_parse (const char *text, char letter, int64_t *number)
{
    size_t length = text ? strlen (text) : 0;
    int64_t year, rest;
    if (length < 13 || length > 16 || text[0] != letter || text[1] != '-' || text[6] != '-' ||
        !parse_digits (text + 2, 4, &year) || !parse_digits (text + 7, length - 7, &rest))
        return false;
    if (year < 2000 || rest == 0 || (length > 13 && text[7] == '0'))
        return false;
    *number = year * A_YEAR + rest;
    return true;
}

int64_t ref_next (int64_t last, instant now)
{
    int year, month, dom;
    day_split (day_of (now), &year, &month, &dom);
    int64_t first = year * A_YEAR + 1;
    return last >= first ? last + 1 : first;
}

char *uuid_text (instant now, const unsigned char random[10], char out[UUID_TEXT_SIZE])
{
    unsigned char bytes[16];
    for (int i = 0; i < 6; i++)
        bytes[i] = (unsigned char)((uint64_t)now >> (40 - 8 * i));
    memcpy (bytes + 6, random, 10);
    bytes[6] = (unsigned char)(0x70 | (bytes[6] & 0x0f));
    bytes[8] = (unsigned char)(0x80 | (bytes[8] & 0x3f));
    char hex[33];
    text_hex (hex, bytes, sizeof bytes);
    snprintf (out, UUID_TEXT_SIZE, "%.8s-%.4s-%.4s-%.4s-%.12s", hex, hex + 8, hex + 12, hex + 16,
              hex + 20);
    return out;
}
