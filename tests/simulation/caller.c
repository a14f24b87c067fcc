/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "caller.h"
#include "rehearsal/ledger.h"
#include "watch.h"
#include "watch_cases.h"
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { COMMANDS = 160, MORE = 30, ASK_AGAIN_MS = 4000, SOURCE_WORDS = 64 };
/* Of a command, in entry.a; b: the door; c: when it is said again. Its text is the bytes. */
enum { SAID_OPEN = 1, SAID_ACCEPTED, SAID_REJECTED, SAID_ASKED };

struct caller {
    struct ledger said;
    struct ledger answers; /* of questions: text is the answer as it was */
    struct ledger asked;   /* once more, as of an earlier answer: text is that one's question */
    instant next;
    int64_t number, most;
    int64_t handing; /* how far the case below is handed over */
    char handed[40]; /* a hazard; empty: none yet */
};

struct caller *caller_new (void)
{
    struct caller *caller = calloc (1, sizeof *caller);
    caller->most = COMMANDS;
    return caller;
}

void caller_destroy (struct caller **caller)
{
    ledger_clear (&(*caller)->said);
    ledger_clear (&(*caller)->answers);
    ledger_clear (&(*caller)->asked);
    free (*caller);
    *caller = NULL;
}

/* ---- making up ---- */

static const char *treatment (struct world *world)
{
    char due[INSTANT_TEXT_SIZE];
    instant when = world->now +
                   (int64_t)random_below (&world->random,
                                          random_chance (&world->random, 60) ? 20000 : 3 * DAY_MS);
    switch (random_below (&world->random, 6)) {
    case 0:
        return "{\"kind\":\"immediate\",\"proof\":\"p\"}";
    case 1:
        return "{\"kind\":\"suspension\",\"grounds\":\"g\"}";
    case 2:
        return "{\"kind\":\"deferred\",\"measures\":\"m\"}"; /* lacks the rest */
    case 3:
        return "{\"kind\":\"deferred\",\"measures\":\"m\",\"watcher\":{\"name\":\"w\"},\"tracker\":"
               "\"c01\",\"working_days\":2}";
    default: /* of a number drawn */
        return arena_format (
            world->arena,
            "{\"kind\":\"deferred\",\"measures\":\"m\",\"watcher\":{\"name\":\"w\"},"
            "\"tracker\":\"c02\",\"due\":\"%s\"}",
            instant_text (when, due));
    }
}

static const char *finding (struct world *world)
{
    return arena_format (
        world->arena,
        "{\"premises\":\"P%d\",\"category\":\"%s\",\"severity\":\"%s\",\"description\":\"d\","
        "\"treatment\":%s}",
        (int)random_below (&world->random, 4),
        random_chance (&world->random, 90) ? "blocked_evacuation" : "nonsense",
        random_chance (&world->random, 50) ? "major" : "general", treatment (world));
}

struct made {
    int door;
    const char *type, *data;
};

/* Of a hazard that was seen or made up: what the law has written about it. */
static struct made make_paper (struct world *world, const char *hazard)
{
    static const struct {
        const char *type, *says;
    } papers[] = { { "notice.serve", "evidence" },
                   { "notice.serve", "evidence" },
                   { "government.report", "document" },
                   { "experts.convene", "reason" } };
    uint64_t which = random_below (&world->random, sizeof papers / sizeof *papers);
    return (struct made){
        INTAKE, papers[which].type,
        arena_format (world->arena, "{\"hazard\":\"%s\",\"by\":\"%s\",\"%s\":\"e\"}", hazard,
                      random_chance (&world->random, 85) ? "office" : "nobody", papers[which].says)
    };
}

/* Found twice, or not after all. */
static struct made make_link (struct world *world, const char *hazard)
{
    const char *linked = cases_linked (world), *to = cases_beside (world, hazard);
    if (linked && random_chance (&world->random, 30))
        return (struct made){
            INTAKE, "hazard.split",
            arena_format (world->arena, "{\"hazard\":\"%s\",\"reason\":\"r\",\"by\":\"office\"}",
                          linked)
        };
    return (struct made){ INTAKE, "hazard.link",
                          arena_format (
                              world->arena,
                              "{\"hazard\":\"%s\",\"to\":\"%s\",\"reason\":\"r\",\"by\":\"%s\"}",
                              hazard, to ? to : "H-2021-000098",
                              random_chance (&world->random, 90) ? "office" : "c01") };
}

/* A fire, its toll as it is known later, and that it was none. */
static struct made make_fire (struct world *world)
{
    char at[INSTANT_TEXT_SIZE];
    const char *fire =
        arena_format (world->arena, "F-2021-%06d", 1 + (int)random_below (&world->random, 6));
    uint64_t luck = random_below (&world->random, 10);
    if (luck < 3)
        return (struct made){ INTAKE, "incident.amend",
                              arena_format (world->arena, "{\"incident\":\"%s\",\"dead\":%d}", fire,
                                            (int)random_below (&world->random, 4)) };
    if (luck < 6)
        return (struct made){
            INTAKE, "incident.withdraw",
            arena_format (world->arena, "{\"incident\":\"%s\",\"reason\":\"r\",\"by\":\"%s\"}",
                          fire, random_chance (&world->random, 85) ? "office" : "c01")
        };
    return (struct made){ INTAKE, "incident.report",
                          arena_format (world->arena,
                                        "{\"at\":\"%s\",\"place\":{\"premises\":\"P%d\"},"
                                        "\"dead\":%d}",
                                        instant_text (world->now - HOUR_MS, at),
                                        (int)random_below (&world->random, 4),
                                        (int)random_below (&world->random, 4)) };
}

/* Some worlds hand cases over: by the seed, so that those that are fixed play as they did. */
static bool hands_over (const struct world *world)
{
    return world->seed % 7 >= 3 && world->seed % 7 <= 5;
}

/* A case goes to another authority, step by step, and comes back; and the next one. */
static struct made make_handing (struct world *world)
{
    static const struct {
        int door;
        const char *type, *data; /* %s: the digits of the hazard, as H, R and its tasks have them */
    } steps[] = {
        { INTAKE, "joint.open",
          "{\"hazard\":\"H%s\",\"lead\":\"c01\",\"by\":\"office\",\"tasks\":[{\"party\":\"c01\","
          "\"text\":\"t\"},{\"party\":\"c02\",\"text\":\"u\"}]}" },
        { ESCALATION, "referral.draft",
          "{\"ref\":\"H%s\",\"to\":\"fire_rescue\",\"reason\":\"r\",\"by\":\"office\"}" },
        { INTAKE, "task.withdraw",
          "{\"task\":\"H%s/joint/1\",\"reason\":\"r\",\"by\":\"office\"}" },
        { ESCALATION, "referral.send",
          "{\"referral\":\"R%s-1\",\"by\":\"office\",\"document\":\"d\"}" },
        { ESCALATION, "referral.draft",
          "{\"ref\":\"H%s\",\"to\":\"police_station\",\"reason\":\"r\",\"by\":\"office\"}" },
        { INTAKE, "referral.answer",
          "{\"referral\":\"R%s-1\",\"outcome\":\"accepted\",\"document\":\"d\"}" },
        { INTAKE, "hazard.close",
          "{\"hazard\":\"H%s\",\"reason\":\"transferred\",\"by\":\"office\",\"evidence\":\"e\"}" },
        { INTAKE, "referral.answer",
          "{\"referral\":\"R%s-1\",\"outcome\":\"declined\",\"reason\":\"r\",\"document\":\"d\"}" },
    };
    enum { STEPS = sizeof steps / sizeof *steps };
    struct caller *caller = world->caller;
    const char *hazard = watch_pick (world, 'H');
    const char *open = hazard ? cases_beside (world, hazard) : NULL;
    size_t step = (size_t)(caller->handing % STEPS);
    caller->handing += random_chance (&world->random, 60); /* else it is said again */
    if (step == 0 && open)
        snprintf (caller->handed, sizeof caller->handed, "%s", open + 1);
    struct text data = text_in (world->arena);
    const char *place = strstr (steps[step].data, "%s");
    text_format (&data, "%.*s%s%s", (int)(place - steps[step].data), steps[step].data,
                 caller->handed[0] ? caller->handed : "-2021-000099", place + 2);
    return (struct made){ steps[step].door, steps[step].type, data.bytes };
}

static struct made make_report (struct world *world)
{
    const char *hazard = watch_pick (world, 'H'), *tipoff = watch_pick (world, 'T');
    struct arena *arena = world->arena;
    hazard = hazard ? hazard : "H-2021-000099";
    tipoff = tipoff ? tipoff : "T-2021-000099";
    switch (random_below (&world->random, 9)) {
    case 8:
        return make_fire (world);
    case 7:
        return make_link (world, hazard);
    case 6:
        return make_paper (world, hazard);
    case 5:
        return (struct made){
            INTAKE, "hazard.close",
            arena_format (arena,
                          "{\"hazard\":\"%s\",\"reason\":\"%s\",\"by\":\"%s\",\"evidence\":\"e\"}",
                          hazard, random_chance (&world->random, 70) ? "withdrawn" : "transferred",
                          random_chance (&world->random, 85) ? "office" : "c01")
        };
    case 0:
        return (struct made){
            INTAKE, "rectification.report",
            arena_format (arena, "{\"hazard\":\"%s\",\"proof\":\"p\",\"spent_yuan\":500}", hazard)
        };
    case 1:
        return (struct made){
            INTAKE, "reinspection.report",
            arena_format (arena, "{\"hazard\":\"%s\",\"outcome\":\"%s\",\"inspectors\":[\"i\"]}",
                          hazard, random_chance (&world->random, 60) ? "passed" : "failed")
        };
    case 2:
        return (
            struct made){ INTAKE, "watch.report",
                          arena_format (arena, "{\"hazard\":\"%s\",\"watcher\":\"w\"}", hazard) };
    case 3:
        return (struct made){ INTAKE, "tipoff.verify",
                              arena_format (arena,
                                            "{\"tipoff\":\"%s\",\"outcome\":\"founded\",\"reason\":"
                                            "\"r\",\"inspectors\":[\"i\"],"
                                            "\"finding\":%s}",
                                            tipoff, finding (world)) };
    default: /* of a number drawn */
        return (struct made){ INTAKE, "tipoff.verify",
                              arena_format (
                                  arena,
                                  "{\"tipoff\":\"%s\",\"outcome\":\"unfounded\",\"reason\":\"r\","
                                  "\"inspectors\":[\"i\"]}",
                                  tipoff) };
    }
}

/* More time is asked for, and the first request of a deadline answered. */
static struct made make_request (struct world *world, const char *deadline)
{
    struct arena *arena = world->arena;
    switch (random_below (&world->random, 4)) {
    case 0:
        return (struct made){
            SCHEDULING, "extension.grant",
            arena_format (arena, "{\"request\":\"%s/request/1\",\"by\":\"leader\"}", deadline)
        };
    case 1:
        return (struct made){
            SCHEDULING, "extension.refuse",
            arena_format (arena,
                          "{\"request\":\"%s/request/1\",\"reason\":\"r\",\"by\":\"leader\"}",
                          deadline)
        };
    default: /* of a number drawn */
        return (struct made){ SCHEDULING, "extension.ask",
                              arena_format (arena,
                                            "{\"deadline\":\"%s\",\"working_days\":2,"
                                            "\"reason\":\"r\",\"by\":\"office\"}",
                                            deadline) };
    }
}

/* Of a deadline of any kind, open or not; and of a reminder that was told. */
static struct made make_clock_act (struct world *world)
{
    const char *deadline = watch_pick (world, 'D'), *reminder = watch_pick (world, 'R');
    const char *by = random_chance (&world->random, 80) ? "leader" : "c03";
    struct arena *arena = world->arena;
    char until[INSTANT_TEXT_SIZE];
    instant when = world->now + (int64_t)random_below (&world->random, 4 * DAY_MS);
    deadline = deadline ? deadline : "H-2021-000099/rectification/1";
    switch (random_below (&world->random, 6)) {
    case 0:
        return make_request (world, deadline);
    case 1:
        return (struct made){
            SCHEDULING, "deadline.extend",
            arena_format (arena,
                          "{\"deadline\":\"%s\",\"working_days\":2,\"reason\":\"r\",\"by\":\"%s\"}",
                          deadline, by)
        };
    case 2:
        return (struct made){
            SCHEDULING, "deadline.pause",
            arena_format (arena,
                          "{\"deadline\":\"%s\",\"until\":\"%s\",\"reason\":\"r\",\"by\":\"%s\"}",
                          deadline, instant_text (when, until), by)
        };
    case 3:
        return (struct made){ SCHEDULING, "deadline.resume",
                              arena_format (arena,
                                            "{\"deadline\":\"%s\",\"reason\":\"r\",\"by\":\"%s\"}",
                                            deadline, by) };
    default: /* of a number drawn */
        return (struct made){ SCHEDULING, "reminder.acknowledge",
                              arena_format (
                                  arena, "{\"reminder\":\"%s\",\"by\":\"%s\"%s}",
                                  reminder ? reminder : "H-2021-000099/rectification/1/due",
                                  random_chance (&world->random, 60) ? "c01" : "office",
                                  random_chance (&world->random, 60) ? ",\"reason\":\"r\"" : "") };
    }
}

static struct made make_act (struct world *world)
{
    static const char *const acts[] = { "order.notify",     "order.notify",  "hearing.request",
                                        "hearing.waive",    "hearing.waive", "order.approve",
                                        "order.approve",    "order.serve",   "order.serve",
                                        "order.lift",       "order.reject",  "resumption.apply",
                                        "resumption.refuse" };
    const char *order = watch_pick (world, 'O');
    struct arena *arena = world->arena;
    if (order && random_chance (&world->random, 60)) {
        uint64_t which = random_below (&world->random, sizeof acts / sizeof *acts);
        return (struct made){
            ESCALATION, acts[which],
            arena_format (arena, "{\"order\":\"%s\",\"by\":\"%s\"%s%s%s}", order,
                          !random_chance (&world->random, 85) ? "c01"
                          : strncmp (acts[which], "hearing.", 8) == 0 ||
                                  strncmp (acts[which], "resumption.", 11) == 0
                              ? "office"
                              : "leader",
                          random_chance (&world->random, 90)
                              ? ",\"evidence\":\"e\""
                              : "", /* lacks what serving, lifting and rejecting need */
                          strcmp (acts[which], "resumption.refuse") == 0 ? ",\"reason\":\"r\""
                          : strcmp (acts[which], "order.reject") != 0    ? ""
                          : random_chance (&world->random, 30)
                              ? ",\"reason\":\"r\",\"large_effect\":true"
                              : ",\"reason\":\"r\"",
                          strcmp (acts[which], "order.notify") == 0 ||
                                  strcmp (acts[which], "order.serve") == 0 ||
                                  strcmp (acts[which], "order.lift") == 0
                              ? ",\"inspectors\":[\"i\",\"j\"]"
                              : "")
        };
    }
    return make_clock_act (world);
}

static struct made make_question (struct world *world)
{
    static const char *const types[] = { "hazards.list", "responsibilities.list", "overview.show",
                                         "screen.show" };
    const char *hazard = watch_pick (world, 'H');
    if (hazard && random_chance (&world->random, 40))
        return (struct made){ REPORTING, "case.show",
                              arena_format (world->arena, "{\"case\":\"%s\"}", hazard) };
    return (struct made){ REPORTING,
                          types[random_below (&world->random, sizeof types / sizeof *types)],
                          "{}" };
}

/* What was answered once, asked again as of then, while everything goes on. */
static const struct entry *pick_answered (struct world *world)
{
    const struct ledger *answers = &world->caller->answers;
    if (answers->count == 0 || world->totals.restores > 0)
        return NULL;
    const struct entry *kept = answers->first;
    for (uint64_t skip = random_below (&world->random, answers->count); skip > 0; skip--)
        kept = kept->later;
    return kept;
}

static struct made make_again (struct world *world, const struct entry *kept)
{
    struct refusal refusal;
    struct arena *arena = world->arena;
    const char *text = ledger_find (&world->caller->said, kept->word)->text;
    const struct json_t *question = json_parse (text, strlen (text), arena, &refusal);
    const struct json_t *answer = json_parse (kept->text, strlen (kept->text), arena, &refusal);
    const char *data = json_text (json_member (question, "data"), arena) + 1;
    return (struct made){ REPORTING, json_words (json_member (question, "type")),
                          arena_format (arena, "{\"as_of\":\"%s\"%s%s",
                                        json_words (json_member (answer, "as_of")),
                                        *data == '}' ? "" : ",", data) };
}

static struct made make_up (struct world *world)
{
    uint64_t luck = random_below (&world->random, 100);
    if (world->caller->number <= 4 || luck < 4)
        return (struct made){ INTAKE, "premises.register",
                              arena_format (world->arena,
                                            "{\"premises\":\"P%d\",\"name\":\"n%" PRId64
                                            "\",\"categories\":[\"warehouse\",\"key_unit\"],"
                                            "\"community\":\"c0%d\"}",
                                            (int)random_below (&world->random, 4),
                                            world->caller->number,
                                            1 + (int)random_below (&world->random, 5)) };
    if (hands_over (world) && random_chance (&world->random, 35))
        return make_handing (world);
    if (luck < 5 && world->caller->number % 4 == 0)
        return (struct made){ INTAKE, "premises.close",
                              arena_format (world->arena,
                                            "{\"premises\":\"P%d\",\"reason\":\"r\",\"by\":"
                                            "\"office\"}",
                                            (int)random_below (&world->random, 5)) };
    if (luck < 5)
        return (struct made){ INTAKE, "deliverable.submit",
                              arena_format (world->arena,
                                            "{\"kind\":\"inspection_plan\",\"party\":\"P%d\","
                                            "\"digest\":\"%064d\",\"stamped\":false}",
                                            (int)random_below (&world->random, 5), 0) };
    if (luck < 30)
        return (struct made){ INTAKE, "finding.report", finding (world) };
    if (luck < 40)
        return (struct made){
            INTAKE, "tipoff.report",
            arena_format (world->arena,
                          "{\"text\":\"t\",\"place\":{\"address\":\"a\",\"community\":\"c01\"},"
                          "\"category\":\"%s\"}",
                          random_chance (&world->random, 50) ? "blocked_evacuation" : "pipe_shaft")
        };
    if (luck < 69)
        return make_report (world);
    return luck < 85 ? make_act (world) : make_question (world);
}

/* ---- saying ---- */

static void say (struct world *world, struct entry *command)
{
    command->c = world->now + ASK_AGAIN_MS;
    world_send (world,
                &(struct message){ .kind = MESSAGE_COMMAND,
                                   .from = CALLER,
                                   .to = (int)command->b,
                                   .bytes = command->text,
                                   .size = strlen (command->text) },
                false);
}

/* Just now; or earlier, and a clerk enters it late. */
static instant happened (struct world *world)
{
    return random_chance (&world->random, 90)
               ? world->now
               : world->now - (int64_t)random_below (&world->random, 2 * DAY_MS);
}

static struct entry *compose (struct world *world, const struct made *made)
{
    char time[INSTANT_TEXT_SIZE];
    /* Ids in time as well as at random: both orders of the index. */
    const char *id =
        arena_format (world->arena, "%" PRIu64 "-%" PRId64,
                      random_chance (&world->random, 50) ? random_next (&world->random) : 0,
                      ++world->caller->number);
    struct entry *command = ledger_make (&world->caller->said, id);
    command->a = SAID_OPEN;
    command->b = made->door;
    entry_say (command,
               arena_format (world->arena,
                             "{\"specversion\":\"1.0\",\"id\":\"%s\",\"source\":\"" CALLER_SOURCE
                             "\",\"type\":\"%s\","
                             "\"time\":\"%s\",\"data\":%s}",
                             id, made->type, instant_text (happened (world), time), made->data));
    world->totals.commands++;
    return command;
}

instant caller_next (const struct world *world)
{
    return world->caller->next;
}

void caller_act (struct world *world)
{
    struct caller *caller = world->caller;
    instant next = INSTANT_NEVER;
    if (!world->calm && caller->number < caller->most && caller->next <= world->now &&
        random_chance (&world->random, 70)) {
        const struct entry *kept =
            random_chance (&world->random, 10) ? pick_answered (world) : NULL;
        struct made made = kept ? make_again (world, kept) : make_up (world);
        struct entry *command = compose (world, &made);
        if (kept)
            entry_say (ledger_make (&caller->asked, command->word), kept->word);
        say (world, command);
    }
    for (struct entry *command = caller->said.first; command; command = command->later) {
        bool open = command->a == SAID_OPEN;
        /* What was answered is sometimes said again, as callers do. */
        bool again =
            !world->calm && command->a != SAID_ASKED && random_below (&world->random, 400) == 0;
        if ((open && command->c <= world->now) || again)
            say (world, command);
        if (open && command->c < next)
            next = command->c;
    }
    /* Bursts, and then long silences in which only the clock speaks. */
    int64_t pause = random_chance (&world->random, 92)
                        ? (int64_t)random_below (&world->random, 3000)
                        : (int64_t)random_below (&world->random, 8 * HOUR_MS);
    if (!world->calm && caller->number < caller->most && world->now + pause + 1 < next)
        next = world->now + pause + 1;
    caller->next = next;
}

void caller_go_on (struct world *world)
{
    world->caller->most = world->caller->number + MORE;
    world->caller->next = world->now;
}

bool caller_has_open (const struct world *world)
{
    for (struct entry *command = world->caller->said.first; command; command = command->later)
        if (command->a == SAID_OPEN)
            return true;
    return false;
}

/* ---- hearing ---- */

static const char *word_of (const struct json_t *answer, const char *name)
{
    const struct json_t *member = json_member (answer, name);
    const char *words = member ? json_words (member) : NULL;
    return words ? words : "";
}

static int64_t seq_of (const struct json_t *answer, struct arena *arena)
{
    const struct json_t *seq = json_member (answer, "seq");
    return seq ? atoll (json_text (seq, arena)) : 0;
}

static void hear_accepted (struct world *world, struct entry *command, const struct json_t *answer)
{
    int64_t seq;
    const char *subject, *cause = arena_format (world->arena, "%s " CALLER_SOURCE, command->word);
    if (!watch_find (world, (int)command->b, cause, &seq, &subject))
        world_fail (world, "%s answered for %s what is not on its disk",
                    machine_word ((int)command->b), command->word);
    else if (seq != seq_of (answer, world->arena) || strcmp (subject, word_of (answer, "ref")) != 0)
        world_fail (world, "%s was answered with another ref or seq than it has", command->word);
    command->a = SAID_ACCEPTED;
}

/* Not remembered by anybody: the same command may be accepted when the world has changed, and an
 * answer may be late. */
static void hear_rejected (struct world *world, struct entry *command, const struct json_t *answer)
{
    const struct json_t *error = json_member (answer, "error");
    if (strcmp (word_of (error, "code"), "busy") == 0) {
        if (command->a == SAID_OPEN)
            command->c = world->now + ASK_AGAIN_MS;
        return;
    }
    if (command->a == SAID_OPEN)
        command->a = SAID_REJECTED;
}

/* Of an answer what does not depend on the asking: all behind the id. */
static const char *substance (const char *bytes)
{
    const char *status = strstr (bytes, "\"status\":");
    return status ? status : bytes;
}

static void check_same (struct world *world, const struct entry *kept, const char *bytes)
{
    if (strcmp (substance (kept->text), substance (bytes)) != 0)
        world_fail (world, "%s was answered otherwise then: %.300s <> %.300s", kept->word,
                    substance (kept->text), substance (bytes));
}

static void hear_ok (struct world *world, struct entry *command, const char *bytes)
{
    const struct entry *asked = ledger_find (&world->caller->asked, command->word);
    command->a = SAID_ASKED;
    if (!asked) {
        struct entry *kept = ledger_make (&world->caller->answers, command->word);
        if (!kept->text)
            entry_say (kept, bytes);
    } else if (world->totals.restores == 0)
        check_same (world, ledger_find (&world->caller->answers, asked->text), bytes);
}

void caller_hear (struct world *world, const char *bytes, size_t size)
{
    struct refusal refusal;
    const struct json_t *answer = json_parse (bytes, size, world->arena, &refusal);
    struct entry *command =
        answer ? ledger_find (&world->caller->said, word_of (answer, "id")) : NULL;
    const char *status = answer ? word_of (answer, "status") : "";
    if (world->loud)
        fprintf (stderr, "%" PRId64 " answer %.300s\n", world->now, bytes);
    if (!command) {
        world_fail (world, "an answer to nobody: %.300s", bytes);
        return;
    }
    if (strcmp (status, "accepted") == 0 || strcmp (status, "duplicate") == 0)
        hear_accepted (world, command, answer);
    else if (strcmp (status, "rejected") == 0)
        hear_rejected (world, command, answer);
    else
        hear_ok (world, command, bytes);
}

/* ---- at rest ---- */

/* What a machine answers that is alive and has nothing else to do. */
static const char *ask_at_once (struct world *world, int machine, const char *request)
{
    struct peer peer = { .size = 1 };
    struct turn *turn = world->machines[machine].turn;
    world->direct = true;
    turn_take_frame (turn, &peer, ACTOR_LOCAL, request, strlen (request));
    world->now++;
    world_turn (world, &world->machines[machine]);
    world->direct = false;
    return world->answered;
}

static const char *ask_again (struct world *world, const char *text, const char *as_of)
{
    const char *data = strstr (text, "\"data\":{") + strlen ("\"data\":{");
    return ask_at_once (world, REPORTING,
                        arena_format (world->arena, "%.*s\"as_of\":\"%s\"%s%s", (int)(data - text),
                                      text, as_of, *data == '}' ? "" : ",", data));
}

static void check_answer (struct world *world, const struct entry *kept)
{
    struct refusal refusal;
    struct entry *command = ledger_find (&world->caller->said, kept->word);
    const struct json_t *answer =
        json_parse (kept->text, strlen (kept->text), world->arena, &refusal);
    const char *as_of = arena_text (world->arena, word_of (answer, "as_of"));
    check_same (world, kept, ask_again (world, command->text, as_of));
}

/* Once more, and now for certain: what has its effect is a duplicate with the same ref and seq, and
 * nothing else is. */
static void check_command (struct world *world, struct entry *command)
{
    int64_t seq = 0;
    struct refusal refusal;
    const char *subject = "",
               *cause = arena_format (world->arena, "%s " CALLER_SOURCE, command->word);
    bool done = watch_find (world, (int)command->b, cause, &seq, &subject);
    const char *bytes = ask_at_once (world, (int)command->b, command->text);
    const struct json_t *answer = json_parse (bytes, strlen (bytes), world->arena, &refusal);
    bool duplicate = strcmp (word_of (answer, "status"), "duplicate") == 0;
    if (done != duplicate)
        world_fail (world, "%s %s, and is answered %s", command->word,
                    done ? "has its effect" : "has no effect", bytes);
    else if (done && (seq != seq_of (answer, world->arena) ||
                      strcmp (subject, word_of (answer, "ref")) != 0))
        world_fail (world, "%s was done at seq %" PRId64 " as %s, and is answered %s",
                    command->word, seq, subject, bytes);
    watch_facts (world, &world->machines[command->b]);
}

void caller_quiet (struct world *world)
{
    for (struct entry *kept = world->caller->answers.first; kept && !world->failed;
         kept = kept->later)
        check_answer (world, kept);
    for (struct entry *command = world->caller->said.first; command && !world->failed;
         command = command->later)
        if (command->b != REPORTING)
            check_command (world, command);
}
