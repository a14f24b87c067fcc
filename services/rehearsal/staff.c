/* Who they are, when they work, and the days one after the other. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "rehearsal/staff_inside.h"
#include "base/stop.h"
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

const struct staffing *staffing_read (const char *folder, struct arena *arena,
                                      struct refusals *refusals)
{
    static const struct staffing otherwise = { .jobs_a_day = 6,
                                               .founded_percent = 60,
                                               .major_percent = 15,
                                               .immediate_percent = 40,
                                               .suspension_percent = 10,
                                               .deferred_working_days = 7,
                                               .rectified_in_time_percent = 85,
                                               .rectified_late_days_max = 10,
                                               .passed_percent = 90,
                                               .watched_percent = 97,
                                               .watched_late_hours_max = 12 };
    const char *path = arena_format (arena, "%s/rehearsal.yaml", folder);
    if (access (path, F_OK) != 0 && errno == ENOENT)
        return &otherwise;
    return record_from_yaml (staffing_record(), path, arena, refusals);
}

struct staff *staff_new (const struct staff_setup *setup, struct arena *arena)
{
    struct staff *staff = calloc (1, sizeof *staff);
    if (!staff)
        stop (STOP_OS, "memory.staff", "no memory");
    *staff = (struct staff){ .setup = *setup,
                             .arena = arena,
                             .random = random_from (setup->seed),
                             .chores = timeline_of (sizeof (struct chore)),
                             .jobs = rows_of (sizeof (struct job)),
                             .premises = rows_of (sizeof (struct known_premises)),
                             .weeks = rows_of (sizeof (struct rehearsed_inspectors)),
                             .said = arena_new() };
    return staff;
}

void staff_destroy (struct staff **reference)
{
    struct staff *staff = *reference;
    if (!staff)
        return;
    timeline_empty (&staff->chores);
    rows_empty (&staff->jobs);
    rows_empty (&staff->premises);
    rows_empty (&staff->weeks);
    ledger_clear (&staff->running);
    ledger_clear (&staff->rectified);
    ledger_clear (&staff->places);
    ledger_clear (&staff->watchers);
    ledger_clear (&staff->joint);
    arena_destroy (&staff->said);
    free (staff);
    *reference = NULL;
}

bool staff_chance (struct staff *staff, int64_t percent)
{
    return random_chance (&staff->random, (unsigned)percent);
}

int64_t staff_below (struct staff *staff, int64_t bound)
{
    return bound > 0 ? (int64_t)random_below (&staff->random, (uint64_t)bound) : 0;
}

void staff_plan (struct staff *staff, const struct chore *chore)
{
    timeline_put (&staff->chores, chore);
}

static void plan_tips (struct staff *staff, day d)
{
    for (int64_t minute = 0; minute < TIPS_MINUTES; minute++) {
        /* More than one a minute come in the same minute. */
        int64_t expected = staff->setup.tips_thousandths;
        int64_t tips = expected / (TIPS_MINUTES * 1000);
        tips += staff_below (staff, TIPS_MINUTES * 1000) < expected % (TIPS_MINUTES * 1000);
        for (int64_t i = 0; i < tips; i++)
            staff_plan (staff, &(struct chore){ .kind = CHORE_TIP,
                                                .when.at = day_start (d) + TIPS_BEGIN_MS +
                                                           minute * MINUTE_MS });
    }
}

/* The week of D; a new one begins with what the last one left. */
static struct rehearsed_inspectors *week_of (struct staff *staff, day d)
{
    day monday = d - (day_weekday (d) - 1);
    struct rehearsed_inspectors *last =
        staff->weeks.count > 0 ? rows_at (&staff->weeks, staff->weeks.count - 1) : NULL;
    if (!last || last->week != monday) {
        last = rows_add (&staff->weeks);
        last->week = monday;
    }
    return last;
}

/* Of what waits, counted anew each day: the last of a week stays. */
static void count_waiting (struct staff *staff, instant now)
{
    struct rehearsed_inspectors *week = week_of (staff, day_of (now - 1));
    week->waiting = week->longest_hours = 0;
    for (size_t i = 0; i < staff->jobs.count; i++) {
        const struct job *job = rows_at (&staff->jobs, i);
        int64_t hours = (now - job->since) / HOUR_MS;
        week->waiting += job->deadline != NULL;
        if (job->deadline && hours > week->longest_hours)
            week->longest_hours = hours;
    }
}

static void plan_inspections (struct staff *staff, day d)
{
    int64_t jobs = staff->setup.staffing->jobs_a_day;
    int64_t there = staff_inspectors_at (staff, day_start (d));
    if (!staff_acts (staff) || !staff_works_on (staff, d))
        return;
    week_of (staff, d)->able += there * jobs;
    for (int64_t i = 0; i < jobs; i++)
        for (int64_t n = 0; n < there; n++)
            staff_plan (staff, &(struct chore){ .kind = CHORE_INSPECT,
                                                .when.at = day_start (d) + WORK_BEGIN_MS +
                                                           i * WORK_MS / jobs,
                                                .number = n + 1 });
}

/* Before its joint tasks are done it is not passed. */
static bool is_kept_open (const struct staff *staff, const struct job *job)
{
    const struct entry *joint = ledger_find (&staff->joint, job->ref);
    return joint && joint->a > 0;
}

/* What is due first, of those whose department is there to go along. */
static struct job *first_job (struct staff *staff, instant now)
{
    struct job *first = NULL, *job;
    while (staff->jobs_over < staff->jobs.count &&
           !(job = rows_at (&staff->jobs, staff->jobs_over))->deadline)
        staff->jobs_over++;
    for (size_t i = staff->jobs_over; i < staff->jobs.count; i++) {
        job = rows_at (&staff->jobs, i);
        if (job->deadline && (!first || job->due < first->due) &&
            !staff_is_away (staff, job->department, now) && !is_kept_open (staff, job))
            first = job;
    }
    return first;
}

static void inspect (struct staff *staff, const struct chore *chore)
{
    struct job *job = first_job (staff, chore->when.at);
    if (!job)
        return;
    const struct job taken = *job;
    job->deadline = NULL; /* whatever comes of it, it is not done twice */
    week_of (staff, day_of (chore->when.at))->done++;
    (taken.verifies ? staff_verify : staff_reinspect) (staff, &taken, chore->number);
}

static void begin_day (struct staff *staff, const struct chore *chore)
{
    day d = day_of (chore->when.at);
    if (chore->number > 0)
        count_waiting (staff, chore->when.at);
    plan_tips (staff, d);
    plan_inspections (staff, d);
    staff_plan (staff, &(struct chore){ .kind = CHORE_DAY,
                                        .when.at = day_start (d + 1),
                                        .number = chore->number + 1 });
}

static void act (struct staff *staff, const struct chore *chore)
{
    if (chore->clock && chore->clock->b)
        return; /* it was met or called off meanwhile */
    if (chore->clock && chore->clock->c > chore->number)
        return; /* somebody else did this step */
    switch (chore->kind) {
    case CHORE_DAY:
        begin_day (staff, chore);
        return;
    case CHORE_TIP:
        staff_report_tip (staff);
        return;
    case CHORE_INSPECT:
        inspect (staff, chore);
        return;
    case CHORE_RECTIFY:
        if (staff_acts (staff))
            staff_rectify (staff, chore);
        return;
    case CHORE_WATCH:
        if (staff_acts (staff))
            staff_check_in (staff, chore);
        return;
    case CHORE_NOTIFY:
    case CHORE_APPROVE:
    case CHORE_SERVE:
    case CHORE_REFER:
    case CHORE_NOTICE:
    case CHORE_GOVERNMENT:
        if (staff_acts (staff))
            staff_do_paper (staff, chore);
        return;
    case CHORE_HAND_IN:
    case CHORE_COLLECT:
    case CHORE_MEET:
    case CHORE_FINISH:
    case CHORE_TASK:
    case CHORE_ANSWER:
        if (staff_acts (staff))
            staff_do_owed (staff, chore);
        return;
    }
}

void staff_play (struct staff *staff, struct rehearsal *rehearsal, instant to)
{
    instant now = rehearsal_now (rehearsal), today = day_start (day_of (now));
    staff->rehearsal = rehearsal;
    staff_plan (staff,
                &(struct chore){ .kind = CHORE_DAY,
                                 .when.at = now == today ? today : day_start (day_of (now) + 1) });
    for (;;) {
        instant own = timeline_next (&staff->chores), other = rehearsal_next (rehearsal);
        if (own >= to && other >= to)
            break;
        rehearsal_run (rehearsal, own < other ? own : other);
        if (own >= other)
            continue;
        struct chore chore;
        timeline_take (&staff->chores, &chore);
        act (staff, &chore);
        arena_reset (staff->said);
    }
    rehearsal_run (rehearsal, to);
    count_waiting (staff, to);
}

const struct rehearsed_inspectors *staff_weeks (const struct staff *staff, size_t *count)
{
    *count = staff->weeks.count;
    return staff->weeks.list;
}

int64_t staff_refused (const struct staff *staff, const char **first)
{
    *first = staff->first_refused;
    return staff->refused;
}
