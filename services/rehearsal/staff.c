/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "rehearsal/staff.h"
#include "base/random.h"
#include "base/stop.h"
#include "calendar/calendar.h"
#include "rehearsal/ledger.h"
#include "rehearsal/rows.h"
#include "rehearsal/timeline.h"
#include "words/escalation.h"
#include "words/intake.h"
#include "words/scheduling.h"
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Citizens are awake from 7 to 23; inspectors work from 9 to 17; paper is dealt with at 10. */
enum {
    TIPS_BEGIN_MS = 7 * HOUR_MS,
    TIPS_MINUTES = 16 * 60,
    WORK_BEGIN_MS = 9 * HOUR_MS,
    WORK_MS = 8 * HOUR_MS,
    PAPER_MS = 10 * HOUR_MS
};
enum { NO_JOB = -1 };

enum chore_kind {
    CHORE_DAY,     /* the day is planned; number: how many came before */
    CHORE_TIP,     /* a citizen reports something */
    CHORE_INSPECT, /* one inspector, one job; number: which inspector */
    CHORE_RECTIFY, /* a unit puts the hazard right */
    CHORE_WATCH,   /* a watcher checks in */
    CHORE_NOTIFY,  /* an order's next steps */
    CHORE_APPROVE,
    CHORE_SERVE,
    CHORE_REFER
};
struct chore {
    struct timed when;
    enum chore_kind kind;
    const char *subject;       /* the case, order or referral */
    const char *who;           /* CHORE_WATCH: the community */
    const struct entry *clock; /* the deadline it is for; NULL: none */
    int64_t number;
};

/* What waits for an inspector. */
struct job {
    const char *deadline, *ref, *premises, *community, *department; /* deadline NULL: done */
    bool verifies;
    instant since, due;
};

struct staff {
    struct staff_setup setup;
    struct arena *arena;
    struct random random;
    struct rehearsal *rehearsal;
    struct timeline chores;
    struct rows jobs, premises, weeks; /* premises: const char * */
    struct ledger running;   /* deadlines and papers; a: the place in jobs; b: it is over */
    struct ledger rectified; /* hazards; a: whether the unit says so */
    struct ledger places;    /* tip-offs; text: the premises */
    struct arena *said;      /* of one command and its answer */
    int64_t number, refused;
    const char *first_refused;
};

/* ---- what holds without a file ---- */

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
                             .premises = rows_of (sizeof (const char *)),
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
    arena_destroy (&staff->said);
    free (staff);
    *reference = NULL;
}

/* ---- who is there ---- */

static bool acts (const struct staff *staff)
{
    return staff->setup.inspectors != STAFF_NOBODY_ACTS;
}

static bool is_away (const struct staff *staff, const char *who, instant at)
{
    const struct party *party = office_party (staff->setup.office, who);
    const char *role =
        party ? choice_word (role_choices(), (int)office_role (staff->setup.office, party->id))
              : NULL;
    return absences_hold (staff->setup.absences, who, role, at);
}

static int64_t inspectors_at (const struct staff *staff, instant at)
{
    int64_t there = staff->setup.inspectors;
    for (size_t i = 0; i < staff->setup.absences->count; i++) {
        const struct absences one = { &staff->setup.absences->list[i], 1 };
        there -= absences_hold (&one, STAFF_INSPECTOR, NULL, at);
    }
    return there > 0 ? there : 0;
}

static bool is_worked (const struct staff *staff, day d)
{
    return workday_on (staff->setup.office->calendar, d, d).works;
}

static instant next_working_day (const struct staff *staff, instant at)
{
    day d = day_of (at) + 1;
    while (!is_worked (staff, d))
        d++;
    return day_start (d) + PAPER_MS;
}

/* Whoever may do ACT and is there; NULL: nobody is. */
static const char *who_does (const struct staff *staff, const char *act, instant at)
{
    const struct policy *policy = staff->setup.office->policy;
    for (size_t i = 0; i < policy->acts_count; i++)
        for (size_t n = 0;
             strcmp (policy->acts[i].act, act) == 0 && n < policy->acts[i].roles_count; n++)
            if (!is_away (staff, policy->acts[i].roles[n], at))
                return policy->acts[i].roles[n];
    return NULL;
}

/* ---- chance ---- */

static bool chance (struct staff *staff, int64_t percent)
{
    return random_chance (&staff->random, (unsigned)percent);
}

static int64_t below (struct staff *staff, int64_t bound)
{
    return bound > 0 ? (int64_t)random_below (&staff->random, (uint64_t)bound) : 0;
}

static void plan (struct staff *staff, const struct chore *chore)
{
    timeline_put (&staff->chores, chore);
}

/* ---- speaking ---- */

static bool say (struct staff *staff, const char *type, const char *data)
{
    const char *frame = arena_format (staff->said,
                                      "{\"specversion\":\"1.0\",\"id\":\"staff-%" PRId64
                                      "\",\"source\":\"//rehearsal\",\"type\":\"%s\",\"data\":%s}",
                                      ++staff->number, type, data);
    const char *answer =
        rehearsal_say (staff->rehearsal, machine_hearing (type), frame, staff->said);
    bool accepted = answer && strstr (answer, "\"status\":\"accepted\"");
    if (!accepted && ++staff->refused == 1)
        staff->first_refused =
            arena_format (staff->arena, "%s %s: %s", type, data, answer ? answer : "no answer");
    return accepted;
}

static const char *quote (struct staff *staff, const char *words)
{
    struct text text = text_in (staff->said);
    text_put_json (&text, words);
    return text.bytes;
}

/* ---- citizens ---- */

/* A register that knows no premises is given one for each community, so that something can be found
 * there. */
static void fill_register (struct staff *staff)
{
    const struct organisation *organisation = staff->setup.office->organisation;
    const struct categories *categories = staff->setup.office->categories;
    for (size_t i = 0; i < organisation->communities_count; i++) {
        const struct party *community = &organisation->communities[i];
        const char *name = arena_format (staff->said, "%s某单位", community->name);
        say (staff, "premises.register",
             arena_format (staff->said,
                           "{\"premises\":\"rehearsal-%zu\",\"name\":%s,\"categories\":[%s],"
                           "\"community\":%s}",
                           i + 1, quote (staff, name),
                           quote (staff, categories->premises[i % categories->premises_count].id),
                           quote (staff, community->id)));
    }
}

static void report_tip (struct staff *staff)
{
    const struct categories *categories = staff->setup.office->categories;
    if (staff->premises.count == 0)
        fill_register (staff);
    int64_t category = below (staff, (int64_t)categories->hazards_count);
    const char *const *premises =
        rows_at (&staff->premises, (size_t)below (staff, (int64_t)staff->premises.count));
    say (staff, "tipoff.report",
         arena_format (staff->said,
                       "{\"text\":%s,\"place\":{\"premises\":%s},\"category\":%s,"
                       "\"channel\":\"12345\"}",
                       quote (staff, categories->hazards[category].name), quote (staff, *premises),
                       quote (staff, categories->hazards[category].id)));
}

static void plan_tips (struct staff *staff, day d)
{
    for (int64_t minute = 0; minute < TIPS_MINUTES; minute++) {
        /* More than one a minute come in the same minute. */
        int64_t expected = staff->setup.tips_thousandths;
        int64_t tips = expected / (TIPS_MINUTES * 1000);
        tips += below (staff, TIPS_MINUTES * 1000) < expected % (TIPS_MINUTES * 1000);
        for (int64_t i = 0; i < tips; i++)
            plan (staff,
                  &(struct chore){ .kind = CHORE_TIP,
                                   .when.at = day_start (d) + TIPS_BEGIN_MS + minute * MINUTE_MS });
    }
}

/* ---- inspectors ---- */

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
    int64_t there = inspectors_at (staff, day_start (d));
    if (!acts (staff) || !is_worked (staff, d))
        return;
    week_of (staff, d)->able += there * jobs;
    for (int64_t i = 0; i < jobs; i++)
        for (int64_t n = 0; n < there; n++)
            plan (staff,
                  &(struct chore){ .kind = CHORE_INSPECT,
                                   .when.at = day_start (d) + WORK_BEGIN_MS + i * WORK_MS / jobs,
                                   .number = n + 1 });
}

/* What is due first, of those whose department is there to go along. */
static struct job *first_job (struct staff *staff, instant now)
{
    struct job *first = NULL;
    for (size_t i = 0; i < staff->jobs.count; i++) {
        struct job *job = rows_at (&staff->jobs, i);
        if (job->deadline && (!first || job->due < first->due) &&
            !is_away (staff, job->department, now))
            first = job;
    }
    return first;
}

static const char *draw_treatment (struct staff *staff, const struct job *job, bool major)
{
    const struct staffing *staffing = staff->setup.staffing;
    if (chance (staff, staffing->immediate_percent))
        return "{\"kind\":\"immediate\",\"proof\":\"当场整改\"}";
    if (chance (staff, staffing->suspension_percent) && major)
        return "{\"kind\":\"suspension\",\"grounds\":\"不能保证安全\"}";
    return arena_format (staff->said,
                         "{\"kind\":\"deferred\",\"measures\":\"专人值守\",\"watcher\":{\"name\":"
                         "\"盯守人\"},\"tracker\":%s,\"working_days\":%" PRId64 "}",
                         quote (staff, job->community), staffing->deferred_working_days);
}

static const char *draw_finding (struct staff *staff, const struct job *job)
{
    const struct categories *categories = staff->setup.office->categories;
    bool major = chance (staff, staff->setup.staffing->major_percent);
    const struct hazard_category *category =
        &categories->hazards[below (staff, (int64_t)categories->hazards_count)];
    return arena_format (staff->said,
                         "{\"premises\":%s,\"category\":%s,\"severity\":\"%s\",\"description\":%s,"
                         "\"treatment\":%s}",
                         quote (staff, job->premises), quote (staff, category->id),
                         major ? "major" : "general", quote (staff, category->name),
                         draw_treatment (staff, job, major));
}

static void verify (struct staff *staff, const struct job *job, int64_t inspector)
{
    bool founded = job->premises && chance (staff, staff->setup.staffing->founded_percent);
    say (staff, "tipoff.verify",
         arena_format (staff->said,
                       "{\"tipoff\":\"%s\",\"outcome\":\"%s\",\"reason\":\"现场核查\","
                       "\"inspectors\":[\"检查员%" PRId64 "\"]%s%s}",
                       job->ref, founded ? "founded" : "unfounded", inspector,
                       founded ? ",\"finding\":" : "", founded ? draw_finding (staff, job) : ""));
}

static void reinspect (struct staff *staff, const struct job *job, int64_t inspector)
{
    const struct entry *rectified = ledger_find (&staff->rectified, job->ref);
    bool passed =
        rectified && rectified->a && chance (staff, staff->setup.staffing->passed_percent);
    say (staff, "reinspection.report",
         arena_format (staff->said,
                       "{\"hazard\":\"%s\",\"outcome\":\"%s\",\"inspectors\":[\"检查员%" PRId64
                       "\"]}",
                       job->ref, passed ? "passed" : "failed", inspector));
}

static void inspect (struct staff *staff, const struct chore *chore)
{
    struct job *job = first_job (staff, chore->when.at);
    if (!job)
        return;
    const struct job taken = *job;
    job->deadline = NULL; /* whatever comes of it, it is not done twice */
    week_of (staff, day_of (chore->when.at))->done++;
    (taken.verifies ? verify : reinspect) (staff, &taken, chore->number);
}

/* ---- units, watchers, deciders ---- */

/* Whoever is away does it the morning after coming back. */
static bool puts_off (struct staff *staff, const struct chore *chore, bool away)
{
    struct chore later = *chore;
    later.when.at = day_start (day_of (chore->when.at) + 1) + WORK_BEGIN_MS;
    if (away)
        plan (staff, &later);
    return away;
}

static void rectify (struct staff *staff, const struct chore *chore)
{
    if (!puts_off (staff, chore, is_away (staff, STAFF_UNIT, chore->when.at)))
        say (staff, "rectification.report",
             arena_format (staff->said, "{\"hazard\":\"%s\",\"proof\":\"整改照片\"}",
                           chore->subject));
}

static void check_in (struct staff *staff, const struct chore *chore)
{
    bool away = is_away (staff, STAFF_WATCHER, chore->when.at) ||
                is_away (staff, chore->who, chore->when.at);
    if (!puts_off (staff, chore, away))
        say (staff, "watch.report",
             arena_format (staff->said, "{\"hazard\":\"%s\",\"watcher\":\"盯守人\"}",
                           chore->subject));
}

static void do_paper (struct staff *staff, const struct chore *chore)
{
    static const struct {
        const char *act, *rest;
    } papers[] = {
        [CHORE_NOTIFY] = { "order.notify",
                           "\"order\":\"%s\",\"evidence\":\"告知书\",\"inspectors\":[\"检查员1\","
                           "\"检查员2\"]" },
        [CHORE_APPROVE] = { "order.approve", "\"order\":\"%s\"" },
        [CHORE_SERVE] = { "order.serve",
                          "\"order\":\"%s\",\"evidence\":\"送达回证\",\"inspectors\":[\"检查员1\","
                          "\"检查员2\"]" },
        [CHORE_REFER] = { "referral.send", "\"referral\":\"%s\",\"document\":\"移送函\"" },
    };
    const char *act = papers[chore->kind].act, *rest = papers[chore->kind].rest;
    const char *by = who_does (staff, act, chore->when.at);
    const char *mark = strstr (rest, "%s");
    struct chore later = *chore;
    later.when.at = next_working_day (staff, chore->when.at);
    if (!by) {
        plan (staff, &later);
        return;
    }
    say (staff, act,
         arena_format (staff->said, "{\"by\":%s,%.*s%s%s}", quote (staff, by), (int)(mark - rest),
                       rest, chore->subject, mark + 2));
}

/* ---- hearing: what becomes somebody's to do ---- */

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
    instant at = chance (staff, staffing->rectified_in_time_percent)
                     ? said->from + below (staff, length)
                     : said->due + below (staff, staffing->rectified_late_days_max * DAY_MS);
    plan (staff, &(struct chore){ .kind = CHORE_RECTIFY,
                                  .when.at = later_of (at, now + MINUTE_MS),
                                  .clock = note_running (staff, said->deadline, NO_JOB),
                                  .subject = arena_text (staff->arena, said->ref) });
}

static void hear_watch (struct staff *staff, const struct deadline_armed *said, instant now)
{
    const struct staffing *staffing = staff->setup.staffing;
    instant at = chance (staff, staffing->watched_percent)
                     ? said->due - 1 - below (staff, (said->due - said->from) / 2)
                     : said->due + below (staff, staffing->watched_late_hours_max * HOUR_MS);
    plan (staff, &(struct chore){ .kind = CHORE_WATCH,
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

static void hear_armed (struct staff *staff, const struct fact *fact, const void *event)
{
    const struct deadline_armed *said = event;
    if (strcmp (said->clock, CLOCK_TIPOFF_VERIFICATION) == 0 ||
        strcmp (said->clock, CLOCK_REINSPECTION) == 0)
        hear_job (staff, said, fact->recorded);
    else if (strcmp (said->clock, CLOCK_RECTIFICATION) == 0)
        hear_rectification (staff, said, fact->recorded);
    else if (strcmp (said->clock, CLOCK_WATCH) == 0)
        hear_watch (staff, said, fact->recorded);
}

static void end_running (struct staff *staff, const char *deadline)
{
    struct entry *entry = ledger_find (&staff->running, deadline);
    if (!entry)
        return;
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

/* SUBJECT is an order or a referral. */
static void plan_paper (struct staff *staff, enum chore_kind kind, const char *subject, instant at)
{
    struct entry *entry = note_running (staff, subject, NO_JOB);
    plan (staff, &(struct chore){ .kind = kind,
                                  .when.at = next_working_day (staff, at),
                                  .clock = entry,
                                  .subject = entry->word });
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

static void hear_premises (struct staff *staff, const struct fact *fact, const void *event)
{
    (void)fact;
    const struct premises_registered *said = event;
    *(const char **)rows_add (&staff->premises) = arena_text (staff->arena, said->premises);
}

void staff_hear (void *self, const struct heard *heard)
{
    static const struct {
        const struct record *(*word) (void);
        void (*hear) (struct staff *staff, const struct fact *fact, const void *event);
    } hears[] = {
        { premises_registered_record, hear_premises },
        { tipoff_reported_record, hear_tipoff },
        { deadline_armed_record, hear_armed },
        { deadline_met_record, hear_met },
        { deadline_cancelled_record, hear_cancelled },
        { order_drafted_record, hear_drafted },
        { order_notified_record, hear_notified },
        { order_approved_record, hear_approved },
        { referral_drafted_record, hear_referral },
        { order_withdrawn_record, hear_order_withdrawn },
        { referral_withdrawn_record, hear_referral_withdrawn },
        { rectification_reported_record, hear_rectified },
        { hazard_reopened_record, hear_reopened },
    };
    struct staff *staff = self;
    for (size_t i = 0; i < sizeof hears / sizeof *hears; i++) {
        const void *event = heard->word == hears[i].word() ? heard_event (heard) : NULL;
        if (event)
            hears[i].hear (staff, heard->fact, event);
    }
}

/* ---- the play ---- */

static void begin_day (struct staff *staff, const struct chore *chore)
{
    day d = day_of (chore->when.at);
    if (chore->number > 0)
        count_waiting (staff, chore->when.at);
    plan_tips (staff, d);
    plan_inspections (staff, d);
    plan (staff, &(struct chore){ .kind = CHORE_DAY,
                                  .when.at = day_start (d + 1),
                                  .number = chore->number + 1 });
}

static void act (struct staff *staff, const struct chore *chore)
{
    if (chore->clock && chore->clock->b)
        return; /* it was met or called off meanwhile */
    switch (chore->kind) {
    case CHORE_DAY:
        begin_day (staff, chore);
        return;
    case CHORE_TIP:
        report_tip (staff);
        return;
    case CHORE_INSPECT:
        inspect (staff, chore);
        return;
    case CHORE_RECTIFY:
        if (acts (staff))
            rectify (staff, chore);
        return;
    case CHORE_WATCH:
        if (acts (staff))
            check_in (staff, chore);
        return;
    case CHORE_NOTIFY:
    case CHORE_APPROVE:
    case CHORE_SERVE:
    case CHORE_REFER:
        if (acts (staff))
            do_paper (staff, chore);
        return;
    }
}

void staff_play (struct staff *staff, struct rehearsal *rehearsal, instant to)
{
    instant now = rehearsal_now (rehearsal), today = day_start (day_of (now));
    staff->rehearsal = rehearsal;
    plan (staff, &(struct chore){ .kind = CHORE_DAY,
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
