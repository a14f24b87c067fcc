/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "frame/envelope.h"
#include "record/declare_tables.h"
#include "frame/envelope.def"
#include "record/declare_end.h"
#include <string.h>

static void check (const struct envelope *envelope, const char *path, instant latest,
                   struct refusals *refusals)
{
    struct arena *arena = refusals->arena;
    if (strcmp (envelope->specversion, "1.0") != 0)
        refusals_add (refusals, REFUSAL_INVALID, arena_format (arena, "%s/specversion", path),
                      "is %s; this door speaks CloudEvents 1.0", envelope->specversion);
    /* "journal:" are our neighbours, whose facts do not come by the door; a space would part an id
       from its source in the wrong place. */
    if (strchr (envelope->source, ' ') || strncmp (envelope->source, "journal:", 8) == 0)
        refusals_add (refusals, REFUSAL_INVALID, arena_format (arena, "%s/source", path),
                      "must be a URI reference (no spaces) that does not begin with `journal:`");
    if (envelope->time != INSTANT_ABSENT && envelope->time > latest)
        refusals_add (
            refusals, REFUSAL_INVALID, arena_format (arena, "%s/time", path),
            "lies in the future; check the clock of the sender, or send what has happened");
}

const struct envelope *envelope_read (const struct json_t *json, const char *path, instant now,
                                      int64_t skew_ms, struct refusals *refusals)
{
    size_t before = refusals->count;
    const struct envelope *envelope =
        record_from_json (envelope_record(), json, refusals->arena, path, refusals);
    if (envelope)
        check (envelope, path, now + skew_ms, refusals);
    return refusals->count == before ? envelope : NULL;
}

const char *envelope_id (const struct json_t *json)
{
    const struct json_t *id = json_member (json, "id");
    const char *words = id ? json_words (id) : NULL;
    return words && strlen (words) <= 1000 ? words : NULL;
}

static void write_refusal (const struct refusal *refusal, struct text *text)
{
    text_format (text, "{\"code\":\"%s\",\"path\":", refusal_code_text (refusal->code));
    text_put_json (text, refusal->path);
    text_say (text, ",\"message\":");
    text_put_json (text, refusal->sentence);
    text_say (text, "}");
}

static void write_refusals (const struct refusals *refusals, struct text *text)
{
    text_say (text, ",\"error\":");
    write_refusal (&refusals->list[0], text);
    if (refusals->count < 2)
        return;
    for (size_t i = 0; i < refusals->count; i++) {
        text_say (text, i == 0 ? ",\"errors\":[" : ",");
        write_refusal (&refusals->list[i], text);
    }
    text_say (text, "]");
}

void answer_write (const struct answer *answer, struct text *text)
{
    static const char *const words[] = { "accepted", "duplicate", "rejected", "ok" };
    text_say (text, "{\"id\":");
    if (answer->id)
        text_put_json (text, answer->id);
    else
        text_say (text, "null");
    text_say (text, ",\"status\":\"");
    text_say (text, words[answer->status]);
    text_say (text, "\"");
    if (answer->ref) {
        text_say (text, ",\"ref\":");
        text_put_json (text, answer->ref);
    }
    if (answer->seq > 0) {
        text_say (text, ",\"seq\":");
        text_number (text, answer->seq);
    }
    if (answer->status == STATUS_REJECTED)
        write_refusals (answer->refusals, text);
    if (answer->advice) {
        text_say (text, ",\"advice\":");
        text_put_json (text, answer->advice);
    }
    if (answer->members) {
        text_say (text, ",");
        text_say (text, answer->members);
    }
    text_say (text, "}");
}
