/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "calendar/calendar.h"
#include "office/office.h"
#include "watch_parts.h"
#include "words/scheduling.h"
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MORNING_HOURS = 9, LATE_MS = 10 * MINUTE_MS, NOTICES_MAX = 64, TEXT_BYTES = 128 };
enum state { ARMED = 1, MISSED, PAUSED, ENDED };

struct watched {
    char id[TEXT_BYTES], ref[TEXT_BYTES], clock[TEXT_BYTES];
    char community[TEXT_BYTES], department[TEXT_BYTES], tracker[TEXT_BYTES];
    size_t before; /* place + 1 of another deadline of the case; 0: none */
    int64_t cycle, extensions, moves, repeats;
    enum state state;
    const struct clock_policy *policy;
    instant due, reached, resumes;
    day known;
    uint64_t told;    /* steps, by their place in the policy */
    instant again;    /* the next overdue reminder */
    instant silenced; /* acknowledged until */
    bool hushed;      /* a later watch was missed, and rings for this one */
};

struct deadlines deadlines_new (void)
{
    return (struct deadlines){ .list = rows_of (sizeof (struct watched)),
                               .earliest = INSTANT_NEVER };
}

void deadlines_clear (struct deadlines *deadlines)
{
    ledger_clear (&deadlines->places);
    ledger_clear (&deadlines->reminders);
    ledger_clear (&deadlines->quiet);
    rows_empty (&deadlines->list);
}

static struct watched *at (const struct deadlines *deadlines, size_t place)
{
    return rows_at (&deadlines->list, place);
}

static struct watched *find (struct world *world, const char *id)
{
    const struct entry *entry = ledger_find (&world->watch->deadlines.places, id);
    if (entry)
        return at (&world->watch->deadlines, (size_t)entry->a);
    world_fail (world, "%s was never armed", id);
    return NULL;
}

static void keep_text (char kept[TEXT_BYTES], const char *text)
{
    snprintf (kept, TEXT_BYTES, "%s", text ? text : "");
}

/* ---- what is owed ---- */

static instant step_moment (const struct world *world, const struct watched *watched, size_t place)
{
    const struct reminder_step *step = &watched->policy->steps[place];
    const struct calendar *calendar = world->office->calendar;
    int64_t sign = step->when == step_before ? -1 : 1;
    if (step->when == step_at)
        return watched->due;
    if (step->hours != NUMBER_ABSENT)
        return watched->due + sign * step->hours * HOUR_MS;
    day last = day_of (watched->due - 1);
    return day_start (sign < 0
                          ? workday_before (calendar, last, step->working_days, watched->known)
                          : workday_after (calendar, last, step->working_days, watched->known)) +
           MORNING_HOURS * HOUR_MS;
}

static instant gap (const struct watched *watched, int64_t number)
{
    size_t last = watched->policy->repeats_count;
    return watched->policy->repeats[(size_t)number < last ? (size_t)number - 1 : last - 1].hours *
           HOUR_MS;
}

/* When something about it happens next at the latest, if nobody acts. */
static instant owed (const struct world *world, const struct watched *watched)
{
    instant first = INSTANT_NEVER;
    if (watched->state == PAUSED)
        return watched->resumes;
    if (watched->state == ENDED || watched->hushed)
        return first;
    first = watched->state == ARMED ? watched->due : watched->again;
    for (size_t i = 0; watched->policy && i < watched->policy->steps_count; i++) {
        instant moment = step_moment (world, watched, i);
        if (!(watched->told >> i & 1) && moment >= watched->reached && moment < first)
            first = moment;
    }
    return first;
}

/* What moves a moment of WATCHED forward only makes the next look come too early. */
static void look_then (struct world *world, const struct watched *watched)
{
    instant first = owed (world, watched);
    if (first < world->watch->deadlines.earliest)
        world->watch->deadlines.earliest = first;
}

void deadlines_check_until (struct world *world, instant moment)
{
    struct deadlines *deadlines = &world->watch->deadlines;
    deadlines->earliest = INSTANT_NEVER;
    for (size_t i = 0; i < deadlines->list.count; i++) {
        const struct watched *watched = at (deadlines, i);
        instant first = owed (world, watched);
        if (first <= moment)
            world_fail (world, "%s, due %" PRId64 ", owed something %" PRId64 " s ago (state %d)",
                        watched->id, watched->due, (moment - first) / SECOND_MS, watched->state);
        look_then (world, watched);
    }
}

void deadlines_check (struct world *world)
{
    struct turn *turn = world->machines[SCHEDULING].turn;
    instant now = turn_now (turn);
    if (world->watch->deadlines.earliest <= now && turn_next_hour (turn) > now)
        deadlines_check_until (world, now);
}

/* ---- outcomes ---- */

static void arm_again (struct world *world, struct watched *watched, const struct fact *fact,
                       instant due, instant reached)
{
    watched->state = ARMED;
    watched->due = due;
    watched->known = day_of (fact->recorded);
    watched->reached = reached;
    watched->told = 0;
    watched->repeats = 0;
    watched->hushed = false;
    if (reached > fact->recorded || reached >= due)
        world_fail (world, "%s says it has told what was not yet", watched->id);
    look_then (world, watched);
}

static void see_armed (struct world *world, const struct fact *fact,
                       const struct deadline_armed *event)
{
    struct deadlines *deadlines = &world->watch->deadlines;
    struct entry *place = ledger_make (&deadlines->places, event->deadline);
    struct entry *last = ledger_make (&deadlines->places, event->ref);
    if (place->b++ > 0) {
        world_fail (world, "%s was armed twice", event->deadline);
        return;
    }
    struct watched *watched = rows_add (&deadlines->list);
    watched->before = (size_t)last->a;
    place->a = (int64_t)deadlines->list.count - 1;
    last->a = (int64_t)deadlines->list.count;
    keep_text (watched->id, event->deadline);
    keep_text (watched->ref, event->ref);
    keep_text (watched->clock, event->clock);
    keep_text (watched->community, event->community);
    keep_text (watched->department, event->department);
    keep_text (watched->tracker, event->tracker);
    watched->cycle = event->cycle;
    watched->silenced = INSTANT_ABSENT;
    watched->policy = office_clock (world->office, event->clock);
    if (!watched->policy)
        world_fail (world, "%s is of a clock without a policy", event->deadline);
    arm_again (world, watched, fact, event->due, event->reached);
}

static struct watched *move (struct world *world, const char *id, unsigned int from, enum state to)
{
    struct watched *watched = find (world, id);
    if (!watched)
        return NULL;
    if (!(from >> watched->state & 1))
        world_fail (world, "%s has a second outcome (%d after %d)", id, to, watched->state);
    watched->state = to;
    return watched;
}

enum {
    IF_ARMED = 1 << ARMED,
    IF_MISSED = 1 << MISSED,
    IF_PAUSED = 1 << PAUSED,
    IF_OPEN = IF_ARMED | IF_MISSED | IF_PAUSED
};

static void hush_before (struct world *world, const struct watched *missed)
{
    const struct deadlines *deadlines = &world->watch->deadlines;
    if (strcmp (missed->clock, CLOCK_WATCH) != 0)
        return;
    for (size_t next = missed->before; next > 0;) {
        struct watched *other = at (deadlines, next - 1);
        if (strcmp (other->clock, CLOCK_WATCH) == 0 && other->cycle < missed->cycle &&
            other->state == MISSED)
            other->hushed = true;
        next = other->before;
    }
}

static void see_missed (struct world *world, const struct fact *fact,
                        const struct deadline_missed *event)
{
    struct watched *watched = move (world, event->deadline, IF_ARMED, MISSED);
    if (!watched || !watched->policy)
        return;
    if (event->due != watched->due || event->due > fact->recorded)
        world_fail (world, "%s was missed before it was due", event->deadline);
    watched->again = watched->due + gap (watched, 1);
    if (watched->silenced > watched->again)
        watched->again = watched->silenced;
    hush_before (world, watched);
    look_then (world, watched);
}

static void see_extended (struct world *world, const struct fact *fact,
                          const struct deadline_extended *event)
{
    struct watched *watched = move (world, event->deadline, IF_ARMED | IF_MISSED, ARMED);
    if (!watched)
        return;
    watched->extensions = event->extension;
    arm_again (world, watched, fact, event->due, event->reached);
}

static void see_moved (struct world *world, const struct fact *fact,
                       const struct deadline_moved *event)
{
    struct watched *watched = move (world, event->deadline, IF_OPEN, ARMED);
    if (!watched)
        return;
    watched->moves = event->move;
    arm_again (world, watched, fact, event->due, event->reached);
}

static void see_paused (struct world *world, const struct deadline_paused *event)
{
    struct watched *watched = move (world, event->deadline, IF_ARMED, PAUSED);
    if (!watched)
        return;
    watched->resumes = event->until;
    look_then (world, watched);
}

static void see_recounted (struct world *world, const struct fact *fact,
                           const struct deadline_recounted *event)
{
    struct watched *watched = find (world, event->deadline);
    if (!watched)
        return;
    watched->known = day_of (fact->recorded);
    look_then (world, watched);
}

static const char *quiet_key (const struct world *world, const char *deadline, const char *party)
{
    return arena_format (world->arena, "%s|%s", deadline, party);
}

static void see_acknowledged (struct world *world, const struct fact *fact,
                              const struct reminder_acknowledged *event)
{
    struct watched *watched = find (world, event->deadline);
    const struct entry *told = ledger_find (&world->watch->deadlines.reminders, event->reminder);
    if (!watched)
        return;
    if (event->own) {
        struct entry *quiet = ledger_make (&world->watch->deadlines.quiet,
                                           quiet_key (world, event->deadline, event->by));
        if (quiet->b > fact->recorded || !told || told->b < quiet->b)
            world_fail (world, "%s is acknowledged again by %s, and nothing rang since",
                        event->deadline, event->by);
        quiet->b = event->until;
        return;
    }
    if (watched->silenced > fact->recorded || !told || told->b < watched->silenced)
        world_fail (world, "%s is acknowledged again, and nothing rang since", event->deadline);
    watched->silenced = event->until;
    if (watched->again < event->until)
        watched->again = event->until;
}

/* ---- reminders ---- */

static bool is_told (const struct reminder_raised *raised, const char *party, const char *channel)
{
    size_t times = 0;
    for (size_t i = 0; i < raised->notices_count; i++)
        times += strcmp (raised->notices[i].party, party) == 0 &&
                 strcmp (raised->notices[i].channel, channel) == 0;
    return times == 1;
}

/* All whom WORDS mean, by each way they are reached, once, and nobody else; again (AT: when): but
   who acknowledged it for itself. */
static void check_recipients (struct world *world, const struct watched *watched,
                              const struct reminder_raised *raised, const char *const *words,
                              size_t count, instant at)
{
    const struct office_case about = { .community = watched->community,
                                       .department = watched->department,
                                       .tracker = watched->tracker[0] ? watched->tracker : NULL };
    struct office_parties parties = { .count = 0 };
    size_t expected = 0;
    for (size_t i = 0; i < count; i++)
        office_resolve (world->office, words[i], &about, &parties);
    for (size_t i = 0; i < parties.count; i++) {
        const struct entry *quiet = ledger_find (
            &world->watch->deadlines.quiet, quiet_key (world, watched->id, parties.list[i]->id));
        if (quiet && quiet->b > at)
            continue;
        for (size_t j = 0; j < parties.list[i]->reach_count && expected < NOTICES_MAX; j++) {
            expected++;
            if (!is_told (raised, parties.list[i]->id, parties.list[i]->reach[j].channel))
                world_fail (world, "%s is not told to %s once by %s", raised->reminder,
                            parties.list[i]->id, parties.list[i]->reach[j].channel);
        }
    }
    if (expected != raised->notices_count)
        world_fail (world, "%s is told to %zu, and %zu are concerned", raised->reminder,
                    raised->notices_count, expected);
}

static const char *name_of (struct world *world, const struct watched *watched, const char *step)
{
    if (watched->moves > 0)
        step = arena_format (world->arena, "m%" PRId64 ".%s", watched->moves, step);
    return watched->extensions > 0
               ? arena_format (world->arena, "x%" PRId64 ".%s", watched->extensions, step)
               : step;
}

static void see_step (struct world *world, struct watched *watched,
                      const struct reminder_raised *raised)
{
    const struct clock_policy *policy = watched->policy;
    if ((size_t)raised->place >= policy->steps_count) {
        world_fail (world, "%s is no step of its policy", raised->reminder);
        return;
    }
    const struct reminder_step *step = &policy->steps[raised->place];
    if (raised->planned != step_moment (world, watched, (size_t)raised->place) ||
        strcmp (raised->step, name_of (world, watched, step->id)) != 0)
        world_fail (world, "%s is not the step %s at its moment", raised->reminder, step->id);
    if (step->when != step_before && watched->state != MISSED)
        world_fail (world, "%s is told though nobody missed it", raised->reminder);
    watched->told |= (uint64_t)1 << raised->place;
    check_recipients (world, watched, raised, step->to, step->to_count, INSTANT_NEVER);
}

static void see_again (struct world *world, struct watched *watched, const struct fact *fact,
                       const struct reminder_raised *raised)
{
    if (watched->state != MISSED || raised->planned != watched->again ||
        raised->repeats != watched->repeats + 1 + raised->silent)
        world_fail (world, "%s is not the overdue reminder that follows", raised->reminder);
    watched->repeats = raised->repeats;
    watched->again =
        (raised->late ? fact->recorded : raised->planned) + gap (watched, raised->repeats + 1);
    check_recipients (world, watched, raised, watched->policy->repeats_to,
                      watched->policy->repeats_to_count, fact->recorded);
}

static void see_raised (struct world *world, const struct fact *fact,
                        const struct reminder_raised *raised)
{
    struct watched *watched = find (world, raised->deadline);
    struct entry *told = ledger_make (&world->watch->deadlines.reminders, raised->reminder);
    told->b = fact->recorded;
    if (told->a++ > 0)
        world_fail (world, "%s was raised twice", raised->reminder);
    if (!watched || !watched->policy)
        return;
    if (strcmp (raised->reminder,
                arena_format (world->arena, "%s/%s", raised->deadline, raised->step)) != 0)
        world_fail (world, "%s is not called by its step", raised->reminder);
    if (raised->planned > fact->recorded ||
        raised->late != (raised->planned + LATE_MS <= fact->recorded))
        world_fail (world, "%s came too early, or does not say that it is late", raised->reminder);
    if (watched->hushed || (watched->state != ARMED && watched->state != MISSED))
        world_fail (world, "%s is told of a deadline at its end", raised->reminder);
    if (raised->place != NUMBER_ABSENT)
        see_step (world, watched, raised);
    else
        see_again (world, watched, fact, raised);
    look_then (world, watched);
}

/* ---- all of them ---- */

const char *deadlines_see (struct world *world, const struct record *word, const struct fact *fact,
                           const void *event)
{
    if (word == deadline_armed_record())
        see_armed (world, fact, event);
    else if (word == deadline_extended_record())
        see_extended (world, fact, event);
    else if (word == deadline_moved_record())
        see_moved (world, fact, event);
    else if (word == deadline_paused_record())
        see_paused (world, event);
    else if (word == deadline_recounted_record())
        see_recounted (world, fact, event);
    else if (word == deadline_missed_record())
        see_missed (world, fact, event);
    else if (word == deadline_met_record())
        move (world, ((const struct deadline_met *)event)->deadline, IF_OPEN, ENDED);
    else if (word == deadline_cancelled_record())
        move (world, ((const struct deadline_cancelled *)event)->deadline, IF_OPEN, ENDED);
    else {
        if (word == reminder_raised_record())
            see_raised (world, fact, event);
        else if (word == reminder_acknowledged_record())
            see_acknowledged (world, fact, event);
        return NULL;
    }
    return fact->subject;
}

bool deadlines_outlive (const char *clock)
{
    static const char *const clocks[] = { CLOCK_ORDER_END, CLOCK_RESUMPTION_CHECK,
                                          CLOCK_RESUMPTION_DECISION, CLOCK_DELISTING,
                                          CLOCK_PUBLICATION };
    for (size_t i = 0; i < sizeof clocks / sizeof *clocks; i++)
        if (strcmp (clock, clocks[i]) == 0)
            return true;
    return false;
}

bool deadlines_rings (struct world *world, const char *id, instant due)
{
    const struct watched *watched = find (world, id);
    return watched && watched->state == MISSED && watched->due == due;
}

/* Drafted by an escalation that had not heard of the end yet, a referral is withdrawn when it
   does; one that was sent is waited for when it has the case. */
static bool may_lag (const char *clock)
{
    return strcmp (clock, CLOCK_REFERRAL_SENDING) == 0 || strcmp (clock, CLOCK_REFERRAL) == 0 ||
           strcmp (clock, CLOCK_REFERRAL_RESULT) == 0;
}

static bool is_asked_for (const struct watched *watched, const char *clock)
{
    return clock ? strcmp (watched->clock, clock) == 0
                 : !deadlines_outlive (watched->clock) && !may_lag (watched->clock);
}

static const struct watched *find_of (const struct world *world, const char *ref, const char *clock,
                                      int64_t cycle, unsigned int states)
{
    const struct deadlines *deadlines = &world->watch->deadlines;
    const struct entry *last = ledger_find (&deadlines->places, ref);
    for (size_t next = last ? (size_t)last->a : 0; next > 0;) {
        const struct watched *watched = at (deadlines, next - 1);
        if (is_asked_for (watched, clock) && (cycle == CYCLE_ANY || watched->cycle == cycle) &&
            (states >> watched->state & 1))
            return watched;
        next = watched->before;
    }
    return NULL;
}

bool deadlines_has (const struct world *world, const char *ref, const char *clock, int64_t cycle)
{
    return find_of (world, ref, clock, cycle, IF_OPEN | 1 << ENDED) != NULL;
}

const char *deadlines_open (const struct world *world, const char *ref, const char *clock,
                            int64_t cycle)
{
    const struct watched *watched = find_of (world, ref, clock, cycle, IF_OPEN);
    return watched ? watched->id : NULL;
}

bool deadlines_is_missed (const struct world *world, const char *ref, const char *clock,
                          int64_t cycle)
{
    return find_of (world, ref, clock, cycle, IF_MISSED) != NULL;
}

const char *deadlines_pick (struct world *world)
{
    const struct deadlines *deadlines = &world->watch->deadlines;
    size_t count = deadlines->list.count;
    return count > 0 ? at (deadlines, random_below (&world->random, count))->id : NULL;
}
