/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "office/office.h"
#include "versions.h"
#include "watch_parts.h"
#include "words/escalation.h"
#include "words/intake.h"
#include <stdio.h>
#include <string.h>

/* Of a hazard at its speaker's, in entry.a; b: its treatment. */
enum { HAZARD_OPEN = 1, HAZARD_RECTIFIED, HAZARD_CLOSED };
/* Of a case as scheduling has read it, in entry.a; b: its cycle; c: what is to be written of it. */
enum { HEARD_TIPOFF = 1, HEARD_VERIFIED, HEARD_OPEN, HEARD_RECTIFIED, HEARD_CLOSED };
enum {
    OWES_NOTICE = 1,
    OWES_REPORT = 2,
    PASSED_OVER = 4 /* by an older version: not open for that one until it is read again */
};
enum { REF_BYTES = 40 };
enum written { WRITTEN_NOTHING, WRITTEN_NOTICE, WRITTEN_REPORT };

struct news {
    char ref[REF_BYTES];
    int64_t seq, cycle;
    int state; /* HEARD_… */
    bool reinspected, to_suspend, to_notify, to_report, split, returned;
    enum written written;
};
struct touched {
    char ref[REF_BYTES];
};

struct cases cases_new (void)
{
    return (struct cases){ .news = rows_of (sizeof (struct news)),
                           .touched = rows_of (sizeof (struct touched)) };
}

void cases_clear (struct cases *cases)
{
    struct ledger *const all[] = { &cases->hazards, &cases->tipoffs, &cases->orders,
                                   &cases->heard,   &cases->noted,   &cases->written };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        ledger_clear (all[i]);
    rows_empty (&cases->news);
    rows_empty (&cases->touched);
}

/* ---- what is said ---- */

static void become (struct world *world, const char *hazard, int also_from, int to)
{
    struct entry *entry = ledger_find (&world->watch->cases.hazards, hazard);
    if (!entry || (entry->a != HAZARD_OPEN && entry->a != also_from))
        world_fail (world, "%s cannot become %d", hazard, to);
    else
        entry->a = to;
}

static struct news *tell (struct world *world, const struct fact *fact, const char *ref, int state,
                          int64_t cycle)
{
    struct news *news = rows_add (&world->watch->cases.news);
    snprintf (news->ref, sizeof news->ref, "%s", ref);
    news->seq = fact->seq;
    news->cycle = cycle;
    news->state = state;
    return news;
}

static void see_opened (struct world *world, const struct fact *fact,
                        const struct hazard_opened *event)
{
    struct entry *entry = ledger_make (&world->watch->cases.hazards, event->hazard);
    if (entry->a != 0)
        world_fail (world, "%s was opened twice", event->hazard);
    entry->a = HAZARD_OPEN;
    entry->b = event->treatment->kind;
    entry_say (entry, event->premises);
    if (event->treatment->kind == treatment_immediate)
        return;
    struct news *news = tell (world, fact, event->hazard, HEARD_OPEN, 1);
    news->to_suspend = event->treatment->kind == treatment_suspension;
    news->to_notify = event->treatment->kind == treatment_deferred;
    news->to_report = event->severity == severity_major;
}

static void see_once (struct world *world, int64_t *count, const char *what, const char *happened)
{
    if ((*count)++ > 0)
        world_fail (world, "%s %s twice", what, happened);
}

/* Each once: the notice in each cycle, which comes one by one; the report of a case. */
static void see_written (struct world *world, const struct record *word, const struct fact *fact,
                         const void *event)
{
    struct cases *cases = &world->watch->cases;
    if (word == notice_served_record()) {
        const struct notice_served *said = event;
        struct entry *written = ledger_make (&cases->written, said->hazard);
        if (written->a >= said->cycle)
            world_fail (world, "the notice of %s was served twice", said->hazard);
        written->a = said->cycle;
        tell (world, fact, said->hazard, 0, said->cycle)->written = WRITTEN_NOTICE;
    } else if (word == government_reported_record()) {
        const char *hazard = ((const struct government_reported *)event)->hazard;
        see_once (world, &ledger_make (&cases->written, hazard)->b, hazard, "was reported");
        tell (world, fact, hazard, 0, 1)->written = WRITTEN_REPORT;
    } else if (word == experts_convened_record()) {
        const char *hazard = ((const struct experts_convened *)event)->hazard;
        see_once (world, &ledger_make (&cases->written, hazard)->c, hazard, "was discussed");
    }
}

static void see_reinspected (struct world *world, const struct fact *fact,
                             const struct reinspection_reported *event)
{
    tell (world, fact, event->hazard, 0, event->cycle)->reinspected = true;
}

void cases_see (struct world *world, const struct record *word, const struct fact *fact,
                const void *event)
{
    struct cases *cases = &world->watch->cases;
    const char *subject = fact->subject;
    if (word == tipoff_reported_record()) {
        ledger_make (&cases->tipoffs, subject);
        tell (world, fact, subject, HEARD_TIPOFF, 1);
    } else if (word == tipoff_verified_record()) {
        const char *tipoff = ((const struct tipoff_verified *)event)->tipoff;
        see_once (world, &ledger_make (&cases->tipoffs, tipoff)->a, tipoff, "was verified");
        tell (world, fact, tipoff, HEARD_VERIFIED, 1);
    } else if (word == hazard_opened_record())
        see_opened (world, fact, event);
    else if (word == rectification_reported_record()) {
        const struct rectification_reported *said = event;
        become (world, said->hazard, HAZARD_OPEN, HAZARD_RECTIFIED);
        tell (world, fact, said->hazard, HEARD_RECTIFIED, said->cycle);
    } else if (word == reinspection_reported_record())
        see_reinspected (world, fact, event);
    else if (word == hazard_closed_record()) {
        const struct hazard_closed *said = event;
        become (world, said->hazard, HAZARD_RECTIFIED, HAZARD_CLOSED);
        tell (world, fact, said->hazard, HEARD_CLOSED, said->cycle);
    } else if (word == hazard_reopened_record()) {
        const struct hazard_reopened *said = event;
        become (world, said->hazard, said->referral ? HAZARD_CLOSED : HAZARD_RECTIFIED,
                HAZARD_OPEN);
        tell (world, fact, said->hazard, HEARD_OPEN, said->cycle)->returned =
            said->referral != NULL;
    } else if (word == hazard_linked_record())
        ledger_make (&cases->hazards, ((const struct hazard_linked *)event)->hazard)->c = 1;
    else if (word == hazard_split_off_record()) {
        const struct hazard_split_off *said = event;
        ledger_make (&cases->hazards, said->hazard)->c = 0;
        become (world, said->hazard, HAZARD_CLOSED, HAZARD_OPEN);
        tell (world, fact, said->hazard, HEARD_OPEN, said->cycle)->split = true;
    } else if (word == notice_served_record() || word == government_reported_record() ||
               word == experts_convened_record())
        see_written (world, word, fact, event);
    else if (word == case_noted_record())
        ledger_make (&cases->noted, ((const struct case_noted *)event)->ref);
    else if (word == order_drafted_record()) {
        const char *order = ((const struct order_drafted *)event)->order;
        see_once (world, &ledger_make (&cases->orders, order)->a, order, "was drafted");
    } else if (word == order_rejected_record()) {
        const char *order = ((const struct order_rejected *)event)->order;
        see_once (world, &ledger_make (&cases->orders, order)->b, order, "ended");
    } else if (word == order_lifted_record()) {
        const char *order = ((const struct order_lifted *)event)->order;
        see_once (world, &ledger_make (&cases->orders, order)->b, order, "ended");
    } else if (word == order_withdrawn_record()) {
        const char *order = ((const struct order_withdrawn *)event)->order;
        see_once (world, &ledger_make (&cases->orders, order)->b, order, "ended");
    }
}

const char *cases_linked (const struct world *world)
{
    const char *found = NULL;
    for (const struct entry *one = world->watch->cases.hazards.first; one; one = one->later)
        if (one->c)
            found = one->word;
    return found;
}

const char *cases_beside (const struct world *world, const char *hazard)
{
    const struct ledger *hazards = &world->watch->cases.hazards;
    const struct entry *like = ledger_find (hazards, hazard);
    for (const struct entry *one = hazards->first; like && one; one = one->later)
        if (one != like && one->a == HAZARD_OPEN && text_same (one->text, like->text))
            return one->word;
    return NULL;
}

void cases_touch (struct world *world, const char *ref)
{
    struct touched *touched = rows_add (&world->watch->cases.touched);
    snprintf (touched->ref, sizeof touched->ref, "%s", ref);
}

/* ---- what follows ---- */

static void want (struct world *world, const char *ref, const char *clock, int64_t cycle)
{
    if (!deadlines_has (world, ref, clock, cycle))
        world_fail (world, "%s has no deadline of %s in cycle %d", ref, clock, (int)cycle);
}

static void want_none (struct world *world, const char *ref, const char *clock, int64_t cycle)
{
    const char *open = deadlines_open (world, ref, clock, cycle);
    if (open)
        world_fail (world, "%s still runs, though what it is for was done", open);
}

static void check_heard (struct world *world, const char *ref)
{
    const struct entry *heard = ledger_find (&world->watch->cases.heard, ref);
    switch (heard && !(heard->c & PASSED_OVER) ? heard->a : 0) {
    case HEARD_TIPOFF:
        want (world, ref, CLOCK_TIPOFF_VERIFICATION, 1);
        return;
    case HEARD_VERIFIED:
        want_none (world, ref, CLOCK_TIPOFF_VERIFICATION, CYCLE_ANY);
        return;
    case HEARD_RECTIFIED:
        want (world, ref, CLOCK_REINSPECTION, heard->b);
        want_none (world, ref, CLOCK_RECTIFICATION, heard->b);
        break;
    case HEARD_OPEN:
        want (world, ref, CLOCK_RECTIFICATION, heard->b);
        if (heard->c & OWES_NOTICE)
            want (world, ref, CLOCK_NOTICE, heard->b);
        if (heard->c & OWES_REPORT)
            want (world, ref, CLOCK_GOVERNMENT_REPORT, CYCLE_ANY);
        break;
    case HEARD_CLOSED:
        want_none (world, ref, NULL, CYCLE_ANY);
        return;
    default: /* of no clock known here, or with none */
        return;
    }
    if (!deadlines_open (world, ref, CLOCK_WATCH, CYCLE_ANY))
        world_fail (world, "nobody is to watch %s, which is open", ref);
}

/* A time limit that ran out sets the re-inspection by itself. */
static void check_missed (struct world *world, const char *ref)
{
    const struct entry *heard = ledger_find (&world->watch->cases.heard, ref);
    if (heard && heard->a == HEARD_OPEN && !(heard->c & PASSED_OVER) &&
        deadlines_is_missed (world, ref, CLOCK_RECTIFICATION, heard->b))
        want (world, ref, CLOCK_REINSPECTION, heard->b);
}

static void hear (struct world *world, const struct news *news, bool old)
{
    struct entry *heard = ledger_make (&world->watch->cases.heard, news->ref);
    if (news->reinspected) {
        want_none (world, news->ref, CLOCK_REINSPECTION, news->cycle);
        want_none (world, news->ref, CLOCK_RECTIFICATION, news->cycle);
        return;
    }
    if (news->written != WRITTEN_NOTHING) {
        if (news->written == WRITTEN_NOTICE)
            want_none (world, news->ref, CLOCK_NOTICE, news->cycle);
        else
            want_none (world, news->ref, CLOCK_GOVERNMENT_REPORT, CYCLE_ANY);
        return;
    }
    if (news->to_notify)
        heard->c |= OWES_NOTICE;
    if (news->split || news->returned) /* one that was served before is not owed again */
        heard->c &= ~OWES_NOTICE;
    if (news->split && old)
        heard->c |= PASSED_OVER;
    if (news->to_report)
        heard->c |= OWES_REPORT;
    heard->a = news->state;
    heard->b = news->cycle;
    cases_touch (world, news->ref);
}

static void note (struct world *world, const struct news *news)
{
    const struct cases *cases = &world->watch->cases;
    if (news->state != HEARD_OPEN || news->cycle > 1)
        return;
    if (!ledger_find (&cases->noted, news->ref))
        world_fail (world, "escalation read of %s, and did not note it", news->ref);
    if (news->to_suspend &&
        !ledger_find (&cases->orders, arena_format (world->arena, "O%s-1", news->ref + 1)))
        world_fail (world, "%s asked for a suspension, and no order was drafted", news->ref);
}

void cases_check (struct world *world, const struct machine *machine)
{
    struct cases *cases = &world->watch->cases;
    int64_t after = machine->heard[INTAKE];
    int self = (int)(machine - world->machines);
    for (size_t *read = &cases->read[self]; *read < cases->news.count; ++*read) {
        const struct news *news = rows_at (&cases->news, *read);
        if (news->seq > after)
            break;
        if (self == SCHEDULING)
            hear (world, news, versions_is_old (world, machine));
        else if (self == ESCALATION)
            note (world, news);
    }
    if (self != SCHEDULING)
        return;
    for (size_t i = 0; i < cases->touched.count; i++) {
        const struct touched *touched = rows_at (&cases->touched, i);
        check_heard (world, touched->ref);
        check_missed (world, touched->ref);
    }
    cases->touched.count = 0;
}

void cases_quiet (struct world *world)
{
    for (struct entry *heard = world->watch->cases.heard.first; heard; heard = heard->later) {
        if (heard->a == HEARD_CLOSED)
            want_none (world, heard->word, CLOCK_REFERRAL_SENDING, CYCLE_ANY);
        if (!(heard->c & PASSED_OVER))
            continue;
        heard->c &= ~PASSED_OVER;
        check_heard (world, heard->word);
        check_missed (world, heard->word);
    }
}
