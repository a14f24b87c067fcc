/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/refusal.h"
#include "base/text.h"
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { SENTENCE_BYTES_MAX = 2048, CHARACTER_BYTES_MAX = 4, FIRST_ROOM = 4 };

struct refusals refusals_in (struct arena *arena)
{
    return (struct refusals){ .arena = arena };
}

bool refusals_are_full (struct refusals *refusals)
{
    if (refusals->count < REFUSALS_MAX)
        return false;
    refusals->unkept++;
    return true;
}

static void make_room (struct refusals *refusals)
{
    if (refusals->count < refusals->room)
        return;
    size_t room = refusals->room > 0 ? 2 * refusals->room : FIRST_ROOM;
    struct refusal *list = arena_take (refusals->arena, room * sizeof *list);
    if (refusals->count > 0)
        memcpy (list, refusals->list, refusals->count * sizeof *list);
    refusals->list = list;
    refusals->room = room;
}

void refusals_add (struct refusals *refusals, enum refusal_code code, const char *path,
                   const char *format, ...)
{
    if (refusals_are_full (refusals))
        return;
    make_room (refusals);
    char sentence[SENTENCE_BYTES_MAX + CHARACTER_BYTES_MAX + 1];
    va_list values;
    va_start (values, format);
    vsnprintf (sentence, sizeof sentence, format, values);
    va_end (values);
    text_cut (sentence, SENTENCE_BYTES_MAX); /* it stands in answers, which are UTF-8 */
    refusals->list[refusals->count++] = (struct refusal){ code, arena_text (refusals->arena, path),
                                                          arena_text (refusals->arena, sentence) };
}

const char *refusal_code_text (enum refusal_code code)
{
    switch (code) {
    case REFUSAL_NONE:
        return "none";
    case REFUSAL_MALFORMED:
        return "malformed";
    case REFUSAL_TOO_LARGE:
        return "too_large";
    case REFUSAL_UNKNOWN_TYPE:
        return "unknown_type";
    case REFUSAL_INVALID:
        return "invalid";
    case REFUSAL_NOT_FOUND:
        return "not_found";
    case REFUSAL_CONFLICT:
        return "conflict";
    case REFUSAL_FORBIDDEN:
        return "forbidden";
    case REFUSAL_BUSY:
        return "busy";
    }
    return "none";
}
