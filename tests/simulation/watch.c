/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "watch.h"
#include "rehearsal/ledger.h"
#include "words/escalation.h"
#include "words/intake.h"
#include "words/scheduling.h"
#include "words/words.h"
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SKEW_MS = 5 * MINUTE_MS + 1000 };
/* Of a deadline, in entry.a; b is its due moment. */
enum { DEADLINE_NONE, DEADLINE_ARMED, DEADLINE_MISSED, DEADLINE_ENDED };
/* Of a hazard, in entry.a; b: its treatment. */
enum { HAZARD_OPEN = 1, HAZARD_RECTIFIED, HAZARD_CLOSED };
/* Of a notice or letter, in entry.a. */
enum { POST_QUEUED = 1, POST_ATTEMPTED, POST_SENT, POST_FAILED, POST_DEAD, POST_REPLACED };

struct watch {
    struct ledger
        causes; /* "machine cause": a first seq, b last seq, text the subject of the first */
    struct ledger deadlines, reminders, notices, letters;
    struct ledger hazards, tipoffs, orders; /* orders: a counts drafts, b ends */
    struct ledger noted;
};

struct watch *watch_new (void)
{
    return calloc (1, sizeof (struct watch));
}

void watch_destroy (struct watch **reference)
{
    struct watch *watch = *reference;
    struct ledger *const all[] = { &watch->causes,  &watch->deadlines, &watch->reminders,
                                   &watch->notices, &watch->letters,   &watch->hazards,
                                   &watch->tipoffs, &watch->orders,    &watch->noted };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        ledger_clear (all[i]);
    free (watch);
    *reference = NULL;
}

/* ---- what each fact means to the model ---- */

static void see_armed (struct world *world, const struct deadline_armed *event)
{
    struct entry *entry = ledger_make (&world->watch->deadlines, event->deadline);
    if (entry->a != DEADLINE_NONE)
        world_fail (world, "%s was armed twice", event->deadline);
    entry->a = DEADLINE_ARMED;
    entry->b = event->due;
}

static void see_outcome (struct world *world, const char *deadline, int outcome, instant due)
{
    struct entry *entry = ledger_make (&world->watch->deadlines, deadline);
    bool allowed = outcome == DEADLINE_MISSED
                       ? entry->a == DEADLINE_ARMED
                       : entry->a == DEADLINE_ARMED || entry->a == DEADLINE_MISSED;
    if (!allowed)
        world_fail (world, "%s has a second outcome (%d after %d)", deadline, outcome,
                    (int)entry->a);
    if (outcome == DEADLINE_MISSED && (due != entry->b || due > world->now))
        world_fail (world, "%s was missed before it was due", deadline);
    entry->a = outcome;
}

/* Or moved. */
static void see_extended (struct world *world, const char *deadline, instant due)
{
    struct entry *entry = ledger_make (&world->watch->deadlines, deadline);
    if (entry->a != DEADLINE_ARMED && entry->a != DEADLINE_MISSED)
        world_fail (world, "%s was extended though it was at its end", deadline);
    entry->a = DEADLINE_ARMED;
    entry->b = due;
}

static void see_notices (struct world *world, const char *key, const struct notice *notices,
                         size_t count)
{
    struct entry *entry = ledger_make (&world->watch->reminders, key);
    if (entry->a++ > 0)
        world_fail (world, "%s was raised twice", key);
    for (size_t i = 0; i < count; i++) {
        struct entry *notice = ledger_make (&world->watch->notices, notices[i].notice);
        if (notice->a != 0)
            world_fail (world, "the notice %s was queued twice", notices[i].notice);
        notice->a = POST_QUEUED;
    }
}

static void move_letter (struct world *world, const char *letter, const char *const *notices,
                         size_t count, int state)
{
    struct entry *entry = ledger_make (&world->watch->letters, letter);
    bool first = state == POST_ATTEMPTED;
    if (first ? entry->a != 0 : entry->a != POST_ATTEMPTED)
        world_fail (world, "the letter %s went from %d to %d", letter, (int)entry->a, state);
    entry->a = state;
    for (size_t i = 0; i < count; i++) {
        struct entry *notice = ledger_find (&world->watch->notices, notices[i]);
        if (!notice || notice->a == POST_SENT || notice->a == POST_DEAD)
            world_fail (world, "%s speaks of %s, which is not waiting", letter, notices[i]);
        else
            notice->a = state;
    }
}

static void see_attempted (struct world *world, const struct letter_attempted *event)
{
    if (event->replaces) {
        struct entry *before = ledger_find (&world->watch->letters, event->replaces);
        if (!before || before->a != POST_ATTEMPTED)
            world_fail (world, "%s replaces what was not in doubt", event->letter);
        else
            before->a = POST_REPLACED;
    }
    move_letter (world, event->letter, event->notices, event->notices_count, POST_ATTEMPTED);
}

static void see_hazard (struct world *world, const char *hazard, int from, int also_from, int to)
{
    struct entry *entry = ledger_find (&world->watch->hazards, hazard);
    if (!entry || (entry->a != from && entry->a != also_from))
        world_fail (world, "%s cannot become %d", hazard, to);
    else
        entry->a = to;
}

static void see_opened (struct world *world, const struct hazard_opened *event)
{
    struct entry *entry = ledger_make (&world->watch->hazards, event->hazard);
    if (entry->a != 0)
        world_fail (world, "%s was opened twice", event->hazard);
    entry->a = HAZARD_OPEN;
    entry->b = event->treatment->kind;
}

static void see_verified (struct world *world, const struct tipoff_verified *event)
{
    struct entry *entry = ledger_make (&world->watch->tipoffs, event->tipoff);
    if (entry->a++ > 0)
        world_fail (world, "%s was verified twice", event->tipoff);
}

static void see_drafted (struct world *world, const struct order_drafted *event)
{
    struct entry *entry = ledger_make (&world->watch->orders, event->order);
    if (entry->a++ > 0)
        world_fail (world, "%s was drafted twice", event->order);
}

static void see_order_end (struct world *world, const char *order)
{
    struct entry *entry = ledger_make (&world->watch->orders, order);
    if (entry->b++ > 0)
        world_fail (world, "%s ended twice", order);
}

/* What the model makes of EVENT, a struct of WORD. */
static void see (struct world *world, const struct record *word, const void *event)
{
    struct watch *watch = world->watch;
    if (word == deadline_armed_record())
        see_armed (world, event);
    else if (word == deadline_extended_record())
        see_extended (world, ((const struct deadline_extended *)event)->deadline,
                      ((const struct deadline_extended *)event)->due);
    else if (word == deadline_moved_record())
        see_extended (world, ((const struct deadline_moved *)event)->deadline,
                      ((const struct deadline_moved *)event)->due);
    else if (word == deadline_missed_record())
        see_outcome (world, ((const struct deadline_missed *)event)->deadline, DEADLINE_MISSED,
                     ((const struct deadline_missed *)event)->due);
    else if (word == deadline_met_record())
        see_outcome (world, ((const struct deadline_met *)event)->deadline, DEADLINE_ENDED, 0);
    else if (word == deadline_cancelled_record())
        see_outcome (world, ((const struct deadline_cancelled *)event)->deadline, DEADLINE_ENDED,
                     0);
    else if (word == reminder_raised_record()) {
        const struct reminder_raised *raised = event;
        see_notices (world, raised->reminder, raised->notices, raised->notices_count);
    } else if (word == notice_raised_record()) {
        const struct notice_raised *raised = event;
        see_notices (world, raised->notice, raised->notices, raised->notices_count);
    } else if (word == letter_attempted_record())
        see_attempted (world, event);
    else if (word == letter_sent_record()) {
        const struct letter_sent *sent = event;
        move_letter (world, sent->letter, sent->notices, sent->notices_count, POST_SENT);
    } else if (word == letter_failed_record()) {
        const struct letter_failed *failed = event;
        move_letter (world, failed->letter, failed->notices, failed->notices_count, POST_FAILED);
        for (size_t i = 0; i < failed->dead_count; i++)
            ledger_make (&world->watch->notices, failed->dead[i])->a = POST_DEAD;
    } else if (word == tipoff_reported_record())
        ledger_make (&watch->tipoffs, ((const struct tipoff_reported *)event)->tipoff);
    else if (word == tipoff_verified_record())
        see_verified (world, event);
    else if (word == hazard_opened_record())
        see_opened (world, event);
    else if (word == rectification_reported_record())
        see_hazard (world, ((const struct rectification_reported *)event)->hazard, HAZARD_OPEN,
                    HAZARD_OPEN, HAZARD_RECTIFIED);
    else if (word == hazard_closed_record())
        see_hazard (world, ((const struct hazard_closed *)event)->hazard, HAZARD_OPEN,
                    HAZARD_RECTIFIED, HAZARD_CLOSED);
    else if (word == hazard_reopened_record())
        see_hazard (world, ((const struct hazard_reopened *)event)->hazard, HAZARD_OPEN,
                    HAZARD_RECTIFIED, HAZARD_OPEN);
    else if (word == case_noted_record())
        ledger_make (&watch->noted, ((const struct case_noted *)event)->ref);
    else if (word == order_drafted_record())
        see_drafted (world, event);
    else if (word == order_rejected_record())
        see_order_end (world, ((const struct order_rejected *)event)->order);
    else if (word == order_lifted_record())
        see_order_end (world, ((const struct order_lifted *)event)->order);
    else if (word == order_withdrawn_record())
        see_order_end (world, ((const struct order_withdrawn *)event)->order);
}

/* ---- facts ---- */

static void see_cause (struct world *world, int machine, const struct fact *fact)
{
    if (!fact->cause)
        return;
    const char *word = arena_format (world->arena, "%d %s", machine, fact->cause);
    struct entry *entry = ledger_make (&world->watch->causes, word);
    if (entry->a == 0) {
        entry->a = fact->seq;
        entry_say (entry, fact->subject);
    } else if (entry->b != fact->seq - 1 || entry->c != fact->recorded)
        world_fail (world, "%s did `%s` again at seq %" PRId64, machine_word (machine), fact->cause,
                    fact->seq);
    entry->b = fact->seq;
    entry->c = fact->recorded;
}

static void see_fact (struct world *world, struct machine *machine, const struct fact *fact)
{
    const struct record *word = words_find (fact->type);
    struct refusals refusals = refusals_in (world->arena);
    const void *event =
        word ? record_from_text (word, fact->data, strlen (fact->data), world->arena, &refusals)
             : NULL;
    if (!event) {
        world_fail (world, "%s said what cannot be read: %s %s", machine->service->name, fact->type,
                    refusals.count > 0 ? refusals.list[0].path : "");
        return;
    }
    if (fact->recorded > world->now + 1000 || fact->time > fact->recorded + SKEW_MS)
        world_fail (world, "%s %" PRId64 " %s: a moment that was not yet", machine->service->name,
                    fact->seq, fact->type);
    if (world->loud)
        fprintf (stderr, "%" PRId64 " %s %" PRId64 " %s %s\n", world->now, machine->service->name,
                 fact->seq, fact->type, fact->data);
    see_cause (world, (int)(machine - world->machines), fact);
    see (world, word, event);
    world->totals.facts++;
}

void watch_facts (struct world *world, struct machine *machine)
{
    struct journal *journal = turn_journal (machine->turn);
    struct fact fact;
    if (machine->watched < 0) { /* restored: what it now says is another story */
        watch_status (world, machine);
        return;
    }
    journal_walk (journal, machine->watched);
    while (journal_walk_next (journal, world->arena, &fact)) {
        if (fact.seq != machine->watched + 1)
            world_fail (world, "%s has no seq %" PRId64, machine->service->name,
                        machine->watched + 1);
        machine->watched = fact.seq;
        memcpy (machine->chain, fact.chain, CHAIN_BYTES);
        see_fact (world, machine, &fact);
    }
    watch_status (world, machine);
}

void watch_start (struct world *world, struct machine *machine)
{
    struct fact fact;
    if (machine->watched <= 0)
        return;
    if (!journal_read (turn_journal (machine->turn), machine->watched, world->arena, &fact) ||
        memcmp (fact.chain, machine->chain, CHAIN_BYTES) != 0)
        world_fail (world, "%s lost what was on disk: seq %" PRId64, machine->service->name,
                    machine->watched);
}

bool watch_find (struct world *world, int machine, const char *cause, int64_t *seq,
                 const char **subject)
{
    struct entry *entry =
        ledger_find (&world->watch->causes, arena_format (world->arena, "%d %s", machine, cause));
    if (!entry)
        return false;
    *seq = entry->a;
    *subject = entry->text;
    return true;
}

const char *watch_pick (struct world *world, char letter)
{
    struct ledger *ledger = letter == 'H'   ? &world->watch->hazards
                            : letter == 'T' ? &world->watch->tipoffs
                                            : &world->watch->orders;
    if (ledger->count == 0)
        return NULL;
    uint64_t skip = random_below (&world->random, ledger->count);
    struct entry *entry = ledger->first;
    for (; skip > 0; skip--)
        entry = entry->later;
    return entry->word;
}

/* ---- status ---- */

static const char *status_of (struct world *world, struct machine *machine)
{
    struct text text = text_in (world->arena);
    text_say (&text, "{");
    turn_status (machine->turn, &text);
    text_say (&text, "}");
    return text.bytes;
}

void watch_status (struct world *world, struct machine *machine)
{
    const char *status = status_of (world, machine);
    for (int i = 0; i < MACHINES; i++) {
        const char *source = strstr (
            status, arena_format (world->arena, "\"source\":\"%s\",\"after\":", machine_word (i)));
        int64_t after = source ? atoll (strstr (source, "\"after\":") + 8) : 0;
        if (after < machine->after[i] && machine->watched >= 0)
            world_fail (world, "%s read %s back from %" PRId64 " to %" PRId64,
                        machine->service->name, machine_word (i), machine->after[i], after);
        machine->after[i] = after;
    }
    if (strstr (status, "\"diverged\":") && world->totals.restores == 0)
        world_fail (world, "%s sees a divergence where nothing was restored: %s",
                    machine->service->name, status);
    if (!strstr (status, "\"parked\":0,"))
        world_fail (world, "%s parked a fact: %s", machine->service->name, status);
}

bool watch_sees_divergence (struct world *world)
{
    for (int i = 0; i < MACHINES; i++)
        if (world->machines[i].alive &&
            strstr (status_of (world, &world->machines[i]), "\"diverged\":"))
            return true;
    return false;
}

static const char *lag_of (struct world *world, int reader, int source)
{
    int64_t head = journal_head (turn_journal (world->machines[source].turn)),
            after = world->machines[reader].after[source];
    return head == after ? NULL
                         : arena_format (world->arena, "%s read %s to %" PRId64 " of %" PRId64,
                                         machine_word (reader), machine_word (source), after, head);
}

/* Heads are asked of the journals themselves: a reader's own idea of a lag may be old. */
const char *watch_lag (struct world *world)
{
    for (int i = 0; i < MACHINES; i++)
        for (size_t j = 0;
             world->machines[i].service->follows && world->machines[i].service->follows[j]; j++)
            for (int k = 0; k < MACHINES; k++)
                if (strcmp (world->machines[i].service->follows[j], machine_word (k)) == 0 &&
                    lag_of (world, i, k))
                    return lag_of (world, i, k);
    for (struct entry *letter = world->watch->letters.first; letter; letter = letter->later)
        if (letter->a == POST_ATTEMPTED)
            return letter->word;
    return NULL;
}

/* ---- at rest ---- */

static bool is_armed (struct world *world, const char *ref, const char *clock)
{
    return ledger_find (&world->watch->deadlines,
                        arena_format (world->arena, "%s/%s/1", ref, clock)) != NULL;
}

static void check_cases (struct world *world)
{
    for (struct entry *tipoff = world->watch->tipoffs.first; tipoff; tipoff = tipoff->later)
        if (!is_armed (world, tipoff->word, "tipoff_verification"))
            world_fail (world, "nobody is to verify %s", tipoff->word);
    for (struct entry *hazard = world->watch->hazards.first; hazard; hazard = hazard->later) {
        if (hazard->b == treatment_immediate)
            continue;
        if (!is_armed (world, hazard->word, "rectification") ||
            !is_armed (world, hazard->word, "watch"))
            world_fail (world, "%s has no deadline", hazard->word);
        if (!ledger_find (&world->watch->noted, hazard->word))
            world_fail (world, "escalation never heard of %s", hazard->word);
        if (hazard->b == treatment_suspension &&
            !ledger_find (&world->watch->orders,
                          arena_format (world->arena, "O%s-1", hazard->word + 1)))
            world_fail (world, "%s asked for a suspension, and no order was drafted", hazard->word);
    }
}

static void check_deadlines (struct world *world)
{
    for (struct entry *deadline = world->watch->deadlines.first; deadline;
         deadline = deadline->later)
        if (deadline->a == DEADLINE_ARMED && deadline->b < world->now - MINUTE_MS)
            world_fail (world, "%s was due %" PRId64 " s ago, and nobody missed it", deadline->word,
                        (world->now - deadline->b) / SECOND_MS);
    for (struct entry *notice = world->watch->notices.first; notice; notice = notice->later)
        if (notice->a == POST_QUEUED)
            world_fail (world, "the notice %s never left", notice->word);
}

static void check_reporting (struct world *world)
{
    int64_t said = 0;
    for (int i = INTAKE; i < REPORTING; i++)
        said += journal_head (turn_journal (world->machines[i].turn));
    int64_t heard = journal_head (turn_journal (world->machines[REPORTING].turn));
    if (said != heard)
        world_fail (world, "%" PRId64 " facts were said, reporting wrote down %" PRId64, said,
                    heard);
}

void watch_quiet (struct world *world)
{
    check_cases (world);
    check_deadlines (world);
    check_reporting (world);
    for (int i = 0; i < MACHINES; i++) {
        struct text text = text_in (world->arena);
        if (turn_verify (world->machines[i].turn, &text) != 0)
            world_fail (world, "the chain of %s is broken: %s", machine_word (i), text.bytes);
    }
}

static const char *dump (struct world *world, struct machine *machine)
{
    static const char *const tables[MACHINES][8] = {
        [INTAKE] = { "known", "premises", "tipoff", "hazard" },
        [SCHEDULING] = { "known", "deadline", "reminder", "told", "notice", "letter" },
        [ESCALATION] = { "known", "ladder", "answered", "orders", "matter" },
        [REPORTING] = { "known", "hazard_view", "tipoff_view", "order_view", "tally_view", "missed",
                        "standing", "story" },
    };
    struct text text = text_in (world->arena);
    text_say (&text, "");
    for (size_t i = 0; i < 8 && tables[machine - world->machines][i]; i++) {
        text_format (&text, "%s\n", tables[machine - world->machines][i]);
        store_dump (machine->store, tables[machine - world->machines][i], &text);
    }
    return text.bytes;
}

static const char *first_difference (const char *before, const char *after, struct arena *arena)
{
    size_t line = 0;
    for (size_t i = 0; before[i] && before[i] == after[i]; i++)
        if (before[i] == '\n')
            line = i + 1;
    return arena_format (arena, "%.200s <> %.200s", before + line, after + line);
}

void watch_rebuild (struct world *world, struct machine *machine)
{
    const char *before = dump (world, machine);
    volatile bool whole = false;
    world->running = machine;
    if (setjmp (world->dead) == 0) {
        turn_rebuild (machine->turn);
        whole = true;
    }
    world->running = NULL;
    world->totals.rebuilds++;
    if (!whole) {
        world_fail (world, "%s cannot be rebuilt", machine->service->name);
        return;
    }
    const char *after = dump (world, machine);
    if (strcmp (before, after) != 0)
        world_fail (world, "the tables of %s are not what its journal makes of them: %s",
                    machine->service->name, first_difference (before, after, world->arena));
}
