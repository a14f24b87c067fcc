/* What becomes somebody's to do, by what the services say; and what ends it. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "rehearsal/staff_inside.h"
#include "words/escalation.h"
#include "words/intake.h"
#include "words/scheduling.h"
#include <string.h>

static instant later_of (instant a, instant b)
{
    return a > b ? a : b;
}

/* SUBJECT, a deadline or paper, is still to be dealt with; PLACE: of its job. */
static struct entry *note_running (struct staff *staff, const char *subject, int64_t place)
{
    struct entry *entry = ledger_make (&staff->running, subject);
    entry->a = place;
    entry->b = false;
    return entry;
}

static void hear_rectification (struct staff *staff, const struct deadline_armed *said, instant now)
{
    const struct staffing *staffing = staff->setup.staffing;
    int64_t length = said->due - said->from;
    instant at = staff_chance (staff, staffing->rectified_in_time_percent)
                     ? said->from + staff_below (staff, length)
                     : said->due + staff_below (staff, staffing->rectified_late_days_max * DAY_MS);
    staff_plan (staff, &(struct chore){ .kind = CHORE_RECTIFY,
                                        .when.at = later_of (at, now + MINUTE_MS),
                                        .clock = note_running (staff, said->deadline, NO_JOB),
                                        .subject = arena_text (staff->arena, said->ref) });
}

static void hear_watch (struct staff *staff, const struct deadline_armed *said, instant now)
{
    const struct staffing *staffing = staff->setup.staffing;
    instant at = staff_chance (staff, staffing->watched_percent)
                     ? said->due - 1 - staff_below (staff, (said->due - said->from) / 2)
                     : said->due + staff_below (staff, staffing->watched_late_hours_max * HOUR_MS);
    staff_plan (staff, &(struct chore){ .kind = CHORE_WATCH,
                                        .when.at = later_of (at, now + MINUTE_MS),
                                        .clock = note_running (staff, said->deadline, NO_JOB),
                                        .subject = arena_text (staff->arena, said->ref),
                                        .who = arena_text (staff->arena, said->community) });
}

static void hear_job (struct staff *staff, const struct deadline_armed *said, instant now)
{
    struct arena *arena = staff->arena;
    struct job *job = rows_add (&staff->jobs);
    const struct entry *place = ledger_find (&staff->places, said->ref);
    *job = (struct job){ .ref = arena_text (arena, said->ref),
                         .premises = place ? arena_text (arena, place->text) : NULL,
                         .community = arena_text (arena, said->community),
                         .department = arena_text (arena, said->department),
                         .verifies = strcmp (said->clock, CLOCK_TIPOFF_VERIFICATION) == 0,
                         .since = now,
                         .due = said->due };
    job->deadline = note_running (staff, said->deadline, (int64_t)staff->jobs.count - 1)->word;
}

/* Found today, written tomorrow; by WHO, when it is one party's. */
static void plan_written (struct staff *staff, enum chore_kind kind,
                          const struct deadline_armed *said, const char *who, instant now)
{
    staff_plan (staff, &(struct chore){ .kind = kind,
                                        .when.at = staff_next_working_day (staff, now),
                                        .clock = note_running (staff, said->deadline, NO_JOB),
                                        .subject = arena_text (staff->arena, said->ref),
                                        .who = who ? arena_text (staff->arena, who) : NULL });
}

static void hear_notice (struct staff *staff, const struct deadline_armed *said, instant now)
{
    plan_written (staff, CHORE_NOTICE, said, NULL, now);
}

static void hear_report (struct staff *staff, const struct deadline_armed *said, instant now)
{
    plan_written (staff, CHORE_GOVERNMENT, said, NULL, now);
}

static void hear_answer (struct staff *staff, const struct deadline_armed *said, instant now)
{
    plan_written (staff, CHORE_ANSWER, said, said->department, now);
}

/* Its id is its deadline's. */
static void hear_task (struct staff *staff, const struct deadline_armed *said, instant now)
{
    struct deadline_armed task = *said;
    const struct entry *before = ledger_find (&staff->running, said->deadline);
    bool again = before && !before->b;
    if (strcmp (said->clock, CLOCK_JOINT) == 0 && !again) {
        ledger_make (&staff->joint, said->ref)->a++;
        entry_say (note_running (staff, said->deadline, NO_JOB), said->ref);
    }
    task.ref = said->deadline;
    plan_written (staff, CHORE_TASK, &task, said->tracker ? said->tracker : said->department, now);
}

/* NULL: worked on by what else is said of it. */
static const struct {
    const char *clock;
    void (*hear) (struct staff *staff, const struct deadline_armed *said, instant now);
} worked_on[] = {
    { CLOCK_TIPOFF_VERIFICATION, hear_job },
    { CLOCK_REINSPECTION, hear_job },
    { CLOCK_RECTIFICATION, hear_rectification },
    { CLOCK_WATCH, hear_watch },
    { CLOCK_NOTICE, hear_notice },
    { CLOCK_GOVERNMENT_REPORT, hear_report },
    { CLOCK_TIPOFF_ANSWER, hear_answer },
    { CLOCK_JOINT, hear_task },
    { CLOCK_ACTION, hear_task },
    { CLOCK_REFERRAL_SENDING, NULL },
    { CLOCK_SEALING_DECISION, NULL },
    { CLOCK_SUPERVISION, NULL }, /* by who puts it right */
    { CLOCK_DELIVERABLE, NULL },
    { CLOCK_WINDOW, NULL },
    { CLOCK_MEETING, NULL },
};
enum { WORKED_ON = sizeof worked_on / sizeof *worked_on };

static size_t worked_place (const char *clock)
{
    size_t place = 0;
    while (place < WORKED_ON && strcmp (worked_on[place].clock, clock) != 0)
        place++;
    return place;
}

static void hear_armed (struct staff *staff, const struct fact *fact, const void *event)
{
    const struct deadline_armed *said = event;
    size_t place = worked_place (said->clock);
    if (place < WORKED_ON && worked_on[place].hear)
        worked_on[place].hear (staff, said, fact->recorded);
}

const struct rehearsed_unworked *staff_unworked (const struct staff *staff,
                                                 const struct rehearsed *rehearsed, size_t *count)
{
    struct rehearsed_unworked *list =
        arena_take (staff->arena, (rehearsed->clocks_count + 1) * sizeof *list);
    *count = 0;
    for (size_t i = 0; staff_acts (staff) && i < rehearsed->clocks_count; i++) {
        const struct rehearsed_clock *clock = &rehearsed->clocks[i];
        if (clock->before + clock->armed > 0 && worked_place (clock->clock) == WORKED_ON)
            list[(*count)++] = (struct rehearsed_unworked){ .clock = clock->clock,
                                                            .name = clock->name,
                                                            .missed = clock->missed };
    }
    return list;
}

static void end_running (struct staff *staff, const char *deadline)
{
    struct entry *entry = ledger_find (&staff->running, deadline);
    if (!entry)
        return;
    if (entry->text && !entry->b)
        ledger_make (&staff->joint, entry->text)->a--;
    entry->b = true;
    if (entry->a != NO_JOB)
        ((struct job *)rows_at (&staff->jobs, (size_t)entry->a))->deadline = NULL;
}

static void hear_met (struct staff *staff, const struct fact *fact, const void *event)
{
    (void)fact;
    end_running (staff, ((const struct deadline_met *)event)->deadline);
}

static void hear_cancelled (struct staff *staff, const struct fact *fact, const void *event)
{
    (void)fact;
    end_running (staff, ((const struct deadline_cancelled *)event)->deadline);
}

/* SUBJECT is an order or a referral; the next step takes the place of the one before. */
static void plan_paper (struct staff *staff, enum chore_kind kind, const char *subject, instant at)
{
    struct entry *entry = note_running (staff, subject, NO_JOB);
    staff_plan (staff, &(struct chore){ .kind = kind,
                                        .when.at = staff_next_working_day (staff, at),
                                        .clock = entry,
                                        .subject = entry->word,
                                        .number = ++entry->c });
}

static void hear_drafted (struct staff *staff, const struct fact *fact, const void *event)
{
    plan_paper (staff, CHORE_NOTIFY, ((const struct order_drafted *)event)->order, fact->recorded);
}

static void hear_notified (struct staff *staff, const struct fact *fact, const void *event)
{
    const struct order_notified *said = event;
    plan_paper (staff, CHORE_APPROVE, said->order,
                said->until == INSTANT_ABSENT ? fact->recorded : said->until);
}

static void hear_approved (struct staff *staff, const struct fact *fact, const void *event)
{
    plan_paper (staff, CHORE_SERVE, ((const struct order_approved *)event)->order, fact->recorded);
}

static void hear_referral (struct staff *staff, const struct fact *fact, const void *event)
{
    plan_paper (staff, CHORE_REFER, ((const struct referral_drafted *)event)->referral,
                fact->recorded);
}

static void hear_order_withdrawn (struct staff *staff, const struct fact *fact, const void *event)
{
    (void)fact;
    end_running (staff, ((const struct order_withdrawn *)event)->order);
}

static void hear_served (struct staff *staff, const struct fact *fact, const void *event)
{
    (void)fact;
    end_running (staff, ((const struct order_served *)event)->order);
}

static void hear_rejected (struct staff *staff, const struct fact *fact, const void *event)
{
    (void)fact;
    end_running (staff, ((const struct order_rejected *)event)->order);
}

static void hear_sent (struct staff *staff, const struct fact *fact, const void *event)
{
    (void)fact;
    end_running (staff, ((const struct referral_sent *)event)->referral);
}

static void hear_referral_withdrawn (struct staff *staff, const struct fact *fact,
                                     const void *event)
{
    (void)fact;
    end_running (staff, ((const struct referral_withdrawn *)event)->referral);
}

static void hear_rectified (struct staff *staff, const struct fact *fact, const void *event)
{
    (void)fact;
    ledger_make (&staff->rectified, ((const struct rectification_reported *)event)->hazard)->a =
        true;
}

static void hear_reopened (struct staff *staff, const struct fact *fact, const void *event)
{
    (void)fact;
    ledger_make (&staff->rectified, ((const struct hazard_reopened *)event)->hazard)->a = false;
}

static void hear_tipoff (struct staff *staff, const struct fact *fact, const void *event)
{
    (void)fact;
    const struct tipoff_reported *said = event;
    if (said->premises)
        entry_say (ledger_make (&staff->places, said->tipoff), said->premises);
}

static void hear_opened (struct staff *staff, const struct fact *fact, const void *event)
{
    (void)fact;
    const struct hazard_opened *said = event;
    if (said->treatment->watcher)
        entry_say (ledger_make (&staff->watchers, said->hazard), said->treatment->watcher->name);
}

static void hear_premises (struct staff *staff, const struct fact *fact, const void *event)
{
    (void)fact;
    const struct premises_registered *said = event;
    const char **categories =
        arena_take (staff->arena, (said->categories_count + 1) * sizeof *categories);
    for (size_t i = 0; i < said->categories_count; i++)
        categories[i] = arena_text (staff->arena, said->categories[i]);
    *(struct known_premises *)rows_add (&staff->premises) =
        (struct known_premises){ .premises = arena_text (staff->arena, said->premises),
                                 .community = arena_text (staff->arena, said->community),
                                 .department = arena_text (staff->arena, said->department),
                                 .categories = categories,
                                 .categories_count = said->categories_count };
}

/* In time, but not before it must be. A day that is not known yet, or was met before, is nobody's
   to do. */
static void hear_owed (struct staff *staff, const struct fact *fact, const void *event)
{
    static const enum chore_kind chores[] = { [obligation_deliverable] = CHORE_HAND_IN,
                                              [obligation_window] = CHORE_FINISH,
                                              [obligation_meeting] = CHORE_MEET,
                                              [obligation_collection] = CHORE_COLLECT };
    const struct obligation_opened *said = event;
    const enum chore_kind kind = chores[said->kind];
    if (said->last == DAY_ABSENT)
        return;
    struct entry *entry = note_running (staff, said->obligation, NO_JOB);
    staff_plan (staff,
                &(struct chore){ .kind = kind,
                                 .when.at = later_of (staff_last_working_day (staff, said->last),
                                                      fact->recorded + MINUTE_MS),
                                 .clock = entry,
                                 .subject = arena_text (staff->arena, said->what),
                                 .who = arena_text (staff->arena, said->party) });
}

static void hear_owed_no_more (struct staff *staff, const struct fact *fact, const void *event)
{
    (void)fact;
    end_running (staff, ((const struct obligation_met *)event)->obligation);
}

void staff_hear (void *self, const struct heard *heard)
{
    static const struct {
        const struct record *(*word) (void);
        void (*hear) (struct staff *staff, const struct fact *fact, const void *event);
    } hears[] = {
        { premises_registered_record, hear_premises },
        { tipoff_reported_record, hear_tipoff },
        { hazard_opened_record, hear_opened },
        { deadline_armed_record, hear_armed },
        { deadline_met_record, hear_met },
        { deadline_cancelled_record, hear_cancelled },
        { order_drafted_record, hear_drafted },
        { order_notified_record, hear_notified },
        { order_approved_record, hear_approved },
        { referral_drafted_record, hear_referral },
        { order_served_record, hear_served },
        { order_rejected_record, hear_rejected },
        { order_withdrawn_record, hear_order_withdrawn },
        { referral_sent_record, hear_sent },
        { referral_withdrawn_record, hear_referral_withdrawn },
        { rectification_reported_record, hear_rectified },
        { hazard_reopened_record, hear_reopened },
        { obligation_opened_record, hear_owed },
        { obligation_met_record, hear_owed_no_more },
    };
    struct staff *staff = self;
    for (size_t i = 0; i < sizeof hears / sizeof *hears; i++) {
        const void *event = heard->word == hears[i].word() ? heard_event (heard) : NULL;
        if (event)
            hears[i].hear (staff, heard->fact, event);
    }
}
