/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "watch_parts.h"
#include "caller.h"
#include "frame/again.h"
#include "journal/chain.h"
#include "words/scheduling.h"
#include "words/words.h"
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SKEW_MS = 5 * MINUTE_MS + 1000 };
/* Of a notice or letter, in entry.a. */
enum { POST_QUEUED = 1, POST_ATTEMPTED, POST_SENT, POST_FAILED, POST_DEAD, POST_REPLACED };

struct watch *watch_new (void)
{
    struct watch *watch = calloc (1, sizeof *watch);
    watch->deadlines = deadlines_new();
    watch->cases = cases_new();
    watch->ladders = ladders_new();
    return watch;
}

void watch_destroy (struct watch **reference)
{
    struct watch *watch = *reference;
    ledger_clear (&watch->causes);
    ledger_clear (&watch->notices);
    ledger_clear (&watch->letters);
    deadlines_clear (&watch->deadlines);
    cases_clear (&watch->cases);
    ladders_clear (&watch->ladders);
    free (watch);
    *reference = NULL;
}

/* ---- the post ---- */

static void see_notices (struct world *world, const struct notice *notices, size_t count)
{
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

static void see_failed (struct world *world, const struct letter_failed *failed)
{
    move_letter (world, failed->letter, failed->notices, failed->notices_count, POST_FAILED);
    for (size_t i = 0; i < failed->dead_count; i++)
        ledger_make (&world->watch->notices, failed->dead[i])->a = POST_DEAD;
}

static void see_post (struct world *world, const struct record *word, const void *event)
{
    if (word == reminder_raised_record()) {
        const struct reminder_raised *raised = event;
        see_notices (world, raised->notices, raised->notices_count);
    } else if (word == notice_raised_record()) {
        const struct notice_raised *raised = event;
        see_notices (world, raised->notices, raised->notices_count);
    } else if (word == letter_attempted_record())
        see_attempted (world, event);
    else if (word == letter_sent_record()) {
        const struct letter_sent *sent = event;
        move_letter (world, sent->letter, sent->notices, sent->notices_count, POST_SENT);
    } else if (word == letter_failed_record())
        see_failed (world, event);
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
        world->machines[machine].done += strstr (fact->cause, " " CALLER_SOURCE) != NULL;
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
    world->totals.facts++;
    if (machine == &world->machines[REPORTING])
        return; /* it copies the others' */
    see_post (world, word, event);
    cases_see (world, word, fact, event);
    ladders_see (world, word, fact, event);
    const char *changed = deadlines_see (world, word, fact, event);
    if (changed)
        cases_touch (world, changed);
}

static void check_link (struct world *world, struct machine *machine, const struct fact *fact)
{
    struct fact linked = *fact;
    if (machine->watched == 0)
        chain_begin (journal_epoch (turn_journal (machine->turn)), machine->chain);
    chain_link (&linked, machine->chain);
    if (fact->seq != machine->watched + 1 || memcmp (linked.chain, fact->chain, CHAIN_BYTES) != 0)
        world_fail (world, "the chain of %s is broken at seq %" PRId64 " after %" PRId64,
                    machine->service->name, fact->seq, machine->watched);
    machine->watched = fact->seq;
    memcpy (machine->chain, fact->chain, CHAIN_BYTES);
}

static void watch_effects (struct world *world, struct machine *machine)
{
    if (world->totals.restores > 0)
        return;
    cases_check (world, machine);
    if (machine == &world->machines[REPORTING] &&
        machine->watched !=
            machine->after[INTAKE] + machine->after[SCHEDULING] + machine->after[ESCALATION])
        world_fail (world, "reporting wrote down %" PRId64 " facts, and read others",
                    machine->watched);
}

void watch_facts (struct world *world, struct machine *machine)
{
    struct fact fact;
    if (machine->watched >= 0) { /* else restored: what it now says is another story */
        journal_walk (turn_journal (machine->turn), machine->watched);
        while (journal_walk_next (turn_journal (machine->turn), world->arena, &fact)) {
            check_link (world, machine, &fact);
            see_fact (world, machine, &fact);
        }
    }
    watch_status (world, machine);
    watch_effects (world, machine);
}

void watch_turn (struct world *world, struct machine *machine)
{
    watch_facts (world, machine);
    if (world->totals.restores > 0)
        return;
    if (machine == &world->machines[SCHEDULING])
        deadlines_check (world);
    if (machine == &world->machines[ESCALATION])
        ladders_check (world);
}

void watch_start (struct world *world, struct machine *machine)
{
    struct fact fact;
    if (machine->watched > 0 &&
        (!journal_read (turn_journal (machine->turn), machine->watched, world->arena, &fact) ||
         memcmp (fact.chain, machine->chain, CHAIN_BYTES) != 0))
        world_fail (world, "%s lost what was on disk: seq %" PRId64, machine->service->name,
                    machine->watched);
    else
        watch_facts (world, machine);
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
    struct watch *watch = world->watch;
    if (letter == 'D')
        return deadlines_pick (world);
    struct ledger *ledger = letter == 'H'   ? &watch->cases.hazards
                            : letter == 'T' ? &watch->cases.tipoffs
                            : letter == 'R' ? &watch->deadlines.reminders
                                            : &watch->cases.orders;
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
        bool again = machine->upgraded && after == 0;
        if (after < machine->after[i] && machine->watched >= 0 && !again)
            world_fail (world, "%s read %s back from %" PRId64 " to %" PRId64,
                        machine->service->name, machine_word (i), machine->after[i], after);
        machine->after[i] = after;
        const int64_t until =
            machine->upgraded
                ? again_of (turn_journal (machine->turn), machine_word (i), world->arena).until
                : 0;
        machine->heard[i] = until > after ? until : after;
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

static void check_notices (struct world *world)
{
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
    deadlines_check_until (world, world->now - MINUTE_MS);
    ladders_check_until (world, world->now - MINUTE_MS);
    check_notices (world);
    check_reporting (world);
    cases_quiet (world);
    for (int i = 0; i < MACHINES; i++) {
        struct text text = text_in (world->arena);
        if (turn_verify (world->machines[i].turn, &text) != 0)
            world_fail (world, "the chain of %s is broken: %s", machine_word (i), text.bytes);
    }
}
