/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "scheduling/deadline.h"
#include "base/fault.h"
#include "scheduling/arm.h"
#include "scheduling/order_clock.h"
#include "scheduling/move.h"
#include "scheduling/plan.h"
#include "scheduling/returned.h"
#include "scheduling/supervision.h"
#include "scheduling/news.h"
#include "scheduling/telling.h"
#include "scheduling/wording.h"
#include "words/intake.h"
#include "words/words.h"
#include <inttypes.h>
#include <string.h>

enum { STATES = deadline_state_paused + 1 };

static const enum deadline_state next_state[STATES][DEADLINE_ACTS] = {
    [deadline_state_armed] = { [DEADLINE_MEET] = deadline_state_met,
                               [DEADLINE_MISS] = deadline_state_missed,
                               [DEADLINE_CANCEL] = deadline_state_cancelled,
                               [DEADLINE_EXTEND] = deadline_state_armed,
                               [DEADLINE_MOVE] = deadline_state_armed,
                               [DEADLINE_PAUSE] = deadline_state_paused },
    [deadline_state_missed] = { [DEADLINE_MEET] = deadline_state_met,
                                [DEADLINE_CANCEL] = deadline_state_cancelled,
                                [DEADLINE_EXTEND] = deadline_state_armed,
                                [DEADLINE_MOVE] = deadline_state_armed },
    [deadline_state_paused] = { [DEADLINE_MEET] = deadline_state_met,
                                [DEADLINE_CANCEL] = deadline_state_cancelled,
                                [DEADLINE_MOVE] = deadline_state_armed },
};

enum deadline_state deadline_next (enum deadline_state state, enum deadline_act act)
{
    return next_state[state][act];
}

bool deadline_is_open (enum deadline_state state)
{
    return deadline_next (state, DEADLINE_MEET) != deadline_state_absent;
}

const char *deadline_about (const struct deadline_row *deadline, struct arena *arena)
{
    enum { NAME_CHARACTERS = 199 }; /* and the … that stands for the rest */
    const char *about = deadline->matter ? deadline->matter : deadline->premises_name;
    return text_shortened (deadline_prose (deadline, about), NAME_CHARACTERS, arena);
}

const char *deadline_prose (const struct deadline_row *deadline, const char *said)
{
    bool at_home = text_same (deadline->premises_name, WORDS_HIDDEN);
    return said && at_home ? WORDS_HIDDEN : said;
}

/* ---- what is done to one ---- */

const struct deadline_row *deadline_find (const struct case_seen *seen, const char *clock,
                                          int64_t cycle)
{
    for (size_t i = 0; i < seen->count; i++)
        if (strcmp (seen->deadlines[i].clock, clock) == 0 && seen->deadlines[i].cycle == cycle)
            return &seen->deadlines[i];
    return NULL;
}

static void meet (const struct deadline_row *deadline, instant at, struct decision *decision)
{
    if (!deadline || deadline_next (deadline->state, DEADLINE_MEET) == deadline_state_absent)
        return;
    decision_event (decision, deadline_met_record, deadline->ref,
                    &(struct deadline_met){ .deadline = deadline->deadline,
                                            .ref = deadline->ref,
                                            .at = at,
                                            .late = deadline->state != deadline_state_paused &&
                                                    at > deadline->due });
}

static void cancel (const struct deadline_row *deadline, const char *reason,
                    struct decision *decision)
{
    if (!deadline || deadline_next (deadline->state, DEADLINE_CANCEL) == deadline_state_absent)
        return;
    decision_event (decision, deadline_cancelled_record, deadline->ref,
                    &(struct deadline_cancelled){
                        .deadline = deadline->deadline, .ref = deadline->ref, .reason = reason });
}

const struct deadline_row *deadline_of_case (const struct case_seen *seen)
{
    static const char *const own[] = { CLOCK_RECTIFICATION, CLOCK_TIPOFF_VERIFICATION };
    for (size_t i = 0; i < sizeof own / sizeof *own; i++)
        for (size_t j = 0; j < seen->count; j++)
            if (strcmp (seen->deadlines[j].clock, own[i]) == 0)
                return &seen->deadlines[j];
    return seen->count > 0 ? &seen->deadlines[0] : NULL;
}

struct arming deadline_again (const struct case_seen *seen, const char *clock, int64_t cycle,
                              instant from)
{
    const struct deadline_row *like = deadline_of_case (seen);
    struct arming arming = like ? arming_like (like) : (struct arming){ .ref = NULL };
    const struct hazard_category *category = office_hazard_category (seen->office, arming.category);
    arming.urgent = category && category->urgent;
    arming.clock = clock;
    arming.cycle = cycle;
    arming.from = from;
    arming.reached = seen->recorded;
    return arming;
}

/* How often a re-inspection of CYCLE fell with the time limit that it followed on. */
static int64_t dropped (const struct case_seen *seen, int64_t cycle)
{
    int64_t count = 0;
    for (size_t i = 0; i < seen->count; i++)
        count += strcmp (seen->deadlines[i].clock, CLOCK_REINSPECTION) == 0 &&
                 seen->deadlines[i].cycle == cycle &&
                 seen->deadlines[i].state == deadline_state_cancelled;
    return count;
}

/* What sets the re-inspection of CYCLE, from when its rectification was reported or expired. */
static struct arming reinspection (const struct case_seen *seen, int64_t cycle, instant from)
{
    const struct deadline_row *limit = deadline_find (seen, CLOCK_RECTIFICATION, cycle);
    struct arming arming = deadline_again (seen, CLOCK_REINSPECTION, cycle, from);
    int64_t before = dropped (seen, cycle);
    arming.extension = limit && limit->extensions > before ? limit->extensions : before;
    return arming;
}

int64_t deadline_last_cycle (const struct case_seen *seen, const char *clock)
{
    int64_t last = 0;
    for (size_t i = 0; i < seen->count; i++)
        if (strcmp (seen->deadlines[i].clock, clock) == 0 && seen->deadlines[i].cycle > last)
            last = seen->deadlines[i].cycle;
    return last;
}

void deadline_meet_clock (const struct case_seen *seen, const char *clock, int64_t cycle,
                          instant at, struct decision *decision)
{
    meet (deadline_find (seen, clock, cycle), at, decision);
}

void deadline_cancel_clock (const struct case_seen *seen, const char *clock, int64_t cycle,
                            const char *reason, struct decision *decision)
{
    cancel (deadline_find (seen, clock, cycle), reason, decision);
}

/* ---- tip-offs ---- */

static const char *address_of (const struct tipoff_reported *said)
{
    return said->premises_name ? said->premises_name : said->address;
}

static void tell_fire (const struct tipoff_reported *said, const char *const *words, size_t count,
                       bool private, const struct case_seen *seen, struct decision *decision)
{
    struct arena *arena = decision->arena;
    const char *key = arena_format (arena, "%s/fire%s", said->tipoff, private ? "/leaders" : "");
    const char *place = private ? WORDS_HIDDEN : address_of (said);
    struct news news = {
        .ref = said->tipoff,
        .subject = arena_format (arena, "【疑似火情】%s（%s）", wording_place (place, arena),
                                 said->tipoff),
        .text = arena_format (arena,
                              "案号：%s\n地点：%s\n举报内容：%s\n已告知举报人拨打 "
                              "119，请立即核实。\n",
                              said->tipoff, wording_place (place, arena),
                              private ? WORDS_HIDDEN : text_shortened (said->text, 2000, arena)),
        .about = { .community = said->community, .department = said->department }
    };
    news_add_words (&news, words, count);
    news_raise (&news, key, seen->office, decision);
}

/* Leaders are told at once; the informant was told to call 119 (services/intake/tipoff.h). Where
   people at home burn, those who go there are told where it is. */
static void tell_of_fire (const struct tipoff_reported *said, const struct case_seen *seen,
                          struct decision *decision)
{
    enum { NEAR = 3, ALL = 6 };
    static const char *const words[ALL] = { "community", "department",       "office",
                                            "deputy",    "executive_deputy", "leader" };
    if (seen->count > 0) /* heard twice */
        return;
    tell_fire (said, words, said->private ? NEAR : ALL, false, seen, decision);
    if (said->private)
        tell_fire (said, words + NEAR, ALL - NEAR, true, seen, decision);
}

/* Nobody knows yet of which category it is, and it may be the locked exit: until it is triaged the
   strictest that any category would have (domain.md 3). */
static void take_strictest (struct arming *arming, const struct case_seen *seen,
                            struct arena *arena)
{
    const struct office *office = seen->office;
    const struct clock_policy *clock = office_clock (office, arming->clock);
    const struct clock_rule_row *strictest = NULL;
    instant first = INSTANT_NEVER;
    for (size_t i = 0; clock && i < office->categories->hazards_count; i++) {
        const struct hazard_category *category = &office->categories->hazards[i];
        const struct clock_rule_row *row =
            office_clock_rule (clock, &(struct clock_case){ .category = category->id,
                                                            .urgent = category->urgent,
                                                            .on = day_of (arming->from) });
        const struct clock_rule rule = office_counts_by (row);
        if (row == strictest)
            continue;
        instant due =
            clock_run (office->calendar, &rule, arming->from, day_of (seen->now), arena).due;
        if (due >= first)
            continue;
        strictest = row;
        first = due;
        arming->rule = rule;
        arming->why = "类别未定，按最严的时限计算";
    }
}

/* Who may triage it is asked to. */
static void ask_for_category (const struct arming *arming, const struct case_seen *seen,
                              struct decision *decision)
{
    struct arena *arena = decision->arena;
    const struct deadline_row row = { .deadline = deadline_id (arming, arena),
                                      .ref = arming->ref,
                                      .clock = arming->clock,
                                      .premises = arming->premises,
                                      .premises_name = arming->premises_name,
                                      .community = arming->community,
                                      .department = arming->department };
    const char *due =
        clock_moment (arm_end (arming, seen->office, day_of (seen->now), arena).end.due, arena);
    telling (
        &row, seen->office, arena_format (arena, "%s/triage", arming->ref),
        arena_format (arena, "【举报待分类】%s前核查：%s（%s）", due, telling_about (&row, arena),
                      arming->ref),
        arena_format (arena,
                      "案号：%s\n地点：%s\n举报未写明隐患类别，按最严的时限核查，现核查期限：%s\n"
                      "请尽快分类（tipoff.triage），分类后自收到举报时起按该类别重新计算。\n",
                      arming->ref, wording_place (arming->premises_name, arena), due),
        decision);
}

void deadline_decide_tipoff_reported (const void *said_void, const void *seen_void,
                                      struct decision *decision)
{
    const struct tipoff_reported *said = said_void;
    const struct case_seen *seen = seen_void;
    bool undetermined = !said->category && !said->urgent;
    struct arming arming = { .ref = said->tipoff,
                             .clock = CLOCK_TIPOFF_VERIFICATION,
                             .cycle = 1,
                             .from = seen->time,
                             .reached = seen->recorded,
                             .due = INSTANT_ABSENT,
                             .working_days = NUMBER_ABSENT,
                             .urgent = said->urgent,
                             .premises = said->private ? WORDS_HIDDEN : said->premises,
                             .premises_name = said->private ? WORDS_HIDDEN : address_of (said),
                             .community = said->community,
                             .department = said->department,
                             .category = said->category };
    if (undetermined)
        take_strictest (&arming, seen, decision->arena);
    arm (&arming, seen, decision);
    if (undetermined && seen->count == 0) /* not heard twice */
        ask_for_category (&arming, seen, decision);
    if (said->burning)
        tell_of_fire (said, seen, decision);
}

void deadline_decide_tipoff_verified (const void *said, const void *seen_void,
                                      struct decision *decision)
{
    const struct tipoff_verified *verified = said;
    const struct case_seen *seen = seen_void;
    for (size_t i = 0; i < seen->count; i++)
        if (strcmp (seen->deadlines[i].clock, CLOCK_TIPOFF_VERIFICATION) == 0)
            meet (&seen->deadlines[i], seen->time, decision);
    /* 消防监督检查规定 18(2): who reported it is told, when he gave his name. */
    if (!verified->informant)
        return;
    const struct arming answering = deadline_again (seen, CLOCK_TIPOFF_ANSWER, 1, seen->time);
    arm (&answering, seen, decision);
}

void deadline_decide_tipoff_answered (const void *said, const void *seen_void,
                                      struct decision *decision)
{
    (void)said;
    const struct case_seen *seen = seen_void;
    meet (deadline_find (seen, CLOCK_TIPOFF_ANSWER, 1), seen->time, decision);
}

/* ---- hazards ---- */

void deadline_arm_watch (const struct arming *opened, const struct case_seen *seen,
                         struct decision *decision)
{
    struct arming arming = *opened;
    arming.clock = CLOCK_WATCH;
    arming.due = INSTANT_ABSENT;
    arming.working_days = NUMBER_ABSENT;
    day known = day_of (seen->now);
    if (arm_end (&arming, seen->office, known, decision->arena).end.due <= seen->recorded)
        arming.from = seen->recorded;
    arm (&arming, seen, decision);
}

void deadline_decide_hazard_opened (const void *said_void, const void *seen_void,
                                    struct decision *decision)
{
    const struct hazard_opened *said = said_void;
    const struct case_seen *seen = seen_void;
    const struct hazard_category *category = office_hazard_category (seen->office, said->category);
    if (said->treatment->kind == treatment_immediate)
        return;
    struct arming arming = { .ref = said->hazard,
                             .clock = CLOCK_RECTIFICATION,
                             .cycle = 1,
                             .from = said->found != INSTANT_ABSENT ? said->found : seen->time,
                             .reached = seen->recorded,
                             .due = said->treatment->due,
                             .working_days = said->treatment->working_days,
                             .urgent = category && category->urgent,
                             .premises = said->private ? WORDS_HIDDEN : said->premises,
                             .premises_name = said->private ? WORDS_HIDDEN : said->premises_name,
                             .community = said->community,
                             .department = said->department,
                             .category = said->category,
                             .tracker = said->treatment->tracker,
                             .watcher = said->treatment->watcher && !said->private
                                            ? said->treatment->watcher->name
                                            : NULL,
                             .severity = said->severity };
    arm (&arming, seen, decision);
    deadline_arm_watch (&arming, seen, decision);
    arming.due = INSTANT_ABSENT;
    arming.working_days = NUMBER_ABSENT;
    if (said->treatment->kind == treatment_deferred) {
        arming.clock = CLOCK_NOTICE;
        arm (&arming, seen, decision);
    }
    if (said->severity == severity_major) {
        arming.clock = CLOCK_GOVERNMENT_REPORT;
        arm (&arming, seen, decision);
    }
}

void deadline_decide_rectification_reported (const void *said_void, const void *seen_void,
                                             struct decision *decision)
{
    const struct rectification_reported *said = said_void;
    const struct case_seen *seen = seen_void;
    struct arming arming = reinspection (seen, said->cycle, seen->time);
    meet (deadline_find (seen, CLOCK_RECTIFICATION, said->cycle), seen->time, decision);
    arm (&arming, seen, decision);
}

void deadline_decide_reinspection_reported (const void *said_void, const void *seen_void,
                                            struct decision *decision)
{
    const struct reinspection_reported *said = said_void;
    const struct case_seen *seen = seen_void;
    meet (deadline_find (seen, CLOCK_REINSPECTION, said->cycle), seen->time, decision);
    order_clock_checked (seen, decision);
    /* On the spot before the unit had reported anything: that is the answer to the time limit too.
     */
    if (said->outcome == reinspection_passed)
        meet (deadline_find (seen, CLOCK_RECTIFICATION, said->cycle), seen->time, decision);
    else {
        cancel (deadline_find (seen, CLOCK_RECTIFICATION, said->cycle), "复查未通过，另定期限",
                decision);
        cancel (deadline_find (seen, CLOCK_NOTICE, said->cycle), "复查未通过，另定期限", decision);
    }
}

void deadline_drop_reinspection (const struct case_seen *seen, int64_t cycle,
                                 struct decision *decision)
{
    cancel (deadline_find (seen, CLOCK_REINSPECTION, cycle), "整改期限已延长，复查另定期限",
            decision);
}

void deadline_decide_hazard_closed (const void *said_void, const void *seen_void,
                                    struct decision *decision)
{
    const struct hazard_closed *said = said_void;
    const struct case_seen *seen = seen_void;
    for (size_t i = 0; i < seen->count; i++)
        if (!office_clock_outlives_hazard (seen->deadlines[i].clock,
                                           said->reason == closing_transferred) &&
            !FAULT (FAULT_CLOSED_CLOCKS_RUN))
            cancel (&seen->deadlines[i], "隐患已销号", decision);
    if (said->reason != closing_reinspection && said->reason != closing_at_once)
        supervision_closed (said, seen, decision);
}

void deadline_decide_hazard_reopened (const void *said_void, const void *seen_void,
                                      struct decision *decision)
{
    const struct hazard_reopened *said = said_void;
    const struct case_seen *seen = seen_void;
    if (said->referral) {
        returned (said, seen, decision);
        return;
    }
    struct arming arming = deadline_again (seen, CLOCK_RECTIFICATION, said->cycle, seen->time);
    arming.due = said->due;
    if (!FAULT (FAULT_REOPENED_FORGOTTEN))
        arm (&arming, seen, decision);
    if (deadline_last_cycle (seen, CLOCK_NOTICE) == 0) /* none was owed of the case */
        return;
    arming = deadline_again (seen, CLOCK_NOTICE, said->cycle, seen->time);
    arm (&arming, seen, decision);
}

void deadline_decide_notice_served (const void *said, const void *seen_void,
                                    struct decision *decision)
{
    const struct case_seen *seen = seen_void;
    meet (deadline_find (seen, CLOCK_NOTICE, ((const struct notice_served *)said)->cycle),
          seen->time, decision);
}

void deadline_decide_government_reported (const void *said, const void *seen_void,
                                          struct decision *decision)
{
    (void)said;
    const struct case_seen *seen = seen_void;
    meet (deadline_find (seen, CLOCK_GOVERNMENT_REPORT, GOVERNMENT_REPORT_WITHOUT_EXPERTS),
          seen->time, decision);
    meet (deadline_find (seen, CLOCK_GOVERNMENT_REPORT, GOVERNMENT_REPORT_WITH_EXPERTS), seen->time,
          decision);
}

/* 消防监督检查规定 21. What would be over by now with experts too is late as it is. */
void deadline_decide_experts_convened (const void *said_void, const void *seen_void,
                                       struct decision *decision)
{
    const struct experts_convened *said = said_void;
    const struct case_seen *seen = seen_void;
    const struct deadline_row *before =
        deadline_find (seen, CLOCK_GOVERNMENT_REPORT, GOVERNMENT_REPORT_WITHOUT_EXPERTS);
    if (!before || !deadline_is_open (before->state))
        return;
    struct arming arming = arming_like (before);
    arming.clock = CLOCK_GOVERNMENT_REPORT;
    arming.cycle = GOVERNMENT_REPORT_WITH_EXPERTS;
    arming.from = before->from;
    arming.reached = seen->recorded;
    arming.experts = true;
    bool stands = before->state == deadline_state_paused;
    const struct deadline_row going_on =
        stands ? move_without (before, before->resumes, decision->arena) : *before;
    arming.stood_as = &going_on;
    arming.why =
        arena_format (decision->arena, "组织专家论证：%s", deadline_prose (before, said->reason));
    instant due = arm_end (&arming, seen->office, day_of (seen->now), decision->arena).end.due;
    if (due <= before->due || due <= seen->now)
        return;
    cancel (before, "组织专家论证，报告期限延长", decision);
    arming.stood_as = before;
    arm (&arming, seen, decision);
    move_stand_on (before, deadline_id (&arming, decision->arena),
                   "原期限已中止，组织专家论证后的期限随之中止", said->by, decision);
}

static bool is_watch (const struct deadline_row *deadline)
{
    return strcmp (deadline->clock, CLOCK_WATCH) == 0;
}

void deadline_decide_watch_reported (const void *said, const void *seen_void,
                                     struct decision *decision)
{
    (void)said;
    const struct case_seen *seen = seen_void;
    const struct deadline_row *latest =
        deadline_find (seen, CLOCK_WATCH, deadline_last_cycle (seen, CLOCK_WATCH));
    for (size_t i = 0; i < seen->count; i++)
        if (is_watch (&seen->deadlines[i]) && seen->deadlines[i].from < seen->time)
            meet (&seen->deadlines[i], seen->time, decision);
    /* A report from before the present watch began (heard twice, or entered late) says nothing
     * about that one. */
    if (!latest || !deadline_is_open (latest->state) || latest->from >= seen->time)
        return;
    struct arming arming = deadline_again (seen, CLOCK_WATCH, latest->cycle + 1, seen->time);
    arm (&arming, seen, decision);
}

/* ---- missing ---- */

/* The oldest of too many missed watches: the ladder they share stands for the later ones. */
static void give_up_oldest_watch (const struct case_seen *seen, struct decision *decision)
{
    const struct deadline_row *oldest = NULL;
    int missed = 0;
    for (size_t i = 0; i < seen->count; i++) {
        const struct deadline_row *watch = &seen->deadlines[i];
        if (!is_watch (watch) || watch->state != deadline_state_missed)
            continue;
        missed++;
        if (!oldest || watch->cycle < oldest->cycle)
            oldest = watch;
    }
    if (missed >= DEADLINE_WATCHES_MISSED_MAX)
        cancel (oldest, "其后的盯守期限也已逾期，并入其后各期", decision);
}

static void arm_what_follows (const struct deadline_row *deadline, const struct case_seen *seen,
                              struct decision *decision)
{
    /* 消防监督检查规定 20: re-inspected within three working days of the expiry, which is on the
       last day of the time limit, not on the day after it. */
    if (strcmp (deadline->clock, CLOCK_RECTIFICATION) == 0) {
        struct arming arming = reinspection (seen, deadline->cycle, deadline->due - 1);
        arming.reached = deadline->due;
        arm (&arming, seen, decision);
    }
    if (!is_watch (deadline))
        return;
    give_up_oldest_watch (seen, decision);
    /* The watch goes on; after an outage from now, since nobody can report for the past. */
    if (deadline->cycle == deadline_last_cycle (seen, CLOCK_WATCH)) {
        struct arming arming = deadline_again (seen, CLOCK_WATCH, deadline->cycle + 1, seen->now);
        arm (&arming, seen, decision);
    }
}

static instant first_repeat (const struct deadline_row *deadline, const struct clock_policy *clock)
{
    if (!clock)
        return INSTANT_ABSENT;
    instant first = deadline->due + office_repeat_hours (clock, 1) * HOUR_MS;
    /* INSTANT_ABSENT is before everything. */
    return deadline->silenced > first ? deadline->silenced : first;
}

void deadline_miss (const struct deadline_row *deadline, const struct case_seen *seen,
                    struct decision *decision)
{
    const struct clock_policy *clock = office_clock (seen->office, deadline->clock);
    struct deadline_row after = *deadline;
    after.state = deadline_state_missed;
    after.repeat = first_repeat (deadline, clock);
    decision_event (
        decision, deadline_missed_record, deadline->ref,
        &(struct deadline_missed){ .deadline = deadline->deadline,
                                   .ref = deadline->ref,
                                   .clock = deadline->clock,
                                   .cycle = deadline->cycle,
                                   .due = deadline->due,
                                   .danger = clock && clock->danger,
                                   .premises = deadline->premises,
                                   .premises_name = deadline_about (deadline, decision->arena),
                                   .community = deadline->community,
                                   .department = deadline->department,
                                   .category = deadline->category,
                                   .severity = deadline->severity,
                                   .tracker = deadline->tracker,
                                   .repeat = after.repeat,
                                   .next = plan_next_moment (&after, seen->office) });
    arm_what_follows (deadline, seen, decision);
}

void deadline_plan (const struct deadline_row *deadline, const struct case_seen *seen,
                    struct decision *decision)
{
    decision_event (
        decision, deadline_planned_record, deadline->ref,
        &(struct deadline_planned){ .deadline = deadline->deadline,
                                    .ref = deadline->ref,
                                    .next = plan_next_moment (deadline, seen->office) });
}
