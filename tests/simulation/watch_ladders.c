/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "office/office.h"
#include "watch_parts.h"
#include "words/escalation.h"
#include "words/scheduling.h"
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum { TEXT_BYTES = 128 };

struct watched_ladder {
    char deadline[TEXT_BYTES], clock[TEXT_BYTES];
    instant due;
    bool danger, ended;
    enum severity severity;
    size_t next;           /* place of the rung that is to come; the policy's length: none is */
    char rung[TEXT_BYTES]; /* that was climbed last */
    int64_t repeats;
    instant again; /* when that one is told again */
};
struct missed {
    int64_t seq;
    instant due;
    char deadline[TEXT_BYTES], ref[TEXT_BYTES], clock[TEXT_BYTES];
};

struct ladders ladders_new (void)
{
    return (struct ladders){ .list = rows_of (sizeof (struct watched_ladder)),
                             .news = rows_of (sizeof (struct missed)),
                             .earliest = INSTANT_NEVER };
}

void ladders_clear (struct ladders *ladders)
{
    ledger_clear (&ladders->places);
    ledger_clear (&ladders->answered);
    ledger_clear (&ladders->ended);
    rows_empty (&ladders->list);
    rows_empty (&ladders->news);
}

/* ---- rungs ---- */

static bool has_rung (const struct watched_ladder *ladder, const struct ladder_step *rung)
{
    bool of_clock = rung->clocks_count == 0;
    for (size_t i = 0; i < rung->clocks_count; i++)
        of_clock = of_clock || strcmp (rung->clocks[i], ladder->clock) == 0;
    return of_clock && (rung->severity == severity_absent || rung->severity == ladder->severity);
}

static void pass_to (const struct world *world, struct watched_ladder *ladder, size_t place)
{
    const struct policy *policy = world->office->policy;
    while (place < policy->ladder_count && !has_rung (ladder, &policy->ladder[place]))
        place++;
    ladder->next = place;
}

static instant next_rung (const struct world *world, const struct watched_ladder *ladder)
{
    const struct policy *policy = world->office->policy;
    if (ladder->ended || ladder->next == policy->ladder_count)
        return INSTANT_NEVER;
    const struct ladder_step *rung = &policy->ladder[ladder->next];
    bool sooner = ladder->danger && rung->danger_after_hours != NUMBER_ABSENT;
    return ladder->due + (sooner ? rung->danger_after_hours : rung->after_hours) * HOUR_MS;
}

static instant owed (const struct world *world, const struct watched_ladder *ladder)
{
    instant rung = next_rung (world, ladder);
    return !ladder->ended && ladder->again < rung ? ladder->again : rung;
}

static void again_after (const struct world *world, struct watched_ladder *ladder, instant told)
{
    const struct ladder_repeat *repeat = world->office->policy->ladder_repeat;
    bool sooner = ladder->danger && repeat->danger_hours != NUMBER_ABSENT;
    ladder->again = told + (sooner ? repeat->danger_hours : repeat->hours) * HOUR_MS;
}

static void look_then (struct world *world, const struct watched_ladder *ladder)
{
    instant first = owed (world, ladder);
    if (first < world->watch->ladders.earliest)
        world->watch->ladders.earliest = first;
}

void ladders_check_until (struct world *world, instant moment)
{
    struct ladders *ladders = &world->watch->ladders;
    ladders->earliest = INSTANT_NEVER;
    for (size_t i = 0; i < ladders->list.count; i++) {
        const struct watched_ladder *ladder = rows_at (&ladders->list, i);
        if (owed (world, ladder) <= moment)
            world_fail (world, "the ladder of %s was not climbed to rung %zu, or fell silent below",
                        ladder->deadline, ladder->next);
        look_then (world, ladder);
    }
}

/* ---- what is said ---- */

static const char *miss (struct world *world, const char *deadline, instant due)
{
    return arena_format (world->arena, "%s %" PRId64, deadline, due);
}

static void answer (struct world *world, const char *deadline, instant due)
{
    if (ledger_make (&world->watch->ladders.answered, miss (world, deadline, due))->a++ > 0)
        world_fail (world, "%s was answered for twice", deadline);
}

static struct watched_ladder *find (struct world *world, const char *deadline)
{
    struct ladders *ladders = &world->watch->ladders;
    const struct entry *place = ledger_find (&ladders->places, deadline);
    if (place)
        return rows_at (&ladders->list, (size_t)place->a - 1);
    world_fail (world, "there is no ladder of %s", deadline);
    return NULL;
}

static void see_raised (struct world *world, const struct ladder_raised *event)
{
    struct ladders *ladders = &world->watch->ladders;
    struct entry *place = ledger_make (&ladders->places, event->deadline);
    if (place->a == 0) {
        rows_add (&ladders->list);
        place->a = (int64_t)ladders->list.count;
    }
    struct watched_ladder *ladder = rows_at (&ladders->list, (size_t)place->a - 1);
    *ladder = (struct watched_ladder){ .due = event->due,
                                       .danger = event->danger,
                                       .severity = event->severity,
                                       .again = INSTANT_NEVER };
    snprintf (ladder->deadline, sizeof ladder->deadline, "%s", event->deadline);
    snprintf (ladder->clock, sizeof ladder->clock, "%s", event->clock);
    pass_to (world, ladder, 0);
    answer (world, event->deadline, event->due);
    look_then (world, ladder);
}

static void see_climbed (struct world *world, const struct fact *fact,
                         const struct ladder_climbed *event)
{
    const struct policy *policy = world->office->policy;
    struct watched_ladder *ladder = find (world, event->deadline);
    if (!ladder)
        return;
    if (ladder->next == policy->ladder_count || ladder->ended ||
        strcmp (policy->ladder[ladder->next].id, event->rung) != 0 ||
        next_rung (world, ladder) > fact->recorded)
        world_fail (world, "%s climbed to %s, and not rung by rung at its hour", event->deadline,
                    event->rung);
    again_after (world, ladder, event->late ? fact->recorded : next_rung (world, ladder));
    snprintf (ladder->rung, sizeof ladder->rung, "%s", event->rung);
    ladder->repeats = 0;
    pass_to (world, ladder, ladder->next + 1);
    look_then (world, ladder);
}

static void see_repeated (struct world *world, const struct fact *fact,
                          const struct ladder_repeated *event)
{
    struct watched_ladder *ladder = find (world, event->deadline);
    if (!ladder)
        return;
    if (ladder->ended || strcmp (ladder->rung, event->rung) != 0 ||
        event->planned != ladder->again || event->planned > fact->recorded ||
        event->number != ++ladder->repeats || event->told < event->planned ||
        event->told > fact->recorded)
        world_fail (world, "%s was told of %s again, and not as it follows", event->deadline,
                    event->rung);
    again_after (world, ladder, event->told);
    look_then (world, ladder);
}

/* A closed case ends the ladders of its own clocks, and no other. */
static void see_ended (struct world *world, const struct ladder_ended *event)
{
    struct watched_ladder *ladder = find (world, event->deadline);
    if (!ladder)
        return;
    if (deadlines_outlive (ladder->clock) && deadlines_rings (world, ladder->deadline, ladder->due))
        world_fail (world, "the ladder of %s ended, and nothing was done", ladder->deadline);
    ladder->ended = true;
}

static void see_missed (struct world *world, const struct fact *fact,
                        const struct deadline_missed *event)
{
    struct missed *missed = rows_add (&world->watch->ladders.news);
    missed->seq = fact->seq;
    missed->due = event->due;
    snprintf (missed->deadline, sizeof missed->deadline, "%s", event->deadline);
    snprintf (missed->ref, sizeof missed->ref, "%s", event->ref);
    snprintf (missed->clock, sizeof missed->clock, "%s", event->clock);
}

void ladders_see (struct world *world, const struct record *word, const struct fact *fact,
                  const void *event)
{
    if (word == ladder_raised_record())
        see_raised (world, event);
    else if (word == ladder_joined_record()) {
        const struct ladder_joined *joined = event;
        answer (world, joined->deadline, joined->due);
    } else if (word == ladder_climbed_record())
        see_climbed (world, fact, event);
    else if (word == ladder_repeated_record())
        see_repeated (world, fact, event);
    else if (word == ladder_ended_record())
        see_ended (world, event);
    else if (word == case_ended_record())
        ledger_make (&world->watch->ladders.ended, ((const struct case_ended *)event)->ref);
    else if (word == deadline_missed_record())
        see_missed (world, fact, event);
}

void ladders_check (struct world *world)
{
    struct ladders *ladders = &world->watch->ladders;
    const struct machine *machine = &world->machines[ESCALATION];
    for (; ladders->read < ladders->news.count; ladders->read++) {
        const struct missed *missed = rows_at (&ladders->news, ladders->read);
        if (missed->seq > machine->heard[SCHEDULING])
            break;
        if (!ledger_find (&ladders->answered, miss (world, missed->deadline, missed->due)) &&
            (deadlines_outlive (missed->clock) || !ledger_find (&ladders->ended, missed->ref)))
            world_fail (world, "%s was missed, and nobody answers for it", missed->deadline);
    }
    if (ladders->earliest <= turn_now (machine->turn) &&
        turn_next_hour (machine->turn) > turn_now (machine->turn))
        ladders_check_until (world, turn_now (machine->turn));
}
