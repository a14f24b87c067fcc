/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "overhear.h"
#include "caller.h"
#include "watch.h"
#include <inttypes.h>
#include <string.h>

struct overheard {
    const char *id;
    bool accepted, duplicate, rejected, later; /* later: `busy`, to be sent again */
};

static const char *word_of (const struct json_t *json, const char *name)
{
    const struct json_t *member = json ? json_member (json, name) : NULL;
    const char *words = member ? json_words (member) : NULL;
    return words ? words : "";
}

static struct overheard hear (struct world *world, const struct said *said)
{
    struct refusal refusal;
    const struct json_t *answer = json_parse (said->bytes, said->size, world->arena, &refusal);
    const char *status = word_of (answer, "status");
    const struct json_t *error = answer ? json_member (answer, "error") : NULL;
    struct overheard heard = { .id = word_of (answer, "id"),
                               .accepted = strcmp (status, "accepted") == 0,
                               .duplicate = strcmp (status, "duplicate") == 0,
                               .rejected = strcmp (status, "rejected") == 0 };
    heard.later = heard.rejected && strcmp (word_of (error, "code"), "busy") == 0;
    return heard;
}

/* The same command twice in one turn: rejected, and accepted when others had made it possible. */
static bool is_accepted_later (struct world *world, const struct said *said, const char *id)
{
    for (; said; said = said->next) {
        const struct overheard heard = hear (world, said);
        if (heard.accepted && strcmp (heard.id, id) == 0)
            return true;
    }
    return false;
}

void overhear (struct world *world, const struct machine *machine)
{
    int64_t accepted = 0;
    if (world->totals.restores > 0)
        return;
    for (const struct said *said = machine->said; said; said = said->next) {
        const struct overheard heard = hear (world, said);
        int64_t seq = 0;
        const char *subject;
        bool done =
            watch_find (world, (int)(machine - world->machines),
                        arena_format (world->arena, "%s " CALLER_SOURCE, heard.id), &seq, &subject);
        accepted += heard.accepted;
        if (heard.accepted && (!done || seq <= machine->before))
            world_fail (world, "%s is accepted, and has no effect in this turn", heard.id);
        if (heard.duplicate && !done)
            world_fail (world, "%s is a duplicate of what never was", heard.id);
        if (heard.rejected && done &&
            (seq <= machine->before || !is_accepted_later (world, said->next, heard.id)))
            world_fail (world, "%s is %s, and has its effect at seq %" PRId64, heard.id,
                        heard.later ? "told to come again" : "rejected", seq);
    }
    if (accepted != machine->done)
        world_fail (world, "%s did %" PRId64 " commands in a turn, and accepted %" PRId64,
                    machine->service->name, machine->done, accepted);
}
